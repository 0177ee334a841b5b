"""What somebody records to fill a step; the framework says so (``gevuld_door``)."""

from __future__ import annotations

from collections.abc import Mapping

from meldcode.kader.model import Framework

# The form for each kind of filling; the weighing has a page of its own.
FORMS: Mapping[str, str] = {
    "signaal": "signaal",
    "overleg": "overleg",
    "gesprek": "gesprek",
    "afstemming": "gesprek",
    "besluit": "besluit",
}


def form_for(framework: Framework, step: str) -> str:
    """The form that fills a step; empty where that is the weighing or there is no such step."""
    found = framework.stappen.get(step)
    return FORMS.get(found.gevuld_door, "") if found else ""


def filled_by(framework: Framework, filling: str) -> str:
    """The step that is filled so; empty where the framework has none."""
    return next((k for k, each in framework.stappen.items() if each.gevuld_door == filling), "")
