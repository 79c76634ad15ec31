"""Every address for every role. An address without a row in tests/access_rows.py fails, and so does a row
without an address, so nothing can be added that nobody thought about."""

import copy
import datetime
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, include, path, resolve, reverse

from intake.actions import invite_patient
from practice.actions import add_waiting, make_calendar_link
from practice.actions.importing import start_import
from practice.models import AuditEvent, Episode, GeneralPractitioner, Role, User
from practice.views import home
from records.actions.letter import draft_letter
from records.actions.measures import record_measure
from records.actions.snippets import save_snippet
from records.models import Snippet
from tests import factories, mail_world, merge_world, planning_world
from tests.access_rows import LOGIN, OK, ROLES, ROWS
from tests.conftest import signed_in

BORN = datetime.date(1985, 4, 12)


def routes(resolver: object = None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Every address: its name with its route. What has no name goes by its route, and needs a row as well."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else route, route
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner, route)


NAMES = [name for name, _route in routes()]


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(NAMES) - ROWS.keys() == set(), "These addresses have no row in tests/access_rows.py."
    assert ROWS.keys() - set(NAMES) == set(), "These rows have no address."


def test_no_two_addresses_share_a_name():
    """Only one of them would be tried."""
    assert [name for name, count in Counter(NAMES).items() if count > 1] == []


def test_no_address_escapes_by_having_no_name():
    patterns = [path("a/", home), path("b/", home, name="home"), path("c/<int:pk>/", home)]
    within = SimpleNamespace(url_patterns=[path("in/", include((patterns, "app"), namespace="app"))])
    assert list(routes(within)) == [
        ("in/a/", "in/a/"),
        ("app:home", "in/b/"),
        ("in/c/<int:pk>/", "in/c/<int:pk>/"),
    ]


def test_every_row_says_something_about_every_role():
    assert all(set(row.expected) == set(ROLES) for row in ROWS.values())


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[str, object]]:
    """One patient with a whole episode, one with an open link, and somebody of every role; made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = _world()
        yield {**made, "cookies": _cookies(made)}
        transaction.set_rollback(True)


def _world() -> dict[str, object]:
    factories.practice()
    known = {"password": "een-lange-zin-12"}
    users = {
        "receptionist": factories.user(Role.RECEPTIONIST, **known),
        "therapist": factories.user(Role.THERAPIST, **known),
        "other_therapist": factories.user(Role.THERAPIST, **known),
        "manager": factories.user(Role.MANAGER, is_staff=True, **known),
        "superuser": factories.user("", is_staff=True, is_superuser=True, **known),
    }
    by = users["receptionist"]
    doctor = GeneralPractitioner.objects.create(name="R. Zandstra")
    patient = factories.patient(by=by, general_practitioner=doctor)
    episode = factories.screened_episode(therapist=users["therapist"], patient_=patient, by=by)
    plan = factories.approved_plan(episode_=episode)
    session = factories.signed_session(plan=plan)
    draft = factories.draft_session(plan=plan, held_at=session.held_at - datetime.timedelta(days=1))
    waiting = factories.episode(therapist=users["other_therapist"], by=by)
    _invitation, token = invite_patient(episode=waiting, by=by)
    things = {"patient": patient, "episode": episode, "session": session, "draft": draft}
    things |= _of_therapist(episode, users["therapist"])
    things |= _of_desk(episode, users) | {"other_patient": waiting.patient}
    return {
        **things,
        "users": users,
        "token": token,
        "feed_token": make_calendar_link(by=users["therapist"]),
        "page": "now",
        "kind": "session",
        "step": "plan",
        "version": "2",
        "user": users["therapist"],
        "generalpractitioner": doctor,
        "practice": factories.practice(),
        "auditevent": AuditEvent.objects.first(),
        "app_label": "practice",
        "content_type_id": "1",
        "object_id": "1",
        "uidb36": "1",
        "key": "set-password",
        **{
            f"{name}_version": thing.history.first()
            for name, thing in {
                "patient": patient,
                "user": users["therapist"],
                "generalpractitioner": doctor,
                "practice": factories.practice(),
            }.items()
        },
    }


def _of_desk(episode: Episode, users: dict[str, User]) -> dict[str, object]:
    by, patient, therapist = users["receptionist"], episode.patient, users["therapist"]
    brought = {"name": "lijst.csv", "text": '[["naam"],["Berg"]]', "lines": 1, "mapping": {}}
    return {
        "patientimport": start_import(**brought, by=users["manager"]),
        "room": planning_world.room(),
        "appointment": planning_world.appointment(therapist=therapist, patient=patient, episode=episode),
        "merge": merge_world.merge(kept=patient, gone=merge_world.double_of(patient), by=by),
        "waiting": add_waiting(patient=patient, episode=episode, kind="call_back", by=by),
    }


def _of_therapist(episode: Episode, by: User) -> dict[str, object]:
    return {
        "message_kind": "invitation",
        "language": "nl",
        "message": mail_world.queued(patient=episode.patient),
        "snippet": save_snippet(snippet=Snippet(), shortcut="mobth", text="Mobilisatie", by=by),
        "measure": record_measure(episode=episode, instrument="nprs", value=Decimal(6), by=by),
        "letter": draft_letter(episode=episode, kind="start", language="nl", by=by),
    }


def _cookies(world: dict[str, object]) -> dict[str, SimpleCookie]:
    """What the browser of each role holds; the patient's opened the link and gave the birth date."""
    clients = {role: signed_in(user) for role, user in world["users"].items()}
    clients |= {"patient": _patient(world["token"]), "anonymous": Client()}
    return {role: client.cookies for role, client in clients.items()}


def _patient(token: str) -> Client:
    client = Client()
    client.get(reverse("intake_enter", args=[token]))
    born = {"day": BORN.day, "month": BORN.month, "year": BORN.year}
    assert client.post(reverse("intake_birth_date"), born).url == reverse("intake_page", args=["now"])
    return client


def address(name: str, world: dict[str, object]) -> str:
    parts = [getattr(world[part], "pk", world[part]) for part in ROWS[name].kwargs]
    if "/" not in name:
        return reverse(name, args=parts)
    return "/" + re.sub(r"<[^>]+>", "{}", name).format(*parts)


def test_every_row_tries_its_own_address(world):
    """And not another one that looks the same and comes first."""
    tried = {name: resolve(address(name, world)) for name in ROWS}
    assert [name for name, found in tried.items() if name not in (found.view_name, found.route)] == []


def outcome(response: HttpResponse) -> object:
    """What happened, in the words of the rows. A wrong method or a form that is not right was let in."""
    if response.status_code == 302:
        target = resolve(urlsplit(response["Location"]).path).view_name
        return LOGIN if target in ("account_login", "admin:login") else OK
    return OK if response.status_code in (200, 302, 400) else response.status_code


def tried(name: str, role: str, method: str, world: dict[str, object]) -> str:
    """What is wrong with how this address answers this role; empty when nothing is."""
    row, client = ROWS[name], Client(raise_request_exception=False)
    client.cookies = copy.deepcopy(world["cookies"][role])
    with transaction.atomic():
        response = client.generic(method, address(name, world))
        transaction.set_rollback(True)
    found, is_for = outcome(response), method in row.methods
    expected = ((method == "POST" and row.posted) or row.expected)[role]
    if found == expected if is_for else found != OK:
        return ""
    wanted = expected if is_for else "no such method"
    return f"{role}: {method} {address(name, world)}: {response.status_code}, expected {wanted}"


@pytest.mark.parametrize("name", [name for name in dict.fromkeys(NAMES) if name in ROWS])
def test_access(name, world, db):
    """All roles at one address, each as if it came first; what is wrong is named by role and method."""
    answers = [tried(name, role, method, world) for role in ROLES for method in ("GET", "POST")]
    assert [answer for answer in answers if answer] == []
