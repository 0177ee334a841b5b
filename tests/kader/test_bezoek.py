"""The visit as a value: each change a new one, and to JSON and back without loss."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import (
    MAX_TEXT,
    STEP_STATES,
    Besluit,
    Bezoek,
    StepState,
    VisitError,
)
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS, SITUATION_VALUES
from meldcode.kader.load import frameworks

FRAMEWORKS = frameworks()
COMMON = FRAMEWORKS["gemeenschappelijk"]
NO_CHILDREN = {"1": "ja", "2": "nee"}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
answers = st.sampled_from(ANSWERS)
visits = st.builds(
    Bezoek,
    kader=st.sampled_from(("", *FRAMEWORKS)),
    stappen=st.dictionaries(
        st.sampled_from(sorted(COMMON.stappen)),
        st.builds(StepState, st.sampled_from(STEP_STATES), texts),
    ),
    afwegingen=st.dictionaries(st.sampled_from("12345"), answers),
    hulpvragen=st.frozensets(st.sampled_from(sorted(COMMON.hulpvragen))),
    redenen=st.dictionaries(st.sampled_from("12345"), texts),
    situatie=st.builds(
        Situation, *(st.sampled_from(values) for values in SITUATION_VALUES.values())
    ),
    gevraagd=st.frozensets(st.sampled_from(sorted(COMMON.situatievragen))),
    controles=st.fixed_dictionaries(
        {}, optional={"kindcheck": st.dictionaries(st.sampled_from("123"), answers)}
    ),
    besluit=st.builds(Besluit, answers, answers, texts, texts),
    gedaan=st.frozensets(st.sampled_from(sorted(COMMON.plichten))),
)


@given(visits)
def test_a_visit_comes_back_from_json_as_it_was(visit: Bezoek) -> None:
    assert Bezoek.from_json(visit.to_json(), FRAMEWORKS) == visit


@given(visits)
def test_only_adults_counts_after_a_negative_kindcheck_alone(visit: Bezoek) -> None:
    known = visit.known(COMMON)
    if known.slachtoffers == "volwassenen":
        checked = visit.controles["kindcheck"]
        assert checked["1"] == "nee" or (checked["1"], checked["2"]) == ("ja", "nee")
    elif visit.situatie.slachtoffers == "volwassenen":
        assert (known.slachtoffers, visit.awaited_checks(COMMON)) == ("open", ["kindcheck"])
    else:
        assert known.slachtoffers == visit.situatie.slachtoffers


@given(visits)
def test_a_ticked_sign_counts_whatever_else_was_said(visit: Bezoek) -> None:
    signs = {sign for key in visit.hulpvragen for sign in COMMON.hulpvragen[key].teken}
    known = visit.known(COMMON)
    assert known.gevaar_teken is ("gevaar" in signs or visit.situatie.gevaar_teken)
    assert known.vertel_teken is ("vertellen" in signs or visit.situatie.vertel_teken)


def test_every_change_gives_a_new_visit_and_leaves_the_old_one() -> None:
    empty = Bezoek()
    changed = (
        empty.choose("artsen")
        .step("1", "overgeslagen", "Geen tijd gehad")
        .answer("2", "ja", ["acuut.1"], [], "Het is ernstig")
        .situation("weigering", "vrij")
        .check("kindcheck", "1", "ja")
        .decide(Besluit(melden="ja", reden="Eigen afweging"))
        .tick(["vastleggen"])
    )
    assert empty == Bezoek()
    assert changed == Bezoek(
        kader="artsen",
        stappen={"1": StepState("overgeslagen", "Geen tijd gehad")},
        afwegingen={"2": "ja"},
        hulpvragen=frozenset({"acuut.1"}),
        redenen={"2": "Het is ernstig"},
        situatie=Situation(weigering="vrij"),
        gevraagd=frozenset({"weigering"}),
        controles={"kindcheck": {"1": "ja"}},
        besluit=Besluit(melden="ja", reden="Eigen afweging"),
        gedaan=frozenset({"vastleggen"}),
    )


def test_answering_again_replaces_the_ticks_of_that_page_only() -> None:
    visit = Bezoek().answer("2", "ja", ["a", "b"], ["a", "b", "c"], "Omdat")
    visit = visit.answer("3", "nee", ["x"], ["x", "y"], "Daarom")
    visit = visit.answer("2", "nee", ["c"], ["a", "b", "c"], "")
    assert visit.hulpvragen == {"c", "x"}
    assert visit.afwegingen == {"2": "nee", "3": "nee"}
    assert visit.redenen == {"3": "Daarom"}


def test_a_visit_with_only_a_profession_is_still_empty() -> None:
    assert Bezoek(kader="artsen").is_empty
    assert not Bezoek(kader="artsen").step("1", "gedaan").is_empty


def test_another_profession_leaves_the_answers_as_they_are() -> None:
    visit = Bezoek(kader="artsen").answer("1", "ja", [], [], "Omdat").choose("onderwijs")
    assert (visit.kader, visit.afwegingen, visit.redenen) == (
        "onderwijs",
        {"1": "ja"},
        {"1": "Omdat"},
    )


def test_only_adults_counts_no_more_where_the_check_says_otherwise_but_is_not_lost() -> None:
    visit = Bezoek(kader="artsen")
    for question, answer in NO_CHILDREN.items():
        visit = visit.check("kindcheck", question, answer)
    visit = visit.situation("slachtoffers", "volwassenen")
    assert visit.known(COMMON).slachtoffers == "volwassenen"
    for changed in (visit.check("kindcheck", "2", "ja"), visit.forget_check("kindcheck")):
        assert changed.known(COMMON).slachtoffers == "open"
        assert changed.situatie.slachtoffers == "volwassenen"
        assert "slachtoffers" in changed.gevraagd


@pytest.mark.parametrize(
    ("then", "now"), [(True, "volwassenen"), (False, "open")], ids=["adults", "not adults"]
)
def test_a_visit_of_version_1_is_read(then: bool, now: str) -> None:
    data = json.loads(Bezoek(kader="artsen").situation("weigering", "vrij").to_json())
    data["versie"] = 1
    data["situatie"] = {"weigering": "vrij", "alleen_volwassenen": then}
    data["gevraagd"] = ["alleen_volwassenen", "weigering"]
    visit = Bezoek.from_json(json.dumps(data), FRAMEWORKS)
    assert visit.situatie == Situation(slachtoffers=now, weigering="vrij")
    assert visit.gevraagd == {"slachtoffers", "weigering"}


def test_the_advice_is_that_of_the_answers_and_the_situation() -> None:
    answers = {"1": "ja", "2": "ja", "5": "nee"}
    visit = Bezoek().situation("gemeld", "ja")
    for number, answer in answers.items():
        visit = visit.answer(number, answer, [], [], "")
    expected = decide(COMMON, answers, Situation(gemeld="ja"))
    assert visit.advice(COMMON) == expected
    assert expected.opnieuw


def _changed(**changes: Any) -> str:
    visit = Bezoek(kader="artsen").step("1", "gedaan").answer("1", "ja", [], [], "Omdat")
    return json.dumps({**json.loads(visit.to_json()), **changes})


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "Dit bestand is geen bewaard bezoek. Kies het bestand dat je hier eerder opsloeg."),
        (
            b"\xff\xfe",
            "Dit bestand is geen bewaard bezoek. Kies het bestand dat je hier eerder opsloeg.",
        ),
        (
            "[" * 100_000,
            "Dit bestand is geen bewaard bezoek. Kies het bestand dat je hier eerder opsloeg.",
        ),
        ("[]", "Dit bestand is geen bewaard bezoek, of het komt uit een andere versie."),
        ("{}", "Dit bestand is geen bewaard bezoek, of het komt uit een andere versie."),
        (
            _changed(versie=3),
            "Dit bestand is geen bewaard bezoek, of het komt uit een andere versie.",
        ),
        (_changed(naam="Jansen"), "Er staat iets in dit bestand dat een bezoek niet kent."),
    ],
)
def test_what_is_no_visit_is_refused(source: str | bytes, message: str) -> None:
    with pytest.raises(VisitError) as refused:
        Bezoek.from_json(source, FRAMEWORKS)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"kader": "loodgieters"}, "Het beroep heeft een waarde die niet bestaat."),
        ({"kader": None}, "Het beroep heeft een waarde die niet bestaat."),
        ({"stappen": {"9": {}}}, "Een stap heeft een waarde die niet bestaat."),
        ({"stappen": {"1": {"stand": "half"}}}, "Een stap heeft een waarde die niet bestaat."),
        ({"stappen": {"1": {"naam": "Jansen"}}}, "Een deel heeft een andere vorm."),
        ({"stappen": []}, "Een deel heeft een andere vorm."),
        (
            {"afwegingen": {"1": "misschien"}},
            "Sleutel 'afwegingen.1': 'misschien' mag niet. Kies uit: ja, nee, open.",
        ),
        ({"redenen": {"9": "Omdat"}}, "Een reden heeft een waarde die niet bestaat."),
        ({"redenen": {"1": 1}}, "Een tekst heeft een andere vorm."),
        ({"redenen": {"1": "x" * (MAX_TEXT + 1)}}, "Een tekst is langer dan 4000 tekens."),
        ({"redenen": {"1": "\ud800"}}, "Een tekst bevat een half teken."),
        ({"hulpvragen": "acuut"}, "Een lijst heeft een andere vorm."),
        ({"gevraagd": [["weigering"]]}, "Een lijst heeft een andere vorm."),
        ({"gedaan": {"vastleggen": 1}}, "Een lijst heeft een andere vorm."),
        (
            {"situatie": {"gemeld": "open"}},
            "Sleutel 'situatie.gemeld': 'open' mag niet. Kies uit: ja, nee.",
        ),
        ({"controles": {"dakcheck": {}}}, "Een controle heeft een waarde die niet bestaat."),
        (
            {"controles": {"kindcheck": {"9": "ja"}}},
            "Onbekende sleutel '9' in sleutel 'kindcheck'. Kies uit: 1, 2, 3.",
        ),
        ({"besluit": {"melden": "misschien"}}, "Je besluit heeft een waarde die niet bestaat."),
        ({"besluit": {"naam": "Jansen"}}, "Een deel heeft een andere vorm."),
    ],
)
def test_a_changed_visit_is_refused_with_what_is_wrong(
    changes: dict[str, Any], detail: str
) -> None:
    with pytest.raises(VisitError) as refused:
        Bezoek.from_json(_changed(**changes), FRAMEWORKS)
    assert str(refused.value) == f"Dit bezoek is beschadigd of veranderd. {detail}"


def test_a_text_of_the_longest_length_is_kept() -> None:
    source = _changed(redenen={"1": "x" * MAX_TEXT})
    assert len(Bezoek.from_json(source, FRAMEWORKS).redenen["1"]) == MAX_TEXT


def test_ticks_that_no_longer_exist_are_let_go() -> None:
    source = _changed(hulpvragen=["verdwenen"], gedaan=["verdwenen", "vastleggen"])
    visit = Bezoek.from_json(source, FRAMEWORKS)
    assert (visit.hulpvragen, visit.gedaan) == (frozenset(), frozenset({"vastleggen"}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(Bezoek.__dataclass_fields__)), JSON)
def test_any_damage_is_refused_or_read_as_a_visit(field: str, value: Any) -> None:
    visit = None
    with contextlib.suppress(VisitError):
        visit = Bezoek.from_json(_changed(**{field: value}), FRAMEWORKS)
    if visit is not None:
        assert Bezoek.from_json(visit.to_json(), FRAMEWORKS) == visit
