"""What goes out of a letter: its PDF, its plain text, and the note of how it was sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.access import get_episode
from practice.methods import reads_or_writes
from records import actions
from records.errors import RecordError
from records.forms.letter import DispatchForm
from records.letters import render as rendering
from records.letters.plain import plain
from records.letters.sheet import reference
from records.models import Letter
from records.views.gate import episode_for, may_read, may_write
from records.views.letter_finding import letter_of, sheet_of


@require_safe
@may_read
def letter_pdf(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The PDF: of a signed letter as it was frozen, of a draft as it would look."""
    found = letter_of(get_episode(request.user, pk, note="letter.read"), letter_pk)
    made = bytes(found.pdf) if found.is_signed else _preview(found, request)
    return pdf_response(made, f"{found.kind}-{reference(found)}")


def _preview(found: Letter, request: HttpRequest) -> bytes:
    data = sheet_of(found, request.user)
    return rendering.pdf(rendering.LETTER, data, one_page=True)


@require_safe
@may_read
def letter_text(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The plain text, to copy into a secure message."""
    found = letter_of(get_episode(request.user, pk, note="letter.read"), letter_pk)
    text = found.plain_text if found.is_signed else plain(sheet_of(found, request.user))
    context = {"episode": found.episode, "heading": _("Text of the letter"), "letter": found, "text": text}
    return render(request, "records/letter_text.html", context)


@reads_or_writes
@may_write
def letter_dispatch(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Note to whom a signed letter went, how and when."""
    found = letter_of(episode_for(request, pk), letter_pk)
    if not found.is_signed or request.method != "POST":
        return redirect("letter", pk, letter_pk)
    form = DispatchForm(request.POST, letter=found)
    if form.is_valid():
        try:
            actions.dispatch_letter(letter=found, data=form.data_for_action, by=request.user)
        except RecordError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted how the letter went."))
            return redirect("letter", pk, letter_pk)
    context = {
        "episode": found.episode,
        "heading": _("How did the letter go?"),
        "letter": found,
        "form": form,
    }
    return render(request, "records/letter_dispatch.html", context)


def pdf_response(made: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the tab; `name` is that of the file, in plain letters."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
