"""The treatment plan, its goals and interventions, and the patient's approval of exactly that plan."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practice.models import Episode, Relation, User
from practice.signing import AppendOnly, SignedPart, SignedQuerySet, SignedRecord
from records import interventions


class PlanQuerySet(SignedQuerySet):
    def newest(self) -> "TreatmentPlan | None":
        """The signed plan with the highest version; the one consent has to be about."""
        return self.signed().order_by("-version").first()


class TreatmentPlan(SignedRecord):
    """One version of the treatment plan of an episode. FHIR: CarePlan."""

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="plans", verbose_name=_("episode")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    diagnosis = models.TextField(_("physiotherapy diagnosis"), blank=True)
    dcsph_code = models.CharField(_("DCSPH code"), max_length=4, blank=True)
    # The words of the code as they were then.
    dcsph_text = models.CharField(max_length=500, blank=True)
    hypothesis = models.TextField(_("causes and maintaining factors, found together"), blank=True)
    indication = models.BooleanField(_("indication for manual therapy"), default=True)
    explained_what = models.TextField(_("what we are going to do"), blank=True)
    explained_why = models.TextField(_("why"), blank=True)
    explained_risks = models.TextField(_("risks and what you may feel afterwards"), blank=True)
    explained_alternatives = models.TextField(_("other possibilities, and doing nothing"), blank=True)
    expected_course = models.TextField(_("expected recovery"), blank=True)
    session_count = models.PositiveSmallIntegerField(_("number of sessions"), null=True, blank=True)
    frequency = models.CharField(_("frequency"), max_length=80, blank=True)
    evaluate_on = models.DateField(_("evaluation on"), null=True, blank=True)
    # Why the neck is treated hands-on without every safety step; the NVMT standard allows it with a reason.
    neck_deviation = models.TextField(_("why the safety steps for the neck are not all done"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("treatment plan")
        verbose_name_plural = _("treatment plans")
        ordering = ["version"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.UniqueConstraint(name="plan_version_once", fields=["episode", "version"]),
            models.UniqueConstraint(
                name="plan_one_draft", fields=["episode"], condition=Q(signed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="plan_signed_says_what_and_why",
                condition=Q(signed_at__isnull=True) | (~Q(explained_what="") & ~Q(explained_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"

    @property
    def standing(self) -> "Consent | None":
        """The last word on this plan: given, refused or withdrawn; None while nobody was asked."""
        return max(self.consents.all(), key=lambda consent: consent.pk, default=None)

    @property
    def specials(self) -> "list[PlannedIntervention]":
        """What needs a permission of its own."""
        return [one for one in self.interventions.all() if one.is_special]

    @property
    def is_approved(self) -> bool:
        standing = self.standing
        return standing is not None and standing.decision == ConsentDecision.GIVEN


class Goal(SignedPart):
    """A goal of a plan, SMART where it can be. FHIR: Goal. Source: KNGF Dossiervoering 2019, phase 3."""

    frozen_with = "plan"

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.CASCADE, related_name="goals")
    is_main = models.BooleanField(_("main goal"), default=False)
    text = models.TextField(_("goal"))
    measure = models.CharField(_("measured by"), max_length=120, blank=True)
    baseline = models.CharField(_("now"), max_length=60, blank=True)
    target = models.CharField(_("target"), max_length=60, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(name="goal_one_main", fields=["plan"], condition=Q(is_main=True)),
            models.CheckConstraint(name="goal_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text


class NamedInBoth(models.Model):
    """An intervention with its name as the content gave it then, in both languages."""

    code = models.CharField(_("code"), max_length=20)
    label_nl = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.label_in(get_language() or "nl")

    def label_in(self, lang: str) -> str:
        return self.label_en if lang.startswith("en") else self.label_nl

    @property
    def is_special(self) -> bool:
        """True when it needs a permission of its own, next to the approval of the plan."""
        content = interventions.load().find(self.code)
        return content is not None and content.special


class PlannedIntervention(NamedInBoth, SignedPart):
    """One planned intervention; it may be of several kinds at once."""

    frozen_with = "plan"

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.CASCADE, related_name="interventions")
    hands_on = models.BooleanField(_("hands-on"), default=False)
    hands_off = models.BooleanField(_("hands-off"), default=False)
    coaching = models.BooleanField(_("coaching"), default=False)
    # Hands-on treatment of the neck: its own safety steps and its own consent.
    on_neck = models.BooleanField(_("on the neck"), default=False)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="intervention_has_a_kind",
                condition=Q(hands_on=True) | Q(hands_off=True) | Q(coaching=True),
            ),
            models.UniqueConstraint(name="intervention_once", fields=["plan", "label_nl"]),
        ]


class ConsentDecision(models.TextChoices):
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ConsentMethod(models.TextChoices):
    ORAL = "oral", _("in words")
    SCREEN = "screen", _("read and agreed on screen")
    PAPER = "paper", _("signed on paper")


class Consent(AppendOnly):
    """The patient's decision on one plan, with the exact text that was shown. Written once.

    Age rules (BW 7:447, 7:450 and 7:465; domain reference 8.1): under 12 a parent or guardian decides, from
    12 to 15 both do, from 16 the patient decides alone; an adult who cannot decide is represented.
    """

    row_rules = {
        "plan_is_signed": "NOT EXISTS (SELECT 1 FROM records_treatmentplan AS plan "
        "WHERE plan.id = NEW.plan_id AND plan.signed_at IS NOT NULL)",
        "withdraws_its_own": "NEW.withdraws_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM records_consent AS given WHERE given.id = NEW.withdraws_id "
        "AND given.plan_id = NEW.plan_id AND given.decision = 'given')",
    }

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="consents")
    decision = models.CharField(_("decision"), max_length=10, choices=ConsentDecision.choices)
    by_patient = models.BooleanField(_("the patient decides"), default=False)
    representative_name = models.CharField(_("representative"), max_length=120, blank=True)
    representative_relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, blank=True
    )
    # The patient's age in years when deciding; the age rules were applied to it.
    patient_age = models.PositiveSmallIntegerField(_("age"))
    able_to_decide = models.BooleanField(_("able to decide on this"), default=True)
    capacity_remark = models.TextField(_("remark on the ability to decide"), blank=True)
    exception_reason = models.TextField(_("why one of them decides alone"), blank=True)
    # Codes of the special interventions that were agreed to one by one.
    special_agreed = models.JSONField(default=list, blank=True)
    method = models.CharField(_("how"), max_length=10, choices=ConsentMethod.choices)
    text_shown = models.TextField(_("text that was shown"))
    text_language = models.CharField(max_length=2)
    questions_asked = models.TextField(_("questions the patient asked"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    withdraws = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_decision_known", condition=Q(decision__in=ConsentDecision.values)
            ),
            models.CheckConstraint(name="consent_method_known", condition=Q(method__in=ConsentMethod.values)),
            models.CheckConstraint(
                name="consent_relation_known",
                condition=Q(representative_relation__in=["", *Relation.values]),
            ),
            models.CheckConstraint(
                name="consent_somebody_decides", condition=Q(by_patient=True) | ~Q(representative_name="")
            ),
            models.CheckConstraint(
                name="consent_representative_has_relation",
                condition=Q(representative_name="", representative_relation="")
                | (~Q(representative_name="") & ~Q(representative_relation="")),
            ),
            models.CheckConstraint(name="consent_has_text", condition=~Q(text_shown="")),
            models.CheckConstraint(
                name="consent_withdrawal_points_back",
                condition=Q(decision="withdrawn", withdraws__isnull=False)
                | (~Q(decision="withdrawn") & Q(withdraws__isnull=True)),
            ),
            models.UniqueConstraint(
                name="consent_withdrawn_once", fields=["withdraws"], condition=Q(withdraws__isnull=False)
            ),
            models.CheckConstraint(
                name="consent_unable_is_represented",
                condition=Q(able_to_decide=True)
                | (~Q(capacity_remark="") & (~Q(decision="given") | ~Q(representative_name=""))),
            ),
            models.CheckConstraint(
                name="consent_given_under_12_by_representative",
                condition=~Q(decision="given") | Q(patient_age__gte=12) | ~Q(representative_name=""),
            ),
            models.CheckConstraint(
                name="consent_given_under_16_by_both",
                condition=~Q(decision="given")
                | Q(patient_age__gte=16)
                | ~Q(representative_name="")
                | ~Q(exception_reason=""),
            ),
            models.CheckConstraint(
                name="consent_given_from_12_with_patient",
                condition=~Q(decision="given")
                | Q(patient_age__lt=12)
                | Q(able_to_decide=False)
                | Q(by_patient=True)
                | ~Q(exception_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_decision_display()}"

    @property
    def special_labels(self) -> list[str]:
        """Names of the special interventions that were agreed to."""
        return [one.label for one in self.plan.specials if one.code in self.special_agreed]
