"""The patient's approval of exactly one version of the plan."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import Relation, User
from practice.signing import AppendOnly
from records.digests import digest_of
from records.interventions import CERVICAL_TREATMENT

from .plan import NamedInBoth, TreatmentPlan


class ConsentDecision(models.TextChoices):
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")
    QUESTIONS = "questions", _("has questions first")


class ConsentMethod(models.TextChoices):
    ORAL = "oral", _("in words")
    SCREEN = "screen", _("read and agreed on screen")
    PAPER = "paper", _("signed on paper")
    REMOTE = "remote", _("read and agreed at home")


# What the digest of a consent is taken over, with the version of the plan; the number of the row itself is
# given only when it is stored. A column that comes later asks for a list of its own: rows keep theirs.
SEALED = (
    "plan_id",
    "decision",
    "by_patient",
    "representative_name",
    "representative_relation",
    "patient_age",
    "able_to_decide",
    "capacity_remark",
    "exception_reason",
    "special_agreed",
    "letter_given",
    "method",
    "text_shown",
    "text_language",
    "questions_asked",
    "remark",
    "lines",
    "signatures",
    "explained",
    "handover_id",
    "withdraws_id",
    "recorded_by_id",
    "recorded_at",
)


class Consent(AppendOnly):
    """The patient's decision on one plan, with the exact text that was shown. Written once.

    The last word counts: who approved the plan may approve it once more with other answers to what is asked
    apart. Treatment of the neck is agreed to only by who got the letter about it (domain reference 8.1).

    Age rules (BW 7:447, 7:450 and 7:465; domain reference 8.1): under 12 a parent or guardian decides, from
    12 to 15 both do, from 16 the patient decides alone; an adult who cannot decide is represented.
    """

    row_rules = {
        "plan_is_signed": "NOT EXISTS (SELECT 1 FROM records_treatmentplan AS plan "
        "WHERE plan.id = NEW.plan_id AND plan.signed_at IS NOT NULL)",
        "withdraws_its_own": "NEW.withdraws_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM records_consent AS given WHERE given.id = NEW.withdraws_id "
        "AND given.plan_id = NEW.plan_id AND given.decision = 'given')",
        "neck_with_letter": "NOT NEW.letter_given "
        f"AND CAST(NEW.special_agreed AS text) LIKE '%\"{CERVICAL_TREATMENT}\"%'",
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
    # Types of consent that were agreed to one by one. The first release wrote codes of interventions here;
    # such rows are frozen, so `agrees` reads them as they are.
    special_agreed = models.JSONField(default=list, blank=True)
    # The information letter of the NVMT that goes with treatment of the neck.
    letter_given = models.BooleanField(_("information letter of the NVMT handed over"), default=False)
    method = models.CharField(_("how"), max_length=10, choices=ConsentMethod.choices)
    text_shown = models.TextField(_("text that was shown"))
    text_language = models.CharField(max_length=2)
    questions_asked = models.TextField(_("questions the patient asked"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    # Each line of the plan as it was shown, with what was decided on it; see records/consent_lines.py.
    lines = models.JSONField(_("decision on each line"), default=list, blank=True)
    # Who signed, in which role, when and how; see records/signatures.py.
    signatures = models.JSONField(_("signatures"), default=list, blank=True)
    # What was explained about saying no; of a refusal or a withdrawal.
    explained = models.TextField(_("what was explained about saying no"), blank=True)
    handover = models.ForeignKey(
        "Handover", on_delete=models.PROTECT, null=True, blank=True, related_name="consents"
    )
    # SHA-256 over everything above and below; empty on rows from before there was one.
    digest = models.CharField(max_length=64, blank=True)
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
    def is_given(self) -> bool:
        return self.decision == ConsentDecision.GIVEN

    @property
    def is_sealed(self) -> bool:
        """False for a row from before there was a digest; such a row has no lines either."""
        return bool(self.digest or self.lines or self.signatures or self.handover_id)

    @property
    def is_intact(self) -> bool:
        """True when the row reads as it did when it was written, to the byte."""
        return self.digest == self._digest()

    def _digest(self) -> str:
        values = {name: getattr(self, name) for name in SEALED}
        return digest_of({**values, "plan_version": self.plan.version})

    def save(self, *args: object, **kwargs: object) -> None:
        if self._state.adding:
            self.digest = self._digest()
        super().save(*args, **kwargs)

    def agrees(self, kind: str, one: NamedInBoth) -> bool:
        """True when the patient agreed to this type of consent for this intervention.

        In the first release the patient agreed to one intervention by its code. That yes still holds for that
        intervention, and is not stretched to other treatment of the neck.
        """
        return self.is_given and not {kind, one.code}.isdisjoint(self.special_agreed)

    def covers(self, one: NamedInBoth) -> bool:
        """True when the patient agreed to this intervention, with all that is asked apart for it."""
        return self.is_given and all(self.agrees(kind, one) for kind in one.consents)
