"""Who may import whom: records → intake → practice, never upward; rooms inside an app keep apart."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
APPS = ("practice", "intake", "records")  # lowest first
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
# Plain data only: these modules know no Django, no clock and no database.
PLAIN = {
    "practice.likeness",
    "practice.day_grid",
    "practice.day_words",
    "practice.initials",
    "practice.names",
    "practice.reasons",
    "practice.sounds",
    "practice.slips",
    "intake.answers",
    "intake.chart",
    "intake.conditions",
    "intake.content_changes",
    "intake.drawings",
    "intake.paragraph",
    "intake.question",
    "intake.questionnaire",
    "intake.possible",
    "intake.satisfy",
    "intake.screening",
    "intake.side_by_side",
    "intake.summary",
    "intake.summary_words",
    "intake.wording",
    "records.charts",
    "records.appointments",
    "records.course",
    "records.digests",
    "records.examination_set",
    "records.examination_signs",
    "records.movements",
    "records.palpation",
    "records.rhythm",
    "records.history_lines",
    "records.norm",
    "records.instruments",
    "records.measures_due",
    "records.plan_changes",
    "records.letters.plain",
    "records.letters.present",
    "records.letters.render",
    "records.letters.words",
    "records.signatures",
    "records.told",
}
# Room of a module: the first part of its path that names one ("views_staff" is a view).
ROOMS = ("views", "forms", "actions", "models", "admin", "management", "urls", "apps")
FORBIDDEN = {
    "forms": ("actions", "views", "audit", "access"),
    "actions": ("forms", "views"),
    "models": ("actions", "forms", "views", "audit", "access"),
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return next((room for part in module.split(".")[1:] for room in ROOMS if part.startswith(room)), "")


def imports(path: Path, tree: ast.AST) -> Iterator[str]:
    """Every module this file imports, relative ones resolved; of `from a import b` also a.b."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join(filter(None, [*above, node.module]))
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def parsed() -> Iterator[tuple[Path, ast.AST]]:
    return ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES)


def test_no_app_imports_one_above_it():
    upward = [
        f"{name_of(path)} imports {found}"
        for path, tree in parsed()
        for found in imports(path, tree)
        if found.split(".")[0] in APPS
        and APPS.index(found.split(".")[0]) > APPS.index(name_of(path).split(".")[0])
    ]
    assert upward == []


def test_rooms_inside_an_app_keep_apart():
    crossed = [
        f"{name_of(path)} imports {found}"
        for path, tree in parsed()
        for found in imports(path, tree)
        if found.split(".")[0] in APPS
        for forbidden in FORBIDDEN.get(room_of(name_of(path)), ())
        if any(part.startswith(forbidden) for part in found.split(".")[1:2])
    ]
    assert crossed == []


def test_plain_modules_know_no_django():
    touched = [
        f"{name_of(path)} imports {found}"
        for path, tree in parsed()
        if name_of(path) in PLAIN
        for found in imports(path, tree)
        if found.split(".")[0] == "django" or (found.split(".")[0] in APPS and room_of(found))
    ]
    assert touched == []


def test_nothing_is_imported_inside_a_function():
    """Except where apps start: models exist only once all apps are loaded."""
    hidden = [
        f"{name_of(path)}.{function.name}"
        for path, tree in parsed()
        if path.name != "apps.py"
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert hidden == []


WRITES = {
    "save",
    "delete",
    "create",
    "bulk_create",
    "update",
    "get_or_create",
    "update_or_create",
    "move_to",
    "sign",
}


def test_views_write_nothing_themselves():
    written = [
        f"{name_of(path)}:{node.lineno} .{node.func.attr}()"
        for path, tree in parsed()
        if room_of(name_of(path)) == "views"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert written == []
