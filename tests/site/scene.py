"""A house with three cases, so that everybody has an own, a shared and another's case in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from meldcode.access import sharing
from meldcode.access.people import Unlocked
from meldcode.dossier import services
from meldcode.dossier.entries import Afspraak, Bestand, Bijlage, Entry, Persoon, Signaal
from meldcode.kader.load import frameworks
from meldcode.ledger.services import OpenCase, sealed_file
from tests.cast import NOW, Cast, Member, let_in, opened

EMMA = Member("Emma", "kruiwagen zadel mosterd vuurtoren", ("professional",))
FRED = Member("Fred", "hagelslag tegelpad wimpel oester", ("professional",))
LATER = NOW + timedelta(hours=2)

NOWHERE = "zzzzzzzzzz"
READ, WRITE, OWN = "lezen", "schrijven", "eigenaar"
# What everybody may do in each case; who is not named may do nothing.
RIGHTS: Mapping[str, Mapping[str, str]] = {
    "annas": {"Anna": OWN, "Bram": READ, "Emma": WRITE},
    "brams": {"Bram": OWN},
    "chris'": {"Chris": OWN, "Anna": READ},
}
# The numbers of the entries in each of these cases; the first record holds the keys.
BEGIN, PERSON, OTHER_PERSON, SIGNAL, AGREEMENT, ATTACHMENT = 2, 3, 4, 5, 6, 7
CONTENT = "Op de bovenarm zit een hagedisgroene plek."
ADDRESS = "Hagedissteeg 12, Verwegen"
LETTER = "De school schreef: hagedis was weer niet gekomen."


@dataclass(frozen=True)
class Scene:
    """The people by name and the references of the cases by theirs."""

    people: Mapping[str, Unlocked]
    cases: Mapping[str, str]
    cast: Cast

    def right(self, naam: str, case: str) -> str:
        """The right of somebody in a case; empty where there is none."""
        return RIGHTS[case].get(naam, "")

    def open(self, case: str, naam: str) -> OpenCase:
        """A case as this person opens it."""
        return opened(self.cases[case], self.people[naam], LATER)


def entries() -> tuple[Entry, ...]:
    """What stands in each case before its attachment."""
    return (
        Persoon(id="p1", rol="kind", naam="Hagedis Veldhoen", veilig_adres=ADDRESS),
        Persoon(id="p2", rol="ouder", naam="Moeder Veldhoen"),
        Signaal(
            wat=CONTENT,
            opgemerkt=date(2026, 11, 12),
            herkomst="zelf_gezien",
            aard="feit",
            richting="ondersteunt",
            over=("p1",),
        ),
        Afspraak(
            op=date(2026, 11, 13),
            resultaat="Hagedis slaapt bij oma.",
            termijn=date(2026, 11, 27),
            wie="Moeder",
        ),
    )


def attachment(data: bytes) -> Bijlage:
    """An attachment with a letter in plain text."""
    digest = sha256(data).hexdigest()
    file = Bestand(id="-", naam="brief.txt", type="text/plain", bytes=len(data), sha256=digest)
    return Bijlage(titel="Brief van school", aard="brief", op=date(2026, 11, 13), bestand=file)


def start(who: Unlocked, codenaam: str) -> OpenCase:
    """A case of this person with one entry of each kind that has a page of its own."""
    case = services.start(who, frameworks()["artsen"], codenaam, entries(), NOW)
    data = LETTER.encode()
    return services.add(case, who, attachment(data), NOW, sealed_file(case, data))


def play(cast: Cast) -> Scene:
    """Set the scene: Fred could read Anna's case until yesterday."""
    emma, fred = let_in(cast.dina, EMMA), let_in(cast.dina, FRED)
    annas = start(cast.anna, "Blauwe Hagedis")
    shared: tuple[tuple[Unlocked, Any], ...] = ((cast.bram, READ), (emma, WRITE), (fred, READ))
    for who, level in shared:
        annas = sharing.share(annas, cast.anna, who.person, level, NOW)
    sharing.end_share(annas, cast.anna, fred.reference, NOW)
    brams = start(cast.bram, "Rode Hagedis")
    chris_ = start(cast.chris, "Gele Hagedis")
    sharing.share(chris_, cast.chris, cast.anna.person, "lezen", NOW)
    everybody = (*cast.everybody, emma, fred)
    cases = {"annas": annas.zaak, "brams": brams.zaak, "chris'": chris_.zaak}
    return Scene({who.person.naam: who for who in everybody}, cases, cast)
