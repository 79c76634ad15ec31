"""A practice of any size, made up: names as common as they are in the Netherlands, all of them invented."""

import datetime
import random
from collections.abc import Iterator

import benchmarks.with_django  # noqa: F401 (before any model)
from practice import finding
from practice.models import Episode, IdentityCheck, Patient, Role, User
from tests import factories

AT_ONCE = 2000
THERAPISTS = 20
# From common to less common; the first of each come about as often as they do in the country.
GIVEN = """
Jan Maria Johannes Anna Hendrik Johanna Cornelis Elisabeth Willem Catharina Pieter Sanne Daan Emma Lucas
Sophie Mohammed Fatima Sem Julia Thomas Eva Lars Lotte Bram Femke Youssef Aicha Mehmet Ayşe Piotr Agnieszka
Rachid Samira Thijs Iris Ruben Marieke Sven Anouk Jesse Naomi Koen Esther Gijs Tessa Stijn Renée Joëlle
""".split()  # noqa: SIM905
FAMILY = """
Jansen, de Jong, de Vries, van den Berg, van Dijk, Bakker, Janssen, Visser, Smit, Meijer, de Boer, Mulder,
de Groot, Bos, Vos, Peters, Hendriks, van Leeuwen, Dekker, Brouwer, de Wit, Dijkstra, Smits, de Graaf,
van der Meer, Kok, Jacobs, van der Linden, Vermeulen, van den Heuvel, van der Veen, van den Broek, de Bruijn,
de Haan, Schouten, van Beek, Willems, Huisman, Yilmaz, El Amrani, Kowalski, Müller, Çelik, Nguyen, Schmidt,
Fries, Meyer, Backer, Janszen, Bouali
""".replace("\n", " ").split(", ")
PARTS = """
Alder Berg Boom Brand Broek Dam Dries Eik Gras Haar Heide Hof Hout Kamp Kerk Klaver Land Linde Maas Meer
Molen Oost Poel Rijn Roos Ruis Schans Steen Veld Vliet Voort Water Weide Wind Zand Zijl
""".split()  # noqa: SIM905


def people(number: int, chance: random.Random) -> Iterator[Patient]:
    """Patients who were not saved yet; a third of a common name, the others of one of thousands."""
    by = factories.user(Role.RECEPTIONIST)
    for index in range(number):
        prefix, name = _family(chance)
        married = _family(chance) if chance.random() < 0.2 else ("", "")
        given = _common(GIVEN, chance)
        patient = Patient(
            number=10_000 + index,
            initials=f"{given[0]}.{chance.choice('ABCDHJMPW')}.",
            first_name=given if chance.random() < 0.9 else "",
            prefix=prefix,
            birth_name=name,
            partner_prefix=married[0],
            partner_name=married[1],
            birth_date=datetime.date(1930, 1, 1) + datetime.timedelta(days=chance.randrange(34_000)),
            sex=chance.choice("fm"),
            street="Dorpsstraat",
            house_number=chance.randrange(1, 300),
            house_letter=chance.choice(["", "", "", "A"]),
            postcode=f"{chance.randrange(1000, 1040)} {chance.choice('ABCDE')}{chance.choice('ABCDEFGHJK')}",
            city="Ons Dorp",
            phone=f"+316{chance.randrange(10_000_000, 99_999_999)}",
            language="nl",
            registered_by=by,
        )
        patient.fill_in()
        yield patient


def _family(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.35:
        prefix, _, name = _common(FAMILY, chance).strip().rpartition(" ")
        return prefix.strip(), name
    made = (
        chance.choice(PARTS)
        + chance.choice(PARTS).lower()
        + chance.choice(["", "", "man", "stra", "s", "sen"])
    )
    return chance.choice(["", "", "", "van", "de", "van der", "van den", "ter"]), made


def _common(names: list[str], chance: random.Random) -> str:
    """One of the names, the first ones much more often than the last."""
    return names[min(int(chance.expovariate(4 / len(names))), len(names) - 1)]


def fill(number: int) -> dict[str, object]:
    """A practice of so many patients, always the same; returns who and what the queries are about."""
    chance = random.Random(20261123)
    factories.practice()
    therapists = [factories.user(Role.THERAPIST) for _ in range(THERAPISTS)]
    some: list[Patient] = []
    for patient in people(number, chance):
        some.append(patient)
        if len(some) == AT_ONCE:
            _store(some, therapists, chance)
            some = []
    _store(some, therapists, chance)
    known = Patient.objects.order_by("pk")[number // 2]
    return {"therapist": therapists[0], "patient": known, "bsn": _with_bsn(known)}


def _store(patients: list[Patient], therapists: list[User], chance: random.Random) -> None:
    Patient.objects.bulk_create(patients)
    finding.refresh_terms(patients)
    treated = [patient for patient in patients if chance.random() < 0.8]
    Episode.objects.bulk_create(
        Episode(
            patient=one, complaint="neck", therapist=chance.choice(therapists), opened_by=one.registered_by
        )
        for one in treated
    )


def _with_bsn(patient: Patient) -> str:
    """Give this patient a BSN that was never handed out; it comes from a document that was seen."""
    by = patient.registered_by
    IdentityCheck.objects.create(
        patient=patient, kind="passport", number="SPECI2014", seen_by=by, seen_by_name=str(by)
    )
    patient.bsn = factories.TEST_BSNS[0]
    patient.save()
    return patient.bsn
