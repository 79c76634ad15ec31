"""What is typed about the waiting list: who waits for what, attempts to reach somebody, and how it ended."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.forms.episode import TherapistField
from practice.models import (
    Appointment,
    ContactOutcome,
    ContactWay,
    DayPart,
    Episode,
    Patient,
    WaitingEntry,
    WaitingKind,
    WaitingOutcome,
    WaitingUrgency,
)

LARGEST = 2**31 - 1
# When to call up again, from today: value, weeks, words.
PERIODS = (
    ("4", gettext_lazy("in 4 weeks")),
    ("6", gettext_lazy("in 6 weeks")),
    ("13", gettext_lazy("in 3 months")),
    ("26", gettext_lazy("in 6 months")),
    ("52", gettext_lazy("in a year")),
)
FARTHEST = datetime.timedelta(days=5 * 366)
MORNING, NOON = datetime.time(9), datetime.time(13)


def _choices(kinds: type) -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in kinds.choices]


def _year_from_now() -> datetime.date:
    return timezone.localdate() + FARTHEST


def _version() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class WaitingForm(forms.Form):
    """What somebody waits for; a form shows the fields that belong to its kind."""

    kind = forms.ChoiceField(choices=WaitingKind.choices, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=LARGEST, required=False, widget=forms.HiddenInput)
    episode = forms.ModelChoiceField(
        Episode.objects.none(),
        label=gettext_lazy("Episode"),
        required=False,
        empty_label="–",
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    therapist = TherapistField(required=False, empty_label=gettext_lazy("any therapist"))
    wishes = forms.MultipleChoiceField(
        label=gettext_lazy("Can come on"),
        choices=DayPart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing ticked: any time."),
        error_messages={"invalid_choice": gettext_lazy("Choose parts of the week from the list.")},
    )
    due_in = forms.ChoiceField(
        label=gettext_lazy("Call up again"),
        choices=[("", "–"), *PERIODS],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("or from this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(timezone.localdate, gettext_lazy("This day is over. Choose today or later.")),
            MaxValueValidator(_year_from_now, gettext_lazy("Check the year.")),
        ],
        error_messages={"invalid": gettext_lazy("Type the date as day-month-year, for example 22-11-2026.")},
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon"),
        choices=[("", "–"), *_choices(WaitingUrgency)],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
    )

    def __init__(
        self, data: object = None, *, patient: Patient, kind: str, may_judge: bool, **kwargs: object
    ) -> None:
        """`may_judge`: whoever fills this in may say how soon."""
        super().__init__(data, **kwargs)
        self.kind = kind
        self.use_required_attribute = False
        self.fields["therapist"].offer_active()
        self.fields["episode"].queryset = patient.episodes.all()
        treated = list(patient.episodes.open()[:2])
        if len(treated) == 1 and not self.initial.get("episode"):
            self.initial["episode"] = treated[0].pk
        self.fields["kind"].initial = kind
        unused = {"due_in", "due_on"} if kind != WaitingKind.RECALL else set()
        unused |= {"wishes"} if kind == WaitingKind.CALL_BACK else set()
        unused |= set() if may_judge else {"urgency"}
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.kind == WaitingKind.RECALL and not self.errors.get("due_on"):
            cleaned["due_on"] = cleaned.get("due_on") or self._day_of(cleaned.pop("due_in", ""))
            if not cleaned["due_on"]:
                self.add_error("due_in", _("Choose when the patient is to be called up again."))
        return cleaned

    def _day_of(self, weeks: str) -> datetime.date | None:
        return timezone.localdate() + datetime.timedelta(weeks=int(weeks)) if weeks else None

    @property
    def data_for_action(self) -> dict[str, object]:
        """What add_waiting takes."""
        fields = ("episode", "therapist", "wishes", "due_on", "urgency")
        return {name: self.cleaned_data[name] for name in fields if name in self.cleaned_data}


class ChangeForm(WaitingForm):
    """The same for an entry that is there: its kind and episode stay what they are."""

    def __init__(self, data: object = None, *, entry: WaitingEntry) -> None:
        initial = {
            "therapist": entry.therapist_id,
            "wishes": entry.wishes,
            "due_on": entry.due_on,
            "version": entry.version,
        }
        super().__init__(data, patient=entry.patient, kind=entry.kind, may_judge=False, initial=initial)
        del self.fields["episode"], self.fields["kind"]
        self.fields.pop("due_in", None)
        if "due_on" in self.fields:
            self.fields["due_on"].label = _("Call up again from")
            self.fields["due_on"].validators = self.fields["due_on"].validators[1:]  # it may be due already
        self.fields["version"].required = True

    def clean(self) -> dict[str, object]:
        cleaned = forms.Form.clean(self)
        if "due_on" in self.fields and not cleaned.get("due_on") and not self.errors:
            self.add_error("due_on", _("Choose when the patient is to be called up again."))
        return cleaned

    @property
    def data_for_action(self) -> dict[str, object]:
        """What change_waiting takes."""
        fields = ("therapist", "wishes", "due_on")
        return {name: self.cleaned_data[name] for name in fields if name in self.cleaned_data}


class EndForm(forms.Form):
    """How the waiting ended; with an appointment when one was booked."""

    version = _version()
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=_choices(WaitingOutcome),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    appointment = forms.ModelChoiceField(Appointment.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, entry: WaitingEntry) -> None:
        super().__init__(data, initial={"version": entry.version})
        self.use_required_attribute = False
        self.fields["appointment"].queryset = Appointment.objects.standing().filter(patient=entry.patient)


class UrgencyForm(forms.Form):
    """How soon a therapist wants to see somebody."""

    version = _version()
    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon"),
        choices=_choices(WaitingUrgency),
        error_messages={"required": gettext_lazy("Choose how soon.")},
    )


class PutBackForm(forms.Form):
    """The version of an entry that is put back."""

    version = _version()


class ContactForm(forms.Form):
    """One attempt to reach a patient. The button that was pressed is its outcome."""

    way = forms.ChoiceField(label=gettext_lazy("How"), choices=_choices(ContactWay))
    again = forms.ChoiceField(label=gettext_lazy("Call again"), required=False)
    ends = forms.BooleanField(
        label=gettext_lazy("Reached? Then this call is done: take it off the list."), required=False
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=_choices(ContactOutcome),
        error_messages={"required": gettext_lazy("Press what came of it.")},
    )
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, now: datetime.datetime, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.moments = moments(now)
        self.fields["again"].choices = [
            ("", _("any time")),
            *[(name, f"{label} ({_on(moment)})") for name, label, moment in self.moments],
        ]

    @property
    def data_for_action(self) -> dict[str, object]:
        """What record_contact takes."""
        chosen = {name: moment for name, _label, moment in self.moments}
        seen = self.cleaned_data["seen"]
        return {
            **{name: self.cleaned_data[name] for name in ("way", "outcome", "ends")},
            "again_at": chosen.get(self.cleaned_data["again"]),
            "seen": 0 if seen is None else seen,
        }


def moments(now: datetime.datetime) -> list[tuple[str, str, datetime.datetime]]:
    """From when to call again: name, words and moment, the soonest first; days without a weekend."""
    today = timezone.localdate(now)
    found = [
        ("hour", _("in an hour"), now + datetime.timedelta(hours=1)),
        ("noon", _("this afternoon"), _at(today, NOON)),
        ("morning", _("next working day, morning"), _at(_workday(today, 1), MORNING)),
        ("afternoon", _("next working day, afternoon"), _at(_workday(today, 1), NOON)),
        ("week", _("next week"), _at(_workday(today, 7), MORNING)),
    ]
    return [one for one in found if one[2] > now]


def _workday(today: datetime.date, days: int) -> datetime.date:
    """The first working day at least so many days after today."""
    day = today + datetime.timedelta(days=days)
    return day + datetime.timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


def _on(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
