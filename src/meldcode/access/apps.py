"""`access` as a Django app; its log is guarded by the same triggers as the ledger."""

from django.apps import AppConfig

from meldcode.ledger.triggers import Guarded, register


class Access(AppConfig):
    """The app."""

    name = "meldcode.access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the log: its lines stay as they were written."""
        register(Guarded("access_logline"))
