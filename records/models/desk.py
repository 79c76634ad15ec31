"""What belongs to the therapist's desk: co-signatures for a trainee, and texts of one's own."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Screening
from practice.models import User
from practice.signing import AppendOnly

from .evaluation import Evaluation
from .examination import Examination
from .history import History
from .letter import Letter
from .plan import TreatmentPlan
from .session import Session

SHORTCUT = RegexValidator(
    r"^[a-z0-9]{1,20}\Z", _("Use small letters and digits, without spaces: for example mobth.")
)
# What a supervisor co-signs, each a column of CoSignature; at any time exactly one is filled.
COSIGNED = ("screening", "history", "examination", "plan", "session", "evaluation", "letter")


def _of_one() -> Q:
    """True of a row that is about exactly one record."""
    choices = [Q(**{f"{name}__isnull": name != only for name in COSIGNED}) for only in COSIGNED]
    found = choices[0]
    for choice in choices[1:]:
        found |= choice
    return found


class CoSignature(AppendOnly):
    """A supervisor signed what a trainee had signed. Written once."""

    screening = models.OneToOneField(
        Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    history = models.OneToOneField(
        History, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    examination = models.OneToOneField(
        Examination, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    plan = models.OneToOneField(
        TreatmentPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    evaluation = models.OneToOneField(
        Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="cosignature"
    )
    remark = models.TextField(_("remark"), blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("co-signed at"), default=timezone.now)

    class Meta:
        verbose_name = _("co-signature")
        verbose_name_plural = _("co-signatures")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="cosignature_of_one", condition=_of_one())]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%d-%m-%Y}"


class Snippet(models.Model):
    """A text that a therapist uses often, behind a short word: ;word becomes the text."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="snippets")
    shortcut = models.CharField(_("short word"), max_length=20, validators=[SHORTCUT])
    text = models.TextField(_("text"), max_length=1000)

    class Meta:
        verbose_name = _("text snippet")
        verbose_name_plural = _("text snippets")
        ordering = ["shortcut"]
        constraints = [
            models.UniqueConstraint(name="snippet_once", fields=["owner", "shortcut"]),
            models.CheckConstraint(name="snippet_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.shortcut

    @classmethod
    def texts_of(cls, owner: User) -> dict[str, str]:
        """The texts of one therapist by their short word."""
        return dict(cls.objects.filter(owner=owner).values_list("shortcut", "text"))
