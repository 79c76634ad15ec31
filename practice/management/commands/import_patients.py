"""`manage.py import_patients FILE`: patients of another system, all or nothing; twice brings nobody twice."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from tqdm import tqdm

from practice import importing
from practice.actions import importing as actions
from practice.forms.import_file import LABELS, MappingForm, as_text, guessed, read_file
from practice.models import PatientImport, Role, User

SHOWN = 50  # lines that are not simply new; --report FILE holds every line


class Command(BaseCommand):
    help = (
        "Registers the patients in a CSV or XLSX file. Columns are guessed by their names; see --dry-run. "
        "All or nothing: with a wrong line nobody is registered. Who is known already is left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the manager who does this")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, register nobody")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="NAME=FIELD",
            help=f"what a column holds, where the guess is wrong; empty leaves it out: {', '.join(LABELS)}",
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what happens with each line")

    def handle(
        self, *, file: Path, by: str, dry_run: bool, column: list[str], report: Path | None, **_: object
    ):
        manager = self._manager(by)
        self._write(report, "")  # before anything is done, where that is impossible
        run = self._run(file, column, manager)
        found = self._judged(run)
        counted = Counter(one.verdict for one in found)
        self._tell(found, report)
        if counted[importing.WRONG]:
            actions.cancel_import(run=run, by=manager)
            raise CommandError("Nobody is registered: mend the lines that are wrong, and try again.")
        wanted = sum(counted[verdict] for verdict in importing.TAKEN_OVER)
        if dry_run:
            actions.cancel_import(run=run, by=manager)
            self.stdout.write(f"{wanted} would be registered, {counted[importing.KNOWN]} are known already.")
            return
        self._take_over(run, manager)
        self.stdout.write(f"{wanted} registered, {counted[importing.KNOWN]} were known already.")

    def _manager(self, username: str) -> User:
        user = User.objects.filter(username=username, is_active=True, role=Role.MANAGER).first()
        if user is None:
            raise CommandError(f"{username} is no manager who works here.")
        return user

    def _run(self, file: Path, chosen: list[str], by: User) -> PatientImport:
        try:
            rows = read_file(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read.") from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        mapping = self._mapping(rows, chosen)
        lines = len(rows) - 1
        run = actions.start_import(name=file.name, text=as_text(rows), lines=lines, mapping=mapping, by=by)
        return actions.map_columns(run=run, mapping=mapping, by=by)

    def _mapping(self, rows: list[list[str]], chosen: list[str]) -> dict[str, str]:
        mapping = guessed(rows)
        for pair in chosen:
            name, _equals, field = pair.rpartition("=")
            if name not in rows[0]:
                raise CommandError(f"The file has no column {name!r}. It has: {', '.join(rows[0])}.")
            mapping[str(rows[0].index(name))] = field
        form = MappingForm(
            {f"column{number}": field for number, field in mapping.items()}, rows=rows, mapping={}
        )
        if not form.is_valid():
            raise CommandError(" ".join(error for errors in form.errors.values() for error in errors))
        for number, name in enumerate(rows[0]):
            self.stdout.write(f"  {name or '(no name)'}: {form.mapping.get(str(number)) or 'left out'}")
        return form.mapping

    def _judged(self, run: PatientImport) -> list[importing.Judged]:
        return list(self._bar(importing.judged(run), run.rows_total, "Looking at"))

    def _take_over(self, run: PatientImport, by: User) -> None:
        steps = actions.take_over(run=run, patients=self._patients(run), by=by)
        try:
            for _done, _total in self._bar(steps, None, "Registering"):
                pass
        except (IntegrityError, actions.ImportOverError, importing.WrongLinesError) as error:
            raise CommandError("Nobody is registered: the practice changed meanwhile. Try again.") from error

    def _patients(self, run: PatientImport) -> Iterator[tuple[dict[str, object], str]]:
        """Judged once more when they are asked for: within the transaction that registers them."""
        yield from importing.to_take_over(run)

    def _bar(self, steps: object, total: int | None, word: str) -> tqdm:
        return tqdm(steps, desc=word, total=total, file=self.stderr, disable=not self.stderr.isatty())

    def _tell(self, found: list[importing.Judged], report: Path | None) -> None:
        lines = [(one, f"Line {one.line}: {one.verdict}. {' '.join(one.words)}".strip()) for one in found]
        shown = [line for one, line in lines if one.verdict != importing.NEW]
        for line in shown[:SHOWN]:
            self.stdout.write(line)
        if len(shown) > SHOWN:
            self.stdout.write(f"... and {len(shown) - SHOWN} more.")
        self._write(report, "".join(f"{line}\n" for _one, line in lines))

    def _write(self, report: Path | None, text: str) -> None:
        try:
            if report:
                report.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report} cannot be written.") from error
