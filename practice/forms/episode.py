"""Opening an episode of care."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from practice.forms.layout import group, helper, line
from practice.models import Complaint, Episode, Patient, Role, User


class TherapistField(forms.ModelChoiceField):
    """One of the therapists who work here now."""

    def __init__(self, **kwargs: object) -> None:
        said = dict.fromkeys(("required", "invalid_choice"), _("Choose who will treat."))
        defaults = {"label": _("Therapist"), "empty_label": "–", "error_messages": said}
        super().__init__(User.objects.none(), **{**defaults, **kwargs})

    def offer_active(self) -> None:
        """Offer whoever is active at this moment."""
        therapists = User.objects.filter(role=Role.THERAPIST, is_active=True)
        self.queryset = therapists.order_by("last_name", "first_name", "pk")


class EpisodeForm(forms.Form):
    """A complaint, and who will treat it."""

    complaint = forms.ChoiceField(
        label=_("Complaint"),
        choices=[("", "–"), *Complaint.choices],
        error_messages={"required": _("Choose the complaint this episode is about.")},
    )
    therapist = TherapistField()
    referred_by = forms.CharField(
        label=_("Referred by"),
        max_length=120,
        required=False,
        help_text=_("Leave empty when the patient comes without a referral."),
    )

    def __init__(self, data: object = None, *, patient: Patient) -> None:
        super().__init__(data)
        self.patient = patient
        self.use_required_attribute = False
        self.fields["therapist"].offer_active()
        legend = _("Episode")
        self.helper = helper(group(legend, line(complaint=6, therapist=6), line(referred_by=12)))

    def clean_complaint(self) -> str:
        complaint = self.cleaned_data["complaint"]
        running = Episode.objects.open().filter(patient=self.patient, complaint=complaint).first()
        if running:
            raise forms.ValidationError(already_open(running))
        return complaint


class HandOverForm(forms.Form):
    """Who takes an episode over."""

    therapist = TherapistField(label=_("New therapist"))

    def __init__(self, data: object = None, *, episode: Episode) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        field = self.fields["therapist"]
        field.offer_active()
        field.queryset = field.queryset.exclude(pk=episode.therapist_id)
        hint = _("The record of this episode goes along.")
        self.helper = helper(group(_("Episode"), line(therapist=6), hint=hint))


def already_open(episode: Episode) -> str:
    """Why no second episode for the same complaint is opened."""
    return _("An episode for this complaint is open since %(date)s. Close it first, or go on with it.") % {
        "date": date_format(episode.opened_at, "SHORT_DATE_FORMAT")
    }
