"""Which e-mail addresses of a patient may be written to, the likely one first."""

from practice.models import Patient

TO_PATIENT, TO_REPRESENTATIVE = "patient", "representative"
# Parents get the mail of a child; from 16 on the patient's own address comes first (BW 7:447).
OWN_MAIL_FROM_AGE = 16


def addresses(patient: Patient) -> dict[str, str]:
    """The known addresses by whose they are; empty when nobody has one. Reads representatives."""
    representatives = (person.email for person in patient.representatives.all() if person.email)
    known = {TO_PATIENT: patient.email, TO_REPRESENTATIVE: next(representatives, "")}
    ways = [TO_PATIENT, TO_REPRESENTATIVE]
    if patient.age < OWN_MAIL_FROM_AGE:
        ways.reverse()
    return {way: known[way] for way in ways if known[way]}


def address_for(patient: Patient, used: str = "") -> str:
    """Where mail goes that nobody chose an address for: where it went before, else the likely one, else "".

    An address that was corrected since is not written to any more.
    """
    known = list(addresses(patient).values())
    return used if used in known else next(iter(known), "")
