"""What a manual therapist sees all day is never sent to the GP."""

from intake.questionnaire import load
from tests.intake.everyday import EVERYDAY, complete
from tests.intake.patients import patient

COMPLAINTS = {"upper_back", "low_back", "neck", "shoulder", "headache", "dizziness"}
COMPLETE = [(name, complete(patient(answers))) for name, answers in EVERYDAY]


def test_an_everyday_complaint_stays_with_the_therapist() -> None:
    for name, someone in COMPLETE:
        result = someone.screen()
        assert result.not_answered == (), name
        assert result.outcome == "suitable", (name, [finding.rule.id for finding in result.fired])
        assert result.patient_message == "M_OK", name


def test_an_everyday_patient_answers_only_what_is_asked() -> None:
    for name, someone in COMPLETE:
        kept = load().prune(someone.answers, age=someone.age, sex=someone.sex)
        assert kept == someone.answers, name


def test_everyday_patients_cover_all_complaints_and_ages() -> None:
    patients = [patient(answers) for _, answers in EVERYDAY]
    assert len(patients) >= 60
    assert {region for someone in patients for region in someone.answers["g_regions"]} >= COMPLAINTS
    ages = [someone.age for someone in patients]
    assert min(ages) < 16
    assert max(ages) > 80
