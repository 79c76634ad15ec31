"""Texts of one's own: making one, and writing them out in a form."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import snippets
from records.forms.drafting import LongText, label
from records.models import Snippet

LENGTH = 1000  # characters


def write_out(form: forms.Form, known: Mapping[str, str]) -> None:
    """Replace each known ;word in the text fields of a bound form, before it is checked.

    A text that would not fit its field stays as it was typed; in a field of one line it becomes one line.
    """
    changed = {}
    for name, field in form.fields.items() if known else ():
        at = form.add_prefix(name)
        typed = form.data.get(at)
        if typed and _takes_text(field):
            is_long = isinstance(field.widget, forms.Textarea)
            lines = known if is_long else {word: " ".join(text.split()) for word, text in known.items()}
            text = snippets.written_out(typed, lines)
            if text != typed and (field.max_length is None or len(text) <= field.max_length):
                changed[at] = text
    if changed:
        form.data = form.data.copy()
        for at, text in changed.items():
            form.data[at] = text


def _takes_text(field: forms.Field) -> bool:
    return type(field) in (forms.CharField, LongText) and not field.widget.is_hidden


class SnippetForm(forms.Form):
    """`taken` holds the short words that are in use already, apart from this one's own."""

    shortcut = forms.CharField(
        label=label(Snippet, "shortcut"),
        max_length=21,
        help_text=gettext_lazy("Small letters and digits. You type it with a semicolon before it: ;mobth"),
        error_messages={"required": gettext_lazy("Type a short word.")},
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    text = LongText(label=label(Snippet, "text"), max_length=LENGTH, rows=4)

    def __init__(self, *args: object, taken: set[str], **kwargs: object) -> None:
        self.taken = taken
        super().__init__(*args, **kwargs)

    def clean_shortcut(self) -> str:
        word = self.cleaned_data["shortcut"].removeprefix(";").lower()
        for validate in Snippet._meta.get_field("shortcut").validators:
            validate(word)
        if word in self.taken:
            raise forms.ValidationError(_("You have a text with this short word already."))
        return word

    def clean_text(self) -> str:
        if not self.cleaned_data["text"]:
            raise forms.ValidationError(_("Write the text."))
        return self.cleaned_data["text"]
