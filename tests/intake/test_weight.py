"""What a patient's phone loads for the first page: little, compressed, and nothing that blocks."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from practice.models import User
from tests import factories

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
LIMIT = 60_000  # bytes of the first page with all it needs, headers too
LOADED = re.compile(r'<(?:link|script|img|use)\b[^>]*?\b(?:href|src)="(/[^"#]+)')
SYMBOL = re.compile(r'<symbol id="([^"]+)".*')
NAMED = re.compile(r'components/icon\.html" with name="([^"]+)"')
INCLUDED = re.compile(r'{% (?:include|extends) "([^"]+)"')


@pytest.fixture
def phone(client: Client, therapist: User) -> Client:
    """A browser that opened the link."""
    client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip, deflate, br"
    client.get(f"/i/{factories.invitation(therapist=therapist)[1]}/")
    return client


def body(response: HttpResponse) -> bytes:
    return b"".join(response) if response.streaming else response.content


def weight(response: HttpResponse) -> int:
    """The bytes on the wire: the headers are not compressed."""
    assert response.status_code == 200, response.request["PATH_INFO"]
    return sum(len(name) + len(value) + 4 for name, value in response.items()) + len(body(response))


def unpacked(response: HttpResponse) -> str:
    assert response.headers["Content-Encoding"] == "gzip"
    return gzip.decompress(body(response)).decode()


@pytest.mark.django_db
def test_the_first_page_with_all_it_needs_is_light(phone):
    page = unpacked(phone.get("/intake/"))
    weights = {address: weight(phone.get(address)) for address in {"/intake/", *LOADED.findall(page)}}
    assert {"/static/wervel/wervel.css", "/static/wervel/icons-patient.svg"} <= weights.keys()
    assert sum(weights.values()) < LIMIT, weights


@pytest.mark.django_db
def test_the_first_page_has_two_scripts_at_most_and_waits_for_neither(phone):
    page = unpacked(phone.get("/intake/"))
    scripts = re.findall(r"<script\b[^>]*>", page)
    assert 1 <= len(scripts) <= 2
    assert [script for script in scripts if " defer" not in script] == []


@pytest.mark.django_db
def test_a_browser_that_has_a_style_sheet_already_gets_no_body_again(phone):
    sheet = "/static/wervel/wervel.css"
    seen = phone.get(sheet).headers["Last-Modified"]
    again = phone.get(sheet, headers={"if-modified-since": seen})
    assert (again.status_code, body(again)) == (304, b"")


@pytest.mark.django_db
def test_who_takes_nothing_compressed_gets_the_page_as_it_is(client):
    assert "Content-Encoding" not in client.get("/accounts/login/").headers


def symbols(name: str) -> dict[str, str]:
    sheet = (ROOT / "practice/static/wervel" / name).read_text(encoding="utf-8")
    return {symbol[1]: symbol[0] for symbol in SYMBOL.finditer(sheet)}


def patient_templates() -> set[Path]:
    """The pages on the patient's shell, and all that they include."""
    every = {path: path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")}
    shells = ('{% extends "base_patient.html" %}', '{% extends "records/handover/base.html" %}')
    open_ = [path for path, text in every.items() if any(shell in text for shell in shells)]
    open_ += (TEMPLATES / "intake/patient").glob("_*.html")  # named by the kind of question
    reached: set[Path] = set()
    while open_:
        path = open_.pop()
        if path not in reached:
            reached.add(path)
            open_ += [TEMPLATES / name for name in INCLUDED.findall(every[path])]
    return reached


def test_the_small_sheet_of_icons_has_every_icon_of_the_patients_pages():
    named = {name for path in patient_templates() for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    small, large = symbols("icons-patient.svg"), symbols("icons.svg")
    assert named - small.keys() == set()
    assert {name: drawn for name, drawn in small.items() if large.get(name) != drawn} == {}
