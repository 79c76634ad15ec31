"""Which column of a foreign list of patients holds what, guessed by its name and by what stands in it."""

import re
from collections.abc import Callable, Sequence

from stdnum.nl import bsn

from practice import names

# Our field: names other systems give it, in letters and digits only; Dutch, English and abbreviations.
HEADERS: dict[str, tuple[str, ...]] = {
    "previous_number": (
        *("patientnummer", "patientnr", "patnr", "patientid", "clientnummer", "clientnr", "clientid"),
        *("dossiernummer", "dossiernr", "relatienummer", "nummer", "nr", "id", "patientnumber", "number"),
    ),
    "initials": ("voorletters", "voorletter", "initialen", "vl", "initials"),
    "first_name": ("voornaam", "roepnaam", "voornamen", "firstname", "givenname", "first"),
    "prefix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "tv", "vv", "prefix"),
    "birth_name": (
        *("geboortenaam", "eigennaam", "meisjesnaam", "achternaam", "familienaam", "naam"),
        *("birthname", "lastname", "surname", "familyname", "name"),
    ),
    "partner_prefix": (
        *("partnervoorvoegsel", "voorvoegselpartner", "tussenvoegselpartner", "partnertussenvoegsel"),
        *("partnerprefix", "prefixpartner"),
    ),
    "partner_name": ("partnernaam", "naampartner", "achternaampartner", "echtgenoot", "partnername"),
    "name_use": ("naamgebruik", "aanschrijfnaam", "nameuse"),
    "birth_date": (
        *("geboortedatum", "gebdatum", "gebdat", "geborenop", "geboren"),
        *("birthdate", "dateofbirth", "dob", "birthday", "born"),
    ),
    "sex": ("geslacht", "sekse", "mv", "sex", "gender"),
    "street": ("straat", "straatnaam", "street"),
    "street_and_number": ("adres", "straatenhuisnummer", "adresregel", "adresregel1", "address", "address1"),
    "house_number": ("huisnummer", "huisnr", "hnr", "housenumber"),
    "house_letter": ("huisletter", "houseletter"),
    "house_addition": (
        *("toevoeging", "huisnummertoevoeging", "huisnrtoev", "toev", "addition", "housenumberaddition"),
    ),
    "postcode": ("postcode", "pc", "postalcode", "zip", "zipcode"),
    "city": ("plaats", "woonplaats", "stad", "city", "town", "place"),
    "phone": (
        *("mobiel", "mobielnummer", "gsm", "telefoonmobiel", "mobieltelefoon", "mobile", "cell"),
        *("telefoon", "telefoonnummer", "tel", "telnr", "telefoonprive", "phone", "telephone", "phonenumber"),
    ),
    "email": ("email", "emailadres", "mail", "mailadres", "emailaddress"),
    "language": ("taal", "voorkeurstaal", "language"),
    "gp_name": ("huisarts", "naamhuisarts", "huisartsnaam", "gp", "doctor"),
    # Known by name so that nobody takes it for something else; it is left out, see forms/import_file.py.
    "bsn": ("bsn", "bsnnummer", "bsnnr", "burgerservicenummer", "sofinummer", "sofinr", "sofi"),
}
FIELDS = tuple(HEADERS)
BSN_DIGITS = 9
SAMPLES = 50  # lines that are looked at where the name of a column says nothing

_POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}")
_PHONE = re.compile(r"(\+31|0031|0)[\s-]?[1-9][\d\s-]{7,11}")
# Of a column without a telling name: what most of its cells look like.
LOOKS: dict[str, Callable[[str], object]] = {
    "bsn": lambda text: len(text) == BSN_DIGITS and bsn.is_valid(text),
    "email": _EMAIL.fullmatch,
    "postcode": _POSTCODE.fullmatch,
    "birth_date": _DAY.fullmatch,
    "phone": _PHONE.fullmatch,
    "sex": lambda text: text.lower() in ("m", "v", "man", "vrouw"),
}
MOST = 0.8  # of the cells that are filled


def guess(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """For each column, by its number from 0, the field it seems to hold; each field is given out once.

    A name counts before the look of the cells, and the name that stands first in HEADERS before later ones.
    """
    found = _by_name([_bare(header) for header in headers])
    for column in range(len(headers)):
        if column not in found:
            cells = [row[column] for row in rows[:SAMPLES] if column < len(row) and row[column]]
            field = _by_look(cells, taken=set(found.values()))
            found |= {column: field} if field else {}
    return dict(sorted(found.items()))


def _by_name(bare: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for field, known in HEADERS.items():
        column = next((bare.index(name) for name in known if name in bare), None)
        if column is not None and column not in found:
            found[column] = field
    return found


def _by_look(cells: Sequence[str], taken: set[str]) -> str:
    for field, fits in LOOKS.items():
        if cells and field not in taken and sum(bool(fits(cell)) for cell in cells) >= MOST * len(cells):
            return field
    return ""


def _bare(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", names.plain(header))
