"""The outcome as one value: the words, what to do, what is open and whether it counts."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest

from meldcode.guide.summary import Summary, deviates, summarise
from meldcode.guide.today import otherwise
from meldcode.kader import schema
from meldcode.kader.advice import Advice, Situation
from meldcode.kader.bezoek import Besluit, Bezoek
from meldcode.kader.decide import decide, decide_outcome
from meldcode.kader.input import ANSWERS
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import asks_reason, walked_steps
from tests.kader.yardstick import FREE_ADULTS, VECTORS, drawn

FRAMEWORKS = frameworks()
TODAY = dt.date(2026, 3, 2)
PARTS = list(get_args(schema.Part))
# A check that bears out that all are adults.
CHECKED = {"kindcheck": {"1": "nee"}}
DANGER = ("ernstig_gevaar", "hulp_kan_afwenden")
# Nothing known, and restraint with what it asks open or known: where what is open counts or not.
PLACES: tuple[dict[str, Any], ...] = (
    {},
    FREE_ADULTS,
    FREE_ADULTS | {"ernstig_gevaar": "ja"},
    FREE_ADULTS | {"ernstig_gevaar": "nee"},
)


def visit(kader: str, answers: str, **situation: Any) -> Bezoek:
    """A visit with ``answers`` written as '1ja 2nee'."""
    bezoek = Bezoek(kader=kader, controles=CHECKED if situation.get("weigering") else {})
    for each in answers.split():
        bezoek = bezoek.answer(each[0], each[1:], (), (), "")
    for name, value in situation.items():
        bezoek = bezoek.situation(name, value)
    return bezoek


def summary(bezoek: Bezoek) -> Summary:
    return summarise(FRAMEWORKS[bezoek.kader or "gemeenschappelijk"], bezoek, TODAY)


@pytest.mark.parametrize(
    ("bezoek", "melden", "hulp"),
    [
        (visit("onderwijs", ""), "Dat is nog open", "Dat is nog open"),
        (visit("sociaal", "1nee"), "Nee, melden is nu niet nodig", "Zo nodig andere hulp"),
        (
            visit("artsen", "1ja 2nee 3nee"),
            "Ja, meld bij Veilig Thuis",
            "Ja, maar niet door jou",
        ),
        (
            visit("onderwijs", "1ja 2ja 3ja 4ja"),
            "Ja, meld bij Veilig Thuis",
            "Ja, samen met Veilig Thuis",
        ),
        (
            visit("kinderopvang", "1ja 2nee 3ja 4ja"),
            "Nu niet, weeg later opnieuw",
            "Ja, hulp is mogelijk",
        ),
        (
            visit("justitie", "1ja 2nee 3ja 4ja 5ja"),
            "Nee, melden is nu niet nodig",
            "De hulp kan stoppen, met afspraken",
        ),
        (
            visit("complementair", "1ja 2nee 3ja 4nee", ernstig_gevaar="nee", **FREE_ADULTS),
            "Nu niet, het slachtoffer weigert vrij",
            "Nee, de hulp wordt niet aanvaard",
        ),
    ],
)
def test_both_decisions_are_told_in_words_with_their_source(
    bezoek: Bezoek, melden: str, hulp: str
) -> None:
    shown = summary(bezoek)
    assert (shown.melden.titel, shown.hulp.titel) == (melden, hulp)
    for decision in (shown.melden, shown.hulp):
        assert decision.tekst
        assert decision.bronnen


def test_the_norm_behind_a_report_is_told() -> None:
    shown = summary(visit("artsen", "1ja 2ja"))
    assert shown.normen == (FRAMEWORKS["artsen"].normen["1"].tekst,)
    assert summary(visit("artsen", "1nee")).normen == ()


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_what_to_do_is_numbered_through_and_comes_in_order_of_urgency(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    for vector, situation in itertools.product(VECTORS[::7], drawn(seed=5, count=12)):
        bezoek = Bezoek(
            kader=kader, afwegingen=vector, situatie=Situation(**situation), controles=CHECKED
        )
        shown = summary(bezoek)
        names = [part for part, _, _ in shown.delen]
        assert names == [part for part in PARTS if part in names]
        todos = [(part, todo) for part, _, found in shown.delen for todo in found]
        assert [todo.nr for _, todo in todos] == list(range(1, len(todos) + 1))
        assert {todo.id: part for part, todo in todos} == {
            duty.id: duty.deel for duty in decide(framework, vector, bezoek.situatie).plichten
        }
        assert all(todo.urgent == (part == "gevaar") for part, todo in todos)


@pytest.mark.parametrize(
    ("bezoek", "heading"),
    [
        (visit("sociaal", "1ja 2ja"), "Voordat je meldt"),
        (visit("sociaal", "1ja 2nee 3ja 4ja", slachtoffers="kind"), "Nu"),
    ],
)
def test_before_a_report_is_not_said_where_nothing_is_reported(
    bezoek: Bezoek, heading: str
) -> None:
    assert {part: kop for part, kop, _ in summary(bezoek).delen}["voor_melding"] == heading


def test_what_is_done_is_ticked() -> None:
    shown = summary(visit("sociaal", "1ja 2ja").tick(["informeren"]))
    ticked = {todo.id: todo.gedaan for _, _, part in shown.delen for todo in part}
    assert ticked.pop("informeren")
    assert not any(ticked.values())


def test_an_answer_is_told_with_ones_own_reason_and_what_was_ticked() -> None:
    bezoek = Bezoek(kader="artsen").answer("2", "nee", ["acuut.1"], (), "Ik zag\nniets.")
    bezoek = bezoek.answer("5", "ja", ["resultaat.1"], (), "")
    reasons = {why.afweging: why for why in summary(bezoek).redenen}
    helpers = FRAMEWORKS["artsen"].hulpvragen
    assert reasons["2"].kop == "2 Veiligheid: nee"
    assert reasons["2"].eigen == "Ik zag\nniets."
    assert (reasons["2"].voor, reasons["2"].tegen) == ((helpers["acuut.1"].kort,), ())
    assert (reasons["5"].voor, reasons["5"].tegen) == ((), (helpers["resultaat.1"].kort,))
    assert all(why.bronnen for why in reasons.values())


def test_a_reason_out_of_the_situation_has_the_name_of_its_question() -> None:
    bezoek = visit("artsen", "1ja 2ja", ernstig_gevaar="nee", **FREE_ADULTS)
    why = next(why for why in summary(bezoek).redenen if why.afweging is None)
    assert why.kop == FRAMEWORKS["artsen"].situatievragen["weigering"].kort


Decisions = tuple[str, str]
Row = Mapping[tuple[str, ...], Decisions]


def outcomes(framework: Framework, situation: Mapping[str, Any]) -> dict[tuple[str, ...], Row]:
    """Both decisions for every vector, for every way to fill in the danger that is still open."""
    fields = Situation(**situation)._asdict()
    choices = [ANSWERS if fields[name] == "open" else (fields[name],) for name in DANGER]
    found: dict[tuple[str, ...], Row] = {}
    for values in itertools.product(*choices):
        filled = Situation(**{**fields, **dict(zip(DANGER, values, strict=True))})
        found[values] = {
            tuple(vector.values()): (outcome.melden, outcome.hulp)
            for vector in VECTORS
            for outcome in [decide_outcome(framework, vector, filled)]
        }
    return found


def fillings(vector: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to go on from ``vector``: what is open may stay so or get an answer."""
    return itertools.product(*[ANSWERS if value == "open" else (value,) for value in vector])


def answer_counts(tables: Mapping[Any, Row], vector: tuple[str, ...], index: int) -> bool:
    return any(
        len({row[(*each[:index], value, *each[index + 1 :])] for value in ANSWERS}) > 1
        for row in tables.values()
        for each in fillings(vector)
    )


def danger_counts(
    tables: Mapping[tuple[str, ...], Row], vector: tuple[str, ...], place: int
) -> bool:
    """Whether the danger at ``place`` of DANGER changes a decision, the other one as it may be."""
    return any(
        len({row[each] for key, row in tables.items() if key[1 - place] == other}) > 1
        for other in {key[1 - place] for key in tables}
        for each in fillings(vector)
    )


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_what_is_open_is_said_to_matter_exactly_where_an_answer_can_change_a_decision(
    kader: str,
) -> None:
    framework = FRAMEWORKS[kader]
    order = list(framework.afwegingen)
    places = PLACES if framework.terughoudendheid else PLACES[:1]
    seen = set()
    for situation in places:
        tables = outcomes(framework, situation)
        for vector in VECTORS:
            given = tuple(vector.values())
            bezoek = Bezoek(
                kader=kader, afwegingen=vector, situatie=Situation(**situation), controles=CHECKED
            )
            for lack in summary(bezoek).open:
                if lack.soort == "afweging":
                    counts = answer_counts(tables, given, order.index(lack.id))
                elif lack.soort == "situatie":
                    counts = danger_counts(tables, given, DANGER.index(lack.id))
                else:
                    continue
                assert lack.maakt_uit is counts, (vector, situation, lack)
                seen.add((lack.soort, counts))
    assert ("afweging", True) in seen
    if framework.terughoudendheid:
        assert {("situatie", True), ("situatie", False)} <= seen


def test_help_after_an_open_cooperation_is_not_said_to_make_no_difference() -> None:
    lacks = {lack.id: lack for lack in summary(visit("onderwijs", "1ja 2ja 3ja")).open}
    assert lacks["5"].maakt_uit
    assert lacks["5"].tekst == "Je antwoord kan de uitkomst nog veranderen."


def test_danger_is_not_said_to_decide_where_no_report_is_the_norm() -> None:
    bezoek = visit("artsen", "1ja 2nee 3ja 4ja 5ja", **FREE_ADULTS)
    lack = next(lack for lack in summary(bezoek).open if lack.soort == "situatie")
    assert (lack.id, lack.maakt_uit) == ("ernstig_gevaar", False)
    assert lack.tekst == "Wat je ook antwoordt, het verandert de twee beslissingen niet."


@pytest.mark.parametrize(
    ("answers", "listed"),
    [
        ("", "12345"),
        ("1nee", ""),
        ("1ja 2nee 3nee", ""),
        ("1ja 2nee 3ja 4nee", ""),
        ("1ja 2nee", "345"),
        ("1ja 2ja", "345"),
        ("1ja 2ja 3nee 4nee", "5"),
        ("1open 2ja 3ja 4ja 5ja", "1"),
    ],
)
def test_only_a_consideration_that_some_way_passes_is_listed_as_open(
    answers: str, listed: str
) -> None:
    shown = summary(visit("sociaal", answers))
    assert [lack.id for lack in shown.open if lack.soort == "afweging"] == list(listed)


def test_a_step_is_done_or_left_out_with_its_reason_or_open() -> None:
    bezoek = Bezoek(kader="artsen").step("1", "gedaan").step("2", "overgeslagen", "Niet veilig.")
    shown = summary(bezoek.step("3", "overgeslagen"))
    assert [(line.id, line.tekst) for line in shown.stappen] == [
        ("1", "Gedaan."),
        ("2", "Overgeslagen. Niet veilig."),
        ("3", "Overgeslagen. Er staat geen reden bij."),
        ("4", "Nog niet gedaan."),
    ]
    steps = [lack for lack in shown.open if lack.soort == "stap"]
    assert [(lack.id, lack.maakt_uit) for lack in steps] == [("4", False)]


@pytest.mark.parametrize("stand", ["gedaan", "open"])
def test_a_reason_that_was_written_at_a_step_is_shown_whatever_its_state(stand: str) -> None:
    shown = summary(Bezoek().step("2", stand, "Collega is ziek."))
    assert shown.stappen[1].tekst.endswith("edaan. Collega is ziek.")


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_the_steps_that_are_told_are_those_that_are_walked(kader: str) -> None:
    told = [line.id for line in summary(Bezoek(kader=kader)).stappen]
    assert tuple(told) == walked_steps(FRAMEWORKS[kader])


def test_what_another_answer_would_make_of_it_is_told_in_words() -> None:
    told = {line.id: (line.kop, line.tekst) for line in summary(visit("artsen", "1nee")).omslag}
    assert told["1"][0] == "Als je op afweging 1 (vermoeden) ja zegt"
    assert told["1"][1] == "Melden: Dat is nog open. Hulp: Dat is nog open."


def test_answers_that_do_not_go_together_say_where_to_look_again() -> None:
    clashes = summary(visit("paramedici", "1nee 2ja")).tegenspraken
    assert ("afweging", "1") in clashes[0].kijk_terug
    assert summary(visit("paramedici", "1ja 2ja")).tegenspraken == ()


def test_of_the_situation_only_what_was_asked_is_told_in_the_words_of_the_question() -> None:
    assert summary(visit("artsen", "1ja")).situatie == ()
    told = summary(visit("artsen", "1ja 2ja", onveiligheid="beide", slachtoffers="kind"))
    assert [(line.kop, line.tekst) for line in told.situatie] == [
        ("Soort onveiligheid", "Allebei"),
        ("Om wie het gaat", "Een kind"),
    ]


def test_a_second_report_is_told_to_be_one() -> None:
    again = visit("artsen", "1ja 2nee 3ja 4ja 5nee", gemeld="ja")
    assert summary(again).opnieuw
    assert not summary(again.situation("gemeld", "nee")).opnieuw


REPORT = visit("sociaal", "1ja 2nee 3nee")  # noodzakelijk, niet_door_jou
TOGETHER = visit("sociaal", "1ja 2ja 3ja 4ja")  # noodzakelijk, samen_met_veilig_thuis
REFUSED = visit("sociaal", "1ja 2nee 3ja 4nee")  # noodzakelijk, niet_aanvaard
LATER = visit("sociaal", "1ja 2nee 3ja 4ja")  # nu_niet, mogelijk
CLOSED = visit("sociaal", "1ja 2nee 3ja 4ja 5ja")  # niet_noodzakelijk, afsluiten
NOTHING = visit("sociaal", "1nee")  # niet_noodzakelijk, zo_nodig_andere_hulp
RESTRAINED = visit("artsen", "1ja 2nee 3ja 4nee", ernstig_gevaar="nee", **FREE_ADULTS)
UNKNOWN = visit("sociaal", "")


@pytest.mark.parametrize(
    ("bezoek", "melden", "hulp"),
    [
        (REPORT, "nee", "ja"),
        (TOGETHER, "nee", "nee"),
        (REFUSED, "nee", None),
        (LATER, "ja", "nee"),
        (CLOSED, "ja", None),
        (NOTHING, "ja", None),
        (RESTRAINED, "ja", None),
        (UNKNOWN, None, None),
    ],
)
def test_a_decision_of_ones_own_differs_only_where_it_goes_the_other_way(
    bezoek: Bezoek, melden: str | None, hulp: str | None
) -> None:
    advice = bezoek.advice(FRAMEWORKS[bezoek.kader])
    for own_melden, own_hulp in itertools.product(ANSWERS, repeat=2):
        besluit = Besluit(melden=own_melden, hulp=own_hulp)
        expected = own_melden == melden or own_hulp == hulp
        assert deviates(advice, besluit) is expected, besluit
        assert summary(bezoek.decide(besluit)).wijkt_af is expected


def must_ask(number: str, answer: str, speak: set[str]) -> bool:
    """The paragraph on helper questions of the contract, as it stands there."""
    if number == "2" and answer == "nee":
        return "ja" in speak
    return speak == {"nee"} if answer == "ja" else answer == "nee" and speak == {"ja"}


@pytest.mark.parametrize("number", "12345")
@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_a_reason_is_asked_where_the_contract_says_so(kader: str, number: str) -> None:
    framework = FRAMEWORKS[kader]
    helpers = [helper for _, found in framework.helpers(number) for helper in found]
    chosen = [
        (),
        tuple(helpers),
        *itertools.combinations(helpers[:3], 1),
        *itertools.combinations([*helpers[:2], *helpers[10:13], *helpers[-2:]], 2),
    ]
    for answer, ticked in itertools.product(ANSWERS, chosen):
        ids = [helper.id for helper in ticked]
        bezoek = Bezoek(kader=kader).answer(number, answer, ids, (), "")
        expected = must_ask(number, answer, {helper.pleit for helper in ticked})
        assert asks_reason(framework, bezoek, number) is expected, (answer, ids)
        elsewhere = bezoek.answer(str(int(number) % 5 + 1), "open", (), (), "")
        assert asks_reason(framework, elsewhere, number) is expected


def test_a_victim_who_was_not_asked_is_still_open_where_restraint_may_decide() -> None:
    framework = frameworks()["artsen"]
    bezoek = Bezoek(kader="artsen").check("kindcheck", "1", "nee")
    bezoek = bezoek.situation("slachtoffers", "volwassenen")
    bezoek = bezoek.situation("weigering", "niet_gevraagd").answer("1", "ja", (), (), "")
    bezoek = bezoek.answer("2", "ja", (), (), "")
    assert "weigering" in [lack.id for lack in summarise(framework, bezoek, TODAY).open]
    asked = bezoek.situation("weigering", "toestemming")
    assert "weigering" not in [lack.id for lack in summarise(framework, asked, TODAY).open]


def test_why_is_worked_out_only_for_the_professions_that_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out: list[str] = []
    whole = Bezoek.advice

    def noted(bezoek: Bezoek, framework: Framework) -> Advice:
        worked_out.append(framework.id)
        return whole(bezoek, framework)

    monkeypatch.setattr(Bezoek, "advice", noted)
    everywhere = Bezoek(kader="artsen", afwegingen={"1": "ja", "2": "ja"})
    assert otherwise(frameworks()["artsen"], everywhere, frameworks().values()) == ()
    assert worked_out == ["artsen"]
    elsewhere = Bezoek(
        kader="artsen",
        afwegingen={"1": "ja", "2": "nee", "3": "nee"},
        situatie=Situation(slachtoffers="volwassenen", weigering="vrij", ernstig_gevaar="nee"),
        controles={"kindcheck": {"1": "nee"}},
    )
    worked_out.clear()
    (other,) = otherwise(frameworks()["artsen"], elsewhere, frameworks().values())
    assert len(worked_out) == 1 + len(other.beroepen) < len(frameworks())
    assert "complementair" not in worked_out
