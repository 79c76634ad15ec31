"""Outcome measures over the weeks, and what the therapist says about the course they show."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Intake
from practice.models import Episode, User
from practice.signing import AppendOnly


class Moment(models.TextChoices):
    START = "start", _("start")
    INTERIM = "interim", _("in between")
    END = "end", _("end")


class MeasureSource(models.TextChoices):
    THERAPIST = "therapist", _("filled in by the therapist")
    PATIENT = "patient", _("filled in by the patient at home")


class OutcomeMeasure(AppendOnly):
    """The result of one instrument on one day, with the values set that applied then. FHIR: Observation.

    Instruments are content (records/content/instruments.toml). Of licensed ones only the total is kept. A
    wrong one is replaced by a new row with a reason; both stay.
    """

    row_rules = {
        "replaces_its_own": "NEW.replaces_id IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM records_outcomemeasure AS base WHERE base.id = NEW.replaces_id "
        "AND base.episode_id = NEW.episode_id AND base.instrument = NEW.instrument)",
    }

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="outcome_measures")
    instrument = models.CharField(_("instrument"), max_length=20)
    instrument_version = models.CharField(max_length=10, default="1")
    moment = models.CharField(_("moment"), max_length=8, choices=Moment.choices, default=Moment.INTERIM)
    measured_at = models.DateTimeField(_("measured at"), default=timezone.now)
    # The total, or the mean of the parts, on the scale of the instrument.
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=1)
    # Its parts as they were asked: [{"text": activity or question, "score": number}, ...].
    parts = models.JSONField(_("parts"), default=list, blank=True)
    source = models.CharField(
        _("source"), max_length=10, choices=MeasureSource.choices, default=MeasureSource.THERAPIST
    )
    # The follow-up that the patient sent.
    intake = models.ForeignKey(
        Intake, on_delete=models.PROTECT, null=True, blank=True, related_name="outcome_measures"
    )
    # The values set of that day: range, direction, minimal important change (points, and per cent), and
    # cut-offs as [[lowest value, code], ...].
    low = models.DecimalField(max_digits=5, decimal_places=1)
    high = models.DecimalField(max_digits=5, decimal_places=1)
    higher_is_worse = models.BooleanField(default=True)
    mic_points = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    mic_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    cutoffs = models.JSONField(default=list, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    replace_reason = models.TextField(_("why it is replaced"), blank=True)
    # Empty when the patient filled it in.
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["measured_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_within_range", condition=Q(value__gte=F("low"), value__lte=F("high"))
            ),
            models.CheckConstraint(name="measure_moment_known", condition=Q(moment__in=Moment.values)),
            models.CheckConstraint(
                name="measure_from_somebody",
                condition=Q(source="therapist", recorded_by__isnull=False)
                | Q(source="patient", intake__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_replaces_with_reason",
                condition=Q(replaces__isnull=True) | ~Q(replace_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.measured_at:%d-%m-%Y}"


class CourseState(models.TextChoices):
    """How recovery goes; the codes of records/course.py, which is computed without Django."""

    TOO_EARLY = "too_early", _("too early to say")
    MEASURE_NOW = "measure_now", _("measure first")
    NORMAL = "normal", _("normal course")
    DEVIATING = "deviating", _("deviating course")
    UNCLEAR = "unclear", _("unclear")
    RECOVERED = "recovered", _("recovered")


class CourseOverride(AppendOnly):
    """The therapist judges the course otherwise than the rule, and says why. Written once.

    The newest one holds, as long as the rule still says what it said then (domain reference 6.5).
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="course_overrides")
    computed = models.CharField(_("computed"), max_length=12, choices=CourseState.choices)
    # The numbers that led to it, as records/course.py gave them.
    numbers = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("judged"), max_length=12, choices=CourseState.choices)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("judged at"), default=timezone.now)

    class Meta:
        verbose_name = _("judgement of the course")
        verbose_name_plural = _("judgements of the course")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="course_states_known",
                condition=Q(computed__in=CourseState.values, state__in=CourseState.values),
            ),
            models.CheckConstraint(name="course_override_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}"
