"""What the intake, the history and the examination already say for the analysis of a plan. Pure reading."""

from collections.abc import Iterable

from intake import readings
from intake.models import Intake
from intake.summary import Remark, Summary, summarise
from practice.models import Episode
from records.models import History


def analysis(episode: Episode, language: str) -> dict[str, str]:
    """Lines to begin with, by column of TreatmentPlan, in this language; only what was recorded."""
    told, history = _summary(readings.form_sent(episode), language), _history(episode)
    examined = episode.examinations.current().order_by("signed_at").last()
    found = {
        "icf_functions": examined.conclusion if examined else "",
        "icf_activities": _activities(told) or (history.daily_life if history else ""),
        "icf_participation": _lines([*told.work, *told.sport]) if told else "",
        "icf_personal": history.psychosocial if history else "",
        "hindering_factors": _notable(told),
    }
    return {name: text for name, text in found.items() if text}


def _summary(intake: Intake | None, language: str) -> Summary | None:
    if intake is None:
        return None
    return summarise(intake.answer_rows.all(), version=intake.content_version, lang=language)


def _history(episode: Episode) -> History | None:
    return episode.histories.current().order_by("signed_at").last()


def _activities(told: Summary | None) -> str:
    return "\n".join(f"{one.text} ({one.score}/10)" for one in told.activities) if told else ""


def _notable(told: Summary | None) -> str:
    remarks = told.psychosocial if told else ()
    return _lines(one for one in remarks if isinstance(one, Remark) and one.notable)


def _lines(remarks: Iterable[object]) -> str:
    """What was answered, one per line; what was left open says nothing."""
    return "\n".join(one.text for one in remarks if one.text and not getattr(one, "open", False))
