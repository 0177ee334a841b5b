"""Entries as values: what may stand in them, how they are kept, and which of them count."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from meldcode.dossier import entries
from meldcode.dossier.entries import Correctie, Entered, Entry, Heropening, Persoon, Plain

DAY = date(2026, 11, 22)


def heropening(reden: str) -> Heropening:
    return Heropening(op=DAY, reden=reden)


def entered(*given: Entry) -> tuple[Entered, ...]:
    """These entries as numbers 1, 2, 3 …, each written by 'schrijver N' on day N of the month."""
    return tuple(
        Entered(number, f"schrijver {number}", datetime(2026, 11, number, tzinfo=UTC), entry)
        for number, entry in enumerate(given, start=1)
    )


def correct(op_nummer: int, wordt: Plain | None) -> Correctie:
    return Correctie(op_nummer=op_nummer, reden="klopt niet", wordt=wordt)


def counting(*given: Entry) -> list[tuple[int, str]]:
    """Number and text of what counts."""
    return [
        (each.number, getattr(each.entry, "reden", "?"))
        for each in entries.effective(entered(*given))
    ]


def test_a_correction_changes_what_counts_and_keeps_number_author_and_moment() -> None:
    given = entered(heropening("a"), heropening("b"), correct(1, heropening("c")))
    first, second = entries.effective(given)
    assert first == Entered(1, "schrijver 1", given[0].at, heropening("c"))
    assert second == given[1]
    assert given[0].entry == heropening("a"), "the old entry stays as it was written"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), []),
        ((heropening("a"),), [(1, "a")]),
        ((heropening("a"), correct(1, None)), []),
        ((heropening("a"), heropening("b"), correct(1, None)), [(2, "b")]),
        ((heropening("a"), correct(1, heropening("b")), correct(1, heropening("c"))), [(1, "c")]),
        ((heropening("a"), correct(1, heropening("b")), correct(2, heropening("c"))), [(1, "c")]),
        ((heropening("a"), correct(1, heropening("b")), correct(2, None)), []),
        (
            (
                heropening("a"),
                correct(1, heropening("b")),
                correct(2, heropening("c")),
                correct(3, heropening("d")),
            ),
            [(1, "d")],
        ),
        ((heropening("a"), correct(9, heropening("b"))), [(1, "a")]),
        ((heropening("a"), correct(1, None), correct(2, heropening("a"))), [(1, "a")]),
        (
            (heropening("a"), heropening("b"), correct(1, None), correct(3, heropening("c"))),
            [(1, "c"), (2, "b")],
        ),
    ],
)
def test_the_last_correction_of_an_entry_counts(
    given: tuple[Entry, ...], expected: list[tuple[int, str]]
) -> None:
    assert counting(*given) == expected


def test_an_entry_reads_back_as_it_was_written() -> None:
    entry = Persoon(id="p1", rol="kind", naam="Lina", geboren="2019-05")
    assert entries.from_bytes(entries.to_bytes(entry)) == entry


def test_a_correction_reads_back_with_what_it_says() -> None:
    entry = correct(3, Persoon(id="p1", rol="kind", naam="Lina"))
    assert entries.from_bytes(entries.to_bytes(entry)) == entry


def test_every_field_is_kept_so_that_a_later_default_changes_nothing() -> None:
    kept = json.loads(entries.to_bytes(Persoon(id="p1", rol="kind", naam="Lina")))
    assert set(kept) == set(Persoon.model_fields)


@given(st.text(max_size=200))
def test_whatever_text_can_be_typed_comes_back(text: str) -> None:
    # Half a character can't come in: forms replace it.
    text = text.encode(errors="replace").decode()
    entry = Heropening(op=DAY, reden=f"x{text}x")
    assert entries.from_bytes(entries.to_bytes(entry)) == entry


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"soort": "roddel"}',
        b'{"soort": "heropening", "op": "2026-11-22"}',
        b'{"soort": "heropening", "op": "2026-11-22", "reden": "x", "extra": 1}',
    ],
)
def test_what_is_no_entry_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        entries.from_bytes(data)


def test_an_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(ValidationError) as error:
        Persoon(id="p1", rol="kind", naam="", adres="Geheime Straat 1" * 50)
    assert "Geheime" not in str(error.value)


@pytest.mark.parametrize("partial", ["", "2019", "2019-05", "2019-05-31"])
def test_a_date_may_be_known_in_part(partial: str) -> None:
    assert Persoon(id="p1", rol="kind", naam="Lina", geboren=partial).geboren == partial


@pytest.mark.parametrize(
    "partial", ["2019-13", "2019-02-30", "19", "05-2019", "2019-5", "20190531"]
)
def test_a_date_that_does_not_exist_is_no_partial_date(partial: str) -> None:
    with pytest.raises(ValidationError):
        Persoon(id="p1", rol="kind", naam="Lina", geboren=partial)


def test_an_entry_does_not_change() -> None:
    with pytest.raises(ValidationError):
        heropening("a").reden = "b"  # type: ignore[misc]
