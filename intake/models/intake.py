"""The intake form of one episode, its answers as they were asked, and the link that opens it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.screening import CONTACT_GP, LEVELS, NOTHING, SUITABLE
from practice.models import Episode, Message, MessageState, User
from practice.signing import SignedPart, SignedRecordError

LEVEL_TEXTS = {
    "emergency": _("Emergency"),
    "same_day_gp": _("GP today"),
    "gp_before_treatment": _("GP before treatment"),
    "caution": _("Caution"),
    "info": _("Information"),
    "none": _("Nothing found"),
}


# A row rule for what is written on the ground of an intake; see practice/triggers.py.
INTAKE_OF_ITS_EPISODE = (
    "NEW.intake_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_intake AS intake "
    "WHERE intake.id = NEW.intake_id AND intake.episode_id = NEW.episode_id)"
)


TOLD_BEFORE = "@"


class IntakeStatus(models.TextChoices):
    INVITED = "invited", _("link sent, not opened")
    STARTED = "started", _("started")
    SUBMITTED = "submitted", _("submitted")


class IntakeKind(models.TextChoices):
    FIRST = "first", _("intake")
    RESCREENING = "rescreening", _("re-screening")
    FOLLOW_UP = "follow_up", _("follow-up")


class Occasion(models.TextChoices):
    """Why the safety questions were asked again (domain reference 4.1, rule 7)."""

    EVALUATION = "evaluation", _("evaluation")
    DEVIATING = "deviating", _("recovery is not on course")
    CHANGED = "changed", _("something changed")


class Intake(models.Model):
    """One intake: a draft until the patient submits it, frozen from then on.

    A re-screening is one too: the short safety list, asked by the therapist and submitted at once, with
    the earlier answers below it. A follow-up is one as well: measures the patient fills in at home through
    the same kind of link. It asks nothing about safety, so it is no evidence, and the rules never see it.
    """

    frozen_column = "submitted_at"

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="intakes", verbose_name=_("episode")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=IntakeKind.choices, default=IntakeKind.FIRST)
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion.choices, blank=True)
    content_version = models.CharField(_("content version"), max_length=20)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    status = models.CharField(
        _("state"), max_length=10, choices=IntakeStatus.choices, default=IntakeStatus.INVITED
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    # What was typed and cannot be an answer yet ("none" beside a symptom, half a pair), by question.
    unfinished = models.JSONField(default=dict, blank=True)
    draft_version = models.PositiveIntegerField(default=1)
    # The draft version in which each page was last saved; a page that is not in it was never seen.
    page_versions = models.JSONField(default=dict, blank=True)
    # Pages saved by themselves only: their answers count, but the patient did not go on from them yet.
    half_pages = models.JSONField(default=list, blank=True)
    # Since when answers that were saved by themselves fire an emergency the patient was not told about yet.
    alarm_waits_since = models.DateTimeField(null=True, blank=True)
    current_page = models.CharField(_("page"), max_length=40, blank=True)
    pages_done = models.PositiveSmallIntegerField(_("pages done"), default=0)
    pages_total = models.PositiveSmallIntegerField(_("pages in all"), default=0)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    emergency_at = models.DateTimeField(_("emergency message shown at"), null=True, blank=True)
    # The emergency rules the patient was told about, each once, by id: {"at": time, "read": whether the
    # patient confirmed it, "because": the answers that fired it, as in Finding.because}. When those answers
    # are deleted, the time is added to the id, behind TOLD_BEFORE: the same in new answers is told anew.
    emergency_rules = models.JSONField(default=dict, blank=True)
    emergency_confirmed_at = models.DateTimeField(_("emergency message read at"), null=True, blank=True)
    # The engine's result at submission; the therapist's own conclusion is a Screening.
    level = models.CharField(_("level"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, blank=True)
    patient_message = models.CharField(_("message to the patient"), max_length=20, blank=True)
    not_answered = models.JSONField(_("questions left open"), default=list, blank=True)

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="intake_rescreening_has_occasion",
                condition=Q(kind__in=["first", "follow_up"], occasion="")
                | Q(kind="rescreening", occasion__in=Occasion.values),
            ),
            models.CheckConstraint(name="intake_language_known", condition=Q(language__in=["nl", "en"])),
            models.CheckConstraint(name="intake_level_known", condition=Q(level__in=["", *LEVELS, NOTHING])),
            models.CheckConstraint(
                name="intake_outcome_known", condition=Q(outcome__in=["", CONTACT_GP, SUITABLE])
            ),
            models.CheckConstraint(name="intake_status_known", condition=Q(status__in=IntakeStatus.values)),
            models.CheckConstraint(
                name="intake_submitted_has_time_and_result",
                condition=(Q(status="submitted", submitted_at__isnull=False) & ~Q(level="") & ~Q(outcome=""))
                | Q(status="submitted", submitted_at__isnull=False, kind="follow_up", level="", outcome="")
                | (~Q(status="submitted") & Q(submitted_at__isnull=True)),
            ),
            # Of the forms; a re-screening is open only until the end of its transaction.
            models.UniqueConstraint(
                name="intake_one_open_per_episode",
                fields=["episode"],
                condition=~Q(status="submitted") & Q(kind="first"),
            ),
            models.UniqueConstraint(
                name="intake_one_open_follow_up",
                fields=["episode"],
                condition=~Q(status="submitted") & Q(kind="follow_up"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.episode_id}/{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk and Intake.objects.filter(pk=self.pk, submitted_at__isnull=False).exists():
            raise SignedRecordError("A submitted intake is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        if self.submitted_at:
            raise SignedRecordError("A submitted intake is never deleted.")
        return super().delete(*args, **kwargs)

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_rescreening(self) -> bool:
        return self.kind == IntakeKind.RESCREENING

    @property
    def is_follow_up(self) -> bool:
        return self.kind == IntakeKind.FOLLOW_UP

    @property
    def level_text(self) -> object:
        return LEVEL_TEXTS.get(self.level, "")

    @property
    def is_urgent(self) -> bool:
        """True when it cannot wait until tomorrow: by its level, or since an emergency was told."""
        return self.is_emergency or self.level == "same_day_gp"

    @property
    def awaits_confirmation(self) -> bool:
        """True while the emergency message was shown and not confirmed as read."""
        return self.emergency_at is not None and self.emergency_confirmed_at is None

    @property
    def is_emergency(self) -> bool:
        """True once an emergency was told, also when the answer was changed afterwards."""
        return self.level == "emergency" or self.emergency_at is not None


class Answer(SignedPart):
    """One question exactly as it was asked, with the answer. FHIR: QuestionnaireResponse.item."""

    frozen_with = "intake"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="answer_rows")
    position = models.PositiveSmallIntegerField()
    page = models.CharField(max_length=40)
    question = models.CharField(max_length=40)
    question_text = models.TextField()
    language = models.CharField(max_length=2)
    value = models.JSONField(null=True, blank=True)
    # The answer in words, from the options as they were shown; empty when the question was left open.
    answer_text = models.TextField(blank=True)
    # Options offered in a list and not chosen: asked and absent.
    absent = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(name="answer_once", fields=["intake", "question"])]

    def __str__(self) -> str:
        return self.question


class InvitationState(models.TextChoices):
    OPEN = "open", _("open")
    USED = "used", _("used")
    REVOKED = "revoked", _("revoked")


def link_expiry() -> object:
    """When a link that is made now stops working."""
    return timezone.now() + timedelta(days=settings.INTAKE_LINK_DAYS)


class InvitationManager(models.Manager):
    """Each link comes with how its mail goes, so that no list asks for that one by one."""

    def get_queryset(self) -> models.QuerySet:
        rows = super().get_queryset().select_related("message")
        return rows.defer("message__text", "message__html")


class Invitation(models.Model):
    """A link to one intake. Only the digest of its token is stored."""

    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, related_name="invitations", verbose_name=_("intake")
    )
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("state"), max_length=8, choices=InvitationState.choices, default=InvitationState.OPEN
    )
    # A reminder carries a link of its own, so that the first one goes on working.
    reminder_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    sent_to = models.EmailField(_("sent to"), blank=True)
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("mail")
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("works until"), default=link_expiry)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    failed_attempts = models.PositiveSmallIntegerField(_("wrong birth dates"), default=0)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = InvitationManager()

    class Meta:
        verbose_name = _("intake link")
        verbose_name_plural = _("intake links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_state_known", condition=Q(state__in=InvitationState.values)
            ),
            models.CheckConstraint(
                name="invitation_ended_has_time",
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="invitation_one_open_per_intake", fields=["intake"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intake_id}/{self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at <= timezone.now()

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def mail_failed(self) -> bool:
        """True when the mail with the link did not go out as it should."""
        return self.message is not None and self.message.is_in_trouble

    @property
    def mail_waits(self) -> bool:
        """True while the mail with the link is on its way to the mail server."""
        return self.message is not None and self.message.state in (MessageState.QUEUED, MessageState.SENDING)

    @property
    def is_usable(self) -> bool:
        return self.state == InvitationState.OPEN and not self.is_expired and not self.is_locked
