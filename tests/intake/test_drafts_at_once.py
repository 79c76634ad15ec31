"""The nightly deletion and a patient who saves at that very moment: one of the two, never half of both."""

import datetime

import pytest
from django.utils import timezone

from intake import actions
from intake.models import Intake, Invitation
from practice import audit
from practice.models import AuditEvent
from tests import factories
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(therapist) -> Intake:
    made = factories.fill_in(factories.invitation(therapist=therapist)[0].intake, until="where")
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Intake.objects.update(saved_at=long_ago)
    Invitation.objects.update(created_at=long_ago)
    return made


def delete(draft: Intake) -> bool:
    before = timezone.now() - datetime.timedelta(days=30)
    return actions.delete_draft(intake=draft, before=before, by=audit.SYSTEM)


def test_two_runs_at_the_same_time_delete_once(draft):
    assert sorted(all_at_once(2, lambda: delete(draft))) == [False, True]
    assert AuditEvent.objects.filter(verb="intake.draft_deleted").count() == 1


def test_a_page_that_is_saved_at_that_moment_is_kept(draft):
    def save() -> Intake:
        cleaned = {"g_regions": ["neck"]}
        return actions.save_page(intake=draft, page="where", cleaned=cleaned, version=draft.draft_version)

    both = iter([save, lambda: delete(draft)])
    all_at_once(2, lambda: next(both)())  # noqa: PLW0108 - each thread takes its own
    intake = Intake.objects.get()
    assert intake.answers["g_regions"] == ["neck"]
    was_deleted = AuditEvent.objects.filter(verb="intake.draft_deleted").exists()
    assert ("s_now" in intake.answers) is not was_deleted
