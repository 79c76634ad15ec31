"""What a rule can say it is about: the words of its `complaints`."""

from django.utils.translation import gettext_lazy as _

from practice.models import Complaint

ALL = "all"
ABOUT = {
    ALL: _("every complaint"),
    "spine": _("back and neck"),
    "back": _("upper and low back"),
    "chest": _("chest"),
    "pregnancy": _("pregnancy"),
    **dict(Complaint.choices),
}


def codes_of(complaints: str) -> list[str]:
    """The words of a rule's `complaints`, which are separated by commas."""
    return [code.strip() for code in complaints.split(",")]
