"""Two texts beside each other, line by line, with what differs marked. No Django."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ALIKE = 0.5  # from here on two lines are the same line, changed
_PIECE = re.compile(r" ?\w+| ?[^\w\s]|\s")  # a word or a sign, with the space before it


@dataclass(frozen=True)
class Bit:
    """A piece of a line, marked when the other version does not have it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """One line of a text; `depth` is how deep it stands in an outline, 0 at the top."""

    depth: int
    bits: tuple[Bit, ...]


@dataclass(frozen=True)
class Pair:
    """A line of the old text and the line of the new one that belongs beside it; either may be missing."""

    old: Line | None
    new: Line | None
    same: bool = False


@lru_cache(maxsize=2048)
def beside(old: str, new: str) -> tuple[Pair, ...]:
    """Both texts line by line: lines that belong together beside each other, what differs marked."""
    left, right = ([_depth(line) for line in text.split("\n") if line] for text in (old, new))
    pairs: list[Pair] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            lines = [Line(depth, (Bit(text, False),)) for depth, text in left[a:b]]
            pairs += [Pair(line, line, same=True) for line in lines]
        else:
            pairs += _matched(left[a:b], right[c:d])
    return tuple(pairs)


def _depth(line: str) -> tuple[int, str]:
    text = line.lstrip(" ")
    spaces, item = len(line) - len(text), text.startswith("- ")
    return spaces // 2 + item, text.removeprefix("- ")


def _matched(left: list[tuple[int, str]], right: list[tuple[int, str]]) -> Iterator[Pair]:
    """Lines that changed, in order: alike ones beside each other, the others alone."""
    for depth, text in left:
        found = next((at for at, (_, other) in enumerate(right) if _alike(text, other)), None)
        if found is None:
            yield Pair(_whole(depth, text), None)
            continue
        yield from (Pair(None, _whole(*line)) for line in right[:found])
        yield _pair((depth, text), right[found])
        right = right[found + 1 :]
    yield from (Pair(None, _whole(*line)) for line in right)


def _alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _whole(depth: int, text: str) -> Line:
    return Line(depth, (Bit(text, True),))


def _pair(old: tuple[int, str], new: tuple[int, str]) -> Pair:
    if old[1] == new[1]:  # the same words in another group
        return Pair(_whole(*old), _whole(*new))
    left, right = _PIECE.findall(old[1]), _PIECE.findall(new[1])
    old_bits, new_bits = [], []
    for what, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for bits, words in ((old_bits, left[a:b]), (new_bits, right[c:d])):
            if words:
                bits.append(Bit("".join(words), what != "equal"))
    return Pair(Line(old[0], tuple(old_bits)), Line(new[0], tuple(new_bits)))
