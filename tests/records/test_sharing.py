"""Permission to share: who decides, what counts, and what is proposed from the intake."""

import pytest
from django.urls import reverse

from practice.models import AuditEvent, Episode
from records import sharing
from records.actions.sharing import record_sharing
from records.errors import DecisionOrderError, IncompleteError, InvalidConsentError
from records.models import SharingConsent
from tests import factories
from tests.records import letters_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode():
    return world.with_gp()


def allowed(episode: Episode, receiver: str = "") -> bool:
    fresh = Episode.objects.get(pk=episode.pk)
    return sharing.permission_for(fresh, *sharing.about(fresh, receiver)) is not None


def test_nothing_is_shared_while_nobody_asked(episode):
    assert not allowed(episode)


def test_a_yes_about_the_gp_counts_for_the_gp_by_name_too(episode):
    world.permitted(episode)
    assert [allowed(episode), allowed(episode, " r.  zandstra"), allowed(episode, "A. Ander")] == [
        True,
        True,
        False,
    ]


def test_without_a_registered_gp_a_yes_about_the_gp_covers_nobody_by_name():
    episode = factories.screened_episode(therapist=factories.user("therapist"))
    world.permitted(episode)
    assert not allowed(episode, "Werkgever BV")


def test_a_yes_for_somebody_else_is_for_that_one_alone(episode):
    world.permitted(episode, kind="share_other", receiver="Dr. Ander")
    assert [allowed(episode), allowed(episode, "dr. ander"), allowed(episode, "Dr. Derde")] == [
        False,
        True,
        False,
    ]


def test_the_last_word_counts(episode):
    world.permitted(episode)
    world.permitted(episode, decision="withdrawn")
    assert not allowed(episode)
    world.permitted(episode)
    assert allowed(episode)


def test_taking_back_a_yes_spelled_otherwise_takes_back_that_yes(episode):
    world.permitted(episode, kind="share_other", receiver="Dr. Ander")
    made = world.permitted(episode, kind="share_other", receiver="dr.  ander", decision="withdrawn")
    assert made.receiver == "Dr. Ander"


def test_the_same_decision_twice_is_noted_once(episode):
    world.permitted(episode)
    world.permitted(episode)
    assert SharingConsent.objects.count() == 1


def test_what_was_not_given_is_not_taken_back(episode):
    with pytest.raises(DecisionOrderError):
        world.permitted(episode, decision="withdrawn")


@pytest.mark.parametrize(
    ("age", "extra", "stands"),
    [
        (16, {}, True),
        (16, {"representative_name": "M. Berg", "representative_relation": "parent"}, False),
        (15, {}, False),
        (15, {"representative_name": "M. Berg", "representative_relation": "parent"}, True),
        (
            12,
            {"by_patient": False, "representative_name": "M. Berg", "representative_relation": "parent"},
            False,
        ),
        (
            11,
            {"by_patient": False, "representative_name": "M. Berg", "representative_relation": "parent"},
            True,
        ),
        (11, {}, False),
        (
            40,
            {
                "by_patient": False,
                "able_to_decide": False,
                "capacity_remark": "Begrijpt de vraag niet",
                "representative_name": "M. Berg",
                "representative_relation": "mentor",
            },
            True,
        ),
        (40, {"by_patient": False, "able_to_decide": False, "representative_name": "M. Berg"}, False),
    ],
)
def test_who_decides_about_sharing(age, extra, stands):
    episode = world.with_gp(birth_date=factories.years_ago(age))
    if stands:
        assert world.permitted(episode, **extra).is_given
        return
    with pytest.raises(InvalidConsentError):
        world.permitted(episode, **extra)


def test_why_the_patient_cannot_decide_stays_with_the_decision(episode):
    extra = {"by_patient": False, "able_to_decide": False, "capacity_remark": "Begrijpt de vraag niet"}
    made = world.permitted(episode, **extra, representative_name="M. Berg", representative_relation="mentor")
    assert made.remark == "Begrijpt de vraag niet"


def test_a_decision_keeps_the_words_it_was_asked_in(episode):
    with pytest.raises(IncompleteError):
        world.permitted(episode, text_shown=" ")


def test_recording_is_logged(episode):
    world.permitted(episode)
    assert AuditEvent.objects.filter(verb="sharing.recorded", patient=episode.patient).count() == 1


def proposed(**answers: object) -> sharing.Proposal | None:
    episode = factories.episode(therapist=factories.user("therapist"))
    factories.submitted_intake(episode_=episode, **answers)
    return sharing.proposal(Episode.objects.get(pk=episode.pk))


def test_a_yes_in_the_intake_is_one_tap_away_in_its_own_words():
    found = proposed(ad_share_gp="yes")
    assert (found.is_yes, found.one_tap, found.method) == (True, True, "intake")
    assert found.text == "Mogen wij gegevens over je klacht delen met je huisarts?"


def test_a_no_in_the_intake_is_shown_and_not_taken_over():
    found = proposed(ad_share_gp="later")
    assert (found.is_yes, found.one_tap, found.answer) == (False, False, "Dat bespreek ik liever eerst")


def test_a_yes_that_somebody_else_filled_in_is_asked_again():
    assert not proposed(ad_share_gp="yes", ad_reporter="parent", ad_reporter_name="M. Berg").one_tap


def test_the_page_takes_over_a_yes_from_the_intake_with_one_tap(therapist, therapist_client):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode, ad_share_gp="yes")
    therapist_client.post(reverse("sharing", args=[episode.pk]), {"take_over": "1"})
    made = SharingConsent.objects.get()
    assert (made.decision, made.method, made.by_patient) == ("given", "intake", True)


def test_the_page_says_what_is_missing_and_keeps_what_was_typed(therapist, therapist_client):
    episode = factories.episode(therapist=therapist)
    sent = {"kind": "share_other", "decision": "given", "text_shown": "Mag het?", "remark": "Belt terug"}
    page = therapist_client.post(reverse("sharing", args=[episode.pk]), sent).content.decode()
    assert "Belt terug" in page
    assert 'id="id_receiver_error"' in page
    assert not SharingConsent.objects.exists()


def test_a_decision_in_a_closed_episode_can_be_recorded(episode):
    episode.move_to("closed")
    assert record_sharing(
        episode=episode, data={"kind": "share_gp", **world.DATA}, by=episode.therapist
    ).is_given
