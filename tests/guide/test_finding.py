"""The search of the guide: fifty everyday searches, what it never does, and where it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from meldcode.guide import finding, pages
from meldcode.guide.models import SealedVisit
from meldcode.kader.load import BASE, frameworks

COMMON = frameworks()[BASE]
LINK = re.compile(r'<li><a href="([^"]+)">')
HELD_BACK = "Zij zei dat hij haar keel dichtkneep"

# What somebody types in a hurry, and the page that must come first.
SEARCHES = [
    ("wurgen", "/zoek/verwurging"),
    ("gewurgd", "/zoek/verwurging"),
    ("hij kneep haar keel dicht", "/zoek/verwurging"),
    ("strangulatie", "/zoek/verwurging"),
    ("strangulasie", "/zoek/verwurging"),
    ("anoniem", "/zoek/anoniem"),
    ("anoniem melden", "/zoek/anoniem"),
    ("annoniem bellen", "/zoek/anoniem"),
    ("komen ze erachter dat ik het was", "/zoek/anoniem"),
    ("blauwe plek", "/zoek/letsel-kind"),
    ("blauwe plekken bij een baby", "/zoek/letsel-kind"),
    ("brandwond sigaret", "/zoek/letsel-kind"),
    ("kind geslagen", "/zoek/letsel-kind"),
    ("blauw oog vrouw", "/zoek/letsel-volwassene"),
    ("geslagen door haar man", "/zoek/letsel-volwassene"),
    ("dronken vader haalt kind op", "/zoek/ophalen"),
    ("dronken", "/zoek/ophalen"),
    ("agressieve ouder bij de deur", "/zoek/ophalen"),
    ("dronken achter het stuur", "/zoek/rijden"),
    ("rijdt met drank op met kinderen in de auto", "/zoek/rijden"),
    ("verkracht", "/zoek/seksueel-geweld"),
    ("aanranding", "/zoek/seksueel-geweld"),
    ("csg", "/zoek/seksueel-geweld"),
    ("uithuwelijken", "/zoek/huwelijksdwang"),
    ("gedwongen trouwen", "/zoek/huwelijksdwang"),
    ("achtergelaten in het buitenland", "/zoek/huwelijksdwang"),
    ("eerwraak", "/zoek/eer"),
    ("meisjesbesnijdenis", "/zoek/genitale-verminking"),
    ("besneden", "/zoek/genitale-verminking"),
    ("naaktfoto", "/zoek/online"),
    ("grooming", "/zoek/online"),
    ("stalker", "/zoek/stalking"),
    ("ex valt haar steeds lastig", "/zoek/stalking"),
    ("oma wordt mishandeld", "/zoek/ouderen"),
    ("ouderen mishandeling", "/zoek/ouderen"),
    ("pinpas van moeder", "/zoek/geld"),
    ("geld stelen van oudere", "/zoek/geld"),
    ("munchhausen", "/zoek/falsificatie"),
    ("ziekte verzonnen", "/zoek/falsificatie"),
    ("collega slaat kind", "/zoek/collega"),
    ("leraar en leerling", "/zoek/collega"),
    ("huisverbod", "/zoek/huisverbod"),
    ("blijf van mijn lijfhuis", "/zoek/opvang"),
    ("waar kan ze vannacht slapen", "/zoek/opvang"),
    ("tolk", "/zoek/tolk"),
    ("ze spreekt geen nederlands", "/zoek/tolk"),
    ("hij leest haar telefoon", "/zoek/veilig-contact"),
    ("ze wil geen hulp", "/zoek/weigert"),
    ("slachtoffer gaat terug naar hem", "/zoek/weigert"),
    ("jeugdbeschermer belt", "/zoek/wie-vraagt"),
    ("gezinsvoogd wil informatie", "/zoek/wie-vraagt"),
    ("wat moet ik zeggen", "/zoek/gesprekszinnen"),
    ("hoe vertel ik ouders dat ik ga melden", "/zoek/gesprekszinnen"),
    ("kindcheck", "/zoek/kindcheck"),
    ("kintcheck", "/zoek/kindcheck"),
    ("leck", "/begrippen#leck"),
    ("beroepsgeheim", "/zoek/wie-vraagt"),
    ("zelfmoord", "/acuut"),
    ("wat gebeurt er na een melding", "/zoek/afspraken"),
    ("wilsonbekwaam", "/begrippen#wilsonbekwaam"),
    ("telefoonnummer veilig thuis", "/zoek/bellen"),
    ("mantelzorg", "/zoek/mantelzorgcheck"),
]


@pytest.mark.parametrize(("typed", "first"), SEARCHES)
def test_an_everyday_search_leads_to_its_page(typed: str, first: str) -> None:
    assert [page.url for page in finding.find(COMMON, typed)][:1] == [first]


def test_there_are_at_least_fifty_of_them() -> None:
    assert len(dict(SEARCHES)) >= 50


@pytest.mark.parametrize("kader", frameworks())
def test_every_profession_finds_the_same_emergency_pages(kader: str) -> None:
    for typed in ("wurgen", "verkracht", "blauwe plek baby", "dronken vader haalt kind op"):
        assert finding.find(frameworks()[kader], typed)[0] == finding.find(COMMON, typed)[0]


def test_every_topic_is_found_by_its_own_title() -> None:
    for topic in COMMON.onderwerpen.values():
        found = [page.titel for page in finding.find(COMMON, topic.titel)]
        assert topic.titel in found[:2], topic.id


def test_every_word_that_leads_somewhere_leads_there() -> None:
    for items in (COMMON.onderwerpen, COMMON.begrippen, COMMON.controles):
        for item in items.values():
            title = item.woord if hasattr(item, "woord") else item.titel
            for word in item.zoekwoorden:
                assert title in [page.titel for page in finding.find(COMMON, word)][:3], word


def test_a_framework_finds_what_is_its_own_and_not_what_is_anothers() -> None:
    school = [page.titel for page in finding.find(frameworks()["onderwijs"], "bevoegd gezag")]
    assert school[0] == "Bevoegd gezag"
    every = {page.url for page in finding.find(COMMON, "stap overleg collega advies")}
    assert every


@pytest.mark.django_db
class TestThePage:
    def post(self, client: Client, typed: str) -> Any:
        return client.post("/zoek", {"woord": typed})

    def test_what_is_found_are_links_to_pages_that_exist(self, client: Client) -> None:
        for typed in ("wurgen", "kindcheck", "csg", "stap 3", "wilsonbekwaam", "hulp aanvaarden"):
            links = LINK.findall(self.post(client, typed).content.decode())
            assert links
            for link in links:
                assert client.get(link.partition("#")[0], follow=True).status_code == 200, link

    def test_a_link_to_a_word_or_a_fact_leads_to_its_place(self, client: Client) -> None:
        for typed in ("wilsonbekwaam", "0800-0188"):
            page, _, place = LINK.findall(self.post(client, typed).content.decode())[0].partition(
                "#"
            )
            assert f'id="{place}"' in client.get(page).content.decode(), typed

    def test_what_is_typed_stands_in_the_field_and_nowhere_else(self, client: Client) -> None:
        answer = self.post(client, HELD_BACK)
        text = answer.content.decode()
        assert answer.wsgi_request.get_full_path() == "/zoek"
        assert text.count(HELD_BACK) == 1
        assert f'value="{HELD_BACK}"' in text
        assert HELD_BACK not in "".join(f"{key}{value}" for key, value in answer.items())
        assert answer["Cache-Control"] == "no-store"
        assert SealedVisit.objects.count() == 0
        assert Session.objects.count() == 0
        assert "meldcode_bezoek" not in answer.cookies

    def test_a_search_by_get_finds_nothing_and_shows_nothing(self, client: Client) -> None:
        text = client.get("/zoek", {"woord": "wurgen"}).content.decode()
        assert "Gevonden" not in text
        assert 'value="wurgen"' not in text

    def test_a_search_leaves_a_visit_as_it_is(self, client: Client) -> None:
        client.post("/", {"beroep": "artsen"})
        kept = client.get("/bezoek/bewaren").content
        self.post(client, "wurgen")
        assert client.get("/bezoek/bewaren").content == kept

    def test_marks_are_shown_as_they_were_typed(self, client: Client) -> None:
        text = self.post(client, '"><b>wurgen').content.decode()
        assert "<b>wurgen" not in text
        assert "/zoek/verwurging" in text

    @pytest.mark.parametrize("typed", ["", "   "])
    def test_nothing_typed_is_said_so(self, client: Client, typed: str) -> None:
        answer = self.post(client, typed)
        assert answer.status_code == 422
        assert "Typ eerst een of meer woorden" in answer.content.decode()

    def test_nothing_found_leads_on(self, client: Client) -> None:
        text = self.post(client, "xqztv").content.decode()
        assert "Niets gevonden" in text
        assert "tel:08002000" in text
        assert "/zoek/verwurging" in text

    def test_a_long_text_is_cut_and_answered(self, client: Client) -> None:
        answer = self.post(client, "wurgen " * 200)
        assert answer.status_code == 200
        assert "/zoek/verwurging" in answer.content.decode()

    def test_it_needs_the_token_of_its_own_page(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/zoek", {"woord": "wurgen"}).status_code == 403


@pytest.mark.django_db
def test_every_guide_page_can_search(client: Client) -> None:
    for path in ("/", "/zoek", "/zoek/gesprek", "/stap/1", "/afweging/2", "/uitkomst"):
        assert 'role="search"' in client.get(path).content.decode(), path
    # Where somebody is in danger now, the page holds what to do and nothing beside it.
    assert 'role="search"' not in client.get("/acuut").content.decode()


@pytest.mark.django_db
def test_every_topic_is_two_presses_away(client: Client) -> None:
    first = client.get("/").content.decode()
    second = client.get("/zoek").content.decode()
    assert 'href="/zoek"' in first
    for topic in COMMON.onderwerpen:
        # What was typed goes along to the danger page, so there a button of the form leads.
        link = 'action="/acuut"' if topic == "acuut" else f'href="/zoek/{topic}"'
        assert link in first + second, topic


@pytest.mark.django_db
def test_a_page_for_tonight_begins_with_numbers_that_ring_and_what_to_do(client: Client) -> None:
    tonight = [topic for topic in COMMON.onderwerpen.values() if topic.groep == "Nu handelen"]
    for topic in tonight:
        text = client.get(f"/zoek/{topic.id}").content.decode()
        main = text[text.index("<h1>") :]
        first_block = main.index('<section class="block')
        for number in ("tel:112", "tel:08002000"):
            assert main.index(number) < first_block, topic.id
        assert main[first_block:].startswith('<section class="block block--wat">'), topic.id
        assert "{feit:" not in text


def test_every_looked_up_page_says_what_not_to_do_and_where_it_comes_from() -> None:
    for topic in COMMON.onderwerpen.values():
        if topic.groep is None:
            continue
        blocks = COMMON.blocks(f"onderwerp.{topic.id}")
        assert {"let_op"} <= {block.deel for block in blocks}, topic.id
        assert topic.bel, topic.id
        assert all(block.bron for block in blocks)


@pytest.mark.parametrize(
    ("kader", "first"), [("artsen", "KNMG-meldcode"), ("complementair", "Afwegingskader RBCZ")]
)
def test_a_profession_reads_its_own_source_first(kader: str, first: str) -> None:
    framework = frameworks()[kader]
    cited = framework.cited(["rbcz#stap 3", "eigen", "knmg#afweging 2"])
    assert cited[0].startswith(first)
    assert set(cited) == set(COMMON.cited(["rbcz#stap 3", "eigen", "knmg#afweging 2"]))


def test_grouped_topics_stand_under_their_headings() -> None:
    groups = {each["kop"]: each["onderwerpen"] for each in pages.grouped_topics(COMMON)}
    assert next(iter(groups)) == "Nu handelen"
    assert sum(map(len, groups.values())) == len(
        [topic for topic in COMMON.onderwerpen.values() if topic.groep]
    )
