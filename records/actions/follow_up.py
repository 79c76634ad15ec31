"""What a patient fills in at home between two visits: kept as a draft, sent once, then frozen."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from intake import mail
from intake.actions.answers import lock
from intake.actions.invitations import end_links
from intake.models import Answer, Intake, IntakeStatus, InvitationState
from practice import audit
from records.actions.measures import record_measures
from records.models import Moment

Results = Iterable[tuple[str, Decimal, Sequence[Mapping[str, object]]]]


class StaleFollowUpError(Exception):
    """Another device saved something else meanwhile; `stored` is the follow-up as it is now."""

    def __init__(self, stored: Intake) -> None:
        super().__init__("The follow-up was changed elsewhere in the meantime.")
        self.stored = stored


@transaction.atomic
def keep_follow_up(
    *, intake: Intake, answers: Mapping[str, str], version: int, language: str, unsure: Mapping | None = None
) -> Intake:
    """Keep a draft made from draft version `version`; one that was sent stays as it is.

    `unsure` is what the page sent before and got no answer about. Raises StaleFollowUpError.
    """
    stored = lock(intake)
    if stored.is_submitted or stored.answers == dict(answers):
        return stored
    if stored.draft_version > version and stored.answers != unsure:
        raise StaleFollowUpError(stored)
    stored.answers, stored.language = dict(answers), language
    stored.status, stored.saved_at = IntakeStatus.STARTED, timezone.now()
    stored.draft_version += 1
    stored.save()
    return stored


@transaction.atomic
def submit_follow_up(
    *,
    intake: Intake,
    answers: Mapping[str, str],
    asked: Iterable[object],
    results: Results,
    version: int,
    language: str,
) -> Intake:
    """Freeze the follow-up with each question as it was asked, and keep its results as measures of today.

    No rule screens it and no phase moves; its link is dead from then on. Sending twice changes nothing.
    `asked` has id, text, value and words of each question. Raises StaleFollowUpError, OutOfRangeError,
    EpisodeClosedError.
    """
    stored = keep_follow_up(intake=intake, answers=answers, version=version, language=language)
    if stored.is_submitted:
        return stored
    record_measures(
        episode=stored.episode, results=results, by=audit.PATIENT, moment=Moment.INTERIM, intake=stored
    )
    Answer.objects.bulk_create(_rows(stored, asked))
    stored.status, stored.submitted_at = IntakeStatus.SUBMITTED, timezone.now()
    stored.save()
    end_links(stored, InvitationState.USED, audit.PATIENT)
    patient = stored.episode.patient
    audit.record("follow_up.submitted", by=audit.PATIENT, patient=patient, subject=stored, label=str(stored))
    mail.tell_therapist_followed_up(stored)
    return stored


def _rows(intake: Intake, asked: Iterable[object]) -> list[Answer]:
    return [
        Answer(
            intake=intake,
            position=position,
            page="follow_up",
            question=one.id,
            question_text=one.text,
            language=intake.language,
            value=one.value,
            answer_text=one.words,
        )
        for position, one in enumerate(asked, start=1)
    ]
