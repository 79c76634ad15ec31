"""Stories of which the plan is made, approved, carried out, stopped or finished."""

from records.demo.approvals import ask_on_screen, sign_on_screen
from records.demo.clock import at
from records.demo.common import IN_SIX_WEEKS, NOTHING_SPECIAL, UPPER_BACK
from records.demo.people import MOTHER_OF_DAAN
from records.demo.steps import (
    examine,
    make_plan,
    register,
    screen,
    send_in,
    take_history,
)

TENNIS = {
    **UPPER_BACK,
    "g_regions": ["shoulder"],
    "g_duration": "w6_12",
    "g_nrs_now": 6,
    "g_character": ["sharp"],
    "g_worse": ["overhead", "sport"],
    "g_better": ["rest"],
    "g_psk": [{"activity": "Serveren bij tennis", "score": 9}],
    "g_goal": "In het voorjaar weer competitie spelen.",
    "sh_signs": ["night_side"],
    "l_sport": "Tennis, twee keer per week",
}


SHOULDER = {
    "general_observation": "Rechterschouder hangt iets naar voren.",
    "shoulder__flexion__L": "175",
    "shoulder__flexion__R": "155",
    "shoulder__flexion__R__pain": "4",
    "shoulder__abduction__R__pain": "6",
    "shoulder__abduction__L": "178",
    "shoulder__abduction__R": "140",
    "shoulder__external_rotation_0__L": "65",
    "shoulder__external_rotation_0__R": "60",
    "shoulder__strength_abduction__L": "5",
    "shoulder__strength_abduction__R": "4+",
    "shoulder__hawkins__L": "neg",
    "shoulder__hawkins__R": "pos",
    "shoulder__painful_arc__R": "pos",
    "shoulder__external_rotation_lag__R": "neg",
    "girdle__scapular_dyskinesis__R": "pos",
    "girdle__scapular_assistance__R": "pos",
    "cervical__nothing_found": "on",
}


def examined() -> None:
    with at(7, "13:20"):
        episode = register("youssef", "shoulder", "joris")
    with at(5, "22:05"):
        send_in(episode, TENNIS)
    with at(1, "10:00"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(
            episode,
            request_for_help="“Ik wil weer bovenhands kunnen slaan.”",
            onset="Geleidelijk sinds het einde van het tennisseizoen, geen val.",
            course="Tien weken, langzaam toegenomen, laatste weken gelijk.",
            symptoms="Stekende pijn voorzijde rechterschouder, geen uitstraling, geen tintelingen.",
            influences="Erger: bovenhands, op de zij liggen. Minder: rust.",
            general_health="Gezond, geen medicijnen. Gevraagd naar hart, longen, reuma: niets.",
            daily_life="Werk achter de computer gaat. Tennis ligt stil.",
            psychosocial="Maakt zich geen zorgen, wil vooral weten wat hij wel mag.",
        )
        examine(
            episode,
            "Beeld past bij subacromiale pijn rechts, met verminderde scapulacontrole. Indicatie aanwezig.",
            **SHOULDER,
        )


DESK = {
    **UPPER_BACK,
    "g_duration": "gt_3m",
    "g_psk": [{"activity": "Working at my desk for a whole morning", "score": 7}],
    "g_goal": "Getting through a working day without thinking of my back.",
    "i_stiff": "lt30",
    "ps_stress": 8,
}


def plan_to_discuss() -> None:
    with at(9, "09:50"):
        episode = register("julia", "upper_back", "joris")
    with at(7, "20:40"):
        send_in(episode, DESK)
    with at(1, "11:00"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(
            episode,
            request_for_help="“Getting through a working day without thinking of my back.”",
            course="Vijf maanden, ontstaan na overstap naar thuiswerken, blijft gelijk.",
            general_health="Gezond, geen medicijnen, ochtendstijfheid 10 minuten.",
            daily_life="Zit 8 uur per dag aan de keukentafel; wandelt weinig meer.",
            psychosocial="Hoge werkdruk, reorganisatie.",
        )
        examine(
            episode,
            "Beperkte thoracale rotatie en extensie, geen neurologische uitval. Indicatie aanwezig.",
            thoracic__rotation__L="28",
            thoracic__rotation__R="24",
            thoracic__extension__mid="10",
            thoracic__chest_expansion__mid="5",
            thoracic__segmental_springing__mid="pos",
            thoracic__percussion__mid="neg",
            cervical__nothing_found="on",
        )
    with at(0, "08:10"):
        make_plan(
            episode,
            "mob exercise educ ergo",
            diagnosis="Aspecifieke hoge rugpijn, beperkte beweeglijkheid Th4-Th8.",
            hypothesis="Lang zitten zonder goede werkplek, weinig beweging en werkdruk.",
            goal_0_text="Within 6 weeks I work a morning at my desk with at most 2/10 pain.",
            goal_0_baseline="7/10",
            goal_0_target="2/10",
            goal_0_due_on=IN_SIX_WEEKS,
            session_count="6",
            frequency="once a week",
            evaluate_on=IN_SIX_WEEKS,
        )


SCHOOL = {
    **UPPER_BACK,
    "ad_reporter": "parent",
    "ad_reporter_name": "Karin Vermeer-Bos",
    "ad_reporter_relation": "parent",
    "g_worse": ["sitting"],
    "g_psk": [{"activity": "Een hele schooldag zitten", "score": 6}],
    "g_goal": "Weer kunnen gamen en voetballen zonder pijn.",
    "l_sport": "Voetbal, drie keer per week",
}


def minor_approved() -> None:
    with at(8, "15:45"):
        episode = register("daan", "upper_back", "marieke", representative=MOTHER_OF_DAAN)
    with at(6, "19:15"):
        send_in(episode, SCHOOL)
    with at(2, "16:00"):
        screen(episode, remark="Met Daan en zijn moeder besproken: niets aan de hand.")
        take_history(
            episode,
            request_for_help="“Mijn rug doet pijn in de klas.”",
            course="Vier weken, gelijk gebleven. Eerste keer.",
            general_health="Gezond, groeit hard (6 cm dit jaar). Geen koorts, geen nachtpijn.",
            daily_life="Schoolbank en gamen lastig, voetbal gaat.",
            psychosocial="Maakt zich geen zorgen; moeder wel een beetje.",
        )
        examine(
            episode,
            "Houdingsafhankelijke hoge rugpijn, geen structurele kyfose. Indicatie aanwezig.",
            general_observation="Bolle zithouding, corrigeert actief volledig.",
            thoracic__extension__mid="14",
            thoracic__rotation__L="38",
            thoracic__rotation__R="38",
            thoracic__percussion__mid="neg",
        )
        plan = make_plan(
            episode,
            "exercise home educ",
            diagnosis="Houdingsafhankelijke hoge rugpijn bij een groeispurt.",
            hypothesis="Veel zitten in dezelfde houding; snelle groei.",
            goal_0_text="Over 4 weken een hele schooldag zitten met hoogstens 2/10 pijn.",
            goal_0_baseline="6/10",
            goal_0_target="2/10",
            session_count="4",
            frequency="eens per week",
        )
        mother = {
            "representative_name": MOTHER_OF_DAAN["name"],
            "representative_relation": MOTHER_OF_DAAN["relation"],
        }
        ask_on_screen(plan, {"do-exercise": "Mag ik blijven voetballen?"}, **mother)
    with at(1, "16:30"):
        sign_on_screen(plan, **mother)
