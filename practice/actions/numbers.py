"""Patient numbers, each handed out once."""

from django.db.models import F

from practice.models import Practice


def take_numbers(count: int = 1) -> int:
    """Hand out `count` patient numbers in a row; the first of them.

    The update locks the row until the end of the transaction, so no number goes out twice.
    """
    Practice.objects.get_or_create(pk=1, defaults={"name": "Wervel"})
    Practice.objects.filter(pk=1).update(next_patient_number=F("next_patient_number") + count)
    return Practice.objects.get(pk=1).next_patient_number - count
