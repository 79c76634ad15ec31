"""What a page tells of two registrations that become one: counted, nothing clinical. Reads only."""

from django.db.models import QuerySet
from django.utils.translation import ngettext_lazy

from practice.models import Patient, PatientMerge

GOES_ALONG = {
    "episodes": ngettext_lazy("%d episode, with its whole record", "%d episodes, with their whole record"),
    "representatives": ngettext_lazy("%d representative", "%d representatives"),
    "appointments": ngettext_lazy("%d appointment", "%d appointments"),
    "waiting": ngettext_lazy("%d entry of the waiting list", "%d entries of the waiting list"),
    "messages": ngettext_lazy("%d message", "%d messages"),
}
STAYS_READABLE = {
    "identity_checks": ngettext_lazy("%d identity check", "%d identity checks"),
    "contact_attempts": ngettext_lazy("%d attempt to reach the patient", "%d attempts to reach the patient"),
}


def goes_along(gone: Patient) -> list[str]:
    """What hangs on a registration and goes along with it, counted; empty when nothing does."""
    return _counted(gone, GOES_ALONG)


def stays_readable(gone: Patient) -> list[str]:
    """What was written once, and is read through the merge."""
    return _counted(gone, STAYS_READABLE)


def _counted(gone: Patient, words: dict[str, object]) -> list[str]:
    counts = {name: getattr(gone, name).count() for name in words}
    return [str(words[name] % count) for name, count in counts.items() if count]


def merges_of(patient: Patient) -> QuerySet:
    """The registrations that live on in this one and can be taken out again, the last one first."""
    return PatientMerge.objects.select_related("gone", "merged_by").filter(kept=patient, undone_at=None)
