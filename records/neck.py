"""The safety steps before hands-on treatment of the neck: what was done of them in this episode.

Source: domain reference 5.5 (NVMT Beroepsnorm 2022, built on the IFOMPT cervical framework). Pure reading.
"""

from collections.abc import Iterable

from practice.models import Complaint, Episode
from records.examination_set import REFLEX, SENSATION, STRENGTH
from records.models import Examination, Measurement, NeckSafety, RegionFinding, TestResult

# Complaints that the neck may cause, or for which it may be treated.
NECK_COMPLAINTS = (Complaint.NECK, Complaint.HEADACHE, Complaint.DIZZINESS)
# Results that show a step was done, whatever came out of it.
CHECKS = {
    "cranial_nerves": {("vitals", "cranial_nerves")},
    "eyes": {("vitals", "eyes")},
    "gait": {("neuro", "gait"), ("observation", "gait")},
}
PRESSURES = (
    {("vitals", "systolic"), ("vitals", "diastolic")},
    {("dizziness", "systolic_lying"), ("dizziness", "diastolic_lying")},
)


def steps_done(
    examination: Examination, findings: Iterable[RegionFinding], measured: Iterable[Measurement]
) -> dict[str, bool]:
    """Which of the steps these results show; a step nothing was measured of was not done.

    The neurological screening is done when strength, a reflex and sensation were measured, or when it was
    examined with nothing found, or described.
    """
    done = {(row.region, row.code) for row in measured if row.result != TestResult.NOT_DONE}
    kinds = {row.kind for row in measured if row.region == "neuro" and row.result != TestResult.NOT_DONE}
    nothing_found = any(row.region == "neuro" and row.nothing_found for row in findings)
    return {
        "blood_pressure": any(pair <= done for pair in PRESSURES),
        "neurological": bool(
            examination.neurological or nothing_found or kinds >= {STRENGTH, REFLEX, SENSATION}
        ),
        **{step: bool(places & done) for step, places in CHECKS.items()},
    }


def standing_safety(episode: Episode) -> NeckSafety | None:
    """The steps as the standing signed examination has them; None when it says nothing of the neck."""
    standing = episode.examinations.current().order_by("signed_at").last()
    return NeckSafety.objects.filter(examination=standing).first()


def missing_steps(episode: Episode) -> list[str]:
    """The names of the steps still to be done, as the standing signed examination has it.

    All of them when there is no such examination, or it says nothing of the neck.
    """
    return (standing_safety(episode) or NeckSafety()).missing
