"""What the therapist found, planned, agreed and did."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practice.models import Episode
from practice.signing import SignedQuerySet, SignedRecord
from records.models import Consent, ConsentDecision, Handover, HandoverKind, Session, TreatmentPlan
from records.plan_versions import KIND_WORDS, changes_between
from records.timeline.events import Event, cosignature_of, name_of, of_record, shortened

PLAN_PARTS = ("goals", "interventions", "consents__recorded_by", "handovers__started_by")


def events(episode: Episode) -> Iterator[Event]:
    for row in named(episode.histories):
        yield from _signed(row, "history", row.request_for_help)
    for row in named(episode.examinations):
        yield from _signed(row, "examination", row.conclusion)
    known: dict[int | None, TreatmentPlan] = {}
    for plan in named(episode.plans).prefetch_related(*PLAN_PARTS):
        known[plan.pk] = plan
        yield from _plan(plan, known.get(plan.amends_id))
    for session in named(episode.sessions):
        yield from _session(session)


def named(rows: SignedQuerySet) -> SignedQuerySet:
    """The rows with the people on them and their co-signatures."""
    return rows.select_related("created_by", "signed_by", "cosignature__by")


def _signed(row: SignedRecord, kind: str, detail: str) -> Iterator[Event]:
    title = capfirst(row._meta.verbose_name)
    yield of_record(row, kind, title, detail)
    yield from cosignature_of(row, kind, title)


def _plan(plan: TreatmentPlan, before: TreatmentPlan | None) -> Iterator[Event]:
    title = _("Treatment plan, version %(version)s") % {"version": plan.version}
    detail = _changed(before, plan) if before else plan.diagnosis
    yield of_record(plan, "plan", title, detail, corrects=False)
    yield from cosignature_of(plan, "plan", title)
    for consent in plan.consents.all():
        yield _decision(consent, plan)
    for handover in plan.handovers.all():
        yield from _handover(handover, plan)


def _changed(before: TreatmentPlan, plan: TreatmentPlan) -> str:
    """Why there is a new version, and what is new, gone or otherwise in it."""
    found = (f"{one.name} ({KIND_WORDS[one.kind][0]})" for one in changes_between(before, plan))
    return ": ".join(filter(None, [plan.amend_reason, ", ".join(found)]))


def _decision(consent: Consent, plan: TreatmentPlan) -> Event:
    title = _("Approval of plan version %(version)s: %(decision)s") % {
        "version": plan.version,
        "decision": consent.get_decision_display(),
    }
    url = f"{reverse('consent', args=[plan.episode_id])}#consent-{consent.pk}"
    detail = ", ".join(filter(None, [str(consent.get_method_display()), consent.representative_name]))
    warns = consent.decision != ConsentDecision.GIVEN
    return Event(consent.recorded_at, ("plan",), title, url, detail, name_of(consent.recorded_by), warns)


def _handover(handover: Handover, plan: TreatmentPlan) -> Iterator[Event]:
    in_room = handover.kind == HandoverKind.ROOM
    title = _("Device with the plan handed over") if in_room else _("Link to the plan sent")
    url = reverse("consent", args=[plan.episode_id])
    yield Event(handover.started_at, ("plan",), title, url, "", name_of(handover.started_by))


def _session(session: Session) -> Iterator[Event]:
    day = date_format(timezone.localtime(session.held_at), "SHORT_DATE_FORMAT")
    title = _("Session of %(date)s") % {"date": day} if session.amends_id else _("Session")
    before, after = session.pain_before, session.pain_after
    pain = f" NPRS {before} → {after}" if before is not None and after is not None else ""
    yield of_record(session, "session", title, shortened(session.subjective) + pain, at=session.held_at)
    yield from cosignature_of(session, "session", title)
