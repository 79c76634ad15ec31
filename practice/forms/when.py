"""Fields for a day to come, a time and a duration, in whatever way people type them."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practice.day_words import read_day
from practice.models import GRID_MINUTES, LONGEST_MINUTES
from practice.time_words import read_time

DURATIONS = (15, 20, 25, 30, 40, 45, 60, 90)


def _in_words(minutes: int) -> str:
    return gettext("%(minutes)s minutes") % {"minutes": minutes}


_so_long = lazy(_in_words, str)  # in the language of who reads it


class DayField(forms.CharField):
    """A day in any Dutch or English spelling, without a year the nearest one; cleans to a date."""

    def __init__(self, **kwargs: object) -> None:
        hint = _("For example 24-11, friday or tomorrow.")
        missing = {"required": _("Fill in the day.")}
        super().__init__(**{"max_length": 40, "help_text": hint, "error_messages": missing, **kwargs})

    def prepare_value(self, value: object) -> object:
        return f"{value:%d-%m-%Y}" if isinstance(value, datetime.date) else value

    def clean(self, value: object) -> datetime.date | None:
        text = super().clean(value)
        day = read_day(text, timezone.localdate())
        if day is None and text:
            raise ValidationError(_("Type the day as day and month, for example 24-11-2026."))
        return day


class ClockField(forms.CharField):
    """A time of the day in any Dutch spelling; cleans to a time."""

    def __init__(self, **kwargs: object) -> None:
        hint = _("For example 9:30 or 930.")
        missing = {"required": _("Fill in the time.")}
        super().__init__(**{"max_length": 20, "help_text": hint, "error_messages": missing, **kwargs})

    def prepare_value(self, value: object) -> object:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value

    def clean(self, value: object) -> datetime.time | None:
        text = super().clean(value)
        time = read_time(text)
        if time is None and text:
            raise ValidationError(_("Type the time as hours and minutes, for example 9:30."))
        return time


class DurationField(forms.TypedChoiceField):
    """One of the usual durations in minutes, or "" for another one."""

    def __init__(self, **kwargs: object) -> None:
        usual = [(number, _so_long(number)) for number in DURATIONS]
        said = _("Choose how long it takes.")
        super().__init__(
            choices=[*usual, ("", _("other"))],
            coerce=int,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": said},
            **kwargs,
        )


class OwnMinutesField(forms.CharField):
    """Another duration in minutes; cleans to a number on the grid, or None when it is empty."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 5, "required": False, **kwargs})
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        minutes = int(text) if text.isascii() and text.isdigit() else 0
        if minutes % GRID_MINUTES or not GRID_MINUTES <= minutes <= LONGEST_MINUTES:
            raise ValidationError(_("Type minutes in steps of five, from 5 to 600."))
        return minutes
