"""Registration data of one patient."""

import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from practice import names
from practice.forms.changes import Change, changes
from practice.forms.fields import BirthDateField, PhoneField, PostcodeField
from practice.forms.identity import DOCUMENT_HINT, IdentityFields
from practice.forms.layout import group, helper, line
from practice.models import NameUse, Patient

NEW_PRACTITIONER = ("gp_name", "gp_practice", "gp_city", "gp_phone")


class PatientForm(IdentityFields, forms.ModelForm):
    """The data of a patient who is registered."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    birth_date = BirthDateField(
        label=_("Birth date"), error_messages={"required": _("Fill in the birth date.")}
    )
    postcode = PostcodeField(label=_("Postcode"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    bsn_remove = forms.BooleanField(label=_("Remove the BSN"), required=False)
    gp_name = forms.CharField(label=_("Name of a GP not in the list"), max_length=120, required=False)
    gp_practice = forms.CharField(label=_("GP's practice"), max_length=120, required=False)
    gp_city = forms.CharField(label=_("GP's town"), max_length=80, required=False)
    gp_phone = PhoneField(label=_("GP's phone"), required=False)

    class Meta:
        model = Patient
        fields = [
            *("initials", "first_name", "prefix", "birth_name", "partner_prefix", "partner_name", "name_use"),
            *("birth_date", "sex", "language", "phone", "email"),
            *("street", "house_number", "house_letter", "house_addition", "postcode", "city"),
            "general_practitioner",
        ]
        labels = {
            "partner_prefix": _("Partner's prefix"),
            "house_letter": _("Letter"),
            "general_practitioner": _("Choose from the list"),
            "house_addition": _("Addition"),
        }
        error_messages = {
            "initials": {"required": _("Fill in the initials.")},
            "birth_name": {"required": _("Fill in the birth name.")},
            "sex": {"required": _("Choose the sex at birth.")},
        }

    def __init__(self, data: object = None, *, patient: Patient | None = None, **kwargs: object) -> None:
        # A copy: cleaning fills the instance, and the page still shows the patient as stored.
        super().__init__(data, instance=copy.copy(patient), **kwargs)
        self.identified = patient
        self.use_required_attribute = False
        self.fields["general_practitioner"].empty_label = _("not known")
        self.fields["sex"].choices = [("", "–"), *self.fields["sex"].choices[1:]]
        self.lay_out()
        if patient:
            self.initial |= {"version": patient.version}
            self.tell_known_bsn(patient)
        if patient and not patient.bsn:
            self.fields["bsn_remove"].widget = forms.HiddenInput()

    def lay_out(self) -> None:
        """Put the fields in their place on the page."""
        self.helper = helper(
            group(
                _("Name"),
                line(initials=2, first_name=4, prefix=2, birth_name=4),
                line(partner_prefix=3, partner_name=5, name_use=4),
            ),
            group(_("Birth date"), line(birth_date=3, sex=3, language=3)),
            group(
                _("Phone, e-mail and address"),
                line(phone=4, email=8),
                line(street=6, house_number=2, house_letter=2, house_addition=2),
                line(postcode=3, city=6),
            ),
            group(
                _("General practitioner"),
                line(general_practitioner=9),
                line(gp_name=6, gp_practice=6),
                line(gp_city=6, gp_phone=3),
            ),
            group(
                _("Identity and BSN"),
                line(document_kind=4, document_number=4, bsn=4),
                line(bsn_remove=12),
                "version",
                hint=DOCUMENT_HINT,
            ),
        )

    def clean_initials(self) -> str:
        initials = names.written_initials(self.cleaned_data["initials"])
        if not initials:
            raise forms.ValidationError(_("Type the initials as letters, for example S.M."))
        return initials[:20]

    def clean_house_letter(self) -> str:
        return self.cleaned_data["house_letter"].upper()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        self._split("prefix", "birth_name")
        self._split("partner_prefix", "partner_name")
        if (
            cleaned.get("name_use") != NameUse.BIRTH
            and "partner_name" in cleaned
            and not cleaned["partner_name"]
        ):
            self.add_error(
                "partner_name", _("Fill in the partner's name, or choose the birth name as name in use.")
            )
        if cleaned.get("bsn") and cleaned.get("bsn_remove"):
            self.add_error("bsn_remove", _("Either replace the BSN or remove it, not both."))
        self._check_practitioner(cleaned)
        return cleaned

    def _split(self, prefix: str, name: str) -> None:
        """Move a prefix that was typed in front of the name to its own field."""
        cleaned = self.cleaned_data
        if cleaned.get(name) and cleaned.get(prefix) == "":
            cleaned[prefix], cleaned[name] = names.split_prefix(cleaned[name])

    def _check_practitioner(self, cleaned: dict[str, object]) -> None:
        if cleaned.get("gp_name") and cleaned.get("general_practitioner"):
            self.add_error("gp_name", _("Choose a GP from the list or type a new one, not both."))
        if not cleaned.get("gp_name") and any(cleaned.get(name) for name in NEW_PRACTITIONER[1:]):
            self.add_error("gp_name", _("Fill in the name of the GP."))

    def patient_data(self) -> dict[str, object]:
        """Cleaned registration data by field name; the BSN only when it is new or to be removed."""
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["bsn"] or self.cleaned_data["bsn_remove"]:
            data["bsn"] = self.cleaned_data["bsn"] or None
        return data

    def new_practitioner(self) -> dict[str, object] | None:
        """Data of a GP who is not in the list yet, if one was typed."""
        if not self.cleaned_data["gp_name"]:
            return None
        fields = ("name", "practice_name", "city", "phone")
        return {field: self.cleaned_data[name] for field, name in zip(fields, NEW_PRACTITIONER, strict=True)}

    def rebase(self, newer: Patient) -> list[Change]:
        """Go on from the row a colleague saved: take over what was not touched here, keep what was.

        Returns every field the colleague changed and this form had otherwise.
        """
        before = newer.history.filter(version=self.cleaned_data["version"]).first()
        found = changes(self, self.patient_data(), newer, before)
        self.data = self.data.copy()
        self.data["version"] = newer.version
        for name, change in found.items():
            if not change.mine_is_kept:
                self.data[name] = self.fields[name].prepare_value(getattr(newer, name))
        return list(found.values())
