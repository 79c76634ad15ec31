"""A session as the therapist writes it: SOEP, what was done, how the patient took it, what is next."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.forms.drafting import LongText, day, label, number, pain, radio, short
from records.forms.session_copies import Copied
from records.forms.session_done import DoneForm
from records.models import AdverseReaction, Session

SINCE_LAST_TIME = ("adverse_reaction", "adverse_reaction_text")
SOEP = (("S", "subjective"), ("O", "objective"), ("E", "evaluation"), ("P", "plan_note"))
USUAL_NEXT_STEPS = (
    gettext_lazy("Same again"),
    gettext_lazy("Build up the exercises"),
    gettext_lazy("Measure again"),
    gettext_lazy("Space out the sessions"),
    gettext_lazy("Evaluate together"),
)


@dataclass(frozen=True)
class SoepField:
    letter: str
    field: forms.BoundField
    mark: Copied | None


class SessionForm(DoneForm):
    """Every field of a draft but the time may be empty; to sign, S and P are there (KNGF 2019, phase 4)."""

    columns = (
        "duration_minutes",
        "subjective",
        "objective",
        "evaluation",
        "plan_note",
        "as_planned",
        "next_step",
        "pain_before",
        "pain_after",
        "adverse_reaction",
        "adverse_reaction_text",
    )
    needed = {"subjective": gettext_lazy("Write how it went, as the patient tells it.")}

    held_on = day(gettext_lazy("Date"))
    held_time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Type the time as hours and minutes, for example 14:30.")},
    )
    duration_minutes = number(label(Session, "duration_minutes"), 5, 240)
    adverse_reaction = radio(
        label(Session, "adverse_reaction"), AdverseReaction.choices, empty_value=AdverseReaction.NOT_ASKED
    )
    adverse_reaction_text = LongText(label=label(Session, "adverse_reaction_text"), rows=2)
    subjective = LongText(label=gettext_lazy("What the patient tells"))
    objective = LongText(label=gettext_lazy("What you see and measure"))
    evaluation = LongText(label=gettext_lazy("What you make of it"))
    as_planned = forms.BooleanField(
        label=gettext_lazy("Done as planned, nothing differs from the plan"), required=False
    )
    plan_note = LongText(label=gettext_lazy("What was done and what is next"))
    next_step = short(
        label(Session, "next_step"),
        300,
        widget=forms.TextInput(attrs={"list": "next-steps", "autocomplete": "off"}),
        help_text=gettext_lazy("One line. It stands on top of the next session."),
    )
    pain_before = pain(label(Session, "pain_before"))
    pain_after = pain(label(Session, "pain_after"))

    def __init__(self, *args: object, is_first: bool = False, **kwargs: object) -> None:
        self.is_first = is_first
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        super().build()
        self.is_first |= self.is_bound and not any(name in self.data for name in SINCE_LAST_TIME)
        if self.is_first:
            self._ask_nothing_about_before()

    def _ask_nothing_about_before(self) -> None:
        """Before the first session there is none to react to. What the page did not ask stays as it is."""
        self.columns = tuple(name for name in self.columns if name not in SINCE_LAST_TIME)
        for name in SINCE_LAST_TIME:
            del self.fields[name]

    def values_of(self, record: Session) -> dict[str, object]:
        held = timezone.localtime(record.held_at)
        moment = {"held_on": held.date(), "held_time": f"{held:%H:%M}"}
        return super().values_of(record) | moment | self.values_of_rows(record)

    @property
    def soep(self) -> list[SoepField]:
        marks = self.copied_by_field
        return [SoepField(letter, self[name], marks.get(name)) for letter, name in SOEP]

    @property
    def next_step_mark(self) -> Copied | None:
        return self.copied_by_field.get("next_step")

    @property
    def usual_next_steps(self) -> tuple[object, ...]:
        return USUAL_NEXT_STEPS

    @property
    def data_for_action(self) -> dict[str, object]:
        data = super().data_for_action | {"held_at": self._held_at()}
        data["duration_minutes"] = data["duration_minutes"] or self.record.duration_minutes
        return {**data, **self.taken_over, **self.marks}

    def clean(self) -> dict[str, object]:
        super().clean()
        self._check_time()
        if self.cleaned_data.get("adverse_reaction") != AdverseReaction.YES:
            if self.cleaned_data.get("adverse_reaction_text"):
                self.refuse("adverse_reaction", _("You describe a reaction: choose yes."))
        elif self.signing and not self.cleaned_data.get("adverse_reaction_text"):
            self.refuse("adverse_reaction_text", _("Write which reaction, and how long it lasted."))
        if self.signing and not (self.cleaned_data.get("plan_note") or self.cleaned_data.get("as_planned")):
            self.refuse("plan_note", _("Write what was done, or tick that it went as planned."))
        return self.cleaned_data

    def _check_time(self) -> None:
        for name, sentence in (("held_on", _("Fill in the date.")), ("held_time", _("Fill in the time."))):
            if self.cleaned_data.get(name) is None:
                self.refuse(name, sentence)
        if {"held_on", "held_time"} & set(self.errors):
            return
        if self.signing and self._held_at() > timezone.now():
            self.refuse("held_time", _("This moment is still to come. Sign after the session."))

    def _held_at(self) -> datetime:
        moment = datetime.combine(self.cleaned_data["held_on"], self.cleaned_data["held_time"])
        return timezone.make_aware(moment)
