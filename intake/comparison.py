"""The safety questions and their findings side by side: the form, and each time they were asked again."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from intake import readings
from intake.answers import NONE
from intake.models import Answer, Finding, Intake
from intake.questionnaire import load
from intake.rescreening import answers_behind, short_set
from intake.screening import LEVELS
from practice.models import Episode

NEW, GONE, SAME, CHANGED = "new", "gone", "same", "changed"
CHANGES = {
    NEW: _("new"),
    GONE: _("no longer"),
    SAME: _("the same"),
    CHANGED: _("changed"),
}


@dataclass(frozen=True)
class Said:
    """A piece of an answer, in the patient's words. `change` is empty when nothing changed."""

    text: str
    change: str = ""

    @property
    def change_text(self) -> object:
        return CHANGES.get(self.change, "")


@dataclass(frozen=True)
class AnswerCell:
    """What was answered at one moment. `answer` is None when it was not asked then."""

    moment: Intake
    answer: Answer | None
    said: list[Said]


@dataclass(frozen=True)
class AnswerRow:
    question: str  # as it was asked last
    language: str
    cells: list[AnswerCell]


@dataclass(frozen=True)
class FindingCell:
    """A finding at one moment, None when there was none. `change` compares with the time before."""

    moment: Intake
    finding: Finding | None
    change: str = ""

    @property
    def change_text(self) -> object:
        return CHANGES.get(self.change, "")


@dataclass(frozen=True)
class FindingRow:
    finding: Finding  # the newest of this rule
    cells: list[FindingCell]


@dataclass(frozen=True)
class Comparison:
    """Oldest first; the cells of every row stand in the order of `moments`."""

    moments: list[Intake]
    answers: list[AnswerRow]
    findings: list[FindingRow]

    @classmethod
    def of(cls, episode: Episode) -> "Comparison":
        """The number of queries does not depend on how often was asked."""
        parts = ("findings__decisions__decided_by", "answer_rows", "created_by")
        prefetch_related_objects([episode], *(f"intakes__{part}" for part in parts))
        moments = readings.evidence(episode)
        return cls(moments, _answers(moments), _findings(moments))

    @property
    def newest(self) -> Intake | None:
        return self.moments[-1] if self.moments else None


def _answers(moments: list[Intake]) -> list[AnswerRow]:
    told = [{row.question: row for row in moment.answer_rows.all()} for moment in moments]
    rows = []
    for id_ in _asked_again(moments):
        answers = [rows_of.get(id_) for rows_of in told]
        last = next(answer for answer in reversed(answers) if answer)
        rows.append(AnswerRow(last.question_text, last.language, _answer_cells(answers, moments)))
    return rows


def _asked_again(moments: list[Intake]) -> list[str]:
    """The ids of the short set that were asked at one moment at least, in the order of the questions."""
    asked = {row.question for moment in moments for row in moment.answer_rows.all()}
    versions = dict.fromkeys(moment.content_version for moment in reversed(moments))
    ids = dict.fromkeys(question.id for version in versions for question in short_set(load(version)))
    return [id_ for id_ in ids if id_ in asked]


def _answer_cells(answers: list[Answer | None], moments: list[Intake]) -> list[AnswerCell]:
    cells, before = [], None
    for answer, moment in zip(answers, moments, strict=True):
        now = _words(answer, moment) if answer else None
        cells.append(AnswerCell(moment, answer, _said(answer, now, before) if answer else []))
        before = now if now is not None else before
    return cells


def _words(answer: Answer, moment: Intake) -> dict[str, str]:
    """The options that were chosen, by code, in words as they were asked."""
    question = load(moment.content_version).questions[answer.question]
    chosen = answer.value if isinstance(answer.value, list) else [answer.value]
    return {code: question.answer_text(code, answer.language) for code in chosen if code}


def _said(answer: Answer, now: dict[str, str], before: dict[str, str] | None) -> list[Said]:
    """What is said now, with what is new; after that, of a list, what is no longer said."""
    if before is None:
        return [Said(text) for text in now.values()]
    if not isinstance(answer.value, list):
        return [Said(text, "" if code in before else CHANGED) for code, text in now.items()]
    new = [Said(text, "" if code in before or code == NONE else NEW) for code, text in now.items()]
    gone = [Said(text, GONE) for code, text in before.items() if code not in now and code != NONE]
    return [*new, *gone]


def _findings(moments: list[Intake]) -> list[FindingRow]:
    """The findings that need or needed a decision: what is raised now first, the highest level on top."""
    per_moment = [{one.rule: one for one in moment.findings.all() if _counts(one)} for moment in moments]
    rules = dict.fromkeys(rule for found in per_moment for rule in found)
    rows = [_finding_row([found.get(rule) for found in per_moment], moments) for rule in rules]
    return sorted(rows, key=_place)


def _counts(finding: Finding) -> bool:
    return finding.is_shown or finding.is_open


def _finding_row(found: list[Finding | None], moments: list[Intake]) -> FindingRow:
    newest = next(finding for finding in reversed(found) if finding)
    changes = ["", *map(_change, found[1:], found[:-1])]
    return FindingRow(newest, list(map(FindingCell, moments, found, changes)))


def _change(finding: Finding | None, before: Finding | None) -> str:
    if finding is None:
        return GONE if before else ""
    if before is None or (finding.is_raised and not before.is_raised):
        return NEW
    return SAME if answers_behind(finding) == answers_behind(before) else CHANGED


def _place(row: FindingRow) -> tuple[bool, bool, int]:
    """Gone ones last, open questions below what is raised."""
    return row.cells[-1].finding is None, not row.finding.is_raised, LEVELS.index(row.finding.level)
