"""Own frameworks in the data folder at a normal start: offered, or left out in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from meldcode.kader.load import BASE, frameworks
from meldcode.workshop.new import make
from tests.guide.walking import Visitor, start

pytestmark = pytest.mark.browser


def test_the_guide_offers_what_is_right_and_the_start_tells_what_is_left_out(
    page: Page, tmp_path: Path
) -> None:
    own = tmp_path / "map" / "eigen-kaders"
    make("tandartsen", own, frameworks()[BASE], ())
    wrong = make("sportclubs", own, frameworks()[BASE], ()) / "kader.yaml"
    line = len(wrong.read_text(encoding="utf-8").splitlines()) + 1
    wrong.write_text(wrong.read_text(encoding="utf-8") + "kleur: rood\n", encoding="utf-8")
    served = start(tmp_path / "map")
    try:
        visitor = Visitor(page, served.url)
        visitor.go("/")
        offered = [option.get_attribute("value") for option in page.locator("option").all()]
        assert offered[-1] == "Tandartsen"
        assert "Sportclubs" not in offered
        visitor.choose_profession("Tandartsen")
        visitor.answer("1", "nee")
        visitor.go("/uitkomst")
        expect(page.locator("aside.preview")).to_have_count(0)
        visitor.go("/voorbeeld/stand")
        expect(page.locator("h1")).to_have_text("Deze pagina bestaat niet")
    finally:
        served.stop()
    assert served.log.read_text().splitlines() == [
        f"Het eigen kader 'sportclubs' doet niet mee. sportclubs/kader.yaml:{line}: De sleutel "
        "'kleur' ken ik niet. Kies uit: id, naam, kort, beroep, op, versie, bron, vervang, "
        "voeg_toe, laat_weg."
    ]
