"""The log, for the manager: by patient, person, role, action and period. Looking at it is noted too."""

import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from practice import audit, names
from practice.admin_site import OWN_APPS
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
BASES = {
    audit.TREATMENT: _("treatment relation"),
    audit.RECEPTION: _("task at the desk"),
    audit.MANAGEMENT: _("management"),
    audit.OWN_DATA: _("own data"),
    audit.SYSTEM: _("the system itself"),
}

# The manager reads no clinical content, so verbs that tell what came out read as one that does not.
NEUTRAL = {
    "intake.emergency_shown": "intake.page_saved",
    "intake.emergency_confirmed": "intake.page_saved",
    "alert.raised": "intake.page_saved",
    "alert.read": "intake.read",
    "alert.attempted": "screening.saved",
    "alert.answered": "screening.saved",
    "consent.refused": "consent.given",
    "consent.withdrawn": "consent.given",
}
# The system does nothing else to an intake, so under any name this line tells; the manager does not get it.
LEFT_OUT = ("alert.reminded",)
NEUTRAL_SENTENCES = {
    "intake.page_saved": _("noted something in the intake"),
    "consent.given": _("recorded a decision on the plan"),
}
SENTENCES = {
    verb: NEUTRAL_SENTENCES.get(verb, sentence)
    for verb, (sentence, _letter) in audit.VERBS.items()
    if verb not in NEUTRAL and verb not in LEFT_OUT
}
CLINICAL_APPS = ("intake", "records")


def is_clinical(subject_type: str) -> bool:
    """True for data whose fields a manager does not even know the names of."""
    return any(subject_type in apps.all_models[app] for app in CLINICAL_APPS)


def kind_of_data(subject_type: str) -> object:
    """What kind of data a line is about, in the language of the page."""
    models = (apps.all_models[app].get(subject_type) for app in OWN_APPS)
    return next((model._meta.verbose_name for model in models if model), subject_type)


def _told_as(verb: str) -> list[str]:
    """The verbs that read as this one."""
    return [verb, *(told for told, as_ in NEUTRAL.items() if as_ == verb)]


class LogFilter(admin.ListFilter):
    """One form: from one day up to and including another, whose role, which action."""

    title = _("log")
    template = "admin/log_filter.html"
    parameters = ("from", "until", "role", "verb")

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
        """What the template needs: the present choice, what there is to choose, the search to keep."""
        return [
            {
                "chosen": self.used_parameters,
                "roles": ROLES,
                "verbs": list(SENTENCES.items()),
                "search": changelist.query,
            }
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """A date that is none leaves its end open; a role or an action nobody knows is left out."""
        role, verb = self.used_parameters.get("role"), self.used_parameters.get("verb")
        wanted = {
            "at__date__gte": self._day("from"),
            "at__date__lte": self._day("until"),
            "actor_role": role if role in dict(ROLES) else None,
            "verb__in": _told_as(verb) if verb in SENTENCES else None,
        }
        return queryset.filter(**{lookup: value for lookup, value in wanted.items() if value})

    def _day(self, name: str) -> datetime.date | None:
        try:
            return parse_date(self.used_parameters.get(name, ""))
        except ValueError:
            return None


@admin.register(AuditEvent)
class LogAdmin(ReadOnlyAdmin):
    list_display = ["at", "who", "sentence", "patient", "data", "ground", "address"]
    list_display_links = ["at"]
    list_select_related = ["patient"]
    list_filter = [LogFilter]
    filters = LogFilter.parameters
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["actor_name"]  # only so that the search box is there; see get_search_results
    search_help_text = _("Patient number, or part of the name of a patient or of somebody who works here.")
    fields = ["at", "who", "sentence", "patient", "data", "ground", "changed", "address"]
    readonly_fields = fields

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, event: AuditEvent) -> str:
        return f"{event.actor_name} ({dict(ROLES).get(event.actor_role, event.actor_role)})"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).exclude(verb__in=LEFT_OUT)

    @admin.display(description=_("action"))  # not to sort by: that would tell neutral lines apart
    def sentence(self, event: AuditEvent) -> str:
        verb = NEUTRAL.get(event.verb, event.verb)
        letter = audit.VERBS[verb][1] if verb in audit.VERBS else "?"
        return f"{SENTENCES.get(verb, verb)} [{letter}]"

    @admin.display(description=_("data"))
    def data(self, event: AuditEvent) -> str:
        kind = str(kind_of_data(event.subject_type))
        number = event.subject_id if event.subject_id != event.subject_label else ""
        return " ".join(filter(None, [kind, number, event.subject_label]))

    @admin.display(description=_("basis"), ordering="basis")
    def ground(self, event: AuditEvent) -> object:
        return BASES.get(event.basis, event.basis)

    @admin.display(description=_("changed fields"))
    def changed(self, event: AuditEvent) -> str:
        return "-" if is_clinical(event.subject_type) else ", ".join(event.changed_fields) or "-"

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
