"""A case from the guide to its closing, in a real browser; and what is left of it on disk."""

from __future__ import annotations

import io
import os
import re
import signal
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.dossier.walking import Worker, browser_of, files_with, focused, open_profile
from tests.guide.test_browser import press_on, press_to
from tests.guide.walking import Product, start, violations

pytestmark = pytest.mark.browser

# In everything that is typed, so that any trace on disk shows.
CANARY = "kanariegeel"
PHRASE = f"{CANARY} kachel wollen trompet"
NEW_PHRASE = f"{CANARY} zeehond ladder oktobermist"
CHILD, MOTHER = "Sanne Kanariegeel", "Ilse Kanariegeel"
BRUISE = f"Blauwe plek op haar bovenarm, {CANARY} van kleur."
TALE = f"Juf zag dat Sanne wegdook toen de {CANARY}e deur dichtsloeg."
GOAL = f"Sanne slaapt elke nacht bij oma in het {CANARY}e huis."


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    served = start(tmp_path / "map")
    yield served
    served.stop()


def day(ahead: int) -> str:
    """So many days from today, as a date control takes it."""
    return (date.today() + timedelta(days=ahead)).isoformat()


def photo(folder: Path) -> Path:
    """A JPEG with a sentence in its hidden data, as a phone puts a place there."""
    image = Image.new("RGB", (320, 240), (210, 170, 150))
    hidden = Image.Exif()
    hidden[0x010E] = f"Gemaakt bij de {CANARY}e voordeur"
    made = folder / "foto.jpg"
    image.save(made, "JPEG", exif=hidden)
    assert CANARY.encode() in made.read_bytes()
    return made


def test_anna_carries_a_case_from_the_guide_to_its_closing(
    product: Product, chromium: Browser, tmp_path: Path
) -> None:
    profile, elsewhere = tmp_path / "profiel", tmp_path / "elders"
    elsewhere.mkdir()
    context = open_profile(chromium, profile)
    anna = Worker(context.pages[0], product.url, naam="Anna", wachtzin=PHRASE)
    code = sets_up(anna, product)
    starts_from_the_guide(anna)
    first = records_people_and_signals(anna)
    adds_a_photo(anna, photo(elsewhere))
    puts_off_a_talk_and_asks_advice(anna)
    weighs_with_the_advice_before_her(anna)
    decides_reports_and_agrees(anna)
    a_failed_agreement_opens_consideration_five_again(anna)
    corrects_an_entry_and_reads_the_old_one(anna, first)
    searches_and_reads_the_overview(anna)
    closes_and_reopens(anna)
    assert anna.strangers == []
    assert [url for url in anna.requests if CANARY in url.lower()] == []
    secrets = (CANARY, CANARY.capitalize(), code)
    # What is ticked is in the open nowhere either, but every framework names what can be.
    typed = (*secrets, "structureel.1")
    assert files_with(profile, typed) == []
    assert files_with(product.folder, secrets) == []
    anna.at("toevoegen/signaal")
    anna.fill(wat=BRUISE)
    kill_browser(profile)
    assert files_with(profile, typed) == []
    assert files_with(product.log.parent, secrets) == [str(elsewhere / "foto.jpg")]


def sets_up(anna: Worker, product: Product) -> str:
    code = anna.set_up(product.code)
    anna.type_back("XXXX-XXXX")
    expect(anna.page.locator(".errors")).to_be_focused()
    anna.type_back(code)
    expect(anna.page.locator("h1")).to_have_text("Mijn zaken")
    return code


def starts_from_the_guide(anna: Worker) -> None:
    anna.choose_profession("kinderopvang")
    anna.choose("/stap/1", "gedaan", "stand")
    anna.answer("1", "ja", f"Wat ik zag was {CANARY}.")
    anna.answer("2", "nee", "", ("structureel.1",))
    anna.answer("3", "ja")
    anna.answer("4", "ja")
    anna.go("/uitkomst")
    anna.page.get_by_role("link", name="Leg het vast in een dossier").click()
    expect(anna.page.locator("main")).to_contain_text("Wat je in de gids invulde, gaat mee")
    proposed = anna.page.input_value("[name=codenaam]")
    anna.page.get_by_role("button", name="Stel een andere naam voor").click()
    assert anna.page.input_value("[name=codenaam]") not in ("", proposed)
    anna.page.get_by_role("button", name="Begin").click()
    anna.remember_case()
    expect(anna.page.locator("main")).to_contain_text("1 ja, 2 nee, 3 ja, 4 ja")
    anna.go("/uitkomst")
    expect(anna.page.locator("main")).not_to_contain_text(CANARY)
    anna.at()


def records_people_and_signals(anna: Worker) -> int:
    anna.add("persoon", rol="kind", naam=CHILD, geboren="2019")
    anna.add("persoon", rol="ouder", naam=MOTHER, veilig_adres=f"Opvang {CANARY}")
    first = anna.add(
        "signaal",
        wat=BRUISE,
        gebeurd="11-2025",
        opgemerkt=day(-9),
        herkomst="zelf_gezien",
        aard="feit",
        richting="ondersteunt",
        over="p1",
    )
    anna.at("toevoegen/signaal")
    anna.fill(thuis=f"Haar vader is {CANARY} streng.")
    anna.page.click("button[name=bewaar]")
    expect(anna.page.locator(".errors")).to_be_focused()
    expect(anna.page.locator("[name=thuis]")).to_have_value(f"Haar vader is {CANARY} streng.")
    assert "antwoord" not in anna.page.url
    expect(anna.page.locator(".errors a").first).to_have_text(
        "Schrijf op wat je zag, hoorde of rook."
    )
    assert violations(anna.page) == []
    anna.page.locator(".errors a").first.click()
    assert focused(anna.page) == "wat"
    expect(anna.page.locator("[name=van_wie]")).to_be_hidden()
    anna.fill(
        wat=TALE,
        opgemerkt=day(-7),
        herkomst="verteld",
        van_wie="Juf Marja, op het plein",
        aard="feit",
        richting="ondersteunt",
        over=["p1", "p2"],
    )
    anna.record()
    row = anna.page.locator(".time li", has_text="Juf zag")
    expect(row).to_contain_text("Signaal, van een ander gehoord")
    expect(row).to_contain_text("Feit · Het ondersteunt mijn vermoeden")
    anna.page.get_by_role("link", name=re.compile("Ilse")).first.click()
    expect(anna.page.locator("main")).not_to_contain_text("Opvang")
    anna.page.get_by_role("link", name="Vraag het op").click()
    expect(anna.page.locator("main")).not_to_contain_text("Opvang")
    anna.page.get_by_role("button", name="Laat het adres zien").click()
    expect(anna.page.locator("main")).to_contain_text(f"Opvang {CANARY}")
    return first


def adds_a_photo(anna: Worker, made: Path) -> None:
    number = anna.add(
        "bijlage",
        bestand=made,
        titel=f"Foto van de arm, {CANARY}",
        aard="foto",
        op=day(-7),
        over="p1",
        beschrijving="Verkleuring aan de buitenkant.",
    )
    anna.at(f"regel/{number}")
    picture = anna.page.locator("figure img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") == 320
    shown = anna.page.request.get(anna.url + anna.zaak + f"bestand/{number}").body()
    assert Image.open(io.BytesIO(shown)).size == (320, 240)
    assert CANARY.encode() not in shown
    anna.at()
    lack = anna.page.locator(".lacks li", has_text="staat niet van wie die komt")
    lack.get_by_role("link").click()
    anna.fill(herkomst="Zelf gemaakt, met de camera van de opvang.")
    anna.page.fill("#veld-correctie-reden", "Vergeten in te vullen.")
    anna.page.get_by_role("button", name="Leg de verbetering vast").click()
    expect(lack).to_have_count(0)


def puts_off_a_talk_and_asks_advice(anna: Worker) -> None:
    anna.add(
        "gesprek",
        gehouden="nee",
        met="p2",
        grond="veiligheid_betrokkenen",
        grond_toelichting=f"Vader leest haar {CANARY}e telefoon mee.",
        wanneer_wel="Zodra moeder bij oma is.",
        alsnog_op=day(14),
    )
    expect(anna.page.locator("main")).to_contain_text("Wat eraan komt")
    expect(anna.page.locator("main")).to_contain_text("Kijk of het uitgestelde gesprek nu kan.")
    anna.add(
        "overleg",
        met="veilig_thuis",
        op=day(-3),
        wie="M. de Wit",
        zonder_namen="ja",
        vraag="Past dit bij een val?",
        advies=f"Maak een {CANARY} plan en weeg over twee weken opnieuw.",
    )


def weighs_with_the_advice_before_her(anna: Worker) -> None:
    anna.at("wegen")
    expect(anna.page.locator(".where")).to_have_text("Ronde 2")
    settled = anna.page.locator("details.settled", has_text="2. Veiligheid: nee")
    settled.locator("> summary").click()
    anna.fill(a2="ja", r2=f"De plek en het wegduiken samen zijn {CANARY}.")
    anna.page.get_by_role("button", name="Laat het advies zien").click()
    expect(anna.page.locator("#advies")).to_be_in_viewport()
    expect(anna.page.locator("#advies")).to_contain_text("Ja, meld bij Veilig Thuis")
    assert violations(anna.page) == []
    anna.page.get_by_role("button", name="Leg deze ronde vast").click()
    expect(anna.page.locator("main")).to_contain_text("1 ja, 2 ja, 3 ja, 4 ja")


def decides_reports_and_agrees(anna: Worker) -> None:
    anna.add(
        "besluit",
        op=day(-2),
        melden="wel",
        hulp="samen_veilig_thuis",
        door="Anna en de aandachtsfunctionaris",
        volgt_advies="ja",
        reden=f"Het is {CANARY} en structureel.",
    )
    expect(anna.page.locator(".ahead")).to_contain_text("Meld bij Veilig Thuis")
    anna.page.locator(".ahead").get_by_role("link", name="Stel de melding op").click()
    expect(anna.page.locator("h1")).to_have_text("Melding aan Veilig Thuis")
    anna.page.get_by_role("link", name="Bellen of melden").click()
    anna.fill(hoe="telefoon")
    anna.page.get_by_role("button", name="Leg het vast in het dossier").click()
    anna.fill(
        op=day(-1),
        medewerker="M. de Wit",
        geinformeerd="nee",
        reden_niet="veiligheid_betrokkenen",
        reden_toelichting=f"Zie het {CANARY}e gesprek.",
        wanneer_wel="Veilig Thuis vertelt het, volgende week.",
    )
    anna.record()
    anna.add(
        "afspraak",
        op=day(-1),
        resultaat=GOAL,
        termijn=day(0),
        wie="oma en moeder",
        volgen_tot=day(60),
        met_veilig_thuis="ja",
    )
    expect(anna.page.locator("main")).to_contain_text("Ga na of de afspraak is gehaald")


def a_failed_agreement_opens_consideration_five_again(anna: Worker) -> None:
    anna.at("toevoegen/opvolging")
    agreement = anna.page.locator("[name=afspraak] option", has_text="bij oma")
    anna.fill(
        op=day(0),
        afspraak=agreement.get_attribute("value") or "",
        resultaat="niet_gehaald",
        veilig="nee",
        toelichting=f"Sanne sliep twee nachten thuis, zei ze {CANARY}.",
    )
    anna.record()
    expect(anna.page.locator(".ahead")).to_contain_text("Weeg afweging 5 opnieuw")
    anna.page.locator(".ahead").get_by_role("link", name="Weeg nu").click()
    again = anna.page.locator("fieldset.again")
    expect(again).to_contain_text("5.")
    expect(again).to_contain_text("Ronde 2")
    expect(again).to_contain_text("Ronde 1")
    expect(anna.page.locator("details.settled")).to_have_count(4)
    anna.fill(a5="nee", r5=f"De hulp houdt het geweld niet tegen, {CANARY}.")
    anna.page.get_by_role("button", name="Laat het advies zien").click()
    anna.page.get_by_role("button", name="Leg deze ronde vast").click()
    expect(anna.page.locator(".ahead")).not_to_contain_text("Weeg afweging 5 opnieuw")
    expect(anna.page.locator("main")).to_contain_text("1 ja, 2 ja, 3 ja, 4 ja, 5 nee")


def corrects_an_entry_and_reads_the_old_one(anna: Worker, number: int) -> None:
    anna.at(f"regel/{number}")
    anna.page.get_by_role("link", name="Verbeter of trek in").click()
    anna.page.get_by_role("button", name="Leg de verbetering vast").click()
    expect(anna.page.locator(".errors")).to_contain_text("Schrijf op waarom je dit verandert.")
    anna.fill(wat=f"Twee plekken op haar {CANARY}e bovenarm.")
    anna.page.fill("#veld-correctie-reden", "Ik zag er later nog een.")
    anna.page.get_by_role("button", name="Leg de verbetering vast").click()
    row = anna.page.locator(f"#regel-{number}")
    expect(row).to_contain_text("Twee plekken")
    expect(row).to_contain_text("Ik zag er later nog een.")
    row.get_by_role("link").first.click()
    expect(anna.page.locator("main")).to_contain_text("Hoe het eerder was")
    expect(anna.page.locator("main")).to_contain_text(BRUISE)


def searches_and_reads_the_overview(anna: Worker) -> None:
    anna.at()
    anna.fill(zoek=f"wegdook {CANARY}")
    anna.page.get_by_role("button", name="Zoek").click()
    expect(anna.page.locator(".time > li")).to_have_count(1)
    expect(anna.page.locator("main")).to_contain_text(TALE)
    assert anna.path.endswith("/zoek")
    anna.at("overdracht")
    expect(anna.page.locator("main")).to_contain_text(CHILD)
    expect(anna.page.locator("main")).to_contain_text(GOAL)
    expect(anna.page.locator(".links a", has_text=GOAL)).to_have_count(1)


def closes_and_reopens(anna: Worker) -> None:
    anna.add(
        "afsluiting",
        op=day(0),
        grond="overgedragen",
        toelichting=f"Veilig Thuis gaat {CANARY} verder.",
    )
    expect(anna.page.locator(".where")).to_contain_text("gesloten")
    anna.go("/dossier/")
    expect(anna.page.locator(".zaakrij")).to_contain_text("Gesloten")
    anna.add("heropening", op=day(0), reden=f"Er is een nieuw {CANARY} signaal.")
    expect(anna.page.locator(".where")).not_to_contain_text("gesloten")


def kill_browser(profile: Path) -> None:
    """End the browser of this profile as a power cut does; it is a process this test started."""
    mine = f"--user-data-dir={profile}".encode()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if mine in command and not any(part.startswith(b"--type=") for part in command):
                os.kill(int(entry.name), signal.SIGKILL)


def test_who_lost_the_passphrase_comes_back_with_the_code(
    product: Product, chromium: Browser
) -> None:
    with browser_of(chromium, product, "Anna", PHRASE) as anna:
        code = anna.set_up(product.code)
        anna.type_back(code)
        anna.begin_case("artsen")
        anna.page.get_by_role("button", name="Log uit").click()
        anna.page.get_by_role("link", name="Ik ben mijn wachtzin kwijt").click()
        anna.fill(naam="Anna", code="0000-0000", wachtzin=NEW_PHRASE, nogmaals=NEW_PHRASE)
        anna.submit()
        expect(anna.page.locator(".errors")).to_be_focused()
        anna.fill(code=code, wachtzin=NEW_PHRASE, nogmaals=NEW_PHRASE)
        anna.submit()
        anna.at()
        expect(anna.page.locator("h1")).not_to_be_empty()
        anna.page.get_by_role("button", name="Log uit").click()
        anna.log_in()
        expect(anna.page.locator(".errors")).to_contain_text("klopt niet")
        anna.wachtzin = NEW_PHRASE
        anna.log_in()
        expect(anna.page.locator("h1")).to_have_text("Mijn zaken")


def test_a_colleague_sees_a_case_only_while_it_is_shared(
    product: Product, chromium: Browser
) -> None:
    with (
        browser_of(chromium, product, "Anna", PHRASE) as anna,
        browser_of(chromium, product, "Bram", "zeehond ladder krijtje oktobermist") as bram,
        browser_of(chromium, product, "Chris", "gordijn augurk snelweg mosterd") as chris,
        browser_of(chromium, product, "Dina", "tulband vijver schroef marsepein") as dina,
    ):
        anna.type_back(anna.set_up(product.code))
        anna.begin_case("artsen")
        anna.add("persoon", rol="kind", naam=CHILD)
        for other, role in ((bram, "professional"), (chris, "professional"), (dina, "beheerder")):
            other.zaak = anna.zaak
            accepts(other, invites(anna, other.naam, role))
            assert_sees_nothing(other)
        anna.at("wie")
        anna.page.locator("select[name=wie]").select_option(label="Bram")
        anna.page.get_by_role("button", name="Deel", exact=True).click()
        bram.at()
        expect(bram.page.locator("main")).to_contain_text(CHILD)
        expect(bram.page.get_by_role("link", name="Voeg iets toe")).to_have_count(0)
        bram.at("toevoegen/signaal")
        expect(bram.page.locator("main")).not_to_contain_text("Signaal")
        assert_sees_nothing(chris)
        assert_sees_nothing(dina)
        expect(dina.page.get_by_role("link", name="Mensen")).to_be_visible()
        anna.at("keek")
        looks = anna.page.locator("tr", has_text="Bram")
        expect(looks.filter(has_text="bekijken").filter(has_text="gedeeld")).to_have_count(1)
        expect(looks.filter(has_text="Geweigerd").first).to_be_visible()
        anna.at("wie")
        expect(anna.page.get_by_role("button", name="Stop je toegang")).to_have_count(1)
        anna.page.get_by_role("button", name="Stop de toegang van Bram").click()
        assert_sees_nothing(bram)


def invites(anna: Worker, naam: str, role: str) -> str:
    anna.go("/dossier/mensen/uitnodigen")
    anna.fill(naam=naam, rollen=role)
    anna.submit()
    return anna.page.inner_text("code.code")


def accepts(other: Worker, code: str) -> None:
    other.go("/dossier/inloggen")
    other.page.get_by_role("link", name="Ik heb een uitnodiging gekregen").click()
    other.fill(naam=other.naam, code=code, wachtzin=other.wachtzin, nogmaals=other.wachtzin)
    other.submit()
    expect(other.page.locator("h1")).to_have_text("Mijn zaken")


def assert_sees_nothing(other: Worker) -> None:
    """The list is empty, and the case is as if it were not there."""
    found = other.page.goto(other.url + other.zaak)
    assert found is not None
    assert found.status == 404
    there = other.page.inner_text("main")
    other.page.goto(f"{other.url}/dossier/zaak/bestaatniet/")
    assert other.page.inner_text("main") == there
    other.go("/dossier/")
    expect(other.page.locator(".zaakrij")).to_have_count(0)


def test_a_signal_is_recorded_by_keyboard_alone(product: Product, chromium: Browser) -> None:
    with browser_of(chromium, product, "Anna", PHRASE) as anna:
        anna.type_back(anna.set_up(product.code))
        anna.begin_case("onderwijs")
        anna.lock()
        page = anna.page
        press_to(page, "input[type=password]")
        assert outlined(anna)
        page.keyboard.type(PHRASE)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        press_on(page, "main a.button")
        press_on(page, "a[href$='toevoegen/signaal']")
        press_to(page, "[name=wat]")
        assert outlined(anna)
        page.keyboard.type(BRUISE)
        press_to(page, "[name=opgemerkt]")
        page.keyboard.type("01052026")
        for name in ("herkomst", "aard", "richting"):
            press_to(page, f"[name={name}]")
            page.keyboard.press("Space")
        press_on(page, "button[name=bewaar]")
        expect(page.locator("main")).to_contain_text(BRUISE)


def outlined(anna: Worker) -> bool:
    """Whether what has the focus can be told by its outline."""
    style = "getComputedStyle(document.activeElement)"
    return bool(anna.page.evaluate(f"{style}.outlineStyle === 'solid'"))
