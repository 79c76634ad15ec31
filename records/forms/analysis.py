"""The analysis of a plan: what keeps the complaint going, and how far it reaches (domain reference 2.3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import Complaint
from records.forms.drafting import DraftForm, LongText, label, radio
from records.models import BackRisk, NeckGrade, TreatmentPlan
from records.neck import NECK_COMPLAINTS

FACTORS = ("helping_factors", "hindering_factors")
ICF = ("icf_functions", "icf_activities", "icf_participation", "icf_personal", "icf_external")
NOT_JUDGED = [("", gettext_lazy("not judged"))]
# Source: KNGF Lage rugpijn en LRS 2021 (domain reference 2.3).
PROGNOSTIC = gettext_lazy(
    "Count what makes recovery slower: earlier episodes, much disability, pain in the leg, much pain, poor "
    "general health, stress, fear of moving, low mood, passive coping, expecting the worst, catastrophising, "
    "heavy work, poor relations at work, little joy in work."
)


def area(name: str, rows: int = 3, **kwargs: object) -> LongText:
    return LongText(label=label(TreatmentPlan, name), rows=rows, **kwargs)


class AnalysisForm(DraftForm):
    """Factors, the levels of the ICF, and the grade or risk profile that goes with the complaint."""

    helping_factors = area("helping_factors", 2)
    hindering_factors = area("hindering_factors", 2)
    icf_functions = area("icf_functions", 2)
    icf_activities = area("icf_activities", 2)
    icf_participation = area("icf_participation", 2)
    icf_personal = area("icf_personal", 2)
    icf_external = area("icf_external", 2)
    neck_grade = radio(label(TreatmentPlan, "neck_grade"), [*NeckGrade.choices, *NOT_JUDGED])
    back_risk = radio(
        label(TreatmentPlan, "back_risk"), [*BackRisk.choices, *NOT_JUDGED], help_text=PROGNOSTIC
    )

    def build(self) -> None:
        for name in self._not_asked():
            del self.fields[name]
        unfit = {"neck_grade", "back_risk"} - self.fields.keys()
        self.columns = tuple(name for name in self.columns if name not in unfit)

    def _not_asked(self) -> list[str]:
        """The grade is about the neck, the profile about the low back; what was judged stays in sight."""
        complaint = self.episode.complaint
        asked = {"neck_grade": complaint in NECK_COMPLAINTS, "back_risk": complaint == Complaint.LOW_BACK}
        rows = [row for row in (self.record, self.record.amends) if row]
        return [
            name
            for name, wanted in asked.items()
            if not wanted and not any(getattr(row, name) for row in rows)
        ]

    @property
    def judged(self) -> list[object]:
        """The grade or profile that is asked with this complaint."""
        return [self[name] for name in ("neck_grade", "back_risk") if name in self.fields]

    @property
    def icf_rows(self) -> list[object]:
        return [self[name] for name in ICF]

    @property
    def is_icf_open(self) -> bool:
        return any(row.value() or row.errors for row in self.icf_rows)

    @property
    def is_serious(self) -> bool:
        """True with grade IV, as the form stands on the page."""
        return "neck_grade" in self.fields and self["neck_grade"].value() == NeckGrade.FOUR

    def check_grade(self) -> None:
        """Grade IV is serious pathology and is not treated (KNGF Nekpijn)."""
        if self.cleaned_data.get("neck_grade") == NeckGrade.FOUR:
            sentence = _("With grade IV you make no treatment plan: contact the GP first.")
            self.refuse("neck_grade", sentence)
