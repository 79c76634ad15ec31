"""The README keeps its word: what it links to and shows is there."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"
TARGETS = re.compile(
    r"""\]\(\s*<?([^)>\s]+)|(?:src|href|srcset)=["']([^"'\s]+)|^\[[^\]]+\]:\s*(\S+)""", re.MULTILINE
)


def targets(text: str) -> list[str]:
    """Where links and images lead, without what is on another host."""
    found = ["".join(match) for match in TARGETS.findall(text)]
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def headings(text: str) -> set[str]:
    """The anchors that a reader of the page can jump to."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("target", targets(README.read_text(encoding="utf-8")))
def test_what_the_readme_points_at_is_there(target):
    path, _, anchor = target.partition("#")
    document = README.parent / path if path else README
    assert document.exists(), f"README.md points at {target}."
    if anchor:
        assert anchor in headings(document.read_text(encoding="utf-8"))


def test_every_way_to_write_a_link_is_found():
    text = """![a](b.png) [c](d.md#e "f") [g](https://h) <img src="i.svg"> <a href='#j'>k</a>
[l]: m/n.md
"""
    assert targets(text) == ["b.png", "d.md#e", "i.svg", "#j", "m/n.md"]
