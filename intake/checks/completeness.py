"""Does the newest content hold all that patients and therapists need, and nothing that nobody uses?"""

import re
from collections.abc import Iterator

from intake.answers import NONE, UNKNOWN
from intake.checks.content import Content, Entry, untranslated
from intake.checks.types import FIELDS
from intake.complaint_words import ABOUT, codes_of
from intake.conditions import Comparison, Condition
from intake.screening import REFERRING
from intake.summary_words import SUMMARY_PLACES

COMPLAINTS = "g_regions"  # the question that asks for the complaint
# The lists that a page cannot be sent without (form rules of the intake).
SAFETY_LISTS = ("s_now", "r_general", "r_neuro", "r_history", "r_recent")
TERM = r"\b[A-Z][A-Z0-9_]*\b"


def completeness(content: Content) -> list[str]:
    return [
        *_keys(content),
        *_terms(content),
        *_safety(content),
        *_complaints(content),
        *_levels(content),
        *_summary(content),
        *_rescreening(content),
        *_selfcare(content),
        *_options(content),
    ]


def _entries(content: Content) -> Iterator[tuple[str, str, Entry]]:
    """Every entry of the three files: its kind, where it stands, and itself."""
    files = {"questions": content.questions, "rules": content.rules, "messages": content.messages}
    for file, data in files.items():
        for kind, entries in data.items():
            for entry in entries:
                name = entry.get("id") or entry.get("name") or entry.get("complaint")
                yield kind, f"{file}.toml, {kind} {name}", entry
                for option in entry.get("options", []):
                    yield "option", f"{file}.toml, {kind} {name}, option {option.get('code')}", option


def _keys(content: Content) -> Iterator[str]:
    """A misspelt key would be passed over in silence, and with it a limit somebody meant to set."""
    for kind, where, entry in _entries(content):
        for key in sorted(entry.keys() - FIELDS[kind].keys()):
            yield f"{where}: unknown key {key}. Correct the name, or remove it."


def _terms(content: Content) -> Iterator[str]:
    """Therapists read a term by its meaning. One that nobody uses may be one that was forgotten in a rule."""
    whens = [rule["when"] for rule in content.rule_entries]
    whens += [entry.get("show_when", "") for entry in content.question_entries.values()]
    used = {name for when in [*whens, *content.terms.values()] for name in re.findall(TERM, when)}
    for term in content.questions["term"]:
        where = f"questions.toml, term {term['name']}"
        yield from untranslated(where, term, "meaning_")
        if term["name"] not in used:
            yield f"{where}: no rule, show_when or term uses it. Use it, or remove it."


def _safety(content: Content) -> Iterator[str]:
    """The form rules: what the patient cannot pass over."""
    questions = content.question_entries
    for id_ in (*SAFETY_LISTS, COMPLAINTS):
        if id_ not in questions:
            yield f"questions.toml: question {id_} is missing. Every form asks it: put it back."
    for id_ in SAFETY_LISTS:
        if id_ in questions and not questions[id_].get("safety_list"):
            yield f"questions.toml, question {id_}: it is a safety list. Add safety_list = true."
    if COMPLAINTS in questions and not questions[COMPLAINTS].get("required"):
        yield f"questions.toml, question {COMPLAINTS}: every form needs its answer. Add required = true."


def _complaints(content: Content) -> Iterator[str]:
    for rule in content.rule_entries:
        for code in codes_of(rule["complaints"]):
            if code not in ABOUT:
                yield (
                    f'rules.toml, rule {rule["id"]}: complaints has an unknown word "{code}". '
                    f"Use {', '.join(ABOUT)}, with commas between them."
                )


def _levels(content: Content) -> Iterator[str]:
    for level in REFERRING:
        rules = [rule for rule in content.rule_entries if rule.get("level") == level]
        if not any(rule.get("patient_message") for rule in rules):
            yield (
                f"rules.toml, level {level}: no rule of this level has a message. "
                "Give one a patient_message of messages.toml."
            )


def _summary(content: Content) -> Iterator[str]:
    for id_, entry in content.question_entries.items():
        place = entry.get("summary")
        if place is not None and place not in SUMMARY_PLACES:
            yield (
                f"questions.toml, question {id_}: unknown summary place {place}. "
                f"Use one of {', '.join(SUMMARY_PLACES)}."
            )


def _rescreening(content: Content) -> Iterator[str]:
    if not any(entry.get("rescreen") for entry in content.question_entries.values()):
        yield (
            "questions.toml: no question has rescreen = true. "
            "Mark the safety questions that are asked again at each evaluation."
        )


def _selfcare(content: Content) -> Iterator[str]:
    complaints = {option["code"] for option in content.options(COMPLAINTS)}
    advice = {entry["complaint"]: entry for entry in content.messages.get("selfcare", [])}
    for complaint in sorted(complaints - {NONE, UNKNOWN} - advice.keys()):
        yield f"messages.toml: complaint {complaint} of {COMPLAINTS} has no advice. Add a [[selfcare]]."
    for complaint, entry in advice.items():
        where = f"messages.toml, selfcare {complaint}"
        if complaint not in complaints:
            yield f"{where}: {COMPLAINTS} has no option {complaint}. Correct the name, or remove it."
        yield from untranslated(where, entry, "title_")
        yield from untranslated(where, entry)
        if not entry.get("source"):
            yield f"{where}: source is missing. Say where the advice comes from."


def _options(content: Content) -> Iterator[str]:
    """What is asked is used, or says that it is not.

    "None of these" and "I don't know" need no use: they say that the other options were read. Options of a
    question with a place in the summary are used there.
    """
    users = _users(content)
    for id_, entry in content.question_entries.items():
        if entry.get("known"):
            continue
        for option in content.options(id_):
            code = option["code"]
            where = f"questions.toml, question {id_}, option {code}"
            user = "the summary" if entry.get("summary") else users.get((id_, code))
            if user and option.get("context"):
                yield f"{where}: it has context = true, but {user} uses it. Remove context = true."
            if not user and not option.get("context") and code not in (NONE, UNKNOWN):
                yield f"{where}: no rule, show_when or summary uses it. Use it, or add context = true."


def _users(content: Content) -> dict[tuple[str, str], str]:
    """Which rule or question looks at each option; one of them when there are several."""
    whens = [(f"rule {rule['id']}", rule["when"]) for rule in content.rule_entries]
    questions = content.question_entries.items()
    whens += [(f"the show_when of {id_}", entry.get("show_when")) for id_, entry in questions]
    found: dict[tuple[str, str], str] = {}
    for user, when in whens:
        condition = content.condition(when)
        if isinstance(condition, Condition):
            found |= dict.fromkeys(_looked_at(condition, content), user)
    return found


def _looked_at(condition: Condition, content: Content) -> Iterator[tuple[str, str]]:
    yield from ((question, option) for question, option in condition.atoms() if option)
    for node in condition.walk():
        if isinstance(node, Comparison) and node.kind == "count":  # every option counts
            yield from ((node.question, option["code"]) for option in content.options(node.question))
