"""Start-up of the practice app: triggers after each migrate, sign-ins into the log."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WervelAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our site in it."""

    default = False
    default_site = "practice.admin_site.WervelAdminSite"


class PracticeConfig(AppConfig):
    name = "practice"
    default = True
    verbose_name = _("Practice")

    def ready(self) -> None:
        # Models and their log exist only once all apps are loaded, hence the imports here.
        from practice import idle, sign_in
        from practice.triggers import install_triggers

        post_migrate.connect(install_triggers)
        user_logged_in.connect(sign_in.note_sign_in)
        user_logged_in.connect(idle.begin)
        user_logged_out.connect(sign_in.note_sign_out)
        user_login_failed.connect(sign_in.note_failed_sign_in)
