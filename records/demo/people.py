"""The patients of the demo: fictitious, with BSNs that are never handed out (they begin with 999)."""

import datetime
from collections.abc import Iterator

CITY = {"city": "Demostad", "postcode": "1234 AC"}


def person(
    initials: str, first: str, name: str, born: str, sex: str, *, street: str, **more: object
) -> dict[str, object]:
    """Registration data by field name; `name` is "prefix|name" where there is a prefix."""
    road, house_number = street.split()
    prefix, _, birth_name = name.rpartition("|")
    mailbox = f"{first}.{birth_name}".lower().replace(" ", "").replace("ë", "e")
    return {
        "initials": initials,
        "first_name": first,
        "prefix": prefix,
        "birth_name": birth_name,
        "birth_date": datetime.date.fromisoformat(born),
        "sex": sex,
        "email": f"{mailbox}@example.org",
        "street": road,
        "house_number": int(house_number),
        **CITY,
        **more,
    }


def _numbers() -> Iterator[str]:
    """Plainly made-up mobile numbers that the registration form takes: 06 1234 0001, 06 1234 0002, ..."""
    return (f"+3161234{number:04}" for number in range(1, 9999))


_phone = _numbers()
PEOPLE: dict[str, dict[str, object]] = {
    key: {"phone": next(_phone), **data}
    for key, data in {
        "sanne": person(
            "S.", "Sanne", "van den|Berg", "1985-04-12", "f", bsn="999990111", street="Beukenlaan 8"
        ),
        "lotte": person(
            "L.M.", "Lotte", "Hendriks", "1997-09-03", "f", bsn="999990135", street="Stationsplein 31"
        ),
        "karel": person("K.J.", "Karel", "Wiersma", "1959-02-27", "m", street="Molenweg 114"),
        "ruud": person("R.", "Ruud", "Timmermans", "1968-06-19", "m", bsn="999990159", street="Kerkstraat 5"),
        "thijs": person("T.", "Thijs", "Bakker", "1995-10-09", "m", street="Veldweg 31"),
        "fatima": person("F.", "Fatima", "Bouzid", "1991-12-08", "f", bsn="999990184", street="Parklaan 22"),
        "bram": person("B.A.", "Bram", "de|Groot", "1979-01-30", "m", bsn="999990214", street="Havenkade 47"),
        "willemien": person(
            "W.",
            "Willemien",
            "Kuiper",
            "1954-05-16",
            "f",
            bsn="999990238",
            partner_name="Smit",
            name_use="partner_birth",
            street="Lindelaan 60",
        ),
        "youssef": person(
            "Y.", "Youssef", "el|Idrissi", "1993-08-21", "m", bsn="999990263", street="Marktplein 3"
        ),
        "julia": person("J.", "Julia", "Nowak", "1988-03-05", "f", language="en", street="Havenkade 12"),
        "daan": person("D.", "Daan", "Vermeer", "2012-10-14", "m", bsn="999990287", street="Eikenhof 9"),
        "marjan": person(
            "M.C.",
            "Marjan",
            "de|Haan",
            "1974-07-02",
            "f",
            bsn="999990317",
            partner_name="Postma",
            name_use="partner_birth",
            street="Dorpsstraat 77",
        ),
        "hendrikjan": person(
            "H.J.", "Hendrik-Jan", "Mulder", "1965-11-11", "m", bsn="999990342", street="Veldweg 2"
        ),
        "anouk": person("A.", "Anouk", "Prins", "1999-05-25", "f", bsn="999990366", street="Singel 140"),
        "zeynep": person("Z.", "Zeynep", "Kaya", "1982-02-14", "f", bsn="999990391", street="Parklaan 90"),
        "ingrid": person("I.", "Ingrid", "Bakker", "1981-09-27", "f", bsn="999990408", street="Havenkade 3"),
        "ilse": person("I.", "Ilse", "Verhoef", "1971-03-27", "f", bsn="999990421", street="Beukenlaan 61"),
    }.items()
}
MOTHER_OF_DAAN = {
    "name": "Karin Vermeer-Bos",
    "relation": "parent",
    "phone": "+31612340900",
    "email": "karin.vermeer@example.org",
}


def shown_document(data: dict[str, object]) -> dict[str, str] | None:
    """The identity card that was seen before the BSN was written down, where there is one."""
    return {"kind": "id_card", "number": f"SPECI{data['bsn'][-4:]}"} if data.get("bsn") else None
