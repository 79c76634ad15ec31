"""The therapist judges an intake: decisions on findings, and the conclusion."""

import pytest
from django.urls import reverse

from intake import actions
from intake.models import FindingDecision, Screening
from practice.models import AuditEvent, Phase
from practice.signing import StaleDraftError
from tests import factories
from tests.intake.judgements import CHEST, CONTACT_GP, HEADACHE, SUITABLE, decided, phase, sign


@pytest.fixture
def episode(therapist):
    return factories.episode(therapist=therapist)


def test_a_calm_intake_is_concluded_as_suitable_and_leads_to_the_history(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode)
    answer = sign(therapist_client, episode, {**SUITABLE, **decided(intake)})
    assert answer.url == reverse("history", args=[episode.pk])
    assert Screening.objects.get().is_signed
    assert phase(episode) == Phase.SCREENED


def test_open_findings_block_the_conclusion_and_are_named_with_a_link(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    finding = intake.findings.get(rule="S01")
    answer = sign(therapist_client, episode, {**SUITABLE, "reason": "Bekend en onderzocht"})
    page = answer.content.decode()
    assert f'href="#id_finding-{finding.pk}-decision_0">{finding.text_nl}</a>' in page
    assert "Bekend en onderzocht" in page
    assert not Screening.objects.filter(signed_at__isnull=False).exists()


def test_everything_that_is_missing_is_said_at_once_in_the_order_of_the_page(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    finding = intake.findings.get(rule="S01")
    form = sign(therapist_client, episode, {"draft_version": "0"}).context["form"]
    assert {f"finding-{finding.pk}-decision", "all_clear", "pattern", "conclusion"} <= form.errors.keys()
    assert next(field.name for field in form if field.errors).startswith("finding-")


def test_the_action_itself_refuses_a_conclusion_over_open_findings(therapist, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    data = {"all_clear": True, "pattern": "recognised", "conclusion": "suitable"}
    with pytest.raises(actions.OpenFindingsError):
        actions.review_intake(
            episode=episode, intake=intake, data=data, decisions={}, version=0, by=therapist
        )
    assert not Screening.objects.exists()


def test_a_remark_without_a_choice_is_asked_about_and_kept(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    finding = intake.findings.get(rule="S01")
    data = {"draft_version": "0", f"finding-{finding.pk}-remark": "Cardioloog zag hem in mei"}
    page = therapist_client.post(reverse("screening", args=[episode.pk]), data).content.decode()
    assert "Cardioloog zag hem in mei" in page
    assert not FindingDecision.objects.exists()


def test_a_draft_keeps_the_decisions_made_so_far(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    finding = intake.findings.get(rule="S01")
    data = {"draft_version": "0", f"finding-{finding.pk}-decision": "confirmed", "reason": "Nog bellen"}
    therapist_client.post(reverse("screening", args=[episode.pk]), data)
    assert finding.decisions.get().decision == "confirmed"
    assert not Screening.objects.get().is_signed
    assert "Nog bellen" in therapist_client.get(reverse("screening", args=[episode.pk])).content.decode()


def test_saying_suitable_against_the_findings_needs_a_reason_of_ten_characters(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    data = {**SUITABLE, **decided(intake), "reason": "te kort"}
    assert sign(therapist_client, episode, data).context["form"].errors.keys() == {"reason"}
    assert sign(therapist_client, episode, {**data, "reason": "Inspanningstest was goed"}).status_code == 302
    assert phase(episode) == Phase.SCREENED


def test_an_emergency_is_not_lowered_before_the_patient_was_reached(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, s_now=["chest_pressure"])
    data = {**SUITABLE, **decided(intake), "reason": "Misverstand, was spierpijn"}
    ticked = {**data, "patient_reached": "on"}
    assert sign(therapist_client, episode, ticked).context["form"].errors.keys() == {"patient_reached"}
    factories.answered_alert(intake=intake)
    assert sign(therapist_client, episode, data).status_code == 302
    assert Screening.objects.get().patient_reached


def test_where_no_alert_was_raised_the_therapist_ticks_to_have_reached_the_patient(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **HEADACHE)
    found = intake.findings.filter(state="undecided", level="emergency").first()
    data = {**SUITABLE, **decided(intake), f"finding-{found.pk}-decision": "confirmed", "all_clear": "no"}
    data |= {"reason": "Binnen een minuut, al gezien door de neuroloog", "deviating_signs": "Plots begin"}
    refused = sign(therapist_client, episode, data)
    assert refused.context["form"].errors.keys() == {"patient_reached"}
    assert 'name="patient_reached"' in refused.content.decode()
    assert sign(therapist_client, episode, {**data, "patient_reached": "on"}).status_code == 302


def test_a_question_left_open_that_turns_out_to_be_so_counts_as_a_finding(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **HEADACHE)
    undecided = intake.findings.filter(state="undecided", level="emergency").first()
    data = {**SUITABLE, **decided(intake), f"finding-{undecided.pk}-decision": "confirmed"}
    assert "reason" in sign(therapist_client, episode, data).context["form"].errors


def test_one_answer_settles_everything_that_hangs_on_the_same_question(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **HEADACHE)
    asked = therapist_client.get(reverse("screening", args=[episode.pk])).context["form"].questions()
    raised = decided(intake, state="raised")
    assert asked and max(len(group.items) for group in asked) > 1
    ticks = {group.cleared.html_name: "on" for group in asked}
    remarks = {group.remark.html_name: "Geleidelijk begonnen" for group in asked}
    assert sign(therapist_client, episode, {**SUITABLE, **raised, **ticks, **remarks}).status_code == 302
    made = FindingDecision.objects.filter(finding__state="undecided")
    assert set(made.values_list("decision", "remark")) == {("cleared", "Geleidelijk begonnen")}


def test_a_decision_on_one_finding_goes_before_the_answer_for_all(therapist_client, episode):
    factories.submitted_intake(episode_=episode, **HEADACHE)
    asked = therapist_client.get(reverse("screening", args=[episode.pk])).context["form"].questions()
    confirmed = asked[0].items[0]
    data = {"draft_version": "0", asked[0].cleared.html_name: "on", confirmed.decision.html_name: "confirmed"}
    therapist_client.post(reverse("screening", args=[episode.pk]), data)
    assert confirmed.finding.decisions.get().decision == "confirmed"


def test_not_ok_asks_for_the_signs_and_suitable_then_for_a_reason(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode)
    data = {**SUITABLE, **decided(intake), "all_clear": "no"}
    errors = sign(therapist_client, episode, data).context["form"].errors
    assert errors.keys() == {"deviating_signs", "reason"}


def test_contacting_the_gp_asks_what_was_advised_and_waits_for_the_gp(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    data = {**CONTACT_GP, **decided(intake, "confirmed")}
    assert (
        "advice_given" in sign(therapist_client, episode, {**data, "advice_given": ""}).context["form"].errors
    )
    answer = sign(therapist_client, episode, data)
    assert answer.url == reverse("episode_detail", args=[episode.pk])
    assert phase(episode) == Phase.GP_ADVISED


def test_the_advice_starts_with_what_the_patient_read(therapist_client, episode):
    factories.submitted_intake(episode_=episode, **CHEST)
    form = therapist_client.get(reverse("screening", args=[episode.pk])).context["form"]
    assert "huisarts" in form["advice_given"].value()


def test_a_proposed_advice_nobody_used_is_not_stored_as_said(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    form = therapist_client.get(reverse("screening", args=[episode.pk])).context["form"]
    proposed = form["advice_given"].value()
    data = {**SUITABLE, **decided(intake), "reason": "Inspanningstest was goed", "advice_given": proposed}
    sign(therapist_client, episode, data)
    assert Screening.objects.get().advice_given == ""


def test_without_a_form_the_therapist_writes_what_was_asked(therapist_client, episode):
    page = therapist_client.get(reverse("screening", args=[episode.pk])).content.decode()
    assert "Heb je op dit moment" in page  # the safety questions stand ready to be asked
    assert "reason" in sign(therapist_client, episode, SUITABLE).context["form"].errors
    told = {**SUITABLE, "reason": "Alle veiligheidslijsten gevraagd: niets."}
    assert sign(therapist_client, episode, told).status_code == 302
    assert phase(episode) == Phase.SCREENED


def test_concluding_twice_changes_nothing_and_says_so(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode)
    data = {**SUITABLE, **decided(intake)}
    sign(therapist_client, episode, data)
    answer = sign(therapist_client, episode, data)
    assert answer.url == reverse("screening", args=[episode.pk])
    assert Screening.objects.count() == 1
    assert FindingDecision.objects.count() == len([f for f in intake.findings.all() if f.needs_decision])


def test_what_another_window_judged_differently_becomes_a_change(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode)
    sign(therapist_client, episode, {**SUITABLE, **decided(intake)})
    late = {**SUITABLE, **decided(intake), "pattern": "partly", "reason": "Toch een twijfel"}
    answer = sign(therapist_client, episode, late)
    assert "Toch een twijfel" in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"amend_reason"}
    address = reverse("screening_amend", args=[episode.pk])
    assert f'formaction="{address}"' in answer.content.decode()


def test_an_emergency_in_an_unfinished_form_asks_to_reach_the_patient(therapist_client, episode):
    made, _ = factories.invite_patient(episode=episode, by=episode.opened_by)
    cleaned = {"s_now": ["tearing"]}
    factories.save_page(intake=made.intake, page="now", cleaned=cleaned, version=made.intake.draft_version)
    data = {**SUITABLE, "reason": "Alles nagevraagd: spierpijn"}
    assert sign(therapist_client, episode, data).context["form"].errors.keys() == {"patient_reached"}


def test_two_windows_see_both_texts_and_lose_neither(therapist_client, episode):
    factories.submitted_intake(episode_=episode)
    address = reverse("screening", args=[episode.pk])
    therapist_client.post(address, {"draft_version": "0", "reason": "Eerste venster"})
    page = therapist_client.post(address, {"draft_version": "0", "reason": "Tweede venster"}).content.decode()
    assert "Eerste venster" in page and "Tweede venster" in page
    assert Screening.objects.get().reason == "Eerste venster"
    therapist_client.post(address, {"draft_version": "1", "reason": "Tweede venster"})
    assert Screening.objects.get().reason == "Tweede venster"


def test_the_log_names_the_judgement_without_its_content(therapist_client, episode):
    intake = factories.submitted_intake(episode_=episode, **CHEST)
    sign(therapist_client, episode, {**CONTACT_GP, **decided(intake, "confirmed")})
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert "finding.decided" in verbs and "screening.signed" in verbs
    assert not AuditEvent.objects.filter(subject_label__contains="Drukkende").exists()


def test_a_stale_draft_is_refused_by_the_action(therapist, episode):
    told = {"episode": episode, "intake": None, "decisions": {}, "by": therapist}
    actions.save_screening(**told, data={"reason": "a"}, version=0)
    with pytest.raises(StaleDraftError):
        actions.save_screening(**told, data={"reason": "b"}, version=0)
