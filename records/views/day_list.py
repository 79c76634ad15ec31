"""The day at a glance: the desk's home, and a therapist's own day."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import desk
from practice import waiting
from practice.access import get_episode, note_list
from practice.methods import reads_or_writes
from practice.models import Episode, Role, User
from records import actions, day_list
from records.day_ways import BY_THERAPIST


@permission_required("practice.view_appointments", raise_exception=True)
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """Who comes on a day, what is ready, and what is missing; for the desk also whom to call back."""
    note_list(request.user, "day.read")
    now = timezone.now()
    today = timezone.localdate(now)
    therapist = _therapist(request)
    found = day_list.read(request.user, day_list.day_of(request.GET.get("day", ""), today), therapist)
    need = "need" in request.GET
    context = {
        "list": found,
        "visits": [visit for visit in found.visits if visit.needs_something or not need],
        "need": need,
        "today": today,
        "therapist": therapist,
        "therapists": _therapists(request.user),
    }
    if request.user.has_perm("practice.use_desk"):
        context["calls"] = waiting.calls_to_make(request.user, now)
        context["troubles"] = desk.links_in_trouble(request.user, now)
    return render(request, "records/day_list.html", context)


def _therapist(request: HttpRequest) -> int | None:
    """The therapist whose patients are asked for; None for everybody."""
    number = request.GET.get("therapist", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def _therapists(user: User) -> list[User]:
    """Whose patients the desk can pick; a therapist has the own day."""
    if not user.has_perm("practice.use_desk"):
        return []
    staff = User.objects.filter(role=Role.THERAPIST, is_active=True)
    return list(staff.order_by("last_name", "first_name", "pk"))


@permission_required("practice.use_desk", raise_exception=True)
@reads_or_writes
def day_ask(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask the therapist by mail for a step that only a therapist can do."""
    if step not in BY_THERAPIST:
        raise Http404
    episode = get_episode(request.user, pk, permission="practice.use_desk", note="episode.state_read")
    if request.method == "POST":
        _ask(request, episode, step)
    asked_for = day_list.day_of(request.POST.get("day", ""), timezone.localdate())
    return redirect(f"{reverse('day_list')}?day={asked_for}")


def _ask(request: HttpRequest, episode: Episode, step: str) -> None:
    name = {"name": episode.therapist}
    try:
        sent = actions.ask_therapist(episode=episode, step=step, by=request.user)
    except actions.NoAddressError:
        messages.warning(request, _("%(name)s has no e-mail address here. Ask in person.") % name)
    else:
        if sent:
            messages.success(request, _("%(name)s is asked by e-mail, with the patient number only.") % name)
        else:
            messages.info(request, _("%(name)s was asked today already.") % name)
