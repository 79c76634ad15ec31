"""The evaluation that closes an episode, as the therapist writes it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.forms.drafting import DraftForm, LongText, label, pain, radio
from records.models import Ending, Evaluation, GoalResult


class ClosingForm(DraftForm):
    """A draft may be empty; to close, the guideline's items are there (KNGF Dossiervoering 2019, phase 5)."""

    columns = ("goal_result", "result_text", "pain_now", "ending", "ending_reason", "aftercare")
    needed = {
        "goal_result": gettext_lazy("Choose what became of the main goal."),
        "ending": gettext_lazy("Choose why the treatment ends."),
        "aftercare": gettext_lazy("Write what you advise for afterwards. No advice? Write that."),
    }

    goal_result = radio(label(Evaluation, "goal_result"), GoalResult.choices)
    result_text = LongText(label=label(Evaluation, "result_text"))
    pain_now = pain(label(Evaluation, "pain_now"))
    ending = radio(label(Evaluation, "ending"), Ending.choices)
    ending_reason = LongText(label=label(Evaluation, "ending_reason"), rows=2)
    aftercare = LongText(label=label(Evaluation, "aftercare"))

    def clean(self) -> dict[str, object]:
        super().clean()
        other = self.cleaned_data.get("ending") == Ending.OTHER
        if self.signing and other and not self.cleaned_data.get("ending_reason"):
            self.refuse("ending_reason", _("Write which reason."))
        return self.cleaned_data
