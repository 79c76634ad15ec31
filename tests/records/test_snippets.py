"""Texts of one's own: the list, and what becomes of ;word in a record."""

import pytest
from django.urls import reverse

from practice.models import AuditEvent
from records.actions.snippets import save_snippet
from records.errors import ShortcutTakenError
from records.models import Session, Snippet
from tests import factories
from tests.records.test_session import text, typed

pytestmark = pytest.mark.django_db


def snippet(owner, shortcut: str = "mob", words: str = "Mobilisatie Th5") -> Snippet:
    return save_snippet(snippet=Snippet(), shortcut=shortcut, text=words, by=owner)


@pytest.fixture
def sign_url(therapist) -> str:
    plan = factories.approved_plan(episode_=factories.screened_episode(therapist=therapist))
    return reverse("session_new_sign", args=[plan.episode_id])


def test_a_short_word_becomes_the_text_in_what_is_signed(therapist_client, therapist, sign_url):
    snippet(therapist)
    therapist_client.post(sign_url, typed(plan_note=";mob en ;tape", dose_0=";mob"))
    session = Session.objects.get()
    assert session.plan_note == "Mobilisatie Th5 en ;tape"
    assert session.interventions.get().dose == "Mobilisatie Th5"


def test_a_text_of_more_lines_is_one_line_in_a_field_of_one(therapist_client, therapist, sign_url):
    snippet(therapist, words="Een\nTwee")
    therapist_client.post(sign_url, typed(plan_note=";mob", next_step=";mob"))
    session = Session.objects.get()
    assert (session.plan_note, session.next_step) == ("Een\nTwee", "Een Twee")


def test_a_text_that_does_not_fit_stays_as_it_was_typed(therapist_client, therapist, sign_url):
    snippet(therapist, words="x" * 200)
    therapist_client.post(sign_url, typed(dose_0=";mob"))
    assert Session.objects.get().interventions.get().dose == ";mob"


def test_the_texts_of_somebody_else_are_not_used(therapist_client, other_therapist, sign_url):
    snippet(other_therapist)
    therapist_client.post(sign_url, typed(plan_note=";mob"))
    assert Session.objects.get().plan_note == ";mob"


def test_a_double_click_on_a_short_word_shows_no_conflict(therapist_client, therapist, sign_url):
    snippet(therapist)
    keep = sign_url.removesuffix("sign/")
    codes = [therapist_client.post(keep, typed(plan_note=";mob")).status_code for _click in "ab"]
    assert codes == [302, 302]


def test_only_the_owner_sees_them(therapist_client, therapist, other_therapist):
    snippet(therapist)
    snippet(other_therapist, "tape", "Van een ander")
    assert therapist_client.get(reverse("snippets_mine")).json() == {"mob": "Mobilisatie Th5"}
    assert "Van een ander" not in text(therapist_client.get(reverse("snippets")))


def test_a_text_is_added_changed_and_deleted_and_each_is_in_the_log(therapist_client):
    therapist_client.post(reverse("snippets"), {"shortcut": ";Mob", "text": "Eerst"})
    made = Snippet.objects.get()
    therapist_client.post(reverse("snippet_edit", args=[made.pk]), {"shortcut": "mob", "text": "Daarna"})
    made.refresh_from_db()
    assert (made.shortcut, made.text) == ("mob", "Daarna")
    therapist_client.get(reverse("snippet_delete", args=[made.pk]))
    therapist_client.post(reverse("snippet_delete", args=[made.pk]))
    assert not Snippet.objects.exists()
    verbs = AuditEvent.objects.filter(verb__startswith="snippet.").order_by("pk")
    assert [one.verb for one in verbs] == ["snippet.saved", "snippet.saved", "snippet.deleted"]


def test_two_windows_that_add_the_same_word_make_one(therapist):
    snippet(therapist)
    with pytest.raises(ShortcutTakenError):
        snippet(therapist)


def test_who_has_none_begins_with_an_example(therapist_client):
    page = therapist_client.get(reverse("snippets"))
    first = page.context["examples"][0]
    therapist_client.post(reverse("snippets"), {"shortcut": first.shortcut, "text": first.text})
    assert Snippet.objects.get().text == first.text


def test_many_texts_can_be_searched(therapist_client, therapist):
    for number in range(9):
        snippet(therapist, f"w{number}", f"Tekst {number}")
    page = therapist_client.get(reverse("snippets"), {"q": "tekst 7"})
    assert [one.shortcut for one in page.context["snippets"]] == ["w7"]
    assert 'name="q"' in text(page)
