"""Reading along in a real browser: what stands under a field while somebody types in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, ViewportSize, expect

from tests.dossier.walking import LAPTOP, Worker, demo
from tests.guide.walking import sideways, start, violations

pytestmark = pytest.mark.browser

PHONE = ViewportSize(width=360, height=740)
# As a colleague typed it: two opinions, and when is not said.
SENTENCE = "Toen ik haar om tien uur ophaalde, was moeder weer eens hysterisch en vader is lui."


@pytest.fixture(scope="module")
def office(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, str]]:
    """The demo as it is served: its address, Anna's passphrase and a case of hers."""
    folder = tmp_path_factory.mktemp("taal") / "map"
    phrase = demo(folder)["Anna"]
    served = start(folder)
    context = chromium.new_context(viewport=LAPTOP)
    anna = Worker(context.new_page(), served.url, naam="Anna", wachtzin=phrase)
    anna.log_in()
    anna.page.get_by_role("link", name="Koperen Reiger").click()
    anna.remember_case()
    context.close()
    yield served.url, phrase, anna.zaak
    served.stop()


@pytest.fixture(scope="module")
def phone(chromium: Browser, office: tuple[str, str, str]) -> Iterator[BrowserContext]:
    """A phone on which Anna is logged in."""
    context = chromium.new_context(viewport=PHONE, locale="nl-NL")
    worker(context.new_page(), office).log_in()
    yield context
    context.close()


@pytest.fixture
def anna(phone: BrowserContext, office: tuple[str, str, str]) -> Iterator[Worker]:
    """Anna, with a new signal in front of her."""
    page = phone.new_page()
    found = worker(page, office)
    begin(found, "signaal")
    yield found
    page.close()


def worker(page: Page, office: tuple[str, str, str]) -> Worker:
    url, phrase, zaak = office
    return Worker(page, url, naam="Anna", wachtzin=phrase, zaak=zaak)


def begin(anna: Worker, soort: str) -> None:
    """Open an empty form: what was typed before, in another test, is thrown away."""
    anna.at(f"toevoegen/{soort}")
    throw_away = anna.page.get_by_role("button", name="Gooi het weg")
    if throw_away.count():
        throw_away.click()
        anna.at(f"toevoegen/{soort}")


def under(worker: Worker, name: str) -> Locator:
    return worker.page.locator(f"[data-taal-van=veld-{name}]")


def says(note: Locator, text: str) -> None:
    """What a screen reader is told of it."""
    expect(note.get_by_role("status")).to_have_text(text, use_inner_text=True)


def selected(page: Page) -> str:
    """The words that are selected in the field that has the focus."""
    return str(
        page.evaluate(
            "(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)"
        )
    )


def test_a_typed_sentence_is_read_and_nothing_in_it_changes(anna: Worker) -> None:
    before = anna.page.locator("#veld-wat").bounding_box()
    anna.page.locator("#veld-wat").press_sequentially(SENTENCE)
    note = under(anna, "wat")

    says(note, "3 plekken om nog eens te lezen")
    expect(note.locator("li button")).to_have_text(["‘weer eens’", "‘hysterisch’", "‘lui’"])
    # Two of them for the same reason, which is told once.
    expect(note.locator("li")).to_have_count(2)
    expect(note.locator("li").nth(1)).to_contain_text("Zo leest een feit:")
    expect(anna.page.locator("#veld-wat")).to_have_value(SENTENCE)
    assert violations(anna.page) == []
    assert sideways(anna.page) <= 0
    after = anna.page.locator("#veld-wat").bounding_box()
    assert before is not None
    assert after is not None
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert anna.strangers == []


def test_the_keyboard_leads_to_an_item_that_selects_its_words(anna: Worker) -> None:
    anna.page.locator("#veld-wat").press_sequentially(f"😀 {SENTENCE}")
    expect(under(anna, "wat").locator("li button")).to_have_count(3)

    anna.page.keyboard.press("Tab")
    anna.page.keyboard.press("Tab")
    anna.page.keyboard.press("Enter")

    assert selected(anna.page) == "hysterisch"
    anna.page.keyboard.type("boos: zij gooide een bord")
    expect(under(anna, "wat").locator("li button")).to_have_count(2)
    expect(under(anna, "wat").locator(".taal-telt")).to_have_text("2 plekken om nog eens te lezen")


def test_an_item_finds_its_words_where_the_text_moved_meanwhile(anna: Worker) -> None:
    field = anna.page.locator("#veld-wat")
    field.press_sequentially("Vader is lui.")
    button = under(anna, "wat").locator("li button")
    expect(button).to_have_count(1)
    # The next reading never comes, so the item stands as it was.
    anna.page.route("**/melding/taal", lambda route: None)
    field.press("Home")
    field.press_sequentially("Gisteren: ")

    button.press("Enter")

    assert selected(anna.page) == "lui"


def test_what_somebody_told_may_hold_an_opinion(anna: Worker) -> None:
    anna.page.locator("#veld-wat").press_sequentially(SENTENCE)
    note = under(anna, "wat")
    expect(note.locator("li button")).to_have_count(3)

    anna.fill(herkomst="verteld")

    expect(note.locator("li button")).to_have_text(["‘weer eens’"])
    says(note, "1 plek om nog eens te lezen")
    anna.fill(herkomst="zelf_gezien")
    expect(note.locator("li button")).to_have_count(3)


def test_a_better_sentence_leaves_nothing_under_the_field(anna: Worker) -> None:
    field, note = anna.page.locator("#veld-wat"), under(anna, "wat")
    field.press_sequentially("Vader is lui.")
    expect(note.locator("li")).to_have_count(1)

    field.fill("Vader bleef op 3 mei tot elf uur in bed.")

    expect(note.locator("li")).to_have_count(0)
    says(note, "")
    assert note.evaluate("e => e.offsetHeight") == 0


def test_a_name_in_another_script_tells_which_characters_paper_lacks(anna: Worker) -> None:
    begin(anna, "persoon")
    anna.page.locator("#veld-naam").press_sequentially("ግዕዝ Tesfaye is lui")
    note = under(anna, "naam")

    says(
        note,
        "Deze tekens komen niet op papier: ግ ዕ ዝ. "
        "Daar staat straks een □. Schrijf namen zoals in het paspoort.",
    )
    expect(note.locator("li")).to_have_count(0)
    assert violations(anna.page) == []
    assert sideways(anna.page) <= 0


def test_a_name_that_paper_has_is_never_sent(anna: Worker) -> None:
    begin(anna, "persoon")
    anna.requests.clear()
    anna.page.locator("#veld-naam").press_sequentially("Zoë d'Arnaud")
    # What is read after it has come back; what came before it would have, too.
    anna.page.locator("#veld-relatie").press_sequentially("ግ")
    expect(under(anna, "relatie").locator(".taal-tekens")).to_be_visible()

    assert len([each for each in anna.requests if each.endswith("/melding/taal")]) == 1


@pytest.mark.parametrize("fault", ["down", "refused", "no json"])
def test_where_nothing_comes_back_it_stays_silent(anna: Worker, fault: str) -> None:
    errors: list[str] = []
    anna.page.on("pageerror", lambda error: errors.append(str(error)))
    answers = {"refused": (413, "{}"), "no json": (200, "<p>")}

    def fail(route: Route) -> None:
        if fault == "down":
            route.abort()
        else:
            status, body = answers[fault]
            route.fulfill(status=status, body=body)

    anna.page.route("**/melding/taal", fail)
    with anna.page.expect_request("**/melding/taal"):
        anna.page.locator("#veld-wat").press_sequentially("Vader is lui.")
    expect(under(anna, "wat").locator("li")).to_have_count(0)
    anna.page.unroute("**/melding/taal")
    anna.page.locator("#veld-wat").press_sequentially(" Moeder ook.")

    expect(under(anna, "wat").locator("li")).to_have_count(1)
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_the_note_can_be_read_in_every_colour(anna: Worker, scheme: str) -> None:
    if scheme == "forced":
        anna.page.emulate_media(forced_colors="active")
    else:
        anna.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    anna.page.locator("#veld-wat").press_sequentially("Vader is lui. ግ")
    expect(under(anna, "wat").locator("li")).to_have_count(1)

    # In forced colours the colours are the visitor's own, and axe still measures the page's.
    found = [v for v in violations(anna.page) if scheme != "forced" or "color-contrast" not in v]
    assert found == []
    for part in (".taal-telt", ".taal-tekens", "li button"):
        expect(under(anna, "wat").locator(part)).to_be_visible()


def test_without_javascript_the_form_that_comes_back_tells_it(
    chromium: Browser, office: tuple[str, str, str]
) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    anna = worker(context.new_page(), office)
    anna.log_in()
    begin(anna, "signaal")
    anna.fill(wat=f"{SENTENCE} ግ", opgemerkt="2026-01-05")
    anna.page.click("button[name=bewaar]")
    note = under(anna, "wat")

    expect(anna.page.locator(".errors a").first).to_be_visible()
    expect(note.locator(".taal-telt")).to_have_text("3 plekken om nog eens te lezen")
    expect(note.locator("li strong")).to_have_text(["‘weer eens’", "‘hysterisch’", "‘lui’"])
    expect(note.locator(".taal-tekens")).to_contain_text("niet op papier: ግ.")
    expect(note.locator("button")).to_have_count(0)
    assert sideways(anna.page) <= 0
    anna.fill(herkomst="zelf_gezien", aard="feit", richting="onduidelijk")
    anna.record()
    context.close()


def test_a_form_that_comes_back_becomes_a_list_to_walk(anna: Worker) -> None:
    anna.fill(wat="Vader is lui.")
    anna.page.click("button[name=bewaar]")
    expect(anna.page.locator(".errors a").first).to_be_visible()

    under(anna, "wat").locator("li button").press("Enter")

    assert selected(anna.page) == "lui"
