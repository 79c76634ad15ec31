"""Charts of measures, compared with drawings that were looked at. RENEW_CHARTS=1 writes them anew."""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from records import charts
from records.charts import Band, Chart, Mark

DATA = Path(__file__).parent / "data"
SVG = "{http://www.w3.org/2000/svg}"


def marks(*values: tuple[int, int, object]) -> list[Mark]:
    """(month, day, value)"""
    return [
        Mark(date(2026, month, day), Decimal(str(value)), str(value), f"{day:02}-{month:02}-2026")
        for month, day, value in values
    ]


def chart(**changed: object) -> Chart:
    plain = Chart(
        id="plot-psk",
        title="Patiëntspecifieke klachten (PSK)",
        told="Van 7 op 01-10-2026 naar 3,3 op 12-11-2026.",
        low=Decimal(0),
        high=Decimal(10),
        higher_is_worse=True,
        better_text="beter",
        marks=marks((10, 1, 7), (10, 22, 5.7), (11, 12, 3.3)),
        threshold=Decimal(5),
        threshold_text="verbeterd vanaf 5",
    )
    return replace(plain, **changed)


HIT6 = {"id": "plot-hit6", "title": "HIT-6", "low": Decimal(36), "high": Decimal(78)}
BANDS = [
    Band(Decimal(at), text)
    for at, text in ((36, "weinig"), (50, "enige"), (56, "veel invloed op het leven"), (60, "ernstig"))
]
WEEKS = marks(*((1 + week // 4, 1 + week % 4 * 7, 9 - week % 7) for week in range(40)))
CASES = {
    "three_values": chart(),
    "one_value": chart(marks=marks((10, 1, 7))),
    "bands": chart(
        **HIT6, bands=BANDS, marks=marks((9, 1, 66), (11, 1, 59)), threshold=Decimal(60), told="66, 59"
    ),
    "beside": chart(id="plot-nprs", beside=marks((9, 24, 8), (10, 8, 6), (10, 15, 6), (11, 5, 4))),
    "higher_is_better": chart(higher_is_worse=False, threshold=Decimal(9)),
    "forty_values": chart(marks=WEEKS, threshold=Decimal(7)),
    "both_ends": chart(marks=marks((10, 1, 10), (10, 20, 0)), threshold=None, threshold_text=""),
}


@pytest.mark.parametrize("name", CASES)
def test_a_chart_is_drawn_as_it_was_looked_at(name):
    drawn, stored = charts.svg(CASES[name]), DATA / f"chart_{name}.svg"
    if os.environ.get("RENEW_CHARTS"):
        stored.write_text(drawn, encoding="utf-8")
    assert drawn == stored.read_text(encoding="utf-8")


def read(drawn: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(
        charts.svg(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )


def texts(drawn: Chart, name: str) -> list[str]:
    return [one.text for one in read(drawn).iter(f"{SVG}text") if one.get("class") == name]


def test_the_drawing_says_what_it_is_to_who_does_not_see_it():
    root = read(chart())
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Patiëntspecifieke klachten (PSK)"
    assert root.find(f"{SVG}desc").text == "Van 7 op 01-10-2026 naar 3,3 op 12-11-2026."


def test_no_style_stands_in_the_drawing():
    assert not [one for drawn in CASES.values() for one in read(drawn).iter() if one.get("style")]


def test_what_was_typed_cannot_become_markup():
    drawn = charts.svg(chart(title="<script>alert(1)</script>", threshold_text='"><b>'))
    assert "<script>" not in drawn and "<b>" not in drawn


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, "0 2 4 6 8 10"),
        (1, 7, "1 2 3 4 5 6 7"),
        (0, 50, "0 10 20 30 40 50"),
        (36, 78, "36 40 50 60 70 78"),
        (0, 100, "0 20 40 60 80 100"),
    ],
)
def test_the_axis_is_the_range_of_the_instrument(low, high, ticks):
    drawn = chart(low=Decimal(low), high=Decimal(high), marks=marks((10, 1, low)), threshold=None)
    assert texts(drawn, "plot-tick") == ticks.split()


def test_of_many_days_only_those_are_written_that_can_be_read():
    days = texts(CASES["forty_values"], "plot-day")
    assert 2 <= len(days) <= 6
    assert days[-1] == CASES["forty_values"].marks[-1].day_text


def test_the_arrow_points_to_better():
    paths = [read(chart(higher_is_worse=worse)).find(f"{SVG}path").get("d") for worse in (True, False)]
    ends = [float(path.split("V")[1].split("M")[0]) for path in paths]
    assert ends[0] > charts.HEIGHT / 2 > ends[1]
