"""The one table of the case file that is not the ledger: drafts, sealed."""

from django.db import models


class Draft(models.Model):
    """What somebody typed and did not store yet, sealed to that person alone."""

    reference = models.CharField(max_length=64)
    zaak = models.CharField(max_length=16, blank=True)
    form = models.CharField(max_length=40)
    sealed = models.BinaryField()
    saved_at = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "zaak", "form"], name="one_draft")
        ]
