"""The treatment plan as the therapist writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from intake.models import Finding
from records import interventions
from records.forms import explained, goals
from records.forms.drafting import YES_NO, DraftForm, LongText, day, label, number, radio, short
from records.interventions import KINDS, OWN, Intervention
from records.models import TreatmentPlan

OWN_LINES = 2
KIND_NAMES = {
    "hands_on": gettext_lazy("Hands-on"),
    "hands_off": gettext_lazy("Hands-off"),
    "coaching": gettext_lazy("Coaching"),
}


def area(name: str, rows: int = 3, **kwargs: object) -> LongText:
    return LongText(label=label(TreatmentPlan, name), rows=rows, **kwargs)


@dataclass(frozen=True)
class Card:
    """An intervention to tick, with what to think of before."""

    content: Intervention
    chosen: forms.BoundField
    detail: forms.BoundField
    also: list[object]  # names of its further kinds
    cautions: list[Finding]

    @property
    def name(self) -> str:
        return self.content.name(get_language() or "nl")

    @property
    def remark(self) -> str:
        return self.content.remark(get_language() or "nl")


@dataclass(frozen=True)
class Shelf:
    """The cards of one kind."""

    name: object
    cards: list[Card]


class PlanForm(DraftForm):
    """Goals, interventions and what was explained. Every field of a draft may be empty."""

    columns = (
        "diagnosis",
        "hypothesis",
        "indication",
        "explained_what",
        "explained_why",
        "explained_risks",
        "explained_alternatives",
        "expected_course",
        "session_count",
        "frequency",
        "evaluate_on",
    )
    needed = {
        "diagnosis": gettext_lazy("Write the physiotherapy diagnosis."),
        "goal_0_text": gettext_lazy("Write the main goal; it is what you both work towards."),
        "explained_what": gettext_lazy("Write what you explained that you are going to do."),
        "explained_why": gettext_lazy("Write why, as you explained it."),
        "explained_risks": gettext_lazy(
            "Write the risks, or choose “Fill in from the chosen interventions” above."
        ),
        "explained_alternatives": gettext_lazy(
            "Write the other possibilities, or choose “Fill in from the chosen interventions” above."
        ),
    }

    diagnosis = area("diagnosis", 2)
    hypothesis = area("hypothesis")
    indication = radio(
        label(TreatmentPlan, "indication"),
        YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=True,
    )
    explained_what = area("explained_what", 4)
    explained_why = area("explained_why", 4)
    explained_risks = area("explained_risks", 5)
    explained_alternatives = area("explained_alternatives", 4)
    expected_course = area("expected_course")
    session_count = number(label(TreatmentPlan, "session_count"), 1, 60)
    frequency = short(
        label(TreatmentPlan, "frequency"), 80, help_text=gettext_lazy("For example: once a week.")
    )
    evaluate_on = day(label(TreatmentPlan, "evaluate_on"))

    def __init__(self, *args: object, findings: Iterable[Finding] = (), **kwargs: object) -> None:
        self.findings = list(findings)
        self.catalogue = interventions.load()
        super().__init__(*args, **kwargs)

    def build(self) -> None:
        self.fields.update(goals.fields())
        for one in self.catalogue.interventions:
            self.fields[f"do_{one.code}"] = forms.BooleanField(label=one.name(_lang()), required=False)
            text = _("%s: detail") % one.name(_lang())
            self.fields[f"detail_{one.code}"] = short(text, 300)
        for index in range(OWN_LINES):
            self.fields.update(_own_fields(index))
        added = [name for name in self.fields if name not in self.base_fields]
        # The list of what to mend follows the page.
        self.order_fields(["amend_reason", "diagnosis", "hypothesis", "indication", *added])

    def values_of(self, record: TreatmentPlan) -> dict[str, object]:
        values = super().values_of(record)
        values["indication"] = "yes" if record.indication else "no"
        if record.pk:
            values |= goals.values(record) | _intervention_values(record)
        return values

    # --- what the page shows

    @property
    def goal_rows(self) -> list[dict[str, forms.BoundField]]:
        return goals.rows(self)

    @property
    def shelves(self) -> list[Shelf]:
        return [
            Shelf(KIND_NAMES[kind], [self._card(one) for one in self.catalogue.of_kind(kind)])
            for kind in KINDS
        ]

    @property
    def own_rows(self) -> list[dict[str, object]]:
        return [
            {
                "label": self[f"own_{index}_label"],
                "kinds": [self[f"own_{index}_{kind}"] for kind in KINDS],
                "detail": self[f"own_{index}_detail"],
            }
            for index in range(OWN_LINES)
        ]

    def _card(self, one: Intervention) -> Card:
        cautions = [finding for finding in self.findings if finding.rule in one.cautions]
        also = [KIND_NAMES[kind] for kind in one.kinds[1:]]
        return Card(one, self[f"do_{one.code}"], self[f"detail_{one.code}"], also, cautions)

    # --- what the action gets

    @property
    def goals(self) -> list[dict[str, object]]:
        return goals.written(self.cleaned_data)

    @property
    def interventions(self) -> list[dict[str, object]]:
        return [*self._from_catalogue(), *self._own()]

    def _from_catalogue(self) -> Iterator[dict[str, object]]:
        for one in self.catalogue.interventions:
            if self.cleaned_data.get(f"do_{one.code}"):
                yield {
                    "code": one.code,
                    "label_nl": one.name("nl"),
                    "label_en": one.name("en"),
                    "detail": self.cleaned_data[f"detail_{one.code}"],
                    **{kind: kind in one.kinds for kind in KINDS},
                }

    def _own(self) -> Iterator[dict[str, object]]:
        for index in range(OWN_LINES):
            name = self.cleaned_data.get(f"own_{index}_label")
            if name:
                kinds = {kind: self.cleaned_data[f"own_{index}_{kind}"] for kind in KINDS}
                detail = self.cleaned_data[f"own_{index}_detail"]
                yield {"code": OWN, "label_nl": name, "label_en": name, "detail": detail, **kinds}

    # --- checks

    def clean(self) -> dict[str, object]:
        super().clean()
        for name in goals.without_text(self.cleaned_data):
            self.refuse(name, _("Write the goal that goes with this."))
        for index in range(OWN_LINES):
            self._check_own(index)
        self._check_names()
        if self.signing:
            self._check_signing()
        return self.cleaned_data

    def _check_own(self, index: int) -> None:
        value = {name: self.cleaned_data.get(f"own_{index}_{name}") for name in ("label", *KINDS, "detail")}
        if value["label"] and not any(value[kind] for kind in KINDS):
            self.refuse(f"own_{index}_{KINDS[0]}", _("Tick what kind of treatment it is."))
        if not value["label"] and any(value.values()):
            self.refuse(f"own_{index}_label", _("Write what you do."))

    def _check_names(self) -> None:
        """Two lines with one name cannot be told apart later."""
        known = {one.name(lang).casefold() for one in self.catalogue.interventions for lang in ("nl", "en")}
        for index in range(OWN_LINES):
            name = self.cleaned_data.get(f"own_{index}_label", "").casefold()
            if name and name in known:
                self.refuse(f"own_{index}_label", _("This one is in the list above; tick it there."))
            known.add(name)

    def _check_signing(self) -> None:
        if not self.cleaned_data.get("indication"):
            sentence = _("Without an indication there is nothing to plan. Close the episode instead.")
            self.refuse("indication", sentence)
        if not any(self.cleaned_data.get(name) for name in self.fields if _is_choice(name)):
            first = self.catalogue.of_kind(KINDS[0])[0]
            self.refuse(f"do_{first.code}", _("Choose at least one intervention."))
        planned = self.cleaned_data.get("evaluate_on")
        if planned and planned < timezone.localdate():
            self.refuse("evaluate_on", _("This day is over. Choose a day to look at the result."))
        self._check_explained()

    def _check_explained(self) -> None:
        """The texts name everything that is chosen now; a changed plan starts with those of the old one."""
        texts = (self.cleaned_data.get(f"explained_{topic}", "") for topic in explained.NAMED_IN)
        unnamed = explained.left_out(self._chosen(), texts)
        if unnamed:
            sentence = _(
                "Not explained yet: %(names)s. Choose “Fill in from the chosen interventions”, "
                "or write about it by name."
            )
            self.refuse("explained_what", sentence % {"names": ", ".join(unnamed)})

    def _chosen(self) -> Iterator[explained.Names]:
        """What each chosen intervention is called: first in the language of the page, then in all."""
        for one in self.catalogue.interventions:
            if self.cleaned_data.get(f"do_{one.code}"):
                yield one.name(_lang()), *one.names.values()
        for index in range(OWN_LINES):
            if self.cleaned_data.get(f"own_{index}_label"):
                yield (self.cleaned_data[f"own_{index}_label"],)

    def propose(self, complaint: str, lang: str) -> None:
        """Add to the explanation what belongs to the chosen interventions, in `lang`. Saves nothing."""
        chosen = [one.code for one in self.catalogue.interventions if self[f"do_{one.code}"].value()]
        told = self.catalogue.explain(chosen, lang)
        proposal = {f"explained_{topic}": getattr(told, topic) for topic in explained.TOPICS}
        proposal["expected_course"] = self.catalogue.course(complaint, lang)
        typed = {name: explained.joined(self[name].value() or "", text) for name, text in proposal.items()}
        self.data = {**self.data.dict(), **typed}


def _lang() -> str:
    return get_language() or "nl"


def _is_choice(name: str) -> bool:
    return name.startswith("do_") or (name.startswith("own_") and name.endswith("_label"))


def _own_fields(index: int) -> dict[str, forms.Field]:
    name = _("Own intervention %(number)s") % {"number": index + 1}
    kinds = {
        f"own_{index}_{kind}": forms.BooleanField(label=KIND_NAMES[kind], required=False) for kind in KINDS
    }
    return {
        f"own_{index}_label": short(name, 120),
        **kinds,
        f"own_{index}_detail": short(_("%s: detail") % name, 300),
    }


def _intervention_values(plan: TreatmentPlan) -> dict[str, object]:
    values: dict[str, object] = {}
    for row in plan.interventions.exclude(code=OWN):
        values |= {f"do_{row.code}": True, f"detail_{row.code}": row.detail}
    for index, row in enumerate(plan.interventions.filter(code=OWN)):
        values |= {f"own_{index}_{name}": getattr(row, name) for name in (*KINDS, "detail")}
        values[f"own_{index}_label"] = row.label_nl
    return values
