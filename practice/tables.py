"""Reads a table from CSV or XLSX, whatever program wrote it. No Django, no database."""

import codecs
import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

DELIMITERS = ";,\t"
MOST_UNPACKED = 100 * 1024 * 1024  # bytes a spreadsheet takes when it is unpacked
_ANNOUNCED = re.compile(r"sep=.\r?\n")  # a line for Excel, which does not show it either
SHEET_END = 1_048_576  # lines; no spreadsheet goes further
# What reading a damaged or half-written spreadsheet ends in.
BROKEN = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, zlib.error),
)

Cells = Sequence[object]
# A line's number, as a spreadsheet shows it, and its cells.
Line = tuple[int, Cells]


class TableError(ValueError):
    """The file is no table. `kind` is "unreadable", "not_text", "too_large", "too_long" or "not_csv".

    The last comes with the `line` and `why`.
    """

    def __init__(self, kind: str, line: int = 0, why: str = "") -> None:
        super().__init__(kind)
        self.kind, self.line, self.why = kind, line, why


def tables(raw: bytes, *, is_xlsx: bool) -> Iterator[list[Line]]:
    """The sheets of a spreadsheet; of a text file its lines, cut at each mark that may part columns.

    Raises TableError.
    """
    if not is_xlsx:
        return _texts(raw)
    return (list(enumerate(lines, start=1)) for lines in _sheets(raw, SHEET_END))


def table(raw: bytes, *, is_xlsx: bool, most: int) -> list[Cells]:
    """The lines of a text file, or of the sheet with most columns; the first names them. At most `most`.

    Empty lines keep their place, except at the end. Raises TableError.
    """
    return max(_sheets(raw, most), key=_width, default=[]) if is_xlsx else _text(raw, most)


def _sheets(raw: bytes, most: int) -> Iterator[list[Cells]]:
    try:
        with ZipFile(io.BytesIO(raw)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise TableError("too_large")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what exporters write there is not always true
            yield _kept(sheet.iter_rows(values_only=True), most)
        book.close()
    except TableError:
        raise
    except BROKEN as error:
        raise TableError("unreadable") from error


def _width(lines: list[Cells]) -> int:
    return len([cell for cell in lines[0] if cell]) if lines else 0


def _text(raw: bytes, most: int) -> list[Cells]:
    """Cut at the mark that makes most columns of the first line.

    A quote that is not closed is an error: reading on would make one patient of two.
    """
    text = _decoded(raw)
    announced = _ANNOUNCED.match(text)
    text = text[announced.end() :] if announced else text
    names = re.split("[\r\n]", text, maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: _width([names.split(mark)]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _kept(reader, most)
    except csv.Error as error:
        raise TableError("not_csv", reader.line_num, str(error)) from error


def _texts(raw: bytes) -> Iterator[list[Line]]:
    text = _decoded(raw)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield [(reader.line_num, cells) for cells in reader]
        except csv.Error as error:
            raise TableError("not_csv", reader.line_num, str(error)) from error


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw:
        raise TableError("not_text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _kept(lines: Iterable[Cells], most: int) -> list[Cells]:
    kept: list[Cells] = []
    empty = 0
    for cells in islice(lines, SHEET_END):
        if all(cell in (None, "") for cell in cells):
            empty += 1
            continue
        if len(kept) + empty >= most:
            raise TableError("too_long")
        kept += [*[()] * empty, cells]
        empty = 0
    return kept


def written(cell: object) -> str:
    """What a cell says, as somebody would type it: a day as 1985-04-12, a whole number without point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\0", "").split())
