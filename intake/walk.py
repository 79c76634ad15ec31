"""Where a patient is in the form: the pages of this intake, in order, and which of them are not done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intake.answers import NONE, AnswerError, is_empty
from intake.details import DETAILS
from intake.models import Intake, IntakeKind
from intake.questionnaire import Page, Question, Questionnaire, load
from intake.screening import LEVELS, Fired, Result, rules, screen
from practice.models import Patient

EMERGENCY = LEVELS[0]


@dataclass(frozen=True)
class Walk:
    """One intake as it stands now. `answers` holds no answers to questions that are not asked (any more)."""

    questionnaire: Questionnaire
    answers: dict[str, Any]
    age: int
    sex: str
    pages: list[Page]
    seen: set[str]  # ids of pages the patient went on from at least once; one that only saved itself is not
    unfinished: set[str]  # ids of questions with something typed that is no answer yet

    @classmethod
    def of(cls, intake: Intake, typed: Mapping[str, Any] | None = None) -> "Walk":
        """The intake as it is stored; `typed` goes before the stored answers."""
        patient = intake.episode.patient
        questionnaire = load(intake.content_version)
        who = {"age": patient.age, "sex": patient.sex}
        answers = questionnaire.prune({**intake.answers, **(typed or {}), **_known_now(intake)}, **who)
        pages = questionnaire.pages_for(answers, **who)
        last = [DETAILS] if intake.kind == IntakeKind.FIRST else []
        return cls(
            questionnaire,
            answers,
            **who,
            pages=[*pages, *last],
            seen=set(intake.page_versions) - set(intake.half_pages),
            unfinished=set(intake.unfinished),
        )

    @property
    def page_ids(self) -> list[str]:
        """Every page of the form, also those this patient does not get."""
        return [*(page.id for page in self.questionnaire.pages), DETAILS.id]

    def page(self, id: str) -> Page | None:
        return next((page for page in self.pages if page.id == id), None)

    def step(self, page: Page) -> int:
        """The number of this page, from 1."""
        return self.pages.index(page) + 1

    @property
    def steps(self) -> int:
        """The number of steps in all; checking the answers is the last one."""
        return len(self.pages) + 1

    def before(self, page: Page) -> Page | None:
        index = self.pages.index(page)
        return self.pages[index - 1] if index else None

    def after(self, id: str) -> Page | None:
        """The page behind this one; also when this one is itself no longer in the form."""
        later = self.page_ids[self.page_ids.index(id) + 1 :]
        return next((page for page in self.pages if page.id in later), None)

    @property
    def to_do(self) -> list[Page]:
        """Pages that were never saved, or that cannot be sent as they are."""
        return [page for page in self.pages if page.id not in self.seen or self.to_mend(page)]

    def may_open(self, page: Page) -> bool:
        """Pages come in order: one that was not saved yet opens when it is the first to do."""
        return page.id in self.seen or page == self.to_do[0]

    def to_mend(self, page: Page) -> bool:
        """Does a question on this page still need something before it can be sent?"""
        return any(self._needs_mending(question) for question in page.questions)

    def _needs_mending(self, question: Question) -> bool:
        if question.id in self.unfinished:
            return True
        try:
            answer = question.clean(self.answers.get(question.id))
        except AnswerError:
            return True
        return question.required and is_empty(answer)

    def asked(self) -> list[Question]:
        """Every question this patient gets, those known from the registration too."""
        return self.questionnaire.asked(self.answers, age=self.age, sex=self.sex)

    def screen(self) -> Result:
        """What the rules say about the answers so far."""
        return screen(self.answers, age=self.age, sex=self.sex, version=self.questionnaire.version)

    def emergencies(self) -> list[Fired]:
        """The emergency rules that fire on the answers so far."""
        return [found for found in self.screen().fired if found.rule.level == EMERGENCY]


def ticked(intake: Intake, unfinished: Mapping[str, Any]) -> dict[str, Any]:
    """The symptoms ticked in lists whose answer is refused; "none of these" beside one does not count."""
    questions = load(intake.content_version).questions
    lists = {id_: value for id_, value in unfinished.items() if questions[id_].type == "multi"}
    return {id_: [code for code in value if code != NONE] for id_, value in lists.items()}


def untold(intake: Intake) -> list[str]:
    """The emergency rules that fire on the draft as it is stored and that the patient was not told about."""
    fired = Walk.of(intake, ticked(intake, intake.unfinished)).emergencies()
    return [found.rule.id for found in fired if found.rule.id not in intake.emergency_rules]


def alarm_message(intake: Intake) -> str:
    """The message about the emergencies not confirmed as read; the first of their rules chooses it.

    One that waits in a page that saved itself counts too. Empty when there is none.
    """
    unread = [id_ for id_, told in intake.emergency_rules.items() if not told["read"]]
    if intake.alarm_waits_since:
        unread += untold(intake)
    found = (rule.patient_message for rule in rules(intake.content_version) if rule.id in unread)
    return next(found, "")


def alarm_page(intake: Intake) -> Page | None:
    """The page with an answer that fired an emergency not confirmed as read yet; None when it has none."""
    walk = Walk.of(intake)
    unread = [told for told in intake.emergency_rules.values() if not told["read"]]
    fired_by = {reason["question"] for told in unread for reason in told["because"]}
    asked = (page for page in walk.pages if fired_by & {question.id for question in page.questions})
    return next((page for page in asked if walk.may_open(page)), None)


def known_answers(patient: Patient) -> dict[str, str]:
    """The answers the practice has already, from the registration."""
    return {"ad_birthdate": patient.birth_date.isoformat(), "ad_sex": patient.sex}


def _known_now(intake: Intake) -> dict[str, str]:
    """What the registration says by now: it may have been mended, or made one with another, meanwhile.

    A form that was sent in keeps what it said.
    """
    known = {} if intake.is_submitted else known_answers(intake.episode.patient)
    return {id: value for id, value in known.items() if id in intake.answers}
