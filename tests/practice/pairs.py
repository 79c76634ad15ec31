"""Made-up pairs of registrations: one person typed in twice, and people who only look alike.

Made by chance from a seed, so always the same ones. Kept apart from practice/likeness.py
on purpose: it knows nothing of its weights.
"""

import datetime
from collections.abc import Callable
from random import Random

from tests.practice.pair_names import CALLED, HEARD, HEARD_FIRST, MEN, SURNAMES, WOMEN

Row = dict[str, object]
Pair = tuple[Row, Row]

LETTERS = "abcdefghijklmnoprstuvwz"


def stranger(chance: Random, **given: object) -> Row:
    """Somebody by chance, as the desk would type it; one in five has no e-mail, one in six no address."""
    sex = str(given.get("sex") or chance.choice("fm"))
    prefix, name = chance.choices(list(SURNAMES), list(SURNAMES.values()))[0]
    first = chance.choice(MEN if sex == "m" else WOMEN)
    row = {
        "first_name": first,
        "initials": "".join(f"{letter}." for letter in first[0] + second_initials(chance)),
        "prefix": prefix,
        "birth_name": name,
        "partner_prefix": "",
        "partner_name": "",
        "birth_date": birth_date(chance),
        "sex": sex,
        "phone": phone(chance),
        "email": "",
        **address(chance),
    }
    if chance.random() < 0.8:
        row["email"] = email(chance, row)
    return {**row, **given}


def second_initials(chance: Random) -> str:
    return "".join(chance.choices("ABCEFGHJLMPRSTW", k=chance.choice((0, 0, 1, 1, 2))))


def birth_date(chance: Random, youngest: int = 1935, oldest: int = 2015) -> datetime.date:
    return datetime.date(youngest, 1, 1) + datetime.timedelta(
        days=chance.randrange((oldest - youngest) * 365)
    )


def phone(chance: Random) -> str:
    return f"+316{chance.randrange(10_000_000, 99_999_999)}"


def email(chance: Random, row: Row) -> str:
    name = (
        f"{row['first_name']}.{row['birth_name']}".lower().encode("ascii", "ignore").decode().replace(" ", "")
    )
    return f"{name}{chance.choice(('', chance.randrange(99)))}@example.{chance.choice(('org', 'com', 'net'))}"


def address(chance: Random) -> Row:
    if chance.random() < 1 / 6:
        return {"postcode": "", "house_number": None, "street": "", "city": ""}
    code = f"{chance.randrange(3500, 3600)} {chance.choice('ABCDEGHJKL')}{chance.choice('ABCDEGHJKL')}"
    return {
        "postcode": code,
        "house_number": chance.randrange(1, 200),
        "street": "Dorpsstraat",
        "city": "Ons Dorp",
    }


def slipped(chance: Random, text: str) -> str:
    """One letter wrong, too many, too few, or two swapped; the first letter is hit as often as any other."""
    at = chance.randrange(len(text))
    letter = chance.choice(LETTERS)
    ways = [text[:at] + letter + text[at + 1 :], text[:at] + letter + text[at:], text[:at] + text[at + 1 :]]
    if at + 1 < len(text):
        ways.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return chance.choice(ways).capitalize() or text


def slipped_digits(chance: Random, text: str, first: int = 0) -> str:
    at = chance.randrange(first, len(text))
    return text[:at] + str((int(text[at]) + chance.randrange(1, 10)) % 10) + text[at + 1 :]


def slipped_day(chance: Random, day: datetime.date) -> datetime.date:
    """A digit wrong, or day and month swapped."""
    for _try in range(50):
        text = f"{day:%d%m%Y}"
        text = text[2:4] + text[:2] + text[4:] if chance.random() < 0.3 else slipped_digits(chance, text)
        try:
            found = datetime.date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if found != day and 1905 <= found.year <= 2025:
            return found
    return day


SLIPS: dict[str, Callable[[Random, Row], object]] = {
    "birth_name": lambda chance, row: slipped(chance, row["birth_name"]),
    "first_name": lambda chance, row: slipped(chance, row["first_name"]),
    "birth_date": lambda chance, row: slipped_day(chance, row["birth_date"]),
    "phone": lambda chance, row: slipped_digits(chance, row["phone"], first=4),
    "house_number": lambda chance, row: chance.randrange(1, 200) if row["house_number"] else None,
    "initials": lambda chance, row: row["initials"][:2],
    "sex": lambda chance, row: "m" if row["sex"] == "f" else "f",
}
SLIP_ODDS = (30, 25, 20, 15, 10, 15, 3)


def typing_error(chance: Random) -> Pair:
    """One, two or three fields typed wrong; at times half of the rest was not asked again."""
    first = stranger(chance)
    second = left_out(chance, dict(first))
    for name in set(chance.choices(list(SLIPS), SLIP_ODDS, k=chance.choice((1, 1, 2, 2, 3)))):
        second[name] = SLIPS[name](chance, first)
    return first, second


def left_out(chance: Random, row: Row, odds: float = 0.25) -> Row:
    for names in (("email",), ("phone",), ("postcode", "house_number")):
        if chance.random() < odds:
            row |= {name: None if name == "house_number" else "" for name in names}
    return row


def moved(chance: Random) -> Pair:
    """Another address; every second one has another phone as well, every third another e-mail address."""
    first = stranger(chance)
    second = {**first, **address(chance)}
    if chance.random() < 0.5:
        second["phone"] = phone(chance)
    if chance.random() < 1 / 3:
        second["email"] = email(chance, first)
    return first, second


def married(chance: Random) -> Pair:
    """The name of the partner came in: beside the own name, before it, or as if it were the own name."""
    first = stranger(chance, sex=chance.choice("fffm"))
    partner = stranger(chance)
    names = {"partner_prefix": partner["prefix"], "partner_name": partner["birth_name"]}
    as_own = {"prefix": partner["prefix"], "birth_name": partner["birth_name"]}
    own_as_partner = {"partner_prefix": first["prefix"], "partner_name": first["birth_name"]}
    double = {"birth_name": f"{partner['birth_name']}-{first['birth_name']}"}
    second = {**first, **chance.choice((names, as_own, {**as_own, **own_as_partner}, double))}
    if chance.random() < 0.4:
        second |= address(chance)
    return first, left_out(chance, second)


def sounds_alike(chance: Random) -> Pair:
    """Over the phone: the names as they were heard."""
    first = stranger(chance)
    while first["birth_name"] not in HEARD:
        first = stranger(chance)
    heard = {"birth_name": chance.choice(HEARD[first["birth_name"]])}
    if chance.random() < 0.7:
        heard["first_name"] = HEARD_FIRST.get(str(first["first_name"]), first["first_name"])
    return first, left_out(chance, {**first, **heard})


def call_name(chance: Random) -> Pair:
    """The name of the passport once, the name of every day the other time."""
    first = stranger(chance)
    while first["first_name"] not in CALLED:
        first = stranger(chance)
    second = {**first, "first_name": CALLED[first["first_name"]]}
    return first, left_out(chance, second)


def half_empty(chance: Random) -> Pair:
    """An old registration with initials, name and birth date, and at times a phone number."""
    first = stranger(chance)
    old = {
        **stranger(chance),
        **{name: first[name] for name in ("initials", "prefix", "birth_name", "birth_date")},
    }
    old |= {"first_name": "", "sex": first["sex"], "postcode": "", "house_number": None, "email": ""}
    old["phone"] = chance.choice(("", first["phone"], phone(chance)))
    return old, first


def twins(chance: Random) -> Pair:
    """Born on one day, of one family, at one address, mostly with one phone."""
    first = stranger(chance, birth_date=birth_date(chance, 1975, 2018))
    sex = first["sex"] if chance.random() < 0.65 else ("m" if first["sex"] == "f" else "f")
    second = at_home_of(chance, first, sex, phone_odds=0.8)
    if chance.random() < 0.2:
        second |= of_the_same_letter(chance, first, sex)
    return first, {**second, "birth_date": first["birth_date"]}


def of_the_same_letter(chance: Random, first: Row, sex: str) -> Row:
    """Parents who call their children Sanne and Simone."""
    letter, own = str(first["first_name"])[0], first["first_name"]
    found = [name for name in (MEN if sex == "m" else WOMEN) if name[0] == letter and name != own]
    name = chance.choice(found) if found else f"{letter}a"
    return {"first_name": name, "initials": f"{letter}." + ("A." if chance.random() < 0.3 else "")}


def at_home_of(chance: Random, first: Row, sex: str, phone_odds: float) -> Row:
    """Another child of the same parents."""
    other = stranger(chance, sex=sex)
    while other["first_name"] == first["first_name"]:
        other = stranger(chance, sex=sex)
    shared = ("prefix", "birth_name", "postcode", "house_number")
    other |= {name: first[name] for name in shared}
    if chance.random() < phone_odds:
        other |= {"phone": first["phone"], "email": first["email"]}
    return other


def father_and_son(chance: Random) -> Pair:
    """One name, mostly one address, every second time one phone; also mothers and daughters."""
    father = stranger(chance, birth_date=birth_date(chance, 1935, 1985))
    years = datetime.timedelta(days=chance.randrange(18 * 365, 40 * 365))
    son = {**father, "birth_date": father["birth_date"] + years, "initials": str(father["initials"])}
    if chance.random() < 0.2:
        son["birth_date"] = day_of(son["birth_date"].year, father["birth_date"])  # on the father's birthday
    if chance.random() < 0.3:
        son |= address(chance)
    if chance.random() < 0.5:
        son |= {"phone": phone(chance), "email": ""}
    return father, son


def day_of(year: int, day: datetime.date) -> datetime.date:
    return datetime.date(year, day.month, min(day.day, 28))


def brothers_and_sisters(chance: Random) -> Pair:
    first = stranger(chance, birth_date=birth_date(chance, 1980, 2015))
    second = at_home_of(chance, first, chance.choice("fm"), phone_odds=0.7)
    apart = datetime.timedelta(days=chance.randrange(300, 2500))
    return first, {**second, "birth_date": first["birth_date"] + apart}


def common_name(chance: Random) -> Pair:
    """Two strangers who are both called Jan de Vries; every fifth pair was born on days that look alike."""
    first = stranger(chance)
    second = stranger(chance, sex=first["sex"])
    second |= {name: first[name] for name in ("first_name", "prefix", "birth_name")}
    second["initials"] = f"{first['first_name'][0]}." + "".join(f"{one}." for one in second_initials(chance))
    if chance.random() < 0.2:
        second["birth_date"] = slipped_day(chance, first["birth_date"])
    return first, second


def same_day(chance: Random) -> Pair:
    """Two strangers of one family name, born on one day."""
    first = stranger(chance)
    second = stranger(chance)
    while second["first_name"] == first["first_name"]:
        second = stranger(chance)
    return first, {**second, **{name: first[name] for name in ("prefix", "birth_name", "birth_date")}}


# Kind: how it is made, how many of 5,000.
ONE_PERSON = {
    "typing errors": (typing_error, 1000),
    "moved": (moved, 500),
    "married": (married, 500),
    "sounds alike": (sounds_alike, 500),
    "call names": (call_name, 250),
    "half empty": (half_empty, 250),
}
TWO_PEOPLE = {
    "twins": (twins, 500),
    "father and son": (father_and_son, 500),
    "brothers and sisters": (brothers_and_sisters, 250),
    "common names": (common_name, 500),
    "same name and day": (same_day, 250),
}


def pairs(share: float = 1, seed: int = 2026) -> dict[str, list[Pair]]:
    """For each kind its pairs; with `share` 0.1 a tenth of the 5,000."""
    chance = Random(seed)
    return {
        kind: [make(chance) for _ in range(int(count * share))]
        for kind, (make, count) in {**ONE_PERSON, **TWO_PEOPLE}.items()
    }
