"""What is noted of a result: joint mobility, palpation, end-feel, not done; and which regions are there."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.examination_set import regions
from records.models import Examination, Measurement, RegionFinding
from tests import factories

START = {"agreed": "on", "conclusion": "Stijf", "draft_version": "0", "amends": ""}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def keep(client, episode, **found):
    """Save a draft; names are written with __ for the hyphens."""
    typed = {name.replace("__", "-"): value for name, value in found.items()}
    return client.post(reverse("examination", args=[episode.pk]), {**START, **typed})


def page(client, episode, query=""):
    return client.get(reverse("examination", args=[episode.pk]) + query)


def errors(answer) -> set[str]:
    return set(answer.context["form"].errors)


def shown(client, episode) -> dict[str, object]:
    form = page(client, episode).context["form"]
    return {name: form[name].value() for name in form.fields}


def test_a_segment_is_kept_with_its_mobility_and_the_pain_it_gave(therapist_client, episode):
    keep(
        therapist_client,
        episode,
        thoracic__paivm_t4_t5__L="hypomobile",
        thoracic__paivm_t4_t5__L__provoked="known",
        thoracic__ppivm_t4_t5__mid="normal",
    )
    stiff, free = Measurement.objects.order_by("code")
    assert (stiff.kind, stiff.grade, stiff.provoked, stiff.is_deviating) == (
        "mobility",
        "hypomobile",
        "known",
        True,
    )
    assert (free.label_nl, free.label_en, free.is_deviating) == ("Th4-Th5 PPIVM", "T4-T5 PPIVM", False)


def test_a_normal_segment_that_hurts_deviates():
    assert Measurement(kind="mobility", grade="normal", norm_grade="normal", provoked="pain").is_deviating


def test_a_palpated_site_is_kept_with_tone_trigger_point_warmth_and_swelling(therapist_client, episode):
    site = "thoracic__rhomboids__R"
    noted = {"tone": "high", "trigger_point": "yes", "temperature": "warm", "swelling": "no"}
    keep(
        therapist_client, episode, **{site: "2"}, **{f"{site}__{part}": step for part, step in noted.items()}
    )
    row = Measurement.objects.get()
    assert (row.kind, row.grade, row.norm_grade) == ("palpation", "2", "0")
    assert {part: getattr(row, part) for part in noted} == noted


def test_a_movement_is_kept_with_its_start_end_feel_and_what_limits_it(therapist_client, episode):
    movement = "thoracic__extension__mid"
    noted = {"way": "passive", "start": "5", "end_feel": "hard", "limited_by": "stiffness", "pain": "3"}
    more = {f"{movement}__{part}": value for part, value in noted.items()}
    keep(therapist_client, episode, **{movement: "12,5"}, **more)
    row = Measurement.objects.get()
    assert (row.value, row.start, row.pain) == (Decimal("12.5"), 5, 3)
    assert (row.way, row.end_feel, row.limited_by) == ("passive", "hard", "stiffness")


@pytest.mark.parametrize(
    "typed",
    [
        {"thoracic__paivm_t4_t5__L": "hypermobile", "thoracic__paivm_t4_t5__L__provoked": "pain"},
        {"thoracic__rhomboids__L": "3", "thoracic__rhomboids__L__tone": "low"},
        {"thoracic__rotation__L": "20", "thoracic__rotation__L__end_feel": "springy"},
        {"thoracic__rotation__R": "20", "thoracic__rotation__R__start": "2,5"},
        {"thoracic__slump__L": "unclear", "thoracic__slump__L__pain": "4"},
        {"thoracic__slump__R": "not_done", "thoracic__slump__remark": "Te pijnlijk"},
        {"thoracic__flexion__mid__not_done": True, "thoracic__flexion__remark": "Duizelig"},
        {"thoracic__paivm_t1_t2__R": "not_done"},
        {"observation__scoliosis__mid": "deviating", "observation__scoliosis__remark": "Rechts convex"},
    ],
)
def test_a_draft_comes_back_as_it_was_typed(therapist_client, episode, typed):
    assert keep(therapist_client, episode, **typed).status_code == 302
    again = shown(therapist_client, episode)
    assert {name: str(again[name.replace("__", "-")]) for name in typed} == {
        name: str(value) for name, value in typed.items()
    }


def test_not_done_is_a_result(therapist_client, episode):
    keep(
        therapist_client, episode, thoracic__flexion__mid__not_done="on", thoracic__paivm_t1_t2__L="not_done"
    )
    rows = Measurement.objects.all()
    assert {(row.result, row.value, row.grade, row.is_deviating) for row in rows} == {
        ("not_done", None, "", False)
    }


@pytest.mark.parametrize(
    "typed",
    [
        {"thoracic__rotation__L__end_feel": "hard"},
        {"thoracic__paivm_t4_t5__L__provoked": "pain"},
        {"thoracic__rhomboids__L__tone": "high"},
        {"thoracic__slump__L__pain": "0"},
        {"thoracic__flexion__mid__not_done": "on", "thoracic__flexion__mid": "20"},
        {"thoracic__flexion__mid__not_done": "on", "thoracic__flexion__mid__pain": "2"},
        {"thoracic__slump__remark": "Alleen links getest"},
        {"thoracic__paivm_t4_t5__remark": "Lastig te voelen"},
    ],
)
def test_what_belongs_to_a_result_is_refused_without_it(therapist_client, episode, typed):
    answer = keep(therapist_client, episode, **typed)
    assert len(errors(answer)) == 1
    assert not Examination.objects.exists()
    kept = answer.context["form"]
    assert all(kept[name.replace("__", "-")].value() for name in typed)


@pytest.mark.parametrize("value", ["11", "-1", "x", "4.5"])
def test_a_start_or_pain_that_cannot_be_is_refused(therapist_client, episode, value):
    typed = {"thoracic__slump__L": "pos", "thoracic__slump__L__pain": value}
    assert errors(keep(therapist_client, episode, **typed)) == {"thoracic-slump-L-pain"}


@pytest.mark.parametrize("start", ["-1", "81", "1e9", "x"])
def test_a_start_outside_the_range_is_refused_with_the_range(therapist_client, episode, start):
    answer = keep(therapist_client, episode, thoracic__rotation__L="20", thoracic__rotation__L__start=start)
    assert errors(answer) == {"thoracic-rotation-L-start"}
    assert "0" in str(answer.context["form"].errors) and "80" in str(answer.context["form"].errors)


@pytest.mark.parametrize("name", ["thoracic__paivm_t4_t5__L", "thoracic__rhomboids__L", "thoracic__slump__L"])
def test_a_step_no_scale_has_is_refused(therapist_client, episode, name):
    assert errors(keep(therapist_client, episode, **{name: "99"})) == {name.replace("__", "-")}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thoracic__paivm_t4_t5__L", "hypomobile"),
        ("thoracic__rhomboids__L", "2"),
        ("thoracic__slump__L", "pos"),
    ],
)
def test_nothing_found_does_not_go_with_something_that_is_not_normal(therapist_client, episode, name, value):
    answer = keep(therapist_client, episode, thoracic__nothing_found="on", **{name: value})
    assert errors(answer) == {"thoracic-nothing_found"}


def test_nothing_found_goes_with_normal_results_and_with_a_degree_less(therapist_client, episode):
    typed = {"thoracic__slump__L": "neg", "thoracic__rotation__L": "29", "thoracic__paivm_t4_t5__L": "normal"}
    assert keep(therapist_client, episode, thoracic__nothing_found="on", **typed).status_code == 302


# --- the regions on the page -----------------------------------------------------------------------------


def regions_of(answer) -> list[str]:
    return [block.id for block in answer.context["blocks"]]


def test_the_page_holds_the_regions_of_the_complaint_and_offers_the_others(therapist_client, episode):
    answer = page(therapist_client, episode)
    assert regions_of(answer) == ["observation", "cervical", "thoracic", "girdle"]
    offered = [id_ for id_, _name in answer.context["form"].others]
    assert sorted(offered + regions_of(answer)) == sorted(region.id for region in regions())


def test_a_region_can_be_added_without_losing_what_was_typed(therapist_client, episode):
    answer = keep(therapist_client, episode, also="lumbar", thoracic__rotation__L="33")
    assert answer.url.endswith("?also=lumbar#region-lumbar")
    answer = therapist_client.get(answer.url)
    assert "lumbar" in regions_of(answer)
    assert answer.context["form"]["thoracic-rotation-L"].value() == "33"
    assert "also=lumbar" in answer.context["keep_at"] and "also=lumbar" in answer.context["sign_at"]


def test_a_region_can_be_added_while_something_else_is_refused(therapist_client, episode):
    answer = keep(therapist_client, episode, also="lumbar", thoracic__rotation__L="400")
    assert errors(answer) == {"thoracic-rotation-L"} and "lumbar" in regions_of(answer)


def test_an_added_region_stays_while_another_is_added(therapist_client, episode):
    answer = keep(therapist_client, episode, also="si", lumbar__flexion__mid="")
    assert {"lumbar", "si"} <= set(regions_of(therapist_client.get(answer.url)))


def test_a_region_with_something_stored_comes_back_by_itself(therapist_client, episode):
    keep(therapist_client, episode, lumbar__slr__L="pos")
    assert "lumbar" in regions_of(page(therapist_client, episode))


def test_a_region_nobody_knows_is_left_alone(therapist_client, episode):
    assert keep(therapist_client, episode, also="knee").url == reverse("examination", args=[episode.pk])
    assert page(therapist_client, episode, "?also=knee&also=").status_code == 200


def test_after_signing_in_again_the_added_regions_are_still_there(therapist_client, episode):
    address = reverse("examination_sign", args=[episode.pk])
    answer = therapist_client.get(f"{address}?also=lumbar")
    assert answer.url == reverse("examination", args=[episode.pk]) + "?also=lumbar"


def everything() -> str:
    return "?" + "&".join(f"also={region.id}" for region in regions())


def test_everything_at_once_can_be_sent(therapist_client, episode):
    form = page(therapist_client, episode, everything()).context["form"]
    empty = dict.fromkeys(form.fields, "")
    assert len(empty) > 1000
    answer = therapist_client.post(
        reverse("examination", args=[episode.pk]), {**empty, **START, "tmj-opening-mid": "38"}
    )
    assert answer.status_code == 302
    assert RegionFinding.objects.get().region == "tmj"


def test_the_page_reads_the_same_number_of_times_for_much_and_little(therapist_client, episode):
    keep(therapist_client, episode, thoracic__rotation__L="33")
    counts = []
    for query in ("", everything()):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(therapist_client, episode, query)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_tables_that_hold_something_stand_open_and_long_ones_wait(therapist_client, episode):
    def is_open(block_id: str) -> dict[str, bool]:
        blocks = page(therapist_client, episode).context["blocks"]
        block = next(one for one in blocks if one.id == block_id)
        return {table.id: table.is_open for table in block.tables}

    assert is_open("thoracic")["thoracic-range"]
    assert not is_open("thoracic")["thoracic-segments"]
    keep(therapist_client, episode, thoracic__ppivm_t1_t2__mid="normal")
    assert is_open("thoracic")["thoracic-segments"]
    assert not is_open("thoracic")["thoracic-palpation"]
