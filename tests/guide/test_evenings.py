"""Sixteen evenings: somebody at work with a worry, walked through the pages to what to do tonight.

The people are made up. Each expectation names where it comes from, as content does.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field

import pytest
from django.test import Client

from meldcode.kader.beside import framework_for
from meldcode.kader.load import frameworks
from meldcode.kader.route import route
from tests.guide.asking import answer, answer_check

pytestmark = pytest.mark.django_db

# What somebody does, or what must not be said, with the source of that.
Held = tuple[str, str]

TELLING = "rbcz#melden bij Veilig Thuis"
TELL_FIRST: Held = ("vooraf dat je meldt", TELLING)
TO_A_CHILD: Held = ("Zorg dat het kind weet", "eigen")
TO_PARENTS: Held = ("de ouders", "knmg#afweging 2")
REPORT: Held = ("Meld bij Veilig Thuis", "stappenplan#wanneer melden")
DANGER: Held = ("direct_gevaar", "rbcz#acute onveiligheid")
NOT_YET: Held = ("vertellen_met_vt", TELLING)
CHILD: Held = ("kind_betrekken", "rbcz#stap 3")
AGREE: Held = ("afspraken_melding", "rbcz#samenwerking met Veilig Thuis")


@dataclass(frozen=True)
class Evening:
    """One worry: whose it is, what is answered, and what the outcome must and must not say."""

    name: str
    worry: str
    work: str
    whom: str
    danger: str
    answers: dict[str, str]
    tonight: tuple[Held, ...]
    never: tuple[Held, ...]
    says: Held
    ticked: tuple[str, ...] = ()
    situation: dict[str, str] = field(default_factory=dict)
    kindcheck: str = ""
    not_yet: Held | None = None


EVENINGS = (
    Evening(
        "acuut-gevaar",
        "Een jongen van vier ligt op de spoedeisende hulp met bloed uit zijn oor. Zijn "
        "stiefvader staat te schreeuwen in de gang.",
        work="Arts op de spoedeisende hulp",
        whom="kind",
        danger="ja",
        answers={"1": "ja", "2": "ja"},
        ticked=("acuut.1", "acuut.2"),
        situation={"onveiligheid": "acuut"},
        tonight=(DANGER, ("advies_collega", "knmg_pagina#stap 2"), CHILD),
        not_yet=NOT_YET,
        never=(TELL_FIRST, ("voordat je meldt en voordat je het iemand vertelt", "knmg_pagina")),
        says=("bij wie het kind vannacht veilig is", "eigen"),
    ),
    Evening(
        "structureel",
        "Twee zusjes komen al een jaar zonder eten op school en worden thuis uitgescholden.",
        work="Leerkracht in het basisonderwijs",
        whom="kind",
        danger="nee",
        answers={"1": "ja", "2": "ja"},
        situation={"onveiligheid": "structureel", "vertellen_onveilig": "nee"},
        tonight=(
            ("informeren", TELLING),
            ("bevoegd_gezag", "stappenplan#onderwijs"),
            CHILD,
        ),
        never=(("Bel nu voor dit kind", "rbcz#acute onveiligheid"), ("zwangere", "eigen")),
        says=("tenzij dat iemand in gevaar brengt", TELLING),
    ),
    Evening(
        "alleen-een-vermoeden",
        "Een meisje van negen krimpt bij elke oefening ineen. Meer weet de fysiotherapeut niet.",
        work="Fysiotherapeut",
        whom="kind",
        danger="nee",
        answers={"1": "ja", "2": "open"},
        tonight=(("advies_vt_vragen", "stappenplan#stap 2"), ("advies_vt_verplicht", "apa"), CHILD),
        never=(TELL_FIRST, REPORT, ("vijf afspraken over de melding", AGREE[1])),
        says=("zonder namen", "rbcz#stap 2"),
    ),
    Evening(
        "ongeboren-kind",
        "Een vrouw van dertig weken zwanger mag van haar man de deur niet uit. Hij mag niet "
        "weten dat zij erover praatte.",
        work="Verloskundige",
        whom="ongeboren",
        danger="nee",
        answers={"1": "ja", "2": "ja"},
        situation={"onveiligheid": "structureel", "vertellen_onveilig": "ja"},
        tonight=(
            ("ongeboren_kind", "webgids#kindcheck"),
            AGREE,
            ("afspraken_veiligheid", "knmg#melding bij Veilig Thuis"),
        ),
        not_yet=NOT_YET,
        never=(TELL_FIRST, TO_A_CHILD, TO_PARENTS),
        says=("Vraag haar alleen, op een veilige plek", "eigen"),
    ),
    Evening(
        "oude-man-met-dementie",
        "Een man van 88 met dementie zit overdag vastgebonden. Zijn dochter vindt dat normaal, "
        "en een neef is zijn mentor.",
        work="Wijkverpleegkundige",
        whom="volwassenen",
        danger="nee",
        answers={"1": "ja", "2": "ja"},
        kindcheck="nee",
        situation={
            "onveiligheid": "structureel",
            "vertellen_onveilig": "nee",
            "weigering": "wilsonbekwaam",
        },
        tonight=(("vertegenwoordiger", "knmg#terughoudendheid"), ("informeren", TELLING), AGREE),
        never=(TO_A_CHILD, TO_PARENTS, ("Vraag het slachtoffer alleen", "knmg#terughoudendheid")),
        says=("De (vermoedelijke) pleger vertel je het niet", "eigen"),
    ),
    Evening(
        "partnergeweld-zonder-kinderen",
        "Een man zonder kinderen vertelt dat zijn vriend zijn telefoon, zijn geld en zijn "
        "vrienden beheert, en hem soms opsluit.",
        work="Psycholoog of psychotherapeut",
        whom="volwassenen",
        danger="nee",
        answers={"1": "ja", "2": "ja"},
        ticked=("structureel.8",),
        kindcheck="nee",
        situation={"onveiligheid": "structureel"},
        tonight=(
            ("slachtoffer_vragen", "knmg#terughoudendheid"),
            AGREE,
            ("afspraken_veiligheid", "knmg#melding bij Veilig Thuis"),
        ),
        not_yet=NOT_YET,
        never=(TELL_FIRST, TO_A_CHILD, TO_PARENTS),
        says=("Praat nooit waar de (vermoedelijke) pleger bij is", "rbcz#stap 3"),
    ),
    Evening(
        "kind-dat-het-vertelde",
        "Een kleuter zegt uit zichzelf op de bso dat oom haar pijn doet als mama werkt. Oom "
        "haalt haar om zes uur op.",
        work="Pedagogisch medewerker in de kinderopvang",
        whom="kind",
        danger="open",
        answers={"1": "ja", "2": "ja"},
        ticked=("onthulling.1",),
        situation={"onveiligheid": "acuut"},
        tonight=(DANGER, CHILD, AGREE),
        not_yet=NOT_YET,
        never=(TELL_FIRST,),
        says=("Spreek af bij wie het kind vannacht veilig is", "eigen"),
    ),
    Evening(
        "kindcheck",
        "Een man onder toezicht drinkt elke dag. In het weekend slapen zijn twee kinderen bij hem.",
        work="Reclasseringswerker",
        whom="volwassenen",
        danger="open",
        answers={"1": "ja", "2": "open"},
        kindcheck="ja ja nee",
        tonight=(
            ("eigen_kader", "stappenplan#justitie"),
            ("advies_vt_vragen", "stappenplan#stap 2"),
            ("vastleggen", "stappenplan#afweging 1"),
        ),
        never=(REPORT, ("Vraag het slachtoffer", "rbcz#volwassenengeweld")),
        says=("want dat gaat voor", "stappenplan#justitie"),
    ),
    Evening(
        "weet-ik-nog-niet",
        "Aan de balie haalt een jonge vrouw voor de derde keer verband en kalmeringspillen. De "
        "apotheker heeft nog niets gevraagd.",
        work="Apotheker",
        whom="open",
        danger="open",
        answers={"1": "open", "2": "open", "3": "open", "4": "open", "5": "open"},
        tonight=(
            ("advies_vt_vragen", "stappenplan#stap 2"),
            ("vastleggen", "stappenplan#afweging 1"),
        ),
        never=(TELL_FIRST, REPORT, TO_A_CHILD, ("Je meldt nu niet", "stappenplan#stap 2")),
        says=("Bel Veilig Thuis om advies, zonder namen (0800-2000)", "rbcz#stap 2"),
    ),
    Evening(
        "kind-dat-je-niet-ziet",
        "Een cliënte vertelt dat ze haar zoon soms een dag in zijn kamer laat. De therapeut "
        "heeft hem nooit gezien en kan niets regelen.",
        work="Complementair therapeut",
        whom="kind",
        danger="nee",
        answers={"1": "ja", "2": "nee", "3": "nee"},
        situation={"vertellen_onveilig": "nee"},
        tonight=(("informeren", TELLING), CHILD, AGREE),
        never=(("Bel nu voor dit kind", "rbcz#acute onveiligheid"), ("zwangere", "eigen")),
        says=("je hoeft het kind niet te kennen", "eigen"),
    ),
    Evening(
        "pleger-in-dezelfde-praktijk",
        "Een patiënte komt met een afgebroken tand en zegt dat haar man dat deed. Haar man "
        "staat morgen in de agenda van dezelfde tandarts.",
        work="Tandarts",
        whom="volwassenen",
        danger="nee",
        answers={"1": "ja", "2": "ja"},
        kindcheck="nee",
        situation={
            "onveiligheid": "structureel",
            "vertellen_onveilig": "ja",
            "weigering": "toestemming",
        },
        tonight=(
            ("advies_collega", "knmg_pagina#stap 2"),
            ("advies_vt_vooraf", "knmg_pagina"),
            AGREE,
        ),
        not_yet=NOT_YET,
        never=(TELL_FIRST, TO_A_CHILD, TO_PARENTS),
        says=("kan het gevaarlijker worden voor het slachtoffer", TELLING),
    ),
    Evening(
        "zij-weigert",
        "Een vrouw van vijftig wordt door haar man vernederd. Zij dacht er lang over na, wil "
        "geen melding en wel hulp. Kinderen zijn er niet.",
        work="Huisarts",
        whom="volwassenen",
        danger="nee",
        answers={"1": "ja", "2": "ja", "3": "ja", "4": "ja", "5": "open"},
        kindcheck="nee",
        situation={"onveiligheid": "structureel", "weigering": "vrij", "ernstig_gevaar": "nee"},
        tonight=(
            ("advies_collega", "knmg_pagina#stap 2"),
            ("weigering_wegen", "knmg#terughoudendheid"),
            ("veilig_verder", "knmg#terughoudendheid"),
        ),
        never=(REPORT, TELL_FIRST, ("vijf afspraken over de melding", "knmg#terughoudendheid")),
        says=("wanneer jullie elkaar weer spreken", "knmg#terughoudendheid"),
    ),
    Evening(
        "eer",
        "Een leerling van zestien is verliefd. Haar broers zeiden dat zij de vakantie niet "
        "overleeft, en er ligt een ticket klaar.",
        work="Docent of mentor",
        whom="kind",
        danger="open",
        answers={"1": "ja", "2": "ja"},
        ticked=("acuut.13", "acuut.21"),
        tonight=(
            ("gevaar_beoordelen", "rbcz#acute onveiligheid"),
            ("bevoegd_gezag", "stappenplan#onderwijs"),
            CHILD,
        ),
        not_yet=NOT_YET,
        never=(TELL_FIRST,),
        says=("Met de dood bedreigd", "knmg#bijlage 6"),
    ),
    Evening(
        "seksueel-misbruik",
        "Een jongen van elf bloedt en wil niet zeggen waardoor. Zijn trainer brengt hem elke "
        "keer thuis.",
        work="Jeugdverpleegkundige",
        whom="kind",
        danger="open",
        answers={"1": "ja", "2": "ja"},
        ticked=("structureel.5", "acuut.10"),
        situation={"onveiligheid": "acuut"},
        tonight=(DANGER, CHILD, AGREE),
        not_yet=NOT_YET,
        never=(TELL_FIRST,),
        says=("of kunnen er sporen van geweld zijn", "rbcz#acute onveiligheid"),
    ),
    Evening(
        "verwaarlozing",
        "Een peuter groeit niet. De ouders wisten niet hoe, doen nu alles wat de diëtist "
        "vraagt, en over vier weken wegen ze opnieuw.",
        work="Diëtist",
        whom="kind",
        danger="nee",
        answers={"1": "ja", "2": "nee", "3": "ja", "4": "ja", "5": "open"},
        tonight=(
            ("advies_vt_verplicht", "apa"),
            CHILD,
            ("doelen_afspreken", "knmg#afweging 5"),
        ),
        never=(REPORT, TELL_FIRST, ("Nog niet doen", "stappenplan#afweging 4")),
        says=("een dag om opnieuw te wegen", "knmg#afweging 5"),
    ),
)


@pytest.mark.parametrize("evening", EVENINGS, ids=lambda each: each.name)
def test_an_evening_ends_with_what_to_do_first_and_nothing_that_makes_it_worse(
    client: Client, evening: Evening
) -> None:
    page = walked(client, evening)
    tonight = ids_in(part(page, "Vandaag"))
    assert tonight == [duty for duty, _ in evening.tonight]
    not_yet = ids_in(part(page, "Nog niet doen"))
    assert not_yet == ([evening.not_yet[0]] if evening.not_yet else [])
    said = plain(page[page.index("<h1") : page.index('id="waarom"')])
    assert evening.says[0] in said
    assert [words for words, _ in evening.never if words in said] == []
    assert re.search('href="tel:(112|08002000)"', page[: page.index('id="nu-doen"')])


def test_every_expectation_of_an_evening_says_where_it_comes_from() -> None:
    for evening in EVENINGS:
        framework = frameworks()[str(framework_for(evening.work))]
        held = [*evening.tonight, *evening.never, evening.says]
        for what, source in held + ([evening.not_yet] if evening.not_yet else []):
            assert framework.cite(source).kort, (evening.name, what)


def test_the_evenings_are_of_all_ten_frameworks() -> None:
    assert {framework_for(evening.work) for evening in EVENINGS} == {*frameworks()}


@pytest.mark.parametrize(
    ("work", "kader", "first", "whom"),
    [
        ("Intern begeleider", "onderwijs", "bevoegd_gezag_meteen", "het bevoegd gezag"),
        ("Gastouder", "kinderopvang", "houder_meteen", "de houder"),
    ],
)
def test_about_a_colleague_another_road_is_told_before_the_weighing(
    client: Client, work: str, kader: str, first: str, whom: str
) -> None:
    """A colleague is alone with a pupil each day, and the pupil is afraid of him since."""
    client.post("/", {"beroep": work, "slachtoffers": "kind", "gevaar_nu": "open"})
    step, weighing = (
        plain(client.get(address).content.decode()) for address in ("/stap/1", "/afweging/1")
    )
    assert "loop je deze stappen niet" in step
    assert "0900-1113111" in step
    assert f"Vertel het meteen aan {whom}" in step
    assert f"Vertel het meteen aan {whom}" in weighing
    found = route(frameworks()[kader], "medewerker")
    assert found is not None
    assert [duty.id for duty in found.plichten][:2] == [first, "vertrouwensinspecteur"]
    assert [duty.id for duty in found.plichten if "informeren" in duty.id] == []


def walked(client: Client, evening: Evening) -> str:
    """The page of the outcome, after every page on the way was filled in."""
    start = {"beroep": evening.work, "slachtoffers": evening.whom, "gevaar_nu": evening.danger}
    assert client.post("/", {**start, "weg": "wegen"}).status_code == 302
    framework = frameworks()[str(framework_for(evening.work))]
    for number, given in evening.answers.items():
        helpers = [each.id for _, under in framework.helpers(number) for each in under]
        sent = {"antwoord": given, "hulp": [key for key in evening.ticked if key in helpers]}
        assert client.post(f"/afweging/{number}", sent).status_code == 302
    for at, given in enumerate(evening.kindcheck.split(), 1):
        assert answer_check(client, f"kindcheck.{at}", given).status_code == 302
    for question, given in evening.situation.items():
        assert answer(client, question, given).status_code == 302
    kept = json.loads(client.get("/bezoek/bewaren").content)
    assert kept["kader"] == framework.id
    assert {key: kept["situatie"].get(key) for key in evening.situation} == evening.situation
    return client.get("/uitkomst").content.decode()


def part(page: str, heading: str) -> str:
    """The list of duties under a heading; nothing where the page has no such heading."""
    found = re.search(rf">{heading}</h2>\s*<ul(.*?)</ul>\s*(?=<h2|<div)", page, re.DOTALL)
    return found[1] if found else ""


def ids_in(listed: str) -> list[str]:
    return re.findall(r'name="gedaan" value="([^"]+)"', listed)


def plain(page: str) -> str:
    """The words of a page, without tags."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
