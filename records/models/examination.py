"""The physical examination: findings per region and what was measured."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from practice.models import Episode
from practice.signing import SignedPart, SignedRecord
from records.examination_set import CLEAR_PARTS, PART_SCALES, grade_text, part_scale, with_unit

PAIN_SCALE = [MinValueValidator(0), MaxValueValidator(10)]


class Examination(SignedRecord):
    """One physical examination of an episode, or the record that none was needed."""

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="examinations", verbose_name=_("episode")
    )
    not_needed = models.BooleanField(_("no physical examination was needed"), default=False)
    not_needed_reason = models.TextField(_("why not"), blank=True)
    agreed = models.BooleanField(_("the patient agreed to the examination"), default=False)
    general_observation = models.TextField(_("general observation"), blank=True)
    neurological = models.TextField(_("neurological screening"), blank=True)
    conclusion = models.TextField(_("conclusion of the examination"), blank=True)

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        ordering = ["created_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.UniqueConstraint(
                name="examination_one_draft", fields=["episode"], condition=Q(signed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="examination_not_needed_says_why",
                condition=Q(signed_at__isnull=True) | Q(not_needed=False) | ~Q(not_needed_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}"


class RegionFinding(SignedPart):
    """Notes on one region of one examination. A region without a row was not examined."""

    frozen_with = "examination"

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="region_findings")
    region = models.CharField(_("region"), max_length=20)
    nothing_found = models.BooleanField(_("examined, nothing found"), default=False)
    inspection = models.TextField(_("observation"), blank=True)
    palpation = models.TextField(_("palpation and joint mobility"), blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="region_finding_once", fields=["examination", "region"])]

    def __str__(self) -> str:
        return self.region


# The steps before hands-on treatment of the neck, in their order: field of NeckSafety and its name.
NECK_STEPS = {
    "risk_factors": _("history and risk factors"),
    "blood_pressure": _("blood pressure"),
    "cranial_nerves": _("cranial nerves"),
    "eyes": _("eyes"),
    "gait": _("gait"),
    "neurological": _("strength, sensation and reflexes"),
    "weighing": _("benefit weighed against risk"),
}


class NeckSafety(SignedPart):
    """The steps before any hands-on treatment of the neck, as they were done in one examination.

    Source: domain reference 5.5 (NVMT Beroepsnorm 2022, built on the IFOMPT cervical framework).
    """

    frozen_with = "examination"

    examination = models.OneToOneField(Examination, on_delete=models.CASCADE, related_name="neck_safety")
    risk_factors = models.TextField(_("history and risk factors of vessels and instability"), blank=True)
    blood_pressure = models.BooleanField(_("blood pressure measured"), default=False)
    cranial_nerves = models.BooleanField(_("cranial nerves checked"), default=False)
    eyes = models.BooleanField(_("eyes checked"), default=False)
    gait = models.BooleanField(_("gait checked"), default=False)
    neurological = models.BooleanField(_("strength, sensation and reflexes checked"), default=False)
    abnormal = models.TextField(_("what was abnormal"), blank=True)
    weighing = models.TextField(_("benefit weighed against risk"), blank=True)

    class Meta:
        verbose_name = _("safety steps for the neck")
        verbose_name_plural = _("safety steps for the neck")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def missing(self) -> list[str]:
        """The names of the steps that were not done, in their order; empty when all were."""
        return [str(name) for step, name in NECK_STEPS.items() if not getattr(self, step)]


class MeasurementKind(models.TextChoices):
    RANGE = "range", _("range of motion")
    STRENGTH = "strength", _("strength")
    REFLEX = "reflex", _("reflex")
    SENSATION = "sensation", _("sensation")
    MOBILITY = "mobility", _("joint mobility")
    PALPATION = "palpation", _("palpation")
    OBSERVATION = "observation", _("observation")
    TEST = "test", _("test")
    VALUE = "value", _("measured value")


class Side(models.TextChoices):
    LEFT = "L", _("left")
    RIGHT = "R", _("right")
    MIDDLE = "mid", _("middle")


class TestResult(models.TextChoices):
    NEGATIVE = "neg", _("negative")
    POSITIVE = "pos", _("positive")
    UNCLEAR = "unclear", _("unclear")
    NOT_DONE = "not_done", _("not done")


def number(value: Decimal) -> str:
    """A stored number as the language of the page writes it, without needless zeros."""
    return number_format(value.normalize())


class Measurement(SignedPart):
    """One measured value or test result, with the norm that applied then. FHIR: Observation."""

    frozen_with = "examination"

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="measurements")
    region = models.CharField(_("region"), max_length=20)
    code = models.CharField(_("code"), max_length=40)
    # The name as the content gave it then, in both languages.
    label_nl = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=MeasurementKind.choices)
    side = models.CharField(_("side"), max_length=3, choices=Side.choices)
    value = models.DecimalField(_("value"), max_digits=6, decimal_places=1, null=True, blank=True)
    # A step on a scale of words or signs: strength "4+", reflex "2+", sensation "reduced".
    grade = models.CharField(_("grade"), max_length=12, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)
    norm_low = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    norm_high = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    norm_grade = models.CharField(max_length=12, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=TestResult.choices, blank=True)
    # What belongs to some kinds only; the steps are those of the scales in the examination set.
    # Of a movement; without a start it began in the middle.
    way = models.CharField(_("active or passive"), max_length=12, blank=True)
    start = models.DecimalField(_("start"), max_digits=6, decimal_places=1, null=True, blank=True)
    end_feel = models.CharField(_("end-feel"), max_length=12, blank=True)
    limited_by = models.CharField(_("limited by"), max_length=12, blank=True)
    # Of joint mobility: no pain, pain, or the known pain.
    provoked = models.CharField(_("provoked pain"), max_length=12, blank=True)
    # Of a palpated site.
    tone = models.CharField(_("tone"), max_length=12, blank=True)
    trigger_point = models.CharField(_("trigger point"), max_length=12, blank=True)
    temperature = models.CharField(_("temperature"), max_length=12, blank=True)
    swelling = models.CharField(_("swelling"), max_length=12, blank=True)
    pain = models.PositiveSmallIntegerField(_("pain (0-10)"), null=True, blank=True, validators=PAIN_SCALE)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    # Filled in with the whole region in one tap as normal, and not changed since.
    as_normal = models.BooleanField(_("filled in as normal with the region"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="measurement_once", fields=["examination", "region", "code", "side"]
            ),
            models.CheckConstraint(
                name="measurement_kind_known", condition=Q(kind__in=MeasurementKind.values)
            ),
            models.CheckConstraint(
                name="measurement_result_known", condition=Q(result__in=["", *TestResult.values])
            ),
            models.CheckConstraint(name="measurement_side_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="measurement_pain_0_10", condition=Q(pain__isnull=True) | Q(pain__lte=10)
            ),
            models.CheckConstraint(
                name="measurement_says_something",
                condition=Q(value__isnull=False) | ~Q(result="") | ~Q(grade=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.side}"

    @property
    def found(self) -> str:
        """What was found, in words or with the unit."""
        if self.value is not None:
            return with_unit(number(self.value), self.unit)
        if self.result:
            return str(self.get_result_display())
        if self.kind == MeasurementKind.RANGE:
            return gettext("normal")
        return grade_text(self.region, self.code, self.kind, self.grade, get_language() or "nl")

    @property
    def details(self) -> list[str]:
        """What was noted besides in words, what was normal too."""
        told = [] if self.pain is None else [gettext("pain %(score)s") % {"score": self.pain}]
        if self.start is not None:
            told.append(self._named("start", with_unit(number(self.start), self.unit)))
        language = get_language() or "nl"
        for part in PART_SCALES:
            if step := getattr(self, part):
                told.append(self._named(part, part_scale(part).word(step, language)))
        return told

    def _named(self, part: str, words: str) -> str:
        if part in CLEAR_PARTS:
            return words
        return f"{self._meta.get_field(part).verbose_name}: {words}"

    @property
    def is_deviating(self) -> bool:
        """True when the result, the value or anything noted with it is not normal."""
        noted = any(not part_scale(part).is_normal(getattr(self, part)) for part in PART_SCALES)
        return noted or self.outside_norm or self.result == TestResult.POSITIVE

    @property
    def outside_norm(self) -> bool:
        """True when the value or grade is not what the norm stored with it says."""
        if self.value is None:
            return bool(self.grade and self.norm_grade) and self.grade != self.norm_grade
        below = self.norm_low is not None and self.value < self.norm_low
        return below or (self.norm_high is not None and self.value > self.norm_high)


class ExaminationSign(SignedPart):
    """A sentence that followed from several results when the examination was saved."""

    frozen_with = "examination"

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="signs")
    code = models.CharField(_("code"), max_length=40)
    alarm = models.BooleanField(_("stop, and change the screening"), default=False)
    text_nl = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="examination_sign_once", fields=["examination", "code"])]

    def __str__(self) -> str:
        return self.code

    @property
    def text(self) -> str:
        return self.text_en if (get_language() or "nl").startswith("en") else self.text_nl
