"""The page of the form about the registration: nothing clinical, so it is kept apart from the answers.

The patient may write what changed; what we have is never read back, as a link and a birth date are no
recognised sign-in (domain reference 8). The BSN is not asked (8.4).
"""

from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from intake.models import Intake
from intake.questionnaire import Page

TITLE = _("Your details")
DETAILS = Page("details", {"nl": TITLE, "en": TITLE}, ())

# In the order of the page.
LABELS = {
    "first_name": _("First name, as you use it"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "street": _("Street"),
    "house_number": _("House number"),
    "house_addition": _("Addition"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "gp_name": _("Name of your GP"),
    "gp_practice": _("GP's practice"),
}
ADDRESS = ("street", "house_number", "house_addition", "postcode", "city")
LIMIT = 200  # characters kept of one field


def written(intake: Intake) -> dict[str, str]:
    """What the patient wrote on the page, by field; fields left empty are not in it."""
    return {row.field: row.value for row in intake.reported.all()}


def as_read(field: str, value: str) -> str:
    """A stored value as people write it: a phone number in the national way."""
    if field != "phone":
        return value
    try:
        number = PhoneNumber.from_string(value, region="NL")
    except NumberParseException:
        return value
    if not number.is_valid():
        return value
    return number.as_national if number.country_code == 31 else number.as_international


def rows(intake: Intake) -> list[dict[str, object]]:
    """The page in words, for the patient: what was written, or that nothing was."""
    found = written(intake)
    told = [(label, as_read(field, found[field])) for field, label in LABELS.items() if field in found]
    told = told or [(TITLE, _("nothing to change"))]
    return [{"label": label, "value": value, "is_open": False} for label, value in told]
