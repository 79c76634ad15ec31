"""What every screen here does: note each write in the log, and show earlier versions."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import ModelChange
from simple_history.template_utils import HistoricalRecordContextHelper

from practice import audit

SECRET_FIELDS = {"bsn", "bsn_digest"}


class StrictAdmin(admin.ModelAdmin):
    """Filters by what the page offers, in `filters`, and by nothing else an address may ask for."""

    actions = None
    filters: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup in self.filters


class AuditedAdmin(StrictAdmin):
    """Notes additions, changes and deletions in the log, with the names of the changed fields."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        audit.record("admin.added", by=request.user, subject=obj, label=str(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        changed = [name for entry in message for name in entry.get("changed", {}).get("fields", [])]
        audit.record("admin.changed", by=request.user, subject=obj, label=str(obj), changed=changed)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> Any:
        for obj in queryset:
            audit.record("admin.deleted", by=request.user, subject=obj, label=str(obj))
        return super().log_deletions(request, queryset)


class _Masked(HistoricalRecordContextHelper):
    def format_delta_change(self, change: ModelChange) -> ModelChange:
        shown = super().format_delta_change(change)
        if change.field in SECRET_FIELDS:
            shown = ModelChange(field=shown.field, old="•••", new="•••")
        return shown


class VersionedAdmin(SimpleHistoryAdmin):
    """Shows who changed what in a row; never turns it back."""

    object_history_list_template = "admin/versions.html"
    object_history_form_template = "admin/version.html"

    def history_view_title(self, request: HttpRequest, obj: Model) -> str:
        return _("Versions of %(name)s") % {"name": obj}

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        return _Masked(self.model, historical_record)

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_change_history_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, **kwargs: object
    ) -> HttpResponse:
        """One version, to read. A POST here would put the old version back, so it is refused."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return super().history_form_view(request, object_id, version_id, **kwargs)


class ReadOnlyAdmin(StrictAdmin):
    """To be looked at only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
