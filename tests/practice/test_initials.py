"""Two letters for somebody, whatever the name looks like."""

from types import SimpleNamespace

import pytest

from practice.initials import initials
from practice.names import BIRTH, BIRTH_PARTNER, PARTNER, PARTNER_BIRTH


def somebody(**parts):
    empty = dict.fromkeys(
        ("initials", "first_name", "prefix", "birth_name", "partner_prefix", "partner_name"), ""
    )
    return SimpleNamespace(**{**empty, "name_use": BIRTH, **parts})


@pytest.mark.parametrize(
    ("first", "prefix", "name", "expected"),
    [
        ("Sanne", "van den", "Berg", "S.B."),
        ("Hendrik-Jan", "", "Mulder", "H.M."),
        ("Émile", "d'", "Ancona", "E.A."),
        ("IJsbrand", "", "IJssel de Schepper", "IJ.IJ."),
        ("Ĳsbrand", "", "ijzerman", "IJ.IJ."),
        ("Ijeoma", "", "Okafor", "I.O."),
        ("sanne", "", "van den Berg", "S.B."),
        ("Anna", "", "'t Hooft", "A.H."),
        ("Ali", "", "-El Amrani", "A.E."),
        ("", "", "Sukarno", "S."),
        ("Müßig", "", "ßmann", "M.S."),
        ("明", "", "李", "明.李."),
        ("محمد", "", "علي", "م.ع."),
        ("🙂", "", "123", "?"),
        (" ", "van", "Gent", "G."),
    ],
)
def test_the_first_letters_count_and_prefixes_do_not(first, prefix, name, expected):
    found = initials(somebody(first_name=first, prefix=prefix, birth_name=name))
    assert found.replace("É", "E") == expected


def test_written_initials_stand_in_for_a_first_name():
    assert initials(somebody(initials="M.C.", birth_name="Haan")) == "M.H."


@pytest.mark.parametrize(
    ("use", "expected"),
    [(BIRTH, "M.H."), (PARTNER, "M.P."), (PARTNER_BIRTH, "M.P."), (BIRTH_PARTNER, "M.H.")],
)
def test_the_name_in_use_counts(use, expected):
    parts = {"first_name": "Marjan", "prefix": "de", "birth_name": "Haan", "partner_name": "Postma"}
    assert initials(somebody(**parts, name_use=use)) == expected
