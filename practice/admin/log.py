"""The log, for the manager: by patient, person, role, action and period. Looking at it is noted too."""

import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from practice import audit, names
from practice.models import AuditEvent

from .base import ReadOnlyAdmin

ROLES = [
    ("receptionist", _("receptionist")),
    ("therapist", _("therapist")),
    ("manager", _("manager")),
    ("technical", _("technical")),
    ("patient", _("patient")),
    ("system", _("the system itself")),
]


class PeriodFilter(admin.ListFilter):
    """From one day up to and including another."""

    title = _("period")
    template = "admin/period_filter.html"
    parameters = ("from", "until")

    def __init__(
        self, request: HttpRequest, params: dict, model: type, model_admin: admin.ModelAdmin
    ) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.parameters:
            values = params.pop(name, None)
            if values and values[-1]:
                self.used_parameters[name] = values[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return list(self.parameters)

    def choices(self, changelist: ChangeList) -> list[dict[str, Any]]:
        """What the template needs: the two dates, and the rest of the query to keep."""
        kept = [
            (name, value)
            for name, values in changelist.filter_params.items()
            if name not in self.parameters
            for value in values
        ]
        if changelist.query:
            kept.append(("q", changelist.query))
        return [{"kept": kept, **{name: self.used_parameters.get(name, "") for name in self.parameters}}]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """A date that is none leaves its end open."""
        first, last = (self._day(name) for name in self.parameters)
        if first:
            queryset = queryset.filter(at__date__gte=first)
        if last:
            queryset = queryset.filter(at__date__lte=last)
        return queryset

    def _day(self, name: str) -> datetime.date | None:
        try:
            return parse_date(self.used_parameters.get(name, ""))
        except ValueError:
            return None


class VerbFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, object]]:
        return [(verb, sentence) for verb, (sentence, _letter) in audit.VERBS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class RoleFilter(admin.SimpleListFilter):
    title = _("role at that time")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, object]]:
        return ROLES

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(actor_role=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class LogAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "sentence", "patient", "data", "basis", "address"]
    list_display_links = ["at"]
    list_select_related = ["patient"]
    list_filter = [PeriodFilter, RoleFilter, VerbFilter]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["actor_name"]  # only so that the search box is there; see get_search_results
    search_help_text = _("Patient number, or part of the name of a patient or of somebody who works here.")
    fields = ["at", "who", "sentence", "patient", "data", "basis", "changed", "address"]
    readonly_fields = fields

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, event: AuditEvent) -> str:
        return f"{event.actor_name} ({dict(ROLES).get(event.actor_role, event.actor_role)})"

    @admin.display(description=_("action"), ordering="verb")
    def sentence(self, event: AuditEvent) -> str:
        sentence, letter = audit.VERBS.get(event.verb, (event.verb, "?"))
        return f"{sentence} [{letter}]"

    @admin.display(description=_("data"))
    def data(self, event: AuditEvent) -> str:
        return " ".join(filter(None, [event.subject_type, event.subject_id, event.subject_label]))

    @admin.display(description=_("changed fields"))
    def changed(self, event: AuditEvent) -> str:
        return ", ".join(event.changed_fields) or "-"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Every word has to be in the patient's name or the actor's; a number is a patient number."""
        for word in search_term.replace("\x00", "").split():
            found = Q(patient__search_name__contains=names.plain(word)) | Q(actor_name__icontains=word)
            if word.isdecimal() and len(word) < 10:
                found |= Q(patient__number=int(word))
            queryset = queryset.filter(found)
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        audit.record("audit.read", by=request.user, label=request.GET.urlencode())
        return super().changelist_view(request, extra_context)
