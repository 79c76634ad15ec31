"""The fields of single questions: what to ask is in the content, what is valid the question knows."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake import answers as kinds
from intake.answers import NONE, AnswerError
from intake.questionnaire import Question

# The meaning of 0 and 10 stands in the text of a question: "(0 = none, 10 = worst imaginable)".
SCALE_ENDS = re.compile(r"\s*\(?0 = (?P<low>[^,]+), 10 = (?P<high>[^)]+)\)?$")
TYPED_LIMIT = 10_000  # characters kept of a text that is too long to be an answer
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
HELP = {
    "not_an_option": gettext_lazy("Choose one of the options."),
    "not_a_list": gettext_lazy("Choose from the options."),
    "not_one": gettext_lazy("Choose one option."),
    "none_with_others": gettext_lazy(
        'You chose "{none}" and something else too. Keep what fits and clear the other.'
    ),
    "not_a_number": gettext_lazy("Write a whole number, for example 3."),
    "out_of_range": gettext_lazy("Write a number from {low} to {high}."),
    "not_a_date": gettext_lazy("Write the whole date: day, month and year."),
    "not_text": gettext_lazy("Write your answer in words."),
    "too_long": gettext_lazy("This text is too long. Use at most {limit} characters."),
    "bad_character": gettext_lazy("There is a character in this text that we cannot store. Type it again."),
    "not_a_chart": gettext_lazy("Choose from the places in the list."),
    "not_activities": gettext_lazy("Name something and choose a number with it."),
}


class AnswerField(forms.Field):
    """The field of one question; what a valid answer is, the question knows."""

    def __init__(self, question: Question, lang: str) -> None:
        self.question, self.lang = question, lang
        label, hint, self.low, self.high = texts(question, lang)
        super().__init__(
            label=" ".join([label, _("(optional)")]) if question.optional else label,
            help_text=hint,
            required=question.required,
            widget=_widget(question, lang),
        )

    def clean(self, value: object) -> kinds.Answer | None:
        try:
            answer = self.question.clean(value)
        except AnswerError as error:
            raise forms.ValidationError(_sentence(error, self.question, self.lang)) from error
        if self.required and answer is None:
            raise forms.ValidationError(_needed(self.question, self.lang))
        return answer


def _sentence(error: AnswerError, question: Question, lang: str) -> str:
    none = question.option(NONE)
    return HELP[error.key].format(none=none.text(lang) if none else "", **error.params)


def _needed(question: Question, lang: str) -> str:
    none = question.option(NONE)
    if question.safety_list and none:
        return _('Choose what fits, or "{none}".').format(none=none.text(lang))
    return _("Choose an answer.") if question.options else _("Write an answer.")


def texts(question: Question, lang: str) -> tuple[str, str, str, str]:
    """Label, hint, and what the lowest and the highest number mean; those stand at the scale itself."""
    label, hint = question.text(lang), question.hint(lang)
    ends = SCALE_ENDS.search(label) or SCALE_ENDS.search(hint)
    if ends is None or question.type not in ("nrs0-10", "psk"):
        return label, hint, "", ""
    return SCALE_ENDS.sub("", label), SCALE_ENDS.sub("", hint), ends["low"], ends["high"]


def _widget(question: Question, lang: str) -> forms.Widget:
    options = [(option.code, option.text(lang)) for option in question.options]
    if question.type == "multi":
        return forms.CheckboxSelectMultiple(choices=options)
    if question.type == "single":
        return forms.RadioSelect(choices=options)
    if question.type == "nrs0-10":
        return forms.RadioSelect(choices=numbers())
    if question.type == "date":
        return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    if question.autocomplete:
        return forms.TextInput(attrs={"autocomplete": question.autocomplete})
    if question.type == "text":
        return forms.Textarea(attrs={"rows": 3})
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def numbers() -> list[tuple[int, str]]:
    """The choices of a scale."""
    low, high = kinds.RANGES["nrs0-10"]
    return [(number, str(number)) for number in range(low, high + 1)]


class ActivityField(forms.CharField):
    """One thing that is hard to do."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, max_length=kinds.ACTIVITY_LIMIT)

    def to_python(self, value: object) -> str:
        return UNSTORABLE.sub("", super().to_python(value))


def score_field(number: int, low: str, high: str) -> forms.TypedChoiceField:
    """How hard an activity is, from 0 to 10."""
    field = forms.TypedChoiceField(
        label=_("How hard was activity {number} in the past week?").format(number=number),
        choices=numbers(),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose a number from 0 to 10.")},
    )
    field.low, field.high = low, high
    return field


def storable(value: object) -> str:
    """What was typed, without signs no database takes, and not endless."""
    return UNSTORABLE.sub("", str(value or ""))[:TYPED_LIMIT]
