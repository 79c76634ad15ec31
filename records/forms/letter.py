"""A letter as the therapist writes it, and what is noted when it went out."""

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.forms.drafting import DraftForm, LongText, day, label, radio, short
from records.letters import content
from records.models import Letter, LetterDispatch, SentBy

TEXT = "text_"  # before the key of a part
ROWS = 2, 9  # lines of a field, at least and at most
WIDTH = 70  # characters in a line of a field


class LetterForm(DraftForm):
    """Headings are fixed; each part is a text. A draft may be empty, a signed letter says something."""

    columns = ("receiver_name", "receiver_address", "subject", "with_bsn")
    needed = {
        "receiver_name": gettext_lazy("Write to whom the letter goes."),
        "subject": gettext_lazy("Write what the letter is about."),
    }

    receiver_name = short(gettext_lazy("To"), 120)
    receiver_address = LongText(label=label(Letter, "receiver_address"), rows=2)
    subject = short(label(Letter, "subject"), 200)
    with_bsn = forms.BooleanField(label=gettext_lazy("Put the BSN in this letter"), required=False)

    def build(self) -> None:
        for part in self.record.sections:
            low, high = ROWS
            length = sum(1 + len(line) // WIDTH for line in part["text"].splitlines() or [""])
            rows = min(high, max(low, length))
            self.fields[TEXT + part["key"]] = LongText(label=part["heading"], rows=rows)
        if not self.episode.patient.bsn:
            del self.fields["with_bsn"]
            self.columns = tuple(name for name in self.columns if name != "with_bsn")

    def values_of(self, record: Letter) -> dict[str, object]:
        texts = {TEXT + part["key"]: part["text"] for part in record.sections}
        return {**super().values_of(record), **texts}

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[TEXT + part["key"]] for part in self.record.sections]

    @property
    def data_for_action(self) -> dict[str, object]:
        return {**super().data_for_action, "sections": self._sections()}

    def _sections(self) -> list[content.Part]:
        return [{**part, "text": self.cleaned_data[TEXT + part["key"]]} for part in self.record.sections]

    def clean(self) -> dict[str, object]:
        super().clean()
        if self.signing and not any(name.startswith(TEXT) for name in self.errors):
            for key in content.missing(self.record.kind, self._sections()):
                self.refuse(TEXT + key, _("Write this part first; then sign."))
        return self.cleaned_data


class AmendLetterForm(forms.Form):
    """Why a letter is replaced; the letter that replaces it says so."""

    reason = LongText(label=gettext_lazy("What changes, and why"), rows=2, max_length=500)

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Write what you change, and why."))
        return reason


class DispatchForm(forms.Form):
    """To whom, how and when a letter went."""

    receiver = short(label(LetterDispatch, "receiver"), 200)
    how = radio(label(LetterDispatch, "how"), SentBy.choices)
    sent_on = day(gettext_lazy("Sent on"))
    sent_time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Type the time as hours and minutes, for example 14:30.")},
    )
    remark = short(
        label(LetterDispatch, "remark"),
        200,
        help_text=gettext_lazy("For example the system: ZorgMail, Zivver."),
    )

    def __init__(self, data: dict | None = None, *, letter: Letter) -> None:
        super().__init__(data)
        self.letter = letter
        now = timezone.localtime()
        self.initial = {"receiver": letter.receiver_name, "sent_on": now.date(), "sent_time": now.time()}

    @property
    def data_for_action(self) -> dict[str, object]:
        names = ("receiver", "how", "remark")
        return {"sent_at": self._sent_at, **{name: self.cleaned_data[name] for name in names}}

    @property
    def _sent_at(self) -> datetime.datetime:
        at = datetime.datetime.combine(self.cleaned_data["sent_on"], self.cleaned_data["sent_time"])
        return timezone.make_aware(at)

    def clean(self) -> dict[str, object]:
        for name, sentence in (
            ("receiver", _("Write to whom it was sent.")),
            ("how", _("Choose how it was sent.")),
            ("sent_on", _("Write when it was sent.")),
            ("sent_time", _("Write at what time it was sent.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if not self.errors:
            self._check_moment()
        return self.cleaned_data

    def _check_moment(self) -> None:
        """Between the signature, to the minute, and now."""
        if self._sent_at > timezone.now():
            self.add_error("sent_on", _("This lies ahead. Write when it was sent."))
        elif self._sent_at < self.letter.signed_at.replace(second=0, microsecond=0):
            sentence = _("A letter is sent after it is signed. Check the date and time.")
            self.add_error("sent_on", sentence)
