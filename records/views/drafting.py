"""What the pages of plan, session and closure share: saving and signing a draft, and saying what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice.access import get_episode
from practice.models import Episode
from practice.signing import SignedRecord, StaleDraftError
from records.errors import AlreadySignedError, RecordError
from records.forms.drafting import DraftForm

reads = require_http_methods(["GET", "HEAD"])
reads_or_writes = require_http_methods(["GET", "HEAD", "POST"])
may_read = permission_required("records.view_record", raise_exception=True)
may_write = permission_required("records.change_record", raise_exception=True)


def episode_for(request: HttpRequest, pk: int) -> Episode:
    """The episode through the gate; a POST asks for the right to write."""
    writes = request.method == "POST"
    return get_episode(
        request.user, pk, permission="records.change_record" if writes else "records.view_record"
    )


def wants_to_sign(request: HttpRequest) -> bool:
    return "sign" in request.POST


@dataclass(frozen=True)
class Outcome:
    """What became of a save. `record` is the stored draft, `conflict` what another tab wrote."""

    record: SignedRecord | None = None
    signed: bool = False
    conflict: dict[str, object] | None = None


def keep(
    request: HttpRequest,
    form: DraftForm,
    save: Callable[[], SignedRecord],
    sign: Callable[[SignedRecord], SignedRecord],
) -> Outcome:
    """Save a valid form, and sign it when asked. What cannot be is said in a message; typed text is kept.

    `record` is None when nothing could be saved: the page then shows the form again.
    """
    try:
        if not form.fits:
            raise AlreadySignedError
        record = save()
    except StaleDraftError as error:
        conflict = form.beside(error.newer)
        if conflict:
            return Outcome(conflict=conflict)
        record = error.newer  # the same was sent twice
    except RecordError as error:
        messages.error(request, str(error))
        return Outcome()
    return _signed(request, record, sign) if wants_to_sign(request) else Outcome(record)


def _signed(
    request: HttpRequest, record: SignedRecord, sign: Callable[[SignedRecord], SignedRecord]
) -> Outcome:
    try:
        return Outcome(sign(record), signed=True)
    except StaleDraftError:
        messages.error(request, _("Another window saved this draft. Check it and sign again."))
    except RecordError as error:
        messages.error(request, str(error))
    return Outcome(record)
