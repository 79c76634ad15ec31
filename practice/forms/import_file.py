"""A list of patients from another system: the file, its columns, and one line of it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from practice import columns, names
from practice.forms.fields import BirthDateField, PhoneField, PostcodeField
from practice.models import NameUse, Patient
from practice.tables import TableError, table, written

LARGEST = 10 * 1024 * 1024  # bytes
ZIPPED = b"PK\3\4"  # how a spreadsheet begins, whatever it is called
MOST_LINES = 50_000
MOST_COLUMNS = 200
UNREADABLE = _("This file cannot be read (line %(line)s). Export it again, as CSV or as Excel (.xlsx).")
NOT_READ: dict[str, object] = {
    "too_long": _("This file has more than 50,000 lines. Split it into parts."),
    "too_large": _("This file holds more than can be read at once. Split it into parts."),
}
NEEDED = ("birth_name", "birth_date", "sex")
LEFT_OUT = ("bsn",)
MASKED = "•••••••••"

LABELS: dict[str, object] = {
    "previous_number": _("Number in the previous system"),
    "initials": _("Initials"),
    "first_name": _("First name"),
    "prefix": _("Prefix"),
    "birth_name": _("Birth name"),
    "partner_prefix": _("Partner's prefix"),
    "partner_name": _("Partner's name"),
    "name_use": _("Name in use"),
    "birth_date": _("Birth date"),
    "sex": _("Sex at birth"),
    "street": _("Street"),
    "street_and_number": _("Street with number"),
    "house_number": _("House number"),
    "house_letter": _("Letter"),
    "house_addition": _("Addition"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "language": _("Language"),
    "gp_name": _("General practitioner"),
    "bsn": _("BSN (left out)"),
}
SEXES = {"f": ("v", "vrouw", "f", "female", "2"), "m": ("m", "man", "male", "1")}
SEXES |= {"x": ("x", "o", "onbekend", "anders", "other", "unknown", "0", "9")}
LANGUAGES = {"en": ("en", "engels", "english", "eng"), "nl": ("", "nl", "nederlands", "dutch", "ned")}
NAME_USES = {
    NameUse.BIRTH: ("", "e", "eigen", "eigen naam", "geboortenaam", "birth", "1"),
    NameUse.PARTNER: ("p", "partner", "naam partner", "partnernaam", "2"),
    NameUse.PARTNER_BIRTH: ("v", "partner - eigen", "partner-eigen", "partner_birth", "3"),
    NameUse.BIRTH_PARTNER: ("n", "eigen - partner", "eigen-partner", "birth_partner", "4"),
}
# The last number that is followed by no other: "Plein 1944 12" is number 12, "Kerkstraat 5a-2" number 5.
_STREET = re.compile(r"(?P<street>.*?\D)\s*(?P<number>\d{1,5})(?!\s*\d)\s*(?P<rest>.*)")
_YEAR_FIRST = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])(\d\d)")
_REST = re.compile(r"-?\s*(?P<letter>[A-Za-z]?)\b[\s-]*(?P<addition>.*)")

_BORN, _PHONE = BirthDateField(required=False), PhoneField(required=False)
_POSTCODE, _EMAIL = PostcodeField(required=False), forms.EmailField(required=False)


class UploadForm(forms.Form):
    """The file as another system exported it. `rows` holds its lines, the names of the columns first."""

    file = forms.FileField(
        label=_("File (CSV or Excel)"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with your patients.")},
    )
    rows: list[list[str]]

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is larger than 10 MB. Split it into parts."))
        self.rows = read_file(file.name, file.read())
        return file


def read_file(name: str, raw: bytes) -> list[list[str]]:
    """The lines of the file as text, the names of the columns first; empty lines keep their place.

    Raises ValidationError when the file cannot be used.
    """
    try:
        is_xlsx = raw.startswith(ZIPPED) or name.lower().endswith(".xlsx")
        lines = table(raw, is_xlsx=is_xlsx, most=MOST_LINES + 1)
    except TableError as error:
        said = NOT_READ.get(error.kind, UNREADABLE)
        raise ValidationError(said, params={"line": error.line or 1}) from error
    rows = [[written(cell) for cell in cells] for cells in lines]
    if len(rows) < 2:
        raise ValidationError(
            _("This file holds no patients: the first line names the columns, the others are patients.")
        )
    if not any(rows[0]):
        raise ValidationError(_("The first line of this file is empty. It has to name the columns."))
    if max(map(len, rows)) > MOST_COLUMNS:
        rows = _without_empty_columns(rows)
    return _without_bsn(rows)


def _without_bsn(rows: list[list[str]]) -> list[list[str]]:
    """What looks like a BSN is neither kept nor shown: it needs the document, at the desk."""
    columns_ = [int(number) for number, name in guessed(rows).items() if name in LEFT_OUT]
    for row in rows[1:]:
        for number in columns_:
            if number < len(row) and row[number]:
                row[number] = MASKED
    return rows


def _without_empty_columns(rows: list[list[str]]) -> list[list[str]]:
    """Without the columns at the end that hold nothing, as a spreadsheet with colours far to the right has.

    Raises ValidationError when there are too many all the same.
    """
    end = max(number for row in rows for number, cell in enumerate(row, start=1) if cell)
    if end > MOST_COLUMNS:
        raise ValidationError(_("This file has more than 200 columns. Leave out what is not needed."))
    return [row[:end] for row in rows]


class MappingForm(forms.Form):
    """What each column holds; `mapping` is what was chosen, field by number of the column."""

    def __init__(
        self, data: object = None, *, rows: Sequence[Sequence[str]], mapping: dict[str, str]
    ) -> None:
        super().__init__(data)
        choices = [("", _("leave out")), *LABELS.items()]
        for number, header in enumerate(rows[0]):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=header or _("(no name)"),
                choices=choices,
                required=False,
                initial=mapping.get(str(number), ""),
            )
            self.fields[f"column{number}"].samples = _samples(rows, number)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        chosen = [field_ for field_ in self.mapping.values() if field_]
        twice = next((one for one in chosen if chosen.count(one) > 1), None)
        if twice:
            said = _("Two columns are “%(field)s”. Choose one of them, and leave the other out.")
            raise ValidationError(said, params={"field": LABELS[twice]})
        missing = [LABELS[one] for one in NEEDED if one not in chosen]
        if not {"initials", "first_name"} & set(chosen):
            missing.append(LABELS["initials"])
        if missing:
            said = _("Choose the column with: %(fields)s.")
            raise ValidationError(said, params={"fields": ", ".join(map(str, missing))})
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        found = {name.removeprefix("column"): value for name, value in self.cleaned_data.items()}
        return {number: value for number, value in found.items() if value}


def guessed(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What the columns seem to hold, in the shape of MappingForm.mapping."""
    return {str(number): name for number, name in columns.guess(rows[0], rows[1:]).items()}


def _samples(rows: Sequence[Sequence[str]], number: int, count: int = 3) -> str:
    cells = (row[number] for row in rows[1:200] if number < len(row) and row[number])
    return " · ".join([cell for cell, _n in zip(dict.fromkeys(cells), range(count), strict=False)])


@dataclass
class ReadRow:
    """One line as registration data by field name, with what could not be read, in words.

    With `problems` nobody can be registered; `gaps` are values that are left out.
    """

    data: dict[str, object] = field(default_factory=dict)
    gp_name: str = ""
    problems: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def refuse(self, name: str, sentence: object) -> None:
        said = self.problems if name in (*NEEDED, "initials", "previous_number") else self.gaps
        said.append(f"{LABELS[name]}: {sentence}")


def read_row(cells: Sequence[str], mapping: dict[str, str]) -> ReadRow:
    """One line of the file as it will be registered, without BSN: that needs the document, at the desk."""
    given = {name: cells[int(number)] for number, name in mapping.items() if int(number) < len(cells)}
    row = ReadRow(gp_name=given.pop("gp_name", "")[:120])
    row.data = {**_name(given), **_house(given, row), **_cleaned(given, row), **_coded(given, row)}
    row.data |= {"city": given.get("city", ""), "previous_number": given.get("previous_number") or None}
    for name in NEEDED:
        if not given.get(name):
            row.refuse(name, _("fill this in, it is needed."))
    if not row.data["initials"]:
        row.refuse("initials", _("fill in the initials or the first name."))
    if given.get("birth_name") and not row.data["birth_name"]:
        row.refuse("birth_name", _("fill this in, it is needed."))
    _cut(row)
    return row


def _name(given: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for prefix, name in (("prefix", "birth_name"), ("partner_prefix", "partner_name")):
        before, bare = given.get(prefix, "").lower(), given.get(name, "")
        if "," in bare and not before:  # "Berg, van den"
            bare, _comma, before = (part.strip() for part in bare.partition(","))
        elif not before:
            before, bare = names.split_prefix(bare)
        found |= {prefix: before, name: bare}
    first = given.get("first_name", "")
    initials = names.written_initials(given.get("initials", "") or first[:1])
    return {**found, "first_name": first, "initials": initials[:20]}


def _house(given: dict[str, str], row: ReadRow) -> dict[str, object]:
    """Street, number, letter and addition, also when they stand in one column."""
    street, whole = given.get("street", ""), given.get("street_and_number", "")
    number = given.get("house_number", "")
    found = _STREET.fullmatch(whole or f"- {number}") if whole or number else None
    rest = _REST.fullmatch(found["rest"]) if found else None
    if number and not found:
        row.refuse("house_number", _("type a number, with letter and addition behind it."))
    if whole:
        street = found["street"].strip() if found else whole
    letter = given.get("house_letter", "") or (rest["letter"] if rest else "")
    addition = given.get("house_addition", "") or (rest["addition"].strip() if rest else "")
    house_number = int(found["number"]) or None if found else None
    parts = {"street": street, "house_letter": letter.upper(), "house_addition": addition}
    return {**parts, "house_number": house_number}


def _cleaned(given: dict[str, str], row: ReadRow) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, clean in (("birth_date", _BORN), ("phone", _PHONE), ("postcode", _POSTCODE), ("email", _EMAIL)):
        try:
            found[name] = clean.clean(
                _day(given.get(name, "")) if name == "birth_date" else given.get(name, "")
            )
        except ValidationError as error:
            found[name] = "" if name != "birth_date" else None
            row.refuse(name, error.messages[0])
    return found


def _day(text: str) -> str:
    """Also as other systems write it: 19850412, or with a time behind it."""
    day = text.split(" 00:00", maxsplit=1)[0].split("T00:00", maxsplit=1)[0]
    found = _YEAR_FIRST.fullmatch(day)
    return "-".join(found.groups()) if found else day


def _coded(given: dict[str, str], row: ReadRow) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in (("sex", SEXES), ("language", LANGUAGES), ("name_use", NAME_USES)):
        said = given.get(name, "").lower()
        code = next((code for code, known in words.items() if said in known), None)
        if code is None and said:
            offered = ", ".join(known[0] or known[1] for known in words.values())
            row.refuse(name, _("this word is not known here; use one of: %s.") % offered)
        found[name] = code or {"language": "nl", "name_use": NameUse.BIRTH}.get(name, "")
    if not given.get("partner_name"):
        found["name_use"] = NameUse.BIRTH
    return found


def _cut(row: ReadRow) -> None:
    """Take out what does not fit its column."""
    for name, value in row.data.items():
        most = Patient._meta.get_field(name).max_length
        if isinstance(value, str) and most and len(value) > most:
            row.data[name] = None if name == "previous_number" else ""
            row.refuse(name, _("this is longer than %s characters.") % most)


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """The lines as they are kept until they are taken over."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str | None) -> list[list[str]]:
    return json.loads(text) if text else []
