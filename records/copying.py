"""What goes along from one session to the next, and how it joins what is there. No Django.

What the patient tells (S) is of today and is never copied.
"""

from collections.abc import Iterable, Mapping

TEXTS = ("objective", "evaluation", "plan_note", "next_step")
ROWS = "interventions"
PARTS = (*TEXTS, ROWS)
ONE_LINE = frozenset({"next_step"})


def row_key(name: str) -> str:
    """How a copied intervention stands among the unconfirmed, by its Dutch name."""
    return f"did-{name}"


def bare(value: object) -> str:
    """A text as it is stored: without blanks round it, with one kind of line end."""
    return "\n".join(str("" if value is None else value).strip().splitlines())


def joined(name: str, here: str, before: str) -> str:
    """The text of a part with that of the session before added; what is there already stays as it is."""
    if not before or before in here or (here and name in ONE_LINE):
        return here
    return f"{here}\n{before}" if here else before


def texts(here: Mapping[str, str], before: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """The parts that change, of those that are wanted."""
    new = {name: joined(name, here.get(name, ""), before.get(name, "")) for name in TEXTS if name in wanted}
    return {name: text for name, text in new.items() if text != here.get(name, "")}


def rows(here: list[dict], before: list[dict]) -> tuple[list[dict], list[str]]:
    """What is done with what was done before added, and the names of what came along.

    A dose that is typed stays; an empty one takes that of before.
    """
    doses = {row["label_nl"]: row["dose"] for row in before}
    known = {row["label_nl"] for row in here}
    filled = [row | {"dose": row["dose"] or doses.get(row["label_nl"], "")} for row in here]
    new = [row for row in before if row["label_nl"] not in known]
    changed = [now["label_nl"] for then, now in zip(here, filled, strict=True) if then != now]
    return [*filled, *new], [*changed, *(row["label_nl"] for row in new)]
