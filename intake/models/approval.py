"""What therapists think of the rules: approval or rejection of each rule of one content version."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import User
from practice.signing import AppendOnly

# A row rule: nobody but a therapist decides; see practice/triggers.py.
DECIDED_BY_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM practice_user AS decider "
    "WHERE decider.id = NEW.decided_by_id AND decider.role = 'therapist')"
)


class RuleDecision(AppendOnly):
    """A therapist's decision on one rule of one content version. A later row replaces an earlier one."""

    row_rules = {"decided_by_a_therapist": DECIDED_BY_ANOTHER}

    content_version = models.CharField(_("content version"), max_length=20)
    # Fingerprint of the version's files: the decision counts for exactly what was read.
    content_digest = models.CharField(max_length=64)
    rule = models.CharField(_("rule"), max_length=10)
    approved = models.BooleanField(_("approved"), choices=[(True, _("approve")), (False, _("reject"))])
    remark = models.TextField(_("remark"), blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    # The name as it was then; it stays with the decision when the person leaves.
    decided_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision on a rule")
        verbose_name_plural = _("decisions on rules")
        ordering = ["pk"]
        indexes = [models.Index(name="rule_decision_of", fields=["content_version", "rule"])]
        constraints = [
            models.CheckConstraint(name="rule_rejected_says_why", condition=Q(approved=True) | ~Q(remark="")),
            models.CheckConstraint(name="rule_decision_is_named", condition=~Q(decided_by_name="")),
            models.CheckConstraint(name="rule_decision_has_digest", condition=~Q(content_digest="")),
        ]

    def __str__(self) -> str:
        return f"{self.content_version}/{self.rule}"
