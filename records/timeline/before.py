"""What happened around the safety of the patient: links, forms, alerts, findings, screenings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from intake.models import EmergencyAlert, Finding, Intake, Screening
from practice.models import Episode
from records.timeline.events import Event, cosignature_of, name_of, of_record, shortened

KIND = ("intake",)


def events(episode: Episode) -> Iterator[Event]:
    intakes = episode.intakes.select_related("created_by").prefetch_related(
        "invitations__created_by", "alerts__responses__recorded_by", "findings__decisions__decided_by"
    )
    for intake in intakes.defer("answers", "unfinished", "page_versions"):
        yield from _links(intake)
        yield from _sent(intake)
        for alert in intake.alerts.all():
            yield from _alert(alert, intake)
        for finding in intake.findings.all():
            yield from _decided(finding, intake)
    yield from _screenings(episode)


def _links(intake: Intake) -> Iterator[Event]:
    url = reverse("patient_detail", args=[intake.episode.patient_id])
    title = _("Link to a follow-up sent") if intake.is_follow_up else _("Intake link sent")
    for link in intake.invitations.all():
        yield Event(link.created_at, KIND, title, url, "", name_of(link.created_by))


def _sent(intake: Intake) -> Iterator[Event]:
    if intake.emergency_at:
        url = reverse("intake_answers", args=[intake.episode_id])
        yield Event(intake.emergency_at, KIND, _("Emergency message shown to the patient"), url, warns=True)
    if not intake.is_submitted:
        return
    if intake.is_rescreening:
        title, page = _("Safety questions asked again"), "rescreening_results"
        detail = f"{intake.get_occasion_display()}: {intake.level_text}"
        who = name_of(intake.created_by)
    else:
        title = _("Follow-up sent by the patient") if intake.is_follow_up else _("Intake sent by the patient")
        page = "measures" if intake.is_follow_up else "intake_answers"
        detail, who = str(intake.level_text), ""
    url = reverse(page, args=[intake.episode_id])
    yield Event(intake.submitted_at, KIND, title, url, detail, who, warns=intake.is_urgent)


def _alert(alert: EmergencyAlert, intake: Intake) -> Iterator[Event]:
    url = reverse("alert", args=[intake.episode_id])
    yield Event(alert.raised_at, KIND, _("Emergency alert raised"), url, warns=True)
    for one in alert.responses.all():
        title = _("Emergency alert: %(outcome)s") % {"outcome": one.get_outcome_display()}
        yield Event(one.recorded_at, KIND, title, url, shortened(one.remark), name_of(one.recorded_by))


def _decided(finding: Finding, intake: Intake) -> Iterator[Event]:
    page = "rescreening_results" if intake.is_rescreening else "screening"
    url = reverse(page, args=[intake.episode_id])
    for one in finding.decisions.all():
        title = _("Safety finding decided: %(finding)s") % {"finding": finding.short_text}
        said = ": ".join(filter(None, [str(one.get_decision_display()), one.remark]))
        yield Event(one.decided_at, KIND, title, url, shortened(said), name_of(one.decided_by))


def _screenings(episode: Episode) -> Iterator[Event]:
    for row in episode.screenings.select_related("created_by", "signed_by", "cosignature__by", "amends"):
        title = _("Screening: %(conclusion)s") % {"conclusion": row.get_conclusion_display() or "–"}
        detail = row.amend_reason or row.reason or row.deviating_signs
        yield of_record(row, "intake", capfirst(title), detail, corrects=not _concludes_anew(row))
        yield from cosignature_of(row, "intake", _("screening"))


def _concludes_anew(row: Screening) -> bool:
    """True when it is about newer answers than the one before it, or comes to another conclusion."""
    before = row.amends
    return before is not None and (before.intake_id, before.conclusion) != (row.intake_id, row.conclusion)
