"""Can this content be read and used at all? Ids, pages, types, conditions and texts, of any version."""

from collections.abc import Iterator

from intake.answers import NONE, RANGES, TYPES
from intake.checks.content import Content, Entry, doubles, untranslated
from intake.checks.names import names
from intake.conditions import Comparison, Condition, ConditionError
from intake.questionnaire import REGISTRATION
from intake.screening import ALL_CLEAR, LEVELS, REFERRING

CHOICES = ("single", "multi", "chart")
YOUNGEST, OLDEST = 0, 120  # years
RULE_TEXTS = ("complaints", "when", "source", "suspected_nl", "suspected_en", "therapist_nl", "therapist_en")


def integrity(content: Content) -> list[str]:
    """What is wrong with content in which every value is of the right type."""
    broken = names(content)
    if broken:  # without sound names nothing else can be judged
        return broken
    return [
        *_pages(content),
        *_terms(content),
        *(problem for entry in content.question_entries.values() for problem in _question(entry, content)),
        *(problem for rule in content.rule_entries for problem in _rule(rule, content)),
        *_messages(content),
    ]


def _pages(content: Content) -> Iterator[str]:
    used = {entry.get("page") for entry in content.question_entries.values()}
    for page in content.questions.get("page", []):
        where = f"questions.toml, page {page['id']}"
        yield from untranslated(where, page)
        if page["id"] not in used:
            yield f"{where}: no question is on it. Remove the page."


def _terms(content: Content) -> Iterator[str]:
    for name, when in content.terms.items():
        where = f"questions.toml, term {name}"
        if when:
            yield from _condition(where, when, content)
        else:
            yield f"{where}: when is missing. Write the condition it stands for."


def _question(entry: Entry, content: Content) -> Iterator[str]:
    where = f"questions.toml, question {entry['id']}"
    yield from untranslated(where, entry)
    if any(key.startswith("hint_") for key in entry):
        yield from untranslated(where, entry, "hint_")
    if entry.get("type") not in TYPES:
        yield f"{where}: unknown type {entry.get('type')}. Use one of {', '.join(TYPES)}."
    if entry.get("page") not in content.page_ids:
        page = entry.get("page")
        yield f"{where}: no page shows it: unknown page {page}. Add a [[page]] or correct the name."
    if entry.get("known", REGISTRATION) != REGISTRATION:
        yield f'{where}: known can only be "{REGISTRATION}". Correct it, or remove known.'
    if "show_when" in entry and not entry["show_when"].strip():
        yield f"{where}: show_when is empty. Write the condition, or remove show_when."
    else:
        yield from _condition(where, entry.get("show_when"), content)
    if entry.get("known") and entry.get("show_when"):
        yield f"{where}: what is known is never asked, so it has no show_when. Remove one of the two."
    yield from _options(where, entry)
    yield from _order(where, entry, content)


def _options(where: str, entry: Entry) -> Iterator[str]:
    options = entry.get("options", [])
    if bool(options) != (entry.get("type") in CHOICES):
        yield f"{where}: single, multi and chart need options, other types have none. Add or remove them."
    if any(not option.get("code") for option in options):
        yield f"{where}: an option has no code. Give it one."
    for code in doubles(option.get("code") for option in options):
        yield f"{where}: option {code} is there twice. Rename one."
    for option in options:
        yield from untranslated(f"{where}, option {option.get('code')}", option)
    yield from _ages(where, entry)
    is_list = entry.get("type") == "multi" and any(option.get("code") == NONE for option in options)
    if entry.get("safety_list") and not is_list:
        yield f'{where}: a safety list is a multi question with "none of these": an option {NONE}. Add it.'


def _ages(where: str, entry: Entry) -> Iterator[str]:
    """Options from an age on: everybody has something to choose, and a sign is asked at every age."""
    ages = [option["from_age"] for option in entry.get("options", []) if "from_age" in option]
    if any(not YOUNGEST < age <= OLDEST for age in ages):
        yield f"{where}: from_age is a whole number of years from {YOUNGEST + 1} to {OLDEST}. Correct it."
    if ages and len(ages) == len(entry["options"]):
        yield f"{where}: every option has a from_age, so a child has nothing to choose. Leave it out of one."
    if ages and entry.get("safety_list"):
        yield f"{where}: a safety list asks everybody the same. Remove from_age from its options."


def _order(where: str, entry: Entry, content: Content) -> Iterator[str]:
    """A follow-up stands on a later page than what it depends on, so a page never changes under the hand."""
    condition = content.condition(entry.get("show_when"))
    if not isinstance(condition, Condition) or entry.get("page") not in content.page_ids:
        return
    pages, questions = content.page_ids, content.question_entries
    earlier = set(pages[: pages.index(entry["page"])])
    for question in sorted({question for question, _ in condition.atoms()}):
        asked = questions.get(question, {})
        if asked and not asked.get("known") and asked.get("page") not in earlier:
            yield f"{where}: show_when looks at {question}, not on an earlier page. Move one of them."


def _rule(rule: Entry, content: Content) -> Iterator[str]:
    where = f"rules.toml, rule {rule['id']}"
    for key in RULE_TEXTS:
        if not rule.get(key, "").strip():
            yield f"{where}: {key} is missing. Write that text."
    if rule.get("level") not in LEVELS:
        yield f"{where}: unknown level {rule.get('level')}. Use one of {', '.join(LEVELS)}."
    message = rule.get("patient_message")
    if message and message not in content.text_ids("message"):
        yield f"{where}: unknown message {message}. Add it to messages.toml or correct the name."
    contact = rule.get("contact")
    if contact and contact not in content.text_ids("contact"):
        yield f"{where}: unknown contact {contact}. Add it to messages.toml or correct the name."
    if rule.get("level") in REFERRING and not (message and contact):
        yield f"{where}: a rule that refers needs patient_message and contact. Add them."
    yield from _condition(where, rule.get("when"), content)


def _messages(content: Content) -> Iterator[str]:
    for kind in ("message", "contact"):
        for entry in content.messages.get(kind, []):
            yield from untranslated(f"messages.toml, {kind} {entry['id']}", entry)
    if ALL_CLEAR not in content.text_ids("message"):
        yield f"messages.toml: message {ALL_CLEAR} is missing. Every patient without a referral reads it."


def _condition(where: str, text: str | None, content: Content) -> Iterator[str]:
    condition = content.condition(text)
    if isinstance(condition, ConditionError):
        yield f"{where}: {condition}. Correct the condition."
    if not isinstance(condition, Condition):
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
    elif option and entry.get("type") == "chart":
        yield f"{where}: {question} is a chart, so a condition can only ask answered({question}). Correct it."
    elif option and option not in {choice.get("code") for choice in content.options(question)}:
        yield f"{where}: question {question} has no option {option}. Correct the condition."


def _quantity(where: str, node: Comparison, content: Content) -> Iterator[str]:
    type_ = content.question_entries.get(node.question, {}).get("type")
    if (node.kind == "num" and type_ not in RANGES) or (node.kind == "count" and type_ != "multi"):
        yield (
            f"{where}: {node.kind}({node.question}) does not fit a question of type {type_}. "
            "Correct the condition."
        )
