"""Fields that read what people in the Netherlands write, and say in plain words what is wrong."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from localflavor.nl.forms import NLZipCodeField
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.widgets import RegionalPhoneNumberWidget
from stdnum.nl import bsn

from practice.dates import is_too_old, take_dates


class BirthDateField(forms.CharField):
    """A birth date in any Dutch spelling; cleans to a date that a living person can have."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 30, "help_text": _("For example 12-04-1985."), **kwargs})
        self.widget.attrs["inputmode"] = "text"

    def prepare_value(self, value: object) -> object:
        return f"{value:%d-%m-%Y}" if isinstance(value, datetime.date) else value

    def clean(self, value: object) -> datetime.date | None:
        text = super().clean(value)
        return _birth_date(text, timezone.localdate()) if text else None


def _birth_date(text: str, today: datetime.date) -> datetime.date:
    days, rest = take_dates(text, today)
    if not days and not rest.strip():
        raise ValidationError(_("There is no such day. Check the day and the month."))
    if not days or rest.strip():
        raise ValidationError(_("Type the birth date as day, month and year, for example 12-04-1985."))
    if len(days) > 1:
        raise ValidationError(_("Type the year in four digits, for example 1985."))
    if days[0] > today:
        raise ValidationError(_("This birth date lies in the future. Check the year."))
    if is_too_old(days[0], today):
        raise ValidationError(_("This would make somebody older than 120. Check the year."))
    return days[0]


class PhoneInput(RegionalPhoneNumberWidget):
    """Shows a stored number in the national way, and what somebody typed exactly as it was typed."""

    def format_value(self, value: object) -> object:
        return value if isinstance(value, str) else super().format_value(value)


class PhoneField(PhoneNumberField):
    """A phone number in any spelling, Dutch unless it starts with a country code; cleans to E.164."""

    widget = PhoneInput
    default_error_messages = {
        "invalid": _("Type a whole phone number, for example 06 12345678 or +32 470 12 34 56.")
    }

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 40, "region": "NL", **kwargs})
        self.widget.input_type = "tel"


class PostcodeField(NLZipCodeField):
    """A Dutch postcode; cleans to "1234 AB"."""

    default_error_messages = {
        "invalid": _("Type a postcode as four digits and two letters, for example 1234 AB.")
    }

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 10, **kwargs})


class BsnField(forms.CharField):
    """A BSN that passes the eleven-test; cleans to nine digits (eight get a zero in front)."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"max_length": 15, **kwargs})
        self.widget.attrs |= {"inputmode": "numeric", "data-unkept": True}

    def clean(self, value: object) -> str:
        text = super().clean(value)
        digits = bsn.clean(text, " -.")
        if not text:
            return ""
        if not (digits.isascii() and digits.isdigit() and len(digits) in (8, 9)):
            raise ValidationError(_("A BSN has nine digits. Type it as it stands on the identity document."))
        if not bsn.is_valid(digits):
            raise ValidationError(
                _("This is not a BSN: a digit is wrong or two are swapped. Check the document.")
            )
        return digits.zfill(9)
