"""Reading a page as somebody looks at it."""

import re

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def page(response: HttpResponse) -> str:
    """The whole answer as text."""
    return response.content.decode()


def main(response: HttpResponse) -> str:
    """What stands between header and footer: single spaces, and no random tokens."""
    inside = page(response).split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", inside).split())


def queries_of(client: Client, address: str, query: dict[str, str] | None = None) -> int:
    """How many queries it takes to show a page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)
