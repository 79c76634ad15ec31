"""The treatment plan as the patient takes it home: what was told, line by line, and what was decided."""

from django.utils import translation

from practice.models import Episode
from records.letters.chapters import Part, Signature, chapter, drawn, rows_of, when
from records.letters.sheet import footer, letterhead, of_patient
from records.letters.words import Words
from records.models import Consent, TreatmentPlan
from records.plan_lines import COURSE, plan_lines


def plan_print(plan: TreatmentPlan, language: str) -> dict[str, object]:
    """The data of the print, in the language asked for."""
    said, episode = Words(language), plan.episode
    with translation.override(language):
        title = said.of_print("plan_version", version=plan.version)
        note = said.of_print("signed_by", date=when(plan.signed_at), who=plan.signed_by)
        first = Part(note=note, rows=rows_of(plan, "diagnosis"))
        lines = [
            Part(line.heading if line.kind != COURSE else "", rows=_rows(line.parts))
            for line in plan_lines(plan, language)
        ]
        chapters = [
            chapter(said.of_print("plan"), [first, *lines]),
            chapter(said.of_print("approval"), [approval(plan.standing, said)]),
        ]
        return {
            **heading(episode, title, str(plan.signed_by), said),
            "chapters": [one for one in chapters if one["parts"]],
        }


def _rows(parts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return list(parts)


def heading(episode: Episode, title: str, author: str, said: Words) -> dict[str, object]:
    """What stands above and below every print of an episode."""
    patient = episode.patient
    return {
        "language": said.language,
        "title": f"{title}: {patient.full_name}",
        "author": author,
        "description": title,
        "subject": title,
        "practice": letterhead(),
        "patient": of_patient(patient, said),
        "footer": footer(patient, said),
        "page": said.say("page", here="{here}", last="{last}"),
    }


def approval(consent: Consent | None, said: Words) -> Part:
    """The last word on a plan with its signatures; without one, a line to sign on."""
    if consent is None:
        return Part(signatures=[Signature(said.of_print("to_sign_patient"))])
    decided = said.of_print("decided_on", what=consent.get_decision_display(), date=when(consent.recorded_at))
    who = [said.of_print("by_patient")] if consent.by_patient else []
    if consent.representative_name:
        who.append(said.of_print("by_other", name=consent.representative_name))
    rows = [(said.of_print("decision"), f"{decided}, {', '.join(who)}")]
    rows += rows_of(consent, "method", "questions_asked", "explained", "remark")
    return Part(rows=rows, signatures=[drawn(one, said) for one in consent.signatures])
