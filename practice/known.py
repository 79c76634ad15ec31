"""Is somebody who is being registered known already? Patients who look like that, most certain first.

Candidates come by what stands in an index: the birth date and what one slip makes of it, the phone number,
the address. Whoever shares none of these is at most of the same name. Then likeness.py compares.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from practice import slips
from practice.likeness import ALIKE, CERTAIN, DIFFERS, EQUAL, LIKELY, MISSING, Likeness, Person, compare
from practice.models import DifferentPeople, Patient
from practice.names import TELLS_A_NAME

SHOWN = 10
CANDIDATES = 2000  # in a practice of 100,000 about 200 share a near birth date, a phone or an address
COLUMNS = [field.name for field in fields(Person)]

HOW_SURE = {
    CERTAIN: _("almost certainly the same person"),
    LIKELY: _("probably the same person"),
}
PERHAPS = _("perhaps the same person")
COMPARED = {
    EQUAL: ("check", _("equal")),
    ALIKE: ("question-circle", _("looks like it")),
    DIFFERS: ("x", _("differs")),
    MISSING: ("dash-circle", _("not filled in")),
}
LABELS = {
    "birth_name": _("Birth name"),
    "partner_name": _("Partner's name"),
    "first_name": _("First name"),
    "initials": _("Initials"),
    "birth_date": _("Birth date"),
    "sex": _("Sex at birth"),
    "address": _("Address"),
    "phone": _("Phone"),
    "email": _("E-mail"),
}


@dataclass(frozen=True)
class Compared:
    """One field of a registration, and how it compares: `icon` and `word` say the same as `how`."""

    name: str
    how: str
    label: object
    value: str
    icon: str
    word: object

    @property
    def is_name(self) -> bool:
        """Does it tell whose it is, so that it hides with the names?"""
        return self.name in TELLS_A_NAME


def how_sure(likeness: Likeness) -> object:
    """How sure it is that two registrations are of one person, in words."""
    return HOW_SURE.get(likeness.level, PERHAPS)


@dataclass(frozen=True)
class Known:
    """A patient who may be the one that is being registered."""

    patient: Patient
    likeness: Likeness

    @property
    def how_sure(self) -> object:
        return how_sure(self.likeness)

    @cached_property
    def rows(self) -> list[Compared]:
        """What is known of this patient field by field, without the fields that are empty here."""
        return [row for row in compared(self.patient, self.likeness) if row.value]


def compared(patient: Patient, likeness: Likeness) -> list[Compared]:
    """Every field of this patient as it is read, with how it compares."""
    return [
        Compared(name, how, LABELS[name], _value(patient, name), *COMPARED[how])
        for name, how in likeness.fields.items()
    ]


def _value(patient: Patient, name: str) -> str:
    if name == "birth_date":
        return date_format(patient.birth_date, "SHORT_DATE_FORMAT")
    if name == "phone":
        return patient.phone.as_international if patient.phone else ""
    if name in ("birth_name", "partner_name"):
        prefix = patient.prefix if name == "birth_name" else patient.partner_prefix
        return " ".join(filter(None, [prefix, getattr(patient, name)]))
    return str(patient.get_sex_display()) if name == "sex" else getattr(patient, name)


def known(data: Mapping[str, object], *, apart_from: Patient | None = None) -> list[Known]:
    """Patients who may be the one that `data` is about, most certain first; at most SHOWN of them.

    `data` holds cleaned values by field name, as many as there are. `apart_from` is that patient once there
    is a registration: then neither this one nor those it was told apart from are among them.
    """
    person = person_of(data)
    keys = _keys(person)
    if not keys:
        return []
    rows = Patient.objects.filter(keys, merged_into=None)
    if apart_from is not None:
        rows = rows.exclude(pk__in=[apart_from.pk, *told_apart_from(apart_from)])
    found = {}
    for pk, *values in rows.values_list("pk", *COLUMNS)[:CANDIDATES]:
        likeness = compare(person, Person(*values))
        if likeness.is_suggested:
            found[pk] = likeness
    best = sorted(found, key=lambda pk: (-found[pk].score, pk))[:SHOWN]
    patients = Patient.objects.defer("bsn").in_bulk(best) if best else {}
    return [Known(patients[pk], found[pk]) for pk in best if pk in patients]


def also_known(patient: Patient) -> list[Known]:
    """Other registrations that may be of this patient, most certain first."""
    return known({name: getattr(patient, name) for name in COLUMNS}, apart_from=patient)


def person_of(data: Mapping[str, object]) -> Person:
    """What is compared of a form or a row; whatever is not there counts as empty."""
    person = {name: data[name] for name in COLUMNS if data.get(name)}
    return Person(**{**person, "phone": as_stored(person.get("phone"))})


def as_stored(phone: object) -> str:
    """A phone number in the form the database holds it (E.164)."""
    return phone.as_e164 if isinstance(phone, PhoneNumber) and phone.is_valid() else str(phone or "")


def _keys(person: Person) -> Q:
    keys = Q()
    if isinstance(person.birth_date, datetime.date):
        keys |= Q(birth_date__in=sorted({person.birth_date, *slips.near(person.birth_date)}))
    if person.phone:
        keys |= Q(phone=person.phone)
    if person.postcode and person.house_number:
        keys |= Q(postcode=person.postcode, house_number=person.house_number)
    return keys


def is_told_apart(one: Patient, other: Patient) -> bool:
    """True when somebody said that these are two people."""
    first, second = sorted((one.pk, other.pk))
    return DifferentPeople.objects.filter(first=first, second=second).exists()


def told_apart_from(patient: Patient) -> set[int]:
    """The rows of patients of whom somebody said that they are not this one."""
    rows = DifferentPeople.objects.filter(Q(first=patient) | Q(second=patient))
    pairs = rows.values_list("first_id", "second_id")
    return {pk for pair in pairs for pk in pair} - {patient.pk}
