"""Reminders of an intake that is not finished: when, how often, with which link, never about what."""

import pytest
from django.core import mail
from django.utils import timezone

from intake import reminders
from intake.actions import open_link, queue_reminders, revoke_invitation
from intake.models import Intake, Invitation
from practice import audit, outbox
from practice.models import Message
from tests import factories
from tests.reminder_world import booked, clock, invited, moment, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_the_command_only(settings) -> None:
    settings.MAIL_AT_ONCE = False


@pytest.fixture
def episode(therapist, receptionist):
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.mark.parametrize(
    ("days", "intake", "reminded"),
    [
        (2, {}, 0),
        (3, {}, 1),
        (3, {"status": "started", "started_at": moment(1, "20:00")}, 0),
        (4, {"status": "started", "started_at": moment(0, "20:00"), "saved_at": moment(2, "20:00")}, 0),
        (6, {"status": "started", "started_at": moment(0, "20:00"), "saved_at": moment(2, "20:00")}, 1),
    ],
)
def test_an_intake_nobody_touched_for_three_days_is_reminded_of(episode, days, intake, reminded):
    invited(episode)
    Intake.objects.update(**intake)
    with clock(days, "09:30"):
        assert run() == reminded


def test_an_intake_that_was_sent_in_is_not_reminded_of(episode):
    with clock():
        factories.submitted_intake(episode_=episode)
    with clock(4):
        assert run() == 0


def test_after_two_reminders_the_patient_is_left_alone(episode):
    invited(episode)
    for day in range(14):
        with clock(day, "12:00"):
            run()
    assert len(mail.outbox) == 2


def test_two_days_before_the_first_appointment_there_is_one_more(episode):
    invited(episode)
    booked(episode, days=11, kind="first")
    sent = []
    for day in range(11):
        before = len(mail.outbox)
        with clock(day, "12:00"):
            run()
        sent += [day] * sum("/i/" in one.body for one in mail.outbox[before:])
    assert sent == [3, 6, 9]


def test_the_reminder_before_the_first_appointment_does_not_follow_another_within_a_day(episode):
    invited(episode)
    booked(episode, days=5, time="14:00", kind="first")
    sent = []
    for day, time in ((3, "12:00"), (3, "15:00"), (4, "11:00"), (4, "12:01"), (4, "12:02")):
        with clock(day, time):
            sent.append(run())
    assert sent == [1, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "revoked", "ended_at": moment(1, "09:00")},
        {"locked_at": moment(1, "09:00")},
        {"expires_at": moment(2, "09:00")},
    ],
    ids=["withdrawn", "locked", "expired"],
)
def test_a_link_that_does_not_work_is_not_reminded_of(episode, change):
    invited(episode)
    Invitation.objects.update(**change)
    with clock(4):
        assert run() == 0


def link_in(sent: mail.EmailMessage) -> str:
    return sent.body.partition("/i/")[2].partition("/")[0]


def test_the_link_of_the_reminder_and_the_first_one_both_open_the_form(episode):
    invitation, token = invited(episode)
    for day in (3, 6):
        with clock(day, "12:00"):
            run()
    first, second = map(link_in, mail.outbox)
    with clock(7):
        assert open_link(token=token) == open_link(token=first) == open_link(token=second) == invitation
    assert token != first == second


def test_the_token_of_a_reminder_is_stored_nowhere(episode):
    invited(episode)
    with clock(3, "12:00"):
        run()
    stored = [list(Invitation.objects.values()), list(Message.objects.values())]
    assert link_in(mail.outbox[0]) not in str(stored)


def test_withdrawing_the_link_cancels_the_mail_that_waits(episode, receptionist):
    invitation, _token = invited(episode)
    with clock(3, "12:00"):
        queue_reminders(by=audit.SYSTEM)
        revoke_invitation(invitation=invitation, by=receptionist)
        assert outbox.send_waiting() == 0
    assert set(Message.objects.values_list("state", flat=True)) == {"sent", "cancelled"}


def test_who_was_screened_by_voice_is_not_reminded_of_the_form(episode):
    invited(episode)
    type(episode).objects.update(phase="screened")
    with clock(4):
        assert run() == 0


def test_a_link_that_could_not_be_mailed_is_for_the_desk_and_not_reminded_of(episode):
    invited(episode)
    Message.objects.update(state="failed", sent_at=None)
    with clock(4):
        assert run() == 0


def test_no_reminder_says_a_word_about_what_is_the_matter(therapist, receptionist):
    episode = factories.episode(therapist=therapist, complaint="neck")
    invited(episode)
    Intake.objects.update(answers={"c_story": "MARKERWORD"})
    booked(episode, days=4, kind="first")
    with clock(3, "12:00"):
        run()
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        said = (sent.subject + sent.body + sent.alternatives[0].content).lower()
        assert not [word for word in ("markerword", "nek", "neck", "pijn", "1985") if word in said]


def test_the_number_of_queries_does_not_grow_with_patients(therapist, django_assert_max_num_queries):
    for hour in range(8, 14):
        episode = factories.episode(therapist=therapist)
        booked(episode, days=3, time=f"{hour:02}:00", kind="first")
        invited(episode)
    with clock(2, "20:00"), django_assert_max_num_queries(7):
        assert len(list(reminders.intakes_due(timezone.now()))) == 6
        assert len(list(reminders.appointments_due(timezone.now()))) == 6
