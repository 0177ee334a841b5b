"""A receipt replayed: the same, other words, another version, or a receipt that was changed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.replay import (
    NO_ADVICE,
    NO_ANSWERS,
    Receipt,
    ReceiptError,
    receipts,
    replay,
)
from tests.workshop.versions import milder, reworded, with_a_sixth

DOCTORS = frameworks()["artsen"]
ANSWERS = {"1": "ja", "2": "nee", "3": "nee", "4": "ja", "5": "ja"}
SITUATION = {"gemeld": "ja", "slachtoffers": "volwassenen"}


def advice(framework: Framework = DOCTORS) -> dict[str, Any]:
    found = decide(framework, ANSWERS, Situation(**SITUATION))  # type: ignore[arg-type]
    kept: dict[str, Any] = json.loads(json.dumps(found.as_dict()))
    return {**kept, "woorden": framework.words_hash}


def entry() -> dict[str, Any]:
    return {"soort": "afweging", "antwoorden": ANSWERS, "situatie": SITUATION, "bon": advice()}


def receipt(**changed: Any) -> Receipt:
    return receipts({**entry(), "bon": {**advice(), **changed}})[0]


def test_an_advice_that_still_follows_is_the_same() -> None:
    found = replay(receipt(), [milder(DOCTORS), DOCTORS])
    assert (found.verdict, found.changed, found.holds) == ("hetzelfde", (), True)
    assert found.framework is DOCTORS


def test_the_version_with_the_words_of_the_receipt_goes_first() -> None:
    assert replay(receipt(), [reworded(DOCTORS), DOCTORS]).framework is DOCTORS


def test_other_words_are_the_same_decision() -> None:
    found = replay(receipt(), [reworded(DOCTORS)])
    assert (found.verdict, [each.field for each in found.changed]) == (
        "andere_woorden",
        ["woorden"],
    )
    assert found.holds


def test_a_text_that_changed_under_the_same_words_is_a_fact() -> None:
    duties = copy.deepcopy(advice()["plichten"])
    duties[0]["tekst"] = "Bel 0800-1234."
    found = replay(receipt(plichten=duties), [DOCTORS])
    assert (found.verdict, [each.field for each in found.changed]) == (
        "andere_woorden",
        ["plichten"],
    )


CHANGED: list[tuple[dict[str, Any], str]] = [
    ({"melden": "niet_noodzakelijk"}, "melden"),
    ({"norm": [1]}, "norm"),
    ({"opnieuw": True}, "opnieuw"),
    ({"hulp": "afsluiten"}, "hulp"),
    ({"volgende": "5"}, "volgende"),
    ({"plichten": []}, "plichten"),
    ({"plichten": advice()["plichten"][::-1]}, "plichten"),
    ({"tegenspraken": [{"id": "2_zonder_1"}]}, "tegenspraken"),
    ({"redenen": []}, "redenen"),
    ({"omslag": []}, "omslag"),
]


@pytest.mark.parametrize(("changed", "field"), CHANGED)
def test_a_receipt_that_was_changed_is_told_by_its_own_version(
    changed: dict[str, Any], field: str
) -> None:
    found = replay(receipt(**changed), [DOCTORS])
    assert (found.verdict, [each.field for each in found.changed]) == ("bon_veranderd", [field])
    assert not found.holds


def test_an_answer_that_was_changed_no_longer_fits_the_advice() -> None:
    (given,) = receipts({**entry(), "antwoorden": {**ANSWERS, "3": "ja"}})
    assert replay(given, [DOCTORS]).verdict == "bon_veranderd"


def test_an_answer_to_a_consideration_that_is_not_there_does_not_fit() -> None:
    (given,) = receipts({**entry(), "antwoorden": {**ANSWERS, "7": "ja"}})
    (changed,) = replay(given, [DOCTORS]).changed
    assert (changed.field, changed.was) == ("afwegingen", ["7"])


@pytest.mark.parametrize(
    ("other", "verdict", "fields"),
    [
        (milder(DOCTORS), "andere_versie_anders", {"melden", "norm", "plichten"}),
        (with_a_sixth(DOCTORS), "andere_versie", set()),
    ],
)
def test_another_version_is_told_with_what_it_decides(
    other: Framework, verdict: str, fields: set[str]
) -> None:
    found = replay(receipt(), [other])
    assert found.verdict == verdict
    assert fields <= {each.field for each in found.changed}
    assert bool(found.changed) == bool(fields)


def test_without_a_framework_there_is_nothing_to_replay_under() -> None:
    with pytest.raises(ValueError, match="needs a framework"):
        replay(receipt(), [])


def test_a_receipt_is_read_in_each_form_that_the_product_gives() -> None:
    asked = {"kader": "artsen", "afwegingen": ANSWERS, "situatie": SITUATION}
    forms = (
        entry(),
        {"vraag": asked, "advies": advice()},
        {**advice(), "afwegingen": ANSWERS, "situatie": SITUATION},
    )
    for form in forms:
        (found,) = receipts(form)
        assert (found.kader, found.hash, found.answers) == ("artsen", DOCTORS.hash, ANSWERS)
        assert replay(found, [DOCTORS]).verdict == "hetzelfde"


def test_every_round_of_a_case_file_is_a_receipt_with_its_number() -> None:
    rows = [
        {"nummer": 2, "inhoud": {"soort": "begin"}},
        {"nummer": 6, "inhoud": entry()},
        {"nummer": 9, "inhoud": entry()},
    ]
    assert [each.name for each in receipts({"regels": rows})] == ["aantekening 6", "aantekening 9"]


VISIT = json.loads(Bezoek(kader="artsen").to_json())
WRONG: list[tuple[object, str]] = [
    ([], "Dit is geen bon: geef een object in JSON."),
    ({}, NO_ADVICE),
    (VISIT, NO_ADVICE),
    (advice(), NO_ANSWERS),
    ({"regels": []}, "In dit dossier is nog niet gewogen, dus er is niets om na te spelen."),
    (
        {**entry(), "antwoorden": {"1": "misschien"}},
        "Een antwoord in deze bon is iets anders dan ja, nee of open.",
    ),
    (
        {**entry(), "situatie": {"gemeld": "soms"}},
        "De situatie in deze bon klopt niet. Sleutel 'situatie.gemeld': 'soms' mag niet. "
        "Kies uit: ja, nee.",
    ),
    *(
        (
            {**entry(), "bon": {**advice(), "kader": {"id": key, "hash": hash_}}},
            "De naam of de vingerafdruk van het kader in deze bon klopt niet.",
        )
        for key, hash_ in (("../artsen", DOCTORS.hash), ("artsen", "sha256:x"), ("artsen", None))
    ),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_what_is_no_receipt_is_refused_with_what_is_missing(data: object, message: str) -> None:
    with pytest.raises(ReceiptError) as refused:
        receipts(data)
    assert str(refused.value) == message
