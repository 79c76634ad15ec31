"""Names as they are heard: spelled alike in the ear, and not on paper."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice import sounds

SAME = """
Jansen Janssen Janszen Janse
Meijer Meyer Meier Maier Mayer
Vries Fries
Bakker Backer
Smit Smid Smidt Schmidt Schmitt
Dijkstra Dykstra Deikstra
Dijk Dyk Deik
Hendriks Hendrix Hendrickx Hendricks
Thijssen Tijssen Theissen Thyssen
Matthijs Mathijs Matthys
Kuijpers Cuypers Kuipers
Claassen Klaassen Claessen
Philipsen Filipsen
Wouters Wauters
Visscher Visser
Bosch Bos
Huijbregts Huybrechts Huibregts
Kooij Kooi Kooy
Bouwman Bouman Bauman
Brouwer Brauwer
Schneider Snijder Snyder
Schreuder Schröder
Peters Peeters
Jacobs Jakops
Zwart Swart
Quint Kwint
Groot Groodt
Verhagen Verhage
Hahn Haan
Christiaan Kristiaan
Dominique Dominik
Chantal Sjantal
Sarah Sara
Jenny Jennie
Sylvia Silvia
Maria Marja
Mirjam Miriam
Mohammed Mohamed Muhammed Mohammad
Ahmed Achmed Ahmet
Fatima Fatimah
Khalid Galid
Khadija Khadidja
Tariq Tarik
Yusuf Joesoef
Yıldız Jildiz
Çelik Tsjelik
Şahin Sjahin
Szymanski Sjimanski Szymansky
Kowalczyk Kowaltsjik
Petrovic Petrović Petrovitsj
"""
DIFFERENT = """
Jansen Hansen
Bakker Dekker
Smit Smeets
Bos Vos
Berg Burg
Meijer Mulder
Visser Fransen
Boer Bor
Haan Heen
Kuipers Kopers
Peters Pieters
Mohammed Mehmet
Jan Jaap
"""


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize("names", lines(SAME), ids=lambda names: names[0])
def test_what_sounds_the_same_has_the_same_key(names):
    assert len({sounds.sound(name) for name in names}) == 1, [sounds.sound(name) for name in names]


@pytest.mark.parametrize("names", lines(DIFFERENT), ids=lambda names: names[0])
def test_what_sounds_different_has_another_key(names):
    assert len({sounds.sound(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("Rasjid", "Rachid"), ("Rashid", "Rachid"), ("Joesef", "Youssef"), ("Achraf", "Asjraf")],
)
def test_a_moroccan_name_is_found_as_it_is_said(typed, written):
    assert sounds.sound(written) in sounds.alike(typed)


@pytest.mark.parametrize(
    ("typed", "name"), [("meije", "Meier"), ("janss", "Janszen"), ("schmi", "Smit"), ("backe", "Bakker")]
)
def test_half_a_word_sounds_like_the_beginning_of_the_whole(typed, name):
    assert sounds.sound(name).startswith(sounds.beginning(typed))


@given(st.text(max_size=200))
def test_any_text_has_a_key_that_fits_its_column(text):
    assert len(sounds.sound(text)) <= sounds.LONGEST
    assert sounds.sound(text).isascii()


@pytest.mark.parametrize("text", ["", "123", "🦴", "'", "北京"])
def test_what_has_no_letters_has_no_sound(text):
    assert sounds.sound(text) == ""


def terms(**parts: str) -> dict[str, str]:
    empty = dict.fromkeys(
        ["initials", "first_name", "prefix", "birth_name", "partner_prefix", "partner_name"], ""
    )
    return sounds.terms(SimpleNamespace(**{**empty, **parts}, name_use="birth"))


def test_every_word_of_a_name_can_be_searched_for():
    found = terms(
        initials="S.M.", first_name="Sanne", prefix="van den", birth_name="Berg", partner_name="Müller"
    )
    assert set(found) == {"sanne", "van", "den", "berg", "vandenberg", "muller"}


def test_an_initial_counts_when_no_other_word_begins_with_it():
    assert "p" in terms(initials="J.P.", birth_name="Jansen")
    assert "j" not in terms(initials="J.P.", birth_name="Jansen")


def test_a_prefix_has_no_sound():
    assert terms(prefix="van", birth_name="Dijk")["van"] == ""


def test_a_name_in_two_words_counts_as_one_too():
    assert {"ben", "ali", "benali"} <= set(terms(birth_name="Ben Ali"))
    assert {"o", "brien", "obrien"} <= set(terms(birth_name="O’Brien"))
