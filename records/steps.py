"""Where an episode stands: its eight steps, what is to be done next, and what to be careful with.

Pure reading: every function looks at rows that are already there (`prefetch` fetches them all at once).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from intake import readings
from intake.models import Conclusion, EmergencyAlert, Finding, Intake, Screening
from practice.models import Episode, Phase
from practice.signing import SignedRecord
from records.models import Consent, ConsentDecision, Letter, TreatmentPlan

# Everything the functions below read.
ROWS = (
    "intakes__findings__decisions__decided_by",
    "intakes__alerts__responses",
    "screenings",
    "histories",
    "examinations",
    "plans__consents",
    "sessions",
    "evaluations",
    "reopenings",
)
DONE, NOW, WAITING, ATTENTION, UNUSED = "done", "now", "waiting", "attention", "unused"
LABELS = {
    "intake": _("Intake"),
    "screening": _("Screening"),
    "history": pgettext_lazy("record", "History"),
    "examination": _("Examination"),
    "plan": _("Plan"),
    "consent": _("Approval"),
    "treatment": _("Treatment"),
    "closing": _("Closure"),
}
ADDRESSES = {"intake": "intake_summary", "treatment": "session_new"}  # other steps: their own name


@dataclass(frozen=True)
class Step:
    """One step as components/steps.html shows it."""

    key: str
    label: object
    state: str
    date: datetime | None
    url: str


def prefetch(episodes: Iterable[Episode]) -> None:
    """Fetch what this module reads, for all episodes at once; what is there already is not fetched again."""
    # What a letter says is not needed to know that it is there.
    letters = Prefetch("letters", Letter.objects.defer("pdf", "plain_text", "sections"))
    prefetch_related_objects(list(episodes), *ROWS, letters)


def standing(rows: Iterable[SignedRecord]) -> SignedRecord | None:
    """The newest signed row that no signed amendment replaces."""
    signed = [row for row in rows if row.is_signed]
    replaced = {row.amends_id for row in signed}
    return max((row for row in signed if row.pk not in replaced), key=lambda row: row.signed_at, default=None)


def draft(rows: Iterable[SignedRecord]) -> SignedRecord | None:
    """The newest row that waits for its signature."""
    return max((row for row in rows if not row.is_signed), key=lambda row: row.pk, default=None)


def open_emergency(episode: Episode) -> Intake | None:
    """An intake that showed the emergency message and was never submitted."""
    shown = (form for form in readings.forms(episode) if form.is_emergency and not form.is_submitted)
    return next(shown, None)


def waiting_alert(episode: Episode) -> EmergencyAlert | None:
    """The emergency alert that waits longest for its answer."""
    alerts = (alert for intake in episode.intakes.all() for alert in intake.alerts.all())
    waiting = (alert for alert in alerts if alert.answer is None)
    return min(waiting, key=lambda alert: alert.raised_at, default=None)


def screening_of(episode: Episode) -> Screening | None:
    """The screening conclusion that stands."""
    return standing(episode.screenings.all())


def newest_plan(episode: Episode) -> TreatmentPlan | None:
    """The signed plan with the highest version: the one approval has to be about."""
    plans = (plan for plan in episode.plans.all() if plan.is_signed)
    return max(plans, key=lambda plan: plan.version, default=None)


def last_word(episode: Episode) -> Consent | None:
    """The patient's last decision on the newest plan."""
    plan = newest_plan(episode)
    return plan.standing if plan else None


def findings(episode: Episode) -> list[Finding]:
    """What the rules found in the newest evidence and in what waits with it, highest level first."""
    return readings.findings(readings.judged_together(episode, readings.newest_evidence(episode)))


def steps(episode: Episode) -> list[Step]:
    """The eight steps in order, each done, now, waiting, asking for attention or not used."""
    dates = _dates(episode)
    unused = _unused(episode, dates)
    attention = _attention(episode, dates)
    current = None if episode.phase in (Phase.CLOSED, Phase.GP_ADVISED) else _current(dates, unused)
    return [
        Step(
            key,
            label,
            UNUSED if key in unused - attention else _state(key, dates, attention, current),
            dates[key],
            _address(key, episode),
        )
        for key, label in LABELS.items()
    ]


def _unused(episode: Episode, dates: dict[str, datetime | None]) -> set[str]:
    """Steps that were not done and are not waited for: the form when screened without it, all once closed."""
    left = {key for key, date in dates.items() if not date}
    if episode.is_closed:
        return left
    return left & {"intake"} if dates["screening"] else set()


def _dates(episode: Episode) -> dict[str, datetime | None]:
    """When each step was done; None while it is not."""
    intake, consent = readings.form_sent(episode), last_word(episode)
    given = consent is not None and consent.decision == ConsentDecision.GIVEN
    signed = {
        "screening": screening_of(episode),
        "history": standing(episode.histories.all()),
        "examination": standing(episode.examinations.all()),
        "plan": newest_plan(episode),
    }
    return {
        "intake": intake.submitted_at if intake else None,
        **{key: row.signed_at if row else None for key, row in signed.items()},
        "consent": consent.recorded_at if given else None,
        "treatment": _treatment_done(episode),
        "closing": episode.closed_at,
    }


def _treatment_done(episode: Episode) -> datetime | None:
    held = [session.held_at for session in episode.sessions.all() if session.is_signed]
    return max(held, default=None) if episode.phase in (Phase.EVALUATED, Phase.CLOSED) else None


def _attention(episode: Episode, dates: dict[str, datetime | None]) -> set[str]:
    """Steps that are not as they should be."""
    consent = last_word(episode)
    refused = consent is not None and consent.decision != ConsentDecision.GIVEN
    urgent = urgent_intake(episode)
    reasons = {
        "intake": open_emergency(episode) is not None,
        "screening": episode.phase == Phase.GP_ADVISED or urgent is not None,
        "history": dates["plan"] and not dates["history"],
        "examination": dates["plan"] and not dates["examination"],
        "consent": refused,
    }
    return set() if episode.is_closed else {key for key, holds in reasons.items() if holds}


def _current(dates: dict[str, datetime | None], unused: set[str]) -> str | None:
    return next((key for key in LABELS if not dates[key] and key not in unused), None)


def _state(key: str, dates: dict[str, datetime | None], attention: set[str], current: str | None) -> str:
    if key in attention:
        return ATTENTION
    if dates[key]:
        return DONE
    return NOW if key == current else WAITING


def _address(key: str, episode: Episode) -> str:
    return reverse(ADDRESSES.get(key, key), args=[episode.pk])


def urgent_intake(episode: Episode) -> Intake | None:
    """What cannot wait until tomorrow: an emergency or same-day finding nobody judged yet."""
    intake = readings.urgent(episode)
    if intake:
        return intake
    return None if screening_of(episode) else open_emergency(episode)


@dataclass(frozen=True)
class Precaution:
    """Something to be careful with, in a few words, with the level of its rule."""

    text: str
    level: str


def precautions(episode: Episode) -> list[Precaution]:
    """What to be careful with: confirmed, or raised and marked as not judged yet."""
    return [
        Precaution(_precaution(finding), finding.level)
        for finding in findings(episode)
        if finding.is_precaution
    ]


def _precaution(finding: Finding) -> str:
    """Its words, behind what makes it more than a caution, not judged, or taken back by the patient."""
    marks = [
        (finding.refers, finding.level_text),
        (not finding.is_confirmed, _("not judged yet")),
        (finding.withdrawn, _("answer taken back")),
    ]
    before = ", ".join(str(mark) for holds, mark in marks if holds)
    words = (finding.withdrawn and finding.answered) or finding.short_text
    return f"{before}: {words}" if before else words


def awaits_gp(episode: Episode) -> bool:
    screening = screening_of(episode)
    return screening is not None and screening.conclusion == Conclusion.CONTACT_GP
