"""The practice itself and the people who work in it."""

from django.contrib.auth.models import AbstractUser, _user_has_perm
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from simple_history.models import HistoricalRecords

# Sources: domain reference 9.3 (AGB code 8 digits as text, BIG number 11 digits).
AGB_CODE = RegexValidator(r"^\d{8}$", _("An AGB code has 8 digits, for example 04012345."))
BIG_NUMBER = RegexValidator(r"^\d{11}$", _("A BIG number has 11 digits."))


class Role(models.TextChoices):
    RECEPTIONIST = "receptionist", _("receptionist")
    THERAPIST = "therapist", _("therapist")
    MANAGER = "manager", _("manager")


class User(AbstractUser):
    """Somebody who works in the practice. The role decides what he or she may do; see access.py."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    big_number = models.CharField(_("BIG number"), max_length=11, blank=True, validators=[BIG_NUMBER])
    agb_code = models.CharField(_("AGB code"), max_length=8, blank=True, validators=[AGB_CODE])
    # Of a trainee: who signs the same notes once more, and sees the same patients.
    supervisor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainees",
        limit_choices_to={"role": Role.THERAPIST, "is_active": True},
        verbose_name=_("supervisor"),
        help_text=_("Only for a trainee: this therapist co-signs what the trainee signs."),
    )
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            models.CheckConstraint(name="user_role_known", condition=Q(role__in=["", *Role.values])),
            models.CheckConstraint(
                name="user_supervised_by_another",
                condition=Q(supervisor__isnull=True) | ~Q(supervisor=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """What the role allows. A superuser gets nothing for free: Django would say yes to everything."""
        return self.is_active and _user_has_perm(self, perm, obj)

    @property
    def is_therapist(self) -> bool:
        return self.role == Role.THERAPIST

    @property
    def is_trainee(self) -> bool:
        return self.supervisor_id is not None


class Practice(models.Model):
    """The one practice this installation serves."""

    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    phone = PhoneNumberField(_("phone"))
    email = models.EmailField(_("e-mail"), help_text=_("Notices of the system go here."))
    website = models.URLField(_("website"), blank=True)
    agb_code = models.CharField(_("AGB code"), max_length=8, blank=True, validators=[AGB_CODE])
    out_of_hours_phone = models.CharField(_("out-of-hours GP post, phone"), max_length=20, blank=True)
    next_patient_number = models.PositiveIntegerField(_("next patient number"), default=10001)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practice")
        constraints = [models.CheckConstraint(name="practice_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Practice":
        """The practice, or an unsaved stand-in while nothing is set up."""
        return cls.objects.first() or cls(pk=1, name="Wervel", phone="", email="")

    @property
    def phone_display(self) -> str:
        return self.phone.as_national if self.phone else ""
