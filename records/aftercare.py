"""Usual advice for after the treatment, in both languages. No Django."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CONTENT = Path(__file__).parent / "content" / "aftercare.toml"


@dataclass(frozen=True)
class Advice:
    code: str
    labels: dict[str, str]
    texts: dict[str, str]

    def label(self, lang: str) -> str:
        return self.labels.get(lang[:2], self.labels["nl"])

    def text(self, lang: str) -> str:
        return self.texts.get(lang[:2], self.texts["nl"])


@lru_cache
def load() -> dict[str, Advice]:
    """Every advice by its code, in the order of the page."""
    entries = tomllib.loads(CONTENT.read_text(encoding="utf-8"))["advice"]
    return {one["code"]: Advice(one["code"], one["label"], one["text"]) for one in entries}


def added(written: str, code: str, lang: str) -> str:
    """What was written with this advice below it, once; unchanged for a code that is not known."""
    advice = load().get(code)
    if advice is None or advice.text(lang) in written:
        return written
    return "\n".join(filter(None, [written.strip(), advice.text(lang)]))
