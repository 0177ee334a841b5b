"""The report in a real browser: from an empty start and from a case to what its readers hold."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from meldcode.melding.sealed import Key
from tests.dossier.test_browser_pages import LONG_CASE, NARROW, PHONE, Office, remembered_controls
from tests.dossier.walking import LAPTOP, Worker, demo
from tests.guide.test_browser import press_on, press_to
from tests.guide.walking import sideways, start, violations

pytestmark = pytest.mark.browser

HIDING = "Schuilhuis Zonnebloem 9"
CHILD, MOTHER, AUNT = "Noor Kwartel", "Ilse Kwartel", "Riet Merel"
BRUISE = "Ik zag op 3 november een blauwe plek op haar bovenarm."
TALE = "Riet Merel zei dat het thuis niet goed gaat."
PHRASE = "kruiwagen zadel mosterd vuurtoren"


@pytest.fixture(scope="module")
def office(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo, served, with Anna's long case found."""
    folder = tmp_path_factory.mktemp("melding") / "map"
    phrases = demo(folder)
    served = start(folder)
    yield Office(served, chromium, phrases)
    served.stop()


@pytest.fixture(scope="module")
def anna(office: Office) -> Iterator[Worker]:
    """Anna, logged in, at the report of her long case."""
    context = office.enter("Anna")
    worker = office.worker(context, "Anna")
    worker.page.get_by_role("link", name=LONG_CASE).click()
    worker.remember_case()
    worker.zaak += "melding/"
    yield worker
    context.close()


def somebody(office: Office, *, javascript: bool = True) -> tuple[BrowserContext, Worker]:
    """Somebody without an account, at reports without a case."""
    context = office.enter("", javascript=javascript)
    worker = office.worker(context, "")
    worker.zaak = "/melding/"
    return context, worker


def begin(writer: Worker, beroep: str = "onderwijs") -> None:
    writer.at()
    writer.page.select_option("#beroep", beroep)
    writer.page.get_by_role("button", name="Begin").click()
    assert writer.path == "/melding/deel/melder"


def store(writer: Worker, **filled: str | list[str]) -> None:
    """Fill in the form of this page and press its button."""
    writer.fill(**filled)
    writer.page.click("button[name=bewaar]")
    expect(writer.page.locator(".errors")).to_have_count(0)


def write(writer: Worker) -> None:
    """A short report from an empty start, as somebody walks through its parts."""
    begin(writer)
    store(writer, naam="Bas Wulp", functie="leerkracht", telefoon="06 0000 0001")
    for rol, naam, more in (
        ("kind", CHILD, {"geboren": "2018", "adres": "Merelhof 3"}),
        ("ouder", MOTHER, {"gezag": "ja", "veilig_adres": HIDING}),
        ("familie", AUNT, {}),
    ):
        writer.page.get_by_role("link", name="Voeg iemand toe").click()
        store(writer, rol=rol, naam=naam, **more)
    writer.page.get_by_role("link", name="Ga verder").click()
    store(writer, gaat_over="kind", vormen=["lichamelijk"], sinds="november", acuut="nee")
    for wat, herkomst, who in ((BRUISE, "zelf_gezien", ""), (TALE, "verteld", AUNT)):
        writer.page.locator("main").get_by_text("Voeg een feit toe").click()
        store(writer, wat=wat, herkomst=herkomst, over="p1", **({"van_wie": who} if who else {}))
    writer.page.get_by_role("button", name="Bewaar en ga verder").click()
    store(writer, overleg="Met de intern begeleider.", gesprek="Met moeder op 4 november.")
    writer.page.get_by_role("link", name=MOTHER).click()
    store(writer, verteld="ja", reactie="Ze wil hulp.")
    writer.page.get_by_role("link", name="Ga verder").click()
    store(writer, steun="Tante.")
    store(writer, gevraagd="Kijk hoe het met haar gaat.")
    assert writer.path.endswith("/controle")


def download(page: Page, name: str) -> tuple[str, bytes]:
    """Press a button that saves a file; gives its name and bytes."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=name).click()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def on_paper(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def in_word(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def as_text(data: bytes) -> str:
    return data.decode()


READ: Mapping[str, Callable[[bytes], str]] = {
    "melding.pdf": on_paper,
    "melding.docx": in_word,
    "melding.txt": as_text,
}


def test_from_an_empty_start_to_paper_text_word_and_a_sealed_file(
    office: Office, tmp_path: Path
) -> None:
    context, writer = somebody(office)
    write(writer)
    writer.at("stukken")
    for button in ("PDF", "Word", "Platte tekst"):
        name, data = download(writer.page, button)
        told = READ[name](data)
        for wanted in (CHILD, MOTHER, "Merelhof 3", BRUISE, TALE, "Bas Wulp", "Ze wil hulp."):
            assert wanted in told, (name, wanted)
        assert HIDING not in told
    writer.page.get_by_role("link", name=f"Afschrift voor {MOTHER}").click()
    expect(writer.page.locator("h1")).to_have_text(f"Zo leest {MOTHER} het")
    copy = on_paper(download(writer.page, "PDF")[1])
    assert CHILD in copy
    assert BRUISE in copy
    for hidden in (HIDING, TALE, AUNT, "Merelhof", "2018", "06 0000"):
        assert hidden not in copy, hidden
    writer.at("adviesvraag")
    asked = on_paper(download(writer.page, "PDF")[1])
    assert "blauwe plek" in asked
    for name in ("Noor", "Kwartel", "Riet", "Merel", "Wulp", HIDING):
        assert name not in asked, name
    opened = sealed_and_opened(writer, tmp_path)
    assert CHILD in opened
    assert HIDING not in opened
    assert writer.strangers == []
    assert [url for url in writer.requests if re.search("kwartel|merel", url, re.I)] == []
    writer.at("geven")
    writer.page.get_by_role("button", name="Klaar: wis deze melding").click()
    expect(writer.page.locator("main")).to_contain_text("Je melding is gewist.")
    writer.page.go_back()
    expect(writer.page.locator("main")).not_to_contain_text(CHILD)
    context.close()


def sealed_and_opened(writer: Worker, folder: Path) -> str:
    """The report sealed on the page for a receiver, and opened by the receiver's command."""
    key = Key.generate("Veilig Thuis Demo")
    (folder / "balie.sleutel").write_text(key.lock(PHRASE))
    (folder / "wachtzin").write_text(PHRASE)
    (folder / "wachtzin").chmod(0o600)
    public = folder / "balie.ontvanger"
    public.write_text(key.receiver.to_text())
    writer.at("verzegeld")
    writer.fill(bestand=public)
    writer.page.get_by_role("button", name="Bekijk wiens sleutel dit is").click()
    expect(writer.page.locator(".code")).to_have_text(key.receiver.fingerprint)
    name, data = download(writer.page, "Het klopt, maak het bestand")
    assert name == "melding.meldcode"
    assert CHILD.encode() not in data
    (folder / name).write_bytes(data)
    (folder / "binnen").mkdir()
    command = [sys.executable, "-m", "meldcode", "open", str(folder / name)]
    command += ["--sleutel", str(folder / "balie.sleutel"), "--naar", str(folder / "binnen")]
    command += ["--wachtzin-bestand", str(folder / "wachtzin")]
    subprocess.run(command, check=True, capture_output=True)
    assert CHILD in on_paper((folder / "binnen" / "melding.pdf").read_bytes())
    return (folder / "binnen" / "melding.json").read_text()


def test_from_a_long_case_to_what_went_out_and_that_it_was_reported(anna: Worker) -> None:
    page = anna.page
    anna.at()
    expect(page.locator("main")).to_contain_text("Dit is een voorstel uit je dossier.")
    anna.at("feiten")
    facts = page.locator(".feiten > li")
    second = facts.nth(1).locator("label").inner_text()
    assert facts.count() > 15
    facts.nth(1).get_by_role("button", name="Omhoog").click()
    assert page.url.endswith("/feiten#" + str(facts.first.get_attribute("id")))
    expect(facts.first.locator("label")).to_have_text(re.compile(re.escape(second[:40])))
    facts.first.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    anna.at("verteld")
    page.get_by_role("link", name="Jelske Oosterbaan").click()
    store(anna, verteld="ja", reactie="Ze begrijpt het.")
    anna.at("stukken")
    expect(page.locator(".blad")).not_to_contain_text(second[:40])
    name, data = download(page, "PDF")
    assert name == "melding.pdf"
    assert "Ze begrijpt het." in on_paper(data)
    anna.at("geven")
    page.get_by_text("Eerst gebeld, daarna het formulier").click()
    page.get_by_role("button", name="Leg het vast in het dossier").click()
    expect(page.locator("[name=reactie]")).to_have_value("Ze begrijpt het.")
    expect(page.locator("[name=hoe][value=telefoon_en_formulier]")).to_be_checked()
    expect(page.get_by_label("Jelske Oosterbaan")).to_be_checked()
    anna.fill(medewerker="Loes van het advies- en meldpunt")
    anna.record()
    file = anna.zaak.removesuffix("melding/")
    anna.go(f"{file}afdruk")
    expect(page.locator("main")).to_contain_text("Loes van het advies- en meldpunt")
    expect(page.locator("main")).to_contain_text(sha256(data).hexdigest())


def test_a_copy_for_each_parent_of_the_case_shows_nothing_of_the_other(anna: Worker) -> None:
    anna.at("stukken")
    for reader, other in (
        ("Jelske Oosterbaan", "Ruben"),
        ("Ruben Wildervank", "Jelske"),
    ):
        anna.page.get_by_role("link", name=f"Afschrift voor {reader}").click()
        paper = anna.page.inner_text(".blad")
        assert reader in paper
        assert other not in paper
        for hidden in ("Dijkgraaf", "Kwartelhof", "0177", "1988", "1991"):
            assert hidden not in paper
        anna.page.get_by_role("link", name="Terug naar de stukken").click()


def test_a_report_is_begun_and_read_by_keyboard_alone(office: Office) -> None:
    context, writer = somebody(office)
    page = writer.page
    writer.at()
    press_to(page, "#beroep")
    page.keyboard.type("Onderwijs")
    press_on(page, "main form button")
    press_to(page, "[name=naam]")
    page.keyboard.type("Bas Wulp")
    press_on(page, "button[name=bewaar]")
    writer.at("feit/nieuw")
    press_to(page, "[name=wat]")
    page.keyboard.type(BRUISE)
    press_to(page, "[name=herkomst]")
    page.keyboard.press("Space")
    press_on(page, "button[name=bewaar]")
    press_to(page, "[name=mee]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert writer.path.endswith("/deel/stappen")
    writer.at()
    press_on(page, "a[href$='/stukken']")
    expect(page.locator(".blad")).to_contain_text(BRUISE)
    press_to(page, "form[action$='/maak/melding/tekst'] button")
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert BRUISE in Path(saved.value.path()).read_text()
    context.close()


def test_a_report_is_written_and_checked_without_javascript(office: Office) -> None:
    context, writer = somebody(office, javascript=False)
    write(writer)
    page = writer.page
    expect(page.get_by_role("heading", name="Kan het feitelijker?")).to_be_visible()
    writer.at("feit/f1")
    writer.fill(wat="Vader is altijd agressief.")
    page.click("button[name=bewaar]")
    writer.at("controle")
    expect(page.locator(".merken")).to_contain_text("agressief")
    page.get_by_role("button", name="Niet bekend").first.click()
    expect(page.locator("main")).to_contain_text("Wat je niet weet")
    assert CHILD in on_paper(download_of(writer, "melding/pdf"))
    writer.at("geven")
    expect(page.get_by_role("button", name="Kopieer dit deel")).to_have_count(0)
    page.get_by_text("De melder").first.click()
    expect(page.locator("#plak-melder")).to_be_visible()
    context.close()


def download_of(writer: Worker, which: str) -> bytes:
    writer.at("stukken")
    with writer.page.expect_download() as saved:
        writer.page.click(f"form[action$='/maak/{which}'] button")
    return Path(saved.value.path()).read_bytes()


def test_what_is_typed_is_kept_by_itself_and_shown_again(office: Office) -> None:
    context, writer = somebody(office)
    begin(writer)
    page = writer.page
    writer.at("feit/nieuw")
    writer.fill(gebeurd_toelichting="In de gang")
    expect(page.locator("[data-bewaard]")).to_have_text("Concept bewaard")
    writer.at()
    page.get_by_role("link", name="een nieuw feit").click()
    expect(page.locator("[name=gebeurd_toelichting]")).to_have_value("In de gang")
    # Enter in a field sends the form; it must not throw away what was typed before.
    page.focus("[name=gebeurd_toelichting]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name=gebeurd_toelichting]")).to_have_value("In de gang")
    writer.at("feit/nieuw")
    page.get_by_role("button", name="Gooi het weg").click()
    expect(page.locator("[name=gebeurd_toelichting]")).to_have_value("")
    writer.at("deel/stappen")
    long = "é" * 19_000
    writer.fill(signalen=long, overleg=long, gesprek=long)
    expect(page.locator("[data-bewaard]")).to_have_text("Concept bewaard")
    context.close()


def test_what_is_typed_into_a_report_that_is_gone_stays_in_sight(office: Office) -> None:
    context, writer = somebody(office)
    begin(writer)
    page = writer.page
    writer.at("deel/vraag")
    context.clear_cookies(name="meldcode_melding")
    writer.fill(gevraagd="Wat ik lang typte.")
    expect(page.locator("[data-bewaard]")).to_contain_text("nog niet bewaard")
    page.click("button[name=bewaar]")
    expect(page.locator("h1")).to_have_text("Deze melding is er niet meer")
    expect(page.locator("#veld-gevraagd")).to_have_value("Wat ik lang typte.")
    assert violations(page) == []
    page.get_by_role("link", name="Begin opnieuw").click()
    expect(page.get_by_label("Wat is je beroep?")).to_be_visible()
    context.close()


PAGES = (
    *("", "deel/melder", "deel/zorgen", "deel/stappen", "deel/omgeving", "deel/vraag", "mensen"),
    *("mens/p1", "mens/nieuw", "feiten", "feit/f1", "feit/nieuw", "verteld", "verteld/p2"),
    *("controle", "stukken", "afschrift/p2", "adviesvraag", "geven", "verzegeld"),
)


@pytest.fixture(scope="module")
def written(office: Office) -> Iterator[Worker]:
    """Somebody with a whole report, who left one form half filled in."""
    context, writer = somebody(office)
    write(writer)
    writer.at("feit/nieuw")
    writer.fill(gebeurd_toelichting="In de gang")
    expect(writer.page.locator("[data-bewaard]")).to_have_text("Concept bewaard")
    yield writer
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_axe_violations_fits_a_phone_and_leaves_nothing_behind(
    written: Worker, path: str
) -> None:
    page = written.page
    written.at(path)
    page.set_viewport_size(PHONE)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        assert sideways(page) <= 0
    page.set_viewport_size(LAPTOP)
    assert re.fullmatch(r"[^·]+ · Meldcode", page.title())
    assert "Kwartel" not in page.title()
    assert remembered_controls(page) == []


# One for each template that looks different.
TEMPLATES = ("", "deel/zorgen", "mensen", "feiten", "verteld", "controle", "stukken", "geven")


@pytest.mark.parametrize(
    "media",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"forced_colors": "active", "reduced_motion": "reduce"},
    ],
    ids=["light", "dark", "forced colours"],
)
def test_a_template_has_no_axe_violations_in_a_case_on_a_laptop(
    anna: Worker, media: dict[str, str]
) -> None:
    # Before the page opens: axe would measure colours that are still changing.
    anna.page.emulate_media(**media)  # type: ignore[arg-type]
    for path in TEMPLATES:
        anna.at(path)
        # In forced colours the colours are the visitor's own, and axe still measures the page's.
        chosen = "forced_colors" in media
        found = [v for v in violations(anna.page) if not (chosen and "color-contrast" in v)]
        assert found == []
        assert sideways(anna.page) <= 0
    anna.page.emulate_media(color_scheme="null", forced_colors="null", reduced_motion="null")


def test_every_link_of_a_report_leads_somewhere(written: Worker) -> None:
    found: set[str] = set()
    for path in PAGES:
        written.at(path)
        links = written.page.eval_on_selector_all("main a", "all => all.map(e => e.href)")
        found |= {link.partition("#")[0] for link in links if link.startswith("http")}
    assert len(found) > 15
    for link in sorted(found):
        assert written.page.request.get(link).status == 200, link
