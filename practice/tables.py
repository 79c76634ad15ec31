"""Reads a table from CSV or XLSX, whatever program wrote it. No Django, no database."""

import codecs
import csv
import datetime
import io
from collections.abc import Iterator, Sequence
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

DELIMITERS = ";,\t"

# A line's number, as a spreadsheet shows it, and its cells.
Line = tuple[int, Sequence[object]]


class TableError(ValueError):
    """The file is no table. `kind` is "unreadable" or "not_text", or "not_csv" with the `line` and `why`."""

    def __init__(self, kind: str, line: int = 0, why: str = "") -> None:
        super().__init__(kind)
        self.kind, self.line, self.why = kind, line, why


def tables(raw: bytes, *, is_xlsx: bool) -> Iterator[list[Line]]:
    """The sheets of a spreadsheet; of a text file its lines, cut at each mark that may part columns.

    Raises TableError.
    """
    return _sheets(raw) if is_xlsx else _texts(raw)


def _sheets(raw: bytes) -> Iterator[list[Line]]:
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise TableError("unreadable") from error
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what exporters write there is not always true
            yield list(enumerate(sheet.iter_rows(values_only=True), start=1))
    finally:
        book.close()


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


def widest(found: Iterator[list[Line]]) -> list[Line]:
    """The table with most columns in its first line, which names them: the right mark, the right sheet."""
    return max(
        found, key=lambda lines: len([cell for cell in lines[0][1] if cell]) if lines else 0, default=[]
    )


def written(cell: object) -> str:
    """What a cell says, as somebody would type it: a day as 1985-04-12, a whole number without point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\0", "").split())
