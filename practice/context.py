"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice.models import Practice


def practice(_request: HttpRequest) -> dict[str, object]:
    """The practice, and whether this is a demo."""
    return {"practice": SimpleLazyObject(Practice.current), "demo_mode": settings.DEMO}
