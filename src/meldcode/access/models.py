"""The tables of `access`. What lies in them opens nothing without a passphrase or the codes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from meldcode.access.naming import fold
from meldcode.vault.keys import PublicKeys

PROFESSIONAL = "professional"
FOCAL = "aandachtsfunctionaris"
REVIEWER = "eindverantwoordelijke"
READER = "meelezer"
ADMIN = "beheerder"
ROLES = (PROFESSIONAL, FOCAL, REVIEWER, READER, ADMIN)
# These two let in and look after others, and see no content.
SEES_NO_CASE = frozenset({ADMIN, REVIEWER})
# These sign for what one administrator may not do alone.
SIGNERS = frozenset({ADMIN, REVIEWER})


class Persons(BaseUserManager["Person"]):
    """Finds people by the name they log in with, in the form in which it counts."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of that name. Raises Person.DoesNotExist."""
        found = self.named(username or "")
        if found is None:
            raise Person.DoesNotExist
        return found

    def named(self, naam: str) -> Person | None:
        """The person who logs in with this name, however it is typed."""
        wanted = fold(naam)
        names = self.order_by("pk").values_list("pk", "naam") if wanted else ()
        same = [(known != naam, pk) for pk, known in names if fold(known) == wanted]
        return self.get(pk=min(same)[1]) if same else None


class Person(AbstractBaseUser):
    """Somebody who logs in. `password` holds no hash: it is the keyring, locked with a passphrase.

    `reference` follows from the public keys, so another's keys can't be put in their place;
    `certificate` tells who let this person in; `state_signature` is the person's own, over
    everything here that only this person may change.
    """

    password = models.TextField()
    naam = models.CharField(max_length=60, unique=True)
    rollen = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    reference = models.CharField(max_length=64, unique=True)
    public = models.TextField()
    certificate = models.TextField()
    state_signature = models.BinaryField()
    recovery_box = models.TextField()
    recovery_reference = models.CharField(max_length=64)
    idle_minutes = models.PositiveSmallIntegerField(default=3)
    # Of the second factors (`factor_rows`), signed with the rest; none until they first change.
    factors = models.CharField(max_length=64, null=True)

    USERNAME_FIELD = "naam"
    objects = Persons()

    def __str__(self) -> str:
        return self.naam

    @property
    def roles(self) -> frozenset[str]:
        """What this person is in the organisation."""
        return frozenset(self.rollen.split(","))

    @property
    def keys(self) -> PublicKeys:
        """The public halves. Raises ValueError where the text was damaged."""
        return PublicKeys.from_text(self.public)

    def has_role(self, *roles: str) -> bool:
        """Whether this person has one of these roles."""
        return bool(self.roles & set(roles))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this passphrase opens the locked keyring; there is no other test of it."""
        from meldcode.access.people import unlock
        from meldcode.vault.sealing import SealBroken

        try:
            unlock(self, raw_password or "")
        except SealBroken:
            return False
        return True

    def set_password(self, raw_password: str | None) -> None:
        """Not possible: a keyring is locked anew only by who can open it (`people`)."""
        raise NotImplementedError("a passphrase is changed with the keyring, see access.people")

    def set_unusable_password(self) -> None:
        """Not possible: without its passphrase a keyring opens by recovery alone."""
        raise NotImplementedError("a passphrase is changed with the keyring, see access.people")


class Installation(models.Model):
    """The one row with what holds for everybody here."""

    reference = models.CharField(max_length=32)
    # The first person, who let in the others; everybody signs for it (`people.state_faults`).
    root = models.CharField(max_length=64)
    recovery_public = models.TextField()
    recovery_blobs = models.JSONField(default=list)
    recovery_confirmed = models.BooleanField(default=False)
    # Who gave these keys, signed: else whoever writes here could have cases sealed to a key of
    # their own.
    recovery_by = models.CharField(max_length=64)
    recovery_signature = models.BinaryField()
    # Who signed for it too; none where nobody else could.
    recovery_second = models.CharField(max_length=64, null=True)
    recovery_second_signature = models.BinaryField(null=True)
    emergency_public = models.TextField(blank=True)
    emergency_by = models.CharField(max_length=64, blank=True)
    emergency_signature = models.BinaryField(default=bytes)
    emergency_minutes = models.PositiveSmallIntegerField(default=60)
    own_years = models.PositiveSmallIntegerField(null=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """There is one installation; its row has number 1."""
        self.pk = 1
        super().save(*args, **kwargs)


class EmergencyHolder(models.Model):
    """The emergency key, sealed to one person who was named beforehand."""

    reference = models.CharField(max_length=64, unique=True)
    box = models.BinaryField()


class Invitation(models.Model):
    """An invitation that was made and not yet used; the code itself is nowhere."""

    public = models.CharField(max_length=64, unique=True)
    naam = models.CharField(max_length=60)
    rollen = models.CharField(max_length=120)
    inviter = models.CharField(max_length=64)
    signature = models.BinaryField()
    expires_at = models.BigIntegerField()
    # The inviter's own over when it ends; none in those of before, which nobody can use any more.
    end_signature = models.BinaryField(null=True)
    # Who signed for it too, where it gives a role that signs for others.
    second = models.CharField(max_length=64, null=True)
    second_signature = models.BinaryField(null=True)


class Proposal(models.Model):
    """What one person wants to do and another must sign for; see `two_hands`."""

    kind = models.CharField(max_length=24)
    about = models.CharField(max_length=64, blank=True)
    data = models.TextField()
    by = models.CharField(max_length=64)
    at = models.CharField(max_length=40)
    signature = models.BinaryField()
    second = models.CharField(max_length=64, blank=True)
    second_signature = models.BinaryField(default=bytes)


class Unlock(models.Model):
    """One browser of one person: locked (`sealed` empty) or with the keyring sealed.

    The keyring is sealed under the cookie and a key in the server's memory, so this row opens
    nothing, not even beside a copied cookie once the server stopped.
    """

    WAITING = "tweede_stap"
    OPEN = "open"
    LOCKED = "slot"

    lookup = models.CharField(max_length=64, primary_key=True)
    reference = models.CharField(max_length=64)
    stage = models.CharField(max_length=12)
    sealed = models.BinaryField()
    # Seconds since 1970 by the wall's clock and by `clock.steady`: whichever says longer counts.
    used_at = models.BigIntegerField()
    used_steady = models.FloatField(default=0)
    opened_at = models.BigIntegerField(default=0)
    opened_steady = models.FloatField(default=0)
    # By what somebody recognises the browser.
    label = models.CharField(max_length=40, blank=True)
    # That this browser gave its person's second factor once: it need not again after each pause.
    passed = models.CharField(max_length=64, blank=True)
    # That its person just gave everything again, to change a second factor (`unlock.confirm`).
    confirmed = models.CharField(max_length=64, null=True)
    confirmed_at = models.BigIntegerField(null=True)
    confirmed_steady = models.FloatField(null=True)
    back = models.CharField(max_length=300, blank=True)


class Attempt(models.Model):
    """Failed attempts of one kind (see `throttle`); times by `clock.steady`, in seconds."""

    bucket = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.FloatField(default=0)
    # Before this moment nobody has a turn here.
    turn = models.FloatField(default=0)


class LogLine(models.Model):
    """One look, or one attempt at it: who, what, when, which case, on what ground, how it ended.

    The fields of NEN 7513, without content. Each line holds the hash of the one before and is
    signed by the person it tells of. `head` is how the case stood (`number:hash`). Who could not
    log in signs nothing: such a line has no reference, and `head` is whose passphrase was tried.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    reference = models.CharField(max_length=64)
    action = models.CharField(max_length=24)
    zaak = models.CharField(max_length=16, blank=True)
    ground = models.CharField(max_length=24)
    result = models.CharField(max_length=12)
    head = models.CharField(max_length=80, blank=True)
    previous = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["zaak"], name="by_case"),
            models.Index(fields=["at"], name="by_moment"),
        ]


class Notice(models.Model):
    """Something this person must know, such as emergency access to a case; without content."""

    reference = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    zaak = models.CharField(max_length=16, blank=True)
    by = models.CharField(max_length=64, blank=True)
    at = models.CharField(max_length=40)
    read = models.BooleanField(default=False)
