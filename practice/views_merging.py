"""Registrations that may be of one person: the list, two beside each other, one of two, and back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import actions
from practice.access import get_patient, note_list
from practice.doubles import LIMIT, doubles, with_patients
from practice.forms import MergeForm
from practice.forms.merging import PARTS
from practice.known import is_told_apart
from practice.merging import goes_along, stays_readable
from practice.methods import reads_or_writes
from practice.models import Patient, PatientMerge, User

PAGE_SIZE = 20
MAY_MERGE = "practice.merge_patients"
LONGEST = 9  # digits of a patient number


@permission_required(MAY_MERGE, raise_exception=True)
@require_safe
def doubles_list(request: HttpRequest) -> HttpResponse:
    """Pairs that look like one person, most certain first; or straight to the two whose numbers are given."""
    if request.GET.get("first") or request.GET.get("second"):
        return _compare(request)
    note_list(request.user, "doubles.listed")
    found = doubles()
    page = Paginator(found.pairs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "pairs": with_patients(page.object_list), "found": found, "limit": LIMIT}
    return render(request, "practice/doubles.html", context)


def _compare(request: HttpRequest) -> HttpResponse:
    numbers = [_number(request.GET.get(name, "")) for name in ("first", "second")]
    patients = Patient.objects.visible_to(request.user).filter(number__in=numbers).order_by("number")
    rows = list(patients.values_list("pk", flat=True))
    if len(rows) == 2:
        return redirect("patient_merge", *rows)
    messages.error(request, _("Type two different patient numbers that are known here."))
    return redirect("doubles")


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


@permission_required(MAY_MERGE, raise_exception=True)
@reads_or_writes
def patient_merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two registrations beside each other; the first one is kept. What was chosen stays after a refusal."""
    kept, gone = _pair(request.user, pk, other_pk)
    if kept == gone:
        return redirect("patient_detail", kept.pk)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=gone)
    if form.is_valid() and (done := _merge(request, form)):
        return done
    context = {"form": form, "patient": kept, "gone": gone, "goes_along": goes_along(gone)}
    context |= {"stays": stays_readable(gone), "are_told_apart": is_told_apart(kept, gone)}
    return render(request, "practice/patient_merge.html", context)


def _pair(user: User, pk: int, other_pk: int) -> tuple[Patient, Patient]:
    first = get_patient(user, pk, permission=MAY_MERGE)
    return first, first if other_pk == pk else get_patient(user, other_pk, permission=MAY_MERGE)


def _merge(request: HttpRequest, form: MergeForm) -> HttpResponse | None:
    """Where to go on; None when somebody has to look again."""
    kept, gone = form.kept, form.gone
    try:
        actions.merge_patients(kept=kept, gone=gone, taken=form.taken(), **form.versions(), by=request.user)
    except actions.StaleMergeError as stale:
        messages.warning(request, str(stale))
        return redirect("patient_merge", kept.pk, gone.pk)
    except actions.MergeError as refused:
        messages.error(request, str(refused))
        return redirect("patient_detail", kept.pk)
    told = {"gone": gone.number, "kept": kept.number}
    messages.success(
        request, _("Registration %(gone)s lives on in %(kept)s. You can undo this below.") % told
    )
    return redirect("patient_detail", kept.pk)


@permission_required(MAY_MERGE, raise_exception=True)
@reads_or_writes
def patient_apart(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Remember that these are two people."""
    first, second = _pair(request.user, pk, other_pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("patient_merge", pk, other_pk)
    try:
        actions.tell_apart(first=first, second=second, by=request.user)
    except actions.MergeError as refused:
        messages.error(request, str(refused))
        return redirect("patient_detail", first.pk)
    told = {"first": first.full_name, "second": second.full_name}
    messages.success(request, _("Remembered: %(first)s and %(second)s are two people.") % told)
    return redirect("doubles")


@permission_required(MAY_MERGE, raise_exception=True)
@reads_or_writes
def patient_unmerge(request: HttpRequest, pk: int, merge_pk: int) -> HttpResponse:
    """Ask once, then make two registrations of one again."""
    kept = get_patient(request.user, pk, permission=MAY_MERGE)
    merges = PatientMerge.objects.select_related("gone", "merged_by").filter(kept=kept)
    merge = merges.filter(pk=merge_pk).first()
    if merge is None:
        raise Http404
    if request.method == "POST":
        return _undo(request, merge)
    return render(request, "practice/patient_unmerge.html", {"patient": kept, "merge": merge})


def _undo(request: HttpRequest, merge: PatientMerge) -> HttpResponse:
    try:
        later = actions.undo_merge(merge=merge, by=request.user)
    except actions.MergeError as refused:
        messages.error(request, str(refused))
        return redirect("patient_detail", merge.kept_id)
    told = {"kept": merge.kept.number, "gone": merge.gone.number}
    messages.success(request, _("%(kept)s and %(gone)s are two registrations again.") % told)
    if later:
        parts = [
            str(label)
            for label, columns in PARTS.values()
            if {*later} & {c.removesuffix("_id") for c in columns}
        ]
        told = {"number": merge.kept.number, "fields": ", ".join(parts)}
        messages.warning(request, _("Changed after the merge, and kept at %(number)s: %(fields)s.") % told)
    return redirect("patient_detail", merge.kept_id)
