"""What a supervisor still has to co-sign. Pure reading.

A note of a trainee is valid once the trainee signed it. It waits for the supervisor that the trainee had
then, until that one co-signs it or a signed correction takes its place. When that supervisor left, or does
not see the episode any more, whoever answers for the episode now takes over: the supervisor of who treats,
or who treats, but never the signer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse

from practice import finding
from practice.models import Episode, Patient, User
from practice.signing import SignedRecord
from records.models import (
    COSIGNED,
    CoSignature,
    Letter,
    Session,
)

# Kind, as it stands in an address: a column of CoSignature, and the model it is about.
MODELS: dict[str, type[SignedRecord]] = {
    kind: CoSignature._meta.get_field(kind).related_model for kind in COSIGNED
}
_KIND_OF = {model: kind for kind, model in MODELS.items()}
# Where a record is read that has no page of its kind's name.
_READ_ON = {"evaluation": "episode_detail"}
_WITH_OWN_PAGE = (Session, Letter)
PEOPLE = ("episode__patient", "episode__therapist__supervisor", "signed_by", "supervised_by")


@dataclass(frozen=True)
class Waiting:
    """One signed record that waits for its co-signature; `who` can give it, or nobody can."""

    record: SignedRecord
    kind: str
    url: str
    who: User | None

    @classmethod
    def of(cls, record: SignedRecord, who: User | None) -> "Waiting":
        return cls(record, kind_of(record), page(record), who)

    @property
    def label(self) -> str:
        """What it is; a screening calls itself by its conclusion."""
        return str(self.record._meta.verbose_name if self.kind == "screening" else self.record)

    @property
    def since(self) -> datetime:
        return self.record.signed_at


def kind_of(record: SignedRecord) -> str:
    return _KIND_OF[type(record)]


def anchor(record: SignedRecord) -> str:
    """The id of this record's signature on the page that shows it."""
    return f"{kind_of(record)}-{record.pk}"


def page(record: SignedRecord) -> str:
    """Where to read the record, at its signature."""
    name = _READ_ON.get(kind_of(record), kind_of(record))
    own = [record.pk] if isinstance(record, _WITH_OWN_PAGE) else []
    return f"{reverse(name, args=[record.episode_id, *own])}#{anchor(record)}"


def for_supervisor(user: User, text: str = "") -> list[Waiting]:
    """What this person has to co-sign, oldest first; `text` keeps patients found by it.

    One query per kind, and one for each other supervisor who was named: not more with more notes.
    """
    named = Q(supervised_by=user)
    taken_over = Q(episode__therapist=user) | Q(episode__therapist__supervisor=user)
    seen = Patient.objects.visible_to(user).filter(*finding.about(text))
    return [one for one in _waiting(named | taken_over, episode__patient__in=seen) if one.who == user]


def in_episode(episode: Episode) -> list[Waiting]:
    """What waits for anybody's co-signature in one episode, oldest first."""
    return _waiting(episode=episode)


def cosigner(record: SignedRecord) -> User | None:
    """Who can co-sign this record of a trainee now; None when nobody can."""
    return _cosigners([record])[0]


def _waiting(*which: Q, **wanted: object) -> list[Waiting]:
    """Signed rows of trainees that stand and are not co-signed; one query per kind."""
    wanted |= {"supervised_by__isnull": False, "cosignature": None}
    rows = [row for kind in COSIGNED for row in _rows(kind).filter(*which, **wanted)]
    found = [Waiting.of(row, who) for row, who in zip(rows, _cosigners(rows), strict=True)]
    return sorted(found, key=lambda one: (one.since, one.kind, one.record.pk))


def _rows(kind: str) -> QuerySet:
    rows = MODELS[kind].objects.current().select_related(*PEOPLE)
    return rows.defer("pdf", "plain_text") if kind == "letter" else rows


def _cosigners(rows: list[SignedRecord]) -> list[User | None]:
    """Of each row; one query per supervisor who was named."""
    episodes = {row.episode_id for row in rows}
    seen = {who: _sees(who, episodes) for who in {row.supervised_by for row in rows}}
    return [
        row.supervised_by if row.episode_id in seen[row.supervised_by] else _successor(row) for row in rows
    ]


def _sees(who: User, episodes: Iterable[int]) -> set[int]:
    """Those of the episodes that this supervisor can open; none after leaving."""
    if not who.is_active:
        return set()
    return set(Episode.objects.visible_to(who).filter(pk__in=episodes).values_list("pk", flat=True))


def _successor(row: SignedRecord) -> User | None:
    treats = row.episode.therapist
    who = treats.supervisor or treats
    return who if who.is_active and who.pk not in (row.signed_by_id, row.supervised_by_id) else None


def find(episode: Episode, kind: str, pk: int) -> SignedRecord | None:
    """A signed record of this episode, by its kind and number."""
    if kind not in MODELS or pk >= 2**63:
        return None
    return MODELS[kind].objects.signed().filter(episode=episode, pk=pk).first()


def signatures_in(episode: Episode) -> dict[tuple[str, int], CoSignature]:
    """Every co-signature of an episode, by kind and number of what it is on; one query."""
    of_episode = Q()
    for name in COSIGNED:
        of_episode |= Q(**{f"{name}__in": MODELS[name].objects.filter(episode=episode)})
    found = {}
    for row in CoSignature.objects.select_related("by").filter(of_episode):
        kind = next(name for name in COSIGNED if getattr(row, f"{name}_id"))
        found[kind, getattr(row, f"{kind}_id")] = row
    return found


@dataclass(frozen=True)
class State:
    """Whether a trainee's record is co-signed: by whom and when, or for whom it waits."""

    kind: str
    who: User
    at: datetime | None  # None while it waits

    def may_sign(self, user: User) -> bool:
        return self.at is None and self.who == user


class Board:
    """The state of every record of a trainee in one episode; it asks the database only when there is one."""

    def __init__(self, episode: Episode) -> None:
        self.episode = episode

    def state_of(self, record: SignedRecord) -> State | None:
        """None for a record that needs no co-signature, or none any more."""
        if record.supervised_by_id is None or not record.is_signed:
            return None
        return self._states.get((kind_of(record), record.pk))

    @cached_property
    def _states(self) -> dict[tuple[str, int], State]:
        waiting = {
            (one.kind, one.record.pk): one.who or one.record.supervised_by for one in in_episode(self.episode)
        }
        signed = signatures_in(self.episode)
        return {key: State(key[0], who, None) for key, who in waiting.items()} | {
            key: State(key[0], row.by, row.at) for key, row in signed.items()
        }
