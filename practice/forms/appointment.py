"""What the desk types about an appointment: with whom, when, how long, where and what for."""

import datetime
from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.forms.episode import TherapistField
from practice.forms.layout import group, helper, line
from practice.forms.when import DURATIONS, ClockField, DayField, DurationField, OwnMinutesField
from practice.models import (
    Appointment,
    AppointmentKind,
    CancelReason,
    Episode,
    Patient,
    Room,
)
from practice.planning import NotPossibleError, Taken, at_local, check_start

USUAL_MINUTES = 30
WITH_A_PATIENT = [choice for choice in AppointmentKind.choices if choice[0] != AppointmentKind.BLOCKED]


def when(start: datetime.datetime) -> dict[str, object]:
    """A moment as the fields of a form hold it."""
    local = timezone.localtime(start)
    return {"day": local.date(), "time": local.time()}


def how_long(minutes: int) -> dict[str, object]:
    """A duration as the fields of a form hold it."""
    return {"minutes": minutes} if minutes in DURATIONS else {"minutes": "", "own_minutes": minutes}


class TimeForm(forms.Form):
    """Somebody's time. Cleaned data hold `start`, a moment that can be, and `length` in minutes.

    `therapists` are those in whose calendar may be written.
    """

    therapist = TherapistField()
    day = DayField(label=_("Day"))
    time = ClockField(label=_("Time"))
    minutes = DurationField(label=_("Duration"), initial=USUAL_MINUTES)
    own_minutes = OwnMinutesField(label=_("Other duration (minutes)"))
    # The doubts that were read and confirmed, by their codes.
    sure = forms.CharField(
        label=_("Is it meant so?"), max_length=60, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data: object = None, *, therapists: QuerySet, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False
        self.fields["therapist"].queryset = therapists
        self.helper = helper(*self.groups())

    def groups(self) -> list[object]:
        """The parts of the page, in reading order."""
        return [group(_("When"), *self.time_lines())]

    def time_lines(self) -> list[object]:
        return [line(therapist=6, day=3, time=3), line(minutes=3, own_minutes=3)]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if "minutes" in cleaned and "own_minutes" in cleaned:
            cleaned["length"] = cleaned["own_minutes"] or cleaned["minutes"]
            if cleaned["length"] is None:
                self.add_error("own_minutes", _("Fill in how many minutes, or choose a duration."))
        if cleaned.get("day") and cleaned.get("time"):
            self._combine(cleaned)
        return cleaned

    def _combine(self, cleaned: dict[str, object]) -> None:
        try:
            start = at_local(cleaned["day"], cleaned["time"])
            check_start(start)
        except NotPossibleError as error:
            self.add_error("time", str(error))
        except OverflowError:
            self.add_error("day", _("Type the day as day and month, for example 24-11-2026."))
        else:
            cleaned["start"] = start

    def kept(self) -> list[tuple[str, object]]:
        """Name and value of everything but the moment, to be sent again with another one."""
        fields = (field for field in self if field.name not in ("day", "time", "sure"))
        return [(field.html_name, "" if (value := field.value()) is None else value) for field in fields]

    def booking(self) -> dict[str, object]:
        """What the actions on appointments take."""
        data = self.cleaned_data
        return {"therapist": data["therapist"], "start": data["start"], "minutes": data["length"]}

    def is_sure(self, codes: Iterable[str]) -> bool:
        """True when every one of these doubts was confirmed."""
        return set(codes) <= set(self.cleaned_data["sure"].split())

    def refuse(self, taken: Taken) -> None:
        """Say at the time who or what is busy then."""
        said = {"therapist": self.cleaned_data["therapist"], "room": self.cleaned_data.get("room")}
        if taken.therapist_busy and taken.room_busy:
            sentence = _("%(therapist)s and %(room)s are both taken at this time. Choose another time.")
        elif taken.room_busy:
            sentence = _("%(room)s is taken at this time. Choose another room or another time.")
        else:
            sentence = _("%(therapist)s is busy at this time. Choose another time.")
        self.add_error("time", sentence % said)


class RoomedForm(TimeForm):
    """A time with a room, which may stay open."""

    room = forms.ModelChoiceField(
        Room.objects.none(),
        label=_("Room"),
        required=False,
        empty_label=_("no room"),
        error_messages={"invalid_choice": _("Choose a room of the list, or none.")},
    )

    def __init__(self, data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.fields["room"].queryset = Room.objects.filter(is_active=True)

    def time_lines(self) -> list[object]:
        return [line(therapist=6, day=3, time=3), line(minutes=3, own_minutes=3, room=6)]

    def booking(self) -> dict[str, object]:
        return {**super().booking(), "room": self.cleaned_data["room"]}


class AppointmentForm(RoomedForm):
    """A new appointment, for one of the patient's open episodes or for none yet.

    `patient` is None for somebody who is being registered in the same form.
    """

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=WITH_A_PATIENT,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose what it is for.")),
    )
    episode = forms.ModelChoiceField(
        Episode.objects.none(),
        label=_("Episode"),
        required=False,
        empty_label=_("none yet"),
        error_messages={"invalid_choice": _("Choose an open episode of this patient.")},
    )

    def __init__(self, data: object = None, *, patient: Patient | None, **kwargs: object) -> None:
        self.patient = patient
        super().__init__(data, **kwargs)
        self.fields["episode"].queryset = Episode.objects.open().filter(patient=patient)

    def groups(self) -> list[object]:
        about = group(_("What for"), line(kind=6, episode=6))
        return [group(_("When and where"), *self.time_lines()), about]

    def booking(self) -> dict[str, object]:
        data = self.cleaned_data
        whom = {"patient": self.patient, "episode": data["episode"], "kind": data["kind"]}
        return {**super().booking(), **whom}


class BlockForm(TimeForm):
    """Time to keep free of patients: lunch, a meeting, leave."""


class MoveForm(RoomedForm):
    """Another time, length, therapist or room for an appointment; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: object = None, *, appointment: Appointment, **kwargs: object) -> None:
        now = {"therapist": appointment.therapist_id, "room": appointment.room_id}
        now |= when(appointment.start) | how_long(appointment.minutes) | {"version": appointment.version}
        super().__init__(data, **{"initial": now, **kwargs})

    def groups(self) -> list[object]:
        return [group(_("New time"), *self.time_lines(), "version")]


class CancelForm(forms.Form):
    """Why an appointment does not go on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    reason = forms.ChoiceField(
        label=_("Why is it cancelled?"),
        choices=CancelReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a reason.")),
    )

    def __init__(self, data: object = None, *, appointment: Appointment) -> None:
        super().__init__(data, initial={"version": appointment.version})
        self.use_required_attribute = False
        if appointment.patient_id is None:  # time that was kept free needs no reason
            self.fields["reason"] = forms.ChoiceField(
                choices=CancelReason.choices, initial=CancelReason.MISTAKE, widget=forms.HiddenInput
            )
