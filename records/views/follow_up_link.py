"""The link to a follow-up, as therapist and desk see it: that it is there, and how far it is."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from intake import desk
from intake.actions import revoke_invitation, send_follow_up, unlock_invitation
from intake.forms_reception import SendForm
from intake.views_reception import SESSION_KEY
from practice.access import get_episode
from practice.methods import reads_or_writes
from practice.models import Episode, PhaseError

may_invite = permission_required("intake.invite", raise_exception=True)


@may_invite
@reads_or_writes
def follow_up_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link, mail it where the form says, and show it once."""
    episode = _episode(request, pk)
    form = SendForm(request.POST, patient=episode.patient)
    if request.method != "POST":  # somebody comes from signing in
        return _back(request, episode)
    if not form.is_valid():
        messages.error(request, form.errors["send_to"][0])
        return _back(request, episode)
    try:
        invitation, token = send_follow_up(episode=episode, by=request.user, email=form.address())
    except PhaseError:
        messages.error(request, _("This episode is closed; nothing can be added to it."))
        return _back(request, episode)
    request.session[SESSION_KEY] = {"invitation": invitation.pk, "token": token}
    return redirect("intake_link", pk)


@may_invite
@reads_or_writes
def follow_up_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the link; what the patient filled in is kept."""
    episode = _episode(request, pk)
    if request.method == "POST":
        invitation = desk.open_follow_up(episode)
        if invitation is None:
            messages.info(request, _("There is no link to withdraw."))
        else:
            revoke_invitation(invitation=invitation, by=request.user)
            messages.success(request, _("The link no longer works. You can send a new one."))
    return _back(request, episode)


@may_invite
@reads_or_writes
def follow_up_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Free a link that wrong birth dates locked."""
    episode = _episode(request, pk)
    if request.method == "POST":
        invitation = desk.open_follow_up(episode)
        if invitation is None or not invitation.is_locked:
            messages.info(request, _("This link is not locked."))
        else:
            unlock_invitation(invitation=invitation, by=request.user)
            told = _("The link works again. Check the birth date with the patient first.")
            messages.success(request, told)
    return _back(request, episode)


def _episode(request: HttpRequest, pk: int) -> Episode:
    return get_episode(request.user, pk, permission="intake.invite", note="episode.state_read")


def _back(request: HttpRequest, episode: Episode) -> HttpResponse:
    """The therapist to the measures, the desk to the patient."""
    if request.user.has_perm("records.view_record"):
        return redirect("measures", episode.pk)
    return redirect("patient_detail", episode.patient_id)
