"""The house rules that a machine can check: sizes, and the shape of every action."""

import ast
import inspect
import re
from pathlib import Path
from types import FunctionType

import pytest

import intake.actions
import practice.actions
import records.actions

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("practice", "intake", "records", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
# The patient acts here, through a link; the log says so by itself.
BY_THE_PATIENT = {
    "open_link",
    "check_birth_date",
    "save_page",
    "keep_page",
    "confirm_emergency",
    "submit_intake",
    "keep_follow_up",
    "submit_follow_up",
}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def actions() -> list[FunctionType]:
    """Every public function of the three lists of what can happen in the practice."""
    found = {}
    for module in (practice.actions, intake.actions, records.actions):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and ".actions" in function.__module__:
                found[f"{function.__module__}.{name}"] = function
    return list(found.values())


def test_no_file_is_longer_than_300_lines():
    assert [f"{path.relative_to(ROOT)}: {lines(path)}" for path in CODE if lines(path) > 300] == []


def test_no_template_is_longer_than_120_lines():
    assert [f"{path.relative_to(ROOT)}: {lines(path)}" for path in TEMPLATES if lines(path) > 120] == []


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_there_are_actions_in_every_app():
    apps = {function.__module__.partition(".")[0] for function in actions()}
    assert apps == {"practice", "intake", "records"}


@pytest.mark.parametrize("action", actions(), ids=lambda function: function.__qualname__)
def test_an_action_is_keyword_only_typed_and_says_by_whom(action):
    signature = inspect.signature(action)
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
    untyped = [name for name, p in signature.parameters.items() if p.annotation is inspect.Parameter.empty]
    assert untyped == []
    assert signature.return_annotation is not inspect.Signature.empty
    assert ("by" in signature.parameters) is (action.__name__ not in BY_THE_PATIENT)


def test_templates_need_no_inline_script_or_style():
    """The content security policy would refuse them. Mails and printed sheets have no such policy."""
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if "emails" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_page_speaks_to_another_host():
    outside = re.compile(r"""(?:src|href)=["'](?:https?:)?//(?!\{)""", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in TEMPLATES
        if "emails" not in path.parts and outside.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
