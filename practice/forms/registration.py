"""Registering somebody new: the patient, who speaks for a child, and the first episode with its link."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.forms.episode import TherapistField
from practice.forms.fields import PhoneField
from practice.forms.identity import DOCUMENT_HINT
from practice.forms.layout import group, line
from practice.forms.patient import PatientForm
from practice.forms.representative import ADULT_IN_CARE, MAY_SPEAK_FOR_A_CHILD, PARENT_NEEDED
from practice.models import Complaint, Patient, Relation

REPRESENTATIVE = ("name", "relation", "phone", "email")
NOT_NOW, TO_PATIENT, TO_REPRESENTATIVE, ON_SCREEN = "", "patient", "representative", "screen"
SEND_CHOICES = [
    (NOT_NOW, _("not now")),
    (TO_PATIENT, _("by e-mail to the patient")),
    (TO_REPRESENTATIVE, _("by e-mail to the representative")),
    (ON_SCREEN, _("on screen, as QR code")),
]
NEEDED_FOR_A_CHILD = {
    "representative_name": _("Under 16 somebody speaks for the patient: fill in who."),
    "representative_relation": _("Choose how this person is related to the child."),
    "representative_phone": _("Fill in the phone number of the parent or guardian."),
}
NEEDED_WITH_OTHERS = {
    "representative_name": _("Fill in the name of the representative, or empty the other fields."),
    "representative_relation": _("Choose in what role this person speaks for the patient."),
}


class RegistrationForm(PatientForm):
    """A new patient. `lookalikes` are patients of the same name and birth date."""

    version = None
    bsn_remove = None
    representative_name = forms.CharField(label=_("Representative's name"), max_length=120, required=False)
    representative_relation = forms.ChoiceField(
        label=_("Relation"), choices=[("", "–"), *Relation.choices], required=False
    )
    representative_phone = PhoneField(label=_("Representative's phone"), required=False)
    representative_email = forms.EmailField(label=_("Representative's e-mail"), required=False)
    complaint = forms.ChoiceField(
        label=_("Complaint"), choices=[("", _("no episode yet")), *Complaint.choices], required=False
    )
    therapist = TherapistField(required=False)
    referred_by = forms.CharField(
        label=_("Referred by"),
        max_length=120,
        required=False,
        help_text=_("Leave empty when the patient comes without a referral."),
    )
    send_to = forms.ChoiceField(label=_("Send the intake link"), choices=SEND_CHOICES, required=False)
    somebody_else = forms.BooleanField(label=_("This is somebody else: register anyway"), required=False)

    def __init__(self, data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.lookalikes: list[Patient] = []
        self.fields["therapist"].offer_active()

    def groups(self) -> list[object]:
        name, person, reach, practitioner, identity = super().groups()
        representative = group(
            _("Representative"),
            line(representative_name=7, representative_relation=5),
            line(representative_phone=5, representative_email=7),
            hint=_("Needed under 16. From 16 on, only for somebody who cannot decide alone."),
        )
        episode = group(
            _("First episode"),
            line(complaint=4, therapist=4, send_to=4),
            line(referred_by=8),
            hint=_("May wait until later."),
        )
        return [name, person, reach, practitioner, identity, representative, episode]

    def person_group(self) -> object:
        return group(_("Birth date"), line(birth_date=3, sex=3, language=3))

    def identity_group(self) -> object:
        return group(
            _("Identity and BSN"), line(document_kind=4, document_number=4, bsn=4), hint=DOCUMENT_HINT
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        self._check_representative(cleaned)
        self._check_episode(cleaned)
        self._check_address(cleaned)
        self._check_lookalikes(cleaned)
        return cleaned

    def _check_representative(self, cleaned: dict[str, object]) -> None:
        is_child = _is_child(cleaned)
        typed = any(cleaned.get(f"representative_{name}") for name in REPRESENTATIVE)
        needed = NEEDED_FOR_A_CHILD if is_child else NEEDED_WITH_OTHERS if typed else {}
        for name, sentence in needed.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        relation = cleaned.get("representative_relation")
        if is_child and relation and relation not in MAY_SPEAK_FOR_A_CHILD:
            self.add_error("representative_relation", PARENT_NEEDED)

    def _check_episode(self, cleaned: dict[str, object]) -> None:
        wanted = any(cleaned.get(name) for name in ("complaint", "therapist", "referred_by", "send_to"))
        if wanted and not cleaned.get("complaint") and "complaint" not in self.errors:
            self.add_error("complaint", _("Choose the complaint this episode is about."))
        if wanted and not cleaned.get("therapist") and "therapist" not in self.errors:
            self.add_error("therapist", _("Choose who will treat."))

    def _check_address(self, cleaned: dict[str, object]) -> None:
        field = {TO_PATIENT: "email", TO_REPRESENTATIVE: "representative_email"}.get(cleaned.get("send_to"))
        if field and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Fill in the e-mail address the intake link goes to."))

    def _check_lookalikes(self, cleaned: dict[str, object]) -> None:
        if cleaned.get("birth_date") and cleaned.get("birth_name"):
            self.lookalikes = Patient.objects.alike(cleaned["birth_date"], cleaned["birth_name"])
        if self.lookalikes and not cleaned.get("somebody_else"):
            self.add_error(
                "somebody_else",
                _("A patient with this name and birth date is known. Open that registration, or tick this."),
            )

    def patient_data(self) -> dict[str, object]:
        data = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**data, "bsn": self.cleaned_data["bsn"] or None}

    def representative_data(self) -> dict[str, object] | None:
        """Who speaks for the patient, if anybody does."""
        data = {name: self.cleaned_data[f"representative_{name}"] for name in REPRESENTATIVE}
        return data if data["name"] else None

    def episode_data(self) -> dict[str, object] | None:
        """The first episode, if one is to be opened."""
        names = ("complaint", "therapist", "referred_by")
        return {name: self.cleaned_data[name] for name in names} if self.cleaned_data["complaint"] else None


def _is_child(cleaned: dict[str, object]) -> bool:
    born = cleaned.get("birth_date")
    return born is not None and Patient(birth_date=born).age_on(timezone.localdate()) < ADULT_IN_CARE
