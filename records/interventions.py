"""What a plan can hold, and what the patient is told about it. No Django, no clock, no database."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content" / "interventions.toml"
KINDS = ("hands_on", "hands_off", "coaching")
LANGUAGES = ("nl", "en")
OWN = "own"  # the code of an intervention that the therapist words


class ContentError(ValueError):
    """The content file says something that cannot be; the sentence names the place."""


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """The text in `lang` ("nl", "en-gb", ...); Dutch for a language we do not have."""
    return texts.get(lang[:2].lower(), texts.get("nl", ""))


@dataclass(frozen=True)
class Intervention:
    code: str
    names: Mapping[str, str]
    kinds: tuple[str, ...]  # at least one of KINDS; it is listed under the first
    what: Mapping[str, str]
    why: Mapping[str, str]
    risks: Mapping[str, str] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)  # for the therapist
    cautions: frozenset[str] = frozenset()  # screening rules that ask for care with it
    special: bool = False  # needs a permission of its own

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)

    def remark(self, lang: str) -> str:
        return in_language(self.remarks, lang)


@dataclass(frozen=True)
class Explanation:
    """A proposal for what to tell the patient, one line per intervention."""

    what: str
    why: str
    risks: str
    alternatives: str


@dataclass(frozen=True)
class Catalogue:
    """All interventions in the order of the content, and the expected course per complaint."""

    interventions: tuple[Intervention, ...]
    courses: Mapping[str, Mapping[str, str]]
    general: Mapping[str, Mapping[str, str]]

    def find(self, code: str) -> Intervention | None:
        return next((one for one in self.interventions if one.code == code), None)

    def of_kind(self, kind: str) -> list[Intervention]:
        """The interventions listed under `kind`; one of several kinds is listed once."""
        return [one for one in self.interventions if one.kinds[0] == kind]

    def course(self, complaint: str, lang: str) -> str:
        """What recovery to expect; empty for a complaint without a text."""
        return in_language(self.courses.get(complaint, {}), lang)

    def explain(self, codes: Iterable[str], lang: str) -> Explanation:
        """What, why, risks and alternatives of the interventions with these codes, in `lang`."""
        wanted = set(codes)
        chosen = [one for one in self.interventions if one.code in wanted]
        return Explanation(
            what=_lines((one.name(lang), in_language(one.what, lang)) for one in chosen),
            why=_lines((one.name(lang), in_language(one.why, lang)) for one in chosen),
            risks="\n".join(filter(None, [self._risks(chosen, lang), self._aftermath(chosen, lang)])),
            alternatives="\n".join(filter(None, self._alternatives(chosen, lang))),
        )

    def _risks(self, chosen: list[Intervention], lang: str) -> str:
        return _lines((one.name(lang), in_language(one.risks, lang)) for one in chosen)

    def _aftermath(self, chosen: list[Intervention], lang: str) -> str:
        kinds = {kind for one in chosen for kind in one.kinds}
        lines = [self._said(kind, "risks_", lang) for kind in KINDS if kind in kinds]
        net = [self._said("safety_net", "", lang)] if "hands_on" in kinds else []
        return "\n".join(lines + net)

    def _alternatives(self, chosen: list[Intervention], lang: str) -> list[str]:
        if not chosen:
            return []
        own = _lines((one.name(lang), in_language(one.alternatives, lang)) for one in chosen)
        return [own, self._said("nothing", "", lang)]

    def _said(self, topic: str, prefix: str, lang: str) -> str:
        return in_language(_texts(self.general[topic], prefix), lang)


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in pairs if text)


def _texts(entry: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    return {lang: entry[prefix + lang] for lang in LANGUAGES if prefix + lang in entry}


def build(data: Mapping[str, list[dict]]) -> Catalogue:
    """A catalogue from the data of the content file. Raises ContentError when it cannot be used."""
    interventions = tuple(_intervention(entry) for entry in data["intervention"])
    codes = [one.code for one in interventions]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise ContentError(f"Intervention {min(twice)} is there twice.")
    courses = {entry["complaint"]: _texts(entry) for entry in data["course"]}
    return Catalogue(interventions, courses, data["general"])


def _intervention(entry: dict) -> Intervention:
    one = Intervention(
        code=entry["code"],
        names=_texts(entry),
        kinds=tuple(entry["kinds"]),
        what=_texts(entry, "what_"),
        why=_texts(entry, "why_"),
        risks=_texts(entry, "risks_"),
        alternatives=_texts(entry, "alternatives_"),
        remarks=_texts(entry, "remark_"),
        cautions=frozenset(entry.get("cautions", ())),
        special=entry.get("special", False),
    )
    if not one.kinds or not set(one.kinds) <= set(KINDS):
        raise ContentError(f"Intervention {one.code}: kinds must be some of {', '.join(KINDS)}.")
    if one.code == OWN or any(len(texts) < len(LANGUAGES) for texts in (one.names, one.what, one.why)):
        raise ContentError(f"Intervention {one.code}: name, what and why are needed in both languages.")
    return one


@lru_cache
def load() -> Catalogue:
    """The catalogue as it stands in content/interventions.toml."""
    return build(tomllib.loads(CONTENT.read_text(encoding="utf-8")))
