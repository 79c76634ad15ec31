"""A therapist's appointments for a calendar program elsewhere. Whoever runs that, learns no names.

Initials, kind, room and times; no number, birth date, complaint or anything from a record. Source: RFC 5545
(iCalendar), RFC 7986 (NAME, REFRESH-INTERVAL).
"""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar, Event

from practice.initials import initials
from practice.models import Appointment, CalendarLink, Practice, Role, User
from practice.tokens import token_digest

BACK, AHEAD = datetime.timedelta(weeks=4), datetime.timedelta(days=366)
RENEW = datetime.timedelta(hours=1)  # how often programs are asked to look again


def link_of(token: str) -> CalendarLink | None:
    """The link this token belongs to, while its therapist works here; found by the digest of the token."""
    links = CalendarLink.objects.select_related("therapist").filter(token_digest=token_digest(token))
    return links.filter(therapist__is_active=True, therapist__role=Role.THERAPIST).first()


def address(token: str) -> str:
    """The secret address that a calendar program subscribes to."""
    return f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"


def feed(therapist: User) -> bytes:
    """The own appointments of four weeks back to a year ahead as an iCalendar file, in our language.

    An appointment keeps its UID; each change raises its SEQUENCE, and a cancelled one stays, as CANCELLED.
    """
    with translation.override(settings.LANGUAGE_CODE):
        made = Calendar()
        name = f"{Practice.current().name} · {therapist}"
        made.add("prodid", "-//Wervel//NL")
        made.add("version", "2.0")
        made.add("method", "PUBLISH")
        made.add("x-wr-calname", name)
        made.add("name", name)
        made.add("refresh-interval", RENEW, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
        for row in _rows(therapist):
            made.add_component(_event(row))
        return made.to_ical()


def _rows(therapist: User) -> QuerySet:
    now = timezone.now()
    rows = Appointment.objects.filter(therapist=therapist, start__gte=now - BACK, start__lt=now + AHEAD)
    return rows.select_related("patient", "room")


def _event(row: Appointment) -> Event:
    event = Event()
    event.add("uid", f"appointment-{row.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", row.version)
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("dtstart", row.start.astimezone(datetime.UTC))
    event.add("dtend", row.end.astimezone(datetime.UTC))
    event.add("summary", _summary(row))
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if row.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if row.room:
        event.add("location", row.room.name)
    return event


def _summary(row: Appointment) -> str:
    kind = row.get_kind_display()
    return f"{initials(row.patient)} · {kind}" if row.patient else str(kind)
