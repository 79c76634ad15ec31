"""What came of calling the patient, checked."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import AlertOutcome, EmergencyAlert
from intake.screening_fields import choice, text
from practice import reasons

LARGEST = 2**31 - 1


class AlertForm(forms.Form):
    """One attempt. What the page showed goes along, so that an answer never covers what came later."""

    outcome = choice(gettext_lazy("What came of it"), AlertOutcome.choices)
    remark = text(
        gettext_lazy("Remark"),
        help_text=gettext_lazy(
            "Sent to a doctor or 112: to whom, and what was agreed. No emergency: why not."
        ),
    )
    seen_rules = forms.IntegerField(min_value=0, max_value=LARGEST, required=False, widget=forms.HiddenInput)
    seen_response = forms.IntegerField(
        min_value=0, max_value=LARGEST, required=False, widget=forms.HiddenInput
    )

    def clean_outcome(self) -> str:
        if not self.cleaned_data["outcome"]:
            raise forms.ValidationError(_("Choose what came of it."))
        return self.cleaned_data["outcome"]

    def clean(self) -> dict[str, object]:
        said = self.cleaned_data.get("remark") or ""
        outcome = self.cleaned_data.get("outcome")
        if outcome == AlertOutcome.REFERRED and not said:
            self.add_error("remark", _("Write to whom: 112, the GP or the out-of-hours post."))
        if outcome == AlertOutcome.CLEARED and not reasons.is_readable(said):
            self.add_error("remark", _("Write in at least 10 characters why it is no emergency."))
        return self.cleaned_data

    @property
    def data_for_action(self) -> dict[str, object]:
        seen = {name: self.cleaned_data[name] or 0 for name in ("seen_rules", "seen_response")}
        return {"outcome": self.cleaned_data["outcome"], "remark": self.cleaned_data["remark"], **seen}


def initial_of(alert: EmergencyAlert) -> dict[str, int]:
    """What a page about this alert shows."""
    newest = max((one.pk for one in alert.responses.all()), default=0)
    return {"seen_rules": len(alert.intake.emergency_rules), "seen_response": newest}
