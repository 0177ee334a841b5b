"""What a report lacks: each question exactly when it should be asked, and never more than that."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.kader.load import CONTENT, load_registers
from meldcode.kader.reading import ContentError
from meldcode.melding import gaps as module
from meldcode.melding.gaps import gaps, questions
from meldcode.melding.missing import RULES
from meldcode.melding.overview import ORDER
from meldcode.melding.report import TOLD_ROLES, Feit, Report, Stappen, Verteld

TODAY = date(2026, 11, 22)


def person(key: str, rol: str, **given: Any) -> Persoon:
    filled = {"naam": f"Naam {key}", "adres": "Dorpsweg 1, Ede", "geboren": "2019", "gezag": "ja"}
    if rol not in ("kind", "ander_kind", "ongeboren_kind"):
        filled["geboren"] = "1990"
    return Persoon.model_validate({**filled, "id": key, "rol": rol, **given})


LINA, SEM = person("p1", "kind"), person("p2", "ander_kind")
MOTHER, CLIENT = person("p3", "ouder"), person("p4", "client")
BABY = person("p5", "ongeboren_kind", geboren="", uitgerekend="2027-02")


def fact(key: str = "f1", **given: Any) -> Feit:
    filled = {"wat": "Ik zag een blauwe plek.", "gebeurd": "2026-11-03", "herkomst": "zelf_gezien"}
    return Feit.model_validate({**filled, "id": key, "over": ("p1",), **given})


def report(about: str | None, people: tuple[Persoon, ...], **given: Any) -> Report:
    """A report that lacks nothing but what follows from what it is about."""
    told = (each.id for each in people if each.rol in TOLD_ROLES)
    filled = {
        "melder": {"naam": "Anna", "functie": "arts", "telefoon": "06", "kent_van": "praktijk"},
        "zorgen": {"gaat_over": about, "vormen": ("psychisch",), "sinds": "mei", "acuut": "nee"},
        "mensen": people,
        "feiten": (fact(over=(people[0].id,) if people else ()),),
        "stappen": {"overleg": "Ja.", "gesprek": "Ja."},
        "verteld": tuple(Verteld(id=key, verteld="ja", reactie="Schrok.") for key in told),
        "omgeving": {"steun": "Oma.", "hulpverleners": "Geen."},
        "vraag": {"gevraagd": "Onderzoek."},
    }
    return Report.model_validate({**filled, **given})


def changed(base: Report, part: str, **fields: Any) -> Report:
    value = getattr(base, part).model_copy(update=fields)
    return base.model_copy(update={part: value})


def with_facts(base: Report, *facts: Feit) -> Report:
    return base.model_copy(update={"feiten": facts})


def with_told(base: Report, **fields: Any) -> Report:
    """The mother's answer instead."""
    others = tuple(each for each in base.verteld if each.id != "p3")
    return base.model_copy(update={"verteld": (*others, Verteld(id="p3", **fields))})


def asked(value: Report) -> set[str]:
    found = [each.id for each in gaps(value, TODAY)]
    assert len(found) == len(set(found)), "a question was asked twice"
    return set(found)


CHILD = report("kind", (LINA, SEM, MOTHER))
ADULT = changed(report("volwassene", (CLIENT,)), "zorgen", toestemming="ja")
ADULT = ADULT.model_copy(update={"niet_bekend": ("kinderen",)})
PARENT = report("oudersignalen", (CLIENT, LINA, SEM))
FREE = changed(ADULT, "zorgen", toestemming="geweigerd_vrij", gevaar="Hij wurgde haar.")
FREE = with_facts(FREE, fact(over=("p4",), nodig="Dit toont het gevaar."))
FREE = FREE.model_copy(update={"stappen": Stappen()})
HIDDEN = changed(
    CHILD, "melder", naam_verborgen="ja", naam_grond="bedreiging_gezin", naam_reden="Dreigt."
)
UNKNOWN = changed(CHILD, "melder", bij_vt="onbekend", naam="", telefoon="", functie="", kent_van="")
NAMELESS = changed(
    UNKNOWN, "melder", naam="Anna Vos", organisatie="Praktijk Noord", telefoon="06-12345678"
)


@pytest.mark.parametrize("complete", [CHILD, ADULT, PARENT, FREE, HIDDEN, UNKNOWN])
def test_a_report_with_everything_in_it_is_asked_nothing(complete: Report) -> None:
    assert asked(complete) == set()


ONE_LACK = [
    (changed(CHILD, "melder", naam=""), "melder.naam"),
    (changed(CHILD, "melder", functie=""), "melder.functie"),
    (changed(CHILD, "melder", telefoon=""), "melder.telefoon"),
    (changed(CHILD, "melder", kent_van=""), "melder.kent_van"),
    (changed(HIDDEN, "melder", naam_grond=None), "melder.naam_grond"),
    (changed(HIDDEN, "melder", naam_reden=""), "melder.naam_reden"),
    (NAMELESS, None),
    (changed(NAMELESS, "stappen", gesprek="Ik, ánna  vos, belde."), "melder.bij_vt"),
    (changed(NAMELESS, "stappen", gesprek="Joanna Vosmaer belde."), None),
    (changed(NAMELESS, "vraag", overig="Bel 06 12 34 56 78."), "melder.bij_vt"),
    (changed(NAMELESS, "omgeving", steun="Praktijk Noord helpt."), "melder.bij_vt"),
    (changed(NAMELESS, "vraag", overig="Bel 112."), None),
    (changed(ADULT, "zorgen", toestemming="wilsonbekwaam"), "vertegenwoordiger"),
    (changed(CHILD, "zorgen", toestemming="wilsonbekwaam"), None),
    (report("kind", (person("p9", "professional"),)), "geen_mensen"),
    (report("kind", (LINA, MOTHER)), "zorgen.andere_kinderen"),
    (changed(report("kind", (LINA, MOTHER)), "zorgen", andere_kinderen="nee"), None),
    (changed(report("kind", (LINA, MOTHER)), "zorgen", andere_kinderen="onbekend"), None),
    (changed(report("kind", (LINA, MOTHER)), "zorgen", andere_kinderen="ja"), "andere_kinderen"),
    (changed(CHILD, "zorgen", andere_kinderen="ja"), None),
    (changed(FREE, "stappen", signalen="Ja."), "terughoudend"),
    (changed(FREE, "stappen", gesprek="Ja."), "terughoudend"),
    (changed(CHILD, "stappen", signalen="Ja.", hulp="Ja."), None),
    (report("kind", (LINA, SEM)), "geen_ouder"),
    (report("kind", (LINA, SEM, CLIENT)), "geen_ouder"),
    (report("oudersignalen", (MOTHER, BABY, LINA)), None),
    (ADULT.model_copy(update={"niet_bekend": ()}), "kinderen"),
    (ADULT.model_copy(update={"mensen": (CLIENT, SEM)}), "volwassene_met_kind"),
    (changed(CHILD, "zorgen", gaat_over=None), "zorgen.gaat_over"),
    (changed(CHILD, "zorgen", vormen=()), "zorgen.vormen"),
    (changed(CHILD, "zorgen", vormen=("anders",)), "zorgen.vorm_anders"),
    (changed(CHILD, "zorgen", vormen=("anders",), vorm_anders="Dwang."), None),
    (changed(CHILD, "zorgen", sinds=""), "zorgen.sinds"),
    (changed(CHILD, "zorgen", acuut=None), "zorgen.acuut"),
    (changed(CHILD, "zorgen", acuut="onbekend"), None),
    (changed(CHILD, "zorgen", acuut="ja"), "zorgen.acuut_toelichting"),
    (changed(ADULT, "zorgen", toestemming=None), "zorgen.toestemming"),
    (changed(ADULT, "zorgen", toestemming="onbekend"), None),
    (changed(FREE, "zorgen", gevaar=""), "zorgen.gevaar"),
    (with_facts(CHILD), "geen_feit"),
    (with_facts(CHILD, fact(mee="nee")), "geen_feit"),
    (with_facts(CHILD, fact(gebeurd="")), "feit.f1.gebeurd"),
    (with_facts(CHILD, fact("f7"), fact("f8", gebeurd="", mee="nee")), None),
    (with_facts(CHILD, fact(herkomst="verteld")), "feit.f1.van_wie"),
    (with_facts(CHILD, fact(herkomst="document")), "feit.f1.van_wie"),
    (with_facts(CHILD, fact(herkomst="verteld", van_wie="oma")), None),
    (with_facts(CHILD, fact(over=())), "feit.f1.over"),
    (with_facts(CHILD, fact(over=("p8",))), "feit.f1.over"),
    (with_facts(CHILD, fact(gebeurd="2026-11-22")), None),
    (with_facts(CHILD, fact(gebeurd="2026-11-23")), "feit.f1.toekomst"),
    (with_facts(CHILD, fact(gebeurd="2026-11")), None),
    (with_facts(CHILD, fact(gebeurd="2026-12")), "feit.f1.toekomst"),
    (with_facts(CHILD, fact(gebeurd="2026")), None),
    (with_facts(FREE, *FREE.feiten, fact("f2", over=("p4",))), "feit.f2.nodig"),
    (with_facts(PARENT, *PARENT.feiten, fact("f2")), "feit.f2.oudersignalen"),
    (with_facts(PARENT, *PARENT.feiten, fact("f2", mee="nee")), None),
    (changed(CHILD, "stappen", overleg=""), "stappen.overleg"),
    (changed(CHILD, "stappen", gesprek=""), "stappen.gesprek"),
    (with_told(CHILD), "verteld.p3.verteld"),
    (with_told(CHILD, verteld="ja"), "verteld.p3.reactie"),
    (with_told(CHILD, verteld="nee", wanneer_wel="later"), "verteld.p3.grond"),
    (with_told(CHILD, verteld="nee", grond="uit_beeld"), "verteld.p3.wanneer_wel"),
    (with_told(CHILD, verteld="nee", grond="uit_beeld", wanneer_wel="later"), None),
    (changed(CHILD, "omgeving", steun=""), "omgeving.steun"),
    (changed(CHILD, "omgeving", hulpverleners=""), "omgeving.hulpverleners"),
    (changed(FREE, "omgeving", steun="", hulpverleners=""), None),
    (changed(CHILD, "vraag", gevraagd=""), "vraag.gevraagd"),
]


@pytest.mark.parametrize(("value", "gap"), ONE_LACK)
def test_what_is_lacking_is_asked_and_nothing_else(value: Report, gap: str | None) -> None:
    assert asked(value) == ({gap} if gap else set())


def in_place_of(base: Report, who: Persoon) -> Report:
    people = tuple(who if each.id == who.id else each for each in base.mensen)
    return base.model_copy(update={"mensen": people})


OF_A_PERSON = [
    (CHILD, person("p1", "kind", adres=""), "persoon.p1.adres"),
    (CHILD, person("p1", "kind", adres="", veilig_adres="Schuilplaats 9"), None),
    (CHILD, person("p1", "kind", veilig_adres="Kade 9, Ede"), None),
    (CHILD, person("p1", "kind", geboren=""), "persoon.p1.geboren"),
    (CHILD, person("p3", "ouder", adres=""), "persoon.p3.adres"),
    (CHILD, person("p3", "ouder", geboren=""), "persoon.p3.geboren"),
    (CHILD, person("p3", "ouder", gezag=None), "persoon.p3.gezag"),
    (CHILD, person("p3", "ouder", gezag="onbekend"), None),
    (PARENT, person("p4", "client", gezag=None), "persoon.p4.gezag"),
    (ADULT, person("p4", "client", gezag=None), None),
    (CHILD, person("p2", "ongeboren_kind", geboren="", adres=""), "persoon.p2.uitgerekend"),
    (CHILD, person("p1", "kind", geboren="2008-11-22"), "persoon.p1.achttien"),
    (CHILD, person("p1", "kind", geboren="2008-11-23"), None),
    (CHILD, person("p1", "kind", geboren="2008-10"), "persoon.p1.achttien"),
    (CHILD, person("p1", "kind", geboren="2008-11"), None),
    (CHILD, person("p1", "kind", geboren="2007"), "persoon.p1.achttien"),
    (CHILD, person("p1", "kind", geboren="2008"), None),
    (CHILD, person("p1", "kind", veilig_adres="Dorpsweg 1, Ede"), "persoon.p1.veilig_adres"),
    (CHILD, person("p1", "kind", veilig_adres="dorpsweg 1"), "persoon.p1.veilig_adres"),
    (CHILD, person("p1", "kind", veilig_adres="Weg"), None),
]


@pytest.mark.parametrize(("base", "who", "gap"), OF_A_PERSON)
def test_what_is_lacking_of_a_person_is_asked(base: Report, who: Persoon, gap: str | None) -> None:
    assert asked(in_place_of(base, who)) == ({gap} if gap else set())


def test_a_safe_address_in_any_text_that_is_read_is_told() -> None:
    safe = in_place_of(CHILD, person("p1", "kind", veilig_adres="Schuilplaats 9, Ede"))
    told = "Zij slapen nu op de\nschuilplaats  9."
    for part, field in (("stappen", "gesprek"), ("omgeving", "steun"), ("vraag", "overig")):
        assert asked(changed(safe, part, **{field: told})) == {"persoon.p1.veilig_adres"}
    assert asked(with_facts(safe, fact(wat=told))) == {"persoon.p1.veilig_adres"}
    assert asked(with_facts(safe, fact(), fact("f2", wat=told, mee="nee"))) == set()


# Whole reports by what they are about and how many children are in them, with a parent beside.
CHILDREN = ((), (LINA,), (LINA, SEM))
ABOUT_AND_CHILDREN = {
    ("kind", 0): {"geen_kind", "zorgen.andere_kinderen"},
    ("kind", 1): {"zorgen.andere_kinderen"},
    ("kind", 2): set(),
    ("oudersignalen", 0): {"geen_kind", "zorgen.andere_kinderen"},
    ("oudersignalen", 1): {"zorgen.andere_kinderen"},
    ("oudersignalen", 2): set(),
    ("volwassene", 0): {"kinderen", "zorgen.toestemming"},
    ("volwassene", 1): {"volwassene_met_kind", "zorgen.toestemming"},
    ("volwassene", 2): {"volwassene_met_kind", "zorgen.toestemming"},
    (None, 0): {"zorgen.gaat_over"},
    (None, 1): {"zorgen.gaat_over"},
    (None, 2): {"zorgen.gaat_over"},
}


@pytest.mark.parametrize(("about", "amount"), ABOUT_AND_CHILDREN)
def test_who_is_missing_follows_from_what_it_is_about(about: str | None, amount: int) -> None:
    value = report(about, (MOTHER, *CHILDREN[amount]))
    assert asked(value) == ABOUT_AND_CHILDREN[about, amount]


def every_report() -> list[Report]:
    """Empty and full ones, of every kind."""
    cases = [Report(), *(value for value, _ in ONE_LACK)]
    cases += [in_place_of(base, who) for base, who, _ in OF_A_PERSON]
    for about, consent, people in itertools.product(
        ("kind", "oudersignalen", "volwassene", None),
        ("ja", "geweigerd_vrij", None),
        ((), (LINA,), (CLIENT,), (LINA, MOTHER), (CLIENT, BABY, SEM)),
    ):
        bare = Report.model_validate(
            {
                "mensen": people,
                "zorgen": {"gaat_over": about, "toestemming": consent, "acuut": "ja"},
                "feiten": (fact(gebeurd="", herkomst="verteld"), fact("f2", over=("p4",))),
                "melder": {"naam_verborgen": "ja"},
            }
        )
        cases.append(bare)
    return cases


def test_every_question_is_asked_somewhere() -> None:
    found = {re.sub(r"\.[pf]\d+\.", ".", gap) for each in every_report() for gap in asked(each)}
    assert found == set(RULES) == set(questions())


@pytest.mark.parametrize("value", every_report())
def test_an_answer_of_not_known_silences_that_question_alone(value: Report) -> None:
    for gap in gaps(value, TODAY):
        known = (*value.niet_bekend, gap.id)
        left = asked(value.model_copy(update={"niet_bekend": known}))
        assert left == asked(value) - ({gap.id} if gap.may_be_unknown else set())


CONTRADICTIONS = {
    *("melder.naam_grond", "melder.naam_reden", "volwassene_met_kind", "persoon.achttien"),
    *("persoon.veilig_adres", "zorgen.gevaar", "feit.toekomst", "feit.nodig"),
    *("feit.oudersignalen", "terughoudend", "melder.bij_vt"),
}


def test_only_what_contradicts_can_not_be_answered_with_not_known() -> None:
    assert {key for key, each in questions().items() if each.tegenspraak} == CONTRADICTIONS


def test_a_question_tells_whom_or_which_fact_it_is_about() -> None:
    long = "Noortje had op de binnenkant van haar linkerbovenarm drie blauwe plekken."
    told = {
        each.id: each.question
        for each in (
            *gaps(in_place_of(CHILD, person("p1", "kind", adres="", naam="Lina {x}")), TODAY),
            *gaps(with_facts(CHILD, fact(gebeurd="", wat=long)), TODAY),
            *gaps(with_facts(CHILD, fact("f2", gebeurd="", wat="Hij zei:\n'{feit}'.")), TODAY),
            *gaps(with_facts(CHILD, fact("f3", gebeurd="", wat="a" * 80)), TODAY),
        )
    }
    assert told == {
        "persoon.p1.adres": "Waar woont Lina {x}?",
        "feit.f1.gebeurd": "Wanneer was dit: "
        "‘Noortje had op de binnenkant van haar linkerbovenarm drie …’?",
        "feit.f2.gebeurd": "Wanneer was dit: ‘Hij zei: '{feit}'.’?",
        "feit.f3.gebeurd": f"Wanneer was dit: ‘{'a' * 60} …’?",
    }


def test_a_question_about_each_one_has_a_place_for_it_and_no_other() -> None:
    for key, each in questions().items():
        place = {"persoon": "{naam}", "verteld": "{naam}", "feit": "{feit}"}
        wanted = place.get(key.partition(".")[0])
        assert re.findall(r"\{\w+\}", each.vraag) == ([wanted] if wanted else []), key
        assert "{" not in each.waarom


def test_the_parts_are_those_of_the_report_and_come_in_their_order() -> None:
    parts = [each.deel for each in questions().values()]
    assert list(dict.fromkeys(parts)) == list(ORDER)
    assert [part for part, _ in itertools.groupby(parts)] == list(ORDER)


def test_every_question_has_a_source_that_can_be_shown() -> None:
    registers = load_registers(CONTENT)
    for each in questions().values():
        assert all(registers.cite(ref).kort for ref in each.bron)


SENTENCES = [
    sentence
    for each in questions().values()
    for text in (each.vraag, each.waarom)
    for sentence in re.split(r"(?<=[.?])\s+", text)
]
# Words of officials, and those that would make a report a duty or a reader a stranger.
HEAVY = (
    r"\b(?:moet|moeten|verplicht\w*|plicht|dient|dienen|indien|middels|betreffende|tevens|"
    r"desbetreffende|teneinde|inzake|u|uw|men|VT)\b"
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_question_is_plain_and_short_and_never_compels(sentence: str) -> None:
    assert len(sentence.split()) <= 18
    assert not re.search(HEAVY, sentence)


BROKEN = [
    (
        "  - {id: iets, deel: vraag, vraag: A, waarom: B, bron: [eigen]}\n",
        "2: Vraag 'iets' bestaat",
    ),
    (
        "  - {id: geen_feit, deel: feiten, vraag: A, waarom: B, bron: [nergens]}\n",
        "2: Sleutel 'bron': 'nergens' ken ik niet.",
    ),
    (
        "  - {id: geen_feit, deel: feiten, vraag: A, waarom: B, bron: [eigen]}\n" * 2,
        "3: Verzameling 'vragen': de id 'geen_feit' bestaat al.",
    ),
    (
        "  - {id: geen_feit, deel: feiten, vraag: A, waarom: B, bron: [eigen]}\n",
        "1: Vraag 'melder.naam' ontbreekt.",
    ),
    ("  - {id: geen_feit, deel: elders, vraag: A, waarom: B, bron: [eigen]}\n", "sleutel 'deel'"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_content_that_is_not_right_is_refused_with_its_place(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vragen.yaml").write_text("vragen:\n" + text, encoding="utf-8")
    monkeypatch.setattr(module, "CONTENT", tmp_path)
    questions.cache_clear()
    with pytest.raises(ContentError) as caught:
        questions()
    questions.cache_clear()
    assert str(caught.value).startswith("melding/vragen.yaml:")
    assert message in str(caught.value)
