"""How far the rules of the demo are judged: some approved, one rejected, most still to judge."""

from collections.abc import Mapping

from intake.actions import decide_rules
from intake.forms_rules import RulesForm
from intake.screening import rules
from records.demo.clock import at
from records.demo.steps import checked, member

TOO_WIDE = (
    "Te ruim: zo krijgt bijna iedereen boven de 55 met een nieuwe klacht dit aandachtspunt. "
    "Voorstel: vanaf 65 jaar, of samen met een tweede teken."
)


def judged() -> None:
    """One therapist began with the first version, another goes on with the second."""
    with at(9, "17:05"):
        judge("1", "marieke", dict.fromkeys(_of_level("1", "emergency", "caution"), ""))
    with at(2, "12:40"):
        judge("2", "joris", dict.fromkeys(_of_level("2", "emergency")[:9], ""), {"C13": TOO_WIDE})


def judge(version: str, by: str, approved: Mapping[str, str], rejected: Mapping[str, str] = {}) -> None:
    """Decide on rules as the page does; both hold the remark by rule."""
    remarks = {**approved, **rejected}
    data = {f"remark-{rule}": remark for rule, remark in remarks.items()}
    data |= {f"decision-{rule}": "reject" if rule in rejected else "approve" for rule in remarks}
    form = checked(RulesForm(data, rules=remarks))
    decide_rules(version=version, decisions=form.decisions, seen=0, by=member(by))


def _of_level(version: str, *levels: str) -> list[str]:
    return [rule.id for rule in rules(version) if rule.level in levels]
