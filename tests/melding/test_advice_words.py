"""The words of an advice request hold together: a role for everybody, a source for everything."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.kader.reading import ContentError
from meldcode.melding.advice_words import advice_words
from meldcode.melding.words import CONTENT

FOLDER = "meldcode.melding.advice_words.CONTENT"


def test_every_role_has_a_word() -> None:
    assert set(advice_words().roles) == set(get_args(Persoon.model_fields["rol"].annotation))


def test_the_six_topics_of_advice_are_asked() -> None:
    assert [each.id for each in advice_words().questions] == [
        "vraag.is_het_geweld",
        "vraag.meer_weten",
        "vraag.praten",
        "vraag.hulp",
        "vraag.wie",
        "vraag.melden",
    ]


def test_no_sentence_calls_reporting_an_obligation() -> None:
    words = advice_words()
    said = [*words.sentences.values(), *words.questions, *words.reasons.values()]
    assert not [each.id for each in said if "verplicht" in each.tekst or "moet " in each.tekst]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("id: slot.medewerker", "id: onder.advies", "Zin 'onder.advies' staat er twee keer in."),
        ('bron: ["rbcz#stap 2", eigen]', "bron: [nergens]", "'nergens' staat niet in bronnen.yaml"),
        ("ouders: [", "moeders: [", "De sleutel 'moeders' ken ik niet."),
        ("vragen:", "redenen_:", "De sleutel 'redenen_' ken ik niet."),
        ("rollen:\n  kind: kind", "rollen:\n  kind: 3", "sleutel 'rollen.kind'"),
    ],
)
def test_a_file_that_is_not_right_is_refused(
    before: str, after: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CONTENT / "adviesvraag.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "adviesvraag.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    monkeypatch.setattr(FOLDER, tmp_path)
    with pytest.raises(ContentError, match=message):
        advice_words.__wrapped__()


def test_a_file_without_its_questions_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (CONTENT / "adviesvraag.yaml").read_text(encoding="utf-8")
    before, after = text.index("vragen:"), text.index("redenen:")
    (tmp_path / "adviesvraag.yaml").write_text(text[:before] + text[after:], encoding="utf-8")
    monkeypatch.setattr(FOLDER, tmp_path)
    with pytest.raises(ContentError, match="De sleutel 'vragen' ontbreekt"):
        advice_words.__wrapped__()
