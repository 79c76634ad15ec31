"""Are two registrations of one person? Compared field by field, each for what it says about that.

The idea is that of Fellegi and Sunter (A theory for record linkage, 1969): a field that agrees counts the
more the rarer it is that two strangers agree on it; one that differs counts against, by how rarely one person
has it two ways. The weights below are our own judgement, in doublings of the odds, tuned on the generated
pairs of benchmarks/duplicates_5000.py. A sum alone would take families for one person, since they share name,
address and phone. So what no sum may overrule stands in _ceiling: twins, fathers and sons of one name,
children with the phone of a parent.
"""

import datetime
import itertools
from dataclasses import dataclass
from typing import Protocol

from practice import slips
from practice.slips import ALIKE, DIFFERS, EQUAL, MISSING

CERTAIN, LIKELY, POSSIBLE, NO = "certain", "likely", "possible", "no"
# From this score on a pair has this level.
LEVELS = {CERTAIN: 90, LIKELY: 70, POSSIBLE: 40, NO: 0}
FIELDS = (
    "birth_name",
    "partner_name",
    "first_name",
    "initials",
    "birth_date",
    "sex",
    "address",
    "phone",
    "email",
)

WEIGHTS: dict[str, dict[str, float]] = {
    "birth_name": {EQUAL: 7, ALIKE: 5, DIFFERS: -6},
    "first_name": {EQUAL: 5, ALIKE: 3, DIFFERS: -6},
    # Beside a first name the initials say little more; they stand alone in _given.
    "initials": {EQUAL: 1, ALIKE: 0, DIFFERS: -2},
    "birth_date": {EQUAL: 9, ALIKE: 4, DIFFERS: -9},
    "sex": {EQUAL: 0.5, DIFFERS: -4},
    "address": {EQUAL: 4, ALIKE: 2, DIFFERS: -0.5},
    "phone": {EQUAL: 4, ALIKE: 2, DIFFERS: -0.5},
    "email": {EQUAL: 5, ALIKE: 3, DIFFERS: -0.5},
}
ONLY_INITIALS = {EQUAL: 2, ALIKE: 1, DIFFERS: -5, MISSING: 0}
# The sum of the weights and the score it makes, with straight lines in between.
KNOTS = ((0, 0), (8, 40), (13, 70), (20, 90), (32, 100))

WAYS = ("address", "phone", "email")  # how somebody is reached
# A parent is at least this much older than a child of the same name.
A_GENERATION = 14  # years


class Registration(Protocol):
    """What is compared. Everything may be empty; birth date and house number None."""

    initials: str
    first_name: str
    birth_name: str
    partner_name: str
    birth_date: datetime.date | None
    sex: str
    postcode: str
    house_number: int | None
    house_letter: str
    house_addition: str
    phone: object
    email: str


@dataclass(frozen=True)
class Person:
    """A registration that is not in the database, or only half typed."""

    initials: str = ""
    first_name: str = ""
    birth_name: str = ""
    partner_name: str = ""
    birth_date: datetime.date | None = None
    sex: str = ""
    postcode: str = ""
    house_number: int | None = None
    house_letter: str = ""
    house_addition: str = ""
    phone: object = ""
    email: str = ""


@dataclass(frozen=True)
class Likeness:
    """How sure it is that two registrations are of one person: a score from 0 to 100, and its level.

    `fields` says of each of FIELDS: equal, alike (perhaps a slip, or a name swapped), differs, or missing.
    """

    score: int
    level: str
    fields: dict[str, str]

    @property
    def is_suggested(self) -> bool:
        """True when somebody should look at this."""
        return self.level != NO

    @property
    def asks(self) -> bool:
        """True when nobody should be registered before somebody said that these are two."""
        return self.level in (CERTAIN, LIKELY)


def compare(one: Registration, other: Registration) -> Likeness:
    """How much two registrations look like one person; the order of the two makes no difference."""
    fields = {
        "birth_name": _surname(one, other),
        "partner_name": slips.family_name(one.partner_name, other.partner_name),
        "first_name": slips.first_name(one.first_name, other.first_name),
        "initials": slips.initials(one.initials, other.initials),
        "birth_date": slips.birth_date(one.birth_date, other.birth_date),
        "sex": slips.sex(one.sex, other.sex),
        "address": slips.address(_door(one), _door(other)),
        "phone": slips.phone(str(one.phone or ""), str(other.phone or "")),
        "email": slips.email(one.email.lower(), other.email.lower()),
    }
    same_initials = fields["initials"] == EQUAL and len(slips.letters(one.initials)) > 1
    top = _ceiling(fields, _years_apart(one.birth_date, other.birth_date), same_initials)
    above = min((floor for floor in LEVELS.values() if floor > LEVELS[top]), default=101)
    score = min(_score(_weight(fields, same_initials)), above - 1)
    level = next(level for level, floor in LEVELS.items() if score >= floor)
    return Likeness(score, level, fields)


def _weight(fields: dict[str, str], same_initials: bool) -> float:
    found = {name: weights.get(fields[name], 0) for name, weights in WEIGHTS.items()}
    if fields["first_name"] == MISSING:
        found["initials"] = ONLY_INITIALS[fields["initials"]] + same_initials
    elif fields["first_name"] == DIFFERS and same_initials:
        found["first_name"] = -1  # J.P. is Johannes in the passport and Hans at home
    return sum(found.values())


def _score(weight: float) -> int:
    for (low, at_low), (high, at_high) in itertools.pairwise(KNOTS):
        if weight < high:
            return max(0, round(at_low + (weight - low) * (at_high - at_low) / (high - low)))
    return KNOTS[-1][1]


def _ceiling(fields: dict[str, str], years_apart: int, same_initials: bool) -> str:
    """The highest level that what differs allows, whatever else agrees."""
    reached = fields["address"] == EQUAL or any(fields[way] in (EQUAL, ALIKE) for way in ("phone", "email"))
    born, first = fields["birth_date"], fields["first_name"]
    if born == MISSING:  # still being typed: a father, a son and their phone look like this too
        return POSSIBLE if reached else NO
    if born == DIFFERS:
        return _born_otherwise(fields, years_apart)
    if first == DIFFERS:
        return _named_otherwise(fields, reached and same_initials and born == EQUAL)
    if fields["sex"] == DIFFERS and first != EQUAL:
        return POSSIBLE
    if fields["birth_name"] == DIFFERS:  # married, or the name of the partner typed as the own
        sure = first == born == EQUAL and fields["sex"] != DIFFERS
        return NO if not reached or first == MISSING else LIKELY if sure else POSSIBLE
    if born == ALIKE:
        strangers = not reached and [fields[way] for way in WAYS].count(DIFFERS) > 1
        return LIKELY if reached and first == EQUAL else NO if strangers else POSSIBLE
    return CERTAIN if reached and first == EQUAL and fields["sex"] != DIFFERS else LIKELY


def _born_otherwise(fields: dict[str, str], years_apart: int) -> str:
    """Born on another day: fathers and sons of one name, or brothers and sisters, share all the rest."""
    same_name = fields["first_name"] == fields["birth_name"] == EQUAL
    reached = EQUAL in (fields["phone"], fields["email"])
    return POSSIBLE if same_name and reached and years_apart < A_GENERATION else NO


def _named_otherwise(fields: dict[str, str], same_initials: bool) -> str:
    """Another first name on the same birth date: twins, unless it is a call name."""
    if fields["sex"] == DIFFERS or fields["initials"] == DIFFERS or fields["birth_name"] == DIFFERS:
        return NO
    return LIKELY if same_initials else POSSIBLE


def _surname(one: Registration, other: Registration) -> str:
    """Equal or alike as birth names; also alike when one's own name is the other's partner's name."""
    found = slips.family_name(one.birth_name, other.birth_name)
    if found not in (DIFFERS, MISSING):
        return found
    pairs = (
        (one.birth_name, other.partner_name),
        (one.partner_name, other.birth_name),
        (one.partner_name, other.partner_name),
    )
    return ALIKE if any(slips.family_name(*pair) in (EQUAL, ALIKE) for pair in pairs) else found


def _door(row: Registration) -> tuple[str, int | None, str]:
    addition = f"{row.house_letter}{row.house_addition}"
    return str(row.postcode).replace(" ", "").upper(), row.house_number, addition.strip(" -").upper()


def _years_apart(one: datetime.date | None, other: datetime.date | None) -> int:
    return abs(one.year - other.year) if one and other else 0
