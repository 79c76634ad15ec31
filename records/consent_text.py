"""The plan in the words the patient reads. What is shown and what is stored come from here alone."""

from collections.abc import Iterable, Iterator

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import interventions
from records.interventions import CERVICAL_TREATMENT
from records.models import Goal, PlannedIntervention, TreatmentPlan

Section = tuple[str, str]  # heading and text


def sections(plan: TreatmentPlan, language: str) -> list[Section]:
    """Heading and text of each part that has something to say.

    Headings, names and dates are in `language`; what the therapist wrote stays as it was written.
    """
    with translation.override(language):
        return [(heading, text) for heading, text in _sections(plan, language) if text]


def consent_text(plan: TreatmentPlan, language: str) -> str:
    """The same as plain text, as it is stored with the patient's decision."""
    return "\n\n".join(f"{heading}\n{text}" for heading, text in sections(plan, language))


def asked_apart(plan: TreatmentPlan, language: str) -> list[str]:
    """The names of what the patient decides on apart."""
    permissions = interventions.load().permissions
    return [permissions[kind].name(language) for kind in plan.specials]


def _sections(plan: TreatmentPlan, language: str) -> Iterator[Section]:
    yield _("What we are going to do"), plan.explained_what
    yield _("Why"), plan.explained_why
    yield _("What the treatment consists of"), _interventions(plan, language)
    yield _("Risks and what you may feel afterwards"), plan.explained_risks
    yield _("Other possibilities, and doing nothing"), plan.explained_alternatives
    yield _("What we want to reach"), "\n".join(_goal(goal) for goal in plan.goals.all())
    yield _("What recovery to expect"), plan.expected_course
    yield _("How often"), _how_often(plan)
    for kind, rows in plan.specials.items():
        yield interventions.load().permissions[kind].name(language), _permission(plan, kind, rows, language)
    yield _("You decide"), _("You may say no. You may also change your mind later, without giving a reason.")


def _interventions(plan: TreatmentPlan, language: str) -> str:
    return _listed(plan.interventions.all(), language)


def _listed(rows: Iterable[PlannedIntervention], language: str) -> str:
    told = ((one.label_in(language), one.detail) for one in rows)
    return "\n".join(f"- {label}: {detail}" if detail else f"- {label}" for label, detail in told)


def _permission(plan: TreatmentPlan, kind: str, rows: list[PlannedIntervention], language: str) -> str:
    """What is asked apart: what it covers, what to know, and what was left out beforehand."""
    told = [_listed(rows, language), interventions.load().permissions[kind].told(language)]
    if kind == CERVICAL_TREATMENT and plan.deviates:
        told.append(_("Not every check was done beforehand. The reason: %s") % plan.neck_deviation)
    return "\n".join(told)


def _goal(goal: Goal) -> str:
    facts = [
        _("measured by: %s") % goal.measure if goal.measure else "",
        _("now: %s") % goal.baseline if goal.baseline else "",
        _("target: %s") % goal.target if goal.target else "",
        _("by %s") % date_format(goal.due_on, "DATE_FORMAT") if goal.due_on else "",
    ]
    told = ", ".join(filter(None, facts))
    return f"- {goal.text} ({told})" if told else f"- {goal.text}"


def _how_often(plan: TreatmentPlan) -> str:
    count, day = plan.session_count, plan.evaluate_on
    number = ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count} if count else ""
    check = _("We look at the result together on %s.") % date_format(day, "DATE_FORMAT") if day else ""
    amount = ", ".join(filter(None, [number, plan.frequency]))
    return "\n".join(filter(None, [amount, check]))
