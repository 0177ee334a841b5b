"""A visit to the guide becomes a case: what comes along, and that nothing stays behind."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meldcode.dossier import services
from meldcode.dossier.entries import Afweging, Begin, Controle, Entry, Stap
from meldcode.dossier.filling import form_for
from meldcode.guide import visits
from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Besluit, Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.vervolg import walked_steps
from meldcode.site import overdracht
from tests.cast import opened
from tests.site.scene import LATER, Scene
from tests.site.visitors import Line, browser_of, new_lines, request_of, stranger

FROM_GUIDE = reverse("uit_gids")
START = {"codenaam": "Zilveren Otter", "kader": "artsen"}


VISIT = (
    Bezoek()
    .choose("artsen")
    .step("1", "gedaan")
    .step("2", "overgeslagen", "Geen collega bereikbaar.")
    .check("kindcheck", "1", "ja")
    .check("kindcheck", "2", "nee")
    .check("mantelzorgcheck", "1", "ja")
    .answer("1", "ja", ["acuut.1"], [], "Het past bij wat ik zag.")
    .answer("2", "nee", [], [], "Geen acuut gevaar.")
    .decide(Besluit("nee", "nee", "Ik wacht nog.", "Een collega"))
)


def walk(client: Client) -> None:
    """Have walked the guide in this browser."""
    response = HttpResponse()
    visits.keep(request_of(client), response, VISIT)
    client.cookies.update(response.cookies)


def entries(scene: Scene, zaak: str) -> tuple[Entry, ...]:
    anna = scene.people["Anna"]
    found = services.read(opened(zaak, anna, LATER), LATER.date())
    return tuple(each.entry for each in found.entered)


def begun(client: Client, form: dict[str, str] = START) -> str:
    response = client.post(FROM_GUIDE, form)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"]).rstrip("/").rpartition("/")[2]


def test_what_was_answered_in_the_guide_stands_in_the_case(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    walk(client)
    with new_lines() as lines:
        zaak = begun(client)
    found = {type(each): each for each in entries(scene, zaak)}
    begin, weighing, check = found[Begin], found[Afweging], found[Controle]
    assert isinstance(begin, Begin)
    assert (begin.codenaam, begin.kader, begin.uit_gids) == ("Zilveren Otter", "artsen", True)
    assert begin.kader_hash == frameworks()["artsen"].hash
    assert isinstance(weighing, Afweging)
    assert {k: a for k, a in weighing.antwoorden.items() if a != "open"} == {"1": "ja", "2": "nee"}
    assert weighing.redenen == {"1": "Het past bij wat ik zag.", "2": "Geen acuut gevaar."}
    assert weighing.hulpvragen == ("acuut.1",)
    assert weighing.bon["kader"]["id"] == "artsen"
    assert weighing.bon["woorden"] == frameworks()["artsen"].words_hash
    assert isinstance(check, Controle)
    assert check.antwoorden == {"1": "ja", "2": "nee"}
    steps = [each for each in entries(scene, zaak) if isinstance(each, Stap)]
    assert [(each.stap, each.stand, each.reden) for each in steps] == [
        ("1", "gedaan", ""),
        ("2", "niet", "Geen collega bereikbaar."),
    ]
    assert lines == [Line("Anna", "zaak begonnen", zaak, "zelf", "gelukt")]


def test_the_own_decision_comes_along_as_a_draft(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    walk(client)
    zaak = begun(client)
    page = client.get(reverse("dossier:toevoegen", args=[zaak, "besluit"])).content.decode()
    assert "Dit had je al getypt" in page
    assert "Ik wacht nog." in page


def test_afterwards_nothing_of_the_visit_is_left(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    walk(client)
    assert SealedVisit.objects.count() == 1
    begun(client)
    assert SealedVisit.objects.count() == 0
    assert client.cookies["meldcode_bezoek"].value == ""
    assert "Het past bij wat ik zag." not in client.get("/afweging/1").content.decode()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"codenaam": "", "kader": "artsen"}, "codenaam"),
        ({"codenaam": "x" * 61, "kader": "artsen"}, "codenaam"),
        ({"codenaam": "Zilveren Otter", "kader": "onzin"}, "kader"),
    ],
)
def test_what_is_wrong_is_told_and_the_visit_stays(
    scene: Scene, form: dict[str, str], field: str
) -> None:
    client = browser_of(scene.people["Anna"])
    walk(client)
    answer = client.post(FROM_GUIDE, form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert SealedVisit.objects.count() == 1


def test_another_name_is_proposed_and_nothing_stored(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    walk(client)
    before = client.get(reverse("dossier:zaken")).content.decode().count("zaakrij")
    answer = client.post(FROM_GUIDE, {**START, "ander": "1"})
    assert answer.status_code == 200
    assert "Zilveren Otter" not in answer.content.decode()
    assert client.get(reverse("dossier:zaken")).content.decode().count("zaakrij") == before


def test_without_a_visit_one_starts_afresh(scene: Scene) -> None:
    answer = browser_of(scene.people["Anna"]).get(FROM_GUIDE)
    assert (answer.status_code, answer["Location"]) == (302, reverse("dossier:nieuw"))


def test_who_may_start_no_case_keeps_the_visit(scene: Scene) -> None:
    client = browser_of(scene.people["Dina"])
    walk(client)
    assert client.post(FROM_GUIDE, START).status_code == 404
    assert SealedVisit.objects.count() == 1


def test_who_is_not_logged_in_keeps_the_visit_for_afterwards(scene: Scene) -> None:
    client = stranger()
    walk(client)
    assert client.get(FROM_GUIDE)["Location"] == reverse("access:inloggen")
    assert "Het past bij wat ik zag." in client.get("/afweging/1").content.decode()


def test_the_visit_of_another_browser_does_not_come_along(scene: Scene) -> None:
    client = stranger()
    walk(client)
    zaak = browser_of(scene.people["Anna"]).get(FROM_GUIDE)
    assert zaak["Location"] == reverse("dossier:nieuw")


@pytest.mark.parametrize("kader", frameworks())
def test_every_step_of_every_framework_is_reached_filled_and_handed_over(kader: str) -> None:
    framework = frameworks()[kader]
    visit = Bezoek(kader=kader)
    for step in walked_steps(framework):
        visit = visit.step(step, "overgeslagen", f"Reden bij {step}.")
    for key in framework.afwegingen:
        visit = visit.answer(key, "ja", [], [], "")
    made = list(overdracht.entries(visit, framework, LATER.date()))
    told = {each.stap: each.reden for each in made if isinstance(each, Stap)}
    assert told == {step: f"Reden bij {step}." for step in walked_steps(framework)}
    weighed = [each for each in made if isinstance(each, Afweging)]
    assert weighed[0].bon["contract"] == 2
    for key, item in framework.stappen.items():
        assert bool(form_for(framework, key)) is (item.gevuld_door != "wegen")
    weighed_at = {each.stap for each in framework.afwegingen.values()}
    for key in weighed_at:
        item = framework.stappen[key]
        assert "wegen" in (item.gevuld_door, *item.ook)


def test_a_doctors_fourth_step_is_a_talk_with_other_professionals() -> None:
    assert form_for(frameworks()["artsen"], "4") == "gesprek"
    assert form_for(frameworks()["onderwijs"], "4") == ""
