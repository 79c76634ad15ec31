"""The first appointment, chosen while somebody is registered: one of the next free times, or another one."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practice import planning
from practice.forms.when import DURATIONS, ClockField, DayField
from practice.free import next_free
from practice.models import AppointmentKind, Room, User

FIRST_MINUTES = 45
OFFERED = 5
# Nobody who is on the phone now comes within the hour; times are offered from a half hour on.
LEAD, STEP = datetime.timedelta(hours=1), datetime.timedelta(minutes=30)
NOT_YET = ("", _("no appointment yet"))


class MomentField(forms.Field):
    """One of the times that were offered; cleans to a moment in UTC, or None for not yet."""

    widget = forms.RadioSelect

    def clean(self, value: object) -> datetime.datetime | None:
        text = super().clean(value)
        try:
            moment = datetime.datetime.fromisoformat(text) if text else None
            if moment and moment.tzinfo:
                return timezone.localtime(moment).astimezone(datetime.UTC)
            return self._none(text)
        except (ValueError, OverflowError):
            return self._none(text)

    def _none(self, text: object) -> None:
        if text:
            raise ValidationError(_("Choose one of the free times, or no appointment yet."))


class FirstSlotFields(forms.Form):
    """When and where the new patient comes first. Needs a field `therapist`, whose free times are offered.

    `slot_needed` is true after a time turned out to be taken: then one has to be chosen, or none on purpose.
    """

    slot = MomentField(label=_("First appointment"), required=False)
    slot_minutes = forms.TypedChoiceField(
        label=_("Duration"),
        choices=[(number, format_lazy(_("{minutes} minutes"), minutes=number)) for number in DURATIONS],
        coerce=int,
        empty_value=FIRST_MINUTES,
        initial=FIRST_MINUTES,
        required=False,
        error_messages={"invalid_choice": _("Choose how long it takes.")},
    )
    slot_day = DayField(label=_("From this day on"), required=False)
    slot_time = ClockField(label=_("Or exactly at"), required=False)
    slot_room = forms.ModelChoiceField(
        Room.objects.none(),
        label=_("Room"),
        required=False,
        empty_label=_("no room"),
        error_messages={"invalid_choice": _("Choose a room of the list, or none.")},
    )

    slot_needed = False

    def offer_times(self) -> None:
        """Offer the next times at which the therapist, and the room when there is one, are free."""
        self.slot_needed = self.slot_needed or bool(self.data.get("slot_needed"))
        self.fields["slot_room"].queryset = Room.objects.filter(is_active=True)
        moments = self._free_times()
        chosen = self._now("slot")
        if chosen and chosen not in moments and not self.slot_needed:
            moments = sorted([*moments, chosen])
        self.fields["slot"].widget.choices = [NOT_YET, *((one.isoformat(), said(one)) for one in moments)]

    @property
    def offers_times(self) -> bool:
        """True when somebody was chosen whose times are shown."""
        return self._now("therapist") is not None

    @property
    def nothing_free(self) -> bool:
        """True when there is no time to choose."""
        return len(self.fields["slot"].widget.choices) == 1

    @property
    def slot_length(self) -> int:
        """How many minutes the times on offer last."""
        return self._now("slot_minutes") or FIRST_MINUTES

    def _free_times(self) -> list[datetime.datetime]:
        therapist: User | None = self._now("therapist")
        if therapist is None:
            return []
        after = _from(self._now("slot_day"), timezone.now())
        return next_free(therapist, after, self.slot_length, self._now("slot_room"), OFFERED)

    def _now(self, name: str) -> object:
        """What a field holds at this moment, typed or chosen beforehand; None when that is no use yet."""
        try:
            return self.fields[name].clean(self[name].value()) or None
        except ValidationError:
            return None

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        slot, day, time = (cleaned.get(name) for name in ("slot", "slot_day", "slot_time"))
        if slot and slot < timezone.now():
            self.add_error("slot", _("This time has passed. Choose another one."))
        elif slot and time:
            self.add_error("slot_time", _("Choose one of the free times or type another one, not both."))
        elif time and not day and "slot_day" not in self.errors:
            self.add_error("slot_day", _("Fill in on which day."))
        elif time and day:
            self._take_own_time(day, time)
        elif not slot and "slot" not in self.errors and "slot_time" not in self.errors:
            self._check_not_forgotten(day)
        return cleaned

    def _take_own_time(self, day: datetime.date, time: datetime.time) -> None:
        try:
            start = planning.at_local(day, time)
            planning.check_start(start)
        except planning.NotPossibleError as error:
            self.add_error("slot_time", str(error))
        except OverflowError:
            self.add_error("slot_day", _("Type the day as day and month, for example 24-11-2026."))
        else:
            self.cleaned_data["slot"] = start

    def _check_not_forgotten(self, day: datetime.date | None) -> None:
        if day:
            self.add_error("slot", _("Choose a time, or empty the day: no appointment is made yet."))
        elif self.slot_needed and "slot" not in self.data:
            self.add_error("slot", _("Choose a time, or that there is no appointment yet."))

    def refuse_slot(self, why: planning.AppointmentError) -> None:
        """Say that this time cannot be had, and offer new ones; everything else stays as it was typed."""
        name = "slot_time" if self.cleaned_data.get("slot_time") else "slot"
        sentence = _("%(why)s Nothing is registered yet: choose another time.") % {"why": why}
        self.slot_needed = True
        self.add_error(name, sentence)
        self.offer_times()

    def appointment_data(self) -> dict[str, object] | None:
        """Start, minutes, room and kind of the first appointment, if a time was chosen."""
        data = self.cleaned_data
        if not data["slot"]:
            return None
        place = {"minutes": data["slot_minutes"], "room": data["slot_room"]}
        return {"start": data["slot"], "kind": AppointmentKind.FIRST, **place}


def said(moment: datetime.datetime) -> str:
    """A moment as it is said on the phone: "Tue 24 November 09:00"."""
    return date_format(timezone.localtime(moment), "D j F H:i")


def _from(day: datetime.date | None, now: datetime.datetime) -> datetime.datetime:
    """From when on times are offered: that day, or as soon as somebody can come."""
    soon = now + LEAD
    soon += (datetime.datetime.min.replace(tzinfo=datetime.UTC) - soon) % STEP
    if day is None or not timezone.localdate(now) < day < timezone.localdate(now + planning.AHEAD):
        return soon
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
