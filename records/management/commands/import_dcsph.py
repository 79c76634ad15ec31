"""`manage.py import_dcsph FILE`: take over the list of diagnosis codes as Vektis publishes it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from practice import audit
from records import dcsph_file
from records.actions import import_dcsph
from records.dcsph_file import FileError, Problem, Row

SHOWN = 50  # problems; more of them say nothing new


class Command(BaseCommand):
    help = (
        "Takes over a list of DCSPH codes (CSV or XLSX). All or nothing: with a mistake in any line "
        "nothing is imported. Codes that are no longer in the list stay readable, but cannot be chosen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            rows, problems = self._rows(file)
        except FileError as error:
            raise CommandError(str(error)) from error
        if problems:
            raise CommandError(_said(problems))
        if not rows:
            raise CommandError(f"{file.name} has no codes below the names of the columns.")
        done = import_dcsph(rows=rows, by=audit.SYSTEM)
        self.stdout.write(
            f"{done.added} codes added, {done.changed} changed, {done.unchanged} as they were; "
            f"{done.withdrawn} may not be chosen any more."
        )
        barred = sum(not row.allowed for row in rows)
        if barred:
            self.stdout.write(f"The list itself does not allow {barred} of its {len(rows)} codes.")

    def _rows(self, file: Path) -> tuple[list[Row], list[Problem]]:
        lines = dcsph_file.read(file)
        rows: list[Row] = []
        problems: list[Problem] = []
        bar = tqdm(lines, desc="Reading", unit=" lines", file=self.stderr, disable=not self.stderr.isatty())
        for found in dcsph_file.parse(bar):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.append(found)
        return rows, problems


def _said(problems: list[Problem]) -> str:
    lines = [f"Line {problem.line}: {problem.text}" for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        lines.append(f"... and {len(problems) - SHOWN} more.")
    return "\n".join([*lines, "Nothing is imported. Mend the file and try again."])
