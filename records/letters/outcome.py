"""What was done and what it brought: first and last measure, the main goal, the course, the end."""

from collections import Counter

from records.course_of import course_of
from records.letters.source import Source, items, lines
from records.letters.words import shortened
from records.measures import Point, Series
from records.models import AdverseReaction, CourseState, Goal, GoalOutcome
from records.models.examination import number
from records.remeasured import movements

TEXT = 320  # characters of one text
MOST_REACTIONS = 3
MOST_MOVED = 6
# Before there is something to judge the course is not worth a line.
NOT_YET = (CourseState.TOO_EARLY, CourseState.MEASURE_NOW)


def given(source: Source) -> str:
    """The number of sessions, from when to when, and what was done in them, the most frequent first."""
    held, said = source.sessions, source.said
    if not held:
        return ""
    first, last = source.day(held[0].held_at), source.day(held[-1].held_at)
    one = len(held) == 1
    count = (
        said.say("session_given", first=first)
        if one
        else said.say("sessions_given", count=len(held), first=first, last=last)
    )
    done = Counter(
        row.label_in(said.language).lower() for session in held for row in session.interventions.all()
    )
    what = ", ".join(name for name, _count in done.most_common())
    return lines(f"{count}.", said.say("consisting", what=what) if what else "")


def result(source: Source) -> str:
    """The main goal, then each measure first and last, with what the change means."""
    ending = source.evaluation
    measured = [_measure(one, source) for one in source.measured]
    moved = [f"{one.label}: {one.words}" for one in movements(source.episode)]
    told = shortened(ending.result_text, TEXT) if ending else ""
    return lines(
        _main_goal(source), told, items([*_goals(source), *measured, *_pain(source), *moved[:MOST_MOVED]])
    )


def _main_goal(source: Source) -> str:
    ending, said = source.evaluation, source.said
    if ending is None or not ending.goal_result:
        return ""
    what, goal = str(ending.get_goal_result_display()), _main(source)
    if goal is None:
        return said.say("goal_no_text", what=what)
    return said.say("goal_reached", goal=shortened(goal.text, TEXT).rstrip("."), what=what)


def _goals(source: Source) -> list[str]:
    """What came of each goal, where the evaluation says so."""
    row = source.evaluation
    found = row.goal_outcomes.all() if row else []
    told = [(one.goal, one) for one in found if one.result and not one.goal.is_main]
    return [f"{shortened(goal.text, TEXT)}: {_outcome(one)}" for goal, one in told]


def _outcome(outcome: GoalOutcome) -> str:
    return ", ".join(filter(None, [str(outcome.get_result_display()).lower(), outcome.value, outcome.remark]))


def _main(source: Source) -> Goal | None:
    plan = source.record.plan
    return next((goal for goal in plan.goals.all() if goal.is_main), None) if plan else None


def _measure(series: Series, source: Source) -> str:
    said, name = source.said, series.instrument.name(source.said.language)
    first, last = series.first, series.last
    told = {"name": name, "first": _value(series, first, source), "first_at": source.day(first.at)}
    text = said.say("measured_once", **told)
    if first is not last:
        last_told = {"last": _value(series, last, source), "last_at": source.day(last.at)}
        text = said.say("measured", **told, **last_told)
    return f"{text}: {said.say(f'changed_{series.result}')}" if series.result else text


def _value(series: Series, point: Point, source: Source) -> str:
    """The number with its class, or the words of the option that was chosen."""
    language = source.said.language
    chosen = series.instrument.option(point.value)
    if chosen:
        return chosen.name(language)
    level = series.class_at(point)
    return f"{number(point.value)} ({level.name(language)})" if level else number(point.value)


def _pain(source: Source) -> list[str]:
    """The pain as it was told in the sessions, when it was told at least twice."""
    scores = [session.pain_before for session in source.sessions if session.pain_before is not None]
    ending = source.evaluation
    if ending and ending.pain_now is not None:
        scores.append(ending.pain_now)
    if len(scores) < 2:
        return []
    return [source.said.say("pain_now", first=scores[0], last=scores[-1])]


def course(source: Source) -> str:
    """How it goes by the measures, what the last session said of it, and reactions to treatment."""
    said = source.said
    reactions = [
        said.say("reaction", date=source.day(one.held_at), what=shortened(one.adverse_reaction_text, TEXT))
        for one in source.sessions
        if one.adverse_reaction == AdverseReaction.YES
    ]
    last = next((one for one in reversed(source.sessions) if one.evaluation or one.subjective), None)
    text = shortened(last.evaluation or last.subjective, TEXT) if last else ""
    told = said.say("last_told", date=source.day(last.held_at), what=text) if last else ""
    return lines(_judged(source), told, items(reactions[-MOST_REACTIONS:]))


def _judged(source: Source) -> str:
    """The course by the rule, or as the therapist judged it, with why."""
    if not source.measured or not source.sessions:
        return ""
    found = course_of(source.episode, source.measured)
    if found.state in NOT_YET:
        return ""
    why = found.override.reason if found.override else ""
    told = source.said.say("course_is", what=found.text.lower())
    return lines(told, source.said.say("course_judged", what=shortened(why, TEXT)) if why else "")


def ending(source: Source) -> str:
    row = source.evaluation
    if row is None or not row.ending:
        return ""
    why = f"{row.get_ending_display()}{f': {row.ending_reason}' if row.ending_reason else ''}"
    return source.said.say("ended", what=why.rstrip("."))


def aftercare(source: Source) -> str:
    return source.evaluation.aftercare if source.evaluation else ""
