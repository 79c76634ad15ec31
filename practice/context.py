"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from practice import hidden_names, idle
from practice.models import Practice, User


def practice(request: HttpRequest) -> dict[str, object]:
    """The practice, and in a demo the log-ins that everybody may know."""
    context = {
        "practice": SimpleLazyObject(Practice.current),
        "demo_mode": settings.DEMO,
        "idle_seconds": idle.seconds(),
        "names_hidden": hidden_names.are_hidden(request),
    }
    if settings.DEMO:
        context |= {
            "demo_logins": SimpleLazyObject(_demo_logins),
            "demo_password": settings.DEMO_PASSWORD,
        }
    return context


def _demo_logins() -> list[tuple[str, str]]:
    """User name and role of each demo member of staff; their addresses belong to nobody."""
    staff = User.objects.filter(is_active=True, email__endswith="@example.org").order_by("pk")
    return [(member.username, member.get_role_display()) for member in staff]
