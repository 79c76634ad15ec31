"""Dutch names: initials, prefix, birth name and partner name, written and sorted the Dutch way."""

import re
import unicodedata
from typing import Protocol


class NameParts(Protocol):
    """What a name is made of. `name_use` is one of the codes of NAME_USES."""

    initials: str
    first_name: str
    prefix: str
    birth_name: str
    partner_prefix: str
    partner_name: str
    name_use: str


# FHIR name-use codes of nl-core-NameInformation, shortened.
BIRTH, PARTNER, PARTNER_BIRTH, BIRTH_PARTNER = "birth", "partner", "partner_birth", "birth_partner"
# Fields that say whose a registration is: they hide with the names. An address for mail often holds the name.
TELLS_A_NAME = frozenset({"initials", "first_name", "birth_name", "partner_name", "email"})


def _pairs(parts: NameParts) -> list[tuple[str, str]]:
    birth, partner = (parts.prefix, parts.birth_name), (parts.partner_prefix, parts.partner_name)
    if not parts.partner_name:
        return [birth]
    return {
        PARTNER: [partner],
        PARTNER_BIRTH: [partner, birth],
        BIRTH_PARTNER: [birth, partner],
    }.get(parts.name_use, [birth])


def family_name(parts: NameParts) -> str:
    """The family name as used, with prefix: "van den Berg-de Vries"."""
    return "-".join(" ".join(filter(None, pair)) for pair in _pairs(parts))


def full_name(parts: NameParts) -> str:
    """How somebody is addressed: "Jan van den Berg"; initials where no first name is known."""
    return " ".join(filter(None, [parts.first_name or parts.initials, family_name(parts)]))


def sort_name(parts: NameParts) -> str:
    """How somebody stands in a list: "Berg, Jan van den"; sorted without the prefix."""
    (prefix, name), *rest = _pairs(parts)
    tail = "".join("-" + " ".join(filter(None, pair)) for pair in rest)
    given = " ".join(filter(None, [parts.first_name or parts.initials, prefix]))
    return f"{name}{tail}, {given}" if given else f"{name}{tail}"


# Letters that do not come apart into a letter and an accent, and the curly apostrophes of phones.
_ALIKE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "`": "'"}
)


def plain(text: str) -> str:
    """Lower case without accents, for finding: "Müller" and "muller" are the same."""
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_ALIKE)
    decomposed = unicodedata.normalize("NFKD", lower)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def words(text: str) -> list[str]:
    """The words of a name, apart from hyphens, points and apostrophes: "O'Brien-Smit" has three."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


_PREFIX_WORDS = re.compile(
    r"(aan|af|al|bij|d[aeiou]|della?|de[nrs]|du|el|het|il|in|la|les?|lo|op|'[st]|ten?|ter|tot|uit|van|vo[mnr]|zu[mr]?)"
)


def split_prefix(text: str) -> tuple[str, str]:
    """Prefix and name: "van den Berg" is ("van den", "Berg"). Only words in lower case count as prefix."""
    words = text.replace("’", "'").split()
    count = 0
    while count < len(words) - 1 and _PREFIX_WORDS.fullmatch(words[count]):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def written_initials(text: str) -> str:
    """Initials as they are written: "sm" and "S M" become "S.M.", "Th" and "th." become "Th."."""
    groups = re.split(r"[\s.,-]+", text)
    parts = [part for group in groups for part in _letters(group, whole="." in text)]
    return "".join(f"{part[0].upper()}{part[1:]}." for part in parts)


def _letters(group: str, *, whole: bool) -> list[str]:
    """The initials in one group: each capital begins one; without capitals each letter is one."""
    if group.islower():
        return [group] if whole and group.isalpha() else [letter for letter in group if letter.isalpha()]
    return re.findall(r"[^\W\d_][^\W\d_A-ZÀ-Þ]*", group)
