"""How forms of the desk are laid out: fieldsets of lines, each field in the look of components/field.html."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, LayoutObject, Row

COLUMNS = 12


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
    """Fields beside each other; a width is a number of twelfths. On a phone narrow ones share a line."""
    return Row(
        *(
            Column(name, css_class=f"col-{_phone_width(width)} col-md-{width}")
            for name, width in widths.items()
        ),
        css_class="gx-3 align-items-end",
    )


def _phone_width(width: int) -> int:
    return COLUMNS if width > 3 else COLUMNS // 2
