"""What changed between two versions of a plan."""

import pytest

from records.plan_changes import (
    ADDED,
    ANALYSIS,
    APPOINTMENTS,
    CHANGED,
    GOALS,
    INTERVENTIONS,
    REMOVED,
    Difference,
    Entry,
    changes,
    grouped,
)


def mob(**facts: str) -> Entry:
    return Entry(INTERVENTIONS, "mob", "Mobilisatie", facts)


def goal(text: str, key: str = "", **facts: str) -> Entry:
    return Entry(GOALS, key, text, facts)


def sessions(number: str) -> Entry:
    return Entry(APPOINTMENTS, "session_count", "Aantal", {"": number})


TABLE = {
    "the same": ([mob(dose="3 x")], [mob(dose="3 x")], []),
    "blanks round a text": ([mob(dose="3 x ")], [mob(dose="3 x")], []),
    "an empty fact that was not there": ([mob()], [mob(dose="")], []),
    "another order": ([mob(), goal("Zitten")], [goal("Zitten"), mob()], []),
    "a dose": ([mob(dose="3 x")], [mob(dose="4 x")], [(CHANGED, "Mobilisatie", [("dose", "3 x", "4 x")])]),
    "a dose that is new": ([mob()], [mob(dose="4 x")], [(CHANGED, "Mobilisatie", [("dose", "", "4 x")])]),
    "a dose that is gone": ([mob(dose="3 x")], [mob()], [(CHANGED, "Mobilisatie", [("dose", "3 x", "")])]),
    "a text for the patient": (
        [mob(what="Ik beweeg.", why="Soepel")],
        [mob(what="Ik wieg.", why="Soepel")],
        [(CHANGED, "Mobilisatie", [("what", "Ik beweeg.", "Ik wieg.")])],
    ),
    "one more": ([], [mob(dose="3 x")], [(ADDED, "Mobilisatie", [("dose", "", "3 x")])]),
    "one less": ([mob(dose="3 x")], [], [(REMOVED, "Mobilisatie", [("dose", "3 x", "")])]),
    "the name in another language": (
        [mob()],
        [Entry(INTERVENTIONS, "mob", "Mobilisation")],
        [(CHANGED, "Mobilisation", [("", "Mobilisatie", "Mobilisation")])],
    ),
    "a number": ([sessions("4")], [sessions("6")], [(CHANGED, "Aantal", [("", "4", "6")])]),
    "a number that is new": ([], [sessions("6")], [(ADDED, "Aantal", [("", "", "6")])]),
    "a target": (
        [goal("Zitten", target="60")],
        [goal("Zitten", target="90")],
        [(CHANGED, "Zitten", [("target", "60", "90")])],
    ),
    "a main goal that became another": (
        [goal("Zitten", "main")],
        [goal("Een marathon lopen", "main")],
        [(CHANGED, "Een marathon lopen", [("", "Zitten", "Een marathon lopen")])],
    ),
    "a goal in other words": (
        [goal("Een uur achter het bureau zitten")],
        [goal("Twee uur achter het bureau zitten")],
        [
            (
                CHANGED,
                "Twee uur achter het bureau zitten",
                [("", "Een uur achter het bureau zitten", "Twee uur achter het bureau zitten")],
            )
        ],
    ),
    "another goal": (
        [goal("Zitten")],
        [goal("Marathon lopen")],
        [(ADDED, "Marathon lopen", []), (REMOVED, "Zitten", [])],
    ),
    "the same goal counts before one that is like it": (
        [goal("Een uur zitten"), goal("Een uur liggen")],
        [goal("Een uur liggen")],
        [(REMOVED, "Een uur zitten", [])],
    ),
    "two alike find one each": (
        [goal("Een uur zitten"), goal("Een uur liggen")],
        [goal("Een uur zitten!"), goal("Een uur liggen!")],
        [
            (CHANGED, "Een uur zitten!", [("", "Een uur zitten", "Een uur zitten!")]),
            (CHANGED, "Een uur liggen!", [("", "Een uur liggen", "Een uur liggen!")]),
        ],
    ),
    "an own intervention is not one of the list with that name": (
        [mob()],
        [Entry(INTERVENTIONS, "", "Mobilisatie")],
        [(ADDED, "Mobilisatie", []), (REMOVED, "Mobilisatie", [])],
    ),
    "another group is another thing": (
        [goal("Zitten")],
        [Entry(ANALYSIS, "", "Zitten")],
        [(ADDED, "Zitten", []), (REMOVED, "Zitten", [])],
    ),
    "everything of a first version": (
        [],
        [mob(), goal("Zitten")],
        [(ADDED, "Zitten", []), (ADDED, "Mobilisatie", [])],
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), TABLE.values(), ids=TABLE)
def test_what_changed(before, after, expected):
    found = [
        (one.kind, one.name, [(d.heading, d.before, d.after) for d in one.differences])
        for one in changes(before, after)
    ]
    assert found == expected


@pytest.mark.parametrize(("before", "after", "expected"), TABLE.values(), ids=TABLE)
def test_the_other_way_round_it_is_taken_back(before, after, expected):
    turned = {ADDED: REMOVED, REMOVED: ADDED, CHANGED: CHANGED}
    there, back = changes(before, after), changes(after, before)
    assert sorted(turned[one.kind] for one in there) == sorted(one.kind for one in back)


def test_the_order_is_that_of_the_page():
    found = changes([], [sessions("4"), goal("Zitten"), Entry(ANALYSIS, "diagnosis", "Diagnose"), mob()])
    assert [group for group, _rows in grouped(found)] == [ANALYSIS, GOALS, INTERVENTIONS, APPOINTMENTS]


def test_a_group_without_changes_is_left_out():
    assert grouped([]) == []


def test_what_is_new_says_what_it_holds():
    [found] = changes([], [mob(dose="3 x", why="")])
    assert found.differences == (Difference("dose", "", "3 x"),)
