"""Asking the safety questions again, in the patient's words and beside what was answered before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.forms_patient import Block, PageForm
from intake.models import Occasion
from intake.questionnaire import Page
from intake.rescreening import Again, Before


@dataclass(frozen=True)
class AskedAgain:
    """One question to ask, with what was answered to it before."""

    block: Block
    before: list[Before]


class RescreeningForm(PageForm):
    """Every question of the short set has to be answered: all of them were asked. A drawing may be added."""

    occasion = forms.ChoiceField(
        label=gettext_lazy("Why you ask again"),
        choices=[(value, capfirst(name)) for value, name in Occasion.choices],
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Choose why you ask again.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(
        self,
        again: Again,
        told_before: Mapping[str, list[Before]],
        data: Mapping[str, Any] | None = None,
        occasion: str = "",
    ) -> None:
        charts = (again.chart,) if again.chart else ()
        page = Page("rescreening", {}, (*again.questions, *charts))
        super().__init__(page, again.language, {}, data)
        self.told_before = told_before
        self.initial |= {"occasion": occasion, "seen": again.seen}
        for question in again.questions:
            self.fields[question.id].required = True
        for question in charts:
            self.fields[question.id].nowhere = _("Nothing hurts any more")

    def clean_seen(self) -> int:
        """The newest evidence the page was made from; nonsense names none."""
        text = self.cleaned_data["seen"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

    @property
    def asked(self) -> list[AskedAgain]:
        """The safety questions."""
        return [one for one in self._all if one.block.question.type != "chart"]

    @property
    def drawing(self) -> AskedAgain | None:
        return next((one for one in self._all if one.block.question.type == "chart"), None)

    @property
    def _all(self) -> list[AskedAgain]:
        return [AskedAgain(block, self.told_before.get(block.question.id, [])) for block in self.blocks]
