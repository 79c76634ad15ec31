"""The safety steps before hands-on treatment of the neck: what was done of them in this episode.

Source: domain reference 5.5 (NVMT Beroepsnorm 2022, built on the IFOMPT cervical framework). Pure reading.
"""

from practice.models import Episode
from records.models import NeckSafety


def standing_safety(episode: Episode) -> NeckSafety | None:
    """The steps as the standing signed examination has them; None when it says nothing of the neck."""
    standing = episode.examinations.current().order_by("signed_at").last()
    return NeckSafety.objects.filter(examination=standing).first()


def missing_steps(episode: Episode) -> list[str]:
    """The names of the steps still to be done, as the standing signed examination has it.

    All of them when there is no such examination, or it says nothing of the neck.
    """
    return (standing_safety(episode) or NeckSafety()).missing
