"""What the search box finds patients by: one row per word of the name."""

from django.db import models

from . import lookups  # noqa: F401 (it registers itself)
from .patient import Patient


class PatientTerm(models.Model):
    """One word of a patient's name, written plainly and as it sounds; see practice/sounds.py."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="terms")
    # db_index: PostgreSQL makes a second index for it that LIKE 'jan%' can use, whatever the collation.
    word = models.CharField(max_length=80, db_index=True)
    sound = models.CharField(max_length=80, db_index=True, blank=True)

    class Meta:
        verbose_name = "search term"
        constraints = [models.UniqueConstraint(name="term_once", fields=["patient", "word"])]
        indexes = [models.Index(name="term_of_patient", fields=["patient", "word", "sound"])]

    def __str__(self) -> str:
        return self.word
