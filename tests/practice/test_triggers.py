"""What the database itself refuses, on either engine, and that a migration survives it."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from practice import triggers
from practice.models import AuditEvent
from practice.signing import AppendOnly
from records.models import Consent, Session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(therapist):
    return factories.signed_plan(episode_=factories.examined_episode(therapist=therapist))


def refused(sql: str, *params: object, because: str) -> None:
    with pytest.raises(DatabaseError, match=because), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def installed() -> set[str]:
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def expected() -> set[str]:
    return {trigger.name for trigger in triggers.triggers(connection.vendor)}


def test_every_trigger_stands_after_a_migrate():
    assert installed() == expected()


def test_append_only_and_signed_tables_all_have_triggers():
    tables = {trigger.table for trigger in triggers.triggers(connection.vendor)}
    frozen = {
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, AppendOnly) or hasattr(model, "frozen_column")
    }
    assert frozen
    assert frozen <= tables


def test_the_log_cannot_be_emptied_at_once(receptionist, therapist):
    factories.patient(by=receptionist)
    connection.check_constraints()  # PostgreSQL empties no table with checks still waiting
    empty = {"sqlite": "DELETE FROM practice_auditevent", "postgresql": "TRUNCATE practice_auditevent"}
    refused(empty[connection.vendor], because="frozen")


@pytest.mark.one_engine
def test_a_line_of_the_log_cannot_be_replaced(receptionist):
    factories.patient(by=receptionist)
    line = AuditEvent.objects.first()
    refused(
        "INSERT OR REPLACE INTO practice_auditevent (id, at, verb, actor_name, actor_role, subject_type,"
        " subject_id, subject_label, basis, changed_fields, address)"
        " VALUES (%s, '2026-01-01', 'x', '', '', '', '', '', '', '[]', '')",
        line.pk,
        because="frozen",
    )


def test_consent_needs_a_signed_plan(therapist):
    draft = factories.draft_plan(episode_=factories.examined_episode(therapist=therapist))
    with pytest.raises(DatabaseError, match="plan_is_signed"), transaction.atomic():
        Consent.objects.create(
            plan=draft,
            decision="given",
            by_patient=True,
            patient_age=40,
            method="oral",
            text_shown="x",
            text_language="nl",
            recorded_by=therapist,
        )


def test_a_session_without_consent_cannot_be_signed_behind_the_actions(plan, therapist):
    session = Session.objects.create(
        episode=plan.episode, plan=plan, created_by=therapist, subjective="Beter", plan_note="Mobilisatie"
    )
    with pytest.raises(DatabaseError, match="signed_with_consent"), transaction.atomic():
        session.sign(by=therapist)


def test_a_session_belongs_to_a_plan_of_its_own_episode(plan, therapist):
    other = factories.episode(therapist=therapist, patient_=plan.episode.patient, complaint="neck")
    with pytest.raises(DatabaseError, match="plan_of_its_episode"), transaction.atomic():
        Session.objects.create(episode=other, plan=plan, created_by=therapist)


@pytest.mark.one_engine
@pytest.mark.django_db(transaction=True)
def test_a_table_with_signed_rows_can_be_rebuilt_by_a_migration(therapist):
    plan = factories.approved_plan(episode_=factories.examined_episode(therapist=therapist))
    factories.signed_session(plan=plan)
    triggers.drop_triggers()
    for trigger in {one.table: one for one in triggers.triggers("sqlite")}.values():
        model = next(one for one in apps.get_models() if one._meta.db_table == trigger.table)
        before = model._base_manager.count()
        with connection.schema_editor() as editor:
            editor._remake_table(model)
        assert model._base_manager.count() == before
    triggers.install_triggers()
    connection.check_constraints()
    assert installed() == expected()


def test_a_failed_migrate_leaves_the_triggers_standing(monkeypatch):
    def fails(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("django.core.management.commands.migrate.Command.handle", fails)
    with pytest.raises(RuntimeError):
        call_command("migrate")
    assert installed() == expected()


def test_a_signature_cannot_be_dated_by_an_update(plan):
    refused(
        "UPDATE records_treatmentplan SET signed_at = %s WHERE id = %s",
        timezone.now(),
        plan.pk,
        because="frozen",
    )
