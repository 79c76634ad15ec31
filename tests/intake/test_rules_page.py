"""The rules page: what stands there, who may read it, and how rules are found."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from intake import questionnaire
from intake.complaint_words import ABOUT
from intake.models import RuleDecision
from intake.questionnaire import digest, versions
from intake.rule_cards import SIX, cards, is_about
from intake.screening import rules
from practice.models import User
from tests import factories
from tests.intake.rules_world import add_version, decide, reject
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A version of three rules, the only one there is."""
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return add_version(tmp_path)


def address(version: str, name: str = "rules_of") -> str:
    return reverse(name, args=[version])


def found(response) -> list[str]:
    """The rules on the page, from top to bottom."""
    return [part.split('"')[0] for part in page(response).split('id="rule-')[1:]]


def test_the_menu_leads_to_the_newest_version(therapist_client, version):
    newest = add_version(questionnaire.CONTENT)
    assert reverse("rules") in page(therapist_client.get(reverse("mfa_index")))
    assert therapist_client.get(reverse("rules")).url == address(newest)


def test_the_desk_has_no_rules_in_its_menu(desk):
    assert reverse("rules") not in page(desk.get(reverse("mfa_index")))


def test_a_rule_shows_everything_a_therapist_judges(therapist_client, version):
    text = main(therapist_client.get(address(version), headers={"Accept-Language": "nl"}))
    for words in (
        "Caudasyndroom",
        "Heb je daarbij een van deze klachten?",
        "“Slap been”",
        "8 of hoger",
        "Bel nu 112.",
        "Bel 112.",
        "guideline",
        "Neck added.",
        "onderrug",
    ):
        assert words in text


def test_a_rule_reads_in_the_language_of_the_reader(therapist_client, version):
    text = main(therapist_client.get(address(version), headers={"Accept-Language": "en"}))
    assert "“Weak leg”" in text
    assert "Slap been" not in text


def test_a_term_unfolds_to_its_definition(therapist_client, version):
    text = main(therapist_client.get(address(version), headers={"Accept-Language": "en"}))
    assert "<summary>a back complaint at an age</summary>" in text


def test_rules_stand_by_level_highest_first(therapist_client, version):
    assert found(therapist_client.get(address(version))) == ["E01", "C01", "I01"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"level": "caution"}, ["C01"]),
        ({"complaint": "low_back"}, ["E01", "I01"]),
        ({"complaint": "neck"}, ["I01"]),
        ({"complaint": "all"}, ["C01"]),
        ({"q": "thrust bot"}, ["C01"]),
        ({"q": "SLAP"}, ["E01"]),
        ({"q": "e01"}, ["E01"]),
        ({"state": "open"}, ["E01"]),
        ({"state": "approved"}, ["C01"]),
        ({"state": "rejected"}, ["I01"]),
        ({"level": "nonsense", "q": "thrust"}, ["C01"]),
    ],
)
def test_a_filter_keeps_the_rules_that_fit(therapist_client, therapist, version, told, expected):
    decide(version, therapist, "C01")
    reject(version, therapist, "I01")
    assert found(therapist_client.get(address(version), told, headers={"Accept-Language": "nl"})) == expected


def test_what_changed_since_the_last_version_can_be_kept(therapist_client, version):
    newest = add_version(questionnaire.CONTENT, {"age>=55": "age>=60"})
    assert found(therapist_client.get(address(newest), {"state": "changed"})) == ["C01"]
    assert found(therapist_client.get(address(version), {"state": "changed"})) == []


def test_when_no_rule_fits_the_page_leads_back_to_all(therapist_client, version):
    response = therapist_client.get(address(version), {"q": "bestaat niet"})
    assert found(response) == []
    assert f'href="{address(version)}"' in main(response)


def test_the_state_says_how_far_and_by_whom(therapist_client, therapist, version):
    decide(version, therapist, "E01")
    text = main(therapist_client.get(address(version), headers={"Accept-Language": "en"}))
    assert "Proposal" in text
    assert "1 of 3 judged" in text
    assert f"{therapist} (no BIG number recorded)" in text


def test_an_approved_version_says_so_with_the_big_number(therapist_client, therapist, version):
    User.objects.filter(pk=therapist.pk).update(big_number="09912345601")
    decide(version, therapist)
    text = main(therapist_client.get(address(version), headers={"Accept-Language": "en"}))
    assert "Approved on" in text
    assert "Proposal" not in text
    assert f"{therapist} (BIG 09912345601)" in text


def test_every_decision_on_a_rule_stays_readable(therapist_client, therapist, other_therapist, version):
    reject(version, other_therapist, "E01", remark="Eerst anders")
    decide(version, therapist, "E01", remark="Nu goed")
    text = main(therapist_client.get(address(version)))
    assert text.index("Nu goed") < text.index("Eerst anders")
    assert str(other_therapist) in text


def test_a_manager_reads_and_has_nothing_to_decide_with(manager_client, version):
    text = main(manager_client.get(address(version)))
    assert "Bel 112." in text
    assert "decision-E01" not in text


@pytest.mark.parametrize("name", ["rules_of", "rules_changes", "rules_print", "rules_unchanged"])
@pytest.mark.parametrize("number", [99999, 2**70])
def test_a_version_that_does_not_exist_is_not_found(therapist_client, name, number):
    assert therapist_client.get(reverse(name, args=[number])).status_code == 404


@pytest.mark.parametrize("name", ["rules_of", "rules_changes", "rules_print"])
def test_more_decisions_take_no_more_queries(therapist_client, therapist, version, name):
    url = address(version, name)
    decide(version, therapist, "E01")
    few = queries_of(therapist_client, url)
    for _again in range(3):
        reject(version, therapist)
        decide(version, therapist)
    assert queries_of(therapist_client, url) == few


def test_the_whole_list_can_be_printed_with_room_to_judge(therapist_client, therapist, version):
    decide(version, therapist, "E01")
    text = main(therapist_client.get(address(version, "rules_print"), headers={"Accept-Language": "en"}))
    assert text.count("☐ Approve") == 2
    assert "A back complaint at an age" in text  # in the list of terms
    assert "<details" not in text


def test_the_print_keeps_the_filters(therapist_client, version):
    text = main(therapist_client.get(address(version, "rules_print"), {"level": "caution"}))
    assert "C01" in text
    assert "E01" not in text


def test_a_difference_shows_both_versions_with_marked_words(therapist_client, version):
    newest = add_version(
        questionnaire.CONTENT, {"num(g_nrs)>=8": "num(g_nrs)>=7", 'id = "I01"': 'id = "I02"'}
    )
    text = main(therapist_client.get(address(newest, "rules_changes"), headers={"Accept-Language": "en"}))
    assert "<del> 8</del>" in text
    assert "<ins> 7</ins>" in text
    assert "I02" in text
    assert "I01" in text


def test_a_changed_level_is_said_in_words(therapist_client, version):
    newest = add_version(questionnaire.CONTENT, {'level = "caution"': 'level = "same_day_gp"'})
    text = main(therapist_client.get(address(newest, "rules_changes"), headers={"Accept-Language": "en"}))
    assert "same_day_gp" not in text
    assert "GP today" in text.replace("<ins>", "").replace("</ins>", "")


def test_the_first_version_has_nothing_to_compare(therapist_client, version):
    text = main(therapist_client.get(address(version, "rules_changes"), headers={"Accept-Language": "en"}))
    assert "This is the first version" in text


def test_the_manager_finds_the_state_of_each_version(manager_client, therapist, version):
    decide(version, therapist)
    text = page(manager_client.get(reverse("admin:content")))
    assert address(version) in text
    assert str(therapist) in text


@pytest.mark.parametrize("name", ["intake_answers", "screening"])
def test_staff_see_that_an_intake_rests_on_a_proposal(therapist_client, therapist, name):
    episode = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=episode)
    url = reverse(name, args=[episode.pk])
    text = main(therapist_client.get(url, headers={"Accept-Language": "en"}))
    assert f"Proposal: the rules of version {intake.content_version}" in text
    assert address(intake.content_version) in text


def test_after_approval_an_intake_says_by_whom_in_small_print(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    intake = factories.submitted_intake(episode_=episode)
    ids = [rule.id for rule in rules(intake.content_version)]
    RuleDecision.objects.bulk_create(
        RuleDecision(
            content_version=intake.content_version,
            content_digest=digest(intake.content_version),
            rule=id_,
            approved=True,
            decided_by=therapist,
            decided_by_name=str(therapist),
        )
        for id_ in ids
    )
    url = reverse("intake_answers", args=[episode.pk])
    text = main(therapist_client.get(url, headers={"Accept-Language": "en"}))
    assert "Proposal" not in text
    assert f"Rules version {intake.content_version}, approved on" in text
    assert str(therapist) in text


def test_without_a_form_there_are_no_rules_to_speak_of(therapist_client, therapist):
    episode = factories.episode(therapist=therapist)
    text = main(
        therapist_client.get(reverse("screening", args=[episode.pk]), headers={"Accept-Language": "en"})
    )
    assert "Proposal: the rules" not in text


@pytest.mark.parametrize("number", versions())
def test_every_complaint_a_rule_names_has_words_and_can_be_found(number):
    with translation.override("nl"):
        codes = {code.strip() for card in cards(number) for code in card.rule.complaints.split(",")}
    assert codes <= ABOUT.keys()
    assert all(any(is_about(rule, complaint) for rule in rules(number)) for complaint in SIX)
