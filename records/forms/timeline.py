"""What the reader of a time line asks for."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from records.forms.drafting import day, radio
from records.timeline import KINDS, Wanted


class TimelineForm(forms.Form):
    """All of it may be left empty. What is not understood is said at its field and asks for nothing."""

    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Show only"),
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from this list.")},
    )
    q = forms.CharField(label=gettext_lazy("Words"), max_length=80, required=False)
    since = day(pgettext_lazy("period", "From"))
    until = day(pgettext_lazy("period", "To"))
    order = radio(
        gettext_lazy("Order"),
        [("newest", gettext_lazy("newest first")), ("oldest", gettext_lazy("oldest first"))],
        initial="newest",
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("Choose a day on or after the first one."))
        return self.cleaned_data

    @property
    def wanted(self) -> Wanted:
        """What was understood, once the form was checked."""
        found = getattr(self, "cleaned_data", {})
        return Wanted(
            kinds=tuple(found.get("kind") or ()),
            text=found.get("q") or "",
            since=found.get("since"),
            until=found.get("until"),
            oldest_first=found.get("order") == "oldest",
        )

    @property
    def chosen(self) -> list[str]:
        """What is asked for, in words: a printed selection says what it leaves out."""
        wanted = self.wanted
        days = [date_format(one, "SHORT_DATE_FORMAT") if one else "" for one in (wanted.since, wanted.until)]
        kinds = ", ".join(str(KINDS[kind]) for kind in wanted.kinds)
        period = " – ".join(days) if any(days) else ""
        return [said for said in (kinds, wanted.text, period) if said]
