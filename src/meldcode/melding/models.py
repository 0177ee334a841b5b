"""The one table of the report: reports without a case, sealed. Only `visits.py` uses it."""

from meldcode.visit.models import SealedRow


class SealedReport(SealedRow):
    """A report that is being written without a case, or a page with what was typed in it."""
