"""The part of a session form about what was done: the interventions of the plan, and what was not planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.errors import NeckStepsError
from records.forms.drafting import short
from records.forms.session_copies import Copied, CopyingForm
from records.interventions import CERVICAL_TREATMENT, OWN
from records.models import Consent, PlannedIntervention, Session, SessionIntervention
from records.models.plan import NamedInBoth

OWN_LINES = 2  # that are open; what stands in such lines already comes before them
MOST_OWN_LINES = 30
NO_PERMISSION = gettext_lazy("There is no permission for this. Ask for it, or take it out of this session.")


@dataclass(frozen=True)
class Line:
    """Something to tick that was planned, or done in the version before."""

    row: NamedInBoth
    index: int
    done: forms.BoundField
    dose: forms.BoundField
    planned: str  # the detail in the plan
    agreed: bool  # False: needs a permission of its own, and has none
    waits: bool  # a safety step of the neck was taken back since the plan
    last_dose: str  # empty: not done last time, or without one
    mark: Copied | None

    @property
    def is_offered(self) -> bool:
        """What may not be done is not ticked; what a draft says already stays, to be taken out."""
        return (self.agreed and not self.waits) or bool(self.done.value())

    @property
    def offers_last_time(self) -> bool:
        """True where one tap does the same as last time, which had a dose."""
        return bool(self.last_dose) and self.agreed and not self.waits and not self.done.value()


@dataclass(frozen=True)
class OwnLine:
    """Something that was not planned."""

    name: forms.BoundField
    dose: forms.BoundField
    neck: forms.BoundField
    offers_neck: bool  # a tick from before the consent was taken back stays, to be taken out
    mark: Copied | None


class DoneForm(CopyingForm):
    """`missing_steps` are the safety steps that keep this session from the neck."""

    def __init__(self, *args: object, missing_steps: list[str] | None = None, **kwargs: object) -> None:
        self.missing_steps = missing_steps or []
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.rows = self._rows()
        for index, row in enumerate(self.rows):
            self.fields[f"did_{index}"] = forms.BooleanField(label=row.label, required=False)
            dose = short(_("%s: dose") % row.label, 120)
            if last := self.doses_of_last_time.get(row.label_nl):
                dose.widget.attrs["placeholder"] = _("last time: %(dose)s") % {"dose": last}
            self.fields[f"dose_{index}"] = dose
        for index in range(self._own_count()):
            name = _("Something else %(number)s") % {"number": index + 1}
            self.fields[f"own_{index}"] = short(name, 120)
            self.fields[f"own_dose_{index}"] = short(_("%s: dose") % name, 120)
            text = _("%s: on the neck, by hand") % name
            self.fields[f"own_on_neck_{index}"] = forms.BooleanField(label=text, required=False)
        if any(row.consents and not self._is_agreed(row) for row in self.rows):
            self.fields["as_planned"].label = _("Done as planned, apart from what has no permission")

    def _rows(self) -> list[NamedInBoth]:
        """What there is to tick: what was planned, and what this session (or what it corrects) holds besides.

        A page goes on with the rows it has, in its own order, when the plan changed since: a tick keeps the
        name that stood beside it.
        """
        planned: list[NamedInBoth] = list(self.record.plan.interventions.all())
        names = {row.label_nl for row in planned}
        besides = (row for row in _done_in(self.record) if row.code != OWN and row.label_nl not in names)
        known = [*planned, *besides]
        shown = self._names_on_page()
        if shown == [row.label_nl for row in known][: len(shown)]:
            return known
        older = PlannedIntervention.objects.filter(plan__episode=self.record.episode_id)
        before = self.last.interventions.all() if self.last else ()
        by_name = {row.label_nl: row for row in [*before, *older, *known]}
        if len(set(shown)) < len(shown) or not all(name in by_name for name in shown):
            return known  # no page of ours says so
        return [*(by_name[name] for name in shown), *(row for row in known if row.label_nl not in shown)]

    def _names_on_page(self) -> list[str]:
        """The Dutch names of the rows that the page shows; none while nothing is sent."""
        names = (self.data.get(f"row_{index}") for index in count())
        return list(takewhile(bool, names))

    def _own_count(self) -> int:
        """As many lines as the page sent, and always some to write on."""
        open_from = len(self._own_done_in(self.record))
        sent = [index for index in range(MOST_OWN_LINES) if f"own_{index}" in self.data]
        return max(open_from + OWN_LINES, *(index + 1 for index in sent), 0)

    def _own_done_in(self, record: Session) -> list[SessionIntervention]:
        """What stands in the lines of one's own."""
        names = {row.label_nl for row in self.rows}
        return [row for row in _done_in(record) if row.code == OWN and row.label_nl not in names]

    @property
    def own_names(self) -> list[str]:
        return [(self[f"own_{index}"].value() or "").strip() for index in self._own_indexes]

    @property
    def _own_indexes(self) -> range:
        return range(sum(name.startswith("own_dose_") for name in self.fields))

    @property
    def _may_treat_neck(self) -> bool:
        agreed = any(CERVICAL_TREATMENT in consent.special_agreed for consent in self._consents)
        return agreed and not self.missing_steps

    def may_be_done(self, row: NamedInBoth) -> bool:
        waits = row.is_on_neck and self.missing_steps
        return not waits and (not row.consents or self._is_agreed(row))

    def values_of_rows(self, record: Session) -> dict[str, object]:
        done = {row.label_nl: row for row in record.interventions.all()} if record.pk else {}
        found = [(index, done[row.label_nl]) for index, row in enumerate(self.rows) if row.label_nl in done]
        own = enumerate(self._own_done_in(record) if record.pk else [])
        return {
            **{f"did_{index}": True for index, _row in found},
            **{f"dose_{index}": row.dose for index, row in found},
            **{name: value for index, row in own for name, value in _own_values(index, row).items()},
        }

    @property
    def lines(self) -> list[Line]:
        marks = self.copied_by_field
        return [
            Line(
                row=row,
                index=index,
                done=self[f"did_{index}"],
                dose=self[f"dose_{index}"],
                planned=getattr(row, "detail", ""),
                agreed=not row.consents or self._is_agreed(row),
                waits=row.is_on_neck and bool(self.missing_steps),
                last_dose=self.doses_of_last_time.get(row.label_nl, ""),
                mark=marks.get(f"dose_{index}"),
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
        marks = self.copied_by_field
        return [
            OwnLine(
                self[f"own_{index}"],
                self[f"own_dose_{index}"],
                self[f"own_on_neck_{index}"],
                self._may_treat_neck or bool(self[f"own_on_neck_{index}"].value()),
                marks.get(f"own_dose_{index}"),
            )
            for index in self._own_indexes
        ]

    @cached_property
    def _done_and_copied(self) -> tuple[list[dict[str, object]], list[str]]:
        return self.with_rows_of_last_time(list(self._done()))

    @property
    def interventions(self) -> list[dict[str, object]]:
        return self._done_and_copied[0]

    @property
    def marks(self) -> dict[str, object]:
        return self.marks_for_action(self._done_and_copied[1])

    def _done(self) -> Iterator[dict[str, object]]:
        for index, row in enumerate(self.rows):
            if self.cleaned_data.get(f"did_{index}"):
                names = {"code": row.code, "label_nl": row.label_nl, "label_en": row.label_en}
                yield {**names, "on_neck": row.is_on_neck, "dose": self.cleaned_data[f"dose_{index}"]}
        for index in self._own_indexes:
            name = self.cleaned_data.get(f"own_{index}")
            if name:
                names = {"code": OWN, "label_nl": name, "label_en": name}
                on_neck = self.cleaned_data.get(f"own_on_neck_{index}", False)
                yield {**names, "on_neck": on_neck, "dose": self.cleaned_data[f"own_dose_{index}"]}

    def clean(self) -> dict[str, object]:
        super().clean()
        self._check_own()
        if self.signing:
            self._check_agreed()
        return self.cleaned_data

    def _check_agreed(self) -> None:
        """What needs a consent of its own is not done without, nor the neck before its safety steps."""
        for index, row in enumerate(self.rows):
            if not self.cleaned_data.get(f"did_{index}") or not row.consents:
                continue
            if not self._is_agreed(row):
                self.refuse(f"did_{index}", NO_PERMISSION)
            elif row.is_on_neck and self.missing_steps:
                self.refuse(f"did_{index}", str(NeckStepsError(self.missing_steps)))
        for index in self._own_indexes:
            if self.cleaned_data.get(f"own_on_neck_{index}") and not self._may_treat_neck:
                steps = str(NeckStepsError(self.missing_steps)) if self.missing_steps else NO_PERMISSION
                self.refuse(f"own_on_neck_{index}", steps)

    def _check_own(self) -> None:
        known = {row.label_nl.casefold() for row in self.rows}
        for index in self._own_indexes:
            name = self.cleaned_data.get(f"own_{index}", "")
            more = (self.cleaned_data.get(f"own_{part}_{index}") for part in ("dose", "on_neck"))
            if not name and any(more):
                self.refuse(f"own_{index}", _("Write what you did."))
            if name and name.casefold() in known:
                self.refuse(f"own_{index}", _("This one is in the list above; tick it there."))
            known.add(name.casefold())


def _done_in(record: Session) -> list[SessionIntervention]:
    """What a draft holds; at first what the session it corrects held."""
    source = record if record.pk else record.amends
    return list(source.interventions.all()) if source else []


def _own_values(index: int, row: SessionIntervention) -> dict[str, object]:
    return {f"own_{index}": row.label_nl, f"own_dose_{index}": row.dose, f"own_on_neck_{index}": row.on_neck}
