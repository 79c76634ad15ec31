"""A word in every clinical text there is, to be looked for in what somebody gets to see."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from practice.triggers import drop_triggers

MARK = "Zwaluwstaart"  # a word that no page says by itself

# What the desk may read; everything else that patients and therapists write is clinical.
OF_THE_DESK = {"Invitation", "ReportedField", "DcsphCode", "Snippet"}
LONG = 100  # a CharField from this length on holds words, a shorter one a code


def mark_everything() -> dict[str, int]:
    """Put MARK into every clinical text and list of the database; how many rows of each model have it.

    Signed rows too: the triggers are taken away, and come back with the end of the transaction.
    """
    drop_triggers(connection.alias)
    clinical = (model for app in ("intake", "records") for model in apps.get_app_config(app).get_models())
    return {model.__name__: _mark(model) for model in clinical if model.__name__ not in OF_THE_DESK}


def _mark(model: type[models.Model]) -> int:
    fields = list(_fields(model))
    rows = list(model._base_manager.all()) if fields else []
    for row in rows:
        values = {field.attname: _marked(getattr(row, field.attname)) for field in fields}
        models.QuerySet(model).filter(pk=row.pk).update(**values)
    return len(rows)


def _fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.TextField | models.JSONField)
        is_words = isinstance(field, models.CharField) and (field.max_length or 0) >= LONG
        if (is_text or is_words) and not field.choices and not field.unique:
            yield field


def _marked(value: object) -> object:
    if isinstance(value, str):
        return f"{value} {MARK}"[-2000:] if value else value
    if isinstance(value, dict):
        return {**value, MARK: MARK}
    is_words = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    return [*value, MARK] if is_words else value
