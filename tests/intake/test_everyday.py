"""What a manual therapist sees all day is never sent to the GP."""

import pytest

from intake.questionnaire import load
from tests.intake.everyday import EVERYDAY, complete
from tests.intake.patients import patient

COMPLAINTS = {"upper_back", "low_back", "neck", "shoulder", "headache", "dizziness"}
NAMES = [name for name, _ in EVERYDAY]


@pytest.mark.parametrize("answers", [answers for _, answers in EVERYDAY], ids=NAMES)
def test_an_everyday_complaint_stays_with_the_therapist(answers: str) -> None:
    result = complete(patient(answers)).screen()
    assert result.not_answered == ()
    assert result.outcome == "suitable", [finding.rule.id for finding in result.fired]
    assert result.patient_message == "M_OK"


@pytest.mark.parametrize("answers", [answers for _, answers in EVERYDAY], ids=NAMES)
def test_an_everyday_patient_answers_only_what_is_asked(answers: str) -> None:
    someone = complete(patient(answers))
    assert load().prune(someone.answers, age=someone.age, sex=someone.sex) == someone.answers


def test_everyday_patients_cover_all_complaints_and_ages() -> None:
    patients = [patient(answers) for _, answers in EVERYDAY]
    assert len(patients) >= 60
    assert {region for someone in patients for region in someone.answers["g_regions"]} >= COMPLAINTS
    ages = [someone.age for someone in patients]
    assert min(ages) < 16
    assert max(ages) > 80
