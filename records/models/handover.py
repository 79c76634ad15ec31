"""A device, or a link, that shows one plan to the patient and nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import Relation, User

from .plan import TreatmentPlan


class HandoverKind(models.TextChoices):
    ROOM = "room", _("on a device in the practice")
    REMOTE = "remote", _("at home, through a link")


class Handover(models.Model):
    """One plan, put before the patient to decide on: the device shows that and nothing else until it ends.

    In the room the browser holds a signed cookie with the number of this row, and the staff session in it is
    over. At home a link with a token of 256 bits opens it, of which only the digest is stored.
    The therapist says beforehand who decides (domain reference 8.1).
    """

    never_deleted = True  # by trigger: who was shown what, and when, belongs to the record

    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(_("where"), max_length=6, choices=HandoverKind.choices, default=HandoverKind.ROOM)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    able_to_decide = models.BooleanField(_("able to decide on this"), default=True)
    capacity_remark = models.TextField(_("remark on the ability to decide"), blank=True)
    exception_reason = models.TextField(_("why one of them decides alone"), blank=True)
    representative_name = models.CharField(_("representative"), max_length=120, blank=True)
    representative_relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, blank=True
    )
    # The information letter of the NVMT that goes with treatment of the neck.
    letter_given = models.BooleanField(_("information letter of the NVMT handed over"), default=False)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # Of a link only.
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sent_to = models.EmailField(_("sent to"), blank=True)
    failed_attempts = models.PositiveSmallIntegerField(_("wrong birth dates"), default=0)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="handover_kind_known", condition=Q(kind__in=HandoverKind.values)),
            models.CheckConstraint(name="handover_language_known", condition=Q(language__in=["nl", "en"])),
            models.CheckConstraint(
                name="handover_relation_known",
                condition=Q(representative_relation__in=["", *Relation.values]),
            ),
            models.CheckConstraint(
                name="handover_link_has_token",
                condition=Q(kind="room", token_digest__isnull=True)
                | Q(kind="remote", token_digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.pk}"

    @property
    def is_open(self) -> bool:
        """True while a decision may be taken through it."""
        return self.ended_at is None and self.locked_at is None and self.expires_at > timezone.now()
