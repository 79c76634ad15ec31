"""A version of the rules counts when therapists approved every rule of it, by name."""

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from intake import approvals, questionnaire
from intake.actions import OvertakenError, approve_unchanged, decide_rules, invite_patient
from intake.models import RuleDecision
from practice.models import AuditEvent, User
from practice.signing import SignedRecordError
from tests import factories
from tests.at_once import all_at_once
from tests.intake.rules_world import add_version, decide, reject

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(questionnaire, "CONTENT", tmp_path)
    return tmp_path


@pytest.fixture
def version(folder: Path) -> str:
    return add_version(folder)


def test_without_any_approval_the_newest_version_is_in_use(version, folder):
    newest = add_version(folder)
    assert approvals.version_in_use() == newest
    assert approvals.approved_versions() == []


def test_a_version_is_approved_when_every_rule_is(version, therapist):
    decide(version, therapist, "E01", "C01")
    assert not approvals.is_approved(version)
    [last] = decide(version, therapist, "I01")
    state = approvals.state_of(version)
    assert state.is_approved
    assert state.approved_at == last.decided_at
    assert [decider.name for decider in state.deciders] == [str(therapist)]


def test_an_approved_version_stays_in_use_until_the_next_one_is_approved(version, folder, therapist):
    decide(version, therapist)
    newest = add_version(folder)
    assert approvals.version_in_use() == version
    decide(newest, therapist)
    assert approvals.version_in_use() == newest
    assert approvals.approved_versions() == [version, newest]


def test_approval_of_a_version_that_was_edited_afterwards_counts_no_longer(version, folder, therapist):
    decide(version, therapist)
    with (folder / version / "messages.toml").open("a") as file:
        file.write("# one more line")
    questionnaire.digest.cache_clear()
    state = approvals.state_of(version)
    assert (state.is_approved, state.waiting) == (False, state.total)


def test_one_rejected_rule_keeps_a_version_a_proposal(version, therapist):
    decide(version, therapist, "E01", "C01")
    reject(version, therapist, "I01")
    state = approvals.state_of(version)
    assert (state.judged, state.approved, state.rejected, state.waiting) == (3, 2, 1, 0)
    assert not state.is_approved
    assert state.approved_at is None


def test_the_newest_decision_counts_and_the_earlier_one_stays(version, therapist, other_therapist):
    decide(version, therapist)
    reject(version, other_therapist, "E01")
    assert not approvals.is_approved(version)
    decide(version, therapist, "E01")
    assert approvals.is_approved(version)
    assert RuleDecision.objects.filter(rule="E01").count() == 3


def test_everybody_who_decided_is_named_who_was_last_first(version, therapist, other_therapist):
    User.objects.filter(pk=other_therapist.pk).update(big_number="09912345601")
    decide(version, therapist, "E01", "C01")
    decide(version, other_therapist, "I01")
    assert [(one.name, one.big_number) for one in approvals.state_of(version).deciders] == [
        (str(other_therapist), "09912345601"),
        (str(therapist), ""),
    ]


def test_a_name_stays_with_the_decision_when_the_person_changes_it(version, therapist):
    decide(version, therapist)
    name = str(therapist)
    User.objects.filter(pk=therapist.pk).update(last_name="Anders", is_active=False)
    assert [decider.name for decider in approvals.state_of(version).deciders] == [name]
    assert approvals.is_approved(version)


def test_it_takes_one_query_however_many_decisions_there_are(
    version, folder, therapist, django_assert_num_queries
):
    for _again in range(3):
        decide(version, therapist)
        reject(version, therapist)
    decide(add_version(folder), therapist)
    with django_assert_num_queries(1):
        approvals.approved_versions()


def test_a_new_intake_gets_the_version_in_use(version, folder, therapist):
    decide(version, therapist)
    add_version(folder)
    episode = factories.episode(therapist=therapist)
    invitation, _token = invite_patient(episode=episode, by=therapist)
    assert invitation.intake.content_version == version


def test_each_decision_is_in_the_log_without_its_remark(version, therapist):
    decide(version, therapist, "E01")
    reject(version, therapist, "C01", remark="Te ruim voor ouderen")
    events = AuditEvent.objects.filter(verb__startswith="rule.").order_by("pk")
    assert [(event.verb, event.subject_label) for event in events] == [
        ("rule.approved", f"{version}/E01"),
        ("rule.rejected", f"{version}/C01"),
    ]
    assert {event.basis for event in events} == {"management"}
    assert not AuditEvent.objects.filter(subject_label__contains="ruim").exists()


def test_deciding_the_same_again_changes_nothing(version, therapist):
    decide(version, therapist, "E01")
    assert decide(version, therapist, "E01") == []
    assert RuleDecision.objects.count() == 1


def test_a_second_therapist_may_approve_as_well(version, therapist, other_therapist):
    decide(version, therapist, "E01")
    assert len(decide(version, other_therapist, "E01")) == 1


@pytest.mark.parametrize("role", ["manager", "receptionist"])
def test_nobody_but_a_therapist_decides(version, role, request):
    somebody = request.getfixturevalue(role)
    with pytest.raises(PermissionDenied):
        decide(version, somebody, "E01")
    with pytest.raises(PermissionDenied):
        approve_unchanged(version=version, rules=["E01"], by=somebody)


def test_the_database_refuses_a_decision_of_somebody_else(version, manager):
    row = RuleDecision(content_version=version, rule="E01", approved=True, decided_by=manager)
    row.decided_by_name, row.content_digest = str(manager), questionnaire.digest(version)
    with pytest.raises(DatabaseError, match="decided_by_a_therapist"), transaction.atomic():
        row.save()


def test_a_decision_is_never_changed(version, therapist):
    [row] = decide(version, therapist, "E01")
    row.approved = False
    with pytest.raises(SignedRecordError):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleDecision.objects.filter(pk=row.pk).update(approved=False)


def test_a_rule_that_is_not_in_the_version_is_refused(version, therapist):
    with pytest.raises(ValueError, match="X99"):
        decide(version, therapist, "X99")


def test_what_a_colleague_decided_otherwise_meanwhile_is_told_first(version, therapist, other_therapist):
    [theirs] = reject(version, other_therapist, "E01")
    mine = {"E01": (True, ""), "C01": (True, "")}
    with pytest.raises(OvertakenError) as told:
        decide_rules(version=version, decisions=mine, seen=theirs.pk - 1, by=therapist)
    assert told.value.newer == {"E01": theirs}
    assert RuleDecision.objects.count() == 1
    decide_rules(version=version, decisions=mine, seen=theirs.pk, by=therapist)
    assert approvals.state_of(version).approved == 2
    assert RuleDecision.objects.filter(rule="E01").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_therapists_at_the_same_moment_both_count_and_the_newest_decides(
    version, therapist, other_therapist
):
    people = iter([therapist, other_therapist])
    all_at_once(2, lambda: decide(version, next(people)))
    assert RuleDecision.objects.count() == 6
    newest = RuleDecision.objects.order_by("pk").last()
    assert approvals.state_of(version).decisions[newest.rule] == newest
    assert approvals.is_approved(version)


def test_the_same_decision_of_a_colleague_is_in_nobodys_way(version, therapist, other_therapist):
    [theirs] = decide(version, other_therapist, "E01")
    decide_rules(version=version, decisions={"E01": (True, "")}, seen=theirs.pk - 1, by=therapist)
    assert RuleDecision.objects.count() == 2


def test_an_approval_still_fits_a_rule_that_did_not_change(version, folder, therapist):
    decide(version, therapist)
    newest = add_version(folder, {"num(g_nrs)>=8": "num(g_nrs)>=7"})
    found = approvals.approved_before(newest)
    assert sorted(found) == ["C01", "I01"]
    assert {decision.content_version for decision in found.values()} == {version}


def test_a_rejected_or_judged_rule_has_no_approval_to_take_over(version, folder, therapist):
    decide(version, therapist)
    reject(version, therapist, "C01")
    newest = add_version(folder)
    reject(newest, therapist, "I01")
    assert sorted(approvals.approved_before(newest)) == ["E01"]


def test_a_rejection_in_between_ends_an_earlier_approval(version, folder, therapist):
    decide(version, therapist, "E01", "C01")
    between = add_version(folder)
    reject(between, therapist, "E01")
    assert sorted(approvals.approved_before(add_version(folder))) == ["C01"]


def test_unchanged_rules_are_approved_together_saying_why(version, folder, therapist, other_therapist):
    decide(version, therapist, "E01", "C01")
    newest = add_version(folder)
    made = approve_unchanged(version=newest, rules=["E01", "I01"], by=other_therapist)
    assert [row.rule for row in made] == ["E01"]
    assert version in made[0].remark
    assert str(therapist) in made[0].remark
    assert made[0].decided_by_name == str(other_therapist)
    assert approve_unchanged(version=newest, rules=["E01"], by=other_therapist) == []


def test_a_decision_says_when(version, therapist):
    [row] = decide(version, therapist, "E01")
    assert abs(row.decided_at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
