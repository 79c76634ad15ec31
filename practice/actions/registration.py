"""Registration: patients, who speaks for them, and their episodes."""

from collections.abc import Collection

from django.db import transaction

from practice import audit
from practice.actions.numbers import take_numbers
from practice.known import known
from practice.models import (
    Episode,
    GeneralPractitioner,
    IdentityCheck,
    Patient,
    Representative,
    User,
)

from .appointments import book
from .merging import tell_apart


class StalePatientError(Exception):
    """Registration data were changed by somebody else in the meantime; `newer` is the row as it is now."""

    def __init__(self, newer: Patient) -> None:
        super().__init__("The registration data were changed elsewhere in the meantime.")
        self.newer = newer


class KnownMeanwhileError(Exception):
    """A colleague, or a second press of the button, registered somebody who looks the same a moment ago."""


@transaction.atomic
def register_patient(
    *,
    data: dict[str, object],
    by: User,
    representative: dict[str, object] | None = None,
    general_practitioner: dict[str, object] | None = None,
    episode: dict[str, object] | None = None,
    identity: dict[str, str] | None = None,
    appointment: dict[str, object] | None = None,
    different_from: Collection[Patient] = (),
    refuse_known: bool = False,
) -> Patient:
    """Register somebody new, with who speaks for him or her and the first episode when given.

    All hold cleaned values by field name; `general_practitioner` is one who is not in the list yet,
    `identity` the kind and number of the document that was seen, without which there is no BSN. The first
    `appointment` (start, minutes, kind and room) is with the therapist of the episode it needs.
    `different_from` are patients who look the same, but somebody said that they are not; with
    `refuse_known` anybody else who looks the same by now raises KnownMeanwhileError.
    Raises IntegrityError when another patient has this BSN, or when it comes without identity; Taken or
    NotPossibleError when the appointment cannot be had. Then nobody is registered.
    """
    bsn = data.get("bsn")
    patient = Patient(**{**data, "bsn": None}, number=take_numbers(), registered_by=by)
    if refuse_known:  # who takes a number waits for whoever took one before
        _refuse_known(data, different_from)
    if general_practitioner:
        patient.general_practitioner = _known_practitioner(general_practitioner, by)
    patient.save()
    audit.record("patient.registered", by=by, patient=patient, subject=patient, label=f"{patient.number}")
    if identity:
        check_identity(patient=patient, by=by, **identity)
    if bsn:
        patient.bsn = bsn
        patient.save()
    for other in different_from:
        tell_apart(first=other, second=patient, by=by)
    if representative:
        add_representative(patient=patient, data=representative, by=by)
    opened = open_episode(patient=patient, by=by, **episode) if episode else None
    if appointment and opened:
        book(patient=patient, episode=opened, therapist=opened.therapist, by=by, **appointment)
    return patient


def _refuse_known(data: dict[str, object], different_from: Collection[Patient]) -> None:
    told_apart = {patient.pk for patient in different_from}
    if any(one.likeness.asks and one.patient.pk not in told_apart for one in known(data)):
        raise KnownMeanwhileError


def _known_practitioner(data: dict[str, object], by: User) -> GeneralPractitioner:
    """The GP of this name, practice and town; added to the list when it is a new one."""
    same = {f"{name}__iexact": data.get(name, "") for name in ("name", "practice_name", "city")}
    found = GeneralPractitioner.objects.filter(**same).first()
    if found is None:
        found = GeneralPractitioner.objects.create(**data)
        audit.record("gp.added", by=by, subject=found, label=f"{found.pk}")
    return found


@transaction.atomic
def change_patient(
    *,
    patient: Patient,
    data: dict[str, object],
    version: int,
    by: User,
    general_practitioner: dict[str, object] | None = None,
    identity: dict[str, str] | None = None,
) -> Patient:
    """Change registration data that were read at `version`.

    `general_practitioner` is one who is not in the list yet, `identity` the document that was seen.
    Raises StalePatientError when somebody else saved in the meantime, IntegrityError when another patient
    has this BSN, or when it comes without identity.
    """
    stored = Patient.objects.select_for_update().get(pk=patient.pk)
    if stored.version != version:
        raise StalePatientError(stored)
    if general_practitioner:
        data = {**data, "general_practitioner": _known_practitioner(general_practitioner, by)}
    if identity:
        check_identity(patient=stored, by=by, **identity)
    changed = [name for name, value in data.items() if getattr(stored, name) != value]
    for name, value in data.items():
        setattr(stored, name, value)
    _take_from_merged(stored)
    stored.version = version + 1
    stored.save()
    label = f"{stored.number}"
    audit.record("patient.changed", by=by, patient=stored, subject=stored, label=label, changed=changed)
    return stored


def _take_from_merged(patient: Patient) -> None:
    """A registration that lives on in this one gives up the BSN that this one gets now."""
    if patient.bsn:
        for gone in Patient.objects.with_bsn(patient.bsn).filter(merged_into=patient):
            gone.bsn = None
            gone.version += 1
            gone.save()


@transaction.atomic
def check_identity(*, patient: Patient, kind: str, number: str, by: User) -> IdentityCheck:
    """Record which identity document was seen: its kind and number, never a copy (domain reference 8.4)."""
    seen = {"kind": kind, "number": number, "seen_by": by, "seen_by_name": str(by)}
    check = IdentityCheck.objects.create(patient=patient, **seen)
    audit.record("identity.checked", by=by, patient=patient, subject=check, label=str(check))
    return check


@transaction.atomic
def add_representative(*, patient: Patient, data: dict[str, object], by: User) -> Representative:
    """Record who speaks for this patient. `data` holds name, relation, phone and e-mail.

    Somebody of this name and relation whom a colleague added a moment ago is there once.
    """
    patient = Patient.objects.living(patient)
    same = {name: data[name] for name in ("name", "relation")}
    representative, is_new = Representative.objects.get_or_create(patient=patient, **same, defaults=data)
    if is_new:
        audit.record("representative.added", by=by, patient=patient, subject=representative)
    return representative


@transaction.atomic
def open_episode(
    *, patient: Patient, complaint: str, therapist: User, by: User, referred_by: str = ""
) -> Episode:
    """Open an episode of care for one complaint, with the therapist who will treat.

    Raises IntegrityError when this patient has an open episode for the same complaint.
    """
    patient = Patient.objects.living(patient)
    episode = Episode.objects.create(
        patient=patient, complaint=complaint, therapist=therapist, referred_by=referred_by, opened_by=by
    )
    audit.record("episode.opened", by=by, patient=patient, subject=episode, label=f"{episode.pk}")
    return episode


@transaction.atomic
def assign_therapist(*, episode: Episode, therapist: User, by: User) -> Episode:
    """Hand the episode, open or closed, over to `therapist`: the record follows whoever treats."""
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    stored.therapist = therapist
    stored.save(update_fields=["therapist"])
    label = f"{stored.pk}"
    audit.record(
        "episode.handed_over",
        by=by,
        patient=episode.patient,
        subject=stored,
        label=label,
        changed=["therapist"],
    )
    return stored
