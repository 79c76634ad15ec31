"""Whether the patient's data may be shared, and with whom. Pure reading.

The newest word about a receiver counts. A yes for one receiver is not stretched to another.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from intake import readings
from intake.models import Answer
from intake.summary import reporter_of
from practice.models import Episode
from records import steps
from records.consent_rules import Rule, rule_for
from records.models import SharingConsent, SharingKind, SharingMethod

QUESTION = "ad_share_gp"
YES = "yes"


@dataclass(frozen=True)
class Proposal:
    """What the patient said about the GP elsewhere in the record, and nobody recorded as a decision yet."""

    is_yes: bool
    answer: str  # in words
    text: str  # the question it answers
    method: str  # of SharingMethod
    at: datetime
    one_tap: bool  # a yes of a patient who decides alone, said by the patient


def about(episode: Episode, receiver: str = "") -> tuple[str, str]:
    """The kind of permission that a letter to `receiver` needs, and for whom: nobody by name for the GP.

    Who the GP is, the registration says: without one there, a yes about the GP covers nobody by name.
    """
    gp = episode.patient.general_practitioner
    if _plain(receiver) in ("", _plain(gp.name) if gp else ""):
        return SharingKind.GP, ""
    return SharingKind.OTHER, " ".join(receiver.split())


def newest(episode: Episode, kind: str, receiver: str = "") -> SharingConsent | None:
    """The last word about this receiver, whatever it is."""
    named = _plain(receiver) if kind == SharingKind.OTHER else ""
    rows = (row for row in episode.sharing_consents.all() if row.kind == kind)
    return max((row for row in rows if _plain(row.receiver) == named), key=lambda row: row.pk, default=None)


def permission_for(episode: Episode, kind: str, receiver: str = "") -> SharingConsent | None:
    """The permission to share with this receiver; None when nobody asked, or the last word is no."""
    found = newest(episode, kind, receiver)
    return found if found and found.is_given else None


def next_decisions(standing: SharingConsent | None) -> tuple[str, ...]:
    """What can be recorded after this word: a yes is taken back, a no can become a yes."""
    if standing is None:
        return ("given", "refused")
    return ("withdrawn",) if standing.is_given else ("given",)


def proposal(episode: Episode) -> Proposal | None:
    """What the intake or the screening says about the GP; None when it is recorded, or nobody said."""
    if newest(episode, SharingKind.GP):
        return None
    screening, row = steps.screening_of(episode), _answer(episode)
    said = screening.may_share_with_gp if screening else None
    if row and (said is None or said == (row.value == YES)):
        return Proposal(
            is_yes=row.value == YES,
            answer=row.answer_text,
            text=row.question_text,
            method=SharingMethod.INTAKE,
            at=row.intake.submitted_at,
            one_tap=row.value == YES and _decides_alone(episode) and _told_by_patient(row),
        )
    if said is None:
        return None
    return Proposal(
        is_yes=said,
        answer=_("Yes") if said else _("No"),
        text=default_text(SharingKind.GP, episode.patient.language),
        method=SharingMethod.ORAL,
        at=screening.signed_at,
        one_tap=said and _decides_alone(episode),
    )


def default_text(kind: str, language: str) -> str:
    """What is asked in words, in the language of the patient; the therapist changes it to what was said."""
    with override(language):
        if kind == SharingKind.GP:
            return _(
                "May we share data about your complaint and your treatment with your GP? "
                "You decide, and you can take a yes back at any time."
            )
        return _(
            "May we share data about your complaint and your treatment with this person? "
            "You decide, and you can take a yes back at any time."
        )


def _answer(episode: Episode) -> Answer | None:
    form = readings.form_sent(episode)
    row = form.answer_rows.filter(question=QUESTION).first() if form else None
    if row:
        row.intake = form
    return row if row and row.value else None


def _decides_alone(episode: Episode) -> bool:
    return rule_for(episode.patient.age) == Rule.ALONE


def _told_by_patient(row: Answer) -> bool:
    form = row.intake
    return reporter_of(form.answer_rows.all(), version=form.content_version, lang=form.language) is None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
