"""Which part of the calendar somebody asks for."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.forms.when import DayField

# Weeks before and after these fit in any calendar.
EARLIEST, LATEST = datetime.date(2000, 1, 3), datetime.date(2099, 12, 27)


class CalendarForm(forms.Form):
    """The day, and whether it is shown alone or with its week. What is not understood asks for today."""

    day = DayField(label=_("Go to day"), required=False)
    view = forms.ChoiceField(choices=[("day", _("Day")), ("week", _("Week"))], required=False)

    def clean_day(self) -> datetime.date | None:
        day = self.cleaned_data["day"]
        if day and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Check the year."))
        return day

    @property
    def asked_day(self) -> datetime.date:
        return getattr(self, "cleaned_data", {}).get("day") or timezone.localdate()

    @property
    def is_week(self) -> bool:
        return getattr(self, "cleaned_data", {}).get("view") == "week"
