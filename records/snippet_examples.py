"""Texts to begin with, for a therapist who has none; one button takes over each, and then it is one's own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Example:
    shortcut: str
    text: str


def examples() -> list[Example]:
    """In the language of the page."""
    return [
        Example(
            pgettext("short word", "better"), _("Goes better than last time, fewer complaints in daily life.")
        ),
        Example(
            pgettext("short word", "mobth"),
            _("Mobilisation of the thoracic spine, grade III, 3 x 30 seconds."),
        ),
        Example(
            pgettext("short word", "home"), _("Home exercises repeated and adjusted; carries them out well.")
        ),
    ]
