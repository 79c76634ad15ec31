"""The words of the mails to patients, in the manager's hands: with a preview, and a way back to ours."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practice import actions
from practice.forms.message_text import MessageTextForm
from practice.mail_texts import LETTERS, PLACEHOLDERS, made_up, our_words, write_in
from practice.models import MessageKind, MessageText

from .base import StrictAdmin

# The pages allow no style on an element; only mail needs it.
STYLES = re.compile(r' style="[^"]*"')


@admin.register(MessageText)
class MessageTextAdmin(StrictAdmin):
    """Screens of its own instead of Django's: a row exists only once somebody changed the words."""

    def get_urls(self) -> list:
        def page(address: str, view: Callable, name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(self._guarded(view)), name=name)

        one = "<slug:kind>/<slug:language>/"
        return [
            page("", self.texts, "practice_messagetext_changelist"),
            page(one, self.text, "message_text"),
            page(f"{one}preview/", self.preview, "message_text_preview"),
            page(f"{one}restore/", self.restore, "message_text_restore"),
        ]

    def _guarded(self, view: Callable) -> Callable:
        def page(request: HttpRequest, **kwargs: str) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, **kwargs)

        return page

    def texts(self, request: HttpRequest) -> HttpResponse:
        """Every kind of mail in both languages, and whose words go out."""
        own = {(text.kind, text.language): text for text in MessageText.objects.in_use()}
        rows = [
            self._row(own.get((kind, language)), kind, language, name)
            for kind in LETTERS
            for language, name in settings.LANGUAGES
        ]
        return self._page(request, "message_texts", _("Texts of mails"), {"rows": rows})

    def _row(self, own: MessageText | None, kind: str, language: str, name: object) -> dict[str, object]:
        subject = own.subject if own else our_words(kind, language)[0]
        about = {"kind": kind, "label": MessageKind(kind).label, "language": language, "name": name}
        return {**about, "own": own, "subject": subject}

    def text(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """The words of one mail, to change."""
        stored, form = self._opened(request, kind, language)
        if not form.is_valid():
            return self._edit(request, kind, language, stored, form)
        try:
            actions.change_text(kind=kind, language=language, **form.cleaned_data, by=request.user)
        except actions.StaleTextError as conflict:
            return self._conflict(request, conflict.newer, form)
        messages.success(request, _("From now on this mail goes out in these words."))
        return redirect("admin:practice_messagetext_changelist")

    def preview(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """The mail as a patient would get it, with made-up data; nothing is stored."""
        stored, form = self._opened(request, kind, language)
        if request.method != "POST":
            return redirect("admin:message_text", kind, language)
        context: dict[str, object] = {}
        if form.is_valid():
            words = (form.cleaned_data["subject"], form.cleaned_data["body"])
            with translation.override(language):
                shown, sent = (write_in(kind, made_up(), words, layout) for layout in ("bare", "base"))
            context = {"preview": sent, "preview_html": _without_styles(shown.html)}
        return self._edit(request, kind, language, stored, form, **context)

    def restore(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """Back to our own words."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        _stored, form = self._opened(request, kind, language)
        form.is_valid()
        version = form.cleaned_data.get("version", 0)
        try:
            actions.restore_text(kind=kind, language=language, version=version, by=request.user)
        except actions.StaleTextError as conflict:
            return self._conflict(request, conflict.newer, form)
        messages.success(request, _("From now on this mail goes out in our own words."))
        return redirect("admin:practice_messagetext_changelist")

    def _opened(
        self, request: HttpRequest, kind: str, language: str
    ) -> tuple[MessageText | None, MessageTextForm]:
        if kind not in LETTERS or language not in dict(settings.LANGUAGES):
            raise Http404
        stored = MessageText.objects.filter(kind=kind, language=language).first()
        subject, body = (stored.subject, stored.body) if stored and stored.body else our_words(kind, language)
        initial = {"subject": subject, "body": body, "version": stored.version if stored else 0}
        data = request.POST if request.method == "POST" else None
        return stored, MessageTextForm(data, kind=kind, initial=initial)

    def _conflict(self, request: HttpRequest, newer: MessageText, form: MessageTextForm) -> HttpResponse:
        """What was typed stays; saving once more, now knowing of the newer words, goes over them."""
        form.data = form.data.copy()
        form.data["version"] = newer.version
        return self._edit(request, newer.kind, newer.language, newer, form, newer=newer)

    def _edit(
        self,
        request: HttpRequest,
        kind: str,
        language: str,
        stored: MessageText | None,
        form: MessageTextForm,
        **more: object,
    ) -> HttpResponse:
        letter = LETTERS[kind]
        context = {
            "kind": kind,
            "language": language,
            "form": form,
            "is_own": bool(stored and stored.body),
            "label": MessageKind(kind).label,
            "language_name": dict(settings.LANGUAGES)[language],
            "placeholders": [
                (f"{{{name}}}", told, name in letter.must)
                for name, told in PLACEHOLDERS.items()
                if name in letter.may
            ],
        }
        title = f"{capfirst(MessageKind(kind).label)}, {context['language_name']}"
        return self._page(request, "message_text", title, {**context, **more})

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, object]
    ) -> HttpResponse:
        shell = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/{template}.html", {**shell, **context})


def _without_styles(html: str) -> SafeString:
    return mark_safe(STYLES.sub("", html))
