"""What a patient waits for, on the pages of patient, appointment and record."""

from django import template
from django.utils import timezone

from practice import waiting
from practice.forms.waiting import PERIODS
from practice.models import Appointment, AppointmentState, Episode, Patient, WaitingKind, WaitingUrgency

register = template.Library()


@register.inclusion_tag("practice/snippets/waiting_of.html", takes_context=True)
def waiting_of(context: template.Context, patient: Patient) -> dict[str, object]:
    """The open entries of a patient, each with the press that ends it by the appointment that was booked."""
    return {**_shared(context), "patient": patient, "rows": _rows(patient)}


@register.inclusion_tag("practice/snippets/waiting_at.html", takes_context=True)
def waiting_at(context: template.Context, appointment: Appointment) -> dict[str, object]:
    """At an appointment: the waiting that may end with it, or the way to the list when it is off."""
    shared = {**_shared(context), "appointment": appointment}
    if appointment.patient is None:
        return {**shared, "rows": [], "is_off": False}
    is_booked = appointment.state == AppointmentState.BOOKED
    waits = [row for row in _rows(appointment.patient) if row.entry.kind != WaitingKind.CALL_BACK]
    ends = [row for row in waits if row.may_end_with(appointment)]
    is_off = appointment.state in (AppointmentState.CANCELLED, AppointmentState.NO_SHOW)
    waits_on = ends if is_off else []
    return {**shared, "rows": ends if is_booked else [], "waits_on": waits_on, "is_off": is_off and not ends}


@register.inclusion_tag("practice/snippets/desk_requests.html", takes_context=True)
def desk_requests(context: template.Context, episode: Episode) -> dict[str, object]:
    """What a therapist asks the desk for: a call, or a recall; and what is on the list already."""
    rows = [row for row in _rows(episode.patient) if row.entry.episode_id in (None, episode.pk)]
    asked = {row.entry.kind for row in rows if row.entry.episode_id == episode.pk}
    return {
        **_shared(context),
        "episode": episode,
        "rows": rows,
        "may_ask_call": WaitingKind.CALL_BACK not in asked,
        "may_plan_recall": WaitingKind.RECALL not in asked,
        "periods": PERIODS,
        "urgencies": WaitingUrgency.choices,
    }


def _rows(patient: Patient) -> list[waiting.Row]:
    return waiting.rows(waiting.in_order(patient.waiting.open()), timezone.now())


def _shared(context: template.Context) -> dict[str, object]:
    return {name: context.get(name) for name in ("perms", "csrf_token", "user")}
