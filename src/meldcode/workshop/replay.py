"""A receipt replayed: whether its framework still gives the advice that it holds, else why not.

A receipt is what somebody kept of an advice: the framework with its hash, the answers, the
situation and the advice itself (see ``docs/advies.md``). The decision follows from the first
three, so under the same decision hash another advice means that the receipt was changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

from meldcode.kader.advice import Advice, Situation
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS, InputError, read_kept_situation
from meldcode.kader.model import Framework

Verdict = Literal[
    "hetzelfde", "andere_woorden", "andere_versie", "andere_versie_anders", "bon_veranderd"
]
DECIDED = ("melden", "norm", "opnieuw", "hulp", "volgende")
BY_ID = ("plichten", "tegenspraken")
_ID = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
NO_ANSWERS = (
    "Deze bon mist de antwoorden. Zet vraag en advies samen in één bestand: "
    '{"vraag": {…}, "advies": {…}}.'
)
NO_ADVICE = (
    "Hier staat geen advies met de vingerafdruk van een kader in, dus er is niets om na te spelen."
)


class ReceiptError(ValueError):
    """What was given is no receipt; the Dutch message says what is missing or wrong."""


@dataclass(frozen=True)
class Receipt:
    """What somebody kept. ``words`` is the hash of the words it was read in, empty if unknown.

    ``name`` tells receipts of one file apart; it is empty where there is one.
    """

    kader: str
    version: str
    hash: str
    words: str
    answers: Mapping[str, str]
    situation: Situation
    advice: Mapping[str, Any]
    name: str = ""


@dataclass(frozen=True)
class Changed:
    """A part of the advice that is another one now: a field, what the receipt says, what it is."""

    field: str
    was: object
    now: object


@dataclass(frozen=True)
class Replayed:
    """What came of a receipt under ``framework``.

    ``verdict``: ``hetzelfde``; ``andere_woorden``, the same decision told otherwise;
    ``andere_versie`` and ``andere_versie_anders``, where its own version was not found and another
    one decides the same or not; ``bon_veranderd``, where its own version never gave this advice.
    """

    receipt: Receipt
    framework: Framework
    verdict: Verdict
    changed: tuple[Changed, ...]

    @property
    def holds(self) -> bool:
        """Whether the advice is still the one that was given."""
        return self.verdict in ("hetzelfde", "andere_woorden")


def replay(receipt: Receipt, candidates: list[Framework]) -> Replayed:
    """Decide again under the one of ``candidates`` that fits best.

    That is the one with the receipt's decision and words, else with its decision, else the first.
    Raises ValueError where there is none.
    """
    if not candidates:
        raise ValueError("a receipt needs a framework to be replayed under")
    framework = max(candidates, key=lambda each: _fit(receipt, each))
    again = decide(framework, receipt.answers, receipt.situation)
    decided = tuple(_decided(receipt, again, ordered=framework.hash == receipt.hash))
    if framework.hash != receipt.hash:
        verdict: Verdict = "andere_versie_anders" if decided else "andere_versie"
        return Replayed(receipt, framework, verdict, decided)
    decided += tuple(_reasoned(receipt, again))
    if decided:
        changed: Verdict = "bon_veranderd" if _same_engine(receipt) else "andere_versie_anders"
        return Replayed(receipt, framework, changed, decided)
    words = tuple(_told(receipt, again))
    return Replayed(receipt, framework, "andere_woorden" if words else "hetzelfde", words)


def _same_engine(receipt: Receipt) -> bool:
    """Whether it names no other engine than this one; one of version 1 names none."""
    return str(receipt.advice.get("machine", version("meldcode"))) == version("meldcode")


def _fit(receipt: Receipt, framework: Framework) -> tuple[bool, bool]:
    same = framework.hash == receipt.hash
    return same, same and framework.words_hash == receipt.words


def _decided(receipt: Receipt, again: Advice, *, ordered: bool) -> Iterator[Changed]:
    """Where the decision is another one: both decisions, norms, duties, contradictions.

    The order of the duties is part of what a version decides, so where it is ``ordered`` the same
    ones in another order are another advice.
    """
    now = again.as_dict()
    for field in DECIDED:
        if receipt.advice.get(field) != now[field]:
            yield Changed(field, receipt.advice.get(field), now[field])
    for field in BY_ID:
        was_ids, now_ids = _ids(receipt.advice.get(field)), _ids(now[field])
        order = list if ordered and field == "plichten" else sorted
        if order(was_ids) != order(now_ids):
            yield Changed(field, order(was_ids), order(now_ids))


def _reasoned(receipt: Receipt, again: Advice) -> Iterator[Changed]:
    """Where what was answered, why and what would change it is not what that version says."""
    now = again.as_dict()
    reads: tuple[tuple[str, Callable[[object], object]], ...]
    reads = (("redenen", _answered), ("omslag", _objects))
    for field, read in reads:
        if field in receipt.advice and read(receipt.advice[field]) != read(now[field]):
            yield Changed(field, read(receipt.advice[field]), read(now[field]))
    unknown = sorted(set(receipt.answers) - set(again.kader.afwegingen))
    if unknown:
        yield Changed("afwegingen", unknown, [])


def _answered(items: object) -> list[str]:
    """Which answer each reason is about, without its words."""
    return [f"{each.get('afweging')} {each.get('antwoord')}" for each in _objects(items)]


def _objects(items: object) -> list[Mapping[str, Any]]:
    listed = items if isinstance(items, list) else []
    return [each for each in listed if isinstance(each, dict)]


def _ids(items: object) -> list[str]:
    """The ids in a list of duties or contradictions."""
    return [str(each.get("id", "")) for each in _objects(items)]


def _told(receipt: Receipt, again: Advice) -> Iterator[Changed]:
    """Where the same decision is told otherwise."""
    if receipt.words and receipt.words != again.kader.words_hash:
        yield Changed("woorden", receipt.words, again.kader.words_hash)
    now = again.as_dict()
    for field in ("plichten", "redenen", "tegenspraken"):
        if field in receipt.advice and receipt.advice[field] != now[field]:
            yield Changed(field, receipt.advice[field], now[field])


def receipts(data: object) -> list[Receipt]:
    """The receipts in a JSON value: one, those of a whole case file, or an entry of one.

    Read are an advice with its answers (``afwegingen`` and ``situatie`` beside it), a question and
    an advice together (``vraag``, ``advies``), a weighing from a case file (``antwoorden``,
    ``bon``), and an exported case file. Raises ReceiptError.
    """
    if not isinstance(data, dict):
        raise ReceiptError("Dit is geen bon: geef een object in JSON.")
    if isinstance(data.get("regels"), list):
        return list(_of_case(data["regels"]))
    if "bon" in data:
        return [_read(data["bon"], data.get("antwoorden"), data.get("situatie", {}))]
    if "vraag" in data and "advies" in data:
        asked = data["vraag"] if isinstance(data["vraag"], dict) else {}
        return [_read(data["advies"], asked.get("afwegingen", {}), asked.get("situatie", {}))]
    return [_read(data, data.get("afwegingen"), data.get("situatie", {}))]


def _of_case(rows: list[Any]) -> Iterator[Receipt]:
    weighed = [
        (row.get("nummer"), row["inhoud"])
        for row in rows
        if isinstance(row, dict)
        and isinstance(row.get("inhoud"), dict)
        and row["inhoud"].get("soort") == "afweging"
    ]
    if not weighed:
        raise ReceiptError("In dit dossier is nog niet gewogen, dus er is niets om na te spelen.")
    for number, entry in weighed:
        name = f"aantekening {number}"
        yield _read(entry.get("bon"), entry.get("antwoorden"), entry.get("situatie", {}), name)


def _read(advice: object, answers: object, situation: object, name: str = "") -> Receipt:
    kader = advice.get("kader") if isinstance(advice, dict) else None
    if not isinstance(advice, dict) or not isinstance(kader, dict):
        raise ReceiptError(NO_ADVICE)
    key, hash_ = str(kader.get("id")), str(kader.get("hash"))
    # Both become part of the name of a file.
    if not _ID.fullmatch(key) or not _HASH.fullmatch(hash_):
        raise ReceiptError("De naam of de vingerafdruk van het kader in deze bon klopt niet.")
    if not isinstance(answers, dict):
        raise ReceiptError(NO_ANSWERS)
    if not all(each in ANSWERS for each in map(str, answers.values())):
        raise ReceiptError("Een antwoord in deze bon is iets anders dan ja, nee of open.")
    try:
        known = read_kept_situation(situation)
    except InputError as error:
        raise ReceiptError(f"De situatie in deze bon klopt niet. {error}") from None
    return Receipt(
        kader=key,
        version=str(kader.get("versie", "")),
        hash=hash_,
        words=str(advice.get("woorden", "")),
        answers={str(number): str(answer) for number, answer in answers.items()},
        situation=known,
        advice=advice,
        name=name,
    )
