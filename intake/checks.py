"""`manage.py check` refuses broken clinical content. Each problem names the file, the id and what to do."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error, register

from intake.answers import NONE, RANGES, TYPES
from intake.conditions import Comparison, Condition, ConditionError, parse
from intake.questionnaire import LANGUAGES, REGISTRATION, read, versions
from intake.screening import ALL_CLEAR, LEVELS, REFERRING

Entry = Mapping[str, Any]
CHOICES = ("single", "multi")
RULE_TEXTS = ("complaints", "when", "source", "suspected_nl", "suspected_en", "therapist_nl", "therapist_en")


@dataclass(frozen=True)
class Content:
    """The three files of one version as they stand."""

    questions: Entry
    rules: Entry
    messages: Entry

    @property
    def terms(self) -> dict[str, str]:
        return {term["name"]: term["when"] for term in self.questions.get("term", [])}

    @property
    def question_entries(self) -> dict[str, Entry]:
        return {entry["id"]: entry for entry in self.questions.get("question", [])}

    @property
    def page_ids(self) -> list[str]:
        return [page["id"] for page in self.questions.get("page", [])]


@register()
def check_content(app_configs: object = None, **kwargs: object) -> Sequence[CheckMessage]:
    """Every content version on disk, because old intakes still use the old ones."""
    return [Error(problem, id="intake.E001") for version in versions() for problem in _problems_of(version)]


def _problems_of(version: str) -> list[str]:
    try:
        content = Content(*(read(version, name) for name in ("questions", "rules", "messages")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        return [f"content {version}: a file cannot be read ({error}). Correct the TOML."]
    return [f"content {version}, {problem}" for problem in problems(content)]


def problems(content: Content) -> list[str]:
    """Everything that is wrong with this content; empty when it can be used."""
    broken = list(_ids(content))
    if broken:  # without sound ids nothing else can be judged
        return broken
    return [
        *_pages(content),
        *_terms(content),
        *(problem for entry in content.question_entries.values() for problem in _question(entry, content)),
        *(problem for rule in content.rules.get("rule", []) for problem in _rule(rule, content)),
        *_messages(content),
    ]


def _ids(content: Content) -> Iterator[str]:
    lists = [
        ("questions.toml", "page", "id", content.questions),
        ("questions.toml", "term", "name", content.questions),
        ("questions.toml", "question", "id", content.questions),
        ("rules.toml", "rule", "id", content.rules),
        ("messages.toml", "message", "id", content.messages),
        ("messages.toml", "contact", "id", content.messages),
    ]
    for file, kind, key, data in lists:
        entries = data.get(kind, [])
        if any(not entry.get(key) for entry in entries):
            yield f"{file}: a {kind} has no {key}. Give it one."
        for id_ in _doubles(entry.get(key) for entry in entries):
            yield f"{file}, {kind} {id_}: this {key} is used twice. Rename one."


def _doubles(ids: Iterable[Any]) -> list[Any]:
    return [id_ for id_, times in Counter(ids).items() if times > 1 and id_]


def _untranslated(where: str, entry: Entry, prefix: str = "") -> Iterator[str]:
    for key in (prefix + lang for lang in LANGUAGES):
        if not entry.get(key):
            yield f"{where}: {key} is missing. Write that text."


def _pages(content: Content) -> Iterator[str]:
    used = {entry.get("page") for entry in content.question_entries.values()}
    for page in content.questions.get("page", []):
        where = f"questions.toml, page {page['id']}"
        yield from _untranslated(where, page)
        if page["id"] not in used:
            yield f"{where}: no question is on it. Remove the page."


def _terms(content: Content) -> Iterator[str]:
    for name, when in content.terms.items():
        yield from _condition(f"questions.toml, term {name}", when, content)


def _question(entry: Entry, content: Content) -> Iterator[str]:
    where = f"questions.toml, question {entry['id']}"
    yield from _untranslated(where, entry)
    if any(key.startswith("hint_") for key in entry):
        yield from _untranslated(where, entry, "hint_")
    if entry.get("type") not in TYPES:
        yield f"{where}: unknown type {entry.get('type')}. Use one of {', '.join(TYPES)}."
    if entry.get("page") not in content.page_ids:
        yield f"{where}: unknown page {entry.get('page')}. Add a [[page]] or correct the name."
    if entry.get("known", REGISTRATION) != REGISTRATION:
        yield f'{where}: known can only be "{REGISTRATION}".'
    yield from _options(where, entry)
    yield from _condition(where, entry.get("show_when"), content)
    yield from _order(where, entry, content)


def _options(where: str, entry: Entry) -> Iterator[str]:
    options = entry.get("options", [])
    if bool(options) != (entry.get("type") in CHOICES):
        yield f"{where}: single and multi need options, other types have none."
    for code in _doubles(option.get("code") for option in options):
        yield f"{where}: option {code} is there twice. Rename one."
    for option in options:
        yield from _untranslated(f"{where}, option {option.get('code')}", option)
    is_list = entry.get("type") == "multi" and any(option.get("code") == NONE for option in options)
    if entry.get("safety_list") and not is_list:
        yield f'{where}: a safety list is a multi question with the option "{NONE}". Add it.'


def _order(where: str, entry: Entry, content: Content) -> Iterator[str]:
    """A follow-up stands on a later page than what it depends on, so a page never changes under the hand."""
    condition = _parsed(entry.get("show_when"), content)
    if condition is None or entry.get("page") not in content.page_ids:
        return
    pages, questions = content.page_ids, content.question_entries
    earlier = set(pages[: pages.index(entry["page"])])
    for question, _ in sorted(condition.atoms(), key=str):
        asked = questions.get(question, {})
        if asked and not asked.get("known") and asked.get("page") not in earlier:
            yield f"{where}: show_when looks at {question}, not on an earlier page. Move one of them."


def _rule(rule: Entry, content: Content) -> Iterator[str]:
    where = f"rules.toml, rule {rule['id']}"
    for key in RULE_TEXTS:
        if not rule.get(key):
            yield f"{where}: {key} is missing. Write that text."
    if rule.get("level") not in LEVELS:
        yield f"{where}: unknown level {rule.get('level')}. Use one of {', '.join(LEVELS)}."
    message = rule.get("patient_message")
    if message and message not in _text_ids(content, "message"):
        yield f"{where}: unknown message {message}. Add it to messages.toml or correct the name."
    contact = rule.get("contact")
    if contact and contact not in _text_ids(content, "contact"):
        yield f"{where}: unknown contact {contact}. Add it to messages.toml or correct the name."
    if rule.get("level") in REFERRING and not (message and contact):
        yield f"{where}: a rule that refers needs patient_message and contact. Add them."
    yield from _condition(where, rule.get("when"), content)


def _text_ids(content: Content, kind: str) -> set[str]:
    return {entry["id"] for entry in content.messages.get(kind, [])}


def _messages(content: Content) -> Iterator[str]:
    for kind in ("message", "contact"):
        for entry in content.messages.get(kind, []):
            yield from _untranslated(f"messages.toml, {kind} {entry['id']}", entry)
    if ALL_CLEAR not in _text_ids(content, "message"):
        yield f"messages.toml: message {ALL_CLEAR} is missing. Every patient without a referral reads it."


def _parsed(text: str | None, content: Content) -> Condition | None:
    try:
        return parse(text, content.terms) if text else None
    except ConditionError:
        return None


def _condition(where: str, text: str | None, content: Content) -> Iterator[str]:
    if not text:
        return
    try:
        condition = parse(text, content.terms)
    except ConditionError as error:
        yield f"{where}: {error}. Correct the condition."
        return
    for question, option in sorted(condition.atoms(), key=str):
        yield from _atom(where, question, option, content)
    for node in condition.walk():
        if isinstance(node, Comparison):
            yield from _quantity(where, node, content)


def _atom(where: str, question: str, option: str | None, content: Content) -> Iterator[str]:
    if question == "age":
        return
    entry = content.question_entries.get(question)
    if entry is None:
        yield f"{where}: unknown question {question}. Correct the condition."
    elif option and option not in {choice.get("code") for choice in entry.get("options", [])}:
        yield f"{where}: question {question} has no option {option}. Correct the condition."


def _quantity(where: str, node: Comparison, content: Content) -> Iterator[str]:
    type_ = content.question_entries.get(node.question, {}).get("type")
    if (node.kind == "num" and type_ not in RANGES) or (node.kind == "count" and type_ != "multi"):
        yield f"{where}: {node.kind}({node.question}) does not fit a question of type {type_}."
