"""What the patient decides about sharing data, checked against the rules of who decides."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import Episode
from records import sharing
from records.forms.deciders import SOMEBODY_ELSE, DecidersForm
from records.forms.drafting import LongText, label, radio, short
from records.models import SharingConsent, SharingDecision, SharingKind, SharingMethod

DECISIONS = {
    SharingDecision.GIVEN: gettext_lazy("Agrees"),
    SharingDecision.REFUSED: gettext_lazy("Does not agree"),
    SharingDecision.WITHDRAWN: gettext_lazy("Takes the permission back"),
}


class SharingForm(DecidersForm):
    """A decision about sharing with one receiver. Which questions it asks depends on the patient's age."""

    field_order = ("kind", "receiver", "decision")

    kind = radio(label(SharingConsent, "kind"), SharingKind.choices, initial=SharingKind.GP)
    receiver = short(
        gettext_lazy("Who is that?"), 120, help_text=gettext_lazy("Only for somebody else than the GP.")
    )
    decision = radio(gettext_lazy("What does the patient decide?"), list(DECISIONS.items()))
    method = radio(
        gettext_lazy("How?"),
        [(one.value, one.label) for one in (SharingMethod.ORAL, SharingMethod.PAPER)],
        initial=SharingMethod.ORAL,
    )
    text_shown = LongText(
        label=gettext_lazy("What you asked"),
        rows=3,
        help_text=gettext_lazy("Stored as it stands here. Change it to what you said or handed over."),
    )
    remark = LongText(label=label(SharingConsent, "remark"), rows=2)

    def __init__(self, data: dict | None = None, *, episode: Episode, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.episode = episode
        self.ask_who(episode.patient.age, list(episode.patient.representatives.all()))
        asked = str(self.initial.get("kind") or SharingKind.GP)
        self.fields["text_shown"].initial = sharing.default_text(asked, episode.patient.language)

    @property
    def data_for_action(self) -> dict[str, object]:
        names = ("kind", "decision", "method", "text_shown", "remark")
        return {
            **{name: self.cleaned_data[name] for name in names},
            "receiver": self._receiver,
            "by_patient": self._deciders().by_patient,
            **self.decided_by,
        }

    @property
    def _receiver(self) -> str:
        other = self.cleaned_data.get("kind") == SharingKind.OTHER
        return self.cleaned_data.get("receiver", "") if other else ""

    def clean(self) -> dict[str, object]:
        for name, sentence in (
            ("kind", _("Choose with whom.")),
            ("decision", _("Choose what was decided.")),
            ("method", _("Choose how it was decided.")),
            ("text_shown", _("Write what you asked.")),
        ):
            self._ask_for(name, sentence)
        if self.cleaned_data.get("kind") == SharingKind.OTHER:
            self._ask_for("receiver", _("Write who may get the data."))
        if self.cleaned_data.get("representative") == SOMEBODY_ELSE:
            self._check_somebody_else()
        if not self.errors:
            self._check_order()
        if not self.errors:
            self._check_rule()
        return self.cleaned_data

    def _ask_for(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _check_order(self) -> None:
        """A yes can be taken back, a no can become a yes; the same once more is noted once."""
        standing = sharing.newest(self.episode, self.cleaned_data["kind"], self._receiver)
        decision = self.cleaned_data["decision"]
        same = standing is not None and standing.decision == decision
        if same or decision in sharing.next_decisions(standing):
            return
        if standing is None:
            self.add_error("decision", _("There is no permission to take back."))
            return
        known = capfirst(standing.get_decision_display())
        self.add_error("decision", _("Recorded already: %(decision)s.") % {"decision": known})
