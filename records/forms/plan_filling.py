"""What a button of the plan form fills in: texts, analysis, what was measured, appointments."""

import datetime

from django import forms
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records import appointments, interventions, plan_proposals
from records.forms import explained, goals, plan_interventions

TEXTS, ANALYSIS, GOALS = PARTS = ("texts", "analysis", "goals")
# Source: domain reference 6.3; always editable.
PROFILES = {
    "normal": gettext_lazy("Normal course: 1 to 3 sessions in 2 to 4 weeks"),
    "deviating": gettext_lazy("Deviating course: 4 to 9 sessions in 6 to 12 weeks"),
    "psychosocial": gettext_lazy("With psychosocial factors: up to 12 weeks"),
    "radicular": gettext_lazy("Radicular: 6 to 12 weeks, nerves checked every 2 weeks"),
}


def filling(form: forms.Form, wanted: str) -> dict[str, object]:
    """The fields that change, as typed values. Nothing for a word that is no part and no profile."""
    profile = appointments.profile(wanted)
    if profile:
        return _appointments(form, profile)
    proposed = {TEXTS: _texts, ANALYSIS: _analysis, GOALS: goals.proposed}.get(wanted)
    found = proposed(form) if proposed else {}
    return {name: text for name, text in found.items() if text and not form[name].value()}


def _texts(form: forms.Form) -> dict[str, object]:
    episode = form.episode
    language = episode.patient.language
    course = interventions.load().course(episode.complaint, language)
    own = explained.empty(form, plan_interventions.ticked(form), language)
    return {**own, **explained.general(language), "expected_course": course}


def _analysis(form: forms.Form) -> dict[str, object]:
    return plan_proposals.analysis(form.episode, get_language() or "nl")


def _appointments(form: forms.Form, profile: appointments.Profile) -> dict[str, object]:
    """Number and frequency the patient reads too, so in that language."""
    weeks = profile.weeks(form.episode.complaint)
    first = timezone.localdate() + datetime.timedelta(weeks=weeks)
    with translation.override(form.episode.patient.language):
        frequency = _("once a week")
    values = {"session_count": profile.sessions, "frequency": frequency}
    return {**values, "evaluate_on": first.isoformat(), "evaluate_every_weeks": weeks}
