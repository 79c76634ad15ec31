"""Who somebody is: the identity document that was seen, and the BSN that stands on it."""

import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import BsnField
from practice.forms.layout import group, helper, line
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
NEEDED = {
    "document_kind": _("Choose which document you have seen."),
    "document_number": _("Type the number that stands on the document."),
}
DOCUMENT_FIRST = _(
    "A BSN comes only from an identity document you have seen: choose the document and type its number, "
    "or leave the BSN empty."
)


DOCUMENT_HINT = _("A document you have in your hand now. Its kind and number are noted, never a copy.")


class IdentityFields(forms.Form):
    """A document that was seen and the BSN on it.

    The form that takes this part names its patient, or None for somebody new, in `identified`. `bsn_holder`
    is whoever has the BSN that was typed already: of a registration that was merged, the one it lives on in.
    """

    document_kind = forms.ChoiceField(
        label=_("Document"), choices=[("", "–"), *DocumentKind.choices], required=False
    )
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"data-unkept": True}),
    )
    bsn = BsnField(
        label=_("BSN"), required=False, help_text=_("Only from an identity document you have seen.")
    )

    identified: Patient | None = None
    bsn_holder: Patient | None = None

    def clean_document_number(self) -> str:
        return re.sub(r"[\s.\-]", "", self.cleaned_data["document_number"]).upper()

    def clean_bsn(self) -> str:
        bsn = self.cleaned_data["bsn"]
        other = self._other_with(bsn) if bsn else None
        if other is None:
            return bsn
        self.bsn_holder = _lives_on(other)
        if self.bsn_holder == other:
            said = _("This BSN belongs to patient %(number)s already.")
        else:
            said = _("This BSN belongs to patient %(number)s, who is patient %(into)s now.")
        raise forms.ValidationError(said, params={"number": other.number, "into": self.bsn_holder.number})

    def _other_with(self, bsn: str) -> Patient | None:
        return _holder(bsn, self.identified)

    def refuse_bsn(self) -> bool:
        """Say why the database refused the BSN; False when it was not because of that.

        A colleague gave it to somebody else a moment ago, or took away the document it rests on by undoing
        a merge.
        """
        bsn = self.cleaned_data["bsn"]
        other = _holder(bsn, self.identified) if bsn else None
        if other:
            self.bsn_holder = _lives_on(other)
            self.add_error("bsn", _("A colleague has just registered this BSN for another patient."))
        elif bsn and not self._is_identified():
            self.add_error("bsn", DOCUMENT_FIRST)
        return "bsn" in self.errors

    def _is_identified(self) -> bool:
        """True when a document was seen, now or before."""
        return bool(self.identity_data() or (self.identified and self.identified.identity_checked))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        self._check_document(cleaned)
        return cleaned

    def _check_document(self, cleaned: dict[str, object]) -> None:
        kind, number = cleaned.get("document_kind"), cleaned.get("document_number")
        if number and not kind and "document_kind" not in self.errors:
            self.add_error("document_kind", NEEDED["document_kind"])
        if kind and not number and "document_number" not in self.errors:
            self.add_error("document_number", NEEDED["document_number"])
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

    def tell_known_bsn(self, patient: Patient) -> None:
        """Say which BSN is known by its last digits; the field only replaces it."""
        if patient.bsn:
            hint = _("Known: %(bsn)s. Fill in only to replace it.") % {"bsn": patient.bsn_masked}
            self.fields["bsn"].help_text = hint

    def identity_data(self) -> dict[str, str] | None:
        """Kind and number of the document that was seen, if one was."""
        data = {name: self.cleaned_data[f"document_{name}"] for name in ("kind", "number")}
        return data if data["kind"] else None


class IdentityForm(IdentityFields):
    """The document of a patient who stands at the desk."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: object = None, *, patient: Patient) -> None:
        super().__init__(data, initial={"version": patient.version})
        self.identified = patient
        self.use_required_attribute = False
        for name, said in NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = said
        self.fields["document_kind"].widget.attrs["autofocus"] = True
        self.tell_known_bsn(patient)
        fields = line(document_kind=4, document_number=4, bsn=4)
        self.helper = helper(group(_("Identity document"), fields, "version", hint=DOCUMENT_HINT))

    def go_on_from(self, newer: Patient) -> None:
        """Say that a colleague changed the registration; sent again, this is added to it as it is now."""
        self.data = self.data.copy()
        self.data["version"] = newer.version
        self.tell_known_bsn(newer)
        self.add_error(
            "bsn", _("A colleague changed this registration just now. Check the BSN and save again.")
        )


def _holder(bsn: str, apart_from: Patient | None) -> Patient | None:
    """Whoever has this BSN: neither this patient, nor a registration that lives on in it."""
    holders = Patient.objects.with_bsn(bsn).select_related("merged_into")
    if apart_from:
        holders = holders.exclude(Q(pk=apart_from.pk) | Q(merged_into=apart_from.pk))
    return holders.first()


def _lives_on(patient: Patient) -> Patient:
    """The registration this one became part of, or itself."""
    while patient.merged_into:
        patient = patient.merged_into
    return patient
