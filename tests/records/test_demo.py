"""The demo practice: what it shows, and that running it again changes nothing."""

import io
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from intake.actions import open_link, revoke_invitation
from intake.approvals import approved_before, state_of
from intake.models import EmergencyAlert, Invitation
from practice.models import AuditEvent, Episode, Message, Patient, Phase, Practice, Role, User
from records.demo import links
from records.letters import render
from records.letters.content import parts
from records.letters.sheet import receiver_of, sheet
from records.models import Letter
from tests import desk_walk, factories
from tests.conftest import signed_in
from tests.marked import MARK, mark_everything
from tests.seen import seen

pytestmark = pytest.mark.django_db


def demo(*options: str) -> str:
    told = io.StringIO()
    call_command("demo", *options, stdout=told)
    return told.getvalue()


def link_in(said: str) -> str:
    return said.split("/i/")[1].strip().strip("/")


@pytest.fixture(scope="module", autouse=True)
def own_file(tmp_path_factory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "FILE", tmp_path_factory.mktemp("demo") / "demo-link.txt")
        yield


@pytest.fixture(scope="module")
def loaded(own_file, django_db_setup, django_db_blocker) -> Iterator[str]:
    """The demo, loaded once for this file and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo()
        transaction.set_rollback(True)


@pytest.fixture
def said(loaded, db) -> str:
    links.remember(link_in(loaded))  # a test before may have made a newer one
    return loaded


def test_it_shows_a_whole_practice(said):
    assert Practice.objects.get().name == "Praktijk De Wervel"
    assert sorted(User.objects.values_list("role", flat=True)) == [
        "manager",
        "receptionist",
        *["therapist"] * 4,
    ]
    assert Patient.objects.count() == 17
    assert set(Episode.objects.values_list("phase", flat=True)) == set(Phase.values)
    assert Episode.objects.count() > 15


def test_everybody_is_fictitious(said):
    assert all(person.email.endswith("@example.org") for person in Patient.objects.all())
    assert all(user.email.endswith("@example.org") for user in User.objects.all())
    assert all(person.bsn.startswith("999") for person in Patient.objects.exclude(bsn=None))


def test_the_registration_form_takes_everybody_as_they_are(said):
    for patient in Patient.objects.all():
        assert patient.phone.is_valid()


def test_it_has_a_minor_an_emergency_and_a_locked_link(said):
    assert any(person.age < 16 and person.representatives.exists() for person in Patient.objects.all())
    assert Episode.objects.filter(intakes__level="emergency").exists()
    assert Invitation.objects.filter(locked_at__isnull=False).exists()


def test_one_emergency_alert_waits_and_one_was_answered(said):
    assert [alert.answer is None for alert in EmergencyAlert.objects.order_by("raised_at")] == [False, True]


def test_its_rules_are_partly_judged(said):
    state = state_of("2")
    assert (state.approved > 0, state.rejected, state.waiting > 0) == (True, 1, True)
    assert approved_before("2")
    assert len(approved_before("3")) >= state.approved  # to be approved again in one step


def test_nothing_happens_in_the_future(said):
    now = timezone.now()
    assert not AuditEvent.objects.filter(at__gt=now).exists()
    for model in apps.get_models():
        column = getattr(model, "frozen_column", "")
        if column:
            assert not model._base_manager.filter(**{f"{column}__gt": now}).exists()


def test_it_prints_log_ins_and_a_link_that_works(said):
    assert "wervel-demo-2026" in said
    assert all(user.username in said for user in User.objects.all())
    invitation = open_link(token=link_in(said))
    assert invitation.intake.episode.patient.full_name in said


def test_it_prints_no_log_in_for_somebody_who_was_added_or_left(said):
    factories.user(Role.THERAPIST, username="pim")
    User.objects.filter(username="noor").update(is_active=False)
    told = demo("--if-empty")
    assert "unless you changed it" in told
    assert "pim" not in told
    assert "noor" not in told


def test_a_second_run_leaves_everything_and_prints_the_same_link(said):
    before = AuditEvent.objects.count()
    assert demo("--if-empty") == said
    assert AuditEvent.objects.count() == before


def test_a_link_that_is_gone_is_replaced(said):
    first = open_link(token=link_in(said))
    revoke_invitation(invitation=first, by=User.objects.get(username="balie"))
    again = link_in(demo("--if-empty"))
    assert again != link_in(said)
    assert open_link(token=again)


def test_without_anybody_waiting_it_says_so(said):
    Invitation.objects.update(locked_at=timezone.now())
    Episode.objects.filter(phase=Phase.NEW).update(phase=Phase.SCREENED)
    assert "No patient is waiting" in demo("--if-empty")


def test_it_needs_an_empty_database(said):
    with pytest.raises(CommandError, match="not empty"):
        demo()


def test_it_is_not_for_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not for production"):
        demo()


@pytest.mark.parametrize(
    ("kind", "phases"),
    [
        ("start", [Phase.APPROVED, Phase.IN_TREATMENT]),
        ("not_clear", [Phase.GP_ADVISED]),
        ("interim", [Phase.IN_TREATMENT, Phase.EVALUATED]),
    ],
)
def test_its_letters_to_the_gp_fit_one_page(said, kind, phases):
    episodes = Episode.objects.filter(phase__in=phases).select_related("patient__general_practitioner")
    assert episodes
    for episode in episodes:
        letter = Letter(episode=episode, kind=kind, subject=kind, sections=parts(episode, kind, "nl"))
        letter.receiver_name, letter.receiver_address = receiver_of(episode)
        assert render.pages(render.LETTER, sheet(letter, by=episode.therapist, permission=None)) == 1


def test_it_shows_letters_that_were_sent(said):
    sent = Letter.objects.filter(dispatches__isnull=False).values_list("kind", flat=True)
    assert sorted(sent) == ["final", "start"]


@pytest.fixture
def marked(said) -> dict[str, int]:
    """The demo with a word of its own in every clinical text; how many rows of each kind have it."""
    return mark_everything()


def test_the_word_stands_in_the_record_of_the_therapist(marked):
    clinical = {"Intake", "Finding", "Screening", "History", "Examination", "TreatmentPlan", "Session"}
    assert {name for name in clinical if not marked[name]} == set()
    episode = Episode.objects.filter(phase=Phase.IN_TREATMENT, therapist__username="joris").first()
    therapist = signed_in(episode.therapist)
    assert MARK in desk_walk.whole(therapist.get(reverse("episode_detail", args=[episode.pk])))


def test_nothing_the_desk_can_get_or_send_carries_an_answer_a_finding_or_a_note(marked, mailoutbox):
    client = signed_in(User.objects.get(username="balie"))
    client.raise_request_exception = False
    wrong = [
        f"{method} {address}: {response.status_code}"
        for address, may in desk_walk.addresses()
        for method, response in desk_walk.answers(client, address, may)
        if response.status_code >= 500 or MARK in desk_walk.whole(response)
    ]
    mails = [f"mail: {mail.subject}" for mail in mailoutbox if MARK in str(mail.message())]
    waiting = [f"outbox: {one.subject}" for one in Message.objects.all() if MARK in f"{one.text}{one.html}"]
    assert wrong + mails + waiting == []


def test_while_the_names_are_hidden_no_page_of_the_desk_shows_one(said):
    client = signed_in(User.objects.get(username="balie"))
    client.cookies["names"] = "hidden"
    parts = {part for one in Patient.objects.all() for part in (one.first_name, one.birth_name, one.email)}
    told = re.compile(rf"\b({'|'.join(map(re.escape, parts - {''}))})\b")
    of_the_desk = [
        one for one, may in desk_walk.addresses() if may and not one.startswith(("/i/", "/intake/"))
    ]
    texts = {address: seen(client.get(address)) for address in of_the_desk}
    assert {one: found for one, text in texts.items() if (found := told.findall(text))} == {}
