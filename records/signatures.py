"""A signature: drawn by finger, or a typed name. No Django, no clock, no database.

A drawing is kept as strokes of whole numbers inside its own frame, never as a picture that somebody sends:
what is shown later is drawn here from those numbers.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TypedDict

DRAWN, TYPED = "drawn", "typed"
ROLES = ("patient", "representative")
MOST_BYTES = 100_000
MOST_STROKES = 200
MOST_POINTS = 8_000
WIDEST = 4_000  # of the frame, in the units of the drawing
LEAST_POINTS = 8  # fewer is a dot or a slip of the finger
LEAST_SPREAD = 20  # a drawing smaller than this in both directions is a dot
LONGEST_NAME = 120

Point = tuple[int, int]
Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]


class SignatureError(ValueError):
    """Not a signature: `code` is "empty" (nothing, or a dot), "odd" (no drawing), "name" or "role"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Signature(TypedDict):
    """One signature as it is stored in Consent.signatures."""

    role: str  # one of ROLES
    name: str
    relation: str  # of a representative
    how: str  # DRAWN or TYPED
    strokes: list  # of DRAWN: strokes of points of x and y
    size: list[int]  # of DRAWN: width and height of the frame
    at: str  # ISO 8601


def clean_strokes(text: str, size: object = None) -> tuple[Strokes, Point]:
    """The strokes and the frame of a drawing sent as JSON: {"size": [w, h], "strokes": [[[x, y], ...], ...]}.

    A bare list of strokes is taken too, with `size` beside it. Raises SignatureError for anything odd.
    """
    if not isinstance(text, str) or len(text) > MOST_BYTES:
        raise SignatureError("odd")
    if not text.strip():
        raise SignatureError("empty")
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SignatureError("odd") from error
    if isinstance(sent, dict):
        sent, size = sent.get("strokes"), sent.get("size")
    return checked_strokes(sent, size)


def checked_strokes(sent: object, size: object) -> tuple[Strokes, Point]:
    """The same of values that are no text any more."""
    if not isinstance(sent, list | tuple) or len(sent) > MOST_STROKES:
        raise SignatureError("odd")
    frame = _point(size, (WIDEST, WIDEST))
    if min(frame) < 1:
        raise SignatureError("odd")
    strokes = tuple(_stroke(one, frame) for one in sent)
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS:
        raise SignatureError("odd")
    if len(points) < LEAST_POINTS or _spread(points) < LEAST_SPREAD:
        raise SignatureError("empty")
    return strokes, frame


def _stroke(sent: object, frame: Point) -> Stroke:
    if not isinstance(sent, list | tuple) or len(sent) > MOST_POINTS:
        raise SignatureError("odd")
    return tuple(_point(one, frame) for one in sent)


def _point(sent: object, most: Point) -> Point:
    """Two numbers from 0 to `most`, rounded; a point at the edge may lie a little outside the frame."""
    if not isinstance(sent, list | tuple) or len(sent) != len(most):
        raise SignatureError("odd")
    return _number(sent[0], most[0]), _number(sent[1], most[1])


def _number(sent: object, most: int) -> int:
    known = isinstance(sent, int | float) and not isinstance(sent, bool)
    if not known or not -most / 10 - 1 <= sent <= most * 1.1 + 1:  # NaN is in no range
        raise SignatureError("odd")
    return min(max(round(sent), 0), most)


def _spread(points: list[Point]) -> int:
    return max(max(axis) - min(axis) for axis in zip(*points, strict=True))


def clean(sent: Mapping[str, object], *, at: str) -> Signature:
    """A signature as it is stored, made at `at`. Raises SignatureError."""
    name = plain_text(sent.get("name", ""), LONGEST_NAME)
    if sent.get("role") not in ROLES:
        raise SignatureError("role")
    if not name or not any(letter.isalpha() for letter in name):
        raise SignatureError("name")
    made: Signature = {
        "role": str(sent["role"]),
        "name": name,
        "relation": plain_text(sent.get("relation", ""), LONGEST_NAME),
        "how": TYPED,
        "strokes": [],
        "size": [],
        "at": at,
    }
    if sent.get("how") == DRAWN:
        strokes, frame = checked_strokes(sent.get("strokes"), sent.get("size"))
        drawn = [[list(point) for point in stroke] for stroke in strokes if stroke]
        made |= {"how": DRAWN, "strokes": drawn, "size": list(frame)}
    elif sent.get("how") != TYPED:
        raise SignatureError("odd")
    return made


def plain_text(sent: object, longest: int) -> str:
    """Words that can be stored anywhere: no NUL, no half characters, no more than `longest`."""
    if not isinstance(sent, str):
        return ""
    return sent.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").strip()[:longest].strip()


def as_svg_path(strokes: Iterable[Iterable[Iterable[int]]]) -> str:
    """The `d` of an SVG path: a line through the points of each stroke; a single point as a dot."""
    return " ".join(_drawn([tuple(point) for point in stroke]) for stroke in strokes if stroke)


def _drawn(points: list[tuple[int, ...]]) -> str:
    first, *rest = [f"{int(x)} {int(y)}" for x, y in points]
    return f"M{first}" + "".join(f"L{point}" for point in rest or [first])
