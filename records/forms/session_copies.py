"""The part of a session form that copies from the session before, and says what nobody confirmed."""

from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import copying
from records.forms.drafting import DraftForm
from records.models import Session
from records.models.plan import NamedInBoth

NAMES = {
    "objective": gettext_lazy("O: what you see and measure"),
    "evaluation": gettext_lazy("E: what you make of it"),
    "plan_note": gettext_lazy("P: what was done and what is next"),
    "next_step": gettext_lazy("Next step"),
    copying.ROWS: gettext_lazy("Interventions with their dose"),
}


@dataclass(frozen=True)
class Copied:
    """A value that was copied and is not confirmed; `box` is the name of the tick that confirms it."""

    key: str
    field: forms.BoundField
    box: str
    is_ticked: bool


@dataclass(frozen=True)
class Part:
    """Something of the session before that can be copied."""

    box: str
    name: object
    text: str
    is_ticked: bool


class CopyingForm(DraftForm):
    """`last` is the session before. With `copying`, what is ticked of it joins what was typed."""

    rows: list[NamedInBoth]
    own_names: list[str]  # what stands in the lines of one's own

    def __init__(
        self, *args: object, last: Session | None = None, copying: bool = False, **kwargs: object
    ) -> None:
        self.last, self.copying = last, copying
        super().__init__(*args, **kwargs)

    def may_be_done(self, row: NamedInBoth) -> bool:
        """Whether there is a permission for it, where it needs one, and nothing else waits."""
        raise NotImplementedError

    @cached_property
    def doses_of_last_time(self) -> dict[str, str]:
        """By the Dutch name of what was done in the session before."""
        return {row.label_nl: row.dose for row in self.last.interventions.all()} if self.last else {}

    @property
    def parts(self) -> list[Part]:
        """What there is to copy; an amendment tells of its own session and copies nothing."""
        if self.last is None or self.record.amends_id:
            return []
        told = {name: getattr(self.last, name) for name in copying.TEXTS}
        done = (f"{row} ({row.dose})" if row.dose else str(row) for row in self.last.interventions.all())
        told[copying.ROWS] = ", ".join(done)
        boxes = {name: f"copy_{name}" for name in told}
        return [
            Part(boxes[name], NAMES[name], text, bool(self.data.get(boxes[name])))
            for name, text in told.items()
            if text
        ]

    @property
    def copied(self) -> list[Copied]:
        """What is copied, not confirmed and still as it was copied, in the order of the page."""
        if self.is_bound and self.data.get("confirm_all"):
            return []
        found = (self._copied(key) for key in self._keys if key in self.record.unconfirmed)
        return [one for one in found if one]

    @property
    def unconfirmed(self) -> list[Copied]:
        """A tick counts once a button is used: while the page saves itself it can still be taken back."""
        return [one for one in self.copied if self.by_itself or not one.is_ticked]

    @property
    def copied_by_field(self) -> dict[str, Copied]:
        return {one.field.name: one for one in self.copied}

    @property
    def _keys(self) -> list[str]:
        """In the order of the page."""
        rows = [copying.row_key(name) for name in self._names if name]
        return ["objective", "evaluation", *rows, "plan_note", "next_step"]

    @property
    def _names(self) -> list[str]:
        return [*(row.label_nl for row in self.rows), *self.own_names]

    def _copied(self, key: str) -> Copied | None:
        """None for a value that was changed or taken out since: that is a decision too."""
        if key in copying.TEXTS:
            name, box, kept = key, f"confirm_{key}", getattr(self.record, key)
        else:
            index = [copying.row_key(name) for name in self._names].index(key)
            own, kept = index - len(self.rows), self._kept_dose(key)
            if own < 0 and not self[f"did_{index}"].value():
                return None
            name = f"dose_{index}" if own < 0 else f"own_dose_{own}"
            box = f"confirm_did_{index}" if own < 0 else f"confirm_own_{own}"
        if copying.bare(self[name].value()) != kept:
            return None
        return Copied(key, self[name], box, bool(self.data.get(box)))

    def _kept_dose(self, key: str) -> str | None:
        rows = self.record.interventions.all()
        return next((row.dose for row in rows if copying.row_key(row.label_nl) == key), None)

    @property
    def copied_when(self) -> str:
        source = self.record.copied_from
        return date_format(localtime(source.held_at), "SHORT_DATE_FORMAT") if source else ""

    def clean(self) -> dict[str, object]:
        super().clean()
        for one in self.unconfirmed if self.signing else ():
            text = _("Copied from %(date)s: confirm it, or change it.") % {"date": self.copied_when}
            self.refuse(one.field.name, text)
        return self.cleaned_data

    @cached_property
    def taken_over(self) -> dict[str, object]:
        """The columns that change by copying; nothing when this form does not copy."""
        if not self.copying or self.last is None:
            return {}
        wanted = [name for name in copying.TEXTS if self.data.get(f"copy_{name}")]
        before = {name: getattr(self.last, name) for name in copying.TEXTS}
        here = {name: self.cleaned_data.get(name, "") for name in copying.TEXTS}
        return copying.texts(here, before, wanted)

    def with_rows_of_last_time(self, done: list[dict[str, object]]) -> tuple[list[dict], list[str]]:
        """What was done with what is copied, and the names of what was copied.

        "As last time" beside one intervention is a tick like any other, with its dose in sight: nothing is
        left to confirm.
        """
        if not self.copying or self.last is None:
            return done, []
        before = [_as_row(row) for row in self.last.interventions.all() if self.may_be_done(row)]
        at = self.data.get("same", "")
        if at.isdecimal() and len(at) < 4 and int(at) < len(self.rows):
            name = self.rows[int(at)].label_nl
            return copying.rows(done, [row for row in before if row["label_nl"] == name])[0], []
        return copying.rows(done, before) if self.data.get(f"copy_{copying.ROWS}") else (done, [])

    def marks_for_action(self, names_of_rows: list[str]) -> dict[str, object]:
        """The columns that say what was copied and waits to be confirmed."""
        new = [*self.taken_over, *map(copying.row_key, names_of_rows)]
        old = [one.key for one in self.unconfirmed]
        marks = {"unconfirmed": sorted({*old, *new})}
        return marks | {"copied_from": self.last} if new else marks


def _as_row(row: NamedInBoth) -> dict[str, object]:
    names = {"code": row.code, "label_nl": row.label_nl, "label_en": row.label_en}
    return {**names, "on_neck": row.is_on_neck, "dose": row.dose}
