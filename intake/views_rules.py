"""The rules of the clinical content: read them in words, judge them, and see what a version changes."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from intake import actions, change_rows, rule_cards
from intake.approvals import RulesState, approved_before, state_of
from intake.forms_rules import RuleFilterForm, RulesForm
from intake.questionnaire import versions
from intake.rule_cards import APPROVED, OPEN, REJECTED, Card
from practice.methods import reads_or_writes

PAGE_SIZE = 15
REVIEW = "intake.review_rules"
may_read = permission_required("intake.view_content", raise_exception=True)
may_review = permission_required(REVIEW, raise_exception=True)


@require_safe
@may_read
def rules(request: HttpRequest) -> HttpResponse:
    """The newest version: the one to judge."""
    return redirect("rules_of", versions()[-1])


@reads_or_writes
@may_read
def rules_of(request: HttpRequest, version: int) -> HttpResponse:
    """The rules of one version, some pages of them; a POST holds decisions on the rules of a page."""
    chosen, cards = _chosen(version), rule_cards.cards(_chosen(version))
    if request.method == "POST":
        return _judge(request, chosen, cards)
    page = Paginator(rule_cards.keep(cards, _filters(request).told), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    seen = max((card.decision.pk for card in cards if card.decision), default=0)
    form = RulesForm(rules=[card.rule.id for card in page.object_list], initial={"seen": seen})
    return _list(request, chosen, cards, page.object_list, form, page_obj=page)


def _judge(request: HttpRequest, version: str, cards: list[Card]) -> HttpResponse:
    if not request.user.has_perm(REVIEW):
        raise PermissionDenied
    form = RulesForm.posted(request.POST, version)
    done = form.is_valid() and _decide(request, version, form)
    if done:
        return done
    shown = [card for card in cards if card.rule.id in form.rules]
    return _list(request, version, cards, shown, form)


def _decide(request: HttpRequest, version: str, form: RulesForm) -> HttpResponse | None:
    """Record and go on; None, with what a colleague decided on the form, when that is in the way."""
    seen = form.cleaned_data["seen"] or 0
    try:
        made = actions.decide_rules(version=version, decisions=form.decisions, seen=seen, by=request.user)
    except actions.OvertakenError as error:
        form.overtaken(error.newer)
        return None
    if made:
        said = ngettext("One decision is saved.", "%(count)s decisions are saved.", len(made))
        messages.success(request, said % {"count": len(made)})
    else:
        messages.info(request, _("Nothing was chosen, so nothing was saved."))
    return redirect(_onward(request))


def _onward(request: HttpRequest) -> str:
    """The same list again: where rules leave it when they are judged, its first page."""
    query = request.GET.copy()
    if query.get("state") in (OPEN, APPROVED, REJECTED):
        query.pop("page", None)
    elif request.POST.get("go", "").isdecimal():
        query["page"] = request.POST["go"]
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _list(
    request: HttpRequest, version: str, cards: list[Card], shown: list[Card], form: RulesForm, **extra: object
) -> HttpResponse:
    context = {
        **_frame(version, rule_cards.state_from(cards, version)),
        "filters": _filters(request),
        "form": form,
        "found": len(rule_cards.keep(cards, _filters(request).told)),
        "unchanged": sum(card.unchanged is not None for card in cards),
        "shown": [(card, form.item(card.rule.id)) for card in shown],
        **extra,
    }
    return render(request, "intake/rules/list.html", context)


@require_safe
@may_read
def rules_print(request: HttpRequest, version: int) -> HttpResponse:
    """Every rule that fits the filters, on paper."""
    chosen = _chosen(version)
    cards, filters = rule_cards.cards(chosen), _filters(request)
    shown = rule_cards.keep(cards, filters.told)
    context = {
        **_frame(chosen, rule_cards.state_from(cards, chosen)),
        "shown": shown,
        "terms": rule_cards.terms_of(shown),
        "is_part": len(shown) < len(cards),
    }
    return render(request, "intake/rules/print.html", context)


@require_safe
@may_read
def rules_changes(request: HttpRequest, version: int) -> HttpResponse:
    """What this version changes in the one before, both side by side."""
    chosen = _chosen(version)
    old = rule_cards.before(chosen)
    context = {
        **_frame(chosen, state_of(chosen)),
        "groups": change_rows.groups(old, chosen) if old else [],
    }
    return render(request, "intake/rules/changes.html", context)


@reads_or_writes
@may_review
def rules_unchanged(request: HttpRequest, version: int) -> HttpResponse:
    """The rules that were approved in an earlier version and read the same; a POST approves them together."""
    chosen = _chosen(version)
    if request.method == "POST":
        told = request.POST.getlist("rule")
        made = actions.approve_unchanged(version=chosen, rules=told, by=request.user)
        said = ngettext("One rule is approved.", "%(count)s rules are approved.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect("rules_of", version)
    holding = approved_before(chosen)
    cards = [card for card in rule_cards.cards(chosen) if card.rule.id in holding]
    context = {**_frame(chosen, state_of(chosen)), "shown": cards}
    return render(request, "intake/rules/unchanged.html", context)


def _chosen(version: int) -> str:
    if str(version) not in versions():
        raise Http404
    return str(version)


def _filters(request: HttpRequest) -> RuleFilterForm:
    return RuleFilterForm(request.GET)


def _frame(version: str, state: RulesState) -> dict[str, object]:
    """What every page of a version shows at its head."""
    return {
        "version": version,
        "versions": versions(),
        "before": rule_cards.before(version),
        "state": state,
    }
