"""The DCSPH code of a plan: typed as digits or words, or chosen from what was found."""

import datetime
import re
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice.models import Episode
from records import dcsph
from records.dcsph import Hit
from records.models import TreatmentPlan

CHOICE = "dcsph_choice"  # the radio button of a code that was found; goes before what was typed
LONGEST = 600  # characters: a code with its words
_CODE = re.compile(r"\s*([0-9]{4})(?:\s|$)")


def field() -> forms.CharField:
    """Where the code or words are typed; what is found stands below it while typing."""
    attrs = {
        "autocomplete": "off",
        "spellcheck": "false",
        "hx-trigger": "input changed delay:200ms",
        "hx-target": "#dcsph-found",
        "hx-sync": "this:replace",
    }
    return forms.CharField(
        label=gettext_lazy("Diagnosis code (DCSPH)"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=attrs),
        help_text=gettext_lazy("Type four digits, or words such as “cervical muscle”, and choose."),
    )


def address(episode: Episode) -> str:
    """Where the field asks for codes while somebody types; it names no patient."""
    about = {"complaint": episode.complaint, "day": day_of(episode).isoformat()}
    return f"{reverse('dcsph_search')}?{urlencode(about)}"


def shown(code: str, text: str) -> str:
    """A code with its words, as the field holds it; empty without a code."""
    return f"{code} {text}".strip()


def found(text: str, episode: Episode) -> list[Hit]:
    """The codes to choose from for what is typed."""
    return dcsph.search(text, complaint=episode.complaint, day=day_of(episode))


def day_of(episode: Episode) -> datetime.date:
    """An episode keeps the list of the day it began (KNGF, domain reference 9.1)."""
    return timezone.localdate(episode.opened_at)


def with_choice(data: QueryDict | None) -> QueryDict | None:
    """What was sent, with the code that was chosen as if it had been typed."""
    if not data or not data.get(CHOICE):
        return data
    sent = data.copy()
    sent["dcsph_code"] = data[CHOICE]
    return sent


def settle(typed: str, plan: TreatmentPlan) -> tuple[str, str]:
    """Code and words for what was typed; both empty when nothing was.

    Raises ValidationError when it is no code, or could be several.
    """
    code = _CODE.match(typed)
    base = plan if plan.pk else plan.amends or plan
    if code and code[1] == base.dcsph_code:
        return base.dcsph_code, base.dcsph_text
    if code:
        hit = dcsph.find(code[1], day=day_of(plan.episode))
        return _sure([hit] if hit else [])
    return _sure(found(typed, plan.episode)) if typed.strip() else ("", "")


def _sure(hits: list[Hit]) -> tuple[str, str]:
    if not hits:
        raise forms.ValidationError(_("No diagnosis code fits this. Type four digits or other words."))
    if len(hits) > 1:
        sentence = ngettext(
            "%(count)d code fits this. Choose one below.",
            "%(count)d codes fit this. Choose one below, or type more words.",
            len(hits),
        )
        raise forms.ValidationError(sentence % {"count": len(hits)})
    return hits[0].code, hits[0].text
