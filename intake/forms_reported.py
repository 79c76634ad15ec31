"""What the desk decides on what the patient wrote: per line taken over, or left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.models import Intake
from intake.registration import PRACTITIONER, Line, namesakes
from practice.models import GeneralPractitioner, Patient

ACCEPT, LEAVE, KNOWN = "accept", "leave", "known-"
ALL_NEW = "all_new"  # the button that takes over whatever we have nothing of


class ReportedForm(forms.Form):
    """One choice per line that waits; nothing is chosen beforehand, and what is not chosen waits on."""

    def __init__(
        self, data: object = None, *, report: Intake | None, patient: Patient, lines: list[Line]
    ) -> None:
        super().__init__(data)
        self.report, self.version = report, patient.version
        self.lines = {line.name: line for line in lines if line.waits}
        self.namesakes: list[GeneralPractitioner] = []
        for line in self.lines.values():
            self.fields[line.name] = forms.ChoiceField(
                label=line.label, choices=self._choices(line), required=False, widget=forms.RadioSelect
            )

    def _choices(self, line: Line) -> list[tuple[str, object]]:
        if line.name != PRACTITIONER:
            return [(ACCEPT, _("take over")), (LEAVE, _("leave as it is"))]
        self.namesakes = namesakes(line)
        known = [(f"{KNOWN}{one.pk}", _("take over as %(gp)s") % {"gp": one}) for one in self.namesakes]
        return [*known, (ACCEPT, _("take over as a new GP in our list")), (LEAVE, _("leave as it is"))]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not self.errors and not (self.accepted or self.left):
            raise forms.ValidationError(_("Choose for at least one line."))
        return cleaned

    @property
    def accepted(self) -> list[str]:
        """The lines to take over."""
        chosen = {name for name, value in self.cleaned_data.items() if value not in ("", LEAVE)}
        return [name for name in self.lines if name in chosen or self._is_new(name)]

    def _is_new(self, name: str) -> bool:
        """Is this one that the button for everything new takes over? A GP who may be known is chosen."""
        untouched = not self.cleaned_data.get(name)
        is_clear = name != PRACTITIONER or not self.namesakes
        return ALL_NEW in self.data and untouched and is_clear and self.lines[name].is_new

    @property
    def left(self) -> list[str]:
        """The lines that stay as we have them."""
        return [name for name in self.lines if self.cleaned_data.get(name) == LEAVE]

    @property
    def practitioner(self) -> GeneralPractitioner | None:
        """The GP in our list whom the patient means; None for a new one."""
        chosen = str(self.cleaned_data.get(PRACTITIONER, ""))
        return next((one for one in self.namesakes if f"{KNOWN}{one.pk}" == chosen), None)

    @property
    def has_new(self) -> bool:
        return sum(line.is_new for line in self.lines.values()) > 1

    @property
    def is_of_report(self) -> bool:
        """Was this chosen on the page of the report that stands now?"""
        return self.report is not None and self.data.get("report") == str(self.report.pk)

    @property
    def seen_version(self) -> int:
        """The version of the registration on the page that was sent; 0 when that says something else."""
        typed = self.data.get("version", "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        """The lines that wait, each with its choice."""
        return [(line, self[name]) for name, line in self.lines.items()]
