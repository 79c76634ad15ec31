"""The plan and the whole record as PDF: what stands in them, and what is left out."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from practice.models import AuditEvent, Episode
from records.actions.letter import save_letter, sign_letter
from records.actions.measures import override_course, record_measure, replace_measure
from records.letters.chapters import drawn
from records.letters.plan_print import plan_print
from records.letters.record_print import record_print
from records.letters.words import Words
from records.models import Reopening
from tests import factories
from tests.records import letters_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(therapist) -> Episode:
    made = factories.examined_episode(therapist=therapist)
    factories.signed_session(plan=factories.approved_plan(episode_=made), pain_before=6)
    return Episode.objects.get(pk=made.pk)


def headings(data: dict) -> list[str]:
    return [chapter["heading"] for chapter in data["chapters"]]


def words(data: dict) -> str:
    parts = [part for chapter in data["chapters"] for part in chapter["parts"]]
    return "\n".join(f"{name}: {value}" for part in parts for name, value in part["rows"])


def test_the_plan_says_what_was_told_and_what_was_decided(episode):
    data = plan_print(episode.plans.newest(), "nl")
    for said in ("We maken je bovenrug soepel.", "Een uur achter het bureau zitten", "gegeven op"):
        assert said in words(data)


def test_a_plan_nobody_decided_on_has_a_line_to_sign_on(therapist):
    plan = factories.signed_plan(episode_=factories.examined_episode(therapist=therapist))
    parts = plan_print(plan, "nl")["chapters"][-1]["parts"]
    assert "handtekening" in parts[0]["signatures"][0]["text"]


def test_the_record_says_everything_that_was_signed_step_by_step(episode):
    data = record_print(episode, "nl", by=episode.therapist)
    for said in (
        "Weer pijnvrij werken",
        "Rotatie",
        "Aspecifieke hoge rugpijn",
        "Het gaat beter.",
        "3 x 30 s",
    ):
        assert said in words(data)


def test_the_record_leaves_out_what_is_empty(episode):
    found = headings(record_print(episode, "en", by=episode.therapist))
    assert "Treatment" in found
    assert not {"Intake", "Closure", "Letters", "Measures"} & set(found)


def test_a_drawn_signature_is_a_picture_that_is_named():
    stored = {"name": "S. Berg", "how": "drawn", "strokes": [[[1, 1], [9, 9]]], "size": [20, 10]}
    made = drawn({**stored, "at": "2026-11-22T10:00:00+01:00"}, Words("nl"))
    assert made.svg.startswith("<svg")
    assert made.alt == "Handtekening van S. Berg"


@pytest.mark.parametrize(("name", "verb"), [("plan_pdf", "plan.printed"), ("record_pdf", "record.printed")])
def test_a_print_is_a_tagged_pdf_with_the_patient_on_each_sheet_and_is_logged(
    episode, therapist_client, name, verb
):
    answer = therapist_client.get(reverse(name, args=[episode.pk]))
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert all(episode.patient.full_name in page.extract_text() for page in reader.pages)
    assert AuditEvent.objects.filter(verb=verb, patient=episode.patient).count() == 1


def test_without_a_plan_there_is_nothing_to_print(therapist, therapist_client):
    made = factories.screened_episode(therapist=therapist)
    assert therapist_client.get(reverse("plan_pdf", args=[made.pk])).status_code == 404


def test_the_record_tells_of_permissions_judgements_reopening_and_what_was_measured_wrong(episode, therapist):
    world.permitted(episode, text_shown="Mag de huisarts het weten?")
    wrong = record_measure(
        episode=episode, instrument="ndi", value=Decimal(40), by=therapist, remark="Haastig"
    )
    replace_measure(measure=wrong, value=Decimal(14), reason="Verkeerd geteld", by=therapist)
    judged = {"computed": "too_early", "numbers": {}, "state": "normal", "reason": "Werkt al weer"}
    override_course(episode=episode, **judged, by=therapist)
    Reopening.objects.create(
        episode=episode, closed_at=timezone.now(), reason="Terug na een val", by=therapist
    )
    said = words(record_print(Episode.objects.get(pk=episode.pk), "nl", by=therapist))
    wanted = ("Mag de huisarts het weten?", "40 (Verkeerd geteld)", "Werkt al weer", "Terug na een val")
    assert [text for text in wanted if text not in said] == []


def test_the_record_shows_no_bsn_of_a_letter_that_had_it(therapist):
    episode = world.with_gp(bsn="111222333")
    world.permitted(episode)
    letter = world.draft(episode, "question", question="Mag dit?")
    kept = save_letter(
        letter=letter, data={"with_bsn": True}, version=letter.draft_version, by=episode.therapist
    )
    signed = sign_letter(letter=kept, by=episode.therapist)
    assert "111222333" in signed.plain_text
    printed = record_print(Episode.objects.get(pk=episode.pk), "nl", by=therapist)
    assert "111222333" not in str(printed)
