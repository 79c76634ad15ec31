"""Who takes part in a decision of the patient: the questions about that, checked against the rules."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.models import Relation, Representative
from records import consent_rules
from records.consent_rules import Deciders, Problem, Rule
from records.forms.drafting import YES_NO, LongText, label, radio, short
from records.models import Consent

SOMEBODY_ELSE, NOBODY = "other", "nobody"
ADULT = "adult"  # decides alone, and has no parents to tell
RULES: dict[str, tuple[object, object]] = {
    Rule.PARENT: (
        gettext_lazy("Under 12: a parent with authority or a guardian decides"),
        gettext_lazy(
            "One parent may speak for both, unless they seem to disagree. Tell the child what happens "
            "in words that fit the age. Source: BW 7:450, 7:465."
        ),
    ),
    Rule.TOGETHER: (
        gettext_lazy("12 to 15: the child and a parent or guardian decide together"),
        gettext_lazy(
            "Both agree; one parent may speak for both, unless they seem to disagree. "
            "An exception asks for a reason. Source: BW 7:450."
        ),
    ),
    Rule.ALONE: (
        gettext_lazy("16 and over: the patient decides alone"),
        gettext_lazy("Parents are told only what the patient wants them to know. Source: BW 7:447."),
    ),
    ADULT: (gettext_lazy("16 and over: the patient decides alone"), gettext_lazy("Source: BW 7:447.")),
}
SENTENCES = {
    Problem.PATIENT_MISSING: ("by_patient", gettext_lazy("From 12 years on the child decides too.")),
    Problem.REPRESENTATIVE_MISSING: (
        "representative",
        gettext_lazy("Choose who decides for or with the patient."),
    ),
    Problem.REPRESENTATIVE_NOT_ALLOWED: (
        "representative",
        gettext_lazy("The patient decides alone. Choose nobody, or say above that he or she cannot decide."),
    ),
    Problem.RELATION_WRONG: ("representative", gettext_lazy("This relation may not decide at this age.")),
    Problem.CAPACITY_REMARK_MISSING: (
        "capacity_remark",
        gettext_lazy("Write what makes you think that the patient cannot decide on this."),
    ),
    Problem.NOBODY: ("representative", gettext_lazy("Choose who decides.")),
}


class DecidersForm(forms.Form):
    """Who decides for or with the patient; which questions are asked depends on the patient's age.

    A subclass has a field `decision` and calls `ask_who` when it is made.
    """

    able = radio(
        gettext_lazy("Can the patient weigh this decision?"),
        YES_NO,
        coerce=lambda value: value != "no",
        empty_value=True,
        initial="yes",
    )
    capacity_remark = LongText(label=label(Consent, "capacity_remark"), rows=2)
    by_patient = forms.BooleanField(label=gettext_lazy("The child decides too"), required=False)
    representative = radio(gettext_lazy("Who decides for or with the patient?"), [])
    other_name = short(gettext_lazy("Name of somebody else"), 120)
    other_relation = forms.ChoiceField(label=gettext_lazy("Relation to the patient"), required=False)
    exception_reason = LongText(
        label=label(Consent, "exception_reason"),
        rows=2,
        help_text=gettext_lazy(
            "Only when it prevents serious harm, or when the child keeps wanting it and has thought it over."
        ),
    )

    def ask_who(self, age: int, representatives: list[Representative]) -> None:
        """Leave out what is not asked at this age, and offer who may represent somebody of it."""
        self.age = age
        self._offer_representatives(representatives)
        for name in self._not_asked():
            del self.fields[name]

    def _offer_representatives(self, representatives: list[Representative]) -> None:
        self.known = {str(one.pk): one for one in representatives}
        relations = consent_rules.relations_for(self.age)
        fitting = [(pk, str(one)) for pk, one in self.known.items() if one.relation in relations]
        others = [(SOMEBODY_ELSE, gettext_lazy("Somebody else"))]
        if self.rule != Rule.PARENT:
            others.append((NOBODY, gettext_lazy("Nobody else")))
        self.fields["representative"].choices = [*fitting, *others]
        if self.rule == Rule.ALONE:
            self.fields["representative"].initial = NOBODY
        named = [(one, Relation(one).label) for one in relations]
        self.fields["other_relation"].choices = [("", "–"), *named]

    def _not_asked(self) -> list[str]:
        if self.rule == Rule.PARENT:
            return ["able", "capacity_remark", "by_patient", "exception_reason"]
        return [] if self.rule == Rule.TOGETHER else ["by_patient", "exception_reason"]

    @property
    def rule(self) -> Rule:
        """Who decides at this age when the patient can weigh the decision."""
        return consent_rules.rule_for(self.age)

    @property
    def rule_text(self) -> tuple[object, object]:
        """The rule and its background, in words."""
        return RULES[ADULT if self.age >= consent_rules.EIGHTEEN else self.rule]

    @property
    def is_unusual(self) -> bool:
        """Somebody else decides for a patient who would decide alone: the page shows those fields opened."""
        touched = ("representative", "other_name", "other_relation", "capacity_remark")
        typed = (self[name].value() for name in touched)
        return self.is_bound and (
            self["able"].value() == "no" or any(one not in ("", NOBODY) for one in typed)
        )

    @property
    def _able(self) -> bool:
        return self.cleaned_data.get("able", True) is not False

    def _representative(self) -> tuple[str, str]:
        """Name and relation of who decides for or with the patient; empty when nobody does."""
        chosen = self.cleaned_data.get("representative", "")
        if chosen in self.known:
            return self.known[chosen].name, self.known[chosen].relation
        if chosen == SOMEBODY_ELSE:
            return self.cleaned_data.get("other_name", ""), self.cleaned_data.get("other_relation", "")
        return "", ""

    @property
    def decided_by(self) -> dict[str, object]:
        """Who decides, as the actions take it."""
        deciders, (name, relation) = self._deciders(), self._representative()
        return {
            "able_to_decide": self._able,
            "capacity_remark": deciders.capacity_remark,
            "exception_reason": deciders.exception_reason,
            "representative_name": name,
            "representative_relation": relation,
        }

    def _deciders(self) -> Deciders:
        alone = consent_rules.rule_for(self.age, able=self._able) == Rule.ALONE
        return Deciders(
            by_patient=alone or bool(self._able and self.cleaned_data.get("by_patient")),
            relation=self._representative()[1],
            capacity_remark=self.cleaned_data.get("capacity_remark", "") if not self._able else "",
            exception_reason=self.cleaned_data.get("exception_reason", ""),
        )

    def _check_somebody_else(self) -> None:
        for name, sentence in (
            ("other_name", _("Write the name of the person who decides.")),
            ("other_relation", _("Choose the relation.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def _check_rule(self) -> None:
        decision = self.cleaned_data["decision"]
        for problem in consent_rules.problems(decision, self._deciders(), age=self.age, able=self._able):
            name, sentence = SENTENCES[problem]
            self.add_error(name if name in self.fields else None, sentence)
