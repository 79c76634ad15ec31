"""The manager's own words: what may stand in them, how they look, and what patients then get."""

import pytest
from django.core import mail
from django.urls import reverse

from intake.actions import invite_patient
from practice import mail_texts, outbox
from practice.actions import StaleTextError, change_text, restore_text
from practice.models import AuditEvent, MessageKind, MessageText
from tests import factories
from tests.pages import page

pytestmark = pytest.mark.django_db

GOOD = "{greeting}\n\nGraag even invullen:\n\n{link}\n\nTot {until}."
VALUES = {"name": "Sanne <b>Berg", "link": "https://wervel.example.nl/i/abc/", "is_child": False}


def address(name: str = "message_text", kind: str = "invitation", language: str = "nl") -> str:
    return reverse(f"admin:{name}", args=[kind, language])


def typed(**extra: object) -> dict[str, object]:
    return {"subject": "Uw vragen, {name}", "body": GOOD, "version": 0, **extra}


def mailed(therapist) -> None:
    """A patient gets a link by mail."""
    episode = factories.episode(therapist=therapist)
    invite_patient(episode=episode, by=episode.opened_by, email="sanne@example.org")


@pytest.fixture
def own(manager) -> MessageText:
    values = {"kind": "invitation", "language": "nl", "subject": "Vragen voor {name}", "body": GOOD}
    return change_text(**values, version=0, by=manager)


@pytest.mark.parametrize("kind", mail_texts.LETTERS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_our_own_words_pass_our_own_rules(practice, kind, language):
    subject, body = mail_texts.our_words(kind, language)
    assert mail_texts.problems(kind, subject, body) == {}
    assert "{greeting}" in body
    assert "\n\n\n" not in body


@pytest.mark.parametrize("kind", mail_texts.LETTERS)
def test_every_kind_of_mail_to_a_patient_can_be_written(practice, kind):
    written = mail_texts.write(kind, "nl", mail_texts.made_up())
    for text in (written.subject, written.text, written.html):
        assert text
        assert "{" not in text


def test_notices_to_the_practice_have_no_words_to_change():
    assert set(MessageKind) - set(mail_texts.LETTERS) == {MessageKind.STAFF}


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("body", GOOD + "{complaint}", "{complaint}"),
        ("body", GOOD + " {Link}", "{Link}"),
        ("body", GOOD + " {}", "{}"),
        ("body", GOOD + " {{link}}", "alone"),
        ("body", GOOD + " }", "alone"),
        ("body", GOOD + " {", "alone"),
        ("body", "Vul het in voor {until}.", "{link}"),
        ("body", "", ""),
        ("body", "x" * 4001, ""),
        ("subject", "Vragen {link}", "{link}"),
        ("subject", "Vragen\r\nBcc: x@example.org", "one line"),
        ("subject", "Vragen\u2028x", "one line"),
        ("subject", "", ""),
        ("subject", "x" * 121, ""),
    ],
)
def test_what_could_not_be_sent_is_refused_and_stays_on_the_page(manager_client, field, text, said):
    response = manager_client.post(address(), typed(**{field: text}), HTTP_ACCEPT_LANGUAGE="en")
    assert field in response.context["form"].errors
    assert said in str(response.context["form"].errors[field])
    assert not MessageText.objects.in_use().exists()


def test_a_nul_byte_is_refused(manager_client):
    assert manager_client.post(address(), typed(body=GOOD + "\x00")).context["form"].errors


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_no_version_is_refused(manager_client, version):
    assert manager_client.post(address(), typed(version=version)).status_code == 200
    assert not MessageText.objects.in_use().exists()


def test_patients_get_the_managers_words_from_then_on(
    own, therapist, receptionist, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mailed(therapist)
    [sent] = mail.outbox
    assert sent.subject == "Vragen voor Sanne van den Berg"
    assert "Graag even invullen" in sent.body
    assert "112" in sent.body, "what to do in an emergency is always there"


def test_the_other_language_keeps_our_words(own, practice):
    assert "Graag" not in mail_texts.write("invitation", "en", VALUES).text


def test_a_value_is_never_read_as_markup_or_as_a_placeholder(own, practice):
    written = mail_texts.write("invitation", "nl", {**VALUES, "name": "<b>{link}"})
    assert "&lt;b&gt;{link}" in written.html
    assert "<b>" not in written.html
    assert "<b>{link}" in written.text


def test_a_link_on_a_line_of_its_own_is_a_button(own, practice):
    html = mail_texts.write("invitation", "nl", VALUES).html
    assert html.count('href="https://wervel.example.nl/i/abc/"') == 1


def test_the_words_of_the_manager_are_never_markup(manager, practice):
    body = GOOD + "\n\n<script>alert(1)</script>"
    change_text(kind="invitation", language="nl", subject="Vragen", body=body, version=0, by=manager)
    assert "<script>" not in mail_texts.write("invitation", "nl", VALUES).html


def test_a_preview_shows_the_mail_and_stores_nothing(manager_client):
    response = manager_client.post(address("message_text_preview"), typed())
    html = page(response)
    assert "Uw vragen, Sanne van den Berg" in html
    assert "style=" not in html.partition('class="mail-preview"')[2]
    assert GOOD.replace("\n", "\r\n") in response.context["form"]["body"].value() or (
        response.context["form"]["body"].value() == GOOD
    )
    assert not MessageText.objects.exists()


def test_a_preview_of_what_is_not_right_says_what_is_wrong(manager_client):
    response = manager_client.post(address("message_text_preview"), typed(body="Zonder link"))
    assert response.context["form"].errors
    assert "preview" not in response.context


def test_saving_is_in_the_log_without_the_words(manager_client, manager):
    manager_client.post(address(), typed())
    line = AuditEvent.objects.get(verb="message_text.changed")
    assert (line.actor, line.changed_fields, line.subject_label) == (
        manager,
        ["body", "subject"],
        "invitation/nl",
    )


def test_back_to_our_own_words(own, manager_client, practice):
    manager_client.post(address("message_text_restore"), {"version": own.version})
    assert "Graag" not in mail_texts.write("invitation", "nl", VALUES).text
    assert not manager_client.get(address()).context["is_own"]


def test_two_managers_at_once_lose_neither_words(own, manager_client):
    response = manager_client.post(address(), typed(subject="Van de ander", version=0))
    html = page(response)
    assert "Van de ander" in html
    assert "Vragen voor {name}" in html
    own.refresh_from_db()
    assert own.subject == "Vragen voor {name}"
    again = typed(subject="Van de ander", version=response.context["form"]["version"].value())
    assert manager_client.post(address(), again).status_code == 302


def test_going_back_does_not_go_over_newer_words(own, manager):
    with pytest.raises(StaleTextError):
        restore_text(kind="invitation", language="nl", version=own.version - 1, by=manager)


def test_words_that_went_back_to_ours_are_not_taken_for_the_same_version(own, manager):
    restore_text(kind="invitation", language="nl", version=own.version, by=manager)
    with pytest.raises(StaleTextError):
        change_text(kind="invitation", language="nl", subject="x", body=GOOD, version=own.version, by=manager)


@pytest.mark.parametrize("where", [("staff", "nl"), ("nothing", "nl"), ("invitation", "de")])
def test_there_are_no_words_of_what_does_not_exist(manager_client, where):
    assert manager_client.get(address("message_text", *where)).status_code == 404


def test_the_list_says_whose_words_go_out(own, manager_client):
    rows = manager_client.get(reverse("admin:practice_messagetext_changelist")).context["rows"]
    assert len(rows) == 2 * len(mail_texts.LETTERS)
    assert [(row["kind"], row["language"]) for row in rows if row["own"]] == [("invitation", "nl")]


def test_what_waits_keeps_the_words_it_has(settings, therapist, manager):
    settings.MAIL_AT_ONCE = False
    mailed(therapist)
    change_text(kind="invitation", language="nl", subject="Anders", body=GOOD, version=0, by=manager)
    outbox.send_waiting()
    assert mail.outbox[0].subject != "Anders"
