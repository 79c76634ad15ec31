"""Everything of one episode in order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice.access import get_episode
from records import timeline as lines
from records.forms.timeline import TimelineForm
from records.views.gate import may_read


@require_safe
@may_read
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The events that are asked for, per month and day, with marks over the weeks above them."""
    episode = get_episode(request.user, pk, permission="records.view_record", note="timeline.read")
    form = TimelineForm(request.GET or None)
    form.is_valid()
    everything = lines.read(episode)
    shown = lines.select(everything, form.wanted)
    context = {
        "episode": episode,
        "heading": _("Time line"),
        "form": form,
        "wanted": form.wanted,
        "months": lines.by_month(shown),
        "overview": lines.overview(shown),
        "chosen": form.chosen,
        "count": len(shown),
        "total": len(everything),
    }
    return render(request, "records/timeline.html", context)
