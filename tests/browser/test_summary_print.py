"""The summary of an intake with much to say: read on a phone and a desk, printed on one sheet of A4."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import DESK
from tests.browser.walking import listen, sign_in

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page[^s]")
WANTS = "Ik wil weer een hele dag kunnen werken zonder pijn, mijn kleindochter optillen en doorslapen. "
# Five places, an accident, several illnesses and medicines, all texts filled in, two questions undecided.
FULL = {
    "ad_reporter": "helper",
    "ad_reporter_name": "Jan de Boer",
    "ad_reporter_relation": "friend",
    "ad_referral": "yes",
    "ad_share_gp": "later",
    "g_regions": ["neck", "shoulder", "headache", "dizziness", "upper_back"],
    "g_main": "neck",
    "g_side": "right",
    "g_radiation": ["arm", "neck_head"],
    "g_onset": "trauma",
    "g_trauma_type": "traffic",
    "g_trauma_when": "lt_6w",
    "g_duration": "w1_6",
    "g_course": "worse",
    "g_first": "before_diff",
    "g_nrs_now": 7,
    "g_character": ["aching", "sharp", "stiff"],
    "g_constant": "constant",
    "g_mech": "unknown",
    "g_worse": ["sitting", "moving", "lifting", "overhead", "eating", "stress"],
    "g_better": ["rest", "rest_minutes", "warmth", "medication"],
    "g_psk": [
        {"activity": "Achteruit inparkeren en over mijn schouder kijken", "score": 9},
        {"activity": "Een uur achter de computer werken", "score": 8},
        {"activity": "Mijn kleindochter van de grond optillen", "score": 6},
    ],
    "g_goal": WANTS * 5,
    "g_other": "Mijn moeder had reuma. Ik ben bang dat ik dat ook krijg. " * 3,
    "r_general": ["fatigue"],
    "r_night": "turning",
    "r_neuro": ["tingling_arm"],
    "r_history": ["high_bp", "migraine"],
    "r_recent": ["infection"],
    "m_meds": ["anticoag", "nsaid", "opioid", "other"],
    "m_meds_other": "Metoprolol 50 mg, omeprazol 20 mg en soms een temazepam om te slapen",
    "l_smoke": "yes",
    "l_sleep": "poor",
    "l_sport": "Zwemmen, een keer per week, en elke dag een half uur wandelen met de hond",
    "hd_onset": "unknown",
    "hd_pattern": "changed",
    "hd_with": ["light", "neck_move"],
    "nk_new": "unknown",
    "dz_type": "spin",
    "dz_pattern": "seconds",
    "dz_trigger": ["bed", "head"],
    "sh_signs": ["night_side"],
    "w_work": "sitting",
    "w_absent": "partly",
    "ps_stress": 8,
    "ps_worry": 7,
    "ps_fear": "yes",
    "ps_expect": 3,
    "ps_mood": "often",
    "ps_cause": "Door het ongeluk, en omdat ik daarna te snel weer ben gaan werken",
}


@pytest.fixture
def summary(open_browser, therapist, language) -> Page:
    """The page of a patient of 60 with this intake."""
    patient = factories.patient(birth_date=factories.years_ago(60))
    episode = factories.episode(therapist=therapist, patient_=patient, complaint="neck")
    factories.submitted_intake(episode_=episode, **FULL)
    page = open_browser(language=language, viewport=DESK)
    sign_in(page, therapist)
    page.goto(reverse("intake_summary", args=[episode.pk]))
    return page


@pytest.mark.parametrize("javascript", [True])
def test_a_full_intake_reads_on_every_screen_and_prints_on_one_sheet(summary, check):
    complaints = listen(summary)
    summary.reload()
    check(summary)
    expect(summary.locator(".summary-ask li")).to_have_count(2)
    sheets = PAGE_OF_PDF.findall(summary.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    assert complaints == []
