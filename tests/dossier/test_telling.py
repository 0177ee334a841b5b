"""What an entry says in one line of the line of time."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from meldcode.dossier import telling
from meldcode.dossier.entries import Entry, from_bytes
from meldcode.kader.load import frameworks

DAY = date(2026, 11, 12).isoformat()
SIGNAL = {
    "soort": "signaal",
    "wat": "Een blauwe plek.",
    "opgemerkt": DAY,
    "herkomst": "zelf_gezien",
    "aard": "feit",
    "richting": "ondersteunt",
}
ADVICE = {"soort": "overleg", "met": "collega", "op": DAY, "wie": "een collega"}
WEIGHED = {"soort": "afweging", "op": DAY, "ronde": 1}
AGREED = {"soort": "afspraak", "op": DAY, "resultaat": "Sem slaapt thuis.", "wie": "moeder"}


def entry(fields: dict[str, Any]) -> Entry:
    return from_bytes(json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (SIGNAL, "Een blauwe plek."),
        ({**ADVICE, "vraag": "Past dit?", "advies": "Vraag verder."}, "Vraag verder."),
        ({**ADVICE, "vraag": "Past dit?"}, "Past dit?"),
        (ADVICE, ""),
        ({**WEIGHED, "antwoorden": {"1": "ja", "2": "nee", "3": "open"}}, "1 ja, 2 nee"),
        ({**WEIGHED, "antwoorden": {}}, ""),
    ],
)
def test_the_gist_is_the_field_that_tells_the_most(fields: dict[str, Any], expected: str) -> None:
    assert telling.gist(entry(fields), frameworks()["artsen"]) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (SIGNAL, "Feit · Het ondersteunt mijn vermoeden"),
        (ADVICE, "een collega"),
        ({**AGREED, "termijn": "2026-12-01"}, "Termijn: 1 december 2026 · moeder"),
        ({"soort": "heropening", "op": DAY, "reden": "Een nieuw signaal."}, ""),
    ],
)
def test_beside_it_stand_a_few_other_things_with_a_label_where_the_value_says_too_little(
    fields: dict[str, Any], expected: str
) -> None:
    made = entry(fields)
    assert telling.beside(made, {}, frameworks()["artsen"]) == expected


def test_no_safe_address_stands_in_the_line_of_time() -> None:
    person = entry(
        {"soort": "persoon", "id": "p1", "rol": "ouder", "naam": "Ilse", "veilig_adres": "Geheim 1"}
    )
    assert "Geheim" not in telling.gist(person, frameworks()["artsen"])
    assert "Geheim" not in telling.beside(person, {}, frameworks()["artsen"])
