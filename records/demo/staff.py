"""The demo practice itself and the people who work there."""

from dataclasses import dataclass

from django.conf import settings

from practice import audit
from practice.models import GeneralPractitioner, Practice, Role, User


@dataclass(frozen=True)
class Member:
    username: str
    first_name: str
    last_name: str
    role: Role
    big_number: str = ""
    agb_code: str = ""


MEMBERS = (
    Member("balie", "Petra", "Blom", Role.RECEPTIONIST),
    Member("joris", "Joris", "Veenstra", Role.THERAPIST, "09912345601", "04991201"),
    Member("noor", "Noor", "el Amrani", Role.THERAPIST, "09912345602", "04991202"),
    Member("marieke", "Marieke", "de Wit", Role.THERAPIST, "09912345603", "04991203"),
    Member("beheer", "Hans", "Kuipers", Role.MANAGER),
)

GENERAL_PRACTITIONERS = (
    {"name": "R. Zandstra", "practice_name": "Huisartsenpraktijk De Linde", "city": "Demostad"},
    {"name": "A. Yildirim", "practice_name": "Gezondheidscentrum Oost", "city": "Demostad"},
)


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
    )
    audit.record("admin.added", by=audit.SYSTEM, subject=user, label=str(user))
