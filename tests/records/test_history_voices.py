"""The therapist's side of the history: lines from the answers, each confirmed, changed or left out."""

from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from records import actions
from records.errors import UnconfirmedLinesError
from records.history_lines import key
from records.models import History, HistoryLine
from tests import factories

CAUSE = "Denkt zelf aan: “Te veel getild”."
TYPED = {
    "request_for_help": "Weer werken",
    "course": "Vier weken",
    "general_health": "Gezond",
    "daily_life": "Kan niet zitten",
    "draft_version": "0",
    "amends": "",
}


@pytest.fixture
def episode(therapist):
    made = factories.screened_episode(therapist=therapist)
    factories.submitted_intake(episode_=made, ps_cause="Te veel getild", g_duration="w1_6")
    return made


@pytest.fixture
def page(therapist_client, episode):
    """Posts the history as a browser would, with `changes`."""

    def post(*, of: str = "history", to: str = "history", **changes: object):
        form = therapist_client.get(reverse(of, args=[episode.pk])).context["form"]
        shown = {name: form[name].value() for name in form.fields}
        sent = {name: "on" if value is True else value for name, value in shown.items() if value is not False}
        typed = {} if of == "history_amend" else {name: TYPED[name] for name in TYPED if name in form.columns}
        data = {**sent, **typed, **changes}
        return therapist_client.post(reverse(to, args=[episode.pk]), data)

    return post


def ticks(episode, **but: object) -> dict[str, object]:
    """Every line of the page confirmed."""
    return {"ok_" + key(line.topic, line.generated): "on" for line in HistoryLine.objects.all()} | but


def line(topic: str = "onset", generated: str = CAUSE) -> str:
    return key(topic, generated)


def test_the_therapists_side_starts_from_the_answers(therapist_client, episode):
    voices = therapist_client.get(reverse("history", args=[episode.pk])).context["voices"]
    onset = next(voice for voice in voices if voice.field.name == "onset")
    assert CAUSE in [one.text.value() for one in onset.lines]
    assert not HistoryLine.objects.exists()


def test_a_draft_keeps_every_line_as_it_was_proposed(page):
    page()
    stored = HistoryLine.objects.get(generated=CAUSE)
    assert (stored.text, stored.confirmed) == (CAUSE, False)


def test_the_column_holds_the_lines_and_what_was_added_below_them(page):
    page(onset="Ook na de verhuizing.")
    text = History.objects.get().onset
    assert CAUSE in text and text.endswith("\nOok na de verhuizing.")


def test_what_was_added_is_in_its_own_field_again(page, therapist_client, episode):
    page(onset="Ook na de verhuizing.")
    form = therapist_client.get(reverse("history", args=[episode.pk])).context["form"]
    assert form["onset"].value() == "Ook na de verhuizing."


def test_a_line_nobody_confirmed_is_not_signed(page):
    errors = page(to="history_sign").context["form"].errors
    assert "line_" + line() in errors
    assert not History.objects.exists()


def test_the_lines_of_one_topic_are_one_thing_to_mend(page):
    to_mend = page(to="history_sign", daily_life="").context["form"].to_mend
    assert len({one.label for one in to_mend}) == len(to_mend)


def test_confirmed_lines_are_signed(page, episode):
    page()
    page(to="history_sign", **ticks(episode))
    assert History.objects.get().is_signed


def test_a_changed_line_is_confirmed_by_the_change(page, episode):
    page()
    changed = ticks(episode) | {"line_" + line(): "Door tillen op het werk."}
    del changed["ok_" + line()]
    page(to="history_sign", **changed)
    assert History.objects.get().lines.get(generated=CAUSE).confirmed


def test_an_emptied_line_is_left_out_and_keeps_its_proposal(page, episode, therapist_client):
    page(**{"line_" + line(): ""})
    left_out = HistoryLine.objects.get(text="")
    assert left_out.generated == CAUSE and CAUSE not in History.objects.get().onset
    assert b"is-left-out" in therapist_client.get(reverse("history", args=[episode.pk])).content


def test_a_line_that_was_left_out_comes_back_by_its_button(page):
    page(**{"line_" + line(): ""})
    page(put_back=line())
    assert HistoryLine.objects.get(generated=CAUSE).text == CAUSE


def test_one_button_confirms_the_lines_of_its_own_topic(page):
    answer = page(confirm="course")
    assert answer.url.endswith("#topic-course")
    states = dict(HistoryLine.objects.values_list("topic", "confirmed").order_by("pk"))
    assert states["course"] and not states["onset"]


def test_asked_and_nothing_particular_counts_as_filled(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    data = {**TYPED, "general_health": "", "none_general_health": "on"}
    therapist_client.post(reverse("history_sign", args=[episode.pk]), data)
    assert History.objects.get().asked_none == ["general_health"]


def test_nothing_particular_and_a_text_are_not_signed_together(therapist_client, therapist):
    episode = factories.screened_episode(therapist=therapist)
    answer = therapist_client.post(
        reverse("history_sign", args=[episode.pk]), {**TYPED, "none_general_health": "on"}
    )
    assert answer.context["form"].errors.keys() == {"none_general_health"}


def test_two_windows_see_both_lines(page):
    page(**{"line_" + line(): "Door tillen."})
    answer = page(**{"line_" + line(): "Door het kind dragen.", "draft_version": "0"})
    assert ("Door tillen.", "Door het kind dragen.") in [
        (one.stored, one.typed) for one in answer.context["conflict"]["differences"]
    ]


def test_what_was_changed_in_a_line_that_is_proposed_no_more_is_added_to_the_topic(page):
    """As of a page that stood open in another language."""
    page(line_onset_00000000="Own idea: lifting at work.")
    assert History.objects.get().onset.endswith("Own idea: lifting at work.")


def test_a_line_the_page_does_not_know_is_not_confirmed_by_that(therapist_client, episode):
    therapist_client.post(reverse("history", args=[episode.pk]), TYPED)
    assert not HistoryLine.objects.filter(confirmed=True).exists()
    assert HistoryLine.objects.filter(generated=CAUSE, text=CAUSE).exists()


def by_itself(client, episode, by, **typed):
    data = {**TYPED, "typed_by": str(by.pk), **typed}
    address = reverse("history", args=[episode.pk])
    return client.post(address, data, headers={"Accept": "application/json"}).json()


def test_a_page_that_saves_itself_keeps_the_lines(therapist_client, therapist, episode):
    answer = by_itself(therapist_client, episode, therapist, **{"line_" + line(): "Door tillen."})
    assert not answer["problem"]
    stored = HistoryLine.objects.get(generated=CAUSE)
    assert (stored.text, stored.confirmed) == ("Door tillen.", True)


def test_what_the_page_sent_itself_is_no_other_text(therapist_client, therapist, episode):
    """The answer to the first was lost on its way."""
    first = {"line_" + line(): "Door til"}
    by_itself(therapist_client, episode, therapist, **first)
    sent = urlencode({**TYPED, **first})
    again = {"line_" + line(): "Door tillen.", "unsure": sent}
    assert not by_itself(therapist_client, episode, therapist, **again)["problem"]
    assert HistoryLine.objects.get(generated=CAUSE).text == "Door tillen."


@pytest.fixture
def signed(page, episode):
    page()
    page(to="history_sign", **ticks(episode), **{"line_" + line(): "Door tillen op het werk."})
    return History.objects.get()


def test_a_correction_starts_from_the_lines_that_stand(signed, therapist_client, episode):
    form = therapist_client.get(reverse("history_amend", args=[episode.pk])).context["form"]
    assert form["line_" + line()].value() == "Door tillen op het werk."
    assert form["ok_" + line()].value()


def test_a_correction_of_one_line_is_signed_without_confirming_the_rest_again(signed, page):
    change = {"line_" + line(): "Door het dragen.", "amend_reason": "Verkeerd gehoord"}
    page(of="history_amend", to="history_sign", **change)
    newest = History.objects.latest("pk")
    assert newest.is_signed and newest.onset == signed.onset.replace(
        "Door tillen op het werk.", "Door het dragen."
    )


def test_the_signed_sheet_shows_what_was_changed_and_what_was_proposed(signed, therapist_client, episode):
    sheet = therapist_client.get(reverse("history", args=[episode.pk])).content.decode()
    assert "Door tillen op het werk." in sheet and "Te veel getild”." in sheet


def test_the_action_refuses_lines_that_nobody_confirmed(therapist, episode):
    rows = [{"topic": "onset", "position": 0, "generated": "Zo.", "text": "Zo.", "confirmed": False}]
    history = actions.save_history(
        history=History(episode=episode), data={}, lines=rows, version=0, by=therapist
    )
    with pytest.raises(UnconfirmedLinesError):
        actions.sign_history(history=history, by=therapist)


@pytest.mark.parametrize(
    "text, confirmed, may", [("Zo.", False, False), ("Zo.", True, True), ("", False, True)]
)
def test_the_database_refuses_them_too(therapist, episode, text, confirmed, may):
    history = History.objects.create(episode=episode, created_by=therapist)
    HistoryLine.objects.create(
        history=history, topic="onset", position=0, generated="Zo.", text=text, confirmed=confirmed
    )
    rows = History.objects.filter(pk=history.pk)
    signature = {"signed_by": therapist, "signed_at": timezone.now()}
    if may:
        assert rows.update(**signature) == 1
        return
    with pytest.raises(DatabaseError, match="every_line_confirmed"), transaction.atomic():
        rows.update(**signature)
