"""A signature is strokes of our own or a typed name; anything odd is refused."""

import json

import pytest

from records.digests import canonical, digest_of
from records.signatures import SignatureError, as_svg_path, clean, clean_strokes

LINE = [[x * 4, 30 + x % 5] for x in range(30)]
SIZE = [300, 120]


def sent(strokes: object = None, size: object = None) -> str:
    return json.dumps({"strokes": [LINE] if strokes is None else strokes, "size": size or SIZE})


def test_a_drawing_is_kept_as_whole_numbers_in_its_frame():
    strokes, size = clean_strokes(sent([LINE, [[10.4, 20.6], [301, -1]]]))
    assert strokes[1] == ((10, 21), (300, 0))
    assert size == (300, 120)


@pytest.mark.parametrize(
    "strokes", [[], [[]], [[[5, 5]]], [[[5, 5]] * 50], [[[5 + x % 3, 5] for x in range(50)]]]
)
def test_a_dot_is_no_signature(strokes):
    with pytest.raises(SignatureError) as caught:
        clean_strokes(sent(strokes))
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "null",
        "7",
        '"<svg onload=alert(1)>"',
        "[" * 50_000,
        "9" * 50_000,
        sent([["x", "y"]]),
        sent([[[1, 2, 3]]]),
        sent([[[True, False]] * 20]),
        sent([[[None, 1]]]),
        sent([[[1e308, 1]] * 20]),
        '{"strokes": [[[NaN, 1]]], "size": [300, 120]}',
        sent([[[900, 1]] * 20]),
        sent([LINE] * 300),
        sent([[[1, 1]] * 9_000]),
        sent(size=[0, 0]),
        sent(size=[10**9, 10**9]),
        sent(size={"w": 1}),
        json.dumps([LINE]),
        "x" * 100_001,
    ],
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(SignatureError) as caught:
        clean_strokes(text)
    assert caught.value.code == "odd"


def test_a_typed_name_is_kept_without_what_no_database_takes():
    made = clean({"role": "patient", "name": " No\0or \ud800 Visser ", "how": "typed"}, at="2026-11-22T10:00")
    assert (made["name"], made["how"], made["strokes"]) == ("Noor  Visser", "typed", [])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"role": "dog"}, "role"), ({"name": "..."}, "name"), ({"name": 7}, "name"), ({"how": "fax"}, "odd")],
)
def test_a_signature_has_a_role_a_name_and_a_way(wrong, code):
    with pytest.raises(SignatureError) as caught:
        clean({"role": "patient", "name": "Noor", "how": "typed", **wrong}, at="")
    assert caught.value.code == code


def test_it_is_drawn_as_a_path_of_numbers_only():
    assert as_svg_path([[(1, 2), (3, 4)], [], [(5, 6)]]) == "M1 2L3 4 M5 6L5 6"


def test_the_same_values_give_the_same_digest_in_any_order():
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"\\u00e9"]}'
    assert digest_of({"b": 1, "a": 2}) == digest_of({"a": 2, "b": 1}) != digest_of({"a": 2, "b": 2})
