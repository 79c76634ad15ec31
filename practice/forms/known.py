"""Who is being registered may be known: shown while typing, and asked before anybody is registered twice."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.known import Known, known
from practice.models import Patient

LONGEST = 18  # digits of a number of a row


class NotSameField(forms.Field):
    """Rows of patients of whom somebody said: not the same person. Leaves out what is no number."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: object) -> set[int]:
        found = value if isinstance(value, Iterable) else ()
        texts = [text for text in found if isinstance(text, str)]
        return {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= LONGEST}


class KnownFields(forms.Form):
    """For the form of a new patient: `known` are the patients it may be, most certain first."""

    not_same = NotSameField(label=_("Already known?"), required=False)

    known: list[Known] = []

    def look_for_known(self, cleaned: dict[str, object]) -> None:
        """Find who this may be. To register, somebody has to say of the likely ones that it is not them."""
        self.known = known(cleaned)
        if any(one.likeness.asks and one.patient.pk not in self.told_apart for one in self.known):
            self.add_error(
                "not_same",
                _("Somebody who looks the same is registered. Open that, or tick that it is somebody else."),
            )

    @property
    def told_apart(self) -> set[int]:
        """Rows that were ticked as "not the same person"."""
        return getattr(self, "cleaned_data", {}).get("not_same") or set()

    def different_people(self) -> list[Patient]:
        """Of whom it was said that they are not the one who is being registered."""
        return [one.patient for one in self.known if one.patient.pk in self.told_apart]
