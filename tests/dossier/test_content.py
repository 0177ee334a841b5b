"""The sentences about a case: each has its source and its place, and a mistake is named."""

from pathlib import Path
from typing import get_args

import pytest

from meldcode.dossier import content
from meldcode.dossier.entries import Plain
from meldcode.kader import schema
from meldcode.kader.load import frameworks
from meldcode.kader.reading import ContentError, Place

KINDS = {kind.model_fields["soort"].default for kind in get_args(Plain)}


def test_what_adds_something_that_lacks_is_a_kind_of_entry() -> None:
    assert {item.voeg_toe for item in content.shortfalls().values()} <= KINDS


def test_what_lacks_belongs_somewhere_in_every_framework() -> None:
    places = {item.bij for item in content.shortfalls().values()}
    for framework in frameworks().values():
        known = {f"stap.{key}" for key in framework.stappen}
        known |= {f"afweging.{key}" for key in framework.afwegingen}
        assert places <= known


def test_a_sentence_has_its_words_filled_in() -> None:
    assert content.say("overleg.meer", aantal=3) == "3 keer overlegd."


BROKEN = [
    (
        "zinnen:\n  - id: a\n    tekst: A\n    bron: [nergens]\n",
        "dossier/stand.yaml:2: Sleutel 'bron': 'nergens' ken ik niet.",
    ),
    (
        "zinnen:\n  - id: a\n    tekst: A\n    bron: ['feit:nergens']\n",
        "dossier/stand.yaml:2: Sleutel 'bron': 'feit:nergens' ken ik niet.",
    ),
    (
        "zinnen:\n  - {id: a, tekst: A, bron: [eigen]}\n  - {id: a, tekst: B, bron: [eigen]}\n",
        "dossier/stand.yaml:3: Verzameling 'zinnen': de id 'a' bestaat al.",
    ),
    (
        "zinnen:\n  - id: a\n    tekst: A\n",
        "dossier/stand.yaml:2: Verzameling 'zinnen', onderdeel 'a', sleutel 'bron': ontbreekt. "
        "Vul deze sleutel in.",
    ),
    (
        "zinnen:\n  - {id: a, tekst: A, bron: [eigen]}\nanders: []\n",
        "dossier/stand.yaml:3: De sleutel 'anders' ken ik niet. Kies uit: zinnen.",
    ),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_content_that_is_not_right_is_refused_with_its_place(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stand.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(content, "CONTENT", tmp_path)
    content.sentences.cache_clear()
    with pytest.raises(ContentError) as caught:
        content.sentences()
    assert str(caught.value) == message


def test_a_file_of_another_room_is_read_the_same_way(tmp_path: Path) -> None:
    path = tmp_path / "zinnen.yaml"
    path.write_text(BROKEN[0][0].replace("nergens", "eigen") + "anders: []\n", encoding="utf-8")
    names = ("zinnen", "anders")
    found = content.collection(path, "melding", "zinnen", schema.Sentence, names=names)
    assert {key: each.tekst for key, each in found.items()} == {"a": "A"}
    with pytest.raises(ContentError, match=r"^melding/zinnen\.yaml:5: De sleutel 'anders'"):
        content.collection(path, "melding", "zinnen", schema.Sentence)


def test_an_item_may_be_refused_for_another_reason(tmp_path: Path) -> None:
    path = tmp_path / "zinnen.yaml"
    path.write_text(BROKEN[0][0].replace("nergens", "eigen"), encoding="utf-8")

    def check(item: schema.Sentence, place: Place) -> None:
        raise place.error(f"Zonder '{item.id}'.")

    with pytest.raises(ContentError, match=r"^melding/zinnen\.yaml:2: Zonder 'a'\."):
        content.collection(path, "melding", "zinnen", schema.Sentence, check=check)
