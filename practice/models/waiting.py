"""Who waits for the practice: waiting list, recalls, calls to make, and each attempt to reach somebody."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from practice.signing import AppendOnly

from .appointment import Appointment
from .episode import Episode
from .patient import Patient
from .staff import Role, User


class WaitingKind(models.TextChoices):
    WAITING = "waiting", _("waits for an appointment")
    RECALL = "recall", _("to be called up again")
    CALL_BACK = "call_back", _("needs a call back")


class WaitingUrgency(models.TextChoices):
    """How soon, as a therapist judged it; the desk never learns why."""

    TODAY = "today", _("today")
    WEEK = "week", _("this week")
    NORMAL = "normal", _("in turn")


class DayPart(models.TextChoices):
    """Wishes: parts of the week in which somebody can come."""

    MON_AM = "mon_am", _("Monday morning")
    MON_PM = "mon_pm", _("Monday afternoon")
    TUE_AM = "tue_am", _("Tuesday morning")
    TUE_PM = "tue_pm", _("Tuesday afternoon")
    WED_AM = "wed_am", _("Wednesday morning")
    WED_PM = "wed_pm", _("Wednesday afternoon")
    THU_AM = "thu_am", _("Thursday morning")
    THU_PM = "thu_pm", _("Thursday afternoon")
    FRI_AM = "fri_am", _("Friday morning")
    FRI_PM = "fri_pm", _("Friday afternoon")


class WaitingOutcome(models.TextChoices):
    BOOKED = "booked", _("has an appointment")
    SPOKEN = "spoken", _("spoken with")
    NOT_WANTED = "not_wanted", _("does not want to come any more")
    NOT_REACHED = "not_reached", _("not reached, letter sent")
    MISTAKE = "mistake", _("put here by mistake")


class WaitingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WaitingQuerySet":
        """Everybody at the desk; of a therapist the own patients, and who asked for him or her."""
        if user.is_therapist:
            return self.filter(Q(patient__in=Patient.objects.visible_to(user)) | Q(therapist=user))
        return self if user.role == Role.RECEPTIONIST else self.none()

    def open(self) -> "WaitingQuerySet":
        return self.filter(closed_at__isnull=True)


class WaitingEntry(models.Model):
    """Somebody who waits: for an appointment, to be called up at a later date, or for a call. Says no why."""

    never_deleted = True

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="waiting", verbose_name=_("patient")
    )
    episode = models.ForeignKey(
        Episode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waiting",
        verbose_name=_("episode"),
    )
    kind = models.CharField(_("waits for"), max_length=10, choices=WaitingKind.choices)
    therapist = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waiting",
        verbose_name=_("therapist"),
    )
    since = models.DateTimeField(_("waits since"), default=timezone.now)
    # A recall waits until this day; the others from the start.
    due_on = models.DateField(_("from"), null=True, blank=True)
    wishes = models.JSONField(_("can come on"), default=list, blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=WaitingUrgency.choices, blank=True)
    urgency_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=WaitingOutcome.choices, blank=True)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the waiting list")
        verbose_name_plural = _("waiting list")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(name="waiting_kind_known", condition=Q(kind__in=WaitingKind.values)),
            models.CheckConstraint(
                name="waiting_urgency_of_somebody",
                condition=Q(urgency="", urgency_by__isnull=True)
                | Q(urgency__in=WaitingUrgency.values, urgency_by__isnull=False),
            ),
            models.CheckConstraint(
                name="waiting_recall_has_day", condition=~Q(kind="recall") | Q(due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="waiting_ended_with_outcome",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, outcome__in=WaitingOutcome.values),
            ),
            models.UniqueConstraint(
                name="waiting_once_per_kind",
                fields=["patient", "kind"],
                condition=Q(closed_at__isnull=True, episode__isnull=True),
            ),
            models.UniqueConstraint(
                name="waiting_once_per_episode",
                fields=["episode", "kind"],
                condition=Q(closed_at__isnull=True, episode__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}/{self.kind}"


class ContactWay(models.TextChoices):
    PHONE = "phone", _("by phone")
    EMAIL = "email", _("by e-mail")
    DESK = "desk", _("at the desk")


class ContactOutcome(models.TextChoices):
    REACHED = "reached", pgettext_lazy("contact", "reached")
    NO_ANSWER = "no_answer", _("no answer")
    VOICEMAIL = "voicemail", _("left a message")
    LATER = "later", _("asks to be called later")
    WRONG_NUMBER = "wrong_number", _("wrong number")


class ContactAttempt(AppendOnly):
    """One attempt to reach a patient, and what came of it; so that nobody is rung five times."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="contact_attempts", verbose_name=_("patient")
    )
    entry = models.ForeignKey(
        WaitingEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    way = models.CharField(_("how"), max_length=10, choices=ContactWay.choices)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ContactOutcome.choices)
    again_at = models.DateTimeField(_("call again from"), null=True, blank=True)
    tried_at = models.DateTimeField(_("tried at"), default=timezone.now)
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("contact attempt")
        verbose_name_plural = _("contact attempts")
        ordering = ["-tried_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="contact_way_known", condition=Q(way__in=ContactWay.values)),
            models.CheckConstraint(
                name="contact_outcome_known", condition=Q(outcome__in=ContactOutcome.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id}/{self.pk}"
