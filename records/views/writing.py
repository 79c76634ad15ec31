"""What the pages of records with a draft and a signature do alike."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from intake.conflicts import differences
from practice.signing import SignedRecord, StaleDraftError
from records.errors import AlreadySignedError, RecordError
from records.versions import Versions


def write(
    request: HttpRequest,
    form: forms.Form,
    *,
    versions: Versions,
    act: Callable[[forms.Form], SignedRecord],
    stored: Callable[[SignedRecord], Mapping[str, object]],
    show: Callable[..., HttpResponse],
    done: Callable[[SignedRecord], HttpResponse],
    refused: HttpResponse,
) -> HttpResponse:
    """Save or sign what was typed.

    `act` runs the action; `show` renders the form with what is wrong or with a newer draft beside it
    (`stored` gives the values of that draft); `done` leads on; a refusal says why
    and keeps what was typed; signing twice leads to `refused`.
    """
    valid = form.is_valid()
    if form.cleaned_data.get("amends") != versions.amends_id and versions.standing:
        return _signed_meanwhile(request, form, versions.standing, stored, show) or refused
    if not valid:
        return show(form)
    try:
        return done(act(form))
    except StaleDraftError as error:
        return show(form, conflict=_conflict(form, error.newer, stored(error.newer)))
    except RecordError as error:
        messages.error(request, str(error))
        return show(form)


def _signed_meanwhile(
    request: HttpRequest,
    form: forms.Form,
    standing: SignedRecord,
    stored: Callable[[SignedRecord], Mapping[str, object]],
    show: Callable[..., HttpResponse],
) -> HttpResponse | None:
    """What was typed over a signed record becomes an addition to it; None when nothing was different."""
    messages.error(request, str(AlreadySignedError()))
    conflict = _conflict(form, standing, stored(standing))
    if not conflict["differences"]:
        return None
    form.data["amends"], form.data["draft_version"] = standing.pk, 0
    return show(form, conflict=conflict)


def _conflict(form: forms.Form, newer: SignedRecord, stored: Mapping[str, object]) -> dict[str, object]:
    """The newer draft beside what was typed; saving again is then a choice made with open eyes."""
    form.data = form.data.copy()
    form.data["draft_version"] = newer.draft_version
    return {"newer": newer, "differences": differences(form, stored)}


def start(versions: Versions) -> dict[str, object]:
    """The hidden values of a form that is opened now."""
    version = versions.draft.draft_version if versions.draft else 0
    return {"amends": versions.amends_id, "draft_version": version}
