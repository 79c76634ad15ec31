"""The fields of our own questions, and of totals: what is let in, and what is said about the rest."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from records.forms.measure import MeasureForm
from records.forms.own_measures import OwnMeasuresForm

OWN = ["nprs", "psk", "participation", "gpe"]
TAKING_PART = {"participation-work": "na", "participation-social": "2", "participation-leisure": "3"}


def own(codes: str = "nprs psk participation gpe", /, **typed: str) -> OwnMeasuresForm:
    return OwnMeasuresForm(dashed(typed), codes=codes.split(), lang="nl", blank=3)


def measure(codes: str, /, **typed: str) -> MeasureForm:
    day = {"measured_on": str(timezone.localdate()), "moment": "interim"}
    return MeasureForm({**day, **dashed(typed)}, codes=codes.split(), lang="en")


def dashed(typed: dict[str, str]) -> dict[str, str]:
    return {name.replace("__", "-"): value for name, value in typed.items()}


def refused(form: OwnMeasuresForm) -> list[str]:
    return sorted(form.errors)


def test_everything_filled_in_gives_a_result_per_instrument():
    form = own(nprs="3", psk__0__activity="Fietsen", psk__0__score="6", gpe="2", **TAKING_PART)
    assert form.is_valid()
    told = {one.instrument: (one.value, [part["score"] for part in one.parts]) for one in form.results}
    assert told == {
        "nprs": (3, []),
        "psk": (6, [6]),
        "participation": (Decimal("2.5"), [2, 3]),
        "gpe": (2, []),
    }


def test_the_mean_of_activities_has_one_decimal():
    pairs = {f"psk__{n}__activity": text for n, text in enumerate("abc")}
    form = own("psk", **pairs, psk__0__score="7", psk__1__score="7", psk__2__score="6")
    assert form.is_valid() and form.results[0].value == Decimal("6.7")


@pytest.mark.parametrize(
    ("codes", "typed", "wrong"),
    [
        ("nprs", {}, ["nprs"]),
        ("nprs", {"nprs": "11"}, ["nprs"]),
        ("nprs", {"nprs": "veel"}, ["nprs"]),
        ("gpe", {"gpe": "0"}, ["gpe"]),
        ("gpe", {"gpe": "8"}, ["gpe"]),
        ("psk", {}, ["psk-0-activity"]),
        ("psk", {"psk__0__activity": "Fietsen"}, ["psk-0-score"]),
        ("psk", {"psk__1__score": "4"}, ["psk-1-activity"]),
        ("psk", {"psk__0__activity": "x" * 201, "psk__0__score": "4"}, ["psk-0-activity"]),
        ("participation", {**TAKING_PART, "participation-social": ""}, ["participation-social"]),
        (
            "participation",
            dict.fromkeys(["participation-work", "participation-social", "participation-leisure"], "na"),
            ["participation-work"],
        ),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(codes, typed, wrong):
    assert refused(own(codes, **typed)) == wrong


def test_an_activity_is_named_once():
    pairs = {"psk__0__activity": "Fietsen", "psk__1__activity": "fietsen"}
    assert refused(own("psk", **pairs, psk__0__score="7", psk__1__score="6")) == ["psk-1-activity"]


def test_at_most_five_activities():
    form = OwnMeasuresForm(codes=["psk"], lang="nl", activities=list("abcdefg"), blank=3)
    assert [name for name in form.fields if name.endswith("score")] == [f"psk-{n}-score" for n in range(5)]


def test_for_a_patient_at_home_the_activities_are_those_of_before():
    form = OwnMeasuresForm(codes=["psk"], lang="nl", activities=["Fietsen"], editable=False)
    assert form.fields["psk-0-score"].label == "Fietsen"
    assert form["psk-0-activity"].is_hidden


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_our_questions_are_there_in_both_languages(lang):
    blocks = OwnMeasuresForm(codes=OWN, lang=lang, blank=1).blocks
    assert all(block.name and block.ask and block.rows for block in blocks)


# --- the therapist's form --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [("ndi", "18", 18), ("spadi", "47,5", Decimal("47.5")), ("hit6", "36", 36), ("dhi", " 24 ", 24)],
)
def test_a_total_is_taken(code, typed, value):
    form = measure(code, **{code: typed})
    assert form.is_valid() and form.results[0].value == value


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("ndi", "51", "Fill in a whole number from 0 to 50."),
        ("ndi", "-1", "Fill in a whole number from 0 to 50."),
        ("ndi", "7.5", "Fill in a whole number from 0 to 50."),
        ("ndi", "NaN", "Fill in a whole number from 0 to 50."),
        ("ndi", "1e99999", "Fill in a whole number from 0 to 50."),
        ("ndi", "veel", "Fill in a whole number from 0 to 50."),
        ("hit6", "35", "Fill in a whole number from 36 to 78."),
        ("dhi", "23", "Fill in an even number from 0 to 100."),
        ("spadi", "7.55", "Fill in a number from 0 to 100, with at most one decimal."),
    ],
)
def test_a_total_outside_its_range_is_refused_with_the_range(code, typed, said, settings):
    settings.LANGUAGE_CODE = "en"
    assert measure(code, **{code: typed}).errors[code] == [said]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"start_back": "6"}, ["start_back-psychosocial"]),
        ({"start_back__psychosocial": "3"}, ["start_back"]),
        ({"start_back": "2", "start_back__psychosocial": "3"}, ["start_back-psychosocial"]),
        ({"start_back": "9", "start_back__psychosocial": "6"}, ["start_back-psychosocial"]),
        ({"start_back": "9", "start_back__psychosocial": "4"}, ["start_back-psychosocial"]),
    ],
)
def test_start_back_has_a_total_and_a_subscore_that_fit(typed, wrong):
    assert refused(measure("start_back", **typed)) == wrong


def test_a_day_to_come_is_refused():
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(measure("ndi", ndi="18", measured_on=str(tomorrow))) == ["measured_on"]


def test_an_instrument_left_empty_is_not_recorded():
    form = measure("nprs psk ndi", ndi="18")
    assert form.is_valid() and [one.instrument for one in form.results] == ["ndi"]


def test_activities_of_before_without_a_number_are_left_out_too():
    typed = {"ndi": "18", "psk-0-activity": "Fietsen", "measured_on": str(timezone.localdate())}
    form = MeasureForm(
        {**typed, "moment": "interim"}, codes=["psk", "ndi"], activities=["Fietsen"], lang="nl"
    )
    assert form.is_valid() and [one.instrument for one in form.results] == ["ndi"]


def test_nothing_filled_in_is_refused():
    assert refused(measure("nprs ndi")) == ["__all__"]
