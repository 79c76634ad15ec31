"""Before the device is handed over: in which language it speaks, and who decides."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import Representative
from records import consent_lines, consent_rules
from records.consent_rules import Deciders, Rule
from records.forms.consent import ConsentForm
from records.forms.deciders import SENTENCES, SOMEBODY_ELSE
from records.forms.drafting import radio
from records.interventions import CERVICAL_TREATMENT
from records.models import TreatmentPlan

NOT_BEFOREHAND = ("decision", "method", "explained", "questions_asked", "remark", "by_patient")


class HandoverForm(ConsentForm):
    """What has to be said before the patient gets the device; for most adults nothing."""

    language = radio(gettext_lazy("Language of the page"), settings.LANGUAGES)

    def __init__(
        self, data: dict | None = None, *, plan: TreatmentPlan, representatives: list[Representative]
    ) -> None:
        reading = plan.episode.patient.language
        super().__init__(data, plan=plan, decisions=(), representatives=representatives, language=reading)
        for name in NOT_BEFOREHAND:
            self.fields.pop(name, None)
        self.fields["language"].initial = reading
        known = [value for value, _name in self.fields["representative"].choices if value in self.known]
        if self.rule != Rule.ALONE and len(known) == 1:
            self.fields["representative"].initial = known[0]
        if CERVICAL_TREATMENT in plan.specials:
            text = _("The patient got the information letter of the NVMT on treatment of the neck")
            last = plan.standing or consent_lines.asked(plan, reading).leans_on
            got = bool(last and last.letter_given)
            self.fields["letter_given"] = forms.BooleanField(label=text, required=False, initial=got)

    @property
    def has_to_be_asked(self) -> bool:
        """False when one tap is enough: an adult who decides alone, and no letter to hand over first."""
        return self.rule != Rule.ALONE or "letter_given" in self.fields

    def _deciders(self) -> Deciders:
        """With an exception one of them decides: the representative when one is named, else the child."""
        reason, relation = self.cleaned_data.get("exception_reason", ""), self._representative()[1]
        rule = consent_rules.rule_for(self.age, able=self._able)
        return Deciders(
            by_patient=rule == Rule.ALONE or (rule == Rule.TOGETHER and not (reason and relation)),
            relation=relation,
            capacity_remark="" if self._able else self.cleaned_data.get("capacity_remark", ""),
            exception_reason=reason,
        )

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("representative") == SOMEBODY_ELSE:
            self._check_somebody_else()
        if "letter_given" in self.fields and not self.cleaned_data.get("letter_given"):
            sentence = _("Hand over the letter first: the patient is asked about the neck on the next page.")
            self.add_error("letter_given", sentence)
        if not self.errors:
            for problem in consent_rules.problems("given", self._deciders(), age=self.age, able=self._able):
                name, said = SENTENCES[problem]
                self.add_error(name if name in self.fields else "representative", said)
        return self.cleaned_data

    @property
    def data_for_action(self) -> dict[str, object]:
        return {
            "language": self.cleaned_data["language"] or self.plan.episode.patient.language,
            **self.decided_by,
            "letter_given": bool(self.cleaned_data.get("letter_given")),
        }


class SendPlanForm(HandoverForm):
    """The same, and where the link goes."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.plan.episode.patient.email
        self.fields["email"].error_messages["required"] = _("Write the address the link goes to.")
