"""What the record does not allow at this moment. str() of each error says what to do."""

from django.utils.translation import gettext_lazy as _

from practice.signing import SignedRecord
from records.instruments import Instrument


class RecordError(Exception):
    """Base of these errors; `message` is a translated sentence for the person who tried."""

    message: object = ""
    standing: SignedRecord | None = None  # the record that is in the way

    def __str__(self) -> str:
        return str(self.message)


class EpisodeClosedError(RecordError):
    message = _("This episode is closed. Open it again with a reason, or open a new one.")


class NotClosedError(RecordError):
    message = _("This episode is open already.")


class ReasonMissingError(RecordError):
    message = _("Write why the episode is opened again, in at least 10 characters.")


class OtherEpisodeOpenError(RecordError):
    message = _("This patient has another open episode for the same complaint. Go on in that one.")


class WrongPhaseError(RecordError):
    message = _("The screening or the plan changed. Check the steps above before you go on.")


class NotScreenedError(WrongPhaseError):
    message = _("Conclude the screening as suitable first.")


class BackAtScreeningError(WrongPhaseError):
    message = _("The patient was sent to the GP after this plan. After the report, make a new version.")


class IncompleteError(RecordError):
    message = _("Something is missing. Fill it in and sign again.")


class AlreadySignedError(RecordError):
    message = _("This was signed or discarded in the meantime. Copy what you need and start from there.")


class AnotherDraftError(RecordError):
    message = _("Another draft of an examination waits. Sign or discard that one first.")


class StalePlanError(RecordError):
    message = _("The plan was changed in the meantime. Read the newest version and decide on that.")


class InvalidConsentError(RecordError):
    """The decision does not stand; `problems` are those of consent_rules."""

    message = _("Not everybody who has to decide has decided.")

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems


class UnconfirmedLinesError(RecordError):
    message = _("Some lines were written from the answers. Confirm or change each of them, then sign.")


class LetterMissingError(RecordError):
    message = _("Hand over the information letter of the NVMT first; then record the yes about the neck.")


class ExplanationMissingError(RecordError):
    message = _("Write what you explained about saying no; then record the decision.")


class HandoverEndedError(RecordError):
    message = _("This page does not take a decision any more. Ask your therapist to start it again.")


class UndecidedLinesError(RecordError):
    """`keys` are those of the lines without an answer that counts."""

    message = _("Choose for each part whether you agree or have a question.")

    def __init__(self, keys: list[str]) -> None:
        super().__init__()
        self.keys = keys


class SignatureMissingError(RecordError):
    """`roles` have not signed: "patient", "representative"."""

    message = _("Everybody who decides signs. Draw your signature, or type your name.")

    def __init__(self, roles: list[str]) -> None:
        super().__init__()
        self.roles = roles


class DecisionOrderError(RecordError):
    message = _("Another decision was recorded in the meantime. Read that one first.")


class NotApprovedError(RecordError):
    message = _("The newest plan is not approved. Record the patient's approval, then sign this session.")


class SpecialNotAgreedError(RecordError):
    """Something was done that needs a permission of its own; `names` says what."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        text = _("There is no permission for: %(names)s. Ask for it, or take it out of this session.")
        self.message = text % {"names": ", ".join(names)}


class NeckStepsError(RecordError):
    """The neck is not treated before its safety steps; `steps` names what is not done."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__()
        text = _(
            "The neck is not treated before its safety steps. Not done yet: %(steps)s. "
            "Add them to the examination, or write in the plan why you deviate."
        )
        self.message = text % {"steps": ", ".join(steps)}


class CopiesNotConfirmedError(RecordError):
    message = _("Some of this was copied from an earlier session. Confirm or change each of it, then sign.")


class ShortcutTakenError(RecordError):
    message = _("You have a text with this short word already.")


class GradeFourError(RecordError):
    """Serious pathology: a doctor comes first (KNGF Nekpijn)."""

    message = _("With grade IV you make no treatment plan: contact the GP first.")


class SameTimeError(RecordError):
    """`standing` is the session at that minute."""

    message = _("There is a session at this time. Change the time, or add to that session.")

    def __init__(self, standing: SignedRecord) -> None:
        super().__init__()
        self.standing = standing


class EvaluatedError(RecordError):
    """`standing` is the evaluation that is signed."""

    message = _("The evaluation is signed. Close the episode, or treat on and evaluate again.")

    def __init__(self, standing: SignedRecord) -> None:
        super().__init__()
        self.standing = standing


class NotRescreenedError(RecordError):
    message = _("Ask the safety questions again, or write why you do not; then sign the evaluation.")


class RescreeningWaitsError(RecordError):
    message = _("The safety questions were asked again. Conclude that first; then sign.")


class AlertWaitsError(RecordError):
    message = _("An emergency alert is not answered. Answer it first; then sign or close.")


class UrgentFormWaitsError(RecordError):
    message = _("The patient sent urgent answers that nobody judged. Judge them first; then sign or close.")


class NotTheirsToCosignError(RecordError):
    message = _("Only who the signature says it waits for co-signs this, and only the version that stands.")


class CosignatureWaitsError(RecordError):
    """The episode cannot close; `waiting` are the users who have to co-sign."""

    def __init__(self, waiting: list[object]) -> None:
        super().__init__()
        text = _(
            "%(names)s has to co-sign first. Sign the evaluation without closing; "
            "the episode can be closed after the co-signature."
        )
        self.message = text % {"names": ", ".join(dict.fromkeys(map(str, waiting)))}


class LetterNotCosignedError(RecordError):
    def __init__(self, who: object) -> None:
        super().__init__()
        text = _("%(name)s has to co-sign this letter first; then it can be sent.")
        self.message = text % {"name": who}


class UnsignedDraftsError(RecordError):
    """The episode cannot close; `drafts` wait for a signature."""

    message = _("Some drafts are not signed. Sign or discard them, then close the episode.")

    def __init__(self, drafts: list[SignedRecord]) -> None:
        super().__init__()
        self.drafts = drafts


class OutOfRangeError(RecordError):
    """The value cannot be a result of this instrument."""

    def __init__(self, instrument: Instrument) -> None:
        super().__init__()
        text = _("Fill in a number from %(low)s to %(high)s.")
        self.message = text % {"low": instrument.low, "high": instrument.high}


class ReplacedError(RecordError):
    message = _("This measure was replaced in the meantime. Read the newest one first.")


class SharingNotAllowedError(RecordError):
    message = _("There is no permission to share with this receiver. Record it first; then sign or send.")


class LetterReplacedError(RecordError):
    message = _("A later version replaced this letter. Send that one.")


class UnsafeChannelError(RecordError):
    message = _("This letter holds the BSN. Send it by secure mail and name the system, or hand it over.")


class DraftWaitsError(RecordError):
    message = _("Another draft of this kind waits. Sign it or throw it away first; then correct this letter.")
