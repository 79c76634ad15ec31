"""What templates of all apps ask about a record: {% record_frame episode as frame %}, and permissions."""

from dataclasses import dataclass

from django import template

from intake.models import Finding
from practice.models import Episode
from records import decisions, planned, steps, tasks
from records.holds import Hold, hold_of
from records.models import ExaminationSign

register = template.Library()
register.simple_tag(decisions.agreed_to)
register.simple_tag(decisions.not_agreed_to)
register.simple_tag(decisions.signatures_of)
register.simple_tag(planned.planned)


@dataclass(frozen=True)
class Frame:
    """What base_record.html shows about an episode."""

    steps: list[steps.Step]
    precautions: list[steps.Precaution]
    alarms: list[Finding]
    task: tasks.Task
    hold: Hold | None  # nothing is treated or closed before this
    signs: list[ExaminationSign]  # alarms of the examination that stands


@register.simple_tag
def record_frame(episode: Episode) -> Frame:
    """The steps, precautions, open safety findings and next task of an episode."""
    steps.prefetch([episode])
    return Frame(
        steps=steps.steps(episode),
        precautions=steps.precautions(episode),
        alarms=[finding for finding in steps.findings(episode) if finding.is_alarm],
        task=tasks.next_task(episode),
        hold=None if episode.is_closed else hold_of(episode),
        signs=_alarm_signs(episode),
    )


def _alarm_signs(episode: Episode) -> list[ExaminationSign]:
    examination = steps.standing(episode.examinations.all())
    return [sign for sign in examination.signs.all() if sign.alarm] if examination else []
