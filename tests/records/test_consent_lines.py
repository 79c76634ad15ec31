"""What the patient is asked, line by line, and what is asked again after a change."""

import pytest

from records import consent_lines, interventions
from records.consent_lines import AGREED, CHANGED, NEW
from records.consent_text import consent_text
from records.forms.handover import HandoverForm
from records.models import TreatmentPlan
from records.plan_lines import plan_lines
from tests import factories
from tests.records import neck
from tests.records.deciding import PARENT, decide, handover, plan_for, signed

pytestmark = pytest.mark.django_db

TOLD = {
    "explained_what": "We beginnen rustig.\nMobilisatie: ik beweeg.\nWaterspel: je beweegt in het water.",
    "explained_why": "Mobilisation: dan ga je soepeler.",
    "explained_risks": "Waterspel: je wordt nat.\nBel bij twijfel de huisarts.",
    "explained_alternatives": "Niets doen kan ook.",
    "expected_course": "Meestal zes weken.",
    "frequency": "1 keer per week",
}
MOB = {"code": "mob", "label_nl": "Mobilisatie", "label_en": "Mobilisation", "hands_on": True}
OWN = {
    "code": "own",
    "label_nl": "Waterspel",
    "label_en": "Waterspel",
    "hands_off": True,
    "detail": "20 minuten",
}
EXERCISE = {
    "code": "exercise",
    "label_nl": "Oefentherapie",
    "label_en": "Exercise therapy",
    "hands_off": True,
}
NEEDLE = {"code": "needle", "label_nl": "Dry needling", "label_en": "Dry needling", "hands_on": True}


def content(*rows: dict, **extra: object) -> dict[str, object]:
    made = factories.plan_content(**{**TOLD, **extra})
    return {**made, "interventions": list(rows) or [MOB, OWN]}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


@pytest.fixture
def plan(episode) -> TreatmentPlan:
    by = episode.therapist
    made = factories.save_plan(plan=TreatmentPlan(episode=episode), **content(), version=0, by=by)
    return factories.sign_plan(plan=made, by=by)


def amended(plan, *rows: dict, **extra: object) -> TreatmentPlan:
    return factories.sign_content(plan, content(*rows, amend_reason="Anders", **extra))


def states(plan, **extra: object) -> dict[str, str]:
    return {line.key.split("-own")[0]: line.state for line in consent_lines.lines(plan, "nl", **extra)}


def parts(plan, key: str, language: str = "nl") -> dict[str, str]:
    [line] = [line for line in plan_lines(plan, language) if line.key.startswith(key)]
    return dict(line.parts)


# --- the lines


def test_the_whole_comes_first_then_each_intervention_then_what_is_asked_apart(plan):
    found = plan_lines(amended(plan, MOB, NEEDLE), "en")
    assert [line.kind for line in found] == ["course", "intervention", "intervention", "permission"]
    assert [line.heading for line in found][1:] == [
        "Mobilisation",
        "Dry needling",
        "Permission: Dry needling",
    ]
    assert [line.may_decline for line in found] == [False, False, False, True]


def test_what_the_therapist_wrote_about_an_intervention_stands_with_it(plan):
    told = parts(plan, "do-mob", "en")
    assert (told["What"], told["Why"]) == ("ik beweeg.", "dan ga je soepeler.")


def test_the_rest_belongs_to_the_treatment_as_a_whole(plan):
    told = parts(plan, "course", "en")
    assert told["What we are going to do"] == "We beginnen rustig."
    assert told["Risks and what you may feel afterwards"] == "Bel bij twijfel de huisarts."
    assert told["Other possibilities, and doing nothing"] == "Niets doen kan ook."
    assert "4 sessions, 1 keer per week" in told["How often"]


def test_a_risk_that_stands_with_an_intervention_is_read_once(plan):
    risk = interventions.load().general_text("hands_on", "nl")
    later = amended(plan, MOB, explained_risks=f"{risk}\nBel bij twijfel de huisarts.")
    assert (
        parts(later, "course", "en")["Risks and what you may feel afterwards"]
        == "Bel bij twijfel de huisarts."
    )
    assert risk in parts(later, "do-mob").values()


def test_another_intervention_does_not_change_the_treatment_as_a_whole(plan):
    exercise = interventions.load().general_text("hands_off", "nl")
    risks = f"Mobilisatie: stijf.\nWaterspel: je wordt nat.\n{exercise}"
    before = amended(plan, explained_risks=risks)
    decide(handover(before))
    now = amended(before, MOB, OWN, EXERCISE, explained_risks=risks)
    assert [exercise in str(parts(one, "course")) for one in (before, now)] == [True, False]
    assert (states(now)["course"], states(now)["do-exercise"]) == (AGREED, NEW)


@pytest.mark.parametrize("key", ["do-mob", "do-own"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_intervention_says_what_why_risks_and_alternatives(plan, key, language):
    assert {"What", "Why", "Risks", "Other possibilities"} <= parts(plan, key, "en").keys()
    assert len(parts(plan, key, language)) == len(parts(plan, key, "en"))


def test_an_own_intervention_shows_its_own_words_and_detail(plan):
    told = parts(plan, "do-own", "en")
    assert (told["What"], told["How exactly"]) == ("je beweegt in het water.", "20 minuten")
    assert told["Risks"] == "je wordt nat."


def test_every_line_of_the_explanation_is_read(plan):
    read = [
        text for line in plan_lines(plan, "nl") for _heading, told in line.parts for text in told.splitlines()
    ]
    for topic in ("what", "why", "risks", "alternatives"):
        for line in TOLD[f"explained_{topic}"].splitlines():
            assert any(line.endswith(text) for text in read)


def test_the_text_says_the_same_as_the_lines(plan):
    text = consent_text(plan, "nl")
    for line in plan_lines(plan, "nl"):
        assert line.heading in text
        assert all(heading in text and told in text for heading, told in line.parts)


def test_a_fingerprint_is_the_same_in_each_language(plan):
    prints = [[line.fingerprint for line in plan_lines(plan, language)] for language in ("nl", "en")]
    assert prints[0] == prints[1]


def test_another_detail_is_another_fingerprint(plan):
    later = amended(plan, MOB, {**OWN, "detail": "30 minuten"})
    differs = [a.key for a, b in zip(plan_lines(plan, "nl"), plan_lines(later, "nl"), strict=True) if a != b]
    assert [key.split("-")[1] for key in differs] == ["own"]


# --- asked again


def test_at_first_everything_is_asked(plan):
    assert set(states(plan).values()) == {NEW}


def test_a_changed_plan_asks_only_what_changed_and_says_what(plan):
    decide(handover(plan))
    later = amended(plan, MOB, {**OWN, "detail": "30 minuten"}, EXERCISE)
    assert states(later) == {"course": AGREED, "do-mob": AGREED, "do": CHANGED, "do-exercise": NEW}
    [changed] = [line for line in consent_lines.lines(later, "en") if line.state == CHANGED]
    assert changed.before == (("How exactly", "20 minuten", "30 minuten"),)


def test_of_what_changed_only_the_lines_that_are_gone_are_struck_out(plan):
    decide(handover(plan))
    why = f"{TOLD['explained_why']}\nMobilisatie: en dan slaap je beter."
    [changed] = [one for one in consent_lines.lines(amended(plan, explained_why=why), "en") if one.before]
    assert changed.before == (("Why", "", "dan ga je soepeler.\nen dan slaap je beter."),)
    assert "Why" not in dict(changed.unchanged)


def test_what_was_agreed_to_keeps_the_date_on_which_it_was_asked(plan):
    first = decide(handover(plan))
    again = amended(plan, frequency="2 keer per week")
    second = decide(handover(again))
    since = {
        line.key: line.since
        for line in consent_lines.lines(amended(again, frequency="2 keer per week"), "nl")
    }
    assert (since["do-mob"], since["course"]) == (first.recorded_at, second.recorded_at)


def test_what_changed_twice_is_compared_with_what_was_agreed_to(plan):
    decide(handover(plan))
    second = amended(plan, MOB, {**OWN, "detail": "30 minuten"})
    [key] = [line.key for line in consent_lines.asked(second, "nl").open]
    decide(handover(second), "questions", answers={key: {"decision": "question"}}, signatures=[])
    [line] = consent_lines.asked(second, "en").open
    assert line.before == (("How exactly", "20 minuten", "30 minuten"),)


def test_what_is_gone_is_named(plan):
    decide(handover(plan))
    assert consent_lines.removed(amended(plan, MOB), "en") == ["Waterspel"]


def test_the_carried_line_is_stored_as_not_asked(plan):
    decide(handover(plan))
    consent = decide(handover(amended(plan, MOB, OWN, frequency="2 keer per week")))
    assert {line["key"].split("-own")[0]: line["asked"] for line in consent.lines} == {
        "course": True,
        "do-mob": False,
        "do": False,
    }


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_after_a_no_everything_is_asked_again(plan, decision):
    if decision == "withdrawn":
        decide(handover(plan))
    decide(handover(plan), decision)
    assert set(states(amended(plan)).values()) == {NEW}


def test_a_decision_from_before_there_were_lines_carries_nothing(plan):
    row = {"plan": plan, "decision": "given", "by_patient": True, "patient_age": 40, "method": "oral"}
    plan.consents.create(**row, text_shown="x", text_language="nl", recorded_by=plan.created_by)
    assert set(states(amended(plan)).values()) == {NEW}


def test_what_was_agreed_to_in_words_is_not_asked_again(plan):
    neck.decide(plan)
    assert set(states(amended(plan)).values()) == {AGREED}


def test_a_permission_that_was_declined_is_asked_again(plan):
    later = amended(plan, MOB, NEEDLE)
    decide(handover(later), answers={"may-dry_needling": {"decision": "declined"}})
    assert states(amended(later, MOB, NEEDLE))["may-dry_needling"] == NEW


def test_a_permission_that_was_given_is_carried_with_its_letter(therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="neck")
    neck.checked(episode)
    plan = neck.signed(episode)
    decide(handover(plan, letter_given=True))
    later = neck.signed(episode, amends=plan, frequency="2 keer per week")
    assert HandoverForm(plan=later, representatives=[])["letter_given"].value()
    consent = decide(handover(later))
    assert (consent.special_agreed, consent.letter_given) == ([neck.NECK], True)


def test_who_turned_sixteen_decides_on_everything(therapist):
    plan = plan_for(therapist, 15)
    decide(handover(plan, **PARENT), signatures=signed("patient", "representative"))
    patient = plan.episode.patient
    patient.birth_date = factories.years_ago(16)
    patient.save()
    later = factories.signed_plan(episode_=plan.episode, amends=plan)
    assert set(states(TreatmentPlan.objects.get(pk=later.pk)).values()) == {NEW}


def test_what_a_child_decided_alone_is_asked_of_child_and_parent(therapist):
    plan = plan_for(therapist, 14)
    decide(handover(plan, exception_reason="Wil het weloverwogen"))
    later = factories.signed_plan(episode_=plan.episode, amends=plan)
    assert set(states(later).values()) == {NEW}
    alone = consent_lines.who_decides_through(handover(later, exception_reason="Wil het nog"))
    assert set(states(later, who=alone).values()) == {AGREED}


def test_another_parent_reads_what_the_first_one_agreed_to(therapist):
    plan = plan_for(therapist, 8)
    decide(handover(plan, **PARENT), signatures=signed("representative"))
    later = factories.signed_plan(episode_=plan.episode, amends=plan)
    mother, father = ({**PARENT, "representative_name": name} for name in ("els  de boer", "Bas de Boer"))
    asked = [consent_lines.who_decides_through(handover(later, **one)) for one in (mother, father)]
    assert [set(states(later, who=who).values()) for who in asked] == [{AGREED}, {NEW}]


def test_a_longer_course_of_decisions_costs_no_more_queries(plan, django_assert_num_queries):
    for _time in range(3):
        decide(handover(plan))
        plan = amended(plan, MOB, OWN)
    with django_assert_num_queries(5):
        consent_lines.asked(TreatmentPlan.objects.select_related("episode__patient").get(pk=plan.pk), "nl")
