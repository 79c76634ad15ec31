"""Drafting, signing, correcting and sending letters."""

import datetime
import hashlib
import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from practice.models import AuditEvent, Episode
from practice.signing import SignedRecordError, StaleDraftError
from records import drafts
from records.actions.closing import discard_draft
from records.actions.letter import amend_letter, dispatch_letter, save_letter, sign_letter
from records.errors import (
    AlreadySignedError,
    DraftWaitsError,
    IncompleteError,
    LetterReplacedError,
    SharingNotAllowedError,
    UnsafeChannelError,
)
from records.forms.letter import DispatchForm
from records.models import Letter
from tests import factories
from tests.records import letters_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode() -> Episode:
    return world.with_gp()


def send(letter: Letter, **extra: object):
    data = {"receiver": letter.receiver_name, "how": "secure_mail", "sent_at": timezone.now(), "remark": ""}
    return dispatch_letter(letter=letter, data={**data, **extra}, by=letter.created_by)


def test_a_draft_goes_to_the_gp_of_the_patient_and_is_there_once(episode):
    first, again = world.draft(episode), world.draft(episode)
    assert (first.receiver_name, first.receiver_address) == ("R. Zandstra", "De Linde\nUtrecht")
    assert first == again


def test_without_permission_a_letter_is_written_and_not_signed(episode):
    letter = world.draft(episode)
    with pytest.raises(SharingNotAllowedError):
        sign_letter(letter=letter, by=episode.therapist)
    assert not Letter.objects.get().is_signed


def test_the_database_refuses_a_letter_without_permission_too(episode):
    letter = world.draft(episode)
    letter.pdf, letter.plain_text, letter.digest = b"%PDF", "tekst", "d"
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.sign(by=episode.therapist)


def test_permission_for_the_gp_is_none_for_another_receiver(episode):
    world.permitted(episode)
    letter = world.draft(episode)
    save_letter(letter=letter, data={"receiver_name": "Dr. Ander"}, version=1, by=episode.therapist)
    with pytest.raises(SharingNotAllowedError):
        sign_letter(letter=letter, by=episode.therapist)


def test_a_signed_letter_is_frozen_with_what_was_sent(episode):
    letter = Letter.objects.get(pk=world.signed(episode).pk)
    assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.digest
    assert "BIG 19012345601" in letter.plain_text
    assert letter.permission.is_given
    with pytest.raises(SignedRecordError):
        letter.save()


def test_signing_is_logged_without_a_word_of_the_letter(episode):
    world.signed(episode)
    event = AuditEvent.objects.get(verb="letter.signed")
    assert (event.patient, event.subject_label) == (episode.patient, "start")


def test_a_question_without_a_question_is_not_signed(episode):
    world.permitted(episode)
    with pytest.raises(IncompleteError):
        sign_letter(letter=world.draft(episode, "question"), by=episode.therapist)


def test_two_windows_lose_nothing(episode):
    letter = world.draft(episode)
    other = Letter.objects.get()
    save_letter(letter=letter, data={"subject": "Een"}, version=1, by=episode.therapist)
    with pytest.raises(StaleDraftError):
        save_letter(letter=other, data={"subject": "Twee"}, version=1, by=episode.therapist)


def test_a_correction_is_a_new_letter_that_says_what_it_replaces(episode):
    first = world.signed(episode, advice="Bewegen.")
    draft = amend_letter(letter=first, reason="Kant verwisseld", by=episode.therapist)
    assert draft.sections == first.sections
    second = sign_letter(letter=draft, by=episode.therapist)
    assert "Reden: Kant verwisseld" in second.plain_text
    assert list(Letter.objects.current()) == [second]


def test_a_correction_says_why(episode):
    with pytest.raises(IncompleteError):
        amend_letter(letter=world.signed(episode), reason=" ", by=episode.therapist)


def test_a_correction_is_begun_once_and_not_in_a_draft_of_something_else(episode):
    letter = world.signed(episode)
    begun = amend_letter(letter=letter, reason="Kant verwisseld", by=episode.therapist)
    assert amend_letter(letter=letter, reason="Nog eens", by=episode.therapist) == begun
    discard_draft(record=begun, by=episode.therapist)
    world.draft(episode)
    with pytest.raises(DraftWaitsError):
        amend_letter(letter=letter, reason="Kant verwisseld", by=episode.therapist)


def test_a_letter_is_sent_more_than_once(episode):
    letter = world.signed(episode)
    send(letter)
    send(letter, how="post")
    assert letter.dispatches.count() == 2


def test_the_same_sending_is_noted_once(episode):
    letter, at = world.signed(episode), timezone.now()
    assert send(letter, sent_at=at) == send(letter, sent_at=at)


def test_a_draft_is_not_sent(episode):
    with pytest.raises(AlreadySignedError):
        send(world.draft(episode))


def test_a_letter_that_was_replaced_is_not_sent(episode):
    first = world.signed(episode)
    sign_letter(letter=amend_letter(letter=first, reason="Fout", by=episode.therapist), by=episode.therapist)
    with pytest.raises(LetterReplacedError):
        send(first)


def test_after_a_permission_is_taken_back_only_the_patient_gets_the_letter(episode):
    letter = world.signed(episode)
    world.permitted(episode, decision="withdrawn")
    with pytest.raises(SharingNotAllowedError):
        send(letter)
    assert send(letter, how="handed", receiver="S. van den Berg").pk


@pytest.mark.parametrize(
    ("how", "remark", "goes"),
    [
        ("secure_mail", "ZorgMail", True),
        ("secure_mail", "", False),
        ("handed", "", True),
        ("post", "aangetekend", False),
        ("other", "per fax", False),
    ],
)
def test_a_bsn_goes_by_a_secure_channel_that_is_named_or_from_hand_to_hand(how, remark, goes):
    episode = world.with_gp(bsn=factories.TEST_BSNS[0])
    world.permitted(episode)
    letter = world.draft(episode)
    save_letter(letter=letter, data={"with_bsn": True}, version=1, by=episode.therapist)
    letter = sign_letter(letter=letter, by=episode.therapist)
    assert factories.TEST_BSNS[0] in letter.plain_text
    if goes:
        assert send(letter, how=how, remark=remark).pk
        return
    with pytest.raises(UnsafeChannelError):
        send(letter, how=how, remark=remark)


def test_a_bsn_that_is_not_ticked_is_nowhere():
    episode = world.with_gp(bsn=factories.TEST_BSNS[0])
    assert factories.TEST_BSNS[0] not in world.signed(episode).plain_text


def test_a_closed_episode_still_gets_its_final_report(episode):
    episode.move_to("closed")
    assert world.signed(episode, "final", aftercare="Blijven bewegen.").is_signed


def test_a_draft_of_a_letter_does_not_keep_an_episode_open_and_can_be_thrown_away(episode):
    letter = world.draft(episode)
    assert drafts.of_episode(episode) == []
    episode.move_to("closed")
    discard_draft(record=letter, by=episode.therapist)
    assert not Letter.objects.exists()


def test_a_trainee_signs_under_the_name_of_the_supervisor_too():
    episode = world.with_gp()
    above = factories.user("therapist", first_name="Noor", last_name="el Amrani")
    episode.therapist.supervisor = above
    episode.therapist.save()
    assert "onder supervisie van Noor el Amrani" in world.signed(episode).plain_text


def test_a_letter_was_sent_in_its_own_time(episode):
    letter = world.signed(episode)
    early = timezone.localtime(letter.signed_at) - datetime.timedelta(days=1)
    sent = {"receiver": "R. Zandstra", "how": "post", "sent_on": f"{early:%Y-%m-%d}", "sent_time": "09:00"}
    assert "sent_on" in DispatchForm(sent, letter=letter).errors


def test_no_letter_ends_with_a_second_sheet_for_the_signature_alone():
    episode = world.with_gp()
    world.permitted(episode)
    full = "\n".join(["Zeurende pijn tussen de schouderbladen, erger bij zitten."] * 41)
    made = sign_letter(letter=world.draft(episode, "question", question=full), by=episode.therapist)
    assert len(PdfReader(io.BytesIO(bytes(made.pdf))).pages) == 1
