"""What the checks of a case ended in."""

from __future__ import annotations

from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Controle


def ended_checks(case: CaseFile) -> dict[str, str]:
    """The last outcome of each check; a later one of the same check replaces it."""
    return {each.entry.controle: each.entry.uitkomst for each in case.all(Controle)}
