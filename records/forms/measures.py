"""Fields for what is measured, and their names: region-code-side, with a part or "remark" behind it."""

from decimal import Decimal
from functools import lru_cache

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.examination_set import NOT_DONE, TEST, Item, Scale, part_scale
from records.models.examination import TestResult

Attrs = dict[str, object] | None
NOT_FILLED = "–"
# What a part is called next to its field; an empty select shows it.
PART_LABELS = {
    "pain": gettext_lazy("pain 0-10"),
    "way": gettext_lazy("active or passive"),
    "start": gettext_lazy("start"),
    "end_feel": gettext_lazy("end-feel"),
    "limited_by": gettext_lazy("limited by"),
    "provoked": gettext_lazy("pain"),
    "tone": gettext_lazy("tone"),
    "trigger_point": gettext_lazy("trigger point"),
    "temperature": gettext_lazy("temperature"),
    "swelling": gettext_lazy("swelling"),
}


class SmallSelect(forms.Select):
    """A select that is written without a template: a page of examination has hundreds."""

    def render(self, name: str, value: object, attrs: Attrs = None, renderer: object = None) -> SafeString:
        choices = tuple((str(code), str(text)) for code, text in self.choices)
        options = _options(choices, "" if value is None else str(value))
        told = _attributes(name, {**self.attrs, **(attrs or {})})
        return format_html("<select{}>{}</select>", told, options)


class SmallTaps(forms.RadioSelect):
    """Radio buttons beside each other, written without a template; the group is named by its label."""

    def render(self, name: str, value: object, attrs: Attrs = None, renderer: object = None) -> SafeString:
        told = {**self.attrs, **(attrs or {})}
        group = {
            key: told[key] for key in told if key in ("id", "aria-label", "aria-invalid", "aria-describedby")
        }
        chosen = "" if value is None else str(value)
        marked = ((name, code, " checked" if code == chosen else "", text) for code, text in self.choices)
        taps = format_html_join(
            "", '<label><input type="radio" name="{}" value="{}"{}><span>{}</span></label>', marked
        )
        return format_html(
            '<span class="taps" role="radiogroup" tabindex="-1"{}>{}</span>', _pairs(group), taps
        )

    def id_for_label(self, id_: str, index: object = None) -> str:
        return id_


class SmallInput(forms.TextInput):
    """A text input that is written without a template."""

    def render(self, name: str, value: object, attrs: Attrs = None, renderer: object = None) -> SafeString:
        told = self.format_value(value)
        more = {} if told is None else {"value": told}
        return format_html(
            "<input{}>", _attributes(name, {"type": "text", **self.attrs, **(attrs or {}), **more})
        )


@lru_cache(maxsize=256)  # the same few scales come back in every field
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    marked = ((code, " selected" if code == chosen else "", text) for code, text in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)


def _attributes(name: str, attrs: dict[str, object]) -> SafeString:
    return _pairs({"name": name, **attrs})


def _pairs(attrs: dict[str, object]) -> SafeString:
    given = [(key, value) for key, value in attrs.items() if value is not False]
    return format_html_join("", ' {}="{}"', given)


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


def in_number(typed: object) -> Decimal | None:
    """What a field of a number shows, as a number; None when it is none."""
    try:
        value = Decimal(str(typed).strip().replace(",", "."))
    except ArithmeticError:
        return None
    return value if value.is_finite() and abs(value) < 1000 else None


class PainField(forms.IntegerField):
    def __init__(self, **kwargs: object) -> None:
        sentence = _("Pain is a whole number from 0 to 10.")
        errors = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        super().__init__(min_value=0, max_value=10, required=False, error_messages=errors, **kwargs)


def name_of(region: str, code: str, *parts: str) -> str:
    """The name of a field: region-code-side, and what belongs to it behind that."""
    return "-".join([region, code, *parts])


def value_field(item: Item, label: str, language: str) -> forms.Field:
    """The field of the main result."""
    if item.is_number:
        return MeasureField(item, label=label, widget=small_input(label))
    if item.kind == TEST and item.by_hand:
        return _taps(label, TestResult.choices)
    if item.kind == TEST:
        return _choice(label, TestResult.choices)
    return _choice(label, [*_steps(item.scale, language), (NOT_DONE, TestResult.NOT_DONE.label)])


def part_field(item: Item, part: str, label: str, language: str) -> forms.Field:
    """The field of what is noted besides the main result."""
    scale = part_scale(part)
    if scale:
        return _choice(label, _steps(scale, language), empty=f"{PART_LABELS[part]} {NOT_FILLED}")
    if part == "pain":
        return PainField(label=label, widget=small_input(label))
    return MeasureField(item, label=label, widget=small_input(label))


def tick_field(label: str) -> forms.Field:
    """For "not done" or "normal" of a number, which has no step that says so."""
    return forms.BooleanField(
        label=label,
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": label}),
    )


def small_input(label: str) -> forms.TextInput:
    attrs = {"class": "form-control form-control-sm num", "inputmode": "decimal", "size": 4, "maxlength": 8}
    return SmallInput(attrs={**attrs, "aria-label": label, "autocomplete": "off"})


def remark_input(label: str) -> forms.TextInput:
    return SmallInput(attrs={"class": "form-control form-control-sm", "aria-label": label})


def _choice(label: str, choices: list[tuple[str, object]], empty: str = NOT_FILLED) -> forms.ChoiceField:
    widget = SmallSelect(attrs={"class": "form-select form-select-sm", "aria-label": label})
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=False, widget=widget)


def _taps(label: str, choices: list[tuple[str, object]]) -> forms.ChoiceField:
    """A choice of one tap, for what is always done by itself."""
    widget = SmallTaps(attrs={"aria-label": label})
    return forms.ChoiceField(label=label, choices=[*choices, ("", NOT_FILLED)], required=False, widget=widget)


def _steps(scale: Scale, language: str) -> list[tuple[str, str]]:
    return [(step, scale.word(step, language)) for step in scale.steps]
