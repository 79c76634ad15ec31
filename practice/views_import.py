"""Bringing patients from another system: the file, its columns, trying out, taking over."""

from collections import Counter
from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import audit, importing
from practice.actions import importing as actions
from practice.forms.import_file import MappingForm, UploadForm, as_text, from_text, guessed
from practice.methods import reads_or_writes
from practice.models import ImportState, PatientImport, User

TRIED_AT_ONCE = 1000  # lines per answer: one or two seconds
PAGE_SIZE = 100
MAY_IMPORT = "practice.import_patients"
HERE = "<!-- progress -->"  # where the page that shows progress is cut in two


@permission_required(MAY_IMPORT, raise_exception=True)
@reads_or_writes
def import_list(request: HttpRequest) -> HttpResponse:
    """Choose a file; below it what was brought before."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        rows = form.rows
        run = actions.start_import(
            name=form.cleaned_data["file"].name,
            text=as_text(rows),
            lines=len(rows) - 1,
            mapping=guessed(rows),
            by=request.user,
        )
        return redirect("import_columns", run.pk)
    runs = PatientImport.objects.select_related("made_by").defer("text", "report")
    page = Paginator(runs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "practice/import_list.html", {"form": form, "page_obj": page})


@permission_required(MAY_IMPORT, raise_exception=True)
@reads_or_writes
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What each column of the file holds, as guessed, to be put right."""
    run = _run(pk)
    if run.is_over:
        return redirect("import_result", pk)
    rows = from_text(run.text)
    form = MappingForm(request.POST if request.method == "POST" else None, rows=rows, mapping=run.mapping)
    if form.is_valid():
        try:
            actions.map_columns(run=run, mapping=form.mapping, by=request.user)
        except actions.ImportOverError:
            return _too_late(request, pk)
        return redirect("import_result", pk)
    return render(request, "practice/import_columns.html", {"run": run, "form": form})


@permission_required(MAY_IMPORT, raise_exception=True)
@reads_or_writes
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking over would do, or did, line by line. A POST tries out the next lines."""
    run = _run(pk)
    if request.method == "POST":
        return _try_out(request, run)
    counted = Counter(verdict for _line, verdict, _words in run.report)
    chosen = request.GET.get("verdict", "")
    wanted = [line for line in run.report if line[1] == chosen] if chosen else _with_words(run.report)
    context = {
        "run": run,
        "counts": [(code, word, counted[code]) for code, word in importing.VERDICTS.items()],
        "wrong": counted[importing.WRONG],
        "taken_over": sum(counted[verdict] for verdict in importing.TAKEN_OVER),
        "verdict": chosen,
        "words": importing.VERDICTS,
        "page_obj": Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "practice/import_result.html", context)


def _with_words(report: list[list[object]]) -> list[list[object]]:
    """The lines there is something to say about, what is wrong first."""
    order = list(importing.VERDICTS)
    return sorted(
        (line for line in report if line[1] != importing.NEW), key=lambda line: order.index(line[1])
    )


def _try_out(request: HttpRequest, run: PatientImport) -> HttpResponse:
    done = min(run.rows_done + TRIED_AT_ONCE, run.rows_total)
    if run.state == ImportState.MAPPING and run.mapping:
        found = importing.judged(run, start=run.rows_done, count=TRIED_AT_ONCE)
        try:
            actions.report_lines(run=run, done=done, lines=[one.reported for one in found])
        except actions.ImportOverError:
            return _too_late(request, run.pk)
    return redirect("import_result", run.pk)


@permission_required(MAY_IMPORT, raise_exception=True)
@reads_or_writes
def import_take_over(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Register everybody of the file, or nobody; the page grows while it is busy."""
    run = _run(pk)
    is_ready = run.state == ImportState.CHECKED
    if request.method != "POST" or not is_ready:
        return redirect("import_result", pk)
    before, after = render_to_string("practice/import_running.html", {"run": run}, request).split(HERE)
    parts = _taking_over(run, request.user, audit.access_point.get())
    return StreamingHttpResponse(_page(before, parts, after))


def _page(before: str, parts: Iterator[str], after: str) -> Iterator[str]:
    yield before
    yield from parts
    yield after


def _taking_over(run: PatientImport, by: User, address: str) -> Iterator[str]:
    """What the page shows while the patients are taken over, and at its end how it went."""
    audit.access_point.set(address)  # the answer outlives the middleware that set it
    try:
        for done, total in actions.take_over(run=run, patients=_patients(run), by=by):
            yield render_to_string("practice/import_step.html", {"done": done, "total": total})
        trouble = ""
    except (actions.ImportOverError, importing.WrongLinesError, IntegrityError):
        trouble = _("Nothing was taken over: the practice or the file changed meanwhile. Try it out again.")
    yield render_to_string("practice/import_step.html", {"run": run, "trouble": trouble, "is_over": True})


def _patients(run: PatientImport) -> Iterator[tuple[dict[str, object], str]]:
    """Judged when they are asked for: within the transaction that registers them."""
    yield from importing.to_take_over(run)


@permission_required(MAY_IMPORT, raise_exception=True)
@reads_or_writes
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not take the file over; its text is wiped."""
    run = _run(pk)
    if request.method != "POST":
        return redirect("import_result", pk)
    try:
        actions.cancel_import(run=run, by=request.user)
    except actions.ImportOverError:
        return _too_late(request, pk)
    messages.success(request, _("Nothing is taken over, and what the file held is wiped."))
    return redirect("import_list")


@permission_required(MAY_IMPORT, raise_exception=True)
@require_safe
def import_example(request: HttpRequest) -> HttpResponse:
    """An empty list with the names of columns that are understood by themselves."""
    response = HttpResponse(f"{';'.join(importing.EXAMPLE)}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wervel-patients.csv"'
    return response


def _run(pk: int) -> PatientImport:
    return get_object_or_404(PatientImport, pk=pk if pk < 2**63 else 0)


def _too_late(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, _("This file was taken over or cancelled already."))
    return redirect("import_result", pk)
