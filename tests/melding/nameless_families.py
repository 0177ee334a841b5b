"""Families of many kinds, and facts in which what tells who they are is written in many ways."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from meldcode.dossier.entries import Persoon
from meldcode.melding.report import Feit, Melder, Report, Stappen, Zorgen
from tests.dossier.chain import person

FIRST = (
    *(
        "Lina",
        "Sem",
        "Noortje",
        "Alex",
        "Teun",
        "Fatma",
        "Özlem",
        "Zoë",
        "Jan-Willem",
        "Anne-Marie",
    ),
    *("Bo", "Yusuf", "Małgorzata", "Ngọc", "Siobhán", "Renée", "Björn", "Ayşe", "D'Angelo", "Ömer"),
    *("Mohammed", "Kees", "Tjitske", "Xander", "Ben", "Roos", "Quinten", "Jorrit", "Fleur", "Tess"),
)
LAST = (
    *("de Vries", "van den Berg", "van der Vliet-Bakker", "Jansen", "'t Hart", "Öztürk", "Nguyễn"),
    *("El Idrissi", "Wildervank", "Oosterbaan", "de Jong", "de Groot", "Kowalski", "te Velde"),
    *("van 't Hof", "Ten Brinke", "Al-Hassani", "Strauß", "Haverkort", "in 't Veld", "Ørsted"),
)
STREETS = ("Kwartelhof", "Tureluurpad", "Burgemeester Pothoflaan", "Nieuwe Gracht", "Zwanebloem")
TOWNS = ("Zuiderwoude aan de Leij", "Oostermade", "Zwolle", "'s-Hertogenbosch", "Den Helder")
EMPLOYERS = ("Praktijk Zonnehoek", "Basisschool De Regenboog", "Huisartsen Vechtoever", "Kwadraat")
PARENTS = ("moeder", "vader", "stiefvader", "")


@dataclass(frozen=True)
class Canary:
    """Words that tell who it is, as they stand in a fact."""

    form: str
    what: str


@dataclass(frozen=True)
class Family:
    """A report, and what may not be read in its advice request."""

    report: Report
    canaries: tuple[Canary, ...]


def family(seed: int) -> Family:
    """One family. Every name, address, number and day of birth is in some fact, in some form."""
    random = Random(seed)
    last = random.choice(LAST)
    people = tuple(_person(random, number, last) for number in range(1, random.randint(3, 8)))
    melder = Melder(
        naam=f"{random.choice(('Wendelien', 'Gijsbert', 'Saskia'))} {random.choice(LAST)}",
        organisatie=random.choice(EMPLOYERS),
        telefoon=_phone(random),
    )
    canaries = tuple(_canaries(random, people, melder))
    facts = tuple(_fact(random, number, each) for number, each in enumerate(canaries, 1))
    around = [each.form for each in random.sample(canaries, 3)]
    report = Report(
        beroep="artsen",
        melder=melder,
        mensen=people,
        feiten=facts,
        zorgen=Zorgen(gaat_over="kind", sinds=f"sinds het gesprek met {around[0]}"),
        stappen=Stappen(overleg=f"Ik sprak {around[1]}.", hulp=f"Hulp via {around[2]}, nu klaar."),
    )
    return Family(report, canaries)


def _person(random: Random, number: int, last: str) -> Persoon:
    rol = ("kind", "ouder", "ouder", "kind", "familie", "ex_partner", "professional")[number - 1]
    own = last if rol == "kind" or random.random() < 0.4 else random.choice(LAST)
    first = random.choice(FIRST)
    year = random.randint(2009, 2022) if rol == "kind" else random.randint(1941, 2001)
    born = f"{year}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    street, town = random.choice(STREETS), random.choice(TOWNS)
    address = f"{street} {random.randint(1, 180)}, 80{random.randint(10, 99)} KX {town}"
    return person(
        f"p{number}",
        rol,
        naam=f"{first} {own}",
        geboren=born[: random.choice((4, 7, 10, 10))],
        relatie=f"{random.choice(PARENTS)} van {first}" if rol == "ouder" else "",
        telefoon=_phone(random),
        **{random.choice(("adres", "veilig_adres")): address},
    )


def _phone(random: Random) -> str:
    return f"06-{random.randint(10, 99)} {random.randint(10, 99)} {random.randint(1000, 9999)}"


def _canaries(random: Random, people: tuple[Persoon, ...], melder: Melder) -> list[Canary]:
    found = []
    for name in (*(each.naam for each in people), melder.naam):
        first, _, last = name.partition(" ")
        found += [Canary(_name(random, first, last), "naam") for _ in range(3)]
    for each in people:
        address = each.adres or each.veilig_adres
        street, town = address.split(", ")
        found.append(Canary(_case(random, random.choice((address, street, town[8:]))), "adres"))
        found.append(Canary(_number(random, each.telefoon), "nummer"))
        if len(each.geboren) == 10:
            found.append(Canary(_day(random, each.geboren), "geboren"))
    found.append(Canary(_case(random, melder.organisatie), "organisatie"))
    return [*found, Canary(_number(random, melder.telefoon), "nummer")]


def _name(random: Random, first: str, last: str) -> str:
    whole = f"{first} {last}"
    initials = f"{first[0]}.{''.join(f'{each[0]}.' for each in last.split())}"
    ways: tuple[Callable[[], str], ...] = (
        lambda: _case(random, whole),
        lambda: _accents(random, whole),
        lambda: first,
        lambda: first + random.choice(("s", "’s", "'s")),
        lambda: last[0].upper() + last[1:],
        lambda: f"{first[0]}. {last}",
        lambda: whole.replace(" ", "\n", 1),
        lambda: whole.replace(" ", "  "),
        lambda: whole.replace(" ", ""),
        lambda: "\u200b".join(whole),
        lambda: "\u00ad".join(first) + " " + last,
        lambda: unicodedata.normalize("NFD", whole),
        lambda: " ".join(first) if len(first) > 2 else first,
        lambda: _wrong(random, first) if len(first) > 4 else first,
        lambda: initials,
        lambda: f"{last}, {first}",
    )
    return random.choice(ways)()


def _case(random: Random, text: str) -> str:
    return random.choice((str, str.upper, str.title, str.swapcase))(text)


def _accents(random: Random, text: str) -> str:
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    )
    return _case(random, bare)


def _wrong(random: Random, name: str) -> str:
    """A name with one letter wrong, and the capital as it was."""
    at = random.randint(1, len(name) - 2)
    return random.choice(
        (name[:at] + name[at + 1 :], name[:at] + "q" + name[at + 1 :], name[:at] + "q" + name[at:])
    )


def _number(random: Random, number: str) -> str:
    figures = "".join(filter(str.isdigit, number))
    pairs = [figures[at : at + 2] for at in range(0, len(figures), 2)]
    return random.choice(
        (
            number,
            figures,
            " ".join(pairs),
            ".".join(pairs),
            f"+31 6 {figures[2:]}",
            "-".join(figures),
        )
    )


def _day(random: Random, born: str) -> str:
    months = (
        "januari februari maart april mei juni juli augustus september oktober november december"
    )
    year, month, day = born.split("-")
    word = months.split()[int(month) - 1]
    return random.choice(
        (
            *(born, f"{day}-{month}-{year}", f"{int(day)}/{int(month)}/{year[2:]}"),
            *(f"{int(day)} {word} {year}", f"{int(day)} {word[:3]} {year}", f"{day}{month}{year}"),
            f"{int(day)} {word.upper()} {year}",
        )
    )


def _fact(random: Random, number: int, canary: Canary) -> Feit:
    sentence = random.choice(
        (
            "Ik zag {0} bij de deur staan.",
            "Op 12 oktober 2026 noemde het kind {0} twee keer.",
            "De plek zat er al. Volgens {0} kwam dat door een val.",
            "- Er was geen eten.\n- Ook {0} stond op het briefje.",
            "Zij zei: ‘Dat is van {0}.’ Daarna was het stil.",
        )
    )
    inside = random.random() < 0.8
    return Feit(
        id=f"f{number}",
        wat=sentence.format(canary.form) if inside else "Een blauwe plek op de arm.",
        gebeurd_toelichting="" if inside else f"bij {canary.form}",
        gebeurd="2026-10-12",
        herkomst=random.choice(("verteld", "document")),
        van_wie=canary.form,
    )
