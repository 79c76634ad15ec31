"""Two registrations of one person become one, and two again: nothing is lost on either way."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from practice import actions, audit, waiting
from practice.models import (
    AuditEvent,
    DifferentPeople,
    Episode,
    Patient,
    PatientMerge,
    WaitingEntry,
)
from records.models import History
from tests import factories
from tests.merge_world import double_of, merge
from tests.pages import page
from tests.planning_world import appointment

pytestmark = pytest.mark.django_db
BSN, OTHER_BSN = factories.TEST_BSNS[:2]


@pytest.fixture
def kept(receptionist) -> Patient:
    return factories.patient(by=receptionist, postcode="1234 AB", house_number=12)


@pytest.fixture
def gone(kept) -> Patient:
    return double_of(kept)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_the_one_lives_on_in_the_other(kept, gone, receptionist):
    merge(kept=kept, gone=gone, by=receptionist)
    assert now(gone).merged_into == kept
    assert list(Patient.objects.standing()) == [kept]


def test_only_the_chosen_fields_come_along(kept, gone):
    Patient.objects.filter(pk=gone.pk).update(email="nieuw@example.org")
    merge(kept=kept, gone=gone, taken=("phone",))
    assert str(now(kept).phone) == str(gone.phone)
    assert now(kept).email == kept.email


def test_the_record_goes_along_as_it_was_signed(kept, gone, therapist):
    episode = factories.screened_episode(therapist=therapist, patient_=gone)
    history = factories.signed_history(episode_=episode)
    merge(kept=kept, gone=gone)
    assert History.objects.get(pk=history.pk).episode.patient == kept


def test_both_may_have_an_open_episode_for_one_complaint(kept, gone, therapist):
    for patient in (kept, gone):
        factories.episode(therapist=therapist, patient_=patient, complaint="neck")
    merge(kept=kept, gone=gone)
    assert kept.episodes.open().filter(complaint="neck").count() == 2


def test_whoever_treats_sees_who_was_kept(kept, gone, therapist):
    factories.episode(therapist=therapist, patient_=gone)
    merge(kept=kept, gone=gone)
    assert list(Patient.objects.visible_to(therapist)) == [kept]


def test_appointments_go_along_even_at_the_same_time(kept, gone, therapist, other_therapist):
    mine = appointment(therapist=therapist, patient=kept)
    theirs = appointment(therapist=other_therapist, patient=gone)
    merge(kept=kept, gone=gone)
    assert {now(mine).patient, now(theirs).patient} == {kept}


def test_who_speaks_for_both_stands_there_once(kept, gone, receptionist):
    els = {"name": "Els", "relation": "partner"}
    for patient, data in ((kept, els), (gone, els), (gone, {**els, "name": "Wim"})):
        actions.add_representative(patient=patient, data=data, by=receptionist)
    merge(kept=kept, gone=gone)
    assert sorted(row.name for row in kept.representatives.all()) == ["Els", "Wim"]


def wait(patient: Patient, days: int, by) -> WaitingEntry:
    entry = actions.add_waiting(patient=patient, kind="waiting", by=by)
    WaitingEntry.objects.filter(pk=entry.pk).update(since=timezone.now() - datetime.timedelta(days=days))
    return entry


def test_nobody_waits_twice_and_the_longest_wait_counts(kept, gone, receptionist):
    short, long = wait(kept, 3, receptionist), wait(gone, 30, receptionist)
    made = merge(kept=kept, gone=gone)
    assert list(WaitingEntry.objects.open()) == [long]
    actions.undo_merge(merge=made, by=receptionist)
    assert {row.patient for row in WaitingEntry.objects.open()} == {now(short).patient, now(long).patient}
    assert {now(short).patient, now(long).patient} == {kept, gone}


def test_the_log_of_both_is_the_log_of_one(kept, gone, receptionist):
    merge(kept=kept, gone=gone, by=receptionist)
    lines = [(line.verb, line.patient) for line in audit.of_patient(kept)]
    assert ("patient.registered", gone) in lines
    assert {("patient.merged", kept), ("patient.merged", gone)} <= set(lines)


def test_the_log_names_the_fields_and_no_values(kept, gone):
    merge(kept=kept, gone=gone, taken=("phone", "email"))
    line = AuditEvent.objects.filter(verb="patient.merged").first()
    assert line.changed_fields == ["email", "phone"]
    assert line.subject_label == f"{kept.number}, {gone.number}"


def with_bsn(patient: Patient, bsn: str, by) -> Patient:
    identity = {"kind": "passport", "number": "SPECI2014"}
    return actions.change_patient(
        patient=patient, data={"bsn": bsn}, version=now(patient).version, identity=identity, by=by
    )


def test_a_bsn_moves_with_the_document_that_was_seen(kept, gone, receptionist):
    with_bsn(gone, BSN, receptionist)
    made = merge(kept=kept, gone=gone, taken=("bsn",))
    assert (now(kept).bsn, now(gone).bsn) == (BSN, None)
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn) == (None, BSN)


def test_after_the_undo_the_document_is_of_the_other_again(kept, gone, receptionist):
    """The database itself refuses a BSN for who was never identified."""
    with_bsn(gone, BSN, receptionist)
    actions.undo_merge(merge=merge(kept=kept, gone=gone, taken=("bsn",)), by=receptionist)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.change_patient(
            patient=kept, data={"bsn": OTHER_BSN}, version=now(kept).version, by=receptionist
        )


def test_two_bsns_change_places_and_back(kept, gone, receptionist):
    with_bsn(kept, BSN, receptionist)
    with_bsn(gone, OTHER_BSN, receptionist)
    made = merge(kept=kept, gone=gone, taken=("bsn",))
    assert now(kept).bsn == OTHER_BSN
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn) == (BSN, OTHER_BSN)


def test_a_bsn_that_somebody_else_got_meanwhile_stays_there(kept, gone, receptionist):
    with_bsn(kept, BSN, receptionist)
    with_bsn(gone, OTHER_BSN, receptionist)
    made = merge(kept=kept, gone=gone, taken=("bsn",))
    third = factories.patient(by=receptionist, bsn=BSN)
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(kept).bsn, now(gone).bsn, now(third).bsn) == (None, OTHER_BSN, BSN)


def test_an_undone_merge_leaves_everything_as_it_was(kept, gone, therapist, receptionist):
    episode = factories.episode(therapist=therapist, patient_=gone)
    booked = appointment(therapist=therapist, patient=gone)
    before = [Patient.objects.filter(pk=row.pk).values().get() for row in (kept, gone)]
    made = merge(kept=kept, gone=gone, taken=("phone", "street", "postcode", "house_number"))
    assert actions.undo_merge(merge=made, by=receptionist) == []
    after = [Patient.objects.filter(pk=row.pk).values().get() for row in (kept, gone)]
    for values in (*before, *after):
        del values["version"]
    assert after == before
    assert {now(episode).patient, now(booked).patient} == {gone}
    assert now(episode).came_with is None


def test_what_was_changed_after_the_merge_keeps_the_later_value(kept, gone, receptionist):
    made = merge(kept=kept, gone=gone, taken=("phone", "email"))
    row = now(kept)
    actions.change_patient(patient=row, data={"phone": "+31600000000"}, version=row.version, by=receptionist)
    assert actions.undo_merge(merge=made, by=receptionist) == ["phone"]
    assert (str(now(kept).phone), now(kept).email) == ("+31600000000", kept.email)


def test_what_was_added_to_an_episode_goes_back_with_it(kept, gone, therapist, receptionist):
    episode = factories.episode(therapist=therapist, patient_=gone)
    made = merge(kept=kept, gone=gone)
    booked = appointment(therapist=therapist, patient=kept, episode=now(episode))
    own = appointment(therapist=therapist, patient=kept, time="13:30")
    actions.undo_merge(merge=made, by=receptionist)
    assert (now(booked).patient, now(own).patient) == (gone, kept)


def test_a_patient_from_a_file_comes_back_as_it_was(kept, gone, receptionist):
    """What is taken over from a file has no versions of its own yet."""
    kept.history.all().delete()
    gone.history.all().delete()
    made = merge(kept=kept, gone=gone, taken=("phone",))
    actions.undo_merge(merge=made, by=receptionist)
    assert str(now(kept).phone) == str(kept.phone)


def test_three_registrations_are_one_and_three_again(kept, gone, therapist, receptionist):
    third = factories.patient(by=receptionist)
    episode = factories.episode(therapist=therapist, patient_=third)
    first = merge(kept=gone, gone=third)
    second = merge(kept=kept, gone=gone)
    assert {now(third).merged_into, now(episode).patient} == {kept}
    with pytest.raises(actions.LaterMergeError):
        actions.undo_merge(merge=first, by=receptionist)
    actions.undo_merge(merge=second, by=receptionist)
    assert {now(third).merged_into, now(episode).patient} == {gone}
    assert now(episode).came_with == first
    actions.undo_merge(merge=first, by=receptionist)
    assert (now(third).merged_into, now(episode).patient, now(episode).came_with) == (None, third, None)


def test_nobody_goes_round_in_circles(kept, gone):
    merge(kept=kept, gone=gone)
    for pair in ({"kept": gone, "gone": kept}, {"kept": kept, "gone": gone}):
        with pytest.raises(actions.MergedAwayError):
            merge(**pair)


def test_a_registration_and_itself_are_no_pair(kept, receptionist):
    with pytest.raises(actions.SamePatientError):
        merge(kept=kept, gone=kept)
    with pytest.raises(actions.SamePatientError):
        actions.tell_apart(first=kept, second=kept, by=receptionist)


def test_a_choice_about_an_older_version_is_refused(kept, gone, receptionist):
    actions.change_patient(patient=gone, data={"city": "Utrecht"}, version=gone.version, by=receptionist)
    versions = {"kept_version": kept.version, "gone_version": gone.version}
    with pytest.raises(actions.StaleMergeError):
        actions.merge_patients(kept=kept, gone=gone, taken=(), **versions, by=receptionist)
    assert not PatientMerge.objects.exists()


def test_undone_twice_is_undone_once(kept, gone, receptionist):
    made = merge(kept=kept, gone=gone)
    actions.undo_merge(merge=made, by=receptionist)
    with pytest.raises(actions.MergeUndoneError):
        actions.undo_merge(merge=made, by=receptionist)


def test_what_was_undone_can_be_done_again(kept, gone, receptionist):
    actions.undo_merge(merge=merge(kept=kept, gone=gone), by=receptionist)
    merge(kept=gone, gone=kept)
    assert now(kept).merged_into == gone


def test_two_open_episodes_after_an_undo_stand_in_nobodys_way(kept, gone, therapist, receptionist):
    """One of them was closed at first, and opened again while both hung on who was kept."""
    episodes = []
    for _ in range(2):
        episodes.append(factories.episode(therapist=therapist, patient_=gone, complaint="neck"))
        episodes[-1].move_to("closed")
    made = merge(kept=kept, gone=gone)
    for episode in episodes:
        now(episode).reopen("screened")
    actions.undo_merge(merge=made, by=receptionist)
    assert Episode.objects.open().filter(patient=gone, complaint="neck").count() == 2


def test_telling_apart_twice_is_one_line_in_the_log(kept, gone, receptionist):
    actions.tell_apart(first=gone, second=kept, by=receptionist)
    actions.tell_apart(first=kept, second=gone, by=receptionist)
    assert DifferentPeople.objects.count() == 1
    assert AuditEvent.objects.filter(verb="patient.told_apart").count() == 2  # one on each of the two


def test_registering_on_purpose_remembers_that_they_are_two(kept, receptionist):
    data = factories.patient_data(first_name="Sanne")
    made = actions.register_patient(data=data, different_from=[kept], by=receptionist)
    assert DifferentPeople.objects.get(first=kept).second == made


def test_the_document_that_was_seen_counts_for_who_is_kept(desk, kept, gone, receptionist):
    actions.check_identity(patient=gone, kind="passport", number="SPECI2014", by=receptionist)
    merge(kept=kept, gone=gone)
    shown = page(desk.get(reverse("patient_detail", args=[kept.pk])))
    assert "••••••014" in shown


def test_an_attempt_to_reach_the_one_counts_for_the_other(kept, gone, receptionist):
    attempt = actions.record_contact(patient=gone, way="phone", outcome="no_answer", by=receptionist)
    wait(kept, 3, receptionist)
    merge(kept=kept, gone=gone)
    rows = waiting.rows(waiting.in_order(WaitingEntry.objects.open()), timezone.now())
    assert [row.tried.last for row in rows] == [attempt]
