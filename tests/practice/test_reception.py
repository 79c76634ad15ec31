"""Registering at the desk: nothing typed is lost, nobody is registered twice, colleagues do not collide."""

import pytest
from django.urls import reverse

from practice import actions
from practice.models import AuditEvent, Episode, Patient
from tests import factories
from tests.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def patient(receptionist) -> Patient:
    return factories.patient(by=receptionist, city="Utrecht")


def typed(**extra: object) -> dict[str, object]:
    return {
        "initials": "J.",
        "birth_name": "Jansen",
        "name_use": "birth",
        "birth_date": "02-03-1961",
        "sex": "m",
        "language": "nl",
        **extra,
    }


def test_a_patient_is_registered(desk):
    response = desk.post(reverse("patient_register"), typed(phone="06 12345678"), follow=True)
    patient = Patient.objects.get()
    assert response.redirect_chain[-1][0] == reverse("patient_detail", args=[patient.pk])
    assert f"registered as patient {patient.number}" in page(response)


def test_what_was_typed_stays_after_a_mistake(desk):
    response = desk.post(reverse("patient_register"), typed(street="Dorpsstraat", bsn="999990018"))
    for text in ('value="Jansen"', 'value="02-03-1961"', 'value="Dorpsstraat"', 'value="999990018"'):
        assert text in page(response)
    assert "a digit is wrong" in page(response)
    assert not Patient.objects.exists()


def test_the_list_of_mistakes_leads_to_the_fields(desk):
    response = desk.post(reverse("patient_register"), typed(birth_date="soon"))
    assert 'href="#id_birth_date"' in page(response)


def test_registering_with_a_link_goes_on_to_the_link(desk, therapist):
    first = {"complaint": "neck", "therapist": therapist.pk, "send_to": "screen"}
    response = desk.post(reverse("patient_register"), typed(**first), follow=True)
    episode = Patient.objects.get().episodes.get()
    assert response.redirect_chain[-1][0] == reverse("intake_link", args=[episode.pk])
    assert "data:image/svg" in page(response)


def test_a_lookalike_is_shown_and_registered_only_on_purpose(desk, patient):
    double = typed(initials="S.", birth_name="van den Berg", birth_date="12-04-1985", sex="f")
    response = desk.post(reverse("patient_register"), double)
    assert "Already known?" in page(response)
    assert reverse("patient_detail", args=[patient.pk]) in page(response)
    desk.post(reverse("patient_register"), {**double, "not_same": patient.pk})
    assert Patient.objects.count() == 2


def test_a_known_bsn_leads_to_whoever_has_it(desk, receptionist):
    known = factories.patient(by=receptionist, bsn="999990019")
    response = desk.post(reverse("patient_register"), typed(bsn="999990019"))
    assert reverse("patient_detail", args=[known.pk]) in page(response)


def test_a_bsn_that_a_colleague_took_a_moment_ago_is_explained(desk, receptionist, monkeypatch):
    factories.patient(by=receptionist, bsn="999990019")
    monkeypatch.setattr("practice.forms.patient.PatientForm._other_with", lambda form, bsn: None)
    seen = {"document_kind": "passport", "document_number": "SPECI2014"}
    response = desk.post(reverse("patient_register"), typed(**seen, bsn="999990019"))
    assert "A colleague has just registered this BSN" in page(response)


def test_a_search_that_found_nobody_fills_the_form(desk):
    response = desk.get(reverse("patient_register"), {"q": "piet de boer 1-2-1970"})
    for value in ("Piet", "de", "Boer", "01-02-1970"):
        assert f'value="{value}"' in page(response)


def edited(patient: Patient, **extra: object) -> dict[str, object]:
    """The form as the browser sends it back, with some fields changed."""
    return {
        "version": patient.version,
        "initials": patient.initials,
        "first_name": patient.first_name,
        "prefix": patient.prefix,
        "birth_name": patient.birth_name,
        "name_use": patient.name_use,
        "birth_date": f"{patient.birth_date:%d-%m-%Y}",
        "sex": patient.sex,
        "language": patient.language,
        "phone": str(patient.phone),
        "email": patient.email,
        "city": patient.city,
        **extra,
    }


def test_registration_data_are_changed(desk, patient):
    desk.post(reverse("patient_edit", args=[patient.pk]), edited(patient, city="Zeist"))
    assert Patient.objects.get().city == "Zeist"


def test_two_people_editing_lose_nothing(desk, patient, receptionist):
    mine = edited(patient, city="Zeist")
    phone = {"city": "Ede", "street": "Dorpsstraat"}
    actions.change_patient(patient=patient, data=phone, version=1, by=receptionist)
    response = desk.post(reverse("patient_edit", args=[patient.pk]), mine)
    assert "A colleague changed this registration" in page(response)
    assert Patient.objects.get().city == "Ede"
    assert "<td" in page(response)
    assert {"Zeist", "Ede"} <= {change.mine for change in response.context["changes"]} | {
        change.theirs for change in response.context["changes"]
    }
    assert 'value="Zeist"' in page(response)
    assert 'value="Dorpsstraat"' in page(response)


def test_saving_again_after_a_collision_keeps_both_changes(desk, patient, receptionist):
    mine = edited(patient, city="Zeist")
    actions.change_patient(patient=patient, data={"street": "Dorpsstraat"}, version=1, by=receptionist)
    response = desk.post(reverse("patient_edit", args=[patient.pk]), mine)
    form = response.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    desk.post(reverse("patient_edit", args=[patient.pk]), again)
    saved = Patient.objects.get()
    assert (saved.city, saved.street) == ("Zeist", "Dorpsstraat")


def test_what_only_a_colleague_changed_is_taken_over(desk, patient, receptionist):
    mine = edited(patient, first_name="Sanneke")
    gp = {"name": "dr. Vermeer", "practice_name": "", "city": "", "phone": ""}
    theirs = {"phone": "+31201234567", "language": "en"}
    actions.change_patient(patient=patient, data=theirs, general_practitioner=gp, version=1, by=receptionist)
    form = desk.post(reverse("patient_edit", args=[patient.pk]), mine).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    desk.post(reverse("patient_edit", args=[patient.pk]), again)
    saved = Patient.objects.get()
    assert (saved.first_name, saved.phone.as_e164, saved.language) == ("Sanneke", "+31201234567", "en")
    assert saved.general_practitioner.name == "dr. Vermeer"


def test_a_representative_is_added(desk, patient):
    data = {"name": "Els de Wit", "relation": "mentor", "phone": "06 12345678"}
    desk.post(reverse("representative_add", args=[patient.pk]), data)
    assert patient.representatives.get().name == "Els de Wit"


def test_an_episode_is_opened(desk, patient, therapist):
    data = {"complaint": "neck", "therapist": therapist.pk}
    response = desk.post(reverse("episode_open", args=[patient.pk]), data)
    assert response.status_code == 302
    assert patient.episodes.get().therapist == therapist


def test_an_episode_that_a_colleague_opened_a_moment_ago_is_explained(desk, patient, therapist, monkeypatch):
    def open_twice(**values: object) -> None:
        Episode.objects.create(opened_by=values.pop("by"), **values)
        monkeypatch.undo()
        actions.open_episode(**values, by=therapist)

    monkeypatch.setattr("practice.actions.open_episode", open_twice)
    data = {"complaint": "neck", "therapist": therapist.pk}
    response = desk.post(reverse("episode_open", args=[patient.pk]), data)
    assert "open since" in page(response)


@pytest.fixture
def episode(patient, therapist) -> Episode:
    return factories.episode(therapist=therapist, patient_=patient)


def hand_over(client, episode: Episode, to: object):
    address = reverse("episode_therapist", args=[episode.pk])
    return client.post(address, {"therapist": getattr(to, "pk", to)})


def test_the_record_goes_along_with_a_handed_over_episode(
    desk, episode, other_therapist, therapist_client, other_therapist_client
):
    record = reverse("episode_detail", args=[episode.pk])
    response = hand_over(desk, episode, other_therapist)
    assert response["Location"] == reverse("patient_detail", args=[episode.patient_id])
    assert other_therapist_client.get(record).status_code == 200
    assert therapist_client.get(record).status_code == 404


def test_the_log_says_who_handed_an_episode_over(desk, episode, other_therapist, receptionist):
    hand_over(desk, episode, other_therapist)
    event = AuditEvent.objects.get(verb="episode.handed_over")
    assert (event.actor, event.patient, event.subject_id) == (receptionist, episode.patient, str(episode.pk))
    assert event.changed_fields == ["therapist"]


@pytest.mark.parametrize("to", ["", "x", "\x00", 10**20])
def test_nobody_takes_over_whom_the_list_does_not_offer(desk, episode, therapist, to):
    assert "error-summary" in page(hand_over(desk, episode, to))
    episode.refresh_from_db()
    assert episode.therapist == therapist


def test_who_treats_already_or_left_takes_nothing_over(desk, episode, therapist, other_therapist):
    other_therapist.is_active = False
    other_therapist.save()
    for somebody in (therapist, other_therapist):
        assert hand_over(desk, episode, somebody).status_code == 200
    assert not AuditEvent.objects.filter(verb="episode.handed_over").exists()


def test_the_patient_page_leads_to_handing_over(desk, therapist_client, episode):
    patient_page = reverse("patient_detail", args=[episode.patient_id])
    link = reverse("episode_therapist", args=[episode.pk])
    assert link in page(desk.get(patient_page))
    assert link not in page(therapist_client.get(patient_page))


PAGES = ["patient_register", "patient_edit", "representative_add", "episode_open"]


def address(name: str, patient: Patient) -> str:
    return reverse(name, args=[] if name == "patient_register" else [patient.pk])


@pytest.mark.parametrize("name", PAGES)
def test_the_desk_opens_the_page(desk, patient, name):
    assert desk.get(address(name, patient)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_therapist_registers_nothing(therapist_client, therapist, patient, name):
    factories.episode(therapist=therapist, patient_=patient)
    assert therapist_client.get(address(name, patient)).status_code == 403
    assert therapist_client.post(address(name, patient), typed()).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_the_manager_registers_nothing(manager_client, patient, name):
    assert manager_client.get(address(name, patient)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_not_signed_in_goes_to_the_door(client, patient, name):
    response = client.get(address(name, patient))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("name", PAGES)
def test_only_reading_and_sending_are_understood(desk, patient, name):
    assert desk.put(address(name, patient)).status_code == 405
    assert desk.delete(address(name, patient)).status_code == 405


@pytest.mark.parametrize("name", PAGES[1:])
def test_a_patient_who_does_not_exist_is_not_found(desk, name):
    assert desk.get(reverse(name, args=[10**20])).status_code == 404


def test_an_empty_request_is_an_answer_and_not_a_crash(desk, patient):
    for name in PAGES:
        assert desk.post(address(name, patient), {}).status_code == 200


def test_a_refused_page_is_in_the_log(therapist_client, therapist, patient):
    therapist_client.get(reverse("patient_register"))
    event = AuditEvent.objects.get(verb="access.refused")
    assert (event.actor, event.subject_label) == (therapist, "patient_register")
