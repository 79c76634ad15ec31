"""The therapist's judgement: decisions on findings, and the conclusion of the screening."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from intake import readings
from intake.models import Conclusion, EmergencyAlert, Finding, FindingDecision, Intake, Screening
from practice import audit
from practice.models import Episode, Phase, User
from practice.signing import SignedRecordError, StaleDraftError

Decisions = Mapping[int, tuple[str, str]]  # finding's pk: (decision, remark)


class ScreeningError(Exception):
    """The screening cannot be written now. `message` is a translated sentence that says what to do."""

    message: object = ""

    def __str__(self) -> str:
        return str(self.message)


class ClosedError(ScreeningError):
    message = _("This episode is closed. Nothing can be added any more.")


class WaitingAlertError(ScreeningError):
    message = _("Answer the emergency alert first; nobody lowers an emergency before that.")


class OpenFindingsError(ScreeningError):
    message = _("Decide on every safety finding first; then conclude.")


@transaction.atomic
def decide_finding(*, finding: Finding, decision: str, remark: str, by: User) -> FindingDecision:
    """Record what the therapist makes of a finding. The same decision again changes nothing."""
    last = finding.decisions.order_by("-pk").first()
    if last and (last.decision, last.remark) == (decision, remark):
        return last
    made = FindingDecision.objects.create(finding=finding, decision=decision, remark=remark, decided_by=by)
    audit.record("finding.decided", by=by, patient=finding.intake.episode.patient, subject=finding)
    return made


@transaction.atomic
def save_screening(
    *,
    episode: Episode,
    intake: Intake | None,
    data: Mapping[str, object],
    decisions: Decisions,
    version: int,
    by: User,
) -> Screening:
    """Keep the decisions and a draft of the conclusion, made from draft version `version` (0: none yet).

    Raises ClosedError; StaleDraftError when the stored draft is newer; SignedRecordError when the
    screening was concluded in the meantime.
    """
    locked_episode(episode)
    draft = _draft(episode, version, by)
    draft.intake = intake
    _fill(draft, data)
    if draft.pk:
        draft.save_draft(version=version)
    else:
        draft.save()
    _decide(intake, decisions, by)
    audit.record("screening.saved", by=by, patient=episode.patient, subject=draft)
    return draft


def _draft(episode: Episode, version: int, by: User) -> Screening:
    stored = Screening.objects.filter(episode=episode, amends=None).first()
    if stored is None:
        return Screening(episode=episode, created_by=by)
    if stored.is_signed:
        raise SignedRecordError("This screening was concluded in the meantime.")
    if version == 0:
        raise StaleDraftError(stored)
    return stored


@transaction.atomic
def review_intake(
    *,
    episode: Episode,
    intake: Intake | None,
    data: Mapping[str, object],
    decisions: Decisions,
    version: int,
    by: User,
) -> Screening:
    """Conclude and sign the screening: suitable, or contact the GP. `intake` is None without a form.

    Raises what save_screening raises, OpenFindingsError while a finding waits for its decision, and
    WaitingAlertError for "suitable" while an emergency alert waits for its answer.
    """
    screening = save_screening(
        episode=episode, intake=intake, data=data, decisions=decisions, version=version, by=by
    )
    _refuse_open_findings(intake)
    _refuse_waiting_alert(screening)
    screening.sign(by=by)
    _move(locked_episode(episode), screening)
    audit.record("screening.signed", by=by, patient=episode.patient, subject=screening)
    return screening


@transaction.atomic
def amend_screening(
    *,
    screening: Screening,
    intake: Intake | None,
    data: Mapping[str, object],
    decisions: Decisions,
    reason: str,
    by: User,
) -> Screening:
    """Replace a signed conclusion by a new one, signed at once: the GP reported back, or it was wrong.

    Both stay visible. Raises ClosedError, OpenFindingsError, WaitingAlertError, and SignedRecordError
    when somebody else amended it in the meantime.
    """
    episode = locked_episode(screening.episode)
    if Screening.objects.filter(amends=screening).exists():
        raise SignedRecordError("This screening was amended in the meantime.")
    _decide(intake, decisions, by)
    _refuse_open_findings(intake)
    made = Screening(
        episode=episode, intake=intake, created_by=by, amends=screening, amend_reason=reason, **data
    )
    _refuse_waiting_alert(made)
    made.sign(by=by)
    _move(episode, made)
    audit.record("screening.amended", by=by, patient=episode.patient, subject=made)
    return made


def locked_episode(episode: Episode) -> Episode:
    """The episode, locked until the transaction ends. Raises ClosedError."""
    locked = Episode.objects.select_for_update().get(pk=episode.pk)
    if locked.is_closed:
        raise ClosedError
    return locked


def _fill(screening: Screening, data: Mapping[str, object]) -> None:
    for name, value in data.items():
        setattr(screening, name, value)


def _decide(intake: Intake | None, decisions: Decisions, by: User) -> None:
    for finding in _judged(intake):
        if finding.pk in decisions:
            decision, remark = decisions[finding.pk]
            decide_finding(finding=finding, decision=decision, remark=remark, by=by)


def _refuse_open_findings(intake: Intake | None) -> None:
    """Also of what came in before this intake and was never concluded."""
    if any(finding.is_open for finding in _judged(intake)):
        raise OpenFindingsError


def _judged(intake: Intake | None) -> list[Finding]:
    """What a conclusion about this intake is about, as it is stored now."""
    if intake is None:
        return []
    rows = Episode.objects.prefetch_related("screenings", "intakes__findings__decisions")
    episode = rows.select_related("patient").get(pk=intake.episode_id)
    return readings.findings(readings.judged_together(episode, intake))


def _refuse_waiting_alert(screening: Screening) -> None:
    """The form says so too (Evidence.lacks_contact); an alert raised after it was read counts as well."""
    waiting = EmergencyAlert.objects.unanswered().filter(intake__episode=screening.episode)
    if screening.is_suitable and waiting.exists():
        raise WaitingAlertError


def _move(episode: Episode, screening: Screening) -> None:
    """Suitable leads on from the screening or back from the GP; it does not turn back further steps."""
    if screening.conclusion == Conclusion.CONTACT_GP:
        episode.move_to(Phase.GP_ADVISED)
    elif episode.may_move_to(Phase.SCREENED):
        episode.move_to(Phase.SCREENED)
