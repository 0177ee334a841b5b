"""The advice request: what is in it, and over many families that nothing in it tells who."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from unittest.mock import patch

import pytest

from meldcode.melding import adviesvraag, compose, nameless, plain
from meldcode.melding.advice_words import advice_words
from meldcode.melding.report import Feit, Melder, Report, Stappen, Zorgen
from tests.dossier.chain import person
from tests.dossier.filing import TODAY
from tests.melding.longcase import long_case
from tests.melding.nameless_families import Canary, Family, family

FAMILIES = range(120)
LINA = person("p1", naam="Lina Bakker", geboren="2018-11-07", relatie="dochter van Karin")
KARIN = person("p2", "ouder", naam="Karin Bakker", relatie="moeder van Lina", gezag="ja")


def fact(wat: str, key: str = "f1", **given: object) -> Feit:
    filled = {"id": key, "wat": wat, "herkomst": "zelf_gezien", "over": ("p1",), **given}
    return Feit.model_validate(filled)


def told(report: Report) -> str:
    return plain.to_text(adviesvraag.of(report, TODAY).document)


def test_a_case_is_told_with_designations_ages_and_months() -> None:
    report = Report(
        beroep="artsen",
        melder=Melder(naam="Anna de Wit", organisatie="Praktijk Zonnehoek", functie="huisarts"),
        zorgen=Zorgen(gaat_over="kind", vormen=("lichamelijk",), sinds="sinds Lina 7 werd"),
        mensen=(LINA, KARIN),
        feiten=(
            fact("Lina had een blauwe plek.", gebeurd="2026-03-12"),
            fact("Dit gaat niet mee.", "f2", mee="nee"),
            fact("Lina viel.", "f3", herkomst="verteld", van_wie="Karin Bakker", over=("p1", "p2")),
        ),
        stappen=Stappen(gesprek="Op 3 april 2026 sprak ik Karin."),
    )
    assert told(report) == (
        "Adviesvraag zonder namen\n"
        "========================\n"
        "Ik vraag advies, ik meld niet.\n"
        "Ik noem geen namen en geen adressen. Van wat er gebeurde noem ik alleen de maand.\n"
        "Mijn beroepsgroep: Artsen (KNMG)\n"
        "Lees dit na voor je belt. Een programma haalde de namen eruit. "
        "Wat alleen bij dit gezin past, herkent het niet.\n"
        "\n"
        "Om wie het gaat\n"
        "---------------\n"
        "[kind]\n"
        "Leeftijd: 8 jaar\n"
        "Relatie: dochter van [moeder]\n"
        "\n"
        "[moeder]\n"
        "Relatie: moeder van [kind]\n"
        "Gezag: Ja\n"
        "\n"
        "Waar het om gaat\n"
        "----------------\n"
        "Het gaat om: Signalen bij of over een kind\n"
        "Vorm van geweld: Lichamelijk geweld\n"
        "Sinds: sinds [kind] 7 werd\n"
        "\n"
        "Wat is gezien, gehoord en gezegd\n"
        "--------------------------------\n"
        "1. Maart 2026\n"
        "Feit: [kind] had een blauwe plek.\n"
        "Bron: Zelf gezien of gehoord\n"
        "Over: [kind]\n"
        "\n"
        "2. Zonder datum\n"
        "Feit: [kind] viel.\n"
        "Bron: Verteld door [moeder]\n"
        "Over: [kind], [moeder]\n"
        "\n"
        "Wat al is gedaan\n"
        "----------------\n"
        "Gesprek: In april 2026 sprak ik [moeder].\n"
        "\n"
        "Wat ik wil weten\n"
        "----------------\n"
        "Vraag 1: Kan dit kindermishandeling of huiselijk geweld zijn?\n"
        "Vraag 2: Hoe kom ik meer te weten?\n"
        "Vraag 3: Hoe praat ik hierover met degenen om wie het gaat?\n"
        "Vraag 4: Welke hulp kan het gevaar wegnemen?\n"
        "Vraag 5: Wie doet wat?\n"
        "Vraag 6: Is een melding nodig?\n"
        "\n"
        "Naam van wie ik sprak, en de datum: ……………………………………\n"
        "Ik schrijf in mijn dossier op wat ik vroeg en welk advies ik kreeg.\n"
    )


def test_of_nothing_there_are_the_questions_only() -> None:
    request = adviesvraag.of(Report(), TODAY)
    assert [each.id for each in request.document.sections] == ["vraag"]
    assert request.slips == ()


def test_a_fact_that_cannot_be_told_is_left_out_and_its_slip_says_so() -> None:
    report = Report(
        mensen=(person("p1", naam="Marleen Dijkgraaf"),),
        feiten=(fact("De jas van dijk graaf lag er."), fact("De jas was nat.", "f2")),
    )
    request = adviesvraag.of(report, TODAY)
    (facts,) = (each for each in request.document.sections if each.id == "feiten")
    assert [block.lines[0].text for block in facts.blocks] == ["De jas was nat."]
    assert [(slip.where, slip.certain) for slip in request.slips] == [("f1", True)]


def test_what_the_report_may_not_tell_of_children_or_of_a_free_refusal_may_be_asked() -> None:
    worries = Zorgen(gaat_over="volwassene", toestemming="geweigerd_vrij", gevaar="Zij valt weer.")
    report = Report(zorgen=worries, mensen=(LINA,), feiten=(fact("Een blauwe plek."),))
    assert "Een blauwe plek." in told(report)
    assert "Zij valt weer." in told(report)


def test_whether_there_are_other_children_is_told() -> None:
    worries = Zorgen(gaat_over="kind", andere_kinderen="nee")
    assert "Andere kinderen: Nee" in told(Report(zorgen=worries))


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_not_told() -> None:
    worries = Zorgen(gaat_over="kind", toestemming="geweigerd_vrij", gevaar="Zij valt weer.")
    assert "Zij valt weer." not in told(Report(zorgen=worries))


def test_the_demo_case_can_be_told_in_full_and_without_names() -> None:
    report = compose.propose(long_case(), TODAY)
    request = adviesvraag.of(report, TODAY)
    text = plain.to_text(request.document)
    taken = sum(each.mee == "ja" for each in report.feiten)
    (facts,) = (each for each in request.document.sections if each.id == "feiten")
    assert len(facts.blocks) == taken
    assert "[…]" not in "".join(line.text for each in facts.blocks for line in each.lines)
    names = "Jelske|Oosterbaan|Ruben|Wildervank|Noortje|Teun|Marleen|Dijkgraaf|Loes|Brandsma|Farid"
    assert not re.search(rf"\b(?:{names}|Haverkort|Anna|Bram|Kwartelhof|Tureluurpad)\b", text)
    assert not any(slip.where.startswith("f") for slip in request.slips)


def bare(text: str) -> str:
    """Plain small letters, by other means than the product's: unseen characters go, ß is ss."""
    kept = (each for each in unicodedata.normalize("NFKD", text.casefold()) if each.isprintable())
    letters = "".join(each for each in kept if not unicodedata.combining(each))
    return letters.translate(str.maketrans("øłđı", "oldi"))


def typed(report: Report) -> str:
    """What the request tells of what was typed: all of it but designations and set words."""
    sections = adviesvraag.of(report, TODAY).document.sections
    lines = (
        line for each in sections if each.id != "vraag" for b in each.blocks for line in b.lines
    )
    said = "\n".join(line.text for line in lines if line.label != "Over")
    return re.sub(r"\[[^\]]*\]", " | ", said)


def found(one: Family) -> list[str]:
    """What tells who it is and stands in the request nevertheless."""
    said = typed(one.report)
    words = set(re.findall(r"[^\W\d_]+", bare(said)))
    figures = re.sub(r"[^\d\n|]", "", said)
    seen = [each.form for each in one.canaries if _as_it_was(each, said)]
    seen += [word for word in telling(one.report) if {word, f"{word}s"} & words]
    for number in (one.report.melder.telefoon, *(each.telefoon for each in one.report.mensen)):
        seen += [number] * (re.sub(r"\D", "", number)[-8:] in figures)
    for person_ in one.report.mensen:
        codes = re.findall(r"\d{4} kx", bare(person_.adres + person_.veilig_adres))
        seen += [code for code in codes if code in bare(said)]
        seen += [person_.geboren] * (len(person_.geboren) > 4 and person_.geboren in said)
    return seen


def _as_it_was(canary: Canary, said: str) -> bool:
    form = " ".join(bare(canary.form).split())
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", " ".join(bare(said).split())) is not None


def telling(report: Report) -> set[str]:
    """The words of names, addresses and organisation that are not everyday ones."""
    people = report.mensen
    texts = [each.naam for each in people] + [each.adres + each.veilig_adres for each in people]
    texts += [report.melder.naam, report.melder.organisatie]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", bare(text))}
    return words - advice_words().everyday - {"van", "den", "der", "aan"}


@pytest.mark.parametrize("start", FAMILIES[::30])
def test_in_no_request_stands_what_tells_who_it_is(start: int) -> None:
    for seed in range(start, start + 30):
        assert (seed, found(family(seed))) == (seed, [])


def test_most_facts_can_be_told() -> None:
    for seed in FAMILIES[::6]:
        one = family(seed)
        sections = adviesvraag.of(one.report, TODAY).document.sections
        facts = next(each for each in sections if each.id == "feiten")
        assert len(facts.blocks) > 0.8 * len(one.report.feiten)


@pytest.mark.parametrize(
    "weaker",
    [
        ("meldcode.melding.names.Names.finds", "names"),
        ("meldcode.melding.nameless.Nameless._misspelt", "misspelt"),
        ("meldcode.melding.places.Places.words_in", "places"),
        ("meldcode.melding.traces.days", "days"),
        ("meldcode.melding.traces.numbers", "numbers"),
    ],
    ids=lambda each: each[1],
)
def test_the_trial_of_families_sees_it_where_something_is_not_sought(
    weaker: tuple[str, str],
) -> None:
    with (
        patch(weaker[0], lambda *args: iter(())),
        patch.object(nameless.Nameless, "_tells", lambda self, kept: False),
        patch.object(nameless.Nameless, "_unknown", lambda *args: iter(())),
        patch("meldcode.melding.traces.phones", lambda *args: iter(())),
    ):
        assert any(found(family(seed)) for seed in FAMILIES)


def test_the_day_of_the_request_is_an_argument() -> None:
    report = Report(mensen=(LINA,))
    before, after = date(2026, 11, 6), date(2026, 11, 7)
    assert "Leeftijd: 7 jaar" in plain.to_text(adviesvraag.of(report, before).document)
    assert "Leeftijd: 8 jaar" in plain.to_text(adviesvraag.of(report, after).document)
