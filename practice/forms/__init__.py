"""What the desk types: patients, who speaks for them, and episodes."""

from .episode import EpisodeForm, HandOverForm
from .identity import IdentityForm
from .merging import MergeForm
from .patient import PatientForm
from .registration import RegistrationForm
from .representative import RepresentativeForm

__all__ = [
    "EpisodeForm",
    "HandOverForm",
    "IdentityForm",
    "MergeForm",
    "PatientForm",
    "RegistrationForm",
    "RepresentativeForm",
]
