"""The norm check of one episode, with the plan as it stands on its page. Pure reading."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import Form
from django.urls import reverse
from django.utils.translation import get_language

from practice.models import Episode
from records import interventions, norm, sharing, steps
from records.models import Examination, History, SharingKind

ICF = ("icf_functions", "icf_activities", "icf_participation")
# Pages of a record that has one standing version: the page of the first, and of what is added to it.
AMENDED = {"history": "histories", "screening": "screenings", "examination": "examinations"}


@dataclass(frozen=True)
class Row:
    """One item as the panel shows it."""

    code: str
    label: str
    wgbo: bool
    state: str
    url: str
    may_be_none: bool
    if_relevant: bool


@dataclass(frozen=True)
class Phase:
    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Panel:
    phases: list[Phase]
    missing: list[Row]
    there: int
    wanted: int
    source: str


def panel(episode: Episode, form: Form) -> Panel:
    """The panel beside the plan form; the number of queries is fixed."""
    steps.prefetch([episode])
    lang = get_language() or "nl"
    check = norm.check(facts(episode, form))
    rows = [_row(one, episode, lang) for one in check.rows]
    by_phase = {
        code: [row for row, one in zip(rows, check.rows, strict=True) if one.item.phase == code]
        for code in norm.phases(lang)
    }
    return Panel(
        phases=[Phase(name, by_phase[code]) for code, name in norm.phases(lang).items() if by_phase[code]],
        missing=[row for row in rows if row.state == norm.MISSING],
        there=check.there,
        wanted=len(check.counted),
        source=norm.source(lang),
    )


def labels(codes: Iterable[str]) -> list[str]:
    """What these items are called, in the language of the page."""
    lang = get_language() or "nl"
    return [item.label(lang) for item in norm.items() if item.code in codes]


def _row(one: norm.Checked, episode: Episode, lang: str) -> Row:
    return Row(
        code=one.item.code,
        label=one.item.label(lang),
        wgbo=one.item.wgbo,
        state=one.state,
        url=_address(one.item, episode),
        may_be_none=one.item.none and one.state != norm.FILLED,
        if_relevant=one.item.is_if_relevant,
    )


def _address(item: norm.Item, episode: Episode) -> str:
    """Page and field; of the plan, on whose page this stands, the field alone."""
    if item.place == "plan":
        return f"#{item.field}"
    if item.place == "registration":
        return f"{reverse('patient_detail', args=[episode.patient_id])}#{item.field}"
    name = item.place
    if name in AMENDED and steps.standing(getattr(episode, AMENDED[name]).all()):
        name = f"{name}_amend"
    return f"{reverse(name, args=[episode.pk])}#{item.field}"


def facts(episode: Episode, form: Form) -> norm.Facts:
    """What the check looks at; `form` is the plan form, bound or not, valid or not."""
    history = _newest(episode.histories.all())
    screening = steps.screening_of(episode)
    chosen, special = _planned(form)
    none = set(form["asked_none"].value() or [])
    if history and "general_health" in history.asked_none:
        none.add("determinants")
    if chosen and not special:
        none.add("special")
    return norm.Facts(
        values={
            **_registered(episode),
            **_told(history),
            **_screened(episode, screening),
            **_examined(_newest(episode.examinations.all())),
            **_written(form),
            "actions": chosen,
        },
        none=frozenset(none),
        referred=not episode.is_direct_access,
        relevant=frozenset({norm.DEVIATING} if screening and screening.all_clear is False else ()),
    )


def _newest(rows: Iterable[object]) -> object | None:
    """What stands, or else the draft."""
    known = list(rows)
    return steps.standing(known) or steps.draft(known)


def _registered(episode: Episode) -> dict[str, object]:
    patient = episode.patient
    return {
        "name": patient.initials and patient.birth_name,
        "bsn": patient.bsn,
        "birth_date": patient.birth_date,
        "referrer": episode.referred_by,
    }


def _told(history: History | None) -> dict[str, object]:
    columns = {
        "request": "request_for_help",
        "course": "course",
        "determinants": "general_health",
        "referral": "referral",
    }
    return {code: getattr(history, column) for code, column in columns.items()} if history else {}


def _screened(episode: Episode, screening: object) -> dict[str, object]:
    decided = sharing.newest(episode, SharingKind.GP)
    if screening is None:
        return {"sharing": decided}
    return {
        "conclusion": screening.conclusion,
        "further": screening.further_examination,
        "sharing": decided or screening.may_share_with_gp,
        "deviating": screening.deviating_signs,
        "advice": screening.advice_given,
    }


def _examined(examination: Examination | None) -> dict[str, object]:
    if examination is None:
        return {}
    return {
        "done": examination.conclusion or examination.not_needed_reason,
        "examined_special": examination.agreed or None,
        "results": examination.measurements.exclude(value=None).exists() or None,
    }


def _written(form: Form) -> dict[str, object]:
    def typed(*names: str) -> str:
        return " ".join(str(form[name].value() or "") for name in names if name in form.fields)

    return {
        "problems": typed(*ICF),
        "diagnosis": typed("diagnosis"),
        "indication": typed("indication"),
        "goal": typed("goal_0_text"),
        "goal_measure": typed("goal_0_measure", "goal_0_instrument"),
        "goal_baseline": typed("goal_0_baseline"),
        "goal_target": typed("goal_0_target"),
        "goal_date": typed("goal_0_due_on"),
        "recovery": typed("expected_course"),
        "subgoals": typed("goal_1_text", "goal_2_text", "goal_3_text"),
        "sessions": typed("session_count", "frequency"),
        "evaluation": typed("evaluate_on", "evaluate_every_weeks"),
    }


def _planned(form: Form) -> tuple[bool | None, bool]:
    """Whether something is planned, and whether that needs a permission of its own."""
    catalogue = interventions.load()
    chosen = [one.code for one in catalogue.interventions if _holds(form, f"do_{one.code}")]
    own = [name.removesuffix("_label") for name in form.fields if name.startswith("own_")]
    written = [name for name in own if _holds(form, f"{name}_label")]
    special = any(catalogue.consents(code, on_neck=_holds(form, f"neck_{code}")) for code in chosen)
    special = special or any(_holds(form, f"{name}_on_neck") for name in written)
    return bool(chosen or written) or None, special


def _holds(form: Form, name: str) -> bool:
    return name in form.fields and bool(form[name].value())
