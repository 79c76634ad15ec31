"""Fields for what is measured, and the rows and parts of the page they stand in."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _

from records.examination_set import SENSATION, TEST, Item
from records.models.examination import GRADE_WORDS, TestResult

NOT_FILLED = ("", "–")


class MeasureField(forms.DecimalField):
    """A number with one decimal; takes a comma as well as a point, and names its limits when refusing."""

    def __init__(self, item: Item, **kwargs: object) -> None:
        limits = _("Fill in a number from %(low)s to %(high)s %(unit)s.") % {
            "low": item.min,
            "high": item.max,
            "unit": item.unit,
        }
        codes = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
        super().__init__(
            min_value=item.min,
            max_value=item.max,
            max_digits=5,
            decimal_places=1,
            required=False,
            error_messages=dict.fromkeys(codes, limits),
            **kwargs,
        )

    def to_python(self, value: object) -> Decimal | None:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class PainField(forms.IntegerField):
    def __init__(self, **kwargs: object) -> None:
        sentence = _("Pain is a whole number from 0 to 10.")
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        super().__init__(min_value=0, max_value=10, required=False, error_messages=errors, **kwargs)


@dataclass(frozen=True)
class Cell:
    """The fields of one side of an item."""

    side: str
    value: forms.BoundField
    pain: forms.BoundField | None


@dataclass(frozen=True)
class Line:
    """One item as a row of the page."""

    label: str
    hint: str
    normal: str
    cells: list[Cell]
    remark: forms.BoundField | None


@dataclass(frozen=True)
class Block:
    """One region as a part of the page."""

    id: str
    label: str
    is_open: bool
    numbers: list[Line]
    grades: list[Line]
    tests: list[Line]
    texts: list[forms.BoundField]
    nothing_found: forms.BoundField

    @property
    def asks_pain(self) -> bool:
        return any(cell.pain for line in self.numbers for cell in line.cells)


def name_of(region: str, code: str, side: str, part: str = "") -> str:
    """The name of a field: region-code-side, with -pain or -remark behind it."""
    return "-".join(filter(None, [region, code, side, part]))


def value_field(item: Item, label: str) -> forms.Field:
    if item.is_number:
        return MeasureField(item, label=label, widget=small_input(label))
    if item.kind == TEST:
        choices = [NOT_FILLED, *TestResult.choices]
    else:
        words = GRADE_WORDS if item.kind == SENSATION else {}
        choices = [NOT_FILLED, *((step, words.get(step, step)) for step in item.scale)]
    widget = forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": label})
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=widget)


def small_input(label: str) -> forms.TextInput:
    attrs = {"class": "form-control form-control-sm num", "inputmode": "decimal", "size": 4, "maxlength": 6}
    return forms.TextInput(attrs={**attrs, "aria-label": label, "autocomplete": "off"})
