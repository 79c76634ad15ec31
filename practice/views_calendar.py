"""The calendar: a day of all therapists, a week of one of them."""

import datetime
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from practice import calendar as reading
from practice.access import note_list
from practice.forms.calendar import EARLIEST, LATEST, CalendarForm
from practice.models import User

CARRIED = ("patient", "episode")  # for whom a free time is looked for


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; `therapist` is None for all of them."""

    day: datetime.date
    is_week: bool
    therapist: User | None
    carried: dict[str, str] = field(default_factory=dict)

    def address(self, **changed: object) -> str:
        """The address of this page of the calendar, or of the one that differs so."""
        asked = {**vars(self), **changed}
        query = {
            "day": asked["day"].isoformat(),
            "view": "week" if asked["is_week"] else "day",
            "therapist": asked["therapist"].pk if asked["therapist"] else "all",
        }
        return f"{reverse('calendar')}?{urlencode({**query, **self.carried})}"

    def later(self, steps: int) -> str:
        """The address so many days or weeks further on; empty where the calendar ends."""
        day = self.day + steps * (reading.WEEK if self.is_week else reading.DAY)
        return self.address(day=day) if EARLIEST <= day <= LATEST else ""

    @property
    def booking(self) -> str:
        """What a link to book something carries along."""
        return urlencode(self.carried)


@permission_required("practice.view_appointments", raise_exception=True)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """One day side by side, or one week of one therapist; every free half hour is a link to book in."""
    note_list(request.user, "calendar.read")
    form = CalendarForm(request.GET if "day" in request.GET or "view" in request.GET else {})
    form.is_valid()
    people = reading.therapists(request.user)
    asked = _asked(request, form, people)
    context = {"form": form, "asked": asked, "people": people, "today": timezone.localdate()}
    if people:
        context |= {"board": _board(request.user, asked, people), "links": _links(asked, people)}
    return render(request, "practice/calendar.html", context)


def _asked(request: HttpRequest, form: CalendarForm, people: list[User]) -> Asked:
    carried = {name: request.GET.get(name, "") for name in CARRIED}
    return Asked(
        day=form.asked_day,
        is_week=form.is_week,
        therapist=_chosen(request.GET.get("therapist", ""), people, one=form.is_week),
        carried={name: value for name, value in carried.items() if value.isdecimal() and len(value) < 19},
    )


def _chosen(text: str, people: list[User], *, one: bool) -> User | None:
    """The therapist this asks for; a week is of one, so then the first. 404 for who is out of reach."""
    if text in ("", "all"):
        return people[0] if people and (one or len(people) == 1) else None
    found = next((person for person in people if str(person.pk) == text), None)
    if found is None:
        raise Http404
    return found


def _board(user: User, asked: Asked, people: list[User]) -> reading.Board:
    who = [asked.therapist] if asked.therapist else people
    if not asked.is_week:
        return reading.read(user, who, [asked.day])
    week = reading.read(user, who, reading.week_of(asked.day))
    return reading.without_empty_weekend(week, asked.day)


def _links(asked: Asked, people: list[User]) -> dict[str, object]:
    """Where the buttons of the page lead."""
    return {
        "earlier": asked.later(-1),
        "later": asked.later(1),
        "today": asked.address(day=timezone.localdate()),
        "day": asked.address(is_week=False),
        "week": asked.address(is_week=True),
        "all": asked.address(therapist=None),
        "people": [(person, asked.address(therapist=person)) for person in people],
    }
