"""General practitioners, and the versions of patients' registration data."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from practice import audit
from practice.models import GeneralPractitioner, Patient

from .base import AuditedAdmin, ReadOnlyAdmin, VersionedAdmin


@admin.register(GeneralPractitioner)
class GeneralPractitionerAdmin(AuditedAdmin, VersionedAdmin):
    list_display = ["name", "practice_name", "city", "phone", "email"]
    search_fields = ["name", "practice_name", "city", "agb_code"]


@admin.register(Patient)
class PatientVersionsAdmin(ReadOnlyAdmin, VersionedAdmin):
    """Who changed which registration data; each look is noted in the log."""

    list_display = ["number", "sort_name", "birth_date", "registered_at", "registered_by"]
    list_select_related = ["registered_by"]
    search_fields = ["number__iexact", "search_name"]
    search_help_text = _("Patient number, or part of the name.")
    exclude = ["bsn", "bsn_digest", "search_name"]
    readonly_fields = ["bsn_masked"]

    @admin.display(description=_("name"), ordering="search_name")
    def sort_name(self, patient: Patient) -> str:
        return patient.sort_name

    @admin.display(description=_("BSN"))
    def bsn_masked(self, patient: Patient) -> str:
        return patient.bsn_masked

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("practice.view_patienthistory")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        audit.record("admin.read", by=request.user, label=str(self.opts.verbose_name_plural))
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        return redirect("admin:practice_patient_history", object_id)

    def get_history_queryset(
        self, request: HttpRequest, history_manager: object, pk_name: str, object_id: str
    ) -> QuerySet:
        self._note(request, object_id)
        return super().get_history_queryset(request, history_manager, pk_name, object_id)

    def history_form_view(
        self, request: HttpRequest, object_id: str, *args: str, **kwargs: object
    ) -> HttpResponse:
        response = super().history_form_view(request, object_id, *args, **kwargs)
        self._note(request, object_id)
        return response

    def _note(self, request: HttpRequest, object_id: str) -> None:
        patient = self.get_object(request, object_id)
        if patient is not None and self.has_view_permission(request):
            audit.record(
                "admin.read", by=request.user, patient=patient, subject=patient, label=f"{patient.number}"
            )
