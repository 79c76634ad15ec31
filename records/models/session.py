"""A treatment session in SOEP form."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import Episode
from practice.signing import SignedPart, SignedRecord
from records.interventions import CERVICAL_TREATMENT

from .examination import PAIN_SCALE
from .plan import NamedInBoth, TreatmentPlan


class AdverseReaction(models.TextChoices):
    NOT_ASKED = "not_asked", _("not asked")
    NONE = "none", _("asked, none")
    YES = "yes", _("yes")


class Session(SignedRecord):
    """One treatment session. FHIR: Encounter with a SOAP note."""

    # A signed session rests on consent to the newest plan; correcting one that did, asks no new consent.
    row_rules = {
        "plan_of_its_episode": "NOT EXISTS (SELECT 1 FROM records_treatmentplan AS plan "
        "WHERE plan.id = NEW.plan_id AND plan.episode_id = NEW.episode_id)",
        "signed_with_consent": "NEW.signed_at IS NOT NULL AND NEW.amends_id IS NULL AND COALESCE(("
        "SELECT last.decision FROM records_consent AS last WHERE last.plan_id = NEW.plan_id "
        "ORDER BY last.id DESC LIMIT 1), '') <> 'given'",
        "signed_on_newest_plan": "NEW.signed_at IS NOT NULL AND NEW.amends_id IS NULL AND EXISTS ("
        "SELECT 1 FROM records_treatmentplan AS newer, records_treatmentplan AS own "
        "WHERE own.id = NEW.plan_id AND newer.episode_id = NEW.episode_id "
        "AND newer.signed_at IS NOT NULL AND newer.version > own.version)",
        "copies_confirmed": "NEW.signed_at IS NOT NULL AND CAST(NEW.unconfirmed AS text) <> '[]'",
        # A correction may come after the consent was taken back; it needs one that was given on this plan.
        "neck_with_consent": "NEW.signed_at IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM records_sessionintervention AS done WHERE done.session_id = NEW.id AND done.on_neck "
        "AND NOT EXISTS (SELECT 1 FROM records_consent AS asked WHERE asked.plan_id = NEW.plan_id "
        "AND asked.decision = 'given' AND (NEW.amends_id IS NOT NULL OR asked.id = ("
        "SELECT MAX(last.id) FROM records_consent AS last WHERE last.plan_id = NEW.plan_id)) AND ("
        f"CAST(asked.special_agreed AS text) LIKE '%\"{CERVICAL_TREATMENT}\"%' "
        "OR CAST(asked.special_agreed AS text) LIKE '%\"' || done.code || '\"%')))",
    }

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("episode")
    )
    plan = models.ForeignKey(
        TreatmentPlan, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("treatment plan")
    )
    held_at = models.DateTimeField(_("date and time"), default=timezone.now)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration (minutes)"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    subjective = models.TextField(_("S: what the patient tells"), blank=True)
    objective = models.TextField(_("O: what you see and measure"), blank=True)
    evaluation = models.TextField(_("E: what you make of it"), blank=True)
    plan_note = models.TextField(_("P: what was done and what is next"), blank=True)
    # P may point to the plan when nothing deviates from it (KNGF Dossiervoering 2019, phase 4).
    as_planned = models.BooleanField(_("done as planned"), default=False)
    pain_before = models.PositiveSmallIntegerField(
        _("pain before (0-10)"), null=True, blank=True, validators=PAIN_SCALE
    )
    pain_after = models.PositiveSmallIntegerField(
        _("pain after (0-10)"), null=True, blank=True, validators=PAIN_SCALE
    )
    adverse_reaction = models.CharField(
        _("reaction to the last session"),
        max_length=10,
        choices=AdverseReaction.choices,
        default=AdverseReaction.NOT_ASKED,
    )
    adverse_reaction_text = models.TextField(_("which reaction"), blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    # What was copied from an earlier session and is not confirmed yet: columns by name, and "did-" with the
    # Dutch name of an intervention.
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("copied from"),
    )
    unconfirmed = models.JSONField(_("copied, not confirmed"), default=list, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["held_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.CheckConstraint(
                name="session_pain_0_10",
                condition=(Q(pain_before__isnull=True) | Q(pain_before__lte=10))
                & (Q(pain_after__isnull=True) | Q(pain_after__lte=10)),
            ),
            models.CheckConstraint(
                name="session_reaction_known", condition=Q(adverse_reaction__in=AdverseReaction.values)
            ),
            models.CheckConstraint(
                name="session_duration_human",
                condition=Q(duration_minutes__gte=5, duration_minutes__lte=240),
            ),
            models.CheckConstraint(
                name="session_signed_has_s_and_p",
                condition=Q(signed_at__isnull=True)
                | (~Q(subjective="") & (~Q(plan_note="") | Q(as_planned=True))),
            ),
            models.UniqueConstraint(
                name="session_one_at_a_time",
                fields=["episode", "held_at"],
                condition=Q(amends__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {timezone.localtime(self.held_at):%d-%m-%Y}"


class SessionIntervention(NamedInBoth, SignedPart):
    """What was done in a session. FHIR: Procedure."""

    frozen_with = "session"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="interventions")
    dose = models.CharField(_("dose"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="session_intervention_once", fields=["session", "label_nl"])
        ]
