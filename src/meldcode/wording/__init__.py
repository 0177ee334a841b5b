"""Marks wording that makes a report weak: impressions, opinions, hearsay. Pure, no Django.

It advises: it never blocks and never rewrites.
"""

from meldcode.wording.check import Mark, check

__all__ = ["Mark", "check"]
