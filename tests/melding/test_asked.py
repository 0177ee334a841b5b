"""Answers from before another answer changed no longer count."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import form_of
from meldcode.melding import words
from meldcode.melding.asked import kept, matters
from meldcode.melding.report import Zorgen

REFUSED = {"gaat_over": "volwassene", "toestemming": "geweigerd_vrij", "gevaar": "een mes"}


@pytest.mark.parametrize(
    ("changed", "toestemming", "gevaar"),
    [
        ({}, "geweigerd_vrij", "een mes"),
        ({"toestemming": "ja"}, "ja", ""),
        ({"toestemming": None}, None, ""),
        # What hangs on an answer that no longer counts, no longer counts either.
        ({"gaat_over": "kind"}, None, ""),
        ({"gaat_over": None}, None, ""),
    ],
)
def test_an_answer_that_is_no_longer_asked_for_is_emptied(
    changed: dict[str, Any], toestemming: str | None, gevaar: str
) -> None:
    left = kept(Zorgen.model_validate(REFUSED | changed), words.part("zorgen"))
    assert (left.toestemming, left.gevaar) == (toestemming, gevaar)


def test_what_is_asked_of_everybody_stays() -> None:
    told = Zorgen(sinds="maart 2026", vormen=("getuige",))
    assert kept(told, words.part("zorgen")) == told


@pytest.mark.parametrize(
    ("person", "born", "expected"),
    [
        (Persoon(id="p1", rol="kind", naam="Lina", geboren="2019", uitgerekend="2020"), "2019", ""),
        (
            Persoon(id="p1", rol="ongeboren_kind", naam="?", geboren="2019", uitgerekend="2027"),
            "",
            "2027",
        ),
    ],
)
def test_a_child_has_a_birth_date_or_is_expected(person: Persoon, born: str, expected: str) -> None:
    form = form_of("persoon")
    left = kept(person, form)
    assert (left.geboren, left.uitgerekend) == (born, expected)
    assert matters(form, form.field("geboren"), person) is bool(born)
