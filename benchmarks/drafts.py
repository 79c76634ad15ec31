"""Patients who are ready to send, for benchmarks/submit_200.py; called through `manage.py shell`.

Registered and invited by the actions the screens use. One patient for each of a few complaints fills in
page by page; the others get the same draft, as 200 times 20 pages would take minutes.
"""

import json
from http.cookies import SimpleCookie
from pathlib import Path

from django.db.models import Count
from django.http import HttpResponse
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils.crypto import get_random_string

from intake import patient_session
from intake.models import Answer, Intake, IntakeStatus, Invitation
from intake.walk import Walk
from practice.models import AuditEvent, Role
from tests import factories

REGIONS = ("upper_back", "neck", "shoulder", "low_back", "headache")
OF_THE_DRAFT = ("answers", "page_versions", "draft_version", "current_page", "pages_done", "pages_total")


def prepare(count: int, path: str) -> None:
    """Write what each browser holds just before the last button: cookies, and the fields of the form."""
    factories.practice()
    by, therapist = factories.user(Role.RECEPTIONIST), factories.user(Role.THERAPIST)
    filled: dict[str, Intake] = {}
    browsers = []
    for number in range(count):
        region = REGIONS[number % len(REGIONS)]
        person = factories.patient(by=by, birth_name=f"Berg{number}", email=f"patient{number}@example.org")
        invitation, _token = factories.invitation(therapist=therapist, patient_=person, by=by)
        if region not in filled:
            filled[region] = factories.fill_in(invitation.intake, g_regions=[region])
        browsers.append(_browser(invitation, _copied(filled[region], invitation.intake)))
    Path(path).write_text(json.dumps(browsers), encoding="utf-8")


def _copied(draft: Intake, intake: Intake) -> Intake:
    values = {name: getattr(draft, name) for name in (*OF_THE_DRAFT, "started_at", "saved_at")}
    Intake.objects.filter(pk=intake.pk).update(status=IntakeStatus.STARTED, **values)
    intake.refresh_from_db()
    assert not Walk.of(intake).to_do, "a draft that cannot be sent"
    return intake


def _browser(invitation: Invitation, intake: Intake) -> dict[str, object]:
    secret = get_random_string(CSRF_SECRET_LENGTH)
    visit = patient_session.write(HttpResponse(), invitation, patient_session.OPEN).cookies
    cookies = SimpleCookie({"csrftoken": secret, **{name: one.value for name, one in visit.items()}})
    return {
        "cookie": cookies.output(header="", sep=";").strip(),
        "fields": {"csrfmiddlewaretoken": secret, "version": intake.draft_version},
    }


def stored() -> None:
    """Print what is stored now; whole is an intake with every answer once and one line in the log."""
    sent = Intake.objects.filter(status=IntakeStatus.SUBMITTED)
    asked = dict(Answer.objects.values_list("intake").annotate(Count("question", distinct=True)))
    rows = dict(Answer.objects.values_list("intake").annotate(Count("pk")))
    lines = dict(
        AuditEvent.objects.filter(verb="intake.submitted").values_list("subject_id").annotate(Count("pk"))
    )
    whole = [
        one
        for one in sent
        if asked.get(one.pk) == rows.get(one.pk) == len(Walk.of(one).asked()) and lines.get(str(one.pk)) == 1
    ]
    print(json.dumps({"sent": len(sent), "whole": len(whole), "lines": sum(lines.values())}))
