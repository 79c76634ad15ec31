"""Letters: drafted from the record, signed as they go out, and what was sent to whom. Closed episodes too."""

import copy
import hashlib

from django.db import transaction
from django.utils import timezone

from practice import audit
from practice.models import Episode, User
from records import sharing
from records.actions import drafting, guard
from records.actions.cosigning import refuse_uncosigned_letter
from records.actions.labels import label_of
from records.errors import (
    AlreadySignedError,
    DraftWaitsError,
    IncompleteError,
    LetterReplacedError,
    SharingNotAllowedError,
    UnsafeChannelError,
)
from records.letters import content, render
from records.letters.plain import plain
from records.letters.sheet import receiver_of, sheet
from records.letters.words import Words
from records.models import Letter, LetterDispatch, SentBy, SharingConsent


@transaction.atomic
def draft_letter(*, episode: Episode, kind: str, language: str, by: User) -> Letter:
    """A letter of this kind, written from the record; the draft that is there already, if there is one."""
    episode = guard.any_episode(episode.pk)
    waiting = episode.letters.drafts().filter(kind=kind).first()
    if waiting:
        return waiting
    name, address = receiver_of(episode)
    letter = Letter(
        episode=episode,
        kind=kind,
        language=language,
        receiver_name=name,
        receiver_address=address,
        subject=Words(language).subject(kind),
        sections=content.parts(episode, kind, language),
    )
    drafting.store(letter, version=0, by=by)
    audit.record("letter.saved", by=by, patient=episode.patient, subject=letter, label=label_of(letter))
    return letter


@transaction.atomic
def amend_letter(*, letter: Letter, reason: str, by: User) -> Letter:
    """A draft that will replace a signed letter; what it says stays until somebody changes it.

    The correction that is begun already is what comes back. Raises IncompleteError without a reason,
    DraftWaitsError, LetterReplacedError.
    """
    if not reason.strip():
        raise IncompleteError
    episode = guard.any_episode(letter.episode_id)
    waiting = episode.letters.drafts().filter(kind=letter.kind).first()
    if waiting and waiting.amends_id == letter.pk:
        return waiting
    if waiting:
        raise DraftWaitsError
    if letter.amendments.signed().exists():
        raise LetterReplacedError
    columns = ("kind", "language", "receiver_name", "receiver_address", "subject", "sections", "with_bsn")
    values = {name: getattr(letter, name) for name in columns}
    made = Letter(episode=episode, amends=letter, amend_reason=reason.strip(), **values)
    drafting.store(made, version=0, by=by)
    audit.record("letter.saved", by=by, patient=episode.patient, subject=made, label=label_of(made))
    return made


@transaction.atomic
def save_letter(*, letter: Letter, data: dict[str, object], version: int, by: User) -> Letter:
    """Keep a draft, made from draft version `version`. Raises StaleDraftError, AlreadySignedError."""
    episode = guard.any_episode(letter.episode_id)
    changed = drafting.fill(letter, data)
    drafting.store(letter, version=version, by=by)
    label = label_of(letter)
    drafting.note_kept(
        "letter.saved", by=by, patient=episode.patient, subject=letter, changed=changed, label=label
    )
    return letter


@transaction.atomic
def sign_letter(*, letter: Letter, by: User) -> Letter:
    """Freeze a letter with its PDF, to the byte, and its plain text.

    It rests on a permission that stands for this receiver. Raises SharingNotAllowedError, IncompleteError,
    StaleDraftError, AlreadySignedError.
    """
    episode = guard.any_episode(letter.episode_id)
    letter = drafting.as_stored(letter)
    letter.episode = episode
    wanting = content.missing(letter.kind, letter.sections)
    if wanting or not (letter.receiver_name.strip() and letter.subject.strip()):
        raise IncompleteError
    letter.permission = _permission(letter, letter.receiver_name)
    _freeze(letter, by)
    letter.sign(by=by)
    verb = "letter.amended" if letter.amends_id else "letter.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=letter, label=label_of(letter))
    return letter


def _permission(letter: Letter, receiver: str) -> SharingConsent:
    permission = sharing.permission_for(letter.episode, *sharing.about(letter.episode, receiver))
    if permission is None:
        raise SharingNotAllowedError
    return permission


def _freeze(letter: Letter, by: User) -> None:
    """Put in what is sent, as it looks once it is signed by `by`, now."""
    signed = copy.copy(letter)
    signed.signed_at, signed.signed_by, signed.supervised_by = timezone.now(), by, by.supervisor
    data = sheet(signed, by=by, permission=letter.permission)
    letter.pdf = render.pdf(render.LETTER, data, one_page=True)
    letter.plain_text = plain(data)
    letter.digest = hashlib.sha256(letter.pdf).hexdigest()


@transaction.atomic
def dispatch_letter(*, letter: Letter, data: dict[str, object], by: User) -> LetterDispatch:
    """Note that a signed letter went to somebody; the same minute, receiver and way are noted once.

    `data` holds receiver, how, sent_at and remark. Raises LetterReplacedError, UnsafeChannelError,
    SharingNotAllowedError unless it is handed to the patient, LetterNotCosignedError while one of a trainee
    waits for its co-signature, AlreadySignedError for a draft.
    """
    episode = guard.any_episode(letter.episode_id)
    if not letter.is_signed:
        raise AlreadySignedError
    if letter.amendments.signed().exists():
        raise LetterReplacedError
    if data["how"] != SentBy.HANDED:
        _permission(letter, str(data["receiver"]))
    if letter.with_bsn and not _is_safe(data):
        raise UnsafeChannelError
    refuse_uncosigned_letter(letter)
    made = LetterDispatch(letter=letter, by=by, **data)
    same = {"receiver": made.receiver, "how": made.how, "sent_at": made.sent_at}
    there = letter.dispatches.filter(**same).first()
    if there:
        return there
    made.save()
    audit.record("letter.dispatched", by=by, patient=episode.patient, subject=letter, label=label_of(letter))
    return made


def _is_safe(data: dict[str, object]) -> bool:
    """A BSN goes by a secure channel that is named, or from hand to hand (domain reference 9.4)."""
    named = data["how"] == SentBy.SECURE_MAIL and bool(str(data.get("remark", "")).strip())
    return named or data["how"] == SentBy.HANDED
