"""One screen at the desk: patient, episode, first appointment and intake link, all of it or nothing."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from intake.models import Intake
from practice import actions, planning
from practice.forms import RegistrationForm
from practice.forms.first_slot import FIRST_MINUTES, OFFERED
from practice.free import working_hours
from practice.models import Appointment, AuditEvent, Episode, Patient, Room, User
from tests import factories
from tests.at_once import all_at_once
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db

REGISTER = "patient_register"


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def next_workday(hour: int = 10) -> datetime.datetime:
    """A weekday some time ahead that is no holiday, at this hour."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    while working_hours(day) is None:
        day += datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def typed(therapist: User | None = None, **extra: object) -> dict[str, object]:
    """What a receptionist types while somebody is on the phone."""
    care = {"complaint": "neck", "therapist": therapist.pk} if therapist else {}
    return {
        "initials": "J.",
        "birth_name": "Jansen",
        "name_use": "birth",
        "birth_date": "02-03-1961",
        "sex": "m",
        "language": "nl",
        "phone": "06 12345678",
        "email": "jansen@example.org",
        "slot_minutes": "45",
        **care,
        **extra,
    }


def register(client, data: dict[str, object]):
    return client.post(reverse(REGISTER), data)


def offered(form: RegistrationForm) -> list[str]:
    """The times that can be chosen, without "not yet"."""
    return [value for value, _said in form.fields["slot"].widget.choices if value]


def first_offer(therapist: User) -> str:
    return offered(RegistrationForm(initial={"therapist": therapist.pk}))[0]


def taken(therapist: User, start: datetime.datetime, by: User, **extra: object) -> Appointment:
    """That time is gone: somebody else comes then."""
    somebody = factories.patient(by=by)
    data = {"minutes": 45, "kind": "treatment", **extra}
    return actions.book_appointment(patient=somebody, therapist=therapist, start=start, by=by, **data)


# What is offered.


def test_whoever_is_the_only_therapist_is_chosen_with_the_next_free_times(therapist, desk):
    form = desk.get(reverse(REGISTER)).context["form"]
    assert form["therapist"].value() == therapist.pk
    assert len(offered(form)) == OFFERED


def test_of_two_therapists_one_has_to_be_chosen_first(therapist, other_therapist, desk):
    response = desk.get(reverse(REGISTER))
    assert offered(response.context["form"]) == []
    assert "Choose a therapist" in main(response)


def test_free_times_follow_the_therapist_and_the_day(desk, therapist, other_therapist, receptionist):
    start = next_workday()
    taken(therapist, start, receptionist)
    asked = {"therapist": therapist.pk, "slot_day": f"{start:%d-%m-%Y}", "slot_minutes": 60}
    free = offered(desk.get(reverse("registration_times"), asked).context["form"])
    begin = [datetime.datetime.fromisoformat(one) for one in free]
    assert timezone.localdate(begin[0]) == timezone.localdate(start)
    hour = datetime.timedelta(minutes=60)
    assert not [one for one in begin if one < start + datetime.timedelta(minutes=45) and one + hour > start]
    other = offered(
        desk.get(reverse("registration_times"), asked | {"therapist": other_therapist.pk}).context["form"]
    )
    assert free != other


def test_nobody_is_offered_a_time_within_the_hour(therapist, practice):
    soonest = datetime.datetime.fromisoformat(first_offer(therapist))
    assert soonest >= timezone.now() + datetime.timedelta(minutes=55)


def test_the_part_with_free_times_says_nothing_about_patients(desk, therapist, receptionist):
    booked = taken(therapist, next_workday(), receptionist)
    shown = page(desk.get(reverse("registration_times"), {"therapist": therapist.pk}))
    assert booked.patient.birth_name not in shown
    assert "<html" not in shown


@pytest.mark.parametrize("name", ["therapist", "slot", "slot_day", "slot_minutes", "slot_room", "slot_time"])
@pytest.mark.parametrize(
    "rubbish", ["", "\x00", "x" * 3000, "9" * 30, "-1", "31-12-9999", "🦴", "0001-01-01T00:00+00:00"]
)
def test_rubbish_is_an_answer_and_not_a_crash(desk, therapist, name, rubbish):
    asked = {"therapist": therapist.pk, "slot_minutes": "45", name: rubbish}
    assert desk.get(reverse("registration_times"), asked).status_code == 200
    assert register(desk, typed(complaint="neck") | asked).status_code in (200, 302)


def test_showing_times_takes_as_many_queries_in_a_full_week_as_in_an_empty_one(desk, therapist, receptionist):
    asked = {"therapist": therapist.pk}
    before = queries_of(desk, reverse("registration_times"), asked)
    start = next_workday(8)
    for number in range(50):
        taken(therapist, start + number * datetime.timedelta(minutes=10), receptionist, minutes=10)
    assert queries_of(desk, reverse("registration_times"), asked) == before


def test_without_javascript_a_button_shows_the_times_and_keeps_what_was_typed(
    desk, therapist, other_therapist
):
    data = typed(therapist, street="Dorpsstraat", birth_date="half", send_to="screen", show_times="1")
    response = register(desk, data)
    form = response.context["form"]
    assert len(offered(form)) == OFFERED
    assert "error-summary" not in page(response)
    for name in ("initials", "birth_name", "birth_date", "phone", "street", "complaint", "send_to"):
        assert form[name].value() == data[name]
    assert not Patient.objects.exists()


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


# What is folded.


def folds(response) -> dict[str, bool]:
    """Whether each fold of the page is open, by its first field."""
    found = {}
    for part in page(response).split('<details class="fold"')[1:]:
        found[part.split(' name="')[1].split('"')[0]] = part.startswith(" open")
    return found


def test_what_is_seldom_needed_is_folded(desk, therapist):
    assert set(folds(desk.get(reverse(REGISTER))).values()) == {False}
    assert len(folds(desk.get(reverse(REGISTER)))) == 6


@pytest.mark.parametrize(
    ("extra", "fold"),
    [
        ({"street": "Dorpsstraat"}, "street"),
        ({"partner_name": "Bos"}, "partner_prefix"),
        ({"bsn": "123"}, "document_kind"),
        ({"representative_phone": "0612345678"}, "representative_name"),
        ({"birth_date": "01-01-2020"}, "representative_name"),
        ({"gp_name": "dr. Bos"}, "general_practitioner"),
        ({"language": "en"}, "general_practitioner"),
        ({"slot_time": "10:00"}, "slot_day"),
    ],
)
def test_a_fold_is_open_when_it_is_filled_in_or_wrong(desk, therapist, extra, fold):
    found = folds(register(desk, typed(**{"initials": "", **extra})))
    assert found[fold]
    assert sum(found.values()) == 1


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
