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
MAY, ALWAYS = "may", "always"  # whether hands-on treatment is on the neck
CERVICAL_TREATMENT = "cervical_treatment"  # a type of consent, as in domain reference 8.1


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
    consent: str = ""  # the type of consent it needs wherever it is done
    neck: str = ""  # MAY be on the neck, ALWAYS is, or empty: never
    neck_first: frozenset[str] = frozenset()  # complaints with which it is proposed for the neck

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)

    def remark(self, lang: str) -> str:
        return in_language(self.remarks, lang)


@dataclass(frozen=True)
class Permission:
    """What the patient decides on apart, and has to know for it."""

    names: Mapping[str, str]
    texts: Mapping[str, str]
    risks: Mapping[str, str]

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)

    def told(self, lang: str) -> str:
        return "\n".join(filter(None, [in_language(self.texts, lang), in_language(self.risks, lang)]))


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
    permissions: Mapping[str, Permission]  # by type of consent, in the order they are asked

    def find(self, code: str) -> Intervention | None:
        return next((one for one in self.interventions if one.code == code), None)

    def of_kind(self, kind: str) -> list[Intervention]:
        """The interventions listed under `kind`; one of several kinds is listed once."""
        return [one for one in self.interventions if one.kinds[0] == kind]

    def course(self, complaint: str, lang: str) -> str:
        """What recovery to expect; empty for a complaint without a text."""
        return in_language(self.courses.get(complaint, {}), lang)

    def consents(self, code: str, *, on_neck: bool) -> set[str]:
        """The types of consent that the intervention with this code needs, there or elsewhere."""
        one = self.find(code)
        own = {one.consent} if one and one.consent else set()
        return own | {CERVICAL_TREATMENT} if on_neck or code in self.always_on_neck else own

    @property
    def always_on_neck(self) -> frozenset[str]:
        """The codes of what can only be done on the neck."""
        return frozenset(one.code for one in self.interventions if one.neck == ALWAYS)

    def explain(self, codes: Iterable[str], lang: str) -> Explanation:
        """What, why, risks and alternatives of the interventions with these codes, in `lang`.

        The risks of what is asked apart stand with that question; the patient reads them once.
        """
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

    def says(self, code: str, kinds: Iterable[str], topic: str, lang: str) -> str:
        """What the content tells of an intervention on one topic; its own text, otherwise that of its kind.

        Empty where the content says nothing: what and why of one that the therapist named.
        """
        one = self.find(code)
        if one and (own := in_language(getattr(one, topic), lang)):
            return own
        if topic == "risks":
            return "\n".join(self.general_text(kind, lang) for kind in KINDS if kind in kinds)
        return self.general_text("nothing", lang) if topic == "alternatives" else ""

    def general_text(self, topic: str, lang: str) -> str:
        """What holds of everything of a kind (its risks), or the sentence of another topic in general."""
        return self._said(topic, "risks_" if topic in KINDS else "", lang)

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
    permissions = {name: _permission(name, entry) for name, entry in data.get("permission", {}).items()}
    for one in interventions:
        _refuse_unasked(one, permissions)
    return Catalogue(interventions, courses, data["general"], permissions)


def _permission(name: str, entry: Mapping[str, str]) -> Permission:
    one = Permission(_texts(entry), _texts(entry, "text_"), _texts(entry, "risks_"))
    if any(len(texts) < len(LANGUAGES) for texts in (one.names, one.texts, one.risks)):
        raise ContentError(f"Permission {name}: name, text and risks are needed in both languages.")
    return one


def _refuse_unasked(one: Intervention, permissions: Mapping[str, Permission]) -> None:
    """What needs a consent of its own has a text to ask it with; only hands-on treatment is on the neck."""
    asked = {one.consent, CERVICAL_TREATMENT if one.neck else ""} - {""}
    for name in sorted(asked - set(permissions)):
        raise ContentError(f"Intervention {one.code}: there is no [permission.{name}] to ask with.")
    fitting = (MAY, ALWAYS) if "hands_on" in one.kinds else ()
    if (one.neck or one.neck_first) and one.neck not in fitting:
        raise ContentError(f'Intervention {one.code}: neck is "{MAY}" or "{ALWAYS}", of hands-on treatment.')


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
        consent=entry.get("consent", ""),
        neck=entry.get("neck", ""),
        neck_first=frozenset(entry.get("neck_first", ())),
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
