"""The pages of letters: from an empty list to a letter that was sent."""

import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from practice.models import AuditEvent, Episode
from records.models import Letter, LetterDispatch
from records.tasks import next_task
from tests import factories
from tests.conftest import signed_in
from tests.records import letters_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode() -> Episode:
    return world.with_gp(bsn=factories.TEST_BSNS[0])


@pytest.fixture
def client(episode) -> Client:
    return signed_in(episode.therapist)


def at(name: str, episode: Episode, letter: Letter | None = None) -> str:
    return reverse(name, args=[episode.pk, *([letter.pk] if letter else [])])


def typed(letter: Letter, **extra: object) -> dict[str, object]:
    """What the form of a draft sends."""
    texts = {f"text_{part['key']}": part["text"] for part in letter.sections}
    head = {name: getattr(letter, name) for name in ("receiver_name", "receiver_address", "subject")}
    return {"draft_version": letter.draft_version, **head, **texts, **extra}


def test_an_empty_list_says_what_it_is_for(client, episode):
    page = client.get(at("letters", episode)).content.decode()
    assert at("letter_new", episode) in page


def test_while_the_patient_waits_for_the_gp_that_letter_is_one_tap_away(client, episode):
    Episode.objects.filter(pk=episode.pk).update(phase="gp_advised")
    page = client.get(at("letters", episode)).content.decode()
    assert 'name="kind" value="not_clear"' in page


def test_waiting_for_the_gp_the_letter_goes_before_the_answer(client, episode):
    Episode.objects.filter(pk=episode.pk).update(phase="gp_advised", phase_since=timezone.now())
    waiting = Episode.objects.get(pk=episode.pk)
    assert next_task(waiting).url == at("letters", episode)
    world.signed(waiting, "not_clear", signs="Koorts.")
    assert next_task(Episode.objects.get(pk=episode.pk)).url == reverse(
        "screening_gp_back", args=[episode.pk]
    )


def test_a_closed_treatment_offers_the_final_report_until_it_is_signed(client, episode):
    episode.move_to("closed")
    closing = reverse("closing", args=[episode.pk])
    offered = 'name="kind" value="final"'
    assert offered in client.get(closing).content.decode()
    world.signed(episode, "final")
    assert offered not in client.get(closing).content.decode()


def test_a_new_letter_is_written_in_the_language_asked_for(client, episode):
    answer = client.post(at("letter_new", episode), {"kind": "question", "language": "en"})
    letter = Letter.objects.get()
    assert (answer.url, letter.subject) == (at("letter", episode, letter), "Question about a patient")


def test_nonsense_for_a_kind_makes_no_letter(client, episode):
    client.post(at("letter_new", episode), {"kind": "love", "language": "xx"})
    assert not Letter.objects.exists()


def test_without_permission_the_page_offers_no_signature_and_says_why(client, episode):
    letter = world.draft(episode)
    page = client.get(at("letter", episode, letter)).content.decode()
    assert at("letter_sign", episode, letter) not in page
    assert at("sharing", episode) in page


def test_a_part_is_renewed_only_when_asked_for_and_the_rest_stays_typed(client, episode):
    letter = world.draft(episode, reason="Oud.", advice="Bewegen.")
    assert "Hulpvraag" not in client.get(at("letter", episode, letter)).content.decode()
    factories.signed_history(episode_=episode)
    page = client.get(at("letter", episode, letter)).content.decode()
    assert "Oud." in page
    assert "Hulpvraag" in page
    client.post(at("letter_renew", episode, letter), typed(letter, renew="reason", text_advice="Rusten."))
    letter = Letter.objects.get()
    assert "Hulpvraag" in world.text_of(letter.sections, "reason")
    assert world.text_of(letter.sections, "advice") == "Rusten."


def test_signing_leads_to_sending(client, episode):
    world.permitted(episode)
    letter = world.draft(episode)
    answer = client.post(at("letter_sign", episode, letter), typed(letter), follow=True)
    assert Letter.objects.get().is_signed
    assert at("letter_dispatch", episode, letter) in answer.content.decode()


def test_a_question_without_a_question_says_so_at_the_field(client, episode):
    world.permitted(episode)
    letter = world.draft(episode, "question")
    page = client.post(at("letter_sign", episode, letter), typed(letter)).content.decode()
    assert 'id="id_text_question_error"' in page


def test_two_tabs_see_both_texts(client, episode):
    letter = world.draft(episode)
    client.post(at("letter", episode, letter), typed(letter, text_advice="Van tab een."))
    page = client.post(at("letter", episode, letter), typed(letter, text_advice="Van tab twee."))
    assert "Van tab een." in page.content.decode()
    assert "Van tab twee." in page.content.decode()


def test_a_page_that_saves_itself_gets_an_answer(client, episode):
    letter = world.draft(episode)
    sent = typed(letter, text_advice="Zacht bewegen.", typed_by=episode.therapist.pk)
    answer = client.post(at("letter", episode, letter), sent, headers={"Accept": "application/json"}).json()
    assert (answer["problem"], answer["version"]) == ("", 2)


def test_the_pdf_of_a_signed_letter_is_the_one_that_was_frozen(client, episode):
    letter = world.signed(episode)
    answer = client.get(at("letter_pdf", episode, letter))
    assert answer["Content-Type"] == "application/pdf"
    assert hashlib.sha256(answer.content).hexdigest() == letter.digest


def test_reading_the_pdf_is_logged(client, episode):
    client.get(at("letter_pdf", episode, world.draft(episode)))
    assert AuditEvent.objects.filter(verb="letter.read", patient=episode.patient).exists()


@pytest.mark.parametrize("name", ["letter", "letter_pdf", "letter_text"])
def test_nobody_outside_the_treatment_gets_it(name, episode, other_therapist_client, desk):
    letter = world.draft(episode)
    assert other_therapist_client.get(at(name, episode, letter)).status_code == 404
    assert desk.get(at(name, episode, letter)).status_code == 403


def test_the_screen_shows_a_bsn_by_its_last_digits(client, episode):
    world.permitted(episode)
    letter = world.draft(episode)
    client.post(at("letter", episode, letter), typed(letter, with_bsn="on"))
    pages = [client.get(at("letter", episode, letter)).content.decode()]
    client.post(at("letter_sign", episode, letter), typed(Letter.objects.get(), with_bsn="on"))
    pages.append(client.get(at("letter", episode, letter)).content.decode())
    assert [factories.TEST_BSNS[0] in page for page in pages] == [False, False]
    assert factories.TEST_BSNS[0] in Letter.objects.get().plain_text


def test_a_letter_of_another_episode_is_not_found(client, episode):
    letter = world.draft(world.with_gp())
    assert client.get(at("letter", episode, letter)).status_code == 404


def test_how_it_went_is_noted(client, episode):
    letter, now = world.signed(episode), timezone.localtime()
    sent = {
        "receiver": "R. Zandstra",
        "how": "post",
        "sent_on": f"{now:%Y-%m-%d}",
        "sent_time": f"{now:%H:%M}",
    }
    client.post(at("letter_dispatch", episode, letter), sent)
    assert LetterDispatch.objects.get().how == "post"


def test_what_is_wrong_with_it_stands_at_the_field_and_what_was_typed_stays(client, episode):
    letter = world.signed(episode)
    sent = {
        "receiver": "R. Zandstra",
        "how": "",
        "sent_on": "32-13-2026",
        "sent_time": "09:00",
        "remark": "Zivver",
    }
    page = client.post(at("letter_dispatch", episode, letter), sent).content.decode()
    assert "Zivver" in page
    assert 'id="id_how_error"' in page
    assert not LetterDispatch.objects.exists()


def test_a_correction_begins_with_why(client, episode):
    letter = world.signed(episode)
    assert (
        "id_reason_error"
        in client.post(at("letter_amend", episode, letter), {"reason": " "}).content.decode()
    )
    for wrong in ("Met \x00 erin", "Waarom " * 300):
        page = client.post(at("letter_amend", episode, letter), {"reason": wrong}).content.decode()
        assert "id_reason_error" in page
        assert wrong[:3] in page
    client.post(at("letter_amend", episode, letter), {"reason": "Kant verwisseld"})
    assert Letter.objects.get(amends=letter).amend_reason == "Kant verwisseld"


def test_twelve_letters_cost_what_one_does(client, episode):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(at("letters", episode))
        return len(caught)

    world.signed(episode)
    queries()
    few = queries()
    for _place in range(3):
        world.signed(episode)
    assert queries() == few
