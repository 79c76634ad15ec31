"""Signed means frozen: by the models, and below them by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from practice import audit
from practice.models import AuditEvent
from practice.signing import SignedPartError, SignedRecordError, StaleDraftError
from records.models import Goal, History, TreatmentPlan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(therapist) -> History:
    return History.objects.create(episode=factories.episode(therapist=therapist), created_by=therapist)


@pytest.fixture
def signed_plan(therapist) -> TreatmentPlan:
    plan = TreatmentPlan.objects.create(
        episode=factories.episode(therapist=therapist),
        version=1,
        created_by=therapist,
        explained_what="Oefenen",
        explained_why="Soepeler worden",
    )
    Goal.objects.create(plan=plan, is_main=True, text="Een uur zitten")
    plan.sign(by=therapist)
    return plan


def refused_by_the_database(sql: str, *params: object) -> None:
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_a_signed_record_has_a_signer_and_a_time(history, therapist):
    history.sign(by=therapist)
    history.refresh_from_db()
    assert history.signed_by == therapist
    assert history.signed_at <= timezone.now()


def test_a_signer_without_a_time_is_refused(history, therapist):
    with pytest.raises(DatabaseError), transaction.atomic():
        History.objects.filter(pk=history.pk).update(signed_by=therapist)


def test_a_signed_record_refuses_save(history, therapist):
    history.sign(by=therapist)
    history.onset = "anders"
    with pytest.raises(SignedRecordError):
        history.save()


def test_a_signed_record_refuses_delete(history, therapist):
    history.sign(by=therapist)
    with pytest.raises(SignedRecordError):
        history.delete()


def test_signed_records_refuse_update_in_bulk(history, therapist):
    history.sign(by=therapist)
    with pytest.raises(SignedRecordError):
        History.objects.filter(pk=history.pk).update(onset="anders")


def test_the_database_refuses_to_change_a_signed_record(history, therapist):
    history.sign(by=therapist)
    refused_by_the_database("UPDATE records_history SET onset = 'x' WHERE id = %s", history.pk)


def test_the_database_refuses_to_delete_a_signed_record(history, therapist):
    history.sign(by=therapist)
    refused_by_the_database("DELETE FROM records_history WHERE id = %s", history.pk)


def test_a_draft_may_still_be_changed_and_deleted(history):
    history.onset = "Langzaam"
    history.save()
    history.delete()
    assert not History.objects.exists()


def test_a_part_of_a_signed_record_refuses_save(signed_plan):
    with pytest.raises(SignedPartError):
        Goal.objects.create(plan=signed_plan, text="Nog een doel")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records_goal SET text = 'x' WHERE plan_id = %s",
        "DELETE FROM records_goal WHERE plan_id = %s",
        "INSERT INTO records_goal (plan_id, is_main, text, measure, baseline, target)"
        " VALUES (%s, false, 'x', '', '', '')",
    ],
)
def test_the_database_freezes_the_parts_of_a_signed_record(signed_plan, sql):
    refused_by_the_database(sql, signed_plan.pk)


@pytest.mark.parametrize(
    "sql", ["UPDATE practice_auditevent SET verb = 'x'", "DELETE FROM practice_auditevent"]
)
def test_the_database_keeps_the_log_append_only(therapist, sql):
    audit.record("staff.signed_in", by=therapist)
    refused_by_the_database(sql)


def test_the_log_refuses_a_change(therapist):
    event = audit.record("staff.signed_in", by=therapist)
    event.verb = "x"
    with pytest.raises(SignedRecordError):
        event.save()


def test_the_log_knows_only_declared_verbs(therapist):
    with pytest.raises(KeyError):
        audit.record("patient.stared_at", by=therapist)
    assert not AuditEvent.objects.exists()


def test_a_draft_changed_elsewhere_is_not_overwritten(history):
    elsewhere = History.objects.get(pk=history.pk)
    elsewhere.onset = "Elders getypt"
    elsewhere.save_draft(version=1)
    history.onset = "Hier getypt"
    with pytest.raises(StaleDraftError) as caught:
        history.save_draft(version=1)
    assert caught.value.newer.onset == "Elders getypt"
