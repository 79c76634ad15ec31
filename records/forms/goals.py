"""The goals of a plan: a main goal and some below it, SMART where they can be."""

from collections.abc import Iterator

from django import forms
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from practice.models import Episode
from records import instruments, measures
from records.forms.drafting import LongText, day, short
from records.models import Goal, IcfLevel, TreatmentPlan

SUB_GOALS = 3
PLACES = range(SUB_GOALS + 1)  # the main goal has place 0
COLUMNS = ("text", "icf_level", "instrument", "measure", "baseline", "target", "due_on")
SMART = gettext_lazy(
    "For example: within 6 weeks I can sit at my desk for 60 minutes with at most 3/10 pain "
    "(now 20 minutes, 7/10). Not everything can be measured; then write how you will both see it."
)


def fields(episode: Episode) -> dict[str, forms.Field]:
    """The fields of all goals, by name."""
    choices = list(_instruments(episode))
    return {name: field for place in PLACES for name, field in _fields(place, choices).items()}


def _fields(place: int, choices: list) -> dict[str, forms.Field]:
    title = _("Sub-goal %(number)s") % {"number": place} if place else _("Main goal")
    texts = {name: f"{title}: {Goal._meta.get_field(name).verbose_name}" for name in COLUMNS}
    levels = [("", _("not chosen")), *((code, capfirst(name)) for code, name in IcfLevel.choices)]
    return {
        _name(place, "text"): LongText(label=title, rows=2, max_length=500, help_text="" if place else SMART),
        _name(place, "icf_level"): _choice(texts["icf_level"], levels),
        _name(place, "instrument"): _choice(texts["instrument"], choices),
        _name(place, "measure"): short(texts["measure"], 120),
        _name(place, "baseline"): short(texts["baseline"], 60),
        _name(place, "target"): short(texts["target"], 60),
        _name(place, "due_on"): day(texts["due_on"]),
    }


def _choice(title: str, choices: list) -> forms.ChoiceField:
    message = {"invalid_choice": gettext_lazy("Choose one of these.")}
    return forms.ChoiceField(label=title, choices=choices, required=False, error_messages=message)


def _instruments(episode: Episode) -> Iterator[tuple[str, str]]:
    """Those that fit the complaint first, each with what was measured last."""
    yield "", _("not chosen")
    found = {one.instrument.code: one.last for one in measures.series_of(episode)}
    for one in sorted(instruments.load().values(), key=lambda one: not one.fits(episode.complaint)):
        name = one.name(get_language() or "nl")
        last = found.get(one.code)
        yield one.code, f"{name}: {_value(last)}" if last else name


def _value(point: measures.Point) -> str:
    return f"{floatformat(point.value, -1)} ({date_format(point.day, 'SHORT_DATE_FORMAT')})"


def proposed(form: forms.Form) -> dict[str, str]:
    """The baseline of each goal that has an instrument: what was measured last with it."""
    found = {one.instrument.code: one.last for one in measures.series_of(form.episode)}
    chosen = {place: form[_name(place, "instrument")].value() for place in PLACES}
    return {_name(place, "baseline"): _value(found[code]) for place, code in chosen.items() if code in found}


def _name(place: int, column: str) -> str:
    return f"goal_{place}_{column}"


def values(plan: TreatmentPlan) -> dict[str, object]:
    """What the fields hold for the goals of a stored plan."""
    stored = list(plan.goals.all())
    # The main goal comes first; a draft may have none yet.
    placed = enumerate(stored, start=0 if any(goal.is_main for goal in stored) else 1)
    return {_name(place, name): getattr(goal, name) for place, goal in placed for name in COLUMNS}


def rows(form: forms.Form) -> list[dict[str, forms.BoundField]]:
    """The bound fields of each goal."""
    return [{name: form[_name(place, name)] for name in COLUMNS} for place in PLACES]


def written(cleaned: dict[str, object]) -> list[dict[str, object]]:
    """The goals that were written, as an action takes them."""
    found = [{name: cleaned[_name(place, name)] for name in COLUMNS} for place in PLACES]
    return [{**row, "is_main": place == 0} for place, row in enumerate(found) if row["text"]]


def without_text(cleaned: dict[str, object]) -> list[str]:
    """The names of the text fields that are empty while something else of their goal is not."""
    return [
        _name(place, "text")
        for place in PLACES
        if not cleaned.get(_name(place, "text")) and any(cleaned.get(_name(place, name)) for name in COLUMNS)
    ]
