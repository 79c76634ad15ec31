"""The instruments with our own wording as fields: nprs, psk, participation and gpe.

For the therapist's page and for what a patient fills in at home. Each block of `blocks` is drawn by
records/_own_measures.html.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from records import instruments
from records.instruments import ACTIVITIES, ACTIVITY_LIMIT, CHOICE, ITEMS, SCALE, Instrument, Part

NOT_APPLICABLE = "na"
ACTIVITY_LENGTH = 200  # characters, as in the intake form


@dataclass(frozen=True)
class Result:
    """What was filled in for one instrument, as record_measure takes it."""

    instrument: str
    value: Decimal
    parts: list[dict[str, object]]


@dataclass(frozen=True)
class BlockRow:
    """One question; `activity` is the field with its words where the patient named it."""

    field: forms.BoundField
    activity: forms.BoundField | None = None


@dataclass(frozen=True)
class Block:
    """One instrument on the page, with what its lowest and its highest number mean."""

    instrument: Instrument
    name: str
    ask: str
    low: str
    high: str
    rows: list[BlockRow]


class OwnMeasuresForm(forms.Form):
    """Fields for `codes`; texts of the instruments in `lang`.

    `activities` are those the patient named before; `blank` more may be named. When not `editable` their
    words are fixed. When `required`, everything is answered and at least one activity and one item have a
    number; otherwise an instrument that is left empty has no result.
    """

    def __init__(
        self,
        *args: object,
        codes: Sequence[str],
        lang: str,
        activities: Sequence[str] = (),
        blank: int = 0,
        editable: bool = True,
        required: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = instruments.load()
        self.instruments = [known[code] for code in codes if known[code].has_own_wording]
        self.lang, self.editable, self.must = lang, editable, required
        self.activities = list(activities)[:ACTIVITY_LIMIT]
        self.rows_of_activities = min(ACTIVITY_LIMIT, len(self.activities) + blank)
        for instrument in self.instruments:
            self.fields.update(self._fields(instrument))

    def _fields(self, instrument: Instrument) -> dict[str, forms.Field]:
        if instrument.kind == SCALE:
            return {instrument.code: _score(instrument, instrument.ask(self.lang), self.must)}
        if instrument.kind == CHOICE:
            return {instrument.code: _choice(instrument, self.lang, self.must)}
        if instrument.kind == ITEMS:
            return {
                f"{instrument.code}-{one.code}": _score(
                    instrument, _capital(one.name(self.lang)), self.must, not_applicable=True
                )
                for one in instrument.questions
            }
        return self._activity_fields(instrument)

    def _activity_fields(self, instrument: Instrument) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for number in range(self.rows_of_activities):
            named = self.activities[number] if number < len(self.activities) else ""
            label = _("How hard was activity {number} in the past week?").format(number=number + 1)
            fields[f"{instrument.code}-{number}-activity"] = forms.CharField(
                label=_("Activity {number}").format(number=number + 1),
                max_length=ACTIVITY_LENGTH,
                required=False,
                initial=named,
                widget=forms.TextInput() if self.editable else forms.HiddenInput(),
            )
            score = _score(instrument, label if self.editable else named, required=False)
            fields[f"{instrument.code}-{number}-score"] = score
        return fields

    def clean(self) -> dict[str, object]:
        for instrument in self.instruments:
            if instrument.kind == ACTIVITIES:
                self._check_activities(instrument)
            if instrument.kind == ITEMS:
                self._check_items(instrument)
        return self.cleaned_data

    def _check_activities(self, instrument: Instrument) -> None:
        """An activity and its number belong together; one activity is named once."""
        if not self.must and self._is_untouched(instrument):
            return
        seen: set[str] = set()
        for number in range(self.rows_of_activities):
            named, scored = (f"{instrument.code}-{number}-{part}" for part in ("activity", "score"))
            activity, score = self.cleaned_data.get(named, ""), self.cleaned_data.get(scored)
            if activity and score is None and (self.must or self.editable) and scored not in self.errors:
                self.add_error(scored, _("Choose a number from 0 to 10, or clear the activity."))
            if score is not None and not activity and named not in self.errors:
                self.add_error(named, _("Name the activity that this number is about."))
            if activity and activity.casefold() in seen:
                self.add_error(named, _("This activity is there already. Name another one."))
            seen.add(activity.casefold())
        first = f"{instrument.code}-0-{'activity' if self.editable else 'score'}"
        if (
            self.must
            and not self._parts_of_activities(instrument)
            and not self.errors
            and first in self.fields
        ):
            self.add_error(first, _("Name at least one activity, with a number."))

    def _is_untouched(self, instrument: Instrument) -> bool:
        """True when only the activities of before are there, with no number."""
        if any(name.startswith(f"{instrument.code}-") for name in self.errors):
            return False
        pairs = [
            [self.cleaned_data.get(f"{instrument.code}-{number}-{part}") for part in ("activity", "score")]
            for number in range(self.rows_of_activities)
        ]
        return {text for text, score in pairs if text} <= set(self.activities) and not any(
            score is not None for text, score in pairs
        )

    def _check_items(self, instrument: Instrument) -> None:
        names = [f"{instrument.code}-{one.code}" for one in instrument.questions]
        given = [self.cleaned_data.get(name) for name in names]
        if self.must and all(one == NOT_APPLICABLE for one in given):
            self.add_error(names[0], _("Give a number for at least one of these."))
        open_ = [name for name, one in zip(names, given, strict=True) if one is None]
        for name in open_ if len(open_) < len(names) else []:
            if name not in self.errors:
                self.add_error(name, _("Choose a number here too, or: not applicable."))

    @property
    def results(self) -> list[Result]:
        """What was filled in, one result per instrument; for a valid form."""
        found = [(one, *self._given(one)) for one in self.instruments]
        return [Result(one.code, value, parts) for one, value, parts in found if value is not None]

    def _given(self, instrument: Instrument) -> tuple[Decimal | None, list[dict[str, object]]]:
        if instrument.kind in (SCALE, CHOICE):
            value = self.cleaned_data.get(instrument.code)
            return (None if value is None else Decimal(value)), []
        parts = (
            self._parts_of_items(instrument)
            if instrument.kind == ITEMS
            else self._parts_of_activities(instrument)
        )
        return (instrument.value_of(parts) if parts else None), parts

    def _parts_of_items(self, instrument: Instrument) -> list[dict[str, object]]:
        given = [
            (one, self.cleaned_data.get(f"{instrument.code}-{one.code}")) for one in instrument.questions
        ]
        return [
            {"code": one.code, "text": one.name(self.lang), "score": score}
            for one, score in given
            if isinstance(score, int)
        ]

    def _parts_of_activities(self, instrument: Instrument) -> list[dict[str, object]]:
        pairs = [
            [self.cleaned_data.get(f"{instrument.code}-{number}-{part}") for part in ("activity", "score")]
            for number in range(self.rows_of_activities)
        ]
        return [{"text": text, "score": score} for text, score in pairs if text and score is not None]

    @property
    def blocks(self) -> list[Block]:
        return [
            Block(one, one.name(self.lang), one.ask(self.lang), *one.ends(self.lang), self._rows(one))
            for one in self.instruments
        ]

    def _rows(self, instrument: Instrument) -> list[BlockRow]:
        if instrument.kind in (SCALE, CHOICE):
            return [BlockRow(self[instrument.code])]
        if instrument.kind == ITEMS:
            return [BlockRow(self[f"{instrument.code}-{one.code}"]) for one in instrument.questions]
        names = [f"{instrument.code}-{number}" for number in range(self.rows_of_activities)]
        return [BlockRow(self[f"{name}-score"], self[f"{name}-activity"]) for name in names]


def initial_of(instrument: Instrument, value: Decimal, parts: Sequence[Part]) -> dict[str, object]:
    """The values of the fields that would give this result."""
    if instrument.kind in (SCALE, CHOICE):
        return {instrument.code: int(value)}
    if instrument.kind == ITEMS:
        given: Mapping[object, object] = {part.get("code"): part["score"] for part in parts}
        return {
            f"{instrument.code}-{one.code}": given.get(one.code, NOT_APPLICABLE)
            for one in instrument.questions
        }
    return {f"{instrument.code}-{number}-score": part["score"] for number, part in enumerate(parts)}


def _score(
    instrument: Instrument, label: str, required: bool, *, not_applicable: bool = False
) -> forms.TypedChoiceField:
    low, high = int(instrument.low), int(instrument.high)
    choices = [(number, str(number)) for number in range(low, high + 1)]
    if not_applicable:
        choices.append((NOT_APPLICABLE, _("not applicable")))
    sentence = _("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    return _radios(label, choices, required, sentence)


def _choice(instrument: Instrument, lang: str, required: bool) -> forms.TypedChoiceField:
    choices = [(int(one.at), one.name(lang)) for one in instrument.options]
    return _radios(instrument.ask(lang), choices, required, _("Choose one of the options."))


def _radios(
    label: str, choices: list[tuple[object, str]], required: bool, sentence: str
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=_number_or_not,
        empty_value=None,
        required=required,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
    )


def _number_or_not(value: str) -> int | str:
    return value if value == NOT_APPLICABLE else int(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
