"""Everything examined in a region is normal, except what is changed: one tap, marked, taken back in one."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from records import neck
from records.examination_set import regions
from records.examination_signs import signs
from records.forms import normal
from records.forms.measured import rows
from records.models import Examination, Measurement, NeckSafety
from tests import factories

START = {"agreed": "on", "conclusion": "Gaaf", "draft_version": "0", "amends": "", "follows": ""}
KNOWN = {region.id: region for region in regions()}


def filled(region: str, complaint: str = "neck", **typed: str) -> dict[str, str]:
    """What the fields of a region say after the tap; names are written with __ for the hyphens."""
    data = {name.replace("__", "-"): value for name, value in typed.items()}
    normal.fill(KNOWN[region], complaint, data)
    return data


def stored(region: str, data: dict[str, str]) -> dict[tuple[str, str], dict[str, object]]:
    return {(row["code"], row["side"]): row for row in rows(KNOWN[region], data)}


# region, field, what the tap makes of it
FILLED = [
    ("cervical", "rotation", "L", {"grade": "normal"}),
    ("cervical", "spurling", "R", {"result": "neg"}),
    ("cervical", "paivm_c2_c3", "L", {"grade": "normal"}),
    ("cervical", "trapezius", "L", {"grade": "0"}),
    ("neuro", "strength_c5", "L", {"grade": "5"}),
    ("neuro", "reflex_biceps", "R", {"grade": "2+"}),
    ("neuro", "sensation_c6", "L", {"grade": "normal"}),
    ("observation", "kyphosis", "mid", {"grade": "normal"}),
]


@pytest.mark.parametrize(("region", "code", "side", "result"), FILLED)
def test_the_tap_fills_in_what_normal_is(region, code, side, result):
    row = stored(region, filled(region))[code, side]
    assert (result | {"as_normal": True}).items() <= row.items()
    assert row.get("value") is None


LEFT_EMPTY = [
    ("vitals", "neck", {"systolic", "diastolic", "pulse", "cranial_nerves", "eyes", "posture", "device"}),
    ("cervical", "neck", {"position_error", "flexor_endurance"}),
    ("neuro", "neck", {"gait", "babinski", "hoffmann", "lhermitte", "sensation_s3_s4", "strength_l5"}),
    ("neuro", "low_back", {"gait", "babinski", "sensation_s3_s4", "strength_c5"}),
    ("observation", "neck", {"gait"}),
    ("thoracic", "upper_back", {"percussion", "supine_sign", "chest_expansion"}),
    ("dizziness", "dizziness", {"systolic_lying", "head_impulse", "nystagmus_direction", "skew"}),
]


@pytest.mark.parametrize(("region", "complaint", "codes"), LEFT_EMPTY)
def test_numbers_and_safety_results_are_done_by_themselves(region, complaint, codes):
    assert codes.isdisjoint(code for code, _side in stored(region, filled(region, complaint)))


def test_what_was_filled_in_before_stays_as_it_was():
    typed = {
        "cervical__rotation__L": "52",
        "cervical__spurling__L": "pos",
        "cervical__spurling__R": "not_done",
    }
    found = stored("cervical", filled("cervical", **typed))
    assert (found["rotation", "L"]["value"], found["spurling", "L"]["result"]) == ("52", "pos")
    assert found["spurling", "R"]["result"] == "not_done"


# What is changed after the tap.
CHANGES = [
    ("rotation", {"cervical-rotation-L": "52"}),
    ("rotation", {"cervical-rotation-L-pain": "3"}),
    ("rotation", {"cervical-rotation-L-not_done": "on"}),
    ("spurling", {"cervical-spurling-L": "pos"}),
    ("paivm_c2_c3", {"cervical-paivm_c2_c3-L-provoked": "known"}),
    ("trapezius", {"cervical-trapezius-L": "2"}),
    ("levator", {"cervical-levator-remark": "Links voller"}),
]


@pytest.mark.parametrize(("code", "change"), CHANGES)
def test_what_is_changed_loses_the_mark(code, change):
    row = stored("cervical", filled("cervical") | change)[code, "L"]
    assert row["as_normal"] is False


def test_a_number_goes_before_normal():
    row = stored("cervical", filled("cervical") | {"cervical-rotation-L": "52"})["rotation", "L"]
    assert (row["value"], row.get("grade")) == ("52", None)


def test_the_tap_is_taken_back_but_for_what_was_changed():
    data = filled("cervical") | {"cervical-rotation-L": "52"}
    normal.take_back(KNOWN["cervical"], data)
    assert set(stored("cervical", data)) == {("rotation", "L")}


def test_a_list_somebody_made_up_marks_nothing_that_is_done_by_itself():
    data = {"vitals-eyes-mid": "neg", "vitals-as_normal": "eyes-mid cranial_nerves-mid nonsense"}
    assert stored("vitals", data)["eyes", "mid"]["as_normal"] is False


def test_no_safety_step_follows_from_what_was_filled_in_but_the_neurological_one():
    made = [
        Measurement(**row)
        for region in ("observation", "vitals", "neuro", "dizziness", "cervical")
        for row in stored(region, filled(region)).values()
    ]
    done = neck.steps_done(Examination(), [], made)
    assert [step for step, is_done in done.items() if is_done] == ["neurological"]


@pytest.mark.parametrize("places", [*neck.CHECKS.values(), neck.PRESSURES[0]])
def test_a_step_that_was_marked_as_filled_in_is_not_done(places):
    made = [Measurement(region=region, code=code, as_normal=True) for region, code in places]
    assert not any(neck.steps_done(Examination(), [], made).values())


def test_nothing_is_ruled_out_by_what_was_filled_in():
    made = [Measurement(**row) for row in stored("cervical", filled("cervical")).values()]
    assert signs(made, "neck") == []


# --- on the page -----------------------------------------------------------------------------------------


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist, complaint="neck")


@pytest.fixture
def url(episode):
    return reverse("examination", args=[episode.pk])


def test_without_javascript_the_button_keeps_the_draft_with_the_region_filled_in(therapist_client, url):
    answer = therapist_client.post(url, {**START, "fill": "cervical", "cervical-rotation-L": "52"})
    assert answer.url == f"{url}#region-cervical"
    filled_in = Measurement.objects.filter(as_normal=True)
    assert filled_in.filter(code="rotation", side="R", grade="normal", value=None).exists()
    assert not filled_in.filter(code="rotation", side="L").exists()


def test_the_form_says_what_was_filled_in_and_takes_it_back(therapist_client, url):
    therapist_client.post(url, {**START, "fill": "cervical"})
    form = therapist_client.get(url).context["form"]
    block = form.block("cervical")
    assert block.filled == len(block.as_normal.value().split()) == Measurement.objects.count()
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    therapist_client.post(url, {**shown, "draft_version": "1", "take_back": "cervical"})
    assert not Measurement.objects.exists()


def test_a_part_of_the_page_is_filled_in_without_keeping_anything(therapist_client, url):
    answer = therapist_client.post(url, {**START, "fill": "neuro"}, headers={"HX-Request": "true"})
    assert answer.context["block"].filled > 20
    assert b"<html" not in answer.content and not Examination.objects.exists()


@pytest.mark.parametrize("name", ["fill", "take_back"])
def test_a_region_nobody_knows_is_not_filled_in(therapist_client, url, name):
    answer = therapist_client.post(url, {**START, name: "knee"}, headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert therapist_client.post(url, {**START, name: "knee"}).url == url


def test_the_signed_page_says_what_was_filled_in(therapist_client, url):
    data = QueryDict(mutable=True)
    data.update(START | {"cervical-as_normal": "spurling-L", "cervical-spurling-L": "neg"})
    therapist_client.post(f"{url}sign/", data)
    assert Measurement.objects.get().as_normal
    page = therapist_client.get(url, headers={"Accept-Language": "en"}).content.decode()
    assert "as-normal" in page


def test_a_blood_pressure_may_be_typed_in_one_go(therapist_client, url):
    therapist_client.post(url, {**START, "vitals-systolic-R": "128/82"})
    assert NeckSafety.objects.get().blood_pressure
    found = Measurement.objects.values_list("code", "value")
    assert dict(found) == {"systolic": 128, "diastolic": 82}
