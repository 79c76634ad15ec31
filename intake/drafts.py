"""Which forms nobody finished in time. Pure reading."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from intake.models import Intake, IntakeKind, IntakeStatus, Invitation, InvitationState


def old_drafts(before: datetime) -> QuerySet:
    """Forms without a submit that nobody touched since `before` and that still hold something to delete.

    Touched is saved; of one that was never saved, started or made. A link that is younger is no reason to
    keep answers, and no reason to go either: it was sent to begin (again) with. An emergency nobody was told
    about yet is never buried: such a form waits until `remind_alerts` has told it.
    """
    forms = Intake.objects.exclude(kind=IntakeKind.RESCREENING).filter(alarm_waits_since=None)
    forms = forms.exclude(status=IntakeStatus.SUBMITTED)
    touched = forms.annotate(touched_at=Coalesce("saved_at", "started_at", "created_at"))
    has_answers = ~Q(status=IntakeStatus.INVITED) | Q(saved_at__isnull=False)
    return touched.filter(has_answers | Q(pk__in=old_links(before).values("intake")), touched_at__lt=before)


def old_links(before: datetime) -> QuerySet:
    return Invitation.objects.filter(state=InvitationState.OPEN, created_at__lt=before)
