"""Where an intake link goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.addresses import TO_PATIENT, TO_REPRESENTATIVE, addresses
from practice.desk import masked_email
from practice.models import Patient

ON_SCREEN = "screen"


class SendForm(forms.Form):
    """Offers only the addresses that are known; the first choice is the likely one."""

    send_to = forms.ChoiceField(
        label=_("Send the intake link"),
        error_messages={
            "required": _("Choose where the link goes."),
            "invalid_choice": _("That e-mail address is not known. Choose another way, or add it first."),
        },
    )

    def __init__(self, data: object = None, *, patient: Patient) -> None:
        super().__init__(data)
        self.addresses = addresses(patient)
        self.fields["send_to"].choices = [
            *((way, _LABELS[way] % {"address": masked_email(to)}) for way, to in self.addresses.items()),
            (ON_SCREEN, _("only on screen, as QR code")),
        ]

    def address(self) -> str:
        """Where to mail the link; empty for on screen only."""
        return self.addresses.get(self.cleaned_data["send_to"], "")


_LABELS = {
    TO_PATIENT: _("by e-mail to the patient, %(address)s"),
    TO_REPRESENTATIVE: _("by e-mail to the representative, %(address)s"),
}
