"""Registration data: patients, who speaks for them, and their general practitioners."""

import datetime
import hashlib
import hmac

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedCharField
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

from practice import names, sounds

from .staff import AGB_CODE, Role, User


class Sex(models.TextChoices):
    FEMALE = "f", _("female")
    MALE = "m", _("male")
    OTHER = "x", _("other / rather not say")


class NameUse(models.TextChoices):
    BIRTH = names.BIRTH, _("birth name")
    PARTNER = names.PARTNER, _("partner's name")
    PARTNER_BIRTH = names.PARTNER_BIRTH, _("partner's name - birth name")
    BIRTH_PARTNER = names.BIRTH_PARTNER, _("birth name - partner's name")


class Relation(models.TextChoices):
    PARENT = "parent", _("parent with authority")
    GUARDIAN = "guardian", _("guardian (voogd)")
    CURATOR = "curator", _("legal guardian (curator)")
    MENTOR = "mentor", _("mentor")
    PROXY = "proxy", _("authorised proxy")
    PARTNER = "partner", _("partner")
    FAMILY = "family", _("parent, child, brother or sister")


class GeneralPractitioner(models.Model):
    """A family doctor (huisarts) patients are registered with."""

    name = models.CharField(_("name"), max_length=120)
    practice_name = models.CharField(_("practice"), max_length=120, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    agb_code = models.CharField(_("AGB code"), max_length=8, blank=True, validators=[AGB_CODE])
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("general practitioner")
        verbose_name_plural = _("general practitioners")
        ordering = ["name"]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.practice_name, self.city]))


def bsn_digest(bsn: str) -> str:
    """Keyed digest of a BSN (9 digits), by which the encrypted number is found again."""
    return hmac.new(settings.BSN_DIGEST_KEY.encode(), bsn.encode(), hashlib.sha256).hexdigest()


# A BSN that is new to this registration and to those that live on in it, of somebody whose identity document
# nobody saw under any of them. One from before documents were noted may move with a merge, and back.
_OWN = "= NEW.id OR {} IN (SELECT gone.id FROM practice_patient AS gone WHERE gone.merged_into_id = NEW.id)"
BSN_WITHOUT_IDENTITY = (
    "NEW.bsn_digest IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM practice_patient AS base "
    "WHERE base.id = NEW.id AND base.bsn_digest = NEW.bsn_digest) "
    "AND NOT EXISTS (SELECT 1 FROM practice_historicalpatient AS earlier "
    f"WHERE earlier.bsn_digest = NEW.bsn_digest AND (earlier.id {_OWN.format('earlier.id')})) "
    "AND NOT EXISTS (SELECT 1 FROM practice_identitycheck AS identity "
    f"WHERE identity.patient_id {_OWN.format('identity.patient_id')})"
)


def of_person(patient: "int | OuterRef") -> Q:
    """Rows whose `patient` is the one with this number, or a registration that lives on in it.

    Inside a subquery it is OuterRef(OuterRef(...)), since this is one more.
    """
    return Q(
        patient__in=Patient.objects.filter(Q(pk=patient) | Q(merged_into=patient)).order_by().values("pk")
    )


class PatientQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PatientQuerySet":
        """Patients within this person's scope: a therapist's own, everybody at the desk, else nobody.

        The patients of a trainee are those of the supervisor too. A registration that lives on in another
        one is in nobody's scope; access.get_patient leads to that one.
        """
        if user.is_therapist:
            own = Q(episodes__therapist=user) | Q(episodes__therapist__supervisor=user)
            return self.standing().filter(own).distinct()
        return self.standing() if user.role == Role.RECEPTIONIST else self.none()

    def standing(self) -> "PatientQuerySet":
        """Without registrations that live on in another one; see PatientMerge."""
        return self.filter(merged_into__isnull=True)

    def with_bsn(self, bsn: str) -> "PatientQuerySet":
        """The patient with this BSN (9 digits), if any."""
        return self.filter(bsn_digest=bsn_digest(bsn))

    def living(self, patient: "Patient") -> "Patient":
        """This patient, or whom the registration lives on in by now; locked until the transaction ends."""
        stored = self.select_for_update().get(pk=patient.pk)
        return stored if stored.merged_into_id is None else self.living(stored.merged_into)


class Patient(models.Model):
    """Somebody who is or was treated here."""

    number = models.PositiveIntegerField(_("patient number"), unique=True)
    initials = models.CharField(_("initials"), max_length=20)
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    birth_name = models.CharField(_("birth name"), max_length=80)
    partner_prefix = models.CharField(_("prefix of partner's name"), max_length=20, blank=True)
    partner_name = models.CharField(_("partner's name"), max_length=80, blank=True)
    name_use = models.CharField(
        _("name in use"), max_length=15, choices=NameUse.choices, default=NameUse.BIRTH
    )
    search_name = models.CharField(max_length=300, db_index=True, editable=False)
    birth_date = models.DateField(_("birth date"), db_index=True)
    sex = models.CharField(_("sex at birth"), max_length=1, choices=Sex.choices)
    street = models.CharField(_("street"), max_length=100, blank=True)
    house_number = models.PositiveIntegerField(
        _("house number"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99999)]
    )
    house_letter = models.CharField(_("letter"), max_length=1, blank=True)
    house_addition = models.CharField(_("addition"), max_length=10, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True, db_index=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    bsn = EncryptedCharField(_("BSN"), max_length=200, null=True, blank=True)
    bsn_digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    general_practitioner = models.ForeignKey(
        GeneralPractitioner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="patients",
        verbose_name=_("general practitioner"),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    registered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("registered by")
    )
    # The number in the system the patient came from; see practice/importing.py.
    previous_number = models.CharField(
        _("number in the previous system"), max_length=40, null=True, blank=True, unique=True, editable=False
    )
    # Registered twice: this registration lives on in that one; see PatientMerge. No index of every row, which
    # SQLite would choose before a better one: patient_merged holds the few that have a value.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["search_name"])

    # A BSN comes from an identity document that was seen (domain reference 8.4); see practice/triggers.py.
    row_rules = {"bsn_after_identity": BSN_WITHOUT_IDENTITY}

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        ordering = ["search_name", "pk"]
        indexes = [
            models.Index(name="patient_house", fields=["postcode", "house_number"]),
            models.Index(
                name="patient_merged", fields=["merged_into"], condition=Q(merged_into__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="patient_language_known", condition=Q(language__in=["nl", "en"])),
            models.CheckConstraint(name="patient_name_use_known", condition=Q(name_use__in=NameUse.values)),
            models.CheckConstraint(name="patient_sex_known", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(name="patient_has_name", condition=~Q(birth_name="")),
            models.CheckConstraint(
                name="patient_not_its_own_merge", condition=~Q(merged_into=models.F("id"))
            ),
            models.CheckConstraint(
                name="patient_bsn_with_digest",
                condition=Q(bsn__isnull=True, bsn_digest__isnull=True)
                | Q(bsn__isnull=False, bsn_digest__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.number})"

    def save(self, *args: object, **kwargs: object) -> None:
        self.fill_in()
        # Two statements that belong together; an action around them is the transaction.
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self._keep_terms()

    def fill_in(self) -> None:
        """Set the columns that follow from others; save() does so, who writes in bulk has to."""
        words = [self.birth_name, self.prefix, self.partner_name, self.partner_prefix]
        self.search_name = names.plain(" ".join([*words, self.first_name, self.initials]))
        self.bsn = self.bsn or None
        self.bsn_digest = bsn_digest(self.bsn) if self.bsn else None

    def _keep_terms(self) -> None:
        """Let the search know this name; it writes only when the name is new (practice/finding.py)."""
        wanted = sounds.terms(self)
        if dict(self.terms.values_list("word", "sound")) != wanted:
            self.terms.all().delete()
            self.terms.bulk_create(
                [self.terms.model(patient=self, word=w, sound=s) for w, s in wanted.items()]
            )

    @property
    def full_name(self) -> str:
        return names.full_name(self)

    @property
    def sort_name(self) -> str:
        return names.sort_name(self)

    @property
    def address(self) -> str:
        """Street, number, postcode and town on one line; empty when unknown."""
        number = f"{self.house_number or ''}{self.house_letter}"
        house = " ".join(filter(None, [self.street, number, self.house_addition]))
        return ", ".join(filter(None, [house, " ".join(filter(None, [self.postcode, self.city]))]))

    @property
    def bsn_masked(self) -> str:
        """The BSN with only its last three digits, for screens; empty when unknown."""
        return f"••••••{self.bsn[-3:]}" if self.bsn else ""

    @property
    def identity_checked(self) -> bool:
        """True when somebody here saw an identity document, of this registration or one that lives on in it.

        Reads identity_checks, which lists prefetch; only where there are none it asks about merges.
        """
        seen = self.identity_checks.model.objects.filter(of_person(self.pk))
        return bool(self.identity_checks.all()) or seen.exists()

    @property
    def age(self) -> int:
        return self.age_on(timezone.localdate())

    def age_on(self, day: datetime.date) -> int:
        """Age in whole years on `day`."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)


class Representative(models.Model):
    """Somebody who speaks for a patient: a parent of a minor, or of an adult who cannot decide."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="representatives", verbose_name=_("patient")
    )
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices)
    phone = PhoneNumberField(_("phone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="representative_relation_known", condition=Q(relation__in=Relation.values)
            ),
            models.UniqueConstraint(name="representative_once", fields=["patient", "name", "relation"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_relation_display()})"
