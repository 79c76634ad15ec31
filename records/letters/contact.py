"""Why the patient came, what the screening found, and what the patient tells."""

from collections.abc import Iterable

from django.utils.text import capfirst

from intake.models import Finding, Urgency
from intake.paragraph import REGIONS
from intake.questionnaire import load
from intake.summary_page import AGE
from intake.summary_words import words
from records.letters.present import present
from records.letters.source import Source, items, lines
from records.letters.words import shortened

ANSWERS, LINE = 180, 320  # characters of an answer, and of a topic of the history
HEALTH = 600  # of illness and medicines: what is left out of these may harm


def reason(source: Source) -> str:
    """Complaint, request for help, and how the patient came here."""
    episode, said = source.episode, source.said
    since = source.day(episode.opened_at)
    wish = shortened(source.history.request_for_help, LINE) if source.history else ""
    way = said.say("referred", who=episode.referred_by, date=since) if episode.referred_by else ""
    return lines(
        said.say("complaint", what=episode.get_complaint_display().lower(), date=since),
        said.say("wish", what=wish) if wish else "",
        way or said.say("direct"),
    )


def screening(source: Source) -> str:
    """The conclusion, and what to be careful with."""
    row, said = source.screening, source.said
    if row is None:
        return ""
    how = "screened_form" if row.intake_id else "screened_talk"
    answers = _once(answer for one in source.flags for answer in _answers(one, source))
    careful = [said.say("careful", what=one.short_text) for one in source.cautions]
    return lines(
        said.say(how, date=source.day(row.signed_at)),
        items(answers) or said.say("no_flags"),
        items(careful),
        _conclusion(source),
    )


def _conclusion(source: Source) -> str:
    row, said = source.screening, source.said
    if not row.is_suitable:
        return said.say("not_clear")
    if row.reason and (source.flags or not row.all_clear):
        return said.say("clear_but", reason=shortened(row.reason, LINE))
    return said.say("clear") if row.all_clear else said.say("clear_but", reason=shortened(row.reason, LINE))


def urgency(source: Source) -> str:
    """How fast a doctor has to look, as the therapist concluded; otherwise as the highest sign says."""
    row = source.screening
    level = row.urgency if row else ""
    levels = [one.level for one in source.flags if one.level in Urgency.values]
    level = level or (levels[0] if levels else Urgency.BEFORE_TREATMENT)
    return source.said.say(f"urgent_{level}")


def signs(source: Source) -> str:
    """What the therapist noted, then the answers behind the red flags, and what they may mean.

    No numbers or texts of rules: those speak to the therapist.
    """
    said, flags = source.said, source.flags
    answers = _once(answer for one in flags for answer in _answers(one, source))
    remarks = _once(one.decision.remark for one in flags if one.decision)
    suspected = _once(one.suspected for one in flags)
    return lines(
        source.screening.deviating_signs if source.screening else "",
        said.say("answers") if answers else "",
        items(answers),
        said.say("asked_further", what=shortened("; ".join(remarks), LINE)) if remarks else "",
        said.say("suspected", what="; ".join(suspected)) if suspected else "",
    )


def _once(texts: Iterable[str]) -> list[str]:
    """Each text once, in order."""
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _answers(finding: Finding, source: Source) -> list[str]:
    """Each answer with its question in a few words; age and place stand elsewhere in the letter."""
    version = finding.intake.content_version
    questions, short = load(version).questions, words(version, source.said.language)
    found = []
    for why in finding.because:
        asked = questions.get(why["question"])
        if why.get("answer") and why["question"] not in (AGE, REGIONS):
            name = short.label(asked) if asked else why.get("text", "")
            found.append(f"{capfirst(name)}: {shortened(why['answer'], ANSWERS)}")
    return found


def onset(source: Source) -> str:
    """When and how it began, as the therapist took it down; before that, what the form tells of it."""
    row = source.history
    if row:
        return lines(shortened(row.onset, LINE), shortened(row.course, LINE))
    return shortened(_told(source, ("g_duration", "g_onset", "g_course")), LINE)


def _told(source: Source, questions: tuple[str, ...]) -> str:
    """Answers of the form, each with its question in a few words."""
    form, language = source.record.intake, source.said.language
    if form is None:
        return ""
    asked, short = load(form.content_version).questions, words(form.content_version, language)
    rows = (row for row in form.answer_rows.all() if row.question in questions and row.value)
    found = [(asked[row.question], row.value) for row in rows if row.question in asked]
    return ". ".join(
        f"{capfirst(short.label(one))}: {one.answer_text(value, language)}" for one, value in found
    )


def told(source: Source) -> str:
    """What the patient was told, and whether he or she was reached."""
    row = source.screening
    if row is None:
        return ""
    return lines(row.advice_given, source.said.say("reached") if row.patient_reached else "")


def history(source: Source) -> str:
    """How it began and went, complaint, what influences it, and what it hinders: each short."""
    return (
        _short(("onset", "course", "symptoms", "influences", "daily_life"), source) if source.history else ""
    )


def health(source: Source) -> str:
    """General health, earlier illness and medication."""
    if source.history:
        return _short(("general_health",), source, HEALTH)
    return shortened(_told(source, ("m_meds", "m_meds_other")), HEALTH)


def _short(topics: Iterable[str], source: Source, most: int = LINE) -> str:
    """Each topic short, and of the lists in which nothing was found only that they were gone through."""
    row = source.history
    lists = {line.text for line in row.lines.all() if not line.is_changed}
    read = [present(getattr(row, topic), lists) for topic in topics]
    calm = _once(label for _text, labels in read for label in labels)
    nothing = source.said.say("asked_none", what=", ".join(calm).lower()) if calm else ""
    return lines(*(shortened(text, most) for text, _labels in read), nothing)
