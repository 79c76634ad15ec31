"""Copying chosen parts of the session before; what is copied is confirmed before anybody signs."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from records.actions.session import sign_session
from records.errors import CopiesNotConfirmedError
from records.models import Session
from tests import factories
from tests.records import neck
from tests.records.test_session import page_of, text, typed

pytestmark = pytest.mark.django_db

PARTS = ("objective", "evaluation", "plan_note", "next_step", "interventions")
EMPTY = {"did_0": "", "dose_0": "", "plan_note": ""}


@pytest.fixture
def plan(therapist):
    return factories.approved_plan(episode_=factories.screened_episode(therapist=therapist))


@pytest.fixture
def last(plan) -> Session:
    told = {"objective": "Rotatie 30", "evaluation": "Op weg", "next_step": "Opbouwen"}
    return factories.signed_session(plan=plan, held_at=timezone.now() - datetime.timedelta(days=8), **told)


def ticks(*parts: str) -> dict[str, str]:
    return {f"copy_{part}": "on" for part in parts}


def copied(client, last: Session, *parts: str, **extra: object) -> Session:
    """A draft with these parts of the session before."""
    address = reverse("session_new_copy", args=[last.episode_id])
    client.post(address, typed(**{**EMPTY, **ticks(*parts), **extra}))
    return Session.objects.drafts().get()


def as_typed(draft: Session, **extra: object) -> dict[str, object]:
    """What the page of the draft sends."""
    names = ("objective", "evaluation", "plan_note", "next_step")
    done = {"did_0": "on", "dose_0": draft.interventions.get().dose} if draft.interventions.exists() else {}
    told = {name: getattr(draft, name) for name in names}
    return typed(**{**EMPTY, **told, **done, "draft_version": draft.draft_version, **extra})


def sign(client, draft: Session, **extra: object):
    return client.post(page_of(draft, "session_sign"), as_typed(draft, **extra))


def test_chosen_parts_are_copied_and_each_is_marked(therapist_client, last):
    draft = copied(therapist_client, last, *PARTS)
    assert (draft.objective, draft.evaluation, draft.next_step) == ("Rotatie 30", "Op weg", "Opbouwen")
    assert draft.plan_note == "Mobilisatie Th4-6."
    assert draft.interventions.get().dose == "3 x 30 s"
    marked = ["did-Mobilisatie", "evaluation", "next_step", "objective", "plan_note"]
    assert (draft.unconfirmed, draft.copied_from) == (marked, last)


def test_what_is_not_ticked_stays_behind_and_what_was_typed_stays(therapist_client, last):
    draft = copied(therapist_client, last, "objective", objective="Zwelling weg", evaluation="Beter")
    assert (draft.objective, draft.evaluation) == ("Zwelling weg\nRotatie 30", "Beter")
    assert draft.unconfirmed == ["objective"]
    assert not draft.interventions.exists()
    assert draft.subjective == "Minder stijf."


def test_what_is_copied_says_so_on_the_page(therapist_client, last):
    therapist_client.cookies["django_language"] = "en"
    page = text(therapist_client.get(page_of(copied(therapist_client, last, "objective", "interventions"))))
    assert page.count("not confirmed</") + page.count("not confirmed<") >= 2
    assert "Confirm these 2" in page


def test_unconfirmed_copies_are_refused_at_their_place(therapist_client, last):
    draft = copied(therapist_client, last, *PARTS)
    form = sign(therapist_client, draft).context["form"]
    assert sorted(form.errors) == ["dose_0", "evaluation", "next_step", "objective", "plan_note"]
    assert not Session.objects.get(pk=draft.pk).is_signed


def test_a_tick_confirms_one_value_and_leaves_the_others(therapist_client, last):
    draft = copied(therapist_client, last, "objective", "interventions", plan_note="Mob")
    form = sign(therapist_client, draft, confirm_did_0="on").context["form"]
    assert list(form.errors) == ["objective"]


def test_what_is_changed_or_taken_out_needs_no_tick(therapist_client, last):
    draft = copied(therapist_client, last, "objective", "interventions", plan_note="Mob")
    sign(therapist_client, draft, objective="Rotatie 35", did_0="", dose_0="")
    signed = Session.objects.get(pk=draft.pk)
    assert (signed.is_signed, signed.objective, signed.unconfirmed) == (True, "Rotatie 35", [])


def test_one_button_behind_the_values_confirms_them_all(therapist_client, last):
    draft = copied(therapist_client, last, *PARTS)
    therapist_client.post(page_of(draft), as_typed(draft, confirm_all="yes"))
    draft.refresh_from_db()
    assert draft.unconfirmed == []
    sign(therapist_client, draft)
    assert Session.objects.get(pk=draft.pk).is_signed


def test_keeping_the_draft_confirms_nothing(therapist_client, last):
    draft = copied(therapist_client, last, "objective")
    therapist_client.post(page_of(draft), as_typed(draft, evaluation="Nieuw"))
    assert Session.objects.get(pk=draft.pk).unconfirmed == ["objective"]


def test_while_the_page_saves_itself_a_tick_does_not_count_yet(therapist_client, therapist, last):
    draft = copied(therapist_client, last, "objective")
    sent = as_typed(draft, confirm_objective="on", evaluation="Nieuw", typed_by=therapist.pk)
    therapist_client.post(page_of(draft), sent, headers={"accept": "application/json"})
    kept = Session.objects.get(pk=draft.pk)
    assert (kept.evaluation, kept.unconfirmed) == ("Nieuw", ["objective"])


def test_the_action_refuses_unconfirmed_copies(therapist_client, last, therapist):
    draft = copied(therapist_client, last, "objective", plan_note="Mob")
    with pytest.raises(CopiesNotConfirmedError):
        sign_session(session=draft, by=therapist)


def test_the_database_refuses_unconfirmed_copies(therapist_client, last, therapist):
    draft = copied(therapist_client, last, "objective", plan_note="Mob")
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.sign(by=therapist)


def test_as_last_time_beside_one_intervention_ticks_it_with_its_dose(therapist_client, last):
    address = reverse("session_new_copy", args=[last.episode_id])
    therapist_client.post(address, typed(**EMPTY, same="0"))
    draft = Session.objects.drafts().get()
    assert draft.interventions.get().dose == "3 x 30 s"
    assert draft.unconfirmed == []


def test_the_dose_of_last_time_stands_beside_the_intervention(therapist_client, last):
    line = therapist_client.get(reverse("session_new", args=[last.episode_id])).context["form"].lines[0]
    assert line.last_dose == "3 x 30 s"
    assert "3 x 30 s" in line.dose.field.widget.attrs["placeholder"]


def test_what_has_no_permission_any_more_is_not_copied(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist, complaint="neck")
    neck.checked(episode)
    plan = neck.signed(episode)
    first = neck.decide(plan, neck.NECK)
    begun = timezone.now() - datetime.timedelta(days=8)
    draft = factories.draft_session(plan=plan, held_at=begun)
    draft.interventions.update(on_neck=True)
    last = sign_session(session=draft, by=therapist)
    neck.decide(plan, after=first.pk)
    assert not copied(therapist_client, last, "interventions").interventions.exists()


def test_a_first_session_has_nothing_to_copy(therapist_client, plan):
    assert therapist_client.get(reverse("session_new", args=[plan.episode_id])).context["form"].parts == []


def test_a_correction_copies_nothing(therapist_client, plan, last):
    second = factories.signed_session(plan=plan)
    address = page_of(second, "session_copy")
    sent = typed(amends=second.pk, amend_reason="Kant", objective="", **ticks("objective"))
    therapist_client.post(address, sent)
    assert Session.objects.drafts().get().objective == ""


def test_nonsense_is_not_kept_by_copying_and_stays_on_the_page(therapist_client, last):
    address = reverse("session_new_copy", args=[last.episode_id])
    response = therapist_client.post(address, typed(pain_before="11", same="99", **ticks("objective")))
    assert list(response.context["form"].errors) == ["pain_before"]
    assert [part.is_ticked for part in response.context["form"].parts] == [True, False, False, False, False]
