"""What taking over a list of patients would do, line by line: who is new, who is known, what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import known, names
from practice.forms.import_file import ReadRow, from_text, read_row
from practice.likeness import EQUAL, MISSING, Likeness, compare
from practice.models import BROUGHT, Patient, PatientImport

NEW, GAPS, PERHAPS, KNOWN, WRONG = "new", "gaps", "perhaps", "known", "wrong"
VERDICTS: dict[str, object] = {
    WRONG: gettext_lazy("wrong"),
    PERHAPS: gettext_lazy("perhaps known"),
    GAPS: gettext_lazy("without a value"),
    KNOWN: gettext_lazy("known already"),
    NEW: gettext_lazy("new"),
}
TAKEN_OVER = (NEW, GAPS, PERHAPS)
# Names of columns that are understood without a choice, for a list that is made by hand.
EXAMPLE = (
    *("patientnummer", "voorletters", "voornaam", "tussenvoegsel", "achternaam", "partnernaam"),
    *("geboortedatum", "geslacht", "straat", "huisnummer", "toevoeging", "postcode", "woonplaats"),
    *("telefoon", "email", "taal", "huisarts"),
)
BATCH = 500  # lines that are compared with what is known in one go


@dataclass(frozen=True)
class Judged:
    """One line of the file, numbered as a spreadsheet does, with what happens with it and why."""

    line: int
    verdict: str
    words: list[str]
    row: ReadRow = field(default_factory=ReadRow)

    @property
    def is_taken_over(self) -> bool:
        return self.verdict in TAKEN_OVER

    @property
    def reported(self) -> list[object]:
        """What is kept of it: no values of the patient."""
        return [self.line, self.verdict, self.words]


def judged(run: PatientImport, *, start: int = 0, count: int | None = None) -> Iterator[Judged]:
    """The lines of the file from the `start`-th patient on, `count` of them, each with its verdict.

    A line is known when it has the number of a patient who came from the same system, or is of somebody
    whom nothing tells apart from a patient here, or from one who was brought before, as that one was then; so
    the same file a second time brings nobody, whatever the desk mended or merged meanwhile.
    """
    rows = from_text(run.text)[1:]
    before = _Before(rows[:start], run.mapping)
    end = len(rows) if count is None else min(start + count, len(rows))
    for first in range(start, end, BATCH):
        batch = [(number + 2, rows[number]) for number in range(first, min(first + BATCH, end))]
        read = [(line, read_row(cells, run.mapping)) for line, cells in batch if any(cells)]
        here = _Here(row for _line, row in read)
        for line, row in read:
            yield _judge(line, row, before, here)


class WrongLinesError(Exception):
    """Somebody in this file cannot be registered; `lines` says where."""

    def __init__(self, lines: list[Judged]) -> None:
        super().__init__(", ".join(f"{one.line}" for one in lines))
        self.lines = lines


def to_take_over(run: PatientImport) -> list[tuple[dict[str, object], str]]:
    """Who is to be registered from this file, as things are now: data by field name, and the GP's name.

    Raises WrongLinesError: all or nothing.
    """
    found = list(judged(run))
    wrong = [one for one in found if one.verdict == WRONG]
    if wrong:
        raise WrongLinesError(wrong)
    return [(one.row.data, one.row.gp_name) for one in found if one.is_taken_over]


def _judge(line: int, row: ReadRow, before: "_Before", here: "_Here") -> Judged:
    same_number, same_person = before.add(line, row)
    problems = list(row.problems)
    if same_number:
        problems.append(
            _("Line %(line)s has the same number in the previous system.") % {"line": same_number}
        )
    if problems:
        return Judged(line, WRONG, list(map(str, problems)), row)
    patient, is_sure = here.found(row)
    if patient and is_sure:
        return Judged(line, KNOWN, [_("Is patient %(number)s.") % {"number": patient.number}], row)
    words = [_("%(said)s (left out)") % {"said": said} for said in row.gaps]
    doubts = []
    if patient:
        doubts.append(_("May be the same person as patient %(number)s.") % {"number": patient.number})
    if same_person:
        doubts.append(_("May be the same person as line %(line)s.") % {"line": same_person})
    verdict = PERHAPS if doubts else GAPS if words else NEW
    return Judged(line, verdict, doubts + words, row)


class _Before:
    """The lines above, to find one that is there twice."""

    def __init__(self, rows: Sequence[Sequence[str]], mapping: dict[str, str]) -> None:
        self.numbers: dict[str, int] = {}
        self.people: dict[tuple[object, ...], int] = {}
        for number, cells in enumerate(rows):
            self.add(number + 2, read_row(cells, mapping))

    def add(self, line: int, row: ReadRow) -> tuple[int, int]:
        """The line with the same previous number, and the line about the same person; 0 for none."""
        number = row.data["previous_number"]
        name, first = names.plain(str(row.data["birth_name"])), names.plain(str(row.data["first_name"]))
        person = (row.data["birth_date"], name, first or row.data["initials"])
        same_number = self.numbers.setdefault(number, line) if number else line
        same_person = self.people.setdefault(person, line)
        return same_number if same_number != line else 0, same_person if same_person != line else 0


class _Here:
    """Patients who may be in these lines: of the same birth date, or from the same place in the list."""

    def __init__(self, rows: Iterable[ReadRow]) -> None:
        rows = list(rows)
        self.brought: dict[object, list[Patient]] = defaultdict(list)
        days = {row.data["birth_date"] for row in rows if row.data["birth_date"]}
        numbers = {row.data["previous_number"] for row in rows if row.data["previous_number"]}
        patients = Patient.objects.filter(merged_into=None)
        self.by_number = {
            one.previous_number: one for one in Patient.objects.filter(previous_number__in=numbers)
        }
        self.by_day: dict[object, list[Patient]] = defaultdict(list)
        for patient in patients.filter(birth_date__in=days):
            self.by_day[patient.birth_date].append(patient)
        brought = Patient.history.filter(history_change_reason=BROUGHT, birth_date__in=days).defer("bsn")
        for patient in brought.order_by("history_id"):
            self.brought[patient.birth_date].append(patient)

    def found(self, row: ReadRow) -> tuple[Patient | None, bool]:
        """Whom this line is about, and whether that is sure."""
        number = row.data["previous_number"]
        if number in self.by_number:
            return self.by_number[number], True
        person = known.person_of(row.data)
        day = row.data["birth_date"]
        alike = [(compare(person, one), one) for one in self.by_day[day]]
        as_brought = ((compare(person, one), one) for one in self.brought[day])
        for likeness, patient in chain(alike, as_brought):
            other_number = number and patient.previous_number and patient.previous_number != number
            if _nothing_differs(likeness) and not other_number:
                return patient, True
        best = max(alike, key=lambda pair: pair[0].score, default=None)
        return (best[1] if best and best[0].is_suggested else None), False


def _nothing_differs(likeness: Likeness) -> bool:
    fields = likeness.fields
    named = fields["birth_name"] == EQUAL and EQUAL in (fields["first_name"], fields["initials"])
    return named and all(found in (EQUAL, MISSING) for found in fields.values())
