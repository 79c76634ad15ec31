"""The approval page: handed over on a tablet, recorded by the therapist."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from intake.actions.screening import review_intake
from practice.models import Phase, Relation
from records.consent_text import consent_text
from records.models import Consent
from tests import factories

pytestmark = pytest.mark.django_db

MOTHER = {"name": "Els de Boer", "relation": Relation.PARENT}


def plan_for(therapist, years: int = 40, **extra: object):
    patient = factories.patient(birth_date=factories.years_ago(years), **extra)
    episode = factories.screened_episode(therapist=therapist, patient_=patient)
    return factories.signed_plan(episode_=episode)


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


def url(plan) -> str:
    return reverse("consent", args=[plan.episode_id])


def given(plan, **extra: object) -> dict[str, object]:
    told = {"decision": "given", "method": "oral", "explained": "Zonder behandeling kan het langer duren."}
    return {"plan": plan.pk, "text_language": "nl", **told, **extra}


def text(response) -> str:
    return response.content.decode()


def test_the_patient_reads_exactly_what_will_be_stored(therapist_client, plan):
    shown = therapist_client.get(url(plan)).context["lines"]
    therapist_client.post(url(plan), given(plan))
    consent = Consent.objects.get()
    parts = [part for one in shown for part in one.line.parts]
    assert [tuple(part) for line in consent.lines for part in line["parts"]] == parts
    assert all(heading in consent.text_shown and told in consent.text_shown for heading, told in parts)


def test_the_text_follows_the_language_of_the_patient(therapist_client, therapist):
    plan = plan_for(therapist, language="en")
    assert therapist_client.get(url(plan)).context["text_language"] == "en"


def test_the_sheet_to_sign_is_in_one_language_from_head_to_signature(therapist_client, therapist):
    page = text(therapist_client.get(url(plan_for(therapist, language="en"))))
    for words in ("Born", "The plan, to read together", "Plan version 1 of", "Name", "Signature"):
        assert words in page
    assert "Handtekening" not in page


def test_the_language_can_be_switched(therapist_client, plan):
    response = therapist_client.get(url(plan), {"text_language": "en"})
    assert response.context["lines"][0].line.heading == "The treatment as a whole"


@pytest.mark.parametrize("language", ["xx", "", "nl\0"])
def test_an_unknown_language_falls_back_on_the_patients(therapist_client, plan, language):
    response = therapist_client.get(url(plan), {"text_language": language})
    assert response.context["text_language"] == "nl"


def test_the_language_that_was_shown_is_stored(therapist_client, plan):
    therapist_client.post(url(plan), given(plan, text_language="en"))
    consent = Consent.objects.get()
    assert (consent.text_language, consent.text_shown) == ("en", consent_text(plan, "en"))


def test_an_adult_decides_alone(therapist_client, plan):
    therapist_client.post(url(plan), given(plan))
    consent = Consent.objects.get()
    assert consent.by_patient
    assert consent.representative_name == ""


def test_the_page_says_which_rule_applies_and_why(therapist_client, therapist):
    assert therapist_client.get(url(plan_for(therapist, 14))).context["form"].rule == "together"
    assert therapist_client.get(url(plan_for(therapist, 8))).context["form"].rule == "parent"


@pytest.mark.parametrize(("years", "told"), [(15, True), (16, True), (17, True), (18, False), (61, False)])
def test_what_parents_hear_is_told_about_minors_only(therapist_client, therapist, years, told):
    form = therapist_client.get(url(plan_for(therapist, years))).context["form"]
    with override("en"):
        assert ("arent" in str(form.rule_text[1])) is told


def test_a_fourteen_year_old_decides_together_with_a_parent(therapist_client, therapist):
    plan = plan_for(therapist, 14)
    alone = therapist_client.post(url(plan), given(plan, by_patient="on"))
    assert list(alone.context["form"].errors) == ["representative"]
    mother = plan.episode.patient.representatives.create(**MOTHER)
    therapist_client.post(url(plan), given(plan, by_patient="on", representative=mother.pk))
    consent = Consent.objects.get()
    assert (consent.by_patient, consent.representative_name) == (True, "Els de Boer")


def test_somebody_else_may_speak_for_a_child(therapist_client, therapist):
    plan = plan_for(therapist, 8)
    typed = given(plan, representative="other", other_name="Oom Jan", other_relation="guardian")
    therapist_client.post(url(plan), typed)
    assert Consent.objects.get().representative_name == "Oom Jan"


def test_somebody_else_needs_a_name_and_a_relation(therapist_client, therapist):
    plan = plan_for(therapist, 8)
    form = therapist_client.post(url(plan), given(plan, representative="other")).context["form"]
    assert set(form.errors) == {"other_name", "other_relation"}


def test_with_a_reason_a_fourteen_year_old_decides_without_the_parents(therapist_client, therapist):
    plan = plan_for(therapist, 14)
    reason = "Wil het weloverwogen, ouders weigeren"
    therapist_client.post(url(plan), given(plan, by_patient="on", exception_reason=reason))
    assert Consent.objects.get().exception_reason == reason


def test_a_mentor_decides_for_an_adult_who_cannot(therapist_client, plan):
    mentor = plan.episode.patient.representatives.create(name="J. Bos", relation=Relation.MENTOR)
    typed = given(plan, able="no", representative=mentor.pk)
    refused = therapist_client.post(url(plan), typed)
    assert list(refused.context["form"].errors) == ["capacity_remark"]
    therapist_client.post(url(plan), {**typed, "capacity_remark": "Begrijpt de uitleg niet"})
    consent = Consent.objects.get()
    assert (consent.able_to_decide, consent.representative_relation) == (False, "mentor")


def test_nobody_else_decides_for_an_adult_who_can(therapist_client, plan):
    typed = given(plan, representative="other", other_name="Buurman", other_relation="partner")
    form = therapist_client.post(url(plan), typed).context["form"]
    assert list(form.errors) == ["representative"]


@pytest.fixture
def needling(plan):
    """The plan, amended with something that needs a permission of its own."""
    content = factories.plan_content(amend_reason="Ook naalden")
    needle = {"code": "needle", "label_nl": "Dry needling", "label_en": "Dry needling", "hands_on": True}
    return factories.sign_content(plan, {**content, "interventions": [needle]})


@pytest.mark.parametrize(("answer", "agreed"), [("yes", ["dry_needling"]), ("no", [])])
def test_dry_needling_is_asked_separately(therapist_client, needling, answer, agreed):
    therapist_client.post(url(needling), given(needling, special_dry_needling=answer))
    assert Consent.objects.get().special_agreed == agreed


@pytest.mark.parametrize("answer", [{}, {"special_dry_needling": "maybe"}])
def test_approval_waits_until_dry_needling_was_asked(therapist_client, needling, answer):
    response = therapist_client.post(url(needling), given(needling, **answer))
    assert list(response.context["form"].errors) == ["special_dry_needling"]
    assert not Consent.objects.exists()


def test_a_refusal_asks_about_nothing_separately(therapist_client, needling):
    therapist_client.post(url(needling), given(needling, decision="refused"))
    assert Consent.objects.get().decision == "refused"


@pytest.mark.parametrize("page", ["consent", "plan", "episode_detail", "session_new"])
@pytest.mark.parametrize(("answer", "shown"), [("yes", False), ("no", True)])
def test_a_permission_that_was_not_given_is_named(therapist_client, needling, page, answer, shown):
    therapist_client.cookies["django_language"] = "en"
    therapist_client.post(url(needling), given(needling, special_dry_needling=answer))
    seen = text(therapist_client.get(reverse(page, args=[needling.episode_id])))
    assert ("No permission for: Dry needling" in seen) is shown


def test_a_decision_on_a_plan_that_was_amended_in_another_tab_is_not_recorded(therapist_client, plan):
    factories.signed_plan(episode_=plan.episode, amends=plan)
    response = therapist_client.post(url(plan), given(plan, remark="Vroeg naar oefeningen"))
    assert not Consent.objects.exists()
    assert response.context["plan"].version == 2
    assert "Vroeg naar oefeningen" in text(response)


def test_a_double_click_records_once(therapist_client, plan):
    for _click in "ab":
        assert therapist_client.post(url(plan), given(plan)).status_code == 302
    assert Consent.objects.count() == 1


def test_a_refusal_from_an_older_tab_does_not_undo_an_approval(therapist_client, plan):
    therapist_client.post(url(plan), given(plan))
    therapist_client.post(url(plan), given(plan, decision="refused"))
    assert Consent.objects.get().decision == "given"


def test_withdrawing_stops_treatment(therapist_client, plan):
    therapist_client.post(url(plan), given(plan))
    therapist_client.post(url(plan), given(plan, decision="withdrawn"))
    plan.episode.refresh_from_db()
    assert plan.episode.phase == Phase.WITHDRAWN


def test_all_decisions_stay_in_sight(therapist_client, plan):
    for decision in ("refused", "given", "withdrawn"):
        therapist_client.post(url(plan), given(plan, decision=decision))
    shown = [one.decision for one in therapist_client.get(url(plan)).context["decisions"]]
    assert shown == ["withdrawn", "given", "refused"]


def test_the_patient_reads_no_precautions(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=episode, m_meds=["anticoag"])
    decisions = {finding.pk: ("confirmed", "Nagevraagd") for finding in intake.findings.all()}
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable", "reason": "Stabiel"}
    review_intake(episode=episode, intake=intake, data=data, decisions=decisions, version=0, by=therapist)
    page = text(therapist_client.get(url(factories.signed_plan(episode_=episode))))
    assert intake.findings.get(rule="C01").short_text not in page


@pytest.mark.parametrize(
    "garbage",
    [
        {},
        {"decision": "maybe"},
        {"method": "pigeon"},
        {"representative": "999999"},
        {"remark": "nul\0"},
        {"plan": "9" * 50},
        {"other_relation": "aunt"},
    ],
)
def test_nonsense_records_nothing(therapist_client, plan, garbage):
    typed = {**given(plan), **garbage} if garbage else {}
    assert therapist_client.post(url(plan), typed).status_code == 200
    assert not Consent.objects.exists()


def test_without_a_signed_plan_there_is_nothing_to_approve(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    response = therapist_client.get(reverse("consent", args=[episode.pk]))
    assert reverse("plan", args=[episode.pk]) in text(response)


def test_a_closed_episode_takes_no_decision(therapist_client, plan):
    plan.episode.refresh_from_db()
    plan.episode.move_to(Phase.CLOSED)
    therapist_client.post(url(plan), given(plan))
    assert not Consent.objects.exists()


def test_the_approval_page_is_not_for_the_desk(desk, plan):
    assert desk.get(url(plan)).status_code == 403
    assert desk.post(url(plan), given(plan)).status_code == 403


def test_the_approval_page_of_another_therapist_does_not_exist(other_therapist_client, plan):
    assert other_therapist_client.post(url(plan), given(plan)).status_code == 404
    assert not Consent.objects.exists()


def test_more_decisions_ask_no_morequeries(therapist_client, plan):
    therapist_client.post(url(plan), given(plan))
    few = queries(therapist_client, plan)
    for decision in ("withdrawn", "given", "withdrawn", "given"):
        therapist_client.post(url(plan), given(plan, decision=decision))
    assert queries(therapist_client, plan) == few


def queries(client, plan) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url(plan))
    return len(queries)
