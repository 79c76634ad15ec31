"""The topics of the history, and which questions of the intake belong to each. No Django."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

CONTENT = Path(__file__).parent / "content" / "history.toml"
# Registration data; they stand in the banner.
LEFT_OUT = {"ad_birthdate", "ad_sex", "ad_share_gp"}


class Asked(Protocol):
    question: str


AnyAnswer = TypeVar("AnyAnswer", bound=Asked)


@dataclass(frozen=True)
class Topic:
    field: str  # column of History
    questions: tuple[str, ...]
    required: bool = False  # has to be filled in before signing
    referred: bool = False  # only asked about a patient who was referred


@lru_cache
def topics() -> tuple[Topic, ...]:
    """The topics in the order of the page."""
    entries = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["topic"]
    return tuple(Topic(**{**entry, "questions": tuple(entry["questions"])}) for entry in entries)


def by_topic(answers: Iterable[AnyAnswer]) -> dict[str, list[AnyAnswer]]:
    """The answers per topic field; a question no topic names comes under the last one."""
    home = {question: topic.field for topic in topics() for question in topic.questions}
    found: dict[str, list[AnyAnswer]] = {topic.field: [] for topic in topics()}
    for answer in answers:
        if answer.question not in LEFT_OUT:
            found[home.get(answer.question, topics()[-1].field)].append(answer)
    return found
