"""What was done stays as it was ticked and written, while the page keeps itself and the plan changes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.models import Episode
from records.models import Session
from tests import factories

pytestmark = pytest.mark.django_db
YESTERDAY = str(timezone.localdate() - timezone.timedelta(days=1))
TYPED = {
    "held_on": YESTERDAY,
    "held_time": "14:30",
    "duration_minutes": "30",
    "subjective": "Minder stijf",
    "as_planned": "on",
    "own_0": "Tape",
    "own_dose_0": "2 banen",
}


@pytest.fixture
def plan(therapist):
    return factories.approved_plan(episode_=factories.examined_episode(therapist=therapist))


@pytest.fixture
def send(therapist_client, therapist, plan):
    """What the page sends by itself; returns what it is told."""

    def post(address: str = "", **typed: object) -> dict[str, object]:
        data = {"typed_by": therapist.pk, "draft_version": "0", **TYPED, **typed}
        address = address or reverse("session_new", args=[plan.episode_id])
        return therapist_client.post(address, data, headers={"Accept": "application/json"}).json()

    return post


def done() -> list[tuple[str, str]]:
    return list(Session.objects.latest("pk").interventions.values_list("label_nl", "dose"))


EXERCISE = {"code": "exercise", "label_nl": "Oefenen", "label_en": "Exercise", "hands_off": True}


def amend(plan, *, keep: bool) -> None:
    """The plan gets something else in front, or in the place of what it had."""
    content = factories.plan_content(amend_reason="Het doel veranderde")
    content["interventions"] = [EXERCISE, *(content["interventions"] if keep else [])]
    factories.sign_content(plan, content)


def test_something_else_stays_while_the_page_keeps_itself(send):
    told = send()
    for text in ("Minder", "Minder stijf, ", "Minder stijf, zit beter"):
        told = send(told["keep_at"], subjective=text, draft_version=told["version"])
        assert (told["errors"], done()) == ({}, [("Tape", "2 banen")])


def test_something_else_is_no_conflict_after_a_lost_answer(send):
    send()
    assert send()["problem"] == ""


def test_something_else_comes_back_where_it_was_written(send, therapist_client):
    form = therapist_client.get(send()["keep_at"]).context["form"]
    assert [line.name.value() for line in form.own_lines] == ["Tape", None, None]
    assert [line.row.label_nl for line in form.lines] == ["Mobilisatie"]


def test_something_else_on_the_neck_says_so_still(send):
    told = send(own_on_neck_0="on")
    send(told["keep_at"], own_on_neck_0="on", draft_version=told["version"])
    assert Session.objects.get().interventions.get().on_neck


def test_a_tick_keeps_its_name_when_the_plan_changes_meanwhile(send, plan):
    told = send(row_0="Mobilisatie", did_0="on", dose_0="3 x 30 s", own_0="", own_dose_0="")
    amend(plan, keep=True)
    typed = {"row_0": "Mobilisatie", "did_0": "on", "dose_0": "3 x 30 s", "own_0": "", "own_dose_0": ""}
    send(told["keep_at"], **typed, draft_version=told["version"])
    assert done() == [("Mobilisatie", "3 x 30 s")]


@pytest.mark.parametrize("names", [("Mobilisatie", "Mobilisatie"), ("Onbekend", ""), ("\0", "<b>")])
def test_names_that_no_page_has_are_no_trouble(send, names):
    assert send(row_0=names[0], row_1=names[1], did_0="on", did_1="on", own_99999999999="x")["problem"] == ""


def test_a_row_that_left_the_plan_can_still_be_taken_out_and_put_back(send, plan):
    own = {"own_0": "", "own_dose_0": ""}
    told = send(row_0="Mobilisatie", did_0="on", **own)
    amend(plan, keep=False)
    for did in ("", "on"):
        told = send(
            told["keep_at"],
            row_0="Oefenen",
            row_1="Mobilisatie",
            did_1=did,
            **own,
            draft_version=told["version"],
        )
    assert done() == [("Mobilisatie", "")]


def test_something_else_of_last_time_is_copied_and_waits_for_its_tick(send, plan, therapist_client):
    told = send()
    therapist_client.post(told["sign_at"], {**TYPED, "draft_version": told["version"]})
    assert Session.objects.get().is_signed
    new = {**TYPED, "held_time": "15:30", "own_0": "", "own_dose_0": "", "draft_version": "0"}
    copied = therapist_client.post(
        reverse("session_new_copy", args=[plan.episode_id]), {**new, "copy_interventions": "all"}
    )
    address = copied.url.split("#")[0]
    form = therapist_client.get(address).context["form"]
    assert [line.mark.box for line in form.own_lines if line.mark] == ["confirm_own_0"]
    typed = {**TYPED, "held_time": "15:30", "draft_version": "1"}
    refused = therapist_client.post(f"{address}sign/", typed).context["form"]
    assert list(refused.errors) == ["own_dose_0"]
    therapist_client.post(f"{address}sign/", {**typed, "draft_version": "1", "confirm_own_0": "on"})
    assert done() == [("Tape", "2 banen")] and Session.objects.latest("pk").is_signed


@pytest.mark.parametrize("same", ["9" * 5000, "²", "-1", "99"])
def test_a_row_that_is_not_there_is_not_copied(send, plan, therapist_client, same):
    told = send()
    therapist_client.post(told["sign_at"], {**TYPED, "draft_version": told["version"]})
    new = {**TYPED, "held_time": "15:30", "own_0": "", "own_dose_0": "", "same": same}
    assert therapist_client.post(reverse("session_new_copy", args=[plan.episode_id]), new).status_code == 302
    assert done() == []


def test_a_draft_that_a_colleague_began_says_so(plan, other_therapist, other_therapist_client, therapist):
    draft = factories.draft_session(plan=plan)
    Episode.objects.filter(pk=plan.episode_id).update(therapist=other_therapist)
    page = other_therapist_client.get(reverse("session", args=[plan.episode_id, draft.pk])).content.decode()
    assert f"{therapist} " in page.partition("<form method")[2]
    new = other_therapist_client.get(reverse("session_new", args=[plan.episode_id])).content.decode()
    assert f"({therapist})" in new
