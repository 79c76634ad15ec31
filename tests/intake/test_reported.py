"""What the patient wrote beside what we have: the desk takes over or leaves, nothing overwrites by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake import actions
from intake import desk as intake_desk
from intake.models import Intake, ReportedField
from intake.registration import newest_report
from practice.actions import StalePatientError, change_patient
from practice.models import AuditEvent, Episode, GeneralPractitioner, Patient
from tests import factories
from tests.intake.details_world import MOVED, decide, submitted
from tests.pages import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def episode(therapist, receptionist) -> Episode:
    return factories.episode(therapist=therapist, by=receptionist)


def address(episode: Episode) -> str:
    return reverse("intake_reported", args=[episode.pk])


def shown(client, episode: Episode) -> str:
    return main(client.get(address(episode)))


def patient() -> Patient:
    return Patient.objects.select_related("general_practitioner").get()


def states() -> dict[str, str]:
    return dict(ReportedField.objects.values_list("field", "state"))


def changed(episode: Episode, by, **data: object) -> None:
    """A colleague changes the registration on the patient's page."""
    change_patient(patient=episode.patient, data=data, version=patient().version, by=by)


# Side by side


def test_what_differs_stands_beside_what_we_have(desk, episode):
    submitted(episode, email="new@example.org")
    page = shown(desk, episode)
    assert "differs" in page
    assert "sanne@example.org" in page
    assert "new@example.org" in page


def test_what_we_have_nothing_of_is_new(desk, episode):
    submitted(episode, **MOVED)
    page = shown(desk, episode)
    assert "Kerkstraat" in page
    assert "new" in page
    assert "differs" not in page


def test_what_is_equal_is_folded_away_and_asks_nothing(desk, episode):
    submitted(episode, phone="+31612345678", email="new@example.org")
    page = shown(desk, episode)
    assert "1 detail is the same as we have" in page
    assert 'name="phone"' not in page


def test_nothing_is_chosen_beforehand(desk, episode):
    submitted(episode, email="new@example.org", **MOVED)
    assert "checked" not in shown(desk, episode)


def test_an_intake_in_which_nothing_was_written_says_so(desk, episode):
    factories.submitted_intake(episode_=episode)
    assert "Nothing was filled in" in shown(desk, episode)


def test_what_is_not_sent_yet_is_not_for_the_desk(desk, episode):
    made, _token = actions.invite_patient(episode=episode, by=episode.opened_by)
    ReportedField.objects.create(intake=made.intake, field="email", value="new@example.org")
    assert "new@example.org" not in shown(desk, episode)


# Decided


def test_the_desk_takes_one_over_and_leaves_another(desk, episode):
    submitted(episode, email="new@example.org", first_name="San")
    response = decide(desk, episode, email="accept", first_name="leave")
    assert response["Location"] == reverse("patient_detail", args=[episode.patient_id])
    assert (patient().email, patient().first_name) == ("new@example.org", "Sanne")
    assert states() == {"email": "accepted", "first_name": "left"}


def test_it_is_kept_who_decided_and_the_log_says_on_which_lines(desk, episode, receptionist):
    submitted(episode, email="new@example.org")
    decide(desk, episode, email="accept")
    row = ReportedField.objects.get()
    assert row.decided_by == receptionist
    assert str(receptionist) in shown(desk, episode)
    assert AuditEvent.objects.get(verb="reported.decided").changed_fields == ["email"]
    assert AuditEvent.objects.get(verb="patient.changed").changed_fields == ["email"]


def test_what_is_not_chosen_waits_on(desk, episode):
    submitted(episode, email="new@example.org", first_name="San")
    assert decide(desk, episode, email="accept")["Location"] == address(episode)
    assert states() == {"email": "accepted", "first_name": ""}


def test_saving_without_a_choice_says_what_to_do(desk, episode):
    submitted(episode, email="new@example.org")
    assert "Choose for at least one line." in main(decide(desk, episode))
    assert patient().email == "sanne@example.org"


def test_an_address_is_taken_over_whole(desk, episode, receptionist):
    changed(episode, receptionist, street="Oude weg", house_number=1, house_letter="A", postcode="1011 AB")
    submitted(episode, **MOVED)
    decide(desk, episode, address="accept")
    assert patient().address == "Kerkstraat 5 bis, 3512 JE Utrecht"


def test_a_single_letter_behind_the_number_is_the_house_letter(desk, episode):
    submitted(episode, **{**MOVED, "house_addition": "b"})
    decide(desk, episode, address="accept")
    assert (patient().house_letter, patient().house_addition) == ("B", "")


def test_all_that_is_new_is_taken_over_in_one_go(desk, episode, receptionist):
    changed(episode, receptionist, first_name="", phone="")
    submitted(episode, first_name="San", phone="+31687654321", email="new@example.org")
    decide(desk, episode, all_new="1")
    assert (patient().first_name, str(patient().phone)) == ("San", "+31687654321")
    assert states() == {"first_name": "accepted", "phone": "accepted", "email": ""}


def test_taken_over_by_mistake_is_changed_back_on_the_page_of_the_patient(desk, episode, receptionist):
    submitted(episode, email="new@example.org")
    decide(desk, episode, email="accept")
    changed(episode, receptionist, email="sanne@example.org")
    assert "Nothing left to decide" in shown(desk, episode)
    assert desk_sees(episode) == 0


# The general practitioner


def test_a_gp_in_our_list_is_recognised_by_surname(desk, episode):
    known = GeneralPractitioner.objects.create(name="R. Zandstra", practice_name="Centrum", city="Utrecht")
    submitted(episode, gp_name="dokter Zandstra", gp_practice="Centrum")
    assert "take over as R. Zandstra, Centrum, Utrecht" in shown(desk, episode)
    decide(desk, episode, practitioner=f"known-{known.pk}")
    assert patient().general_practitioner == known
    assert GeneralPractitioner.objects.count() == 1


def test_a_gp_we_do_not_know_comes_into_the_list(desk, episode):
    submitted(episode, gp_name="P. Nieuw", gp_practice="De Linde")
    decide(desk, episode, practitioner="accept")
    assert str(patient().general_practitioner) == "P. Nieuw, De Linde"


def test_all_that_is_new_does_not_choose_between_gps(desk, episode):
    GeneralPractitioner.objects.create(name="R. Zandstra")
    submitted(episode, gp_name="Zandstra", **MOVED)
    decide(desk, episode, all_new="1")
    assert patient().general_practitioner is None
    assert patient().street == "Kerkstraat"


# Colleagues, and the patient who sends again


def test_a_change_of_a_colleague_in_between_is_shown_and_asked_about_again(desk, episode, receptionist):
    submitted(episode, email="new@example.org")
    form = desk.get(address(episode)).context["form"]
    changed(episode, receptionist, email="other@example.org")
    sent = {"report": form.report.pk, "version": form.version, "email": "accept"}
    page = main(desk.post(address(episode), sent))
    assert "A colleague changed this registration in the meantime" in page
    assert "other@example.org" in page
    assert patient().email == "other@example.org"
    assert "checked" in page  # the choice stands, to be looked at


def test_what_a_colleague_decided_is_not_decided_twice(desk, episode):
    submitted(episode, email="new@example.org", first_name="San")
    form = desk.get(address(episode)).context["form"]
    decide(desk, episode, email="leave")
    with pytest.raises(actions.OvertakenReportError):
        actions.decide_reported(
            report=form.report,
            accepted=["email"],
            left=[],
            version=form.version,
            by=episode.opened_by,
        )


def test_a_newer_form_of_the_patient_is_shown_before_anything_is_taken_over(desk, episode):
    old = submitted(episode, email="new@example.org")
    version = patient().version
    submitted(episode, email="newest@example.org")
    sent = {"report": old.pk, "version": version, "email": "accept"}
    page = main(desk.post(address(episode), sent))
    assert "or the patient sent it again" in page
    assert "newest@example.org" in page
    assert "checked" not in page
    assert patient().email == "sanne@example.org"


def test_the_version_is_checked_by_the_action_too(episode, receptionist):
    report = submitted(episode, email="new@example.org")
    changed(episode, receptionist, phone="+31687654321")
    with pytest.raises(StalePatientError):
        actions.decide_reported(report=report, accepted=["email"], left=[], version=1, by=receptionist)
    assert states() == {"email": ""}


# Who may, and what it never reads


def test_a_therapist_leaves_the_registration_to_the_desk(therapist_client, episode):
    submitted(episode, email="new@example.org")
    assert therapist_client.get(address(episode)).status_code == 403
    page = main(therapist_client.get(reverse("patient_detail", args=[episode.patient_id])))
    assert "to look at" not in page


def test_the_page_reads_no_answers(desk, episode):
    submitted(episode, email="new@example.org")
    with CaptureQueriesContext(connection) as captured:
        decide(desk, episode, email="accept")
        shown(desk, episode)
    asked = " ".join(query["sql"] for query in captured)
    for column in ("answers", "unfinished", "emergency_rules", "outcome", "level", "not_answered"):
        assert f'"intake_intake"."{column}"' not in asked
    assert "intake_answer" not in asked
    assert "intake_finding" not in asked


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 5000, "²", "\x00"])
@pytest.mark.parametrize("name", ["version", "report", "email"])
def test_nonsense_changes_nothing(desk, episode, name, value):
    submitted(episode, email="new@example.org")
    assert decide(desk, episode, **{"email": "accept", name: value}).status_code == 200
    assert patient().email == "sanne@example.org"


def test_an_episode_there_is_none_of(desk, practice):
    assert desk.get("/episodes/999/intake/registration/").status_code == 404
    assert desk.get(f"/episodes/{2**64}/intake/registration/").status_code == 404


# The lamp


def desk_sees(episode: Episode) -> int:
    return intake_desk.to_look_at(Episode.objects.get(pk=episode.pk))


def test_the_card_of_the_episode_counts_what_waits(desk, episode):
    submitted(episode, email="new@example.org", phone="+31612345678", **MOVED)
    page = main(desk.get(reverse("patient_detail", args=[episode.patient_id])))
    assert "2 details to look at" in page
    assert address(episode) in page


def test_the_day_list_is_led_to_the_details_and_without_them_to_the_patient(episode):
    submitted(episode, email="new@example.org")
    assert intake_desk.inbox_url(Episode.objects.get()) == address(episode)
    ReportedField.objects.all().delete()
    assert intake_desk.inbox_url(Episode.objects.get()).endswith(f"#episode-{episode.pk}")


def test_an_older_form_no_longer_counts_once_a_newer_one_says_something(episode):
    submitted(episode, email="new@example.org")
    newer = submitted(episode, first_name="San")
    assert newest_report(Episode.objects.get()) == Intake.objects.get(pk=newer.pk)
    assert desk_sees(episode) == 1
