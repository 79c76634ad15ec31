"""The patient writes what changed in the registration: nothing has to, and nothing is lost or read back."""

import datetime
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.details import DETAILS
from intake.models import Intake, IntakeKind, ReportedField
from intake.patient_ways import LANGUAGE_COOKIE
from practice.models import AuditEvent
from tests import factories
from tests.intake.browsing import PatientBrowser, draft, page_url
from tests.intake.details_world import MOVED, at_details, content_pages, pages_of, send_details
from tests.pages import main

pytestmark = pytest.mark.django_db

CHECK = reverse("intake_check")


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def there(browser, link) -> PatientBrowser:
    """A browser on the page about the registration, in English."""
    browser.cookies[LANGUAGE_COOKIE] = "en"
    at_details(browser, link[0].intake)
    return browser


def written() -> dict[str, str]:
    return dict(ReportedField.objects.values_list("field", "value"))


# Where it stands


def test_the_page_is_the_last_before_the_check(there):
    assert pages_of(draft())[-1] == DETAILS.id
    assert there.get(CHECK).url == page_url(DETAILS.id)
    assert send_details(there).url == CHECK


def test_no_version_of_the_content_has_a_page_of_that_name(link):
    assert DETAILS.id not in content_pages(link[0].intake)


def test_the_page_is_counted(there):
    shown = there.see(DETAILS.id).context
    assert (shown["step"], shown["steps"]) == (len(pages_of(draft())), len(pages_of(draft())) + 1)
    send_details(there)
    assert draft().pages_done == draft().pages_total == len(pages_of(draft()))


def test_one_tap_skips_it(there):
    assert "Nothing has changed: skip this page" in main(there.see(DETAILS.id))
    assert send_details(there).url == CHECK
    assert written() == {}


def test_a_rescreening_and_a_follow_up_do_not_ask(therapist):
    episode = factories.reviewed_intake(episode_=factories.episode(therapist=therapist)).episode
    again = factories.rescreening(episode_=episode)
    follow_up = Intake(episode=episode, kind=IntakeKind.FOLLOW_UP, content_version=again.content_version)
    assert [DETAILS.id in pages_of(one) for one in (again, follow_up)] == [False, False]


# What we have is not read back


def test_what_the_practice_has_is_not_on_the_page(there):
    shown = main(there.see(DETAILS.id))
    assert "sanne@example.org" not in shown
    assert "612345678" not in shown
    assert "BSN" not in shown


# Kept


def test_what_is_written_is_kept_apart_from_the_answers(there):
    before = draft().answers
    send_details(there, phone="06 8765 4321", first_name="San")
    assert written() == {"first_name": "San", "phone": "+31687654321"}
    assert (draft().answers, draft().unfinished) == (before, {})


def test_the_patient_reads_it_back_on_the_page_and_at_the_check(there):
    send_details(there, phone="0687654321", **MOVED)
    assert there.see(DETAILS.id).context["form"]["phone"].value() == "06 87654321"
    check = main(there.get(CHECK))
    assert "06 87654321" in check
    assert "Kerkstraat" in check


def test_who_wrote_nothing_reads_that_at_the_check(there):
    send_details(there)
    assert "nothing to change" in main(there.get(CHECK))


def test_it_may_be_changed_and_emptied_until_it_is_sent(there):
    send_details(there, first_name="San", gp_name="Zandstra")
    send_details(there, first_name="Sann")
    assert written() == {"first_name": "Sann"}


def test_the_page_saves_itself(there):
    version = draft().draft_version
    told = there.save(DETAILS.id, version, first_name="San", opened="1").json()
    assert (told["problem"], told["version"]) == ("", version + 1)
    assert written() == {"first_name": "San"}
    assert there.get(CHECK).url == page_url(DETAILS.id)  # the patient did not go on from it yet


def test_going_back_and_stopping_keep_it(there):
    assert "/page/" in send_details(there, "back", first_name="San").url
    send_details(there, "later", first_name="Sann")
    assert written() == {"first_name": "Sann"}


def test_the_language_may_be_switched_with_what_was_typed(there):
    version = draft().draft_version
    there.post(page_url(DETAILS.id), {"version": version, "language": "nl", "first_name": "San"})
    assert there.see(DETAILS.id).context["form"]["first_name"].value() == "San"
    assert draft().language == "nl"


def test_two_devices_see_both_texts(there, link):
    tablet = PatientBrowser().enter(link[1])
    version = draft().draft_version
    there.send(DETAILS.id, version, first_name="San")
    response = tablet.send(DETAILS.id, version, first_name="Sanneke")
    assert [row["value"] for row in response.context["elsewhere"]] == ["San"]
    assert response.context["form"]["first_name"].value() == "Sanneke"
    assert written() == {"first_name": "San"}


def test_an_emergency_that_waits_is_told_before_the_check(there):
    there.save("now", draft().draft_version, s_now="stroke")
    assert send_details(there).url == reverse("intake_emergency")


def test_a_draft_that_is_deleted_takes_it_along(there):
    send_details(there, first_name="San")
    old = timezone.now() - datetime.timedelta(days=31)
    Intake.objects.update(saved_at=old, started_at=old, created_at=old)
    call_command("delete_drafts")
    assert written() == {}


# What is wrong


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone": "12"}, "Type a whole phone number"),
        ({"email": "sanne@"}, "Type a whole e-mail address"),
        ({"postcode": "35 JE"}, "Type a postcode as four digits and two letters"),
        ({"house_number": "twelve"}, "Type the house number in digits"),
        ({"street": "Kerkstraat"}, "Fill in the postcode too."),
        ({"gp_practice": "Centrum"}, "Fill in the name of the GP."),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(there, typed, sentence):
    response = there.get(send_details(there, **typed).url)
    assert sentence in main(response)
    assert {name: response.context["form"][name].value() for name in typed} == typed
    assert there.get(CHECK).url == page_url(DETAILS.id)


def test_a_page_that_was_in_order_and_no_longer_is_cannot_be_sent(there):
    send_details(there, phone="0687654321")
    there.save(DETAILS.id, draft().draft_version, phone="06876")
    with pytest.raises(actions.IncompleteIntakeError):
        actions.submit_intake(intake=draft())


def test_what_stands_behind_the_house_number_moves_to_the_addition(there):
    send_details(there, **{**MOVED, "house_number": "12 bis", "house_addition": ""})
    assert (written()["house_number"], written()["house_addition"]) == ("12", "bis")


@pytest.mark.parametrize("value", ["\x00", "🦴" * 500, "9" * 5000, "<script>", "a\ud800"])
@pytest.mark.parametrize("field", ["first_name", "phone", "email", "house_number", "postcode", "gp_name"])
def test_nothing_that_is_typed_breaks_the_page(there, field, value):
    sent = {"version": draft().draft_version, "go": "next", field: value}
    body = urlencode(sent, errors="surrogatepass")
    form = "application/x-www-form-urlencoded"
    response = there.post(page_url(DETAILS.id), body, content_type=form)
    assert there.get(response.url).status_code in (200, 302)


def test_a_stranger_without_birth_date_sees_nothing(there, link):
    other = PatientBrowser()
    other.open_link(link[1])
    assert other.see(DETAILS.id).url == reverse("intake_birth_date")


# Sent


def test_sending_notes_which_fields_not_what_is_in_them(there, link):
    send_details(there, first_name="San", phone="0687654321")
    there.submit(link[0])
    event = AuditEvent.objects.get(verb="reported.filled_in")
    assert event.changed_fields == ["first_name", "phone"]
    assert event.patient == draft().episode.patient


def test_what_we_have_already_is_settled_at_once(there, link):
    send_details(there, phone="06 12345678", first_name="SANNE", gp_name="Zandstra")
    there.submit(link[0])
    assert dict(ReportedField.objects.values_list("field", "state")) == {
        "phone": "same",
        "first_name": "same",
        "gp_name": "",
    }


def test_sending_changes_nothing_in_the_registration(there, link):
    send_details(there, first_name="San", **MOVED)
    there.submit(link[0])
    patient = draft().episode.patient
    assert (patient.first_name, patient.street, patient.version) == ("Sanne", "", 1)


def test_after_sending_the_page_is_closed(there, link):
    send_details(there, first_name="San")
    there.submit(link[0])
    assert there.see(DETAILS.id).url == reverse("intake_done")
    send_details(there, first_name="Other")
    assert written() == {"first_name": "San"}
