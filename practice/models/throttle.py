"""Counting what was tried too often, where every worker sees it."""

from django.db import models
from django.utils import timezone


class Throttle(models.Model):
    """How often one visitor tried something since `since`; in the database, so that all workers count."""

    scope = models.CharField(max_length=40)
    # A keyed digest of who tried: the network address itself is not kept.
    key = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "throttle"
        constraints = [models.UniqueConstraint(name="throttle_once", fields=["scope", "key"])]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
