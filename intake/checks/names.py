"""Has everything in the content a name that can be used, once, and that fits where it is stored?"""

import re
from collections.abc import Iterator, Mapping

from django.db.models import Field, Model

from intake.checks.content import Content, Entry, doubles
from intake.checks.types import FILES, NAMES
from intake.models import Answer, Finding, Intake

# As conditions write them; a rule and a page are also part of an address or a form.
WRITTEN: Mapping[str, tuple[str, str]] = {
    "page": ("[a-zA-Z0-9_-]+", "letters, digits, - and _"),
    "term": ("[A-Z][A-Z0-9_]*", "capitals, digits and _, beginning with a capital"),
    "question": ("[a-z][a-z0-9_]*", "small letters, digits and _, beginning with a letter"),
    "option": ("[a-z0-9_]+", "small letters, digits and _"),
    "rule": ("[a-zA-Z0-9_-]+", "letters, digits, - and _"),
    "region": ("[a-z][a-z0-9_]*", "small letters, digits and _, beginning with a letter"),
}
# Where the texts of the content are stored with an intake.
STORED: Mapping[tuple[str, str], tuple[type[Model], str]] = {
    ("page", "id"): (Answer, "page"),
    ("question", "id"): (Answer, "question"),
    ("rule", "id"): (Finding, "rule"),
    ("rule", "suspected_nl"): (Finding, "suspected_nl"),
    ("rule", "suspected_en"): (Finding, "suspected_en"),
    ("rule", "source"): (Finding, "source"),
    ("message", "id"): (Intake, "patient_message"),
    ("contact", "nl"): (Finding, "contact_nl"),
    ("contact", "en"): (Finding, "contact_en"),
}


def names(content: Content) -> list[str]:
    files = {"questions": content.questions, "rules": content.rules, "messages": content.messages}
    lists = [(file, kind, data.get(kind, [])) for file, data in files.items() for kind in FILES[file]]
    return [problem for file, kind, entries in lists for problem in names_in(f"{file}.toml", kind, entries)]


def names_in(file: str, kind: str, entries: list[Entry]) -> Iterator[str]:
    """What is wrong with the names of these entries of one kind."""
    key = NAMES.get(kind, "id")
    if any(not entry.get(key) for entry in entries):
        yield f"{file}: a {kind} has no {key}. Give it one."
    for name in doubles(entry.get(key) for entry in entries):
        yield f"{file}, {kind} {name}: this {key} is used twice. Rename one."
    for entry in entries:
        where = f"{file}, {kind} {entry.get(key)}"
        yield from _written(where, kind, key, entry)
        yield from _too_long(where, kind, entry)
        for option in entry.get("options", []):
            yield from _written(f"{where}, option {option.get('code')}", "option", "code", option)


def _written(where: str, kind: str, key: str, entry: Entry) -> Iterator[str]:
    pattern, words = WRITTEN.get(kind, (".*", ""))
    if entry.get(key) and not re.fullmatch(pattern, entry[key], re.DOTALL):
        yield f"{where}: this {key} cannot be used. Use {words}."


def _too_long(where: str, kind: str, entry: Entry) -> Iterator[str]:
    for (of, key), (model, column) in STORED.items():
        most = _field(model, column).max_length
        if of == kind and most and len(entry.get(key, "")) > most:
            yield f"{where}: {key} has more than {most} characters. Make it shorter."


def _field(model: type[Model], column: str) -> Field:
    return model._meta.get_field(column)
