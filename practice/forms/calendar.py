"""Which part of the calendar somebody asks for."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.day_words import read_day

# Weeks before and after these fit in any calendar.
EARLIEST, LATEST = datetime.date(2000, 1, 3), datetime.date(2099, 12, 27)
NOT_READ = _("Type the day as 24-11, 24 november, morgen, vrijdag or week 48.")


class DayField(forms.CharField):
    """A day of the calendar in any Dutch or English spelling; cleans to a date."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 40, **kwargs})
        self.error_messages["max_length"] = NOT_READ

    def prepare_value(self, value: object) -> object:
        return f"{value:%d-%m-%Y}" if isinstance(value, datetime.date) else value

    def clean(self, value: object) -> datetime.date | None:
        text = super().clean(value)
        if not text:
            return None
        day = read_day(text, timezone.localdate())
        if day is None:
            raise ValidationError(NOT_READ)
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Check the year."))
        return day


class CalendarForm(forms.Form):
    """The day, and whether it is shown alone or with its week. What is not understood asks for today."""

    day = DayField(
        label=_("Go to day"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("24-11, vrijdag"), "autocomplete": "off"}),
    )
    view = forms.ChoiceField(choices=[("day", _("Day")), ("week", _("Week"))], required=False)

    @property
    def asked_day(self) -> datetime.date:
        return getattr(self, "cleaned_data", {}).get("day") or timezone.localdate()

    @property
    def is_week(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("view") == "week"
