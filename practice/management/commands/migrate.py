"""`manage.py migrate`, with the frozen rows in mind."""

from django.core.management.commands import migrate

from practice.triggers import drop_triggers, install_triggers


class Command(migrate.Command):
    """Django's own, without triggers while tables are rebuilt; they come back even when it fails."""

    def handle(self, *args: object, **options: object) -> None:
        using = options["database"]
        if not _only_looks(options):
            drop_triggers(using)
        try:
            super().handle(*args, **options)
        finally:
            install_triggers(using)


def _only_looks(options: dict[str, object]) -> bool:
    return any(options.get(name) for name in ("plan", "check_unapplied"))
