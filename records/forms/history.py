"""The history as the therapist writes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Answer
from records.models import History
from records.topics import by_topic, topics

TEXT_LENGTH = 10_000  # characters per topic
REQUIRED = {
    "request_for_help": gettext_lazy("Write what the patient asks for."),
    "course": gettext_lazy("Write how long it lasts and how it goes."),
    "general_health": gettext_lazy("Write the general health; nothing particular? Write that you asked."),
    "daily_life": gettext_lazy("Write what the patient cannot do now, or that nothing is limited."),
}


@dataclass(frozen=True)
class Voices:
    """One topic: what the patient answered, and the field for the therapist."""

    answers: list[Answer]
    field: forms.BoundField
    required: bool


class HistoryForm(forms.ModelForm):
    """A draft may be empty; to sign (`final`), what the guideline always requires is there."""

    draft_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    amends = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = History
        fields = [*(topic.field for topic in topics()), "amend_reason"]

    def __init__(self, *args: object, final: bool = False, amending: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.final = final
        if not amending:
            del self.fields["amend_reason"]
        for name in self.written:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "class": "form-control"})
            self.fields[name].max_length = TEXT_LENGTH
            self.fields[name].validators.append(forms.fields.validators.MaxLengthValidator(TEXT_LENGTH))

    @property
    def written(self) -> list[str]:
        """The names of the fields that are columns of a History."""
        return [name for name in self._meta.fields if name in self.fields]

    def clean_draft_version(self) -> int:
        return self.cleaned_data["draft_version"] or 0

    def clean(self) -> dict[str, object]:
        if "amend_reason" in self.fields and not self.cleaned_data.get("amend_reason"):
            self.add_error("amend_reason", _("Write what you add or correct, and why."))
        for name, sentence in REQUIRED.items() if self.final else ():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return self.cleaned_data

    @property
    def data_for_action(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.written}

    def voices(self, answers: Iterable[Answer]) -> list[Voices]:
        """The topics of the page, in order."""
        found = by_topic(answers)
        return [Voices(found[topic.field], self[topic.field], topic.required) for topic in topics()]
