"""What forms on drafts share: the draft version, the reason of a change, what two tabs wrote."""

import copy
import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.conflicts import beside
from practice.signing import SignedRecord

TEXT_LENGTH = 5000  # characters
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)
# Stands in a draft that saved itself before its reason was written; nothing is signed with it.
REASON_LATER = "…"
YES_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


class LongText(forms.CharField):
    """Text of some lines, with line ends as they are stored."""

    def __init__(self, *, rows: int = 3, **kwargs: object) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"required": False, "max_length": TEXT_LENGTH, "widget": widget, **kwargs})

    def to_python(self, value: object) -> str:
        return "\n".join(super().to_python(value).splitlines())


def label(model: type[models.Model], name: str) -> object:
    """What a column is called, as the label of a field."""
    return capfirst(model._meta.get_field(name).verbose_name)


def short(text: object, length: int, **kwargs: object) -> forms.CharField:
    return forms.CharField(label=text, max_length=length, required=False, **kwargs)


def day(text: object, **kwargs: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    message = {"invalid": gettext_lazy("Type the date as day-month-year, for example 22-11-2026.")}
    year = gettext_lazy("Check the year.")
    validators = [MinValueValidator(EARLIEST, year), MaxValueValidator(LATEST, year)]
    return forms.DateField(
        label=text, required=False, widget=widget, error_messages=message, validators=validators, **kwargs
    )


def number(text: object, low: int, high: int, **kwargs: object) -> forms.IntegerField:
    sentence = format_lazy(gettext_lazy("Type a whole number from {low} to {high}."), low=low, high=high)
    messages = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(
        label=text, min_value=low, max_value=high, required=False, error_messages=messages, **kwargs
    )


def radio(text: object, choices: list, **kwargs: object) -> forms.TypedChoiceField:
    message = {"invalid_choice": gettext_lazy("Choose one of these.")}
    return forms.TypedChoiceField(
        label=text,
        choices=[(value, capfirst(name)) for value, name in choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages=message,
        **kwargs,
    )


def pain(text: object) -> forms.TypedChoiceField:
    """A pain score from 0 to 10, or not asked."""
    choices = [*((str(score), str(score)) for score in range(11)), ("", gettext_lazy("Not asked"))]
    return radio(text, choices, coerce=int, empty_value=None)


class DraftForm(forms.Form):
    """A draft may be empty; to sign, what `needed` names has to be there.

    Subclasses say which fields are columns of the record, and what to say when one is missing.
    """

    columns: tuple[str, ...] = ()
    needed: dict[str, object] = {}
    by_itself = False  # True when the page saves itself, with no button used
    draft_version = forms.CharField(required=False, widget=forms.HiddenInput)
    amends = forms.CharField(required=False, widget=forms.HiddenInput)
    amend_reason = LongText(label=gettext_lazy("What changes, and why"), rows=2)

    def __init__(
        self, data: dict | None = None, *, record: SignedRecord, signing: bool = False, **kwargs: object
    ) -> None:
        self.record, self.episode, self.signing = record, record.episode, signing
        super().__init__(data, **kwargs)
        if not record.amends_id:
            del self.fields["amend_reason"]
        self.build()
        self.initial = {**self.values_of(record if record.pk else record.amends or record), **self.initial}
        self.initial["draft_version"] = record.draft_version if record.pk else 0
        self.initial["amends"] = record.amends_id or ""
        if record.amends_id:
            self.initial["amend_reason"] = _reason_of(record)

    def build(self) -> None:
        """Add the fields that depend on the record."""

    def values_of(self, record: SignedRecord) -> dict[str, object]:
        """What the fields hold for a stored record."""
        return {name: getattr(record, name) for name in self.columns}

    @property
    def version(self) -> int:
        """The draft version the page was made from; 0 for a new draft, and for nonsense."""
        text = self.cleaned_data.get("draft_version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def is_overtaken(self) -> bool:
        """True when another version was signed than the one this page was made to follow."""
        typed = self.cleaned_data.get("amends", "")
        return self.record.amends_id is not None and typed != str(self.record.amends_id)

    @property
    def data_for_action(self) -> dict[str, object]:
        names = [*self.columns, "amend_reason"] if "amend_reason" in self.fields else self.columns
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, object]:
        if "amend_reason" in self.fields and not self.cleaned_data.get("amend_reason"):
            if self.by_itself:
                self.cleaned_data["amend_reason"] = REASON_LATER
            else:
                self.refuse("amend_reason", _("Write what you change, and why."))
        for name, sentence in self.needed.items() if self.signing else ():
            if not self.cleaned_data.get(name):
                self.refuse(name, sentence)
        return self.cleaned_data

    def refuse(self, name: str, sentence: object) -> None:
        """Say what is wrong with a field, unless something is said already."""
        if name not in self.errors:
            self.add_error(name, sentence)

    def beside(self, other: SignedRecord) -> dict[str, object] | None:
        """What `other`, stored by another tab, says beside what was typed; None when it says the same."""
        theirs = {**self.values_of(other), "amend_reason": _reason_of(other)}
        conflict = beside(self, other, {name: theirs.get(name) for name in self.fields})
        return conflict if conflict["differences"] else None

    def was_sent(self, other: SignedRecord) -> bool:
        """True when `other` holds what this page itself sent last, without hearing that it arrived."""
        if not self.data.get("unsure"):
            return False
        before = copy.copy(self)
        before._bound_fields_cache = {}
        before.data = before.as_kept(QueryDict(self.data["unsure"], mutable=True))
        before.by_itself, before._errors = True, None
        before.leave_out_wrong()
        return before.beside(other) is None

    def as_kept(self, data: QueryDict) -> QueryDict:
        """What is kept of `data` when the page saves itself, where that is something else than was sent."""
        return data

    def save_over(self, newer: SignedRecord) -> None:
        """Make this a change of `newer`."""
        self.record = newer
        self.cleaned_data["draft_version"] = str(newer.draft_version)

    def leave_out_wrong(self) -> dict[str, str]:
        """Put what is stored in the place of what is wrong, so that the rest can be kept.

        Returns what is wrong: a sentence by the name of its field.
        """
        wrong = {name: str(said[0]) for name, said in self.errors.items() if name in self.fields}
        stored = {name: self._as_sent(name) for name in wrong}
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        for name, values in stored.items():
            data.setlist(name, values)
        self.data = data
        self.full_clean()
        for name in [name for name in self.errors if name in self.fields]:  # wrong only beside another field
            del self.errors[name]
            field = self.fields[name]
            self.cleaned_data[name] = field.clean(field.widget.value_from_datadict(data, {}, name))
        return wrong

    def _as_sent(self, name: str) -> list[str]:
        """What a browser sends for a field that holds what is stored."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, forms.BooleanField):
            return ["on"] if value else []
        shown = field.widget.format_value(value)
        shown = shown if isinstance(shown, list | tuple) else [shown]
        return [str(one) for one in shown if one is not None]

    def go_on_from(self, newer: SignedRecord) -> None:
        """Saving again is then a choice made with open eyes, over `newer`."""
        self.record = newer
        self._retype(draft_version=newer.draft_version)

    def amend_instead(self) -> None:
        """What was typed becomes a new draft that amends what was signed."""
        self._retype(amends=self.record.amends_id, draft_version=0)

    def _retype(self, **hidden: int) -> None:
        data = self.data.copy()  # a QueryDict stays one: a field may hold several values
        for name, value in hidden.items():
            data[name] = str(value)
        self.data = data


def _reason_of(record: SignedRecord) -> str:
    return "" if record.amend_reason == REASON_LATER else record.amend_reason
