"""Recording the results of one or more instruments at once, and replacing a wrong one."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import reasons
from records.forms.drafting import LongText, day, radio
from records.forms.own_measures import OwnMeasuresForm, Result, initial_of
from records.instruments import Instrument, load
from records.models import CourseState, Moment, OutcomeMeasure

PSK_ROWS, PSK_EXTRA = 3, 1  # blank activities at the start, and later


class TotalField(forms.DecimalField):
    """A total within the range of its instrument; a comma will do for a point."""

    def __init__(self, low: Decimal, high: Decimal, step: Decimal, **kwargs: object) -> None:
        sentence = _range_sentence(low, high, step)
        codes = ("required", "invalid", "min_value", "max_value")
        codes += ("max_digits", "max_decimal_places", "max_whole_digits")
        self.step, self.sentence = step, sentence
        attrs = {"inputmode": "numeric" if step % 1 == 0 else "decimal", "autocomplete": "off"}
        super().__init__(
            min_value=low,
            max_value=high,
            max_digits=5,
            decimal_places=1,
            widget=forms.TextInput(attrs=attrs),
            error_messages=dict.fromkeys(codes, sentence),
            **kwargs,
        )

    def to_python(self, value: object) -> Decimal | None:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if not self.min_value <= value <= self.max_value or (value - self.min_value) % self.step:
            raise forms.ValidationError(self.sentence)


def _range_sentence(low: Decimal, high: Decimal, step: Decimal) -> str:
    limits = {"low": number_format(low), "high": number_format(high)}
    if step == 2:
        return _("Fill in an even number from %(low)s to %(high)s.") % limits
    if step % 1:
        return _("Fill in a number from %(low)s to %(high)s, with at most one decimal.") % limits
    return _("Fill in a whole number from %(low)s to %(high)s.") % limits


class MeasureForm(OwnMeasuresForm):
    """The results of `codes` on one day. An instrument that is left empty is not recorded."""

    measured_on = day(gettext_lazy("Measured on"))
    moment = radio(gettext_lazy("Moment"), Moment.choices)
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)

    def __init__(
        self, *args: object, codes: Sequence[str], activities: Sequence[str] = (), **kwargs: object
    ) -> None:
        blank = PSK_EXTRA if activities else PSK_ROWS
        kwargs.setdefault("required", False)
        super().__init__(*args, codes=codes, activities=activities, blank=blank, **kwargs)
        self.totals = [one for one in map(load().get, codes) if one and not one.has_own_wording]
        for instrument in self.totals:
            self.fields.update(self._total_fields(instrument))
        self.fields["measured_on"].initial = timezone.localdate()
        self.fields["measured_on"].required = self.fields["moment"].required = True
        self.fields["measured_on"].error_messages["required"] = _("Fill in the day.")
        self.fields["moment"].error_messages["required"] = _("Choose the moment.")
        self.order_fields([name for name in self.fields if name not in self.base_fields])

    def _total_fields(self, instrument: Instrument) -> dict[str, forms.Field]:
        total = TotalField(
            instrument.low,
            instrument.high,
            instrument.step,
            label=_("Total"),
            required=self.must,
            help_text=_range_sentence(instrument.low, instrument.high, instrument.step),
        )
        fields: dict[str, forms.Field] = {instrument.code: total}
        if sub := instrument.subscore:
            low, high = Decimal(sub.low), Decimal(sub.high)
            fields[f"{instrument.code}-{sub.code}"] = TotalField(
                low,
                high,
                Decimal(1),
                label=sub.name(self.lang),
                required=False,
                help_text=_range_sentence(low, high, Decimal(1)),
            )
        return fields

    def clean_measured_on(self) -> object:
        measured_on = self.cleaned_data["measured_on"]
        if measured_on and measured_on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Fill in the day it was measured."))
        return measured_on

    def clean(self) -> dict[str, object]:
        super().clean()
        for instrument in self.totals:
            self._check_subscore(instrument)
        if not self.errors and not self.results:
            self.add_error(None, _("Fill in at least one result."))
        return self.cleaned_data

    def _check_subscore(self, instrument: Instrument) -> None:
        """The subscore is part of the total; it decides the class, so it comes with it."""
        if not instrument.subscore:
            return
        name = f"{instrument.code}-{instrument.subscore.code}"
        total, sub = self.cleaned_data.get(instrument.code), self.cleaned_data.get(name)
        if total is not None and sub is None and name not in self.errors:
            self.add_error(name, self.fields[name].sentence)
        if sub is not None and total is None and instrument.code not in self.errors:
            self.add_error(instrument.code, self.fields[instrument.code].sentence)
        if total is None or sub is None:
            return
        if sub > total:
            self.add_error(name, _("The subscore cannot be higher than the total."))
        elif total - sub > instrument.high - instrument.subscore.high:
            sentence = _("The other questions do not add up to the rest of this total. Check both.")
            self.add_error(name, sentence)

    @property
    def results(self) -> list[Result]:
        totals = [(one, self.cleaned_data.get(one.code)) for one in self.totals]
        found = [Result(one.code, value, self._sub(one)) for one, value in totals if value is not None]
        return [*super().results, *found]

    def _sub(self, instrument: Instrument) -> list[dict[str, object]]:
        sub = instrument.subscore
        score = self.cleaned_data.get(f"{instrument.code}-{sub.code}") if sub else None
        if score is None:
            return []
        return [{"code": sub.code, "text": sub.name(self.lang), "score": int(score)}]

    @property
    def total_blocks(self) -> list[dict[str, object]]:
        """The instruments of which only the total is kept, with their fields."""
        return [
            {
                "instrument": one,
                "name": one.name(self.lang),
                "licence": one.licence(self.lang),
                "remark": one.remark(self.lang),
                "fields": [self[name] for name in self._total_fields(one)],
            }
            for one in self.totals
        ]


class ReplaceForm(MeasureForm):
    """Another result in the place of a wrong one, with the reason."""

    reason = LongText(label=gettext_lazy("Why the measure is replaced"), rows=2)

    def __init__(self, *args: object, measure: OutcomeMeasure, lang: str) -> None:
        named = [part["text"] for part in measure.parts] if measure.instrument == "psk" else []
        super().__init__(*args, codes=[measure.instrument], activities=named, lang=lang, required=True)
        self.initial = {
            "measured_on": timezone.localtime(measure.measured_at).date(),
            "moment": measure.moment,
            "remark": measure.remark,
            **_initial(load()[measure.instrument], measure),
        }

    def clean_reason(self) -> str:
        return _readable(self.cleaned_data["reason"], _("Write why the measure is replaced."))


def _initial(instrument: Instrument, measure: OutcomeMeasure) -> dict[str, object]:
    if instrument.has_own_wording:
        return initial_of(instrument, measure.value, measure.parts)
    parts = {f"{instrument.code}-{part['code']}": part["score"] for part in measure.parts if "code" in part}
    return {instrument.code: number_format(measure.value.normalize(), use_l10n=True), **parts}


class OverrideForm(forms.Form):
    """The therapist judges the course otherwise than the rule."""

    state = radio(gettext_lazy("My judgement"), CourseState.choices)
    reason = LongText(label=gettext_lazy("Reason"), rows=2)

    def __init__(self, *args: object, computed: str) -> None:
        super().__init__(*args)
        others = [choice for choice in CourseState.choices if choice[0] != computed]
        self.fields["state"].choices = others
        self.fields["state"].required = True
        self.fields["state"].error_messages["required"] = _("Choose how you judge the course.")

    def clean_reason(self) -> str:
        return _readable(self.cleaned_data["reason"], _("Write why you judge otherwise."))


def _readable(text: str, sentence: str) -> str:
    if not reasons.is_readable(text):
        raise forms.ValidationError(sentence)
    return text
