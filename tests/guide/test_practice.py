"""Practising in the guide: the pages, what they answer, and that nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from meldcode.guide.models import SealedVisit
from meldcode.kader.load import frameworks
from meldcode.workshop.practice import exercises
from tests.guide.walking import Product, Visitor, sideways, start, violations

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=640)
SCALE = "/oefenen/de-weegschaal"
REASON = "Ze kwamen <drie> keer niet & 'belden' niet af."


@pytest.fixture
def anna() -> Client:
    """Somebody who practises."""
    return Client()


def read(client: Client, path: str, data: dict[str, str] | None = None, status: int = 200) -> str:
    response = client.get(path) if data is None else client.post(path, data)
    assert response.status_code == status
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


@pytest.mark.django_db
class TestPages:
    """The pages as the server answers them."""

    def test_every_exercise_is_listed_once_under_its_profession(self, anna: Client) -> None:
        page = read(anna, "/oefenen")
        listed = re.findall(r'href="/oefenen/([\w-]+)"', page)
        assert sorted(listed) == sorted([*exercises(), "vergelijk"])
        assert {f.beroep for f in frameworks().values()} <= set(re.findall("<h2>(.*?)</h2>", page))

    def test_the_own_profession_comes_first(self, anna: Client) -> None:
        anna.post("/", {"beroep": "kinderopvang"})
        first = re.findall("<h2>(.*?)</h2>", read(anna, "/oefenen"))[0]
        assert first == frameworks()["kinderopvang"].beroep

    @pytest.mark.parametrize("exercise", exercises())
    def test_an_exercise_asks_and_does_not_give_the_answer_away(
        self, anna: Client, exercise: str
    ) -> None:
        page = read(anna, f"/oefenen/{exercise}")
        assert exercises()[exercise].titel in page
        assert page.count('type="radio"') == 15
        assert "<h3>Wij</h3>" not in page
        assert "checked" not in page

    @pytest.mark.parametrize("exercise", exercises())
    def test_every_exercise_can_be_compared(self, anna: Client, exercise: str) -> None:
        page = read(anna, f"/oefenen/{exercise}", {"antwoord_1": "open"})
        seen = exercises()[exercise]
        assert page.count("<h3>Wij</h3>") == 5
        assert page.count("Zover komt het in dit verhaal niet") == 5 - len(seen.afwegingen)
        assert f"OEF-{seen.nummer:02}-OXXXX" in page

    def test_own_answers_stand_beside_ours_with_reasons_and_sources(self, anna: Client) -> None:
        sent = {"antwoord_1": "ja", "antwoord_2": "ja", "antwoord_4": "open", "reden_4": REASON}
        page = read(anna, SCALE, sent)
        assert REASON in page
        assert "Wij kiezen hier hetzelfde." in page
        assert "Dit is ook te verdedigen." in page
        assert "Wij zouden hier anders kiezen." in page
        assert "Niet ingevuld" in page
        assert "Stappenplan per beroepsgroep, afweging 4" in page
        assert "OEF-09-JJXOX" in page

    def test_both_decisions_are_shown_for_the_own_answers_and_for_ours(self, anna: Client) -> None:
        page = read(anna, "/oefenen/de-gekneusde-ribben", {"antwoord_1": "ja"})
        own, ours = re.findall(r"Is melden nodig\?</dt><dd>([^<]*)</dd>", page)
        assert own == "Dat is nog open"
        assert ours == "Nee, melden is nu niet nodig"

    def test_the_words_are_those_of_the_profession_in_the_story(self, anna: Client) -> None:
        page = read(anna, "/oefenen/de-logeerpartij")
        assert "Afweging 2 bij stap 4" in page

    def test_nothing_is_kept_of_what_is_sent(self, anna: Client) -> None:
        anna.post("/", {"beroep": "artsen"})
        before = bytes(SealedVisit.objects.get().sealed)
        kept = anna.get("/bezoek/bewaren").content
        response = anna.post(SCALE, {"antwoord_1": "ja", "reden_1": REASON})
        anna.post("/oefenen/vergelijk", {"codes": "OEF-09-JXXXX\nOEF-09-NXXXX"})
        assert bytes(SealedVisit.objects.get().sealed) == before
        assert anna.get("/bezoek/bewaren").content == kept
        assert response["Cache-Control"] == "no-store"
        assert REASON not in read(anna, SCALE)

    def test_who_has_no_visit_gets_none_by_practising(self, anna: Client) -> None:
        anna.post(SCALE, {"antwoord_1": "ja"})
        assert not SealedVisit.objects.exists()

    @pytest.mark.parametrize(
        "sent", [{}, {"antwoord_1": "misschien"}, {"antwoord_9": "ja", "reden_1": "Zomaar."}]
    )
    def test_without_an_answer_there_is_nothing_to_compare(
        self, anna: Client, sent: dict[str, str]
    ) -> None:
        page = read(anna, SCALE, sent, status=422)
        assert "Kies bij ten minste één afweging een antwoord." in page
        assert "<h3>Wij</h3>" not in page

    @pytest.mark.parametrize(("length", "status"), [(1000, 200), (1001, 422)])
    def test_a_reason_has_room_for_a_thousand_characters(
        self, anna: Client, length: int, status: int
    ) -> None:
        page = read(anna, SCALE, {"antwoord_1": "ja", "reden_2": "x" * length}, status)
        assert ("Er passen 1000 tekens in." in page) == (status == 422)
        assert "x" * length in page

    def test_an_unknown_exercise_is_not_found(self, anna: Client) -> None:
        read(anna, "/oefenen/onzin", status=404)

    def test_a_team_sees_where_it_differs_without_names(self, anna: Client) -> None:
        page = read(anna, "/oefenen/vergelijk", {"codes": "oef-09-jnjox\nOEF 09 JJJOX"})
        assert page.count("Hier kiezen jullie verschillend.") == 1
        assert page.count("Hier kiezen jullie hetzelfde.") == 3
        assert page.count("Dit vulde niemand in.") == 1
        assert "<li><b>Nee</b></li><li><b>Ja</b></li>" in page
        assert "OEF-09-JNJOX</span></li><li>" in page

    @pytest.mark.parametrize(
        ("codes", "said"),
        [
            ("", "Vul twee tot 12 codes in, op elke regel één."),
            ("OEF-09-JNJOX\n<b>Noor</b>", "'<b>Noor</b>' is geen code."),
            ("OEF-09-JNJOX\nOEF-10-JNJOX", "Deze codes horen bij verschillende oefeningen."),
        ],
    )
    def test_codes_that_are_not_right_are_told_and_stay_in_the_field(
        self, anna: Client, codes: str, said: str
    ) -> None:
        page = read(anna, "/oefenen/vergelijk", {"codes": codes}, status=422)
        assert said in page
        for line in codes.splitlines():
            assert line in page
        assert (
            "<b>Noor</b>" not in anna.post("/oefenen/vergelijk", {"codes": codes}).content.decode()
        )

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    @pytest.mark.parametrize("path", ["/oefenen", SCALE, "/oefenen/vergelijk"])
    def test_no_other_method_is_answered(self, anna: Client, path: str, method: str) -> None:
        assert getattr(anna, method)(path).status_code == 405


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    served = start(tmp_path_factory.mktemp("oefenen") / "map")
    yield served
    served.stop()


@pytest.fixture
def visitor(page: Page, product: Product) -> Visitor:
    return Visitor(page, product.url)


def weigh(visitor: Visitor) -> None:
    visitor.go(SCALE)
    for number, answer in (("1", "ja"), ("2", "ja"), ("3", "ja"), ("4", "open")):
        visitor.page.check(f"input[name=antwoord_{number}][value={answer}]")
    visitor.page.fill("textarea[name=reden_4]", "w" * 90)
    visitor.submit()


def lay_side_by_side(visitor: Visitor) -> None:
    visitor.go("/oefenen/vergelijk")
    visitor.page.fill("#codes", "OEF-09-JJJOX\noef 9 jnjnx")
    visitor.submit()


def send_nothing(visitor: Visitor) -> None:
    visitor.go(SCALE)
    visitor.submit()


SCENES = {
    "list": lambda visitor: visitor.go("/oefenen"),
    "story": lambda visitor: visitor.go(SCALE),
    "error": send_nothing,
    "compared": weigh,
    "codes": lambda visitor: visitor.go("/oefenen/vergelijk"),
    "team": lay_side_by_side,
}


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_page_has_no_axe_violations_and_fits_a_phone(
    visitor: Visitor, scene: str, scheme: str
) -> None:
    visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visitor.page.set_viewport_size(PHONE)
    SCENES[scene](visitor)
    expect(visitor.page.locator("h1")).to_have_count(1)
    assert violations(visitor.page) == []
    visitor.page.set_viewport_size(NARROW)
    assert sideways(visitor.page) <= 0
    assert visitor.strangers == []


@pytest.mark.browser
@pytest.mark.parametrize("scene", SCENES)
def test_no_control_is_remembered_by_the_browser(visitor: Visitor, scene: str) -> None:
    SCENES[scene](visitor)
    found = visitor.page.eval_on_selector_all(
        "form, input:not([type=hidden]), textarea",
        "all => all.filter(e => e.autocomplete !== 'off').map(e => e.outerHTML)",
    )
    assert found == []


@pytest.mark.browser
def test_on_a_laptop_the_answers_stand_side_by_side(visitor: Visitor) -> None:
    weigh(visitor)
    assert violations(visitor.page) == []
    own, ours = (visitor.page.locator(".kolommen").first.locator("> div").nth(i) for i in (0, 1))
    first, second = own.bounding_box(), ours.bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] == second["y"]
    assert second["x"] >= first["x"] + first["width"]


@pytest.mark.browser
def test_an_error_leads_to_the_first_answer(visitor: Visitor) -> None:
    send_nothing(visitor)
    visitor.page.locator(".errors a").click()
    assert visitor.page.evaluate("document.activeElement.name") == "antwoord_1"


@pytest.mark.browser
def test_two_devices_without_javascript_weigh_blind_and_compare(
    chromium: Browser, product: Product
) -> None:
    codes = []
    for answer in ("ja", "nee"):
        context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
        visitor = Visitor(context.new_page(), product.url)
        visitor.go(SCALE)
        visitor.page.check(f"input[name=antwoord_2][value={answer}]")
        visitor.submit()
        codes.append(visitor.page.inner_text(".code"))
        context.close()
    assert codes == ["OEF-09-XJXXX", "OEF-09-XNXXX"]
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    visitor = Visitor(context.new_page(), product.url)
    visitor.go("/oefenen/vergelijk")
    visitor.page.fill("#codes", "\n".join(codes))
    visitor.submit()
    expect(visitor.page.locator(".verschilt")).to_have_count(1)
    context.close()


@pytest.mark.browser
def test_paper_has_the_story_the_questions_and_how_to_make_a_code(visitor: Visitor) -> None:
    visitor.go(SCALE)
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator(".verhaal")).to_be_visible()
    expect(visitor.page.locator("input[name=antwoord_5]").first).to_be_visible()
    expect(visitor.page.locator(".letters")).to_be_visible()
    expect(visitor.page.locator("main form .button")).to_be_hidden()
