"""Codes for the diagnosis field, while somebody types."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from records import dcsph
from records.views.gate import may_write


@require_safe
@may_write
def dcsph_search(request: HttpRequest) -> HttpResponse:
    """The codes that fit what is typed, as radio buttons of the plan's form. About nobody in particular."""
    typed = request.GET.get("dcsph_code", "")
    day = _day(request.GET.get("day", ""))
    context = {
        "hits": dcsph.search(typed, complaint=request.GET.get("complaint", ""), day=day),
        "typed": typed,
        "is_imported": dcsph.is_imported(),
    }
    return render(request, "records/_dcsph_found.html", context)


def _day(text: str) -> datetime.date:
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
