"""How a series is to be: how many, how often, from when, with whom; and the times that came out of it."""

import datetime

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from practice.day_words import read_day
from practice.forms.episode import TherapistField
from practice.forms.when import DURATIONS, ClockField, DayField
from practice.models import Room
from practice.planning import NotPossibleError, Place, at_local, check_start
from practice.time_words import read_time
from records.rhythm import RHYTHMS, Rhythm, rhythm
from records.series import MOST, Line

NUMBER = format_lazy(gettext_lazy("Type a whole number from {low} to {high}."), low=1, high=MOST)


def rhythm_name(how: Rhythm) -> object:
    """The rhythm in words: "once a week", "twice a week", "once in 2 weeks"."""
    if how.weeks > 1:
        return format_lazy(gettext_lazy("once in {weeks} weeks"), weeks=how.weeks)
    return {
        1: gettext_lazy("once a week"),
        2: gettext_lazy("twice a week"),
        3: gettext_lazy("three times a week"),
    }[how.times]


class SeriesForm(forms.Form):
    """Number, rhythm, first time, therapist, duration and room. Cleaned data hold `start` and `place`."""

    number = forms.IntegerField(
        label=gettext_lazy("How many"),
        min_value=1,
        max_value=MOST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NUMBER),
    )
    rhythm = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        choices=[(one.code, rhythm_name(one)) for one in RHYTHMS],
        coerce=rhythm,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose how often.")),
    )
    day = DayField(label=gettext_lazy("First day"))
    time = ClockField(label=gettext_lazy("Time"))
    therapist = TherapistField(empty_label=None)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Duration"),
        choices=[(number, ngettext_lazy("%d minute", "%d minutes", number) % number) for number in DURATIONS],
        coerce=int,
        initial=30,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose how long it takes.")
        ),
    )
    room = forms.ModelChoiceField(
        Room.objects.none(),
        label=gettext_lazy("Room"),
        required=False,
        empty_label=gettext_lazy("no room"),
        error_messages={"invalid_choice": gettext_lazy("Choose a room of the list, or none.")},
    )

    def __init__(self, data: object = None, *, therapists: QuerySet, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False
        self.fields["therapist"].queryset = therapists
        self.fields["room"].queryset = Room.objects.filter(is_active=True)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("day") and cleaned.get("time"):
            self._combine(cleaned)
        if cleaned.get("therapist") and cleaned.get("minutes"):
            cleaned["place"] = Place(cleaned["therapist"], cleaned.get("room"), cleaned["minutes"])
        return cleaned

    def _combine(self, cleaned: dict[str, object]) -> None:
        try:
            start = at_local(cleaned["day"], cleaned["time"])
            check_start(start)
        except (NotPossibleError, OverflowError) as error:
            said = str(error) if isinstance(error, NotPossibleError) else _("Check the year.")
            self.add_error("day", said)
        else:
            cleaned["start"] = start


class LinesForm(forms.Form):
    """The times of a series as they were typed; `typed` has a line for each, with what is wrong with it."""

    lines = forms.IntegerField(min_value=1, max_value=MOST)

    @property
    def typed(self) -> list[Line]:
        """The lines, once the form was checked; none when the page did not say how many there are."""
        return [self._line(number) for number in range(getattr(self, "cleaned_data", {}).get("lines") or 0)]

    def _line(self, number: int) -> Line:
        said = {name: self.data.get(f"{name}_{number}", "").strip()[:40] for name in ("day", "time")}
        is_used = f"use_{number}" in self.data
        day, time = read_day(said["day"], timezone.localdate()), read_time(said["time"])
        start, problem = None, _("Type the day and the time, for example 24-11-2026 and 9:30.")
        if day and time:
            start, problem = _moment(day, time)
        return Line(number, **said, is_used=is_used, start=start, problem=problem)


def _moment(day: datetime.date, time: datetime.time) -> tuple[datetime.datetime | None, str]:
    try:
        return at_local(day, time), ""
    except NotPossibleError as error:
        return None, str(error)
    except OverflowError:
        return None, _("Check the year.")
