"""Appointments: who comes when, to whom and where. A slot is taken once, whoever books at that moment."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .episode import Episode
from .patient import Patient
from .staff import Role, User

GRID_MINUTES = 5  # appointments begin and end on this grid
LONGEST_MINUTES = 600


class Room(models.Model):
    """A room of the practice in which one patient at a time is treated."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="room_has_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name


class AppointmentKind(models.TextChoices):
    FIRST = "first", _("first appointment")
    TREATMENT = "treatment", _("treatment")
    EVALUATION = "evaluation", _("evaluation")
    PHONE = "phone", _("by phone")
    BLOCKED = "blocked", _("not available")


class AppointmentState(models.TextChoices):
    """FHIR: Appointment.status booked, arrived, cancelled, noshow."""

    BOOKED = "booked", _("booked")
    ARRIVED = "arrived", _("arrived")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("did not come")


class CancelReason(models.TextChoices):
    """Why it does not go on. No reason says anything about health."""

    PATIENT = "patient", _("the patient cannot come")
    THERAPIST = "therapist", _("the therapist cannot")
    PRACTICE = "practice", _("the practice is closed")
    MISTAKE = "mistake", _("booked by mistake")


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AppointmentQuerySet":
        """Everything at the desk; a therapist's own calendar, and those of the trainees; else nothing."""
        if user.is_therapist:
            return self.filter(Q(therapist=user) | Q(therapist__supervisor=user))
        return self if user.role == Role.RECEPTIONIST else self.none()

    def standing(self) -> "AppointmentQuerySet":
        """Those that were not cancelled."""
        return self.exclude(state=AppointmentState.CANCELLED)

    def rest_of(self, first: "Appointment") -> "AppointmentQuerySet":
        """The later appointments of the same series that are still booked, earliest first."""
        later = self.filter(series=first.series, start__gt=first.start, state=AppointmentState.BOOKED)
        return later.exclude(series=None).select_related("therapist", "room").order_by("start")

    def on_day(self, day: datetime.date) -> "AppointmentQuerySet":
        """Those that begin on this day, by the clock of the practice."""
        days = (day, day + datetime.timedelta(days=1))
        begin, end = (timezone.make_aware(datetime.datetime.combine(one, datetime.time())) for one in days)
        return self.filter(start__gte=begin, start__lt=end)


class Appointment(models.Model):
    """One appointment with a therapist; without a patient it only keeps the time free ("not available")."""

    never_deleted = True

    patient = models.ForeignKey(
        Patient,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("patient"),
    )
    episode = models.ForeignKey(
        Episode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("episode"),
    )
    therapist = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("therapist")
    )
    room = models.ForeignKey(
        Room,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("room"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AppointmentKind.choices)
    start = models.DateTimeField(_("begins at"), db_index=True)
    minutes = models.PositiveSmallIntegerField(_("duration (minutes)"), default=30)
    state = models.CharField(
        _("state"), max_length=10, choices=AppointmentState.choices, default=AppointmentState.BOOKED
    )
    cancel_reason = models.CharField(_("reason"), max_length=10, choices=CancelReason.choices, blank=True)
    # Those that were booked together; empty for a single one.
    series = models.UUIDField(_("series"), null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    booked_at = models.DateTimeField(_("booked at"), default=timezone.now)
    booked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("booked by")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["start", "pk"]
        indexes = [models.Index(name="appointment_of_therapist", fields=["therapist", "start"])]
        constraints = [
            models.CheckConstraint(
                name="appointment_kind_known", condition=Q(kind__in=AppointmentKind.values)
            ),
            models.CheckConstraint(
                name="appointment_state_known", condition=Q(state__in=AppointmentState.values)
            ),
            models.CheckConstraint(
                name="appointment_cancelled_with_reason",
                condition=(Q(state="cancelled") & Q(cancel_reason__in=CancelReason.values))
                | (~Q(state="cancelled") & Q(cancel_reason="")),
            ),
            models.CheckConstraint(
                name="appointment_has_patient",
                condition=Q(kind="blocked", patient__isnull=True, episode__isnull=True)
                | (~Q(kind="blocked") & Q(patient__isnull=False)),
            ),
            models.CheckConstraint(
                name="appointment_minutes_possible",
                condition=Q(minutes__gte=GRID_MINUTES, minutes__lte=LONGEST_MINUTES),
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @property
    def end(self) -> datetime.datetime:
        return self.start + datetime.timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.state == AppointmentState.CANCELLED


class TakenSlot(models.Model):
    """Five minutes of a therapist, and of a room when there is one. Unique, so nobody is booked twice.

    An appointment holds one row for each step of the grid it covers; cancelling it gives them back.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="slots")
    at = models.DateTimeField()
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "taken slot"
        constraints = [
            models.UniqueConstraint(name="slot_therapist_once", fields=["therapist", "at"]),
            models.UniqueConstraint(name="slot_room_once", fields=["room", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class CalendarLink(models.Model):
    """The secret address of a therapist's calendar feed. Only the digest of its token is stored."""

    therapist = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_link")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.therapist_id}"
