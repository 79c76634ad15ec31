"""On the device: what the patient thinks of each line of the plan, and who signs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from practice.models import Relation
from records.consent_lines import Asked, Line, who_decides_through
from records.consent_rules import Role
from records.forms.drafting import LongText, radio, short
from records.models import ConsentDecision, Handover
from records.signatures import DRAWN, LONGEST_NAME, TYPED, SignatureError, clean_strokes

AGREES, HAS_QUESTION, DECLINES = "agreed", "question", "declined"  # as Consent.lines has them
GIVEN, QUESTIONS = ConsentDecision.GIVEN, ConsentDecision.QUESTIONS
REFUSED, WITHDRAWN = ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
NO = "no"  # the button that refuses or takes back


@dataclass(frozen=True)
class Signer:
    """Somebody who signs, as the therapist said beforehand."""

    role: str  # "patient" or "representative"
    name: str
    relation: str = ""

    @property
    def relation_name(self) -> str:
        return str(Relation(self.relation).label) if self.relation else ""


@dataclass(frozen=True)
class Row:
    """One line of the plan with its question; `choice` is None for what is not asked again."""

    line: Line
    choice: forms.BoundField | None = None
    question: forms.BoundField | None = None


@dataclass(frozen=True)
class Signing:
    """Where one person signs: drawn, or typed."""

    signer: Signer
    strokes: forms.BoundField
    name: forms.BoundField


class ApprovalForm(forms.Form):
    """What the patient thinks of each line that is asked, and the signatures; or a no to all of it."""

    use_required_attribute = False

    def __init__(
        self,
        data: dict | None = None,
        *,
        asked: Asked,
        signers: list[Signer],
        may: tuple[str, ...],
        seen: str,
        **kwargs: object,
    ) -> None:
        super().__init__(data, **kwargs)
        self.asked, self.signers, self.may = asked, signers, may
        self.drawings: dict[str, dict[str, object]] = {}
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=seen)
        if self.may_agree:
            self._ask_to_agree()
        if len(signers) > 1:
            self.fields["no_by"] = radio(_("Who says no?"), [(one.role, one.name) for one in signers])
        self.fields["no_name"] = short(_("Your name"), LONGEST_NAME, widget=_no_guessing())

    @property
    def may_agree(self) -> bool:
        """True while something is left to agree to: a line, or a new version in which no line changed."""
        return GIVEN in self.may and (bool(self.asked.open) or WITHDRAWN not in self.may)

    @property
    def no(self) -> str:
        """What saying no is now: refusing, or taking the approval back; "" after that was said."""
        return next((one for one in (WITHDRAWN, REFUSED) if one in self.may), "")

    def _ask_to_agree(self) -> None:
        for line in self.asked.open:
            self._ask(line)
        for role in (one.role for one in self.signers):
            self.fields[f"{role}_strokes"] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.fields[f"{role}_name"] = short(_("Or type your name"), LONGEST_NAME, widget=_no_guessing())

    def _ask(self, line: Line) -> None:
        choices = [(AGREES, _("I agree"))]
        if line.may_decline:
            choices.append((DECLINES, _("No, I do not want this")))
        if QUESTIONS in self.may:  # the rest of an approval stands: a question there is asked aloud
            choices.append((HAS_QUESTION, _("I have a question")))
        self.fields[f"line_{line.key}"] = radio(line.heading, choices)
        self.fields[f"question_{line.key}"] = LongText(
            label=_("What do you want to ask?"), rows=2, max_length=1000
        )

    @property
    def rows(self) -> Iterator[Row]:
        for line in self.asked.lines:
            name = f"line_{line.key}"
            is_asked = name in self.fields
            yield Row(line, self[name], self[f"question_{line.key}"]) if is_asked else Row(line)

    @property
    def signings(self) -> list[Signing]:
        if not self.may_agree:
            return []
        return [Signing(one, self[f"{one.role}_strokes"], self[f"{one.role}_name"]) for one in self.signers]

    @property
    def says_no(self) -> bool:
        """The patient pressed the button that refuses, or takes the approval back."""
        return bool(self.no) and (self.data.get("go") == NO or not self.may_agree)

    @property
    def decision(self) -> str:
        """What is decided on the whole; with one question left the plan is not approved yet."""
        if self.says_no:
            return self.no
        asks = any(one["decision"] == HAS_QUESTION for one in self.answers.values())
        return QUESTIONS if asks else GIVEN

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        return {
            line.key: {
                "decision": self.cleaned_data.get(f"line_{line.key}", ""),
                "question": self.cleaned_data.get(f"question_{line.key}", ""),
            }
            for line in self.asked.open
        }

    def clean(self) -> dict[str, object]:
        if self.says_no:
            self._check_no()
            return self.cleaned_data
        if self.cleaned_data.get("no_name"):
            # The Enter key sends a form by its first button, which says yes.
            self.add_error("no_name", _("Press the button below to say no, or clear your name here."))
        if self.decision == GIVEN:
            self._check_lines()
            for signer in self.signers:
                self._check_signature(signer)
        return self.cleaned_data

    def _check_lines(self) -> None:
        for name in (f"line_{line.key}" for line in self.asked.open):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose what you think of this."))

    def _check_no(self) -> None:
        """To say no asks for a name, and nothing else of the page."""
        for name in [name for name in self.errors if name not in ("no_name", "no_by")]:
            del self.errors[name]
        if "no_name" not in self.errors and not _is_name(self.cleaned_data.get("no_name", "")):
            self.add_error("no_name", _("Write your name."))
        if "no_by" in self.fields and not self.cleaned_data.get("no_by") and "no_by" not in self.errors:
            self.add_error("no_by", _("Choose who says no."))

    def _check_signature(self, signer: Signer) -> None:
        """A drawing counts before a typed name. What is no drawing of ours is left out and asked again."""
        name, drawn = f"{signer.role}_name", f"{signer.role}_strokes"
        try:
            strokes, size = clean_strokes(self.cleaned_data.get(drawn, ""))
            self.drawings[signer.role] = {"strokes": strokes, "size": size}
        except SignatureError:
            if name not in self.errors and not _is_name(self.cleaned_data.get(name, "")):
                self.add_error(name, _("Sign in the frame, or type your name."))

    @property
    def signatures(self) -> list[dict[str, object]]:
        """Of everybody who signs; of a no, the name of who said it; questions are not signed."""
        if self.says_no:
            role = self.cleaned_data.get("no_by") or self.signers[0].role
            signer = next(one for one in self.signers if one.role == role)
            return [_typed(signer, self.cleaned_data["no_name"])]
        return [self._signature(one) for one in self.signers] if self.decision == GIVEN else []

    def _signature(self, signer: Signer) -> dict[str, object]:
        if signer.role not in self.drawings:
            return _typed(signer, self.cleaned_data.get(f"{signer.role}_name", ""))
        return {**_typed(signer, signer.name), "how": DRAWN, **self.drawings[signer.role]}


def _is_name(typed: str) -> bool:
    return any(letter.isalpha() for letter in typed)


def _typed(signer: Signer, name: str) -> dict[str, object]:
    return {"role": signer.role, "name": name, "relation": signer.relation, "how": TYPED}


def _no_guessing() -> forms.TextInput:
    """The device is the practice's: it offers nobody the name of the patient before."""
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


def signers_of(handover: Handover) -> list[Signer]:
    """Everybody who has to sign, by the age rules and by what the therapist said beforehand."""
    known = [
        Signer(Role.PATIENT, handover.plan.episode.patient.full_name),
        Signer(Role.REPRESENTATIVE, handover.representative_name, handover.representative_relation),
    ]
    roles = who_decides_through(handover).roles
    return [one for one in known if one.role in roles]
