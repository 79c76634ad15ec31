"""The history as the therapist writes it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.models import Answer
from records.forms import history_lines
from records.forms.drafting import DraftForm, LongText, label
from records.history_lines import OWN_VOICE
from records.models import History, HistoryLine
from records.topics import Topic, by_topic, topics

TEXT_LENGTH = 10_000  # characters per topic
UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Mend:
    """Something to mend on the page, and where."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True)
class LineFields:
    """One line as the page shows it."""

    key: str
    text: forms.BoundField
    tick: forms.BoundField
    generated: str

    @property
    def is_left_out(self) -> bool:
        return not (self.text.value() or "").strip()


@dataclass(frozen=True)
class Voices:
    """One topic: what the patient answered, and the fields for the therapist."""

    answers: list[Answer]
    field: forms.BoundField
    required: bool
    lines: list[LineFields]
    none: forms.BoundField | None  # the tick for "asked, nothing particular"


class HistoryForm(DraftForm):
    """A draft may be empty; to sign, what the guideline always requires is there and every line confirmed.

    A new history starts with the lines that are `proposed` by topic, a correction with those that stand.
    """

    columns = tuple(topic.field for topic in topics())
    missing = {
        "request_for_help": gettext_lazy("Write what the patient asks for."),
        "course": gettext_lazy("Write how long it lasts and how it goes."),
        "general_health": gettext_lazy("Write the general health; nothing particular? Tick that you asked."),
        "daily_life": gettext_lazy("Write what the patient cannot do now; nothing? Tick that you asked."),
    }

    def __init__(
        self,
        *args: object,
        record: History,
        proposed: Mapping[str, list[str]] | None = None,
        **kwargs: object,
    ) -> None:
        self.lines = _stored_lines(record) if record.pk or record.amends_id else _new_lines(proposed or {})
        super().__init__(*args, record=record, **kwargs)

    def build(self) -> None:
        self.columns = tuple(topic.field for topic in topics() if self._fits(topic))
        labels = {name: str(label(History, name)) for name in self.columns}
        line_fields = history_lines.fields(self.lines, labels)
        for name in self.columns:
            own = history_lines.of_topic(name, self.lines)
            for line in own:
                for part in ("line", "ok"):
                    key = f"{part}_{history_lines.key_of(line)}"
                    self.fields[key] = line_fields[key]
            self.fields[name] = LongText(label=labels[name], max_length=TEXT_LENGTH)
            if own:
                widget = history_lines.AddedText(name, own)
                widget.attrs |= self.fields[name].widget_attrs(widget) | {"rows": 1}
                self.fields[name].widget = widget
            if name != OWN_VOICE:
                asked = _("%(topic)s: asked, nothing particular") % {"topic": labels[name]}
                self.fields[f"none_{name}"] = forms.BooleanField(label=asked, required=False)

    def _fits(self, topic: Topic) -> bool:
        """What was written stays in sight, also when the episode is no longer called a referral."""
        rows = (row for row in (self.record, self.record.amends) if row)
        asked = not topic.referred or not self.episode.is_direct_access
        return asked or any(getattr(row, topic.field) for row in rows)

    def values_of(self, record: History) -> dict[str, object]:
        lines = _stored_lines(record) if record.pk else self.lines
        texts = {
            name: history_lines.added_to(name, getattr(record, name), lines) if record.pk else ""
            for name in self.columns
        }
        none = {f"none_{name}": name in record.asked_none for name in self.columns if name != OWN_VOICE}
        return texts | history_lines.values(lines) | none

    # --- what the page shows

    def voices(self, answers: Iterable[Answer]) -> list[Voices]:
        """The topics of the page, in order."""
        found = by_topic(answers)
        return [
            Voices(
                found[topic.field],
                self[topic.field],
                topic.required,
                [self._line(line) for line in history_lines.of_topic(topic.field, self.lines)],
                None if topic.field == OWN_VOICE else self[f"none_{topic.field}"],
            )
            for topic in topics()
            if topic.field in self.columns
        ]

    def _line(self, line: HistoryLine) -> LineFields:
        key = history_lines.key_of(line)
        return LineFields(key, self[f"line_{key}"], self[f"ok_{key}"], line.generated)

    @property
    def to_mend(self) -> list[Mend]:
        """What is wrong, in the order of the page; the lines to confirm in one topic are one thing to do."""
        found = []
        for name in (name for name in self.fields if name in self.errors):
            if not self.has_error(name, UNCONFIRMED):
                found.append(Mend(self[name].id_for_label, self[name].label, self.errors[name][0]))
        return sorted([*found, *self._to_confirm()], key=lambda one: self._place(one.anchor))

    def _to_confirm(self) -> Iterator[Mend]:
        for topic in self.columns:
            names = [f"line_{history_lines.key_of(one)}" for one in history_lines.of_topic(topic, self.lines)]
            waiting = [name for name in names if self.has_error(name, UNCONFIRMED)]
            if waiting:
                said = ngettext(
                    "%(count)s line to confirm or change.",
                    "%(count)s lines to confirm or change.",
                    len(waiting),
                )
                first = self[waiting[0]].id_for_label
                yield Mend(first, self[topic].label, said % {"count": len(waiting)})

    def _place(self, anchor: str) -> int:
        return [self[name].id_for_label for name in self.fields].index(anchor)

    # --- what the action gets

    @property
    def data_for_action(self) -> dict[str, object]:
        ticked = [name for name in self.columns if self.cleaned_data.get(f"none_{name}")]
        return {**super().data_for_action, "asked_none": ticked}

    @property
    def lines_for_action(self) -> list[dict[str, object]]:
        return history_lines.written(self.lines, self.cleaned_data)

    # --- checks

    def clean(self) -> dict[str, object]:
        super().clean()
        if self.signing:
            for name in history_lines.unconfirmed(self.lines, self.cleaned_data):
                self.refuse(name, ValidationError(_("Confirm or change this line."), code=UNCONFIRMED))
            for name in self.columns:
                self._check_topic(name)
        return self.cleaned_data

    def _check_topic(self, name: str) -> None:
        """Something is said, or it was asked in vain; not both."""
        rows = (row for row in self.lines_for_action if row["topic"] == name)
        is_told = bool(self.cleaned_data.get(name)) or any(row["text"] for row in rows)
        is_none = self.cleaned_data.get(f"none_{name}", False)
        if is_told and is_none:
            sentence = _("Something is written here too. Take this tick away, or leave the text out.")
            self.refuse(f"none_{name}", sentence)
        if not is_told and not is_none and name in self.missing:
            self.refuse(name, self.missing[name])


def _stored_lines(record: History) -> list[HistoryLine]:
    """The lines of a draft; of a new correction those that stand."""
    owner = record if record.pk else record.amends
    return sorted(owner.lines.all(), key=lambda line: line.position)


def _new_lines(proposed: Mapping[str, list[str]]) -> list[HistoryLine]:
    return [
        HistoryLine(topic=topic, position=position, generated=text, text=text)
        for topic, texts in proposed.items()
        for position, text in enumerate(texts)
    ]
