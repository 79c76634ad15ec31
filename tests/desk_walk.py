"""Everything a receptionist can ask the server for: every address, with everybody it may be about."""

import itertools
from collections.abc import Iterator

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access_rows import OK, ROWS, Row

# Names in the rows of tests/access_rows.py that are not called after their model.
MODELS = {
    "draft": "session",
    "measure": "outcomemeasure",
    "entry": "waitingentry",
    "merge": "patientmerge",
    "other": "patient",
}
APPS = ("practice", "intake", "records")


def addresses() -> Iterator[tuple[str, bool]]:
    """Each address of the product, and whether the desk may come there.

    Where it may, for each patient and each episode there is; where it is refused, once. The admin is refused
    as a whole, and who signs out sees nothing more.
    """
    for name, row in ROWS.items():
        if "admin" in name or name == "account_logout":
            continue
        may = OK in (row.expected["receptionist"], (row.posted or {}).get("receptionist"))
        for parts in itertools.product(*_parts(row, may)):
            yield reverse(name, args=parts), may


def _parts(row: Row, may: bool) -> Iterator[list[object]]:
    for position, part in enumerate(row.kwargs):
        found = _found(part)
        yield found if may and position == 0 else found[:1]


def _found(part: str) -> list[object]:
    models = {
        model.__name__.lower(): model for app in APPS for model in apps.get_app_config(app).get_models()
    }
    model = models.get(MODELS.get(part, part))
    return list(model._base_manager.values_list("pk", flat=True)) if model else ["1"]


def answers(client: Client, address: str, may: bool) -> Iterator[tuple[str, HttpResponse]]:
    """What comes back from reading it, and where the desk may write from an empty form and from nonsense."""
    nonsense = {"q": "a", "email": "x", "start": "x", "version": "x", "kind": "x", "number": "x"}
    yield "GET", client.get(address)
    if may:
        yield "POST", client.post(address)
        yield "POST nonsense", client.post(address, nonsense)


def whole(response: HttpResponse) -> str:
    """Everything of an answer that reaches the browser: headers, cookies and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{headers} {response.cookies.output()} {body.decode(errors='replace')}"
