"""A story of a neck: every safety step done before anybody treats it."""

from records.demo.clock import at
from records.demo.common import NOTHING_SPECIAL, UPPER_BACK
from records.demo.steps import examine, register, screen, send_in, take_history

STIFF_NECK = {
    **UPPER_BACK,
    "g_regions": ["neck", "headache"],
    "g_main": "neck",
    "g_side": "left",
    "g_duration": "w1_6",
    "g_nrs_now": 5,
    "g_worse": ["moving", "sitting"],
    "g_psk": [{"activity": "Omkijken bij het invoegen", "score": 7}],
    "g_goal": "Weer zonder nadenken over mijn schouder kijken.",
    "r_history": ["high_bp"],
    "m_meds": ["bp"],
    "nk_new": "no",
    "hd_onset": "slow",
    "hd_pattern": "known",
    "l_smoke": "past",
}

EXAMINED = {
    "neck_risk_factors": "Hoge bloeddruk, goed ingesteld op medicatie. Gestopt met roken in 2015. "
    "Geen trauma, infectie, migraine of bindweefselziekte. Hoofdpijn is de bekende, trekt vanuit de nek.",
    "neck_weighing": "Geen tekenen van vaat- of zenuwletsel. Stijve C2-C3 met bekende pijn: mobilisatie "
    "en oefenen geven naar verwachting winst bij een klein risico. Geen manipulatie, om de bloeddruk.",
    "observation__head_forward__mid": "deviating",
    "observation__head_forward__remark": "Corrigeert zelf volledig",
    "vitals__systolic__R": "136",
    "vitals__diastolic__R": "84",
    "vitals__posture__mid": "sitting",
    "vitals__device__mid": "upper_auto",
    "vitals__cranial_nerves__mid": "neg",
    "vitals__eyes__mid": "neg",
    "cervical__flexion__mid": "50",
    "cervical__extension__mid": "48",
    "cervical__extension__mid__pain": "2",
    "cervical__rotation__L": "52",
    "cervical__rotation__L__pain": "5",
    "cervical__rotation__L__end_feel": "firm",
    "cervical__rotation__L__limited_by": "pain",
    "cervical__rotation__R": "70",
    "cervical__flexion_rotation__L": "30",
    "cervical__flexion_rotation__R": "43",
    "cervical__spurling__L": "neg",
    "cervical__spurling__R": "neg",
    "cervical__ulnt1__L": "neg",
    "cervical__ulnt1__R": "neg",
    "cervical__craniocervical_flexion__mid": "pos",
    "cervical__paivm_c2_c3__L": "hypomobile",
    "cervical__paivm_c2_c3__L__provoked": "known",
    "cervical__paivm_c2_c3__R": "normal",
    "cervical__ppivm_c2_c3__mid": "hypomobile",
    "cervical__paivm_c3_c4__L": "normal",
    "cervical__paivm_c3_c4__L__provoked": "none",
    "cervical__suboccipital__L": "2",
    "cervical__suboccipital__L__tone": "high",
    "cervical__suboccipital__L__trigger_point": "yes",
    "cervical__suboccipital__R": "0",
    "neuro__strength_c5__L": "5",
    "neuro__strength_c5__R": "5",
    "neuro__strength_c6__L": "5",
    "neuro__strength_c6__R": "5",
    "neuro__strength_c7__L": "5",
    "neuro__strength_c7__R": "5",
    "neuro__reflex_biceps__L": "2+",
    "neuro__reflex_biceps__R": "2+",
    "neuro__reflex_triceps__L": "2+",
    "neuro__reflex_triceps__R": "2+",
    "neuro__sensation_c6__L": "normal",
    "neuro__sensation_c6__R": "normal",
    "neuro__hoffmann__L": "neg",
    "neuro__hoffmann__R": "neg",
    "neuro__gait__mid": "neg",
}


def examined() -> None:
    with at(6, "09:45"):
        episode = register("ilse", "neck", "marieke")
    with at(4, "19:30"):
        intake = send_in(episode, STIFF_NECK)
    with at(1, "14:00"):
        raised = tuple(row.rule for row in intake.findings.filter(state="raised"))
        screen(episode, confirmed=raised, remark=NOTHING_SPECIAL)
        take_history(
            episode,
            request_for_help="“Weer zonder nadenken over mijn schouder kijken.”",
            onset="Vier weken geleden wakker geworden met een stijve nek, na een verhuizing.",
            course="Eerst minder, de laatste week gelijk.",
            symptoms="Zeurende pijn links hoog in de nek, aan het eind van de dag bekende hoofdpijn links.",
            influences="Erger: omkijken, lang beeldscherm. Minder: warmte, bewegen.",
            general_health="Hoge bloeddruk, behandeld. Gevraagd naar zien, spraak, slikken, vallen: niets.",
            daily_life="Werkt 32 uur achter een beeldscherm; autorijden lastig.",
            psychosocial="Geen zorgen; is vooral benieuwd wat helpt.",
        )
        examine(
            episode,
            "Stijfheid C1-C3 links met bekende pijn, geen neurologische uitval. Indicatie aanwezig.",
            **EXAMINED,
        )
