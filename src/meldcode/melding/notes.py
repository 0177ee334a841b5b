"""What the pages of the report say beside the form, with its source, as the report stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meldcode.kader.load import CONTENT, load_registers
from meldcode.melding.report import Report
from meldcode.melding.words import sentences


class Note(NamedTuple):
    """A sentence and the sources it rests on, as they are shown."""

    tekst: str
    bronnen: tuple[str, ...]


def beside(part: str, report: Report) -> list[Note]:
    """The notes for the page of one part, in the order of reading."""
    return [_note(key) for key in _keys(part, report)]


def _note(key: str) -> Note:
    sentence = sentences()[key]
    registers = load_registers(CONTENT)
    return Note(sentence.tekst, tuple(str(registers.cite(ref)) for ref in sentence.bron))


def _keys(part: str, report: Report) -> Iterator[str]:
    about = report.zorgen.gaat_over
    if part == "melder":
        if report.melder.bij_vt == "onbekend":
            yield "pagina.onbekend"
        elif report.melder.naam_verborgen == "ja":
            yield "pagina.verborgen"
    if part == "zorgen" and report.zorgen.acuut == "ja":
        yield "pagina.acuut"
    if part in ("zorgen", "feiten", "feit"):
        if about == "oudersignalen":
            yield "pagina.oudersignalen"
        if report.restrained:
            yield "pagina.terughoudend"
    if part == "zorgen" and about == "volwassene":
        yield "pagina.volwassene"
    if part == "verteld":
        yield "pagina.vertellen"
    if part == "geven":
        yield "pagina.afspraken"


def opening(report: Report) -> str:
    """What to say first on the telephone; without anybody's name."""
    who = {
        "kind": "een kind",
        "oudersignalen": "een ouder met kinderen",
        "volwassene": "een volwassene",
    }
    urgent = "pagina.opening.acuut" if report.zorgen.acuut == "ja" else "pagina.opening.niet_acuut"
    known = report.zorgen.acuut in ("ja", "nee")
    return (
        sentences()["pagina.opening"]
        .tekst.format(
            functie=report.melder.functie or "een professional",
            wie=who.get(report.zorgen.gaat_over or "", "mensen om wie ik me zorgen maak"),
            acuut=sentences()[urgent].tekst if known else "",
        )
        .strip()
    )


def at_hand(report: Report) -> list[str]:
    """What to have at hand on the telephone."""
    keys = ["mensen", "veilig", "feiten", "kader"]
    if report.melder.naam_verborgen == "ja":
        keys.append("naam")
    return [sentences()[f"pagina.hand.{key}"].tekst for key in keys]


def page_of(report: Report, part: str, id: str = "") -> str:
    """The page of the desk on which a part, a person or a fact stands."""
    if part in ("persoon", "mensen"):
        return f"mens/{id}" if id in report.names else "mensen"
    if part in ("feit", "feiten"):
        return f"feit/{id}" if any(each.id == id for each in report.feiten) else "feiten"
    if part == "verteld":
        return f"verteld/{id}" if id in report.names else "verteld"
    return f"deel/{part}"
