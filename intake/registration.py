"""What the patient wrote about the registration beside what we have. Pure reading; reads no answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from intake.details import ADDRESS, as_read
from intake.models import Intake, IntakeKind, ReportedField, ReportedState
from practice.models import Episode, GeneralPractitioner, Patient
from practice.names import TELLS_A_NAME

FIRST_NAME, PHONE, EMAIL, HOME, PRACTITIONER = "first_name", "phone", "email", "address", "practitioner"
# What is decided on in one go: half an address is somebody else's address.
FIELDS = {
    FIRST_NAME: ("first_name",),
    PHONE: ("phone",),
    EMAIL: ("email",),
    HOME: ADDRESS,
    PRACTITIONER: ("gp_name", "gp_practice"),
}
LABELS = {
    FIRST_NAME: _("First name"),
    PHONE: _("Phone"),
    EMAIL: _("E-mail"),
    HOME: _("Address"),
    PRACTITIONER: _("General practitioner"),
}
PARTS = {
    "street": _("street"),
    "house_number": _("house number"),
    "house_addition": _("addition"),
    "postcode": _("postcode"),
    "city": _("town"),
    "gp_name": _("name"),
    "gp_practice": _("practice"),
}
MOST_NAMESAKES = 5
TITLES = {"dr", "drs", "dokter", "huisarts", "de", "heer", "dhr", "mevrouw", "mevr", "mw", "doctor"}


@dataclass(frozen=True)
class Part:
    """One field: what we have and what the patient wrote, both as people read them."""

    label: object
    ours: str
    theirs: str
    is_same: bool


@dataclass(frozen=True)
class Line:
    """What is accepted or left in one decision."""

    name: str
    parts: list[Part]
    rows: list[ReportedField]
    theirs: dict[str, str] = field(repr=False)

    @property
    def label(self) -> object:
        return LABELS[self.name]

    @property
    def is_name(self) -> bool:
        """Is this hidden on a screen that others can see?"""
        return self.name in TELLS_A_NAME

    @property
    def is_same(self) -> bool:
        return all(part.is_same for part in self.parts)

    @property
    def is_new(self) -> bool:
        """We have nothing of the kind."""
        return not any(part.ours for part in self.parts)

    @property
    def waits(self) -> bool:
        """Has the desk something to decide here?"""
        return not self.is_same and any(row.state == ReportedState.WAITS for row in self.rows)

    @property
    def decided(self) -> ReportedField | None:
        """A row that says who decided what, and when; None when nobody did."""
        return next((row for row in self.rows if row.decided_at), None)

    @property
    def data(self) -> dict[str, object]:
        """The patient's columns as they are when this is accepted; of a practitioner none."""
        if self.name == PRACTITIONER:
            return {}
        if self.name != HOME:
            return {self.name: self.theirs[self.name]}
        addition = self.theirs["house_addition"]
        is_letter = len(addition) == 1 and addition.isalpha()
        return {
            **{name: self.theirs[name] for name in ("street", "postcode", "city")},
            "house_number": int(self.theirs["house_number"]),
            "house_letter": addition.upper() if is_letter else "",
            "house_addition": "" if is_letter else addition,
        }

    @property
    def new_practitioner(self) -> dict[str, object]:
        """The GP as the patient wrote it, to be added to our list."""
        return {"name": self.theirs["gp_name"], "practice_name": self.theirs["gp_practice"]}


def lines_of(patient: Patient, rows: Iterable[ReportedField]) -> list[Line]:
    """These rows beside the registration, in the order of the page; reads patient.general_practitioner."""
    found = {row.field: row for row in rows}
    ours = _ours(patient)
    return [
        _line(name, fields, ours, found) for name, fields in FIELDS.items() if any(f in found for f in fields)
    ]


def _line(
    name: str, fields: tuple[str, ...], ours: Mapping[str, str], found: Mapping[str, ReportedField]
) -> Line:
    theirs = {one: found[one].value if one in found else "" for one in fields}
    parts = [
        Part(
            PARTS.get(one, LABELS[name]),
            as_read(one, ours[one]),
            as_read(one, theirs[one]),
            _is_same(one, ours[one], theirs[one]),
        )
        for one in fields
    ]
    return Line(name, parts, [found[one] for one in fields if one in found], theirs)


def _ours(patient: Patient) -> dict[str, str]:
    practitioner = patient.general_practitioner
    return {
        "first_name": patient.first_name,
        "phone": str(patient.phone or ""),
        "email": patient.email,
        "street": patient.street,
        "house_number": str(patient.house_number or ""),
        "house_addition": " ".join(filter(None, [patient.house_letter, patient.house_addition])),
        "postcode": patient.postcode,
        "city": patient.city,
        "gp_name": practitioner.name if practitioner else "",
        "gp_practice": practitioner.practice_name if practitioner else "",
    }


def _is_same(field: str, ours: str, theirs: str) -> bool:
    if field == "gp_practice" and not theirs:  # who names only the GP says nothing about the practice
        return True
    if field == "gp_name" and ours:  # "dokter Zandstra" is our R. Zandstra, "P. Zandstra" is not
        return set(_names(theirs)) <= set(_names(ours))
    return _plain(ours) == _plain(theirs)


def _names(value: str) -> list[str]:
    """The words of a name without titles."""
    return [word for word in value.casefold().replace(".", " ").split() if word not in TITLES]


def _plain(value: str) -> str:
    """Capitals and spaces make no difference."""
    return "".join(value.split()).casefold()


# Without the columns that hold what the patient answered, and what came of it.
def of_the_desk() -> Prefetch:
    """The forms of an episode with what was written about the registration, for `prefetch_related`."""
    forms = Intake.objects.only("episode", "kind", "submitted_at").prefetch_related("reported__decided_by")
    return Prefetch("intakes", forms)


def newest_report(episode: Episode) -> Intake | None:
    """The form that was sent last with something about the registration in it; reads intakes.reported."""
    sent = (
        one
        for one in episode.intakes.all()
        if one.kind == IntakeKind.FIRST and one.submitted_at and one.reported.all()
    )
    return max(sent, key=attrgetter("submitted_at"), default=None)


def lines(episode: Episode) -> list[Line]:
    """What the patient wrote last beside what we have; reads intakes.reported and the patient's GP."""
    report = newest_report(episode)
    return lines_of(episode.patient, report.reported.all()) if report else []


def to_look_at(episode: Episode) -> int:
    """How many details wait for the desk; reads as `lines` does."""
    return sum(line.waits for line in lines(episode))


def namesakes(line: Line) -> list[GeneralPractitioner]:
    """The GPs in our list whom the patient may mean: of the same surname, those of that practice first."""
    words = line.theirs["gp_name"].split()
    if not words:
        return []
    wanted = _plain(line.theirs["gp_practice"])
    found = GeneralPractitioner.objects.filter(name__icontains=words[-1])[: 4 * MOST_NAMESAKES]
    return sorted(found, key=lambda one: _plain(one.practice_name) != wanted)[:MOST_NAMESAKES]
