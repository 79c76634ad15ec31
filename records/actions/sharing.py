"""Recording what the patient decides about sharing data."""

from django.db import transaction

from practice import audit
from practice.models import Episode, User
from records import consent_rules, sharing
from records.actions import guard
from records.errors import DecisionOrderError, IncompleteError, InvalidConsentError
from records.models import SharingConsent

COLUMNS = (
    *("kind", "receiver", "decision", "by_patient", "representative_name", "representative_relation"),
    *("method", "text_shown", "remark"),
)


@transaction.atomic
def record_sharing(*, episode: Episode, data: dict[str, object], by: User) -> SharingConsent:
    """Note a decision about sharing, in a closed episode too. The same decision twice is noted once.

    `data` holds the columns of SharingConsent, and as far as they apply able_to_decide, capacity_remark and
    exception_reason, which are kept with the remark. Raises InvalidConsentError, DecisionOrderError,
    IncompleteError without a text or without a name for somebody else.
    """
    episode = guard.any_episode(episode.pk)
    kind, receiver = str(data["kind"]), str(data.get("receiver", "")).strip()
    standing = sharing.newest(episode, kind, receiver)
    if standing and standing.decision == data["decision"]:
        return standing
    if data["decision"] not in sharing.next_decisions(standing):
        raise DecisionOrderError
    made = _made(episode, data, standing)
    if not made.text_shown.strip() or (kind == "share_other" and not receiver):
        raise IncompleteError
    made.recorded_by = by
    made.save()
    audit.record("sharing.recorded", by=by, patient=episode.patient, subject=made, label=f"{episode.pk}")
    return made


def _made(episode: Episode, data: dict[str, object], standing: SharingConsent | None) -> SharingConsent:
    able = data.get("able_to_decide", True) is not False
    deciders = consent_rules.Deciders(
        by_patient=bool(data.get("by_patient", True)),
        relation=str(data.get("representative_relation", "")),
        capacity_remark=str(data.get("capacity_remark", "")),
        exception_reason=str(data.get("exception_reason", "")),
    )
    decision, age = str(data["decision"]), episode.patient.age
    problems = consent_rules.problems(decision, deciders, age=age, able=able)
    if problems:
        raise InvalidConsentError(problems)
    values = {name: data[name] for name in COLUMNS if name in data}
    told = (values.get("remark", ""), deciders.capacity_remark, deciders.exception_reason)
    values["remark"] = "\n".join(filter(None, map(str, told)))
    if standing:  # the same receiver, spelled as before
        values["receiver"] = standing.receiver
    return SharingConsent(**values, episode=episode)
