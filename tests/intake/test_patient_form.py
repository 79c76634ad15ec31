"""Filling in, page by page."""

import pytest
from django.urls import reverse

from intake import actions
from intake.walk import Walk
from practice.models import AuditEvent
from tests.intake.browsing import draft, fill_in, page_url, typed_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_goal(browser, link):
    """A browser that has come to the page about activities and goals."""
    fill_until(browser, link[0], "goal")
    return browser


def fill_until(browser, invitation, page):
    walk_on = {"g_regions": ["upper_back"]}
    while (to_do := first_to_do()).id != page:
        browser.send(to_do.id, draft().draft_version, **typed_for(to_do, **walk_on))


def first_to_do():
    return Walk.of(draft()).to_do[0]


def refused(response):
    """The fields that ask for something else."""
    return list(response.context["form"].errors)


def errors_of(response):
    return [message for messages in response.context["form"].errors.values() for message in messages]


def test_next_saves_the_page_and_goes_on(browser):
    assert browser.send("now", s_now="none").url == page_url("you")
    assert draft().answers["s_now"] == ["none"]
    assert draft().saved_at


def test_an_empty_safety_list_is_not_a_no(browser):
    response = browser.send_refused("now")
    assert response.status_code == 200
    assert "Geen van deze" in errors_of(response)[0]
    assert "s_now" not in draft().answers


def test_none_of_these_beside_a_symptom_is_refused_and_both_ticks_stay(browser):
    response = browser.send_refused("now", s_now=["faint", "none"])
    assert len(errors_of(response)) == 1
    assert response.content.decode().count("checked") == 2
    assert "s_now" not in draft().answers


def test_two_ticks_that_contradict_are_kept_until_the_patient_chooses(browser):
    browser.send("now", s_now=["faint", "none"])
    assert browser.see("now").content.decode().count("checked") == 2
    browser.send("now", draft().draft_version, s_now="none")
    assert draft().unfinished == {}


def test_an_error_stands_beside_the_field_and_on_top_with_a_link(browser):
    html = browser.send_refused("now").content.decode()
    assert 'href="#id_s_now_0"' in html
    assert 'id="id_s_now_error"' in html


def test_a_question_that_may_stay_open_stops_nobody(browser, link):
    fill_until(browser, link[0], "where_more")
    assert browser.send("where_more", draft().draft_version, g_radiation="none").url == page_url("draw")


def test_previous_saves_without_asking_for_more(browser):
    browser.send("now", s_now="none")
    response = browser.send("you", 2, go="back", ad_referral="yes")
    assert response.url == page_url("now")
    assert draft().answers["ad_referral"] == "yes"


def test_an_activity_without_a_number_is_asked_for_one_and_kept(at_goal):
    response = at_goal.send_refused("goal", draft().draft_version, **{"g_psk-0-activity": "Traplopen"})
    assert refused(response) == ["g_psk-0-score"]
    assert 'value="Traplopen"' in at_goal.see("goal").content.decode()


def test_a_number_without_an_activity_is_asked_for_one(at_goal):
    response = at_goal.send_refused("goal", draft().draft_version, **{"g_psk-1-score": "7"})
    assert refused(response) == ["g_psk-1-activity"]


def test_three_activities_are_kept_as_pairs(at_goal):
    typed = {f"g_psk-{row}-activity": f"Ding {row}" for row in range(3)}
    at_goal.send(
        "goal", draft().draft_version, **typed, **{f"g_psk-{row}-score": str(row) for row in range(3)}
    )
    assert draft().answers["g_psk"] == [{"activity": f"Ding {row}", "score": row} for row in range(3)]


def test_a_text_that_is_too_long_is_kept_on_the_page(at_goal):
    response = at_goal.send_refused("goal", draft().draft_version, g_goal="a" * 3000)
    assert "2000" in errors_of(response)[0]
    assert "a" * 3000 in response.content.decode()


GARBAGE = [
    {"s_now": "\x00"},
    {"s_now": ["none", "none"]},
    {"s_now": "no such option"},
    {"s_now": ["x"] * 200},
    {"version": "9" * 30, "s_now": "none"},
    {"version": "²", "s_now": "none"},
    {"version": ["1", "x"], "go": ["next", "back"], "s_now": "none"},
    {"go": "fly", "s_now": "none"},
    {"language": "xx", "s_now": "none"},
    {},
]


@pytest.mark.parametrize("typed", GARBAGE, ids=range(len(GARBAGE)))
def test_a_strange_request_never_breaks_the_page(browser, typed):
    assert browser.post(page_url("now"), typed).status_code in (200, 302)


@pytest.mark.parametrize(
    "value", ["\x00\x01", "\ud800".encode("utf-8", "surrogatepass"), "x" * 100_000, ["1", "2"]]
)
def test_strange_text_never_breaks_the_page(at_goal, value):
    typed = {"g_goal": value, "g_psk-0-activity": value, "g_psk-0-score": value}
    assert at_goal.post(page_url("goal"), typed).status_code in (200, 302)
    assert at_goal.see("goal").status_code == 200


def test_a_page_that_does_not_exist_is_not_found(browser):
    assert browser.see("no-such-page").status_code == 404


def test_a_page_this_patient_does_not_get_leads_back_to_the_form(browser):
    assert browser.see("dizziness").url == page_url("now")


def test_pages_are_not_skipped(browser):
    assert browser.see("health").url == page_url("now")


def test_a_fall_brings_a_page_about_the_fall(browser, link):
    fill_until(browser, link[0], "start")
    response = browser.send("start", draft().draft_version, g_onset="trauma", g_duration="lt_1w")
    assert response.url == page_url("accident")


def test_the_number_of_steps_follows_the_answers(browser):
    short = browser.see("now").context["steps"]
    browser.send("now", s_now="none")
    browser.send("you", 2, ad_reporter="parent")
    assert browser.see("reporter").context["steps"] == short + 1


def test_switching_language_saves_what_was_typed_and_stays_on_the_page(browser):
    response = browser.post(page_url("now"), {"version": 1, "language": "en", "s_now": "none"})
    assert response.url == page_url("now")
    assert draft().language == "en"
    html = browser.see("now").content.decode()
    assert "None of these" in html
    assert "checked" in html


def test_saving_a_page_is_logged_without_saying_which(browser):
    browser.send("now", s_now="none")
    line = AuditEvent.objects.get(verb="intake.page_saved")
    assert (line.actor_role, line.changed_fields) == ("patient", [])
    assert "now" not in line.subject_label


def test_the_check_page_waits_until_every_page_was_seen(browser):
    assert browser.get(reverse("intake_check")).url == page_url("now")


def test_the_check_page_shows_answers_and_what_was_left_open(browser, link):
    fill_in(browser, link[0], g_regions=["neck"], g_goal="")
    response = browser.get(reverse("intake_check"))
    assert "Nek" in response.content.decode()
    assert [row["question"] for _page, row in response.context["left_open"]] == ["g_goal"]


def test_changing_an_answer_leads_back_to_the_check(browser, link):
    fill_in(browser, link[0], g_regions=["neck"])
    typed = {
        "version": draft().draft_version,
        "g_psk-0-activity": "Fietsen",
        "g_psk-0-score": "3",
        "g_goal": "Fietsen",
    }
    assert browser.post(page_url("goal") + "?check=1", typed).url == reverse("intake_check")


def test_a_changed_answer_that_asks_more_leads_to_the_new_page_first(browser, link):
    fill_in(browser, link[0], g_regions=["neck"])
    typed = {"version": draft().draft_version, "g_onset": "trauma", "g_duration": "lt_1w"}
    assert browser.post(page_url("start") + "?check=1", typed).url == page_url("accident")


def test_after_mending_the_one_page_that_was_not_complete_comes_the_check(browser, link):
    fill_in(browser, link[0], g_regions=["neck"])
    intake = draft()
    del intake.answers["r_history"]
    intake.save()
    assert browser.get(reverse("intake_check")).url == page_url("history")
    page = Walk.of(draft()).page("history")
    assert browser.send("history", draft().draft_version, **typed_for(page)).url == reverse("intake_check")


def test_pages_that_came_in_between_lead_back_to_the_check(browser, link):
    fill_in(browser, link[0], g_regions=["neck"])
    typed = {"version": draft().draft_version, "g_onset": "trauma", "g_duration": "lt_1w"}
    browser.post(page_url("start") + "?check=1", typed)
    response = browser.send("accident", draft().draft_version, **typed_for(first_to_do()))
    assert response.url == page_url("head_neck_more")
    response = browser.send("head_neck_more", draft().draft_version, **typed_for(first_to_do()))
    assert response.url == reverse("intake_check")


def test_looking_back_with_previous_next_leads_on_page_by_page(browser, link):
    fill_in(browser, link[0], g_regions=["neck"])
    assert browser.send("now", draft().draft_version, s_now="none").url == page_url("you")


def test_a_page_with_errors_has_an_address_that_the_back_button_can_return_to(browser):
    response = browser.send("now")
    assert response.url == page_url("now") + "?again=1"
    assert refused(browser.get(response.url)) == ["s_now"]
    assert refused(browser.get(response.url)) == ["s_now"]


def test_no_page_shows_errors_before_it_was_seen(browser):
    assert not browser.get(page_url("now") + "?again=1").context["form"].errors


def test_answers_to_questions_no_longer_asked_do_not_count(browser, link):
    fill_in(browser, link[0], g_onset="trauma", g_trauma_type="traffic", g_trauma_when="today")
    typed = {"g_onset": "gradual", "g_duration": "lt_1w"}
    browser.send("start", draft().draft_version, **typed)
    intake = actions.submit_intake(intake=draft())
    assert "g_trauma_type" not in intake.answers
