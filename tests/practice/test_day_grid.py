"""A day divided in what is taken, what is free and what lies outside the hours."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from practice.day_grid import MIDNIGHT, Part, Taken, divide, slots, window

HOURS = (8 * 60, 18 * 60)


def test_between_two_appointments_there_is_a_gap():
    taken = [Taken(9 * 60, 9 * 60 + 30, "a"), Taken(11 * 60, 12 * 60, "b")]
    found = [(part.start, part.end, part.what) for part in divide(taken, HOURS, HOURS)]
    assert found == [(480, 540, None), (540, 570, "a"), (570, 660, None), (660, 720, "b"), (720, 1080, None)]


def test_time_outside_the_hours_is_not_free():
    early, late = divide([Taken(6 * 60, 7 * 60, "a")], (6 * 60, 18 * 60), HOURS)[1:]
    assert (early.is_free, late.is_free) == (False, True)


def test_a_day_without_hours_has_nothing_free():
    assert [part.is_free for part in divide([], HOURS, None)] == [False]


def test_what_is_taken_outside_the_hours_widens_the_day():
    assert window([Taken(425, 455, "a"), Taken(1090, 1120, "b")], HOURS) == (420, 1140)
    assert window([Taken(1380, 1440, "late")], HOURS) == (480, MIDNIGHT)


def test_free_time_is_offered_from_every_half_hour():
    starts = [one.start for one in slots(Part(9 * 60 + 10, 10 * 60 + 40), least=10)]
    assert starts == [550, 570, 600, 630]


def test_a_piece_that_is_too_short_goes_with_its_neighbour():
    assert [(one.start, one.end) for one in slots(Part(565, 635), least=10)] == [(565, 600), (600, 635)]


taken_times = st.builds(
    lambda start, minutes: Taken(start, min(start + minutes, MIDNIGHT), "x"),
    st.integers(0, MIDNIGHT - 5),
    st.integers(5, 600),
)


@given(st.lists(taken_times, max_size=12))
def test_the_parts_follow_on_each_other_and_fill_the_day(taken):
    shown = window(taken, HOURS)
    parts = divide(taken, shown, HOURS)
    assert all(one.end == other.start for one, other in pairwise(parts))
    assert parts[0].start == shown[0]
    assert sum(part.what == "x" for part in parts) == len(taken)


@given(st.integers(480, 1070), st.integers(10, 500))
def test_the_slots_fill_the_free_time(start, minutes):
    found = slots(Part(start, start + minutes), least=10)
    assert (found[0].start, found[-1].end) == (start, start + minutes)
    assert sum(one.minutes for one in found) == minutes
