"""What the examination set holds, against the tables of the domain reference (section 5)."""

import re

import pytest

from records.examination_set import MOBILITY, NUMBERS, items, region_text, regions, scales

# Normal values of 5.1: region, item, low, high, unit.
NORMS = [
    ("cervical", "flexion", 45, 60, "°"),
    ("cervical", "extension", 45, 70, "°"),
    ("cervical", "lateral_flexion", 40, 45, "°"),
    ("cervical", "rotation", 60, 80, "°"),
    ("cervical", "flexion_rotation", 32, None, "°"),
    ("thoracic", "flexion", 20, 45, "°"),
    ("thoracic", "extension", 15, 25, "°"),
    ("thoracic", "lateral_flexion", 20, 40, "°"),
    ("thoracic", "rotation", 30, 50, "°"),
    ("thoracic", "chest_expansion", 4, 7, "cm"),
    ("lumbar", "flexion", 40, 60, "°"),
    ("lumbar", "extension", 20, 35, "°"),
    ("lumbar", "lateral_flexion", 15, 25, "°"),
    ("lumbar", "rotation", 3, 18, "°"),
    ("lumbar", "schober", 5, None, "cm"),
    ("shoulder", "flexion", 160, 180, "°"),
    ("shoulder", "abduction", 160, 180, "°"),
    ("shoulder", "extension", 45, 60, "°"),
    ("shoulder", "external_rotation_0", 45, 70, "°"),
    ("shoulder", "external_rotation_90", 80, 90, "°"),
    ("shoulder", "internal_rotation_90", 60, 70, "°"),
    ("shoulder", "horizontal_adduction", 30, 45, "°"),
    ("tmj", "opening", 40, 50, "mm"),
    ("tmj", "laterotrusion", 8, 12, "mm"),
    ("tmj", "protrusion", 6, 9, "mm"),
]


@pytest.mark.parametrize(("region", "code", "low", "high", "unit"), NORMS)
def test_the_normal_values_are_those_of_the_reference(region, code, low, high, unit):
    item = items()[region, code]
    assert (item.low, item.high, item.unit) == (low, high, unit)


def test_every_segment_from_the_skull_to_the_sacrum_is_there_once():
    vertebrae = [f"c{n}" for n in range(8)] + [f"t{n}" for n in range(1, 13)] + [f"l{n}" for n in range(1, 6)]
    pairs = list(zip(vertebrae, [*vertebrae[1:], "s1"], strict=True))
    found = [code for _region, code in items() if code.startswith(("paivm_", "ppivm_"))]
    assert sorted(found) == sorted(f"{way}_{a}_{b}" for a, b in pairs for way in ("paivm", "ppivm"))


def test_twelve_ribs_and_the_joints_of_the_shoulder_are_there():
    joints = [(region, code) for (region, code), item in items().items() if item.kind == MOBILITY]
    assert len([code for region, code in joints if region == "thoracic" and code.startswith("rib_")]) == 12
    assert {"gh_caudal", "ac", "sc"} <= {code for region, code in joints if region == "shoulder"}


@pytest.mark.parametrize(
    ("kind", "levels"),
    [
        ("strength", "c5 c6 c7 c8 t1 l2 l3 l4 l5 s1"),
        ("sensation", "c5 c6 c7 c8 t1 t4 t7 t10 t12 l2 l3 l4 l5 s1 s2 s3_s4"),
        ("reflex", "biceps brachioradialis triceps patella achilles"),
    ],
)
def test_every_level_of_the_neurological_screening_is_there(kind, levels):
    there = {code for region, code in items() if region == "neuro"}
    assert {f"{kind}_{level}" for level in levels.split()} <= there


TESTS = {
    "cervical": "spurling distraction ulnt1 abduction_relief craniocervical_flexion",
    "thoracic": "rib_spring segmental_springing rotation_overpressure slump chest_wall_palpation percussion "
    "supine_sign",
    "lumbar": "slr crossed_slr slump femoral_stretch repeated_movements prone_instability kemp",
    "si": "si_distraction si_compression thigh_thrust sacral_thrust gaenslen",
    "shoulder": "hawkins neer painful_arc empty_can external_rotation_lag drop_arm belly_press lift_off "
    "cross_body speed apprehension",
    "dizziness": "dix_hallpike supine_roll head_impulse nystagmus_direction skew",
    "tmj": "opening_deviation click resisted",
    "neuro": "babinski ankle_clonus hoffmann lhermitte inverted_brachioradialis gait beevor abdominal_reflex",
    "vitals": "cranial_nerves eyes",
}


@pytest.mark.parametrize("region", TESTS)
def test_every_test_of_the_reference_is_there_and_says_what_positive_means(region):
    found = {code for (where, code), item in items().items() if where == region and item.kind == "test"}
    assert found == set(TESTS[region].split())


@pytest.mark.parametrize("code", ["c0_flexion", "sharp_purser", "alar", "vbi", "de_kleyn", "hautant"])
def test_withdrawn_safety_tests_are_not_offered(code):
    assert code not in {item for _region, item in items()}


def test_the_limits_of_a_number_can_be_stored():
    assert all(item.max < 10**5 for item in items().values() if item.kind in NUMBERS)


def test_strength_and_reflexes_have_their_steps():
    assert list(scales()["strength"].steps) == ["0", "1", "2", "3", "4-", "4", "4+", "5"]
    assert list(scales()["reflex"].steps) == ["0", "1+", "2+", "3+", "4+"]


def test_dutch_names_the_thoracic_vertebrae_as_dutch_therapists_do():
    names = [item.text("nl") for (region, _code), item in items().items() if region == "thoracic"]
    assert not [name for name in names if re.search(r"\bT\d", name)]


def test_a_region_the_content_no_longer_knows_keeps_its_id():
    assert region_text("knee", "nl") == "knee"
    assert region_text("si", "en") == "SI joints and pelvis"


def test_a_complaint_of_the_neck_brings_its_safety_steps_along():
    for complaint in ("neck", "headache", "dizziness"):
        assert {"vitals", "cervical", "neuro"} <= {r.id for r in regions() if complaint in r.complaints}
