"""The fields of the lines of the history that were proposed from the answers.

What a button of the page means, and what a line needs that is not on the page, is settled where the value is
read, so that every reader of the form sees the same.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from records.forms.drafting import LongText
from records.history_lines import added, key
from records.models import HistoryLine

LINE_LENGTH = 2000  # characters
CONFIRM, PUT_BACK = "confirm", "put_back"  # names of the buttons; their values: a topic, the key of a line

Data = Mapping[str, str]


def key_of(line: HistoryLine) -> str:
    return key(line.topic, line.generated)


def of_topic(topic: str, lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    return [line for line in lines if line.topic == topic]


class LineText(forms.Textarea):
    """The text of one line; as it is stored where a page does not know the line."""

    def __init__(self, line: HistoryLine) -> None:
        super().__init__(attrs={"rows": 1})
        self.line = line

    def value_from_datadict(self, data: Data, files: object, name: str) -> str:
        if data.get(PUT_BACK) == key_of(self.line):
            return self.line.generated
        return data.get(name, self.line.text)


class Tick(forms.CheckboxInput):
    """Confirmed: ticked, or changed; a line that was left out is neither."""

    def __init__(self, line: HistoryLine) -> None:
        super().__init__()
        self.line = line

    def value_from_datadict(self, data: Data, files: object, name: str) -> bool:
        typed = f"line_{key_of(self.line)}"
        if typed not in data:
            return self.line.confirmed
        text = LongText().to_python(LineText(self.line).value_from_datadict(data, files, typed))
        said = super().value_from_datadict(data, files, name) or data.get(CONFIRM) == self.line.topic
        return bool(text) and (said or text != self.line.generated)


class AddedText(forms.Textarea):
    """What the therapist adds to a topic; also what was changed in lines that are proposed no more."""

    def __init__(self, topic: str, lines: Iterable[HistoryLine]) -> None:
        super().__init__(attrs={"rows": 3})
        self.topic, self.known = topic, {f"line_{key_of(line)}" for line in lines}

    def value_from_datadict(self, data: Data, files: object, name: str) -> str | None:
        typed = super().value_from_datadict(data, files, name)
        texts = [data[other] for other in data if self._is_of_another(other, data[other])]
        return "\n".join(filter(None, [*texts, typed])) if texts else typed

    def _is_of_another(self, name: str, text: str) -> bool:
        if not name.startswith(f"line_{self.topic}_") or name in self.known:
            return False
        text = LongText().to_python(text)
        return bool(text) and f"line_{key(self.topic, text)}" != name


def fields(lines: Iterable[HistoryLine], labels: Mapping[str, str]) -> dict[str, forms.Field]:
    """The fields of all lines, by name; `labels` are the names of the topics."""
    found: dict[str, forms.Field] = {}
    for line in lines:
        about = {"topic": labels[line.topic], "number": line.position + 1}
        text = LongText(label=_("%(topic)s, line %(number)s") % about, max_length=LINE_LENGTH)
        text.widget = LineText(line)
        text.widget.attrs |= text.widget_attrs(text.widget)
        found[f"line_{key_of(line)}"] = text
        tick = _("%(topic)s, line %(number)s: right") % about
        found[f"ok_{key_of(line)}"] = forms.BooleanField(label=tick, required=False, widget=Tick(line))
    return found


def values(lines: Iterable[HistoryLine]) -> dict[str, object]:
    """What these fields hold for stored lines."""
    texts = {f"line_{key_of(line)}": line.text for line in lines}
    return texts | {f"ok_{key_of(line)}": line.confirmed for line in lines}


def written(lines: Iterable[HistoryLine], cleaned: Mapping[str, object]) -> list[dict[str, object]]:
    """The lines as an action takes them."""
    return [
        {
            "topic": line.topic,
            "position": line.position,
            "generated": line.generated,
            "text": cleaned.get(f"line_{key_of(line)}", line.text),
            "confirmed": cleaned.get(f"ok_{key_of(line)}", line.confirmed),
        }
        for line in lines
    ]


def added_to(topic: str, text: str, lines: Iterable[HistoryLine]) -> str:
    """What was added to a topic whose column holds `text`."""
    return added(text, of_topic(topic, lines))


def unconfirmed(lines: Iterable[HistoryLine], cleaned: Mapping[str, object]) -> list[str]:
    """The names of the text fields that still stand as the program wrote them, and nobody said are right."""
    rows = zip(lines, written(lines, cleaned), strict=True)
    return [f"line_{key_of(line)}" for line, row in rows if row["text"] and not row["confirmed"]]
