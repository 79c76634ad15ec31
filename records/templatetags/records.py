"""What templates of all apps ask about a record: {% record_frame episode as frame %}, and permissions."""

from dataclasses import dataclass

from django import template
from django.template import Context

from intake.models import Finding
from practice.models import Episode
from practice.signing import SignedRecord
from records import cosigning, decisions, norm_of, planned, steps, tasks
from records.holds import Hold, hold_of
from records.letters import offer
from records.models import ExaminationSign

register = template.Library()
register.simple_tag(decisions.agreed_to)
register.simple_tag(decisions.not_agreed_to)
register.simple_tag(decisions.signatures_of)
register.simple_tag(planned.planned)
register.simple_tag(offer.letter_offer)


@register.filter
def anchor(row: SignedRecord) -> str:
    """The id of the signature of a record on the page that shows it."""
    return cosigning.anchor(row)


@register.filter
def norm_labels(codes: list[str]) -> list[str]:
    """What items of the norm check are called."""
    return norm_of.labels(codes)


@register.simple_tag(takes_context=True)
def cosigned(context: Context, row: SignedRecord) -> dict[str, object] | None:
    """Whether a trainee's record is co-signed, and whether who looks may do it now; None: nothing to say."""
    episode = context.get("episode") or row.episode
    board = episode.__dict__.setdefault("_cosigning", cosigning.Board(episode))
    state = board.state_of(row)
    request = context.get("request")
    may_sign = bool(state and request and state.may_sign(request.user))
    return {"state": state, "may_sign": may_sign} if state else None


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
