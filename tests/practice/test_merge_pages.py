"""Two registrations beside each other on the screen: choosing, refusing, undoing."""

import pytest
from django.urls import reverse

from practice import actions
from practice.models import DifferentPeople, Patient, PatientMerge
from tests import factories
from tests.merge_world import double_of, merge
from tests.pages import main, page
from tests.planning_world import appointment

pytestmark = pytest.mark.django_db
BSN, OTHER_BSN = factories.TEST_BSNS[:2]
HUGE = 2**63


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist, city="Utrecht")


@pytest.fixture
def gone(kept) -> Patient:
    return double_of(kept, email="")


@pytest.fixture
def address(kept, gone) -> str:
    return reverse("patient_merge", args=[kept.pk, gone.pk])


def chosen(kept: Patient, gone: Patient, **choices: str) -> dict[str, object]:
    versions = {"kept_version": kept.version, "gone_version": gone.version}
    return {**versions, "phone": "kept", "email": "kept", "address": "kept", **choices}


def to_patient(patient: Patient) -> str:
    return reverse("patient_detail", args=[patient.pk])


def test_only_what_differs_is_asked_and_the_rest_is_folded(desk, address):
    shown = main(desk.get(address))
    assert shown.count('type="radio"') == 2 * 3  # phone, e-mail, address
    assert "equal fields" in shown
    assert "(empty)" in shown


def test_what_is_filled_in_is_chosen_before_what_is_empty(desk, kept, gone):
    shown = main(desk.get(reverse("patient_merge", args=[gone.pk, kept.pk])))
    assert 'name="email" value="gone"' in shown
    assert (
        shown.split('name="email" value="gone"')[1]
        .split(">")[0]
        .strip()
        .startswith(("class", "id", "checked"))
    )
    assert "checked" in shown.split('name="email" value="gone"')[1].split("</label>")[0].split(">")[0]


def test_what_goes_along_is_counted_and_nothing_clinical_is_said(desk, kept, gone, therapist, address):
    episode = factories.approved_plan(
        episode_=factories.screened_episode(therapist=therapist, patient_=gone)
    ).episode
    appointment(therapist=therapist, patient=gone, episode=episode)
    shown = main(desk.get(address))
    assert "1 episode, with its whole record" in shown
    assert "1 appointment" in shown
    assert episode.get_complaint_display() not in shown


def test_the_choice_is_carried_out(desk, kept, gone, address):
    response = desk.post(address, chosen(kept, gone, phone="gone"), follow=True)
    kept.refresh_from_db()
    assert str(kept.phone) == str(gone.phone)
    assert f"Registration {gone.number} lives on in {kept.number}" in page(response)
    assert reverse("patient_unmerge", args=[kept.pk, PatientMerge.objects.get().pk]) in page(response)


def test_a_choice_that_is_missing_is_asked_for(desk, kept, gone, address):
    response = desk.post(address, {**chosen(kept, gone), "phone": "neither"})
    assert "Choose which of the two is right" in page(response)
    assert not PatientMerge.objects.exists()


@pytest.mark.parametrize("odd", ["", "\x00", "🦴", "9" * 400, "-1", "x" * 5000])
def test_rubbish_in_a_choice_is_an_answer_and_not_a_crash(desk, kept, gone, address, odd):
    assert desk.post(address, dict.fromkeys(chosen(kept, gone), odd)).status_code == 200
    assert not PatientMerge.objects.exists()


def test_a_name_in_use_of_a_partner_needs_that_name(desk, receptionist, kept):
    married = {"partner_name": "Vries", "name_use": "partner"}
    gone = double_of(kept, **married, email=kept.email)
    choices = {"name_use": "gone", "partner_name": "kept"}
    response = desk.post(reverse("patient_merge", args=[kept.pk, gone.pk]), chosen(kept, gone, **choices))
    assert "needs a partner" in page(response)


def test_two_different_bsns_are_a_warning_and_both_are_masked(desk, receptionist):
    one, other = (factories.patient(by=receptionist, bsn=bsn) for bsn in (BSN, OTHER_BSN))
    shown = page(desk.get(reverse("patient_merge", args=[one.pk, other.pk])))
    assert "Two different BSNs" in shown
    assert BSN not in shown and OTHER_BSN not in shown


def test_what_a_colleague_changed_meanwhile_is_looked_at_again(desk, receptionist, kept, gone, address):
    choice = chosen(kept, gone)
    actions.change_patient(patient=gone, data={"city": "Zeist"}, version=gone.version, by=receptionist)
    response = desk.post(address, choice, follow=True)
    assert "A colleague changed one of these" in page(response)
    assert "Zeist" in page(response)


def test_who_comes_second_reads_that_it_is_done(desk, kept, gone, address):
    choice = chosen(kept, gone)
    desk.post(address, choice)
    response = desk.post(address, choice, follow=True)
    assert f"Registration {gone.number} was made one with this one" in page(response)
    assert PatientMerge.objects.count() == 1


def test_the_page_of_who_is_gone_leads_on_and_says_so(desk, kept, gone):
    merge(kept=kept, gone=gone)
    response = desk.get(to_patient(gone), follow=True)
    assert response.redirect_chain[-1][0] == to_patient(kept)
    assert f"Registration {gone.number} was made one with this one" in page(response)


def test_another_page_of_who_is_gone_leads_to_the_same_page(desk, kept, gone):
    merge(kept=kept, gone=gone)
    response = desk.get(reverse("patient_edit", args=[gone.pk]))
    assert response["Location"] == reverse("patient_edit", args=[kept.pk])


def test_what_is_sent_to_who_is_gone_is_not_saved_in_silence(desk, kept, gone):
    merge(kept=kept, gone=gone)
    response = desk.post(reverse("representative_add", args=[gone.pk]), {"name": "Els"}, follow=True)
    assert "Nothing was saved; do it here" in page(response)


def test_a_stranger_learns_nothing_of_who_is_gone(other_therapist_client, therapist, kept, gone):
    factories.episode(therapist=therapist, patient_=gone)
    merge(kept=kept, gone=gone)
    assert other_therapist_client.get(to_patient(gone)).status_code == 404


def test_a_therapist_is_led_to_the_own_patient(therapist_client, therapist, kept, gone):
    factories.episode(therapist=therapist, patient_=gone)
    merge(kept=kept, gone=gone)
    assert therapist_client.get(to_patient(gone))["Location"] == to_patient(kept)


def test_the_way_back_asks_once(desk, kept, gone):
    made = merge(kept=kept, gone=gone)
    address = reverse("patient_unmerge", args=[kept.pk, made.pk])
    assert f"Made one with {gone.number}" in page(desk.get(address))
    assert Patient.objects.get(pk=gone.pk).merged_into == kept
    response = desk.post(address, follow=True)
    assert "are two registrations again" in page(response)
    assert Patient.objects.get(pk=gone.pk).merged_into is None


def test_the_way_back_names_what_keeps_its_later_value(desk, receptionist, kept, gone):
    made = merge(kept=kept, gone=gone, taken=("phone",))
    row = Patient.objects.get(pk=kept.pk)
    actions.change_patient(patient=row, data={"phone": ""}, version=row.version, by=receptionist)
    response = desk.post(reverse("patient_unmerge", args=[kept.pk, made.pk]), follow=True)
    assert f"Changed after the merge, and kept at {kept.number}: Phone." in page(response)


def test_who_undoes_second_reads_that_it_is_done(desk, kept, gone):
    made = merge(kept=kept, gone=gone)
    address = reverse("patient_unmerge", args=[kept.pk, made.pk])
    desk.post(address)
    assert "This was undone already" in page(desk.post(address, follow=True))


def test_two_people_are_told_apart_from_the_list(desk, kept, gone):
    response = desk.post(reverse("patient_apart", args=[kept.pk, gone.pk]), follow=True)
    assert "are two people" in page(response)
    assert DifferentPeople.objects.filter(first=kept, second=gone).exists()


def test_who_was_told_apart_is_merged_only_with_a_warning(desk, receptionist, kept, gone, address):
    actions.tell_apart(first=kept, second=gone, by=receptionist)
    assert "Somebody said before that these are two people" in page(desk.get(address))


def test_two_that_the_list_does_not_know_are_compared_by_number(desk, receptionist, kept):
    other = factories.patient(by=receptionist, birth_name="Visser", phone="")
    numbers = {"first": other.number, "second": kept.number}
    response = desk.get(reverse("doubles"), numbers)
    assert response["Location"] == reverse("patient_merge", args=[kept.pk, other.pk])


@pytest.mark.parametrize("odd", ["0", "x", "\x00", "9" * 400, "²"])
def test_a_number_that_nobody_has_is_answered_with_a_sentence(desk, kept, odd):
    response = desk.get(reverse("doubles"), {"first": odd, "second": kept.number}, follow=True)
    assert "Type two different patient numbers" in page(response)


def test_without_doubles_the_list_says_what_it_is_for(desk, practice):
    assert "No registrations look like one person" in page(desk.get(reverse("doubles")))


@pytest.mark.parametrize("name", ["patient_merge", "patient_apart", "patient_unmerge"])
def test_numbers_of_nobody_are_not_found(desk, kept, name):
    assert desk.get(reverse(name, args=[kept.pk, HUGE])).status_code == 404
    assert desk.post(reverse(name, args=[HUGE, kept.pk])).status_code == 404


def test_a_registration_and_itself_lead_to_its_page(desk, kept):
    assert desk.get(reverse("patient_merge", args=[kept.pk, kept.pk]))["Location"] == to_patient(kept)
