"""The desk sends links and sees states; what came out of an intake stays with the therapist."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from intake import actions
from intake.models import Answer, Finding, Intake, Invitation, InvitationState, token_digest
from practice.desk import masked_email, phase_word
from practice.models import Episode, Patient, Phase
from tests import factories
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db

SECRETS = ["emergency", "same_day", "contact_gp", "Cauda equina", "numb between the legs", "GP", "withdrawn"]


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


@pytest.fixture
def invitation(episode, receptionist) -> Invitation:
    return actions.invite_patient(episode=episode, by=receptionist)[0]


def patient_page(client, episode: Episode) -> str:
    return main(client.get(reverse("patient_detail", args=[episode.patient_id])))


# Sending


def send(client, episode: Episode, to: str, **extra: object):
    return client.post(reverse("intake_send", args=[episode.pk]), {"send_to": to}, **extra)


def test_a_link_is_mailed_and_shown_once(desk, episode, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(desk, episode, "patient")
    first = desk.get(response["Location"])
    token = page(first).split("/i/")[1].split("/")[0]
    assert Invitation.objects.get().token_digest == token_digest(token)
    assert [message.to for message in mail.outbox] == [["sanne@example.org"]]
    assert token in mail.outbox[0].body
    assert "s•••@example.org" in main(first)
    again = desk.get(response["Location"])
    assert token not in page(again)
    assert "shown once" in main(again)


def test_a_link_on_screen_mails_nobody(desk, episode, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, episode, "screen")
    assert mail.outbox == []
    assert Invitation.objects.get().sent_to == ""


def test_the_link_of_one_episode_is_not_shown_at_another(desk, episode, receptionist, therapist):
    other = factories.episode(
        therapist=therapist, patient_=factories.patient(by=receptionist, birth_name="Bos")
    )
    send(desk, episode, "screen")
    assert "shown once" in main(desk.get(reverse("intake_link", args=[other.pk])))


def test_the_parents_of_a_child_come_first(desk, therapist, receptionist):
    born = timezone.localdate() - datetime.timedelta(days=8 * 365)
    child = factories.patient(by=receptionist, birth_date=born)
    child.representatives.create(name="Els", relation="parent", email="els@example.org")
    shown = patient_page(desk, factories.episode(therapist=therapist, patient_=child))
    assert shown.index("e•••@example.org") < shown.index("s•••@example.org")


@pytest.mark.parametrize("to", ["", "representative", "x", "\x00"])
def test_a_way_that_is_not_offered_sends_nothing(desk, episode, to):
    response = send(desk, episode, to, follow=True)
    assert "Not done" in main(response)
    assert not Invitation.objects.exists()


def test_a_closed_episode_gets_no_link(desk, episode):
    Episode.objects.update(phase=Phase.CLOSED, closed_at=timezone.now())
    assert "closed" in main(send(desk, episode, "screen", follow=True))
    assert not Invitation.objects.exists()


def test_a_link_is_withdrawn(desk, episode, invitation):
    desk.post(reverse("intake_revoke", args=[episode.pk]))
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.REVOKED


def test_a_locked_link_is_freed(desk, episode, invitation):
    Invitation.objects.update(locked_at=timezone.now(), failed_attempts=5)
    assert "Free the link" in patient_page(desk, episode)
    desk.post(reverse("intake_unlock", args=[episode.pk]))
    invitation.refresh_from_db()
    assert invitation.is_usable


def test_each_button_says_what_happened_and_what_to_do_next(desk, episode, invitation):
    Invitation.objects.update(locked_at=timezone.now(), failed_attempts=5)
    freed = main(desk.post(reverse("intake_unlock", args=[episode.pk]), follow=True))
    assert "The link works again" in freed
    assert "Free the link" not in freed
    withdrawn = main(desk.post(reverse("intake_revoke", args=[episode.pk]), follow=True))
    assert "The link no longer works. You can send a new one." in withdrawn
    assert reverse("intake_send", args=[episode.pk]) in withdrawn


@pytest.mark.parametrize("name", ["intake_revoke", "intake_unlock"])
def test_without_a_link_there_is_nothing_to_do(desk, episode, name):
    response = desk.post(reverse(name, args=[episode.pk]), follow=True)
    assert response.status_code == 200
    assert "Information" in main(response)


# States without content


def test_the_desk_sees_how_far_a_form_is(desk, episode, invitation):
    Intake.objects.update(status="started", started_at=timezone.now(), pages_done=3, pages_total=9)
    assert "3 of 9 pages done" in patient_page(desk, episode)


@pytest.fixture
def alarming(episode, invitation, receptionist) -> Episode:
    """An intake that fired the highest level, and an episode that waits for the GP because of it."""
    now = timezone.now()
    intake = Intake.objects.get()
    Answer.objects.create(
        intake=intake,
        position=1,
        page="safety",
        question="q",
        question_text="Are you numb between the legs?",
        language="en",
        value="yes",
        answer_text="numb between the legs",
    )
    Finding.objects.create(
        intake=intake,
        rule="E1",
        state="raised",
        level="emergency",
        position=1,
        text_nl="Cauda equina",
        text_en="Cauda equina",
    )
    Intake.objects.update(status="submitted", submitted_at=now, level="emergency", outcome="contact_gp")
    Invitation.objects.update(state=InvitationState.USED, ended_at=now)
    Episode.objects.update(phase=Phase.GP_ADVISED)
    return episode


def test_the_desk_never_sees_what_came_out_of_an_intake(desk, alarming):
    shown = patient_page(desk, alarming)
    assert "submitted</span>" in shown
    episodes = shown.split('aria-labelledby="registration"')[0]
    lists = main(desk.get(reverse("patient_list"))) + main(desk.get(reverse("patient_list"), {"q": "berg"}))
    for secret in SECRETS:
        assert secret not in episodes + lists


def test_an_emergency_message_in_an_unfinished_form_shows_nowhere_at_the_desk(desk, episode, invitation):
    started = {"status": "started", "started_at": timezone.now(), "pages_done": 1, "pages_total": 9}
    Intake.objects.update(**started)
    calm = patient_page(desk, episode)
    Intake.objects.update(emergency_at=timezone.now())
    assert patient_page(desk, episode) == calm


def test_suitable_and_waiting_for_the_gp_read_the_same(desk, alarming):
    waiting_for_gp = patient_page(desk, alarming)
    Episode.objects.update(phase=Phase.SCREENED)
    suitable = patient_page(desk, alarming)
    assert waiting_for_gp == suitable


def test_no_phase_after_the_screening_can_be_told_apart():
    told = [Phase.NEW, Phase.INTAKE_SENT, Phase.INTAKE_DONE, Phase.CLOSED]
    assert len({str(phase_word(phase)) for phase in Phase if phase not in told}) == 1


def test_a_withdrawn_approval_reads_as_an_open_one(desk, therapist, receptionist):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    factories.signed_plan(episode_=episode)
    proposed = patient_page(desk, episode)
    assert "proposed" in proposed
    Episode.objects.update(phase=Phase.WITHDRAWN)
    assert patient_page(desk, episode) == proposed


def test_the_desk_sees_that_a_plan_is_approved(desk, therapist, receptionist):
    episode = factories.screened_episode(therapist=therapist, by=receptionist)
    factories.approved_plan(episode_=episode)
    shown = patient_page(desk, episode)
    assert {"decided", "approved", "given"} <= set(shown.replace("<", " ").replace(">", " ").split())
    assert "hoge rugpijn" not in shown


def test_seven_episodes_cost_as_many_queries_as_one(desk, therapist, receptionist):
    patient = factories.patient(by=receptionist)
    complaints = ["neck", "upper_back", "low_back", "shoulder", "headache", "dizziness", "other"]
    address = reverse("patient_detail", args=[patient.pk])

    def open_(complaint: str) -> None:
        episode = factories.screened_episode(therapist=therapist, patient_=patient, complaint=complaint)
        factories.approved_plan(episode_=episode)
        actions.invite_patient(episode=episode, by=receptionist)

    open_(complaints.pop())
    one = queries_of(desk, address)
    for complaint in complaints:
        open_(complaint)
    assert queries_of(desk, address) == one


def test_the_bsn_is_masked(desk, receptionist):
    patient = factories.patient(by=receptionist, bsn="999990019")
    shown = page(desk.get(reverse("patient_detail", args=[patient.pk])))
    assert "••••••019" in shown
    assert "999990019" not in shown


def test_a_child_without_a_parent_is_pointed_out(desk, receptionist):
    child = factories.patient(
        by=receptionist, birth_date=timezone.localdate() - datetime.timedelta(days=3000)
    )
    shown = main(desk.get(reverse("patient_detail", args=[child.pk])))
    assert "nobody is registered who speaks for this patient" in shown


def test_a_therapist_goes_on_to_the_record_and_the_desk_does_not(desk, therapist_client, episode):
    record = f'href="{reverse("episode_detail", args=[episode.pk])}"'
    assert record in patient_page(therapist_client, episode)
    assert record not in patient_page(desk, episode)


@pytest.mark.parametrize(
    ("address", "masked"), [("sanne@example.org", "s•••@example.org"), ("", ""), ("@x", "•••@x"), ("x", "")]
)
def test_a_masked_address_can_be_recognised_and_not_copied(address, masked):
    assert masked_email(address) == masked


# Who may come in

POSTED = ["intake_send", "intake_revoke", "intake_unlock"]


@pytest.mark.parametrize("name", [*POSTED, "intake_link"])
def test_a_strangers_episode_does_not_exist(other_therapist_client, episode, name):
    method = other_therapist_client.get if name == "intake_link" else other_therapist_client.post
    assert method(reverse(name, args=[episode.pk])).status_code == 404


@pytest.mark.parametrize("name", [*POSTED, "intake_link"])
def test_the_manager_sends_no_links(manager_client, episode, name):
    method = manager_client.get if name == "intake_link" else manager_client.post
    assert method(reverse(name, args=[episode.pk])).status_code == 403


@pytest.mark.parametrize("name", POSTED)
def test_the_address_of_a_button_leads_to_the_patient_and_changes_nothing(desk, episode, name):
    response = desk.get(reverse(name, args=[episode.pk]))
    assert response["Location"] == reverse("patient_detail", args=[episode.patient_id])
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", POSTED)
def test_an_episode_that_does_not_exist_is_not_found(desk, name):
    assert desk.post(reverse(name, args=[10**20])).status_code == 404


def test_a_strangers_patient_does_not_exist(other_therapist_client, episode):
    address = reverse("patient_detail", args=[episode.patient_id])
    assert other_therapist_client.get(address).status_code == 404


def test_the_manager_sees_no_patients(manager_client, episode):
    assert manager_client.get(reverse("patient_list")).status_code == 403
    assert manager_client.get(reverse("patient_detail", args=[episode.patient_id])).status_code == 403
    assert Patient.objects.count() == 1
