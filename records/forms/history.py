"""The history as the therapist writes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy

from intake.models import Answer
from records.forms.drafting import DraftForm, LongText, label
from records.models import History
from records.topics import by_topic, topics

TEXT_LENGTH = 10_000  # characters per topic


@dataclass(frozen=True)
class Voices:
    """One topic: what the patient answered, and the field for the therapist."""

    answers: list[Answer]
    field: forms.BoundField
    required: bool


class HistoryForm(DraftForm):
    """A draft may be empty; to sign, what the guideline always requires is there."""

    columns = tuple(topic.field for topic in topics())
    needed = {
        "request_for_help": gettext_lazy("Write what the patient asks for."),
        "course": gettext_lazy("Write how long it lasts and how it goes."),
        "general_health": gettext_lazy("Write the general health; nothing particular? Write that you asked."),
        "daily_life": gettext_lazy("Write what the patient cannot do now, or that nothing is limited."),
    }

    def build(self) -> None:
        for name in self.columns:
            self.fields[name] = LongText(label=label(History, name), max_length=TEXT_LENGTH)

    def voices(self, answers: Iterable[Answer]) -> list[Voices]:
        """The topics of the page, in order."""
        found = by_topic(answers)
        return [Voices(found[topic.field], self[topic.field], topic.required) for topic in topics()]
