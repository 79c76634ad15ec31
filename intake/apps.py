"""Start-up of the intake app: broken clinical content stops `manage.py check`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        # Registers the checks; they may be imported only once the apps are loaded.
        from intake import checks  # noqa: F401
