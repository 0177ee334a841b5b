"""What was decided last, on which advice, and whether the two agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meldcode.dossier.casefile import CaseFile, Placed
from meldcode.dossier.entries import Besluit, Melding
from meldcode.dossier.rounds import Round

# Which decisions on reporting go with which advice. With 'nu_niet' the framework asks to weigh
# again on an agreed day (stappenplan, afweging 4), so a plain 'niet' says less than the advice.
AGREES: Mapping[str, frozenset[str]] = {
    "noodzakelijk": frozenset({"wel"}),
    "terughoudend": frozenset({"niet", "nu_niet"}),
    "nu_niet": frozenset({"nu_niet"}),
    "niet_noodzakelijk": frozenset({"niet", "nu_niet"}),
}
HELP_POSSIBLE = frozenset({"mogelijk", "samen_met_veilig_thuis"})


@dataclass(frozen=True)
class Decision:
    """The last decision of this run of the code, and where the case stands.

    `agrees` and `help_agrees` are None where there is no decision or no advice to hold it against.
    `reported`: a report was made in this case, in this run or before.
    """

    last: Placed[Besluit] | None
    round: Round | None
    agrees: bool | None
    help_agrees: bool | None
    reported: bool
    closed: bool

    @property
    def state(self) -> Literal["lopend", "gesloten"]:
        return "gesloten" if self.closed else "lopend"

    @property
    def deviates(self) -> bool:
        """Whether the decision leaves the advice, by its own word or as it turns out."""
        said = self.last is not None and self.last.entry.volgt_advies == "nee"
        return said or self.agrees is False or self.help_agrees is False


def decision_of(case: CaseFile, rounds: tuple[Round, ...]) -> Decision:
    """The decision; `rounds` are those of this run."""
    last = case.run.last(Besluit)
    found = _round_for(last, rounds) if last else None
    return Decision(
        last=last,
        round=found,
        agrees=_agrees(last, found),
        help_agrees=_help_agrees(last, found),
        reported=bool(case.all(Melding)),
        closed=case.closing is not None,
    )


def _round_for(last: Placed[Besluit], rounds: tuple[Round, ...]) -> Round | None:
    """The last round that was recorded before it, or that is dated before it."""
    before = [each for each in rounds if each.number < last.number or each.day < last.entry.op]
    return before[-1] if before else None


def _agrees(last: Placed[Besluit] | None, found: Round | None) -> bool | None:
    if last is None or found is None or found.verdict.melden not in AGREES:
        return None
    return last.entry.melden in AGREES[found.verdict.melden]


def _help_agrees(last: Placed[Besluit] | None, found: Round | None) -> bool | None:
    if last is None or found is None or found.verdict.hulp not in HELP_POSSIBLE:
        return None
    return last.entry.hulp != "geen"
