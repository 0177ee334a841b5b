"""The one table of the guide: visits, sealed. Only `visits.py` uses it."""

from meldcode.visit.models import SealedRow


class SealedVisit(SealedRow):
    """A visit to the guide."""
