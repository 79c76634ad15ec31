"""The words of letters and prints: content/letters.toml in one language. No Django."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent.parent / "content" / "letters.toml"


@lru_cache
def content() -> dict[str, Any]:
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """In one language: "nl" or "en"."""

    language: str

    def heading(self, key: str) -> str:
        """Above a part."""
        return self._in(content()["heading"][key])

    def subject(self, kind: str) -> str:
        return self._in(content()["kind"][kind]["subject"])

    def say(self, key: str, **values: object) -> str:
        """A sentence with its values; values are put in once, as they are."""
        return self._in(content()["say"][key]).format(**values)

    def of_print(self, key: str, **values: object) -> str:
        return self._in(content()["print"][key]).format(**values)

    def _in(self, texts: dict[str, str]) -> str:
        return texts["en" if self.language.startswith("en") else "nl"]


def parts_of(kind: str) -> tuple[str, ...]:
    """The keys of the parts of a kind of letter, in order."""
    return tuple(content()["kind"][kind]["parts"])


def is_one_page(kind: str) -> bool:
    """Start, not clear and interim fit one sheet (domain reference 9.4)."""
    return bool(content()["kind"][kind]["one_page"])


def shortened(text: str, most: int) -> str:
    """At most `most` characters, on one line, ending with a whole sentence or else a whole word.

    What was left out shows as an ellipsis: a shortened list of medicines must not read as a whole one.
    """
    told = " ".join(text.split())
    if len(told) <= most:
        return told
    cut = told[: most - 2]
    end = max(cut.rfind(sign) for sign in (". ", "? ", "! "))
    if end >= most // 2:
        return f"{cut[: end + 1]} …"
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(',;:')}…"
