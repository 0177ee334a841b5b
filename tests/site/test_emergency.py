"""Emergency access: a refusal shows, nothing typed comes in the log, reading is all it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from meldcode.access import sharing
from meldcode.access.models import FOCAL, LogLine, Notice
from meldcode.dossier.policies import POLICIES
from meldcode.ledger import services as ledger
from meldcode.ledger.rights import Recipient
from tests.cast import Member, let_in
from tests.site.scene import ATTACHMENT, LATER, NOWHERE, Scene
from tests.site.visitors import Line, browser_of, new_lines

EVA = Member("Eva", "zwaluw rits pannenkoek kompas", (FOCAL,))
# As a browser sends a form, and not our own script.
GOES = {"sec-fetch-mode": "navigate"}
TYPED = "Karin Vos"


@pytest.fixture
def eva(scene: Scene) -> Client:
    """A focal person, who was not named for emergencies."""
    return browser_of(let_in(scene.cast.dina, EVA))


@pytest.fixture
def reading(scene: Scene) -> Client:
    """Chris, who reads Bram's case in an emergency."""
    case, chris = scene.open("brams", "Bram"), scene.people["Chris"]
    recipient = Recipient(chris.reference, chris.person.keys.sealing, "lezen")
    until = ledger.moment(LATER + timedelta(hours=1))
    ledger.grant(case, scene.people["Bram"].keyring, recipient, LATER, until)
    return browser_of(chris)


def ask(client: Client, zaak: str, **headers: str) -> list[Line]:
    with new_lines() as lines:
        client.post(reverse("dossier:nood"), {"zaak": zaak, "reden": "Nu nodig."}, headers=headers)
    return lines


@pytest.mark.parametrize("headers", [{}, GOES], ids=["script", "browser"])
def test_a_refused_emergency_is_in_the_log_however_it_was_asked(
    scene: Scene, eva: Client, headers: dict[str, str]
) -> None:
    zaak = scene.cases["annas"]
    assert ask(eva, zaak, **headers) == [Line("Eva", "noodtoegang", zaak, "geen", "geweigerd")]


def test_after_a_refusal_the_page_that_says_so_is_a_look_of_its_own(
    scene: Scene, eva: Client
) -> None:
    sent = {"zaak": scene.cases["annas"], "reden": "Nu nodig."}
    answer = eva.post(reverse("dossier:nood"), sent, headers=GOES)
    with new_lines() as lines:
        assert "geen noodtoegang geregeld" in eva.get(answer["Location"]).content.decode()
    assert [(each.action, each.result) for each in lines] == [("noodtoegang vragen", "gelukt")]


def test_nothing_that_was_typed_comes_in_the_log(scene: Scene, eva: Client) -> None:
    anna = browser_of(scene.people["Anna"])
    assert ask(eva, TYPED) == [Line("Eva", "noodtoegang", "", "geen", "geweigerd")]
    with new_lines() as lines:
        for page in ("zaak", "afdruk", "vernietigen"):
            assert anna.get(reverse(f"dossier:{page}", args=["karin-vos"])).status_code == 404
        assert anna.get(reverse("dossier:zaak", args=[NOWHERE])).status_code == 404
    assert {(each.zaak, each.result) for each in lines} == {("", "geweigerd")}
    everything = str(list(LogLine.objects.values_list("action", "zaak", "ground", "result")))
    assert "arin" not in everything


def test_a_refused_look_at_a_case_that_is_there_names_it(scene: Scene) -> None:
    zaak = scene.cases["brams"]
    with new_lines() as lines:
        browser_of(scene.people["Anna"]).get(reverse("dossier:zaak", args=[zaak]))
    assert lines == [Line("Anna", "bekijken", zaak, "geen", "geweigerd")]


def leaving() -> Iterator[str]:
    """The pages by which something of a case leaves."""
    yield from (name for name, policy in POLICIES.items() if policy.leaves)


def test_in_an_emergency_nothing_of_the_case_leaves(scene: Scene, reading: Client) -> None:
    zaak = scene.cases["brams"]
    assert set(leaving()) == {
        f"dossier:{each}" for each in ("afdruk", "tekst", "uitvoer", "pdf", "json", "kopie")
    }
    for name in leaving():
        for ask_ in (reading.get, reading.post):
            with new_lines() as lines:
                page = ask_(reverse(name, args=[zaak]), {"wie": "p1", "maak": "1"})
            assert page.status_code == 403, name
            assert "Met noodtoegang kun je alleen lezen" in page.content.decode()
            told = Line("Chris", POLICIES[name].action, zaak, "noodtoegang", "geweigerd")
            assert lines == [told]


def test_in_an_emergency_an_attachment_is_seen_and_its_original_stays(
    scene: Scene, reading: Client
) -> None:
    url = reverse("dossier:bestand", args=[scene.cases["brams"], ATTACHMENT])
    assert reading.get(url).status_code == 200
    with new_lines() as lines:
        assert reading.post(url).status_code == 403
    assert [(each.ground, each.result) for each in lines] == [("noodtoegang", "geweigerd")]


def test_in_an_emergency_the_case_shows_no_way_out(scene: Scene, reading: Client) -> None:
    case = reverse("dossier:zaak", args=[scene.cases["brams"]])
    assert "uitvoeren" not in reading.get(case).content.decode()
    assert "uitvoeren" in browser_of(scene.people["Bram"]).get(case).content.decode()


@pytest.mark.parametrize("unseen", ["HEAD", "prefetch"])
def test_a_notice_is_read_by_who_sees_the_page_alone(scene: Scene, unseen: str) -> None:
    anna, zaak = scene.people["Anna"], scene.cases["annas"]
    by = scene.people["Chris"].reference
    Notice.objects.create(
        reference=anna.reference,
        kind=sharing.EMERGENCY,
        zaak=zaak,
        by=by,
        at=ledger.moment(LATER),
    )
    client, page = browser_of(anna), reverse("dossier:zaken")
    if unseen == "HEAD":
        client.head(page)
    else:
        client.get(page, headers={"sec-purpose": "prefetch"})
    assert Notice.objects.filter(reference=anna.reference, zaak=zaak, read=False).exists()
    client.get(page)
    assert not Notice.objects.filter(reference=anna.reference, read=False).exists()
