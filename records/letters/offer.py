"""Which letter fits an episode now. Pure reading."""

from collections.abc import Iterable

from practice.models import Episode, Phase
from records.models import Letter, LetterKind

TREATED = (Phase.IN_TREATMENT, Phase.WITHDRAWN)
PLANNED = (Phase.PLANNED, Phase.APPROVED)


def fitting(episode: Episode, letters: Iterable[Letter]) -> str:
    """The kind to offer first, given the letters there are; empty when the obvious one is signed."""
    kind = _of_phase(episode)
    signed = {letter.kind for letter in letters if letter.is_signed and _is_about_now(letter, episode)}
    return "" if kind in signed else kind


def letter_offer(episode: Episode) -> str:
    """The same for a page of the record, with the letters that its frame fetched."""
    return fitting(episode, episode.letters.all())


def _of_phase(episode: Episode) -> str:
    if episode.phase == Phase.GP_ADVISED:
        return LetterKind.NOT_CLEAR
    if episode.phase in (Phase.EVALUATED, Phase.CLOSED):
        return LetterKind.FINAL
    if episode.phase in TREATED:
        return LetterKind.INTERIM
    is_start = episode.phase in PLANNED and episode.is_direct_access
    return LetterKind.START if is_start else ""


def _is_about_now(letter: Letter, episode: Episode) -> bool:
    """A letter from before the patient was sent to the GP this time does not count for it."""
    return letter.kind != LetterKind.NOT_CLEAR or letter.signed_at >= episode.phase_since
