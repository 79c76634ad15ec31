"""A letter as plain text, to copy into a secure message. No Django."""

from collections.abc import Mapping
from typing import Any

RULE = "-" * 60


def plain(sheet: Mapping[str, Any]) -> str:
    """The same as on the sheet, part below part; ends with one line end."""
    head = [sheet["practice"]["name"], *sheet["practice"]["lines"]]
    blocks = [
        "\n".join(head),
        "\n".join(sheet["receiver"]),
        _pairs(sheet["about"]),
        f"{sheet['subject'].upper()}\n{RULE}\n{_pairs(sheet['patient'])}",
        sheet["replaces"],
        sheet["urgent"].upper(),
        sheet["greeting"],
        *(f"{part['heading'].upper()}\n{part['text'].strip()}" for part in sheet["parts"]),
        "\n".join([sheet["goodbye"], *sheet["signature"]]),
        sheet["permission"],
    ]
    return "\n\n".join(block.strip() for block in blocks if block.strip()) + "\n"


def _pairs(pairs: list[list[str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in pairs)
