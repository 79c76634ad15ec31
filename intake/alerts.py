"""Alerts as therapists read them: what waits for an answer, for how long, and whom to call. Pure reading."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.models import EmergencyAlert
from practice.models import Episode, Patient, User

DECIDES_ALONE = 16  # years; of who is younger the parents are called first (domain reference 8.1)


@dataclass(frozen=True)
class Call:
    """Somebody to call: `who` is empty for the patient."""

    who: str
    phone: object


@dataclass(frozen=True)
class Waiting:
    """An alert that waits for its answer. `now` is when the page was made."""

    alert: EmergencyAlert
    now: datetime

    @property
    def episode(self) -> Episode:
        return self.alert.intake.episode

    @property
    def is_overdue(self) -> bool:
        return self.alert.due_at <= self.now

    @property
    def time_in_words(self) -> str:
        """What is left of the time, or how long it is over; rounded so that nobody thinks to have more."""
        if not self.is_overdue:
            left = int((self.alert.due_at - self.now).total_seconds() // 60)
            return ngettext("%(n)d minute left", "%(n)d minutes left", left) % {"n": left}
        return _("overdue: %(time)s") % {"time": _duration(self.now - self.alert.due_at)}

    @property
    def calls(self) -> list[Call]:
        return calls(self.episode.patient)


def _duration(time: object) -> str:
    """Minutes up to two hours, then hours up to two days, then days."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 2 * 24 * 60:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def calls(patient: Patient) -> list[Call]:
    """The numbers of the patient and of who speaks for him or her, in the order to try them."""
    own = [Call("", patient.phone)] if patient.phone else []
    others = [Call(str(one), one.phone) for one in patient.representatives.all() if one.phone]
    return others + own if patient.age < DECIDES_ALONE else own + others


@dataclass(frozen=True)
class Colleague:
    """A colleague with overdue alerts of patients that this therapist does not treat."""

    name: str
    count: int


@dataclass(frozen=True)
class Board:
    """What stands on top of the work list.

    Alerts follow the treatment relation, as the whole record does: own episodes first, then other episodes
    of the same patients. Of everybody else a therapist learns only that a colleague is overdue, and whom
    to call: somebody has to notice, and for that no name of a patient is needed.
    """

    waiting: list[Waiting]
    colleagues: list[Colleague]
    now: datetime

    @classmethod
    def of(cls, user: User) -> "Board":
        now = timezone.now()
        ours = Patient.objects.visible_to(user).values("pk")
        listed = _listed().filter(intake__episode__patient__in=ours)
        mine = sorted(listed, key=lambda alert: alert.intake.episode.therapist_id != user.pk)
        strange = EmergencyAlert.objects.overdue(now).exclude(intake__episode__patient__in=ours)
        return cls([Waiting(alert, now) for alert in mine], _by_colleague(strange), now)

    @property
    def shown(self) -> set[int]:
        """The alerts of which a name stands on the page."""
        return {row.alert.pk for row in self.waiting}


def own_count(user: User) -> int:
    """How many alerts of the episodes this therapist treats wait for an answer."""
    return EmergencyAlert.objects.unanswered().treated_by(user).count()


def _listed() -> QuerySet:
    """Unanswered alerts, the most pressing first, with all that a row says."""
    people = EmergencyAlert.objects.select_related("intake__episode__patient", "intake__episode__therapist")
    with_calls = people.prefetch_related("responses", "intake__episode__patient__representatives")
    return with_calls.unanswered().order_by("due_at", "pk")


def _by_colleague(alerts: QuerySet) -> list[Colleague]:
    treats = [
        str(alert.intake.episode.therapist) for alert in alerts.select_related("intake__episode__therapist")
    ]
    return [Colleague(name, count) for name, count in sorted(Counter(treats).items())]
