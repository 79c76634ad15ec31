"""The way from the manager's screens to bringing patients from another system."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


def _to_import(_request: HttpRequest) -> HttpResponse:
    return redirect("import_list")


admin.site.add_page(
    "import", _("Bring your patients"), "practice.import_patients", _to_import, section=_("Patients")
)
