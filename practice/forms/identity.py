"""Who somebody is: the identity document that was seen, and the BSN that stands on it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import BsnField
from practice.models import DocumentKind, Patient

# What a document number looks like, and what to say when it does not. Sources: domain reference 8.4; RvIG,
# "Documentnummer": two letters, six letters or digits without the letter O, one digit; RDW: ten digits on a
# Dutch driving licence. Passports of other countries differ, so theirs is only kept within reason.
_DUTCH = r"[A-Z]{2}[A-NP-Z0-9]{6}[0-9]"
SHAPES: dict[str, tuple[str, object]] = {
    DocumentKind.PASSPORT: (
        r"[A-Z0-9]{5,20}",
        _("The number of a passport has letters and digits only, nine on a Dutch one."),
    ),
    DocumentKind.IDENTITY_CARD: (
        _DUTCH,
        _("The number of an identity card has nine characters: two letters first, a digit last, never an O."),
    ),
    DocumentKind.DRIVING_LICENCE: (r"[0-9]{10}", _("The number of a driving licence has ten digits.")),
    DocumentKind.ALIENS_DOCUMENT: (
        r"[A-Z0-9]{9}",
        _("The number of an aliens document has nine letters and digits."),
    ),
}
DOCUMENT_FIRST = _(
    "A BSN comes only from an identity document you have seen: choose the document and type its number, "
    "or leave the BSN empty."
)


class IdentityFields(forms.Form):
    """A document that was seen and the BSN on it. `bsn_holder` is whoever has the BSN that was typed already.

    The form that takes this part names its patient, or None for somebody new, in `identified`.
    """

    document_kind = forms.ChoiceField(
        label=_("Document"), choices=[("", "–"), *DocumentKind.choices], required=False
    )
    document_number = forms.CharField(label=_("Document number"), max_length=30, required=False)
    bsn = BsnField(
        label=_("BSN"), required=False, help_text=_("Only from an identity document you have seen.")
    )

    identified: Patient | None = None
    bsn_holder: Patient | None = None

    def clean_document_number(self) -> str:
        return re.sub(r"[\s.\-]", "", self.cleaned_data["document_number"]).upper()

    def clean_bsn(self) -> str:
        bsn = self.cleaned_data["bsn"]
        self.bsn_holder = self._other_with(bsn) if bsn else None
        if self.bsn_holder:
            raise forms.ValidationError(
                _("This BSN belongs to patient %(number)s already."),
                params={"number": self.bsn_holder.number},
            )
        return bsn

    def _other_with(self, bsn: str) -> Patient | None:
        known = self.identified.pk if self.identified else None
        return Patient.objects.with_bsn(bsn).exclude(pk=known).first()

    def refuse_bsn(self) -> None:
        """Say that a colleague gave this BSN to somebody else a moment ago."""
        self.bsn_holder = self._other_with(self.cleaned_data["bsn"])
        self.add_error("bsn", _("A colleague has just registered this BSN for another patient."))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        self._check_document(cleaned)
        return cleaned

    def _check_document(self, cleaned: dict[str, object]) -> None:
        kind, number = cleaned.get("document_kind"), cleaned.get("document_number")
        if number and not kind and "document_kind" not in self.errors:
            self.add_error("document_kind", _("Choose which document you have seen."))
        if kind and not number and "document_number" not in self.errors:
            self.add_error("document_number", _("Type the number that stands on the document."))
        if kind and number:
            self._check_number(kind, number, cleaned.get("bsn"))
        seen = kind or number or {"document_kind", "document_number"} & set(self.errors)
        if cleaned.get("bsn") and not seen and not (self.identified and self.identified.identity_checked):
            self.add_error("bsn", DOCUMENT_FIRST)

    def _check_number(self, kind: str, number: str, bsn: str | None) -> None:
        shape, said = SHAPES[kind]
        if not re.fullmatch(shape, number):
            self.add_error("document_number", said)
        elif bsn and number == bsn:
            self.add_error("document_number", _("This is the BSN. Type the number of the document itself."))

    def identity_data(self) -> dict[str, str] | None:
        """Kind and number of the document that was seen, if one was."""
        data = {name: self.cleaned_data[f"document_{name}"] for name in ("kind", "number")}
        return data if data["kind"] else None
