"""A case that follows an own framework goes on when that framework's folder is gone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from meldcode.dossier import pinned, retention, services
from meldcode.kader import load
from meldcode.kader.load import frameworks
from tests.cast import NOW, Cast, case, opened

FILES = {
    "kader.yaml": """\
id: tandartsen
naam: Tandartsen
kort: tandartsen
beroep: Tandarts
op: gemeenschappelijk
versie: "2026.1"
bron: [knmt]
voeg_toe:
  plichten:
    - id: tandartsen.foto
      deel: voor_melding
      als: {}
      titel: Bewaar de foto's
      tekst: Bewaar wat je aan het gebit zag.
      bron: [knmt#bladzijde 2]
""",
    "bronnen.yaml": """\
bronnen:
  - id: knmt
    naam: Verzonnen meldcode voor tandartsen
    kort: Meldcode tandartsen
    van: Een verzonnen vereniging
    uitgave: "2026"
    gezien: 2026-11-01
""",
}


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """The folder with own frameworks, one in it."""
    folder = tmp_path / "eigen-kaders"
    (folder / "tandartsen").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / "tandartsen" / name).write_text(text, encoding="utf-8")
    load.use_own(folder)
    pinned._kept.cache_clear()
    yield folder
    load.use_own(None)
    pinned._kept.cache_clear()


def test_a_case_keeps_the_own_framework_it_follows_with_its_sources(cast: Cast, own: Path) -> None:
    zaak = case(cast, kader="tandartsen").zaak
    before = frameworks()["tandartsen"]
    shutil.rmtree(own / "tandartsen")
    load.use_own(None)
    assert "tandartsen" not in frameworks()
    file = services.read(opened(zaak, cast.anna), NOW.date())
    duty = file.framework.plichten["tandartsen.foto"]
    assert file.framework.hash == before.hash
    assert file.framework.cited(duty.bron) == ("Meldcode tandartsen, bladzijde 2",)


def test_an_own_framework_sets_the_keeping_term_of_its_own_organisation(own: Path) -> None:
    assert retention.rule_for(frameworks()["tandartsen"]) == "organisatie"
