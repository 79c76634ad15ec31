"""What could not be mailed before there was an outbox is a failed mail in it, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from practice.models import Message
from practice.triggers import drop_triggers, install_triggers
from tests import factories

BEFORE, AFTER = ("intake", "0004_follow_up"), ("intake", "0005_reception_desk")


def migrate(target: tuple[str, str]) -> object:
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps


@pytest.mark.django_db(transaction=True)
def test_a_link_that_could_not_be_mailed_is_still_seen_by_the_desk(therapist):
    failed, _token = factories.invitation(therapist=therapist)
    fine, _token = factories.invitation(therapist=therapist)
    drop_triggers()
    try:
        old = migrate(BEFORE)
        old.get_model("intake", "Invitation").objects.filter(pk=failed.pk).update(mail_failed=True)
        new = migrate(AFTER)
        links = new.get_model("intake", "Invitation").objects
        assert links.get(pk=failed.pk).message.state == "failed"
        assert links.get(pk=fine.pk).message is None
        assert Message.objects.get().patient_id == failed.intake.episode.patient_id
        again = migrate(BEFORE)
        marked = again.get_model("intake", "Invitation").objects.filter(mail_failed=True)
        assert [link.pk for link in marked] == [failed.pk]
    finally:
        migrate(AFTER)
        install_triggers()
    failed.refresh_from_db()
    assert failed.mail_failed
