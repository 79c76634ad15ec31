"""Does the time of an answer tell whether a link once worked? Asks for links that do not, in turn.

    python -m benchmarks.link_timing [how many of each]

Works in a test database. Prints the median time of an unknown, an expired and a revoked link, and their ratio
to the unknown one; a second unknown link shows how much of that is chance.
"""

import logging
import statistics
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from benchmarks.with_django import test_database
from intake import actions
from intake.models import Invitation
from practice.models import Role
from tests import factories

WARM_UP = 20


def dead_links() -> dict[str, str]:
    """A token of each kind, all of the same length."""
    factories.practice()
    therapist = factories.user(Role.THERAPIST)
    other = factories.patient(by=therapist, birth_name="Bos")
    expired, expired_token = factories.invitation(therapist=therapist)
    revoked, revoked_token = factories.invitation(therapist=therapist, patient_=other)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(days=1))
    actions.revoke_invitation(invitation=revoked, by=therapist)
    unknown = {"unknown": "u" * len(expired_token), "unknown too": "w" * len(expired_token)}
    return {**unknown, "expired": expired_token, "revoked": revoked_token}


def measure(tokens: dict[str, str], times: int) -> dict[str, float]:
    """The median time of each in milliseconds; they take turns, so that a busy moment hits all."""
    client, found = Client(), {kind: [] for kind in tokens}
    for _ in range(times + WARM_UP):
        for kind, token in tokens.items():
            start = time.perf_counter()
            status = client.get(f"/i/{token}/").status_code
            found[kind].append((time.perf_counter() - start) * 1000)
            if status != 404:
                raise SystemExit(f"The {kind} link answers with {status}.")
    return {kind: statistics.median(taken[WARM_UP:]) for kind, taken in found.items()}


def main(times: int) -> None:
    logging.disable(logging.WARNING)
    settings.INTAKE_TRIES_PER_ADDRESS = 10**6  # the limit is not what is measured
    with test_database():
        medians = measure(dead_links(), times)
    for kind, median in medians.items():
        print(f"{kind:12} {median:6.2f} ms  x {median / medians['unknown']:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
