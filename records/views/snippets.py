"""The page of a therapist's own texts. Nobody else sees them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.methods import reads_or_writes
from records import actions
from records.errors import RecordError
from records.forms.snippets import SnippetForm
from records.models import Snippet
from records.snippet_examples import examples
from records.views.gate import may_write

MANY = 8  # from here on there is something to search


@reads_or_writes
@may_write
def snippets(request: HttpRequest) -> HttpResponse:
    """All texts of one's own, of which `q` keeps some, and the form for another one."""
    mine = list(request.user.snippets.all())
    taken = {one.shortcut for one in mine}
    if request.method == "POST":
        form = SnippetForm(request.POST, taken=taken)
        if _saved(request, form, Snippet()):
            return redirect("snippets")
    else:
        form = SnippetForm(taken=taken)
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]
    found = [one for one in mine if text.casefold() in f"{one.shortcut} {one.text}".casefold()]
    context = {
        "form": form,
        "snippets": found,
        "has_some": bool(mine),
        "has_many": len(mine) >= MANY,
        "text": text,
        "examples": [one for one in examples() if one.shortcut not in taken],
    }
    return render(request, "records/snippets.html", context)


@reads_or_writes
@may_write
def snippet_edit(request: HttpRequest, pk: int) -> HttpResponse:
    snippet = _own(request, pk)
    others = request.user.snippets.exclude(pk=pk).values_list("shortcut", flat=True)
    typed = request.POST if request.method == "POST" else None
    initial = {"shortcut": snippet.shortcut, "text": snippet.text}
    form = SnippetForm(typed, taken=set(others), initial=initial)
    if typed is not None and _saved(request, form, snippet):
        return redirect("snippets")
    return render(request, "records/snippet_edit.html", {"form": form, "snippet": _own(request, pk)})


@reads_or_writes
@may_write
def snippet_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then deletes."""
    snippet = _own(request, pk)
    if request.method != "POST":
        return render(request, "records/snippet_delete.html", {"snippet": snippet})
    actions.delete_snippet(snippet=snippet, by=request.user)
    messages.success(request, _("The text ;%(word)s is deleted.") % {"word": snippet.shortcut})
    return redirect("snippets")


@require_safe
@may_write
def snippets_mine(request: HttpRequest) -> JsonResponse:
    """The texts by short word, for the page that writes them out while somebody types."""
    response = JsonResponse(Snippet.texts_of(request.user))
    response["Cache-Control"] = "no-store"
    return response


def _own(request: HttpRequest, pk: int) -> Snippet:
    found = request.user.snippets.filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _saved(request: HttpRequest, form: SnippetForm, snippet: Snippet) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.save_snippet(snippet=snippet, **form.cleaned_data, by=request.user)
    except RecordError as error:
        form.add_error("shortcut", str(error))
        return False
    messages.success(request, _("Saved. Type ;%(word)s in a record.") % {"word": snippet.shortcut})
    return True
