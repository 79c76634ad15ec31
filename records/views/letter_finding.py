"""Letters of one episode, fetched for a page, and their sheets."""

from django.http import Http404

from practice.models import Episode, User
from records import sharing
from records.letters.sheet import sheet
from records.models import Letter, SharingConsent


def letter_of(episode: Episode, pk: int) -> Letter:
    """One letter of this episode with what a page shows of it. Raises Http404."""
    rows = episode.letters.select_related("signed_by", "created_by", "amends", "permission", "supervised_by")
    rows = rows.prefetch_related("amendments", "dispatches__by").defer("pdf")
    found = rows.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    found.episode = episode
    return found


def permission_of(letter: Letter) -> SharingConsent | None:
    """What a signed letter rested on; of a draft what stands for its receiver now."""
    if letter.is_signed:
        return letter.permission
    return sharing.permission_for(letter.episode, *sharing.about(letter.episode, letter.receiver_name))


def sheet_of(letter: Letter, user: User) -> dict[str, object]:
    """The sheet as it was signed, or as `user` would sign it."""
    return sheet(letter, by=letter.signed_by or user, permission=permission_of(letter))
