"""A session as the therapist writes it: SOEP, what was done, how the patient took it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.errors import NeckStepsError
from records.forms.drafting import DraftForm, LongText, day, label, number, pain, radio, short
from records.interventions import CERVICAL_TREATMENT, OWN
from records.models import AdverseReaction, Consent, PlannedIntervention, Session, SessionIntervention
from records.models.plan import NamedInBoth

OWN_LINES = 2
SINCE_LAST_TIME = ("adverse_reaction", "adverse_reaction_text")
NO_PERMISSION = gettext_lazy("There is no permission for this. Ask for it, or take it out of this session.")
SOEP = (("S", "subjective"), ("O", "objective"), ("E", "evaluation"), ("P", "plan_note"))


@dataclass(frozen=True)
class Line:
    """Something to tick that was planned, or done in the version before."""

    row: NamedInBoth
    done: forms.BoundField
    dose: forms.BoundField
    planned: str  # the detail in the plan
    agreed: bool  # False: needs a permission of its own, and has none
    waits: bool  # a safety step of the neck was taken back since the plan

    @property
    def is_offered(self) -> bool:
        """What may not be done is not ticked; what a draft says already stays, to be taken out."""
        return (self.agreed and not self.waits) or bool(self.done.value())


@dataclass(frozen=True)
class OwnLine:
    """Something that was not planned."""

    name: forms.BoundField
    dose: forms.BoundField
    neck: forms.BoundField
    offers_neck: bool  # a tick from before the consent was taken back stays, to be taken out


class SessionForm(DraftForm):
    """Every field of a draft but the time may be empty; to sign, S and P are there (KNGF 2019, phase 4)."""

    columns = (
        "duration_minutes",
        "subjective",
        "objective",
        "evaluation",
        "plan_note",
        "as_planned",
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
    pain_before = pain(label(Session, "pain_before"))
    pain_after = pain(label(Session, "pain_after"))

    def __init__(
        self, *args: object, is_first: bool = False, missing_steps: list[str] | None = None, **kwargs: object
    ) -> None:
        self.is_first, self.missing_steps = is_first, missing_steps or []
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.rows = _rows(self.record)
        self.is_first |= self.is_bound and not any(name in self.data for name in SINCE_LAST_TIME)
        if self.is_first:
            self._ask_nothing_about_before()
        for index, row in enumerate(self.rows):
            self.fields[f"did_{index}"] = forms.BooleanField(label=row.label, required=False)
            self.fields[f"dose_{index}"] = short(_("%s: dose") % row.label, 120)
        for index in range(OWN_LINES):
            name = _("Something else %(number)s") % {"number": index + 1}
            self.fields[f"own_{index}"] = short(name, 120)
            self.fields[f"own_dose_{index}"] = short(_("%s: dose") % name, 120)
            text = _("%s: on the neck, by hand") % name
            self.fields[f"own_on_neck_{index}"] = forms.BooleanField(label=text, required=False)
        if any(row.consents and not self._is_agreed(row) for row in self.rows):
            self.fields["as_planned"].label = _("Done as planned, apart from what has no permission")

    @property
    def _may_treat_neck(self) -> bool:
        agreed = any(CERVICAL_TREATMENT in consent.special_agreed for consent in self._consents)
        return agreed and not self.missing_steps

    def _ask_nothing_about_before(self) -> None:
        """Before the first session there is none to react to. What the page did not ask stays as it is."""
        self.columns = tuple(name for name in self.columns if name not in SINCE_LAST_TIME)
        for name in SINCE_LAST_TIME:
            del self.fields[name]

    def values_of(self, record: Session) -> dict[str, object]:
        held = timezone.localtime(record.held_at)
        values = super().values_of(record) | {"held_on": held.date(), "held_time": f"{held:%H:%M}"}
        done = {row.label_nl: row for row in record.interventions.all()} if record.pk else {}
        for index, row in enumerate(self.rows):
            if row.label_nl in done:
                values |= {f"did_{index}": True, f"dose_{index}": done[row.label_nl].dose}
        return values

    @property
    def lines(self) -> list[Line]:
        return [
            Line(
                row=row,
                done=self[f"did_{index}"],
                dose=self[f"dose_{index}"],
                planned=getattr(row, "detail", ""),
                agreed=not row.consents or self._is_agreed(row),
                waits=row.is_on_neck and bool(self.missing_steps),
            )
            for index, row in enumerate(self.rows)
        ]

    def _is_agreed(self, row: NamedInBoth) -> bool:
        return any(consent.covers(row) for consent in self._consents)

    @cached_property
    def _consents(self) -> list[Consent]:
        """What this session may rest on: the last word, and for a correction every word on its plan."""
        if self.record.amends_id:
            return list(self.record.plan.consents.all())
        return [consent] if (consent := self.record.plan.standing) else []

    @property
    def own_lines(self) -> list[OwnLine]:
        return [
            OwnLine(
                self[f"own_{index}"],
                self[f"own_dose_{index}"],
                self[f"own_on_neck_{index}"],
                self._may_treat_neck or bool(self[f"own_on_neck_{index}"].value()),
            )
            for index in range(OWN_LINES)
        ]

    @property
    def soep(self) -> list[tuple[str, forms.BoundField]]:
        return [(letter, self[name]) for letter, name in SOEP]

    @property
    def data_for_action(self) -> dict[str, object]:
        data = super().data_for_action | {"held_at": self._held_at()}
        return {**data, "duration_minutes": data["duration_minutes"] or self.record.duration_minutes}

    @property
    def interventions(self) -> list[dict[str, object]]:
        return list(self._done())

    def _done(self) -> Iterator[dict[str, object]]:
        for index, row in enumerate(self.rows):
            if self.cleaned_data.get(f"did_{index}"):
                names = {"code": row.code, "label_nl": row.label_nl, "label_en": row.label_en}
                yield {**names, "on_neck": row.is_on_neck, "dose": self.cleaned_data[f"dose_{index}"]}
        for index in range(OWN_LINES):
            name = self.cleaned_data.get(f"own_{index}")
            if name:
                names = {"code": OWN, "label_nl": name, "label_en": name}
                on_neck = self.cleaned_data.get(f"own_on_neck_{index}", False)
                yield {**names, "on_neck": on_neck, "dose": self.cleaned_data[f"own_dose_{index}"]}

    def clean(self) -> dict[str, object]:
        super().clean()
        self._check_time()
        self._check_own()
        if self.signing:
            self._check_agreed()
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

    def _check_agreed(self) -> None:
        """What needs a consent of its own is not done without, nor the neck before its safety steps."""
        for index, row in enumerate(self.rows):
            if not self.cleaned_data.get(f"did_{index}") or not row.consents:
                continue
            if not self._is_agreed(row):
                self.refuse(f"did_{index}", NO_PERMISSION)
            elif row.is_on_neck and self.missing_steps:
                self.refuse(f"did_{index}", str(NeckStepsError(self.missing_steps)))
        for index in range(OWN_LINES):
            if self.cleaned_data.get(f"own_on_neck_{index}") and not self._may_treat_neck:
                steps = str(NeckStepsError(self.missing_steps)) if self.missing_steps else NO_PERMISSION
                self.refuse(f"own_on_neck_{index}", steps)

    def _check_own(self) -> None:
        known = {row.label_nl.casefold() for row in self.rows}
        for index in range(OWN_LINES):
            name = self.cleaned_data.get(f"own_{index}", "")
            more = (self.cleaned_data.get(f"own_{part}_{index}") for part in ("dose", "on_neck"))
            if not name and any(more):
                self.refuse(f"own_{index}", _("Write what you did."))
            if name and name.casefold() in known:
                self.refuse(f"own_{index}", _("This one is in the list above; tick it there."))
            known.add(name.casefold())


def _rows(session: Session) -> list[NamedInBoth]:
    """What was planned, and after it what this session (or the one it corrects) holds besides."""
    planned: list[PlannedIntervention] = list(session.plan.interventions.all())
    source = session if session.pk else session.amends
    done: list[SessionIntervention] = list(source.interventions.all()) if source else []
    names = {row.label_nl for row in planned}
    return [*planned, *(row for row in done if row.label_nl not in names)]
