"""What a list of the history found, apart from what it went through and did not find. No Django.

A list is one line, as records/history_lines.py writes it: "Label: there; absent: not there; open: not said".
"""

import re
from collections.abc import Collection

ABSENT = "afwezig|absent"
OTHERS = {"verder", "other signs"}  # what the single signs are called together; says nothing alone
WHOLE = re.compile(rf"(?P<label>[^,:;]+), (?:{ABSENT}): [^;]*(?P<rest>;.*)?")
BESIDE = re.compile(rf"; (?:{ABSENT}): [^;]*")


def present(text: str, lists: Collection[str]) -> tuple[str, list[str]]:
    """The text without what is absent, and the labels of lists of which everything is.

    Only of `lists`, the lines that stand as they were generated: in a therapist's own words "reflex, absent:
    left" is a finding.
    """
    kept, labels = [], []
    for line in text.splitlines():
        if line not in lists:
            kept.append(_ended(line.strip()))
            continue
        whole = WHOLE.fullmatch(line.strip())
        if whole is None:
            kept.append(_ended(BESIDE.sub("", line.strip())))
        else:
            labels += [label for label in (whole["label"].strip(),) if label.lower() not in OTHERS]
            if whole["rest"]:
                kept.append(f"{whole['label']}{whole['rest'].replace(';', ',', 1)}")
    return "\n".join(kept), labels


def _ended(line: str) -> str:
    return line if line.endswith((".", "?", "!", "…")) or not line else f"{line}."
