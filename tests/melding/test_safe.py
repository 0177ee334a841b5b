"""A safe address is taken out of every text of a report, however it was typed there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from meldcode.dossier.entries import LINE_LENGTH, Persoon
from meldcode.melding import adviesvraag, documents, message
from meldcode.melding.report import Report, Vraag
from meldcode.melding.safe import told_of, without_safe_addresses
from tests.melding.papers import KARIN, MADE, OMA, PIET, REPORT, SANNE, TODAY, changed, words_of

GONE = "(veilig adres, bekend bij de melder)"
STREET = "Zonnebloemstraat 9, 3511 AB Utrecht"


def cleaned(address: str, typed: str, **given: Any) -> str:
    """What becomes of this text where Karin's safe address is `address`."""
    return without_safe_addresses(report(address, typed, **given)).vraag.overig


def report(address: str, typed: str, people: tuple[Persoon, ...] = ()) -> Report:
    karin = KARIN.model_copy(update={"veilig_adres": address})
    return Report(mensen=(karin, *people), vraag=Vraag(overig=typed))


@pytest.mark.parametrize(
    ("address", "typed", "left"),
    [
        (STREET, "Zij is nu op Zonnebloemstraat 9, 3511 AB Utrecht.", f"Zij is nu op {GONE}."),
        (STREET, "Op ZONNEBLOEMSTRAAT 9 dus.", f"Op {GONE} dus."),
        (STREET, "Op zonnebloemstraat\n9 dus.", f"Op {GONE} dus."),
        (STREET, "Op Zonnebloemstraat  nr. 9 dus.", f"Op {GONE} dus."),
        (STREET, "Op Zonnebloem straat 9 dus.", f"Op {GONE} dus."),
        (STREET, "Op Zonnebloem-\nstraat 9 dus.", f"Op {GONE} dus."),
        (STREET, "Op Zónnebloemstraat9 dus.", f"Op {GONE} dus."),
        (STREET, "Op Zonne\u200bbloemstraat 9 dus.", f"Op {GONE} dus."),
        (STREET, "In de zonnebloemstraat dus.", f"In de {GONE} dus."),
        (STREET, "Zonnebloemstraat 9a", GONE),
        (STREET, "Zonnebloemstraat 11", GONE),
        (STREET, "Postcode 3511 AB.", f"Postcode {GONE}."),
        (STREET, "Postcode 3511ab.", f"Postcode {GONE}."),
        (STREET, "Zij werkt in Utrecht.", "Zij werkt in Utrecht."),
        (STREET, "Op 9 november 2026.", "Op 9 november 2026."),
        (STREET, "Zonnebloemstraatjes zijn er niet.", "Zonnebloemstraatjes zijn er niet."),
        ("Zónnestraat 9", "Op Zonnestraat 9.", f"Op {GONE}."),
        ("zonnestraat 9", "In de Zonnestraat.", f"In de {GONE}."),
        ("Kade 9, Ede", "Kade 9, Ede", GONE),
        ("Kade 9, Ede", "Op kade 9b.", f"Op {GONE}."),
        ("Kade 9, Ede", "Op de kade, 91 meter lang.", "Op de kade, 91 meter lang."),
        ("Jan Steenstraat 5", "Bij de Steenstraat.", f"Bij de {GONE}."),
        ("2e Jan Steenstraat 5", "In de Jan Steenstraat.", f"In de {GONE}."),
        ("Kamer 12, Linde 5", "Haar kamer is leeg.", "Haar kamer is leeg."),
        ("Haven 5, Ede", "Bij de haven.", "Bij de haven."),
        ("Haven 5, Ede", "Bij haven 5.", f"Bij {GONE}."),
        ("Opvang De Linden, Kade 9", "Bij De Linden.", f"Bij De {GONE}."),
        ("Opvang De Linden, Ede", "Naar opvang de linden.", f"Naar {GONE}."),
        ("Opvang De Linden, Utrecht", "Zij werkt in Utrecht.", "Zij werkt in Utrecht."),
        ("Zonnehof", "In zonnehof.", f"In {GONE}."),
        ("opvang", "In de opvang, Opvang.", "In de opvang, Opvang."),
        ("Hof", "Op het hof.", "Op het hof."),
        ("De Eik, Ede", "Zij is in de eik.", f"Zij is in {GONE}."),
        ("De Eik, Ede", "Er staat een eik.", "Er staat een eik."),
        (STREET, "Op Zonnebloemstr. 9 dus.", f"Op {GONE} dus."),
        ("Eikenlaan 4", "Op eikenln 4.", f"Op {GONE}."),
        ("Kade 9; tel. 0612345678", "Bel 06-12 34 56 78.", f"Bel {GONE}."),
        ("bij tante Gerda in Leiden", "Bij Gerda.", f"Bij {GONE}."),
        ("bij tante Gerda in Leiden", "Zij woont in Leiden.", "Zij woont in Leiden."),
        ("bij tante Gerda in Gouda", "Zij woont in Gouda.", f"Zij woont in {GONE}."),
    ],
)
def test_it_goes_however_it_was_typed(address: str, typed: str, left: str) -> None:
    assert cleaned(address, typed) == left
    found = told_of(report(address, typed))
    assert found == (frozenset() if left == typed else {"p2"})


def test_a_name_in_the_report_is_not_taken_for_an_address() -> None:
    riet = OMA.model_copy(update={"naam": "Riet Hoogland"})
    called = "Riet Hoogland belde."
    assert cleaned("bij Riet Hoogland", called, people=(riet,)) == called
    assert cleaned("bij Riet Hoogland", called) == f"Riet {GONE} belde."
    assert cleaned("bij Riet Hoogland", "Bij Riet Hoogland dus.", people=(riet,)) == f"{GONE} dus."
    safe = without_safe_addresses(report("Bakkerstraat 5", "", people=(OMA,)))
    assert safe.names["p4"] == "Riet Bakker"


def test_each_of_several_addresses_goes() -> None:
    piet = PIET.model_copy(update={"veilig_adres": "Kade 9"})
    found = cleaned(STREET, "Eerst Kade 9, toen Zonnebloemstraat 9.", people=(piet,))
    assert found == f"Eerst {GONE}, toen {GONE}."
    both = report(STREET, "Eerst Kade 9.", people=(piet,))
    assert told_of(both) == {"p3"}


def test_the_field_itself_tells_only_that_there_is_one() -> None:
    safe = without_safe_addresses(REPORT)
    assert [each.veilig_adres for each in safe.mensen] == ["", "bekend bij de melder", "", ""]
    assert without_safe_addresses(safe) == safe
    assert told_of(safe) == frozenset()


def test_a_report_without_one_stays_as_it_is() -> None:
    bare = REPORT.model_copy(update={"mensen": (SANNE, PIET, OMA)})
    assert without_safe_addresses(bare) is bare
    assert told_of(bare) == frozenset()


def test_what_is_put_in_its_place_makes_no_text_too_long() -> None:
    full = ("x " * LINE_LENGTH)[: LINE_LENGTH - len(" Kade 99")] + " Kade 99"
    whole = changed(report("Kade 99", ""), melder={"bereikbaar": full})
    kept = without_safe_addresses(whole).melder.bereikbaar
    assert kept.endswith(" […]")
    message.to_json(whole, MADE)


def everywhere(typed: str) -> Report:
    """A report with this in every text that somebody types."""
    data = json.loads(REPORT.model_dump_json())
    parts = [data[name] for name in ("melder", "zorgen", "stappen", "omgeving", "vraag")]
    kept = {"naam", "veilig_adres"}
    for part in (*parts, *data["mensen"], *data["feiten"], *data["verteld"]):
        part |= {
            name: f"{value} {typed}"
            for name, value in part.items()
            if isinstance(value, str) and name not in kept and " " in value
        }
    return Report.model_validate(data)


@pytest.mark.parametrize("typed", ["Zónnebloem 9", "zonnebloem", "SCHUILPLAATS\nzonnebloem  9"])
def test_nothing_that_goes_out_has_it(typed: str) -> None:
    whole = everywhere(typed)
    assert whole.vraag.overig.endswith(typed)
    told = [
        words_of(documents.for_vt(whole, TODAY)),
        *(words_of(documents.for_reader(whole, each.id, TODAY)) for each in whole.mensen),
        words_of(adviesvraag.of(whole, TODAY).document),
        message.to_json(whole, MADE).decode(),
    ]
    assert len(told) == 7
    for each in told:
        assert "nnebloem" not in each.casefold()
        assert "schuilplaats" not in each.casefold()
