"""Booking: whose appointment, and when."""

import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from practice import actions, finding, free, planning
from practice.access import calendars, get_episode, get_patient, note_list
from practice.doubts import doubts
from practice.forms.appointment import USUAL_MINUTES, AppointmentForm, BlockForm, TimeForm, when
from practice.methods import reads_or_writes
from practice.models import Appointment, AppointmentKind, Patient, User

FOUND_AT_MOST = 12
PASSED_ON = ("therapist", "start", "room", "minutes")  # of an address, while the patient is being found


@permission_required("practice.change_appointments", raise_exception=True)
@reads_or_writes
def appointment_book(request: HttpRequest) -> HttpResponse:
    """Book for the patient (or episode) of the address; without one, find the patient first.

    With kind=blocked the time is kept free of patients. What was pressed twice is booked once.
    """
    patient, is_blocked = _patient(request), request.GET.get("kind") == AppointmentKind.BLOCKED
    if patient is None and not is_blocked:
        return _find_patient(request)
    if request.method != "POST":
        form = _form(request.user, patient, initial=_proposal(request, patient))
        return _page(request, form, patient, offers=_first_free(form))
    data = with_pick(request.POST)
    form = _form(request.user, patient, data)
    if "look" in data:  # only asks when there is time
        offers = offers_for(form)
        return _page(request, _form(request.user, patient, initial=data.dict()), patient, offers=offers)
    booked = _booked(request, form, patient) if form.is_valid() else None
    if booked:
        return redirect("appointment", booked.pk)
    return _page(request, form, patient, offers=offers_for(form), books=True)


def _form(user: User, patient: Patient | None, data: object = None, **kwargs: object) -> TimeForm:
    if patient is None:
        return BlockForm(data, therapists=calendars(user), **kwargs)
    return AppointmentForm(data, therapists=calendars(user), patient=patient, **kwargs)


def _page(request: HttpRequest, form: TimeForm, patient: Patient | None, **more: object) -> HttpResponse:
    context = {"form": form, "patient": patient, "doubts": getattr(form, "doubts", []), **more}
    return render(request, "practice/appointment_book.html", context)


def _booked(request: HttpRequest, form: TimeForm, patient: Patient | None) -> Appointment | None:
    booking = form.booking()
    if same := _pressed_twice(request, patient, booking):
        return same
    if asks(form, patient):
        return None
    try:
        if patient is None:
            return actions.block_time(**booking, by=request.user)
        booked = actions.book_appointment(**booking, by=request.user)
    except planning.Taken as taken:
        if same := _pressed_twice(request, patient, booking):
            return same
        form.refuse(taken)
        return None
    except planning.NotPossibleError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("The appointment is booked."))
    return booked


def _pressed_twice(
    request: HttpRequest, patient: Patient | None, booking: dict[str, object]
) -> Appointment | None:
    same = planning.the_same(patient, booking["therapist"], booking["start"], booking["minutes"])
    if same:
        messages.info(request, _("This appointment is booked already."))
    return same


def asks(form: TimeForm, patient: Patient | None, apart_from: Appointment | None = None) -> bool:
    """True when something about this time is odd and was not confirmed yet; the form then says what."""
    booking = form.booking()
    form.doubts = doubts(patient, booking["start"], booking["minutes"], apart_from=apart_from)
    if form.is_sure(doubt.code for doubt in form.doubts):
        return False
    form.add_error("sure", _("Look at this time once more, and tick that it is meant so."))
    return True


def with_pick(posted: QueryDict) -> QueryDict:
    """What was posted, with the moment of the button that was pressed, when it was one with a moment."""
    data = posted.copy()
    moment = _moment(posted.get("pick", ""))
    if moment:
        day_and_time = when(moment)
        data["day"], data["time"] = f"{day_and_time['day']:%d-%m-%Y}", f"{day_and_time['time']:%H:%M}"
    return data


def offers_for(form: TimeForm, apart_from: Appointment | None = None) -> list[datetime.datetime]:
    """Free times near what was typed, as far as it makes sense; none when therapist or duration does not."""
    form.is_valid()
    data = form.cleaned_data
    therapist, minutes = data.get("therapist"), data.get("length")
    if not (therapist and minutes):
        return []
    start = data.get("start") or timezone.now()
    return free.nearest_free(therapist, start, minutes, data.get("room"))


def _first_free(form: TimeForm) -> list[datetime.datetime]:
    """For a form that has a therapist and no time yet."""
    therapist = form.fields["therapist"].queryset.filter(pk=form.initial.get("therapist") or None).first()
    if therapist is None or form.initial.get("time"):
        return []
    return free.next_free(therapist, timezone.now(), USUAL_MINUTES)


def _patient(request: HttpRequest) -> Patient | None:
    """The patient whom the address is about, through the gate."""
    if "patient" in request.GET:
        return get_patient(request.user, number(request.GET["patient"]))
    if "episode" in request.GET:
        pk = number(request.GET["episode"])
        permission, note = "practice.change_appointments", "episode.state_read"
        return get_episode(request.user, pk, permission=permission, note=note).patient
    return None


def number(text: str) -> int:
    """A number out of an address. Raises Http404 for anything else."""
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    raise Http404


def _proposal(request: HttpRequest, patient: Patient | None) -> dict[str, object]:
    """What the form starts with: what the address says, and what is likely."""
    asked, start = request.GET, _moment(request.GET.get("start", ""))
    found: dict[str, object] = when(start) if start else {}
    found |= {"minutes": USUAL_MINUTES, "room": asked.get("room", "")}
    therapist = asked.get("therapist", "")
    if patient is not None:
        episodes = list(patient.episodes.open())
        chosen = [one for one in episodes if str(one.pk) == asked.get("episode")] or episodes
        if len(chosen) == 1:
            found["episode"] = chosen[0].pk
            therapist = therapist or str(chosen[0].therapist_id)
        came_before = patient.appointments.standing().exists()
        found["kind"] = AppointmentKind.TREATMENT if came_before else AppointmentKind.FIRST
    return found | {"therapist": _likely(therapist, request.user)}


def _likely(therapist: str, user: User) -> int | str:
    """The key of this therapist if `user` may write in that calendar, else of the own or the only one."""
    offered = list(calendars(user).values_list("pk", flat=True))
    asked = [pk for pk in offered if str(pk) == therapist]
    own = [pk for pk in offered if pk == user.pk or len(offered) == 1]
    return next(iter([*asked, *own]), "")


def _moment(text: str) -> datetime.datetime | None:
    """A moment out of an address or a button: "2026-11-24T09:30", by the clock of the practice."""
    try:
        moment = parse_datetime(text.replace(" ", "+"))
        if moment is None:
            return None
        aware = moment if timezone.is_aware(moment) else planning.at_local(moment.date(), moment.time())
        return timezone.localtime(aware)  # who asks for the end of time gets nothing
    except (ValueError, OverflowError, planning.NotPossibleError):
        return None


def _find_patient(request: HttpRequest) -> HttpResponse:
    """Ask whose appointment it will be; a search is posted, so that a BSN never stands in an address."""
    text = request.POST.get("q", "").strip()
    found = finding.find(request.user, text, FOUND_AT_MOST, posted=True) if text else None
    if text:
        note_list(request.user, "patients.searched")
    passed_on = {name: request.GET[name] for name in PASSED_ON if name in request.GET}
    context = {"q": text, "found": found, "passed_on": urlencode(passed_on)}
    return render(request, "practice/appointment_patient.html", context)
