"""The shape of a table of visits. Each room that keeps visits has such a table of its own."""

from django.db import models


class SealedRow(models.Model):
    """One value. Nothing in a row can be read without the visitor's cookie and the server's memory.

    `lookup` is derived from the cookie and does not lead back to it; `expires_at` is in seconds
    since 1970 (UTC).
    """

    lookup = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField()
    expires_at = models.BigIntegerField(db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return "verzegeld bezoek"
