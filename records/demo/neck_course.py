"""A story of treatment of the neck: its safety steps, its own consent, and what came after."""

from records.demo.clock import at
from records.demo.common import IN_SIX_WEEKS, NOTHING_SPECIAL, UPPER_BACK
from records.demo.measured import measure
from records.demo.steps import decide, examine, make_plan, register, screen, send_in, take_history, treat

STIFF_NECK = {
    **UPPER_BACK,
    "g_regions": ["neck"],
    "g_side": "left",
    "g_duration": "w6_12",
    "g_first": "before_same",
    "g_nrs_now": 6,
    "g_worse": ["moving", "sitting"],
    "g_psk": [{"activity": "Achterom kijken op de fiets", "score": 7}],
    "g_goal": "Weer veilig kunnen fietsen, zonder stijve nek.",
}
HISTORY = {
    "request_for_help": "“Ik wil weer achterom kunnen kijken op de fiets.”",
    "onset": "Langzaam ontstaan na een verhuizing, geen val of ongeluk.",
    "course": "Acht weken, langzaam minder, blijft stijf naar links.",
    "symptoms": "Zeurende pijn links in de nek. Geen duizeligheid, tintelingen of hoofdpijn.",
    "influences": "Erger: draaien, lang zitten. Minder: warmte, bewegen.",
    "general_health": "Gezond. Gevraagd naar bloeddruk, vaten, reuma, infectie en roken: niets.",
    "daily_life": "Fietst naar het werk; nu met de bus.",
}
# Every step of the NVMT Beroepsnorm 2022, with what came out of it.
SAFE_NECK = {
    "neck_risk_factors": "Geen trauma, roken, hoge bloeddruk, migraine of infectie. Bekende klacht.",
    "neck_weighing": "Mechanisch beeld, geen vaatrisico. Winst in draaien weegt op tegen het kleine risico; "
    "beginnen met rustig mobiliseren in de middenstand.",
    "vitals__systolic__R": "124",
    "vitals__diastolic__R": "78",
    "vitals__cranial_nerves__mid": "neg",
    "vitals__eyes__mid": "neg",
    "neuro__gait__mid": "neg",
    "neuro__nothing_found": "on",
    "cervical__rotation__L": "48",
    "cervical__rotation__R": "66",
    "cervical__flexion__mid": "50",
    "cervical__spurling__L": "neg",
    "cervical__spurling__R": "neg",
    "cervical__as_normal": "spurling-L spurling-R",
    "body__score__back_neck_left": "2",
    "body__tone__back_neck_left": "high",
    "body__provoked__back_neck_left": "known",
}
LATER = {
    "cervical__rotation__L": "60",
    "cervical__rotation__L__pain": "2",
    "cervical__rotation__R": "68",
    "cervical__flexion__mid": "52",
    "body__score__back_neck_left": "1",
}

PLAN = {
    "detail_mob": "C2-C5, graad II-III",
    "diagnosis": "Aspecifieke nekpijn graad II, bewegingsbeperking C2-C5 links.",
    "neck_grade": "2",
    "hypothesis": "Veel getild en daarna weinig bewogen; zit de hele dag.",
    "goal_0_text": "Over 6 weken achterom kijken op de fiets met hoogstens 2/10 pijn.",
    "goal_0_baseline": "7/10",
    "goal_0_target": "2/10",
    "session_count": "5",
    "frequency": "eens per week",
}


def in_treatment() -> None:
    with at(16, "10:15"):
        episode = register("ingrid", "neck", "marieke")
    with at(15, "21:10"):
        send_in(episode, STIFF_NECK)
    with at(13, "09:15"):
        screen(episode, remark=NOTHING_SPECIAL)
        take_history(episode, **HISTORY)
        examine(episode, "Beperkte rotatie naar links, geen uitval. Indicatie aanwezig.", **SAFE_NECK)
        plan = make_plan(
            episode,
            "mob exercise home",
            neck="mob",
            evaluate_on=IN_SIX_WEEKS,
            **PLAN,
        )
        decide(
            plan,
            method="paper",
            special_agreed=["cervical_treatment"],
            letter_given=True,
            questions_asked="Wordt mijn nek gekraakt? Nee, alleen rustig bewogen.",
        )
        measure(episode, "start", ndi=18, participation=(4, 3, "na"))
    with at(9, "09:00"):
        treat(
            plan,
            (6, 4),
            subjective="Durft weer iets verder te draaien.",
            objective="Rotatie links 48°, na mobilisatie 56°.",
            plan_note="Begonnen met mobilisatie graad II. Tijdens en na de behandeling geen klachten.",
        )
    with at(2, "09:00"):
        treat(
            plan,
            (4, 2),
            subjective="Kan een kort stuk fietsen.",
            adverse_reaction="yes",
            adverse_reaction_text="Een avond wat stijf, de volgende ochtend weg.",
            objective="Rotatie links 60°.",
            as_planned=True,
        )
        examine(episode, "Rotatie naar links vrijer, minder drukpijn.", **LATER)
        measure(plan.episode, nprs=4, ndi=12, psk=(4,), participation=(2, 2, "na"))
