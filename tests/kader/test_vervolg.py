"""Where the walk goes after each page, and which questions of the situation arise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.checks import check
from meldcode.kader.decide import decide
from meldcode.kader.input import ANSWERS
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.situation import ASKED
from meldcode.kader.vervolg import asks_reason, next_page, road_to, situation_to_ask, walked_steps

Page = tuple[str, str]
OUTCOME = ("uitkomst", "")
NO_CHILDREN = {"1": "ja", "2": "nee"}
# What the first page asks and what follows a report, so that a test asks what it is about.
TELLING = "vertellen_onveilig"
KNOWN = {"gevaar_nu": "nee", "slachtoffers": "kind", "vertellen_onveilig": "nee"}


def visit(kader: str = "artsen", answers: str = "", **situation: str | bool) -> Bezoek:
    """A visit with the steps done and ``answers`` written as '1ja 2nee'."""
    bezoek = Bezoek(kader=kader)
    for number in walked_steps(frameworks()[kader]):
        bezoek = bezoek.step(number, "gedaan")
    for name, value in (KNOWN | situation).items():
        bezoek = bezoek.situation(name, value)
    for each in answers.split():
        bezoek = bezoek.answer(each[0], each[1:], (), (), "")
    return bezoek


def no_children(bezoek: Bezoek) -> Bezoek:
    for number, answer in NO_CHILDREN.items():
        bezoek = bezoek.check("kindcheck", number, answer)
    return bezoek


def asked(bezoek: Bezoek) -> list[str]:
    return situation_to_ask(frameworks()[bezoek.kader], bezoek)


def after(bezoek: Bezoek, na: Page | None = None) -> Page:
    return next_page(frameworks()[bezoek.kader], bezoek, na)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("", []),
        ("1ja", []),
        ("1ja 2nee", []),
        ("1ja 2ja", ["onveiligheid"]),
        ("1nee 2ja", ["onveiligheid"]),
        ("1ja 2ja 3ja 4ja 5nee", ["onveiligheid", "gemeld"]),
        ("1ja 2nee 3ja 4ja 5nee", ["gemeld"]),
        ("1ja 2nee 3nee 5nee", []),
        ("1nee 5nee", []),
    ],
)
def test_the_answers_tell_which_question_of_the_situation_matters(
    answers: str, expected: list[str]
) -> None:
    assert asked(visit("onderwijs", answers)) == expected


def unasked(bezoek: Bezoek, *names: str) -> Bezoek:
    """The visit as if these were never asked."""
    left = bezoek.situatie._replace(**{name: Situation._field_defaults[name] for name in names})
    return replace(bezoek, situatie=left, gevraagd=bezoek.gevraagd - set(names))


def test_who_it_is_about_is_asked_where_there_is_a_suspicion() -> None:
    assert asked(unasked(visit("artsen", "1ja 2nee 3nee"), "slachtoffers")) == ["slachtoffers"]
    assert asked(unasked(visit("artsen", "1nee"), "slachtoffers")) == []


def test_danger_now_is_asked_before_the_steps() -> None:
    bezoek = Bezoek(kader="onderwijs")
    assert after(bezoek) == ("situatie", "gevaar_nu")
    assert after(bezoek, ("situatie", "gevaar_nu")) == ("stap", "1")


def test_who_weighs_already_is_not_led_through_the_steps_after_a_question() -> None:
    bezoek = Bezoek(kader="onderwijs").answer("1", "ja", (), (), "")
    assert after(bezoek, ("situatie", "gevaar_nu")) == ("afweging", "2")


def test_whether_telling_is_safe_is_asked_with_a_report() -> None:
    assert asked(unasked(visit("artsen", "1ja 2ja", onveiligheid="structureel"), TELLING)) == [
        TELLING
    ]
    assert asked(unasked(visit("artsen", "1ja 2nee 3ja"), TELLING)) == []
    acute = visit("artsen", "1ja 2ja", onveiligheid="acuut")
    assert asked(unasked(acute, TELLING)) == []


def test_a_refusal_is_asked_only_where_all_are_adults() -> None:
    bezoek = no_children(visit("artsen", "1ja 2nee 3nee"))
    assert asked(bezoek.situation("slachtoffers", "kind")) == []
    assert asked(bezoek.situation("slachtoffers", "volwassenen")) == ["weigering"]


def test_a_refusal_is_not_asked_before_the_kindcheck_bears_out_that_all_are_adults() -> None:
    bezoek = visit("artsen", "1ja 2nee 3nee", slachtoffers="volwassenen")
    assert asked(bezoek) == []
    assert after(bezoek, ("situatie", "slachtoffers")) == ("controle", "kindcheck")


@pytest.mark.parametrize(
    ("kader", "situation", "expected"),
    [
        ("artsen", {"weigering": "vrij"}, ["ernstig_gevaar"]),
        ("artsen", {"weigering": "vrij", "ernstig_gevaar": "ja"}, ["hulp_kan_afwenden"]),
        ("artsen", {"weigering": "vrij", "ernstig_gevaar": "nee"}, []),
        ("artsen", {"weigering": "vrij", "ernstig_gevaar": "open"}, []),
        ("artsen", {"weigering": "onder_druk"}, []),
        ("complementair", {"weigering": "vrij"}, ["ernstig_gevaar"]),
        ("onderwijs", {"weigering": "vrij"}, []),
    ],
)
def test_danger_is_asked_where_the_framework_weighs_it_against_a_free_refusal(
    kader: str, situation: dict[str, str], expected: list[str]
) -> None:
    bezoek = no_children(visit(kader, "1ja 2nee 3nee", slachtoffers="volwassenen", **situation))
    assert asked(bezoek) == expected


def test_danger_is_asked_as_soon_as_the_advice_names_it() -> None:
    bezoek = no_children(
        visit("artsen", "1ja 2nee 3ja 4ja", slachtoffers="volwassenen", weigering="vrij")
    )
    assert bezoek.advice(frameworks()["artsen"]).volgende == "ernstig_gevaar"
    assert asked(bezoek) == ["ernstig_gevaar"]


def test_a_question_is_not_asked_twice_though_its_answer_is_not_known_yet() -> None:
    assert asked(visit("onderwijs", "1ja 2ja", onveiligheid="open")) == []


def test_a_walk_begins_with_the_steps_in_order() -> None:
    bezoek = Bezoek(kader="onderwijs")
    assert after(bezoek, ("situatie", "gevaar_nu")) == ("stap", "1")
    assert after(bezoek.step("1", "gedaan"), ("stap", "1")) == ("stap", "2")
    assert after(bezoek, ("stap", "2")) == ("stap", "3")
    assert after(bezoek, ("stap", "3")) == ("afweging", "1")


def test_for_doctors_consulting_others_is_a_step_of_its_own_before_the_weighing() -> None:
    assert walked_steps(frameworks()["onderwijs"]) == ("1", "2", "3")
    assert walked_steps(frameworks()["artsen"]) == ("1", "2", "3", "4")
    bezoek = Bezoek(kader="artsen")
    assert after(bezoek, ("stap", "3")) == ("stap", "4")
    assert after(bezoek, ("stap", "4")) == ("afweging", "1")
    kept = bezoek.step("4", "gedaan")
    assert Bezoek.from_json(kept.to_json(), frameworks()) == kept


@pytest.mark.parametrize(
    ("answers", "afweging", "road"),
    [("", "1", "zelf"), ("1ja 2nee", "3", "zelf"), ("1ja 2ja", "2", "zelf"), ("2ja", "5", "samen")],
)
def test_a_ja_on_unsafety_leads_to_the_road_with_veilig_thuis(
    answers: str, afweging: str, road: str
) -> None:
    assert road_to(frameworks()["artsen"], visit("artsen", answers), afweging) == road


@pytest.mark.parametrize(
    ("afweging", "answer", "pleads", "expected"),
    [
        ("2", "nee", ["ja"], True),
        ("2", "nee", ["nee", "ja"], True),
        ("2", "nee", ["nee"], False),
        ("2", "nee", [], False),
        ("2", "ja", ["ja"], False),
        ("3", "nee", ["ja"], True),
        ("3", "nee", ["ja", "nee"], False),
        ("3", "ja", ["ja"], False),
        ("5", "ja", ["nee"], True),
        ("5", "ja", ["nee", "neutraal"], False),
        ("5", "nee", ["nee"], False),
        ("5", "open", ["nee"], False),
    ],
)
def test_a_reason_is_asked_where_what_was_ticked_does_not_fit_the_answer(
    afweging: str, answer: str, pleads: list[str], expected: bool
) -> None:
    framework = pleading(frameworks()["gemeenschappelijk"], afweging)
    ticked = [f"proef.{plead}" for plead in pleads]
    bezoek = Bezoek().answer(afweging, answer, ticked, (), "")
    assert asks_reason(framework, bezoek, afweging) is expected


def pleading(framework: Framework, afweging: str) -> Framework:
    """The framework with one helper question for each direction at ``afweging``."""
    group, helpers = framework.helpers(afweging)[0]
    tried = {
        f"proef.{plead}": helpers[0].model_copy(
            update={"id": f"proef.{plead}", "groep": group.id, "pleit": plead}
        )
        for plead in ("ja", "nee", "neutraal")
    }
    return replace(framework, collections={**framework.collections, "hulpvragen": tried})


def test_a_question_of_the_situation_follows_the_consideration_it_belongs_to() -> None:
    assert after(visit("onderwijs", "1ja 2ja"), ("afweging", "2")) == ("situatie", "onveiligheid")
    bezoek = visit("onderwijs", "1ja 2nee 3ja 4ja 5nee")
    assert after(unasked(bezoek, "slachtoffers"), ("afweging", "5")) == ("situatie", "slachtoffers")
    assert after(bezoek, ("afweging", "5")) == ("situatie", "gemeld")


@pytest.mark.parametrize(
    ("answers", "at"), [("1ja 2ja", "2"), ("1ja 2nee 3nee", "3"), ("1ja 2open 3nee", "3")]
)
def test_the_kindcheck_is_offered_where_a_report_becomes_the_norm_for_adults(
    answers: str, at: str
) -> None:
    bezoek = visit("artsen", answers, onveiligheid="acuut", slachtoffers="volwassenen")
    assert after(bezoek, ("afweging", at)) == ("controle", "kindcheck")
    assert after(no_children(bezoek), ("controle", "kindcheck")) == ("situatie", "weigering")


def test_a_kindcheck_that_is_left_for_later_is_not_offered_again() -> None:
    bezoek = visit(
        "artsen", "1ja 2ja 3ja 4ja 5open", onveiligheid="acuut", slachtoffers="volwassenen"
    )
    assert after(bezoek, ("controle", "kindcheck")) == OUTCOME
    assert after(bezoek, ("afweging", "5")) == OUTCOME


def test_no_kindcheck_is_offered_where_no_report_is_asked_for() -> None:
    bezoek = visit("artsen", "1ja 2nee 3ja 4ja 5ja")
    assert after(bezoek, ("afweging", "5")) == OUTCOME


@pytest.mark.parametrize(
    ("answers", "na", "expected"),
    [
        ("1nee", "1", OUTCOME),
        ("1nee 2ja", "2", ("situatie", "onveiligheid")),
        ("1open", "1", ("afweging", "2")),
        ("1ja 2nee", "2", ("afweging", "3")),
        ("1ja 2nee 3ja 4nee", "4", OUTCOME),
        ("1ja 2nee 3open", "3", ("afweging", "4")),
    ],
)
def test_a_consideration_that_no_way_passes_is_left_out(
    answers: str, na: str, expected: Page
) -> None:
    assert after(visit("artsen", answers), ("afweging", na)) == expected


def test_after_a_changed_answer_the_walk_goes_to_what_is_not_answered_yet() -> None:
    bezoek = visit("onderwijs", "1ja 2nee 3ja")
    assert after(bezoek, ("afweging", "1")) == ("afweging", "4")


def test_after_the_last_page_the_walk_returns_to_what_was_passed_over() -> None:
    assert after(visit("onderwijs", "1ja 2nee 5open"), ("afweging", "5")) == ("afweging", "3")


def test_a_page_that_is_left_unanswered_sends_nobody_back() -> None:
    assert after(visit("onderwijs", "1ja 2nee 4ja"), ("afweging", "5")) == OUTCOME


def test_after_the_outcome_comes_the_outcome() -> None:
    assert after(visit("onderwijs", "1nee"), OUTCOME) == OUTCOME


answers = st.dictionaries(st.sampled_from("12345"), st.sampled_from(ANSWERS))
checks = st.dictionaries(st.sampled_from("123"), st.sampled_from(ANSWERS))
fields = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in ASKED.items()}
)


@st.composite
def visits(draw: st.DrawFn) -> Bezoek:
    kader = draw(st.sampled_from(tuple(frameworks())))
    bezoek = Bezoek(kader=kader, controles={"kindcheck": draw(checks)})
    for number in draw(st.sets(st.sampled_from("1234"))):
        bezoek = bezoek.step(number, "overgeslagen")
    for number, answer in draw(answers).items():
        bezoek = bezoek.answer(number, answer, (), (), "")
    for name, value in draw(fields).items():
        bezoek = bezoek.situation(name, value)
    return bezoek


def fill_in(bezoek: Bezoek, page: Page, choose: Callable[[tuple[str, ...]], str]) -> Bezoek:
    """The visit after somebody answered ``page`` with what ``choose`` picks, or left it."""
    kind, key = page
    framework = frameworks()[bezoek.kader]
    if choose(("answer", "leave")) == "leave":
        return bezoek
    if kind == "stap":
        return bezoek.step(key, choose(("gedaan", "overgeslagen", "open")))
    if kind == "afweging":
        return bezoek.answer(key, choose(ANSWERS), (), (), "")
    if kind == "situatie":
        return bezoek.situation(key, choose(ASKED[key]))
    while question := check(framework, key, bezoek.controles.get(key, {})).volgende:
        bezoek = bezoek.check(key, question, choose(("ja", "nee")))
    return bezoek


@settings(deadline=None)
@given(visits(), st.data())
def test_from_any_visit_the_walk_ends_at_the_outcome_within_thirty_pages(
    bezoek: Bezoek, data: st.DataObject
) -> None:
    na: Page | None = None
    for _ in range(30):
        na = after(bezoek, na)
        if na == OUTCOME:
            return
        bezoek = fill_in(bezoek, na, lambda choices: data.draw(st.sampled_from(choices)))
    pytest.fail(f"still walking at {na}")


@settings(deadline=None)
@given(visits(), st.data())
def test_a_walk_asks_nothing_that_cannot_change_the_advice(
    bezoek: Bezoek, data: st.DataObject
) -> None:
    framework = frameworks()[bezoek.kader]
    na = None
    while (na := after(bezoek, na)) != OUTCOME:
        kind, key = na
        advice = bezoek.advice(framework)
        if kind == "situatie":
            values = ASKED[key]
            advices = [bezoek.situation(key, value).advice(framework) for value in values]
            assert advice.volgende == key or any(each != advices[0] for each in advices[1:])
        if kind == "afweging":
            assert key in advice.possible
        if kind == "controle":
            said = decide(framework, bezoek.afwegingen, bezoek.said(framework))
            assert said != advice
        bezoek = fill_in(bezoek, na, lambda choices: data.draw(st.sampled_from(choices)))
