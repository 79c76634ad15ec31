"""Every string of the screens exists in Dutch. Needs no gettext: the compiled catalogue is committed."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "locale/nl/LC_MESSAGES/django"
REWORDED = ROOT / "locale/frameworks/nl/LC_MESSAGES/django"
PACKAGES = [Path(module.__file__).parent for module in (django, allauth)]
CONTEXT = "\x04"  # what gettext puts between a context and its string

# Function: where its context, singular and plural stand among the arguments.
SINGLE = dict.fromkeys(
    ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"), (None, 0)
)
FUNCTIONS = {**SINGLE, "pgettext": (0, 1), "pgettext_lazy": (0, 1), "npgettext": (0, 1)}
# What templatize makes of a template: calls between text that is not Python.
CALL = re.compile(r"\b(n?p?gettext|_)\(\s*u?((?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')(?:\s*,\s*u?(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'))*)", re.S)  # fmt: skip # noqa: E501
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def key(function: str, texts: list[str]) -> str:
    context, single = FUNCTIONS[function]
    return texts[single] if context is None else f"{texts[context]}{CONTEXT}{texts[single]}"


def in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", None)
        if name in FUNCTIONS:
            yield key(name, [a.value if isinstance(a, ast.Constant) else "" for a in node.args])


def in_template(path: Path) -> Iterator[str]:
    for function, texts in CALL.findall(templatize(path.read_text(encoding="utf-8"))):
        yield key(function, list(ast.literal_eval(f"({texts},)")))


def in_source() -> set[str]:
    code = [path for app in ("practice", "intake", "records") for path in (ROOT / app).rglob("*.py")]
    found = {text for path in code for text in in_python(path)}
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt")]
    return found | {text for path in templates for text in in_template(path)}


def entries(catalogue: Path = CATALOGUE) -> Iterator[dict[str, str]]:
    """The entries of the .po file: keyword to text, and "flags"."""
    for block in catalogue.with_suffix(".po").read_text(encoding="utf-8").split("\n\n"):
        entry = {"flags": " ".join(line for line in block.splitlines() if line.startswith("#,"))}
        keyword = ""
        for line in block.splitlines():
            if match := re.match(r'(msg\S+) (".*")$', line):
                keyword = match[1]
                entry[keyword] = ast.literal_eval(match[2])
            elif line.startswith('"') and keyword:
                entry[keyword] += ast.literal_eval(line)
        if entry.get("msgid"):
            yield entry


def compiled(path: Path = CATALOGUE) -> dict[str, str]:
    with path.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    # Plurals stand under (text, number); the singular decides whether they are there.
    return {k[0] if isinstance(k, tuple) else k: v for k, v in reversed(catalogue.items())}


def test_every_string_of_the_source_exists_in_dutch():
    catalogue = compiled()
    assert sorted(text for text in in_source() if text and not catalogue.get(text)) == []


def test_no_string_is_hidden_inside_an_f_string():
    """The collector of strings does not look there."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for app in ("practice", "intake", "records")
        for path in (ROOT / app).rglob("*.py")
        for f_string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(f_string, ast.JoinedStr)
        for node in ast.walk(f_string)
        if getattr(getattr(node, "func", None), "id", None) in FUNCTIONS
    ]
    assert hidden == []


def test_the_catalogue_holds_nothing_untranslated_or_doubtful():
    open_ = [
        entry["msgid"]
        for entry in entries()
        if "fuzzy" in entry["flags"]
        or not all(text for keyword, text in entry.items() if keyword.startswith("msgstr"))
    ]
    assert open_ == []


@pytest.mark.parametrize("path", [CATALOGUE, REWORDED], ids=["ours", "reworded"])
def test_the_compiled_catalogue_is_the_written_one(path: Path):
    catalogue = compiled(path)
    written = {
        CONTEXT.join(filter(None, [entry.get("msgctxt"), entry["msgid"]])): entry.get(
            "msgstr", entry.get("msgstr[0]")
        )
        for entry in entries(path)
    }
    assert {text: catalogue.get(text) for text in written} == written


@pytest.mark.parametrize("path", [CATALOGUE, REWORDED], ids=["ours", "reworded"])
def test_a_translation_keeps_every_placeholder(path: Path):
    lost = [
        entry["msgid"]
        for entry in entries(path)
        for keyword, text in entry.items()
        if keyword in ("msgstr", "msgstr[1]")
        and sorted(PLACEHOLDER.findall(entry.get("msgid_plural", entry["msgid"])))
        != sorted(PLACEHOLDER.findall(text))
    ]
    assert lost == []


def test_every_sentence_we_reword_is_still_in_its_package():
    files = [file for package in PACKAGES for file in package.glob("**/locale/en/LC_MESSAGES/django.po")]
    known = {entry["msgid"] for file in files for entry in entries(file)}
    assert sorted(entry["msgid"] for entry in entries(REWORDED) if entry["msgid"] not in known) == []


def test_no_sentence_of_ours_is_reworded_as_well():
    def keys(path: Path) -> set[tuple[str, str]]:
        return {(entry.get("msgctxt", ""), entry["msgid"]) for entry in entries(path)}

    assert keys(CATALOGUE) & keys(REWORDED) == set()
