"""A preview in a real browser: it follows the files, says what is wrong, and leaves no trace."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from meldcode.kader.load import BASE, frameworks
from meldcode.workshop.new import make
from tests.guide.walking import Product, Visitor, sideways, violations

pytestmark = pytest.mark.browser

SERVE = """
import sys
from pathlib import Path
from meldcode.cli import own
own.preview("tandartsen", Path(sys.argv[1]), 0, open_browser=False)
"""
MILDER = "laat_weg:\n  plichten: [informeren]\n"


def start(data: Path, temporary: Path, **environment: str) -> Product:
    """`meldcode kader voorbeeld tandartsen` on a free port, its temporary files in `temporary`."""
    log = data.parent / "voorbeeld.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(data)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary), **environment},
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, f"{line}{log.read_text()}"
    return Product(process, found[0], data, log)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a new framework for dentists."""
    (tmp_path / "weg").mkdir()
    return make("tandartsen", tmp_path / "gegevens" / "eigen-kaders", frameworks()[BASE], ())


@pytest.fixture
def product(folder: Path, tmp_path: Path) -> Iterator[Product]:
    served = start(tmp_path / "gegevens", tmp_path / "weg")
    yield served
    served.stop()


@pytest.fixture
def visitor(page: Page, product: Product) -> Visitor:
    return Visitor(page, product.url)


def add(folder: Path, text: str) -> None:
    path = folder / "kader.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def banner(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("complementary", name="Voorbeeld")


def test_the_framework_is_chosen_on_every_page_from_the_start(visitor: Visitor) -> None:
    visitor.go("/")
    expect(visitor.page.locator("#beroep")).to_have_value("Tandartsen")
    expect(banner(visitor)).to_contain_text("Voorbeeld van 'tandartsen', versie 2026.1.")
    for path in ("/afweging/3", "/uitkomst", "/begrippen", "/bestaat-niet"):
        visitor.go(path)
        expect(banner(visitor)).to_have_count(1)
    assert visitor.strangers == []


def test_an_open_page_shows_what_was_saved_without_being_touched(
    visitor: Visitor, folder: Path
) -> None:
    visitor.go("/afweging/3")
    common = frameworks()[BASE].afwegingen["3"]
    expect(visitor.page.locator("h1")).to_contain_text(common.vraag)
    own = common.model_dump(mode="json") | {"vraag": "Kan jouw praktijk hier zelf helpen?"}
    add(folder, f"vervang:\n  afwegingen:\n    - {own}\n")
    expect(visitor.page.locator("h1")).to_contain_text("Kan jouw praktijk hier zelf helpen?")
    visitor.answer("3", "ja", "De answers of a visit stay.")
    visitor.go("/afweging/3")
    expect(visitor.page.locator("input[name=antwoord][value=ja]")).to_be_checked()


def test_an_error_is_on_the_page_with_its_place_and_the_last_version_works_on(
    visitor: Visitor, folder: Path
) -> None:
    visitor.go("/afweging/1")
    right = (folder / "kader.yaml").read_text(encoding="utf-8")
    add(folder, "kleur: rood\n")
    alert = visitor.page.get_by_role("alert")
    line = len(right.splitlines()) + 1
    expect(alert).to_contain_text(f"Fout in tandartsen/kader.yaml, regel {line}")
    expect(alert).to_contain_text("De sleutel 'kleur' ken ik niet.")
    expect(alert).to_contain_text("Je ziet nog de versie van voor deze fout.")
    visitor.answer("1", "nee")
    expect(visitor.page.get_by_role("alert")).to_have_count(1)
    visitor.go("/uitkomst")
    expect(visitor.page.locator("main")).to_contain_text("nee")
    (folder / "kader.yaml").write_text(right, encoding="utf-8")
    expect(visitor.page.get_by_role("alert")).to_have_count(0)


def test_a_milder_framework_is_shown_with_why_the_guide_will_not_have_it(
    visitor: Visitor, folder: Path
) -> None:
    visitor.go("/")
    add(folder, MILDER)
    expect(banner(visitor)).to_contain_text("Zo komt dit kader niet in de gids", timeout=60_000)
    expect(banner(visitor)).to_contain_text("Bij elke noodzakelijke melding")
    add(folder, "# Nog een zin erbij.\n")
    visitor.go("/uitkomst")
    expect(banner(visitor)).to_contain_text("Zo komt dit kader niet in de gids")


def test_a_page_that_answers_a_form_is_renewed_without_sending_it_again(
    visitor: Visitor, folder: Path
) -> None:
    visitor.go("/afweging/1")
    visitor.submit()
    expect(visitor.page.locator("main .errors")).to_have_count(1)
    before = banner(visitor).get_attribute("data-stand")
    assert before is not None
    add(folder, "# Een zin.\n")
    expect(banner(visitor)).not_to_have_attribute("data-stand", before)
    expect(visitor.page.locator("main .errors")).to_have_count(0)
    assert visitor.path == "/afweging/1"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_banner_has_no_axe_violations_and_fits_a_phone(
    visitor: Visitor, folder: Path, scheme: str
) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    add(folder, "kleur: rood\n")
    visitor.go("/afweging/2")
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    assert violations(visitor.page) == []
    assert sideways(visitor.page) <= 0


def test_one_that_is_wrong_from_the_start_shows_the_common_framework_until_it_is_right(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    right = (folder / "kader.yaml").read_text(encoding="utf-8")
    add(folder, "kleur: rood\n")
    served = start(tmp_path / "gegevens", tmp_path / "weg")
    try:
        visitor = Visitor(page, served.url)
        visitor.go("/")
        expect(page.get_by_role("alert")).to_contain_text("Je ziet nu het gemeenschappelijke kader")
        (folder / "kader.yaml").write_text(right, encoding="utf-8")
        expect(page.locator("#beroep")).to_have_value("Tandartsen")
    finally:
        served.stop()


def test_it_ends_at_ctrl_c_and_leaves_the_data_folder_and_the_disk_as_they_were(
    folder: Path, tmp_path: Path
) -> None:
    before = sorted(path.name for path in (tmp_path / "gegevens").rglob("*"))
    # What an installation is set to must not reach a preview, or it would touch that.
    other = {"MELDCODE_ADRES": "meldcode.example", "MELDCODE_DATABASE": "postgresql://nergens/x"}
    served = start(tmp_path / "gegevens", tmp_path / "weg", **other)
    assert len(list((tmp_path / "weg").iterdir())) == 1
    served.process.send_signal(signal.SIGINT)
    out, _ = served.process.communicate(timeout=30)
    assert (served.process.returncode, out.strip()) == (0, "Meldcode is gestopt.")
    assert list((tmp_path / "weg").iterdir()) == []
    assert sorted(path.name for path in (tmp_path / "gegevens").rglob("*")) == before
    assert served.log.read_text() == ""
