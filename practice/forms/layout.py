"""How forms of the desk are laid out: fieldsets of lines, each field in the look of components/field.html."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, LayoutObject, Row
from django.forms import BoundField, Form

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


class Fold(Fieldset):
    """A titled group that is folded until something in it is filled in or wrong."""

    template = "practice/form_fold.html"

    def render(self, form: Form, context: object, **kwargs: object) -> str:
        fields = [form[pointer.name] for pointer in self.get_field_names()]
        self.is_open = any(field.errors or _is_filled(field) for field in fields)
        return super().render(form, context, **kwargs)


def _is_filled(field: BoundField) -> bool:
    value = field.value()
    return value not in (None, "", False) and str(value) != str(field.field.initial)


def fold(legend: object, *lines: LayoutObject | str, hint: object = "") -> Fold:
    """A group for what is seldom needed: one line until somebody opens it."""
    found = Fold(legend, *lines)
    found.hint = hint
    return found


def line(**widths: int) -> Row:
    """Fields beside each other; a width is a number of twelfths. On a phone two short ones share a line."""
    columns = [Column(name, css_class=f"{_on_phone(width)} col-md-{width}") for name, width in widths.items()]
    # From the top: an error under one label leaves the other labels where they are.
    return Row(*columns, css_class="gx-3 align-items-start")


def _on_phone(width: int) -> str:
    return "col-6" if width <= SHORT else "col-12"
