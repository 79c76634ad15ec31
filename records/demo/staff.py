"""The demo practice itself and the people who work there."""

from dataclasses import dataclass

from django.conf import settings

from practice import audit
from practice.models import GeneralPractitioner, Practice, Role, User
from records.actions import save_snippet
from records.models import Snippet


@dataclass(frozen=True)
class Member:
    username: str
    first_name: str
    last_name: str
    role: Role
    big_number: str = ""
    agb_code: str = ""
    supervisor: str = ""  # of a trainee


MEMBERS = (
    Member("balie", "Petra", "Blom", Role.RECEPTIONIST),
    Member("joris", "Joris", "Veenstra", Role.THERAPIST, "09912345601", "04991201"),
    Member("noor", "Noor", "el Amrani", Role.THERAPIST, "09912345602", "04991202"),
    Member("marieke", "Marieke", "de Wit", Role.THERAPIST, "09912345603", "04991203"),
    Member("tess", "Tess", "Okafor", Role.THERAPIST, "09912345604", supervisor="noor"),
    Member("beheer", "Hans", "Kuipers", Role.MANAGER),
)

GENERAL_PRACTITIONERS = (
    {"name": "R. Zandstra", "practice_name": "Huisartsenpraktijk De Linde", "city": "Demostad"},
    {"name": "A. Yildirim", "practice_name": "Gezondheidscentrum Oost", "city": "Demostad"},
)

# What he types as ;beter in a record.
TEXTS_OF_JORIS = {
    "beter": "Gaat beter dan de vorige keer, minder klachten in het dagelijks leven.",
    "gelijk": "Ongeveer gelijk aan de vorige keer.",
    "mobth": "Mobilisatie thoracaal Th4-Th8, graad III, 3 x 30 s, goed verdragen.",
    "thuis": "Oefeningen voor thuis herhaald en bijgesteld; voert ze goed uit.",
}


def set_up_practice() -> None:
    """Write the practice, its staff and two general practitioners. For an empty database."""
    Practice.objects.create(
        pk=1,
        name="Praktijk De Wervel",
        street="Lindelaan 12",
        postcode="1234 AB",
        city="Demostad",
        phone="+31201234567",
        email="balie@example.org",
        website="https://wervel.example.org",
        agb_code="04990001",
        out_of_hours_phone="020 123 45 99",
    )
    for doctor in GENERAL_PRACTITIONERS:
        GeneralPractitioner.objects.create(phone="+31201234570", **doctor)
    for member in MEMBERS:
        _employ(member)
    by = User.objects.get(username="joris")
    for shortcut, text in TEXTS_OF_JORIS.items():
        save_snippet(snippet=Snippet(), shortcut=shortcut, text=text, by=by)


def _employ(member: Member) -> None:
    user = User.objects.create_user(
        username=member.username,
        email=f"{member.username}@example.org",
        password=settings.DEMO_PASSWORD,
        first_name=member.first_name,
        last_name=member.last_name,
        role=member.role,
        is_staff=member.role == Role.MANAGER,
        big_number=member.big_number,
        agb_code=member.agb_code,
        supervisor=User.objects.filter(username=member.supervisor).first(),
    )
    audit.record("admin.added", by=audit.SYSTEM, subject=user, label=str(user))
