"""Alerts on the work list, in the header, and on a page of their own."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.models import AlertResponse, EmergencyAlert, Intake
from practice.actions import add_representative, assign_therapist
from practice.models import AuditEvent
from tests import factories
from tests.pages import main, page, queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def intake(therapist) -> Intake:
    return factories.alerted_intake(episode_=factories.episode(therapist=therapist))


def due(minutes: int) -> None:
    """Every alert has to be answered so many minutes from now, and half a minute."""
    at = timezone.now() + datetime.timedelta(minutes=minutes, seconds=30)
    EmergencyAlert.objects.update(due_at=at, raised_at=at - datetime.timedelta(minutes=15))


def work_list(client) -> str:
    return main(client.get(reverse("work_list")))


def alert_page(client, intake, **posted) -> object:
    address = reverse("alert", args=[intake.episode_id])
    return client.post(address, posted, follow=True) if posted else client.get(address)


def record(client, intake, outcome="reached", **other) -> object:
    shown = {"alert": intake.alerts.last().pk, "seen_rules": len(intake.emergency_rules), "seen_response": 0}
    return alert_page(client, intake, outcome=outcome, **{**shown, **other})


# The work list


def test_an_alert_stands_on_top_with_the_time_left_a_number_to_call_and_one_button(therapist_client, intake):
    due(11)
    top = work_list(therapist_client)
    assert "Berg, Sanne van den" in top
    assert "11 minutes left" in top
    assert 'href="tel:+31612345678"' in top
    assert top.count(reverse("alert", args=[intake.episode_id])) == 1


def test_an_overdue_alert_says_so_in_words(therapist_client, intake):
    due(-4)
    assert "overdue: 3 minutes" in work_list(therapist_client)


def test_long_overdue_is_told_in_hours_and_days(therapist_client, intake):
    for minutes, words in ((-181, "overdue: 3 hours"), (-3 * 24 * 60 - 1, "overdue: 3 days")):
        due(minutes)
        assert words in work_list(therapist_client)


def test_attempts_are_counted(therapist_client, intake):
    factories.answered_alert(intake=intake, outcome="not_reached")
    assert "1 attempt" in work_list(therapist_client)


def test_an_answered_alert_leaves_the_list(therapist_client, intake):
    factories.answered_alert(intake=intake)
    assert "Answer now" not in work_list(therapist_client)


def test_of_a_child_the_parents_are_called_first(therapist_client, intake, receptionist):
    patient = intake.episode.patient
    parent = {"name": "Karin Bos", "relation": "parent", "phone": "+31687654321"}
    add_representative(patient=patient, data=parent, by=receptionist)
    assert work_list(therapist_client).index("12345678") < work_list(therapist_client).index("87654321")
    type(patient).objects.update(birth_date=factories.years_ago(12))
    assert work_list(therapist_client).index("87654321") < work_list(therapist_client).index("12345678")


def test_of_a_colleagues_patient_only_that_it_is_overdue_and_whom_to_call(other_therapist_client, intake):
    assert "alert" not in work_list(other_therapist_client).split("<form")[0]
    assert str(intake.episode.therapist) not in work_list(other_therapist_client)
    due(-2)
    top = work_list(other_therapist_client)
    assert f"An alert of {intake.episode.therapist} is overdue" in top
    assert 'href="tel:+31201234567"' in top
    assert "Berg" not in top
    assert reverse("alert", args=[intake.episode_id]) not in top


def test_who_treats_the_patient_for_something_else_can_answer_too(
    other_therapist, other_therapist_client, intake
):
    patient = intake.episode.patient
    factories.episode(therapist=other_therapist, patient_=patient, complaint="shoulder")
    top = work_list(other_therapist_client)
    assert "Berg, Sanne van den" in top
    assert f"Treated by {intake.episode.therapist}" in top


def test_an_alert_goes_along_when_the_episode_is_handed_over(
    therapist_client, other_therapist, other_therapist_client, intake, receptionist
):
    assign_therapist(episode=intake.episode, therapist=other_therapist, by=receptionist)
    assert "Berg" in work_list(other_therapist_client)
    assert "Berg" not in work_list(therapist_client)


def test_an_alert_outlives_the_closing_of_the_episode(therapist_client, intake):
    intake.episode.move_to("closed")
    assert "Berg, Sanne van den" in work_list(therapist_client)
    assert "Your answer is recorded" in main(record(therapist_client, intake))


def test_many_alerts_cost_as_many_queries_as_one(therapist_client, therapist, other_therapist, intake):
    def more(treats, times: int) -> None:
        for _ in range(times):
            made = factories.episode(therapist=treats, patient_=factories.patient())
            factories.answered_alert(
                intake=factories.alerted_intake(episode_=made), outcome="not_reached", by=therapist
            )

    more(therapist, 1)
    more(other_therapist, 1)
    due(-1)
    queries_of(therapist_client, reverse("work_list"))
    one = queries_of(therapist_client, reverse("work_list"))
    more(therapist, 8)
    more(other_therapist, 8)
    due(-1)
    assert queries_of(therapist_client, reverse("work_list")) == one


# What renews itself


def test_the_block_renews_itself(therapist_client, intake):
    due(9)
    part = page(therapist_client.get(reverse("alerts"), headers=HTMX))
    assert "9 minutes left" in part
    assert "<html" not in part


def test_without_javascript_the_list_is_loaded_again(therapist_client, intake):
    assert therapist_client.get(reverse("alerts")).url == reverse("work_list")
    assert f'href="{reverse("work_list")}">Load again' in work_list(therapist_client)


def test_renewing_is_in_the_log_only_when_a_name_appears(therapist_client, intake):
    def noted() -> int:
        return AuditEvent.objects.filter(verb="worklist.read").count()

    alert = intake.alerts.get()
    for shown, more in ((str(alert.pk), 0), ("", 1), ("x-²-99999999999999999999", 1)):
        before = noted()
        therapist_client.get(reverse("alerts"), {"shown": shown}, headers=HTMX)
        assert noted() - before == more


@pytest.mark.parametrize("name", ["alerts", "alert_count"])
def test_signed_out_it_gets_no_sign_in_page_to_put_in_the_list(client, name):
    answer = client.get(reverse(name), headers=HTMX)
    assert (answer.status_code, answer.content) == (401, b"")


def test_every_page_of_the_therapist_counts_own_alerts_in_the_header(therapist_client, intake):
    for address in (reverse("patient_list"), reverse("episode_detail", args=[intake.episode_id])):
        assert "1 alert" in page(therapist_client.get(address)).split("<main")[0]
    factories.answered_alert(intake=intake)
    assert "1 alert" not in page(therapist_client.get(reverse("patient_list")))


@pytest.mark.parametrize("who", ["desk", "other_therapist_client"])
def test_nobody_else_sees_that_count(request, who, intake):
    assert "1 alert" not in page(request.getfixturevalue(who).get(reverse("patient_list")))


def test_the_count_says_nothing_while_it_stays_the_same(therapist_client, intake):
    same = therapist_client.get(reverse("alert_count"), {"shown": "1"}, headers=HTMX)
    assert (same.status_code, same.content) == (204, b"")
    assert "1 alert" in page(therapist_client.get(reverse("alert_count"), {"shown": "0"}, headers=HTMX))


# The page


def test_it_shows_what_the_patient_was_told_why_and_whether_that_was_read(therapist_client, intake):
    shown = main(alert_page(therapist_client, intake))
    assert "Bel nu 112" in shown
    assert "Scheve mond" in shown
    assert "the patient did not confirm having read it" in shown
    assert 'href="tel:+31612345678"' in shown


def test_an_answer_that_was_changed_since_is_marked(therapist_client, intake):
    assert "do not say it (any more)" not in main(alert_page(therapist_client, intake))
    factories.save_page(intake=intake, page="now", cleaned={"s_now": ["none"]}, version=99)
    assert "do not say it (any more)" in main(alert_page(therapist_client, intake))


def test_opening_it_is_in_the_log(therapist_client, intake):
    alert_page(therapist_client, intake)
    assert AuditEvent.objects.filter(verb="alert.read", patient=intake.episode.patient).exists()


def test_an_episode_without_alert_says_so(therapist_client, therapist):
    made = factories.episode(therapist=therapist)
    assert "No emergency alert" in main(therapist_client.get(reverse("alert", args=[made.pk])))
    assert therapist_client.post(reverse("alert", args=[made.pk])).url == reverse("alert", args=[made.pk])


def test_an_attempt_keeps_it_open(therapist_client, intake):
    shown = main(record(therapist_client, intake, "not_reached"))
    assert "the alert stays open" in shown
    assert EmergencyAlert.objects.unanswered().exists()


def test_the_answer_stands_there_with_who_and_when(therapist_client, intake, therapist):
    shown = main(record(therapist_client, intake, "referred", remark="Huisarts, komt nu langs"))
    assert f"by {therapist}" in shown
    assert "Huisarts, komt nu langs" in shown
    assert reverse("screening", args=[intake.episode_id]) in shown


@pytest.mark.parametrize(
    ("outcome", "remark"),
    [("", ""), ("nobody", ""), ("referred", ""), ("cleared", "te kort"), ("reached", "\0")],
)
def test_what_is_missing_is_said_at_its_place_and_typed_text_stays(therapist_client, intake, outcome, remark):
    answer = record(therapist_client, intake, outcome, remark=remark)
    assert answer.context["form"].errors
    assert remark.strip("\0") in main(answer)
    assert not AlertResponse.objects.exists()


@pytest.mark.parametrize("junk", ["x", "-1", "9" * 40, "\0"])
def test_garbage_in_the_hidden_fields_breaks_nothing(therapist_client, intake, junk):
    for name in ("alert", "seen_rules", "seen_response"):
        assert record(therapist_client, intake, **{name: junk}).status_code == 200


def test_who_answers_second_reads_who_was_first_and_both_stay(
    therapist, therapist_client, other_therapist, other_therapist_client, intake
):
    factories.episode(therapist=other_therapist, patient_=intake.episode.patient, complaint="shoulder")
    record(therapist_client, intake)
    shown = main(record(other_therapist_client, intake, "cleared", remark="Verkeerd aangetikt, alles goed"))
    assert f"{therapist} had answered this alert already" in shown
    assert AlertResponse.objects.count() == 2
    assert shown.count("answered first") == 1


def test_another_emergency_meanwhile_has_to_be_read_first(therapist_client, intake):
    before = dict(intake.emergency_rules)
    factories.save_page(intake=intake, page="now", cleaned={"s_now": ["stroke", "tearing"]}, version=99)
    answer = record(therapist_client, intake, remark="Gesproken", seen_rules=len(before))
    assert "another emergency in the meantime" in main(answer)
    assert "scheurende pijn" in main(answer)
    assert "Gesproken" in main(answer)
    again = record(therapist_client, intake, seen_rules=answer.context["form"]["seen_rules"].value())
    assert AlertResponse.objects.get().alert.answer and again.status_code == 200


def test_after_the_answer_a_new_emergency_is_an_alert_of_its_own(therapist_client, intake):
    factories.answered_alert(intake=intake)
    factories.save_page(intake=intake, page="now", cleaned={"s_now": ["stroke", "tearing"]}, version=99)
    answer = alert_page(therapist_client, intake)
    assert [one.rule.id for one in answer.context["told"]] == ["E02"]
    assert [one.answer is not None for one in answer.context["others"]] == [True]


def test_the_record_points_at_the_alert_before_anything_else(therapist_client, intake):
    shown = main(therapist_client.get(reverse("episode_detail", args=[intake.episode_id])))
    assert f'btn-primary" href="{reverse("alert", args=[intake.episode_id])}"' in shown
