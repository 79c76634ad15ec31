"""Stories with sessions: going on, withdrawn, evaluated."""

from records.demo.approvals import sign_on_screen
from records.demo.clock import at
from records.demo.common import IN_SIX_WEEKS, NOTHING_SPECIAL, OFFICE_BACK, STIFF_BACK, UPPER_BACK, mark
from records.demo.letters import write_to_gp
from records.demo.measured import measure
from records.demo.steps import (
    ask_again,
    close,
    decide,
    evaluate,
    examine,
    make_plan,
    open,
    register,
    screen,
    send_in,
    take_history,
    treat,
)

DRAWN = {"g_chart": [mark("back_mid_back_right", "stiff", 6), mark("back_shoulder_right", "aching", 4)]}
DRAWN_AGAIN = {"g_chart": ["back_mid_back_right"], "g_chart-score-back_mid_back_right": "3"}
DOSES = {
    "mob": "Th5-Th8, graad III, 3 x 30 s",
    "exercise": "rotatie 3 x 12",
    "home": "2 x per dag 10 minuten",
}


def earlier_and_going_on() -> None:
    """Low-back pain in spring, finished; an upper back that is being treated now."""
    with at(140, "09:00"):
        earlier = register("marjan", "low_back", "joris")
    with at(138, "10:00"):
        _low_back(earlier)
    with at(126, "10:20"):
        write_to_gp(earlier, "final")
    with at(20, "09:20"):
        episode = open(earlier.patient, "upper_back", "joris")
    with at(19, "20:30"):
        psk = [{"activity": "Een film kijken op de bank", "score": 7}]
        send_in(
            episode,
            {**UPPER_BACK, "g_nrs_now": 6, "g_psk": psk, "r_night": "turning", "ps_stress": 7, **DRAWN},
        )
    with at(17, "09:30"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(episode, **OFFICE_BACK)
        examine(episode, "Stijve bovenrug met rib 5-6 rechts gevoelig. Indicatie aanwezig.", **STIFF_BACK)
        plan = make_plan(
            episode,
            "mob exercise home relax",
            diagnosis="Aspecifieke hoge rugpijn, normaal beloop, bewegingsbeperking Th5-Th8.",
            hypothesis="Langdurig zitten en spanning door werk en mantelzorg.",
            helping_factors="Beweegt graag, wil weer zwemmen.",
            hindering_factors="Drukke mantelzorg, slaapt kort.",
            icf_functions="Rotatie thoracaal beperkt, pijn Th5-Th8.",
            icf_activities="Lang zitten, iets uit de kast pakken.",
            icf_participation="Werk achter de computer; zwemmen ligt stil.",
            goal_0_text="Over 6 weken 2 uur zitten met hoogstens 2/10 pijn.",
            goal_0_icf_level="activity",
            goal_0_instrument="nprs",
            goal_0_baseline="6/10",
            goal_0_target="2/10",
            goal_1_text="Weer een keer per week zwemmen.",
            session_count="6",
            frequency="eens per week",
            evaluate_on=IN_SIX_WEEKS,
            evaluate_every_weeks="3",
        )
        decide(plan, questions_asked="Kan het kwaad als het kraakt? Nee, dat is uitgelegd.")
        measure(episode, "start", participation=(5, 4, 7))
    with at(17, "10:20"):
        write_to_gp(episode, "start")
    _sessions_of_marjan(plan)


def _low_back(episode: object) -> None:
    screen(
        episode,
        remark="",
        reason="Aan de balie aangemeld; alarmsignalen mondeling doorgenomen, allemaal ontkennend.",
    )
    take_history(
        episode,
        request_for_help="“Van die rug af.”",
        course="Drie dagen, na het verplaatsen van een kast.",
        general_health="Gezond.",
        daily_life="Bukken en tillen lukken niet.",
    )
    examine(
        episode,
        "Acute aspecifieke lage rugpijn, geen uitval.",
        lumbar__flexion__mid="30",
        lumbar__flexion__mid__limited_by="pain",
        lumbar__slr__L="neg",
        lumbar__slr__R="neg",
        lumbar__repeated_movements__mid="pos",
        lumbar__ppivm_l4_l5__mid="hypomobile",
        lumbar__erector__R="2",
        si__nothing_found="on",
        neuro__nothing_found="on",
    )
    plan = make_plan(
        episode,
        "mob educ home",
        diagnosis="Acute aspecifieke lage rugpijn, normaal beloop.",
        back_risk="low",
        goal_0_text="Over 3 weken weer tillen en bukken zonder hinder.",
        session_count="3",
    )
    decide(plan)
    with at(138, "10:45"):
        treat(plan, (7, 5), subjective="Kan niet bukken.", as_planned=True)
    with at(133, "10:00"):
        treat(plan, (3, 2), subjective="Veel beter, loopt weer elke dag.", as_planned=True)
    with at(126, "10:00"):
        close(
            episode,
            goal_result="reached",
            result_text="Tilt en bukt zonder pijn.",
            ending="goal_reached",
            aftercare="Blijven bewegen. Bij terugkeer mag ze direct bellen.",
            pain_now=0,
            not_rescreened_reason="Na drie weken klachtenvrij; niets nieuws verteld.",
        )


def _sessions_of_marjan(plan: object) -> None:
    with at(12, "09:30"):
        treat(
            plan,
            (6, 4),
            doses=DOSES,
            next_step="Rotatie hermeten, oefeningen opbouwen",
            subjective="Na het onderzoek een dag wat stijf. Oefeningen lukken.",
            objective="Rotatie links 26°, na mobilisatie 32°.",
            evaluation="Reageert goed op mobilisatie.",
            plan_note="Mobilisatie Th5-Th8 graad III, rib 6 rechts. Oefeningen uitgebreid met rotatie.",
        )
    with at(7, "09:30"):
        treat(
            plan,
            (4, 3),
            doses=DOSES,
            next_step="Vragen naar de hoofdpijn; graad III alleen als die wegblijft",
            subjective="Kan een uur zitten. Slaapt beter.",
            adverse_reaction="yes",
            adverse_reaction_text="Een dag stijf en wat hoofdpijn, vanzelf over.",
            objective="Rotatie links 34°, extensie 14°.",
            evaluation="Op weg naar het doel.",
            as_planned=True,
        )
        measure(plan.episode, nprs=4, psk=(5,), participation=(3, 3, 5))
    _last_sessions_of_marjan(plan)


def _last_sessions_of_marjan(plan: object) -> None:
    """The safety questions come between: the last reaction asked for that."""
    with at(2, "09:20"):
        ask_again(
            plan.episode,
            "changed",
            {
                "g_mech": "yes",
                "r_general": ["fatigue"],
                "r_neuro": ["tingling_arm"],
                "r_night": "no",
                **DRAWN_AGAIN,
            },
            remark="Alleen na slapen op de arm, in een minuut weg; kracht en gevoel normaal.",
            came_up="Na de reactie van vorige week opnieuw gevraagd: eenmalig een slapende arm, geen uitval.",
        )
    with at(2, "09:30"):
        treat(
            plan,
            (3, 2),
            doses=DOSES | {"mob": "Th5-Th8, graad II, 2 x 30 s"},
            next_step="Zelf oefenen nakijken, daarna samen evalueren",
            subjective="Een film gekeken met een keer verzitten.",
            objective="Rotatie links 38°.",
            plan_note="Mobilisatie afgebouwd; zelf oefenen, ademhaling bij spanning geoefend.",
        )
        measure(plan.episode, nprs=3, psk=(3,), participation=(2, 1, 3), gpe=2)
    with at(0, "09:00"):
        treat(plan, (2, 2), sign=False, subjective="Heeft weer gezwommen, dag erna goed.")


def withdrawn() -> None:
    with at(25, "11:30"):
        episode = register("hendrikjan", "upper_back", "noor")
    with at(24, "21:00"):
        send_in(episode, {**UPPER_BACK, "g_nrs_now": 5, "w_work": "heavy", "g_worse": ["lifting"]})
    with at(22, "13:00"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(
            episode,
            request_for_help="“Mijn werk als stratenmaker volhouden.”",
            course="Vier weken, gelijk.",
            general_health="Gezond, geen medicijnen.",
            daily_life="Werkt door, met pijn; sport niet.",
        )
        examine(episode, "Stijve bovenrug, geen uitval. Indicatie aanwezig.", **STIFF_BACK)
        plan = make_plan(
            episode,
            "manip exercise",
            diagnosis="Aspecifieke hoge rugpijn bij zwaar werk.",
            goal_0_text="Over 4 weken een werkdag straten met hoogstens 3/10 pijn.",
            session_count="4",
        )
        decide(plan, method="paper")
        started = {"Een dag straten": 7, "Tillen": 6}
        measure(episode, "start", psk=started, participation=(7, 3, 6))
    with at(18, "13:00"):
        treat(plan, (5, 4), subjective="Zware week gehad.", as_planned=True)
    with at(13, "13:00"):
        treat(plan, (5, 5), subjective="Weinig verschil; vindt het kraken niet prettig.", as_planned=True)
    with at(10, "13:10"):
        decide(plan, "withdrawn", remark="Wil eerst met de bedrijfsarts praten over aangepast werk.")
    with at(3, "13:00"):
        measure(episode, nprs=5, psk=(7, 6), participation=(8, 3, 7), gpe=4)


def evaluated() -> None:
    with at(45, "10:10"):
        episode = register("anouk", "upper_back", "marieke")
    with at(44, "17:40"):
        psk = [{"activity": "Een college uitzitten", "score": 8}]
        send_in(episode, {**UPPER_BACK, "g_nrs_now": 7, "g_psk": psk, "ps_stress": 8})
    with at(42, "11:00"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(episode, **{**OFFICE_BACK, "daily_life": "Studeert; scriptie in de afrondende fase."})
        examine(episode, "Stijve bovenrug, geen uitval. Indicatie aanwezig.", **STIFF_BACK)
        first = make_plan(
            episode,
            "mob home",
            diagnosis="Aspecifieke hoge rugpijn, normaal beloop.",
            goal_0_text="Over 5 weken een college uitzitten met hoogstens 2/10 pijn.",
            goal_0_baseline="8/10",
            goal_0_target="2/10",
            session_count="4",
        )
        sign_on_screen(first)
    with at(37, "11:00"):
        treat(first, (7, 5), subjective="Na de vorige keer een dag opgelucht gevoel.", as_planned=True)
        plan = make_plan(
            episode,
            "mob home relax graded",
            amends=first,
            amend_reason="Spanning speelt een grotere rol dan gedacht; ontspanning en opbouw erbij.",
            diagnosis="Aspecifieke hoge rugpijn, normaal beloop; spanning houdt mee in stand.",
            hindering_factors="Spanning rond het afstuderen.",
            goal_0_text="Over 5 weken een college uitzitten met hoogstens 2/10 pijn.",
            goal_0_baseline="8/10",
            goal_0_target="2/10",
            session_count="5",
        )
        sign_on_screen(plan)
    for days, before, after, told in (
        (32, 5, 4, "Oefent elke dag, slaapt beter."),
        (25, 4, 2, "Een dagdeel geschreven zonder pauze door pijn."),
        (15, 2, 1, "Scriptie ingeleverd, weinig last meer."),
    ):
        with at(days, "11:00"):
            treat(plan, (before, after), subjective=told, as_planned=True)
    _evaluation_of_anouk(episode)


def _evaluation_of_anouk(episode: object) -> None:
    with at(8, "10:55"):
        ask_again(episode, "evaluation", {"g_mech": "yes", "r_night": "no"})
    with at(8, "11:00"):
        evaluate(
            episode,
            goal_result="reached",
            result_text="Zit een college uit met 1/10 pijn.",
            ending="goal_reached",
            aftercare="Doorgaan met de oefeningen; afwisselen van houding. Bij terugkeer direct bellen.",
            pain_now=1,
        )
