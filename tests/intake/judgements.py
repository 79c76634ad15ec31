"""What a therapist fills in on the screening page, for tests."""

from django.urls import reverse

# Pressure on the chest with effort: same-day GP (rule S01). Fever lists left calm.
CHEST = {"c_chest": "press_effort"}
# How fast the headache came stays open, so rules about it stay undecided.
HEADACHE = {"g_regions": ["headache"], "hd_onset": "unknown"}
SUITABLE = {
    "all_clear": "yes",
    "pattern": "recognised",
    "conclusion": "suitable",
    "further_examination": "on",
    "may_share_with_gp": "yes",
    "draft_version": "0",
}
CONTACT_GP = {
    **SUITABLE,
    "all_clear": "no",
    "conclusion": "contact_gp",
    "urgency": "same_day_gp",
    "deviating_signs": "Drukkende pijn bij inspanning",
    "advice_given": "Bel vandaag je huisarts.",
}


def decided(intake, decision="cleared", remark="Nagevraagd", **which) -> dict[str, str]:
    """The fields that decide on every finding of this intake, or on those that `which` describes."""
    fields = {}
    for finding in intake.findings.filter(**which):
        if finding.needs_decision:
            fields[f"finding-{finding.pk}-decision"] = decision
            fields[f"finding-{finding.pk}-remark"] = remark
    return fields


def sign(client, episode, data):
    return client.post(reverse("screening_sign", args=[episode.pk]), data)


def phase(episode) -> str:
    episode.refresh_from_db()
    return episode.phase
