"""The work list of one therapist: every open episode with its next task, most urgent first."""

from dataclasses import dataclass

from practice.models import Episode, Patient, User
from records import steps
from records.tasks import Group, Task, next_task


@dataclass(frozen=True)
class Row:
    episode: Episode
    task: Task


def rows(therapist: User, text: str = "") -> list[Row]:
    """What this therapist has to do, the longest waiting first within each group.

    `text` keeps only patients whose name holds each of its words. The number of queries does not
    depend on the number of episodes.
    """
    episodes = Episode.objects.open().filter(therapist=therapist).select_related("patient")
    if text:
        episodes = episodes.filter(patient__in=Patient.objects.found_by(text))
    found = list(episodes)
    steps.prefetch(found)
    listed = [Row(episode, next_task(episode)) for episode in found]
    return sorted(listed, key=lambda row: (row.task.group, row.task.since))


def grouped(listed: list[Row]) -> list[tuple[Group, list[Row]]]:
    """The rows per group, in order; groups without rows are left out."""
    groups = [(group, [row for row in listed if row.task.group == group]) for group in Group]
    return [(group, members) for group, members in groups if members]
