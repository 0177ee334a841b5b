"""The tables of the ledger. Triggers (see `triggers`) refuse what these classes don't offer."""

from django.db import models


class Zaak(models.Model):
    """A case, by a random reference; the few columns that lists and reminders need."""

    reference = models.CharField(max_length=16, primary_key=True)
    kader = models.CharField(max_length=64)
    kader_hash = models.CharField(max_length=80)
    status = models.CharField(max_length=16, default="lopend")
    due = models.DateField(null=True)
    # What decides how long it is kept, sealed under the key of that round: a birthday counts there.
    term = models.BinaryField(null=True)
    term_round = models.PositiveIntegerField(null=True)


class Row(models.Model):
    """A record of a case, as `chain.Record` describes it."""

    zaak = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    round = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    author = models.CharField(max_length=64)
    at = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    attached = models.CharField(max_length=64)
    previous = models.BinaryField()
    body = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zaak", "number"], name="one_place")]
        # Written as `lists` asks: a database uses a partial index for the same words alone.
        indexes = [
            models.Index(fields=["subject"], name="by_subject"),
            models.Index(fields=["author"], name="by_starter", condition=models.Q(kind="start")),
            models.Index(
                fields=["zaak", "number"], name="of_access", condition=~models.Q(kind="inhoud")
            ),
        ]


class Attachment(models.Model):
    """A sealed file of a case, by the SHA-256 (hex) of its sealed bytes."""

    zaak = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zaak", "sha256"], name="one_file")]


class Tombstone(models.Model):
    """What stays of a destroyed case: that it was, by whom and on which ground it went, signed."""

    zaak = models.CharField(max_length=16, primary_key=True)
    at = models.CharField(max_length=40)
    author = models.CharField(max_length=64)
    ground = models.CharField(max_length=32)
    head = models.CharField(max_length=80)
    # How its signer came to own the case, see `ownership`; none in those of before that. Both may
    # be empty, for SQLite then adds them without making the table anew under the triggers.
    proof = models.TextField(null=True)
    # That it came with a file or from a newer database: the log here may not know of it.
    carried = models.BooleanField(null=True)
    signature = models.BinaryField()

    @property
    def signature_hex(self) -> str:
        """The signature as text."""
        return bytes(self.signature).hex()
