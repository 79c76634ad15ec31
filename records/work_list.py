"""The work list of one therapist: every open episode with its next task, most urgent first."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practice import finding
from practice.models import Episode, Phase, User
from records import measures_due_of, steps
from records.measures_due import Due
from records.tasks import Group, Task, next_task

LABELS = {
    Group.URGENT: _("Urgent: a doctor today"),
    Group.REVIEW: _("Intakes and re-screenings to review"),
    Group.WAITING_GP: _("Waiting for the GP"),
    Group.EXAMINE: _("History and examination"),
    Group.PLAN: _("Plans to make"),
    Group.APPROVAL: _("Approval to ask"),
    Group.DRAFT: _("Drafts not signed"),
    Group.TREATMENT: _("In treatment"),
    Group.LINK: _("Intake not filled in"),
}
HAS_PLAN = (Phase.APPROVED, Phase.IN_TREATMENT, Phase.EVALUATED)
DRAFT_DAYS = 1  # an unsigned draft older than this is marked
GP_DAYS = 14  # so is a GP who did not answer for this long


@dataclass(frozen=True)
class Row:
    """One open episode. `now` is when the list was made."""

    episode: Episode
    task: Task
    now: datetime
    due: list[Due] = field(default_factory=list)  # what is to be measured

    @property
    def due_url(self) -> str:
        return measures_due_of.address(self.episode, self.due)

    @property
    def is_urgent(self) -> bool:
        return self.task.group == Group.URGENT

    @property
    def since_in_words(self) -> str:
        """Hours on the first day, then whole days."""
        days = (self.now - self.task.since).days
        if days < 1:
            return naturaltime(self.task.since)
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}

    @property
    def session_url(self) -> str:
        """Where to log a session, when the next task is something else that leaves room for it."""
        if self.task.group in (Group.ALERT, Group.URGENT) or self.episode.phase not in HAS_PLAN:
            return ""
        plan = steps.newest_plan(self.episode)
        url = reverse("session_new", args=[self.episode.pk])
        begun = any(not session.is_signed for session in self.episode.sessions.all())
        return url if plan and plan.is_approved and not begun and self.task.url != url else ""

    @property
    def is_late(self) -> bool:
        days = {Group.DRAFT: DRAFT_DAYS, Group.WAITING_GP: GP_DAYS}.get(self.task.group)
        return days is not None and self.now - self.task.since > timedelta(days=days)


@dataclass(frozen=True)
class Shelf:
    """The rows of one group."""

    number: int
    label: object
    rows: list[Row]

    @property
    def is_urgent(self) -> bool:
        return self.number <= Group.URGENT


def rows(therapist: User, text: str = "") -> list[Row]:
    """What this therapist has to do, the longest waiting first within each group.

    `text` keeps only patients found by it (practice/finding.py). The number of queries does not depend on
    the number of episodes.
    """
    episodes = Episode.objects.open().filter(therapist=therapist).select_related("patient")
    found = list(episodes.filter(*finding.about(text, "patient_id")))
    steps.prefetch(found)
    prefetch_related_objects(found, "outcome_measures")
    now = timezone.now()
    listed = [Row(one, next_task(one), now, measures_due_of.due(one)) for one in found]
    return sorted(listed, key=lambda row: (row.task.group, row.task.since))


def shelves(listed: list[Row]) -> list[Shelf]:
    """The rows per group, in order; groups without rows are left out."""
    found = ((group, [row for row in listed if row.task.group == group]) for group in LABELS)
    return [Shelf(int(group), LABELS[group], rows) for group, rows in found if rows]
