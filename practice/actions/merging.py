"""Two registrations: of different people, or of one person and made one; and the way back."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice import audit
from practice.models import DifferentPeople, Patient, PatientMerge, User

from . import merge_rows


class MergeError(Exception):
    """Base of these errors; `message` is a translated sentence for the person who tried."""

    message: object = ""

    def __str__(self) -> str:
        return str(self.message)


class MergedAwayError(MergeError):
    """One of the two lives on in another registration already: a colleague was quicker."""

    message = _("One of these registrations was made one with another in the meantime. Nothing was changed.")


class StaleMergeError(MergeError):
    """One of the two was changed after somebody chose what to keep."""

    message = _("A colleague changed one of these registrations in the meantime. Look at the choices again.")


class SamePatientError(MergeError):
    """A registration and itself."""

    message = _("These are one and the same registration.")


class MergeUndoneError(MergeError):
    """A colleague undid this merge already."""

    message = _("This was undone already.")


class LaterMergeError(MergeError):
    """What was kept then lives on in another registration now, or took the same field from one."""

    message = _("This registration was made one with another later. Undo that first.")


@transaction.atomic
def tell_apart(*, first: Patient, second: Patient, by: User) -> DifferentPeople:
    """Remember that these are two people: they are not suggested as one again.

    Saying it twice is saying it once. Raises SamePatientError for a registration and itself.
    """
    if first.pk == second.pk:
        raise SamePatientError
    first, second = sorted((first, second), key=lambda patient: patient.pk)
    said, is_new = DifferentPeople.objects.get_or_create(
        first_id=first.pk, second_id=second.pk, defaults={"said_by": by}
    )
    if is_new:
        _note("patient.told_apart", (first, second), said, by)
    return said


@transaction.atomic
def merge_patients(
    *,
    kept: Patient,
    gone: Patient,
    taken: Collection[str],
    kept_version: int,
    gone_version: int,
    by: User,
) -> PatientMerge:
    """Make two registrations one: `gone` lives on in `kept`, with everything that hangs on it.

    `taken` names the fields (of merge_rows.FIELDS) that come from `gone`; of the others the value of `kept`
    stays. What is signed hangs on episodes, and these go along as they are. What is written once (identity
    checks, attempts to reach somebody, the log) stays where it is and is read through the merge.

    Raises StaleMergeError when either was changed since the versions the choice was made at, MergedAwayError
    when either lives on elsewhere already, SamePatientError for a registration and itself.
    """
    kept, gone = _both(kept, gone)
    if kept.merged_into_id or gone.merged_into_id:
        raise MergedAwayError
    if (kept.version, gone.version) != (kept_version, gone_version):
        raise StaleMergeError
    taken = [name for name in merge_rows.FIELDS if name in taken]
    versions = {"kept_version": kept_version, "gone_version": gone_version}
    merge = PatientMerge.objects.create(kept=kept, gone=gone, taken=taken, merged_by=by, **versions)
    merge.moved = merge_rows.move(merge)
    merge.save(update_fields=["moved"])
    Patient.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    merge_rows.take(kept, gone, taken)
    _note("patient.merged", (kept, gone), merge, by, taken)
    return merge


@transaction.atomic
def undo_merge(*, merge: PatientMerge, by: User) -> list[str]:
    """Make two of one again: everything that went along goes back, and the fields are as they were.

    What was entered meanwhile about an episode that came along goes back with it; all else stays. A field
    that was changed after the merge keeps the later value; returns the names of these.

    Raises MergeUndoneError when it is undone already, LaterMergeError when `kept` lives on elsewhere by now,
    or took the same field from yet another registration: the values before can only be put back in turn.
    """
    kept, gone = _both(merge.kept, merge.gone)
    merge = PatientMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise MergeUndoneError
    if kept.merged_into_id or _is_built_upon(merge):
        raise LaterMergeError
    merge_rows.move_back(merge)
    Patient.objects.filter(pk__in=living_in(gone)).update(merged_into=gone)
    gone.merged_into = None
    later = merge_rows.put_back(merge, kept, gone)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    restored = [name for name in merge.taken if name not in later]
    _note("patient.unmerged", (kept, gone), merge, by, restored)
    return later


def _is_built_upon(merge: PatientMerge) -> bool:
    later = PatientMerge.objects.filter(kept=merge.kept_id, undone_at=None, pk__gt=merge.pk)
    return any({*other.taken} & {*merge.taken} for other in later)


def living_in(patient: Patient) -> set[int]:
    """Rows of the registrations that live on in this one, through one merge or several."""
    found: set[int] = set()
    layer = {patient.pk}
    while layer:
        merges = PatientMerge.objects.filter(kept__in=layer, undone_at=None)
        layer = set(merges.values_list("gone", flat=True)) - found
        found |= layer
    return found


def _both(first: Patient, second: Patient) -> tuple[Patient, Patient]:
    """The two rows, locked in the order of their numbers: whoever comes second waits, nobody for ever."""
    if first.pk == second.pk:
        raise SamePatientError
    rows = Patient.objects.select_for_update().filter(Q(pk=first.pk) | Q(pk=second.pk)).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[first.pk], found[second.pk]


def _note(
    verb: str, pair: tuple[Patient, Patient], about: Model, by: User, changed: Collection[str] = ()
) -> None:
    """A line of the log on each of the two."""
    label = ", ".join(f"{patient.number}" for patient in pair)
    for patient in pair:
        audit.record(verb, by=by, patient=patient, subject=about, label=label, changed=list(changed))
