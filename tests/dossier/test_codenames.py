"""Code names: enough of them, and none that tells something."""

from __future__ import annotations

from random import Random, SystemRandom

import pytest

from meldcode.dossier import codenames
from meldcode.dossier.codenames import NoNameLeft, looks_like_a_name, propose
from meldcode.kader.load import CONTENT, load_registers
from meldcode.kader.reading import read_yaml

# What a code name must never say: of people, of what happened to them, of where they come from.
TELLING = frozenset(
    {
        *("arme", "bange", "blauwe", "blonde", "boze", "bruine", "dappere", "dikke"),
        *("donkere", "doodse", "drijvende", "droeve", "eenzame", "gebroken", "gele", "geslagen"),
        *("gewonde", "harde", "jonge", "kleine", "kwade", "lieve", "magere", "naakte"),
        *("oude", "rode", "roze", "stille", "stoere", "tikkende", "verdrietige", "verloren"),
        *("verlaten", "vreemde", "wilde", "witte", "zachte", "zieke", "zwakke", "zwarte"),
        *(
            "zwangere",
            "beuken",
            "noordelijke",
            "zuidelijke",
            "oostelijke",
            "westelijke",
            "friese",
            "zeeuwse",
        ),
        *("baby", "berg", "bijl", "boei", "boom", "broer", "dief", "dijk"),
        *("fles", "graf", "haan", "hamer", "heks", "jager", "kat", "kind"),
        *("klap", "kneu", "koekoek", "kruk", "mes", "moeder", "muis", "ooievaar"),
        *("oma", "opa", "prinses", "ridder", "rat", "slang", "stok", "vader"),
        *("valk", "vos", "wolf", "wond", "zus", "anna", "fleur", "iris"),
        *("jade", "jasmijn", "lelie", "lila", "linde", "mees", "merel", "puk"),
        *("rosa", "roos", "sterre", "viola"),
    }
)


def test_there_are_at_least_twenty_thousand() -> None:
    first, second = codenames.words()
    assert len(set(first)) == len(first)
    assert len(set(second)) == len(second)
    assert len(first) * len(second) >= 20_000


def test_no_word_tells_something() -> None:
    first, second = codenames.words()
    assert not {*first, *second} & TELLING
    assert all(word.isalpha() and word.islower() for word in (*first, *second))


def test_the_source_is_known() -> None:
    registers = load_registers(CONTENT)
    data = read_yaml(codenames.NAMES, "codenamen.yaml")
    assert [str(registers.cite(ref)) for ref in data["bron"]] == ["Eigen keuze"]


def test_a_proposal_is_two_words_with_capitals() -> None:
    first, second = codenames.words()
    for seed in range(200):
        one, two = propose(Random(seed)).split()
        assert one.lower() in first
        assert two.lower() in second
        assert one[0].isupper()
        assert two[0].isupper()


def test_the_dutch_ij_has_two_capitals() -> None:
    first, second = codenames.words()
    place = first.index("gouden") * len(second) + second.index("ijsvogel")
    assert propose(_Fixed(place)) == "Gouden IJsvogel"


def test_proposals_differ() -> None:
    assert len({propose(SystemRandom()) for _ in range(50)}) > 40


def test_a_name_that_is_taken_is_passed_over_whatever_its_capitals() -> None:
    once = propose(Random(3))
    assert propose(Random(3), {once}) != once
    assert propose(Random(3), {f" {once.upper()}  "}) != once
    assert propose(Random(3), {"Een Ander"}) == once


def test_the_last_free_name_is_found_and_then_there_is_none() -> None:
    first, second = codenames.words()
    names = {f"{one} {two}" for one in first for two in second}
    last = f"{first[0]} {second[0]}"
    assert propose(Random(3), names - {last}).lower() == last
    with pytest.raises(NoNameLeft):
        propose(Random(3), names)


class _Fixed(Random):
    """Draws one number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def randrange(self, *args: object, **kwargs: object) -> int:
        return self._number


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        ("Zilveren Wilg", ["Lina de Wit"], False),
        ("Gezin De Wit", ["Lina de Wit"], True),
        ("lina", ["Lina de Wit"], True),
        ("LINA!", ["Lina de Wit"], True),
        ("Linaza", ["Lina de Wit"], False),
        ("Huis van Oranje", ["Piet van der Berg"], False),
        ("Zaak Van der Berg", ["Piet van der Berg"], True),
        ("Zaak Çelik", ["Aylin Çelik"], True),
        ("Ongeboren Zwaan", ["ongeboren kind"], False),
        ("De", ["Lina de Wit"], False),
        ("Zilveren Wilg", [], False),
    ],
)
def test_a_typed_name_that_names_somebody_is_noticed(
    text: str, people: list[str], expected: bool
) -> None:
    assert looks_like_a_name(text, people) is expected
