"""The diagnosis codes for paramedical care (DCSPH), as the practice imported them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FOUR_DIGITS = RegexValidator(r"^[0-9]{4}\Z", _("A DCSPH code has four digits."))


class DcsphCode(models.Model):
    """One allowed combination of body location (first two digits) and condition (last two).

    Source: the file Vektis publishes, through `manage.py import_dcsph`; empty until then.
    """

    code = models.CharField(_("code"), max_length=4, unique=True, validators=[FOUR_DIGITS])
    location = models.CharField(_("location"), max_length=200)
    condition = models.CharField(_("condition"), max_length=300)
    # Both in lower case without accents, for searching by words.
    search_text = models.CharField(max_length=600, editable=False)
    allowed = models.BooleanField(_("may be used"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("DCSPH code")
        verbose_name_plural = _("DCSPH codes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="dcsph_valid_in_order",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.location}: {self.condition}"
