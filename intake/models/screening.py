"""What the rules found in an intake, what the therapist made of it, and the conclusion."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.levels import rank
from intake.questionnaire import in_language
from intake.screening import LEVELS, REFERRING
from practice.models import Episode, User
from practice.signing import AppendOnly, SignedRecord

from .intake import INTAKE_OF_ITS_EPISODE, LEVEL_TEXTS, Intake


def _here(nl: str, en: str) -> str:
    """The text in the language of the page."""
    return in_language({"nl": nl, "en": en}, get_language() or "nl")


class FindingState(models.TextChoices):
    RAISED = "raised", _("raised")
    UNDECIDED = "undecided", _("undecided: ask")


class Finding(AppendOnly):
    """A rule that fired on an intake, or could not be decided. Written at submission, never changed."""

    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="findings", verbose_name=_("intake")
    )
    rule = models.CharField(_("rule"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=FindingState.choices)
    level = models.CharField(_("level"), max_length=20)
    position = models.PositiveSmallIntegerField()
    # As the content said at that time, in both languages.
    text_nl = models.TextField()
    text_en = models.TextField()
    suspected_nl = models.CharField(max_length=200, blank=True)
    suspected_en = models.CharField(max_length=200, blank=True)
    contact_nl = models.CharField(max_length=80, blank=True)
    contact_en = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=400, blank=True)
    # Raised: [{"question": id, "answer": in words}] that made it fire; undecided: the same without answer.
    because = models.JSONField(default=list, blank=True)
    # The patient saw the emergency message and changed the answer before sending.
    withdrawn = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("safety finding")
        verbose_name_plural = _("safety findings")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="finding_once", fields=["intake", "rule"]),
            models.CheckConstraint(name="finding_level_known", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(name="finding_state_known", condition=Q(state__in=FindingState.values)),
        ]

    def __str__(self) -> str:
        return self.rule

    @property
    def needs_decision(self) -> bool:
        """Information for the therapist needs no decision; everything else does."""
        return self.level != "info"

    @property
    def refers(self) -> bool:
        """True for a level that means: contact the GP."""
        return self.level in REFERRING

    @property
    def text(self) -> str:
        """What the rule says to the therapist, in the language of the page."""
        return _here(self.text_nl, self.text_en)

    @property
    def short_text(self) -> str:
        """For the banner: the first sentence of the text. What may be behind it is no fact, so not here."""
        return self.text.partition(". ")[0].removesuffix(".")

    @property
    def answered(self) -> str:
        """The answers that raised it, in the patient's words."""
        return "; ".join(reason["answer"] for reason in self.because if reason.get("answer"))

    @property
    def suspected(self) -> str:
        """What the therapist may think of."""
        return _here(self.suspected_nl, self.suspected_en)

    @property
    def contact(self) -> str:
        """Whom to contact and when; empty unless it refers."""
        return _here(self.contact_nl, self.contact_en)

    @property
    def level_text(self) -> object:
        return LEVEL_TEXTS[self.level]

    @property
    def decision(self) -> "FindingDecision | None":
        """The decision that counts: the last one."""
        return max(self.decisions.all(), key=lambda decision: decision.pk, default=None)

    @property
    def is_confirmed(self) -> bool:
        return self.decision is not None and self.decision.decision == Decision.CONFIRMED

    @property
    def is_open(self) -> bool:
        """True while the therapist still has to decide on it."""
        return self.needs_decision and self.decision is None

    @property
    def is_raised(self) -> bool:
        return self.state == FindingState.RAISED

    @property
    def is_shown(self) -> bool:
        """Worth a place in the record: raised, or undecided and then decided on."""
        return self.needs_decision and (self.is_raised or self.decision is not None)

    @property
    def is_precaution(self) -> bool:
        """Confirmed by the therapist, or raised and not judged yet."""
        return self.needs_decision and (self.is_confirmed or (self.is_raised and self.is_open))

    @property
    def is_alarm(self) -> bool:
        """A precaution that means: contact the GP."""
        return self.refers and self.is_precaution


class Decision(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed: it is so")
    CLEARED = "cleared", _("Asked further: no concern")


class FindingDecision(AppendOnly):
    """What the therapist decided on a finding. A later row replaces an earlier one; both stay."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    remark = models.TextField(_("remark"), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(name="decision_known", condition=Q(decision__in=Decision.values))
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.decision}"


class Conclusion(models.TextChoices):
    SUITABLE = "suitable", _("Manual therapy is suitable")
    CONTACT_GP = "contact_gp", _("Contact the GP first")


class Urgency(models.TextChoices):
    """How fast a doctor has to look; the levels of the rules that refer."""

    EMERGENCY = "emergency", _("now: 112, or the GP this minute")
    SAME_DAY = "same_day_gp", _("today")
    BEFORE_TREATMENT = "gp_before_treatment", _("before treatment starts")


class Pattern(models.TextChoices):
    RECOGNISED = "recognised", _("recognisable")
    PARTLY = "partly", _("partly recognisable")
    UNKNOWN = "unknown", _("not recognised")


class Screening(SignedRecord):
    """The therapist's conclusion: OK or not OK (pluis / niet-pluis), and what the patient was told.

    Source of the fields: KNGF-richtlijn Dossiervoering 2019, extra items for direct access.
    """

    row_rules = {"intake_of_its_episode": INTAKE_OF_ITS_EPISODE}

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="screenings", verbose_name=_("episode")
    )
    intake = models.ForeignKey(
        Intake,
        on_delete=models.PROTECT,
        related_name="screenings",
        null=True,
        blank=True,
        verbose_name=_("intake"),
    )
    # A draft may leave these three open; a signed screening has them all.
    all_clear = models.BooleanField(
        _("gut feeling"), choices=[(True, _("OK (pluis)")), (False, _("not OK (niet-pluis)"))], null=True
    )
    pattern = models.CharField(_("pattern"), max_length=10, choices=Pattern.choices, blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=12, choices=Conclusion.choices, blank=True)
    # Only with "contact the GP"; may be higher or lower than the form's level, with the reason.
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    deviating_signs = models.TextField(_("deviating signs, course or red flags"), blank=True)
    advice_given = models.TextField(_("advice given to the patient"), blank=True)
    further_examination = models.BooleanField(_("indication for further examination"), default=True)
    patient_reached = models.BooleanField(_("the patient was reached"), default=False)
    may_share_with_gp = models.BooleanField(
        _("the patient agrees to share data with the GP"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("screening conclusion")
        verbose_name_plural = _("screening conclusions")
        ordering = ["created_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.CheckConstraint(
                name="screening_signed_is_complete",
                condition=Q(signed_at__isnull=True)
                | Q(all_clear__isnull=False, pattern__in=Pattern.values, conclusion__in=Conclusion.values),
            ),
            models.CheckConstraint(
                name="screening_gp_has_advice",
                condition=~Q(conclusion="contact_gp") | Q(signed_at__isnull=True) | ~Q(advice_given=""),
            ),
            models.CheckConstraint(
                name="screening_not_ok_is_not_suitable_unsaid",
                condition=Q(signed_at__isnull=True)
                | Q(all_clear=True)
                | Q(conclusion="contact_gp")
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="screening_urgency_known", condition=Q(urgency__in=["", *Urgency.values])
            ),
            models.CheckConstraint(
                name="screening_urgency_with_gp",
                condition=Q(signed_at__isnull=True) | Q(urgency="") | Q(conclusion="contact_gp"),
            ),
            models.UniqueConstraint(
                name="screening_first_once", fields=["episode"], condition=Q(amends__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_conclusion_display() or self._meta.verbose_name)

    @property
    def is_suitable(self) -> bool:
        return self.conclusion == Conclusion.SUITABLE

    @property
    def form_level(self) -> str:
        """What the form said, an emergency that was taken back included; empty without a form."""
        if self.intake is None:
            return ""
        return LEVELS[0] if self.intake.is_emergency else self.intake.level

    @property
    def form_level_text(self) -> object:
        return LEVEL_TEXTS.get(self.form_level, "")

    @property
    def own_text(self) -> object:
        """What the therapist says instead: how soon the GP, or suitable."""
        return self.get_urgency_display() or self.get_conclusion_display()

    @property
    def differs(self) -> bool:
        """True when the therapist raised or lowered what the form said."""
        if not self.form_level or not (self.urgency or self.is_suitable):
            return False
        return rank(self.form_level) != rank(self.urgency)

    @property
    def why_it_differs(self) -> str:
        """The reason; deviating signs are one for whoever goes above the form."""
        return self.reason or self.deviating_signs or self.amend_reason
