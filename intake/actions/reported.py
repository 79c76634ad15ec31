"""The desk decides on what the patient wrote about the registration: taken over, or left as it was."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from intake.models import Intake, ReportedState
from intake.registration import PRACTITIONER, Line, lines, newest_report, of_the_desk
from practice import audit
from practice.actions import change_patient
from practice.models import Episode, GeneralPractitioner, Patient, User


class OvertakenReportError(Exception):
    """A colleague decided on this, or the patient sent a newer form, since it was read."""


@transaction.atomic
def decide_reported(
    *,
    report: Intake,
    accepted: Collection[str],
    left: Collection[str],
    version: int,
    by: User,
    practitioner: GeneralPractitioner | None = None,
) -> None:
    """Take over the `accepted` lines of intake/registration.py into the registration, read at `version`.

    `left` lines stay as we have them; lines in neither wait on. `practitioner` is the known GP whom the
    patient means; without one the GP is added to the list. Decisions are kept with who made them and when.
    Raises StalePatientError when the registration was changed since `version`, OvertakenReportError when one
    of the lines no longer waits, or `report` is not the newest any more.
    """
    episode = _locked(report)
    is_newest = newest_report(episode) == report
    waiting = {line.name: line for line in lines(episode) if line.waits and is_newest}
    if not waiting.keys() >= {*accepted, *left}:
        raise OvertakenReportError
    taken = [waiting[name] for name in accepted]
    if taken:
        _take_over(episode.patient, taken, practitioner, version, by)
    _decided(report, taken, ReportedState.ACCEPTED, by)
    _decided(report, [waiting[name] for name in left], ReportedState.LEFT, by)
    label, names = str(report), [*accepted, *left]
    audit.record(
        "reported.decided", by=by, patient=episode.patient, subject=report, label=label, changed=names
    )


def _locked(report: Intake) -> Episode:
    """The episode as it is now: whoever decides, or sends a form, waits for the other."""
    patient = Patient.objects.select_for_update().filter(episodes__intakes=report).first()
    episodes = Episode.objects.select_for_update(of=("self",)).prefetch_related(of_the_desk())
    found = episodes.select_related("patient__general_practitioner").filter(patient=patient)
    episode = found.filter(pk=report.episode_id).first()
    if episode is None:  # the registration became one with another this minute
        raise OvertakenReportError
    return episode


def _take_over(
    patient: Patient, taken: list[Line], practitioner: GeneralPractitioner | None, version: int, by: User
) -> None:
    data = {name: value for line in taken for name, value in line.data.items()}
    new = next((line.new_practitioner for line in taken if line.name == PRACTITIONER), None)
    if new and practitioner:
        data["general_practitioner"], new = practitioner, None
    change_patient(patient=patient, data=data, general_practitioner=new, version=version, by=by)


def _decided(report: Intake, of: list[Line], state: str, by: User) -> None:
    rows = [row.pk for line in of for row in line.rows]
    report.reported.filter(pk__in=rows).update(state=state, decided_by=by, decided_at=timezone.now())
