"""What the patient decides about a plan, checked against the rules of who decides."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from practice.models import Relation, Representative
from records import consent_lines, consent_rules, interventions
from records.consent_rules import Deciders, Problem, Rule
from records.consent_text import saying_no
from records.forms.drafting import YES_NO, LongText, label, radio, short
from records.interventions import CERVICAL_TREATMENT
from records.models import Consent, ConsentDecision, ConsentMethod, PlannedIntervention, TreatmentPlan

SOMEBODY_ELSE, NOBODY = "other", "nobody"
ADULT = "adult"  # decides alone, and has no parents to tell
DECISIONS = {
    ConsentDecision.GIVEN: gettext_lazy("Agrees with the plan"),
    ConsentDecision.REFUSED: gettext_lazy("Does not agree"),
    ConsentDecision.WITHDRAWN: gettext_lazy("Takes the approval back"),
}
# What a patient decides on a screen comes from there, line by line and signed.
IN_WORDS = [(one.value, one.label) for one in (ConsentMethod.ORAL, ConsentMethod.PAPER)]
AGAIN = gettext_lazy("Keeps the approval, with the answers below")
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


@dataclass(frozen=True)
class Asked:
    """What is asked apart: the question, what it is about, and the letter that goes with it."""

    question: forms.BoundField
    about: list[PlannedIntervention]
    letter: forms.BoundField | None


class ConsentForm(forms.Form):
    """A decision on one plan. Which questions it asks depends on the plan and on the patient's age."""

    decision = radio(gettext_lazy("What does the patient decide?"), [])
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
    explained = LongText(
        label=label(Consent, "explained"),
        rows=5,
        help_text=gettext_lazy("Stored when the patient says no. Change it to what you told."),
    )
    method = radio(gettext_lazy("How?"), IN_WORDS, initial=ConsentMethod.ORAL)
    questions_asked = LongText(label=label(Consent, "questions_asked"), rows=2)
    remark = LongText(label=label(Consent, "remark"), rows=2)

    def __init__(
        self,
        data: dict | None = None,
        *,
        plan: TreatmentPlan,
        decisions: tuple[str, ...],
        representatives: list[Representative],
        language: str,
        asked: consent_lines.Asked | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)
        self.before = asked
        self.plan, self.age = plan, plan.episode.patient.age
        self.known = {str(one.pk): one for one in representatives}
        names = (
            {**DECISIONS, ConsentDecision.GIVEN: AGAIN}
            if ConsentDecision.WITHDRAWN in decisions
            else DECISIONS
        )
        self.fields["decision"].choices = [(one, names[one]) for one in decisions]
        # Only a withdrawal, which the page opens on purpose, is chosen beforehand.
        self.only_withdraws = tuple(decisions) == (ConsentDecision.WITHDRAWN,)
        if self.only_withdraws:
            self.fields["decision"].initial = ConsentDecision.WITHDRAWN
        no = next(one for one in (*decisions, ConsentDecision.REFUSED) if one != ConsentDecision.GIVEN)
        self.fields["explained"].initial = saying_no(no, language)
        self._offer_representatives()
        self._ask_about_specials(decisions)
        for name in self._not_asked():
            del self.fields[name]

    def _offer_representatives(self) -> None:
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

    def _ask_about_specials(self, decisions: tuple[str, ...]) -> None:
        if ConsentDecision.GIVEN not in decisions:
            return
        standing = self.plan.standing
        for kind in self.plan.specials:
            name = interventions.load().permissions[kind].name(get_language() or "nl")
            text = _("%(name)s: the patient agrees to this too") % {"name": name}
            self.fields[f"special_{kind}"] = radio(
                text, YES_NO, coerce=lambda value: value == "yes", empty_value=None
            )
            if kind == CERVICAL_TREATMENT:
                text = _("The patient got the information letter of the NVMT on treatment of the neck")
                self.fields["letter_given"] = forms.BooleanField(label=text, required=False)
        if standing and standing.is_given:
            self._show_answers_of(standing)
        elif self.before:
            self._show_carried(self.before)

    def _show_answers_of(self, standing: Consent) -> None:
        """Who approved and changes one answer, sees what was answered before."""
        for kind, rows in self.plan.specials.items():
            agreed = all(standing.agrees(kind, one) for one in rows)
            self.fields[f"special_{kind}"].initial = "yes" if agreed else "no"
        if "letter_given" in self.fields:
            self.fields["letter_given"].initial = standing.letter_given

    def _show_carried(self, before: consent_lines.Asked) -> None:
        """What was agreed to under an earlier version and did not change, is there already."""
        for kind in before.permissions:
            self.fields[f"special_{kind}"].initial = "yes"
            if kind == CERVICAL_TREATMENT:
                self.fields["letter_given"].initial = before.leans_on.letter_given

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
    def asked(self) -> list[Asked]:
        return [
            Asked(self[f"special_{kind}"], rows, self["letter_given"] if kind == CERVICAL_TREATMENT else None)
            for kind, rows in self.plan.specials.items()
            if f"special_{kind}" in self.fields
        ]

    @property
    def is_unusual(self) -> bool:
        """Somebody else decides for a patient who would decide alone: the page shows those fields opened."""
        touched = ("representative", "other_name", "other_relation", "capacity_remark")
        typed = (self[name].value() for name in touched)
        return self.is_bound and (
            self["able"].value() == "no" or any(one not in ("", NOBODY) for one in typed)
        )

    @property
    def data_for_action(self) -> dict[str, object]:
        names = ("decision", "method", "explained", "questions_asked", "remark")
        deciders = self._deciders()
        name, relation = self._representative()
        return {
            **{name: self.cleaned_data[name] for name in names},
            "by_patient": deciders.by_patient,
            "able_to_decide": self._able,
            "capacity_remark": deciders.capacity_remark,
            "exception_reason": deciders.exception_reason,
            "representative_name": name,
            "representative_relation": relation,
            "special_agreed": self._agreed(),
            "letter_given": self.cleaned_data.get("letter_given", False),
        }

    @property
    def _able(self) -> bool:
        return self.cleaned_data.get("able", True) is not False

    def _agreed(self) -> list[str]:
        return [kind for kind in self.plan.specials if self.cleaned_data.get(f"special_{kind}")]

    def _representative(self) -> tuple[str, str]:
        """Name and relation of who decides for or with the patient; empty when nobody does."""
        chosen = self.cleaned_data.get("representative", "")
        if chosen in self.known:
            return self.known[chosen].name, self.known[chosen].relation
        if chosen == SOMEBODY_ELSE:
            return self.cleaned_data.get("other_name", ""), self.cleaned_data.get("other_relation", "")
        return "", ""

    def _deciders(self) -> Deciders:
        alone = consent_rules.rule_for(self.age, able=self._able) == Rule.ALONE
        return Deciders(
            by_patient=alone or bool(self._able and self.cleaned_data.get("by_patient")),
            relation=self._representative()[1],
            capacity_remark=self.cleaned_data.get("capacity_remark", "") if not self._able else "",
            exception_reason=self.cleaned_data.get("exception_reason", ""),
        )

    def clean(self) -> dict[str, object]:
        for name, sentence in (
            ("decision", _("Choose what was decided.")),
            ("method", _("Choose how it was decided.")),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        decision = self.cleaned_data.get("decision")
        if decision == ConsentDecision.GIVEN:
            self._check_specials()
        elif decision and not self.cleaned_data.get("explained"):
            self.add_error("explained", _("Write what you explained about saying no."))
        if self.cleaned_data.get("representative") == SOMEBODY_ELSE:
            self._check_somebody_else()
        if not self.errors:
            self._check_rule()
        return self.cleaned_data

    def _check_specials(self) -> None:
        for name in [name for name in self.fields if name.startswith("special_")]:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Ask the patient, and choose yes or no."))
        if CERVICAL_TREATMENT in self._agreed() and not self.cleaned_data["letter_given"]:
            self.add_error(
                "letter_given", _("Hand over the letter first; without it there is no yes to record.")
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
