"""Nobody answered in time: everybody who treats is mailed, once."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from intake import actions
from intake.models import EmergencyAlert, Intake
from practice.models import AuditEvent, Role
from tests import factories, mail_world
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

# No word of these may stand in any mail: what was chosen, what it may be, who it is.
CLINICAL = (
    "stroke",
    "mond",
    "beroerte",
    "112",
    "emergency",
    "spoed",
    "Berg",
    "Sanne",
    "bovenrug",
    "upper back",
)


@pytest.fixture
def intake() -> Intake:
    factories.practice()
    made = factories.alerted_intake(episode_=factories.episode(therapist=factories.user(Role.THERAPIST)))
    mail.outbox.clear()
    return made


def pass_time(minutes: int = 16) -> None:
    ago = timezone.now() - datetime.timedelta(minutes=minutes)
    EmergencyAlert.objects.update(raised_at=ago, due_at=ago + datetime.timedelta(minutes=15))


def remind() -> str:
    said = io.StringIO()
    call_command("remind_alerts", stdout=said)
    return said.getvalue()


def test_in_time_nobody_is_bothered(intake):
    assert remind() == ""
    assert mail.outbox == []


def test_overdue_the_therapist_every_colleague_and_the_practice_are_mailed(intake):
    colleague, gone = factories.user(Role.THERAPIST), factories.user(Role.THERAPIST, is_active=False)
    pass_time()
    assert "1 alert" in remind()
    to = [address for message in mail.outbox for address in message.to]
    assert sorted(to) == sorted([intake.episode.therapist.email, colleague.email, "balie@example.org"])
    assert gone.email not in to
    assert EmergencyAlert.objects.get().reminded_at


def test_once_is_enough(intake):
    pass_time()
    remind()
    mail.outbox.clear()
    assert remind() == ""
    assert mail.outbox == []


def test_an_answered_alert_is_not_reminded_of(intake):
    factories.answered_alert(intake=intake)
    pass_time()
    remind()
    assert mail.outbox == []


def test_an_attempt_that_reached_nobody_does_not_stop_the_reminder(intake):
    factories.answered_alert(intake=intake, outcome="not_reached")
    pass_time()
    remind()
    assert mail.outbox


def test_two_runs_at_once_mail_once(intake):
    pass_time()
    all_at_once(2, remind)
    assert len(mail.outbox) == 2  # the therapist and the practice
    assert AuditEvent.objects.filter(verb="alert.reminded").count() == 1


def test_two_runs_at_once_raise_a_waiting_alarm_once():
    factories.practice()
    made, _token = factories.invitation(therapist=factories.user(Role.THERAPIST))
    typed = actions.Typed("now", {"s_now": ["stroke"]}, {}, version=1)
    actions.keep_page(intake=made.intake, typed=typed)
    Intake.objects.update(alarm_waits_since=timezone.now() - actions.ALARM_WAITS)
    all_at_once(2, remind)
    assert EmergencyAlert.objects.count() == 1
    assert AuditEvent.objects.filter(verb="alert.raised").count() == 1


def test_the_log_says_that_the_system_reminded(intake):
    pass_time()
    remind()
    line = AuditEvent.objects.get(verb="alert.reminded")
    assert (line.actor_role, line.patient) == ("system", intake.episode.patient)


def test_no_mail_says_what_it_is_about(intake):
    factories.user(Role.THERAPIST)
    pass_time()
    remind()
    for message in mail.outbox:
        text = " ".join([message.subject, message.body, *[part.content for part in message.alternatives]])
        assert str(intake.episode.patient.number) in text
        assert not [word for word in CLINICAL if word.lower() in text.lower()]


def test_without_a_mail_server_the_next_run_tries_again(intake, settings):
    pass_time()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(CommandError, match="next run"):
        remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with mail_world.later(minutes=2):
        remind()
    assert len(mail.outbox) == 2  # the therapist and the practice
