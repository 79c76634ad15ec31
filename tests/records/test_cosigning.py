"""A supervisor co-signs what a trainee signed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practice.actions import assign_therapist
from practice.models import AuditEvent, Role
from practice.signing import SignedRecordError
from records import cosigning
from records.actions import close_episode, conclude_episode, cosign, save_evaluation, sign_evaluation
from records.actions.letter import dispatch_letter
from records.errors import CosignatureWaitsError, LetterNotCosignedError, NotTheirsToCosignError
from records.models import CoSignature, Evaluation
from tests import factories
from tests.conftest import signed_in
from tests.records.full_world import add_letters

pytestmark = pytest.mark.django_db

ENDING = {
    "goal_result": "reached",
    "ending": "goal_reached",
    "aftercare": "Blijf bewegen.",
    "not_rescreened_reason": "Kwam niet meer.",
}


@pytest.fixture
def trainee(therapist):
    return factories.user(Role.THERAPIST, supervisor=therapist)


@pytest.fixture
def episode(trainee):
    return factories.screened_episode(therapist=trainee)


@pytest.fixture
def session(episode):
    return factories.signed_session(plan=factories.approved_plan(episode_=episode))


def kinds(therapist) -> list[str]:
    return [one.kind for one in cosigning.for_supervisor(therapist)]


def cosign_all(therapist) -> None:
    for one in cosigning.for_supervisor(therapist):
        cosign(record=one.record, by=therapist)


def evaluated(episode) -> Evaluation:
    draft = save_evaluation(
        evaluation=Evaluation(episode=episode), data=ENDING, version=0, by=episode.therapist
    )
    return sign_evaluation(evaluation=draft, by=episode.therapist)


def test_what_a_trainee_signs_waits_for_the_supervisor_oldest_first(therapist, session):
    assert kinds(therapist) == ["screening", "plan", "session"]


def test_a_note_of_a_trainee_is_valid_once_signed(session, episode):
    episode.refresh_from_db()
    assert session.is_signed and episode.phase == "in_treatment"


def test_what_a_supervisor_signs_waits_for_nobody(therapist):
    factories.screened_episode(therapist=therapist)
    assert kinds(therapist) == []


def test_a_co_signed_record_waits_no_longer(therapist, session):
    made = cosign(record=session, by=therapist)
    assert made.by == therapist and "session" not in kinds(therapist)
    assert AuditEvent.objects.get(verb="record.cosigned").subject_type == "session"


def test_co_signing_twice_is_co_signing_once(therapist, session):
    assert cosign(record=session, by=therapist) == cosign(record=session, by=therapist)


def test_a_co_signature_is_never_taken_back(therapist, session):
    with pytest.raises(SignedRecordError):
        cosign(record=session, by=therapist).delete()


@pytest.mark.parametrize("who", ["trainee", "other_therapist"])
def test_only_the_supervisor_who_is_named_co_signs(who, session, request):
    with pytest.raises(NotTheirsToCosignError):
        cosign(record=session, by=request.getfixturevalue(who))


def test_a_supervisor_of_later_leaves_it_to_the_one_who_is_named_and_still_sees_it(
    therapist, other_therapist, trainee, session
):
    patient = session.episode.patient
    factories.episode(therapist=therapist, patient_=patient, complaint="neck")
    trainee.supervisor = other_therapist
    trainee.save()
    assert kinds(other_therapist) == [] and "session" in kinds(therapist)
    with pytest.raises(NotTheirsToCosignError):
        cosign(record=session, by=other_therapist)


def test_a_supervisor_of_later_takes_over_what_the_first_one_sees_no_more(
    therapist, other_therapist, trainee, session
):
    trainee.supervisor = other_therapist
    trainee.save()
    assert kinds(therapist) == [] and "session" in kinds(other_therapist)
    assert cosign(record=session, by=other_therapist).by == other_therapist
    with pytest.raises(NotTheirsToCosignError):
        cosign(record=session, by=therapist)


def test_who_treats_after_a_trainee_co_signs_what_nobody_else_can(
    therapist, other_therapist, session, episode
):
    assign_therapist(episode=episode, therapist=other_therapist, by=therapist)
    assert kinds(therapist) == [] and "session" in kinds(other_therapist)
    page = reverse("session", args=[episode.pk, session.pk])
    button = reverse("cosign", args=[episode.pk, "session", session.pk])
    colleague = signed_in(other_therapist)
    assert button in colleague.get(page).content.decode()
    colleague.post(button)
    assert CoSignature.objects.get().by == other_therapist


def test_a_trainee_who_passed_does_not_co_sign_the_own_notes(therapist, trainee, session, episode):
    trainee.supervisor = None
    trainee.save()
    with pytest.raises(NotTheirsToCosignError):
        cosign(record=session, by=trainee)
    assert kinds(trainee) == []
    evaluated(episode)
    assert close_episode(episode=episode, by=trainee).is_closed


def test_a_version_that_was_replaced_needs_none(therapist, session):
    factories.signed_session(plan=session.plan, amends=session)
    assert [one.record.amends_id for one in cosigning.for_supervisor(therapist) if one.kind == "session"] == [
        session.pk
    ]
    with pytest.raises(NotTheirsToCosignError):
        cosign(record=session, by=therapist)


def test_a_draft_waits_for_nobody(therapist, episode):
    factories.draft_plan(episode_=episode)
    assert kinds(therapist) == ["screening"]


def test_an_episode_closes_after_the_co_signatures(therapist, trainee, session, episode):
    evaluated(episode)
    with pytest.raises(CosignatureWaitsError):
        close_episode(episode=episode, by=trainee)
    cosign_all(therapist)
    assert close_episode(episode=episode, by=trainee).is_closed


def test_a_trainee_does_not_evaluate_and_close_in_one_go(therapist, trainee, session, episode):
    cosign_all(therapist)
    draft = save_evaluation(evaluation=Evaluation(episode=episode), data=ENDING, version=0, by=trainee)
    with pytest.raises(CosignatureWaitsError):
        conclude_episode(evaluation=draft, by=trainee)
    episode.refresh_from_db()
    assert not episode.is_closed and not episode.evaluations.signed().exists()


def test_a_supervisor_who_left_keeps_no_episode_open(therapist, trainee, session, episode):
    evaluated(episode)
    therapist.is_active = False
    therapist.save()
    assert close_episode(episode=episode, by=trainee).is_closed


def test_a_letter_of_a_trainee_is_sent_after_the_co_signature(therapist, trainee, episode):
    add_letters(episode, 1)
    letter = episode.letters.get()
    data = {"receiver": "Huisarts Bos", "how": "handed"}
    with pytest.raises(LetterNotCosignedError):
        dispatch_letter(letter=letter, data=data, by=trainee)
    cosign(record=letter, by=therapist)
    assert dispatch_letter(letter=letter, data=data, by=trainee).receiver == "Huisarts Bos"


def test_a_letter_that_waits_does_not_keep_the_episode_open(therapist, trainee, session, episode):
    evaluated(episode)
    cosign_all(therapist)
    add_letters(episode, 1)
    assert kinds(therapist) == ["letter"]
    assert close_episode(episode=episode, by=trainee).is_closed


def test_the_record_says_for_whom_it_waits_and_later_who_co_signed(therapist, trainee, session, episode):
    url = reverse("session", args=[episode.pk, session.pk])
    button = reverse("cosign", args=[episode.pk, "session", session.pk])
    to_trainee = signed_in(trainee).get(url).content.decode()
    assert str(therapist) in to_trainee and button not in to_trainee
    supervisor = signed_in(therapist)
    assert button in supervisor.get(url).content.decode()
    assert supervisor.post(button).url == f"{url}#session-{session.pk}"
    assert CoSignature.objects.get().session == session
    assert button not in supervisor.get(url).content.decode()


def test_the_work_list_of_the_supervisor_leads_to_each(therapist_client, session, episode):
    page = therapist_client.get(reverse("work_list")).content.decode()
    assert f"{reverse('session', args=[episode.pk, session.pk])}#session-{session.pk}" in page


def test_searching_the_work_list_keeps_the_notes_of_that_patient(therapist, session):
    assert len(cosigning.for_supervisor(therapist, "berg")) == 3
    assert cosigning.for_supervisor(therapist, "jansen") == []


@pytest.mark.parametrize("kind", ["junk", "plan", "letter"])
def test_what_is_not_there_is_not_co_signed(therapist_client, session, episode, kind):
    url = reverse("cosign", args=[episode.pk, kind, 2**40])
    assert therapist_client.post(url).status_code == 404


def test_many_notes_of_a_trainee_cost_as_many_queries_as_one(therapist_client, session, episode):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            therapist_client.get(reverse("work_list"))
            therapist_client.get(reverse("episode_detail", args=[episode.pk]))
        return len(caught)

    queries()
    one = queries()
    for _ in range(4):
        factories.signed_session(plan=session.plan)
    assert queries() == one
