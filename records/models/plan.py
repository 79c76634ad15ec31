"""The treatment plan, its goals and interventions."""

import datetime
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practice import reasons
from practice.models import Episode
from practice.signing import SignedPart, SignedQuerySet, SignedRecord
from records import appointments, instruments, interventions

from .neck_rule import STEPS_DONE

if TYPE_CHECKING:
    from .consent import Consent


def _bare(column: str) -> str:
    """SQL for a text without the blanks and line ends round it, as far as both engines can say it."""
    for sign in ("\r", "\n", "\t"):
        column = f"REPLACE({column}, '{sign}', ' ')"
    return f"TRIM({column})"


class PlanQuerySet(SignedQuerySet):
    def newest(self) -> "TreatmentPlan | None":
        """The signed plan with the highest version; the one consent has to be about."""
        return self.signed().order_by("-version").first()


class NeckGrade(models.TextChoices):
    """Source: KNGF Nekpijn; domain reference 2.3."""

    ONE = "1", _("I: little interference with daily life")
    TWO = "2", _("II: clear interference with daily life")
    THREE = "3", _("III: signs of a nerve root")
    FOUR = "4", _("IV: serious pathology")


class BackRisk(models.TextChoices):
    """Source: KNGF Lage rugpijn en LRS 2021; domain reference 2.3."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class IcfLevel(models.TextChoices):
    FUNCTION = "function", _("function")
    ACTIVITY = "activity", _("activity")
    PARTICIPATION = "participation", _("participation")


class TreatmentPlan(SignedRecord):
    """One version of the treatment plan of an episode. FHIR: CarePlan."""

    # Before the neck is treated every safety step is done, as records/neck.py counts them, or a reason is
    # written (NVMT Beroepsnorm 2022; domain reference 5.5).
    row_rules = {
        "neck_steps_or_reason": "NEW.signed_at IS NOT NULL "
        f"AND LENGTH({_bare('NEW.neck_deviation')}) < {reasons.LENGTH} AND EXISTS ("
        "SELECT 1 FROM records_plannedintervention AS one WHERE one.plan_id = NEW.id AND one.on_neck) "
        f"AND NOT ({STEPS_DONE})",
        # For the plan as a whole, or else for each intervention.
        "says_what_and_why": "NEW.signed_at IS NOT NULL "
        "AND (NEW.explained_what = '' OR NEW.explained_why = '') AND (NOT EXISTS ("
        "SELECT 1 FROM records_plannedintervention AS one WHERE one.plan_id = NEW.id) OR EXISTS ("
        "SELECT 1 FROM records_plannedintervention AS one WHERE one.plan_id = NEW.id "
        "AND (one.what = '' OR one.why = '')))",
    }

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="plans", verbose_name=_("episode")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    diagnosis = models.TextField(_("physiotherapy diagnosis"), blank=True)
    dcsph_code = models.CharField(_("DCSPH code"), max_length=4, blank=True)
    # The words of the code as they were then.
    dcsph_text = models.CharField(max_length=500, blank=True)
    hypothesis = models.TextField(_("causes and maintaining factors, found together"), blank=True)
    helping_factors = models.TextField(_("what helps recovery"), blank=True)
    hindering_factors = models.TextField(_("what hinders recovery"), blank=True)
    # The levels of the ICF (domain reference 2.3).
    icf_functions = models.TextField(_("functions"), blank=True)
    icf_activities = models.TextField(_("activities"), blank=True)
    icf_participation = models.TextField(_("participation"), blank=True)
    icf_personal = models.TextField(_("personal factors"), blank=True)
    icf_external = models.TextField(_("external factors"), blank=True)
    neck_grade = models.CharField(
        _("grade of the neck pain"), max_length=1, choices=NeckGrade.choices, blank=True
    )
    back_risk = models.CharField(
        _("risk profile of the low-back pain"), max_length=6, choices=BackRisk.choices, blank=True
    )
    indication = models.BooleanField(_("indication for manual therapy"), default=True)
    explained_what = models.TextField(_("what we are going to do"), blank=True)
    explained_why = models.TextField(_("why"), blank=True)
    explained_risks = models.TextField(_("risks and what you may feel afterwards"), blank=True)
    explained_alternatives = models.TextField(_("other possibilities, and doing nothing"), blank=True)
    expected_course = models.TextField(_("expected recovery"), blank=True)
    session_count = models.PositiveSmallIntegerField(_("number of sessions"), null=True, blank=True)
    frequency = models.CharField(_("frequency"), max_length=80, blank=True)
    evaluate_on = models.DateField(_("evaluation on"), null=True, blank=True)
    # After the first evaluation another one every so many weeks; empty: none is planned.
    evaluate_every_weeks = models.PositiveSmallIntegerField(
        _("and then every (weeks)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
    )
    # Items of the norm check (records/norm.py) that were asked about and of which there are none.
    asked_none = models.JSONField(_("asked, none"), default=list, blank=True)
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
                name="plan_neck_grade_known", condition=Q(neck_grade__in=["", *NeckGrade.values])
            ),
            models.CheckConstraint(
                name="plan_back_risk_known", condition=Q(back_risk__in=["", *BackRisk.values])
            ),
            # Grade IV is serious pathology: it goes to a doctor (KNGF Nekpijn).
            models.CheckConstraint(
                name="plan_signed_below_grade_four",
                condition=Q(signed_at__isnull=True) | ~Q(neck_grade=NeckGrade.FOUR),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"

    @property
    def standing(self) -> "Consent | None":
        """The last word on this plan: given, refused or withdrawn; None while nobody was asked."""
        return max(self.consents.all(), key=lambda consent: consent.pk, default=None)

    @property
    def specials(self) -> "dict[str, list[PlannedIntervention]]":
        """What needs a consent of its own, by the type of that consent, in the order they are asked."""
        rows = list(self.interventions.all())
        asked = {
            kind: [one for one in rows if kind in one.consents] for kind in interventions.load().permissions
        }
        return {kind: found for kind, found in asked.items() if found}

    @property
    def evaluation_days(self) -> list[datetime.date]:
        return appointments.evaluations(self.evaluate_on, self.evaluate_every_weeks)

    @property
    def treats_neck(self) -> bool:
        return any(one.is_on_neck for one in self.interventions.all())

    @property
    def deviates(self) -> bool:
        """True when a readable reason stands for the safety steps of the neck that are not done."""
        return reasons.is_readable(self.neck_deviation)

    @property
    def is_approved(self) -> bool:
        standing = self.standing
        return standing is not None and standing.is_given


class Goal(SignedPart):
    """A goal of a plan, SMART where it can be. FHIR: Goal. Source: KNGF Dossiervoering 2019, phase 3."""

    frozen_with = "plan"

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.CASCADE, related_name="goals")
    is_main = models.BooleanField(_("main goal"), default=False)
    text = models.TextField(_("goal"))
    icf_level = models.CharField(_("level (ICF)"), max_length=13, choices=IcfLevel.choices, blank=True)
    # The instrument whose figures tell (records/content/instruments.toml); otherwise words of one's own.
    instrument = models.CharField(_("instrument"), max_length=20, blank=True)
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

    @property
    def instrument_name(self) -> str:
        """Its instrument in words of the page; the code of one that the content no longer has."""
        named = instruments.load().get(self.instrument)
        return named.name(get_language() or "nl") if named else self.instrument


def _listed(codes: frozenset[str]) -> str:
    """The codes as SQL has them in IN (...)."""
    return ", ".join(f"'{code}'" for code in sorted(codes))


class NamedInBoth(models.Model):
    """An intervention with its name as the content gave it then, in both languages."""

    # What can only be on the neck, says so; rows from before there was a tick for it are left as they are.
    row_rules = {
        "neck_is_said": f"NOT NEW.on_neck AND NEW.code IN ({_listed(interventions.load().always_on_neck)})",
    }

    code = models.CharField(_("code"), max_length=20)
    label_nl = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    # Hands-on treatment of the neck: its own safety steps and its own consent.
    on_neck = models.BooleanField(_("on the neck"), default=False)

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
    def is_on_neck(self) -> bool:
        """Also of a row from before there was a tick for it, when it can only be on the neck."""
        return self.on_neck or self.code in interventions.load().always_on_neck

    @property
    def consents(self) -> set[str]:
        """The types of consent it needs, next to the approval of the plan."""
        return interventions.load().consents(self.code, on_neck=self.on_neck)


class PlannedIntervention(NamedInBoth, SignedPart):
    """One planned intervention; it may be of several kinds at once."""

    frozen_with = "plan"

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.CASCADE, related_name="interventions")
    hands_on = models.BooleanField(_("hands-on"), default=False)
    hands_off = models.BooleanField(_("hands-off"), default=False)
    coaching = models.BooleanField(_("coaching"), default=False)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    # What the patient reads about this one; empty on rows from before it stood with each of them.
    what = models.TextField(_("what"), blank=True)
    why = models.TextField(_("why"), blank=True)
    risks = models.TextField(_("risks"), blank=True)
    alternatives = models.TextField(_("other possibilities"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="intervention_has_a_kind",
                condition=Q(hands_on=True) | Q(hands_off=True) | Q(coaching=True),
            ),
            models.CheckConstraint(
                name="intervention_on_neck_is_hands_on", condition=Q(on_neck=False) | Q(hands_on=True)
            ),
            models.UniqueConstraint(name="intervention_once", fields=["plan", "label_nl"]),
        ]
