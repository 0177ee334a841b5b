"""The facts that a case has for a report."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import LINE_LENGTH, TEXT_LENGTH, Entry
from meldcode.melding import facts
from meldcode.melding.report import Feit
from tests.dossier.chain import attachment, chain, correct, day, person, signal

CHILD = person("p1", "kind")
MOTHER = person("p2", "ouder")


def of(*entries: Entry) -> list[Feit]:
    """The facts of a case with a child (p1, entry 2) and a mother (p2, entry 3)."""
    return facts.of_case(CaseFile.of(chain(CHILD, MOTHER, *entries)))


def test_a_fact_has_what_its_signal_has() -> None:
    told = signal(
        wat="Moeder zegt dat vader haar sloeg.",
        gebeurd="2026-08",
        gebeurd_toelichting="in de keuken",
        herkomst="verteld",
        van_wie="moeder",
        over=("p2",),
        thuis="",
    )
    assert of(told) == [
        Feit(
            id="f1",
            regel=4,
            wat="Moeder zegt dat vader haar sloeg.",
            gebeurd="2026-08",
            gebeurd_toelichting="in de keuken",
            herkomst="verteld",
            van_wie="moeder",
            over=("p2",),
            mee="ja",
            afschrift="nee",
        )
    ]


@pytest.mark.parametrize(
    ("aard", "richting", "mee"),
    [
        ("feit", "ondersteunt", "ja"),
        ("feit", "weerspreekt", "ja"),
        ("feit", "onduidelijk", "ja"),
        ("interpretatie", "ondersteunt", "nee"),
        ("interpretatie", "weerspreekt", "nee"),
    ],
)
def test_facts_go_along_also_where_they_contradict_and_interpretations_do_not(
    aard: str, richting: str, mee: str
) -> None:
    assert [each.mee for each in of(signal(aard=aard, richting=richting))] == [mee, mee]


@pytest.mark.parametrize(
    ("thuis", "mee"),
    [
        ("Gezien op maandagen, na het weekend thuis.", ["ja", "ja"]),
        ("Ik krijg de indruk dat het thuis misgaat.", ["ja", "nee"]),
        ("", ["ja"]),
    ],
)
def test_what_a_signal_says_of_home_is_a_fact_of_its_own(thuis: str, mee: list[str]) -> None:
    found = of(signal(thuis=thuis, over=("p1",)))
    assert [each.mee for each in found] == mee
    assert [each.wat for each in found[1:]] == ([thuis] if thuis else [])
    assert {(each.regel, each.herkomst, each.over) for each in found} == {
        (4, "zelf_gezien", ("p1",))
    }


@pytest.mark.parametrize(
    ("given", "afschrift"),
    [
        ({"over": ("p1",)}, "ja"),
        ({"over": ("p1", "p2")}, "nee"),
        ({"over": ("p2",)}, "nee"),
        ({"over": ()}, "nee"),
        ({"over": ("p1",), "herkomst": "verteld"}, "nee"),
        ({"over": ("p1",), "herkomst": "document"}, "nee"),
        ({"over": ("p1",), "aard": "interpretatie"}, "nee"),
    ],
)
def test_those_involved_are_proposed_to_read_what_was_seen_of_a_child_alone(
    given: dict[str, Any], afschrift: str
) -> None:
    seen, home = of(signal(**given))
    assert seen.afschrift == afschrift
    assert home.afschrift == "nee"


LONG = "x" * (LINE_LENGTH - 5)


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ({"herkomst": "zelf_gezien"}, ("2026-09-03", "")),
        ({"herkomst": "verteld"}, ("2026-09-03", facts.LEARNT_THEN)),
        ({"herkomst": "document"}, ("2026-09-03", facts.LEARNT_THEN)),
        ({"herkomst": "verteld", "gebeurd": "2026"}, ("2026", "")),
        (
            {"herkomst": "verteld", "gebeurd_toelichting": "thuis"},
            ("2026-09-03", f"thuis; {facts.LEARNT_THEN}"),
        ),
        ({"herkomst": "verteld", "gebeurd_toelichting": LONG}, ("2026-09-03", LONG)),
    ],
)
def test_without_a_day_of_its_own_a_fact_has_the_day_on_which_it_was_learnt(
    given: dict[str, Any], when: tuple[str, str]
) -> None:
    fact = of(signal(thuis="", **given))[0]
    assert (fact.gebeurd, fact.gebeurd_toelichting) == when


def test_facts_stand_in_the_order_in_which_things_happened() -> None:
    found = of(
        signal(wat="later", gebeurd="2026-09-01", thuis=""),
        signal(wat="eerst", gebeurd="2026-03-12", thuis="en thuis"),
        signal(wat="in die maand", gebeurd="2026-03", thuis=""),
        signal(wat="ook eerst", gebeurd="2026-03-12", aard="interpretatie", thuis=""),
    )
    assert [each.wat for each in found] == [
        "in die maand",
        "eerst",
        "en thuis",
        "ook eerst",
        "later",
    ]


def test_what_was_corrected_counts_as_corrected_and_what_was_withdrawn_not_at_all() -> None:
    found = of(
        signal(wat="op de arm", thuis=""),
        signal(wat="vergissing", thuis=""),
        correct(4, signal(wat="op het been", thuis="")),
        correct(5, None),
    )
    assert [(each.regel, each.wat) for each in found] == [(4, "op het been")]


def test_an_attachment_is_told_in_words_and_does_not_go_along() -> None:
    photo = attachment(
        titel="Foto van de arm",
        beschrijving="Een verkleuring van vier centimeter.",
        herkomst="Moeder gaf hem.",
        over=("p2",),
        op=day(9, 4),
    )
    (fact,) = of(photo)
    assert fact.wat == "Een verkleuring van vier centimeter.\nMoeder gaf hem."
    assert (fact.herkomst, fact.van_wie) == ("document", "Foto van de arm")
    assert (fact.gebeurd, fact.over) == ("2026-09-04", ("p2",))
    assert (fact.mee, fact.afschrift) == ("nee", "nee")


@pytest.mark.parametrize(
    ("beschrijving", "herkomst", "wat"),
    [
        ("", "", "Foto"),
        ("", "Van oma.", "Van oma."),
        ("x" * TEXT_LENGTH, "Van oma.", "x" * TEXT_LENGTH),
    ],
)
def test_an_attachment_of_which_little_or_much_is_told_has_a_text_that_fits(
    beschrijving: str, herkomst: str, wat: str
) -> None:
    assert of(attachment(beschrijving=beschrijving, herkomst=herkomst))[0].wat == wat


def test_a_very_long_fact_is_kept_whole() -> None:
    long = "zin. " * 3999 + "slot."
    assert of(signal(wat=long, thuis=""))[0].wat == long


def test_where_there_is_no_room_the_oldest_that_do_not_go_along_yield_first() -> None:
    found = of(
        signal(wat="a", gebeurd="2026-01", thuis=""),
        signal(wat="b", gebeurd="2026-02", aard="interpretatie", thuis=""),
        signal(wat="c", gebeurd="2026-03", thuis=""),
        signal(wat="d", gebeurd="2026-04", aard="interpretatie", thuis=""),
    )
    kept = {room: "".join(each.wat for each in facts.fitting(found, room)) for room in range(6)}
    assert kept == {0: "", 1: "c", 2: "ac", 3: "acd", 4: "abcd", 5: "abcd"}
