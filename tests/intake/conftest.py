"""A patient with a link, and the browser it was opened in."""

import pytest

from intake.models import Invitation
from practice.models import User
from tests import factories
from tests.intake.browsing import PatientBrowser


@pytest.fixture
def link(therapist: User) -> tuple[Invitation, str]:
    """An open invitation and its token."""
    return factories.invitation(therapist=therapist)


@pytest.fixture
def browser(link: tuple[Invitation, str]) -> PatientBrowser:
    """A browser in which the right birth date was given."""
    return PatientBrowser().enter(link[1])
