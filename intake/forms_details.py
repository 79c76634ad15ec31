"""The page where a patient writes what changed in the registration."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.details import ADDRESS, DETAILS, LABELS, LIMIT, as_read
from intake.forms_patient import PageForm
from intake.question_fields import storable
from intake.questionnaire import Page
from practice.forms.fields import PhoneField, PostcodeField

HOUSE = re.compile(r"(?P<number>[1-9]\d{0,4})\s*[-/ ]?\s*(?P<addition>\S.{0,9})?")
MISSING = {
    "street": _("Fill in the street too."),
    "house_number": _("Fill in the house number too."),
    "postcode": _("Fill in the postcode too."),
    "city": _("Fill in the town too."),
}


def _text(field: str, longest: int, autocomplete: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(label=LABELS[field], max_length=longest, required=False, widget=widget)


class DetailsForm(forms.Form):
    """What changed, all of it optional. Has what a page of questions has, and holds no answer to any."""

    use_required_attribute = False
    has_chart = False
    answers: Mapping[str, Any] = {}
    unfinished: Mapping[str, Any] = {}

    first_name = _text("first_name", 60, "given-name")
    phone = PhoneField(label=LABELS["phone"], required=False)
    email = forms.EmailField(
        label=LABELS["email"],
        max_length=LIMIT,
        required=False,
        error_messages={"invalid": _("Type a whole e-mail address, for example name@example.org.")},
    )
    street = _text("street", 100)
    house_number = _text("house_number", 16)
    house_addition = _text("house_addition", 10)
    postcode = PostcodeField(label=LABELS["postcode"], required=False)
    city = _text("city", 80, "address-level2")
    gp_name = _text("gp_name", 120)
    gp_practice = _text("gp_practice", 120)

    def __init__(
        self, page: Page, lang: str, stored: Mapping[str, str], data: Mapping[str, Any] | None = None
    ) -> None:
        shown = {field: as_read(field, value) for field, value in stored.items()}
        super().__init__(data if data is not None else shown or None)
        self.page, self.lang = page, lang
        for field, name in (("phone", "tel"), ("email", "email"), ("postcode", "postal-code")):
            self.fields[field].widget.attrs["autocomplete"] = name
        self.fields["house_number"].widget.attrs["inputmode"] = "numeric"

    def clean_house_number(self) -> str:
        """The number alone; what was typed behind it moves to the addition."""
        typed = self.cleaned_data["house_number"]
        if not typed:
            return ""
        found = HOUSE.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(_("Type the house number in digits, for example 12."))
        self.behind = found["addition"] or ""
        return found["number"]

    behind = ""  # the number: "12 bis"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.behind and not cleaned.get("house_addition") and "house_addition" not in self.errors:
            cleaned["house_addition"] = self.behind
        if any(cleaned.get(field) or field in self.errors for field in ADDRESS):
            self._need(MISSING, cleaned)
        if cleaned.get("gp_practice"):
            self._need({"gp_name": _("Fill in the name of the GP.")}, cleaned)
        return cleaned

    def _need(self, sentences: Mapping[str, object], cleaned: Mapping[str, Any]) -> None:
        for field, sentence in sentences.items():
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, sentence)

    @property
    def details(self) -> dict[str, str]:
        """Each field as it is to be kept: whole when it is valid, else as it was typed."""
        valid = self.cleaned_data if self.is_bound and self.errors is not None else {}
        return {field: str(valid.get(field) or self._typed(field))[:LIMIT] for field in LABELS}

    def _typed(self, field: str) -> str:
        return storable(self[field].value()).strip()

    @property
    def is_refused(self) -> bool:
        return bool(self.errors)


def page_form(
    page: Page, lang: str, stored: Mapping[str, Any], data: Mapping[str, Any] | None = None
) -> PageForm | DetailsForm:
    """The form of a page, with what is stored or with what was typed."""
    kind = DetailsForm if page == DETAILS else PageForm
    return kind(page, lang, stored, data)


def page_form_again(page: Page, lang: str, stored: Mapping[str, Any]) -> PageForm | DetailsForm:
    """The page as it was saved, checked once more; the details are always shown so."""
    return page_form(page, lang, stored) if page == DETAILS else PageForm.sent_again(page, lang, stored)
