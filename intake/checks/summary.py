"""Can a summary be written of every answer? summary.toml beside the questions it speaks about."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.answers import NONE, RANGES, UNKNOWN
from intake.checks.content import Content, Entry, untranslated
from intake.checks.files import read_file
from intake.checks.types import summary_types
from intake.questionnaire import texts_of, versions
from intake.summary_words import DENIED, FILE, TELLING, has_words

Words = Mapping[str, Any]
FRAMES: Mapping[str, tuple[str, ...]] = {  # [words], with what stands open in each
    **dict.fromkeys(("and", "nowhere", "unknown", "whole_list", "signs"), ()),
    **dict.fromkeys(("pain", "complaint", "told", "open"), ("{}",)),
    "opening": ("{duration}", "{complaint}"),
}
LANGUAGE_KEYS = {"label_nl", "label_en", "clause_nl", "clause_en"}
ENTRY_KEYS = {*LANGUAGE_KEYS, "options", "calm", "notable_from", "notable_to"}
OPTION_KEYS = {"nl", "en", "notable"}


def summary(version: str, content: Content) -> list[str]:
    """What is wrong with the words of this version. Only the newest must have them."""
    if not has_words(version):
        newest = version == versions()[-1]
        return [f"{FILE}.toml is missing. Copy it from the version before."] if newest else []
    words, unreadable = read_file(version, FILE)
    return [unreadable] if unreadable else problems(words, content)


def problems(words: Words, content: Content) -> list[str]:
    """Everything that is wrong with these words; empty when they can be used."""
    wrong = list(summary_types(words, f"{FILE}.toml"))
    if wrong:  # then nothing else can be judged
        return wrong
    entries = {id_: entry for id_, entry in words.items() if id_ not in ("words", "sentence")}
    return [
        *_frames(words.get("words", {})),
        *_sentences(words.get("sentence", [])),
        *(problem for id_, entry in entries.items() for problem in _known(id_, entry, content)),
        *(
            problem
            for id_, question in content.question_entries.items()
            if not question.get("known")
            for problem in _said(id_, question, entries.get(id_, {}))
        ),
    ]


def _frames(frames: Entry) -> Iterator[str]:
    for name, slots in FRAMES.items():
        yield from untranslated(f"{FILE}.toml, words {name}", frames, f"{name}_")
        yield from _slots(f"{FILE}.toml, words", frames, f"{name}_", slots)


def _slots(where: str, entry: Entry, prefix: str, slots: tuple[str, ...]) -> Iterator[str]:
    for lang, text in texts_of(entry, prefix).items():
        for slot in slots:
            if text.count(slot) != 1:
                yield f"{where}: {prefix}{lang} needs {slot} once. Put it where the answer comes."


def _sentences(sentences: list[Entry]) -> Iterator[str]:
    used = [place for sentence in sentences for place in sentence.get("places", [])]
    for place in TELLING:
        if used.count(place) != 1:
            yield f"{FILE}.toml: place {place} needs one [[sentence]]. Add it, or take it out of the others."
    for place in sorted(set(used) - set(TELLING)):
        yield f"{FILE}.toml, sentence: unknown place {place}. Use one of {', '.join(TELLING)}."
    for sentence in sentences:
        if texts_of(sentence):
            where = f"{FILE}.toml, sentence of {', '.join(sentence.get('places', []))}"
            yield from untranslated(where, sentence)


def _known(id_: str, entry: Entry, content: Content) -> Iterator[str]:
    """Every word belongs to something that is asked, and every key means something."""
    where = f"{FILE}.toml, {id_}"
    if id_ not in content.question_entries:
        yield f"{where}: there is no such question. Correct the name, or remove it."
        return
    codes = {option.get("code") for option in content.options(id_)}
    for key in sorted(entry.keys() - ENTRY_KEYS):
        yield f"{where}: unknown key {key}. Correct the name, or remove it."
    for code, option in entry.get("options", {}).items():
        if code not in codes:
            yield f"{where}: the question has no option {code}. Correct the name, or remove it."
        for key in sorted(option.keys() - OPTION_KEYS):
            yield f"{where}, option {code}: unknown key {key}. Correct the name, or remove it."
    if entry.get("calm", NONE) not in {NONE, *codes}:
        yield f"{where}: the question has no option {entry['calm']}. Correct calm."


def _said(id_: str, question: Entry, entry: Entry) -> Iterator[str]:
    """A question has a label, each answer its words, and a number the clause it stands in."""
    where = f"{FILE}.toml, {id_}"
    yield from untranslated(where, entry, "label_")
    placed = question.get("summary")
    silent = set() if placed else {UNKNOWN, NONE, *({entry["calm"]} if "calm" in entry else DENIED)}
    said = [] if question.get("type") == "chart" else question.get("options", [])  # a chart is drawn
    for option in said:
        if option.get("code") not in silent:
            words = entry.get("options", {}).get(option.get("code"), {})
            yield from untranslated(f"{where}, option {option.get('code')}", words)
    if (placed and question.get("type") in RANGES) or any(key.startswith("clause_") for key in entry):
        yield from untranslated(where, entry, "clause_")
        yield from _slots(where, entry, "clause_", ("{}",))
