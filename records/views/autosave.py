"""How autosave.js is answered: what it sends is kept as a draft, never signed, and told in JSON."""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practice.signing import SignedRecord, StaleDraftError
from records import drafts
from records.actions.drafting import by_itself
from records.errors import AlreadySignedError, RecordError
from records.forms.drafting import DraftForm

# What keeps a draft from being kept. ELSEWHERE and SIGNED: the page shows both texts by its button.
ELSEWHERE, SIGNED, REFUSED, SIGNED_OUT = "elsewhere", "signed", "refused", "signed_out"
Save = Callable[[], SignedRecord]


def is_typed_by(request: HttpRequest) -> bool:
    """False when somebody else signed in since the page was opened: nobody writes in another's name."""
    return request.POST.get("typed_by", "") == str(request.user.pk)


def answer(request: HttpRequest, form: DraftForm, save: Save, addresses: Callable | None) -> HttpResponse:
    """Keep what can be kept, and say what cannot. `addresses` gives those of the form of a stored record."""
    if not is_typed_by(request):
        return JsonResponse({"problem": SIGNED_OUT}, status=401)
    form.by_itself = True
    errors = {} if form.is_valid() else form.leave_out_wrong()
    if form.is_overtaken:
        return _problem(SIGNED, str(AlreadySignedError()), errors)
    try:
        with by_itself():
            stored = keep(form, save)
    except StaleDraftError as error:
        if form.beside(error.newer):
            return _problem(ELSEWHERE, "", errors)
        stored = error.newer  # the same was sent twice
    except RecordError as error:
        kind = SIGNED if isinstance(error, AlreadySignedError) else REFUSED
        return _problem(kind, str(error), errors)
    except IntegrityError:  # what is wrong cannot be left out
        return _problem(REFUSED, _("Mend what is wrong on this page."), errors)
    return _kept(request, stored, errors, addresses or _addresses)


def keep(form: DraftForm, save: Save) -> SignedRecord:
    """Save; over what this page itself sent before, too, when it could not hear that it arrived.

    Raises what `save` raises.
    """
    try:
        return save()
    except StaleDraftError as error:
        if not form.was_sent(error.newer):
            raise
        form.save_over(error.newer)
    return save()


def _problem(kind: str, told: str, errors: dict[str, str]) -> JsonResponse:
    return JsonResponse({"problem": kind, "told": told, "errors": errors})


def _kept(
    request: HttpRequest, stored: SignedRecord, errors: dict[str, str], addresses: Callable
) -> JsonResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    places = addresses(stored)
    kept = {**places, "keep_at": places["keep_at"] + query, "sign_at": places["sign_at"] + query}
    saved_at = date_format(timezone.localtime(), "TIME_FORMAT")
    told = {
        "problem": "",
        "told": "",
        "errors": errors,
        "saved_at": saved_at,
        "version": stored.draft_version,
    }
    return JsonResponse({**told, **kept})


def _addresses(stored: SignedRecord) -> dict[str, str]:
    page, parts = drafts.place(stored)
    keep_at = reverse(page, args=parts)
    return {
        "address": keep_at
        if len(parts) > 1
        else "",  # where this draft is found, when it has a page of its own
        "keep_at": keep_at,
        "sign_at": reverse(f"{page}_sign", args=parts),
        "discard_at": drafts.discard_page(stored),
    }
