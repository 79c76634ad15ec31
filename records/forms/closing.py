"""The evaluation that closes an episode, as the therapist writes it."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from records import aftercare
from records.errors import NotRescreenedError
from records.forms.drafting import DraftForm, LongText, label, pain, radio
from records.forms.goal_results import GoalResults
from records.models import Ending, Evaluation, GoalResult
from records.rescreening import Asked


class ClosingForm(DraftForm):
    """A draft may be empty; to close, the guideline's items are there (KNGF Dossiervoering 2019, phase 5)."""

    columns = (
        "not_rescreened_reason",
        "goal_result",
        "result_text",
        "pain_now",
        "ending",
        "ending_reason",
        "aftercare",
    )
    needed = {
        "goal_result": gettext_lazy("Choose what became of the main goal."),
        "ending": gettext_lazy("Choose why the treatment ends."),
        "aftercare": gettext_lazy("Write what you advise for afterwards. No advice? Write that."),
    }

    not_rescreened_reason = LongText(label=label(Evaluation, "not_rescreened_reason"), rows=2)
    goal_result = radio(label(Evaluation, "goal_result"), GoalResult.choices)
    result_text = LongText(label=label(Evaluation, "result_text"))
    pain_now = pain(label(Evaluation, "pain_now"))
    ending = radio(label(Evaluation, "ending"), Ending.choices)
    ending_reason = LongText(label=label(Evaluation, "ending_reason"), rows=2)
    aftercare = LongText(label=label(Evaluation, "aftercare"))

    def build(self) -> None:
        self.asked = Asked.of(self.episode)
        corrected = self.record.amends
        self.keeps_rescreening = corrected is not None and corrected.rescreening_id is not None
        if self.asked.counts or self.keeps_rescreening:
            self.columns = tuple(name for name in self.columns if name != "not_rescreened_reason")
            del self.fields["not_rescreened_reason"]
        self.goals = GoalResults(self)
        self.fields |= self.goals.fields()

    def values_of(self, record: Evaluation) -> dict[str, object]:
        return {**super().values_of(record), **self.goals.values_of(record)}

    @property
    def outcomes(self) -> list[dict[str, object]]:
        """What became of each goal, as an action takes it."""
        return self.goals.outcomes(self.cleaned_data)

    def clean(self) -> dict[str, object]:
        written, chosen = self.cleaned_data.get("aftercare"), self.data.get("usual", "")
        if written is not None:
            self.cleaned_data["aftercare"] = aftercare.added(written, str(chosen), get_language() or "nl")
        super().clean()
        self._refuse_unasked()
        for name in self.goals.missing(self.cleaned_data) if self.signing else ():
            self.refuse(name, _("Choose what became of this goal."))
        other = self.cleaned_data.get("ending") == Ending.OTHER
        if self.signing and other and not self.cleaned_data.get("ending_reason"):
            self.refuse("ending_reason", _("Write which reason."))
        return self.cleaned_data

    def _refuse_unasked(self) -> None:
        asked = self.asked.counts or self.asked.waiting or self.keeps_rescreening
        if self.signing and not asked and not self.cleaned_data.get("not_rescreened_reason"):
            self.refuse("not_rescreened_reason", NotRescreenedError.message)
