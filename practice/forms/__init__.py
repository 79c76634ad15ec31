"""What the desk types: patients, who speaks for them, and episodes."""

from .episode import EpisodeForm, HandOverForm
from .patient import PatientForm
from .registration import RegistrationForm
from .representative import RepresentativeForm

__all__ = ["EpisodeForm", "HandOverForm", "PatientForm", "RegistrationForm", "RepresentativeForm"]
