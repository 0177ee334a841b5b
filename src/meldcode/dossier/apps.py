"""The case file as a Django app."""

from django.apps import AppConfig


class Dossier(AppConfig):
    """The app."""

    name = "meldcode.dossier"
    default_auto_field = "django.db.models.BigAutoField"
