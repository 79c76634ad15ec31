"""Words of the names of everybody who was registered before the search knew words."""

from django.db import migrations

from practice import sounds

AT_ONCE = 2000  # patients


def fill(apps, schema_editor):
    patients = apps.get_model("practice", "Patient").objects.order_by("pk")
    term = apps.get_model("practice", "PatientTerm")
    term.objects.all().delete()
    last = 0
    columns = ("pk", "initials", "first_name", "prefix", "birth_name", "partner_prefix", "partner_name")
    while some := list(patients.filter(pk__gt=last).only(*columns)[:AT_ONCE]):
        rows = [
            term(patient_id=patient.pk, word=word, sound=sound)
            for patient in some
            for word, sound in sounds.terms(patient).items()
        ]
        term.objects.bulk_create(rows, batch_size=AT_ONCE)
        last = some[-1].pk


def empty(apps, schema_editor):
    apps.get_model("practice", "PatientTerm").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("practice", "0004_reception_desk"),
    ]

    operations = [migrations.RunPython(fill, empty)]
