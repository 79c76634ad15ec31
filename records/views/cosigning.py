"""The supervisor's co-signature."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records import actions, cosigning
from records.errors import RecordError
from records.views.gate import episode_for, may_write


@require_POST
@may_write
def cosign(request: HttpRequest, pk: int, kind: str, record_pk: int) -> HttpResponse:
    """Co-sign one record, and go back to it."""
    episode = episode_for(request, pk)
    record = cosigning.find(episode, kind, record_pk)
    if record is None:
        raise Http404
    try:
        actions.cosign(record=record, by=request.user)
    except RecordError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Co-signed."))
    return redirect(cosigning.page(record))
