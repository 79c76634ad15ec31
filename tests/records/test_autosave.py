"""A draft keeps itself: what autosave.js sends is kept and never signed, and no draft is made twice."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from practice.models import AuditEvent
from records.models import Examination, History, Session, TreatmentPlan
from tests import factories

pytestmark = pytest.mark.django_db
YESTERDAY = str(timezone.localdate() - timezone.timedelta(days=1))
SESSION = {"held_on": YESTERDAY, "held_time": "14:30", "duration_minutes": "30"}


@pytest.fixture
def episode(therapist):
    made = factories.examined_episode(therapist=therapist)
    factories.signed_plan(episode_=made)
    return made


@pytest.fixture
def client(therapist_client) -> Client:
    return therapist_client


@pytest.fixture
def send(client, therapist, episode):
    """What the page sends by itself, to the address of its form; returns what it is told."""

    def post(address: str, *, status: int = 200, **typed: str) -> dict[str, object]:
        data = {"typed_by": therapist.pk, "draft_version": "0", **typed}
        answer = client.post(address, data, headers={"Accept": "application/json"})
        assert answer.status_code == status
        return json.loads(answer.content)

    return post


@pytest.fixture
def new(episode) -> str:
    return reverse("session_new", args=[episode.pk])


def saved_lines() -> int:
    return AuditEvent.objects.filter(verb="session.saved").count()


def test_the_first_save_gives_a_session_its_own_address(send, episode, new):
    told = send(new, **SESSION, subjective="Minder")
    draft = Session.objects.get()
    assert (told["problem"], told["errors"], told["version"]) == ("", {}, 1)
    assert told["address"] == told["keep_at"] == reverse("session", args=[episode.pk, draft.pk])
    assert told["sign_at"] == reverse("session_sign", args=[episode.pk, draft.pk])
    assert str(draft.pk) in told["discard_at"]
    assert (draft.subjective, draft.is_signed) == ("Minder", False)


def test_the_next_saves_change_the_same_draft_and_say_little_in_the_log(send, new):
    told = send(new, **SESSION, subjective="Min")
    for text in ("Minder", "Minder stijf"):
        told = send(told["keep_at"], **SESSION, subjective=text, draft_version=told["version"])
    assert Session.objects.get().subjective == "Minder stijf"
    assert saved_lines() == 1


def test_reading_the_episode_is_noted_once_an_hour_while_somebody_types(send, new):
    before = AuditEvent.objects.filter(verb="episode.read").count()
    told = send(new, **SESSION, subjective="Min")
    send(told["keep_at"], **SESSION, subjective="Minder", draft_version=told["version"])
    assert AuditEvent.objects.filter(verb="episode.read").count() <= before + 1


def test_a_button_is_always_in_the_log(send, client, new):
    told = send(new, **SESSION, subjective="Minder")
    client.post(told["keep_at"], {**SESSION, "subjective": "Minder", "draft_version": told["version"]})
    assert saved_lines() == 2


def test_it_signs_nothing_at_the_address_that_signs(send, episode):
    send(reverse("session_new_sign", args=[episode.pk]), **SESSION, subjective="Minder", as_planned="on")
    assert not Session.objects.get().is_signed


def test_a_lost_answer_makes_no_second_session_and_no_conflict(send, new):
    send(new, **SESSION, subjective="Minder")
    told = send(new, **SESSION, subjective="Minder")  # nobody heard that it arrived
    assert (told["problem"], told["version"]) == ("", 1)
    assert Session.objects.count() == 1


def test_another_spelling_of_the_same_is_no_conflict(send, therapist):
    made = factories.screened_episode(therapist=therapist)
    page = reverse("examination", args=[made.pk])
    for _again in "ab":
        told = send(
            page, **{"thoracic-rotation-L": "22,50", "conclusion": "Stijf \u2028 links\r\nen rechts "}
        )
    assert told["problem"] == ""


def test_what_was_typed_on_after_a_lost_answer_goes_over_it(send, new):
    lost = "&".join(f"{name}={value}" for name, value in {**SESSION, "subjective": "Minder"}.items())
    send(new, **SESSION, subjective="Minder")
    told = send(new, **SESSION, subjective="Minder stijf", unsure=lost)
    assert told["problem"] == ""
    assert Session.objects.get().subjective == "Minder stijf"


def test_a_button_after_a_lost_answer_goes_over_it_too(send, client, new):
    lost = "&".join(f"{name}={value}" for name, value in {**SESSION, "subjective": "Minder"}.items())
    send(new, **SESSION, subjective="Minder")
    typed = {**SESSION, "subjective": "Minder stijf", "draft_version": "0", "unsure": lost}
    assert client.post(new, typed).status_code == 302
    assert Session.objects.get().subjective == "Minder stijf"


def test_a_page_with_mistakes_still_knows_what_was_on_its_way(send, client, new):
    lost = "subjective=Minder"
    page = client.post(new + "sign/", {**SESSION, "draft_version": "0", "unsure": lost}).content.decode()
    assert f'name="unsure" value="{lost}"' in page


def test_another_window_is_never_saved_over(send, new):
    told = send(new, **SESSION, subjective="Hier")
    send(told["keep_at"], **SESSION, subjective="Daar", draft_version=1)
    told = send(told["keep_at"], **SESSION, subjective="Hier weer", draft_version=1, unsure="subjective=Hier")
    assert told["problem"] == "elsewhere"
    assert Session.objects.get().subjective == "Daar"


def test_a_number_that_cannot_be_keeps_only_itself_out(send, new):
    told = send(new, **SESSION, subjective="Minder")
    typed = {**SESSION, "duration_minutes": "999", "subjective": "Minder stijf"}
    told = send(told["keep_at"], **typed, draft_version=1)
    assert list(told["errors"]) == ["duration_minutes"]
    draft = Session.objects.get()
    assert (draft.subjective, draft.duration_minutes, draft.draft_version) == ("Minder stijf", 30, 2)


def test_a_remark_without_its_result_keeps_the_rest(send, therapist):
    made = factories.screened_episode(therapist=therapist)
    typed = {"thoracic-rotation-remark": "stroef", "conclusion": "Beperkt"}
    told = send(reverse("examination", args=[made.pk]), **typed)
    assert "thoracic-rotation-remark" in told["errors"]
    assert Examination.objects.get(episode=made).conclusion == "Beperkt"


def test_regions_that_were_added_stay_in_the_address(send, therapist):
    made = factories.screened_episode(therapist=therapist)
    told = send(reverse("examination", args=[made.pk]) + "?also=lumbar", conclusion="Beperkt")
    assert told["keep_at"].endswith("?also=lumbar")
    assert told["sign_at"].endswith("/sign/?also=lumbar")


def test_an_addition_is_kept_before_its_reason_is_written_but_not_signed_so(send, client, episode):
    standing = History.objects.get(episode=episode)
    page = reverse("history", args=[episode.pk])
    told = send(page, amends=standing.pk, more_course="Zes weken", course="Zes weken")
    draft = History.objects.get(amends=standing)
    assert told["problem"] == ""
    form = client.get(reverse("history_amend", args=[episode.pk])).context["form"]
    assert form["amend_reason"].value() == ""
    typed = {"amends": standing.pk, "draft_version": draft.draft_version, "course": "Zes weken"}
    assert "amend_reason" in client.post(told["sign_at"], typed).context["form"].errors


def test_over_what_is_signed_nothing_is_saved(send, episode):
    page = reverse("plan", args=[episode.pk])
    assert send(page, diagnosis="Anders")["problem"] == "signed"
    assert TreatmentPlan.objects.count() == 1


def test_what_the_record_refuses_is_told(send, therapist):
    told = send(reverse("history", args=[factories.episode(therapist=therapist).pk]), course="Kort")
    assert (told["problem"], bool(told["told"])) == ("refused", True)


def test_who_is_signed_out_is_told_so_and_nothing_is_kept(send, client, new):
    client.logout()
    assert send(new, **SESSION, status=401) == {"problem": "signed_out"}


def test_nobody_saves_in_the_name_of_a_colleague(send, new, other_therapist):
    assert send(new, **SESSION, typed_by=other_therapist.pk, status=401)["problem"] == "signed_out"
    assert not Session.objects.exists()


def test_a_page_that_a_colleague_left_open_is_not_signed_in_anothers_name(send, client, other_therapist, new):
    typed = {**SESSION, "subjective": "Minder", "as_planned": "on", "typed_by": other_therapist.pk}
    page = client.post(new + "sign/", typed).content.decode()
    assert "Minder" in page and not Session.objects.exists()
    assert f'name="typed_by" value="{client.session["_auth_user_id"]}"' in page


def test_every_form_of_a_draft_saves_itself(client, episode, new):
    for page in (new, reverse("plan_amend", args=[episode.pk]), reverse("closing", args=[episode.pk])):
        shown = client.get(page).content.decode()
        assert "data-autosave" in shown and "autosave.js" in shown and 'name="unsure"' in shown
