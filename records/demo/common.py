"""Answers and words that several stories share."""

import datetime

from records.demo.clock import workday

NOTHING_SPECIAL = "Nagevraagd: geen bijzonderheden."
IN_SIX_WEEKS = f"{workday(1) + datetime.timedelta(weeks=6):%d-%m-%Y}"  # a working day

# What the patient answers.
UPPER_BACK = {
    "g_regions": ["upper_back"],
    "g_side": "right",
    "g_onset": "gradual",
    "g_duration": "w1_6",
    "g_course": "same",
    "g_first": "first",
    "g_nrs_now": 5,
    "g_character": ["aching", "stiff"],
    "g_constant": "comes_goes",
    "g_mech": "yes",
    "g_worse": ["sitting", "stress"],
    "g_better": ["moving", "warmth"],
    "w_work": "sitting",
    "l_sleep": "fair",
    "ps_expect": 7,
}


def mark(region: str, kind: str, score: int | None = None) -> dict[str, str | int | None]:
    """A place on the body chart with what is felt there."""
    return {"region": region, "kind": kind, "score": score}


# What the therapist writes and finds.
OFFICE_BACK = {
    "request_for_help": "“Ik wil weer een film kunnen uitkijken zonder te gaan verzitten.”",
    "onset": "Langzaam begonnen na een drukke tijd met veel beeldschermwerk.",
    "course": "Vijf weken, wisselend, laatste week iets meer.",
    "symptoms": "Zeurende pijn tussen de schouderbladen, soms stekend bij diep zuchten.",
    "influences": "Erger: zitten, spanning. Minder: wandelen, warmte.",
    "general_health": "Gezond. Gevraagd naar hart, longen, maag, gewicht en koorts: niets.",
    "daily_life": "Administratief werk 32 uur; zwemmen ligt stil.",
    "psychosocial": "Mantelzorg voor haar vader; slaapt matig.",
}
STIFF_BACK = {
    "thoracic__rotation__L": "26",
    "thoracic__rotation__R": "32",
    "thoracic__extension__mid": "11",
    "thoracic__chest_expansion__mid": "5.5",
    "thoracic__rib_spring__R": "pos",
    "thoracic__segmental_springing__mid": "pos",
    "thoracic__paivm_t5_t6__L": "hypomobile",
    "thoracic__paivm_t5_t6__L__provoked": "known",
    "thoracic__paivm_t6_t7__L": "hypomobile",
    "thoracic__paivm_t6_t7__L__provoked": "pain",
    "thoracic__rib_5__R": "hypomobile",
    "thoracic__rib_5__R__provoked": "pain",
    "thoracic__rhomboids__R": "2",
    "thoracic__rhomboids__R__tone": "high",
    "thoracic__percussion__mid": "neg",
    "cervical__nothing_found": "on",
}
