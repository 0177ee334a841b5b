"""What lies ahead in a case, as its pages show it."""

from __future__ import annotations

from datetime import date

import pytest

from meldcode.dossier import ahead
from meldcode.dossier.entries import Afspraak, Entry, Gesprek, Overleg, Signaal
from tests.dossier.filing import filed

CASE = "/dossier/zaak/z-7f3a/"
SIGNAL = Signaal(
    wat="Een blauwe plek.",
    opgemerkt=date(2026, 11, 12),
    herkomst="zelf_gezien",
    aard="feit",
    richting="ondersteunt",
)
ADVICE = Overleg(met="collega", op=date(2026, 11, 13), advies="Vraag verder.")


def agreement(result: str, term: date) -> Afspraak:
    return Afspraak(op=date(2026, 11, 14), resultaat=result, termijn=term, wie="moeder")


def test_what_is_to_be_done_alike_on_one_day_stands_together() -> None:
    later, sooner = date(2026, 12, 15), date(2026, 12, 1)
    found = filed(agreement("Een.", later), agreement("Twee.", sooner), agreement("Drie.", later))
    shown = [(each.day, [words for _, words in each.about]) for each in ahead.coming(found)]
    assert shown == [(sooner, ["Twee."]), (later, ["Een.", "Drie."])]


@pytest.mark.parametrize(
    ("entries", "url"),
    [
        ([], "toevoegen/signaal"),
        ([SIGNAL], "toevoegen/overleg"),
        ([SIGNAL, ADVICE], "toevoegen/gesprek"),
        ([SIGNAL, agreement("Een.", date(2026, 11, 20))], "toevoegen/opvolging"),
        (
            [
                SIGNAL,
                ADVICE,
                Gesprek(gehouden="nee", grond="uit_beeld", alsnog_op=date(2026, 11, 20)),
            ],
            "toevoegen/gesprek",
        ),
    ],
)
def test_what_comes_first_leads_to_where_it_is_recorded(entries: list[Entry], url: str) -> None:
    first = ahead.first(filed(*entries))
    assert first is not None
    assert first.url == CASE + url
