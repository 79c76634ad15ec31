"""What the pages of records with a draft and a signature do alike: keep, sign, lose nothing typed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from practice.signing import SignedRecord, StaleDraftError
from practice.typed import asks_json
from records import drafts
from records.errors import AlreadySignedError, RecordError
from records.forms.drafting import DraftForm
from records.forms.snippets import write_out
from records.models import Snippet
from records.views import autosave


def write(
    request: HttpRequest,
    form: DraftForm,
    *,
    save: Callable[[], SignedRecord],
    sign: Callable[[SignedRecord], SignedRecord],
    show: Callable[..., HttpResponse],
    done: Callable[[SignedRecord], HttpResponse],
    places: Callable[[SignedRecord], dict[str, str]] | None = None,
) -> HttpResponse:
    """Keep what was typed, and sign it when the form is filled in to be signed.

    `save` and `sign` run the actions, `show` renders the form with what is wrong or with another text beside
    it, `done` leads on from the record as it is now. What cannot be signed yet stays as a draft; what cannot
    be kept stays on the form. A ;word that the therapist has a text for becomes that text. A page that saves
    itself is answered in JSON, as autosave.py says; `places` gives the addresses of its form, where those of
    drafts.place will not do.
    """
    if asks_json(request):
        return autosave.answer(request, form, save, places)
    write_out(form, Snippet.texts_of(request.user))
    valid = form.is_valid()
    if "typed_by" in request.POST and not autosave.is_typed_by(request):
        text = _(
            "A colleague was signed in when this was typed. Read it, then save or sign it in your own name."
        )
        messages.warning(request, text)
        return show(form)
    if form.is_overtaken:
        return _signed_meanwhile(request, form, show)
    if not valid:
        return show(form)
    try:
        stored = autosave.keep(form, save)
    except StaleDraftError as error:
        conflict = form.beside(error.newer)
        form.go_on_from(error.newer)
        if conflict:
            return show(form, conflict=conflict)
        stored = error.newer  # the same was sent twice
    except RecordError as error:
        if error.standing and form.beside(error.standing) is None:
            return redirect(drafts.page(error.standing))  # signed already, with these very words
        messages.error(request, str(error))
        return show(form)
    if form.signing:
        return done(_signed(request, stored, sign))
    messages.success(request, _("Draft saved."))
    return done(stored)


def _signed(
    request: HttpRequest, stored: SignedRecord, sign: Callable[[SignedRecord], SignedRecord]
) -> SignedRecord:
    """The signed record; the draft as it was, with the reason told, when it cannot be signed."""
    try:
        return sign(stored)
    except StaleDraftError:
        messages.error(request, _("Another window saved this draft. Check it and sign again."))
    except RecordError as error:
        messages.error(request, str(error))
    return stored


def _signed_meanwhile(
    request: HttpRequest, form: DraftForm, show: Callable[..., HttpResponse]
) -> HttpResponse:
    """What was typed over a signed record becomes an addition to it; the same once more adds nothing."""
    standing = form.record.amends
    conflict = form.beside(standing)
    if conflict is None:
        return redirect(drafts.page(standing))
    messages.error(request, str(AlreadySignedError()))
    form.amend_instead()
    return show(form, conflict=conflict)


def lead_on(request: HttpRequest, stored: SignedRecord, page: str, *, told: str, then: str) -> HttpResponse:
    """From a draft back to its form at `page`; from a signed record, saying so, to the page `then`."""
    if not stored.is_signed:
        return redirect(f"{page}_amend" if stored.amends_id else page, stored.episode_id)
    messages.success(request, told)
    return redirect(then, stored.episode_id)


def addresses(record: SignedRecord, page: str, *parts: int) -> dict[str, str]:
    """Where the form of a record is kept, signed and thrown away."""
    return {
        "keep_at": reverse(page, args=parts),
        "sign_at": reverse(f"{page}_sign", args=parts),
        "discard_at": drafts.discard_page(record) if record.pk else "",
    }
