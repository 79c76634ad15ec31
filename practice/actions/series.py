"""What is done to appointments that were booked together."""

from django.db import transaction

from practice.actions.appointments import cancel
from practice.models import Appointment, User


@transaction.atomic
def cancel_rest(*, appointment: Appointment, reason: str, version: int, by: User) -> list[Appointment]:
    """Cancel this appointment and every later one of its series that is still booked: all, or none.

    Those in somebody's calendar where `by` may not write stay. Raises NotPossibleError, and
    StaleAppointmentError when this one is no longer as it was at `version`.
    """
    first = cancel(appointment=appointment, reason=reason, version=version, by=by)
    later = Appointment.objects.visible_to(by).rest_of(first)
    return [first, *(cancel(appointment=one, reason=reason, version=one.version, by=by) for one in later)]
