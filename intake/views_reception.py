"""The desk: finding patients, who waits for something, and the intake links."""

from urllib.parse import urlencode, urlsplit

import segno
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from intake import actions, desk, inbox, mail
from intake.forms_reception import SendForm
from intake.models import Invitation
from practice import finding, search
from practice.access import get_episode, note_list
from practice.methods import reads_or_writes
from practice.models import Episode, PhaseError, User

SESSION_KEY = "intake_link"


@permission_required("practice.view_patient", raise_exception=True)
@reads_or_writes
def patient_list(request: HttpRequest) -> HttpResponse:
    """The search box, what it finds, and without a search: who waits for the desk.

    A search is posted, so that a BSN never stands in an address; every other search moves on to ?q=. Results
    while typing may be asked for by another page with a search box; without text they are nothing there.
    """
    if request.method == "POST" and not request.htmx:
        return _search(request, request.POST.get("q", "").strip())
    text = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    if not text and _is_elsewhere(request):
        return render(request, "intake/reception/nothing_typed.html")
    template = "results" if request.htmx else "patient_list"
    response = render(request, f"intake/reception/{template}.html", _context(request, text))
    if request.htmx and not search.bsn_in(text) and not _is_elsewhere(request):
        response["HX-Replace-Url"] = _address(text)
    return response


def _is_elsewhere(request: HttpRequest) -> bool:
    """True for what another page asks for while somebody types."""
    page = urlsplit(request.htmx.current_url_abs_path or "").path if request.htmx else ""
    return page not in ("", reverse("patient_list"))


def _context(request: HttpRequest, text: str) -> dict[str, object]:
    note_list(request.user, "patients.searched" if text else "patients.listed", by_itself=bool(request.htmx))
    if text:
        found = finding.find(request.user, text, posted=request.method == "POST")
        patients = desk.add_open_episodes(found.patients)
        return {"q": text, "is_bsn": bool(search.bsn_in(text)), "found": found, "patients": patients}
    return {
        "attention": desk.attention(request.user, timezone.now()),
        "recent": desk.recently_registered(request.user),
    }


def _search(request: HttpRequest, text: str) -> HttpResponse:
    """Straight to the patient whom a BSN or a patient number is about; otherwise to what is found."""
    if search.bsn_in(text) or text.isdigit():
        exact = finding.find(request.user, text, posted=True).patients
        if len(exact) == 1:
            return redirect("patient_detail", exact[0].pk)
    if search.bsn_in(text):
        note_list(request.user, "patients.searched")
        messages.info(request, _("Nobody here has this BSN or phone number."))
        return redirect("patient_list")
    return redirect(_address(text))


def _address(text: str) -> str:
    return f"{reverse('patient_list')}?{urlencode({'q': text})}" if text else reverse("patient_list")


def _episode(user: User, pk: int) -> Episode:
    return get_episode(user, pk, permission="intake.invite", note="episode.state_read")


def _back(request: HttpRequest, episode: Episode) -> str:
    """Where a button was used: the inbox, with the state it showed, or the page of the patient."""
    state = request.POST.get("inbox")
    if state is None:
        return reverse("patient_detail", args=[episode.patient_id])
    return reverse("intake_inbox") + (f"?state={state}" if state in inbox.STATES else "")


@permission_required("intake.invite", raise_exception=True)
@reads_or_writes
def intake_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link, mail it where the form says, and show it once."""
    episode = _episode(request.user, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("patient_detail", episode.patient_id)
    form = SendForm(request.POST, patient=episode.patient)
    if not form.is_valid():
        messages.error(request, form.errors["send_to"][0])
        return redirect(_back(request, episode))
    try:
        invitation, token = actions.invite_patient(episode=episode, by=request.user, email=form.address())
    except PhaseError:
        messages.error(request, _("This episode is closed. Open a new one to send an intake."))
        return redirect(_back(request, episode))
    back = _back(request, episode)
    request.session[SESSION_KEY] = {"invitation": invitation.pk, "token": token, "back": back}
    return redirect("intake_link", pk)


@permission_required("intake.invite", raise_exception=True)
@require_GET
def intake_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link as QR code, text and letter: once, right after it was made."""
    episode = _episode(request.user, pk)
    made = request.session.pop(SESSION_KEY, {})
    invitation = Invitation.objects.filter(pk=made.get("invitation"), intake__episode=episode).first()
    context = {"episode": episode, "patient": episode.patient, "invitation": invitation}
    if invitation:
        link = mail.link(made["token"])
        context |= {"link": link, "qr_code": segno.make(link, error="m").svg_data_uri(scale=8, border=2)}
        context |= {"sent_to": desk.masked_email(invitation.sent_to), "back": made.get("back")}
        coming = episode.appointments.standing().filter(start__gte=timezone.now())
        context["appointment"] = coming.select_related("therapist", "room").first()
    return render(request, "intake/reception/intake_link.html", context)


@permission_required("intake.invite", raise_exception=True)
@reads_or_writes
def intake_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the link; what the patient filled in is kept."""
    episode = _episode(request.user, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("patient_detail", episode.patient_id)
    invitation = desk.open_invitation(episode)
    if invitation is None:
        messages.info(request, _("There is no link to withdraw."))
    else:
        actions.revoke_invitation(invitation=invitation, by=request.user)
        messages.success(request, _("The link no longer works. You can send a new one."))
    return redirect(_back(request, episode))


@permission_required("intake.invite", raise_exception=True)
@reads_or_writes
def intake_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Free a link that wrong birth dates locked."""
    episode = _episode(request.user, pk)
    if request.method != "POST":  # somebody comes from signing in
        return redirect("patient_detail", episode.patient_id)
    invitation = desk.open_invitation(episode)
    if invitation is None or not invitation.is_locked:
        messages.info(request, _("This link is not locked."))
    else:
        actions.unlock_invitation(invitation=invitation, by=request.user)
        messages.success(request, _("The link works again. Check the birth date with the patient first."))
    return redirect(_back(request, episode))
