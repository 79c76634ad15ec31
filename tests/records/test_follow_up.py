"""A patient measures at home: through a link of its own, sent once, and never part of the screening."""

from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake import desk as desk_page
from intake import readings
from intake.actions import revoke_invitation, send_follow_up
from intake.models import Intake, Invitation
from practice.models import AuditEvent, Episode, Phase
from records.models import OutcomeMeasure
from tests import factories

pytestmark = pytest.mark.django_db
GIVEN = {
    "nprs": "3",
    "psk-0-activity": "Zitten",
    "psk-0-score": "4",
    "participation-work": "2",
    "participation-social": "na",
    "participation-leisure": "5",
    "remark": "Gaat beter",
}
BORN = {"day": "12", "month": "4", "year": "1985"}
WRONG = {"day": "13", "month": "4", "year": "1985"}


@pytest.fixture
def episode(therapist) -> Episode:
    made = factories.examined_episode(therapist=therapist)
    factories.approved_plan(episode_=made)
    made.refresh_from_db()
    return made


@pytest.fixture
def link(episode, therapist) -> tuple[Invitation, str]:
    return send_follow_up(episode=episode, by=therapist)


def open_link(token: str, born: dict[str, str] = BORN) -> tuple[Client, object]:
    client = Client(headers={"Accept-Language": "nl"})
    client.get(reverse("intake_enter", args=[token]))
    return client, client.post(reverse("intake_birth_date"), born)


@pytest.fixture
def patient(link) -> Client:
    return open_link(link[1])[0]


def send(client: Client, **changed: str) -> object:
    data = {**GIVEN, "version": Intake.objects.get().draft_version, "go": "send", **changed}
    return client.post(reverse("follow_up"), data)


def test_after_the_birth_date_comes_the_follow_up(link):
    _client, answer = open_link(link[1])
    assert answer.url == reverse("follow_up")


def test_what_is_sent_becomes_measures_of_today_from_the_patient(patient, episode):
    assert send(patient).url == reverse("follow_up_done")
    found = {row.instrument: (row.value, row.source) for row in OutcomeMeasure.objects.all()}
    from_patient = {"nprs": Decimal(3), "psk": Decimal(4), "participation": Decimal("3.5")}
    assert found == {code: (value, "patient") for code, value in from_patient.items()}
    assert {row.mic_points for row in OutcomeMeasure.objects.filter(instrument="nprs")} == {2}
    assert "Dank" in patient.get(reverse("follow_up_done")).content.decode()


def test_each_question_is_kept_as_it_was_asked(patient):
    send(patient)
    rows = {row.question: row for row in Intake.objects.get().answer_rows.all()}
    assert rows["nprs"].question_text.startswith("Hoeveel pijn")
    assert "Zitten" in rows["psk-0-score"].question_text
    assert rows["participation-social"].answer_text
    assert rows["remark"].answer_text == "Gaat beter"


def test_sending_twice_is_sending_once_and_the_link_is_dead(patient, link):
    send(patient)
    assert send(patient).url == reverse("follow_up_done")
    assert OutcomeMeasure.objects.count() == 3
    assert AuditEvent.objects.filter(verb="follow_up.submitted").count() == 1
    assert Client().get(reverse("intake_enter", args=[link[1]])).status_code == 404


def test_what_is_left_open_is_asked_for_and_what_was_given_is_kept(patient):
    page = send(patient, nprs="")
    assert "nprs" in page.context["form"].errors
    assert Intake.objects.get().answers["remark"] == "Gaat beter"
    assert not OutcomeMeasure.objects.exists()


def test_who_stops_goes_on_later_with_what_was_given(patient, link):
    assert send(patient, go="later").url == reverse("intake_leave")
    again = open_link(link[1])[0].get(reverse("follow_up"))
    assert again.context["form"]["nprs"].value() == "3"


def test_two_devices_never_overwrite_each_other_unseen(patient, link):
    tablet = open_link(link[1])[0]
    send(patient, go="later", nprs="3")
    page = send(tablet, nprs="7", version="1")
    assert [one.stored for one in page.context["elsewhere"]] == ["3"]
    assert Intake.objects.get().answers["nprs"] == "3"


def test_a_page_that_saves_itself_is_told_its_version(patient):
    data = {"nprs": "3", "version": "1"}
    told = patient.post(reverse("follow_up"), data, headers={"Accept": "application/json"}).json()
    assert (told["problem"], told["version"]) == ("", Intake.objects.get().draft_version)


def test_better_or_worse_is_asked_only_after_something_was_measured(patient, episode, therapist):
    assert "gpe" not in patient.get(reverse("follow_up")).context["form"].fields
    send(patient)
    _invitation, token = send_follow_up(episode=episode, by=therapist)
    form = open_link(token)[0].get(reverse("follow_up")).context["form"]
    assert "gpe" in form.fields
    assert form.activities == ["Zitten"]


def test_a_wrong_birth_date_opens_nothing(link):
    client, _answer = open_link(link[1], WRONG)
    assert client.get(reverse("follow_up")).url == reverse("intake_birth_date")


def test_a_link_that_was_withdrawn_opens_nothing_and_keeps_the_phase(link, therapist, episode):
    revoke_invitation(invitation=link[0], by=therapist)
    assert Client().get(reverse("intake_enter", args=[link[1]])).status_code == 404
    assert Episode.objects.get(pk=episode.pk).phase == episode.phase


def test_an_intake_link_and_a_follow_up_link_open_only_their_own_pages(patient, therapist):
    assert patient.get(reverse("intake_check")).url == reverse("follow_up")
    waiting = factories.invitation(therapist=therapist)[1]
    assert open_link(waiting)[0].get(reverse("follow_up")).url == reverse("intake_birth_date")


def test_it_is_no_intake_no_evidence_and_moves_no_phase(patient, episode):
    before = Episode.objects.get(pk=episode.pk).phase
    send(patient)
    after = Episode.objects.get(pk=episode.pk)
    assert after.phase == before
    assert (readings.forms(after), readings.evidence(after), desk_page.newest_intake(after)) == ([], [], None)
    assert not Intake.objects.get().findings.exists()


def test_the_desk_has_nothing_to_do_for_it(link, receptionist):
    Invitation.objects.update(created_at=timezone.now() - timezone.timedelta(days=9))
    assert desk_page.attention(receptionist, timezone.now()) == []
    assert desk_page.open_invitation(link[0].intake.episode) is None


def test_the_therapist_is_told_that_it_came_in_and_not_what_it_says(
    patient, therapist, therapist_client, episode, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(patient)
    [sent] = mail.outbox
    assert (sent.to, "Zitten" in sent.body, episode.patient.full_name in sent.body) == (
        [therapist.email],
        False,
        False,
    )
    page = therapist_client.get(reverse("measures", args=[episode.pk])).content.decode()
    assert "Gaat beter" in page


def test_the_desk_sees_that_it_came_in_and_nothing_of_it(patient, desk, episode):
    send(patient)
    page = desk.get(reverse("patient_detail", args=[episode.patient_id])).content.decode()
    assert "Gaat beter" not in page
    assert reverse("follow_up_send", args=[episode.pk]) in page
    assert desk.get(reverse("measures", args=[episode.pk])).status_code == 403


def test_the_mail_of_the_link_has_no_medical_word(
    episode, therapist_client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = therapist_client.post(reverse("follow_up_send", args=[episode.pk]), {"send_to": "patient"})
    assert answer.url == reverse("intake_link", args=[episode.pk])
    [sent] = mail.outbox
    assert not any(word in sent.body.lower() for word in ("pijn", "nek", "medicijn"))
    assert Invitation.objects.get().sent_to == "sanne@example.org"
    assert AuditEvent.objects.filter(verb="follow_up.sent").count() == 1


def test_a_closed_episode_takes_nothing_more(patient, episode):
    Episode.objects.filter(pk=episode.pk).update(phase=Phase.CLOSED, closed_at=timezone.now())
    assert send(patient).status_code == 404
    assert not OutcomeMeasure.objects.exists()


def test_somebody_elses_episode_is_not_there(episode, other_therapist_client):
    answer = other_therapist_client.post(reverse("follow_up_send", args=[episode.pk]), {"send_to": "screen"})
    assert answer.status_code == 404
