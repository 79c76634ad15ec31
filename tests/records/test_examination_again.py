"""Examined again: a new examination amends nothing, and the earlier one still holds."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from practice.models import Phase
from records import steps
from records.actions.examination import save_examination
from records.errors import AnotherDraftError
from records.examination_page import shown_all
from records.models import Examination
from records.neck import missing_steps
from records.remeasured import movements
from records.tasks import next_task
from records.versions import Versions
from tests import factories
from tests.records import neck as neck_plans
from tests.records.test_neck_steps import ALL, examine

FOUND = {"agreed": "on", "conclusion": "Rotatie beter", "thoracic-rotation-L": "35", "draft_version": "0"}


@pytest.fixture
def episode(therapist):
    return factories.examined_episode(therapist=therapist)


def address(name, episode) -> str:
    return reverse(name, args=[episode.pk])


def again(episode, **changes) -> dict[str, str]:
    """What the page posts that was opened now to examine again."""
    standing = steps.standing(episode.examinations.all())
    return {**FOUND, "follows": str(standing.pk), "amends": "", **changes}


def keep(client, episode, **changes):
    return client.post(address("examination", episode), again(episode, **changes))


def sign(client, episode, **changes):
    return client.post(address("examination_sign", episode), again(episode, **changes))


def test_the_page_to_examine_again_is_empty_and_shows_what_was_measured(therapist_client, episode):
    answer = therapist_client.get(address("examination_new", episode))
    assert answer.context["form"]["thoracic-rotation-L"].value() in (None, "")
    assert "thoracic" in {block.id for block in answer.context["blocks"] if block.is_open}
    assert "20°" in answer.content.decode()


def test_a_new_examination_replaces_nothing_and_becomes_the_newest(therapist_client, episode):
    first = episode.examinations.get()
    assert sign(therapist_client, episode).url == address("examination", episode)
    second = steps.standing(episode.examinations.all())
    assert (second.amends, first.is_replaced) == (None, False)
    assert Versions.of(episode, episode.examinations.all()).earlier == [first]


def test_a_new_examination_leaves_the_phase_alone(therapist_client, episode):
    factories.signed_plan(episode_=episode)
    sign(therapist_client, episode)
    episode.refresh_from_db()
    assert episode.phase == Phase.PLANNED


def test_the_signed_page_says_what_changed_and_keeps_the_earlier_one(therapist_client, episode):
    sign(therapist_client, episode)
    page = therapist_client.get(address("examination", episode)).content.decode()
    assert "20°" in page and "+15" in page and "Beperkte rotatie thoracaal" in page


def test_an_earlier_examination_is_not_called_replaced(therapist_client, episode):
    sign(therapist_client, episode)
    newest, earlier = shown_all(Versions.of(episode, episode.examinations.all()))
    assert (newest.is_earlier, earlier.is_earlier) == (False, True)


def test_what_was_measured_twice_is_read_with_its_change(therapist_client, episode):
    sign(therapist_client, episode)
    (rotation,) = movements(episode)
    assert (rotation.change, rotation.norm, "+15°" in rotation.words) == (15, "30–50°", True)


def test_its_draft_is_finished_on_its_own_page(therapist_client, episode):
    factories.signed_plan(episode_=episode)
    assert keep(therapist_client, episode).url == address("examination_new", episode)
    form = therapist_client.get(address("examination_new", episode)).context["form"]
    assert form["thoracic-rotation-L"].value() == "35"
    episode.refresh_from_db()
    assert next_task(episode).url == address("examination_new", episode)


def test_signing_it_twice_signs_once(therapist_client, episode):
    told = again(episode)
    therapist_client.post(address("examination_sign", episode), told)
    therapist_client.post(address("examination_sign", episode), told)
    assert Examination.objects.count() == 2


def test_another_new_one_signed_meanwhile_is_corrected_not_doubled(therapist_client, episode):
    late = again(episode, conclusion="Anders")
    sign(therapist_client, episode)
    answer = therapist_client.post(address("examination_sign", episode), late)
    assert [one.typed for one in answer.context["conflict"]["differences"]] == ["Anders"]
    assert Examination.objects.count() == 2


def test_a_correction_of_the_newest_leaves_the_first_alone(therapist_client, episode):
    sign(therapist_client, episode)
    newest = steps.standing(episode.examinations.all())
    told = {"amends": newest.pk, "amend_reason": "Kant", "follows": "", "conclusion": "Verbeterd"}
    sign(therapist_client, episode, **told)
    assert len(Versions.of(episode, episode.examinations.all()).earlier) == 1
    assert steps.standing(episode.examinations.all()).conclusion == "Verbeterd"


@pytest.mark.parametrize("correction_first", [True, False])
def test_a_new_one_and_a_correction_never_share_a_draft(therapist, episode, correction_first):
    first = episode.examinations.get()
    told = {"regions": [], "measurements": [], "version": 0, "by": therapist}
    correction = {"examination": Examination(episode=episode, amends=first), "data": {"amend_reason": "Kant"}}
    new = {"examination": Examination(episode=episode), "data": {}, "follows": first.pk}
    one, other = (correction, new) if correction_first else (new, correction)
    save_examination(**one, **told)
    with pytest.raises(AnotherDraftError):
        save_examination(**other, **told)


@pytest.mark.parametrize(("name", "leads_to"), [("new", "amend"), ("amend", "new")])
def test_the_page_of_the_other_kind_leads_to_the_draft_that_waits(therapist_client, episode, name, leads_to):
    first = episode.examinations.get()
    if leads_to == "amend":
        told = {"amends": first.pk, "amend_reason": "Kant", "follows": ""}
        keep(therapist_client, episode, **told)
    else:
        keep(therapist_client, episode)
    answer = therapist_client.get(address(f"examination_{name}", episode))
    assert answer.url == address(f"examination_{leads_to}", episode)


def test_without_a_signed_one_there_is_no_again(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    answer = therapist_client.get(address("examination_new", episode))
    assert answer.url == address("examination", episode)


# --- the safety steps of the neck ------------------------------------------------------------------------


@pytest.fixture
def neck(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


def test_examining_again_without_the_steps_does_not_undo_them(neck):
    first = examine(neck, **ALL)
    examine(neck, follows=first.pk, risk_factors="Geen")
    assert missing_steps(neck) == []


def test_steps_of_two_examinations_are_not_added_up(neck):
    first = examine(neck, **{**ALL, "eyes": False})
    examine(neck, follows=first.pk, eyes=True)
    assert len(missing_steps(neck)) == 1


def test_steps_that_a_correction_took_back_do_not_count(neck):
    first = examine(neck, **ALL)
    corrected = examine(neck, amends=first, **{**ALL, "eyes": False})
    examine(neck, follows=corrected.pk)
    assert len(missing_steps(neck)) == 1


def test_the_database_too_takes_a_plan_after_examining_again_without_the_steps(neck):
    first = examine(neck, **ALL)
    examine(neck, follows=first.pk)
    assert neck_plans.signed(neck).is_signed


def test_the_database_too_adds_up_no_steps_of_two_examinations(neck):
    first = examine(neck, **{**ALL, "eyes": False})
    examine(neck, follows=first.pk, eyes=True)
    with pytest.raises(DatabaseError, match="neck_steps_or_reason"), transaction.atomic():
        neck_plans.draft(neck).sign(by=neck.therapist)


@pytest.mark.parametrize("since", [[], [{}], [{"risk_factors": "Geen"}]])
def test_what_a_later_examination_found_abnormal_undoes_the_steps(neck, since):
    last = examine(neck, **ALL)
    for told in [{"cranial_nerves": True, "abnormal": "Ptosis links"}, *since]:
        last = examine(neck, follows=last.pk, **told)
    assert len(missing_steps(neck)) == len(ALL) - 1
    with pytest.raises(DatabaseError, match="neck_steps_or_reason"), transaction.atomic():
        neck_plans.draft(neck).sign(by=neck.therapist)


def test_after_something_abnormal_the_steps_are_all_done_anew(neck):
    first = examine(neck, **ALL)
    second = examine(neck, follows=first.pk, cranial_nerves=True, abnormal="Ptosis links")
    examine(neck, follows=second.pk, **ALL)
    assert missing_steps(neck) == []
    assert neck_plans.signed(neck).is_signed


def test_no_examination_before_something_abnormal_is_named_as_the_safe_one(neck):
    first = examine(neck, **ALL)
    examine(neck, follows=first.pk, cranial_nerves=True, abnormal="Ptosis links")
    assert shown_all(Versions.of(neck, neck.examinations.all()))[0].steps_from is None


def test_a_new_one_without_the_steps_names_the_examination_that_has_them(neck):
    first = examine(neck, **ALL)
    examine(neck, follows=first.pk)
    newest, earlier = shown_all(Versions.of(neck, neck.examinations.all()))
    assert (newest.steps_from, earlier.steps_from) == (first, None)
