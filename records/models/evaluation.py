"""The evaluation that closes an episode."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import INTAKE_OF_ITS_EPISODE, Intake
from practice.models import Episode
from practice.signing import AppendOnly, SignedPart, SignedRecord

from .examination import PAIN_SCALE
from .plan import Goal


class GoalResult(models.TextChoices):
    REACHED = "reached", _("reached")
    PARTLY = "partly", _("partly reached")
    NOT_REACHED = "not_reached", _("not reached")
    NO_GOAL = "no_goal", _("no goal was set")


class Ending(models.TextChoices):
    GOAL_REACHED = "goal_reached", _("the goal was reached")
    NO_MORE_GAIN = "no_more_gain", _("more treatment adds nothing")
    PATIENT_STOPS = "patient_stops", _("the patient stops")
    REFERRED = "referred", _("to the GP or another caregiver")
    NO_INDICATION = "no_indication", _("no indication for manual therapy")
    OTHER = "other", _("another reason")


class Evaluation(SignedRecord):
    """End result against the main goal, reason for ending and after-care advice.

    Source: KNGF-richtlijn Dossiervoering 2019, phase 5.
    """

    row_rules = {
        "rescreening_of_its_episode": INTAKE_OF_ITS_EPISODE.replace("NEW.intake_id", "NEW.rescreening_id"),
        # No CHECK: evaluations that were signed before this was asked stay as they are.
        "rescreened_or_said_why": (
            "NEW.signed_at IS NOT NULL AND NEW.rescreening_id IS NULL AND NEW.not_rescreened_reason = ''"
        ),
    }

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("episode")
    )
    goal_result = models.CharField(_("main goal"), max_length=12, choices=GoalResult.choices, blank=True)
    result_text = models.TextField(_("result"), blank=True)
    ending = models.CharField(_("reason for ending"), max_length=14, choices=Ending.choices, blank=True)
    ending_reason = models.TextField(_("explanation of the reason"), blank=True)
    aftercare = models.TextField(_("after-care advice"), blank=True)
    # The safety questions asked again for this evaluation, or why they were not.
    rescreening = models.ForeignKey(
        Intake,
        on_delete=models.PROTECT,
        related_name="evaluations",
        null=True,
        blank=True,
        verbose_name=_("re-screening"),
    )
    not_rescreened_reason = models.TextField(_("why the safety questions were not asked again"), blank=True)
    pain_now = models.PositiveSmallIntegerField(
        _("pain now (0-10)"), null=True, blank=True, validators=PAIN_SCALE
    )

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["created_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.CheckConstraint(
                name="evaluation_result_known", condition=Q(goal_result__in=["", *GoalResult.values])
            ),
            models.CheckConstraint(
                name="evaluation_ending_known", condition=Q(ending__in=["", *Ending.values])
            ),
            models.CheckConstraint(
                name="evaluation_signed_is_complete",
                condition=Q(signed_at__isnull=True) | (~Q(goal_result="") & ~Q(ending="") & ~Q(aftercare="")),
            ),
            models.UniqueConstraint(
                name="evaluation_one_draft", fields=["episode"], condition=Q(signed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}"


class GoalOutcome(SignedPart):
    """What came of one goal, at one evaluation."""

    frozen_with = "evaluation"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="goal_outcomes")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(
        _("result"),
        max_length=12,
        choices=[choice for choice in GoalResult.choices if choice[0] != GoalResult.NO_GOAL],
        blank=True,
    )
    value = models.CharField(_("now"), max_length=60, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="goal_outcome_once", fields=["evaluation", "goal"])]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.get_result_display()}"


class Reopening(AppendOnly):
    """A closed episode was opened again, and why. Written once."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="reopenings")
    closed_at = models.DateTimeField(_("was closed at"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("opened again at"), default=timezone.now)

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="reopening_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.at:%d-%m-%Y}"
