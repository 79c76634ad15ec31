"""The norm check beside the plan form, while it is filled in. Keeps nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from practice.methods import reads_or_writes
from records import norm_of
from records.views.gate import episode_for, may_write
from records.views.plan import form_as_typed


@reads_or_writes
@may_write
def norm_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel for what is typed now."""
    episode = episode_for(request, pk)
    if request.method != "POST":
        return redirect("plan", pk)
    form = form_as_typed(episode, request.POST)
    return render(request, "records/norm_live.html", {"norm": norm_of.panel(episode, form)})
