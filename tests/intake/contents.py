"""Copies of the clinical content to break in tests."""

from typing import Any

from intake.checks.content import Content
from intake.questionnaire import read, versions


def newest_content() -> Content:
    """The newest content as it stands in its files; change it as you like."""
    return Content(*(read(versions()[-1], name) for name in ("questions", "rules", "messages")))


def entry(data: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """One [[question]], [[rule]], [[term]], ... by what it is called."""
    return next(item for item in data[kind] if name in [item.get(key) for key in ("id", "name", "complaint")])


def option(content: Content, question: str, code: str) -> dict[str, Any]:
    options = entry(content.questions, "question", question)["options"]
    return next(item for item in options if item["code"] == code)
