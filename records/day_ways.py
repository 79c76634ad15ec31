"""Where a lamp of the day list leads: to what fixes it, for whoever may open that."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.models import Episode, Patient, User
from records.steps import newest_plan

Way = tuple[str, str]  # an address, and what can be done there
NOWHERE: Way = ("", "")
# What the desk cannot do itself and asks the therapist for.
BY_THERAPIST = ("screening", "plan")


@dataclass(frozen=True)
class Ways:
    """The addresses one member of staff may use. `own` are the patients a therapist treats."""

    at_desk: bool
    own: frozenset[int]

    @classmethod
    def of(cls, user: User, patients: set[int]) -> "Ways":
        if user.has_perm("practice.use_desk"):
            return cls(True, frozenset(patients))
        own = Patient.objects.visible_to(user).filter(pk__in=patients).values_list("pk", flat=True)
        return cls(False, frozenset(own))

    def asks(self, step: str, episode: Episode | None) -> bool:
        """True when the desk asks the therapist for this step; who left is asked nothing."""
        return self.at_desk and step in BY_THERAPIST and episode is not None and episode.therapist.is_active

    def to(self, step: str, *, missing: bool, patient: Patient, episode: Episode | None) -> Way:
        """The page of this step, with what to do there when it is `missing`."""
        if patient.pk not in self.own:
            return NOWHERE
        if self.at_desk:
            url, fix = self._desk(step, patient, episode, missing=missing)
        else:
            url, fix = self._record(step, patient, episode)
        return url, fix if missing else ""

    def _desk(self, step: str, patient: Patient, episode: Episode | None, *, missing: bool) -> Way:
        if step == "identity":
            return reverse("identity_check", args=[patient.pk]), _("check the document")
        if episode is None:
            return reverse("episode_open", args=[patient.pk]), _("open an episode")
        if step not in BY_THERAPIST:
            return _card(episode), _("to the link")
        if missing and not episode.therapist.is_active:
            return reverse("episode_therapist", args=[episode.pk]), _("hand over")
        return _card(episode), _("ask %(therapist)s") % {"therapist": episode.therapist}

    def _record(self, step: str, patient: Patient, episode: Episode | None) -> Way:
        if step == "identity":
            return reverse("patient_detail", args=[patient.pk]), _("the desk checks it")
        if episode is None:
            return reverse("patient_detail", args=[patient.pk]), _("the desk opens one")
        if step == "intake":
            return _card(episode), _("to the link")
        if step == "screening":
            return reverse("screening", args=[episode.pk]), _("decide")
        if newest_plan(episode) is None:
            return reverse("plan", args=[episode.pk]), _("make the plan")
        return reverse("consent", args=[episode.pk]), _("ask approval")


def _card(episode: Episode) -> str:
    """The episode on the patient's page: its lamps, and everything about the link."""
    return f"{reverse('patient_detail', args=[episode.patient_id])}#episode-{episode.pk}"
