"""The whole record of an episode on paper, step by step; what is empty is left out."""

from collections.abc import Iterator

from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intake.models import Answer
from practice.models import Episode, User
from practice.signing import SignedRecord
from records import record
from records.examination_page import ReadExamination, ReadLine
from records.letters import decided
from records.letters.chapters import Part, Row, chapter, note_of, rows_of, when
from records.letters.plan_print import approval, heading
from records.letters.words import Words
from records.models import GoalOutcome, Measurement, Session, TreatmentPlan
from records.record import Record
from records.steps import LABELS
from records.versions import Versions

SCREENING = (
    *("all_clear", "pattern", "conclusion", "urgency", "reason", "deviating_signs", "advice_given"),
    *("further_examination", "patient_reached", "may_share_with_gp"),
)
PLAN = (
    *("diagnosis", "dcsph_code", "dcsph_text", "hypothesis", "helping_factors", "hindering_factors"),
    *("icf_functions", "icf_activities", "icf_participation", "icf_personal", "icf_external"),
    *(
        "neck_grade",
        "back_risk",
        "indication",
        "expected_course",
        "session_count",
        "frequency",
        "evaluate_on",
        "evaluate_every_weeks",
    ),
    *("neck_deviation", "explained_what", "explained_why", "explained_risks", "explained_alternatives"),
)
SESSION = (
    *("subjective", "objective", "evaluation", "plan_note", "as_planned", "pain_before", "pain_after"),
    *("adverse_reaction", "adverse_reaction_text", "duration_minutes", "next_step"),
)
EVALUATION = (
    *("goal_result", "result_text", "pain_now", "ending", "ending_reason", "aftercare"),
    *("not_rescreened_reason",),
)


def record_print(episode: Episode, language: str, *, by: User) -> dict[str, object]:
    """The data of the print. The number of queries is fixed."""
    said = Words(language)
    with translation.override(language):
        read = record.read(episode)
        title = said.of_print("record", complaint=episode.get_complaint_display().lower())
        chapters = [
            chapter(said.of_print("episode"), [_about(episode, said)]),
            chapter(LABELS["intake"], _intake(read, said)),
            chapter(LABELS["screening"], _screening(read, said)),
            chapter(LABELS["history"], _versions(read.histories, said, _topics)),
            chapter(LABELS["examination"], _examinations(read, said)),
            chapter(LABELS["plan"], _plans(read, said)),
            chapter(_("Measures"), decided.measures(episode, said)),
            chapter(LABELS["treatment"], _sessions(read, said)),
            chapter(LABELS["closing"], [*_evaluations(read, said), *map(decided.reopened, read.reopenings)]),
            chapter(_("Letters"), [*decided.sharing(episode), *_letters(episode, said)]),
        ]
        head = heading(episode, title, str(by), said)
        return {**head, "chapters": [one for one in chapters if one["parts"]]}


def _about(episode: Episode, said: Words) -> Part:
    gp = episode.patient.general_practitioner
    rows = [
        (said.of_print("therapist"), str(episode.therapist)),
        (said.of_print("complaint"), episode.get_complaint_display()),
        (said.of_print("access"), episode.referred_by or said.say("direct")),
        (said.of_print("since"), when(timezone.localtime(episode.opened_at).date())),
        (said.of_print("gp"), str(gp) if gp else ""),
    ]
    if episode.closed_at:
        rows.append((said.of_print("closed"), when(timezone.localtime(episode.closed_at).date())))
    note = said.of_print("printed", date=when(timezone.now()))
    return Part(note=note, rows=[row for row in rows if row[1]])


def _intake(read: Record, said: Words) -> Iterator[Part]:
    """The questions as they were asked, of the form and of each re-screening, with their answers."""
    forms = [form for form in (read.intake, *read.rescreenings) if form]
    prefetch_related_objects(forms, "answer_rows")
    for form in forms:
        rows = [(row.question_text, _answer(row, said)) for row in form.answer_rows.all() if row.answer_text]
        yield Part(f"{form.get_kind_display().capitalize()}, {when(form.submitted_at)}", rows=rows)


def _answer(row: Answer, said: Words) -> str:
    """The answer, and below it what was asked in the list and is absent."""
    absent = said.of_print("absent", what="; ".join(row.absent)) if row.absent else ""
    return "\n".join(filter(None, [row.answer_text, absent]))


def _screening(read: Record, said: Words) -> Iterator[Part]:
    found = [(one.level_text, one) for one in read.findings]
    rows = [(str(level), _finding(one, said)) for level, one in found]
    yield Part(rows=rows)
    yield from _versions(read.screenings, said, lambda row: rows_of(row, *SCREENING))


def _finding(finding: object, said: Words) -> str:
    decision = finding.decision
    told = [finding.text, finding.answered]
    if decision:
        remark = f": {decision.remark}" if decision.remark else ""
        told.append(f"{decision.get_decision_display()}{remark} ({when(decision.decided_at)})")
    return "\n".join(filter(None, told))


def _topics(row: SignedRecord) -> list[Row]:
    return [(topic["label"], topic["text"]) for topic in row.written_topics]


def _versions(versions: Versions, said: Words, rows: object) -> Iterator[Part]:
    """What stands, then what it replaced."""
    if versions.standing:
        yield Part(note=note_of(versions.standing, said), rows=rows(versions.standing))
    for row in versions.replaced:
        yield Part(said.of_print("replaced"), note=note_of(row, said), rows=rows(row))


def _examinations(read: Record, said: Words) -> Iterator[Part]:
    for done in filter(None, [read.examination, *read.examinations_replaced]):
        yield Part(note=note_of(done.row, said), rows=_general(done))
        for region in done.regions:
            notes = (
                rows_of(region.finding, "nothing_found", "inspection", "palpation", "notes")
                if region.finding
                else []
            )
            yield Part(
                region.label, rows=[*_without_no(notes), *(_measured(line, said) for line in region.lines)]
            )
        if done.neck:
            names = [
                field.name
                for field in done.neck._meta.concrete_fields
                if field.name not in ("id", "examination")
            ]
            yield Part(str(done.neck), rows=rows_of(done.neck, *names))


def _general(done: ReadExamination) -> list[Row]:
    row = done.row
    rows = rows_of(row, "not_needed_reason", "general_observation", "neurological", "conclusion")
    return rows + [(_("Note"), sign.text) for sign in done.signs]


def _without_no(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[1] != _("No")]


def _measured(line: ReadLine, said: Words) -> Row:
    sides = [_side(row, said) for row in (line.left, line.right) if row]
    norm = f" ({said.say('norm', what=line.norm)})" if line.norm else ""
    name = f"{line.label} ({line.kind.lower()})" if line.kind else line.label
    return name, f"{', '.join(sides)}{norm}{f'. {line.remark}' if line.remark else ''}"


def _side(row: Measurement, said: Words) -> str:
    side = {"L": f"{said.say('left')} ", "R": f"{said.say('right')} "}.get(row.side, "")
    noted = ", ".join(filter(None, row.details))
    return f"{side}{row.found}{f' ({noted})' if noted else ''}"


def _plans(read: Record, said: Words) -> Iterator[Part]:
    for plan in filter(None, [read.plan, *read.plans_replaced]):
        title = said.of_print("plan_version", version=plan.version)
        yield Part(
            title, note=note_of(plan, said), rows=[*rows_of(plan, *PLAN), *_goals(plan), *_planned(plan)]
        )
        if plan.standing:
            yield approval(plan.standing, said)


def _goals(plan: TreatmentPlan) -> list[Row]:
    found = []
    for goal in plan.goals.all():
        measured = [(_("Measured by"), goal.instrument_name)] if goal.instrument else []
        facts = [
            *rows_of(goal, "icf_level"),
            *measured,
            *rows_of(goal, "measure", "baseline", "target", "due_on"),
        ]
        told = "; ".join(f"{name}: {value}" for name, value in facts)
        name = _("Main goal") if goal.is_main else _("Sub-goal")
        found.append((name, f"{goal.text}\n{told}".strip()))
    return found


def _planned(plan: TreatmentPlan) -> list[Row]:
    """Each intervention with its detail, and below it what was told of it where that stands with it."""
    rows = plan.interventions.all()
    told = []
    for one in rows:
        told.append(f"- {one.label}{f': {one.detail}' if one.detail else ''}")
        told += filter(None, [one.what, one.why, one.risks, one.alternatives])
    return [(_("Interventions"), "\n".join(told))] if told else []


def _sessions(read: Record, said: Words) -> Iterator[Part]:
    """Oldest first; a replaced one stands below the one that replaced it."""
    for one in reversed(read.sessions):
        yield _session(one.session, when(one.session.held_at), said)
        for row in one.replaced:
            yield _session(row, said.of_print("replaced"), said)


def _session(row: Session, title: str, said: Words) -> Part:
    done = [f"- {one.label}{f': {one.dose}' if one.dose else ''}" for one in row.interventions.all()]
    rows = _without_no(rows_of(row, *SESSION))
    if done:
        rows.append((_("Interventions"), "\n".join(done)))
    return Part(title, note=note_of(row, said), rows=rows)


def _evaluations(read: Record, said: Words) -> Iterator[Part]:
    for one in reversed(read.evaluations):
        for row in (one.evaluation, *one.replaced):
            title = when(row.signed_at) if row is one.evaluation else said.of_print("replaced")
            goals = [(found.goal.text, _outcome(found)) for found in row.goal_outcomes.all()]
            yield Part(title, note=note_of(row, said), rows=[*rows_of(row, *EVALUATION), *goals])


def _outcome(found: GoalOutcome) -> str:
    told = (found.get_result_display(), found.value, found.remark)
    return ", ".join(str(one) for one in told if one) or "–"


def _letters(episode: Episode, said: Words) -> Iterator[Part]:
    """As they were signed; of the BSN only the last digits, as everywhere in the print."""
    bsn, masked = episode.patient.bsn or "", episode.patient.bsn_masked
    signed = episode.letters.signed().select_related("signed_by").prefetch_related("dispatches")
    signed = signed.defer(None).defer("pdf")  # what was read before had left out the text too
    for row in signed:
        sent = [
            f"{when(one.sent_at)}: {one.receiver}, {one.get_how_display()}" for one in row.dispatches.all()
        ]
        rows = [*rows_of(row, "receiver_name", "subject"), (_("Sent"), "\n".join(sent))]
        yield Part(
            row.get_kind_display().capitalize(),
            note_of(row, said),
            row.plain_text.replace(bsn, masked) if bsn else row.plain_text,
            [one for one in rows if one[1]],
        )
