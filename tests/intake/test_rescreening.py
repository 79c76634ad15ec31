"""Asking the safety questions again: what is kept, what the rules make of it, and what is refused."""

import pytest

from intake import actions, readings
from intake.models import EmergencyAlert, Intake
from intake.questionnaire import load, versions
from intake.rescreening import Again, short_set, still_fitting
from practice.models import AuditEvent, Episode, Phase
from tests import factories

SHORT = {"s_now", "r_general", "r_neuro", "r_night", "g_mech"}  # domain reference 4.1, rule 7
CALM = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}


@pytest.fixture
def episode(therapist):
    """Screened with a form in which nothing worrying stood."""
    made = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=made, g_goal="Weer tuinieren", g_mech="yes")
    return made


def to_decide(intake: Intake) -> set[str]:
    return {finding.rule for finding in intake.findings.all() if finding.is_open}


def test_every_version_of_the_questions_has_the_short_set():
    for version in versions():
        assert {question.id for question in short_set(load(version))} == SHORT


def test_only_the_short_set_is_asked_and_kept_as_it_was_asked(episode):
    made = factories.rescreening(episode_=episode, r_general=["fatigue"])
    rows = {row.question: row for row in made.answer_rows.all()}
    assert set(rows) == SHORT
    assert rows["r_general"].answer_text == "Erg moe"
    assert "Koorts" in rows["r_general"].absent[0]
    assert rows["s_now"].question_text == load(made.content_version).questions["s_now"].text("nl")


def test_it_is_in_at_once_and_says_why_it_was_asked(episode):
    made = factories.rescreening(episode_=episode, occasion="deviating")
    made.refresh_from_db()
    assert made.is_submitted and made.is_rescreening
    assert (made.occasion, made.outcome) == ("deviating", "suitable")


def test_the_earlier_answers_stay_below_the_new_ones(episode):
    made = factories.rescreening(episode_=episode, r_neuro=["weak_leg"])
    assert made.answers["g_goal"] == "Weer tuinieren"
    assert made.answers["r_neuro"] == ["weak_leg"]
    assert readings.form_sent(episode).answers["r_neuro"] == ["none"]


def test_what_no_longer_has_to_be_asked_falls_away(therapist):
    episode = factories.episode(therapist=therapist)
    factories.reviewed_intake(episode_=episode, r_neuro=["weak_leg"], r_neuro_progress="stable")
    made = factories.rescreening(episode_=episode)
    assert "r_neuro_progress" not in made.answers


def test_it_speaks_the_language_of_the_form(therapist):
    episode = factories.episode(therapist=therapist)
    form, _token = actions.invite_patient(episode=episode, by=therapist)
    sent = actions.submit_intake(intake=factories.fill_in(form.intake, g_regions=["neck"]), language="en")
    decisions = {one.pk: ("cleared", "") for one in sent.findings.all()}
    told = {"data": CALM, "decisions": decisions, "version": 0, "by": therapist}
    actions.review_intake(episode=episode, intake=sent, **told)
    made = factories.rescreening(episode_=episode, r_general=["fatigue"])
    assert made.answer_rows.get(question="r_general").answer_text == "Very tired"


def test_an_emergency_is_for_the_therapist_and_alarms_nobody_else(
    episode, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = factories.rescreening(episode_=episode, s_now=["stroke"])
    assert made.level == "emergency" and made.emergency_at is None
    assert mailoutbox == []
    assert not EmergencyAlert.objects.exists()


def test_the_log_says_who_asked_again(episode, therapist):
    made = factories.rescreening(episode_=episode)
    event = AuditEvent.objects.get(verb="intake.rescreened")
    assert (event.actor, event.subject_id) == (therapist, str(made.pk))


# Screened by voice: there is no form.


@pytest.fixture
def by_voice(therapist):
    return factories.screened_episode(therapist=therapist)


def test_without_a_form_it_stands_on_the_complaint(by_voice):
    made = factories.rescreening(episode_=by_voice, r_general=["fever"])
    assert made.answers["g_regions"] == ["upper_back"]
    assert made.findings.filter(rule="G03", state="raised").exists()


@pytest.mark.parametrize("complaint", ["upper_back", "low_back", "neck", "shoulder", "headache", "dizziness"])
def test_without_a_form_calm_answers_leave_nothing_to_decide(therapist, complaint):
    made = factories.rescreening(
        episode_=factories.screened_episode(therapist=therapist, complaint=complaint), g_mech="yes"
    )
    assert to_decide(made) == set()


def test_what_was_told_makes_further_questions_worth_asking(by_voice):
    made = factories.rescreening(episode_=by_voice, r_neuro=["weak_leg"])
    asked = {
        one["question"] for finding in made.findings.filter(state="undecided") for one in finding.because
    }
    assert "r_neuro_progress" in asked


def test_a_question_that_stays_open_is_asked_further(by_voice):
    made = factories.rescreening(episode_=by_voice, g_mech="unknown")
    assert "C23" in to_decide(made)
    assert [one["question"] for one in made.findings.get(rule="C23").because] == ["g_mech"]


# What is refused.


def test_before_the_screening_there_is_nothing_to_ask_again(therapist):
    episode = factories.episode(therapist=therapist)
    factories.submitted_intake(episode_=episode)
    with pytest.raises(actions.UnscreenedError):
        factories.rescreening(episode_=episode)


def test_a_closed_episode_takes_no_answers(episode):
    episode.move_to(Phase.CLOSED)
    with pytest.raises(actions.ClosedError):
        factories.rescreening(episode_=episode)


def test_every_question_has_to_be_asked(episode):
    with pytest.raises(actions.NotAskedError):
        factories.rescreening(episode_=episode, r_night=None)
    assert not Intake.objects.filter(kind="rescreening").exists()


def ask(episode: Episode, *, seen: int, by: object = None, **answers: object) -> Intake:
    """As a page would send it that was made from the evidence `seen`."""
    told = {"s_now": ["none"], "r_general": ["none"], "r_neuro": ["none"], "r_night": "no", "g_mech": "yes"}
    by = by or episode.therapist
    return actions.rescreen(
        episode=episode, occasion="evaluation", answers={**told, **answers}, seen=seen, by=by
    )


def test_the_same_answers_sent_twice_are_one_rescreening(episode):
    seen = Again.of(episode).seen
    assert ask(episode, seen=seen) == ask(episode, seen=seen)


def test_other_answers_from_an_older_page_are_laid_beside_the_newer_ones(episode, other_therapist):
    seen = Again.of(episode).seen
    newer = ask(episode, seen=seen)
    for other in ({"r_night": "turning"}, {"by": other_therapist}):
        with pytest.raises(actions.OvertakenRescreeningError) as caught:
            ask(episode, seen=seen, **other)
        assert caught.value.newer == newer


def test_a_new_form_that_is_still_open_is_not_in_the_way(episode, therapist):
    actions.invite_patient(episode=episode, by=therapist)
    assert factories.rescreening(episode_=episode).is_submitted
    assert Intake.objects.exclude(status="submitted").count() == 1


# A new version of the questions in between.


def test_after_a_new_version_the_answers_it_still_knows_count(therapist, monkeypatch):
    monkeypatch.setattr("intake.actions.invitations.version_in_use", lambda: "1")
    episode = factories.episode(therapist=therapist)
    first = factories.reviewed_intake(episode_=episode, m_meds=["anticoag"])
    made = factories.rescreening(episode_=episode)
    assert (first.content_version, made.content_version) == ("1", versions()[-1])
    assert made.findings.get(rule="C01").is_confirmed
    assert to_decide(made) == set()


def test_answers_the_new_version_does_not_know_are_left_out():
    old = {
        "gone_question": "yes",
        "m_meds": ["anticoag", "gone_option"],
        "g_course": "gone_option",
        "g_goal": "Fietsen",
    }
    assert still_fitting(old, load()) == {"m_meds": ["anticoag"], "g_goal": "Fietsen"}
