"""The calendar for a program elsewhere: what it tells, what it keeps, and who may read it."""

import datetime
import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from practice.actions import block_time, cancel_appointment, make_calendar_link, move_appointment
from practice.logs import WithoutLinks
from practice.models import Appointment, AuditEvent, CalendarLink, Role, Room, Throttle
from tests import factories
from tests.calendar_world import booked, on, open_days
from tests.marked import MARK, mark_everything
from tests.pages import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(therapist):
    patient = factories.patient(bsn="999990019")
    return factories.episode(therapist=therapist, patient_=patient)


@pytest.fixture
def day():
    return open_days(1)[0]


def address(therapist) -> str:
    return reverse("calendar_feed", args=[make_calendar_link(by=therapist)])


def events(therapist) -> list[dict]:
    response = Client().get(address(therapist))
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_an_event_has_initials_kind_room_and_time(mine, day):
    booked(mine, day, "09:30", minutes=45, room=Room.objects.create(name="Oefenzaal"))
    (event,) = events(mine.therapist)
    start = event["dtstart"].dt
    assert event["summary"].startswith("S.B. · ")
    assert (event["location"], event["status"]) == ("Oefenzaal", "CONFIRMED")
    assert (start, event["dtend"].dt - start) == (on(day, "09:30"), datetime.timedelta(minutes=45))


def test_nothing_else_of_the_patient_is_in_it(mine, day):
    booked(mine, day)
    text = Client().get(address(mine.therapist)).content.decode().replace("\r\n ", "")
    patient = mine.patient
    secrets = [
        patient.first_name,
        patient.birth_name,
        str(patient.number),
        "1985",
        patient.bsn,
        "6123",
        "example.org",
    ]
    secrets += [mine.get_complaint_display(), mine.complaint]
    host = "127.0.0.1"  # of the UID, no number of anybody
    assert [said for said in secrets if said.lower() in text.lower().replace(host, "")] == []


def test_the_words_of_an_event_are_only_these(mine, day):
    booked(mine, day, room=Room.objects.create(name="Kamer 1"))
    (event,) = events(mine.therapist)
    known = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"}
    assert set(event) == known | {"CLASS", "LOCATION"}


def test_no_word_of_a_record_is_in_it(therapist, day):
    made = factories.screened_episode(therapist=therapist)
    factories.signed_session(plan=factories.approved_plan(episode_=made))
    booked(made, day)
    assert mark_everything()["Session"] == 1
    assert MARK not in Client().get(address(therapist)).content.decode().replace("\r\n ", "")


def test_an_event_keeps_its_name_and_counts_its_changes(mine, day):
    row = booked(mine, day, "09:30")
    (before,) = events(mine.therapist)
    to = {"start": on(day, "11:00"), "minutes": 30, "therapist": mine.therapist, "room": None}
    move_appointment(appointment=row, **to, version=row.version, by=mine.therapist)
    (after,) = events(mine.therapist)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == on(day, "11:00")


def test_what_is_cancelled_stays_as_cancelled_and_takes_no_time(mine, day):
    row = booked(mine, day)
    cancel_appointment(appointment=row, reason="patient", version=row.version, by=mine.therapist)
    (event,) = events(mine.therapist)
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")


def test_time_that_is_not_available_is_in_it_without_a_name(therapist, day):
    block_time(therapist=therapist, start=on(day, "12:00"), minutes=30, by=therapist)
    (event,) = events(therapist)
    assert "·" not in event["summary"]


@pytest.mark.parametrize(("days", "there"), [(-29, False), (-27, True), (364, True), (368, False)])
def test_it_holds_four_weeks_back_and_a_year_ahead(mine, day, days, there):
    booked(mine, day)
    Appointment.objects.update(start=timezone.now() + datetime.timedelta(days=days))
    assert bool(events(mine.therapist)) is there


def test_a_feed_holds_only_what_is_of_its_therapist(mine, other_therapist, day):
    booked(mine, day)
    assert events(other_therapist) == []


def test_a_calendar_program_finds_a_name_and_how_often_to_look(therapist):
    response = Client().get(address(therapist))
    made = Calendar.from_ical(response.content)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(therapist) in made["x-wr-calname"]
    assert made["refresh-interval"].dt == datetime.timedelta(hours=1)
    assert made["version"] == "2.0"


def test_nobody_keeps_a_copy_on_the_way(therapist):
    headers = Client().get(address(therapist)).headers
    assert "no-store" in headers["Cache-Control"]
    assert (headers["Referrer-Policy"], "noindex" in headers["X-Robots-Tag"]) == ("no-referrer", True)


def test_only_the_digest_of_the_token_is_stored(therapist):
    token = make_calendar_link(by=therapist)
    assert token not in str(CalendarLink.objects.values())
    assert len(token) == 43


@pytest.mark.parametrize("token", ["x", "y" * 5000, "a\x00b", "héé✓𝕏", "' OR 1=1 --", "%00"])
def test_an_unknown_address_is_not_there_and_is_counted(therapist, token):
    make_calendar_link(by=therapist)
    assert Client().get(reverse("calendar_feed", args=[token])).status_code == 404
    assert Throttle.objects.get(scope="calendar.feed").count == 1


def test_who_guesses_too_often_has_to_wait(therapist, settings):
    settings.INTAKE_TRIES_PER_ADDRESS = 2
    good = address(therapist)
    for _ in range(2):
        Client().get(reverse("calendar_feed", args=["guess"]))
    response = Client().get(good)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.RECEPTIONIST}])
def test_who_no_longer_treats_here_has_no_feed(therapist, change):
    good = address(therapist)
    type(therapist).objects.filter(pk=therapist.pk).update(**change)
    assert Client().get(good).status_code == 404


def test_a_new_address_ends_the_one_before(therapist):
    first, second = address(therapist), address(therapist)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


def test_reading_is_noted_at_most_once_an_hour(therapist):
    good = address(therapist)
    for _ in range(3):
        Client().get(good)
    noted = AuditEvent.objects.filter(verb="calendar.feed_read", actor=therapist)
    assert noted.count() == 1
    CalendarLink.objects.update(read_at=timezone.now() - datetime.timedelta(minutes=61))
    Client().get(good)
    assert noted.count() == 2


def test_the_log_of_the_server_names_no_address_of_a_feed(therapist, caplog):
    caplog.handler.addFilter(WithoutLinks())
    token = make_calendar_link(by=therapist)
    logging.getLogger("django.request").warning("Not Found: %s", reverse("calendar_feed", args=[token]))
    assert token not in caplog.text


def test_fifty_appointments_take_no_more_queries_than_one(mine, day):
    good = address(mine.therapist)
    booked(mine, day, "08:00", minutes=10)
    Client().get(good)  # the first time in an hour is noted
    one = queries_of(Client(), good)
    for number in range(1, 50):
        booked(mine, day, f"{8 + number // 6:02}:{number % 6 * 10:02}", minutes=10)
    assert queries_of(Client(), good) == one


def test_the_page_shows_a_new_address_once(therapist_client, therapist):
    page = reverse("calendar_link")
    shown = therapist_client.post(page, follow=True).content.decode()
    assert "/c/" in shown
    assert ".ics" not in therapist_client.get(page).content.decode()
    assert AuditEvent.objects.filter(verb="calendar.link_made", actor=therapist).count() == 1


def test_a_therapist_ends_the_address(therapist_client, therapist):
    good = address(therapist)
    therapist_client.post(reverse("calendar_link_end"))
    assert Client().get(good).status_code == 404
    assert AuditEvent.objects.filter(verb="calendar.link_ended", actor=therapist).exists()
    assert therapist_client.post(reverse("calendar_link_end")).status_code == 302
