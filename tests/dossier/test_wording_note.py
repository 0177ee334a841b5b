"""The calm note on the page of an entry: who gets it, and about which words."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from meldcode.dossier import services
from meldcode.dossier.entries import Entry, Gesprek, Persoon, Signaal
from tests import cast as people
from tests.access import walk
from tests.cast import ANNA, BRAM, NOW, Cast, Member

ASKED = "Kun je dit feitelijker opschrijven?"


def signal(
    wat: str, herkomst: Literal["zelf_gezien", "verteld", "document"] = "zelf_gezien"
) -> Signaal:
    return Signaal(
        wat=wat,
        opgemerkt=date(2026, 11, 12),
        herkomst=herkomst,
        aard="feit",
        richting="ondersteunt",
    )


def page(cast: Cast, entry: Entry, who: Member, kader: str = "artsen") -> str:
    case = people.case(cast, [entry], kader=kader)
    added = services.read(case, NOW.date()).entered[-1]
    client = walk.browser()
    walk.log_in(client, who)
    response = client.get(f"/dossier/zaak/{case.zaak}/regel/{added.number}")
    assert response.status_code == 200
    return walk.text(response)


def test_it_shows_the_words_with_why_and_how_a_fact_would_read(cast: Cast) -> None:
    shown = page(cast, signal("Vader gedroeg zich <manipulatief>."), ANNA)

    assert ASKED in shown
    assert "manipulatief" in shown
    assert "Wat je vastlegde, blijft staan." in shown
    assert "Zo leest een feit: &quot;Vader sloeg op 3 mei" in shown
    assert "<manipulatief>" not in shown


def test_it_stays_away_where_the_words_are_facts(cast: Cast) -> None:
    assert ASKED not in page(cast, signal("Op 3 mei zag ik een plek op zijn linkerarm."), ANNA)


def test_who_may_only_read_does_not_get_it(cast: Cast) -> None:
    assert ASKED not in page(cast, signal("Vader is manipulatief."), BRAM)


@pytest.mark.parametrize(
    ("wat", "expected"), [("Vader is manipulatief.", False), ("Hij kwam vaak te laat.", True)]
)
def test_what_somebody_told_may_hold_an_opinion_but_must_tell_when(
    cast: Cast, wat: str, expected: bool
) -> None:
    assert (ASKED in page(cast, signal(wat, "verteld"), ANNA)) is expected


def test_it_reads_what_was_said_in_a_talk(cast: Cast) -> None:
    talk = Gesprek(gehouden="ja", op=date(2026, 11, 12), gezegd="Zijn knuffels werden verbrand.")

    assert ASKED in page(cast, talk, ANNA)


def test_other_entries_have_no_note(cast: Cast) -> None:
    somebody = Persoon(id="p1", rol="kind", naam="Sanne", toelichting="Zij is manipulatief.")

    assert ASKED not in page(cast, somebody, ANNA)


@pytest.mark.parametrize(("kader", "expected"), [("artsen", False), ("onderwijs", True)])
def test_a_diagnosis_is_asked_about_outside_the_profession(
    cast: Cast, kader: str, expected: bool
) -> None:
    assert (ASKED in page(cast, signal("Hij heeft ADHD."), ANNA, kader)) is expected
