"""The history (anamnese): the patient's own words, and the therapist's."""

from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import INTAKE_OF_ITS_EPISODE, Intake
from practice.models import Episode
from practice.signing import SignedPart, SignedRecord
from records import history_lines
from records.topics import topics


class History(SignedRecord):
    """The history of one episode, topic by topic as the brochure names them.

    The patient's words stay where they are, in the answers of the intake; this is the clinical version.
    """

    row_rules = {
        "intake_of_its_episode": INTAKE_OF_ITS_EPISODE,
        # What a machine wrote is somebody's word only once a therapist said so, line by line.
        "every_line_confirmed": "NEW.signed_at IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM records_historyline AS line WHERE line.history_id = NEW.id "
        "AND line.text <> '' AND NOT line.confirmed)",
    }

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
    # Of a patient who was referred.
    referral = models.TextField(_("referral: date, diagnosis and question"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    # Topics, by column, that were asked about and about which there is nothing to tell.
    asked_none = models.JSONField(_("asked, nothing particular"), default=list, blank=True)

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
        """The topics with text, in order, each with `label` and `text`; or that there was nothing to tell."""
        return [
            {"label": capfirst(self._meta.get_field(name).verbose_name), "text": text}
            for name in (topic.field for topic in topics())
            if (text := getattr(self, name) or self._nothing(name))
        ]

    @property
    def read_topics(self) -> list[dict[str, object]]:
        """The same, and of each topic its `lines`, and what was `added` below them."""
        lines = list(self.lines.all())
        found = []
        for name in (topic.field for topic in topics()):
            own = [line for line in lines if line.topic == name]
            rest = history_lines.added(getattr(self, name), own) or self._nothing(name)
            if own or rest:
                label = capfirst(self._meta.get_field(name).verbose_name)
                found.append({"label": label, "lines": own, "added": rest})
        return found

    @property
    def has_lines(self) -> bool:
        return bool(self.lines.all())

    def _nothing(self, topic: str) -> str:
        return gettext("Asked: nothing particular.") if topic in self.asked_none else ""


class HistoryLine(SignedPart):
    """One line of a topic that was written from the patient's answers, and what became of it.

    The column of the topic holds the text as a whole: its lines, and below them what the therapist added.
    """

    frozen_with = "history"

    history = models.ForeignKey(History, on_delete=models.CASCADE, related_name="lines")
    topic = models.CharField(_("topic"), max_length=20)
    position = models.PositiveSmallIntegerField()
    # As the program wrote it, in the language of the therapist who opened the page.
    generated = models.TextField(_("as it was proposed"))
    # As it stands; empty when the therapist left it out.
    text = models.TextField(_("text"), blank=True)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="history_line_once", fields=["history", "topic", "position"])
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.position}"

    @property
    def is_changed(self) -> bool:
        """True also of a line that was left out."""
        return self.text != self.generated
