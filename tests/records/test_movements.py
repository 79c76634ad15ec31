"""What was measured more than once: the first, the last, and the change in words."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from records.models import Measurement
from records.movements import series
from records.remeasured import Remeasured, compared

START = timezone.make_aware(datetime.datetime(2026, 9, 1, 9, 0))
ROTATION = {"region": "cervical", "code": "rotation", "side": "L", "kind": "range", "unit": "°"}


def measured(*values: object, **columns: object):
    """One row a week."""
    labels = {
        "label_nl": "Rotatie",
        "label_en": "Rotation",
        "norm_low": Decimal(60),
        "norm_high": Decimal(80),
    }
    rows = (
        Measurement(**{**ROTATION, **labels, **columns}, value=None if value is None else Decimal(str(value)))
        for value in values
    )
    return [(START + datetime.timedelta(weeks=week), row) for week, row in enumerate(rows)]


def only(*values: object, **columns: object):
    (found,) = series(measured(*values, **columns)).values()
    return found


def test_first_and_last_are_by_date_not_by_order():
    (found,) = series(reversed(measured(45, 60, 70))).values()
    assert (found.first.value, found.last.value, found.change) == (45, 70, 25)


def test_what_was_normal_without_a_number_is_no_reading():
    assert [reading.value for reading in only(45, None, 70).readings] == [45, 70]


def test_sides_stand_apart():
    assert len(series([*measured(45), *measured(50, side="R")])) == 2


def test_another_unit_is_not_compared():
    (found,) = series([*measured(45), *measured(None, 30, unit="mm")]).values()
    assert [reading.value for reading in found.readings] == [30]


def test_before_a_moment_there_may_be_nothing():
    found = only(45, 60, 70)
    assert found.before(START) is None
    assert found.before(START + datetime.timedelta(days=8)).last.value == 60


# earlier readings, the value now, what is said
SAID = [
    ((45, 60), 70, "first 45°, last 60°, now 70°: +25 / +10"),
    ((45, 60), 60, "first 45°, last 60°, now 60°: +15 / ±0"),
    ((70, 60), Decimal("52.5"), "first 70°, last 60°, now 52.5°: −17.5 / −7.5"),
    ((45,), 70, "first 45°, now 70°: +25"),
    ((45, 60), None, "first 45°, last 60°"),
    ((45,), None, "first 45°"),
]


@pytest.mark.parametrize(("earlier", "now", "said"), SAID)
def test_the_change_is_said_against_the_first_and_the_last(earlier, now, said):
    with translation.override("en"):
        value = None if now is None else Decimal(now)
        assert compared(only(*earlier), value, "°") == said


def test_a_value_in_another_unit_is_not_compared():
    assert compared(only(45, 60), Decimal(70), "mm") == ""


def test_a_movement_is_named_with_region_and_side():
    with translation.override("en"):
        shown = Remeasured(only(45, 70))
        assert (shown.label, shown.norm) == ("Neck, Rotation, left", "60–80°")
        assert shown.words == "first 45°, last 70°: +25°"
