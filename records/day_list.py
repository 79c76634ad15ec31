"""The patients of one day, each with four lamps: what is ready, and what is missing before the visit.

A lamp says that a step is done or waits, in the words of the desk, never what came out of it.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from intake.desk import intake_lamp, newest_intake, screening_lamp
from practice.desk import Lamp
from practice.models import (
    Appointment,
    AppointmentKind,
    AppointmentState,
    Episode,
    IdentityCheck,
    Message,
    User,
    of_person,
)
from records.asked import asked_today
from records.day_ways import Ways
from records.desk import plan_lamp

# What has to be ready before somebody comes for this; on the phone nothing has to.
STEPS = ("identity", "intake", "screening", "plan")
REQUIRED: dict[str, set[str]] = {
    AppointmentKind.FIRST: {"identity", "intake", "screening"},
    AppointmentKind.TREATMENT: set(STEPS),
    AppointmentKind.EVALUATION: set(STEPS),
}
LABELS = {
    "identity": _("Identity"),
    "intake": _("Intake"),
    "screening": _("Screening"),
    "plan": _("Plan"),
}
COMES = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
NOT_YET = Lamp("waiting", _("not yet"))
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2199, 12, 31)


@dataclass(frozen=True)
class DayLamp:
    """One lamp with the way to what fixes it. `state` is done, missing, or waiting for an earlier step."""

    step: str
    label: object
    state: str
    word: object
    url: str = ""  # empty when only somebody else can open it
    fix: object = ""
    asks: bool = False  # a press asks the therapist by mail
    asked: Message | None = None  # when that was done today

    @property
    def is_missing(self) -> bool:
        return self.state == "missing"


@dataclass(frozen=True)
class Visit:
    """One appointment with a patient, and its lamps; `episode` is what it is about, as far as known.

    `may_open`: whoever looks may open the patient's page.
    """

    appointment: Appointment
    episode: Episode | None
    may_open: bool
    lamps: list[DayLamp]

    @property
    def comes(self) -> bool:
        return self.appointment.state in COMES

    @property
    def needs_something(self) -> bool:
        return self.comes and any(lamp.is_missing for lamp in self.lamps)


@dataclass(frozen=True)
class Day:
    """The list of one day, for whoever looks at it."""

    day: datetime.date
    visits: list[Visit]

    @property
    def coming(self) -> int:
        return sum(visit.comes for visit in self.visits)

    @property
    def in_need(self) -> int:
        return sum(visit.needs_something for visit in self.visits)

    @property
    def ready(self) -> int:
        return self.coming - self.in_need

    @property
    def before(self) -> datetime.date:
        return self.day - datetime.timedelta(days=1)

    @property
    def after(self) -> datetime.date:
        return self.day + datetime.timedelta(days=1)


def day_of(text: str, today: datetime.date) -> datetime.date:
    """The day an address asks for (2026-11-24); today when it asks for none, or for one out of reach."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today


def read(user: User, day: datetime.date, therapist: int | None = None) -> Day:
    """Who comes on this day, in order of time; the number of queries does not grow with them."""
    appointments = list(_appointments(user, day, therapist))
    episodes = _episodes(appointments)
    ways = Ways.of(user, {one.patient_id for one in appointments})
    chosen = {one.pk: _episode_of(one, episodes) for one in appointments}
    asked = asked_today(filter(None, chosen.values())) if ways.at_desk else {}
    return Day(day, [_visit(one, chosen[one.pk], ways, asked) for one in appointments])


def _appointments(user: User, day: datetime.date, therapist: int | None) -> QuerySet:
    seen = IdentityCheck.objects.filter(of_person(OuterRef(OuterRef("patient"))))
    found = Appointment.objects.visible_to(user).on_day(day).filter(patient__isnull=False)
    if therapist is not None:
        found = found.filter(therapist=therapist)
    return (
        found.select_related("patient", "therapist", "room", "episode")
        .annotate(is_identity_seen=Exists(seen))
        .order_by("start", "pk")
    )


def _episodes(appointments: list[Appointment]) -> dict[int, list[Episode]]:
    """The episodes of these patients that are open or booked for, by patient."""
    booked = {one.episode_id for one in appointments if one.episode_id}
    open_ones = Q(patient__in={one.patient_id for one in appointments}, closed_at__isnull=True)
    rows = Episode.objects.filter(open_ones | Q(pk__in=booked)).select_related("therapist", "patient")
    rows = rows.prefetch_related("intakes__invitations__message", "screenings", "plans__consents")
    found: dict[int, list[Episode]] = {}
    for episode in rows:
        found.setdefault(episode.patient_id, []).append(episode)
    return found


def _episode_of(appointment: Appointment, episodes: dict[int, list[Episode]]) -> Episode | None:
    """The episode that was booked for; without one the patient's open one, rather with this therapist."""
    own = episodes.get(appointment.patient_id, [])
    if appointment.episode_id:
        return next(one for one in own if one.pk == appointment.episode_id)
    with_therapist = (one for one in own if one.therapist_id == appointment.therapist_id)
    return next(with_therapist, None) or next(iter(own), None)


def _visit(
    appointment: Appointment, episode: Episode | None, ways: Ways, asked: dict[tuple[int, str], Message]
) -> Visit:
    shown = _lamps(appointment, episode) if appointment.state in COMES else {}
    visit = Visit(appointment, episode, appointment.patient_id in ways.own, [])
    for step, lamp in shown.items():
        question = asked.get((episode.pk, step)) if episode else None
        visit.lamps.append(_day_lamp(step, lamp, visit, ways, question))
    return visit


def _day_lamp(step: str, lamp: Lamp, visit: Visit, ways: Ways, asked: Message | None) -> DayLamp:
    missing = lamp.kind not in ("done", "waiting")
    url, fix = ways.to(step, missing=missing, patient=visit.appointment.patient, episode=visit.episode)
    return DayLamp(
        step=step,
        label=LABELS[step],
        state="missing" if missing else lamp.kind,
        word=lamp.word,
        url=url,
        fix=fix,
        asks=missing and ways.asks(step, visit.episode),
        asked=asked,
    )


def _lamps(appointment: Appointment, episode: Episode | None) -> dict[str, Lamp]:
    """The four lamps of an appointment; what is missing but not needed for it waits calmly."""
    needed = REQUIRED.get(appointment.kind, set())
    lamps = {
        "identity": _identity(appointment),
        "intake": _intake(episode),
        "screening": _screening(episode, first=appointment.kind == AppointmentKind.FIRST),
        "plan": _plan(episode),
    }
    return {step: _calm(lamp) if step not in needed else lamp for step, lamp in lamps.items()}


def _calm(lamp: Lamp) -> Lamp:
    return lamp if lamp.kind == "done" else NOT_YET


def _identity(appointment: Appointment) -> Lamp:
    return Lamp("done", _("checked")) if appointment.is_identity_seen else Lamp("caution", _("not checked"))


def _intake(episode: Episode | None) -> Lamp:
    """Without the form there may be a screening: the therapist asked it all in person."""
    if episode is None:
        return Lamp("caution", _("no episode yet"))
    lamp = intake_lamp(episode)
    if lamp.kind != "done" and _is_screened(episode):
        return Lamp("done", _("not needed"))
    return lamp if lamp.kind == "done" else Lamp("caution", lamp.word)


def _is_screened(episode: Episode) -> bool:
    return screening_lamp(episode).kind == "done"


def _screening(episode: Episode | None, *, first: bool) -> Lamp:
    """Before a first visit there is nothing to decide on while the form is not in."""
    if episode is None:
        return NOT_YET
    if _is_screened(episode):
        return Lamp("done", _("decided"))
    intake = newest_intake(episode)
    is_in = intake is not None and intake.is_submitted
    return Lamp("caution", _("to decide")) if is_in or not first else NOT_YET


def _plan(episode: Episode | None) -> Lamp:
    """After the screening; a refusal and a withdrawal read as a plan that is proposed."""
    if episode is None or not _is_screened(episode):
        return NOT_YET
    lamp = plan_lamp(episode)
    return lamp if lamp.kind == "done" else Lamp("caution", lamp.word)
