"""Every look-up of the search reads an index, on both engines, and never the whole table."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from practice import finding
from practice.models import Patient, PatientTerm
from tests import factories

pytestmark = pytest.mark.django_db

LARGE = {"practice_patient", "practice_patientterm", "practice_episode", "practice_auditevent"}
SAID = [
    *("j", "jan", "jansen", "janszen", "de vries jan", "vries, de", "van den berg maria", "a b c"),
    *("12-04-1985", "120485", "berg 12-04-1985", "06 12345678", "0612", "berg 06 12345678"),
    *("3511AB 12", "3511ab 12a", "3511", "berg 3511ab", "12345", "p-77", "berg 3511ab 12 12-04-1985"),
]


def whole_tables(sql: str) -> set[str]:
    """The large tables that this query reads from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[-1] for row in cursor.fetchall()]
            return {step.split()[1] for step in steps if step.startswith("SCAN") and "USING" not in step}
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
        return set(_scanned((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))


def _scanned(plan: dict) -> list[str]:
    own = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" else []
    return own + [name for part in plan.get("Plans", []) for name in _scanned(part)]


@pytest.fixture
def big(db) -> None:
    """A few rows are read from end to end by right; PostgreSQL is asked what it does with many."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


@pytest.mark.usefixtures("big")
@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("role", ["receptionist", "therapist"])
def test_no_search_reads_a_whole_table(receptionist, therapist, role, said):
    factories.episode(therapist=therapist, by=receptionist)
    user = {"receptionist": receptionist, "therapist": therapist}[role]
    with CaptureQueriesContext(connection) as captured:
        finding.find(user, said)
    asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
    assert asked
    aliases = {"U0", "V0", "W0", *LARGE}
    assert [(sql, found) for sql in asked if (found := whole_tables(sql) & aliases)] == []


def test_the_rarest_clue_is_read_first_however_short_it_is(receptionist):
    for first_name in ("Xandra", "Anna", "Anna"):
        factories.patient(by=receptionist, first_name=first_name, prefix="van de", birth_name="Berg")
    with CaptureQueriesContext(connection) as captured:
        found = finding.find(receptionist, "van berg de x")
    asked = (query["sql"] for query in captured)
    read = next(sql for sql in asked if sql.startswith('SELECT "practice_patientterm"'))
    assert "'x" in read.partition("EXISTS")[0]
    assert [one.first_name for one in found.patients] == ["Xandra"]


def test_words_that_nobody_writes_as_one_are_not_looked_for_as_one(receptionist):
    factories.patient(by=receptionist, birth_name="Benali")
    asked = {}
    for said in ("ben ali", "qua wir"):
        with CaptureQueriesContext(connection) as captured:
            assert len(finding.find(receptionist, said).patients) == (said == "ben ali")
        asked[said] = len(captured)
    assert asked["qua wir"] < asked["ben ali"]


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (PatientTerm.objects.filter(word__begins="jan"), "practice_patientterm_word"),
        (PatientTerm.objects.filter(sound__begins="jan"), "practice_patientterm_sound"),
        (Patient.objects.filter(phone__begins="+31612").order_by(), "practice_patient_phone"),
        (
            Patient.objects.filter(postcode__begins="3511").order_by(),
            ("practice_patient_postcode", "patient_house"),
        ),
    ],
    ids=["word", "sound", "phone", "postcode"],
)
@pytest.mark.usefixtures("big")
def test_the_beginning_of_a_column_is_read_from_its_index(rows, index):
    plan = rows.explain()
    assert any(name in plan for name in ([index] if isinstance(index, str) else index)), plan
    assert ">" in plan  # a range of the index, not all of it


@pytest.mark.parametrize(
    ("text", "found"), [("50%", ["50%"]), ("a_b", ["a_b"]), ("a\\b", ["a\\b"]), ("A", [])]
)
def test_the_beginning_of_a_column_means_what_it_says(receptionist, text, found):
    patient = factories.patient(by=receptionist)
    for word in ("50%", "500", "a_b", "axb", "a\\b"):
        PatientTerm.objects.create(patient=patient, word=word)
    assert sorted(PatientTerm.objects.filter(word__begins=text).values_list("word", flat=True)) == found


def test_who_was_registered_before_the_search_knew_words_is_found_after_the_update(receptionist):
    patient = factories.patient(by=receptionist, birth_name="Jansen")
    before = set(patient.terms.values_list("word", "sound"))
    step = MigrationExecutor(connection).loader.get_migration("practice", "0005_search_terms").operations[0]
    state = MigrationExecutor(connection).loader.project_state(("practice", "0005_search_terms")).apps
    step.reverse_code(state, None)
    assert not patient.terms.exists()
    step.code(state, None)
    assert set(patient.terms.values_list("word", "sound")) == before
