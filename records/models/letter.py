"""Letters, the permission they rest on, and what was sent to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.models import Episode, Relation, User
from practice.signing import AppendOnly, SignedRecord


class SharingKind(models.TextChoices):
    """Types of consent of domain reference 8.1."""

    GP = "share_gp", _("with the GP")
    OTHER = "share_other", _("with somebody else")


class SharingDecision(models.TextChoices):
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SharingMethod(models.TextChoices):
    ORAL = "oral", _("in words")
    PAPER = "paper", _("signed on paper")
    INTAKE = "intake", _("in the intake")


class SharingConsent(AppendOnly):
    """The patient's decision about sharing data with one kind of receiver. Written once; the newest counts.

    Source: KNGF Dossiervoering 2019, B.5.1 and art. 7:457 BW; domain reference 8.1.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="sharing_consents")
    kind = models.CharField(_("about sharing"), max_length=12, choices=SharingKind.choices)
    # Of somebody else: who. A yes for one receiver is not stretched to another.
    receiver = models.CharField(_("receiver"), max_length=120, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=SharingDecision.choices)
    by_patient = models.BooleanField(_("the patient decides"), default=True)
    representative_name = models.CharField(_("representative"), max_length=120, blank=True)
    representative_relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, blank=True
    )
    method = models.CharField(_("how"), max_length=10, choices=SharingMethod.choices)
    text_shown = models.TextField(_("text that was shown or said"))
    remark = models.TextField(_("remark"), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    class Meta:
        verbose_name = _("permission to share")
        verbose_name_plural = _("permissions to share")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="sharing_kind_known", condition=Q(kind__in=SharingKind.values)),
            models.CheckConstraint(
                name="sharing_decision_known", condition=Q(decision__in=SharingDecision.values)
            ),
            models.CheckConstraint(name="sharing_method_known", condition=Q(method__in=SharingMethod.values)),
            models.CheckConstraint(
                name="sharing_somebody_decides", condition=Q(by_patient=True) | ~Q(representative_name="")
            ),
            models.CheckConstraint(
                name="sharing_names_other_receiver", condition=Q(kind="share_gp") | ~Q(receiver="")
            ),
            models.CheckConstraint(name="sharing_has_text", condition=~Q(text_shown="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_decision_display()}"

    @property
    def is_given(self) -> bool:
        return self.decision == SharingDecision.GIVEN


class LetterKind(models.TextChoices):
    """The five kinds of domain reference 9.4."""

    START = "start", _("direct access: start of treatment")
    NOT_CLEAR = "not_clear", _("not OK: contact the GP")
    INTERIM = "interim", _("interim report")
    FINAL = "final", _("final report")
    QUESTION = "question", _("question to the GP")


class Letter(SignedRecord):
    """One letter. Once signed, what was written and the PDF of it are frozen. FHIR: Composition."""

    # The newest word about this receiver is a yes; the action says so in words.
    row_rules = {
        "signed_with_permission": "NEW.signed_at IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM records_sharingconsent AS asked WHERE asked.id = NEW.permission_id "
        "AND asked.episode_id = NEW.episode_id AND asked.decision = 'given' AND NOT EXISTS ("
        "SELECT 1 FROM records_sharingconsent AS later WHERE later.episode_id = asked.episode_id "
        "AND later.kind = asked.kind AND later.receiver = asked.receiver AND later.id > asked.id))",
    }

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="letters", verbose_name=_("episode")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="nl")
    permission = models.ForeignKey(
        SharingConsent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("permission to share"),
    )
    receiver_name = models.CharField(_("to"), max_length=120, blank=True)
    receiver_address = models.TextField(_("address"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    # Parts in order: [{"key": code, "heading": text, "text": text}, ...]; an empty one is left out.
    sections = models.JSONField(_("parts"), default=list, blank=True)
    # A BSN goes only over a secure channel (domain reference 9.4).
    with_bsn = models.BooleanField(_("with the BSN"), default=False)
    # What was sent, to the byte; there from the signature onward.
    pdf = models.BinaryField(null=True, blank=True, editable=False)
    plain_text = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["created_at", "pk"]
        constraints = [
            *SignedRecord.Meta.constraints,
            models.CheckConstraint(name="letter_kind_known", condition=Q(kind__in=LetterKind.values)),
            models.UniqueConstraint(
                name="letter_one_draft_per_kind",
                fields=["episode", "kind"],
                condition=Q(signed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="letter_signed_is_frozen_whole",
                condition=Q(signed_at__isnull=True)
                | (Q(pdf__isnull=False) & ~Q(plain_text="") & ~Q(digest="") & ~Q(receiver_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.get_kind_display()}"


class SentBy(models.TextChoices):
    SECURE_MAIL = "secure_mail", _("secure mail")
    POST = "post", _("post")
    HANDED = "handed", _("handed to the patient")
    OTHER = "other", _("another way")


class LetterDispatch(AppendOnly):
    """A signed letter went to somebody. Written once; a letter may go out more than once."""

    row_rules = {
        "letter_is_signed": "NOT EXISTS (SELECT 1 FROM records_letter AS letter "
        "WHERE letter.id = NEW.letter_id AND letter.signed_at IS NOT NULL)",
    }

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="dispatches")
    receiver = models.CharField(_("to"), max_length=200)
    how = models.CharField(_("how"), max_length=12, choices=SentBy.choices)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="dispatch_how_known", condition=Q(how__in=SentBy.values)),
            models.CheckConstraint(name="dispatch_has_receiver", condition=~Q(receiver="")),
        ]

    def __str__(self) -> str:
        return f"{self.receiver}: {self.get_how_display()}"
