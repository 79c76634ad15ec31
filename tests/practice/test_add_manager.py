"""`manage.py add_manager`: the first person who can sign in to a new installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from practice.management.commands import add_manager
from practice.models import AuditEvent, Role, User
from tests import factories

pytestmark = pytest.mark.django_db
WHO = ("jansen", "jansen@example.org", "Ans", "Jansen")


@pytest.fixture
def types(monkeypatch):
    """Lets somebody type these passwords, one after the other."""

    def type_(*passwords: str) -> None:
        typed = iter(passwords)
        monkeypatch.setattr(add_manager, "getpass", lambda _prompt: next(typed))

    return type_


def test_the_first_manager_can_sign_in_and_manage(types, client):
    types("een-lange-zin-12", "een-lange-zin-12")
    call_command("add_manager", *WHO, stdout=io.StringIO())
    user = User.objects.get(username="jansen")
    assert (user.role, user.is_staff, user.is_superuser) == (Role.MANAGER, True, False)
    assert user.check_password("een-lange-zin-12")
    assert AuditEvent.objects.filter(verb="admin.added", subject_id=str(user.pk)).exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [(("kort",), "12"), (("een-lange-zin-12", "een-andere-zin-3"), "not the same")],
    ids=["too short", "typed twice differently"],
)
def test_a_password_that_will_not_do_is_refused_in_words(types, typed, says):
    types(*typed)
    with pytest.raises(CommandError, match=says):
        call_command("add_manager", *WHO)
    assert not User.objects.exists()


@pytest.mark.parametrize("taken", [{"username": "jansen"}, {"email": "JANSEN@example.org"}])
def test_a_name_or_address_in_use_is_refused(types, taken):
    factories.user(Role.MANAGER, **taken)
    types("een-lange-zin-12", "een-lange-zin-12")
    with pytest.raises(CommandError):
        call_command("add_manager", *WHO)
    assert User.objects.count() == 1
