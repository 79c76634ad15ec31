"""What needs me now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.alerts import Board
from practice.access import note_list
from records import cosigning, unsigned
from records import work_list as lists
from records.views.gate import may_read


@require_safe
@may_read
def work_list(request: HttpRequest) -> HttpResponse:
    """Alerts, notes to sign and to co-sign, then the therapist's own open episodes.

    Of notes and episodes `q` keeps patients found by name.
    """
    note_list(request.user, "worklist.read")
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]
    listed = lists.rows(request.user, text)
    context = {
        "board": Board.of(request.user),
        "unsigned": unsigned.overdue(request.user, text),
        "to_cosign": cosigning.for_supervisor(request.user, text),
        "groups": lists.shelves(listed),
        "is_empty": not listed,
        "text": text,
    }
    return render(request, "records/work_list.html", context)
