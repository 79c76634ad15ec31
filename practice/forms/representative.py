"""Somebody who speaks for a patient."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import PhoneField
from practice.forms.layout import group, helper, line
from practice.models import Patient, Relation, Representative

# Under this age a parent or guardian decides, alone or together with the child (BW 7:447 and 7:450).
ADULT_IN_CARE = 16
MAY_SPEAK_FOR_A_CHILD = {Relation.PARENT, Relation.GUARDIAN}
PARENT_NEEDED = _("For a child under 16, choose a parent with authority or a guardian.")


class RepresentativeForm(forms.ModelForm):
    """A representative to add to a patient who is registered."""

    phone = PhoneField(label=_("Phone"), error_messages={"required": _("Fill in a phone number.")})

    class Meta:
        model = Representative
        fields = ["name", "relation", "phone", "email"]
        error_messages = {
            "name": {"required": _("Fill in the name.")},
            "relation": {"required": _("Choose in what role this person speaks for the patient.")},
        }

    def __init__(self, data: object = None, *, patient: Patient) -> None:
        super().__init__(data)
        self.patient = patient
        self.use_required_attribute = False
        self.fields["relation"].choices = [("", "–"), *Relation.choices]
        legend = _("Representative")
        self.helper = helper(group(legend, line(name=7, relation=5), line(phone=5, email=7)))

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        relation = cleaned.get("relation")
        if relation and self.patient.age < ADULT_IN_CARE and relation not in MAY_SPEAK_FOR_A_CHILD:
            self.add_error("relation", PARENT_NEEDED)
        known = Representative.objects.filter(
            patient=self.patient, name=cleaned.get("name"), relation=relation
        )
        if known.exists():
            self.add_error("name", _("This representative is registered already."))
        return cleaned
