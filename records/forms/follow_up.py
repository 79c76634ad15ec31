"""What a patient fills in at home: our own measures, as they were asked before, and a remark."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from records.forms.drafting import LongText
from records.forms.own_measures import OwnMeasuresForm
from records.instruments import ACTIVITIES

CODES = ("nprs", "psk", "participation", "gpe")
REMARK_LENGTH = 1000  # characters
FREE_ACTIVITIES = 3  # asked for when the patient never named one


@dataclass(frozen=True)
class Asked:
    """One question as it was asked, with its answer in words."""

    id: str
    text: str
    value: object
    words: str


class FollowUpForm(OwnMeasuresForm):
    """`measured` says whether something was measured before: only then "better or worse" means anything.

    A draft may be empty and hold anything; with `sending` all questions but the remark have an answer.
    """

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        activities: list[str],
        measured: bool,
        lang: str,
        sending: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(
            data,
            codes=CODES if measured else CODES[:-1],
            lang=lang,
            activities=activities,
            blank=0 if activities else FREE_ACTIVITIES,
            editable=not activities,
            required=sending,
            **kwargs,
        )
        self.fields["remark"] = LongText(
            label=gettext_lazy("Anything your therapist should know? (not required)"),
            max_length=REMARK_LENGTH,
        )

    @property
    def draft(self) -> dict[str, str]:
        """What was typed and chosen so far, right or wrong, by the name of its field.

        A sign of no text is left out: PostgreSQL stores none.
        """
        given = {name: str(self.data.get(name) or "").replace("\x00", "") for name in self.fields}
        typed = {name: text[: REMARK_LENGTH * 2] for name, text in given.items()}
        return {name: text for name, text in typed.items() if text}

    @property
    def remark(self) -> str:
        return self.cleaned_data.get("remark", "")

    @property
    def asked(self) -> list[Asked]:
        """Every question in its order, of a valid form."""
        found = [self._asked(block, row) for block in self.blocks for row in block.rows]
        remark = Asked("remark", str(self.fields["remark"].label), self.remark or None, self.remark)
        return [*(one for one in found if one), remark]

    def _asked(self, block: object, row: object) -> Asked | None:
        name = row.field.name
        activity = self.cleaned_data.get(row.activity.name, "") if row.activity else ""
        if block.instrument.kind == ACTIVITIES and not activity:
            return None  # a line that was left empty asks nothing
        value = self.cleaned_data.get(name)
        about = activity or (str(row.field.label) if row.field.label != block.ask else "")
        words = {str(code): str(label) for code, label in row.field.field.choices}
        text = f"{block.ask} {about}".strip()
        return Asked(name[:40], text, value, words.get(str(value), ""))
