"""Why a closed episode is opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice import reasons
from records.errors import ReasonMissingError
from records.forms.drafting import LongText


class ReopeningForm(forms.Form):
    reason = LongText(label=_("Why is the episode opened again?"), rows=3)

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not reasons.is_readable(reason):
            raise forms.ValidationError(ReasonMissingError.message)
        return reason
