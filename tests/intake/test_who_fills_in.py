"""Who fills in the form: the patient, a parent, a representative or a helper, by name and relation."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import Intake
from intake.questionnaire import Question, load
from intake.summary import reporter_of
from intake.walk import Walk
from practice.models import User
from tests import factories
from tests.intake.browsing import PatientBrowser, draft, page_url

MOTHER = {"ad_reporter": "parent", "ad_reporter_name": "Marieke de Vries", "ad_reporter_relation": "parent"}


def browser_of(therapist: User, age: int) -> PatientBrowser:
    """The browser of a patient of this age, at the page that asks who fills in."""
    patient = factories.patient(birth_date=factories.years_ago(age))
    _, token = factories.invitation(therapist=therapist, patient_=patient)
    born, browser = patient.birth_date, PatientBrowser()
    browser.open_link(token)
    browser.give_birth_date(day=str(born.day), month=str(born.month), year=str(born.year))
    browser.send("now", s_now="none")
    return browser


def offered(age: int | None, question: str, **answers: object) -> tuple[str, ...]:
    """The options that a patient of this age finds on the form."""
    asked = load().asked(answers, age=age, sex="f")
    return next(one.codes for one in asked if one.id == question)


def refused(response) -> list[str]:
    return list(response.context["form"].errors)


def test_from_16_on_patients_fill_in_the_form_themselves_or_with_a_helper() -> None:
    assert offered(16, "ad_reporter") == ("self", "parent", "representative", "helper")
    assert offered(15, "ad_reporter") == ("parent", "representative")


def test_when_the_age_is_not_known_every_option_is_offered() -> None:
    assert "self" in offered(None, "ad_reporter")


def test_a_child_has_no_partner_mentor_or_curator() -> None:
    grown_up = {"partner", "mentor", "curator", "friend", "interpreter"}
    assert grown_up.isdisjoint(offered(15, "ad_reporter_relation", ad_reporter="parent"))
    assert grown_up <= set(offered(18, "ad_reporter_relation", ad_reporter="helper"))


def test_a_child_alone_reads_to_get_a_parent_and_cannot_go_on_as_self(therapist: User) -> None:
    browser = browser_of(therapist, 15)
    page = browser.see("you")
    assert page.context["needs_parent"]
    assert 'value="self"' not in page.content.decode()
    assert refused(browser.send_refused("you", 2, ad_reporter="self")) == ["ad_reporter"]
    assert "ad_reporter" not in draft().answers


def test_a_parent_fills_in_for_a_child(therapist: User) -> None:
    browser = browser_of(therapist, 9)
    assert browser.send("you", 2, ad_reporter="parent").url == page_url("reporter")
    browser.send("reporter", 3, ad_reporter_name="Marieke de Vries", ad_reporter_relation="parent")
    assert draft().answers.items() >= MOTHER.items()


def test_at_16_nobody_is_told_to_get_a_parent(therapist: User) -> None:
    browser = browser_of(therapist, 16)
    assert not browser.see("you").context["needs_parent"]
    browser.send("you", 2, ad_reporter="self")
    assert draft().answers["ad_reporter"] == "self"


def test_whoever_fills_in_for_the_patient_gives_name_and_relation(browser: PatientBrowser) -> None:
    browser.send("now", s_now="none")
    browser.send("you", 2, ad_reporter="helper")
    missing = refused(browser.send_refused("reporter", 3))
    assert missing == ["ad_reporter_name", "ad_reporter_relation"]
    answers = {"ad_reporter_name": "Jan de Boer", "ad_reporter_relation": "friend"}
    browser.send("reporter", 4, **answers)
    assert draft().answers.items() >= answers.items()


def test_the_name_is_one_line_that_a_browser_can_fill_in(browser: PatientBrowser) -> None:
    browser.send("now", s_now="none")
    browser.send("you", 2, ad_reporter="helper")
    field = browser.see("reporter").context["form"]["ad_reporter_name"]
    assert str(field).startswith('<input type="text"')
    assert ' autocomplete="name"' in str(field)


def test_an_answer_that_does_not_fit_the_age_is_asked_again(therapist: User) -> None:
    """The birth date was corrected while the draft was open."""
    patient = factories.patient(birth_date=factories.years_ago(30))
    link, _ = factories.invitation(therapist=therapist, patient_=patient)
    factories.fill_in(link.intake)
    patient.birth_date = factories.years_ago(14)
    patient.save()
    assert Walk.of(Intake.objects.get()).to_do[0].id == "you"


def test_a_safety_list_is_the_same_for_every_age_and_whoever_fills_in() -> None:
    def lists(age: int, who: str) -> list[Question]:
        answers = {"ad_reporter": who, "g_regions": ["low_back"]}
        return [one for one in load().asked(answers, age=age, sex="m") if one.safety_list]

    assert lists(9, "parent") == lists(15, "representative")
    assert {one.id: one.codes for one in lists(9, "parent")}.items() <= {
        one.id: one.codes for one in load().questions.values()
    }.items()


@pytest.mark.parametrize("age", [9, 40])
def test_the_therapist_reads_at_the_top_who_filled_in(
    therapist: User, therapist_client: Client, age: int
) -> None:
    patient = factories.patient(birth_date=factories.years_ago(age))
    made = factories.episode(therapist=therapist, patient_=patient)
    factories.submitted_intake(episode_=made, **MOTHER)
    page = therapist_client.get(reverse("intake_answers", args=[made.pk])).content.decode()
    top, _, answers = page.partition('<div class="stack">')
    assert "Marieke de Vries (ouder met gezag)" in top
    assert "Marieke de Vries" in answers


def test_nothing_is_said_when_the_patient_filled_it_in_alone(therapist: User) -> None:
    made = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=made)
    rows = intake.answer_rows.all()
    assert reporter_of(rows, version=intake.content_version, lang="nl") is None
