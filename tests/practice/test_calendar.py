"""The calendar: what is booked, what is free, and who sees whose."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.actions import block_time, cancel_appointment, note_no_show
from practice.models import Appointment, AppointmentState, AuditEvent, Role, Room
from tests import factories
from tests.calendar_world import DAY, booked, look, on, open_days, quiet_monday
from tests.conftest import signed_in
from tests.pages import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return open_days(1)[0]


@pytest.fixture
def mine(therapist):
    return factories.episode(therapist=therapist)


def times(text: str) -> list[str]:
    """The times that are offered to book."""
    return re.findall(r"start=\d{4}-\d\d-\d\dT(\d\d:\d\d)", text)


def test_a_day_shows_who_comes_when_where_and_for_what(desk, mine, day):
    booked(mine, day, "09:30", minutes=45, room=Room.objects.create(name="Oefenzaal"))
    text = look(desk, day=day.isoformat())
    assert all(
        said in text for said in ("Sanne van den Berg", "09:30", "10:15", "Oefenzaal", "for-0h for-45m")
    )


def test_free_time_is_a_link_to_book_at_that_hour(desk, mine, day):
    booked(mine, day, "09:30")
    text = look(desk, day=day.isoformat())
    address = f"{reverse('appointment_book')}?therapist={mine.therapist.pk}&amp;start={day.isoformat()}T09:00"
    assert address in text
    assert "09:30" not in times(text)
    assert times(text)[:4] == ["08:00", "08:30", "09:00", "10:00"]


def test_what_begins_at_an_odd_minute_leaves_the_rest_free(desk, mine, day):
    booked(mine, day, "09:10", minutes=25)
    assert times(look(desk, day=day.isoformat()))[2:5] == ["09:00", "09:35", "10:00"]


def test_time_that_is_past_is_not_offered(desk, mine):
    yesterday = timezone.localdate() - DAY
    assert times(look(desk, day=yesterday.isoformat())) == []


def test_time_that_is_not_available_is_nobodys_appointment(desk, therapist, day):
    block_time(therapist=therapist, start=on(day, "12:00"), minutes=60, by=therapist)
    text = look(desk, day=day.isoformat())
    assert "booked-blocked" in text
    assert "12:30" not in times(text)


def test_what_was_cancelled_is_folded_and_its_time_is_free(desk, mine, day):
    gone = booked(mine, day, "09:30")
    cancel_appointment(appointment=gone, reason="patient", version=gone.version, by=mine.therapist)
    text = look(desk, day=day.isoformat())
    assert "09:30" in times(text)
    assert reverse("appointment", args=[gone.pk]) in text.split("<details")[1]


def test_who_did_not_come_is_said_in_words(desk, mine):
    today = timezone.localdate()
    row = booked(mine, today - DAY, "09:30")
    note_no_show(appointment=row, version=row.version, by=mine.therapist)
    text = look(desk, day=(today - DAY).isoformat())
    assert str(AppointmentState.NO_SHOW.label) in text


def test_the_desk_sees_every_therapist_and_may_choose_one(desk, mine, other_therapist, day):
    booked(mine, day)
    everybody = look(desk, day=day.isoformat())
    one = look(desk, day=day.isoformat(), therapist=other_therapist.pk)
    assert everybody.count("board-column ") == 2
    assert (one.count("board-column "), "Sanne" in one) == (1, False)


def test_a_therapist_sees_no_colleague(mine, other_therapist_client, day):
    booked(mine, day)
    assert "Sanne" not in look(other_therapist_client, day=day.isoformat())
    response = other_therapist_client.get(reverse("calendar"), {"therapist": mine.therapist.pk})
    assert response.status_code == 404


def test_a_supervisor_sees_the_calendar_of_the_trainee(therapist, therapist_client, day):
    trainee = factories.user(Role.THERAPIST, supervisor=therapist)
    booked(factories.episode(therapist=trainee), day)
    assert "Sanne" in look(therapist_client, day=day.isoformat())
    assert "Sanne" in look(therapist_client, day=day.isoformat(), view="week", therapist=trainee.pk)


def test_who_left_stays_in_the_calendar_while_appointments_are_left(desk, mine, day):
    booked(mine, day)
    mine.therapist.is_active = False
    mine.therapist.save()
    text = look(desk, day=day.isoformat(), therapist=mine.therapist.pk)
    assert ("Sanne" in text, times(text)) == (True, [])
    Appointment.objects.update(start=timezone.now() - 2 * DAY)
    factories.user(Role.THERAPIST)
    assert str(mine.therapist) not in look(desk)


def test_a_week_is_of_one_therapist_from_monday_to_friday(desk, mine):
    monday = quiet_monday()
    booked(mine, monday + 3 * DAY)
    text = look(desk, day=(monday + DAY).isoformat(), view="week", therapist=mine.therapist.pk)
    assert text.count("board-column ") == 5
    assert "Sanne" in text


def test_a_weekend_is_shown_when_somebody_comes_then(desk, mine):
    saturday = quiet_monday() + 5 * DAY
    booked(mine, saturday)
    text = look(desk, day=(saturday - DAY).isoformat(), view="week", therapist=mine.therapist.pk)
    assert text.count("board-column ") == 6


@pytest.mark.parametrize("view", ["day", "week"])
def test_from_each_page_links_lead_back_and_on(desk, mine, view):
    monday = quiet_monday()
    step = DAY if view == "day" else 7 * DAY
    text = look(desk, day=monday.isoformat(), view=view)
    before, after = (
        re.search(r'rel="prev" href="([^"]+)"', text),
        re.search(r'rel="next" href="([^"]+)"', text),
    )
    assert f"day={(monday - step).isoformat()}" in before[1]
    assert f"day={(monday + step).isoformat()}" in after[1]
    assert desk.get(after[1].replace("&amp;", "&")).status_code == 200


def test_a_day_is_found_as_it_is_said(desk, mine):
    tomorrow = timezone.localdate() + DAY
    assert f"day={(tomorrow + DAY).isoformat()}" in look(desk, day="morgen")


@pytest.mark.parametrize("text", ["31-02", "straks", "1-1-1900", "9999-12-31", "x" * 99, "24\x00-11", "😀"])
def test_a_day_that_does_not_read_is_said_and_today_is_shown(desk, mine, text):
    found = look(desk, day=text)
    assert 'id="id_day_error"' in found
    assert f"day={(timezone.localdate() + DAY).isoformat()}" in found


@pytest.mark.parametrize("whose", ["0", "x", "9" * 30, "-1", "😀"])
def test_an_unknown_therapist_is_not_there(desk, mine, whose):
    assert desk.get(reverse("calendar"), {"therapist": whose}).status_code == 404


def test_a_patient_is_carried_along_to_the_booking(desk, mine, day):
    text = look(desk, day=day.isoformat(), patient=mine.patient_id, episode=mine.pk)
    links = re.findall(r'href="([^"]*start=[^"]*)"', text)
    assert links
    assert all(
        f"patient={mine.patient_id}&amp;episode={mine.pk}" in link.replace("&amp;", "&").replace("&", "&amp;")
        for link in links
    )


def test_a_practice_without_therapists_hears_what_will_be_here(desk):
    assert 'class="empty"' in look(desk)


def test_a_day_without_appointments_says_so(desk, mine, day):
    assert 'class="calendar-none"' in look(desk, day=day.isoformat())


def test_a_public_holiday_is_named_and_offers_nothing(desk, mine):
    text = look(desk, day=f"25-12-{timezone.localdate().year + 1}")
    assert "Christmas Day" in text or "erste kerstdag" in text.lower() or "Kerst" in text
    assert times(text) == []


def test_reading_the_calendar_is_noted_once(desk, mine, receptionist, day):
    booked(mine, day)
    look(desk, day=day.isoformat())
    assert AuditEvent.objects.filter(verb="calendar.read", actor=receptionist).count() == 1


@pytest.mark.parametrize("view", ["day", "week"])
def test_fifty_appointments_take_no_more_queries_than_one(desk, mine, view):
    monday, asked = quiet_monday(), {"view": view, "therapist": str(mine.therapist.pk)}
    room = Room.objects.create(name="Kamer 1")
    booked(mine, monday, "08:00", minutes=10, room=room)
    one = queries_of(desk, reverse("calendar"), {**asked, "day": monday.isoformat()})
    for number in range(1, 50):
        booked(mine, monday, f"{8 + number // 6:02}:{number % 6 * 10:02}", minutes=10, room=room)
    assert queries_of(desk, reverse("calendar"), {**asked, "day": monday.isoformat()}) == one


def test_more_therapists_take_no_more_queries(desk, mine, day):
    booked(mine, day)
    one = queries_of(desk, reverse("calendar"), {"day": day.isoformat()})
    for _ in range(6):
        booked(factories.episode(therapist=factories.user(Role.THERAPIST)), day)
    assert queries_of(desk, reverse("calendar"), {"day": day.isoformat()}) == one


def test_a_therapist_without_anything_to_do_sees_free_time(other_therapist, day):
    assert times(look(signed_in(other_therapist), day=day.isoformat()))[0] == "08:00"
