"""Several people, or one impatient finger, at the same moment: each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def all_at_once(times: int, act: Callable[[], object]) -> list[object]:
    """What each of them got."""

    def in_a_thread(_: int) -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(in_a_thread, range(times)))
