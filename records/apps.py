"""Start-up of the records app: broken content stops `manage.py check`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        # Registers the checks; they may be imported only once the apps are loaded.
        from records import checks, checks_instruments  # noqa: F401
