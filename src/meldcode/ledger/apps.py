"""The ledger as a Django app: its triggers follow every migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from meldcode.ledger.triggers import after_migrate


class Ledger(AppConfig):
    """The app."""

    name = "meldcode.ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Install the triggers whenever tables may have changed."""
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="meldcode-triggers")
