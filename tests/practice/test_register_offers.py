"""The free times that are offered while somebody is registered, and what of that screen is folded."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from practice.forms.first_slot import OFFERED
from practice.models import Patient
from tests.pages import main, page, queries_of
from tests.registering_world import REGISTER, first_offer, next_workday, offered, register, taken, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


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
    "rubbish",
    [
        "",
        "\x00",
        "x" * 3000,
        "9" * 30,
        "-1",
        "31-12-9999",
        "🦴",
        "0001-01-01T00:00+00:00",
        "9999-12-31T23:59+00:00",
    ],
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
