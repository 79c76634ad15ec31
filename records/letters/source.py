"""What a letter is written from: the record of one episode, and how its dates and words read."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from intake.models import Finding, Screening
from practice.models import Episode
from practice.signing import SignedRecord
from records import record, steps
from records.letters.words import Words
from records.measures import Series, series_of
from records.models import Evaluation, Session
from records.record import Record


@dataclass(frozen=True)
class Source:
    """One episode as it is recorded now, in the language of the letter (which is active while it is read)."""

    episode: Episode
    said: Words

    @cached_property
    def record(self) -> Record:
        return record.read(self.episode)

    @property
    def screening(self) -> Screening | None:
        return self.record.screenings.standing

    @property
    def history(self) -> SignedRecord | None:
        return self.record.histories.standing

    @property
    def evaluation(self) -> Evaluation | None:
        """The newest."""
        found = self.record.evaluations
        return found[0].evaluation if found else None

    @cached_property
    def measured(self) -> list[Series]:
        return series_of(self.episode)

    @cached_property
    def sessions(self) -> list[Session]:
        """Those that stand, oldest first."""
        return [one.session for one in reversed(self.record.sessions)]

    @cached_property
    def flags(self) -> list[Finding]:
        """What says: contact the GP, unless the therapist asked further and found no concern."""
        return [one for one in self._standing if one.refers]

    @cached_property
    def cautions(self) -> list[Finding]:
        return [one for one in self._standing if not one.refers]

    @property
    def _standing(self) -> list[Finding]:
        return [one for one in steps.findings(self.episode) if one.is_precaution and not one.withdrawn]

    def day(self, moment: datetime.date | datetime.datetime) -> str:
        """A date as the language of the letter writes it: 22-11-2026, 22 Nov 2026."""
        day = timezone.localtime(moment) if isinstance(moment, datetime.datetime) else moment
        return date_format(day, "SHORT_DATE_FORMAT")


def lines(*texts: str) -> str:
    """The texts that say something, below each other."""
    return "\n".join(text.strip() for text in texts if text and text.strip())


def items(texts: list[str]) -> str:
    """The texts as a list."""
    return "\n".join(f"- {' '.join(text.split())}" for text in texts if text.strip())
