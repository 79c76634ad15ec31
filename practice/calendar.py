"""Reading the calendar: a day of every therapist side by side, or a week of one of them."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from practice.day_grid import MIDNIGHT, Part, Taken, divide, slots, window
from practice.free import CLOSES, OPENS, WORKDAYS, working_hours
from practice.holidays import holiday
from practice.models import GRID_MINUTES, Appointment, AppointmentKind, AppointmentState, Role, User

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
LEAST = 10  # minutes: less free time than this is offered to nobody
SHORT = 25  # minutes: below this a block has room for one line
ICONS = {
    AppointmentKind.FIRST: "flag",
    AppointmentKind.TREATMENT: "hand",
    AppointmentKind.EVALUATION: "clipboard",
    AppointmentKind.PHONE: "phone",
    AppointmentKind.BLOCKED: "dash-circle",
}
LAMPS = {
    AppointmentState.BOOKED: "waiting",
    AppointmentState.ARRIVED: "done",
    AppointmentState.NO_SHOW: "caution",
    AppointmentState.CANCELLED: "waiting",
}


@dataclass(frozen=True)
class Block:
    """A part of a column as the page shows it; `slots` are the pieces of free time that can be booked."""

    start: datetime.datetime
    end: datetime.datetime
    minutes: int
    appointment: Appointment | None = None
    is_free: bool = False
    is_now: bool = False
    slots: list["Block"] = field(default_factory=list)

    @property
    def size(self) -> str:
        """The classes that say how many rows of five minutes it takes."""
        steps = -(-self.minutes // GRID_MINUTES)
        hours, rest = divmod(steps * GRID_MINUTES, 60)
        return f"for-{hours}h for-{rest}m{' is-short' if self.minutes < SHORT else ''}"

    @property
    def icon(self) -> str:
        return ICONS[self.appointment.kind]

    @property
    def lamp(self) -> str:
        """The kind of components/state.html that goes with the state."""
        return LAMPS[self.appointment.state]


@dataclass(frozen=True)
class Column:
    """One day of one therapist."""

    therapist: User
    day: datetime.date
    blocks: list[Block]
    cancelled: list[Appointment]
    is_today: bool
    holiday: object

    @property
    def count(self) -> int:
        """How many patients are expected; time that is not available does not count."""
        return sum(block.appointment is not None and bool(block.appointment.patient) for block in self.blocks)


@dataclass(frozen=True)
class Board:
    """What one page of the calendar shows."""

    columns: list[Column]
    hours: list[datetime.time]

    @property
    def size(self) -> str:
        return f"for-{len(self.hours)}h for-0m"

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)


def therapists(user: User) -> list[User]:
    """Whose calendars this person may look at, by name: who works here, and who left appointments behind."""
    later = Appointment.objects.standing().filter(therapist=OuterRef("pk"), start__gte=timezone.now())
    found = User.objects.filter(Q(is_active=True) | Exists(later), role=Role.THERAPIST)
    if user.is_therapist:
        found = found.filter(Q(pk=user.pk) | Q(supervisor=user))
    elif user.role != Role.RECEPTIONIST:
        return []
    return sorted(found, key=lambda one: (one != user, str(one).casefold()))


def read(user: User, who: list[User], days: list[datetime.date]) -> Board:
    """The calendars of these therapists on these days, as far as `user` may see them; in one query."""
    start, end = midnight(days[0]), midnight(days[-1] + DAY)
    rows = Appointment.objects.visible_to(user).filter(therapist__in=who, start__gte=start, start__lt=end)
    found: dict[tuple[int, datetime.date], list[Appointment]] = {}
    for row in rows.select_related("patient", "room", "therapist"):
        found.setdefault((row.therapist_id, timezone.localdate(row.start)), []).append(row)
    standing = [row for listed in found.values() for row in listed if not row.is_cancelled]
    shown = window(map(_taken, standing), (_minutes(OPENS), _minutes(CLOSES)))
    columns = [_column(one, day, found.get((one.pk, day), []), shown) for day in days for one in who]
    return Board(columns, [datetime.time(hour) for hour in range(shown[0] // 60, -(-shown[1] // 60))])


def week_of(day: datetime.date) -> list[datetime.date]:
    """Monday to Sunday of the week in which `day` lies."""
    monday = day - day.weekday() * DAY
    return [monday + number * DAY for number in range(7)]


def without_empty_weekend(board: Board, day: datetime.date) -> Board:
    """The week as it is worked: Saturday and Sunday only when something stands there, or when asked for."""
    columns = [
        one
        for one in board.columns
        if one.day.weekday() in WORKDAYS or one.count or one.cancelled or one.day == day
    ]
    return Board(columns, board.hours)


def hours_of(day: datetime.date) -> tuple[int, int] | None:
    """When patients are seen on this day, in minutes since midnight; None on a day without."""
    return (_minutes(OPENS), _minutes(CLOSES)) if working_hours(day) else None


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment this day begins in the practice."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute


def _taken(row: Appointment) -> Taken:
    begin = _minutes(timezone.localtime(row.start).time())
    return Taken(begin, min(begin + row.minutes, MIDNIGHT), row)


def _column(who: User, day: datetime.date, rows: list[Appointment], shown: tuple[int, int]) -> Column:
    now = timezone.localtime()
    standing = [_taken(row) for row in rows if not row.is_cancelled]
    # Nobody is booked any more with who left.
    parts = divide(standing, shown, hours_of(day) if who.is_active else None)
    return Column(
        therapist=who,
        day=day,
        blocks=[_block(part, day, now) for part in parts],
        cancelled=[row for row in rows if row.is_cancelled],
        is_today=day == now.date(),
        holiday=holiday(day),
    )


def _block(part: Part, day: datetime.date, now: datetime.datetime) -> Block:
    start, end = _moment(day, part.start), _moment(day, part.end)
    inner = slots(part, least=LEAST) if part.is_free and part.minutes >= LEAST else []
    return Block(
        start=start,
        end=end,
        minutes=part.minutes,
        appointment=part.what,
        is_free=part.is_free,
        is_now=start <= now < end,
        slots=[_slot(one, day, now) for one in inner],
    )


def _slot(part: Part, day: datetime.date, now: datetime.datetime) -> Block:
    """Half an hour to book in; what has begun is not offered."""
    start = _moment(day, part.start)
    return Block(start, _moment(day, part.end), part.minutes, is_free=start > now)


def _moment(day: datetime.date, minutes: int) -> datetime.datetime:
    """The moment at which clocks show so many minutes since midnight; 24:00 is the last minute of the day."""
    hour, minute = divmod(min(minutes, MIDNIGHT - 1), 60)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
