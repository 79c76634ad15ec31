"""The one-page summary as the therapist sees it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from intake.actions import answer_alert, confirm_emergency, invite_patient, save_page, submit_intake
from intake.actions.screening import review_intake
from intake.evidence import Evidence
from intake.models import Intake
from intake.summary_page import SummaryPage, summary_for
from practice.models import AuditEvent, Episode
from tests import factories

BLOOD_THINNERS = {"m_meds": ["anticoag"]}
TO_THE_GP = {"r_general": ["weight_loss"]}


@pytest.fixture
def episode(therapist) -> Episode:
    return factories.episode(therapist=therapist)


def sent(**answers: object) -> Intake:
    """An intake about pain that changes with movement, so that nothing but these answers raises a finding."""
    return factories.submitted_intake(**{"g_mech": "yes", **answers})


def text_of(client, episode: Episode, name: str = "intake_summary") -> str:
    """The page as somebody reads it: no tags, single spaces."""
    html = client.get(reverse(name, args=[episode.pk])).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def page_of(intake: Intake, lang: str = "en") -> SummaryPage:
    with translation.override(lang):
        return SummaryPage.of(intake)


@pytest.fixture
def english(therapist_client):
    therapist_client.cookies["django_language"] = "en"
    return therapist_client


def test_the_request_for_help_is_quoted_before_the_paragraph(english, episode):
    sent(episode_=episode, g_goal="Weer een uur achter mijn bureau")
    told = text_of(english, episode)
    assert told.index("Weer een uur achter mijn bureau") < told.index("Pain in the upper back")


def test_without_a_request_for_help_the_therapist_is_told_to_ask(english, episode):
    sent(episode_=episode, g_goal=None, g_other="Mijn vader had dit ook")
    assert "No request for help was written: ask for it." in text_of(english, episode)


def test_reading_it_is_noted_as_reading_the_intake(therapist_client, episode):
    sent(episode_=episode)
    therapist_client.get(reverse("intake_summary", args=[episode.pk]))
    assert AuditEvent.objects.filter(verb="intake.read", patient=episode.patient).count() == 1


def test_without_an_intake_the_page_says_what_to_do(therapist_client, episode):
    page = therapist_client.get(reverse("intake_summary", args=[episode.pk])).content.decode()
    assert reverse("patient_detail", args=[episode.patient_id]) in page


def test_what_the_patient_wrote_is_escaped_wherever_it_stands(therapist_client, episode):
    evil = "<script>alert(1)</script>"
    ids = ("g_goal", "g_other", "ps_cause", "l_sport", "ad_reporter_name", "m_meds_other")
    own = dict.fromkeys(ids, evil)
    answers = {**own, "ad_reporter": "helper", "m_meds": ["other"]}
    sent(episode_=episode, g_psk=[{"activity": evil, "score": 3}], **answers)
    page = therapist_client.get(reverse("intake_summary", args=[episode.pk])).content.decode()
    assert page.count("&lt;script&gt;alert(1)") == len(own) + 1
    assert evil not in page


def test_a_long_text_is_cut_and_leads_on_to_the_answers(english, episode):
    sent(episode_=episode, g_goal="Lang verhaal. " * 100)
    told = text_of(english, episode)
    assert told.count("Lang verhaal.") < 40 and "see the answers" in told


def test_a_finding_stands_with_the_answers_that_raised_it(episode):
    page = page_of(sent(episode_=episode, **TO_THE_GP))
    assert [line.answers for line in page.referring] == [("Afgevallen zonder reden (5 kilo of meer)",)]


def test_a_single_answer_stands_with_its_question_in_a_few_words(therapist):
    made = factories.episode(therapist=therapist, complaint="low_back")
    page = page_of(sent(episode_=made, g_regions=["low_back"], lb_urine="yes"))
    assert [line.answers for line in page.referring] == [("flank pain or burning urine: Ja",)]


def test_none_of_these_stands_with_its_question(episode):
    intake = factories.submitted_intake(episode_=episode, g_mech="no", **TO_THE_GP)
    said = {answer for line in page_of(intake).referring for answer in line.answers}
    assert "what helps: Geen van deze" in said


def test_a_caution_is_a_precaution_for_hands_on(episode):
    page = page_of(sent(episode_=episode, **BLOOD_THINNERS))
    assert (page.referring, [line.finding.rule for line in page.precautions]) == ((), ["C01"])


def test_a_finding_for_the_gp_comes_before_any_hands_on_treatment(english, episode):
    sent(episode_=episode, **TO_THE_GP)
    assert "No hands-on treatment before the findings above are settled." in text_of(english, episode)


def test_nothing_found_is_said(english, episode):
    sent(episode_=episode)
    told = text_of(english, episode)
    assert "no finding that sends to a doctor" in told and "none from the form" in told


def test_an_open_question_is_there_to_ask_once(english, therapist):
    made = factories.episode(therapist=therapist, complaint="headache")
    answers = {"g_regions": ["headache"], "hd_onset": "unknown", **BLOOD_THINNERS}
    sent(episode_=made, **answers)
    assert text_of(english, made).count("Ask: Hoe snel was de hoofdpijn op zijn ergst?") == 1


def test_what_was_asked_and_absent_is_there(english, episode):
    sent(episode_=episode, r_general=["fatigue"])
    assert "General Present: very tired. Absent: fever or shivers," in text_of(english, episode)


def test_information_that_stands_there_as_an_answer_is_not_repeated(episode):
    answers = {"ps_stress": 8, "l_sleep": "poor", "w_work": "sitting", "g_worse": ["sitting"]}
    page = page_of(sent(episode_=episode, **answers))
    assert [finding.rule for finding in page.information] == ["I09"]
    assert [one.text for one in page.summary.psychosocial[:2]] == ["sleeps badly", "tension 8/10"]


def decided(episode: Episode, decision: str) -> SummaryPage:
    """The summary once the therapist decided on the one finding."""
    intake = sent(episode_=episode, **BLOOD_THINNERS)
    [finding] = [one for one in intake.findings.all() if one.needs_decision]
    review_intake(
        episode=episode,
        intake=intake,
        data={"all_clear": True, "pattern": "recognised", "conclusion": "suitable"},
        decisions={finding.pk: (decision, "Gestopt in mei")},
        version=0,
        by=episode.therapist,
    )
    return page_of(Intake.objects.get(pk=intake.pk))


def test_a_confirmed_precaution_stays_and_says_so(english, episode):
    assert [line.finding.is_confirmed for line in decided(episode, "confirmed").precautions] == [True]
    assert "confirmed" in text_of(english, episode)


def test_a_cleared_finding_is_no_precaution_any_more(english, episode):
    page = decided(episode, "cleared")
    assert (page.precautions, len(page.cleared)) == ((), 1)
    assert "Gestopt in mei" in text_of(english, episode)


@pytest.fixture
def emergency(episode) -> Intake:
    """Somebody who ticked a stroke, read the message and has the rest of the form in front of them."""
    invitation, _ = invite_patient(episode=episode, by=episode.opened_by)
    intake = invitation.intake
    save_page(intake=intake, page="now", cleaned={"s_now": ["stroke"]}, version=intake.draft_version)
    return confirm_emergency(intake=Intake.objects.get(pk=intake.pk))


def test_an_emergency_that_still_stands_is_on_top(english, emergency):
    submit_intake(intake=factories.fill_in(emergency, g_regions=["upper_back"]))
    told = text_of(english, emergency.episode)
    assert "The emergency message was shown" in told
    assert "The answer still stands. Reach the patient first." in told


def test_an_emergency_that_was_taken_back_is_on_top_too(english, emergency):
    version = Intake.objects.get(pk=emergency.pk).draft_version
    calm = save_page(intake=emergency, page="now", cleaned={"s_now": ["none"]}, version=version)
    submit_intake(intake=factories.fill_in(calm, g_regions=["upper_back"]))
    assert "The patient changed the answer before sending." in text_of(english, emergency.episode)


def test_an_emergency_that_was_answered_says_what_came_of_it(english, emergency):
    sent_in = submit_intake(intake=factories.fill_in(emergency, g_regions=["upper_back"]))
    told = {"outcome": "referred", "remark": "Ambulance is onderweg", "seen_rules": 1, "seen_response": 0}
    answer_alert(alert=sent_in.alerts.get(), by=emergency.episode.therapist, **told)
    page = text_of(english, emergency.episode)
    assert "Since then: sent to a doctor or 112" in page and "Reach the patient first." not in page


def test_an_emergency_without_a_finished_form_is_all_there_is(english, emergency):
    told = text_of(english, emergency.episode)
    assert "The emergency message was shown" in told and "No intake form yet" in told


def test_the_summary_stays_about_the_form_after_a_re_screening(episode):
    form = sent(episode_=episode, g_goal="Weer fietsen")
    again = Intake.objects.create(
        episode=episode,
        kind="rescreening",
        occasion="evaluation",
        content_version=form.content_version,
        status="submitted",
        submitted_at=timezone.now(),
        level="none",
        outcome="suitable",
        created_by=episode.therapist,
    )
    assert again.is_submitted and summary_for(Evidence.of(episode)).intake == form


def test_the_screening_page_shows_the_complaint_beside_its_form(english, episode):
    sent(episode_=episode, g_goal="Weer een uur achter mijn bureau")
    told = text_of(english, episode, "screening")
    assert "Weer een uur achter mijn bureau" in told and "Pain in the upper back for less than a week" in told


@pytest.mark.parametrize("name", ["intake_answers", "screening", "episode_detail"])
def test_pages_about_the_intake_lead_to_its_summary(therapist_client, episode, name):
    sent(episode_=episode)
    page = therapist_client.get(reverse(name, args=[episode.pk])).content.decode()
    assert page.count(reverse("intake_summary", args=[episode.pk])) == 2  # its step, and a link by name


def queries(client, episode: Episode) -> int:
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(reverse("intake_summary", args=[episode.pk]))
    return len(counted)


def test_more_findings_take_no_more_queries(therapist_client, therapist):
    calm, worried = (factories.episode(therapist=therapist) for _ in range(2))
    sent(episode_=calm)
    sent(episode_=worried, r_history=["cancer", "osteoporosis", "ra"], **BLOOD_THINNERS)
    therapist_client.get(reverse("intake_summary", args=[calm.pk]))
    assert queries(therapist_client, calm) == queries(therapist_client, worried)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_text_of_the_summary_is_in_the_language_of_the_page(episode, lang):
    page = page_of(sent(episode_=episode, **BLOOD_THINNERS), lang)
    said = {"nl": ("Sinds minder", "bloedverdunners"), "en": ("Pain in", "blood thinners")}[lang]
    assert page.summary.paragraph.startswith(said[0])
    assert page.summary.medication[0].text == said[1]


def test_a_full_page_is_set_smaller(episode, therapist):
    short = sent(episode_=episode)
    other = factories.episode(therapist=therapist)
    illnesses = ["cancer", "osteoporosis", "ra", "as", "heart", "diabetes", "connective"]
    full = sent(episode_=other, r_history=illnesses, r_general=["fever", "cough"], g_goal="Lopen. " * 60)
    assert (page_of(short).size, page_of(full).size) == ("", "small")
