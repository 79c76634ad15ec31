"""Is every value in the files of the right type? Until it is, nothing else can be judged."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.checks.content import Content, Entry
from intake.questionnaire import LANGUAGES

Fields = Mapping[str, type]


def _texts(*keys: str) -> dict[str, type]:
    return dict.fromkeys(keys, str)


def _in_languages(*prefixes: str) -> dict[str, type]:
    return _texts(*(prefix + lang for prefix in prefixes for lang in LANGUAGES))


FILES: Mapping[str, tuple[str, ...]] = {
    "questions": ("page", "term", "question"),
    "rules": ("rule",),
    "messages": ("message", "contact", "selfcare"),
}
CHART = ("region",)  # chart.toml, of versions that have one
LATER = "selfcare"  # the first version had none
# The others are called by their id.
NAMES = {"term": "name", "selfcare": "complaint", "option": "code", "region": "code"}
FIELDS: Mapping[str, Fields] = {
    "page": _texts("id") | _in_languages(""),
    "term": _texts("name", "when") | _in_languages("meaning_"),
    "question": {
        **_texts("id", "page", "type", "show_when", "known", "summary", "autocomplete", "changed"),
        **_in_languages("", "hint_"),
        **dict.fromkeys(("safety_list", "required", "optional", "rescreen"), bool),
        "options": list,
    },
    "option": {**_texts("code"), **_in_languages(""), "context": bool, "from_age": int},
    "rule": {
        **_texts("id", "level", "complaints", "when", "contact", "patient_message", "source", "changed"),
        **_in_languages("suspected_", "therapist_"),
    },
    "message": _texts("id") | _in_languages(""),
    "contact": _texts("id") | _in_languages(""),
    "selfcare": _texts("complaint", "source") | _in_languages("", "title_"),
    "region": _texts("code", "view", "side", "path") | _in_languages(""),
}
# The same for summary.toml: what is said of a question, of an answer, and the sentences.
SAID: Fields = {
    **_in_languages("label_", "clause_"),
    **_texts("calm"),
    **dict.fromkeys(("notable_from", "notable_to"), int),
    "options": dict,
}
ANSWER: Fields = {**_in_languages(""), "notable": bool}
SENTENCE: Fields = {**_in_languages(""), "places": list}
WANTED = {
    str: "must be a text. Write it in quotes.",
    bool: "must be true or false. Write it without quotes.",
    int: "must be a whole number. Write it without quotes.",
    list: "must be a list. Write it in square brackets.",
    dict: "must be a table. Put its values below its name, each with a key.",
}


def types(content: Content) -> list[str]:
    """Every wrong type in questions, rules and messages."""
    files = {"questions": content.questions, "rules": content.rules, "messages": content.messages}
    return [problem for file, data in files.items() for problem in file_types(file, FILES[file], data)]


def file_types(file: str, kinds: tuple[str, ...], data: Entry) -> Iterator[str]:
    """Every wrong type in one file that holds these kinds of entries."""
    for key in sorted(data.keys() - set(kinds)):
        yield f"{file}.toml: unknown key {key}. Correct the name, or remove it."
    for kind in kinds:
        entries = data.get(kind, [])
        yield from _list(f"{file}.toml", kind, kind, entries, f"Begin each with [[{kind}]].")
        if entries == [] and kind != LATER:
            yield f"{file}.toml: there is no {kind}. Add a [[{kind}]]."


def _list(where: str, key: str, kind: str, entries: object, how: str) -> Iterator[str]:
    if not isinstance(entries, list):
        yield f"{where}: {key} must be a list of tables. {how}"
        return
    for number, entry in enumerate(entries, 1):
        place = f"{where}, {kind} {_name(kind, entry) or f'number {number}'}"
        if not isinstance(entry, dict):
            yield f"{place}: this must be a table. {how}"
            continue
        yield from _fields(place, entry, FIELDS[kind])
        if "options" in FIELDS[kind]:
            how_option = "Write each as { code = ..., nl = ..., en = ... }."
            yield from _list(place, "options", "option", entry.get("options", []), how_option)


def _name(kind: str, entry: object) -> str:
    """What the entry is called; empty when that cannot be used."""
    name = entry.get(NAMES.get(kind, "id")) if isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _fields(where: str, entry: Entry, fields: Fields) -> Iterator[str]:
    for key, wanted in fields.items():
        # Exactly that type: for Python true is a number too. A list of tables has a sentence of its own.
        if key in entry and type(entry[key]) is not wanted and (key, wanted) != ("options", list):
            yield f"{where}: {key} {WANTED[wanted]}"


def summary_types(words: Mapping[str, Any], file: str) -> Iterator[str]:
    """Every wrong type in the words of the summary."""
    for name, entry in words.items():
        where = f"{file}, {name}"
        if name == "sentence":
            yield from _sentences(file, entry)
        elif not isinstance(entry, dict):
            yield f"{where}: this {WANTED[dict]}"
        elif name == "words":
            yield from _fields(where, entry, _texts(*entry))
        else:
            yield from _fields(where, entry, SAID)
            yield from _answers(where, entry.get("options"))


def _sentences(file: str, sentences: object) -> Iterator[str]:
    if not isinstance(sentences, list):
        yield f"{file}: sentence must be a list of tables. Begin each with [[sentence]]."
        return
    for number, sentence in enumerate(sentences, 1):
        where = f"{file}, sentence number {number}"
        if not isinstance(sentence, dict):
            yield f"{where}: this must be a table. Begin each with [[sentence]]."
            continue
        yield from _fields(where, sentence, SENTENCE)
        places = sentence.get("places")
        if isinstance(places, list) and not all(isinstance(place, str) for place in places):
            yield f"{where}: each of its places {WANTED[str]}"


def _answers(where: str, options: object) -> Iterator[str]:
    if not isinstance(options, dict):
        return
    for code, answer in options.items():
        if isinstance(answer, dict):
            yield from _fields(f"{where}, option {code}", answer, ANSWER)
        else:
            yield f"{where}, option {code}: this {WANTED[dict]}"
