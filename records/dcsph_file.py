"""Reads a list of DCSPH codes from CSV or XLSX as it is published. No Django, no database.

The published file has changed its column names before, so columns are known by their words, in any order
and below any number of title lines: a code of four digits, or location and condition of two digits each,
with their descriptions; optionally whether the combination is allowed, and from and until when.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from practice.tables import Line, TableError, tables

TITLE_LINES = 20  # how far down the line with the column names may stand
# Per column the words of which all parts must be in its name; the first fitting line wins.
COLUMNS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("location", (("omschrijving", "locali"), ("omschrijving", "locatie"), ("location", "text"))),
    (
        "condition",
        (("omschrijving", "patholog"), ("omschrijving", "aandoening"), ("condition", "text")),
    ),
    ("valid_from", (("ingang",), ("geldig", "van"), ("begin",), ("valid", "from"))),
    ("valid_to", (("eind",), ("geldig", "tot"), ("expiratie",), ("valid", "to"))),
    ("allowed", (("toegestaan",), ("allowed",))),
    ("location_code", (("locali", "code"), ("locatie", "code"), ("location", "code"))),
    ("condition_code", (("patholog", "code"), ("aandoening", "code"), ("condition", "code"))),
    ("code", (("diagnose", "code"), ("dcsph",), ("code",))),
    ("location", (("locali",), ("locatie",), ("location",))),
    ("condition", (("patholog",), ("aandoening",), ("condition",))),
)
YES, NO = {"j", "ja", "y", "yes", "x", "1", "true", "waar"}, {"n", "nee", "no", "0", "false", "onwaar", "-"}
LONGEST = {"location": 200, "condition": 300}  # characters, as DcsphCode stores them
DATES = ("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y")


class FileError(ValueError):
    """The file as a whole cannot be used; the sentence says what to do."""


@dataclass(frozen=True)
class Row:
    """One code as the file gives it."""

    code: str
    location: str
    condition: str
    allowed: bool = True
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong on one line (numbered from 1, as a spreadsheet shows it)."""

    line: int
    text: str


def read(path: Path) -> list[Line]:
    """The lines of the file with their numbers, from the one with the column names on. Raises FileError."""
    try:
        found = list(tables(path.read_bytes(), is_xlsx=path.suffix.lower() == ".xlsx"))
    except FileNotFoundError as error:
        raise FileError(f"There is no file {path}.") from error
    except (OSError, TableError) as error:
        raise FileError(_unreadable(path, error)) from error
    for lines in found:
        for index, (_number, cells) in enumerate(lines[:TITLE_LINES]):
            if _is_complete(columns(cells)):
                return lines[index:]
    raise FileError(
        "No line names the columns. Needed: a code of four digits (or a location code and a condition code), "
        "and the descriptions of location and condition."
    )


def _unreadable(path: Path, error: OSError | TableError) -> str:
    kind = getattr(error, "kind", "unreadable")
    if kind == "not_csv":
        return f"{path.name}, line {error.line}: this is no CSV ({error.why})."
    trouble = "is not a text file" if kind == "not_text" else "cannot be read"
    return f"{path.name} {trouble}. Give the CSV or XLSX file as published."


def columns(cells: Sequence[object]) -> dict[str, int]:
    """Which column stands where, by the words in its name."""
    names = {index: str(cell or "").strip().lower() for index, cell in enumerate(cells)}
    found: dict[str, int] = {}
    for column, choices in COLUMNS:
        free = (index for index in names if index not in found.values() and column not in found)
        for index in free:
            if any(all(word in names[index] for word in words) for words in choices):
                found[column] = index
                break
    return found


def _is_complete(found: dict[str, int]) -> bool:
    has_code = "code" in found or {"location_code", "condition_code"} <= found.keys()
    return has_code and {"location", "condition"} <= found.keys()


def parse(lines: Iterable[Line]) -> Iterator[Row | Problem]:
    """What each line below the column names holds: a Row, or its Problem; empty lines are left out."""
    numbered = iter(lines)
    where = columns(next(numbered)[1])
    seen: dict[str, tuple[int, Row]] = {}
    for number, cells in numbered:
        values = {name: _cell(cells, index) for name, index in where.items()}
        if not any(values.values()):
            continue
        try:
            row = _row(values)
        except ValueError as error:
            yield Problem(number, str(error))
            continue
        line, other = seen.get(row.code, (0, None))
        if other and _overlap(other, row):
            yield Problem(number, f"code {row.code} is on line {line} already.")
        elif other is None or _begin(other) < _begin(row):
            seen[row.code] = number, row
    yield from (row for _line, row in seen.values())


def _begin(row: Row) -> datetime.date:
    return row.valid_from or datetime.date.min


def _overlap(one: Row, other: Row) -> bool:
    """Two periods of one code may follow each other; then the newest one counts."""
    first, second = sorted((one, other), key=_begin)
    return (first.valid_to or datetime.date.max) >= _begin(second)


def _cell(cells: Sequence[object], index: int) -> object:
    value = cells[index] if index < len(cells) else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, datetime.date) else str("" if value is None else value).strip()


def _row(values: dict[str, object]) -> Row:
    code = str(values.get("code") or "") or _joined(values)
    if not re.fullmatch(r"[0-9]{4}", code):
        raise ValueError(f"“{code}” is not a code of four digits.")
    texts = {name: str(values.get(name) or "") for name in ("location", "condition")}
    for name, text in texts.items():
        if not text:
            raise ValueError(f"the description of the {name} is missing.")
        if len(text) > LONGEST[name]:
            raise ValueError(f"the description of the {name} is longer than {LONGEST[name]} characters.")
    row = Row(
        code,
        **texts,
        allowed=_allowed(str(values.get("allowed") or "")),
        valid_from=_date(values.get("valid_from")),
        valid_to=_date(values.get("valid_to")),
    )
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        raise ValueError("it ends before it begins.")
    return row


def _joined(values: dict[str, object]) -> str:
    """Location and condition in one code; a spreadsheet may have dropped a leading zero."""
    return "".join(str(values.get(name) or "").zfill(2) for name in ("location_code", "condition_code"))


def _allowed(text: str) -> bool:
    if not text or text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(f"“{text}” does not say whether the code is allowed. Use J or N.")


def _date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if not value:
        return None
    for form in DATES:
        try:
            return datetime.datetime.strptime(str(value), form).date()
        except ValueError:
            continue
    raise ValueError(f"“{value}” is not a date. Use day-month-year.")
