"""The pages on which a therapist asks the safety questions again and sees what changed."""

import pytest
from django.urls import reverse

from intake.models import EmergencyAlert, Intake, Screening
from practice.models import Phase
from tests import factories
from tests.intake.judgements import CONTACT_GP, SUITABLE, decided, phase
from tests.pages import main, queries_of

TYPED = {
    "occasion": "evaluation",
    "s_now": ["none"],
    "r_general": ["none"],
    "r_neuro": ["none"],
    "r_night": "no",
    "g_mech": "yes",
}
BLOOD_THINNERS = {"m_meds": ["anticoag"], "g_mech": "yes"}


@pytest.fixture
def episode(therapist):
    made = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=made, **BLOOD_THINNERS)
    return made


@pytest.fixture
def url(episode) -> str:
    return reverse("rescreening", args=[episode.pk])


@pytest.fixture
def results(episode) -> str:
    return reverse("rescreening_results", args=[episode.pk])


def again(client, url: str, **answers: object):
    """Fill in the page as it is shown now, and send it."""
    seen = client.get(url).context["form"]["seen"].value()
    return client.post(url, {**TYPED, "seen": seen, **answers}, follow=True)


def test_it_asks_the_short_set_and_chooses_nothing_beforehand(therapist_client, url):
    page = main(therapist_client.get(url))
    assert page.count('class="q-card"') == 5
    assert "checked" not in page


def test_it_says_what_was_answered_before_and_when(therapist_client, url, episode):
    factories.rescreening(episode_=episode, r_general=["fatigue"])
    asked = {one.block.question.id: one for one in therapist_client.get(url).context["form"].asked}
    told = [(one.intake.kind, one.answer.answer_text) for one in asked["r_general"].before]
    assert told == [("first", "Geen van deze"), ("rescreening", "Erg moe")]


def test_the_address_may_say_why_it_is_asked(therapist_client, url):
    assert (
        therapist_client.get(url, {"occasion": "deviating"}).context["form"]["occasion"].value()
        == "deviating"
    )
    assert therapist_client.get(url, {"occasion": "junk"}).context["form"]["occasion"].value() == ""


def test_saving_leads_to_the_results(therapist_client, url, results):
    response = again(therapist_client, url)
    assert response.redirect_chain == [(results, 302)]
    assert Intake.objects.get(kind="rescreening").occasion == "evaluation"


@pytest.mark.parametrize("name", ["occasion", "s_now", "r_general", "r_neuro", "r_night", "g_mech"])
def test_what_was_not_asked_is_said_at_its_place_and_the_rest_is_kept(therapist_client, url, name):
    response = therapist_client.post(url, {key: value for key, value in TYPED.items() if key != name})
    assert list(response.context["form"].errors) == [name]
    assert main(response).count("checked") == len(TYPED) - 1
    assert not Intake.objects.filter(kind="rescreening").exists()


@pytest.mark.parametrize(
    "nonsense",
    [{"s_now": ["none", "stroke"]}, {"r_night": "junk"}, {"occasion": "junk"}, {"r_neuro": "nul\0"}],
)
def test_nonsense_is_refused_at_its_place(therapist_client, url, nonsense):
    response = therapist_client.post(url, {**TYPED, **nonsense})
    assert list(response.context["form"].errors) == list(nonsense)


def test_none_beside_a_symptom_keeps_both_to_choose_from(therapist_client, url):
    response = therapist_client.post(url, {**TYPED, "s_now": ["stroke", "none"]})
    assert response.context["form"]["s_now"].value() == ["stroke", "none"]


@pytest.mark.parametrize("seen", ["", "junk", "-1", "9" * 20])
def test_a_page_made_from_something_else_lays_the_newer_answers_beside(therapist_client, url, seen):
    response = therapist_client.post(url, {**TYPED, "seen": seen})
    assert response.context["newer"]
    assert not Intake.objects.filter(kind="rescreening").exists()


def test_two_tabs_lose_nothing(therapist_client, url, episode):
    first_tab = therapist_client.get(url).context["form"]["seen"].value()
    again(therapist_client, url)
    response = therapist_client.post(url, {**TYPED, "r_general": ["fatigue"], "seen": first_tab})
    assert "fatigue" in response.context["form"]["r_general"].value()
    assert Intake.objects.filter(kind="rescreening").count() == 1
    seen = response.context["form"]["seen"].value()
    therapist_client.post(url, {**TYPED, "r_general": ["fatigue"], "seen": seen})
    assert Intake.objects.filter(kind="rescreening").count() == 2


def test_before_the_screening_it_leads_to_the_screening(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    url = reverse("rescreening", args=[episode.pk])
    assert therapist_client.get(url).url == reverse("screening", args=[episode.pk])
    assert therapist_client.post(url, TYPED).status_code == 200
    assert not Intake.objects.exists()


def test_while_something_waits_it_leads_to_the_decision(therapist_client, url, results, episode):
    seen = therapist_client.get(url).context["form"]["seen"].value()
    factories.rescreening(episode_=episode, s_now=["stroke"])
    assert therapist_client.get(url).url == results
    assert url not in main(therapist_client.get(results)).replace(results, "")
    page = therapist_client.post(url, {**TYPED, "seen": seen, "r_general": ["fatigue"]})
    assert "fatigue" in page.context["form"]["r_general"].value()
    assert Intake.objects.filter(kind="rescreening").count() == 1


def test_while_a_new_form_waits_it_leads_to_the_screening(therapist_client, url, episode):
    factories.submitted_intake(episode_=episode, r_general=["fever"])
    assert therapist_client.get(url).url == reverse("screening", args=[episode.pk])


def test_a_closed_episode_is_only_read(therapist_client, url, results, episode):
    seen = therapist_client.get(url).context["form"]["seen"].value()
    factories.rescreening(episode_=episode)
    episode.move_to(Phase.CLOSED)
    assert therapist_client.get(url).url == results
    typed = {**TYPED, "seen": seen, "r_general": ["fatigue"]}
    assert "fatigue" in therapist_client.post(url, typed).context["form"]["r_general"].value()
    assert Intake.objects.filter(kind="rescreening").count() == 1
    assert reverse("rescreening_go_on", args=[episode.pk]) not in main(therapist_client.get(results))


def test_it_is_for_who_treats_this_patient(desk, other_therapist_client, url, results):
    for address in (url, results):
        assert desk.get(address).status_code == 403
        assert other_therapist_client.get(address).status_code == 404
    assert other_therapist_client.post(url, TYPED).status_code == 404
    assert desk.post(url, TYPED).status_code == 403
    assert not Intake.objects.filter(kind="rescreening").exists()


# What came of it.


def test_without_a_rescreening_the_results_say_what_it_is_for(therapist_client, results, url):
    assert url in main(therapist_client.get(results))


def test_nothing_new_takes_one_button_and_leads_to_the_evaluation(therapist_client, url, episode):
    page = again(therapist_client, url)
    go_on = reverse("rescreening_go_on", args=[episode.pk])
    assert go_on in main(page) and not page.context["is_open"]
    shown = page.context["waiting"].pk
    assert therapist_client.post(go_on, {"rescreening": shown}).url == reverse("closing", args=[episode.pk])
    assert Screening.objects.count() == 2


def test_after_another_occasion_the_way_leads_to_the_record(therapist_client, url, episode):
    shown = again(therapist_client, url, occasion="changed").context["waiting"].pk
    answer = therapist_client.post(reverse("rescreening_go_on", args=[episode.pk]), {"rescreening": shown})
    assert answer.url == reverse("episode_detail", args=[episode.pk])


@pytest.mark.parametrize("shown", ["", "junk", "999999"])
def test_going_on_needs_the_rescreening_on_the_page(therapist_client, url, results, episode, shown):
    again(therapist_client, url)
    answer = therapist_client.post(reverse("rescreening_go_on", args=[episode.pk]), {"rescreening": shown})
    assert answer.url == results
    assert Screening.objects.count() == 1


def test_something_new_has_to_be_decided_first(therapist_client, url, episode):
    page = again(therapist_client, url, r_neuro=["tingling_arm"])
    assert reverse("screening_amend", args=[episode.pk]) in main(page)
    go_on = reverse("rescreening_go_on", args=[episode.pk])
    assert go_on not in main(page)
    therapist_client.post(go_on, {"rescreening": page.context["waiting"].pk})
    assert Screening.objects.count() == 1


def test_an_emergency_says_at_once_whom_to_call(therapist_client, url, mailoutbox):
    page = again(therapist_client, url, s_now=["stroke"])
    assert 'href="tel:112"' in main(page) and "112" in page.context["for_the_patient"]
    assert not EmergencyAlert.objects.exists()
    assert mailoutbox == []


def test_calm_answers_call_nobody(therapist_client, url):
    assert 'href="tel:112"' not in main(again(therapist_client, url))


# The conclusion after something new.


def amend_url(episode) -> str:
    return reverse("screening_amend", args=[episode.pk])


def test_the_conclusion_is_thought_over_anew(therapist_client, url, episode):
    again(therapist_client, url, r_general=["fever"])
    form = therapist_client.get(amend_url(episode)).context["form"]
    assert [form[name].value() for name in ("conclusion", "reason", "all_clear")] == ["", "", ""]
    assert form["urgency"].value() == Intake.objects.get(kind="rescreening").level


def test_suitable_despite_new_findings_needs_a_new_reason(therapist_client, url, episode):
    """The reason of the first screening does not count for what came up since."""
    again(therapist_client, url, r_general=["fever"])
    newest = Intake.objects.get(kind="rescreening")
    data = {**SUITABLE, **decided(newest), "amend_reason": "koorts"}
    assert "reason" in therapist_client.post(amend_url(episode), data).context["form"].errors


def test_a_referral_sends_to_the_gp_like_the_first_time(therapist_client, url, episode):
    again(therapist_client, url, r_general=["fever"])
    newest = Intake.objects.get(kind="rescreening")
    data = {**CONTACT_GP, **decided(newest, "confirmed"), "amend_reason": "Sinds een week koorts"}
    therapist_client.post(amend_url(episode), data)
    assert phase(episode) == Phase.GP_ADVISED
    assert Screening.objects.filter(intake=newest, conclusion="contact_gp").exists()


def test_after_suitable_the_way_leads_back_to_the_evaluation(therapist_client, url, episode):
    again(therapist_client, url, r_neuro=["tingling_arm"])
    newest = Intake.objects.get(kind="rescreening")
    data = {**SUITABLE, **decided(newest), "amend_reason": "Op de arm geslapen, geen uitval"}
    answer = therapist_client.post(amend_url(episode), data)
    assert answer.url == reverse("closing", args=[episode.pk])


# Beside each other, later on.


def test_the_screening_and_the_record_lead_to_the_results(therapist_client, results, episode):
    factories.concluded_rescreening(episode_=episode)
    for name in ("screening", "episode_detail", "intake_answers", "intake_summary"):
        assert results in main(therapist_client.get(reverse(name, args=[episode.pk]))), name


def test_asking_again_costs_no_more_queries_after_five_times(therapist_client, url, results, episode):
    factories.settled_rescreening(episode_=episode, r_neuro=["tingling_arm"])
    once = [queries_of(therapist_client, address) for address in (url, results)]
    for number in range(4):
        occasion = "changed" if number % 2 else "deviating"
        factories.settled_rescreening(episode_=episode, occasion=occasion, r_neuro=["tingling_leg"])
    assert [queries_of(therapist_client, address) for address in (url, results)] == once
