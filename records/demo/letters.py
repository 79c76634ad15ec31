"""Letters in the demo: written from the record, signed, and noted as sent."""

from django.utils import timezone

from practice.models import Episode
from records import actions, sharing
from records.demo.steps import member
from records.models import Letter, SentBy, SharingKind


def write_to_gp(episode: Episode, kind: str) -> Letter:
    """The patient agrees, and the letter goes to the GP by secure mail."""
    by = member(episode.therapist.username)
    said = sharing.default_text(SharingKind.GP, episode.patient.language)
    agreed = {"kind": SharingKind.GP, "decision": "given", "method": "oral", "text_shown": said}
    actions.record_sharing(episode=episode, data=agreed, by=by)
    draft = actions.draft_letter(episode=episode, kind=kind, language="nl", by=by)
    letter = actions.sign_letter(letter=draft, by=by)
    sent = {"receiver": letter.receiver_name, "how": SentBy.SECURE_MAIL, "remark": "ZorgMail"}
    actions.dispatch_letter(letter=letter, data={**sent, "sent_at": timezone.now()}, by=by)
    return letter
