"""Bringing patients from another system: first tried out, then all of them or nobody, never twice."""

import datetime
import io
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice import finding
from practice.actions import importing as actions
from practice.models import AuditEvent, ImportState, Patient, PatientImport, Role
from practice.views_import import TRIED_AT_ONCE
from tests import factories
from tests.conftest import signed_in
from tests.pages import main, page, queries_of

HEAD = "patientnummer;voornaam;achternaam;geboortedatum;geslacht;telefoon;huisarts"
SANNE = "1;Sanne;van den Berg;12-04-1985;v;06-12345678;Zandstra"
JAN = "2;Jan;de Vries;01-02-1970;m;;Zandstra"
pytestmark = pytest.mark.django_db


def listed(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


@pytest.fixture
def manager_client(manager) -> Client:
    return signed_in(manager)


def upload(client: Client, *lines: str) -> PatientImport:
    file = SimpleUploadedFile("lijst.csv", listed(*lines), "text/csv")
    client.post(reverse("import_list"), {"file": file})
    return PatientImport.objects.first()


def try_out(client: Client, run: PatientImport) -> PatientImport:
    """Take the columns as guessed, and press "Go on" until everything was looked at."""
    mapping = {f"column{number}": field for number, field in run.mapping.items()}
    client.post(reverse("import_columns", args=[run.pk]), mapping)
    for _press in range(5):
        client.post(reverse("import_result", args=[run.pk]))
    return PatientImport.objects.get(pk=run.pk)


def bring(client: Client, *lines: str) -> PatientImport:
    run = try_out(client, upload(client, *lines))
    shown = client.post(reverse("import_take_over", args=[run.pk]))
    if shown.streaming:
        b"".join(shown.streaming_content)
    return PatientImport.objects.get(pk=run.pk)


def verdicts(run: PatientImport) -> list[str]:
    return [verdict for _line, verdict, _words in run.report]


def test_a_list_is_taken_over_after_it_was_tried_out(manager_client):
    run = try_out(manager_client, upload(manager_client, SANNE, JAN))
    assert (run.state, verdicts(run), Patient.objects.count()) == (ImportState.CHECKED, ["new", "new"], 0)
    b"".join(manager_client.post(reverse("import_take_over", args=[run.pk])).streaming_content)
    assert Patient.objects.count() == 2


def test_who_is_brought_has_everything_that_somebody_registered_at_the_desk_has(manager_client, receptionist):
    bring(manager_client, SANNE)
    patient = Patient.objects.get()
    assert (patient.full_name, patient.general_practitioner.name) == ("Sanne van den Berg", "Zandstra")
    assert patient.history.get().history_type == "+"
    assert finding.find(receptionist, "berg sanne").patients == [patient]
    assert AuditEvent.objects.filter(verb="patient.registered", patient=patient).count() == 1


def test_patient_numbers_go_on_after_a_list(manager_client, receptionist):
    bring(manager_client, SANNE, JAN)
    numbers = [*Patient.objects.values_list("number", flat=True), factories.patient(by=receptionist).number]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 3))


def test_the_same_list_a_second_time_brings_nobody(manager_client):
    bring(manager_client, SANNE, JAN)
    assert verdicts(bring(manager_client, SANNE, JAN)) == ["known", "known"]
    assert Patient.objects.count() == 2


def test_the_same_people_without_numbers_are_known_too(manager_client):
    bring(manager_client, SANNE)
    assert verdicts(bring(manager_client, SANNE.removeprefix("1"))) == ["known"]


def test_who_looks_like_a_patient_is_brought_and_said_to(manager_client, receptionist):
    factories.patient(by=receptionist)
    run = bring(manager_client, "7;Sanna;van den Berg;12-04-1985;v;06-12345678;")
    assert verdicts(run) == ["perhaps"]


def test_twins_of_one_list_are_both_brought(manager_client):
    bring(manager_client, "1;Jip;Smit;01-02-2015;m;0201234567;", "2;Jop;Smit;01-02-2015;m;0201234567;")
    assert Patient.objects.count() == 2


def test_with_one_wrong_line_nobody_is_registered(manager_client):
    run = bring(manager_client, SANNE, "2;Jan;de Vries;31-02-1970;m;;")
    assert (verdicts(run), Patient.objects.count(), run.state) == (["new", "wrong"], 0, ImportState.CHECKED)
    assert "31-02" not in str(run.report)


def test_one_number_twice_in_a_list_is_wrong(manager_client):
    assert verdicts(bring(manager_client, SANNE, "1;Jan;de Vries;01-02-1970;m;;")) == ["new", "wrong"]


def test_a_phone_number_that_is_none_is_left_out_and_reported(manager_client):
    run = bring(manager_client, "3;Piet;Bakker;01-02-1970;m;bellen na zes;")
    assert (verdicts(run), Patient.objects.get().phone) == (["gaps"], "")


def test_a_failure_half_way_registers_nobody(manager_client, manager, monkeypatch):
    run = try_out(manager_client, upload(manager_client, SANNE, JAN))

    def fails(_patients: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("practice.finding.refresh_terms", fails)
    with pytest.raises(DatabaseError):
        b"".join(manager_client.post(reverse("import_take_over", args=[run.pk])).streaming_content)
    assert (Patient.objects.count(), PatientImport.objects.get().state) == (0, ImportState.CHECKED)


def test_a_list_is_taken_over_once(manager_client, manager):
    run = bring(manager_client, SANNE)
    with pytest.raises(actions.ImportOverError):
        list(actions.take_over(run=run, patients=[], by=manager))


def test_who_was_registered_between_trying_out_and_taking_over_is_not_brought_again(
    manager_client, receptionist
):
    run = try_out(manager_client, upload(manager_client, SANNE))
    factories.patient(by=receptionist, email="")
    b"".join(manager_client.post(reverse("import_take_over", args=[run.pk])).streaming_content)
    assert Patient.objects.count() == 1


def test_a_list_is_kept_encrypted_and_wiped_when_it_is_over(manager_client):
    run = upload(manager_client, SANNE)
    raw = PatientImport.objects.extra(select={"raw": "text"}).values_list("raw", flat=True).get()
    assert "Sanne" in run.text
    assert "Sanne" not in raw
    manager_client.post(reverse("import_cancel", args=[run.pk]))
    assert PatientImport.objects.get().text is None


def test_a_list_that_was_forgotten_is_wiped(manager_client, manager):
    upload(manager_client, SANNE)
    assert actions.cancel_forgotten(before=timezone.now() - datetime.timedelta(days=1), by=manager) == 0
    assert actions.cancel_forgotten(before=timezone.now() + datetime.timedelta(days=1), by=manager) == 1
    assert PatientImport.objects.get().state == ImportState.CANCELLED


def test_a_long_list_is_tried_out_in_parts(manager_client, monkeypatch):
    monkeypatch.setattr("practice.views_import.TRIED_AT_ONCE", 1)
    run = upload(manager_client, SANNE, JAN)
    manager_client.post(
        reverse("import_columns", args=[run.pk]), {f"column{k}": v for k, v in run.mapping.items()}
    )
    shown = page(manager_client.post(reverse("import_result", args=[run.pk]), follow=True))
    assert 'value="1" max="2"' in shown
    manager_client.post(reverse("import_result", args=[run.pk]))
    assert verdicts(PatientImport.objects.get()) == ["new", "new"]
    assert TRIED_AT_ONCE > 1


def test_a_file_that_is_none_comes_back_with_a_sentence(manager_client):
    for sent in ({}, {"file": SimpleUploadedFile("x.csv", b"")}, {"file": "tekst"}):
        response = manager_client.post(reverse("import_list"), sent)
        assert response.status_code == 200
        assert "error-summary" in main(response)
    assert not PatientImport.objects.exists()


@pytest.mark.parametrize("name", ["import_result", "import_columns", "import_take_over", "import_cancel"])
def test_a_list_that_is_not_there_is_not_there(manager_client, name):
    assert manager_client.post(reverse(name, args=[2**70])).status_code == 404


def test_the_list_of_files_takes_as_many_queries_for_one_as_for_many(manager_client):
    upload(manager_client, SANNE)
    one = queries_of(manager_client, reverse("import_list"))
    for _time in range(20):
        upload(manager_client, SANNE)
    assert queries_of(manager_client, reverse("import_list")) == one


def test_the_empty_list_is_understood_by_itself(manager_client):
    head = page(manager_client.get(reverse("import_example"))).strip()
    file = SimpleUploadedFile("leeg.csv", f"{head}\n{';' * head.count(';')}x\n".encode())
    manager_client.post(reverse("import_list"), {"file": file})
    assert len(PatientImport.objects.get().mapping) == head.count(";") + 1


class TestCommand:
    """`manage.py import_patients`"""

    @pytest.fixture
    def told(self, tmp_path, manager) -> object:
        def run(*lines: str, **options: object) -> str:
            file, out = Path(tmp_path / "lijst.csv"), io.StringIO()
            file.write_bytes(listed(*lines))
            call_command("import_patients", file, by=manager.username, stdout=out, **options)
            return out.getvalue()

        return run

    def test_it_registers_everybody(self, told):
        assert "2 registered, 0 were known already." in told(SANNE, JAN)
        assert Patient.objects.count() == 2

    def test_a_dry_run_registers_nobody_and_keeps_nothing(self, told):
        assert "2 would be registered" in told(SANNE, JAN, dry_run=True)
        assert (Patient.objects.count(), PatientImport.objects.get().text) == (0, None)

    def test_a_wrong_line_is_named(self, told):
        with pytest.raises(CommandError, match="Nobody is registered"):
            told(SANNE, "2;;;;;;")
        assert Patient.objects.count() == 0

    def test_every_line_stands_in_the_report(self, told, tmp_path):
        told(SANNE)
        told(SANNE, JAN, report=tmp_path / "verslag.txt")
        lines = (tmp_path / "verslag.txt").read_text().splitlines()
        assert Counter(line.split()[2] for line in lines) == {"known.": 1, "new.": 1}

    def test_a_report_that_cannot_be_written_stops_it_before_anything_is_done(self, told, tmp_path):
        with pytest.raises(CommandError, match="cannot be written"):
            told(SANNE, report=tmp_path)
        assert not PatientImport.objects.exists()

    def test_a_column_can_be_named_otherwise(self, told):
        told(SANNE, column=["telefoon="])
        assert Patient.objects.get().phone == ""

    @pytest.mark.parametrize(
        "column", [["geen=phone"], ["telefoon=wachtwoord"], ["voornaam=", "achternaam="]]
    )
    def test_a_column_that_cannot_be_is_refused(self, told, column):
        with pytest.raises(CommandError):
            told(SANNE, column=column)

    def test_only_a_manager_brings_patients(self, tmp_path):
        user = factories.user(Role.RECEPTIONIST)
        with pytest.raises(CommandError, match="no manager"):
            call_command("import_patients", tmp_path / "x.csv", by=user.username)

    def test_a_file_that_is_not_there_is_said(self, tmp_path, manager):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_patients", tmp_path / "x.csv", by=manager.username)
