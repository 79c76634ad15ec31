"""What became of each goal, at an evaluation; correcting a signed one; usual advice for afterwards."""

import pytest
from django.db.utils import DatabaseError
from django.urls import reverse

from practice.models import Phase
from records import aftercare
from records.actions import conclude_episode, save_plan, sign_evaluation, sign_plan
from records.actions.closing import save_evaluation
from records.actions.consent import record_consent
from records.errors import IncompleteError, WrongPhaseError
from records.models import Evaluation, GoalOutcome, TreatmentPlan
from tests import factories
from tests.records.full_world import add_measures

pytestmark = pytest.mark.django_db

TYPED = {
    "draft_version": "0",
    "not_rescreened_reason": "De patiënt kwam niet meer.",
    "goal_result": "partly",
    "pain_now": "1",
    "ending": "goal_reached",
    "aftercare": "Blijf elke dag bewegen.",
}


@pytest.fixture
def episode(therapist):
    """In treatment, with a main goal and one below it that is measured with the NPRS."""
    made = factories.screened_episode(therapist=therapist)
    content = factories.plan_content()
    content["goals"] += [
        {"text": "Minder pijn", "instrument": "nprs", "baseline": "7", "target": "3", "is_main": False}
    ]
    plan = save_plan(plan=TreatmentPlan(episode=made), **content, version=0, by=therapist)
    plan = sign_plan(plan=plan, by=therapist)
    data = {"decision": "given", "method": "oral", "by_patient": True}
    record_consent(plan=plan, data=data, language="nl", by=therapist)
    factories.signed_session(plan=plan)
    made.refresh_from_db()
    return made


@pytest.fixture
def below(episode):
    return episode.plans.get().goals.get(is_main=False)


@pytest.fixture
def typed(below) -> dict[str, str]:
    return {**TYPED, f"outcome_{below.pk}_result": "reached", f"outcome_{below.pk}_value": "2"}


def url(episode, page: str = "closing") -> str:
    return reverse(page, args=[episode.pk])


def evaluate(client, episode, typed) -> Evaluation:
    client.post(url(episode, "closing_evaluate"), typed)
    episode.refresh_from_db()
    return episode.evaluations.latest("pk")


def test_each_goal_keeps_its_own_result(therapist_client, episode, typed):
    made = evaluate(therapist_client, episode, typed)
    assert [(one.result, one.value) for one in made.goal_outcomes.all()] == [("partly", ""), ("reached", "2")]


def test_the_result_of_the_evaluation_is_that_of_the_main_goal(episode, therapist):
    goal = episode.plans.get().goals.get(is_main=True)
    rows = [{"goal": goal, "result": "reached"}]
    data = {"goal_result": "not_reached"}
    made = save_evaluation(
        evaluation=Evaluation(episode=episode), data=data, outcomes=rows, version=0, by=therapist
    )
    assert made.goal_result == "reached"


def test_a_goal_without_result_is_said_at_its_field(therapist_client, episode, below):
    response = therapist_client.post(url(episode, "closing_evaluate"), TYPED)
    assert list(response.context["form"].errors) == [f"outcome_{below.pk}_result"]


def test_an_evaluation_with_an_open_goal_is_not_signed(episode, below, therapist):
    data = {"ending": "goal_reached", "aftercare": "Geen", "not_rescreened_reason": "Kwam niet"}
    rows = [{"goal": below, "result": ""}]
    made = save_evaluation(
        evaluation=Evaluation(episode=episode),
        data={**data, "goal_result": "reached"},
        outcomes=rows,
        version=0,
        by=therapist,
    )
    with pytest.raises(IncompleteError):
        sign_evaluation(evaluation=made, by=therapist)


def test_the_newest_figure_of_its_instrument_is_filled_in(therapist_client, episode, below):
    add_measures(episode, 1)
    form = therapist_client.get(url(episode)).context["form"]
    assert form[f"outcome_{below.pk}_value"].value() == "5"


def test_saving_again_replaces_the_results(therapist_client, episode, below, typed):
    therapist_client.post(url(episode), typed)
    again = {**typed, "draft_version": "1", f"outcome_{below.pk}_result": "not_reached"}
    therapist_client.post(url(episode), again)
    assert GoalOutcome.objects.get(goal=below).result == "not_reached"


def test_a_signed_result_is_frozen(therapist_client, episode, typed):
    evaluate(therapist_client, episode, typed)
    with pytest.raises(DatabaseError, match="frozen"):
        GoalOutcome.objects.all().update(result="reached")


def test_the_sheet_and_the_record_show_every_goal(therapist_client, episode, typed):
    evaluate(therapist_client, episode, typed)
    for page in ("closing", "episode_detail"):
        shown = therapist_client.get(url(episode, page)).content.decode()
        assert "Minder pijn" in shown and "Een uur achter het bureau zitten" in shown


def test_an_interim_evaluation_stays_beside_the_last_one(therapist_client, episode, typed):
    evaluate(therapist_client, episode, typed)
    factories.signed_session(plan=episode.plans.get())
    evaluate(therapist_client, episode, {**typed, "aftercare": "Bel bij klachten."})
    shown = therapist_client.get(url(episode)).content.decode()
    assert "Blijf elke dag bewegen." in shown and "Bel bij klachten." in shown


def test_a_usual_advice_is_added_with_a_button(therapist_client, episode, typed):
    therapist_client.post(url(episode), {**typed, "usual": "active"})
    text = Evaluation.objects.get().aftercare
    assert text.startswith("Blijf elke dag bewegen.\n") and len(text.splitlines()) == 2


@pytest.mark.parametrize("code", ["junk", "", "active"])
def test_an_advice_is_added_once(code):
    once = aftercare.added("", code, "nl")
    assert aftercare.added(once, code, "nl") == once


def test_every_advice_is_there_in_both_languages():
    found = aftercare.load().values()
    assert all(set(one.labels) == set(one.texts) == {"nl", "en"} for one in found)


def test_a_signed_evaluation_is_corrected_and_both_stay(therapist_client, episode, typed):
    first = evaluate(therapist_client, episode, typed)
    assert therapist_client.get(url(episode, "closing_amend")).status_code == 200
    hidden = {"amends": str(first.pk), "amend_reason": "Advies vergeten", "aftercare": "Bel bij klachten."}
    second = evaluate(therapist_client, episode, {**typed, **hidden})
    assert second.amends == first and second.is_signed and episode.phase == Phase.EVALUATED
    shown = therapist_client.get(url(episode)).content.decode()
    assert "Bel bij klachten." in shown and "Blijf elke dag bewegen." in shown


def test_while_treatment_goes_on_the_last_evaluation_can_still_be_corrected(therapist_client, episode, typed):
    first = evaluate(therapist_client, episode, typed)
    factories.signed_session(plan=episode.plans.get())
    hidden = {"amends": str(first.pk), "amend_reason": "Advies vergeten", "aftercare": "Bel bij klachten."}
    second = evaluate(therapist_client, episode, {**typed, **hidden})
    assert second.amends == first and second.is_signed and episode.phase == Phase.IN_TREATMENT


def test_a_correction_asks_why(therapist_client, episode, typed):
    first = evaluate(therapist_client, episode, typed)
    response = therapist_client.post(
        url(episode, "closing_evaluate"), {**typed, "amends": str(first.pk), "aftercare": "Anders"}
    )
    assert list(response.context["form"].errors) == ["amend_reason"]


def test_a_correction_does_not_close(therapist_client, episode, typed, therapist):
    first = evaluate(therapist_client, episode, typed)
    draft = Evaluation(episode=episode, amends=first)
    draft = save_evaluation(evaluation=draft, data={"amend_reason": "Fout"}, version=0, by=therapist)
    with pytest.raises(WrongPhaseError):
        conclude_episode(evaluation=draft, by=therapist)


def test_a_trainee_is_offered_to_sign_without_closing(therapist_client, therapist, other_therapist, episode):
    therapist.supervisor = other_therapist
    therapist.save()
    page = therapist_client.get(url(episode)).content.decode()
    assert url(episode, "closing_sign") not in page
    assert f'formaction="{url(episode, "closing_evaluate")}"' in page
