"""What a valid answer is, per type of question, and how it reads. No Django.

Stored forms: single = option code; multi = list of option codes; nrs0-10 and int0-31 = whole number;
date = "2026-11-22"; text = text; psk = list of 1 to 3 {"activity": text, "score": 0-10};
chart = list of {"region": code, "kind": option code or None, "score": 0-10 or None}, or ["none"]: nowhere.
None, "" and [] mean: not answered.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

Answer = str | int | list[Any]

NONE = "none"  # the exclusive "none of these" of a list
UNKNOWN = "unknown"  # "I don't know": the answer is given, the fact stays unknown
RANGES = {"nrs0-10": (0, 10), "int0-31": (0, 31)}
TYPES = ("single", "multi", "date", "text", "psk", "chart", *RANGES)
TEXT_LIMIT = 2000  # characters
ACTIVITY_LIMIT = 200  # characters
ACTIVITIES = 3

SENTENCES = {
    "not_an_option": "{value} is not one of the options",
    "not_a_list": "this must be a list of options",
    "not_one": "choose one option",
    "none_with_others": "none of these cannot be combined with another option",
    "not_a_number": "this must be a whole number",
    "out_of_range": "choose a number from {low} to {high}",
    "not_a_date": "this must be a date, such as 1980-12-31",
    "not_text": "this must be text",
    "too_long": "use at most {limit} characters",
    "bad_character": "this text holds a character that cannot be stored",
    "not_a_chart": "name regions of the chart, each once, with a kind of pain and a score from 0 to 10",
    "not_activities": "name 1 to 3 activities, each with a score from 0 to 10",
}


class AnswerError(ValueError):
    """An answer that does not fit its question.

    `key` is one of SENTENCES (forms translate by it), `params` fill its placeholders; str() is English.
    """

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(SENTENCES[key].format(**params))
        self.key, self.params = key, params


def is_empty(value: object) -> bool:
    """Nothing, an empty text and an empty list are all: not answered."""
    return value is None or value in ("", [], ())


def clean_single(value: object, codes: Collection[str]) -> str:
    if not isinstance(value, str):
        raise AnswerError("not_one")
    if value not in codes:
        raise AnswerError("not_an_option", value=value)
    return value


def clean_multi(value: object, codes: Collection[str]) -> list[str]:
    if not isinstance(value, list | tuple):
        raise AnswerError("not_a_list")
    chosen = {clean_single(code, codes) for code in value}
    return [code for code in codes if code in chosen]


def clean_number(value: object, type_: str) -> int:
    """A whole number within the range of the type; digits typed in a form are welcome too."""
    low, high = RANGES[type_]
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise AnswerError("not_a_number")
    if not low <= value <= high:
        raise AnswerError("out_of_range", low=low, high=high)
    return value


def clean_text(value: object, limit: int = TEXT_LIMIT) -> str:
    if not isinstance(value, str):
        raise AnswerError("not_text")
    text = value.replace("\r\n", "\n").strip()
    if len(text) > limit:
        raise AnswerError("too_long", limit=limit)
    if any((ord(sign) < 32 and sign not in "\n\t") or 0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise AnswerError("bad_character")
    return text


def clean_date(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    try:
        return datetime.date.fromisoformat(value).isoformat()  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise AnswerError("not_a_date") from None


def clean_activities(value: object) -> list[dict[str, str | int]]:
    """One to three pairs of an activity and how hard it was (0 = no trouble, 10 = impossible)."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= ACTIVITIES:
        raise AnswerError("not_activities")
    return [_clean_activity(pair) for pair in value]


def _clean_activity(pair: object) -> dict[str, str | int]:
    if not isinstance(pair, Mapping) or set(pair) != {"activity", "score"}:
        raise AnswerError("not_activities")
    activity = clean_text(pair["activity"], ACTIVITY_LIMIT)
    if not activity:
        raise AnswerError("not_activities")
    return {"activity": activity, "score": clean_number(pair["score"], "nrs0-10")}


def clean_chart(
    value: object, regions: Collection[str], kinds: Collection[str]
) -> list[str | dict[str, str | int | None]]:
    """The regions that hurt, each once, in the order of the chart; kind and score may be left open.

    NONE instead says that nothing hurts anywhere; beside a mark it comes last.
    """
    if not isinstance(value, list | tuple):
        raise AnswerError("not_a_chart")
    marks = {
        mark["region"]: mark for mark in (_clean_mark(one, regions, kinds) for one in value if one != NONE)
    }
    nowhere = [NONE] if NONE in value else []
    if len(marks) + len(nowhere) != len(value):
        raise AnswerError("not_a_chart")
    return [*(marks[code] for code in regions if code in marks), *nowhere]


def _clean_mark(
    mark: object, regions: Collection[str], kinds: Collection[str]
) -> dict[str, str | int | None]:
    if not isinstance(mark, Mapping) or not {"region"} <= set(mark) <= {"region", "kind", "score"}:
        raise AnswerError("not_a_chart")
    kind, score = mark.get("kind"), mark.get("score")
    return {
        "region": clean_single(mark["region"], regions),
        "kind": None if is_empty(kind) else clean_single(kind, kinds),
        "score": None if is_empty(score) else clean_number(score, "nrs0-10"),
    }
