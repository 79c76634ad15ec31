"""What several results of an examination mean together."""

from decimal import Decimal

import pytest

from records.examination_set import items
from records.examination_signs import signs
from records.models import Measurement


def row(name: str, found: str) -> Measurement:
    """`name` is region.code or region.code.side; `found` a result, a grade or a number."""
    region, code, side = [*name.split("."), "mid"][:3]
    item = items()[region, code]
    column = "value" if item.is_number else "result" if item.kind == "test" else "grade"
    value = Decimal(found) if item.is_number else found
    return Measurement(region=region, code=code, side=side, norm_low=item.low, **{column: value})


def found(complaint: str = "neck", **measured: str) -> list[str]:
    """The codes of the sentences; names are written with __ for the points."""
    rows = [row(name.replace("__", "."), value) for name, value in measured.items()]
    return [sign.code for sign in signs(rows, complaint)]


RADICULAR = {
    "cervical__spurling__L": "pos",
    "cervical__distraction": "pos",
    "cervical__ulnt1__L": "pos",
    "cervical__rotation__L": "59",
}


def test_four_signs_on_one_side_make_radiculopathy_likely():
    assert found(**RADICULAR) == ["radiculopathy"]


@pytest.mark.parametrize("missing", RADICULAR)
def test_three_of_them_do_not(missing):
    assert found(**{name: value for name, value in RADICULAR.items() if name != missing}) == []


def test_signs_on_two_sides_are_no_cluster():
    crossed = {**RADICULAR, "cervical__rotation__L": "70", "cervical__rotation__R": "50"}
    assert found(**crossed) == []


def test_rotation_at_the_norm_is_no_sign():
    assert found(**{**RADICULAR, "cervical__rotation__L": "60"}) == []


def test_a_negative_ulnt1_makes_radiculopathy_unlikely_unless_the_other_side_is_positive():
    assert found(cervical__ulnt1__L="neg") == ["no_radiculopathy"]
    assert found(cervical__ulnt1__L="neg", cervical__ulnt1__R="pos") == []
    assert found(cervical__ulnt1__L="not_done") == []
    assert found(cervical__ulnt1__L="unclear") == []


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("32", "42", []), ("31.5", "36", ["c1_c2"]), ("34", "45", ["c1_c2"]), ("34", "44", [])],
)
def test_the_flexion_rotation_test_is_positive_below_32_or_with_more_than_10_difference(
    left, right, expected
):
    assert found(cervical__flexion_rotation__L=left, cervical__flexion_rotation__R=right) == expected


def test_two_upper_motor_neuron_signs_are_an_alarm_that_names_them():
    told = signs([row("neuro.hoffmann.R", "pos"), row("neuro.reflex_patella.L", "3+")], "low_back")
    assert [(sign.code, sign.alarm) for sign in told] == [("upper_motor_neuron", True)]
    assert "Hoffmann, levendige reflexen" in told[0].texts["nl"]
    assert "Hoffmann, brisk reflexes" in told[0].texts["en"]


def test_one_sign_on_both_sides_and_brisk_reflexes_alone_stay_one_sign():
    assert found(neuro__babinski__L="pos", neuro__babinski__R="pos") == []
    assert found(neuro__reflex_biceps__L="3+", neuro__reflex_achilles__R="4+") == []


def test_three_si_tests_make_si_pain():
    two = {"si__si_distraction": "pos", "si__gaenslen__R": "pos"}
    assert found("low_back", **two) == []
    assert found("low_back", **two, si__thigh_thrust__L="pos") == ["si_joint"]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("lumbar__crossed_slr__L", "pos", "crossed_slr"),
        ("thoracic__percussion", "pos", "fracture"),
        ("thoracic__supine_sign", "pos", "fracture"),
        ("vitals__cranial_nerves", "pos", "cranial"),
        ("vitals__eyes", "pos", "cranial"),
        ("dizziness__skew", "pos", "central_vertigo"),
        ("neuro__sensation_s3_s4__L", "reduced", "saddle"),
    ],
)
def test_one_of_these_is_enough(name, value, code):
    assert found("low_back", **{name: value}) == [code]
    assert found("low_back", **{name: "normal" if value == "reduced" else "neg"}) == []


@pytest.mark.parametrize(
    ("pressure", "expected"),
    [
        ("139/89", []),
        ("140/80", ["pressure_high"]),
        ("120/90", ["pressure_high"]),
        ("179/109", ["pressure_high"]),
        ("180/90", ["pressure_very_high"]),
        ("150/110", ["pressure_very_high"]),
    ],
)
def test_high_blood_pressure_with_neck_pain(pressure, expected):
    systolic, diastolic = pressure.split("/")
    assert found(vitals__systolic__R=systolic, vitals__diastolic__R=diastolic) == expected


def test_high_pressure_without_head_or_neck_complaint_says_something_from_180_on_only():
    assert found("low_back", vitals__systolic__L="160") == []
    assert found("low_back", vitals__systolic__L="180") == ["pressure_very_high"]


@pytest.mark.parametrize(
    ("lying", "standing", "expected"),
    [("120/80", "101/71", []), ("120/80", "100/75", ["orthostatic"]), ("120/80", "115/70", ["orthostatic"])],
)
@pytest.mark.parametrize("minutes", [1, 3])
def test_a_fall_of_20_or_10_on_standing_is_orthostatic(lying, standing, minutes, expected):
    down, up = lying.split("/"), standing.split("/")
    measured = {
        "dizziness__systolic_lying": down[0],
        "dizziness__diastolic_lying": down[1],
        f"dizziness__systolic_standing_{minutes}": up[0],
        f"dizziness__diastolic_standing_{minutes}": up[1],
    }
    assert found("dizziness", **measured) == expected


def test_lying_without_standing_and_standing_without_lying_say_nothing():
    assert found("dizziness", dizziness__systolic_lying="130") == []
    assert found("dizziness", dizziness__systolic_standing_1="90") == []
