"""One screen at the desk: patient, episode, first appointment and intake link, all of it or nothing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intake.models import Intake
from practice import actions, planning
from practice.forms.first_slot import FIRST_MINUTES, OFFERED
from practice.models import Appointment, AuditEvent, Episode, Patient, Room
from tests import factories
from tests.at_once import all_at_once
from tests.pages import main, page
from tests.registering_world import REGISTER, first_offer, next_workday, offered, register, taken, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


# What is registered.


def test_patient_episode_appointment_and_link_in_one_step(desk, therapist, receptionist):
    slot = first_offer(therapist)
    response = desk.post(reverse(REGISTER), typed(therapist, slot=slot, send_to="screen"), follow=True)
    patient = Patient.objects.get()
    appointment = Appointment.objects.get()
    assert (appointment.patient, appointment.therapist) == (patient, therapist)
    assert (appointment.episode, appointment.kind) == (patient.episodes.get(), "first")
    assert (appointment.start, appointment.minutes) == (datetime.datetime.fromisoformat(slot), FIRST_MINUTES)
    assert appointment.booked_by == receptionist
    assert Intake.objects.get().episode == appointment.episode
    assert response.redirect_chain[-1][0] == reverse("intake_link", args=[appointment.episode_id])
    local = timezone.localtime(appointment.start)
    assert f"{local:%H:%M}" in main(response)
    verbs = set(AuditEvent.objects.filter(patient=patient).values_list("verb", flat=True))
    assert {"patient.registered", "episode.opened", "appointment.booked", "intake.invited"} <= verbs


def test_another_time_than_the_ones_on_offer(desk, therapist):
    start, room = next_workday(11), Room.objects.create(name="Room 1")
    own = {"slot_day": f"{start:%d-%m-%Y}", "slot_time": "11u05", "slot_minutes": "60", "slot_room": room.pk}
    register(desk, typed(therapist, slot="", **own))
    appointment = Appointment.objects.get()
    assert appointment.start == start + datetime.timedelta(minutes=5)
    assert (appointment.minutes, appointment.room) == (60, room)


def test_the_appointment_may_wait(desk, therapist):
    register(desk, typed(therapist, slot=""))
    assert Patient.objects.get().episodes.count() == 1
    assert not Appointment.objects.exists()


def test_a_therapist_who_was_chosen_beforehand_asks_for_no_episode(desk, therapist):
    register(desk, typed(therapist=None) | {"therapist": therapist.pk})
    assert Patient.objects.get().episodes.count() == 0


# What is refused.


def errors(response, name: str) -> str:
    return " ".join(response.context["form"].errors.get(name, []))


def test_a_time_that_was_taken_meanwhile_registers_nothing_and_loses_nothing(desk, therapist, receptionist):
    slot = first_offer(therapist)
    other = taken(therapist, datetime.datetime.fromisoformat(slot), receptionist)
    events = AuditEvent.objects.count()
    response = register(desk, typed(therapist, slot=slot, street="Dorpsstraat", send_to="screen"))
    assert "Nothing is registered yet" in errors(response, "slot")
    assert Patient.objects.get() == other.patient
    assert not Episode.objects.exists()
    assert AuditEvent.objects.count() == events
    form = response.context["form"]
    assert slot not in offered(form)
    assert len(offered(form)) == OFFERED
    for text in ('value="Jansen"', 'value="Dorpsstraat"', 'value="06 12345678"'):
        assert text in page(response)


def test_after_a_taken_time_nobody_is_registered_without_one_by_accident(desk, therapist, receptionist):
    response = register(desk, typed(therapist, slot_needed="1"))
    assert "Choose a time" in errors(response, "slot")
    register(desk, typed(therapist, slot_needed="1", slot=""))
    assert Patient.objects.count() == 1


def test_the_next_patient_gets_the_number_of_whom_nothing_was_registered(desk, therapist, receptionist):
    slot = first_offer(therapist)
    other = taken(therapist, datetime.datetime.fromisoformat(slot), receptionist)
    register(desk, typed(therapist, slot=slot))
    register(desk, typed(therapist, slot=""))
    assert Patient.objects.get(birth_name="Jansen").number == other.patient.number + 1


def test_a_full_room_is_told_apart_from_a_busy_therapist(desk, therapist, other_therapist, receptionist):
    start, room = next_workday(), Room.objects.create(name="Room 1")
    taken(other_therapist, start, receptionist, room=room)
    own = {"slot_day": f"{start:%d-%m-%Y}", "slot_time": "10:00", "slot_room": room.pk}
    response = register(desk, typed(therapist, **own))
    assert "room is taken" in errors(response, "slot_time")
    assert 'value="10:00"' in page(response)


@pytest.mark.parametrize(
    ("own", "field", "sentence"),
    [
        ({"slot_time": "10:00"}, "slot_day", "on which day"),
        ({"slot_day": "tomorrow"}, "slot", "Choose a time"),
        ({"slot_day": "tomorrow", "slot_time": "10:03"}, "slot_time", "five minutes"),
        ({"slot_day": "01-01-2020", "slot_time": "10:00"}, "slot_time", "Check the date"),
        ({"slot_day": "someday", "slot_time": "10:00"}, "slot_day", "day and month"),
        ({"slot_day": "tomorrow", "slot_time": "late"}, "slot_time", "hours and minutes"),
        ({"slot": "2020-01-01T10:00:00+00:00"}, "slot", "has passed"),
        ({"slot": "2999-01-01T10:00:00"}, "slot", "one of the free times"),
    ],
)
def test_half_a_time_is_explained(desk, therapist, own, field, sentence):
    response = register(desk, typed(therapist, **own))
    assert sentence in errors(response, field)
    assert list(response.context["form"].errors) == [field]
    assert not Patient.objects.exists()


def test_two_times_are_one_too_many(desk, therapist):
    own = {"slot_day": "tomorrow", "slot_time": "10:00"}
    response = register(desk, typed(therapist, slot=first_offer(therapist), **own))
    assert "not both" in errors(response, "slot_time")


def test_an_appointment_needs_a_complaint_and_a_therapist(desk, therapist, other_therapist):
    response = register(desk, typed(slot=first_offer(therapist)))
    assert {"complaint", "therapist"} <= set(response.context["form"].errors)


def test_a_chosen_time_stays_chosen_after_another_mistake(desk, therapist):
    slot = first_offer(therapist)
    response = register(desk, typed(therapist, slot=slot, birth_date=""))
    assert f'value="{slot}"' in page(response)
    assert response.context["form"]["slot"].value() == slot


# At the same moment.


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_give_one_time_away_one_registers_nobody(therapist, receptionist):
    start = datetime.datetime.fromisoformat(first_offer(therapist))

    def register_somebody() -> object:
        try:
            return actions.register_patient(
                data=factories.patient_data(),
                episode={"complaint": "neck", "therapist": therapist, "referred_by": ""},
                appointment={"start": start, "minutes": 45, "kind": "first", "room": None},
                by=receptionist,
            )
        except planning.Taken:
            return None

    made = all_at_once(4, register_somebody)
    assert len([one for one in made if one]) == 1
    assert Patient.objects.count() == Episode.objects.count() == Appointment.objects.count() == 1
