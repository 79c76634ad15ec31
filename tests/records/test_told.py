"""The explanation of a plan is taken apart per intervention, and nothing of it gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.told import taken_apart

MOB, MANIP = ("Mobilisatie", "Mobilisation"), ("Mobilisatie van de nek", "Neck mobilisation")
CALLED = [MOB, MANIP, ("TENS", "TENS")]


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("Mobilisatie: rustig bewegen.", 0, "rustig bewegen."),
        ("mobilisation : gentle moves.", 0, "gentle moves."),
        ("- Mobilisatie: met een streepje.", 0, "met een streepje."),
        ("Mobilisatie van de nek: voorzichtig.", 1, "voorzichtig."),
        ("MOBILISATIE doet even pijn.", 0, "MOBILISATIE doet even pijn."),
        ("Mobilisatie  van de\tnek: wit ertussen", 1, "wit ertussen"),
    ],
)
def test_a_line_that_begins_with_a_name_is_about_that(line, place, said):
    told = taken_apart(line, CALLED)
    assert told.about[place] == (said,)
    assert told.general == ()


@pytest.mark.parametrize(
    "line",
    ["We maken je rug los.", "Intensief oefenen: TENS", "Mobilisaties helpen.", "Mobilisatie:", "tensie"],
)
def test_other_lines_are_about_the_whole(line):
    assert taken_apart(line, CALLED).general == (line,)


def test_several_lines_about_the_same_stay_together_in_order():
    told = taken_apart("TENS: een\nIets anders\nTENS: twee", CALLED)
    assert told.about[2] == ("een", "twee")
    assert told.general == ("Iets anders",)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
LINES = st.lists(st.one_of(WORDS, st.builds("{}: {}".format, st.sampled_from(sum(CALLED, ())), WORDS), WORDS))


@given(LINES, st.lists(WORDS.filter(str.strip), max_size=3))
def test_nothing_the_therapist_wrote_gets_lost(lines, more):
    text = "\n".join(lines)
    called = [*CALLED, *((name, name) for name in more)]
    told = taken_apart(text, called)
    kept = [*told.general, *(said for about in told.about for said in about)]
    written = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(kept) == len(written)
    for line in written:
        assert any(line == said or (line.endswith(said) and said) for said in kept)
