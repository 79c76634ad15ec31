"""The answers of an intake as somebody reads them: page by page, in the order they were asked."""

from dataclasses import dataclass

from django.utils.translation import get_language

from intake.answers import is_empty
from intake.models import Answer, Intake
from intake.questionnaire import load


@dataclass(frozen=True)
class ShownPage:
    title: str
    answers: list[Answer]

    @property
    def has_open(self) -> bool:
        return any(is_empty(answer.value) for answer in self.answers)


def answer_pages(intake: Intake) -> list[ShownPage]:
    """The stored answers, grouped by page; a page the content no longer knows keeps its code as title."""
    pages: dict[str, list[Answer]] = {}
    for answer in intake.answer_rows.all():
        pages.setdefault(answer.page, []).append(answer)
    titles = {page.id: page.title(get_language() or "nl") for page in load(intake.content_version).pages}
    return [ShownPage(titles.get(page, page), answers) for page, answers in pages.items()]
