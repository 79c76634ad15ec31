"""Judging the rules of a content version, by name.

Only a therapist decides: the rules are about work that only a therapist may judge, so a manager who runs the
practice reads them and no more. The action refuses others, and so does a trigger (RuleDecision.row_rules).

The name stays with the decision as it was then. A BIG number is shown beside it and never asked for here: it
belongs to the account, which the manager keeps, and a field that blocks would only invite a made-up number.
Who reads an approval sees plainly when none is recorded, and can weigh that.
"""

from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.approvals import approved_before
from intake.models import RuleDecision
from intake.questionnaire import digest
from intake.screening import rules
from practice import audit
from practice.models import User


class OvertakenError(Exception):
    """Somebody else decided otherwise in the meantime; `newer` has those decisions by rule."""

    def __init__(self, newer: dict[str, RuleDecision]) -> None:
        super().__init__("Somebody else decided otherwise on these rules in the meantime.")
        self.newer = newer


@transaction.atomic
def decide_rules(
    *, version: str, decisions: Mapping[str, tuple[bool, str]], seen: int, by: User
) -> list[RuleDecision]:
    """Record a therapist's decisions on rules of one version, {rule: (approved, remark)}.

    Returns the new rows. A later decision replaces an earlier one, and both stay. Deciding again what one
    decided last changes nothing. `seen` is the highest pk among the decisions that `by` had before the eyes.
    Raises PermissionDenied for anybody but a therapist; ValueError for a rule this version does not have;
    OvertakenError, and nothing is recorded, when somebody else decided otherwise on one of them after `seen`.
    """
    if not by.is_therapist:
        raise PermissionDenied
    unknown = decisions.keys() - {rule.id for rule in rules(version)}
    if unknown:
        raise ValueError(f"Version {version} has no rules {sorted(unknown)}.")
    last = _last(version, decisions)
    newer = {
        rule: row
        for rule, row in last.items()
        if row.pk > seen and row.decided_by_id != by.pk and row.approved != decisions[rule][0]
    }
    if newer:
        raise OvertakenError(newer)
    return [
        _record(version, rule, approved, remark, by)
        for rule, (approved, remark) in decisions.items()
        if not _is_same(last.get(rule), approved, remark, by)
    ]


@transaction.atomic
def approve_unchanged(*, version: str, rules: Collection[str], by: User) -> list[RuleDecision]:
    """Approve together those of `rules` that wait for a decision and have not changed since their approval
    in an earlier version; the remark says which. Raises PermissionDenied for anybody but a therapist."""
    if not by.is_therapist:
        raise PermissionDenied
    return [
        _record(version, rule, True, _because(before), by)
        for rule, before in approved_before(version).items()
        if rule in rules
    ]


def _last(version: str, about: Collection[str]) -> dict[str, RuleDecision]:
    rows = RuleDecision.objects.filter(content_version=version, rule__in=about).order_by("pk")
    return {row.rule: row for row in rows}


def _is_same(last: RuleDecision | None, approved: bool, remark: str, by: User) -> bool:
    return last is not None and (last.approved, last.remark, last.decided_by_id) == (approved, remark, by.pk)


def _record(version: str, rule: str, approved: bool, remark: str, by: User) -> RuleDecision:
    made = RuleDecision.objects.create(
        content_version=version,
        content_digest=digest(version),
        rule=rule,
        approved=approved,
        remark=remark,
        decided_by=by,
        decided_by_name=str(by),
    )
    verb = "rule.approved" if approved else "rule.rejected"
    audit.record(verb, by=by, subject=made, label=str(made), basis=audit.MANAGEMENT)
    return made


def _because(before: RuleDecision) -> str:
    return _("Unchanged since version %(version)s, approved there by %(name)s on %(date)s.") % {
        "version": before.content_version,
        "name": before.decided_by_name,
        "date": date_format(before.decided_at, "SHORT_DATE_FORMAT"),
    }
