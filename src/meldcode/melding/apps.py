"""The report as a Django app."""

from django.apps import AppConfig


class Melding(AppConfig):
    """The app."""

    name = "meldcode.melding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wipe the report without a case where somebody wipes everything."""
        from meldcode.melding import visits
        from meldcode.visit.wiping import wiping

        wiping.connect(visits.wipe_too)
