"""What an entry says, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from meldcode.dossier import text
from meldcode.dossier.entries import (
    Afspraak,
    Afweging,
    Begin,
    Besluit,
    Bestand,
    Bijlage,
    Controle,
    Correctie,
    Entered,
    Entry,
    Gesprek,
    Heropening,
    Melding,
    Noodtoegang,
    Opvolging,
    Overleg,
    Persoon,
    Signaal,
    Uitgegeven,
)
from meldcode.dossier.words import Kind, OptionWords, form_of
from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
PEOPLE = {"p1": "Lina", "p2": "Sem", "p3": "Noor"}
SECRET = "Schuilplaats 9, Utrecht"
MOTHER = Persoon(
    id="p2", rol="ouder", naam="Sem", geboren="1990-05", adres="Dorpsweg 1", veilig_adres=SECRET
)
SIGNAL = Signaal(
    wat="Zei: 'au'\n\nen huilde",
    gebeurd="2026-11",
    opgemerkt=DAY,
    herkomst="verteld",
    van_wie="buurvrouw, bij het hek",
    aard="feit",
    richting="ondersteunt",
    over=("p1", "p3"),
)
ROUND = Afweging(
    op=DAY,
    ronde=2,
    antwoorden={"1": "ja", "2": "open"},
    redenen={"1": "Drie signalen", "3": "Nog geen hulp"},
    situatie={"onveiligheid": "acuut", "slachtoffers": "volwassenen"},
    hulpvragen=("bestaat_niet",),
)


def test_a_signal_is_told_in_words() -> None:
    assert text.lines(SIGNAL, PEOPLE) == [
        ("Wat", "Zei: 'au'\n\nen huilde"),
        ("Gebeurd", "november 2026"),
        ("Opgemerkt", "22 november 2026"),
        ("Herkomst", "Iemand vertelde het"),
        ("Van wie of waaruit", "buurvrouw, bij het hek"),
        ("Feit of interpretatie", "Feit"),
        ("Richting", "Het ondersteunt mijn vermoeden"),
        ("Over", "Lina en Noor"),
    ]


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (("p1",), "Lina"),
        (("p1", "p2"), "Lina en Sem"),
        (("p1", "p2", "p3"), "Lina, Sem en Noor"),
        (("p1", "p9"), "Lina en onbekend (p9)"),
    ],
)
def test_people_are_called_by_name(ids: tuple[str, ...], told: str) -> None:
    assert ("Met", told) in text.lines(Gesprek(gehouden="ja", met=ids, op=DAY), PEOPLE)


def test_of_several_choices_each_is_told_by_its_label() -> None:
    options = (OptionWords("a", "Arm"), OptionWords("b", "Been"))
    field = replace(form_of("signaal").field("aard"), kind=Kind.CHOICES, options=options)
    assert text.value_of(field, ("b", "a"), {}) == "Been; Arm"
    with pytest.raises(KeyError):
        text.value_of(field, ("c",), {})


def test_what_was_not_filled_in_is_not_told() -> None:
    assert text.lines(Gesprek(gehouden="nee", grond="uit_beeld"), PEOPLE) == [
        ("Gehouden", "Nee"),
        ("Grond", "We raken hen dan uit het oog"),
    ]


def test_a_safe_address_is_told_only_to_who_asks() -> None:
    for entry in (MOTHER, Correctie(op_nummer=1, reden="verhuisd", wordt=MOTHER)):
        entered = Entered(1, "Anna", AT, entry)
        assert SECRET not in str(text.lines(entry, PEOPLE))
        assert SECRET not in text.plain(entered, PEOPLE)
        assert SECRET not in text.whole([entered], PEOPLE, "Zilveren Wilg")
        assert ("Veilig adres", SECRET) in text.lines(entry, PEOPLE, safe_address=True)
        assert SECRET in text.plain(entered, PEOPLE, safe_address=True)
        assert SECRET in text.whole([entered], PEOPLE, "Zilveren Wilg", safe_address=True)


def test_nothing_shows_that_a_safe_address_was_left_out() -> None:
    without = MOTHER.model_copy(update={"veilig_adres": ""})
    assert text.lines(MOTHER, PEOPLE) == text.lines(without, PEOPLE)


def test_the_id_of_a_person_says_nothing_to_a_reader() -> None:
    assert text.lines(Persoon(id="p1", rol="kind", naam="Lina"), PEOPLE) == [
        ("Rol", "Kind om wie het gaat"),
        ("Naam", "Lina"),
    ]


def test_a_follow_up_names_the_entry_of_its_agreement() -> None:
    entry = Opvolging(op=DAY, afspraak=12, resultaat="deels", veilig="onbekend")
    assert ("Afspraak", "aantekening 12") in text.lines(entry, PEOPLE)


def test_a_file_is_told_by_name_kind_and_size() -> None:
    file = Bestand(id="b", naam="arm.jpg", type="image/jpeg", bytes=2_140_000, sha256="0" * 64)
    entry = Bijlage(titel="Arm", aard="foto", op=DAY, bestand=file)
    assert text.lines(entry, PEOPLE)[-1] == ("Bestand", "arm.jpg (JPEG, 2,1 MB)")
    unnamed = entry.model_copy(update={"bestand": file.model_copy(update={"naam": ""})})
    assert text.lines(unnamed, PEOPLE)[-1] == ("Bestand", "JPEG, 2,1 MB")


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (14_400, "14 kB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (1_000_000, "1,0 MB"),
        (20_971_520, "21,0 MB"),
    ],
)
def test_a_size_is_told_as_people_read_it(count: int, told: str) -> None:
    assert text.file_size(count) == told


def test_a_correction_tells_what_it_becomes() -> None:
    wordt = Heropening(op=DAY, reden="Nieuw signaal")
    assert text.lines(Correctie(op_nummer=3, reden="verkeerd", wordt=wordt), PEOPLE) == [
        ("Verbetert aantekening", "3"),
        ("Reden", "verkeerd"),
        ("Wordt", "Heropening"),
        ("Datum", "22 november 2026"),
        ("Reden", "Nieuw signaal"),
    ]


def test_a_correction_can_withdraw() -> None:
    assert text.lines(Correctie(op_nummer=3, reden="dubbel"), PEOPLE)[-1] == (
        "Wordt",
        "Deze aantekening telt niet meer.",
    )


def test_a_round_is_told_in_the_words_of_its_framework() -> None:
    advice = decide(frameworks()["complementair"], {"1": "ja", "2": "ja"})
    entry = ROUND.model_copy(update={"hulpvragen": (), "bon": advice.as_dict()})
    told = text.lines(entry, PEOPLE, framework=frameworks()["complementair"])
    assert told[:2] == [("Datum", "22 november 2026"), ("Ronde", "2")]
    considerations = frameworks()["complementair"].afwegingen
    first, third = considerations["1"], considerations["3"]
    assert told[2:4] == [
        (f"Afweging {first.nummer}: {first.kort}", "Ja"),
        (f"Reden bij afweging {first.nummer}", "Drie signalen"),
    ]
    assert third.nummer != "3", "this framework counts in its own way"
    assert (f"Afweging {third.nummer}: {third.kort}", "Weet ik nog niet") in told
    assert ("Soort onveiligheid", "Acuut") in told
    assert ("Om wie het gaat", "Alleen volwassenen") in told
    assert told[-2][0] == "Advies over melden"
    assert told[-1][0] == "Advies over hulp"


def test_a_round_is_told_without_a_framework_too() -> None:
    assert text.lines(ROUND, PEOPLE) == [
        ("Datum", "22 november 2026"),
        ("Ronde", "2"),
        ("Afweging 1", "Ja"),
        ("Reden bij afweging 1", "Drie signalen"),
        ("Afweging 2", "Weet ik nog niet"),
        ("Afweging 3", "Weet ik nog niet"),
        ("Reden bij afweging 3", "Nog geen hulp"),
        ("onveiligheid", "acuut"),
        ("slachtoffers", "volwassenen"),
        ("Vragen die je aankruiste", "- bestaat_niet"),
    ]


def test_helper_questions_are_told_as_statements() -> None:
    framework = frameworks()["gemeenschappelijk"]
    helper = next(iter(framework.hulpvragen.values()))
    entry = ROUND.model_copy(update={"hulpvragen": (helper.id,)})
    told = dict(text.lines(entry, PEOPLE, framework=framework))
    assert told["Vragen die je aankruiste"] == f"- {helper.kort}"


def test_a_check_is_told_with_its_questions_and_outcome() -> None:
    entry = Controle(
        controle="kindcheck", op=DAY, antwoorden={"1": "nee"}, uitkomst="geen_signalen"
    )
    framework = frameworks()["gemeenschappelijk"]
    assert text.lines(entry, PEOPLE, framework=framework) == [
        ("Controle", "Kindcheck"),
        ("Datum", "22 november 2026"),
        ("Zie je bij je cliënt problemen die een kind in gevaar kunnen brengen?", "Nee"),
        ("Uitkomst", "De kindcheck is klaar, je ziet geen signalen"),
    ]
    assert text.lines(entry, PEOPLE)[2:] == [("Vraag 1", "Nee"), ("Uitkomst", "geen_signalen")]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (SIGNAL, "Signaal, van een ander gehoord"),
        (SIGNAL.model_copy(update={"herkomst": "zelf_gezien"}), "Signaal, zelf waargenomen"),
        (Overleg(met="veilig_thuis", op=DAY), "Advies van Veilig Thuis"),
        (Overleg(met="collega", op=DAY), "Overleg met een collega"),
        (Overleg(met="veilig_thuis", gehouden="nee", reden_niet="x"), "Overleg niet gehouden"),
        (Gesprek(gehouden="ja", met=("p1",), op=DAY), "Gesprek"),
        (Gesprek(gehouden="nee", grond="uit_beeld"), "Gesprek niet gehouden"),
        (
            Besluit(op=DAY, melden="nu_niet", hulp="zelf", door="Anna", volgt_advies="ja"),
            "Besluit: nu niet melden",
        ),
        (Opvolging(op=DAY, afspraak=1, resultaat="gehaald", veilig="ja"), "Afspraak gehaald"),
        (Melding(op=DAY, hoe="telefoon", geinformeerd="ja"), "Melding"),
        (Afspraak(op=DAY, resultaat="x", termijn=DAY, wie="y"), "Afspraak"),
        (MOTHER, "Persoon"),
        (Correctie(op_nummer=1, reden="x"), "Verbetering"),
    ],
)
def test_an_entry_has_a_heading(entry: Entry, told: str) -> None:
    assert text.heading(entry) == told


def test_an_entry_as_plain_text() -> None:
    # 23.30 in UTC is half past twelve at night in the Netherlands, a day later.
    assert text.plain(Entered(7, "Anna", AT, SIGNAL), PEOPLE) == (
        "7. Signaal, van een ander gehoord\n"
        "Vastgelegd op 23 november 2026, 00.30 uur door Anna\n"
        "Wat:\n"
        "  Zei: 'au'\n"
        "\n"
        "  en huilde\n"
        "Gebeurd: november 2026\n"
        "Opgemerkt: 22 november 2026\n"
        "Herkomst: Iemand vertelde het\n"
        "Van wie of waaruit: buurvrouw, bij het hek\n"
        "Feit of interpretatie: Feit\n"
        "Richting: Het ondersteunt mijn vermoeden\n"
        "Over: Lina en Noor"
    )


def test_a_file_as_plain_text() -> None:
    entereds = [
        Entered(1, "Anna", AT, Begin(codenaam="X", kader="a", kader_versie="1", kader_hash="h")),
        Entered(2, "Bram", AT, Heropening(op=DAY, reden="Nieuw signaal")),
    ]
    assert text.whole(entereds, PEOPLE, "Zilveren Wilg") == (
        "Dossier Zilveren Wilg\n"
        "\n"
        "1. Begin van het dossier\n"
        "Vastgelegd op 23 november 2026, 00.30 uur door Anna\n"
        "Codenaam: X\n"
        "Afwegingskader: a\n"
        "Versie van het kader: 1\n"
        "Vingerafdruk van het kader: h\n"
        "\n"
        "2. Heropening\n"
        "Vastgelegd op 23 november 2026, 00.30 uur door Bram\n"
        "Datum: 22 november 2026\n"
        "Reden: Nieuw signaal\n"
    )


@pytest.mark.parametrize(
    ("partial", "told"),
    [("2019", "2019"), ("2019-05", "mei 2019"), ("2019-12-01", "1 december 2019")],
)
def test_a_date_known_in_part_is_told_in_words(partial: str, told: str) -> None:
    assert text.partial_date(partial) == told


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 1, 5, 8, 4, tzinfo=UTC), "5 januari 2026, 09.04 uur"),
        (datetime(2026, 7, 5, 8, 4, tzinfo=UTC), "5 juli 2026, 10.04 uur"),
    ],
)
def test_a_moment_is_told_in_dutch_time(at: datetime, told: str) -> None:
    assert text.moment(at) == told


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            Begin(codenaam="X", kader="a", kader_versie="1", kader_hash="h", uit_gids=True),
            ("Begonnen vanuit de wegwijzer", "Ja"),
        ),
        (Noodtoegang(reden="spoed", tot=AT), ("Tot wanneer", "23 november 2026, 00.30 uur")),
        (
            Uitgegeven(op=DAY, vorm="melding", bestand="pdf", sha256="a" * 64),
            ("Vingerafdruk", "a" * 64),
        ),
    ],
)
def test_what_no_form_asks_is_told_as_well(entry: Any, line: text.Line) -> None:
    assert line in text.lines(entry, PEOPLE)
