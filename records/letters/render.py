"""The one place where a sheet becomes a PDF: tagged (PDF/UA-1), offline, with the fonts that typst carries.

Texts of people go in as data, never as markup; the templates beside this file set them as strings.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from unicodedata import category, normalize

import typst

TEMPLATES = Path(__file__).parent
LETTER, DOCUMENT = "letter", "document"
NO_SHAPE = "□"
UA = ["ua-1"]
SIZES = ("10.5", "10", "9.5", "9")  # points: the usual size first, the smallest that reads well last


def pdf(template: str, data: Mapping[str, object], *, one_page: bool = False) -> bytes:
    """The sheet as PDF. With `one_page` in the largest size in which it fits one page, if there is one."""
    found = (_Sheet(template, data, size) for size in (SIZES if one_page else SIZES[:1]))
    sheets = (sheet for sheet in found if not one_page or sheet.pages == 1)
    return next(sheets, _Sheet(template, data, SIZES[0])).compiled()


def pages(template: str, data: Mapping[str, object]) -> int:
    """How many pages the sheet takes in the smallest size."""
    return _Sheet(template, data, SIZES[-1]).pages


class _Sheet:
    """One template with its data, in one size of letters."""

    def __init__(self, template: str, data: Mapping[str, object], size: str) -> None:
        self.compiler = _compiler(template, {"data": json.dumps(_shaped(data)), "size": size})

    @property
    def pages(self) -> int:
        return int(json.loads(self.compiler.query("<pages>", field="value", one=True)))

    def compiled(self) -> bytes:
        return self.compiler.compile(format="pdf", pdf_standards=UA)


def _compiler(template: str, inputs: dict[str, str]) -> typst.Compiler:
    path, root = str(TEMPLATES / f"{template}.typ"), str(TEMPLATES)
    return typst.Compiler(path, root=root, font_paths=_fonts(), sys_inputs=inputs)


@lru_cache
def _fonts() -> typst.Fonts:
    """The same on every machine: none of its own fonts."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _shaped(value: object) -> object:
    """The same with NO_SHAPE for each sign that no font has: PDF/UA refuses a sheet that cannot be read."""
    if isinstance(value, Mapping):
        return {key: _shaped(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shaped(one) for one in value]
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    return "".join(map(_shape_of, normalize("NFC", value.replace("\r\n", "\n"))))


def _shape_of(sign: str) -> str:
    """The sign as it can be set: blanks of every kind as one, what has no shape of its own as nothing."""
    kind = category(sign)
    if sign == "\n" or kind in ("Zl", "Zp"):
        return "\n"
    if sign == "\t" or kind == "Zs":
        return " "
    if kind == "Cf":
        return ""
    return sign if _has_shape(sign) else NO_SHAPE


@lru_cache(maxsize=4096)
def _has_shape(sign: str) -> bool:
    if sign.isascii() and sign.isprintable():
        return True
    try:
        _compiler("sign", {"sign": sign}).compile(format="pdf", pdf_standards=UA)
    except typst.TypstError:
        return False
    return True
