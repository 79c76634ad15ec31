"""A supervisor signs what a trainee signed."""

from django.db import transaction

from practice import audit
from practice.models import Episode, User
from practice.signing import SignedRecord
from records import cosigning
from records.actions.labels import label_of
from records.drafts import AFTERWARDS
from records.errors import CosignatureWaitsError, LetterNotCosignedError, NotTheirsToCosignError
from records.models import CoSignature, Letter


@transaction.atomic
def cosign(*, record: SignedRecord, by: User, remark: str = "") -> CoSignature:
    """Co-sign what a trainee signed, also after the episode was closed. The same once more changes nothing.

    Raises NotTheirsToCosignError for whoever is not the supervisor named at the signature, or took over from
    that one, and of a version that a signed correction replaced.
    """
    episode = Episode.objects.select_for_update().get(pk=record.episode_id)
    kind = cosigning.kind_of(record)
    made = CoSignature.objects.filter(**{kind: record.pk}).first()
    if made and made.by == by:
        return made
    standing = type(record).objects.current().filter(supervised_by__isnull=False, episode=episode)
    stored = standing.select_related(*cosigning.PEOPLE).filter(pk=record.pk).first()
    if made or stored is None or cosigning.cosigner(stored) != by:
        raise NotTheirsToCosignError
    made = CoSignature.objects.create(**{kind: record}, by=by, remark=remark)
    audit.record(
        "record.cosigned", by=by, patient=episode.patient, subject=record, label=label_of(record) or kind
    )
    return made


def refuse_uncosigned(episode: Episode) -> None:
    """Raises CosignatureWaitsError while something in this episode waits for somebody who can still co-sign.

    What nobody can co-sign any more keeps no episode open.
    """
    able = {one.who for one in cosigning.in_episode(episode) if type(one.record) not in AFTERWARDS}
    if able := [who for who in able if who]:
        raise CosignatureWaitsError(able)


def refuse_uncosigned_letter(letter: Letter) -> None:
    """Raises LetterNotCosignedError: what a trainee wrote leaves the practice after the co-signature."""
    if letter.supervised_by is None or CoSignature.objects.filter(letter=letter).exists():
        return
    who = cosigning.cosigner(letter)
    if who:
        raise LetterNotCosignedError(who)
