"""The report as a Django app."""

from django.apps import AppConfig


class Melding(AppConfig):
    """The app."""

    name = "meldcode.melding"
    default_auto_field = "django.db.models.BigAutoField"
