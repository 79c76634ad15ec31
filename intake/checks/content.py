"""The content of one version as it stands in its files, and what every check needs to read it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from intake.conditions import Condition, ConditionError, parse
from intake.questionnaire import LANGUAGES

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Content:
    """The three files of one version as they stand. What it offers can be used once `types` is content."""

    questions: Entry
    rules: Entry
    messages: Entry
    _parsed: dict[str, Condition | ConditionError] = field(default_factory=dict, repr=False, compare=False)

    @property
    def terms(self) -> dict[str, str]:
        return {term["name"]: term.get("when", "") for term in self.questions.get("term", [])}

    @property
    def question_entries(self) -> dict[str, Entry]:
        return {entry["id"]: entry for entry in self.questions.get("question", [])}

    @property
    def rule_entries(self) -> list[Entry]:
        return self.rules.get("rule", [])

    @property
    def page_ids(self) -> list[str]:
        return [page["id"] for page in self.questions.get("page", [])]

    def options(self, question: str) -> list[Entry]:
        return self.question_entries.get(question, {}).get("options", [])

    def text_ids(self, kind: str) -> set[str]:
        """The ids of messages or contacts."""
        return {entry["id"] for entry in self.messages.get(kind, [])}

    def condition(self, text: str | None) -> Condition | ConditionError | None:
        """The condition, read once; what is wrong with it; or None when there is none."""
        if text and text not in self._parsed:
            try:
                self._parsed[text] = parse(text, self.terms)
            except ConditionError as error:
                self._parsed[text] = error
        return self._parsed[text] if text else None


def doubles(ids: Iterable[Any]) -> list[Any]:
    return [id_ for id_, times in Counter(ids).items() if times > 1 and id_]


def untranslated(where: str, entry: Entry, prefix: str = "") -> Iterator[str]:
    """The texts an entry lacks: nl and en, or with a prefix title_nl and title_en."""
    for key in (prefix + lang for lang in LANGUAGES):
        if not entry.get(key, "").strip():
            yield f"{where}: {key} is missing. Write that text."
