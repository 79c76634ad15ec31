"""Reading a page as somebody looks at it."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def page(response: HttpResponse) -> str:
    """The whole answer as text."""
    return response.content.decode()


def main(response: HttpResponse) -> str:
    """What stands between the header and the footer, with one space where the source has many."""
    return " ".join(page(response).split("<main")[1].split("</main>")[0].split())


def queries_of(client: Client, address: str, query: dict[str, str] | None = None) -> int:
    """How many queries it takes to show a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)
