"""The rules of a version as the rules pages show them, and what the filters keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from intake.approvals import RulesState, approved_before
from intake.complaint_words import ABOUT, codes_of
from intake.content_changes import rule_texts, unchanged_rules
from intake.models import RuleDecision
from intake.models.intake import LEVEL_TEXTS
from intake.questionnaire import versions
from intake.screening import LEVELS, Rule, rules
from intake.wording import Wording, outline, terms_in
from practice.models import Complaint

GROUPS = {"spine": ("upper_back", "low_back", "neck"), "back": ("upper_back", "low_back")}
SIX = [code for code in Complaint.values if code != Complaint.OTHER]
OPEN, APPROVED, REJECTED, CHANGED = "open", "approved", "rejected", "changed"


@dataclass(frozen=True)
class Card:
    """One rule, with what was decided on it."""

    rule: Rule
    outline: Wording
    texts: Mapping[str, str]  # as content_changes.rule_texts has them
    decisions: list[RuleDecision] = field(default_factory=list)  # newest first
    unchanged: RuleDecision | None = None  # the approval in an earlier version that it still fits
    news: str = ""  # "new" or "changed" since the last version

    @property
    def level_text(self) -> object:
        return LEVEL_TEXTS[self.rule.level]

    @property
    def complaints(self) -> str:
        return complaints_text(self.rule.complaints)

    @property
    def decision(self) -> RuleDecision | None:
        """The one that counts."""
        return self.decisions[0] if self.decisions else None

    @property
    def state(self) -> str:
        if self.decision is None:
            return OPEN
        return APPROVED if self.decision.approved else REJECTED

    @property
    def words(self) -> str:
        """Everything a search looks through."""
        said = (text for part, text in self.texts.items() if part not in ("level", "complaints"))
        return " ".join([self.rule.id, str(self.level_text), self.complaints, *said]).lower()


def complaints_text(complaints: str) -> str:
    return ", ".join(str(ABOUT.get(code, code)) for code in codes_of(complaints))


def is_about(rule: Rule, complaint: str) -> bool:
    """Is this rule written for the complaint? A rule for every complaint is about "all" only."""
    return any(complaint in (code, *GROUPS.get(code, ())) for code in codes_of(rule.complaints))


def language() -> str:
    return (get_language() or "nl")[:2]


def before(version: str) -> str:
    """The version that came before this one; empty for the first."""
    on_disk = versions()
    return on_disk[on_disk.index(version) - 1] if version != on_disk[0] else ""


def news_of(version: str) -> dict[str, str]:
    """The rules that are "new" or "changed" since the version before; empty for the first version."""
    old = before(version)
    if not old:
        return {}
    known, same = {rule.id for rule in rules(old)}, unchanged_rules(old, version)
    changed = [rule.id for rule in rules(version) if rule.id not in same]
    return {id_: "changed" if id_ in known else "new" for id_ in changed}


def cards(version: str) -> list[Card]:
    """Every rule of this version by level, highest first, with all decisions on it. Two queries."""
    lang, news, unchanged = language(), news_of(version), approved_before(version)
    texts, decided = rule_texts(version, lang), _decided(version)
    return [
        Card(
            rule,
            outline(rule.when, version, lang),
            texts[rule.id],
            decided.get(rule.id, []),
            unchanged.get(rule.id),
            news.get(rule.id, ""),
        )
        for rule in sorted(rules(version), key=lambda rule: LEVELS.index(rule.level))
    ]


def _decided(version: str) -> dict[str, list[RuleDecision]]:
    found: dict[str, list[RuleDecision]] = {}
    rows = RuleDecision.objects.filter(content_version=version).select_related("decided_by")
    for row in rows.order_by("-pk"):
        found.setdefault(row.rule, []).append(row)
    return found


def keep(all_cards: Iterable[Card], told: Mapping[str, str]) -> list[Card]:
    """The cards that fit the filters: level, complaint, state, and q (every word must occur)."""
    level, complaint, state = (told.get(name, "") for name in ("level", "complaint", "state"))
    words = told.get("q", "").lower().split()
    return [
        card
        for card in all_cards
        if level in ("", card.rule.level)
        and (not complaint or is_about(card.rule, complaint))
        and (state in ("", card.state) or (state == CHANGED and card.news))
        and all(word in card.words for word in words)
    ]


def state_from(all_cards: list[Card], version: str) -> RulesState:
    """The state of the version these cards are of, without asking the database again."""
    decisions = {card.rule.id: card.decision for card in all_cards if card.decision}
    return RulesState(version, tuple(card.rule.id for card in all_cards), decisions)


def terms_of(some_cards: Iterable[Card]) -> dict[str, Wording]:
    """The terms these rules use: meaning to definition, in alphabetical order."""
    found = {
        meaning: term.parts[0] for card in some_cards for meaning, term in terms_in(card.outline).items()
    }
    return dict(sorted(found.items()))
