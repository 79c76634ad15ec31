"""Opening a closed episode again, with a reason."""

import pytest
from django.urls import reverse

from intake.actions import amend_screening
from practice.models import AuditEvent, Phase
from records import work_list
from records.actions import conclude_episode, record_consent, reopen_episode, save_evaluation
from records.errors import NotClosedError, OtherEpisodeOpenError, ReasonMissingError
from records.models import Evaluation, Reopening
from records.steps import prefetch
from records.tasks import next_task
from tests import factories

pytestmark = pytest.mark.django_db

WHY = "De klachten kwamen terug."
ENDING = {
    "goal_result": "partly",
    "ending": "patient_stops",
    "aftercare": "Blijf bewegen.",
    "not_rescreened_reason": "Kwam niet meer.",
}


def close(episode) -> None:
    by = episode.therapist
    evaluation = save_evaluation(evaluation=Evaluation(episode=episode), data=ENDING, version=0, by=by)
    conclude_episode(evaluation=evaluation, by=by)
    episode.refresh_from_db()


def reopened(episode) -> str:
    close(episode)
    reopen_episode(episode=episode, reason=WHY, by=episode.therapist)
    episode.refresh_from_db()
    return episode.phase


def gp_advised(episode) -> None:
    data = {
        "all_clear": False,
        "pattern": "unknown",
        "conclusion": "contact_gp",
        "advice_given": "Naar de HA",
    }
    first = episode.screenings.get()
    by = episode.therapist
    amend_screening(screening=first, intake=None, data=data, decisions={}, reason="Toch niet", by=by)


@pytest.fixture
def screened(therapist):
    return factories.screened_episode(therapist=therapist)


def test_an_episode_without_screening_is_registered_again(therapist):
    assert reopened(factories.episode(therapist=therapist)) == Phase.NEW


def test_a_form_that_was_sent_is_there_again(therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode)
    assert reopened(episode) == Phase.INTAKE_DONE


def test_a_screened_episode_is_screened_again(screened):
    assert reopened(screened) == Phase.SCREENED


def test_an_examined_episode_is_examined_again(therapist):
    assert reopened(factories.examined_episode(therapist=therapist)) == Phase.EXAMINED


def test_a_plan_without_a_yes_is_still_to_be_approved(screened):
    factories.signed_plan(episode_=screened)
    assert reopened(screened) == Phase.PLANNED


def test_an_approved_plan_is_approved_again(screened):
    factories.approved_plan(episode_=screened)
    assert reopened(screened) == Phase.APPROVED


def test_an_approval_that_was_withdrawn_stays_withdrawn(screened):
    plan = factories.approved_plan(episode_=screened)
    data = {"decision": "withdrawn", "method": "oral", "by_patient": True, "explained": "Mag altijd"}
    record_consent(plan=plan, data=data, language="nl", by=screened.therapist)
    assert reopened(screened) == Phase.WITHDRAWN


def test_a_treatment_that_was_evaluated_goes_on_from_its_evaluation(screened):
    plan = factories.approved_plan(episode_=screened)
    factories.signed_session(plan=plan)
    assert reopened(screened) == Phase.EVALUATED
    factories.signed_session(plan=plan)
    screened.refresh_from_db()
    assert screened.phase == Phase.IN_TREATMENT


def test_who_waited_for_the_gp_waits_again(screened):
    factories.approved_plan(episode_=screened)
    gp_advised(screened)
    assert reopened(screened) == Phase.GP_ADVISED


def test_a_plan_from_before_the_gp_does_not_come_back_approved(screened):
    factories.approved_plan(episode_=screened)
    gp_advised(screened)
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    last = screened.screenings.order_by("pk").last()
    by = screened.therapist
    amend_screening(screening=last, intake=None, data=data, decisions={}, reason="HA belde", by=by)
    assert reopened(screened) == Phase.SCREENED


def test_the_reason_and_when_it_was_closed_stay_in_the_record(screened):
    close(screened)
    closed_at = screened.closed_at
    reopen_episode(episode=screened, reason=WHY, by=screened.therapist)
    row = Reopening.objects.get()
    assert (row.reason, row.closed_at, row.by) == (WHY, closed_at, screened.therapist)
    assert AuditEvent.objects.filter(verb="episode.reopened", patient=screened.patient).count() == 1


def test_a_short_reason_opens_nothing(screened):
    close(screened)
    with pytest.raises(ReasonMissingError):
        reopen_episode(episode=screened, reason="weer pijn", by=screened.therapist)


def test_an_open_episode_is_not_opened_again(screened):
    with pytest.raises(NotClosedError):
        reopen_episode(episode=screened, reason=WHY, by=screened.therapist)


def test_another_open_episode_of_the_same_complaint_is_in_the_way(screened):
    close(screened)
    factories.episode(therapist=screened.therapist, patient_=screened.patient)
    with pytest.raises(OtherEpisodeOpenError):
        reopen_episode(episode=screened, reason=WHY, by=screened.therapist)
    screened.refresh_from_db()
    assert screened.is_closed and not Reopening.objects.exists()


def test_an_episode_of_who_left_becomes_that_of_who_opens_it(other_therapist, screened):
    factories.episode(therapist=other_therapist, patient_=screened.patient, complaint="neck")
    close(screened)
    screened.therapist.is_active = False
    screened.therapist.save()
    assert reopen_episode(episode=screened, reason=WHY, by=other_therapist).therapist == other_therapist
    assert screened in [row.episode for row in work_list.rows(other_therapist)]


def test_an_episode_that_a_colleague_opens_stays_with_who_treats(other_therapist, therapist, screened):
    close(screened)
    assert reopen_episode(episode=screened, reason=WHY, by=other_therapist).therapist == therapist


def test_the_safety_questions_are_the_next_task(screened):
    factories.signed_session(plan=factories.approved_plan(episode_=screened))
    reopened(screened)
    prefetch([screened])
    assert next_task(screened).url.startswith(reverse("rescreening", args=[screened.pk]))


def test_the_page_of_a_session_says_that_nothing_was_asked_since(therapist_client, screened):
    factories.signed_session(plan=factories.approved_plan(episode_=screened))
    reopened(screened)
    page, ask = reverse("session_new", args=[screened.pk]), reverse("rescreening", args=[screened.pk])
    assert f'"{ask}?occasion=changed"' in therapist_client.get(page).content.decode()
    factories.concluded_rescreening(episode_=screened, occasion="changed")
    assert f'"{ask}?occasion=deviating"' in therapist_client.get(page).content.decode()


def test_after_the_safety_questions_the_record_goes_on(screened):
    reopened(screened)
    factories.concluded_rescreening(episode_=screened, occasion="changed")
    screened.refresh_from_db()
    prefetch([screened])
    assert next_task(screened).url == reverse("history", args=[screened.pk])


def test_an_episode_that_was_never_screened_is_screened_first(therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode)
    reopened(episode)
    prefetch([episode])
    assert next_task(episode).url == reverse("screening", args=[episode.pk])


def test_the_button_of_a_closed_episode_opens_it(therapist_client, screened):
    close(screened)
    url = reverse("episode_reopen", args=[screened.pk])
    assert url in therapist_client.get(reverse("episode_detail", args=[screened.pk])).content.decode()
    assert list(therapist_client.post(url, {"reason": "kort"}).context["form"].errors) == ["reason"]
    therapist_client.post(url, {"reason": WHY})
    screened.refresh_from_db()
    assert screened.phase == Phase.SCREENED


def test_the_record_tells_why_it_is_open_again(therapist_client, screened):
    reopened(screened)
    assert WHY in therapist_client.get(reverse("episode_detail", args=[screened.pk])).content.decode()


def test_the_desk_sees_that_it_is_open_again_and_not_why(desk, screened):
    reopened(screened)
    page = desk.get(reverse("patient_detail", args=[screened.patient_id])).content.decode()
    assert "heropend" in page.lower() or "opened again" in page
    assert WHY not in page
