"""The admin site: entered by role, through the same sign-in as everything else."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

CONTENT = _("Clinical content")
OWN_APPS = {"practice", "intake", "records"}
# Parts of Django's addresses that hold the number of a row.
NUMBERS = {"object_id", "content_type_id", "id"}


def _refuse_nonsense(request: HttpRequest, numbers: list[object]) -> None:
    """No row has a number like that, and no database takes a NUL; Django would pass both on."""
    if not all(_is_number_of_a_row(str(number)) for number in numbers):
        raise Http404
    if "\x00" in unquote_plus(request.META.get("QUERY_STRING", "")):
        raise BadRequest


def _is_number_of_a_row(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) < 2**63


@dataclass(frozen=True)
class Page:
    """A page without a model, in a section of the list the manager starts from."""

    name: str
    title: object
    permission: str
    view: Callable
    section: object

    @property
    def listed(self) -> dict[str, object]:
        address = reverse(f"admin:{self.name}")
        return {"name": self.title, "object_name": self.name, "admin_url": address, "view_only": True}


class WervelAdminSite(AdminSite):
    site_header = site_title = "Wervel"
    index_title = _("Manage the practice")
    site_url = None
    enable_nav_sidebar = False
    final_catch_all_view = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._pages: list[Page] = []

    def add_page(
        self, name: str, title: object, permission: str, view: Callable, *, section: object = CONTENT
    ) -> None:
        """Add a page without a model: `name` is its address and URL name, `permission` who may open it."""

        def guarded(request: HttpRequest) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request)

        self._pages.append(Page(name, title, permission, guarded, section))

    def register(self, models: type[Model] | list[type[Model]], *args: object, **options: object) -> None:
        """Only models of our own: admin screens of other packages would write past the log."""
        listed = [models] if isinstance(models, type) else models
        ours = [model for model in listed if model._meta.app_label in OWN_APPS]
        super().register(ours, *args, **options)

    def get_urls(self) -> list:
        pages = [path(f"{page.name}/", self.admin_view(page.view), name=page.name) for page in self._pages]
        return pages + super().get_urls()

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        open_to = [
            page for page in self._pages if app_label is None and request.user.has_perm(page.permission)
        ]
        for section in dict.fromkeys(page.section for page in open_to):
            models = [page.listed for page in open_to if page.section == section]
            apps.append({"name": section, "app_label": "pages", "app_url": "", "models": models})
        return apps

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm("practice.use_admin")

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Who is signed in and may not be here is refused; Django would ask to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            _refuse_nonsense(request, [*args, *(kwargs[name] for name in NUMBERS & kwargs.keys())])
            return inner(request, *args, **kwargs)

        return guarded

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """No form of its own: on to the one sign-in page, and from there to where one was going."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect("account_change_password")
