"""Letters for tests, through the actions that the screens use."""

import datetime

from practice.models import Episode, GeneralPractitioner
from records.actions.letter import draft_letter, save_letter, sign_letter
from records.actions.sharing import record_sharing
from records.letters.words import Words, parts_of
from records.models import Letter, SharingConsent
from tests import factories

DATA: dict[str, object] = {
    "decision": "given",
    "method": "oral",
    "text_shown": "Mag dat?",
    "by_patient": True,
}


def with_gp(**extra: object) -> Episode:
    """A screened episode of a patient with a GP; `extra` goes to the patient."""
    therapist = factories.user("therapist", big_number="19012345601", agb_code="04012345")
    doctor = GeneralPractitioner.objects.create(name="R. Zandstra", practice_name="De Linde", city="Utrecht")
    patient = factories.patient(general_practitioner=doctor, **extra)
    return factories.screened_episode(therapist=therapist, patient_=patient)


def permitted(episode: Episode, **extra: object) -> SharingConsent:
    """The patient agrees to sharing with the GP, unless `extra` says otherwise."""
    data = {"kind": "share_gp", "receiver": "", **DATA, **extra}
    return record_sharing(episode=episode, data=data, by=episode.therapist)


def draft(episode: Episode, kind: str = "start", language: str = "nl", **texts: str) -> Letter:
    """A draft, with `texts` put in the place of what the record says."""
    made = draft_letter(episode=episode, kind=kind, language=language, by=episode.therapist)
    if not texts:
        return made
    sections = [{**part, "text": texts.get(part["key"], part["text"])} for part in made.sections]
    return save_letter(
        letter=made, data={"sections": sections}, version=made.draft_version, by=episode.therapist
    )


def signed(episode: Episode, kind: str = "start", **texts: str) -> Letter:
    permitted(episode)
    return sign_letter(letter=draft(episode, kind, **texts), by=episode.therapist)


def text_of(parts: list[dict[str, str]], key: str) -> str:
    """What one part says."""
    return next(part["text"] for part in parts if part["key"] == key)


def a_sheet(
    kind: str = "start", language: str = "nl", *, text: str = "Zeurende pijn.", **extra: object
) -> dict:
    """The data of a sheet in which every part says something, without a database."""
    said = Words(language)
    parts = [{"key": key, "heading": said.heading(key), "text": text} for key in parts_of(kind)]
    return {
        "language": language,
        "title": f"{said.subject(kind)}: Sanne van den Berg",
        "author": "Joris Veenstra",
        "description": said.subject(kind),
        "subject": said.subject(kind),
        "practice": {"name": "Praktijk De Wervel", "lines": ["Lindelaan 12, Utrecht", "020 123 4567"]},
        "receiver": ["R. Zandstra", "Huisartsenpraktijk De Linde"],
        "about": [["Datum", f"{datetime.date(2026, 11, 22):%d-%m-%Y}"], ["Ons kenmerk", "10012-3"]],
        "patient": [["Patiënt", "Sanne van den Berg"], ["Geboortedatum", "12-04-1985 (41 jaar)"]],
        "urgent": "",
        "greeting": said.say("greeting"),
        "parts": parts,
        "goodbye": said.say("goodbye"),
        "signature": ["Joris Veenstra", "BIG 19012345601"],
        "permission": "De patiënt gaf toestemming.",
        "replaces": "",
        "footer": "Sanne van den Berg · geb. 12-04-1985",
        "page": said.say("page", here="{here}", last="{last}"),
        "draft": "",
        **extra,
    }
