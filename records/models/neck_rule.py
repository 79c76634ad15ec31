"""The safety steps of the neck as the database counts them; records/neck.py says the same."""

from django.db import models

from .examination import NECK_STEPS, NeckSafety


def _all(table: str) -> str:
    """SQL that is true of a row of NeckSafety in which no step is missing."""
    columns = {step: NeckSafety._meta.get_field(step) for step in NECK_STEPS}
    ticks = (isinstance(column, models.BooleanField) for column in columns.values())
    return " AND ".join(
        f"{table}.{step}" if tick else f"{table}.{step} <> ''"
        for step, tick in zip(columns, ticks, strict=True)
    )


def _standing(steps: str, examination: str) -> str:
    """SQL for the rows of NeckSafety in signed examinations of the episode that no correction replaces."""
    return (
        f"records_necksafety AS {steps} JOIN records_examination AS {examination} "
        f"ON {examination}.id = {steps}.examination_id "
        f"WHERE {examination}.episode_id = NEW.episode_id AND {examination}.signed_at IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM records_examination AS later "
        f"WHERE later.amends_id = {examination}.id AND later.signed_at IS NOT NULL)"
    )


# SQL that is true when the steps of the episode of NEW are done. What a later examination found abnormal
# undoes them, until they are all done anew.
STEPS_DONE = (
    f"EXISTS (SELECT 1 FROM {_standing('neck', 'done')} AND {_all('neck')} "
    f"AND NOT EXISTS (SELECT 1 FROM {_standing('newer', 'since')} AND newer.abnormal <> '' "
    f"AND NOT ({_all('newer')}) AND since.signed_at > done.signed_at))"
)
