"""Frameworks of one's own beside the product's: read, checked, offered or left out in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from meldcode.kader import kept, load
from meldcode.kader.load import BASE, ORDER, ContentError, every, frameworks, left_out, load_own
from meldcode.kader.model import Framework

HEAD = """\
id: tandartsen
naam: Tandartsen
kort: tandartsen
beroep: Tandarts
op: gemeenschappelijk
versie: "2026.1"
bron: [knmt]
"""
SOURCES = """\
bronnen:
  - id: knmt
    naam: Verzonnen meldcode voor tandartsen
    kort: Meldcode tandartsen
    van: Een verzonnen vereniging
    uitgave: "2026"
    gezien: 2026-11-01
"""
FACTS = """\
feiten:
  - id: tandartsen_lijn
    wat: Vraaglijn voor tandartsen
    waarde: 0800-1234
    bel: "08001234"
    bron: [knmt]
    gezien: 2026-11-01
    opnieuw: 2027-11-01
"""
DUTY = """\
voeg_toe:
  plichten:
    - id: tandartsen.bellen
      deel: voor_melding
      als: {vast: {"1": ja}}
      titel: Bel de vraaglijn
      tekst: Bel {feit:tandartsen_lijn}.
      bron: [knmt#bladzijde 2, feit:tandartsen_lijn]
"""
MILDER = """\
laat_weg:
  plichten: [informeren]
"""
STRICTER = """\
vervang:
  overgangen:
    - id: zelf.5.open
      weg: zelf
      afweging: "5"
      antwoord: open
      naar: einde
      melden: noodzakelijk
      norm: "3"
      hulp: mogelijk
      bij_antwoord: Meld nu.
      waarom: Wij wachten niet af.
      bron: [knmt]
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one own framework: its kader.yaml, sources, and other files by name."""

    def written(name: str = "tandartsen", differences: str = "", **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        head = HEAD.replace("tandartsen", name, 1)
        beside = {"bronnen": SOURCES, "feiten": FACTS, **files}
        for file, text in {"kader": head + differences, **beside}.items():
            if text:
                (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
        return folder

    return written


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    load.use_own(None)
    load.show(None)


def own(tmp_path: Path) -> Framework:
    load.use_own(tmp_path)
    return frameworks()["tandartsen"]


def test_own_frameworks_stand_before_the_common_one(write: Write, tmp_path: Path) -> None:
    write("tandartsen")
    write("sportclubs")
    load.use_own(tmp_path)
    assert tuple(frameworks()) == (*ORDER[:-1], "sportclubs", "tandartsen", BASE)
    assert dict(left_out()) == {}


def test_without_a_folder_there_are_the_ten_of_the_product(tmp_path: Path) -> None:
    load.use_own(tmp_path / "nergens")
    assert tuple(frameworks()) == ORDER


def test_other_things_in_the_folder_are_no_frameworks(write: Write, tmp_path: Path) -> None:
    (tmp_path / "notities.txt").write_text("Niet vergeten.")
    (tmp_path / ".tandartsen.deel").mkdir()
    (tmp_path / "_oud").mkdir()
    load.use_own(tmp_path)
    assert (tuple(frameworks()), dict(left_out())) == (ORDER, {})


def test_an_own_framework_brings_its_sources_and_facts_and_keeps_the_products(
    write: Write, tmp_path: Path
) -> None:
    write(differences=DUTY)
    framework = own(tmp_path)
    assert framework.cited(["knmt#bladzijde 2"]) == ("Meldcode tandartsen, bladzijde 2",)
    assert framework.plain(framework.plichten["tandartsen.bellen"].tekst) == "Bel 0800-1234."
    assert framework.cited(["knmg"]) == ("KNMG-meldcode",)
    assert framework.herkomst("plichten", "tandartsen.bellen") == "tandartsen"
    assert framework.herkomst("plichten", "vastleggen") == BASE
    assert "knmt" not in frameworks()[BASE].sources


def test_own_items_may_stand_in_further_files(write: Write, tmp_path: Path) -> None:
    term = "begrippen:\n  - {id: gebit, woord: Gebit, uitleg: Al je tanden., bron: [knmt]}\n"
    write(begrippen=term, gevallen="gevallen: []\n")
    assert own(tmp_path).begrippen["gebit"].woord == "Gebit"


@pytest.mark.parametrize(
    ("name", "files", "message"),
    [
        (
            "tandartsen",
            {"differences": "kleur: rood\n"},
            "tandartsen/kader.yaml:8: De sleutel 'kleur' ken ik niet. Kies uit: id, naam, kort, "
            "beroep, op, versie, bron, vervang, voeg_toe, laat_weg.",
        ),
        (
            "artsen",
            {},
            "artsen/kader.yaml:1: 'artsen' is al een kader van Meldcode. Geef de map een andere "
            "naam.",
        ),
        (
            "tandartsen",
            {"bronnen": SOURCES.replace("knmt", "knmg")},
            "tandartsen/bronnen.yaml:2: De id 'knmg' is al van Meldcode. Kies een andere.",
        ),
        (
            "tandartsen",
            {"feiten": FACTS.replace("tandartsen_lijn", "vt_telefoon")},
            "tandartsen/feiten.yaml:2: De id 'vt_telefoon' is al van Meldcode. Kies een andere.",
        ),
        (
            "tandartsen",
            {"feiten": FACTS.replace("[knmt]", "[onbekend]")},
            "tandartsen/feiten.yaml:2: Feit 'tandartsen_lijn', sleutel 'bron': 'onbekend' staat "
            "niet in bronnen.yaml.",
        ),
        (
            "tandartsen",
            {"bronnen": "# Nog niets.\n", "feiten": ""},
            "tandartsen/kader.yaml:1: ",
        ),
        ("tandartsen", {"differences": "voeg_toe: [\n"}, "tandartsen/kader.yaml:"),
    ],
)
def test_what_is_wrong_is_left_out_and_named_while_the_product_stands(
    write: Write, tmp_path: Path, name: str, files: dict[str, str], message: str
) -> None:
    folder = write(name, **files)
    load.use_own(tmp_path)
    assert tuple(frameworks()) == ORDER
    assert list(left_out()) == [name]
    assert left_out()[name].startswith(message)
    with pytest.raises(ContentError) as refused:
        load_own(folder)
    assert str(refused.value) == left_out()[name]


def test_one_wrong_framework_does_not_keep_another_out(write: Write, tmp_path: Path) -> None:
    write("tandartsen")
    write("bakkers", "kleur: rood\n")
    assert own(tmp_path).id == "tandartsen"
    assert list(left_out()) == ["bakkers"]


def test_a_folder_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "eigen-kaders"
    in_the_way.write_text("Dit is een bestand.")
    load.use_own(in_the_way)
    assert tuple(frameworks()) == ORDER
    assert left_out()["eigen-kaders"].startswith("De map is niet te lezen")


def test_a_file_that_is_a_folder_is_named(write: Write, tmp_path: Path) -> None:
    (write() / "blokken.yaml").mkdir()
    load.use_own(tmp_path)
    assert tuple(frameworks()) == ORDER
    assert left_out()["tandartsen"].startswith("De map is niet te lezen")


def test_a_milder_framework_loads_but_is_not_offered(write: Write, tmp_path: Path) -> None:
    write(differences=MILDER)
    load.use_own(tmp_path)
    assert tuple(frameworks()) == ORDER
    assert "tandartsen" in every()
    assert left_out()["tandartsen"].startswith(
        "Geldt niet: Bij elke noodzakelijke melding staat wie het hoort: vooraf, of later en "
        "veilig. Bij 1 "
    )


def test_a_proof_that_breaks_down_keeps_its_framework_out_and_no_other(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks_down(framework: Framework, common: Framework) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("meldcode.kader.offered.verify", breaks_down)
    write("bakkers", differences=MILDER)
    write("tandartsen", differences=DUTY)
    assert own(tmp_path).id == "tandartsen"
    assert dict(left_out()) == {"bakkers": "De regels zijn niet na te rekenen (ZeroDivisionError)."}


def test_a_stricter_framework_is_offered(write: Write, tmp_path: Path) -> None:
    write(differences=STRICTER)
    framework = own(tmp_path)
    assert framework.hash != frameworks()[BASE].hash
    assert framework.overgangen["zelf.5.open"].melden == "noodzakelijk"


def test_a_duty_that_no_answer_leads_to_is_untidy_but_not_milder(
    write: Write, tmp_path: Path
) -> None:
    never = DUTY.replace('{vast: {"1": ja}}', '{vast: {"1": ja}, antwoord: {"1": [nee]}}')
    write(differences=never)
    assert "tandartsen.bellen" in own(tmp_path).plichten


def test_only_the_preview_shows_a_framework_whatever_it_says(write: Write) -> None:
    framework = load_own(write(differences=MILDER))
    load.show(framework)
    assert frameworks()["tandartsen"] is framework
    load.show(None)
    assert "tandartsen" not in frameworks()


def test_a_kept_framework_keeps_its_own_sources_when_its_folder_is_gone(write: Write) -> None:
    framework = load_own(write(differences=DUTY))
    again = kept.from_text(kept.to_text(framework), frameworks()[BASE].registers)
    assert again.hash == framework.hash
    assert again.cited(["knmt"]) == ("Meldcode tandartsen",)
    assert again.plain("{feit:tandartsen_lijn}") == "0800-1234"
    assert kept.to_text(again) == kept.to_text(framework)


def test_a_kept_framework_has_the_own_facts_of_today_where_they_are_there(write: Write) -> None:
    folder = write(differences=DUTY)
    text = kept.to_text(load_own(folder))
    facts = folder / "feiten.yaml"
    facts.write_text(FACTS.replace("0800-1234", "0800-9999"), encoding="utf-8")
    again = kept.from_text(text, load_own(folder).registers)
    assert again.plain("{feit:tandartsen_lijn}") == "0800-9999"
