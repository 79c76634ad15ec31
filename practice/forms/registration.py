"""Registering somebody new: the patient, who speaks for a child, and the first episode with its link."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.forms.episode import TherapistField
from practice.forms.fields import PhoneField
from practice.forms.first_slot import FirstSlotFields
from practice.forms.identity import DOCUMENT_HINT
from practice.forms.known import KnownFields
from practice.forms.layout import fold, group, helper, line
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


class RegistrationForm(KnownFields, FirstSlotFields, PatientForm):
    """A new patient. `known` are patients who may be the same person."""

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
    send_to = forms.ChoiceField(
        label=_("Intake link"), choices=SEND_CHOICES, required=False, widget=forms.RadioSelect
    )

    def __init__(self, data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self._offer_therapists()
        self.offer_times()
        if not self.is_bound:
            self.fields["initials"].widget.attrs["autofocus"] = True

    def _offer_therapists(self) -> None:
        """Whoever is active; who is the only one is chosen already."""
        field = self.fields["therapist"]
        field.offer_active()
        therapists = list(field.queryset[:2])
        self.only_therapist = therapists[0] if len(therapists) == 1 else None
        if self.only_therapist:
            self.initial.setdefault("therapist", self.only_therapist.pk)

    def lay_out(self) -> None:
        """The usual case first, in the order of a phone call; what is seldom needed is folded below it."""
        self.person = helper(
            group(
                _("Patient"),
                line(initials=2, first_name=3, prefix=2, birth_name=5),
                line(birth_date=3, sex=3, phone=3, email=3),
            )
        )
        self.care = helper(line(complaint=6, therapist=6))
        self.other_time = helper(
            fold(
                _("Another day, time or duration"),
                line(slot_day=3, slot_time=3, slot_minutes=3, slot_room=3),
            )
        )
        self.more = helper(*self._folds())

    def _folds(self) -> list[object]:
        return [
            fold(
                _("Address"),
                line(street=6, house_number=2, house_letter=2, house_addition=2),
                line(postcode=3, city=6),
            ),
            fold(_("Partner's name"), line(partner_prefix=3, partner_name=5, name_use=4)),
            fold(
                _("Identity document and BSN"),
                line(document_kind=4, document_number=4, bsn=4),
                hint=DOCUMENT_HINT,
            ),
            fold(
                _("Representative"),
                line(representative_name=7, representative_relation=5),
                line(representative_phone=5, representative_email=7),
                hint=_("Needed under 16. From 16 on, only for somebody who cannot decide alone."),
            ),
            fold(
                _("General practitioner, referral and language"),
                line(general_practitioner=6, referred_by=6),
                line(gp_name=6, gp_practice=6),
                line(gp_city=6, gp_phone=3, language=3),
            ),
        ]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        self._check_representative(cleaned)
        self._check_episode(cleaned)
        self._check_address(cleaned)
        self.look_for_known(cleaned)
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
        wanted = any(cleaned.get(name) for name in ("complaint", "referred_by", "send_to", "slot"))
        wanted = wanted or cleaned.get("therapist") not in (None, self.only_therapist)
        if wanted and not cleaned.get("complaint") and "complaint" not in self.errors:
            self.add_error("complaint", _("Choose the complaint this episode is about."))
        if wanted and not cleaned.get("therapist") and "therapist" not in self.errors:
            self.add_error("therapist", _("Choose who will treat."))

    def _check_address(self, cleaned: dict[str, object]) -> None:
        field = {TO_PATIENT: "email", TO_REPRESENTATIVE: "representative_email"}.get(cleaned.get("send_to"))
        if field and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Fill in the e-mail address the intake link goes to."))

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
