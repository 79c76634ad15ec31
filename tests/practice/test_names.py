"""Dutch names, written, sorted and found the Dutch way."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice import names

pytestmark = pytest.mark.one_engine


def person(**parts: str) -> SimpleNamespace:
    empty = {"initials": "", "first_name": "", "prefix": "", "partner_prefix": "", "partner_name": ""}
    return SimpleNamespace(**{**empty, "name_use": names.BIRTH, **parts})


ANNA = {"first_name": "Anna", "prefix": "van den", "birth_name": "Berg", "partner_name": "Vries"}


@pytest.mark.parametrize(
    ("use", "written", "sorted_"),
    [
        (names.BIRTH, "Anna van den Berg", "Berg, Anna van den"),
        (names.PARTNER, "Anna de Vries", "Vries, Anna de"),
        (names.PARTNER_BIRTH, "Anna de Vries-van den Berg", "Vries-van den Berg, Anna de"),
        (names.BIRTH_PARTNER, "Anna van den Berg-de Vries", "Berg-de Vries, Anna van den"),
    ],
)
def test_a_name_is_written_as_its_owner_uses_it(use, written, sorted_):
    anna = person(**ANNA, partner_prefix="de", name_use=use)
    assert (names.full_name(anna), names.sort_name(anna)) == (written, sorted_)


def test_initials_stand_in_for_a_first_name_nobody_gave():
    assert names.full_name(person(initials="A.M.", birth_name="Jansen")) == "A.M. Jansen"


def test_without_a_partner_the_birth_name_is_used_whatever_was_chosen():
    assert names.full_name(person(birth_name="Jansen", name_use=names.PARTNER)) == "Jansen"


@pytest.mark.parametrize(
    ("typed", "found_by"),
    [
        ("Müller", "muller"),
        ("Çelik", "celik"),
        ("Sørensen", "sorensen"),
        ("’t Hart", "'t hart"),
        ("WEIß", "weiss"),
    ],
)
def test_accents_and_capitals_do_not_hide_anybody(typed, found_by):
    assert names.plain(typed) == found_by


@given(st.text())
def test_plain_text_is_plain_already(text):
    assert names.plain(names.plain(text)) == names.plain(text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("sm", "S.M."),
        ("S M", "S.M."),
        ("S.M.", "S.M."),
        ("s", "S."),
        ("Th", "Th."),
        ("th.j.", "Th.J."),
        ("A-M", "A.M."),
        ("é", "É."),
        ("12", ""),
    ],
)
def test_initials_are_written_one_way(typed, written):
    assert names.written_initials(typed) == written


@pytest.mark.parametrize(
    ("typed", "prefix", "name"),
    [
        ("van den Berg", "van den", "Berg"),
        ("’t Hart", "'t", "Hart"),
        ("in 't Veld", "in 't", "Veld"),
        ("Berg", "", "Berg"),
        ("Van Dyck", "", "Van Dyck"),
        ("de", "", "de"),
    ],
)
def test_a_prefix_typed_with_the_name_is_told_apart(typed, prefix, name):
    assert names.split_prefix(typed) == (prefix, name)
