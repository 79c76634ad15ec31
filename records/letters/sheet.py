"""One letter as it goes out: everything on the sheet, for the PDF, the page and the plain text."""

from django.utils import timezone, translation
from django.utils.formats import date_format

from practice.models import Episode, Patient, Practice, User
from records.letters.words import Words
from records.models import Letter, SharingConsent, SharingKind

URGENT = "urgency"


def sheet(letter: Letter, *, by: User, permission: SharingConsent | None) -> dict[str, object]:
    """The data of one letter, in its language. Empty parts are left out.

    `by` signs it, or would; `permission` is what it rests on, None while there is none.
    """
    said = Words(letter.language)
    with translation.override(letter.language):
        patient, day = letter.episode.patient, letter.signed_at or timezone.now()
        parts = [part for part in letter.sections if part["text"].strip()]
        about = [[said.say("date"), _day(day)], [said.say("reference"), reference(letter)]]
        return {
            "language": letter.language,
            "title": f"{letter.subject}: {patient.full_name}",
            "author": str(by),
            "description": letter.subject,
            "subject": letter.subject,
            "practice": letterhead(),
            "receiver": [letter.receiver_name, *letter.receiver_address.splitlines()],
            "about": about,
            "patient": of_patient(patient, said, bsn=letter.with_bsn),
            "urgent": next((part["text"] for part in parts if part["key"] == URGENT), ""),
            "greeting": said.say("greeting"),
            "parts": [part for part in parts if part["key"] != URGENT],
            "goodbye": said.say("goodbye"),
            "signature": _signature(letter, by, said),
            "permission": _permission(permission, said),
            "replaces": _replaces(letter, said),
            "footer": footer(patient, said),
            "page": said.say("page", here="{here}", last="{last}"),
            "draft": "" if letter.signed_at else said.say("draft"),
        }


def reference(letter: Letter) -> str:
    """Patient number and episode: what the practice finds the record by."""
    return f"{letter.episode.patient.number}-{letter.episode_id}"


def letterhead() -> dict[str, object]:
    """The practice as it heads every sheet."""
    here = Practice.current()
    place = " ".join(filter(None, [here.postcode, here.city]))
    lines = [
        ", ".join(filter(None, [here.street, place])),
        " · ".join(filter(None, [here.phone_display, here.email])),
        f"AGB {here.agb_code}" if here.agb_code else "",
    ]
    return {"name": here.name, "lines": [line for line in lines if line]}


def of_patient(patient: Patient, said: Words, *, bsn: bool = False) -> list[list[str]]:
    """Names and values by which the receiver knows the patient."""
    born = said.say("years", date=_date(patient.birth_date), age=patient.age)
    pairs = [
        [said.say("patient"), patient.full_name],
        [said.say("born"), born],
        [said.say("sex"), str(patient.get_sex_display())],
        [said.say("address"), patient.address],
        [said.say("phone"), patient.phone.as_national if patient.phone else ""],
        [said.say("bsn"), (patient.bsn or "") if bsn else ""],
    ]
    return [pair for pair in pairs if pair[1]]


def footer(patient: Patient, said: Words) -> str:
    """Whose sheet it is, at the foot of each."""
    born = said.say("born_short", date=_date(patient.birth_date))
    return f"{patient.full_name} · {born} · {said.say('number')} {patient.number} · {Practice.current().name}"


def receiver_of(episode: Episode) -> tuple[str, str]:
    """Name and address of the patient's GP as registered; empty without one."""
    gp = episode.patient.general_practitioner
    if gp is None:
        return "", ""
    return gp.name, "\n".join(filter(None, [gp.practice_name, gp.city]))


def _signature(letter: Letter, by: User, said: Words) -> list[str]:
    numbers = [
        said.say("big", number=by.big_number) if by.big_number else "",
        said.say("agb", number=by.agb_code) if by.agb_code else "",
    ]
    above = letter.supervised_by if letter.is_signed else by.supervisor
    told = [
        " · ".join(filter(None, numbers)),
        said.say("supervised", name=above) if above else "",
        said.say("signed", date=_moment(letter.signed_at)) if letter.signed_at else "",
    ]
    return [str(by), *filter(None, told)]


def _permission(permission: SharingConsent | None, said: Words) -> str:
    if permission is None:
        return ""
    key = "permitted_gp" if permission.kind == SharingKind.GP else "permitted_other"
    day, name = _day(permission.recorded_at), permission.representative_name
    if name and not permission.by_patient:
        return said.say(f"{key}_by", name=name, date=day)
    return said.say(key, date=day)


def _replaces(letter: Letter, said: Words) -> str:
    if not letter.amends_id:
        return ""
    return said.say("replaces", date=_day(letter.amends.signed_at), reason=letter.amend_reason)


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _date(day: object) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _moment(moment: object) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
