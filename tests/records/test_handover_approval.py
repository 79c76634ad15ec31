"""The plan in the patient's hands: agreed to line by line, asked about, refused or taken back."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from practice.models import Episode, Phase
from records.models import Consent, TreatmentPlan
from tests import factories
from tests.conftest import signed_in
from tests.pages import page
from tests.records.handing import DRAWN, MOTHER, WORDS, agreeing, plan_for, read, send, start

pytestmark = pytest.mark.django_db

NAME = "Sanne van den Berg"


@pytest.fixture
def plan(therapist) -> TreatmentPlan:
    return plan_for(therapist)


def handed(therapist, plan: TreatmentPlan, **said: object) -> Client:
    client = signed_in(therapist)
    start(client, plan, **said)
    return client


@pytest.fixture
def tablet(therapist, plan) -> Client:
    return handed(therapist, plan)


def errors(response) -> set[str]:
    return set(response.context["form"].errors)


def test_a_patient_agrees_and_signs_by_drawing(tablet, plan):
    sent = agreeing(tablet, patient_strokes=DRAWN)
    assert send(tablet, **sent)["Location"] == reverse("approval_done")
    consent = Consent.objects.get()
    assert (consent.decision, consent.method, consent.by_patient) == ("given", "screen", True)
    assert [(one["how"], one["role"]) for one in consent.signatures] == [("drawn", "patient")]
    assert consent.is_intact
    assert "You agreed to the plan" in page(tablet.get(reverse("approval_done")))
    assert Episode.objects.get(pk=plan.episode_id).phase == Phase.APPROVED


def test_the_patient_sees_the_own_name_and_no_birth_date(tablet, plan):
    shown = page(read(tablet))
    patient = plan.episode.patient
    assert patient.full_name in shown
    assert str(patient.birth_date.year) not in shown


def test_each_part_is_asked_and_what_was_chosen_stays(tablet):
    sent = agreeing(tablet, patient_strokes=DRAWN)
    del sent["line_course"]
    refused = send(tablet, **sent)
    assert errors(refused) == {"line_course"}
    form = refused.context["form"]
    assert form["patient_strokes"].value() == DRAWN
    assert all(row.choice.value() == "agreed" for row in form.rows if row.line.key != "course")
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "drawn",
    ["", "{", "[]", "null", '{"size": [1e999, 5], "strokes": [[[NaN, 1]]]}', "[" * 5000, "\0", '{"size": 5}'],
)
def test_what_is_no_signature_is_asked_again(tablet, drawn):
    assert "patient_name" in errors(send(tablet, **agreeing(tablet, patient_strokes=drawn)))


def test_a_typed_name_is_a_signature(tablet):
    send(tablet, **agreeing(tablet, patient_name=NAME))
    [signature] = Consent.objects.get().signatures
    assert (signature["how"], signature["name"]) == ("typed", NAME)


def test_a_name_without_letters_is_none(tablet):
    assert "patient_name" in errors(send(tablet, **agreeing(tablet, patient_name="123")))


def test_a_question_goes_to_the_therapist_without_a_signature(tablet):
    asked = agreeing(tablet, line_course="question", question_course="Hoe vaak moet ik komen?")
    send(tablet, **asked)
    consent = Consent.objects.get()
    [course] = [line for line in consent.lines if line["key"] == "course"]
    assert (consent.decision, consent.signatures) == ("questions", [])
    assert course["question"] == "Hoe vaak moet ik komen?"
    assert "Your therapist sees your questions" in page(tablet.get(reverse("approval_done")))


def test_saying_no_takes_a_name_and_nothing_else(tablet):
    assert errors(send(tablet, go="no", seen=agreeing(tablet)["seen"])) == {"no_name"}
    send(tablet, go="no", no_name=NAME, seen=agreeing(tablet)["seen"])
    consent = Consent.objects.get()
    assert (consent.decision, consent.signatures[0]["name"]) == ("refused", NAME)
    assert consent.explained


def test_the_enter_key_in_the_name_of_a_no_agrees_to_nothing(tablet):
    sent = agreeing(tablet, patient_strokes=DRAWN, no_name=NAME)
    assert errors(send(tablet, **sent)) == {"no_name"}
    assert not Consent.objects.exists()


def test_an_approval_is_taken_back_as_easily(tablet, therapist, plan):
    send(tablet, **agreeing(tablet, patient_strokes=DRAWN))
    again = handed(therapist, plan)
    form = read(again).context["form"]
    assert (form.may_agree, form.no) == (False, "withdrawn")
    send(again, go="no", no_name=NAME, seen=form["seen"].value())
    assert [one.decision for one in Consent.objects.order_by("pk")] == ["given", "withdrawn"]
    assert "You stopped this treatment before" in page(read(handed(therapist, plan)))
    assert Episode.objects.get(pk=plan.episode_id).phase == Phase.WITHDRAWN


def test_a_child_of_13_and_a_parent_each_type_their_name_without_javascript(therapist):
    child = handed(therapist, plan_for(therapist, years=13), **MOTHER)
    assert "Els de Boer" in page(read(child))
    sent = agreeing(child, patient_name="Sanne")
    assert errors(send(child, **sent)) == {"representative_name"}
    send(child, **sent, representative_name="Els de Boer")
    consent = Consent.objects.get()
    signed = [(one["role"], one["name"], one["relation"]) for one in consent.signatures]
    assert signed == [("patient", "Sanne", ""), ("representative", "Els de Boer", "parent")]
    assert (consent.by_patient, consent.representative_name) == (True, "Els de Boer")


def test_either_of_them_may_say_no(therapist):
    child = handed(therapist, plan_for(therapist, years=13), **MOTHER)
    seen = agreeing(child)["seen"]
    assert errors(send(child, go="no", no_name="Sanne", seen=seen)) == {"no_by"}
    send(child, go="no", no_name="Sanne", no_by="patient", seen=seen)
    assert Consent.objects.get().decision == "refused"


def test_under_12_the_parent_signs(therapist):
    parent = handed(therapist, plan_for(therapist, years=8), **MOTHER)
    assert [one.role for one in read(parent).context["form"].signers] == ["representative"]
    send(parent, **agreeing(parent, representative_strokes=DRAWN))
    assert Consent.objects.get().representative_name == "Els de Boer"


def test_for_an_adult_who_cannot_decide_the_mentor_signs(therapist, plan):
    said = {"able": "no", "capacity_remark": "Vergevorderde dementie", "representative": "other"}
    mentor = handed(therapist, plan, **said, other_name="Jo Kok", other_relation="mentor")
    send(mentor, **agreeing(mentor, representative_name="Jo Kok"))
    consent = Consent.objects.get()
    assert (consent.able_to_decide, consent.by_patient) == (False, False)
    assert consent.representative_relation == "mentor"


def test_sent_twice_is_once(tablet):
    sent = agreeing(tablet, patient_strokes=DRAWN)
    assert send(tablet, **sent)["Location"] == send(tablet, **sent)["Location"] == reverse("approval_done")
    assert Consent.objects.count() == 1


def test_a_plan_that_changed_meanwhile_is_not_agreed_to(tablet, plan):
    sent = agreeing(tablet, patient_strokes=DRAWN)
    factories.sign_content(plan, factories.plan_content(amend_reason="Vaker", session_count=8))
    refused = send(tablet, **sent)
    assert refused.status_code == 409
    assert "Something changed in the meantime" in page(refused)
    assert WORDS not in page(refused)
    assert not Consent.objects.exists()


def test_what_stayed_the_same_is_not_asked_again(tablet, therapist, plan):
    send(tablet, **agreeing(tablet, patient_strokes=DRAWN))
    newer = factories.sign_content(plan, factories.plan_content(amend_reason="Vaker", session_count=8))
    again = handed(therapist, newer)
    form = read(again).context["form"]
    assert [line.key for line in form.asked.open] == ["course"]
    shown = page(read(again))
    assert "Changed since you agreed" in shown
    assert "It did not change." in shown
    send(again, **agreeing(again, patient_strokes=DRAWN))
    assert Consent.objects.filter(decision="given").count() == 2


def test_the_language_is_switched_without_losing_anything(tablet):
    sent = agreeing(tablet, patient_strokes=DRAWN, line_course="question", question_course="Hoe vaak?")
    switched = send(tablet, **sent, language="nl")
    form = switched.context["form"]
    assert (form["patient_strokes"].value(), form["question_course"].value()) == (DRAWN, "Hoe vaak?")
    assert form["seen"].value() != sent["seen"]
    send(tablet, **agreeing(tablet, patient_strokes=DRAWN))
    assert Consent.objects.get().text_language == "nl"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"go": "no", "no_name": "\0"},
        {"go": ["no", "on"], "line_course": ["agreed", "question"]},
        {"line_course": "x" * 10_000, "question_course": "y" * 10_000, "patient_name": "z" * 10_000},
        {"go": "on", "seen": "\ud800".encode("utf-8", "surrogatepass")},
        {"language": "xx"},
    ],
)
def test_odd_input_breaks_nothing(tablet, odd):
    assert send(tablet, **odd).status_code in (200, 409)
    assert not Consent.objects.exists()


def test_another_text_than_was_read_is_not_agreed_to(tablet):
    assert send(tablet, **{**agreeing(tablet, patient_strokes=DRAWN), "seen": "anders"}).status_code == 409


def test_a_permission_may_be_refused_while_the_rest_is_agreed_to(therapist, plan):
    content = factories.plan_content(amend_reason="Ook de nek", neck_deviation="Gemeten bij de huisarts")
    content["interventions"][0]["on_neck"] = True
    tablet = handed(therapist, factories.sign_content(plan, content), letter_given="on")
    [asked] = [line.key for line in read(tablet).context["form"].asked.open if line.may_decline]
    send(tablet, **agreeing(tablet, patient_strokes=DRAWN) | {f"line_{asked}": "declined"})
    consent = Consent.objects.get()
    assert (consent.decision, consent.special_agreed) == ("given", [])


def test_a_permission_is_refused_again_on_another_day_and_the_device_says_thank_you(therapist, plan):
    content = factories.plan_content(amend_reason="Ook de nek", neck_deviation="Gemeten bij de huisarts")
    content["interventions"][0]["on_neck"] = True
    newer = factories.sign_content(plan, content)
    for _time in range(2):
        tablet = handed(therapist, newer, letter_given="on")
        send(tablet, **agreeing(tablet, patient_strokes=DRAWN) | {"line_may-cervical_treatment": "declined"})
        assert "You agreed to the plan" in page(tablet.get(reverse("approval_done")))
    rows = read(handed(therapist, newer, letter_given="on")).context["form"].rows
    [row] = [one for one in rows if one.choice]
    assert [value for value, _label in row.choice.field.choices] == ["agreed", "declined"]


def test_the_drawing_is_stored_as_numbers_within_its_frame(tablet):
    send(tablet, **agreeing(tablet, patient_strokes=DRAWN))
    [signature] = Consent.objects.get().signatures
    assert signature["size"] == json.loads(DRAWN)["size"]
    assert signature["strokes"] == json.loads(DRAWN)["strokes"]
