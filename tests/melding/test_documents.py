"""What stands in the report for Veilig Thuis and in a reader's copy, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.melding import documents, reader
from meldcode.melding.document import Document
from meldcode.melding.report import Feit, Melder, Report, Zorgen
from tests.melding.papers import (
    HEARD,
    HIDING,
    KARIN,
    KEPT,
    OMA,
    PIET,
    REPORT,
    SANNE,
    SEEN,
    TODAY,
    changed,
    told,
    words_of,
)

PURPOSE = "De toestand of omstandigheden van de ouder zijn een risico"
HIDDEN = changed(
    melder={
        "naam_verborgen": "ja",
        "naam_grond": "bedreiging_gezin",
        "naam_reden": "Piet zei dat hij de melder zou vinden.",
    }
)
UNKNOWN = changed(melder={"bij_vt": "onbekend"})
PARENT = changed(zorgen={"gaat_over": "oudersignalen"})
RESTRAINED = changed(
    Report(
        mensen=(KARIN.model_copy(update={"rol": "client"}), PIET, OMA),
        feiten=(
            HEARD.model_copy(update={"over": ("p3",), "nodig": "Hij heeft een mes."}),
            SEEN.model_copy(update={"over": ("p4",)}),
        ),
        verteld=REPORT.verteld,
    ),
    zorgen={"gaat_over": "volwassene", "toestemming": "geweigerd_vrij", "gevaar": "De dood."},
)


def vt(report: Report = REPORT) -> dict[str, list[list[str]]]:
    return told(documents.for_vt(report, TODAY))


def test_the_sections_stand_in_the_order_of_veilig_thuis_own_form() -> None:
    order = ["melder", "mensen", "zorgen", "feiten", "stappen", "verteld", "omgeving", "vraag"]
    assert list(vt()) == order


@pytest.mark.parametrize(
    ("section", "blocks"),
    [
        (
            "melder",
            [
                [
                    "Naam: Anna de Wit",
                    "Functie: Leerkracht",
                    "Organisatie: De Klimop",
                    "Telefoon: 06 0000 0009",
                    "Bereikbaar: elke dag tot vijf uur",
                    "Kent betrokkenen: Sanne zit sinds 2025 bij mij in de klas.",
                ]
            ],
        ),
        (
            "mensen",
            [
                [
                    "Sanne Vos",
                    "Rol: Kind om wie het gaat",
                    "Geboortedatum: mei 2019",
                    "Toelichting: Groep 4.",
                ],
                [
                    "Karin Vos",
                    "Rol: Ouder of verzorger",
                    "Geboortedatum: 3 februari 1990",
                    "Relatie: moeder van Sanne",
                    "Gezag: Ja",
                    "Adres en woonplaats: Dorpsstraat 5, Leiden",
                    "Telefoon: 06 0000 0001",
                    "Toelichting: Woont tijdelijk elders.",
                    "Veilig adres: bekend bij de melder",
                ],
                [
                    "Piet Vos",
                    "Rol: Ouder of verzorger",
                    "Relatie: vader van Sanne",
                    "Gezag: Weet ik niet",
                ],
                ["Riet Bakker", "Rol: Ander familielid", "Relatie: oma van Sanne"],
            ],
        ),
        (
            "zorgen",
            [
                [
                    "Het gaat om: Signalen bij of over een kind",
                    "Vorm van geweld: Lichamelijk geweld; Getuige zijn van geweld",
                    "Sinds: oktober 2026",
                    "Direct gevaar nu: Weet ik niet",
                    "Het gevaar nu: Piet is vrijdag weer thuis.",
                ]
            ],
        ),
        (
            "feiten",
            [
                [
                    "1. 3 november 2026",
                    "Feit: Sanne had drie blauwe plekken op haar linkerarm.",
                    "Tijd en plaats: rond half elf, in de klas",
                    "Bron: Zelf gezien of gehoord door de melder",
                    "Over: Sanne Vos",
                ],
                [
                    "2. Oktober 2026",
                    "Feit: Karin zegt dat Piet haar duwde.\nSanne stond in de deur.",
                    "Bron: Verteld door Karin Vos",
                    "Over: Sanne Vos, Karin Vos en Piet Vos",
                ],
                [
                    "3. Zonder datum",
                    "Feit: Sanne was zeven keer ziek.",
                    "Bron: Uit document: verzuimlijst",
                ],
            ],
        ),
        (
            "verteld",
            [
                [
                    "Karin Vos",
                    "Weet van de melding: Ja",
                    "Verteld op: 20 november 2026",
                    "Reactie: Ze schrok.",
                    "Stemt in: Ja",
                ],
                [
                    "Piet Vos",
                    "Weet van de melding: Nee",
                    "Reden om het niet te vertellen: "
                    "Dat is gevaarlijk voor het kind, de cliënt of een ander",
                    "Toelichting: Hij dreigde met een mes.",
                    "Wel vertellen: na overleg met Veilig Thuis",
                ],
            ],
        ),
        ("omgeving", [["Steun: Riet past op.", "Hulpverleners: Wijkteam Noord"]]),
    ],
)
def test_veilig_thuis_reads_all_that_was_filled_in(section: str, blocks: list[list[str]]) -> None:
    assert vt()[section] == blocks


def test_an_empty_report_has_no_section_and_no_closing() -> None:
    document = documents.for_vt(Report(), TODAY)
    assert (document.sections, document.closing) == ((), ())
    assert document.under == ("Gemaakt op 22 november 2026",)


def test_what_the_professional_keeps_back_is_nowhere() -> None:
    said = words_of(documents.for_vt(REPORT, TODAY))
    assert KEPT.wat not in said


@pytest.mark.parametrize(
    ("herkomst", "source"),
    [("verteld", "Verteld door iemand anders"), ("document", "Uit een document")],
)
def test_a_fact_without_the_name_of_its_source_still_tells_its_kind(
    herkomst: Any, source: str
) -> None:
    report = Report(feiten=(Feit(id="f1", wat="Iets.", herkomst=herkomst),))
    assert f"Bron: {source}" in vt(report)["feiten"][0]


@pytest.mark.parametrize(
    ("key", "section", "line"),
    [
        ("melder.bereikbaar", "melder", "Bereikbaar: Niet bekend"),
        ("zorgen.sinds", "zorgen", "Sinds: Niet bekend"),
        ("stappen.hulp", "stappen", "Hulp tot nu toe: Niet bekend"),
        ("omgeving.steun", "omgeving", "Steun: Niet bekend"),
    ],
)
def test_what_was_answered_with_not_known_is_told_so(key: str, section: str, line: str) -> None:
    empty = Report(melder=Melder(naam="Anna"), niet_bekend=(key,))
    assert line in vt(empty)[section][0]
    assert line not in str(vt(Report(melder=Melder(naam="Anna"))))


@pytest.mark.parametrize(
    ("key", "section", "block", "line"),
    [
        ("persoon.p2.geboren", "mensen", 1, "Geboortedatum: Niet bekend"),
        ("feit.f1.gebeurd", "feiten", 0, "1. Datum niet bekend"),
        ("feit.f1.over", "feiten", 0, "Over: Niet bekend"),
        ("verteld.p2.verteld", "verteld", 0, "Weet van de melding: Niet bekend"),
    ],
)
def test_what_nobody_knows_of_one_person_or_fact_stands_there(
    key: str, section: str, block: int, line: str
) -> None:
    report = Report(
        mensen=(SANNE, PIET.model_copy(update={"id": "p2"})),
        feiten=(Feit(id="f1", wat="Iets.", herkomst="document"),),
        niet_bekend=(key,),
    )
    found = vt(report)
    assert line in found[section][block]
    assert str(found).count(line) == 1


def test_a_question_about_who_is_there_that_nobody_can_answer_is_told() -> None:
    worries = Zorgen(gaat_over="kind", andere_kinderen="ja")
    report = Report(mensen=(SANNE,), zorgen=worries, niet_bekend=("andere_kinderen",))
    asked = ["Niet bekend: Wie zijn de andere kinderen in het gezin?"]
    assert vt(report)["mensen"][-1] == asked
    sister = Persoon(id="p2", rol="ander_kind", naam="Noor Vos")
    answered = report.model_copy(update={"mensen": (SANNE, sister)})
    assert asked not in vt(answered)["mensen"]


@pytest.mark.parametrize(
    ("worries", "line"),
    [
        ({"andere_kinderen": "ja"}, "Andere kinderen: Ja"),
        ({"andere_kinderen": "nee"}, "Andere kinderen: Nee"),
        ({"andere_kinderen": "onbekend"}, "Andere kinderen: Weet ik niet"),
        ({"andere_kinderen": "nee", "gaat_over": "oudersignalen"}, "Andere kinderen: Nee"),
        ({"andere_kinderen": "nee", "gaat_over": "volwassene"}, None),
        ({}, None),
    ],
)
def test_whether_there_are_other_children_is_told(
    worries: dict[str, Any], line: str | None
) -> None:
    found = str(vt(changed(zorgen=worries)))
    assert ("Andere kinderen" in found) is (line is not None)
    assert line is None or line in found


def test_what_is_filled_in_counts_and_not_that_it_was_unknown_before() -> None:
    report = REPORT.model_copy(update={"niet_bekend": ("zorgen.sinds",)})
    assert vt(report) == vt()


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("melder", {"naam_grond": "bedreiging_gezin", "naam_reden": "Oude reden"}),
        ("zorgen", {"toestemming": "geweigerd_vrij", "gevaar": "Oude reden"}),
    ],
)
def test_an_answer_to_what_is_not_asked_any_more_stays_out(
    part: str, fields: dict[str, str]
) -> None:
    assert vt(changed(**{part: fields})) == vt()


def test_of_a_reporter_who_stays_unknown_only_that_is_told() -> None:
    assert vt(UNKNOWN)["melder"] == [["Naam: De melder blijft ook voor Veilig Thuis onbekend."]]
    assert "Anna" not in words_of(documents.for_vt(UNKNOWN, TODAY))


def test_that_the_family_may_not_hear_the_name_stands_before_everything() -> None:
    document = documents.for_vt(HIDDEN, TODAY)
    first = document.sections[0].blocks[0]
    assert first.heading == "Let op: noem de naam van de melder niet aan het gezin"
    assert [each.text for each in first.lines] == [
        "Anders loopt het slachtoffer of iemand in het gezin gevaar",
        "Piet zei dat hij de melder zou vinden.",
    ]
    assert told(document)["melder"][1][:2] == ["Alleen voor Veilig Thuis", "Naam: Anna de Wit"]


def test_a_parents_signals_bring_their_purpose_and_nothing_of_the_children() -> None:
    found = vt(PARENT)
    assert found["zorgen"][0][0].startswith(f"Doel van de melding: {PURPOSE}")
    assert [block[0] for block in found["feiten"]] == ["1. Zonder datum"]
    assert found["mensen"][0] == [
        "Sanne Vos",
        "Rol: Kind om wie het gaat",
        "Geboortedatum: mei 2019",
    ]
    assert PURPOSE not in words_of(documents.for_vt(REPORT, TODAY))


def test_a_restrained_report_tells_of_nobody_but_those_in_danger_or_its_cause() -> None:
    found = vt(RESTRAINED)
    assert [block[0] for block in found["mensen"]] == ["Karin Vos", "Piet Vos"]
    assert [block[0] for block in found["verteld"]] == ["Karin Vos", "Piet Vos"]
    assert found["feiten"][0][-1] == "Nodig omdat: Hij heeft een mes."
    said = words_of(documents.for_vt(RESTRAINED, TODAY))
    for kept in (OMA.naam, SEEN.wat, KARIN.toelichting):
        assert kept not in said


def test_a_restrained_report_has_no_signals_no_help_and_nobody_around() -> None:
    steps = {"signalen": "A.", "overleg": "B.", "gesprek": "C.", "wegen": "D.", "hulp": "E."}
    found = vt(changed(RESTRAINED, stappen=steps))
    assert found["stappen"] == [["Overleg: B.", "Gesprek: C.", "Weging en besluit: D."]]
    assert "omgeving" not in found


def test_why_a_fact_is_needed_is_told_only_in_a_restrained_report() -> None:
    fact = SEEN.model_copy(update={"nodig": "Hij heeft een mes."})
    assert "mes" not in str(vt(REPORT.model_copy(update={"feiten": (fact,)}))["feiten"])


@pytest.mark.parametrize(
    "typed", [HIDING, HIDING.upper(), HIDING.replace(" ", "  "), f"Zij is op {HIDING}, boven."]
)
def test_a_safe_address_is_nowhere_even_where_it_was_typed_in_another_field(typed: str) -> None:
    report = changed(
        REPORT.model_copy(
            update={
                "mensen": (SANNE, KARIN.model_copy(update={"adres": typed})),
                "feiten": (SEEN.model_copy(update={"wat": typed, "van_wie": typed}),),
            }
        ),
        vraag={"overig": typed},
        melder={"kent_van": typed},
    )
    for document in (
        documents.for_vt(report, TODAY),
        documents.for_reader(report, "p1", TODAY),
    ):
        assert "zonnebloem" not in words_of(document).lower()
    assert "veilig adres, bekend bij de melder" in str(vt(report)["vraag"])


def test_a_word_that_finds_nobody_is_no_address() -> None:
    person = KARIN.model_copy(update={"veilig_adres": "opvang"})
    report = changed(
        REPORT.model_copy(update={"mensen": (person,)}), vraag={"overig": "Sanne gaat naar opvang."}
    )
    assert "Overig: Sanne gaat naar opvang." in vt(report)["vraag"][0]


def copy_of(person_id: str = "p1", report: Report = REPORT) -> Document:
    return documents.for_reader(report, person_id, TODAY)


def test_a_copy_says_for_whom_it_is_and_what_may_be_said_of_it() -> None:
    document = copy_of("p2")
    assert document.kind == "afschrift"
    assert document.title == "Afschrift van een melding bij Veilig Thuis"
    assert document.under == (
        "Voor Karin Vos",
        "Gemaakt op 22 november 2026",
        "Dit gaat over een melding van een professional. "
        "Wat over anderen gaat, staat nooit in een afschrift.",
        "Klopt er iets niet, of hoort er iets bij? Wie dit leest, mag dat zeggen.",
    )


def test_a_copy_has_no_birth_date_address_or_telephone_even_where_the_reduced_report_has() -> None:
    said = words_of(copy_of())
    for kept in ("1990", "2019", "Dorpsstraat", "06 0000", "Veilig adres", "tijdelijk elders"):
        assert kept not in said


def test_a_copy_tells_what_the_reader_was_told_and_not_what_others_were() -> None:
    assert [block[0] for block in told(copy_of("p2"))["verteld"]] == ["Karin Vos"]
    assert "verteld" not in told(copy_of("p1"))


@pytest.mark.parametrize("report", [HIDDEN, UNKNOWN])
def test_in_a_copy_a_reporter_who_stays_hidden_leaves_no_trace(report: Report) -> None:
    found = told(copy_of("p1", report))
    nobody = REPORT.model_copy(update={"melder": Melder()})
    assert found == told(copy_of("p1", nobody))
    assert "melder" not in found


def test_what_was_unknown_is_not_told_in_a_copy() -> None:
    report = Report(mensen=(SANNE,), niet_bekend=("zorgen.sinds",))
    assert copy_of("p1", report).sections == copy_of("p1", Report(mensen=(SANNE,))).sections


def test_a_copy_names_nobody_who_is_not_in_it() -> None:
    report = Report(mensen=(SANNE,), feiten=(HEARD,), zorgen=Zorgen(gaat_over="kind"))
    assert told(copy_of("p1", report))["feiten"][0][-1] == "Over: Sanne Vos"


def test_a_copy_for_somebody_who_is_not_in_it_is_not_made() -> None:
    with pytest.raises(KeyError):
        copy_of("p9")


@pytest.mark.parametrize(
    ("rol", "about", "read"),
    [
        ("client", (), True),
        ("client", ("p2",), True),
        ("ouder", ("p2",), True),
        ("ouder", (), False),
        ("ouder", ("p3",), False),
        ("partner", ("p2",), False),
        ("kind", ("p2",), False),
    ],
)
def test_in_a_copy_only_the_parent_whom_it_is_about_reads_the_purpose(
    rol: Any, about: tuple[str, ...], read: bool
) -> None:
    report = Report(
        mensen=(KARIN.model_copy(update={"rol": rol}), PIET),
        zorgen=Zorgen(gaat_over="oudersignalen"),
        feiten=(SEEN.model_copy(update={"over": about}),) if about else (),
    )
    assert (PURPOSE in words_of(copy_of("p2", report))) is read


@pytest.mark.parametrize("person", ["p1", "p2", "p3", "p4"])
def test_what_a_reader_may_see_becomes_a_copy_with_that_readers_name(person: str) -> None:
    document = copy_of("p1", reader.for_reader(REPORT, person).report)
    assert document.under[0] == f"Voor {REPORT.names[person]}"


def test_every_field_of_a_person_is_told_or_kept_on_purpose() -> None:
    """A field that is added later must be thought about."""
    kept = {"soort", "id", "naam", "veilig_adres"}
    assert set(Persoon.model_fields) == {*documents.VT.persoon, *kept}


def test_every_field_of_the_reporter_is_told_or_kept_on_purpose() -> None:
    kept = {"soort", "bij_vt", "naam_verborgen", "naam_grond", "naam_reden"}
    assert set(Melder.model_fields) == {*documents.VT.melder, *kept}
