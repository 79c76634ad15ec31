"""Two people, two devices or one impatient finger: everything counts once."""

import datetime

import pytest

from intake import actions
from intake.models import Answer, Intake, Invitation
from practice.models import AuditEvent
from tests import factories
from tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invitation(therapist) -> Invitation:
    return factories.invitation(therapist=therapist)[0]


def test_guesses_at_the_same_time_all_count(invitation):
    wrong = datetime.date(1990, 1, 1)
    found = all_at_once(8, lambda: actions.check_birth_date(invitation=invitation, date=wrong))
    invitation.refresh_from_db()
    assert found == [False] * 8
    assert (invitation.failed_attempts, invitation.is_locked) == (5, True)


def test_sending_at_the_same_time_stores_one_intake(invitation):
    intake = factories.fill_in(invitation.intake)
    found = all_at_once(4, lambda: actions.submit_intake(intake=intake))
    assert {sent.pk for sent in found} == {intake.pk}
    assert AuditEvent.objects.filter(verb="intake.submitted").count() == 1
    assert Answer.objects.count() == Answer.objects.values("question").distinct().count()


def test_pages_saved_at_the_same_time_are_all_kept(invitation):
    intake = factories.fill_in(invitation.intake, until="where")
    before = intake.draft_version
    pages = iter(
        [("now", {"s_now": ["none"]}), ("you", {"ad_referral": "yes"}), ("where", {"g_regions": ["neck"]})]
    )

    def save() -> Intake:
        page, cleaned = next(pages)
        return actions.save_page(intake=intake, page=page, cleaned=cleaned, version=intake.draft_version)

    all_at_once(3, save)
    intake.refresh_from_db()
    assert intake.answers["ad_referral"] == "yes"
    assert intake.answers["g_regions"] == ["neck"]
    assert intake.draft_version == before + 3
