"""What a patient is told: how many pages are left, and after sending what counts first."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from intake import actions
from intake.models import Intake
from intake.screening import selfcare
from intake.walk import Walk
from tests import factories
from tests.intake.browsing import draft, fill_in

PROGRESS = re.compile(r'<progress value="(\d+)" max="(\d+)"')


def progress(browser, page: str) -> tuple[int, int]:
    """The number of this page, and of how many."""
    html = browser.see(page).content.decode()
    step, total = PROGRESS.search(html).groups()
    told = html.split('<p id="progress-text">')[1].split("</p>")[0]
    assert re.findall(r"\d+", told) == [step, total]
    return int(step), int(total)


def test_an_answer_that_adds_or_removes_a_page_changes_the_number_at_once(browser, link):
    fill_in(browser, link[0], until="start")
    told = []
    for onset in ("trauma", "gradual", "trauma"):
        fill_in(browser, link[0], until="start")
        browser.send("start", draft().draft_version, g_onset=onset)
        told.append(progress(browser, "start"))
    step, total = told[1]
    assert told == [(step, total + 1), (step, total), (step, total + 1)]


def test_the_pages_that_were_told_are_the_pages_that_come(browser, link):
    """As long as no answer adds one: here the last one that can is given already."""
    fill_in(browser, link[0], until="thoughts")
    step, total = progress(browser, "thoughts")
    assert len(fill_in(browser, link[0])) == total - step


@pytest.fixture
def thanks(browser, link) -> str:
    """The page after sending, for a patient with a neck that nobody has to worry about."""
    fill_in(browser, link[0], g_regions=["neck"])
    browser.submit(link[0])
    return browser.get(reverse("intake_done")).content.decode()


def test_after_sending_what_counts_first_stands_first(thanks):
    inside = thanks.split("<main")[1]
    parts = (
        "verdict-title",
        "watch-title",
        "advice-title",
        "next-title",
        "bring-title",
        'href="tel:+31201234567"',
    )
    places = [inside.index(part) for part in parts]
    assert places == sorted(places)


def test_after_sending_the_patient_reads_when_to_call_112(thanks):
    assert 'href="tel:112"' in thanks.split('id="watch-title"')[1].split("</section>")[0]


def test_the_mail_to_the_patient_names_no_answer_no_complaint_and_no_rule(
    link, django_capture_on_commit_callbacks
):
    answers = {
        "g_regions": ["neck"],
        "r_general": ["weight_loss"],
        "r_history": ["cancer"],
        "m_meds": ["anticoag"],
    }
    with django_capture_on_commit_callbacks(execute=True):
        intake = actions.submit_intake(intake=factories.fill_in(link[0].intake, **answers))
    letter = mail.outbox[-1]
    assert letter.to == [intake.episode.patient.email]
    text = " ".join([letter.subject, letter.body, letter.alternatives[0].content]).lower()
    words = (re.escape(word.lower()) for word in clinical_words(intake))
    assert [word for word in words if re.search(rf"\b{word}\b", text)] == []


def test_the_mail_about_a_child_is_to_the_parents(therapist, django_capture_on_commit_callbacks):
    child = factories.patient(birth_date=factories.years_ago(15))
    with django_capture_on_commit_callbacks(execute=True):
        factories.submitted_intake(episode_=factories.episode(therapist=therapist, patient_=child))
    letter = mail.outbox[-1]
    for text in (letter.body, letter.alternatives[0].content):
        assert "Aan de ouders" in text
        assert "Hallo" not in text


def clinical_words(intake: Intake) -> set[str]:
    """The answers in words, what the rules suspect and say, and what is advised."""
    walk = Walk.of(intake)
    questions = walk.questionnaire.questions
    told = {questions[id_].answer_text(value, "nl") for id_, value in walk.answers.items()}
    raised = intake.findings.filter(state="raised")
    assert raised
    said = {text for found in raised for text in (found.rule, found.suspected_nl, found.text_nl)}
    return {word for word in (*told, *said, *selfcare("neck", "nl", intake.content_version)) if len(word) > 1}
