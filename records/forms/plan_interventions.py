"""The interventions of a plan: those of the catalogue to tick, and lines of the therapist's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from intake.models import Finding
from records.forms import explained
from records.forms.drafting import short
from records.interventions import ALWAYS, KINDS, MAY, OWN, Intervention, load
from records.models import TreatmentPlan

OWN_LINES = 2
KIND_NAMES = {
    "hands_on": gettext_lazy("Hands-on"),
    "hands_off": gettext_lazy("Hands-off"),
    "coaching": gettext_lazy("Coaching"),
}
ON_NECK = gettext_lazy("on the neck")


@dataclass(frozen=True)
class Card:
    """An intervention to tick, with what to think of before."""

    content: Intervention
    chosen: forms.BoundField
    detail: forms.BoundField
    neck: forms.BoundField | None  # None: it is never on the neck, or always
    texts: list[tuple[object, forms.BoundField]]  # what the patient reads, by topic
    also: list[object]  # names of its further kinds
    cautions: list[Finding]

    @property
    def name(self) -> str:
        return self.content.name(_lang())

    @property
    def remark(self) -> str:
        return self.content.remark(_lang())

    @property
    def is_always_on_neck(self) -> bool:
        return self.content.neck == ALWAYS

    @property
    def is_wrong(self) -> bool:
        return any(field.errors for _name, field in self.texts)


@dataclass(frozen=True)
class Shelf:
    """The cards of one kind."""

    name: object
    cards: list[Card]


@dataclass(frozen=True)
class OwnLine:
    label: forms.BoundField
    kinds: list[forms.BoundField]
    neck: forms.BoundField
    detail: forms.BoundField
    texts: list[tuple[object, forms.BoundField]]

    @property
    def is_open(self) -> bool:
        used = (self.label, self.kinds[0], *(field for _name, field in self.texts))
        return bool(self.label.value()) or any(field.errors for field in used)


# --- the fields, and what they hold


def fields() -> dict[str, forms.Field]:
    """The fields of all interventions, by name."""
    found: dict[str, forms.Field] = {}
    for one in load().interventions:
        name = one.name(_lang())
        found[f"do_{one.code}"] = forms.BooleanField(label=name, required=False)
        if one.neck == MAY:
            found[f"neck_{one.code}"] = _tick(name, ON_NECK)
        found[f"detail_{one.code}"] = short(_("%s: detail") % name, 300)
        found.update(explained.fields(one.code, name))
    for index in range(OWN_LINES):
        found.update(_own_fields(index))
    return found


def _own_fields(index: int) -> dict[str, forms.Field]:
    name = _("Own intervention %(number)s") % {"number": index + 1}
    kinds = {
        f"own_{index}_{kind}": forms.BooleanField(label=KIND_NAMES[kind], required=False) for kind in KINDS
    }
    return {
        f"own_{index}_label": short(name, 120),
        **kinds,
        f"own_{index}_on_neck": _tick(name, ON_NECK),
        f"own_{index}_detail": short(_("%s: detail") % name, 300),
        **explained.fields(explained.place_of(index), name),
    }


def _tick(name: str, what: object) -> forms.BooleanField:
    return forms.BooleanField(label=f"{name}: {what}", required=False)


def values(plan: TreatmentPlan) -> dict[str, object]:
    """What the fields hold for a stored plan; what it does not hold yet, as complaint and content suggest."""
    complaint, language = plan.episode.complaint, plan.episode.patient.language
    found: dict[str, object] = {f"neck_{one.code}": complaint in one.neck_first for one in _optional()}
    for one in load().interventions:
        found |= explained.begun(one, language)
    if not plan.pk:
        return found | explained.general(language)
    rows = list(plan.interventions.all())
    texts, general = explained.stored(plan, language)
    for row in (row for row in rows if row.code != OWN):
        found |= {f"do_{row.code}": True, f"neck_{row.code}": row.on_neck, f"detail_{row.code}": row.detail}
        found |= _placed(row.code, texts[row.pk])
    for index, row in enumerate(row for row in rows if row.code == OWN):
        names = (*KINDS, "on_neck", "detail")
        found |= {f"own_{index}_{name}": getattr(row, name) for name in names}
        found |= {f"own_{index}_label": row.label_nl, **_placed(explained.place_of(index), texts[row.pk])}
    return found | general


def _placed(place: str, texts: dict[str, str]) -> dict[str, str]:
    return {explained.field_name(place, topic): text for topic, text in texts.items()}


def _optional() -> list[Intervention]:
    return [one for one in load().interventions if one.neck == MAY]


# --- what the page shows


def shelves(form: forms.Form, findings: list[Finding]) -> list[Shelf]:
    return [
        Shelf(KIND_NAMES[kind], [_card(form, one, findings) for one in load().of_kind(kind)])
        for kind in KINDS
    ]


def _card(form: forms.Form, one: Intervention, findings: list[Finding]) -> Card:
    return Card(
        content=one,
        chosen=form[f"do_{one.code}"],
        detail=form[f"detail_{one.code}"],
        neck=form[f"neck_{one.code}"] if one.neck == MAY else None,
        texts=explained.bound(form, one.code),
        also=[KIND_NAMES[kind] for kind in one.kinds[1:]],
        cautions=[finding for finding in findings if finding.rule in one.cautions],
    )


def own_lines(form: forms.Form) -> list[OwnLine]:
    return [
        OwnLine(
            label=form[f"own_{index}_label"],
            kinds=[form[f"own_{index}_{kind}"] for kind in KINDS],
            neck=form[f"own_{index}_on_neck"],
            detail=form[f"own_{index}_detail"],
            texts=explained.bound(form, explained.place_of(index)),
        )
        for index in range(OWN_LINES)
    ]


def treats_neck(form: forms.Form) -> bool:
    """True when something is chosen that is done on the neck, as the form stands on the page."""
    ticked = any(form[f"do_{one.code}"].value() and form[f"neck_{one.code}"].value() for one in _optional())
    always = any(form[f"do_{code}"].value() for code in load().always_on_neck)
    return ticked or always or any(line.label.value() and line.neck.value() for line in own_lines(form))


def ticked(form: forms.Form) -> list[str]:
    """The codes of what is chosen from the catalogue, as the form stands on the page."""
    return [one.code for one in load().interventions if form[f"do_{one.code}"].value()]


def unticked(form: forms.Form) -> list[str]:
    """The codes of what is not chosen from the catalogue."""
    return [one.code for one in load().interventions if not form[f"do_{one.code}"].value()]


# --- what the action gets


def written(cleaned: dict[str, object]) -> list[dict[str, object]]:
    """The interventions that were chosen, as an action takes them."""
    return [*_from_catalogue(cleaned), *_own(cleaned)]


def _from_catalogue(cleaned: dict[str, object]) -> Iterator[dict[str, object]]:
    for one in load().interventions:
        if cleaned.get(f"do_{one.code}"):
            yield {
                "code": one.code,
                "label_nl": one.name("nl"),
                "label_en": one.name("en"),
                "on_neck": one.neck == ALWAYS or cleaned.get(f"neck_{one.code}", False),
                "detail": cleaned.get(f"detail_{one.code}", ""),
                **{kind: kind in one.kinds for kind in KINDS},
                **explained.written(cleaned, one.code),
            }


def _own(cleaned: dict[str, object]) -> Iterator[dict[str, object]]:
    for index in range(OWN_LINES):
        name = cleaned.get(f"own_{index}_label")
        if name:
            values = {key: cleaned.get(f"own_{index}_{key}", "") for key in (*KINDS, "on_neck", "detail")}
            texts = explained.written(cleaned, explained.place_of(index))
            yield {"code": OWN, "label_nl": name, "label_en": name, **values, **texts}


def places(cleaned: dict[str, object]) -> list[str]:
    """Where the texts of what was chosen stand, as `explained` names places."""
    own = [explained.place_of(index) for index in range(OWN_LINES) if cleaned.get(f"own_{index}_label")]
    return [*(one.code for one in load().interventions if cleaned.get(f"do_{one.code}")), *own]


# --- checks


def problems(cleaned: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Fields with what to mend, also in a draft."""
    # Two lines with one name cannot be told apart later.
    known = {one.name(lang).casefold() for one in load().interventions for lang in ("nl", "en")}
    for index in range(OWN_LINES):
        yield from _own_problems(index, cleaned)
        name = cleaned.get(f"own_{index}_label", "").casefold()
        if name and name in known:
            yield f"own_{index}_label", _("This one is in the list above; tick it there.")
        known.add(name)


def _own_problems(index: int, cleaned: dict[str, object]) -> Iterable[tuple[str, str]]:
    keys = ("label", *KINDS, "on_neck", "detail", *explained.NAMES)
    value = {key: cleaned.get(f"own_{index}_{key}") for key in keys}
    if value["label"] and not any(value[kind] for kind in KINDS):
        yield f"own_{index}_{KINDS[0]}", _("Tick what kind of treatment it is.")
    elif value["on_neck"] and value["label"] and not value["hands_on"]:
        yield f"own_{index}_{KINDS[0]}", _("On the neck is asked of hands-on treatment: tick that too.")
    if not value["label"] and any(value.values()):
        yield f"own_{index}_label", _("Write what you do.")


def nothing_chosen(cleaned: dict[str, object]) -> str:
    """The field to begin with while no intervention is chosen; empty when one is."""
    return "" if written(cleaned) else f"do_{load().of_kind(KINDS[0])[0].code}"


def _lang() -> str:
    return get_language() or "nl"
