"""A decision carries a digest over all of it: what was changed afterwards, below everything, shows."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from practice.triggers import drop_triggers, install_triggers
from records.models import Consent
from records.models.consent import SEALED
from tests.records.deciding import decide, handover, plan_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(therapist) -> Consent:
    return decide(handover(plan_for(therapist)))


def changed(consent: Consent, column: str, value: object) -> Consent:
    """The row as somebody left it who got past the triggers."""
    drop_triggers()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_consent SET {column} = %s WHERE id = %s", [value, consent.pk])
    install_triggers()
    return Consent.objects.get(pk=consent.pk)


def test_everything_of_the_row_is_under_the_seal():
    columns = {field.attname for field in Consent._meta.concrete_fields}
    assert columns - set(SEALED) == {"id", "digest"}


def test_a_row_that_was_left_alone_is_intact(consent):
    stored = Consent.objects.get(pk=consent.pk)
    assert (stored.is_sealed, stored.is_intact) == (True, True)


def test_one_byte_of_the_text_shows(consent):
    assert not changed(consent, "text_shown", consent.text_shown[:-1] + "!").is_intact


def test_one_point_of_a_signature_shows(consent):
    consent.signatures[0]["strokes"][0][0][0] += 1
    assert not changed(consent, "signatures", json.dumps(consent.signatures)).is_intact


def test_a_seal_that_was_taken_off_shows(consent):
    without = changed(consent, "digest", "")
    assert (without.is_sealed, without.is_intact) == (True, False)


def page(client, consent) -> str:
    client.cookies["django_language"] = "en"
    return client.get(reverse("consent", args=[consent.plan.episode_id])).content.decode()


def test_the_history_says_that_it_is_unchanged(therapist_client, consent):
    assert "unchanged since then" in page(therapist_client, consent)


def test_the_history_says_in_red_that_it_was_changed(therapist_client, consent):
    changed(consent, "remark", "Later erbij geschreven")
    seen = page(therapist_client, consent)
    assert "does not match its seal" in seen
    assert "state-danger" in seen


def test_a_row_from_before_says_so(therapist_client, therapist):
    plan = plan_for(therapist)
    row = {"plan": plan, "decision": "given", "by_patient": True, "patient_age": 40, "method": "screen"}
    row |= {"text_shown": "x", "text_language": "nl", "recorded_by": therapist}
    [old] = Consent.objects.bulk_create([Consent(**row)])
    assert "from before there was a seal" in page(therapist_client, old)
