"""One digest over plain values, the same whoever computes it. No Django, no clock, no database.

The values are written as JSON with sorted keys, no spaces and every character beyond ASCII escaped; the
digest is the SHA-256 of that in hexadecimal. Days and times are written as ISO 8601, times in UTC.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime


def digest_of(values: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(values).encode("ascii")).hexdigest()


def canonical(values: object) -> str:
    """The JSON text that the digest is taken over."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=_written)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a digest.")
