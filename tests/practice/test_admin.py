"""The manager's screens: staff, practice, general practitioners, versions and content."""

import pytest
from django.contrib import admin
from django.urls import reverse

from intake.questionnaire import versions
from practice import actions
from practice.models import AuditEvent, GeneralPractitioner, Patient, Practice, Role, User
from tests import factories

pytestmark = pytest.mark.django_db


def new_member(**extra: object) -> dict[str, object]:
    return {
        "username": "ans",
        "password1": "een-lange-zin-12",
        "password2": "een-lange-zin-12",
        "first_name": "Ans",
        "last_name": "Visser",
        "email": "ans@example.org",
        "role": "therapist",
        "big_number": "",
        "agb_code": "",
        **extra,
    }


def as_form(user: User, **extra: object) -> dict[str, object]:
    names = ("username", "first_name", "last_name", "email", "role", "big_number", "agb_code")
    return {**{name: getattr(user, name) for name in names}, "is_active": "on", **extra}


def change_url(obj: object) -> str:
    return reverse(f"admin:practice_{obj._meta.model_name}_change", args=[obj.pk])


def test_the_admin_sends_a_stranger_to_the_one_sign_in_page(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_the_admin_has_no_password_form_of_its_own(client, manager):
    response = client.post(reverse("admin:login"), {"username": manager.username, "password": "x"})
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", ["desk", "therapist_client"])
def test_others_than_the_manager_are_refused(who, request):
    response = request.getfixturevalue(who).get(reverse("admin:index"), follow=True)
    assert response.status_code == 403


def test_the_manager_sees_what_there_is_to_manage_and_no_record(manager_client):
    page = manager_client.get(reverse("admin:index")).content.decode()
    for model in ("practice", "user", "generalpractitioner", "patient", "auditevent"):
        assert reverse(f"admin:practice_{model}_changelist") in page
    assert {model._meta.app_label for model in admin.site._registry} == {"practice"}


def test_a_new_member_of_staff_can_sign_in(manager_client, client):
    response = manager_client.post(reverse("admin:practice_user_add"), new_member())
    assert response.status_code == 302
    user = User.objects.get(username="ans")
    assert (user.role, user.is_staff, user.is_superuser) == (Role.THERAPIST, False, False)
    client.post(reverse("account_login"), {"login": "ans", "password": "een-lange-zin-12"})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_new_manager_may_enter_the_admin(manager_client):
    manager_client.post(reverse("admin:practice_user_add"), new_member(role="manager"))
    assert User.objects.get(username="ans").is_staff


@pytest.mark.parametrize("field", ["role", "email", "first_name", "last_name"])
def test_a_member_of_staff_is_complete(manager_client, field):
    response = manager_client.post(reverse("admin:practice_user_add"), new_member(**{field: ""}))
    assert field in response.context["adminform"].form.errors
    assert not User.objects.filter(username="ans").exists()


def test_an_email_address_belongs_to_one_person(manager_client, therapist):
    data = new_member(email=therapist.email.upper())
    response = manager_client.post(reverse("admin:practice_user_add"), data)
    assert "email" in response.context["adminform"].form.errors


def test_a_role_that_does_not_exist_is_refused_at_its_field(manager_client):
    response = manager_client.post(reverse("admin:practice_user_add"), new_member(role="owner"))
    assert "role" in response.context["adminform"].form.errors


def test_the_last_manager_cannot_leave(manager_client, manager):
    left = as_form(manager)
    del left["is_active"]
    response = manager_client.post(change_url(manager), left)
    assert "is_active" in response.context["adminform"].form.errors
    manager.refresh_from_db()
    assert manager.is_active


def test_the_last_manager_cannot_take_another_role(manager_client, manager):
    response = manager_client.post(change_url(manager), as_form(manager, role="therapist"))
    assert "role" in response.context["adminform"].form.errors


def test_a_manager_leaves_when_there_is_another(manager_client, manager):
    factories.user(Role.MANAGER)
    response = manager_client.post(change_url(manager), as_form(manager, role="therapist"))
    assert response.status_code == 302
    manager.refresh_from_db()
    assert (manager.role, manager.is_staff) == (Role.THERAPIST, False)


def test_somebody_made_inactive_is_out_at_once(manager_client, therapist, therapist_client):
    left = as_form(therapist)
    del left["is_active"]
    manager_client.post(change_url(therapist), left)
    assert therapist_client.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    ("extra", "field"), [({"is_active": ""}, "is_active"), ({"role": "manager"}, "role")]
)
def test_a_therapist_hands_over_before_leaving(manager_client, therapist, extra, field):
    factories.episode(therapist=therapist)
    factories.episode(therapist=therapist)
    response = manager_client.post(change_url(therapist), as_form(therapist, **extra))
    [error] = response.context["adminform"].form.errors[field]
    assert "2 open episodes" in error
    therapist.refresh_from_db()
    assert (therapist.role, therapist.is_active) == (Role.THERAPIST, True)


def test_a_therapist_with_open_episodes_is_changed_otherwise(manager_client, therapist):
    factories.episode(therapist=therapist)
    assert manager_client.post(change_url(therapist), as_form(therapist, last_name="Bos")).status_code == 302


def test_nobody_is_ever_deleted(manager_client, therapist):
    response = manager_client.post(
        reverse("admin:practice_user_delete", args=[therapist.pk]), {"post": "yes"}
    )
    assert response.status_code == 403
    assert User.objects.filter(pk=therapist.pk).exists()


def test_a_superuser_without_a_role_manages_nothing(client):
    client.force_login(
        User.objects.create_superuser("techniek", "techniek@example.org", "een-lange-zin-12"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_every_write_is_in_the_log_with_field_names_only(manager_client, manager, therapist):
    manager_client.post(change_url(therapist), as_form(therapist, last_name="Geheim"))
    event = AuditEvent.objects.get(verb="admin.changed")
    assert (event.actor, event.subject_type, event.subject_id) == (manager, "user", str(therapist.pk))
    assert event.changed_fields == ["Last name"]
    assert "Geheim" not in str(event.changed_fields)


def test_a_new_password_is_in_the_log(manager_client, therapist):
    manager_client.post(
        reverse("admin:auth_user_password_change", args=[therapist.pk]),
        {"password1": "nog-een-lange-zin-3", "password2": "nog-een-lange-zin-3", "usable_password": "true"},
    )
    therapist.refresh_from_db()
    assert therapist.check_password("nog-een-lange-zin-3")
    assert AuditEvent.objects.filter(verb="admin.changed", subject_id=str(therapist.pk)).count() == 1


def practice_form(**extra: object) -> dict[str, object]:
    return {
        "name": "De Wervel",
        "street": "",
        "postcode": "",
        "city": "Demostad",
        "phone": "020 123 45 67",
        "email": "balie@example.org",
        "website": "",
        "agb_code": "",
        "out_of_hours_phone": "",
        "next_patient_number": "10001",
        **extra,
    }


def test_the_practice_is_set_up_once(manager_client):
    Practice.objects.all().delete()
    assert manager_client.post(reverse("admin:practice_practice_add"), practice_form()).status_code == 302
    assert Practice.objects.get().city == "Demostad"
    assert manager_client.get(reverse("admin:practice_practice_add")).status_code == 403


def test_patient_numbers_in_use_are_not_handed_out_again(manager_client, practice):
    patient = factories.patient()
    data = practice_form(next_patient_number=str(patient.number))
    response = manager_client.post(change_url(practice), data)
    assert "next_patient_number" in response.context["adminform"].form.errors


def test_a_wrong_agb_code_says_what_it_should_be(manager_client, practice):
    response = manager_client.post(change_url(practice), practice_form(agb_code="12"))
    assert "8" in response.context["adminform"].form.errors["agb_code"][0]


def test_a_general_practitioner_with_patients_cannot_be_deleted(manager_client):
    doctor = GeneralPractitioner.objects.create(name="R. Zandstra")
    factories.patient(general_practitioner=doctor)
    manager_client.post(
        reverse("admin:practice_generalpractitioner_delete", args=[doctor.pk]), {"post": "yes"}
    )
    assert GeneralPractitioner.objects.filter(pk=doctor.pk).exists()


def test_a_general_practitioner_without_patients_can(manager_client):
    doctor = GeneralPractitioner.objects.create(name="R. Zandstra")
    manager_client.post(
        reverse("admin:practice_generalpractitioner_delete", args=[doctor.pk]), {"post": "yes"}
    )
    assert not GeneralPractitioner.objects.exists()
    assert AuditEvent.objects.filter(verb="admin.deleted", subject_label="R. Zandstra").exists()


@pytest.fixture
def changed_patient(receptionist) -> Patient:
    patient = factories.patient(by=receptionist, bsn=factories.TEST_BSNS[0], city="Utrecht")
    data = {"city": "Zwolle", "bsn": factories.TEST_BSNS[1]}
    return actions.change_patient(patient=patient, data=data, version=patient.version, by=receptionist)


def test_the_manager_reads_the_versions_of_registration_data(manager_client, changed_patient):
    url = reverse("admin:practice_patient_history", args=[changed_patient.pk])
    page = manager_client.get(url).content.decode()
    assert "Utrecht" in page
    assert "Zwolle" in page
    event = AuditEvent.objects.get(verb="admin.read")
    assert event.patient == changed_patient


def test_no_version_shows_a_bsn(manager_client, changed_patient):
    pages = [reverse("admin:practice_patient_history", args=[changed_patient.pk])]
    pages += [
        reverse("admin:practice_patient_simple_history", args=[changed_patient.pk, version.pk])
        for version in changed_patient.history.all()
    ]
    for page in pages:
        text = manager_client.get(page).content.decode()
        assert not any(bsn in text for bsn in factories.TEST_BSNS)
        assert changed_patient.bsn_digest not in text


def test_the_way_back_from_a_version_is_in_dutch(manager_client, changed_patient):
    first = changed_patient.history.last()
    url = reverse("admin:practice_patient_simple_history", args=[changed_patient.pk, first.pk])
    page = manager_client.get(url, headers={"Accept-Language": "nl"}).content.decode()
    assert "Versies" in page
    assert "Historical" not in page


def test_a_version_that_is_no_number_is_not_found(manager_client, changed_patient):
    url = reverse("admin:practice_patient_simple_history", args=[changed_patient.pk, "password"])
    assert manager_client.get(url).status_code == 404


def test_an_old_version_cannot_be_put_back(manager_client, changed_patient):
    first = changed_patient.history.last()
    url = reverse("admin:practice_patient_simple_history", args=[changed_patient.pk, first.pk])
    assert manager_client.post(url, {"city": "Utrecht"}).status_code == 405
    changed_patient.refresh_from_db()
    assert changed_patient.city == "Zwolle"


def test_patients_are_neither_added_changed_nor_deleted_here(manager_client, changed_patient):
    assert manager_client.get(reverse("admin:practice_patient_add")).status_code == 403
    url = reverse("admin:practice_patient_delete", args=[changed_patient.pk])
    assert manager_client.post(url, {"post": "yes"}).status_code == 403
    response = manager_client.post(change_url(changed_patient), {"city": "Assen"})
    assert response.status_code == 302
    changed_patient.refresh_from_db()
    assert changed_patient.city == "Zwolle"


def test_the_manager_reads_which_content_there_is(manager_client):
    page = manager_client.get(reverse("admin:content")).content.decode()
    assert all(reverse("rules_of", args=[version]) in page for version in versions())


def test_only_who_may_read_content_opens_it(desk):
    assert desk.get(reverse("admin:content"), follow=True).status_code == 403
