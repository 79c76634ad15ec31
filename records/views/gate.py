"""The doors of the therapist's pages: who comes in, and the episode behind them."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest

from practice.access import get_episode
from practice.models import Episode
from practice.typed import asks_json

may_read = permission_required("records.view_record", raise_exception=True)
may_write = permission_required("records.change_record", raise_exception=True)


def episode_for(request: HttpRequest, pk: int) -> Episode:
    """The episode through the gate; a POST asks for the right to write."""
    writes = request.method == "POST"
    return get_episode(
        request.user,
        pk,
        permission="records.change_record" if writes else "records.view_record",
        by_itself=writes and (asks_json(request) or bool(request.htmx)),
    )
