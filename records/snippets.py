"""Texts of one's own behind a short word: ;word becomes the text. No Django."""

import re
from collections.abc import Mapping

# A word of its own: not in the middle of another, as in "a;b", nor followed by more of it.
WORD = re.compile(r"(?<![\w;&]);([A-Za-z0-9]{1,20})(?!\w)")


def written_out(text: str, known: Mapping[str, str]) -> str:
    """The text with each ;word that is known replaced; what is not known stays as it is."""
    return WORD.sub(lambda found: known.get(found[1].lower(), found[0]), text)
