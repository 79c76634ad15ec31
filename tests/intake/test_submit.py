"""Sending the intake in: checked again, kept as asked, screened, frozen."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from intake import actions
from intake.models import Answer, Finding, FindingState, Intake, InvitationState
from intake.questionnaire import load
from intake.screening import rules, selfcare
from practice.models import AuditEvent, Phase
from practice.signing import SignedRecordError
from tests import factories, mail_world
from tests.intake.browsing import PatientBrowser, fill_in

pytestmark = pytest.mark.django_db


def sent(link, **answers):
    return actions.submit_intake(intake=factories.fill_in(link[0].intake, **answers))


def test_sending_leads_to_the_thank_you_page(link, browser):
    fill_in(browser, link[0])
    assert browser.submit(link[0]).url == reverse("intake_done")
    html = browser.get(reverse("intake_done")).content.decode()
    assert "tel:+31201234567" in html


def test_sending_uses_up_the_link_and_moves_the_episode_on(link):
    intake = sent(link)
    assert intake.invitations.get().state == InvitationState.USED
    intake.episode.refresh_from_db()
    assert intake.episode.phase == Phase.INTAKE_DONE


def test_an_episode_that_went_on_already_stays_where_it_is(therapist):
    episode = factories.screened_episode(therapist=therapist)
    factories.submitted_intake(episode_=episode)
    episode.refresh_from_db()
    assert episode.phase == Phase.SCREENED


def test_sending_twice_doubles_nothing(link, browser, django_capture_on_commit_callbacks):
    fill_in(browser, link[0])
    with django_capture_on_commit_callbacks(execute=True):
        first, second = browser.submit(link[0]), browser.submit(link[0])
    assert first.url == second.url == reverse("intake_done")
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1
    assert len(mail.outbox) == 2
    assert Answer.objects.values("question").distinct().count() == Answer.objects.count()


def test_an_incomplete_intake_is_refused_with_the_pages_to_see(link):
    with pytest.raises(actions.IncompleteIntakeError) as refused:
        actions.submit_intake(intake=link[0].intake)
    assert refused.value.pages[0].id == "now"


def test_a_safety_list_emptied_behind_the_screens_is_caught(link):
    intake = factories.fill_in(link[0].intake)
    del intake.answers["r_history"]
    intake.save()
    with pytest.raises(actions.IncompleteIntakeError) as refused:
        actions.submit_intake(intake=intake)
    assert [page.id for page in refused.value.pages] == ["history"]


def test_answers_changed_elsewhere_are_looked_at_before_sending(link, browser):
    fill_in(browser, link[0])
    response = browser.post(reverse("intake_check"), {"version": "1"})
    assert response.context["changed"]
    assert not Intake.objects.get().is_submitted


def test_each_question_is_kept_as_it_was_asked(link):
    intake = sent(link, g_onset="gradual")
    row = intake.answer_rows.get(question="g_onset")
    question = load(intake.content_version).questions["g_onset"]
    assert (row.question_text, row.answer_text) == (question.text("nl"), "Langzaam")
    assert row.language == "nl"


def test_the_answers_are_kept_in_the_language_they_were_given_in(link, browser):
    fill_in(browser, link[0], g_onset="gradual")
    browser.cookies["wervel_intake_language"] = "en"
    browser.submit(link[0])
    assert Answer.objects.get(question="g_onset").answer_text == "Slowly"


def test_what_was_offered_and_not_chosen_is_kept_as_absent(link):
    row = sent(link, r_general=["fever"]).answer_rows.get(question="r_general")
    assert row.answer_text.startswith("Koorts")
    assert "Erg moe" in row.absent
    assert not [text for text in row.absent if "Koorts" in text or "Geen van deze" in text]


def test_an_open_list_says_nothing_about_absence(link):
    row = sent(link, g_radiation=None).answer_rows.get(question="g_radiation")
    assert (row.value, row.answer_text, row.absent) == (None, "", [])


def test_the_registration_has_the_last_word_on_birth_date_and_sex(link):
    intake = link[0].intake
    intake.answers = {"ad_birthdate": "1900-01-01", "ad_sex": "m"}
    intake.save()
    sent_intake = sent(link)
    assert (sent_intake.answers["ad_birthdate"], sent_intake.answers["ad_sex"]) == ("1985-04-12", "f")


def test_the_result_of_the_rules_is_kept_with_it(link):
    intake = sent(link, r_general=["weight_loss"])
    assert intake.outcome == "contact_gp"
    assert intake.patient_message.startswith("M_")


def test_a_finding_tells_the_answers_that_raised_it(link):
    finding = sent(link, s_now=["stroke"]).findings.get(rule="E04")
    assert (finding.state, finding.level) == (FindingState.RAISED, "emergency")
    [reason] = finding.because
    assert reason["question"] == "s_now"
    assert reason["answer"].startswith("Scheve mond")
    assert finding.text_nl
    assert finding.text_en


def test_whom_to_contact_is_told_in_the_language_of_the_page(link):
    finding = sent(link, s_now=["bladder_saddle"]).findings.get(rule="E07")
    with override("en"):
        assert finding.contact == "GP or out-of-hours post right now, else 112"
    with override("nl"):
        assert finding.contact == "huisarts of HAP nu meteen, anders 112"


def test_an_undecided_finding_tells_what_is_still_to_be_asked(link):
    intake = sent(link, g_regions=["upper_back"], r_night=None, g_constant=None, g_mech="unknown")
    undecided = intake.findings.filter(state=FindingState.UNDECIDED)
    assert undecided
    asked = {reason["question"] for finding in undecided for reason in finding.because}
    assert "r_night" in asked
    assert {intake.answers.get(question) for question in asked} <= {None, "unknown"}
    assert not [reason for finding in undecided for reason in finding.because if reason["answer"]]


def test_every_text_of_every_rule_fits_its_column():
    limits = {
        "suspected_nl": 200,
        "suspected_en": 200,
        "contact_nl": 80,
        "contact_en": 80,
        "source": 400,
        "rule": 10,
    }
    for rule in rules(load().version):
        texts = {
            "suspected_nl": rule.suspected_text("nl"),
            "suspected_en": rule.suspected_text("en"),
            "contact_nl": rule.contact_text("nl"),
            "contact_en": rule.contact_text("en"),
            "source": rule.source,
            "rule": rule.id,
        }
        assert all(len(text) <= limits[name] for name, text in texts.items()), rule.id


def test_a_sent_intake_is_frozen(link):
    intake = sent(link)
    with pytest.raises(SignedRecordError):
        intake.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Intake.objects.update(answers={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.update(answer_text="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.all().delete() if Finding.objects.exists() else Answer.objects.all().delete()


def test_nothing_is_saved_after_sending(link):
    intake = sent(link)
    with pytest.raises(actions.SubmittedError):
        actions.save_page(intake=intake, page="now", cleaned={"s_now": ["faint"]}, version=99)


def test_a_second_device_that_sends_a_page_too_late_sees_the_thank_you(link, browser):
    tablet = PatientBrowser().enter(link[1])
    fill_in(browser, link[0])
    browser.submit(link[0])
    assert tablet.send("now", s_now="none").url == reverse("intake_done")


def test_practice_and_patient_get_a_mail_without_what_was_answered(link, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent(link, r_general=["weight_loss"], g_goal="Weer schaatsen")
    to_practice, to_patient = mail.outbox
    assert str(link[0].intake.episode.patient.number) in to_practice.subject
    assert (to_practice.to, to_patient.to) == (["balie@example.org"], ["sanne@example.org"])
    everything = " ".join(m.subject + m.body + m.alternatives[0].content for m in mail.outbox).lower()
    assert not [word for word in ("schaatsen", "afgevallen", "bovenrug") if word in everything]
    assert "sanne" not in (to_practice.subject + to_practice.body).lower()


def test_a_patient_without_an_address_gets_no_mail(therapist, django_capture_on_commit_callbacks):
    patient = factories.patient(email="")
    episode = factories.episode(therapist=therapist, patient_=patient)
    with django_capture_on_commit_callbacks(execute=True):
        factories.submitted_intake(episode_=episode)
    assert [message.to for message in mail.outbox] == [["balie@example.org"]]


@pytest.mark.parametrize(
    ("answers", "call"),
    [({"s_now": ["stroke"]}, "tel:112"), ({"r_general": ["none"]}, "tel:+31201234567")],
)
def test_the_thank_you_page_shows_one_message_and_whom_to_call(link, browser, answers, call):
    fill_in(browser, link[0], **answers)
    browser.post(reverse("intake_emergency"))
    browser.submit(link[0])
    response = browser.get(reverse("intake_done"))
    assert call in response.content.decode()


def test_the_thank_you_page_names_no_rule_and_no_disease(link, browser):
    fill_in(browser, link[0], r_general=["weight_loss"], r_history=["cancer"])
    browser.submit(link[0])
    html = browser.get(reverse("intake_done")).content.decode().lower()
    intake = Intake.objects.get()
    suspected = [found.suspected_nl.lower() for found in intake.findings.filter(state="raised")]
    assert suspected
    assert not [word for word in (*suspected, "kanker", "afgevallen") if word and word in html]


@pytest.mark.parametrize(
    ("answers", "is_told"),
    [({"g_regions": ["neck"]}, True), ({"g_regions": ["neck"], "r_general": ["weight_loss"]}, False)],
    ids=["nothing refers", "first to the GP"],
)
def test_self_care_for_the_complaint_is_told_when_no_doctor_has_to_look_first(
    link, browser, answers, is_told
):
    fill_in(browser, link[0], **answers)
    browser.submit(link[0])
    title, _text = selfcare("neck", "nl", link[0].intake.content_version)
    assert (title in browser.get(reverse("intake_done")).content.decode()) == is_told


def test_both_mails_may_fail_without_losing_the_intake(link, django_capture_on_commit_callbacks, settings):
    settings.EMAIL_BACKEND = mail_world.BACKEND
    mail_world.Server.begin(("open", mail_world.DOWN), ("open", mail_world.DOWN))
    with django_capture_on_commit_callbacks(execute=True):
        intake = sent(link)
    assert intake.is_submitted
