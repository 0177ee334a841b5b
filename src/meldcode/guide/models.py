"""The one table of the guide: visits, sealed. Only `visits.py` uses it."""

from django.db import models


class SealedVisit(models.Model):
    """One visit. Nothing in a row can be read without the visitor's cookie and the server's memory.

    `lookup` is derived from the cookie and does not lead back to it; `expires_at` is in seconds
    since 1970 (UTC).
    """

    lookup = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    expires_at = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return "verzegeld bezoek"
