"""Whatever the practice does to appointments, and in whatever order: each holds its own time and no other."""

import contextlib
import datetime
import random

import pytest
from django.db.models import F

from practice import actions
from practice.models import Appointment, AppointmentState, PatientMerge, Role, TakenSlot
from practice.planning import GRID, AppointmentError, at_local
from tests import factories, planning_world
from tests.desk_world import somebody

pytestmark = pytest.mark.django_db

STEPS = 80


class Walk:
    """Somebody who presses buttons at random, in a calendar so small that people get in each other's way."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.by = factories.user(Role.RECEPTIONIST)
        self.therapists = [factories.user(Role.THERAPIST) for _ in range(2)]
        self.rooms = [None, planning_world.room("A"), planning_world.room("B")]
        self.patients = [somebody(self.by) for _ in range(3)]
        for patient in self.patients:
            factories.episode(therapist=self.therapists[0], patient_=patient, by=self.by)
        self.done: set[str] = set()

    def start(self) -> datetime.datetime:
        hours, minutes = divmod(self.dice.randrange(9 * 60, 11 * 60, 5), 60)
        day = planning_world.workday(1) - datetime.timedelta(days=self.dice.choice((0, 7)))
        return at_local(day, datetime.time(hours, minutes))

    def somewhere(self) -> dict[str, object]:
        pick = self.dice.choice
        place = {"therapist": pick(self.therapists), "room": pick(self.rooms)}
        return place | {"minutes": pick((5, 20, 45)), "by": self.by}

    def known(self, *states: str) -> dict[str, object]:
        """One of the appointments there are, now and then with a version that is past."""
        chosen = self.dice.choice(list(Appointment.objects.filter(state__in=states or AppointmentState)))
        version = max(chosen.version - (self.dice.random() < 0.1), 1)
        return {"appointment": chosen, "version": version, "by": self.by}

    def whom(self) -> dict[str, object]:
        patient = self.dice.choice(self.patients)
        patient.refresh_from_db()
        episodes = list((patient.merged_into or patient).episodes.order_by("pk"))
        return {"patient": patient, "kind": "treatment", "episode": self.dice.choice([None, *episodes])}

    def book(self) -> None:
        actions.book_appointment(**self.somewhere(), **self.whom(), start=self.start())

    def block(self) -> None:
        where = self.somewhere()
        del where["room"]
        actions.block_time(**where, start=self.start())

    def book_series(self) -> None:
        starts = {self.start() for _ in range(3)}
        series = f"00000000-0000-0000-0000-{self.dice.randrange(10**12):012}"
        actions.book_appointments(**self.somewhere(), **self.whom(), starts=starts, series=series)

    def move(self) -> None:
        actions.move_appointment(**{**self.known(), **self.somewhere(), "start": self.start()})

    def lengthen(self) -> None:
        known = self.known("booked")
        now = known["appointment"]
        same = {"therapist": now.therapist, "room": now.room, "start": now.start}
        actions.move_appointment(**known, **same, minutes=now.minutes + self.dice.choice((-5, 5, 15)))

    def cancel(self) -> None:
        actions.cancel_appointment(**self.known(), reason="patient")

    def cancel_rest(self) -> None:
        actions.cancel_rest_of_series(**self.known("booked"), reason="therapist")

    def restore(self) -> None:
        actions.restore_appointment(**self.known("cancelled", "arrived", "no_show"))

    def arrive(self) -> None:
        actions.note_arrival(**self.known())

    def miss(self) -> None:
        actions.note_no_show(**self.known())

    def merge(self) -> None:
        kept, gone = self.dice.sample(self.patients, 2)
        if PatientMerge.objects.filter(undone_at=None).exists():
            return
        for one in (kept, gone):
            one.refresh_from_db()
        versions = {"kept_version": kept.version, "gone_version": gone.version}
        actions.merge_patients(kept=kept, gone=gone, taken=[], by=self.by, **versions)

    def undo_merge(self) -> None:
        actions.undo_merge(merge=self.dice.choice(PatientMerge.objects.filter(undone_at=None)), by=self.by)

    def step(self) -> None:
        buttons = [self.book, self.block, self.book_series, self.move, self.lengthen, self.cancel]
        buttons += [self.cancel_rest, self.restore, self.restore, self.arrive, self.miss]
        buttons += [self.merge, self.undo_merge]
        button = self.dice.choice(buttons)
        with contextlib.suppress(AppointmentError, IndexError):  # refused, or nothing to press it for
            button()
            self.done.add(button.__name__)


def held() -> list[tuple[object, ...]]:
    return sorted(TakenSlot.objects.values_list("at", "therapist", "room", "appointment"), key=str)


def due() -> list[tuple[object, ...]]:
    """What the appointments that stand should hold."""
    rows = [
        (one.start + GRID * number, one.therapist_id, one.room_id, one.pk)
        for one in Appointment.objects.standing()
        for number in range(one.minutes // 5)
    ]
    return sorted(rows, key=str)


@pytest.mark.parametrize("seed", range(2))
def test_each_appointment_that_stands_holds_its_time_and_no_other(practice, seed):
    walk = Walk(seed)
    for number in range(STEPS):
        walk.step()
        if number % 10 == 9:
            assert held() == due()
            assert not Appointment.objects.exclude(episode=None).exclude(episode__patient=F("patient"))
    assert len(walk.done) > 8
