"""The device in the patient's hands shows one plan, and nothing else until staff sign in on it again."""

import collections
import datetime

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import signing
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from practice.models import AuditEvent, Episode, Phase, User
from records import actions, handover_session
from records.models import Handover
from tests import factories
from tests.access_rows import ROWS
from tests.conftest import signed_in
from tests.pages import page
from tests.records.handing import MOTHER, WORDS, agreeing, plan_for, read, send, start
from tests.test_access import address

pytestmark = pytest.mark.django_db

PASSWORD = "wervels-stapelen-7"


@pytest.fixture
def plan(therapist):
    return plan_for(therapist)


@pytest.fixture
def tablet(therapist_client, plan) -> Client:
    """The therapist's browser, after the plan was handed over on it."""
    start(therapist_client, plan)
    return therapist_client


def noted(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def sign_in(client: Client, user: User, **extra: str):
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD, **extra})


def test_one_tap_hands_over_the_plan_of_an_adult(therapist_client, plan):
    response = start(therapist_client, plan)
    cookie = response.cookies[handover_session.COOKIE]
    assert response["Location"] == reverse("approval")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert WORDS in page(read(therapist_client))
    assert noted("handover.started") == noted("staff.signed_out") == 1


def test_the_staff_session_is_over_in_this_browser_only(therapist, therapist_client, plan):
    elsewhere = signed_in(therapist)
    start(therapist_client, plan)
    assert not therapist_client.cookies["sessionid"].value
    assert elsewhere.get(reverse("work_list")).status_code == 200


def test_the_page_of_the_approval_offers_it_in_one_tap(therapist_client, plan):
    shown = page(therapist_client.get(reverse("consent", args=[plan.episode_id])))
    assert f'action="{reverse("handover_start", args=[plan.episode_id])}"' in shown
    assert shown.partition("</main>")[0].count("btn-primary") == 1


def test_for_a_child_the_therapist_says_first_who_signs_too(therapist_client, therapist):
    plan = plan_for(therapist, years=13)
    refused = start(therapist_client, plan)
    assert "representative" in refused.context["form"].errors
    assert not Handover.objects.exists()
    start(therapist_client, plan, **MOTHER)
    assert Handover.objects.get().representative_name == "Els de Boer"


def test_a_child_of_13_decides_alone_only_with_a_reason(therapist_client, therapist):
    plan = plan_for(therapist, years=13)
    start(therapist_client, plan, representative="nobody", exception_reason="Ouders onbereikbaar")
    assert [one.role for one in read(therapist_client).context["form"].signers] == ["patient"]


def test_the_letter_about_the_neck_comes_first(therapist_client, therapist):
    plan = plan_for(therapist)
    content = factories.plan_content(amend_reason="Ook de nek", neck_deviation="Gemeten bij de huisarts")
    content["interventions"][0]["on_neck"] = True
    plan = factories.sign_content(plan, content)
    assert "letter_given" in start(therapist_client, plan).context["form"].errors
    start(therapist_client, plan, letter_given="on")
    assert Handover.objects.get().letter_given


@pytest.mark.parametrize(
    "said",
    [
        {"language": "xx"},
        {"able": "no"},
        {"able": "no", "capacity_remark": "\0", "representative": "9" * 400},
        {"representative": "other", "other_name": "x" * 500, "other_relation": "enemy"},
    ],
)
def test_what_cannot_be_is_asked_again(therapist_client, plan, said):
    assert start(therapist_client, plan, **said).context["form"].errors
    assert not Handover.objects.exists()


def test_nothing_is_handed_over_without_a_signed_plan(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    response = therapist_client.post(reverse("handover_start", args=[episode.pk]))
    assert response["Location"] == reverse("consent", args=[episode.pk])


def test_nothing_is_handed_over_while_the_patient_is_at_the_gp(therapist_client, plan):
    Episode.objects.filter(pk=plan.episode_id).update(phase=Phase.GP_ADVISED)
    assert start(therapist_client, plan)["Location"] == reverse("consent", args=[plan.episode_id])
    assert not Handover.objects.exists()


def test_every_other_address_leads_to_the_plan(tablet):
    sample = collections.defaultdict(lambda: "1", page="now", kind="session", app_label="practice")
    open_to_patients = {"approval", "approval_done", "intake_language", "set_language"}
    strayed = []
    for name in ROWS:
        where = address(name, sample)
        if name in open_to_patients or resolve(where).route.startswith("accounts/"):
            continue
        for answer in (tablet.get(where), tablet.post(where, {"text": "getypt"})):
            if (answer.status_code, answer.get("Location")) != (302, reverse("approval")):
                strayed.append((name, answer.status_code))
    assert strayed == []
    assert tablet.get("/nergens/")["Location"] == reverse("approval")


def test_a_part_of_another_tab_that_renews_itself_gets_nothing(tablet):
    assert tablet.get(reverse("alert_count"), headers={"HX-Request": "true"}).status_code == 401


def test_staff_who_sign_in_take_the_device_back(tablet, therapist, plan):
    consent = reverse("consent", args=[plan.episode_id])
    assert f"next={consent}" in page(read(tablet))
    old = tablet.cookies[handover_session.COOKIE].value
    assert sign_in(tablet, therapist, next=consent)["Location"] == consent
    assert not tablet.cookies[handover_session.COOKIE].value
    assert Handover.objects.get().ended_at
    assert noted("handover.ended") == 1
    assert tablet.get(consent).status_code == 200
    thief = Client()
    thief.cookies[handover_session.COOKIE] = old
    assert WORDS not in page(read(thief))


def test_what_staff_were_still_to_be_told_is_not_told_to_the_patient(therapist_client, plan):
    said = {"plan": plan.pk, "decision": "given", "method": "oral"}
    therapist_client.post(reverse("consent", args=[plan.episode_id]), said)
    assert therapist_client.cookies["messages"].value
    start(therapist_client, plan)
    assert not therapist_client.cookies["messages"].value


def test_a_page_that_was_sent_too_late_says_that_nothing_was_recorded(tablet, therapist):
    sent = agreeing(tablet, patient_name="S. van den Berg")
    actions.end_handover(handover=Handover.objects.get(), by=therapist)
    assert "Nothing you chose here was recorded." in page(send(tablet, **sent))
    assert "Nothing you chose here was recorded." not in page(read(tablet))


def test_a_wrong_password_takes_nothing_back(tablet, therapist):
    tablet.post(reverse("account_login"), {"login": therapist.username, "password": "gegokt"})
    assert tablet.get(reverse("work_list"))["Location"] == reverse("approval")


def test_a_colleague_of_another_patient_goes_home(tablet, other_therapist, plan):
    answer = sign_in(tablet, other_therapist, next=reverse("consent", args=[plan.episode_id]))
    assert answer["Location"] == reverse("home")
    assert Handover.objects.get().ended_at


def test_the_second_step_of_signing_in_works_on_the_device(tablet, therapist, plan):
    TOTP.activate(therapist, generate_totp_secret())
    codes = RecoveryCodes.activate(therapist)
    consent = reverse("consent", args=[plan.episode_id])
    step = sign_in(tablet, therapist, next=consent)
    assert resolve(step["Location"].partition("?")[0]).view_name == "mfa_authenticate"
    assert Handover.objects.get().ended_at is None
    assert tablet.get(reverse("work_list"))["Location"] == reverse("approval")
    answer = tablet.post(step["Location"], {"code": codes.get_unused_codes()[0]})
    assert answer["Location"] == consent
    assert Handover.objects.get().ended_at


def test_another_hand_over_of_the_plan_ends_the_first(tablet, therapist, plan):
    second = signed_in(therapist)
    start(second, plan)
    assert WORDS not in page(read(tablet))
    assert WORDS in page(read(second))


@pytest.mark.parametrize("how", ["expired", "ended"])
def test_when_it_is_over_the_device_shows_nothing_of_the_plan(tablet, therapist, how):
    handover = Handover.objects.get()
    if how == "expired":
        Handover.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    else:
        actions.end_handover(handover=handover, by=therapist)
    shown = page(read(tablet))
    assert "Give the tablet back" in shown
    assert WORDS not in shown
    assert reverse("account_login") in shown
    assert tablet.get(reverse("work_list"))["Location"] == reverse("approval")


@pytest.mark.parametrize("salt", ["elsewhere", handover_session.SALT])
def test_a_forged_cookie_shows_nothing(client, plan, salt):
    told = {"handover": 10**30 if salt == handover_session.SALT else 1, "stage": "open", "at": 0}
    client.cookies[handover_session.COOKIE] = signing.dumps(told, salt=salt)
    assert read(client).status_code == 404
    client.cookies[handover_session.COOKIE] = "gokje"
    assert read(client).status_code == 404


def test_the_intake_of_a_patient_in_this_browser_stays(therapist_client, plan):
    therapist_client.cookies["wervel_intake"] = "van de patiënt"
    start(therapist_client, plan)
    assert therapist_client.cookies["wervel_intake"].value == "van de patiënt"


def test_after_the_decision_the_device_still_shows_nothing_else(tablet):
    send(tablet, **agreeing(tablet, patient_name="S. van den Berg"))
    assert tablet.get(reverse("work_list"))["Location"] == reverse("approval")
    assert read(tablet)["Location"] == reverse("approval_done")
    assert WORDS not in page(tablet.get(reverse("approval_done")))
