"""The commands kader verschil and kader naspelen: what changed, and whether an advice stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from meldcode.cli import reading_frameworks, show
from meldcode.cli.errors import Failure, one_line
from meldcode.cli.loading import load, load_every
from meldcode.cli.own import must_take_part
from meldcode.kader.input import InputError
from meldcode.kader.model import Framework
from meldcode.kader.strict_json import read_json
from meldcode.workshop import difference_words, replay
from meldcode.workshop.decisions import QUESTIONS
from meldcode.workshop.difference import Difference, Edit, compare
from meldcode.workshop.replay import Changed, Receipt, ReceiptError, Replayed

SHORT = slice(len("sha256:"), len("sha256:") + 12)
_PARTS = {
    "plichten": "Plichten",
    "tegenspraken": "Tegenspraken",
    "redenen": "Redenen",
    "omslag": "Wat het anders maakt",
    "woorden": "Woorden",
    "afwegingen": "Antwoorden op afwegingen die dit kader niet heeft",
}


def show_difference(before: str, after: str, *, zaken: bool = False) -> bool:
    """What changed from one framework to the other; whether they are the same.

    Each is an id, a folder or a JSON file. With ``zaken``, which takes an installation (see
    ``place.use``), also how many cases are pinned to the first. Raises :class:`Failure`.
    """
    for named in (before, after):
        must_take_part(named, load_every())
    old, new = reading_frameworks.framework(before), reading_frameworks.framework(after)
    found = compare(old, new)
    out = show.console()
    _line(out, f"Van {_named(old)}")
    _line(out, f"naar {_named(new)}")
    if found.same:
        _line(out, "Er is geen verschil.")
    else:
        _decision(out, found)
        _edits(out, "Regels", found.rules)
        _edits(out, "Woorden", found.words)
        _edits(out, "Feiten (die zijn altijd van nu)", found.facts)
        _order(out, found)
    if zaken:
        _cases(out, found)
    return found.same


def _named(framework: Framework) -> str:
    hashes = f"beslissing {framework.hash[SHORT]}, woorden {framework.words_hash[SHORT]}"
    return f"{framework.id}, versie {framework.versie} ({hashes})"


def _decision(out: Console, found: Difference) -> None:
    show.heading(out, "Beslissing")
    if found.same_decision:
        _line(out, "Gelijk: de vingerafdruk van de beslissing is dezelfde.")
    elif not found.turns:
        _line(out, "Elk antwoord leidt tot hetzelfde. Alleen de regels eronder zijn anders.")
    for turn, words in zip(found.turns, difference_words.turns(found), strict=True):
        _line(out, f"{words.decision} Was: {words.before}. Wordt: {words.after}.")
        amount = f"{turn.count} van de {found.compared}"
        _line(out, f"Dat kan bij {amount} manieren om te antwoorden, en is zo bij:", 2)
        for when in words.when:
            _line(out, f"- {when}", 2)


def _edits(out: Console, title: str, edits: tuple[Edit, ...]) -> None:
    """The edits under a heading, what was with a minus, what is with a plus."""
    if edits:
        show.heading(out, title)
    for each in map(difference_words.edit, edits):
        _line(out, each.what)
        for mark, text in (("-", each.before), ("+", each.after)):
            if text:
                _line(out, f"{mark} {text}", 2)


def _order(out: Console, found: Difference) -> None:
    if found.order:
        show.heading(out, "Volgorde")
        _line(out, f"In een andere volgorde: {', '.join(found.order)}.")


def _cases(out: Console, found: Difference) -> None:
    """How many cases each change concerns; nothing in a case is opened for that."""
    from meldcode.cli import place
    from meldcode.dossier import pinned

    with place.opened():
        counted = {each.hash: each for each in pinned.counts(found.before.id)}
    show.heading(out, "Zaken")
    here = counted.get(found.before.hash)
    total = here.total if here else 0
    _line(out, f"Met het eerste kader begonnen: {_amount(total, here.running if here else 0)}.")
    for line in _concerned(found, total):
        _line(out, f"- {line}")
    others = sum(each.total for key, each in counted.items() if key != found.before.hash)
    if others:
        _line(out, f"Met een andere versie van '{found.before.id}' begonnen: {others}.")
    _line(
        out,
        "Dit telt met welke versie een zaak begon. Of zij daarna overstapte, staat verzegeld in de "
        "zaak.",
    )


def _amount(total: int, running: int) -> str:
    run = "loopt" if running == 1 else "lopen"
    return f"{total} {'zaak' if total == 1 else 'zaken'}, waarvan er {running} nog {run}"


def _concerned(found: Difference, total: int) -> Iterator[str]:
    pinned_to = "na een overstap door de professional"
    for words in difference_words.turns(found):
        yield f"{words.decision} {words.before} → {words.after}: {total} {pinned_to}"
    for edit in found.rules:
        yield f"{difference_words.edit(edit).what}: {total} {pinned_to}"
    if found.words:
        moment = "meteen bij een nieuwe versie" if found.same_decision else pinned_to
        amount = len(found.words)
        yield f"Woorden ({amount} keer anders): {total} {moment}"


def replay_receipts(bon: str, kader: Path | None, folder: Path) -> bool:
    """Replay the receipts in a JSON file, or in standard input for ``-``; whether all stand.

    ``kader`` is a JSON file with the framework; ``folder`` the data folder, where the frameworks
    that cases were pinned to are kept. Raises :class:`Failure` for what is no receipt, and where
    no version of its framework is known.
    """
    out = show.console()
    given = [reading_frameworks.from_file(kader)] if kader else []
    results = [_replayed(each, given, folder) for each in _receipts(bon)]
    for each in results:
        _show(out, each)
    return all(each.holds for each in results)


def _receipts(bon: str) -> list[Receipt]:
    try:
        source = sys.stdin.buffer.read() if bon == "-" else Path(bon).read_bytes()
        return replay.receipts(read_json(source))
    except OSError as error:
        raise Failure(f"Het bestand {bon} is niet te lezen ({error.strerror}).") from None
    except (InputError, ReceiptError) as error:
        raise Failure(str(error)) from None


def _replayed(receipt: Receipt, given: list[Framework], folder: Path) -> Replayed:
    candidates = [*_today(receipt), *given, *_kept(receipt, folder)]
    if not candidates:
        raise Failure(
            f"Het kader '{receipt.kader}' is hier niet. Geef het bestand ervan met --kader."
        )
    return replay.replay(receipt, candidates)


def _today(receipt: Receipt) -> Iterator[Framework]:
    found = load().get(receipt.kader)
    if found is not None:
        yield found


def _kept(receipt: Receipt, folder: Path) -> Iterator[Framework]:
    """The version of the receipt, where a case was pinned to it; see ``dossier.pinned``."""
    name = f"{receipt.kader}-{receipt.hash.removeprefix('sha256:')}.json"
    path = folder / "kaders" / name
    if path.is_file():
        yield reading_frameworks.from_file(path)


def _show(out: Console, found: Replayed) -> None:
    receipt = found.receipt
    out.print()
    name = f"{receipt.name}: " if receipt.name else ""
    version = f"versie {receipt.version or 'onbekend'}, beslissing {receipt.hash[SHORT]}"
    _line(out, f"{name}{receipt.kader}, {version}")
    _line(out, _verdict(found))
    if found.verdict != "andere_woorden":
        for each in found.changed:
            _line(out, f"- {_changed(found, each)}", 2)
    today = load().get(receipt.kader)
    if found.framework.hash == receipt.hash and today and today.hash != receipt.hash:
        now = replay.replay(receipt, [today])
        told = "hetzelfde" if now.verdict == "andere_versie" else "een ander"
        _line(out, f"De versie van nu ({today.versie}) geeft {told} advies.")
        for each in now.changed:
            _line(out, f"- {_changed(now, each)}", 2)


def _verdict(found: Replayed) -> str:
    version = found.framework.versie
    match found.verdict:
        case "hetzelfde":
            return "Hetzelfde. Dit kader geeft met deze antwoorden nog precies dit advies."
        case "andere_woorden":
            words = any(each.field == "woorden" for each in found.changed)
            why = (
                "De teksten van het kader zijn veranderd."
                if words
                else "Teksten of feiten, zoals telefoonnummers, zijn veranderd."
            )
            return f"Dezelfde beslissing, in andere woorden. {why}"
        case "andere_versie":
            return f"De versie van deze bon is hier niet. Versie {version} beslist hetzelfde."
        case "andere_versie_anders":
            return f"De versie van deze bon is hier niet. Versie {version} beslist anders:"
    return (
        "De bon klopt niet. Met deze antwoorden gaf deze versie van het kader nooit dit advies. "
        "De bon is veranderd of beschadigd:"
    )


def _changed(found: Replayed, each: Changed) -> str:
    if each.field in QUESTIONS:
        was = difference_words.value(found.framework, each.field, each.was)
        now = difference_words.value(found.framework, each.field, each.now)
        return f"{QUESTIONS[each.field]} In de bon: {was}. Nu: {now}."
    return f"{_PARTS.get(each.field, each.field)}. {_lists(each.was, each.now)}"


def _lists(was: object, now: object) -> str:
    """What is only in the receipt and what only now."""
    gone, new = _without(was, now), _without(now, was)
    parts = (("Alleen in de bon", gone), ("Alleen nu", new))
    told = [f"{title}: {', '.join(items)}." for title, items in parts if items]
    return " ".join(told) or "In een andere volgorde."


def _without(these: object, those: object) -> list[str]:
    others = those if isinstance(those, list) else []
    return [str(each) for each in (these if isinstance(these, list) else []) if each not in others]


def _line(out: Console, text: str, indent: int = 0) -> None:
    """A line that may come from a file of somebody else's."""
    out.print(Padding(Text(one_line(text)), (0, 0, 0, indent)))
