"""The plan in the words the patient reads. What is shown and what is stored come from here alone."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from records.models import ConsentDecision, TreatmentPlan
from records.plan_lines import Line, plan_lines

Section = tuple[str, str]  # heading and text


def sections(plan: TreatmentPlan, language: str) -> list[Section]:
    """Heading and text of each line of the plan, and that the patient may say no.

    Headings, names and dates are in `language`; what the therapist wrote stays as it was written.
    """
    found = [(line.heading, _told(line)) for line in plan_lines(plan, language)]
    return [*found, you_decide(language)]


def you_decide(language: str) -> Section:
    """What stands below every plan."""
    with translation.override(language):
        free = _("You may say no. You may also change your mind later, without giving a reason.")
        return _("You decide"), free


def consent_text(plan: TreatmentPlan, language: str) -> str:
    """The same as plain text, as it is stored with the patient's decision."""
    return "\n\n".join(f"{heading}\n{text}" for heading, text in sections(plan, language))


def saying_no(decision: str, language: str) -> str:
    """What somebody who refuses the plan, or takes the approval back, is told; "" for another decision."""
    with translation.override(language):
        return "\n".join(_consequences(decision))


def _told(line: Line) -> str:
    return "\n".join(_part(heading, text) for heading, text in line.parts)


def _part(heading: str, text: str) -> str:
    return f"{heading}:\n{text}" if "\n" in text else f"{heading}: {text}"


def _consequences(decision: str) -> Iterator[str]:
    if decision == ConsentDecision.REFUSED:
        yield _("We do not start this treatment.")
    elif decision == ConsentDecision.WITHDRAWN:
        yield _("We stop the treatment.")
    else:
        return
    yield _("Without treatment your complaint may get less by itself, stay as it is, or get worse.")
    yield _("Call your GP if it gets worse or if you worry.")
    yield _("Your record stays, as the law asks; this decision is in it.")
    yield _("You may come back at any time and decide otherwise. You never have to give a reason.")
