"""Which rules a therapist approved, and which version of the content is in use because of it.

A version counts as approved when the newest decision on every rule of it is an approval. Approval binds to
the version, letter by letter: it says nothing about a rule that reads differently in another one, and when a
file of the version is edited all the same, its decisions no longer count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet

from intake.content_changes import unchanged_rules
from intake.models import RuleDecision
from intake.questionnaire import digest, versions
from intake.screening import rules


@dataclass(frozen=True)
class Decider:
    """Who decided, by the name of that moment; the BIG number as it is recorded now, or empty."""

    name: str
    big_number: str


@dataclass(frozen=True)
class RulesState:
    """How far the rules of one version are judged."""

    version: str
    rules: tuple[str, ...]  # ids
    decisions: Mapping[str, RuleDecision]  # the newest of each rule that has one

    @property
    def total(self) -> int:
        return len(self.rules)

    @property
    def judged(self) -> int:
        return len(self.decisions)

    @property
    def waiting(self) -> int:
        return self.total - self.judged

    @property
    def approved(self) -> int:
        return sum(decision.approved for decision in self.decisions.values())

    @property
    def rejected(self) -> int:
        return self.judged - self.approved

    @property
    def is_approved(self) -> bool:
        return 0 < self.total == self.approved

    @property
    def approved_at(self) -> datetime | None:
        """When the last rule was approved; None while the version is a proposal."""
        return max(one.decided_at for one in self.decisions.values()) if self.is_approved else None

    @property
    def deciders(self) -> list[Decider]:
        """Everybody whose decision counts, each once, who decided last first."""
        newest_first = sorted(self.decisions.values(), key=lambda one: one.pk, reverse=True)
        return list(dict.fromkeys(decider_of(decision) for decision in newest_first))


def decider_of(decision: RuleDecision) -> Decider:
    return Decider(decision.decided_by_name, decision.decided_by.big_number)


def states(of: Iterable[str]) -> dict[str, RulesState]:
    """The state of these versions, in one query."""
    newest: dict[str, dict[str, RuleDecision]] = {version: {} for version in of}
    for decision in _newest().filter(content_version__in=newest):
        if decision.content_digest != digest(decision.content_version):
            continue  # the files were edited after it: what was read is no longer there
        newest[decision.content_version][decision.rule] = decision
    return {version: _state(version, decisions) for version, decisions in newest.items()}


def _newest() -> QuerySet[RuleDecision]:
    groups = RuleDecision.objects.order_by().values("content_version", "rule").annotate(newest=Max("pk"))
    return RuleDecision.objects.filter(pk__in=groups.values("newest")).select_related("decided_by")


def _state(version: str, decisions: Mapping[str, RuleDecision]) -> RulesState:
    ids = tuple(rule.id for rule in rules(version))
    return RulesState(version, ids, {id_: decisions[id_] for id_ in ids if id_ in decisions})


def state_of(version: str) -> RulesState:
    """How far the rules of this version are judged. One query."""
    return states([version])[version]


def is_approved(version: str) -> bool:
    return state_of(version).is_approved


def approved_versions() -> list[str]:
    """The approved versions on disk, oldest first. One query."""
    return [version for version, state in states(versions()).items() if state.is_approved]


def version_in_use() -> str:
    """The version new intakes get: the newest approved one, and the newest on disk while none is approved."""
    return [versions()[-1], *approved_versions()][-1]


def approved_before(version: str) -> dict[str, RuleDecision]:
    """The approvals that hold for a rule of `version` because it has not changed since.

    For each rule without a decision in this version: the decision in the last earlier version that has one,
    when it is an approval and the rule reads the same now (content_changes.unchanged_rules). One query.
    """
    earlier = versions()[: versions().index(version)]
    found = states([*earlier, version])
    waiting = set(found[version].rules) - found[version].decisions.keys()
    approvals: dict[str, RuleDecision] = {}
    for old in reversed(earlier):
        decided = found[old].decisions
        same = unchanged_rules(old, version) if decided else frozenset()
        for rule in sorted(waiting & decided.keys()):
            waiting.discard(rule)
            if decided[rule].approved and rule in same:
                approvals[rule] = decided[rule]
    return approvals
