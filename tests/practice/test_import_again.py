"""The same list a second time, after the desk worked with it; and what of a list is not even kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practice import importing
from practice.actions import importing as actions
from practice.actions import merge_patients
from practice.models import Patient, PatientImport
from tests.at_once import all_at_once
from tests.pages import main
from tests.practice.test_import_patients import (  # noqa: F401  # manager_client is a fixture
    JAN,
    SANNE,
    bring,
    manager_client,
    upload,
    verdicts,
)

pytestmark = pytest.mark.django_db
UNNUMBERED = [SANNE.removeprefix("1"), JAN.removeprefix("2")]


@pytest.mark.parametrize("lines", [[SANNE, JAN], UNNUMBERED])
@pytest.mark.parametrize(
    "mended", [{"phone": "+31201234567"}, {"birth_name": "Berk"}, {"birth_date": "1985-04-21"}]
)
def test_who_was_mended_at_the_desk_is_not_brought_again(manager_client, lines, mended):  # noqa: F811
    bring(manager_client, *lines)
    patient = Patient.objects.get(first_name="Sanne")
    for name, value in mended.items():
        setattr(patient, name, value)
    patient.save()
    assert verdicts(bring(manager_client, *lines)) == ["known", "known"]


@pytest.mark.parametrize("lines", [[SANNE, JAN], UNNUMBERED])
def test_who_was_merged_into_another_is_not_brought_again(manager_client, receptionist, lines):  # noqa: F811
    bring(manager_client, *lines)
    gone, kept = Patient.objects.get(first_name="Sanne"), Patient.objects.get(first_name="Jan")
    merge_patients(kept=kept, gone=gone, taken=[], kept_version=1, gone_version=1, by=receptionist)
    assert verdicts(bring(manager_client, *lines)) == ["known", "known"]
    assert Patient.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_take_over_the_same_list_at_once_bring_everybody_once(manager_client, manager):  # noqa: F811
    runs = [upload(manager_client, *UNNUMBERED) for _time in range(3)]

    def take_over() -> None:
        run = runs.pop()
        list(actions.take_over(run=run, patients=_to_take_over(run), by=manager))

    all_at_once(3, take_over)
    assert Patient.objects.count() == 2


def _to_take_over(run: PatientImport) -> object:
    yield from importing.to_take_over(run)


@pytest.mark.parametrize("header", ["bsn", "code"])
def test_a_bsn_in_a_list_is_neither_kept_nor_shown(manager_client, header):  # noqa: F811
    raw = f"voornaam;achternaam;geboortedatum;geslacht;{header}\nSanne;Berg;12-04-1985;v;999990019\n"
    file = SimpleUploadedFile("lijst.csv", raw.encode(), "text/csv")
    manager_client.post(reverse("import_list"), {"file": file})
    run = PatientImport.objects.get()
    assert "999990019" not in run.text
    assert "999990019" not in main(manager_client.get(reverse("import_columns", args=[run.pk])))
