"""The pages of the guide: what each answers, what it keeps, and that nothing ever breaks one."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.guide import fixed, urls
from meldcode.guide import visits as guide_visits
from meldcode.guide.models import SealedVisit
from meldcode.kader import schema
from meldcode.kader.bezoek import MAX_TEXT, Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.melding import visits as report_visits
from meldcode.melding.models import SealedReport
from meldcode.site.static_edition.tree import parse
from tests.guide.asking import answer, answer_check, opened

pytestmark = pytest.mark.django_db

FRAMEWORKS = frameworks()
FIXED: tuple[str, ...] = (
    "/",
    "/acuut",
    "/zoek",
    "/begrippen",
    "/bronnen",
    "/uitkomst",
    "/uitkomst.pdf",
)
FIXED += ("/uitkomst.txt", "/bezoek/bewaren", "/bezoek/openen", "/gewist")
POST_ONLY = ("/uitkomst/gedaan", "/uitkomst/besluit", "/wis")
GET_ONLY = tuple(path for path in FIXED if path not in ("/", "/acuut", "/zoek", "/bezoek/openen"))
REASON = "Zij zei: 'het houdt niet op' & <toen> \"niets\" meer. Eén keer: € 5."
TITLE = re.compile(r"<title>([^<]*)</title>")


@pytest.fixture
def anna() -> Client:
    """The one whose visit it is."""
    return Client()


def pages_of(framework: Framework) -> list[str]:
    """Every page of a framework that somebody may open."""
    return [
        *FIXED,
        *(f"/stap/{key}" for key in framework.stappen),
        *(f"/afweging/{key}" for key in framework.afwegingen),
        *(f"/zoek/{key}" for key in (*framework.onderwerpen, *framework.controles)),
    ]


def questions_of(framework: Framework) -> list[str]:
    """Every question of which the address doesn't tell which it is, as `opened` takes them."""
    return [
        *(f"/situatie {key}" for key in framework.situatievragen),
        *(f"/controle {key}" for key in framework.controles),
        *(
            f"/controle {check.id}.{question.id}"
            for check in framework.controles.values()
            for question in check.vragen
        ),
    ]


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def choose(client: Client, kader: str) -> None:
    assert client.post("/", {"beroep": kader}).status_code == 302


def kept(client: Client) -> dict[str, Any]:
    """The visit as it is kept."""
    data: dict[str, Any] = json.loads(client.get("/bezoek/bewaren").content)
    return data


def fill(client: Client, kader: str = "artsen") -> None:
    """Answer every page there is, so that each part of a visit holds something."""
    choose(client, kader)
    framework = FRAMEWORKS[kader]
    for number, stand in zip("1234", ("gedaan", "overgeslagen", "open", "gedaan"), strict=True):
        client.post(f"/stap/{number}", {"stand": stand, "reden": f"Stap {number}. {REASON}"})
    for number, item in framework.afwegingen.items():
        helpers = [helper.id for _, found in framework.helpers(item.id) for helper in found]
        sent = {"antwoord": "nee" if number == "4" else "ja", "hulp": helpers, "reden": REASON}
        assert client.post(f"/afweging/{number}", sent).status_code == 302
    for number in "12":
        answer_check(client, f"kindcheck.{number}", "ja" if number == "1" else "nee")
    answer_check(client, "mantelzorgcheck.1", "nee")
    for field, question in framework.situatievragen.items():
        value = "vrij" if field == "weigering" else question.keuzes[0].waarde
        assert answer(client, field, value).status_code == 302
    client.post("/uitkomst/gedaan", {"gedaan": list(framework.plichten)})
    own = {"melden": "nee", "hulp": "ja", "reden": REASON, "overleg": "intern begeleider"}
    assert client.post("/uitkomst/besluit", own).status_code == 302


@pytest.mark.parametrize("kader", [None, *FRAMEWORKS])
def test_every_page_opens_with_an_empty_visit(anna: Client, kader: str | None) -> None:
    if kader:
        choose(anna, kader)
    framework = FRAMEWORKS[kader or "gemeenschappelijk"]
    for path in pages_of(framework):
        assert anna.get(path).status_code == 200, path
        assert anna.head(path).status_code == 200, path
    for question in questions_of(framework):
        assert opened(anna, question).status_code == 200, question


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_every_page_opens_with_a_full_visit(anna: Client, kader: str) -> None:
    fill(anna, kader)
    for path in (*pages_of(FRAMEWORKS[kader]), *questions_of(FRAMEWORKS[kader])):
        assert opened(anna, path).status_code == 200, path


def test_no_address_tells_an_answer_or_which_question_somebody_was_asked(anna: Client) -> None:
    asked = {name for each in FRAMEWORKS.values() for name in each.situatievragen}
    told = {choice.waarde for each in FRAMEWORKS.values() for choice in choices_of(each)}
    told -= {"acuut"}  # Also the page for danger now, which everybody may open at any time.
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        assert not (asked | told | {"antwoord", "waarde", "vraag"}) & set(re.split(r"\W", route))
        if "<" not in route:
            continue
        for word in (*asked, *told, "kindcheck.1", "kindcheck-1"):
            address = "/" + re.sub("<[^>]*>", word, route)
            assert anna.get(address).status_code == 404, address


def sign_of_danger(framework: Framework) -> str:
    """A helper question that content marks so."""
    return next(each.id for each in framework.hulpvragen.values() if "gevaar" in each.teken)


def choices_of(framework: Framework) -> Iterator[schema.SituationChoice]:
    """Every choice under a question about the situation."""
    for question in framework.situatievragen.values():
        yield from question.keuzes


@pytest.mark.parametrize("path", ["/situatie/onveiligheid", "/controle/kindcheck/2"])
def test_an_address_of_before_leads_to_the_first_page(anna: Client, path: str) -> None:
    assert anna.get(path).headers["Location"] == anna.post(path).headers["Location"] == "/"


def test_a_ticked_sign_of_danger_asks_at_once_whether_somebody_is_in_danger_now(
    anna: Client,
) -> None:
    choose(anna, "artsen")
    sign = sign_of_danger(FRAMEWORKS["artsen"])
    anna.post("/afweging/1", {"antwoord": "ja"})
    response = anna.post("/afweging/2", {"antwoord": "ja", "hulp": [sign]})
    assert response.headers["Location"] == "/situatie"
    assert "Is iemand nu in gevaar" in text(anna.get("/situatie"))
    said = answer(anna, "gevaar_nu", "ja")
    assert said.headers["Location"] == "/acuut?van=%2Fsituatie"
    assert "<h1>Is iemand nu in gevaar" not in text(anna.get("/situatie"))


def test_danger_that_is_denied_goes_on_with_what_was_asked_next(anna: Client) -> None:
    choose(anna, "artsen")
    sign = sign_of_danger(FRAMEWORKS["artsen"])
    anna.post("/afweging/1", {"antwoord": "ja"})
    anna.post("/afweging/2", {"antwoord": "nee", "hulp": [sign]})
    assert answer(anna, "gevaar_nu", "nee").headers["Location"] == "/afweging/3"


def test_the_way_back_from_an_outcome_is_the_last_page_that_was_answered(anna: Client) -> None:
    choose(anna, "verloskundigen")
    assert "Terug naar stap 1: signalen" in text(anna.get("/uitkomst"))
    for number in "12":
        anna.post(f"/afweging/{number}", {"antwoord": "ja"})
    assert "Terug naar afweging 2: veiligheid" in text(anna.get("/uitkomst"))


def test_the_question_on_the_page_is_the_one_that_somebody_was_led_to_last(anna: Client) -> None:
    choose(anna, "artsen")
    assert "Is iemand nu in gevaar" in text(anna.get("/situatie"))  # the first that is asked
    for number in "12":
        response = anna.post(f"/afweging/{number}", {"antwoord": "ja"})
    assert response.headers["Location"] == "/situatie"
    assert "Om welke onveiligheid gaat het?" in text(anna.get("/situatie"))
    opened(anna, "/situatie weigering")
    assert "Wat vindt het slachtoffer" in text(anna.get("/situatie"))
    assert answer(anna, "onveiligheid", "beide").status_code == 302
    assert kept(anna)["situatie"]["onveiligheid"] == "beide"


def test_a_check_that_nobody_was_led_to_is_found_among_what_to_look_up(anna: Client) -> None:
    assert anna.get("/controle").headers["Location"] == "/zoek"
    assert answer_check(anna, "kindcheck.9", "ja").headers["Location"] == "/zoek"
    assert "Kindcheck, vraag 1 van 3" in text(anna.get("/zoek/kindcheck"))
    assert anna.post("/zoek/kindcheck").status_code == 405


@pytest.mark.parametrize("path", POST_ONLY)
def test_an_address_that_only_takes_forms_leads_back_and_changes_nothing(
    anna: Client, path: str
) -> None:
    fill(anna, "artsen")
    before = anna.get("/bezoek/bewaren").content
    assert anna.get(path).status_code == 302
    assert anna.head(path).status_code == 302
    assert anna.get("/bezoek/bewaren").content == before


@pytest.mark.parametrize("path", [*GET_ONLY, "/zoek/gesprek"])
def test_a_page_that_only_shows_takes_nothing(anna: Client, path: str) -> None:
    assert anna.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/stap/1", "/afweging/2", "/uitkomst/besluit"])
def test_other_methods_are_refused(anna: Client, path: str) -> None:
    for method in ("put", "delete", "patch"):
        assert getattr(anna, method)(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/stap/0",
        "/stap/6",
        "/afweging/6",
        "/afweging/1nee",
        "/zoek/onzin",
        "/uitkomst.docx",
        "/admin",
        "/afweging/" + "9" * 5000,
    ],
)
@pytest.mark.parametrize("kader", ["", "artsen"])
def test_what_does_not_exist_is_said_not_to_exist(anna: Client, path: str, kader: str) -> None:
    if kader:
        choose(anna, kader)
    response = anna.get(path)
    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in text(response)
    assert anna.post(path, {"antwoord": "ja"}).status_code in (404, 405)


def test_a_profession_is_chosen_and_remembered(anna: Client) -> None:
    response = anna.post("/", {"beroep": "onderwijs"})
    assert response.headers["Location"] == "/stap/1"
    assert kept(anna)["kader"] == "onderwijs"
    assert 'name="beroep" list="beroepen" value="Onderwijs of leerplicht"' in text(anna.get("/"))


@pytest.mark.parametrize("beroep", ["piloten", "../artsen", "verplegkundige"])
def test_an_unknown_profession_is_asked_again_and_keeps_nothing(anna: Client, beroep: str) -> None:
    response = anna.post("/", {"beroep": beroep})
    assert response.status_code == 422
    assert "Dit beroep kennen we niet." in text(response)
    assert f'value="{beroep}"' in text(response)
    assert 'name="gekozen" value="Mijn beroep staat er niet bij"' in text(response)
    assert not SealedVisit.objects.exists()


def test_a_profession_with_a_typing_error_is_chosen_from_what_looks_like_it(anna: Client) -> None:
    asked = anna.post("/", {"beroep": "verplegkundige"})
    assert 'name="gekozen" value="Verpleegkundige"' in text(asked)
    anna.post("/", {"beroep": "verplegkundige", "gekozen": "Verpleegkundige"})
    assert kept(anna)["kader"] == "verpleegkundigen"


@pytest.mark.parametrize(("weg", "to"), [("stappen", "/stap/1"), ("wegen", "/afweging/1")])
def test_all_may_stay_open_and_both_roads_lead_on(anna: Client, weg: str, to: str) -> None:
    response = anna.post("/", {"beroep": "", "weg": weg})
    assert (response.status_code, response.headers["Location"]) == (302, to)
    assert kept(anna)["kader"] == ""
    for path in ("/", "/acuut", "/stap/1"):
        shown = text(anna.get(path))
        assert "Loop de stappen" in shown or path == "/stap/1"
        assert "Ik wil meteen wegen" in shown


def test_what_was_typed_is_there_again_after_a_look_at_the_page_for_danger(anna: Client) -> None:
    choose(anna, "artsen")
    anna.post("/afweging/2", {"antwoord": "nee", "reden": "Gezien op maandag."})
    typed = {"antwoord": "ja", "reden": REASON, "hulp": ["acuut.1"], "van": "/afweging/2"}
    response = anna.post("/acuut", typed)
    assert response.headers["Location"] == "/acuut?van=%2Fafweging%2F2"
    assert '<a class="back" href="/afweging/2">' in text(anna.get(response.headers["Location"]))
    for _ in range(2):
        shown = text(anna.get("/afweging/2"))
        assert REASON in shown
        assert 'data-t="acuut.1" checked' in shown
    assert kept(anna)["afwegingen"]["2"] == "nee", "typed is not yet answered"
    anna.post("/afweging/2", {"antwoord": "ja", "reden": REASON})
    assert kept(anna)["redenen"]["2"] == REASON
    assert 'data-t="acuut.1" checked' not in text(anna.get("/afweging/2"))


def test_danger_comes_without_the_token_of_a_form_and_plants_nothing_from_elsewhere() -> None:
    anna = Client(enforce_csrf_checks=True)
    planted = {"reden": "Dit typte zij niet.", "van": "/afweging/1"}
    response = anna.post("/acuut", planted, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 302
    assert not SealedVisit.objects.exists()


@pytest.mark.parametrize("van", ["https://elders.example/", "//elders.example", "/bestaat/niet"])
def test_the_way_back_from_danger_leads_to_no_other_place(anna: Client, van: str) -> None:
    assert anna.post("/acuut", {"van": van}).headers["Location"] == "/acuut"
    assert 'class="back" href="/"' in text(anna.get("/acuut", {"van": van}))


def forms_of(client: Client, path: str) -> dict[str, str]:
    """The hidden fields of the form on a page, as a browser sends them."""
    shown = client.get(path).content.decode()
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', shown)
        if name != "csrfmiddlewaretoken"
    }


def test_an_older_tab_overwrites_nothing_until_somebody_has_seen_it(anna: Client) -> None:
    choose(anna, "artsen")
    older = forms_of(anna, "/afweging/2")
    anna.post("/afweging/2", {**older, "antwoord": "ja", "reden": "Gezien."})
    again = anna.post("/afweging/2", {**older, "antwoord": "ja", "reden": "Gezien."})
    assert again.status_code == 302, "the same answer sent twice is no quarrel"
    stale = anna.post("/afweging/2", {**older, "antwoord": "nee", "reden": REASON})
    assert stale.status_code == 422
    assert "In een ander tabblad veranderde je dit intussen. Bewaard staat: ja." in text(stale)
    assert REASON in text(stale)
    assert kept(anna)["afwegingen"]["2"] == "ja"
    seen = dict(re.findall(r'name="(zegel|kader)" value="([^"]*)"', stale.content.decode()))
    anna.post("/afweging/2", {**seen, "antwoord": "nee", "reden": REASON})
    assert (kept(anna)["afwegingen"]["2"], kept(anna)["redenen"]["2"]) == ("nee", REASON)


def test_a_tab_of_another_profession_says_so_first(anna: Client) -> None:
    choose(anna, "artsen")
    older = forms_of(anna, "/afweging/1")
    choose(anna, "onderwijs")
    stale = anna.post("/afweging/1", {**older, "antwoord": "ja"})
    assert "koos je intussen een ander beroep" in text(stale)
    assert kept(anna)["afwegingen"] == {}


@pytest.mark.parametrize(
    ("page", "first", "second"),
    [
        ("/situatie gevaar_nu", {"waarde": "ja"}, {"waarde": "nee"}),
        ("/controle kindcheck.1", {"antwoord": "ja"}, {"antwoord": "nee"}),
        ("/", {"gevaar_nu": "nee"}, {"slachtoffers": "kind"}),
        ("/uitkomst", {"gedaan": ["vastleggen"]}, {"gedaan": []}),
    ],
)
def test_no_page_that_was_left_open_overwrites_what_another_tab_said(
    anna: Client, page: str, first: dict[str, Any], second: dict[str, Any]
) -> None:
    choose(anna, "artsen")
    shown = parse(opened(anna, page).content.decode()).one("main").one("form")
    address = str(shown.attributes["action"])
    older = {
        str(each.attributes["name"]): each.attributes["value"]
        for each in shown.all("input", type="hidden")
    }
    assert anna.post(address, {**older, **first}).status_code == 302
    before = kept(anna)
    stale = anna.post(address, {**older, **second})
    assert stale.status_code == 422
    assert "In een ander tabblad veranderde je dit intussen." in text(stale)
    assert kept(anna) == before


def test_danger_that_is_said_in_an_older_tab_waits_for_nothing(anna: Client) -> None:
    choose(anna, "artsen")
    older = forms_of(anna, "/")
    anna.post("/", {**older, "gevaar_nu": "nee"})
    assert anna.post("/", {**older, "gevaar_nu": "ja"}).headers["Location"] == "/acuut"
    assert kept(anna)["situatie"]["gevaar_nu"] == "ja"


def test_another_profession_halfway_says_what_becomes_of_the_answers_once(anna: Client) -> None:
    choose(anna, "verpleegkundigen")
    assert "Beroep is nu" not in text(anna.get("/stap/1"))
    for number, chosen in {"1": "ja", "2": "nee", "3": "nee"}.items():
        anna.post(f"/afweging/{number}", {"antwoord": chosen})
    answer(anna, "slachtoffers", "volwassenen")
    answer_check(anna, "kindcheck.1", "nee")
    answer(anna, "weigering", "vrij")
    answer(anna, "ernstig_gevaar", "nee")
    choose(anna, "artsen")
    for path in ("/afweging/1", "/uitkomst"):
        shown = text(anna.get(path))
        assert "Beroep is nu: Arts.</b> Je antwoorden blijven staan, en de uitkomst" in shown
        assert (
            "Nu niet, het slachtoffer weigert vrij’ (die was ‘Ja, meld bij Veilig Thuis’)" in shown
        )
    choose(anna, "verpleegkundigen")
    assert "wordt ‘Ja, meld" in text(anna.get("/stap/1"))
    anna.post("/stap/1", {"stand": "gedaan"})
    assert "Beroep is nu" not in text(anna.get("/uitkomst"))


def test_another_profession_is_chosen_from_the_foot_of_every_page(anna: Client) -> None:
    for path in ("/stap/1", "/afweging/2", "/uitkomst", "/acuut"):
        assert '<a href="/">Ander beroep</a>' in text(anna.get(path)).partition("<footer")[2]


@pytest.mark.parametrize("how", ["silence", "wiped"])
def test_a_visit_that_is_gone_says_so_gives_back_what_was_typed_and_begins_again(
    anna: Client, how: str
) -> None:
    with time_machine.travel("2026-03-02 09:00+00:00", tick=False) as clock:
        choose(anna, "artsen")
        anna.post("/afweging/1", {"antwoord": "ja"})
        form = forms_of(anna, "/afweging/3")
        if how == "wiped":
            anna.post("/wis")
        clock.shift(3601)
        if how == "silence":
            assert "Je bezoek is er niet meer." in text(anna.get("/afweging/3"))
            assert "Je bezoek is er niet meer." in text(anna.get("/stap/1"))
        gone = anna.post("/afweging/3", {**form, "antwoord": "ja", "reden": REASON})
        assert gone.status_code == 422
        assert "Dan begin je opnieuw als arts, met dit antwoord." in text(gone)
        assert REASON in text(gone)
        assert not SealedVisit.objects.filter(expires_at__gt=time.time()).exists()
        seen = dict(re.findall(r'name="(zegel|kader)" value="([^"]*)"', gone.content.decode()))
        anna.post("/afweging/3", {**seen, "antwoord": "ja", "reden": REASON})
        visit = kept(anna)
        assert "Je bezoek is er niet meer." not in text(anna.get("/"))
    assert (visit["kader"], visit["afwegingen"]) == ("artsen", {"3": "ja"})


TOO_LONG = "é" * (MAX_TEXT + 7)
FAULTS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("/stap/2", {"reden": REASON}, ("Kies of je deze stap hebt gedaan.",)),
    ("/stap/2", {"stand": "half", "reden": REASON}, ("Kies of je deze stap hebt gedaan.",)),
    ("/afweging/2", {"reden": REASON}, ("Kies ja, nee of weet ik nog niet.",)),
    ("/afweging/2", {"antwoord": "JA", "reden": REASON}, ("Kies ja, nee of weet ik nog niet.",)),
    (
        "/afweging/1",
        {"antwoord": "ja", "reden": TOO_LONG},
        ("Jouw reden is 7 tekens te lang. Er passen 4000 tekens in.",),
    ),
    (
        "/situatie",
        {"vraag": "onveiligheid", "waarde": "heel"},
        ("Kies een van de antwoorden.",),
    ),
    ("/situatie", {"vraag": "gemeld"}, ("Kies een van de antwoorden.",)),
    (
        "/controle",
        {"vraag": "kindcheck.1", "antwoord": "x"},
        ("Kies ja, nee of weet ik nog niet.",),
    ),
    (
        "/uitkomst/besluit",
        {"melden": "zeker", "reden": REASON, "overleg": TOO_LONG},
        (
            "Kies wat je besluit over melden.",
            "Kies wat je besluit over hulp.",
            "Met wie je overlegde is 7 tekens te lang. Er passen 4000 tekens in.",
        ),
    ),
]


@pytest.mark.parametrize(("path", "sent", "sentences"), FAULTS)
def test_a_form_that_is_not_right_says_so_keeps_what_was_typed_and_stores_nothing(
    anna: Client, path: str, sent: dict[str, Any], sentences: tuple[str, ...]
) -> None:
    choose(anna, "artsen")
    before = kept(anna)
    response = anna.post(path, sent)
    shown = text(response)
    assert response.status_code == 422
    assert shown.count("Er klopt nog iets niet") == 1
    assert TITLE.findall(response.content.decode())[0].startswith("Fout: ")
    for sentence in sentences:
        assert shown.count(sentence) == 2, "on top and at the field"
    for link in re.findall(r'<div class="errors".*?</div>', response.content.decode(), re.S):
        for target in re.findall(r'href="#([^"]+)"', link):
            assert f'id="{target}"' in response.content.decode()
    for typed in (sent.get("reden"), sent.get("overleg")):
        assert not typed or typed in shown
    assert kept(anna) == before


def test_ticks_and_answer_survive_an_error(anna: Client) -> None:
    choose(anna, "artsen")
    sent = {"antwoord": "nee", "hulp": ["acuut.1", "structureel.3"], "reden": TOO_LONG}
    shown = anna.post("/afweging/2", sent).content.decode()
    ticked = [value for value in re.findall(r'data-t="([^"]+)" checked', shown)]
    assert ticked == ["acuut.1", "structureel.3"]
    assert re.search(r'value="nee"[^>]* checked', shown)
    assert "hulpvragen" in kept(anna)
    assert kept(anna)["hulpvragen"] == []


def test_what_was_typed_is_shown_as_text_and_never_read_as_html(anna: Client) -> None:
    nasty = "</textarea><script>alert(1)</script> {{ csrf_token }} {% now %} &amp;"
    choose(anna, "artsen")
    anna.post("/stap/1", {"stand": "overgeslagen", "reden": nasty})
    anna.post("/afweging/1", {"antwoord": "ja", "reden": nasty})
    anna.post(
        "/uitkomst/besluit", {"melden": "ja", "hulp": "ja", "reden": nasty, "overleg": f'"{nasty}'}
    )
    for path in ("/stap/1", "/afweging/1", "/uitkomst"):
        page = anna.get(path)
        assert b"<script>alert" not in page.content
        assert nasty in text(page)


@pytest.mark.parametrize("path", ["/stap/1", "/afweging/1", "/uitkomst/besluit"])
def test_a_message_that_is_far_too_long_is_refused_in_dutch(anna: Client, path: str) -> None:
    response = anna.post(path, {"stand": "gedaan", "antwoord": "ja", "reden": "a" * 300_000})
    assert response.status_code == 413
    assert "Dit is te groot" in text(response)
    assert not SealedVisit.objects.exists()


def test_the_longest_texts_that_fit_are_kept_whole(anna: Client) -> None:
    choose(anna, "artsen")
    reason = "😀" * MAX_TEXT
    for number in "12345":
        sent = {"antwoord": "ja", "reden": reason}
        assert anna.post(f"/afweging/{number}", sent).status_code == 302
    assert set(kept(anna)["redenen"].values()) == {reason}


def test_a_text_in_a_rare_encoding_breaks_nothing(anna: Client) -> None:
    choose(anna, "artsen")
    kind = f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7"
    for path, sent in (
        ("/stap/1", {"stand": "gedaan", "reden": "+2AA-"}),
        ("/stap/1", {"reden": "+2AA-"}),
        ("/afweging/1", {"antwoord": "ja", "reden": "+2AA-"}),
        ("/afweging/1", {"reden": "+2AA-"}),
        ("/uitkomst/besluit", {"melden": "ja", "hulp": "ja", "reden": "+2AA-"}),
        ("/uitkomst/besluit", {"reden": "+2AA-"}),
    ):
        response = anna.generic("POST", path, encode_multipart(BOUNDARY, sent), kind)
        assert response.status_code in (302, 422)
    assert kept(anna)["redenen"] == {"1": "?"}


def test_an_answer_leads_on_and_is_there_again_when_somebody_goes_back(anna: Client) -> None:
    choose(anna, "onderwijs")
    response = anna.post("/afweging/1", {"antwoord": "ja", "reden": "Gezien op maandag."})
    assert response.headers["Location"] == "/afweging/2"
    shown = anna.get("/afweging/1").content.decode()
    assert re.search(r'value="ja"[^>]* checked', shown)
    assert "Gezien op maandag." in shown


def test_an_emptied_reason_and_a_taken_away_tick_are_gone(anna: Client) -> None:
    choose(anna, "onderwijs")
    anna.post("/afweging/2", {"antwoord": "ja", "reden": "Iets.", "hulp": ["acuut.1"]})
    anna.post("/afweging/2", {"antwoord": "ja", "reden": ""})
    assert (kept(anna)["redenen"], kept(anna)["hulpvragen"]) == ({}, [])


def test_a_tick_of_another_page_or_of_nothing_is_not_kept(anna: Client) -> None:
    choose(anna, "onderwijs")
    anna.post("/afweging/2", {"antwoord": "ja", "hulp": ["acuut.1", "kunnen.1", "onzin", ""]})
    anna.post("/uitkomst/gedaan", {"gedaan": ["vastleggen", "onzin"]})
    assert (kept(anna)["hulpvragen"], kept(anna)["gedaan"]) == (["acuut.1"], ["vastleggen"])


def test_ticks_against_the_answer_ask_for_a_reason_on_the_page(anna: Client) -> None:
    choose(anna, "onderwijs")
    asked = html.unescape(fixed.reason_note())
    anna.post("/afweging/2", {"antwoord": "nee", "hulp": ["acuut.1"]})
    assert asked in text(anna.get("/afweging/2"))
    anna.post("/afweging/2", {"antwoord": "ja", "hulp": ["acuut.1"]})
    assert asked not in text(anna.get("/afweging/2"))


def test_adults_only_is_kept_and_counts_after_a_negative_kindcheck(anna: Client) -> None:
    choose(anna, "artsen")
    for number in "1234":
        anna.post(f"/afweging/{number}", {"antwoord": "ja"})
    answer(anna, "onveiligheid", "structureel")
    answer(anna, "weigering", "vrij")
    answer(anna, "ernstig_gevaar", "nee")
    response = answer(anna, "slachtoffers", "volwassenen")
    assert response.headers["Location"] == "/controle"
    assert "Kindcheck, vraag 1 van 3" in text(anna.get("/controle"))
    assert kept(anna)["situatie"]["slachtoffers"] == "volwassenen"
    assert "Ja, meld bij Veilig Thuis" in text(anna.get("/uitkomst"))
    answer_check(anna, "kindcheck.1", "nee")
    assert "het slachtoffer weigert vrij" in text(anna.get("/uitkomst"))
    anna.post("/controle", {"opnieuw": "kindcheck"})
    assert kept(anna)["situatie"]["slachtoffers"] == "volwassenen"
    assert "Ja, meld bij Veilig Thuis" in text(anna.get("/uitkomst"))


def test_every_page_opens_after_a_change_of_profession(anna: Client) -> None:
    fill(anna, "artsen")
    for kader in ("justitie", *FRAMEWORKS):
        choose(anna, kader)
        for path in (*pages_of(FRAMEWORKS[kader]), *questions_of(FRAMEWORKS[kader])):
            assert opened(anna, path).status_code == 200, (kader, path)
    shown = text(anna.get("/uitkomst"))
    assert REASON in shown


def test_a_change_of_profession_keeps_the_answers(anna: Client) -> None:
    fill(anna, "artsen")
    before = kept(anna)
    choose(anna, "justitie")
    after = kept(anna)
    for part in ("afwegingen", "redenen", "situatie", "stappen", "besluit", "controles"):
        assert after[part] == before[part]


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_a_visit_that_is_saved_and_opened_is_the_same_visit(anna: Client, kader: str) -> None:
    fill(anna, kader)
    saved = anna.get("/bezoek/bewaren")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="bezoek.meldcode.json"'
    assert REASON in saved.content.decode().replace('\\"', '"')
    bram = Client()
    file = SimpleUploadedFile("bezoek.meldcode.json", saved.content)
    response = bram.post("/bezoek/openen", {"bestand": file})
    assert (response.status_code, response.headers["Location"]) == (302, "/uitkomst")
    assert kept(bram) == kept(anna)
    assert bram.get("/uitkomst.txt").content == anna.get("/uitkomst.txt").content
    assert bram.get("/uitkomst.pdf").content == anna.get("/uitkomst.pdf").content


def test_the_parts_of_a_full_visit_all_hold_something(anna: Client) -> None:
    fill(anna)
    empty = json.loads(Bezoek().to_json())
    visit = kept(anna)
    assert [part for part in empty if part != "versie" and visit[part] == empty[part]] == []


VALID = json.loads(Bezoek(kader="artsen").to_json())
CHANGES: tuple[dict[str, Any], ...] = (
    {"versie": 3},
    {"versie": None},
    {"naam": "Jan"},
    {"kader": "piloten"},
    {"kader": ["artsen"]},
    {"kader": None},
    {"stappen": []},
    {"stappen": {"9": {"stand": "gedaan", "reden": ""}}},
    {"stappen": {"1": {"stand": "half", "reden": ""}}},
    {"stappen": {"1": {"stand": "gezien"}}},
    {"stappen": {"1": "gedaan"}},
    {"stappen": {"1": {"stand": [], "reden": ""}}},
    {"afwegingen": {"1": "misschien"}},
    {"afwegingen": {"1": ["ja"]}},
    {"afwegingen": "ja"},
    {"redenen": {"1": "a" * (MAX_TEXT + 1)}},
    {"redenen": {"1": 5}},
    {"redenen": {"1": "\ud800"}},
    {"besluit": {"reden": "half \udfff teken"}},
    {"stappen": {"1": {"stand": "gedaan", "reden": "\ud800"}}},
    {"redenen": {"x": "iets"}},
    {"hulpvragen": 5},
    {"hulpvragen": [["acuut.1"]]},
    {"gedaan": None},
    {"situatie": {"onveiligheid": "heel"}},
    {"situatie": {"alleen_volwassenen": 1}},
    {"situatie": {"slachtoffers": True}},
    {"situatie": {"naam": "Jan"}},
    {"situatie": None},
    {"controles": {"onzin": {}}},
    {"controles": {"kindcheck": {"9": "ja"}}},
    {"controles": {"kindcheck": []}},
    {"besluit": {"melden": "zeker"}},
    {"besluit": {"naam": "Jan"}},
    {"besluit": []},
)
NONSENSE: list[bytes] = [
    b"",
    b"\x00\xff\xfe",
    b"%PDF-1.7",
    b"[]",
    b"null",
    b'"tekst"',
    b"{}",
    b'{"versie": 1',
    b"[" * 100_000,
    b'{"versie": ' + b"9" * 6000 + b"}",
    b"\xff\xfe{\x00}\x00",
    *(json.dumps({**VALID, **change}).encode() for change in CHANGES),
]


@pytest.mark.parametrize("content", NONSENSE, ids=lambda content: repr(content[-40:]))
def test_a_file_that_is_no_visit_is_refused_in_words_and_replaces_nothing(
    anna: Client, content: bytes
) -> None:
    choose(anna, "onderwijs")
    before = kept(anna)
    response = anna.post("/bezoek/openen", {"bestand": SimpleUploadedFile("a.json", content)})
    assert response.status_code == 422
    assert re.search(r"Dit (bestand|bezoek) is |Er staat iets in dit bestand", text(response))
    assert kept(anna) == before


@pytest.mark.parametrize("sent", [{}, {"bestand": "geen bestand"}])
def test_without_a_file_one_is_asked_for(anna: Client, sent: dict[str, str]) -> None:
    response = anna.post("/bezoek/openen", sent)
    assert response.status_code == 422
    assert "Kies eerst het bestand dat je hebt bewaard." in text(response)


def test_an_opened_file_cannot_claim_adults_only_without_the_kindcheck(anna: Client) -> None:
    claimed = {**VALID, "situatie": {"slachtoffers": "volwassenen"}, "gevraagd": ["gemeld"]}
    file = SimpleUploadedFile("a.json", json.dumps(claimed).encode())
    assert anna.post("/bezoek/openen", {"bestand": file}).status_code == 302
    bezoek = Bezoek.from_json(json.dumps(kept(anna)), FRAMEWORKS)
    assert bezoek.known(FRAMEWORKS["gemeenschappelijk"]).slachtoffers == "open"


def test_wiping_leaves_nothing_and_says_so(anna: Client) -> None:
    fill(anna)
    response = anna.post("/wis", follow=True)
    assert response.redirect_chain == [("/gewist", 302)]
    assert not SealedVisit.objects.exists()
    assert "meldcode_bezoek" not in {key for key, each in anna.cookies.items() if each.value}
    assert kept(anna) == json.loads(Bezoek().to_json())
    assert REASON not in text(anna.get("/uitkomst"))
    assert anna.post("/wis").status_code == 302


def test_two_visitors_see_only_their_own_visit(anna: Client) -> None:
    bram = Client()
    fill(anna)
    choose(bram, "onderwijs")
    assert kept(bram)["redenen"] == {}
    assert REASON not in text(bram.get("/uitkomst"))


@pytest.mark.parametrize("filled", [False, True])
def test_opening_pages_writes_nothing(anna: Client, filled: bool) -> None:
    if filled:
        fill(anna)
        anna.get("/uitkomst")  # the first page that is seen ends the cookie of before
    before = list(SealedVisit.objects.values_list())
    for path in pages_of(FRAMEWORKS["artsen"]):
        assert opened(anna, path).status_code == 200
    assert list(SealedVisit.objects.values_list()) == before
    assert bool(before) is filled


def test_a_page_has_a_title_of_its_own_that_tells_no_answer(anna: Client) -> None:
    choose(anna, "artsen")
    empty = dict(titles(anna))
    fill(anna)
    for path, title in titles(anna):
        assert title.removeprefix("Een controle: uitkomst") in (empty[path], " · Meldcode")
        assert title.endswith(" · Meldcode") or path == "/verberg"
    # Danger has one title wherever it stands, and what is asked beside the walk tells no more.
    own = [title for path, title in empty.items() if path != "/zoek/acuut" and " " not in path]
    assert len(set(own)) == len(own)


def titles(client: Client) -> Iterator[tuple[str, str]]:
    for path in (*pages_of(FRAMEWORKS["artsen"]), *questions_of(FRAMEWORKS["artsen"])):
        if path in ("/uitkomst.pdf", "/uitkomst.txt", "/bezoek/bewaren"):
            continue
        content = text(opened(client, path))
        assert content.count("<h1") == 1
        (title,) = TITLE.findall(content)
        yield path, title


def test_every_link_and_form_leads_to_a_page_that_exists(anna: Client) -> None:
    fill(anna)
    seen: set[str] = set()
    for path in (*pages_of(FRAMEWORKS["artsen"]), *questions_of(FRAMEWORKS["artsen"])):
        response = opened(anna, path)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        content = response.content.decode()
        assert 'href=""' not in content, path
        targets = set(re.findall(r'(?:href|action)="(/[^"#]*)', content))
        for target in targets - seen:
            if not target.startswith("/static/"):
                assert opened(anna, target).status_code in (200, 405), (path, target)
        seen |= targets
        for target in re.findall(r'href="#([^"]+)"', content):
            assert f'id="{target}"' in content, (path, target)


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/uitkomst.pdf", "application/pdf", "meldcode-uitkomst.pdf"),
        ("/uitkomst.txt", "text/plain; charset=utf-8", "meldcode-uitkomst.txt"),
        ("/bezoek/bewaren", "application/json", "bezoek.meldcode.json"),
    ],
)
def test_what_is_taken_along_is_a_file_that_stays_nowhere_else(
    anna: Client, path: str, kind: str, name: str
) -> None:
    fill(anna)
    response = anna.get(path)
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response["Content-Length"] == str(len(response.content))


def test_a_decision_of_ones_own_against_the_advice_is_pointed_out(anna: Client) -> None:
    choose(anna, "sociaal")
    anna.post("/afweging/1", {"antwoord": "ja"})
    anna.post("/afweging/2", {"antwoord": "ja"})
    own = {"melden": "nee", "hulp": "open", "reden": "Eerst overleg.", "overleg": ""}
    response = anna.post("/uitkomst/besluit", own)
    assert response.headers["Location"] == "/uitkomst#besluit"
    assert "Je besluit is anders dan het advies." in text(anna.get("/uitkomst"))
    anna.post("/uitkomst/besluit", {**own, "melden": "ja"})
    assert "Je besluit is anders dan het advies." not in text(anna.get("/uitkomst"))


PATHS = sorted({path for framework in FRAMEWORKS.values() for path in pages_of(framework)})
words = st.one_of(
    st.sampled_from(["ja", "nee", "open", "gedaan", "overgeslagen", "vrij", "acuut", "onzin"]),
    st.sampled_from([*FRAMEWORKS, "acuut.1", "kunnen.1", "vastleggen", ""]),
    st.text(max_size=40),
)
names = st.sampled_from(
    ["beroep", "stand", "antwoord", "waarde", "melden", "hulp", "reden", "overleg", "gedaan"]
)
forms = st.dictionaries(names, st.lists(words, max_size=3), max_size=5)
files = st.one_of(
    st.binary(max_size=60),
    st.dictionaries(
        st.sampled_from(sorted(VALID)), st.sampled_from([*VALID.values(), "1", []])
    ).map(lambda change: json.dumps({**VALID, **change}).encode()),
)
moves = st.one_of(
    st.tuples(st.sampled_from([*PATHS, *POST_ONLY]), forms),
    st.tuples(st.just("/bezoek/openen"), files),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(moves, min_size=1, max_size=8))
def test_whatever_is_sent_in_whatever_order_no_page_breaks(
    sequence: list[tuple[str, dict[str, list[str]] | bytes]],
) -> None:
    client = Client()
    for path, sent in sequence:
        data: dict[str, Any] = (
            {"bestand": SimpleUploadedFile("a.json", sent)} if isinstance(sent, bytes) else sent
        )
        assert client.post(path, data).status_code in (302, 405, 422, 200), (path, sent)
        assert client.get(path).status_code in (200, 302, 405)
    for path in ("/uitkomst", "/uitkomst.txt", "/uitkomst.pdf", "/bezoek/bewaren"):
        assert client.get(path).status_code == 200
    assert client.post("/wis").status_code == 302


@pytest.mark.parametrize("kader", frameworks())
def test_no_page_shows_a_place_that_should_have_been_filled(kader: str) -> None:
    anna = Client(HTTP_HOST="localhost")
    anna.post("/", {"beroep": kader})
    paths = [
        *(f"/stap/{number}" for number in range(1, 6)),
        *(f"/afweging/{number}" for number in range(1, 6)),
        *(f"/zoek/{topic}" for topic in frameworks()[kader].onderwerpen),
        "/begrippen",
        "/uitkomst",
    ]
    for path in paths:
        assert b"{afweging:" not in anna.get(path).content, path
        assert b"{feit:" not in anna.get(path).content, path


def test_wiping_takes_the_report_without_a_case_along(anna: Client) -> None:
    fill(anna)
    anna.post("/melding/begin", {"beroep": "artsen"})
    anna.post("/melding/deel/melder", {"naam": "Vuurtorenwachter Pietersma"})
    assert "Pietersma" in text(anna.get("/melding/deel/melder"))
    page = anna.post("/wis", follow=True)
    assert page.headers["Clear-Site-Data"] == '"cache"'
    assert not SealedReport.objects.exists()
    assert {key for key, each in anna.cookies.items() if each.value} <= {"meldcode_csrf"}


def test_how_long_a_visit_lasts_is_said_where_it_is_kept(anna: Client) -> None:
    assert f"{guide_visits.LIFETIME_SECONDS // 60} minuten zonder gebruik" in text(anna.get("/"))
    assert report_visits.LIFETIME_SECONDS == 60 * 60
    assert "na een uur zonder gebruik" in text(anna.get("/melding/"))
    for path in ("/", "/melding/"):
        assert "als je de browser sluit" not in text(anna.get(path))


def test_while_pages_are_hidden_none_shows_a_thing_and_a_form_is_still_kept(anna: Client) -> None:
    fill(anna)
    assert anna.get("/verberg").headers["Clear-Site-Data"] == '"cache"'
    for path in ("/", "/uitkomst", "/melding/", "/afweging/2", "/bestaat-niet"):
        page = text(anna.get(path))
        assert re.sub(r"<[^>]*>", " ", page.partition("<body")[2]).split()[-2:] == [
            "tabblad",
            "Terug",
        ]
        assert f"/verberg/terug?van={path}" in page
    assert anna.post("/afweging/1", {"antwoord": "nee"}).status_code == 302
    response = anna.get("/verberg/terug?van=/afweging/1")
    assert response.headers["Location"] == "/afweging/1"
    assert kept(anna)["afwegingen"]["1"] == "nee"


@pytest.mark.parametrize("van", ["", "https://elders.example/", "//elders.example", "elders"])
def test_the_way_back_from_hiding_leads_nowhere_else(anna: Client, van: str) -> None:
    assert anna.get("/verberg/terug", {"van": van}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "heading"),
    [
        ("kind", "Een kind is in gevaar"),
        ("ongeboren", "Een zwangere en haar ongeboren kind"),
        ("volwassenen", "Een volwassene is in gevaar"),
        ("open", "Doe dit nu"),
    ],
)
def test_danger_comes_first_and_tells_what_to_do_for_whom_it_is_about(
    anna: Client, who: str, heading: str
) -> None:
    sent = {"beroep": "juf", "slachtoffers": who, "gevaar_nu": "ja", "weg": "wegen"}
    assert anna.post("/", sent).headers["Location"] == "/acuut"
    page = text(anna.get("/acuut"))
    assert f"<h2>{heading}</h2>" in page
    assert page.index("tel:112") < page.index("tel:08002000") < page.index(heading)
    assert "directie" in page, "a teacher is told whom to fetch at school"
    situation = kept(anna)["situatie"]
    assert (situation["slachtoffers"], situation["gevaar_nu"]) == (who, "ja")


@pytest.mark.parametrize("beroep", ["huisarts", "juf", "verloskundige", "wijkverpleegkundige"])
def test_from_the_first_page_an_acute_child_is_five_pages_from_its_outcome(
    anna: Client, beroep: str
) -> None:
    sent = {"beroep": beroep, "slachtoffers": "kind", "gevaar_nu": "ja", "weg": "wegen"}
    seen = ["/", anna.post("/", sent).headers["Location"]]
    seen.append(re.findall(r'class="button" href="(/afweging/[^"]+)"', text(anna.get("/acuut")))[0])
    for _ in range(2):
        seen.append(anna.post(seen[-1], {"antwoord": "ja"}).headers["Location"])
    assert seen == ["/", "/acuut", "/afweging/1", "/afweging/2", "/uitkomst"]
