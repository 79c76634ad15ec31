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
    examined with nothing found, or described. The others count only when they were done by themselves, not
    when they were filled in as normal with their region.
    """
    told = [row for row in measured if row.result != TestResult.NOT_DONE]
    done = {(row.region, row.code) for row in told if not row.as_normal}
    kinds = {row.kind for row in told if row.region == "neuro"}
    nothing_found = any(row.region == "neuro" and row.nothing_found for row in findings)
    return {
        "blood_pressure": any(pair <= done for pair in PRESSURES),
        "neurological": bool(
            examination.neurological or nothing_found or kinds >= {STRENGTH, REFLEX, SENSATION}
        ),
        **{step: bool(places & done) for step, places in CHECKS.items()},
    }


def standing_safety(episode: Episode) -> NeckSafety | None:
    """The steps that count now; None when no examination is about the neck."""
    standing = episode.examinations.current()
    said = NeckSafety.objects.filter(examination__in=standing).order_by("-examination__signed_at")
    return counting(said)


def counting(said: Iterable[NeckSafety]) -> NeckSafety | None:
    """Of signed examinations that no correction replaces, newest first: the one whose steps count.

    The newest with every step done: examining again without the steps does not undo them, and the steps of
    two examinations are never added up. What a later one found abnormal does undo them, until every step is
    done anew. Without any of these the newest of those with the fewest missing. The trigger
    neck_steps_or_reason of a plan says the same.
    """
    known = list(said)
    decisive = (safety for safety in known if safety.abnormal or not safety.missing)
    return next(decisive, None) or min(known, key=lambda safety: len(safety.missing), default=None)


def missing_steps(episode: Episode) -> list[str]:
    """The names of the steps still to be done, as standing_safety has them; all without an examination."""
    return (standing_safety(episode) or NeckSafety()).missing
