"""Finding patients by what somebody says at the desk or on the phone: the only search there is.

Words of a name are looked up in PatientTerm, everything else in columns of Patient; each has an index. The
rarest clue is read from its index and the others are tried on what it gives, the rarer first, so that two
names which a tenth of the practice has do not make lists of a tenth of the practice. Nothing counts or sorts
without a limit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from practice import search, sounds
from practice.models import Episode, Patient, PatientTerm, Role, User
from practice.models.patient import bsn_digest

MOST = 20  # patients in one answer
COUNT_TO = 10_000  # more rows than this are all the same: many
ROWS_EACH = 2  # of one patient: words of one name that begin alike
SHORTEST_HEARD = 3  # letters; less of a word sounds like too many others
LONGEST_NUMBER = 9  # digits of a patient number


class Spelling(IntEnum):
    """How a word that was typed is in a name: better first."""

    WHOLE = 0
    BEGINS = 1
    SOUNDS = 2
    SOUNDS_LIKE_BEGINNING = 3


@dataclass(frozen=True)
class Found:
    """Patients, the best first. `more` is True when others were found too; then nobody counted them.

    Each has `found_by`: "sounds" when a word only sounds like the name, "phone" when the phone number fits,
    "previous" when the number in the system before this one does.
    """

    patients: list[Patient] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True)
class _Name:
    """Rows of words that one typed word is about."""

    word: str
    owner = "patient_id"

    def rows(self, spelling: Spelling) -> QuerySet:
        if spelling == Spelling.WHOLE:
            return PatientTerm.objects.filter(word=self.word)
        wanted = Q(word__begins=self.word)
        if spelling == Spelling.SOUNDS and len(self.word) >= SHORTEST_HEARD:
            heard, beginning = sounds.alike(self.word), sounds.beginning(self.word)
            wanted |= Q(sound__in=sorted(heard)) | (Q(sound__begins=beginning) if beginning else Q())
        return PatientTerm.objects.filter(wanted)

    def spelling(self, patient: Patient) -> Spelling:
        words = sounds.terms(patient)
        if self.word in words:
            return Spelling.WHOLE
        if any(one.startswith(self.word) for one in words):
            return Spelling.BEGINS
        heard = sounds.alike(self.word).intersection(words.values())
        return Spelling.SOUNDS if heard else Spelling.SOUNDS_LIKE_BEGINNING


@dataclass(frozen=True)
class _Data:
    """Rows of patients for whom every other clue holds; without clues, all that were not merged away."""

    clues: tuple[search.Known, ...]
    owner = "pk"

    def rows(self, spelling: Spelling) -> QuerySet:
        nobody = Q(pk__in=[])
        each = [reduce(or_, (Q(**lookups) for lookups in clue.any_of), nobody) for clue in self.clues]
        return Patient.objects.standing().filter(*each).order_by()


@dataclass(frozen=True)
class _Scope:
    """Rows of episodes of a therapist and his or her trainees, whose patients are all there are."""

    therapists: tuple[int, ...]
    owner = "patient_id"

    @classmethod
    def of(cls, user: User) -> "_Scope":
        trainees = User.objects.filter(supervisor=user).order_by("pk")
        return cls((user.pk, *trainees.values_list("pk", flat=True)))

    def rows(self, spelling: Spelling) -> QuerySet:
        return Episode.objects.filter(therapist__in=self.therapists).order_by()


_Part = _Name | _Data | _Scope


def find(user: User, text: str, limit: int = MOST, *, posted: bool = False) -> Found:
    """Patients within this person's scope about whom everything in `text` is true, at most `limit`.

    See search.clues for what `text` may hold. A BSN finds its patient only in a `posted` search: an address
    may hold nine digits that somebody typed there.
    """
    bsn = search.bsn_in(text) if posted else ""
    patients = Patient.objects.visible_to(user).standing()
    if bsn and (
        known := patients.with_bsn(bsn).first() or _lives_on(patients, Q(bsn_digest=bsn_digest(bsn)))
    ):
        return Found(_described([known], []))
    clues = search.clues(text, timezone.localdate())
    if not clues or user.role not in (Role.RECEPTIONIST, Role.THERAPIST):
        return Found()
    scope = [_Scope.of(user)] if user.is_therapist else []
    spellings = chain([clues], _joined(clues))
    found = (_find([*_parts(spelling), *scope], spelling, limit) for spelling in spellings)
    best = next((one for one in found if one.patients), Found())
    known = None if best.patients else _lives_on(patients, _has_number(text))
    return Found(_described([known], [])) if known else best


def _has_number(text: str) -> Q:
    """Patients whose number this is, here or in the system before this one, and nothing else was typed."""
    number = text[: search.LONGEST].replace("\0", "").strip()
    found = Q(previous_number__in=[number, number.lower(), number.upper()])
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER:
        found |= Q(number=int(number))
    return found


def _joined(clues: list[search.Word | search.Known]) -> Iterator[list[search.Word | search.Known]]:
    """The same clues with two words written as one, where somebody's name has such a word."""
    for spelling in search.joined(clues):
        written = [clue.plain for clue in spelling if isinstance(clue, search.Word) and clue not in clues]
        if all(_Name(word).rows(Spelling.SOUNDS).exists() for word in written):
            yield spelling


def _lives_on(patients: QuerySet, of_gone: Q) -> Patient | None:
    """The patient in whom a registration lives on that had this number."""
    gone = Patient.objects.filter(of_gone, merged_into__isnull=False)
    return patients.filter(pk__in=gone.values("merged_into")).first()


def about(text: str, patient: str = "pk") -> list[Exists]:
    """Conditions under which rows are about patients found by `text`, whoever they are; none without text.

    `patient` is the column of those rows that holds the patient: "patient_id". The rows should be few, as
    those of one therapist: each is tried. Registrations that were merged away are about nobody.
    """
    parts = _parts(search.clues(text, timezone.localdate()))
    if text.strip() and not any(isinstance(part, _Name) or part.clues for part in parts):
        parts = [_Data((search.Known(()),))]
    return [_holds(part, patient, Spelling.SOUNDS) for part in parts] if text.strip() else []


def refresh_terms(patients: Iterable[Patient]) -> None:
    """Let the search know the names of these patients, who were written in bulk. For actions."""
    patients = list(patients)
    PatientTerm.objects.filter(patient__in=patients).delete()
    PatientTerm.objects.bulk_create(
        [
            PatientTerm(patient=patient, word=word, sound=sound)
            for patient in patients
            for word, sound in sounds.terms(patient).items()
        ],
        batch_size=2000,
    )


def _parts(clues: list[search.Word | search.Known]) -> list[_Part]:
    """What has to hold, the most telling first; always with the part that leaves out who was merged away."""
    words = sorted((clue.plain for clue in clues if isinstance(clue, search.Word)), key=len, reverse=True)
    return [*map(_Name, words), _Data(tuple(clue for clue in clues if isinstance(clue, search.Known)))]


def _find(parts: list[_Part], clues: list[search.Word | search.Known], limit: int) -> Found:
    """Who is spelled so comes before who sounds so; among more than fit, whole words come first."""
    parts = _rarest_first(parts)
    driver = parts[0]
    words = [part.word for part in parts if isinstance(part, _Name)]
    ids = _ids(driver, parts, Spelling.BEGINS, limit)
    if words and len(ids) > limit:
        ids = [*_ids(driver, parts, Spelling.WHOLE, limit), *ids]
    elif max(map(len, words), default=0) >= SHORTEST_HEARD:
        ids += _ids(driver, parts, Spelling.SOUNDS, limit)
    ids = list(dict.fromkeys(ids))
    patients = Patient.objects.filter(pk__in=ids[:limit]).order_by()
    return Found(_described(list(patients), clues), len(ids) > limit)


def _rarest_first(parts: list[_Part]) -> list[_Part]:
    """The parts in the order in which they leave out the most; who was not merged away is asked last."""
    telling = [part for part in parts if not isinstance(part, _Data) or part.clues]
    rest = [part for part in parts if part not in telling]
    if len(telling) > 1:
        telling.sort(key=lambda part: part.rows(Spelling.BEGINS)[:COUNT_TO].count())
    return telling + rest


def _ids(driver: _Part, parts: list[_Part], spelling: Spelling, limit: int) -> list[int]:
    """Patients for whom every part holds: all, or more than `limit`."""
    others = [_holds(part, driver.owner, spelling) for part in parts if part is not driver]
    rows = driver.rows(spelling).filter(*others).values_list(driver.owner, flat=True)
    at_once = (limit + 1) * ROWS_EACH
    while True:
        some = list(rows[:at_once])
        ids = list(dict.fromkeys(some))
        if len(ids) > limit or len(some) < at_once:
            return ids
        at_once *= 4


def _holds(part: _Part, patient: str, spelling: Spelling) -> Exists:
    return Exists(part.rows(spelling).filter(**{part.owner: OuterRef(patient)}))


def _described(patients: list[Patient], clues: list[search.Word | search.Known]) -> list[Patient]:
    """The patients in order, each with how it was found."""
    words = [_Name(clue.plain) for clue in clues if isinstance(clue, search.Word)]
    known = [lookups for clue in clues if isinstance(clue, search.Known) for lookups in clue.any_of]
    worst = {}
    for patient in patients:
        spellings = [word.spelling(patient) for word in words]
        worst[patient.pk] = (max(spellings, default=Spelling.WHOLE), sum(spellings))
        patient.found_by = _reasons(patient, known)
        if max(spellings, default=Spelling.WHOLE) >= Spelling.SOUNDS:
            patient.found_by.add("sounds")
    return sorted(patients, key=lambda one: (*worst[one.pk], one.search_name, one.pk))


def _reasons(patient: Patient, known: list[dict[str, object]]) -> set[str]:
    found = set()
    for lookups in known:
        if (phone := lookups.get("phone__begins")) and str(patient.phone).startswith(phone):
            found.add("phone")
        if patient.previous_number and patient.previous_number in lookups.get("previous_number__in", []):
            found.add("previous")
    return found
