"""The physical examination: measured, tested, signed, corrected."""

from decimal import Decimal

import pytest
from django.urls import reverse

from practice.models import Phase
from practice.signing import SignedRecordError, StaleDraftError
from records import actions
from records.errors import EpisodeClosedError, NotScreenedError
from records.examination_set import regions
from records.models import Examination, Measurement, RegionFinding
from tests import factories

FOUND = {
    "agreed": "on",
    "conclusion": "Beperkte rotatie naar links",
    "thoracic-rotation-L": "22,5",
    "thoracic-rotation-L-pain": "6",
    "thoracic-rotation-R": "40",
    "thoracic-rib_spring-L": "pos",
    "thoracic-rib_spring-remark": "Th5",
    "shoulder-strength_abduction-R": "4+",
    "draft_version": "0",
    "amends": "",
}


@pytest.fixture
def episode(therapist):
    return factories.screened_episode(therapist=therapist)


def address(name, episode) -> str:
    return reverse(name, args=[episode.pk])


def sign(client, episode, **changes):
    return client.post(address("examination_sign", episode), {**FOUND, **changes})


def errors(answer) -> set[str]:
    return set(answer.context["form"].errors)


def test_signing_keeps_what_was_measured_with_its_norm_and_moves_the_episode_on(therapist_client, episode):
    assert sign(therapist_client, episode).url == address("plan", episode)
    rotation = Measurement.objects.get(code="rotation", side="L")
    assert (rotation.value, rotation.pain) == (Decimal("22.5"), 6)
    assert (rotation.norm_low, rotation.norm_high, rotation.label_en) == (30, 50, "Rotation, seated")
    assert rotation.outside_norm
    episode.refresh_from_db()
    assert episode.phase == Phase.EXAMINED


def test_a_strength_between_two_steps_is_kept_as_it_is_written(therapist_client, episode):
    sign(therapist_client, episode)
    strength = Measurement.objects.get(region="shoulder")
    assert (strength.grade, strength.norm_grade, strength.outside_norm) == ("4+", "5", True)


def test_only_regions_with_findings_count_as_examined(therapist_client, episode):
    sign(therapist_client, episode, **{"cervical-nothing_found": "on"})
    assert set(RegionFinding.objects.values_list("region", flat=True)) == {"thoracic", "shoulder", "cervical"}
    page = therapist_client.get(address("examination", episode)).content.decode()
    assert "Nek" in page and "Onderrug" not in page


@pytest.mark.parametrize("value", ["400", "-5", "abc", "1e9", "NaN", "Infinity", "9" * 50])
def test_a_number_no_body_makes_is_refused_with_the_range_at_the_field(therapist_client, episode, value):
    answer = sign(therapist_client, episode, **{"thoracic-rotation-L": value})
    assert errors(answer) == {"thoracic-rotation-L"}
    assert "0" in str(answer.context["form"].errors) and "80" in str(answer.context["form"].errors)


def test_pain_is_from_0_to_10_and_belongs_to_a_movement(therapist_client, episode):
    assert errors(sign(therapist_client, episode, **{"thoracic-rotation-L-pain": "11"}))
    assert errors(sign(therapist_client, episode, **{"thoracic-rotation-L": ""})) == {"thoracic-rotation-L"}


def test_nothing_found_does_not_go_with_a_positive_test(therapist_client, episode):
    answer = sign(therapist_client, episode, **{"thoracic-nothing_found": "on"})
    assert errors(answer) == {"thoracic-nothing_found"}


def test_agreement_and_conclusion_are_asked_for_at_signing_only(therapist_client, episode):
    changes = {"agreed": "", "conclusion": ""}
    assert errors(sign(therapist_client, episode, **changes)) == {"agreed", "conclusion"}
    therapist_client.post(address("examination", episode), {**FOUND, **changes})
    assert not Examination.objects.get().is_signed


def test_no_examination_needed_is_recorded_with_the_reason(therapist_client, episode):
    told = {"not_needed": "on", "draft_version": "0", "amends": ""}
    answer = therapist_client.post(address("examination_sign", episode), told)
    assert errors(answer) == {"not_needed_reason"}
    therapist_client.post(
        address("examination_sign", episode), {**told, "not_needed_reason": "Vorige week onderzocht"}
    )
    assert Examination.objects.get().is_signed


def test_an_empty_examination_is_not_signed(therapist_client, episode):
    told = {"agreed": "on", "conclusion": "Niets", "draft_version": "0", "amends": ""}
    assert errors(therapist_client.post(address("examination_sign", episode), told)) == {"not_needed"}


def test_a_draft_comes_back_as_it_was_typed(therapist_client, episode):
    therapist_client.post(address("examination", episode), FOUND)
    form = therapist_client.get(address("examination", episode)).context["form"]
    shown = {name: form[name].value() for name in FOUND if name not in ("draft_version", "amends", "agreed")}
    assert shown["thoracic-rotation-L"] == "22,5" and shown["thoracic-rotation-R"] == "40"
    assert shown["thoracic-rib_spring-remark"] == "Th5"
    assert shown["shoulder-strength_abduction-R"] == "4+"


def test_saving_a_draft_again_replaces_its_rows(therapist_client, episode):
    therapist_client.post(address("examination", episode), FOUND)
    changed = {**FOUND, "draft_version": "1", "thoracic-rotation-R": ""}
    therapist_client.post(address("examination", episode), changed)
    assert not Measurement.objects.filter(code="rotation", side="R").exists()


def test_two_windows_see_both_values(therapist_client, episode):
    therapist_client.post(address("examination", episode), FOUND)
    answer = therapist_client.post(address("examination", episode), {**FOUND, "conclusion": "Anders"})
    assert [one.typed for one in answer.context["conflict"]["differences"]] == ["Anders"]


def test_signing_twice_signs_once(therapist_client, episode):
    sign(therapist_client, episode)
    assert sign(therapist_client, episode).url == address("examination", episode)
    assert Examination.objects.count() == 1


def test_a_signed_examination_and_its_measurements_are_frozen(therapist):
    episode = factories.examined_episode(therapist=therapist)
    row = Measurement.objects.filter(examination__episode=episode).first()
    row.value = 1
    with pytest.raises(SignedRecordError):
        row.save()


def test_a_correction_keeps_both_versions_and_leaves_the_phase_alone(therapist_client, therapist):
    episode = factories.examined_episode(therapist=therapist)
    factories.signed_plan(episode_=episode)
    first = Examination.objects.get()
    change = {"amends": first.pk, "amend_reason": "Kant verwisseld", "conclusion": "Rotatie rechts beperkt"}
    sign(therapist_client, episode, **change)
    page = therapist_client.get(address("examination", episode)).content.decode()
    assert "Rotatie rechts beperkt" in page and "Beperkte rotatie thoracaal" in page
    episode.refresh_from_db()
    assert episode.phase == Phase.PLANNED


def test_regions_of_the_complaint_stand_open(therapist_client, episode):
    blocks = therapist_client.get(address("examination", episode)).context["blocks"]
    assert {block.id for block in blocks if block.is_open} == {"cervical", "thoracic", "girdle"}


def test_no_examination_while_waiting_for_the_gp_or_before_the_screening(therapist):
    episode = factories.episode(therapist=therapist)
    told = {"data": {}, "regions": [], "measurements": [], "version": 0, "by": therapist}
    with pytest.raises(NotScreenedError):
        actions.save_examination(examination=Examination(episode=episode), **told)
    data = {"all_clear": False, "pattern": "unknown", "conclusion": "contact_gp", "advice_given": "Bel"}
    factories.review_intake(episode=episode, intake=None, data=data, decisions={}, version=0, by=therapist)
    with pytest.raises(NotScreenedError):
        actions.save_examination(examination=Examination(episode=episode), **told)


def test_no_examination_in_a_closed_episode(therapist, episode):
    episode.move_to(Phase.CLOSED)
    told = {"data": {}, "regions": [], "measurements": [], "version": 0, "by": therapist}
    with pytest.raises(EpisodeClosedError):
        actions.save_examination(examination=Examination(episode=episode), **told)


def test_a_second_first_examination_is_stale(therapist, episode):
    told = {"data": {}, "regions": [], "measurements": [], "version": 0, "by": therapist}
    actions.save_examination(examination=Examination(episode=episode), **told)
    with pytest.raises(StaleDraftError):
        actions.save_examination(examination=Examination(episode=episode), **told)


PAGES = ("examination", "examination_sign", "examination_amend")


@pytest.mark.parametrize("name", PAGES)
def test_the_examination_is_closed_to_others(name, desk, manager_client, other_therapist_client, episode):
    assert desk.get(address(name, episode)).status_code == 403
    assert manager_client.get(address(name, episode)).status_code == 403
    assert other_therapist_client.get(address(name, episode)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_other_methods_are_refused(therapist_client, episode, name):
    assert therapist_client.put(address(name, episode)).status_code == 405


@pytest.mark.parametrize("junk", [{}, {"draft_version": "x"}, {"thoracic-rib_spring-L": "yes\0"}])
def test_garbage_is_answered_with_the_form(therapist_client, episode, junk):
    for name in ("examination", "examination_sign"):
        assert therapist_client.post(address(name, episode), junk).status_code in (200, 302)


def test_codes_are_unique_and_limits_hold_the_norm():
    for region in regions():
        codes = [item.code for item in region.items]
        assert len(codes) == len(set(codes))
        for item in region.items:
            if item.is_number:
                assert item.min <= (item.low or item.min) <= (item.high or item.max) <= item.max
