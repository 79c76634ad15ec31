"""Who somebody is in a calendar that others may see: two letters. No Django, no clock, no database."""

import unicodedata

from practice.names import NameParts, sort_name, split_prefix

NOBODY = "?"


def initials(parts: NameParts) -> str:
    """The first letter of the given name and of the family name in use: "S.B." for Sanne van den Berg.

    Prefixes do not count, and neither do signs that are no letters. What has no letter at all is left out;
    "?" when nothing is left.
    """
    given, family = parts.first_name or parts.initials, sort_name(parts).partition(",")[0]
    letters = [_letter(given), _letter(split_prefix(family)[1])]
    return "".join(f"{letter}." for letter in letters if letter) or NOBODY


def _letter(text: str) -> str:
    """The first letter as a capital; the Dutch "ij" is one letter when both are written alike."""
    words = unicodedata.normalize("NFKC", text)
    start = next((number for number, sign in enumerate(words) if sign.isalpha()), None)
    if start is None:
        return ""
    if words[start : start + 2] in ("IJ", "ij"):
        return "IJ"
    return words[start].upper()[:1]
