"""How a word of a name sounds in Dutch, so that it is found when it is spelled as heard.

Two spellings that sound alike give the same key: Jansen, Janssen and Janszen; Meijer, Meyer and Meier; Vries
and Fries; Smit, Smid and Schmidt. The rules are spelling rules of Dutch, with what Turkish, Moroccan, Polish
and German names become when somebody here writes down what is said. A key is made for comparing only; whoever
changes a rule has the keys of everybody made again in a data step (see migration 0005).
"""

import re
import unicodedata
from functools import lru_cache

from practice import names

LONGEST = 80

# Letters with a sound of their own; every other accent is left out.
_LETTERS = str.maketrans(
    {"ç": "tsj", "č": "tsj", "ć": "tsj", "ş": "sj", "š": "sj", "ś": "sj", "ž": "sj", "ż": "sj", "ź": "sj"}
    | {"ö": "eu", "ø": "eu", "ä": "e", "å": "o", "ü": "u", "ß": "s", "ñ": "nj", "ı": "i"}
)


def _rules(*pairs: tuple[str, str]) -> list[tuple[re.Pattern, str]]:
    return [(re.compile(pattern), replacement) for pattern, replacement in pairs]


# What only counts at the end of a word, and so not for a word that is still being typed.
_AT_THE_END = _rules(
    (r"(?<=[vw]i)(?:cz|tch|ch|c)$", "tsj"),  # Petrović, Markovitch
    (r"(?<=\w\w\w)(?<![aeiouy])en$", "e"),  # the n of Jansen and Verhagen is not heard
    (r"que?$", "k"),
    (r"sch$", "s"),  # van den Bosch
    (r"dt?$", "t"),
    (r"b$", "p"),
    (r"y(?=[nsfdt]$)", "ij"),  # van Dyn, Thys
    (r"h$", ""),
)
_CONSONANTS = _rules(
    (r"^m[ou]u?ham+[ae]", "mohame"),
    (r"^y(?=[aeiou])|(?<=[aou])y(?=[aou])", "j"),  # Yilmaz, Soraya
    (r"czyk", "tsjik"),
    (r"tsch|tch|cz", "tsj"),
    (r"schr", "sr"),
    (r"ssch|sch(?=[b-df-hj-np-tvwxz])", "s"),  # Visscher, Boschker, Schmidt
    (r"sch", "sg"),
    (r"wsk", "fsk"),
    (r"^sz|sh", "sj"),  # Szymanski, Rashid
    (r"sz", "s"),  # Janszen
    (r"ph", "f"),
    (r"ah(?=m[aeiou])", "ag"),  # Ahmed and Achmed
    (r"[gk]h", "g"),
    (r"(?<=[tdrwb])h", ""),
    (r"^chr", "kr"),
    (r"^ch(?=[aeiou])", "sj"),  # Chantal
    (r"ch", "g"),
    (r"ck|cqu", "k"),
    (r"qu", "kw"),
    (r"q", "k"),
    (r"x", "ks"),
    (r"sc(?=[eiy])|c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"dj", "j"),
    (r"v", "f"),
    (r"z", "s"),
    (r"dt|d(?=[skft])", "t"),
    (r"b(?=[skft])", "p"),
    (r"h(?![aeiouyj])(?!$)", ""),
    (r"(?<=[bdfgklmnprst])i(?=[aou])", "j"),  # Maria and Marja
)
# Letters that are free by now stand for a sound: y for ij and ei, q for ui, x for ou and au, v for eu.
_VOWELS = _rules(
    (r"(?<![aeou])y(?=k|n[dg]|nen|ss|der)", "ij"),  # van Dyk, Snyder
    (r"(?<![aeou])y", "i"),  # Sylvia, Jimmy
    (r"oe(?:ij|[iy])", "uj"),
    (r"oo?(?:ij|[iy])", "oj"),  # Kooij and Kooy
    (r"u(?:ij|[iy])", "q"),
    (r"(?:aa?|ee?)(?:ij|[iy])|ij|[ae]j(?![aeou])", "y"),
    (r"ieuw?", "iw"),
    (r"ee?uw", "ew"),
    (r"[ao]uw?|[ao]w(?![aeiouy])", "x"),
    (r"oeu|eu", "v"),
    (r"oe|ue", "u"),
    (r"ae", "a"),
    (r"ie", "i"),
    (r"(.)\1+", r"\1"),
)


@lru_cache(maxsize=5000)
def sound(word: str) -> str:
    """The key of one word of a name, of at most 80 letters; empty when it has no letters to hear."""
    return _key(word, _AT_THE_END + _CONSONANTS + _VOWELS)


def beginning(word: str) -> str:
    """What the key of a word begins with of which only this much is typed yet."""
    return _key(word, _CONSONANTS + _VOWELS)


def alike(word: str) -> set[str]:
    """Every key that somebody may mean who types `word` as heard.

    In a Moroccan name ch is said as sj and ou as oe (Rachid, Youssef); in a Dutch one they are not.
    """
    key = sound(word)
    swaps = [("g", "sj"), ("sj", "g"), ("x", "u"), ("u", "x")]
    return {key, *(key.replace(*swap) for swap in swaps)} - {""}


def _key(word: str, rules: list[tuple[re.Pattern, str]]) -> str:
    spoken = unicodedata.normalize("NFC", word).lower().translate(_LETTERS)
    key = re.sub(r"[^a-z]", "", names.plain(spoken))
    for pattern, replacement in rules:
        key = pattern.sub(replacement, key)
    return key[:LONGEST]


def terms(parts: names.NameParts) -> dict[str, str]:
    """Every word by which somebody of this name is found, with how it sounds.

    Prefixes have no sound, so that "fan" does not find everybody called "van". A name of several words
    counts as one word too ("vandenberg", "benali"), and an initial when no other word begins with it.
    """
    found: dict[str, str] = {}
    for prefix, name in ((parts.prefix, parts.birth_name), (parts.partner_prefix, parts.partner_name)):
        found |= {names.plain(word): "" for word in names.words(prefix)}
        found |= _heard(name) | _joined(f"{prefix} {name}") | _joined(name)
    found |= _heard(parts.first_name) | _joined(parts.first_name)
    for letters in names.words(names.plain(parts.initials)):
        if not any(word.startswith(letters) for word in found):
            found[letters] = ""
    return {word[:LONGEST]: key for word, key in found.items() if word}


def _heard(name: str) -> dict[str, str]:
    return {names.plain(word): sound(word) for word in names.words(name)}


def _joined(name: str) -> dict[str, str]:
    words = names.words(name)
    return _heard("".join(words)) if len(words) > 1 else {}
