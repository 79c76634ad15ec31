"""Judging rules on their page: approve, reject with a remark, lose nothing, and two therapists at once."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from intake import approvals, questionnaire
from intake.models import RuleDecision
from tests.intake.rules_world import add_version, decide, reject
from tests.pages import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A version of three rules, the only one there is."""
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return add_version(tmp_path)


def judge(client: Client, version: str, query: str = "", **typed: str):
    """Send the page with all three rules on it, as a browser does; E01="approve", remark_E01="..."."""
    data = {f"remark-{rule}": typed.pop(f"remark_{rule}", "") for rule in ("E01", "C01", "I01")}
    data |= {f"decision-{rule}": typed.pop(rule) for rule in ("E01", "C01", "I01") if rule in typed}
    url = reverse("rules_of", args=[version]) + query
    return client.post(url, {"seen": "0", **data, **typed}, headers={"Accept-Language": "en"})


def decisions() -> list[tuple[str, bool, str]]:
    return list(RuleDecision.objects.values_list("rule", "approved", "remark"))


def test_several_rules_are_judged_at_once(therapist_client, therapist, version):
    response = judge(therapist_client, version, E01="approve", C01="reject", remark_C01="Te ruim")
    assert response.status_code == 302
    assert decisions() == [("E01", True, ""), ("C01", False, "Te ruim")]
    assert set(RuleDecision.objects.values_list("decided_by_name", flat=True)) == {str(therapist)}


def test_the_page_then_says_how_many_were_saved(therapist_client, version):
    there = judge(therapist_client, version, E01="approve", I01="approve").url
    assert "2 decisions are saved." in main(therapist_client.get(there, headers={"Accept-Language": "en"}))


def test_an_approval_may_carry_a_remark(therapist_client, version):
    judge(therapist_client, version, E01="approve", remark_E01="Met collega besproken")
    assert decisions() == [("E01", True, "Met collega besproken")]


def test_a_rejection_needs_a_remark_and_nothing_typed_is_lost(therapist_client, version):
    response = judge(therapist_client, version, E01="reject", C01="approve", remark_C01="Prima zo")
    text = main(response)
    assert response.status_code == 200
    assert "Write why you reject this rule." in text
    assert "Prima zo" in text
    assert text.count(" checked") == 2
    assert decisions() == []


def test_a_remark_without_a_choice_is_asked_about(therapist_client, version):
    text = main(judge(therapist_client, version, remark_I01="Hm"))
    assert "Choose what your remark says" in text
    assert "Hm" in text
    assert decisions() == []


def test_a_page_without_a_choice_saves_nothing(therapist_client, version):
    there = judge(therapist_client, version).url
    assert "nothing was saved" in main(therapist_client.get(there, headers={"Accept-Language": "en"}))
    assert decisions() == []


def test_what_a_form_cannot_hold_is_refused_in_words(therapist_client, version):
    text = main(judge(therapist_client, version, E01="perhaps", seen="x", remark_C01="a" * 6000))
    assert 'class="error-summary"' in text
    assert decisions() == []


def test_a_rule_of_another_version_is_ignored(therapist_client, version):
    data = {"remark-X99": "", "decision-X99": "approve"}
    assert therapist_client.post(reverse("rules_of", args=[version]), data).status_code == 302
    assert decisions() == []


def test_the_list_to_judge_goes_on_with_its_first_page(therapist_client, version):
    response = judge(therapist_client, version, "?state=open&page=2", E01="approve")
    assert response.url.endswith("?state=open")


def test_the_whole_list_goes_on_where_one_was_or_wanted_to_be(therapist_client, version):
    assert judge(therapist_client, version, "?page=2", E01="approve").url.endswith("?page=2")
    assert judge(therapist_client, version, "?page=2", C01="approve", go="3").url.endswith("?page=3")


def test_rules_that_left_the_list_meanwhile_are_judged_all_the_same(
    therapist_client, other_therapist, version
):
    decide(version, other_therapist, "E01")
    judge(therapist_client, version, "?state=open", E01="approve", C01="approve")
    assert approvals.state_of(version).approved == 2
    assert RuleDecision.objects.filter(rule="E01").count() == 2


def test_a_judged_rule_is_judged_again_only_on_purpose(therapist_client, therapist, version):
    reject(version, therapist, "E01")
    text = main(therapist_client.get(reverse("rules_of", args=[version])))
    assert " checked" not in text
    judge(therapist_client, version, C01="approve")
    assert RuleDecision.objects.filter(rule="E01").count() == 1


def test_what_a_colleague_decided_otherwise_is_shown_before_it_is_overruled(
    therapist_client, other_therapist, version
):
    [theirs] = reject(version, other_therapist, "E01", remark="Mist de blaas")
    typed = {"E01": "approve", "remark_E01": "Akkoord", "C01": "approve"}
    text = main(judge(therapist_client, version, **typed))
    assert f"{other_therapist} rejected this rule in the meantime" in text
    assert "Mist de blaas" in text
    assert "Akkoord" in text
    assert f'name="seen" value="{theirs.pk}"' in text
    assert decisions() == [("E01", False, "Mist de blaas")]
    judge(therapist_client, version, **typed, seen=str(theirs.pk))
    assert approvals.state_of(version).approved == 2
    assert RuleDecision.objects.filter(rule="E01").count() == 2


def test_sending_twice_records_once(therapist_client, version):
    judge(therapist_client, version, E01="approve")
    assert judge(therapist_client, version, E01="approve").status_code == 302
    assert decisions() == [("E01", True, "")]


def test_a_manager_cannot_decide(manager_client, version):
    assert judge(manager_client, version, E01="approve").status_code == 403
    assert decisions() == []


def test_a_rule_that_stayed_the_same_says_who_approved_it(therapist_client, therapist, version):
    decide(version, therapist, "E01")
    newest = add_version(questionnaire.CONTENT)
    url = reverse("rules_of", args=[newest])
    text = main(therapist_client.get(url, headers={"Accept-Language": "en"}))
    assert f"Unchanged since version {version}, approved by {therapist}" in text
    assert reverse("rules_unchanged", args=[newest]) in text


def test_rules_that_stayed_the_same_are_approved_together(therapist_client, therapist, version):
    decide(version, therapist, "E01", "C01")
    newest = add_version(questionnaire.CONTENT, {"age>=55": "age>=60"})
    url = reverse("rules_unchanged", args=[newest])
    shown = main(therapist_client.get(url))
    assert 'value="E01"' in shown
    assert 'value="C01"' not in shown
    assert therapist_client.post(url, {"rule": ["E01", "C01"]}).status_code == 302
    assert approvals.state_of(newest).approved == 1


def test_without_such_rules_the_page_says_what_it_is_for(therapist_client, version):
    url = reverse("rules_unchanged", args=[version])
    assert "No rule to approve like this" in main(
        therapist_client.get(url, headers={"Accept-Language": "en"})
    )
