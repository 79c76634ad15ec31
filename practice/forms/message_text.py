"""The manager's own words for one kind of mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.mail_texts import problems
from practice.models import MessageText

LONGEST_TEXT = 4000  # characters


class MessageTextForm(forms.Form):
    """Subject and text with placeholders; refuses what could not be filled in."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=MessageText._meta.get_field("subject").max_length,
        error_messages={"required": _("Write a subject: mail without one looks like junk.")},
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": _("Write the text, or go back to our own words.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: object = None, *, kind: str, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.kind = kind

    def clean_subject(self) -> str:
        """One line: a second one could add headers to the mail."""
        subject = self.cleaned_data["subject"]
        if not subject.isprintable():
            raise forms.ValidationError(_("Keep the subject on one line, without special characters."))
        return subject

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        found = problems(self.kind, cleaned.get("subject", ""), cleaned.get("body", ""))
        for field, sentences in found.items():
            if field in cleaned:
                self.add_error(field, sentences)
        return cleaned
