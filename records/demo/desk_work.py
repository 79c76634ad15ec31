"""Who waits for the desk in the demo: a waiting list, recalls, and calls to make."""

import datetime

from practice.actions import add_waiting, record_contact, set_urgency
from practice.models import Episode, WaitingEntry
from records.demo.clock import ago, at, workday
from records.demo.steps import member


def _episode(name: str) -> Episode:
    return Episode.objects.select_related("patient", "therapist").filter(patient__first_name=name).first()


def _waits(name: str, kind: str, by: str, **more: object) -> WaitingEntry:
    episode = _episode(name)
    return add_waiting(patient=episode.patient, episode=episode, kind=kind, by=member(by), **more)


def _rang(entry: WaitingEntry, outcome: str, **more: object) -> None:
    by = member("balie")
    record_contact(patient=entry.patient, entry=entry, way="phone", outcome=outcome, by=by, **more)


def waiting() -> None:
    """Three who wait, one of them soon; one to be called up again, one later; two calls to make."""
    with at(12, "09:20"):
        long = _waits("Karel", "waiting", "balie", wishes=["tue_am", "thu_am"])
    with at(4, "16:05"):
        _rang(long, "voicemail")
    with at(6, "11:40"):
        soon = _waits("Willemien", "waiting", "balie")
    with at(5, "08:50"):
        set_urgency(entry=soon, urgency="week", version=soon.version, by=member("noor"))
    with at(2, "14:30"):
        _waits("Zeynep", "waiting", "balie", wishes=["wed_pm", "fri_pm"])
    with at(3, "10:00"):
        _waits("Anouk", "recall", "marieke", due_on=workday(1))
        _waits("Ingrid", "recall", "marieke", due_on=workday(0) + datetime.timedelta(weeks=9))
    with at(1, "17:10"):
        call = _waits("Bram", "call_back", "tess")
    with ago(minutes=190):
        _rang(call, "no_answer")
    with ago(minutes=35):
        _rang(call, "no_answer")
    with ago(minutes=20):
        _waits("Youssef", "call_back", "joris", urgency="today")
