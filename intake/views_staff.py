"""The therapist's pages about an intake: the answers, and the screening."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake import actions
from intake.answer_pages import answer_pages
from intake.conflicts import beside
from intake.evidence import Evidence
from intake.forms_staff import AmendScreeningForm, ScreeningForm, initial_of
from intake.models import Intake, Screening
from intake.pain_drawings import drawing_of
from intake.summary_page import summary_for
from intake.views_rescreening import page_after
from practice.access import get_episode
from practice.methods import reads_or_writes
from practice.models import Episode, Phase
from practice.signing import SignedRecordError, StaleDraftError

may_review = permission_required("intake.review", raise_exception=True)


@require_safe
@permission_required("intake.view_answers", raise_exception=True)
def intake_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers of the last intake as they were asked, page by page."""
    episode = get_episode(request.user, pk, permission="intake.view_answers", note="intake.read")
    evidence = Evidence.of_form(episode)
    context = {
        "episode": episode,
        "heading": _("Intake answers"),
        "evidence": evidence,
        "pages": answer_pages(evidence.intake) if evidence.intake else [],
        "drawing": drawing_of(evidence.intake) if evidence.intake else None,
    }
    return render(request, "intake/staff/answers.html", context)


@reads_or_writes
@may_review
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The conclusion that stands, or the form to reach one; a POST keeps a draft."""
    episode = get_episode(request.user, pk, permission="intake.review")
    evidence, rows = Evidence.of(episode), _rows(episode)
    if request.method == "POST":
        form = _form(request, evidence, rows, final=False)
        done = form.is_valid() and _write(request, form, actions.save_screening, _("Draft saved."))
        return done or _page(request, form)
    if any(row.is_signed for row in rows) or episode.is_closed:
        return _read(request, evidence, rows)
    return _page(request, ScreeningForm(evidence=evidence, initial=initial_of(evidence, _draft(rows))))


@reads_or_writes
@may_review
def screening_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Conclude and sign; what is missing is said on the form, with everything typed kept."""
    episode = get_episode(request.user, pk, permission="intake.review")
    if request.method != "POST":
        return redirect("screening", pk)
    form = _form(request, Evidence.of(episode), _rows(episode), final=True)
    concluded = _("The screening is concluded and signed.")
    done = form.is_valid() and _write(request, form, actions.review_intake, concluded)
    return done or _page(request, form)


@reads_or_writes
@may_review
def screening_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace the conclusion by a new one, with the reason; both stay visible."""
    episode = get_episode(request.user, pk, permission="intake.review")
    return _amend(request, episode, heading=_("Change the screening"))


@reads_or_writes
@may_review
def screening_gp_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the GP reported, or why you go on without: suitable now, or still the GP."""
    episode = get_episode(request.user, pk, permission="intake.review")
    if episode.phase != Phase.GP_ADVISED:
        return redirect("screening", pk)
    return _amend(request, episode, heading=_("Answer of the GP"), asks_gp=True)


def _amend(request: HttpRequest, episode: Episode, *, heading: str, asks_gp: bool = False) -> HttpResponse:
    evidence, rows = Evidence.of(episode), _rows(episode)
    standing = rows[-1] if rows else None
    if standing is None or not standing.is_signed or episode.is_closed:
        return redirect("screening", episode.pk)
    initial, rescreening = initial_of(evidence, standing), _asked_again(evidence, standing)
    if asks_gp or rescreening:  # a new judgement, not a correction of the old one
        initial |= {"conclusion": "", "urgency": "", "reason": "", "all_clear": "", "advice_given": ""}
    if rescreening:
        proposed = initial_of(evidence)
        initial |= {"deviating_signs": "", "patient_reached": False}
        initial |= {name: proposed[name] for name in ("urgency", "advice_given")}
    form = AmendScreeningForm(request.POST or None, evidence=evidence, initial=initial, final=True)
    done = form.is_valid() and _write_amendment(request, form, standing)
    shown = {"heading": heading, "standing": standing, "asks_gp": asks_gp, "rescreening": rescreening}
    return done or _page(request, form, **shown)


def _asked_again(evidence: Evidence, standing: Screening) -> Intake | None:
    """The re-screening that is to be judged; None when the conclusion that stands is about it."""
    newest = evidence.intake
    if newest is None or newest.pk == standing.intake_id:
        return None
    return next((row for row in reversed(evidence.rows) if row.is_rescreening), None)


def _rows(episode: Episode) -> list[Screening]:
    """Every screening of the episode, oldest first; each amends the one before."""
    return list(episode.screenings.select_related("signed_by", "created_by", "intake"))


def _draft(rows: list[Screening]) -> Screening | None:
    return next((row for row in rows if not row.is_signed), None)


def _form(request: HttpRequest, evidence: Evidence, rows: list[Screening], *, final: bool) -> ScreeningForm:
    initial = initial_of(evidence, _draft(rows))
    return ScreeningForm(request.POST, evidence=evidence, initial=initial, final=final)


def _write(
    request: HttpRequest, form: ScreeningForm, action: Callable[..., Screening], done: str
) -> HttpResponse | None:
    """Run the action and lead on; None, with both texts on the form, when a newer draft is in the way."""
    told = {"decisions": form.decisions, "data": form.data_for_action, "by": request.user}
    episode, version = form.evidence.episode, form.cleaned_data["draft_version"]
    try:
        made = action(episode=episode, intake=form.evidence.intake, version=version, **told)
    except StaleDraftError as error:
        _show_both(form, error.newer)
        return None
    except actions.ScreeningError as error:
        messages.error(request, str(error))
        return None
    except SignedRecordError:
        return _overtaken(request, form)
    messages.success(request, done)
    return _onward(made)


def _write_amendment(
    request: HttpRequest, form: AmendScreeningForm, standing: Screening
) -> HttpResponse | None:
    told = {"decisions": form.decisions, "data": form.data_for_action, "by": request.user}
    reason = form.cleaned_data["amend_reason"]
    try:
        made = actions.amend_screening(screening=standing, intake=form.evidence.intake, reason=reason, **told)
    except actions.ScreeningError as error:
        messages.error(request, str(error))
        return None
    except SignedRecordError:
        return _overtaken(request, form)
    messages.success(request, _("The new conclusion is signed; the old one stays visible."))
    return _onward(made)


def _overtaken(request: HttpRequest, form: ScreeningForm) -> HttpResponse:
    """Somebody concluded in the meantime: what was typed, when different, becomes a change of that."""
    messages.error(request, _("Somebody concluded or changed this screening in the meantime. Read it first."))
    standing = _rows(form.evidence.episode)[-1]
    if all(getattr(standing, name) == value for name, value in form.data_for_action.items()):
        return redirect("screening", standing.episode_id)
    typed = AmendScreeningForm(request.POST, evidence=form.evidence, final=True)
    return _page(request, typed, heading=_("Change the screening"), standing=standing)


def _onward(screening: Screening) -> HttpResponse:
    """A draft stays here; "suitable" leads to the history; "contact the GP" to the record.

    After a re-screening the way leads back to what it was asked for.
    """
    if not screening.is_signed:
        return redirect("screening", screening.episode_id)
    if screening.is_suitable and screening.intake and screening.intake.is_rescreening:
        return redirect(page_after(screening.intake), screening.episode_id)
    return redirect("history" if screening.is_suitable else "episode_detail", screening.episode_id)


def _show_both(form: ScreeningForm, newer: Screening) -> None:
    """Lay the newer draft beside what was typed; saving again is then a choice made with open eyes."""
    form.conflict = beside(form, newer, initial_of(form.evidence, newer))
    form.data = form.data.copy()
    form.data["draft_version"] = newer.draft_version


def _page(request: HttpRequest, form: ScreeningForm, **extra: object) -> HttpResponse:
    context = {
        "episode": form.evidence.episode,
        "evidence": form.evidence,
        "summary": summary_for(form.evidence),
        "form": form,
        "heading": _("Screening"),
        **extra,
    }
    return render(request, "intake/staff/screening.html", context)


def _read(request: HttpRequest, evidence: Evidence, rows: list[Screening]) -> HttpResponse:
    context = {
        "episode": evidence.episode,
        "evidence": evidence,
        "heading": _("Screening"),
        "screenings": [row for row in reversed(rows) if row.is_signed],
    }
    return render(request, "intake/staff/screening_read.html", context)
