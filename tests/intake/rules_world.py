"""A small content of three rules for tests, in as many versions as wanted, and decisions on its rules."""

import itertools
from collections.abc import Mapping
from pathlib import Path

from intake.actions import decide_rules
from intake.models import RuleDecision
from intake.screening import rules
from practice.models import User

QUESTIONS = """
[[page]]
id = "where"
nl = "De plek"
en = "The place"

[[page]]
id = "legs"
nl = "Je benen"
en = "Your legs"

[[term]]
name = "BACK"
when = "g_regions:upper_back or g_regions:low_back"
meaning_nl = "een rugklacht"
meaning_en = "a back complaint"

[[term]]
name = "OLD_BACK"
when = "BACK and age>=55"
meaning_nl = "een rugklacht op leeftijd"
meaning_en = "a back complaint at an age"

[[question]]
id = "g_regions"
page = "where"
type = "multi"
nl = "Waar heb je last van?"
en = "Where is your problem?"
options = [
  { code = "upper_back", nl = "Bovenrug", en = "Upper back" },
  { code = "low_back", nl = "Onderrug", en = "Low back" },
  { code = "neck", nl = "Nek", en = "Neck" },
]

[[question]]
id = "g_nrs"
page = "where"
type = "nrs0-10"
nl = "Hoeveel pijn had je?"
en = "How much pain did you have?"

[[question]]
id = "r_legs"
page = "legs"
type = "multi"
show_when = "BACK"
safety_list = true
nl = "Heb je daarbij een van deze klachten?"
en = "Do you have any of these with it?"
options = [
  { code = "weak", nl = "Slap been", en = "Weak leg" },
  { code = "numb", nl = "Doof been", en = "Numb leg" },
  { code = "none", nl = "Geen van deze", en = "None of these" },
]
"""
RULES = """
[[rule]]
id = "E01"
level = "emergency"
complaints = "low_back"
when = "r_legs:weak and num(g_nrs)>=8"
suspected_nl = "caudasyndroom"
suspected_en = "cauda equina"
contact = "112"
patient_message = "M_112"
therapist_nl = "Bel 112."
therapist_en = "Call 112."
source = "guideline"

[[rule]]
id = "C01"
level = "caution"
complaints = "all"
when = "OLD_BACK or g_regions:neck"
suspected_nl = "broos bot"
suspected_en = "fragile bone"
therapist_nl = "Geen thrust."
therapist_en = "No thrust."
source = "guideline"
changed = "Neck added."

[[rule]]
id = "I01"
level = "info"
complaints = "spine"
when = "r_legs:numb and not stated(g_regions:neck)"
suspected_nl = "prikkeling"
suspected_en = "irritation"
therapist_nl = "Onderzoek het gevoel."
therapist_en = "Test sensation."
source = "general knowledge"
"""
MESSAGES = """
[[message]]
id = "M_112"
nl = "Bel nu 112."
en = "Call 112 now."

[[message]]
id = "M_OK"
nl = "Tot op je afspraak."
en = "See you at your appointment."

[[contact]]
id = "112"
nl = "112"
en = "112"

[[selfcare]]
complaint = "low_back"
title_nl = "Je onderrug"
title_en = "Your low back"
nl = "Blijf bewegen."
en = "Keep moving."
source = "guideline"
"""
# Every version gets a number of its own, because what was read of a version is kept.
_numbers = itertools.count(101)


def add_version(folder: Path, changes: Mapping[str, str] = {}) -> str:
    """Write one more version below `folder`, with these words changed, and return its number."""
    version = str(next(_numbers))
    (folder / version).mkdir()
    for name, text in (("questions", QUESTIONS), ("rules", RULES), ("messages", MESSAGES)):
        for old, new in changes.items():
            text = text.replace(old, new)  # noqa: PLW2901
        (folder / version / f"{name}.toml").write_text(text, encoding="utf-8")
    return version


def decide(version: str, by: User, *ids: str, remark: str = "", approved: bool = True) -> list[RuleDecision]:
    """Approve these rules, or all of them; or reject them."""
    chosen = ids or [rule.id for rule in rules(version)]
    decisions = dict.fromkeys(chosen, (approved, remark))
    return decide_rules(version=version, decisions=decisions, seen=2**31, by=by)


def reject(version: str, by: User, *ids: str, remark: str = "Te ruim") -> list[RuleDecision]:
    return decide(version, by, *ids, remark=remark, approved=False)
