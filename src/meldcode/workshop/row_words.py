"""What a row of a decision table says: sentences of the framework itself, with their references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from meldcode.kader import schema
from meldcode.kader.advice import OPEN
from meldcode.kader.model import Framework
from meldcode.kader.table import Answers
from meldcode.kader.ways import find_ways

Output = str | bool | None | tuple[str, ...]
Said = tuple[str, Sequence[str]]  # a sentence and its references

MELDEN, NORM, OPNIEUW, HULP, VOLGENDE = "melden", "norm", "opnieuw", "hulp", "volgende"
PLAIN, RESTRAINT, FIRST_ASKED = "melden_zonder_terughoudendheid", "terughoudendheid", "eerst_vragen"
STATES = ("geldt_niet", "blijft", "terughoudend", OPEN)


class Told(NamedTuple):
    """A row: its output, the answers and the restraint it names, and the answers it decides on.

    ``vectors`` is empty where the row does not look at all answers.
    """

    output: Output
    answers: Mapping[str, str]
    restraint: str
    vectors: Sequence[Answers]


def words(framework: Framework, decision: str, row: Told) -> tuple[str, tuple[str, ...]]:
    """The text of a row and its references; a row that says nothing cites the framework itself."""
    said = list(_SAYING[decision](framework, row))
    texts = dict.fromkeys(framework.plain(text) for text, _ in said)
    refs = dict.fromkeys(ref for _, bron in said for ref in bron)
    return " ".join(texts), tuple(refs) or framework.bron


def _melden(framework: Framework, row: Told) -> Iterator[Said]:
    yield from _verdict(framework, f"melden.{row.output}", row)
    yield from _restrained(framework, row.restraint)
    yield from _why(_steps(framework, row, lambda step: step.melden == row.output))


def _hulp(framework: Framework, row: Told) -> Iterator[Said]:
    yield from _verdict(framework, f"hulp.{row.output}", row)
    yield from _restrained(framework, row.restraint)
    yield from _why(_steps(framework, row, lambda step: step.hulp == row.output))


def _norm(framework: Framework, row: Told) -> Iterator[Said]:
    for norm in row.output if isinstance(row.output, tuple) else ():
        item = framework.normen[norm]
        yield item.tekst, item.bron


def _again(framework: Framework, row: Told) -> Iterator[Said]:
    if row.output:
        yield from _why(_steps(framework, row, lambda step: step.opnieuw))


def _restraint(framework: Framework, row: Told) -> Iterator[Said]:
    yield from _restrained(framework, str(row.output))


def _asked(framework: Framework, row: Told) -> Iterator[Said]:
    """The question itself; beside answers that exclude each other, why that one."""
    yield from _contradictions(framework, row)
    name = str(row.output)
    item = framework.afwegingen.get(name) or framework.situatievragen.get(name)
    if item:
        yield item.vraag, item.bron


_SAYING: Mapping[str, Callable[[Framework, Told], Iterator[Said]]] = {
    PLAIN: _melden,
    MELDEN: _melden,
    HULP: _hulp,
    NORM: _norm,
    OPNIEUW: _again,
    RESTRAINT: _restraint,
    FIRST_ASKED: _asked,
    VOLGENDE: _asked,
}


def _verdict(framework: Framework, verdict: str, row: Told) -> Iterator[Said]:
    item = framework.uitkomsten[verdict]
    yield f"{item.titel.rstrip('.')}.", item.bron
    yield from _contradictions(framework, row)


def _contradictions(framework: Framework, row: Told) -> Iterator[Said]:
    """The contradiction that everything in this row is."""
    table = framework.table
    for item, rule in table.impossible:
        if row.vectors and all(rule.holds(vector) for vector in row.vectors):
            yield item.tekst, item.bron


def _restrained(framework: Framework, state: str) -> Iterator[Said]:
    rule = framework.terughoudendheid
    if rule and state in STATES[1:]:
        texts = (rule.reden_blijft, rule.reden_terughoudend, rule.reden_open)
        yield texts[STATES.index(state) - 1], rule.bron


def _why(steps: Iterable[schema.Transition]) -> Iterator[Said]:
    return ((step.waarom, step.bron) for step in steps)


def _steps(
    framework: Framework, row: Told, does: Callable[[schema.Transition], bool]
) -> list[schema.Transition]:
    """The transitions that do it: where the row names their answer, only those."""
    table = framework.table
    runs = [run for vector in row.vectors for run in find_ways(table, vector).runs]
    taken = list(dict.fromkeys(step.id for run in runs for step in run.steps if does(step)))
    steps = [framework.overgangen[each] for each in taken]
    named = [step for step in steps if row.answers.get(step.afweging) == step.antwoord]
    return named or steps
