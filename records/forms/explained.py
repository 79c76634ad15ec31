"""What the patient reads about each intervention: texts of its own, begun from the content."""

from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import gettext_lazy

from records.forms.drafting import LongText
from records.interventions import OWN, Intervention, load
from records.models import TreatmentPlan
from records.plan_lines import texts_of
from records.told import TOPICS

NAMES = {
    "what": gettext_lazy("What"),
    "why": gettext_lazy("Why"),
    "risks": gettext_lazy("Risks"),
    "alternatives": gettext_lazy("Other possibilities"),
}
NEEDED = {
    "what": gettext_lazy("Write what you are going to do, in plain words."),
    "why": gettext_lazy("Write why, in plain words."),
}
LENGTH = 2000  # characters
SAFETY_NET = "safety_net"


def place_of(index: int) -> str:
    """What the fields of an intervention of one's own begin with."""
    return f"own_{index}"


def field_name(place: str, topic: str) -> str:
    """`place` is the code of an intervention, or place_of(index)."""
    return f"{place}_{topic}" if place.startswith(f"{OWN}_") else f"{topic}_{place}"


def fields(place: str, name: str) -> dict[str, forms.Field]:
    """The texts of the intervention that is called `name`."""
    return {field_name(place, topic): _text(f"{name}: {NAMES[topic]}") for topic in TOPICS}


def _text(title: str) -> LongText:
    field = LongText(label=title, rows=2, max_length=LENGTH)
    field.widget.attrs["class"] = "form-control"
    return field


def bound(form: forms.Form, place: str) -> list[tuple[object, forms.BoundField]]:
    """The name of each topic, with its field."""
    return [(NAMES[topic], form[field_name(place, topic)]) for topic in TOPICS]


def begun(one: Intervention, language: str) -> dict[str, object]:
    """What the fields of an intervention of the catalogue begin with."""
    return {
        field_name(one.code, topic): load().says(one.code, one.kinds, topic, language) for topic in TOPICS
    }


def general(language: str) -> dict[str, str]:
    """What the text for the treatment as a whole begins with, by the names of its fields."""
    said = {"risks": load().general_text(SAFETY_NET, language)}
    said["alternatives"] = load().general_text("nothing", language)
    return {f"explained_{topic}": text for topic, text in said.items()}


def stored(plan: TreatmentPlan, language: str) -> tuple[dict[int, dict[str, str]], dict[str, str]]:
    """The texts of a stored plan: by intervention and topic, and by the fields of the whole."""
    texts = texts_of(plan, language)
    return texts.rows, {f"explained_{topic}": text for topic, text in texts.general.items()}


def written(cleaned: dict[str, object], place: str) -> dict[str, str]:
    """The texts of one intervention, as an action takes them."""
    return {topic: cleaned.get(field_name(place, topic)) or "" for topic in TOPICS}


def missing(cleaned: dict[str, object], places: Iterable[str]) -> Iterator[tuple[str, object]]:
    """What a signed plan says of each intervention and is not there yet: field and sentence."""
    for place in places:
        for topic, sentence in NEEDED.items():
            name = field_name(place, topic)
            if not cleaned.get(name):
                yield name, sentence


def empty(form: forms.Form, codes: Iterable[str], language: str) -> dict[str, object]:
    """What belongs in the texts of these interventions that hold nothing."""
    found = (load().find(code) for code in codes)
    proposed = {name: text for one in found for name, text in begun(one, language).items()}
    return {name: text for name, text in proposed.items() if not form[name].value()}


def labels_of(form: forms.Form, codes: Iterable[str]) -> set[str]:
    """What the texts of these interventions are called on the form."""
    return {str(form.fields[field_name(code, topic)].label) for code in codes for topic in TOPICS}
