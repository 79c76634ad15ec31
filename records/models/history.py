"""The history (anamnese): the patient's own words, and the therapist's."""

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from intake.models import INTAKE_OF_ITS_EPISODE, Intake
from practice.models import Episode
from practice.signing import SignedRecord
from records.topics import topics


class History(SignedRecord):
    """The history of one episode, topic by topic as the brochure names them.

    The patient's words stay where they are, in the answers of the intake; this is the clinical version.
    """

    row_rules = {"intake_of_its_episode": INTAKE_OF_ITS_EPISODE}

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="histories", verbose_name=_("episode")
    )
    intake = models.ForeignKey(
        Intake,
        on_delete=models.PROTECT,
        related_name="histories",
        null=True,
        blank=True,
        verbose_name=_("intake"),
    )
    request_for_help = models.TextField(_("request for help, in the patient's words"), blank=True)
    onset = models.TextField(_("how it started"), blank=True)
    course = models.TextField(_("duration and course"), blank=True)
    symptoms = models.TextField(_("complaint and other symptoms"), blank=True)
    influences = models.TextField(_("what makes it worse or better"), blank=True)
    general_health = models.TextField(_("general health, history and medication"), blank=True)
    daily_life = models.TextField(_("limitations in daily life, work and sport"), blank=True)
    psychosocial = models.TextField(_("thoughts, feelings and stress"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta:
        verbose_name = _("history")
        verbose_name_plural = _("histories")
        ordering = ["created_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.UniqueConstraint(
                name="history_first_once", fields=["episode"], condition=Q(amends__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}"

    @property
    def written_topics(self) -> list[dict[str, object]]:
        """The topics with text, in order, each with `label` and `text`."""
        fields = [self._meta.get_field(topic.field) for topic in topics()]
        return [
            {"label": capfirst(field.verbose_name), "text": text}
            for field in fields
            if (text := getattr(self, field.name))
        ]
