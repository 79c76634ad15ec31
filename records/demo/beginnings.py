"""Stories that have not come to treatment yet: registered, invited, filled in, screened, sent to the GP."""

import datetime

from intake.actions import check_birth_date, confirm_emergency, save_page, submit_intake
from records.demo.clock import ago, at
from records.demo.common import UPPER_BACK, mark
from records.demo.steps import answer, fill_in, invite, register, screen, send_in, take_history

DAUGHTER = {
    "ad_reporter": "helper",
    "ad_reporter_name": "Anneke Smit",
    "ad_reporter_relation": "family",
}


def just_registered() -> None:
    with at(0, "08:40"):
        register("sanne", "upper_back", "joris")


def link_waiting() -> str:
    """The open link; returns its token."""
    with at(1, "15:20"):
        episode = register("lotte", "upper_back", "joris")
    with at(0, "09:05"):
        return invite(episode)[1]


def link_locked() -> None:
    with at(5, "11:10"):
        episode = register("karel", "low_back", "noor")
        invitation, _token = invite(episode)
    with at(2, "19:45"):
        for year in range(1960, 1965):
            check_birth_date(invitation=invitation, date=datetime.date(year, 2, 27))


def half_way() -> None:
    with at(2, "10:15"):
        episode = register("zeynep", "neck", "noor")
    answers = {
        "g_regions": ["neck", "headache"],
        "g_main": "neck",
        "g_onset": "gradual",
        "g_duration": "gt_3m",
    }
    with at(1, "21:30"):
        fill_in(episode, answers, pages=8)


def emergency() -> None:
    with at(1, "16:30"):
        episode = register("ruud", "upper_back", "noor")
    answers = {
        **UPPER_BACK,
        "s_now": ["chest_pressure"],
        "g_onset": "sudden_no_cause",
        "g_duration": "lt_1w",
        "g_course": "worse",
        "g_nrs_now": 7,
        "g_character": ["pressing"],
        "g_mech": "no",
        "g_worse": ["exertion"],
        "g_better": ["rest_minutes"],
        "g_radiation": ["arm", "chest"],
        "g_goal": "Weten wat dit is.",
        "r_general": ["fatigue"],
        "r_history": ["high_bp"],
        "m_meds": ["bp"],
        "c_chest": "press_effort",
        "c_chest_with": ["arm_jaw"],
        "l_smoke": "yes",
        "g_chart": [mark("front_chest_left", "pressing", 7), mark("back_mid_back_left", "aching", 5)],
    }
    with ago(minutes=6):
        intake = fill_in(episode, answers)
        submit_intake(intake=confirm_emergency(intake=intake))


def emergency_by_mistake() -> None:
    """The alert was answered within minutes; the form was sent that evening."""
    with at(2, "15:40"):
        episode = register("thijs", "neck", "joris")
    answers = {**UPPER_BACK, "g_regions": ["neck"], "g_goal": "Weer omkijken op de fiets."}
    with at(1, "12:10"):
        intake = fill_in(episode, {**answers, "s_now": ["trauma_severe"]}, pages=1)
        intake = confirm_emergency(intake=intake)
        save_page(intake=intake, page="now", cleaned={"s_now": ["none"]}, version=intake.draft_version)
    alert = intake.alerts.get()
    with at(1, "12:14"):
        answer(alert, "not_reached", "Voicemail ingesproken.")
    with at(1, "12:19"):
        said = "Bedoelde een val van vorig jaar. Andere spoedvragen gesteld: niets. Maakt het formulier af."
        answer(alert, "cleared", said)
    with at(1, "20:15"):
        send_in(episode, answers)


def intake_to_read() -> None:
    with at(3, "09:30"):
        episode = register("fatima", "upper_back", "joris")
    answers = {
        **UPPER_BACK,
        "g_worse": ["sitting", "lifting", "breathing"],
        "g_radiation": ["ribs_band"],
        "g_chart": [
            mark("front_ribs_right", "sharp", 3),
            mark("back_shoulder_blade_right", "aching", 6),
            mark("back_mid_back_right", "stiff"),
        ],
        "g_psk": [
            {"activity": "Mijn dochtertje van 2 optillen", "score": 7},
            {"activity": "Een uur achter de computer werken", "score": 6},
        ],
        "g_goal": "Weer pijnvrij mijn dochter kunnen dragen.",
        "r_night": "turning",
        "m_meds": ["paracetamol"],
        "th_breath": ["pain_deep"],
        "ad_share_gp": "yes",
        "l_sport": "Een keer per week yoga, nu even niet",
        "w_absent": "no",
        "ps_stress": 6,
        "ps_worry": 5,
        "ps_cause": "Veel tillen en een drukke periode op het werk",
    }
    moved = {"street": "Wilgenstraat", "house_number": "8", "postcode": "1234 AD", "city": "Demostad"}
    written = {"phone": "+31612345699", "first_name": "Fatima", "gp_name": "dokter Yildirim", **moved}
    with at(1, "20:10"):
        intake = fill_in(episode, answers)
        version = intake.draft_version
        save_page(intake=intake, page="details", cleaned={}, version=version, details=written)
        submit_intake(intake=intake)


def suitable() -> None:
    with at(6, "14:00"):
        episode = register("bram", "neck", "tess")
    answers = {
        **UPPER_BACK,
        "g_regions": ["neck"],
        "g_side": "left",
        "g_duration": "w6_12",
        "g_course": "changing",
        "g_first": "before_same",
        "g_nrs_now": 4,
        "g_worse": ["moving", "sitting"],
        "g_psk": [{"activity": "Achteruit kijken in de auto", "score": 8}],
        "g_chart": [mark("back_neck_left", "sharp", 5), mark("back_shoulder_left", "stiff", 3)],
        "g_goal": "Weer zonder pijn kunnen autorijden.",
        "w_work": "driving",
        "ps_cause": "Veel in de auto",
    }
    with at(4, "18:25"):
        send_in(episode, answers)
    with at(0, "08:30"):
        screen(episode, remark="Nagevraagd: geen bijzonderheden.")
        take_history(
            episode,
            sign=False,
            request_for_help="“Ik wil weer over mijn schouder kunnen kijken zonder dat het steekt.”",
            onset="Geleidelijk ontstaan in de zomer, na een periode met veel ritten.",
            course="Ruim 8 weken, wisselend. Drie jaar geleden hetzelfde, in een maand over.",
        )


def sent_to_the_gp() -> None:
    with at(8, "10:40"):
        episode = register("willemien", "upper_back", "noor")
    answers = {
        **UPPER_BACK,
        **DAUGHTER,
        "g_side": "middle",
        "g_onset": "trauma",
        "g_trauma_type": "fall_standing",
        "g_trauma_when": "lt_6w",
        "g_duration": "w1_6",
        "g_nrs_now": 8,
        "g_character": ["sharp"],
        "g_constant": "constant",
        "g_worse": ["moving", "coughing", "standing"],
        "g_better": ["rest"],
        "g_goal": "Weer zelf boodschappen kunnen doen.",
        "r_night": "turning",
        "r_history": ["osteoporosis", "high_bp"],
        "m_meds": ["bp", "bone"],
        "th_shape": "shorter",
        "w_work": "none",
        "ps_worry": 7,
    }
    with at(5, "11:55"):
        send_in(episode, answers)
    with at(4, "09:15"):
        screen(
            episode,
            confirmed=tuple(row.rule for row in episode.intakes.get().findings.filter(state="raised")),
            remark="Aan de telefoon nagevraagd: het is zo.",
            all_clear="no",
            pattern="partly",
            conclusion="contact_gp",
            urgency="same_day_gp",
            deviating_signs="Val uit stand, botontkalking, 4 cm korter geworden, heftige pijn bij hoesten.",
            advice_given="Vandaag de huisarts bellen; mogelijk een ingezakte wervel. Niet tillen. "
            "Bellen bij tintelingen, krachtverlies of problemen met plassen.",
        )
