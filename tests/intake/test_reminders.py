"""Reminders of appointments: who gets one, when, and what it says."""

import pytest
from django.core import mail

from intake import reminders
from intake.actions import queue_reminders
from practice import audit, outbox
from practice.models import Appointment, Message, Practice
from tests import factories, mail_world
from tests.reminder_world import booked, clock, moment, move, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_the_command_only(settings) -> None:
    settings.MAIL_AT_ONCE = False


@pytest.fixture
def episode(therapist, receptionist):
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ((3, "10:00"), (2, "10:00")),  # Thursday: Wednesday
        ((7, "10:00"), (4, "10:00")),  # Monday: the Friday before
        ((8, "10:00"), (7, "10:00")),  # Tuesday: Monday
        ((35, "10:00"), (31, "10:00")),  # Monday 28 December: not on Christmas, not in the weekend
    ],
)
def test_a_reminder_goes_out_on_the_working_day_before(start, due):
    assert reminders.due_at(moment(*start)) == moment(*due)


@pytest.mark.parametrize(
    ("days", "time", "reminded"), [(2, "09:59", 0), (2, "10:01", 1), (3, "09:30", 1), (3, "10:01", 0)]
)
def test_the_patient_is_reminded_between_the_day_before_and_the_start(episode, days, time, reminded):
    booked(episode, days=3)
    with clock(days, time):
        assert run() == reminded
        assert len(mail.outbox) == reminded


def test_the_practice_chooses_how_long_before(episode, settings):
    settings.APPOINTMENT_REMINDER_HOURS = 2
    booked(episode, days=3)
    with clock(3, "07:59"):
        assert run() == 0
    with clock(3, "08:01"):
        assert run() == 1


def test_one_appointment_is_one_reminder(episode):
    booked(episode, days=3)
    for time in ("10:01", "10:02", "11:00"):
        with clock(2, time):
            run()
    assert len(mail.outbox) == 1


def test_who_booked_after_the_moment_of_the_reminder_knows_when_to_come(episode):
    booked(episode, days=1, time="15:00", on=1)
    with clock(1, "09:00"):
        assert run() == 0


@pytest.mark.parametrize("change", [{"state": "cancelled", "cancel_reason": "patient"}, {"state": "arrived"}])
def test_what_is_cancelled_or_over_is_not_reminded_of(episode, change):
    Appointment.objects.filter(pk=booked(episode, days=3).pk).update(**change)
    with clock(2, "10:01"):
        assert run() == 0


def test_a_moved_appointment_is_reminded_of_anew_even_when_it_is_soon(episode):
    appointment = booked(episode, days=3)
    with clock(2, "20:00"):
        run()
        move(appointment, 3, "15:00")
        run()
    assert [("10:00" in sent.body, "15:00" in sent.body) for sent in mail.outbox] == [
        (True, False),
        (False, True),
    ]


def test_an_appointment_moved_back_is_reminded_of_once_more(episode):
    appointment = booked(episode, days=3)
    with clock(2, "20:00"):
        run()
        for time in ("15:00", "10:00"):
            move(appointment, 3, time)
            run()
    assert "10:00" in mail.outbox[-1].body
    assert len(mail.outbox) == 3


def test_a_reminder_that_waits_is_cancelled_when_the_appointment_moves(episode, settings):
    appointment = booked(episode, days=3)
    with clock(2, "10:01"):
        queue_reminders(by=audit.SYSTEM)
        move(appointment, 4, "15:00")
        assert Message.objects.get().state == "cancelled"
        assert outbox.send_waiting() == 0


def test_a_reminder_that_was_overtaken_otherwise_is_cancelled_by_the_next_run(episode):
    appointment = booked(episode, days=3)
    with clock(2, "10:01"):
        queue_reminders(by=audit.SYSTEM)
        Appointment.objects.filter(pk=appointment.pk).update(state="no_show")
        run()
    assert Message.objects.get().state == "cancelled"
    assert mail.outbox == []


def test_after_the_start_a_reminder_that_could_not_go_is_not_sent(episode, settings):
    settings.EMAIL_BACKEND = mail_world.BACKEND
    mail_world.Server.begin(("open", mail_world.DOWN))
    booked(episode, days=3)
    with clock(2, "10:01"):
        run()
    with clock(3, "10:01"):
        run()
    assert mail.outbox == []


def test_the_reminder_says_when_where_with_whom_and_how_to_cancel(episode):
    Practice.objects.update(street="Dorpsstraat 1", postcode="1234 AB", city="Haarlem")
    booked(episode, days=3)
    with clock(2, "10:01"):
        run()
    [sent] = mail.outbox
    for said in ("26", "november 2026", "10:00", str(episode.therapist), "Dorpsstraat 1", "020 123 4567"):
        assert said in sent.body + sent.subject


def test_nobody_without_an_address_is_reminded(therapist, receptionist):
    patient = factories.patient(by=receptionist, email="")
    booked(factories.episode(therapist=therapist, patient_=patient), days=3)
    with clock(2, "10:01"):
        assert run() == 0
    assert Message.objects.count() == 0


def test_the_reminder_of_a_child_goes_to_the_parent(therapist, receptionist):
    child = factories.patient(by=receptionist, birth_date=factories.years_ago(9), email="kind@example.org")
    child.representatives.create(name="M. Berg", relation="parent", email="ouder@example.org")
    booked(factories.episode(therapist=therapist, patient_=child), days=3)
    with clock(2, "10:01"):
        run()
    [sent] = mail.outbox
    assert sent.to == ["ouder@example.org"]


@pytest.mark.parametrize(("language", "word"), [("nl", "november"), ("en", "November")])
def test_the_reminder_speaks_the_language_of_the_patient(therapist, receptionist, language, word):
    patient = factories.patient(by=receptionist, language=language)
    booked(factories.episode(therapist=therapist, patient_=patient), days=3)
    with clock(2, "10:01"):
        run()
    [sent] = mail.outbox
    assert word in sent.body
    assert f'lang="{language}"' in sent.alternatives[0].content
