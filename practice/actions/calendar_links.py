"""The secret address of a therapist's calendar: made, renewed, ended, read."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from practice import audit
from practice.models import CalendarLink, Role, User
from practice.tokens import new_token, token_digest

ONE_LINE_EVERY = timedelta(hours=1)


@transaction.atomic
def make_calendar_link(*, by: User) -> str:
    """Make the address of the own calendar, in place of the one there was, which stops working.

    Returns the raw token, which is stored nowhere. Raises PermissionError for who treats nobody.
    """
    if by.role != Role.THERAPIST:
        raise PermissionError("Only a therapist has a calendar to read elsewhere.")
    token = new_token()
    values = {"token_digest": token_digest(token), "made_at": timezone.now(), "read_at": None}
    link, _made = CalendarLink.objects.update_or_create(therapist=by, defaults=values)
    audit.record("calendar.link_made", by=by, subject=link, label=str(by))
    return token


@transaction.atomic
def end_calendar_link(*, by: User) -> bool:
    """End the address of the own calendar. False when there was none."""
    link = CalendarLink.objects.select_for_update().filter(therapist=by).first()
    if link is None:
        return False
    audit.record("calendar.link_ended", by=by, subject=link, label=str(by))
    link.delete()
    return True


@transaction.atomic
def note_feed_read(*, link: CalendarLink, by: User) -> None:
    """Note that the calendar was read through its link: a program comes often, the log has a line an hour."""
    now = timezone.now()
    if link.read_at is not None and link.read_at > now - ONE_LINE_EVERY:
        return
    CalendarLink.objects.filter(pk=link.pk).update(read_at=now)
    audit.record("calendar.feed_read", by=by, subject=link, label=str(link.therapist))
