"""Who tried something too often, counted for all workers together.

Only failures count, so a full waiting room behind one network address is never in its own way.
"""

import ipaddress
import math
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice import audit
from practice.models import Throttle

NETWORK_BITS = 64  # of an IPv6 address: behind these one household picks as many addresses as it likes


def seconds_left(scope: str) -> int:
    """How long the network address of this request still has to wait before it may try; 0 when it may."""
    row = Throttle.objects.filter(scope=scope, key=_key()).first()
    if row is None or row.count < settings.INTAKE_TRIES_PER_ADDRESS:
        return 0
    return max(0, math.ceil((row.since - _window_start()).total_seconds()))


@transaction.atomic
def count_failure(scope: str) -> None:
    """One more failure from the network address of this request; a new window starts when the last is over.

    Each of several at the same moment counts: the database adds up, and the row is locked until the commit.
    """
    key, start = _key(), _window_start()
    Throttle.objects.bulk_create([Throttle(scope=scope, key=key)], ignore_conflicts=True)
    Throttle.objects.filter(scope=scope, key=key).update(
        count=Case(When(since__lte=start, then=1), default=F("count") + 1),
        since=Case(When(since__lte=start, then=timezone.now()), default=F("since")),
    )


def old_rows() -> QuerySet:
    """Counts of windows that are over: they hold nobody back any more and may be deleted."""
    return Throttle.objects.filter(since__lte=_window_start())


def _window_start() -> datetime:
    return timezone.now() - timedelta(minutes=settings.INTAKE_TRIES_MINUTES)


def _key() -> str:
    """A keyed digest of the network address of this request, so that the address itself is not kept."""
    return salted_hmac("practice.throttle", network(audit.access_point.get()), algorithm="sha256").hexdigest()


def network(address: str) -> str:
    """What counts as one visitor: an IPv4 address, the /64 of an IPv6 address, or the text as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or int(found) >> (found.max_prefixlen - NETWORK_BITS))
