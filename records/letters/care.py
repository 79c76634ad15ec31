"""What was found, what it is called, what is aimed at and what is planned."""

from records.examination_page import ReadExamination, ReadLine, ReadRegion
from records.letters.source import Source, items, lines
from records.letters.words import Words, shortened
from records.models import Goal, Measurement, Side, TestResult
from records.remeasured import examined_at

MOST = 8  # findings in a letter; the others stand in the record
TEXT = 320  # characters of one text
NOTE = 120  # characters of a note on one region
URGENT = ("neuro", "vitals")  # regions that a doctor has to know of first


def findings(source: Source) -> str:
    """When it was examined, the conclusion, then what stands out, with values, sides and norms."""
    read, said = source.record.examination, source.said
    if read is None:
        return ""
    row = read.row
    if row.not_needed:
        return said.say("not_examined", reason=shortened(row.not_needed_reason, TEXT))
    known = {one.row.pk: one.row for one in (read, *source.record.examinations_replaced)}
    return lines(
        said.say("examined_on", date=source.day(examined_at(row, known))),
        shortened(row.conclusion, TEXT),
        items(_most(_found(read, said), said)),
        _normal(read.regions, said),
        shortened(row.neurological, TEXT),
    )


def _found(read: ReadExamination, said: Words) -> list[str]:
    """What several results mean together, then nerves and vital signs, then the rest in its order."""
    regions = sorted(read.regions, key=lambda region: not _is_urgent(region))
    found = [sign.text for sign in read.signs]
    for region in regions:
        found += [_item(line, said) for line in region.lines if _tells(line)]
        found += [f"{region.label}: {shortened(text, NOTE)}" for text in _written(region)]
    return found


def _most(found: list[str], said: Words) -> list[str]:
    left = len(found) - MOST
    return [*found[:MOST], said.say("more", count=left)] if left > 0 else found


def _is_urgent(region: ReadRegion) -> bool:
    return any(row.region in URGENT for line in region.lines for row in _rows(line))


def _rows(line: ReadLine) -> list[Measurement]:
    return [row for row in (line.left, line.right) if row]


def _tells(line: ReadLine) -> bool:
    """True of what is not normal, and of what stayed unclear."""
    return line.stands_out or any(row.result == TestResult.UNCLEAR for row in _rows(line))


def _is_undone(line: ReadLine) -> bool:
    return all(row.result == TestResult.NOT_DONE for row in _rows(line))


def _written(region: ReadRegion) -> list[str]:
    """What the therapist wrote about a region besides its tests."""
    row = region.finding
    return [text for text in (row.inspection, row.palpation, row.notes) if text.strip()] if row else []


def _item(line: ReadLine, said: Words) -> str:
    sides = [_side(row, said) for row in _rows(line)]
    kind = f" ({line.kind.lower()})" if line.kind else ""
    norm = f" ({said.say('norm', what=line.norm)})" if line.norm else ""
    remark = f". {line.remark}" if line.remark else ""
    return f"{line.label}{kind}: {', '.join(sides)}{norm}{remark}"


def _side(row: Measurement, said: Words) -> str:
    side = {Side.LEFT: f"{said.say('left')} ", Side.RIGHT: f"{said.say('right')} "}.get(row.side, "")
    noted = ", ".join(filter(None, row.details))
    return f"{side}{row.found}{f' ({noted})' if noted else ''}"


def _normal(regions: list[ReadRegion], said: Words) -> str:
    """Regions in which everything that was done was normal, with what was not done."""
    calm = [_calm(region, said) for region in regions if _is_calm(region)]
    return said.say("normal", what=", ".join(calm)) if calm else ""


def _is_calm(region: ReadRegion) -> bool:
    if any(_tells(line) for line in region.lines) or _written(region):
        return False
    done = any(not _is_undone(line) for line in region.lines)
    return done or bool(region.finding and region.finding.nothing_found)


def _calm(region: ReadRegion, said: Words) -> str:
    left_out = ", ".join(line.label for line in region.lines if _is_undone(line))
    name = region.label.lower()
    return f"{name} ({said.say('not_done', what=left_out)})" if left_out else name


def diagnosis(source: Source) -> str:
    """The physiotherapy diagnosis with its code, grade or profile, and what keeps the complaint going."""
    plan, said = source.record.plan, source.said
    if plan is None:
        return ""
    code = said.say("code", code=plan.dcsph_code, text=plan.dcsph_text) if plan.dcsph_code else ""
    grade, risk = plan.get_neck_grade_display(), plan.get_back_risk_display()
    because = shortened(plan.hypothesis, TEXT)
    return lines(
        plan.diagnosis,
        code,
        said.say("neck_grade", what=grade) if grade else "",
        said.say("back_risk", what=risk) if risk else "",
        said.say("because", what=because) if because else "",
    )


def goals(source: Source) -> str:
    """The main goal first, each with baseline, target and date."""
    plan = source.record.plan
    return items([_goal(goal, source) for goal in plan.goals.all()]) if plan else ""


def _goal(goal: Goal, source: Source) -> str:
    said = source.said
    facts = [
        goal.measure,
        said.say("baseline", what=goal.baseline) if goal.baseline else "",
        said.say("target", what=goal.target) if goal.target else "",
        said.say("by", date=source.day(goal.due_on)) if goal.due_on else "",
    ]
    told = ", ".join(filter(None, facts))
    text = f"{shortened(goal.text, TEXT)}{f' ({told})' if told else ''}"
    return said.say("main", what=text) if goal.is_main else text


def plan(source: Source) -> str:
    """What is going to be done, how often and how long, and what to expect."""
    row, said = source.record.plan, source.said
    if row is None:
        return ""
    done = ", ".join(one.label_in(said.language).lower() for one in row.interventions.all())
    count = row.session_count
    number = said.say("session_planned") if count == 1 else said.say("sessions_planned", count=count)
    amount = ", ".join(filter(None, [number if count else "", row.frequency]))
    expected = shortened(row.expected_course, TEXT)
    return lines(
        f"{done[:1].upper()}{done[1:]}." if done else "",
        f"{amount[:1].upper()}{amount[1:]}." if amount else "",
        said.say("evaluation_on", date=source.day(row.evaluate_on)) if row.evaluate_on else "",
        said.say("expected", what=expected) if expected else "",
    )
