"""An episode of care: everything of one complaint, and the phase it is in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .patient import Patient
from .staff import Role, User


class Complaint(models.TextChoices):
    """The complaint an episode is about; the codes are those of question g_regions."""

    UPPER_BACK = "upper_back", _("upper back")
    LOW_BACK = "low_back", _("low back")
    NECK = "neck", _("neck")
    SHOULDER = "shoulder", _("shoulder")
    HEADACHE = "headache", _("headache")
    DIZZINESS = "dizziness", _("dizziness")
    OTHER = "other", _("something else")


class Phase(models.TextChoices):
    NEW = "new", _("registered")
    INTAKE_SENT = "intake_sent", _("intake sent")
    INTAKE_DONE = "intake_done", _("intake submitted")
    SCREENED = "screened", _("screened: suitable")
    GP_ADVISED = "gp_advised", _("waiting for the GP")
    EXAMINED = "examined", _("examined")
    PLANNED = "planned", _("plan proposed")
    APPROVED = "approved", _("plan approved")
    IN_TREATMENT = "in_treatment", _("in treatment")
    EVALUATED = "evaluated", _("evaluated")
    WITHDRAWN = "withdrawn", _("approval withdrawn")
    CLOSED = "closed", _("closed")


# From which phase to which. Source: domain reference 1.4, with closing possible from everywhere.
MOVES: dict[str, set[str]] = {
    Phase.NEW: {Phase.INTAKE_SENT, Phase.SCREENED, Phase.GP_ADVISED},
    Phase.INTAKE_SENT: {Phase.INTAKE_DONE, Phase.SCREENED, Phase.GP_ADVISED, Phase.NEW},
    Phase.INTAKE_DONE: {Phase.SCREENED, Phase.GP_ADVISED},
    Phase.SCREENED: {Phase.GP_ADVISED, Phase.EXAMINED, Phase.PLANNED},
    Phase.GP_ADVISED: {Phase.SCREENED},
    Phase.EXAMINED: {Phase.PLANNED, Phase.GP_ADVISED},
    Phase.PLANNED: {Phase.APPROVED, Phase.GP_ADVISED},
    Phase.APPROVED: {Phase.IN_TREATMENT, Phase.PLANNED, Phase.WITHDRAWN, Phase.GP_ADVISED},
    Phase.IN_TREATMENT: {Phase.EVALUATED, Phase.PLANNED, Phase.WITHDRAWN, Phase.GP_ADVISED},
    Phase.EVALUATED: {Phase.IN_TREATMENT, Phase.PLANNED, Phase.WITHDRAWN, Phase.GP_ADVISED},
    Phase.WITHDRAWN: {Phase.PLANNED, Phase.APPROVED, Phase.GP_ADVISED},
    Phase.CLOSED: set(),  # only Episode.reopen leads out of it
}


class PhaseError(Exception):
    """An episode cannot go from its phase to the one asked for."""


class EpisodeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EpisodeQuerySet":
        """Episodes of the patients within this person's scope."""
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def open(self) -> "EpisodeQuerySet":
        return self.exclude(phase=Phase.CLOSED)


class Episode(models.Model):
    """One complaint of one patient, from registration to closure."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="episodes", verbose_name=_("patient")
    )
    complaint = models.CharField(_("complaint"), max_length=12, choices=Complaint.choices)
    therapist = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="episodes",
        limit_choices_to={"role": Role.THERAPIST, "is_active": True},
        verbose_name=_("therapist"),
    )
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices, default=Phase.NEW)
    referred_by = models.CharField(
        _("referred by"), max_length=120, blank=True, help_text=_("Leave empty for direct access.")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    phase_since = models.DateTimeField(_("in this phase since"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # It came along when two registrations became one; both may have had an episode for this complaint.
    came_with = models.ForeignKey(
        "practice.PatientMerge", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="episode_phase_known", condition=Q(phase__in=Phase.values)),
            models.CheckConstraint(
                name="episode_complaint_known", condition=Q(complaint__in=Complaint.values)
            ),
            models.CheckConstraint(
                name="episode_closed_has_time",
                condition=Q(phase="closed", closed_at__isnull=False)
                | (~Q(phase="closed") & Q(closed_at__isnull=True)),
            ),
            models.UniqueConstraint(
                name="episode_one_open_per_complaint",
                fields=["patient", "complaint"],
                condition=~Q(phase="closed") & Q(came_with__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_complaint_display()} ({self.opened_at:%d-%m-%Y})"

    @property
    def is_closed(self) -> bool:
        return self.phase == Phase.CLOSED

    @property
    def is_direct_access(self) -> bool:
        return not self.referred_by

    def may_move_to(self, phase: str) -> bool:
        """True when the phase can follow the present one; every open episode may be closed."""
        return phase in MOVES[self.phase] or (phase == Phase.CLOSED and not self.is_closed)

    def move_to(self, phase: str) -> None:
        """Go to `phase` and save; staying where it is, is no move. For actions only.

        Raises PhaseError when MOVES does not allow it.
        """
        if phase == self.phase:
            return
        if not self.may_move_to(phase):
            raise PhaseError(f"An episode cannot go from {self.phase} to {phase}.")
        self.phase, self.phase_since = phase, timezone.now()
        self.closed_at = self.phase_since if phase == Phase.CLOSED else None
        self.save(update_fields=["phase", "phase_since", "closed_at"])

    def reopen(self, phase: str) -> None:
        """Open a closed episode again in `phase`, and save. For actions only.

        Raises PhaseError when it is not closed, IntegrityError when the patient has another open episode
        for the same complaint.
        """
        if not self.is_closed or phase == Phase.CLOSED:
            raise PhaseError(f"An episode cannot be opened again from {self.phase} to {phase}.")
        self.phase, self.phase_since, self.closed_at = phase, timezone.now(), None
        self.save(update_fields=["phase", "phase_since", "closed_at"])
