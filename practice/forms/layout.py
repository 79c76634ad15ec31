"""How forms of the desk are laid out: fieldsets of lines, each field in the look of components/field.html."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, LayoutObject, Row

COLUMNS = 12
SHORT = 2


def helper(*parts: LayoutObject | str) -> FormHelper:
    """A helper that renders `parts` without form tag, token and labels of its own."""
    found = FormHelper()
    found.form_tag, found.disable_csrf = False, True
    found.field_template = "practice/form_field.html"
    found.layout = Layout(*parts)
    return found


def group(legend: object, *lines: LayoutObject | str, hint: object = "") -> Fieldset:
    """A titled group of lines, with one sentence on what it is for."""
    found = Fieldset(legend, *lines, css_class="panel form-group", template="practice/form_group.html")
    found.hint = hint
    return found


def line(**widths: int) -> Row:
    """Fields beside each other; a width is a number of twelfths. On a phone a short one shares a line."""
    columns, beside_short = [], False
    for name, width in widths.items():
        is_short = width <= SHORT
        phone = COLUMNS // 3 if is_short else 2 * COLUMNS // 3 if beside_short else COLUMNS
        columns.append(Column(name, css_class=f"col-{phone} col-md-{width}"))
        beside_short = is_short
    return Row(*columns, css_class="gx-3 align-items-end")
