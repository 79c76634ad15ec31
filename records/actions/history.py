"""Keeping, signing and correcting the history."""

from collections.abc import Iterable

from django.db import transaction

from practice import audit
from practice.models import User
from records.actions import drafting, first
from records.errors import UnconfirmedLinesError
from records.history_lines import whole
from records.models import History, HistoryLine


@transaction.atomic
def save_history(
    *,
    history: History,
    data: dict[str, object],
    version: int,
    by: User,
    lines: Iterable[dict[str, object]] | None = None,
) -> History:
    """Keep a draft made from draft version `version`; it may be new, or amend a signed history.

    `lines` replaces the lines that were there, each with topic, position, generated, text and confirmed; a
    changed line counts as confirmed. `data` then holds what was added below them; without `lines` it holds
    the whole texts. Raises StaleDraftError, AlreadySignedError, NotScreenedError, EpisodeClosedError.
    """
    episode = first.screened_episode(history.episode_id)
    first.refuse_second(history)
    rows = None if lines is None else [_line(history, row) for row in lines]
    changed = drafting.fill(history, data if rows is None else {**data, **_columns(data, rows)})
    drafting.store(history, version=version, by=by)
    if rows is not None:
        HistoryLine.objects.filter(history=history).delete()
        HistoryLine.objects.bulk_create(rows)
    drafting.note_kept("history.saved", by=by, patient=episode.patient, subject=history, changed=changed)
    return history


def _line(history: History, row: dict[str, object]) -> HistoryLine:
    line = HistoryLine(history=history, **row)
    line.confirmed = bool(line.text) and (line.confirmed or line.is_changed)
    return line


def _columns(data: dict[str, object], lines: list[HistoryLine]) -> dict[str, str]:
    """The whole text of each topic that has lines."""
    return {
        topic: whole([line for line in lines if line.topic == topic], str(data.get(topic, "")))
        for topic in {line.topic for line in lines}
    }


@transaction.atomic
def sign_history(*, history: History, by: User) -> History:
    """Freeze the history.

    Raises UnconfirmedLinesError while a line stands as the program wrote it and nobody said it is right,
    StaleDraftError, AlreadySignedError, NotScreenedError, EpisodeClosedError.
    """
    episode = first.screened_episode(history.episode_id)
    history = drafting.as_stored(history)
    if history.lines.filter(confirmed=False).exclude(text="").exists():
        raise UnconfirmedLinesError
    history.sign(by=by)
    verb = "history.amended" if history.amends_id else "history.signed"
    audit.record(verb, by=by, patient=episode.patient, subject=history)
    return history
