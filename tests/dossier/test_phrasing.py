"""What there is to say of a text: by how it is read, and for characters paper can't show."""

from __future__ import annotations

import pytest

from meldcode.dossier import phrasing
from meldcode.dossier.entries import Gesprek, Persoon
from meldcode.dossier.phrasing import Remarks
from meldcode.dossier.words import Reading, form_of
from meldcode.melding import words as parts

TEXT = "Vader is manipulatief en kwam vaak. ግ"


@pytest.mark.parametrize(
    ("reading", "words", "characters"),
    [
        ("", [], ""),
        ("tekens", [], "ግ"),
        ("verteld", ["vaak"], "ግ"),
        ("woorden", ["manipulatief", "vaak"], "ግ"),
    ],
)
def test_a_text_is_read_as_its_field_asks(
    reading: Reading, words: list[str], characters: str
) -> None:
    found = phrasing.remarks(TEXT, reading)

    assert [each.words for each in found.phrases] == words
    assert [TEXT[each.start : each.end] for each in found.phrases] == words
    assert found.characters == characters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë Müller-Šimić", ""),
        ("ግዕዝ", "ግ ዕ ዝ"),
        ("ግግ", "ግ"),
        ("👨\u200d👧", "👨 (een onzichtbaar teken) 👧"),
        ("\u200b\u200d", "(een onzichtbaar teken)"),
        ("x\u0301\u0323", "◌\u0323 ◌\u0301"),
        ("e\u0301", ""),
        ("".join(map(chr, range(0x4E00, 0x4E0C))), "一 丁 丂 七 丄 丅 丆 万 丈 三 上 下"),
        ("".join(map(chr, range(0x4E00, 0x4E0D))), "一 丁 丂 七 丄 丅 丆 万 丈 三 上 下 …"),
    ],
)
def test_characters_are_named_once_and_visibly(text: str, expected: str) -> None:
    assert phrasing.characters(text) == expected


def test_nothing_to_say_counts_as_nothing() -> None:
    assert not Remarks()
    assert Remarks(characters="ግ")
    assert phrasing.remarks("Vader is lui.", "woorden")


def test_what_is_said_for_one_reason_stands_together() -> None:
    found = phrasing.remarks("Vader is lui, komt vaak en is hysterisch.", "woorden")

    grouped = [[each.words for each in group] for group in found.by_reason]
    assert grouped == [["lui", "hysterisch"], ["vaak"]]


@pytest.mark.parametrize(
    ("soort", "field", "answer", "expected"),
    [
        ("signaal", "wat", "zelf_gezien", "woorden"),
        ("signaal", "wat", "", "woorden"),
        ("signaal", "wat", "verteld", "verteld"),
        ("signaal", "wat", "document", "verteld"),
        ("signaal", "thuis", "", "tekens"),
        ("signaal", "opgemerkt", "", ""),
        ("signaal", "gebeurd", "", ""),
        ("signaal", "herkomst", "", ""),
        ("gesprek", "gezegd", "", "verteld"),
        ("gesprek", "reactie", "", "verteld"),
        ("gesprek", "oplossingen", "", "tekens"),
        ("persoon", "naam", "", "tekens"),
        ("besluit", "reden", "", "tekens"),
    ],
)
def test_the_words_of_a_field_tell_how_it_is_read(
    soort: str, field: str, answer: str, expected: Reading
) -> None:
    assert phrasing.reading_of(form_of(soort).field(field), answer) == expected


@pytest.mark.parametrize(
    ("part", "field", "answer", "expected"),
    [
        ("feit", "wat", "zelf_gezien", "woorden"),
        ("feit", "wat", "verteld", "verteld"),
        ("feit", "van_wie", "", "tekens"),
        ("melder", "naam", "", "tekens"),
        ("melder", "bij_vt", "", ""),
        ("stappen", "hulp", "", "woorden"),
    ],
)
def test_so_do_those_of_a_report(part: str, field: str, answer: str, expected: Reading) -> None:
    assert phrasing.reading_of(parts.part(part).field(field), answer) == expected


def test_an_entry_is_read_field_by_field() -> None:
    talk = Gesprek(gehouden="ja", gezegd="Hij kwam vaak.", reactie="Vader is lui, en komt soms.")

    found = [(name, each.words) for name, each in phrasing.of(form_of("gesprek"), talk, "")]

    assert found == [("gezegd", "vaak"), ("reactie", "soms")]


def test_an_entry_without_wording_to_read_has_nothing() -> None:
    somebody = Persoon(id="p1", rol="kind", naam="ግ", toelichting="Zij is manipulatief.")

    assert list(phrasing.of(form_of("persoon"), somebody, "")) == []
