"""Mail that goes out: a row waits in the outbox until the mail server took it, and says so."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from .patient import Patient
from .staff import Role, User


class MessageKind(models.TextChoices):
    INVITATION = "invitation", _("link to the intake")
    INTAKE_REMINDER = "intake_reminder", _("reminder of the intake")
    APPOINTMENT_REMINDER = "appointment_reminder", _("reminder of an appointment")
    FOLLOW_UP = "follow_up", _("link to a follow-up")
    THANKS = "thanks", _("thanks for the answers")
    APPROVAL = "approval", _("link to the plan")
    STAFF = "staff", _("notice to the practice")


class MessageState(models.TextChoices):
    QUEUED = "queued", _("waits to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("perhaps sent: the sender stopped half-way")
    FAILED = "failed", _("could not be sent")
    CANCELLED = "cancelled", _("cancelled")


# Not with the mail server yet as far as anybody knows: these can be cancelled, and their text is still there.
UNSENT = (MessageState.QUEUED, MessageState.FAILED, MessageState.UNSURE)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MessageQuerySet":
        """Mail to patients, at the desk; nobody else reads the outbox."""
        return self.filter(patient__isnull=False) if user.role == Role.RECEPTIONIST else self.none()

    def unsent(self) -> "MessageQuerySet":
        """Those that can still be cancelled."""
        return self.filter(state__in=UNSENT)

    def due(self, now: datetime.datetime) -> "MessageQuerySet":
        """What is to be sent now, urgent mail first, then in the order in which it waits."""
        waiting = self.filter(state=MessageState.QUEUED, next_try_at__lte=now)
        return waiting.order_by("-is_urgent", "next_try_at", "pk")

    def stuck(self) -> "MessageQuerySet":
        """What somebody has to look at: it failed, or nobody knows whether it went out."""
        return self.filter(state__in=(MessageState.FAILED, MessageState.UNSURE))

    def without_text(self) -> "MessageQuerySet":
        """For lists: the texts are long, encrypted and hold secret links."""
        return self.defer("text", "html")


class Message(models.Model):
    """One mail. Its text is kept encrypted, since a link in it opens a form, and wiped once it is sent."""

    never_deleted = True

    kind = models.CharField(_("kind"), max_length=24, choices=MessageKind.choices)
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    # What it is about and for what moment ("appointment:12:2026-11-24"): never queued twice.
    once = models.CharField(max_length=120, unique=True, null=True, blank=True)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    subject = models.CharField(_("subject"), max_length=200)
    # Empty is NULL: nothing that is encrypted is ever "".
    text = EncryptedTextField(null=True, blank=True)
    html = EncryptedTextField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.QUEUED
    )
    is_urgent = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    # Not worth sending any more after this: a reminder of what is over.
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    # What went wrong, in a word: the name of the error, never its text.
    error = models.CharField(_("error"), max_length=80, blank=True)
    queued_at = models.DateTimeField(_("made at"), default=timezone.now)
    queued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(name="message_to_send", fields=["state", "next_try_at"])]
        constraints = [
            models.CheckConstraint(name="message_kind_known", condition=Q(kind__in=MessageKind.values)),
            models.CheckConstraint(name="message_state_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in UNSENT

    @property
    def can_be_retried(self) -> bool:
        """True while it did not go out, there is a text to send, and it is still worth sending."""
        is_over = self.expires_at is not None and self.expires_at <= timezone.now()
        return self.is_in_trouble and not is_over

    @property
    def is_in_trouble(self) -> bool:
        """True when it did not go out as it should: it failed, may have failed, or is tried again."""
        waits = self.state == MessageState.QUEUED and self.tries > 0
        return waits or self.state in (MessageState.FAILED, MessageState.UNSURE)


class MessageTextQuerySet(models.QuerySet):
    def in_use(self) -> "MessageTextQuerySet":
        """Those with words of the manager; an empty one was put back to ours."""
        return self.exclude(body="")


class MessageText(models.Model):
    """The manager's own words for one kind of mail in one language; without them ours go out.

    The row stays when the words go, so that its version only ever grows.
    """

    kind = models.CharField(_("kind"), max_length=24, choices=MessageKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MessageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        constraints = [models.UniqueConstraint(name="message_text_once", fields=["kind", "language"])]

    def __str__(self) -> str:
        return f"{self.kind}/{self.language}"
