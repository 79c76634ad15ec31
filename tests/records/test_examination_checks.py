"""`manage.py check` refuses broken examination content, and says where and what to do."""

from copy import deepcopy
from typing import Any

import pytest

from records import checks, examination_set
from records.checks import check_examination, problems


@pytest.fixture
def content() -> dict[str, Any]:
    return deepcopy(dict(examination_set.content()))


def entry(entries: list[dict[str, Any]], id_: str) -> dict[str, Any]:
    return next(one for one in entries if id_ in (one.get("id"), one.get("code")))


def item(content: dict[str, Any], region: str, code: str) -> dict[str, Any]:
    return entry(entry(content["region"], region)["items"], code)


def change(target: dict[str, Any], key: str, value: object) -> None:
    """None takes the key away."""
    if value is None:
        del target[key]
    else:
        target[key] = value


def test_our_own_content_is_sound():
    assert check_examination() == []


# region, item, key, new value, what is said
ITEMS = [
    ("cervical", "flexion", "kind", "angle", "item flexion: unknown kind angle. Use one of range,"),
    ("cervical", "flexion", "en", None, "region cervical, item flexion: en is missing. Write that text."),
    ("cervical", "flexion", "nl", "", "region cervical, item flexion: nl is missing. Write that text."),
    ("cervical", "flexion", "nl", "N" * 121, "is longer than 120 characters. Shorten it."),
    ("cervical", "flexion", "code", "extension", "item extension: this code is used twice. Rename one."),
    ("cervical", "flexion", "code", "paivm_c2_c3", "item paivm_c2_c3: this code is used twice."),
    ("cervical", "flexion", "code", "for-ward", "item for-ward: a code has no hyphen"),
    ("cervical", "flexion", "code", None, "region cervical, a item has no code. Give it one."),
    ("cervical", "flexion", "sides", "both", "item flexion: unknown sides both. Use one of lr, mid."),
    ("cervical", "flexion", "hint_nl", "Kijk", "item flexion: hint_en is missing. Write that text."),
    ("cervical", "flexion", "unit", "", "item flexion: unit is missing."),
    ("cervical", "flexion", "max", None, "item flexion: max is missing."),
    (
        "cervical",
        "flexion",
        "low",
        61,
        "item flexion: the normal values run from 61 to 60. Swap low and high.",
    ),
    ("cervical", "flexion", "min", 46, "the limits 46 to 90 do not hold the norm 45 to 60. Widen them."),
    ("cervical", "flexion", "max", 59, "the limits 0 to 59 do not hold the norm 45 to 60. Widen them."),
    (
        "cervical",
        "spurling",
        "positive_en",
        None,
        "positive_en is missing. Write that text. Say what a positive",
    ),
    ("vitals", "eyes", "by_hand", None, "item vitals.eyes: what stops the treatment is done by itself."),
    ("observation", "gait", "by_hand", None, "item observation.gait: what stops the treatment"),
    ("thoracic", "percussion", "by_hand", False, "item thoracic.percussion: what stops the treatment"),
    ("neuro", "sensation_s3_s4", "by_hand", None, "item neuro.sensation_s3_s4: what stops the treatment"),
    ("neuro", "strength_c5", "usual_for", ["knee"], "item strength_c5: unknown complaint knee. Use one of"),
    ("vitals", "posture", "scale", "stance", "item posture: unknown scale stance. Add a [[scale]]"),
]


@pytest.mark.parametrize("case", ITEMS)
def test_a_broken_item_is_refused(content, case):
    region, code, key, value, said = case
    change(item(content, region, code), key, value)
    assert said in " ".join(problems(content))


# list, id, key, new value, what is said
ENTRIES = [
    ("region", "lumbar", "source", None, "region lumbar: the source is missing. Write where it comes from."),
    ("region", "lumbar", "en", None, "region lumbar: en is missing. Write that text."),
    ("region", "lumbar", "id", "thoracic", "region thoracic: this id is used twice. Rename one."),
    ("region", "lumbar", "id", "low-back", "region low-back: an id has no hyphen"),
    ("region", "lumbar", "id", "l" * 21, "is longer than 20 characters. Shorten it."),
    ("region", "lumbar", "id", None, "a region has no id. Give it one."),
    ("region", "lumbar", "complaints", ["knee"], "region lumbar: unknown complaint knee. Use one of"),
    ("region", "lumbar", "notes", ["poem"], "region lumbar: unknown notes poem. Use one of inspection"),
    ("region", "lumbar", "segments", [{"nl": "L1", "en": "L1"}], "region lumbar, a segment has no code."),
    ("region", "lumbar", "segments", [{"code": "l1", "nl": "L1"}], "item paivm_l1: en is missing."),
    ("scale", "reflex", "source", None, "scale reflex: the source is missing."),
    ("scale", "reflex", "normal", "2", "scale reflex: normal is 2, which is no step of it."),
    ("scale", "reflex", "id", "jerk", "scale reflex: it is missing, and the form needs it."),
    ("scale", "reflex", "steps", [{"code": "0", "nl": "geen"}], "scale reflex, step 0: en is missing."),
    ("scale", "reflex", "steps", [{"code": "0"}, {"code": "0"}], "step 0: this code is used twice."),
    ("cluster", "si_joint", "source", None, "cluster si_joint: the source is missing."),
    ("cluster", "si_joint", "nl", None, "cluster si_joint: nl is missing."),
    ("cluster", "si_joint", "at_least", 6, "cluster si_joint: at_least is a number from 1 to the number of"),
    ("cluster", "si_joint", "signs", [{"items": ["si.hop"]}], "cluster si_joint: unknown item si.hop."),
    ("cluster", "si_joint", "signs", [{"items": []}], "cluster si_joint: a sign has no items."),
    ("cluster", "orthostatic", "computed", "rise", "cluster orthostatic: computed is one of fall, pressure"),
    (
        "cluster",
        "saddle",
        "signs",
        [{"items": ["neuro.sensation_s1"], "grades": ["3+"]}],
        "cluster saddle: neuro.sensation_s1 has no grade 3+. Use a step of the scale sensation.",
    ),
]


@pytest.mark.parametrize("case", ENTRIES)
def test_a_broken_region_scale_or_cluster_is_refused(content, case):
    kind, id_, key, value, said = case
    change(entry(content[kind], id_), key, value)
    assert said in " ".join(problems(content))


def test_a_file_that_is_no_toml_is_refused(monkeypatch, tmp_path):
    broken = tmp_path / "examination.toml"
    broken.write_text("[[region]")
    monkeypatch.setattr(checks, "CONTENT", broken)
    assert "examination.toml, the file cannot be read" in check_examination()[0].msg
