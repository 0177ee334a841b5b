"""Every route × everybody × every case: as the table says, else as if the case were not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meldcode.access import people, sharing
from meldcode.access.policy import CASES, Who
from meldcode.ledger import again
from meldcode.ledger import services as ledger
from meldcode.ledger.rights import Recipient
from meldcode.site.policies import TABLE
from tests.cast import opened
from tests.site.scene import (
    AGREEMENT,
    ATTACHMENT,
    BEGIN,
    CONTENT,
    LATER,
    NOWHERE,
    OWN,
    READ,
    SIGNAL,
    WRITE,
    Scene,
)
from tests.site.visitors import (
    Answer,
    bare,
    browser_of,
    fresh,
    locked_browser_of,
    new_lines,
    stranger,
)

ENOUGH = {READ: {READ, WRITE, OWN}, WRITE: {WRITE, OWN}, OWN: {OWN}}
METHODS = ("GET", "POST")


class Route(NamedTuple):
    """A route of a case: who gets it, and how GET and POST end for them."""

    name: str
    args: tuple[object, ...]
    level: str
    get: int
    body: dict[str, str]
    post: int


ROUTES = (
    Route("zaak", (), READ, 200, {}, 405),
    Route("regel", (SIGNAL,), READ, 200, {}, 405),
    Route("zoek", (), READ, 200, {"zoek": "plek"}, 200),
    Route("overdracht", (), READ, 200, {}, 405),
    Route("adres", ("p1",), READ, 200, {}, 200),
    Route("kies", (), WRITE, 200, {}, 405),
    Route("toevoegen", ("signaal",), WRITE, 200, {}, 422),
    Route("verbeteren", (SIGNAL,), WRITE, 200, {}, 422),
    Route("controle", ("kindcheck",), WRITE, 200, {}, 422),
    Route("bijlage", (), WRITE, 200, {}, 422),
    Route("bestand", (ATTACHMENT,), READ, 200, {}, 200),
    Route("concept", (), WRITE, 405, {"concept": "signaal", "wat": "half"}, 204),
    Route("wegen", (), WRITE, 200, {}, 200),
    Route("afdruk", (), READ, 200, {}, 405),
    Route("tekst", (), READ, 200, {}, 405),
    Route("uitvoer", (), READ, 200, {}, 405),
    Route("pdf", (), READ, 405, {}, 200),
    Route("json", (), READ, 405, {}, 200),
    Route("kopie", (), READ, 200, {}, 422),
    Route("kader", (), OWN, 200, {}, 200),
    Route("wie", (), OWN, 200, {}, 422),
    Route("keek", (), READ, 200, {}, 405),
    Route("vernietigen", (), OWN, 200, {}, 422),
    Route("zaakmelding:overzicht", (), WRITE, 200, {}, 405),
    Route("zaakmelding:begin", (), WRITE, 405, {}, 302),
    Route("zaakmelding:bijwerken", (), WRITE, 405, {}, 302),
    Route("zaakmelding:deel", ("melder",), WRITE, 200, {}, 302),
    Route("zaakmelding:mensen", (), WRITE, 200, {}, 405),
    Route("zaakmelding:mens", ("p1",), WRITE, 200, {}, 422),
    Route("zaakmelding:feiten", (), WRITE, 200, {}, 302),
    Route("zaakmelding:feit", ("f1",), WRITE, 200, {}, 422),
    Route("zaakmelding:verteld", (), WRITE, 200, {}, 405),
    Route("zaakmelding:verteld_aan", ("p1",), WRITE, 200, {}, 302),
    Route("zaakmelding:controle", (), WRITE, 200, {}, 302),
    Route("zaakmelding:stukken", (), WRITE, 200, {}, 405),
    Route("zaakmelding:afschrift", ("p1",), WRITE, 200, {}, 405),
    Route("zaakmelding:adviesvraag", (), WRITE, 200, {}, 405),
    Route("zaakmelding:geven", (), WRITE, 200, {"hoe": "telefoon"}, 302),
    Route("zaakmelding:verzegeld", (), WRITE, 200, {"ontvanger": "geen sleutel"}, 422),
    Route("zaakmelding:maak", ("melding", "tekst"), WRITE, 302, {}, 200),
    Route("zaakmelding:maak_voor", ("afschrift", "tekst", "p1"), WRITE, 302, {}, 200),
    Route("zaakmelding:weg", (), WRITE, 405, {}, 302),
)
EVERYBODY = ("Anna", "Bram", "Chris", "Dina", "Emma", "Fred")


def full(route: Route) -> str:
    """The name of a route with its room; most are of the case file."""
    return route.name if ":" in route.name else f"dossier:{route.name}"


def ask(client: Client, route: Route, zaak: str, method: str) -> Answer:
    url = reverse(full(route), args=[zaak, *route.args])
    found: Answer = client.get(url) if method == "GET" else client.post(url, route.body)
    return found


def headers(response: Answer) -> dict[str, str]:
    return {name: text for name, text in response.items() if name != "Content-Length"}


def test_every_route_of_a_case_is_in_this_table() -> None:
    of_cases = {name for name, policy in TABLE.items() if policy.who in CASES}
    assert of_cases == {full(route) for route in ROUTES}


@pytest.mark.parametrize("naam", EVERYBODY)
def test_everybody_gets_what_their_right_in_the_case_allows(scene: Scene, naam: str) -> None:
    client = browser_of(scene.people[naam])
    for case, zaak in scene.cases.items():
        for route in ROUTES:
            allowed = scene.right(naam, case) in ENOUGH[route.level]
            expected = (route.get, route.post) if allowed else (404, 404)
            found = tuple(ask(client, route, zaak, m).status_code for m in METHODS)
            assert found == expected, (naam, case, route.name)


@pytest.mark.parametrize("naam", EVERYBODY)
def test_a_case_one_may_not_see_answers_as_one_that_does_not_exist(scene: Scene, naam: str) -> None:
    # A session that is used writes its hour now and then, which is a query more.
    with time_machine.travel(timezone.now(), tick=False):
        _answers_alike(scene, naam)


def _answers_alike(scene: Scene, naam: str) -> None:
    client = browser_of(scene.people[naam])
    # The first request of a while also clears away what has had its time, whatever it asks for.
    ask(client, ROUTES[0], NOWHERE, "GET")
    # The gate knows no rooms: of the report one page of each kind will do.
    kinds = ("overzicht", "deel", "maak_voor", "weg")
    report = {f"zaakmelding:{name}" for name in kinds}
    routes = [r for r in ROUTES if ":" not in r.name or r.name in report]
    for route, method in ((r, m) for r in routes for m in METHODS):
        with new_lines() as wanted, CaptureQueriesContext(connection) as queries:
            missing = ask(client, route, NOWHERE, method)
        for case, zaak in scene.cases.items():
            if scene.right(naam, case) in ENOUGH[route.level]:
                continue
            with new_lines() as lines, CaptureQueriesContext(connection) as asked:
                closed = ask(client, route, zaak, method)
            told = (naam, case, route.name, method)
            assert bare(closed.content, zaak) == bare(missing.content, NOWHERE), told
            assert headers(closed) == headers(missing), told
            assert [line._replace(zaak="") for line in lines] == [
                line._replace(zaak="") for line in wanted
            ], told
            assert [line.zaak for line in lines] == [zaak], told
            # Who may read the case knows that it is there, and goes on from what was read before.
            if not scene.right(naam, case):
                assert len(asked) == len(queries), told


def test_nothing_is_checked_or_opened_of_a_case_that_one_may_not_see(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the time that takes would tell which case there is: of another, or not any more."""

    def fail(*_: object) -> None:
        raise AssertionError("the case is read")

    client, ended = browser_of(scene.people["Fred"]), scene.cases["annas"]
    ask(client, ROUTES[0], NOWHERE, "GET")
    asked = []
    monkeypatch.setattr(again, "load_rows", fail)
    monkeypatch.setattr(again, "open_loaded", fail)
    for zaak in (NOWHERE, scene.cases["brams"], ended):
        with time_machine.travel(LATER, tick=False), CaptureQueriesContext(connection) as queries:
            assert ask(client, ROUTES[0], zaak, "GET").status_code == 404
        asked.append(
            [each["sql"].replace(zaak, "") for each in queries if "ledger_" in each["sql"]]
        )
    assert asked[0] == asked[1] == asked[2] != []


@pytest.mark.parametrize("method", METHODS)
def test_who_is_not_logged_in_learns_nothing_of_any_case(scene: Scene, method: str) -> None:
    client = stranger()
    with new_lines() as lines:
        for route in ROUTES:
            for zaak in (*scene.cases.values(), NOWHERE):
                response = ask(client, route, zaak, method)
                assert (response.status_code, response["Location"]) == (302, "/dossier/inloggen")
    assert lines == []


def test_a_locked_browser_asks_for_the_passphrase_whatever_the_case(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    with new_lines() as lines:
        for route in ROUTES:
            expected = bare(ask(client, route, NOWHERE, "POST").content, NOWHERE)
            for zaak in scene.cases.values():
                gone = ask(client, route, zaak, "GET")
                assert (gone.status_code, gone["Location"]) == (302, "/dossier/ontgrendelen")
                asked = ask(client, route, zaak, "POST")
                assert asked.status_code == 423
                assert bare(asked.content, zaak) == expected
    assert lines == []


def test_the_passphrase_alone_opens_no_case_where_a_second_factor_is_awaited(
    scene: Scene,
) -> None:
    client = browser_of(scene.people["Anna"], waiting=True)
    for route, method in ((r, m) for r in ROUTES for m in METHODS):
        response = ask(client, route, scene.cases["annas"], method)
        assert (response.status_code, response["Location"]) == (302, "/dossier/tweede-stap")


SWAPPED = (
    ("regel", (99,)),
    ("regel", (1,)),
    ("regel", (0,)),
    ("bestand", (SIGNAL,)),
    ("bestand", (99,)),
    ("adres", ("p2",)),
    ("adres", ("p9",)),
    ("adres", ("onzin",)),
    ("verbeteren", (BEGIN,)),
    ("verbeteren", (99,)),
    ("toevoegen", ("begin",)),
    ("toevoegen", ("noodtoegang",)),
    ("toevoegen", ("uitgegeven",)),
    ("toevoegen", ("correctie",)),
    ("toevoegen", ("afweging",)),
    ("toevoegen", ("onzin",)),
    ("controle", ("onzin",)),
)


def test_a_part_that_a_case_does_not_have_is_not_there_for_its_owner_either(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    for name, args in SWAPPED:
        with new_lines() as lines:
            found = client.get(reverse(f"dossier:{name}", args=[zaak, *args]))
        assert found.status_code == 404, (name, args)
        assert [(line.zaak, line.result) for line in lines] == [(zaak, "geweigerd")]
        elsewhere = client.get(reverse(f"dossier:{name}", args=[NOWHERE, *args]))
        assert bare(found.content, zaak) == bare(elsewhere.content, NOWHERE), (name, args)


WRONG_VALUES = (
    ("toevoegen", ("signaal",), {"over": "p9"}, "over"),
    ("toevoegen", ("opvolging",), {"afspraak": str(SIGNAL)}, "afspraak"),
    ("toevoegen", ("opvolging",), {"afspraak": "99"}, "afspraak"),
    ("verbeteren", (SIGNAL,), {"over": "p9", "correctie-reden": "x"}, "over"),
)
FILLED = {
    "wat": "Iets.",
    "opgemerkt": "2026-11-13",
    "herkomst": "zelf_gezien",
    "aard": "feit",
    "richting": "ondersteunt",
    "op": "2026-11-13",
    "resultaat": "gehaald",
    "veilig": "ja",
}


@pytest.mark.parametrize(("name", "args", "given", "field"), WRONG_VALUES)
def test_a_form_refuses_what_is_not_in_this_case(
    scene: Scene, name: str, args: tuple[object, ...], given: dict[str, str], field: str
) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    url = reverse(f"dossier:{name}", args=[zaak, *args])
    before = scene.open("annas", "Anna").head
    response = client.post(url, {**FILLED, **given})
    assert response.status_code == 422
    assert f'href="#veld-{field}"' in response.content.decode()
    assert scene.open("annas", "Anna").head == before


def test_an_agreement_of_the_case_is_taken(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    url = reverse("dossier:toevoegen", args=[zaak, "opvolging"])
    assert client.post(url, {**FILLED, "afspraak": str(AGREEMENT)}).status_code == 302


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("wie", {"wie": "0" * 64, "niveau": "lezen"}),
        ("wie", {"wie": "REFERENCE", "niveau": "eigenaar"}),
        ("wie", {"wie": "REFERENCE", "niveau": "nood"}),
        ("kopie", {"wie": "p9", "maak": "1"}),
        ("vernietigen", {"grond": "vergissing", "codenaam": "Rode Hagedis"}),
        ("vernietigen", {"grond": "onzin", "codenaam": "Blauwe Hagedis"}),
    ],
)
def test_a_page_of_rights_refuses_what_it_did_not_offer(
    scene: Scene, name: str, given: dict[str, str]
) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    chris = scene.people["Chris"].reference
    sent = {key: text.replace("REFERENCE", chris) for key, text in given.items()}
    before = scene.open("annas", "Anna").head
    assert client.post(reverse(f"dossier:{name}", args=[zaak]), sent).status_code == 422
    assert scene.open("annas", "Anna").head == before


def test_an_attachment_opens_in_its_own_case_alone(scene: Scene) -> None:
    client = browser_of(scene.people["Bram"])
    for case, expected in (("annas", 200), ("brams", 200), ("chris'", 404)):
        url = reverse("dossier:bestand", args=[scene.cases[case], ATTACHMENT])
        assert client.get(url).status_code == expected


def test_nobody_who_writes_waits_for_who_saves_an_attachment(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[list[str]] = []
    attached = ledger.attached

    def noted(*of: Any) -> Any:
        inside.append(list(connection.savepoint_ids))
        return attached(*of)

    monkeypatch.setattr(ledger, "attached", noted)
    outside = list(connection.savepoint_ids)
    url = reverse("dossier:bestand", args=[scene.cases["annas"], ATTACHMENT])
    assert browser_of(scene.people["Anna"]).post(url).status_code == 200
    assert inside == [outside]


def test_who_is_withdrawn_sees_nothing_from_the_next_request_on(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Bram"]), scene.cases["annas"]
    url = reverse("dossier:zaak", args=[zaak])
    assert CONTENT in client.get(url).content.decode()
    anna = scene.people["Anna"]
    case = opened(zaak, anna, LATER)
    sharing.end_share(case, anna, scene.people["Bram"].reference, LATER)
    after = client.get(url)
    missing = client.get(reverse("dossier:zaak", args=[NOWHERE]))
    assert (after.status_code, bare(after.content, zaak)) == (404, bare(missing.content, NOWHERE))
    assert zaak not in client.get(reverse("dossier:zaken")).content.decode()


def test_who_does_not_work_here_any_more_is_logged_out_at_the_next_request(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    dina = browser_of(scene.people["Dina"])
    reference = scene.people["Anna"].reference
    assert client.get(reverse("dossier:zaak", args=[zaak])).status_code == 200
    dina.post(reverse("access:mens", args=[reference]), {"stop": "1"})
    for route, method in ((r, m) for r in ROUTES for m in METHODS):
        response = ask(client, route, zaak, method)
        assert (response.status_code, response["Location"]) == (302, "/dossier/inloggen")
    again = {"naam": "Anna", "wachtzin": "paardenbloem kachel wollen trompet"}
    assert client.post(reverse("access:inloggen"), again).status_code == 422


def test_a_deactivated_row_alone_ends_an_open_browser_too(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    people.set_active(fresh(scene.people["Anna"]).person, False)
    response = client.get(reverse("dossier:zaken"))
    assert (response.status_code, response["Location"]) == (302, "/dossier/inloggen")


def test_an_emergency_right_ends_by_itself(scene: Scene) -> None:
    case = scene.open("brams", "Bram")
    chris = scene.people["Chris"]
    recipient = Recipient(chris.reference, chris.person.keys.sealing, "lezen")
    until = ledger.moment(LATER + timedelta(hours=1))
    ledger.grant(case, scene.people["Bram"].keyring, recipient, LATER, until)
    url = reverse("dossier:zaak", args=[scene.cases["brams"]])
    with new_lines() as lines:
        assert browser_of(chris).get(url).status_code == 200
    assert [line.ground for line in lines] == ["noodtoegang"]
    with time_machine.travel(LATER + timedelta(hours=1)):
        assert browser_of(chris).get(url).status_code == 404


def visible(client: Client) -> Iterator[str]:
    for name in ("mensen", "instellingen", "logboek", "account", "uitnodigen"):
        yield client.get(reverse(f"access:{name}")).content.decode()
    yield client.get(reverse("dossier:zaken")).content.decode()


def test_the_pages_of_administrator_and_reviewer_show_no_content(scene: Scene) -> None:
    dina = scene.people["Dina"]
    people.set_roles(dina, fresh(dina).person, ["beheerder", "eindverantwoordelijke"])
    ask(browser_of(scene.people["Anna"]), ROUTES[0], scene.cases["annas"], "GET")
    pages = list(visible(browser_of(fresh(dina))))
    assert any(scene.cases["annas"] in page for page in pages), "the log names the case"
    for page in pages:
        assert "hagedis" not in page.casefold()


OTHERS = {name: policy for name, policy in TABLE.items() if policy.who not in CASES}
FOR_PEOPLE = [name for name, p in OTHERS.items() if p.who in (Who.PERSON, Who.ROLE)]
# What a locked browser asks by itself; it is never held up by the page for a passphrase.
OWN_CLOCK = {"access:slot", "access:wakker"}


def place(scene: Scene, name: str) -> str:
    args = {"access:mens": scene.people["Bram"].reference, "access:factor_bevestig": "code"}
    return reverse(name, args=[args[name]] if name in args else [])


def test_who_is_not_logged_in_comes_to_the_login_from_every_page_for_people(scene: Scene) -> None:
    client = stranger()
    wanted = [*FOR_PEOPLE, "access:begin", "access:ontgrendelen", "access:tweede_stap"]
    for name in wanted:
        for method in (client.get, client.post):
            response = method(place(scene, name))
            assert (response.status_code, response["Location"]) == (302, "/dossier/inloggen"), name


def test_a_locked_browser_comes_to_the_lock_from_every_page_for_people(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Dina"])
    for name in FOR_PEOPLE:
        response = client.get(place(scene, name))
        assert (response.status_code, response["Location"]) == (302, "/dossier/ontgrendelen"), name
        expected = 302 if name in OWN_CLOCK else 423
        assert client.post(place(scene, name)).status_code == expected, name


def test_who_awaits_a_second_factor_comes_to_it_from_every_page_for_people(scene: Scene) -> None:
    client = browser_of(scene.people["Dina"], waiting=True)
    for name in FOR_PEOPLE:
        for method in (client.get, client.post):
            response = method(place(scene, name))
            assert response["Location"] == "/dossier/tweede-stap", name


@pytest.mark.parametrize("naam", EVERYBODY)
def test_a_page_for_a_role_is_not_there_for_the_others(scene: Scene, naam: str) -> None:
    who = scene.people[naam]
    client = browser_of(who)
    missing = bare(client.get("/dossier/bestaat-niet").content)
    for name in sorted(set(FOR_PEOPLE) - OWN_CLOCK):
        roles = OTHERS[name].roles
        for method in (client.get, client.post):
            response = method(place(scene, name))
            expected = bool(roles) and not who.person.has_role(*roles)
            assert (response.status_code == 404) == expected, (name, naam)
            if expected:
                assert bare(response.content) == missing, (name, naam)


def test_everybody_may_look_up_how_to_get_in(scene: Scene) -> None:
    browsers = (stranger(), *(browser_of(who) for who in scene.people.values()))
    for client in browsers:
        for name in ("inloggen", "herstel", "uitnodiging"):
            assert client.get(reverse(f"access:{name}")).status_code == 200
        begin = client.get(reverse("access:begin"))
        assert (begin.status_code, begin["Location"]) == (302, "/dossier/inloggen")


def test_the_first_person_confirms_the_code_before_anything_else(scene: Scene) -> None:
    row = people.installation()
    assert row is not None
    row.recovery_confirmed = False
    row.save()
    dina, anna = browser_of(scene.people["Dina"]), browser_of(scene.people["Anna"])
    assert dina.get(reverse("dossier:zaken"))["Location"] == "/dossier/herstelcode"
    assert dina.get(reverse("access:herstelcode")).status_code == 200
    assert anna.get(reverse("dossier:zaken")).status_code == 200
