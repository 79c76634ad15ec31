"""The evaluation that closes an episode."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models import Episode
from practice.signing import SignedRecord

from .examination import PAIN_SCALE


class GoalResult(models.TextChoices):
    REACHED = "reached", _("reached")
    PARTLY = "partly", _("partly reached")
    NOT_REACHED = "not_reached", _("not reached")
    NO_GOAL = "no_goal", _("no goal was set")


class Evaluation(SignedRecord):
    """End result against the main goal, reason for ending and after-care advice.

    Source: KNGF-richtlijn Dossiervoering 2019, phase 5.
    """

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="evaluations", verbose_name=_("episode")
    )
    goal_result = models.CharField(_("main goal"), max_length=12, choices=GoalResult.choices)
    result_text = models.TextField(_("result"), blank=True)
    ending_reason = models.TextField(_("reason for ending"), blank=True)
    aftercare = models.TextField(_("after-care advice"), blank=True)
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
                name="evaluation_result_known", condition=Q(goal_result__in=GoalResult.values)
            ),
            models.CheckConstraint(
                name="evaluation_signed_is_complete",
                condition=Q(signed_at__isnull=True) | (~Q(ending_reason="") & ~Q(aftercare="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}"
