"""Families that do not exist, with a secret in every place where somebody may type one.

Each text with a secret also holds a word of its own, its mark: where the mark is found, the text
is, in whatever form the secret was written. `may` says who may read it, decided here from whom it
is about, without the code that makes copies.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from meldcode.dossier.entries import Persoon
from meldcode.melding.report import (
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
    Vraag,
    Zorgen,
)

_FIRST = (
    "Anne Marieke Roos Storm Merel Vos Daan Sem Lieke Jan-Willem Bo Li Fenna Truus Karin Sjoerd "
    "Ayşe Özgür İbrahim Çağla Fatima Youssef Zoë Noël Renée Jürgen Łukasz Nguyễn Mohamed Xiao Wei "
    "Soraya Dilan Emre Hatice Kees Wies Floor Lente Sterre Bram Teun Noortje Ruben Jelske"
)
_LAST = (
    "van der Vliet|'t Hooft|Öztürk|El Amrani|Jansen-de Boer|ter Horst|Bosma|Klein|de Jong|Wang|"
    "Ó Briain|Kowalski|Thị Hương|van den Heuvel-Yıldız|Dijkgraaf|Wildervank|Oosterbaan|de Groot|"
    "Bloem|Hendriks|Ben Haddou|Şahin|van Aalst|in 't Veld|Haile|Sarikaya|Verstappen|Achterberg"
)
FIRST, LAST = _FIRST.split(), _LAST.split("|")
OTHER_SCRIPTS = ("ሰላም ተስፋይ", "李小龙", "محمد الأحمد", "Олена Коваль")
# Of nobody in the report; a neighbour, a teacher, a new partner.
OUTSIDERS = ("Ricardo Pels", "Wendeline Kuijper", "Gijsbert Roelvink", "Oumaima Tazi", "Tobias Ek")
NEAR = (
    *(
        "de buurvrouw",
        "juf",
        "oma",
        "opa",
        "de stiefvader",
        "mevrouw",
        "de wijkagent",
        "een collega",
    ),
    *("zijn ex", "de overbuurman", "haar peettante", "de nieuwe vriend", "een klasgenoot"),
    *("het slachtoffer", "de dader", "een kennis", "de bewoonster", "een huurder"),
)
STREETS = ("Kwartelhofweg", "Merelplantsoen", "Zilverdistellaan", "Oeverzeggestraat", "Wulpenhorst")
TOWNS = ("Zuiderwoude", "Achterveldhuizen", "Noordkromme", "Westerbemden", "Oosterlaagte")
HIDING = ("Rozenbottelhof", "Vlierbeskamp", "Duindoornerf", "Kornoeljepad", "Hazelnootgaarde")
SCHOOLS = (
    "Basisschool De Regenwulp",
    "Praktijk Zonneveld",
    "Centrum De Kantelaar",
    "Wijkteam Vaart",
)
JOBS = ("leerkracht", "fysiotherapeut", "jeugdarts", "maatschappelijk werker", "pedagoog")
ADULTS = ("ouder", "partner", "ex_partner", "familie", "vertegenwoordiger", "client")
BESIDE = ("andere_betrokkene", "professional")
SYLLABLES = ("kra", "blu", "fni", "spo", "wix", "dre", "gul", "mip", "zol", "pru", "ske", "vla")

# What a careful professional writes, about a child or an adult; {wie} may be named or not.
HARMLESS = (
    "{wie} had drie blauwe plekken op de linkerarm.",
    "Op de rechterwang zat een rode striem van vier centimeter.",
    "{wie} droeg een dunne jas. Buiten was het twee graden.",
    "{wie} kwam om 9.40 uur binnen, en keek naar de grond.",
    "De kleren van {wie} waren nat en roken naar urine.",
    "Om half vier zat {wie} stil in de hoek.",
    "Er zaten vier ronde littekens op de onderarm.",
    "Het gewicht was 52 kilo, en daarvoor 58 kilo.",
)


@dataclass(frozen=True)
class Planted:
    """A text with a secret: its mark, what is secret in it, and who of the readers may have it."""

    mark: str
    kind: str
    may: frozenset[str] = frozenset()


@dataclass
class Family:
    """A report with what must not be in its copies, and what may."""

    seed: int
    report: Report
    planted: list[Planted] = field(default_factory=list)
    harmless: dict[str, frozenset[str]] = field(default_factory=dict)

    def circle(self, reader: str) -> frozenset[str]:
        """Who may be named to this reader."""
        return circle(self.report.mensen, reader)


def circle(people: tuple[Persoon, ...], reader: str) -> frozenset[str]:
    """The reader, and with authority the children."""
    own = next(each for each in people if each.id == reader)
    small = {each.id for each in people if "kind" in each.rol}
    leads = own.gezag == "ja" and "kind" not in own.rol
    return frozenset({reader} | (small if leads else set()))


class _Plain(dict[int, int | str | None]):
    """What becomes of each character: nothing of accents and of what can't be seen."""

    def __missing__(self, code: int) -> int | None:
        gone = unicodedata.category(chr(code)) in ("Mn", "Cf", "Me")
        self[code] = kept = None if gone else code
        return kept


_PLAIN = _Plain(str.maketrans("łŁđĐøØı", "lLdDoOi"))


def plain(text: str) -> str:
    """A text without accents, invisible characters and case."""
    if text.isascii():
        return text.casefold()
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    return whole.translate(_PLAIN).casefold()


def _longest(words: list[str]) -> str:
    return max(words, key=lambda word: len(word))


def misspelt(name: str, chance: random.Random) -> str:
    """One letter of the longest word too many, gone, other, or swapped with the next."""
    word = _longest(name.replace("-", " ").split())
    at = chance.randrange(1, max(2, len(word) - 1))
    other = chance.choice("aeioumnrst")
    ways = (
        word[:at] + other + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + other + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    )
    return chance.choice(ways)


def broken(name: str, between: str) -> str:
    """A name with something inside its longest word."""
    word = _longest(name.split())
    middle = max(2, len(word) // 2)
    return word[:middle] + between + word[middle:]


def ways_to_write(name: str, chance: random.Random) -> str:
    """A name as it may slip into a text, of somebody who is in the report."""
    words = name.split()
    ways: tuple[Callable[[], str], ...] = (
        lambda: name,
        lambda: words[0],
        lambda: " ".join(words[1:]) or name,
        lambda: words[-1],
        lambda: words[0] + "s",
        lambda: words[0] + "'s",
        lambda: name.lower(),
        lambda: words[0].lower(),
        lambda: name.upper(),
        lambda: plain(name).title(),
        lambda: plain(words[0]),
        lambda: "\n".join(words),
        lambda: broken(name, "\u200b"),
        lambda: broken(name, "\u00ad"),
        lambda: broken(name, "-\n").lower(),
        lambda: misspelt(name, chance),
        lambda: ".".join(each[0] for each in words if each[0].isalpha()) + ".",
        lambda: " ".join(_longest(words)) if len(_longest(words)) > 2 else name,
        lambda: words[0] + "tje",
        lambda: "".join(words).lower(),
    )
    return chance.choice(ways)()


def outsider(chance: random.Random) -> str:
    """Somebody who is not in the report: by name, with its capitals, or by what they are."""
    if chance.random() < 0.5:
        return chance.choice(NEAR)
    name = chance.choice(OUTSIDERS)
    first, last = name.split()
    initials = f"{first[0]}. {last}"
    written = (name, first, last, first + "s", initials, misspelt(name, chance))
    return chance.choice((*written, broken(name, "\u200b")))


def place(address: str, chance: random.Random) -> str:
    """A safe address as it may slip into a text."""
    street = address.split()[0]
    ways = (
        *(address, address.lower(), address.upper(), street, street.lower(), street + "s"),
        *(address.replace(" ", "\n"), address.replace(", ", ",\n"), address.split(", ")[1].lower()),
        *(address.replace(street, broken(street, each)) for each in ("\u200b", "-\n")),
        *(broken(street, "\u200b"), broken(street, "-\n"), misspelt(street, chance).lower()),
    )
    return chance.choice(ways)


def phone(number: str, chance: random.Random) -> str:
    """A telephone number as it may slip into a text."""
    own = number[2:]
    spaced = " ".join(own[at : at + 2] for at in range(0, 8, 2))
    international, dotted = f"+31 6 {own}", f"06.{own[:4]}.{own[4:]}"
    ways = (number, f"06-{own}", f"06 {spaced}", international, dotted, f"06 {own[:4]}\n{own[4:]}")
    return chance.choice((*ways, f"06\u200b{own}", f"06–{own}"))


class _Maker:
    """Makes one family; the same seed makes the same one."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.planted: list[Planted] = []
        self.harmless: dict[str, frozenset[str]] = {}
        self.hidden = self.chance.random() < 0.4
        self.people = tuple(self.make_people())
        self.readers = [each.id for each in self.people if each.rol not in BESIDE + UNTOLD]
        self.melder = self.make_reporter()
        self.number = 0

    def mark(self) -> str:
        """A word that stands nowhere else."""
        number, parts = self.seed * 1000 + len(self.planted) + len(self.harmless), []
        for _ in range(6):
            number, rest = divmod(number, len(SYLLABLES))
            parts.append(SYLLABLES[rest])
        return "q" + "".join(parts)

    def make_people(self) -> Iterator[Persoon]:
        """Two to nine people: children, adults who are told, and others."""
        pick = self.chance
        firsts = pick.sample(FIRST, 9)
        lasts = pick.sample(LAST, 4)
        for at in range(pick.randint(2, 9)):
            rol = pick.choice(("kind", "kind", *ADULTS, *BESIDE, *UNTOLD)) if at > 1 else ""
            rol = rol or ("kind", pick.choice(ADULTS))[at]
            name = f"{firsts[at]} {pick.choice(lasts)}"
            if pick.random() < 0.05:
                name = f"{firsts[at][0]}.{pick.choice('AEJMP')}. {pick.choice(lasts)}"
            if pick.random() < 0.02:
                name = pick.choice(OTHER_SCRIPTS)
            yield self.person(f"p{at + 1}", rol, name)

    def person(self, key: str, rol: str, name: str) -> Persoon:
        pick = self.chance
        given: dict[str, Any] = {}
        if pick.random() < 0.7:
            given["adres"] = (
                f"{pick.choice(STREETS)} {pick.randint(100, 199)}, {pick.choice(TOWNS)}"
            )
        if pick.random() < 0.3:
            given["veilig_adres"] = (
                f"{pick.choice(HIDING)} {pick.randint(200, 299)}, Blauwgrasdrift"
            )
        if pick.random() < 0.6:
            given["telefoon"] = f"06{pick.randint(10_000_000, 99_999_999)}"
        if "kind" not in rol:
            given["gezag"] = pick.choice(("ja", "ja", "nee", "onbekend"))
            given["relatie"] = pick.choice(("moeder", "vader", "oom", "tante", "buurman"))
        secret = self.plant("toelichting", outsider(pick), frozenset())
        return Persoon.model_validate(
            {"id": key, "rol": rol, "naam": name, "toelichting": secret, **given}
        )

    def make_reporter(self) -> Melder:
        pick = self.chance
        name = f"{pick.choice(('Annelotte', 'Willemijn', 'Hamza', 'Diederik'))} Zwartkruis"
        known = Melder(
            naam=name,
            functie=pick.choice(JOBS),
            organisatie=pick.choice(SCHOOLS),
            telefoon=f"06{pick.randint(10_000_000, 99_999_999)}",
            bereikbaar="dinsdag na zes uur",
            kent_van=self.plant("kent_van", outsider(pick), frozenset()),
        )
        if not self.hidden:
            return known
        reason = self.plant("naam_reden", name, frozenset())
        new = {"naam_verborgen": "ja", "naam_grond": "vertrouwensrelatie", "naam_reden": reason}
        if pick.random() < 0.2:
            new = {"bij_vt": "onbekend"}
        return known.model_copy(update=new)

    def plant(self, kind: str, secret: str, may: frozenset[str]) -> str:
        """A text with this secret in it, noted with its mark."""
        mark = self.mark()
        self.planted.append(Planted(mark, kind, may))
        start = secret[0].upper() + secret[1:] if secret[0] != "'" else secret
        opening = f"{start} was erbij. Op de grond lag een {mark}."
        inside = f"Op de grond lag een {mark}, en toen was {secret} daar."
        return self.chance.choice((opening, inside))

    def readers_of(self, about: set[str]) -> frozenset[str]:
        """Who of the readers has all of these in their circle."""
        return frozenset(r for r in self.readers if about <= circle(self.people, r))

    def fact(self, text: str, over: tuple[str, ...], **given: Any) -> Feit:
        self.number += 1
        day = f"2026-{self.chance.randint(1, 11):02}-{self.chance.randint(1, 28):02}"
        sure = {"onherleidbaar": "ja", "herkomst": "zelf_gezien", "gebeurd": day}
        values = {"id": f"f{self.number}", "wat": text, "over": over, **sure, **given}
        return Feit.model_validate(values)

    def facts(self) -> Iterator[Feit]:
        """Facts that may be read, and facts with a secret in every place and form."""
        pick = self.chance
        for each in self.people:
            yield from (self.open_fact(each) for _ in range(2))
            yield self.fact(
                self.plant("gekozen", "niets", frozenset()), (each.id,), afschrift="nee"
            )
            yield self.about(each, "naam van een ander", self.written_other(each))
            yield self.about(each, "iemand van buiten", outsider(pick))
            yield self.about(each, "telefoonnummer", phone(self.some_number(), pick))
            yield self.told_by(each)
        for other in (each for each in self.people if each.veilig_adres):
            secret = place(other.veilig_adres, pick)
            yield self.about(pick.choice(self.people), "veilig adres", secret)
        if self.hidden:
            for secret in self.of_the_reporter():
                yield self.about(pick.choice(self.people), "verborgen melder", secret)

    def open_fact(self, person: Persoon) -> Feit:
        """What those in whose circle it is may read."""
        mark = self.mark()
        self.harmless[mark] = self.readers_of({person.id})
        name = person.naam.split()[0]
        text = self.chance.choice(HARMLESS).format(wie=name)
        return self.fact(f"{text} Op de grond lag een {mark}.", (person.id,))

    def about(self, person: Persoon, kind: str, secret: str | tuple[str, frozenset[str]]) -> Feit:
        """A fact on one person with a secret in its words, or beside them."""
        written, may = secret if isinstance(secret, tuple) else (secret, frozenset[str]())
        text = self.plant(kind, written, may & self.readers_of({person.id}))
        if self.chance.random() < 0.2:
            return self.fact("Er was een rode plek.", (person.id,), gebeurd_toelichting=text)
        return self.fact(text, (person.id,))

    def written_other(self, person: Persoon) -> tuple[str, frozenset[str]]:
        """The name of another in the report; who may name both may read it."""
        other = self.chance.choice([each for each in self.people if each.id != person.id])
        return ways_to_write(other.naam, self.chance), self.readers_of({other.id})

    def told_by(self, person: Persoon) -> Feit:
        """What somebody said: a child, another in the report, or somebody from outside."""
        pick = self.chance
        teller = pick.choice(self.people)
        own = frozenset({teller.id}) & self.readers_of({person.id})
        text = self.plant("verteld", "niets", own)
        if pick.random() < 0.3:
            said = self.plant("kind zei", "niets", self.readers_of({person.id}) & {person.id})
            return self.fact(f"{said} {person.naam.split()[0]} zei: ‘Ik wil weg.’", (person.id,))
        source = pick.choice((teller.naam, teller.naam, outsider(pick)))
        own = own if source == teller.naam else frozenset()
        self.planted[-1] = Planted(self.planted[-1].mark, "verteld", own)
        return self.fact(text, (person.id,), herkomst="verteld", van_wie=source)

    def some_number(self) -> str:
        known = [each.telefoon for each in self.people if each.telefoon]
        return self.chance.choice(known or ["0698765432"])

    def of_the_reporter(self) -> Iterator[str]:
        """The reporter who is hidden, as their words may slip into a fact."""
        pick = self.chance
        yield ways_to_write(self.melder.naam, pick)
        yield ways_to_write(self.melder.organisatie, pick)
        yield f"de {self.melder.functie}"
        yield phone(self.melder.telefoon, pick)
        yield pick.choice(("ik", "mijn collega", "de klas", "het spreekuur", "onze praktijk"))

    def told(self) -> Iterator[Verteld]:
        for each in self.people:
            if self.chance.random() < 0.6:
                mine = self.plant("reactie van een ander", "niets", frozenset({each.id}))
                yield Verteld(id=each.id, verteld="ja", op=date(2026, 11, 20), reactie=mine)
            else:
                why = self.plant("niet verteld", "niets", frozenset())
                yield Verteld(id=each.id, verteld="nee", grond_toelichting=why, wanneer_wel=why)

    def secret(self, kind: str) -> str:
        return self.plant(kind, outsider(self.chance), frozenset())

    def family(self) -> Family:
        facts = list(self.facts())
        self.chance.shuffle(facts)
        report = Report(
            beroep=self.chance.choice(("onderwijs", "sociaal", "artsen")),
            melder=self.melder,
            zorgen=Zorgen(
                gaat_over=self.chance.choice(("kind", "kind", "oudersignalen", "volwassene")),
                vormen=("lichamelijk", "getuige"),
                vorm_anders=self.secret("vorm"),
                sinds=self.secret("sinds"),
                acuut="ja",
                acuut_toelichting=self.secret("gevaar"),
                gevaar=self.secret("gevaar"),
            ),
            mensen=self.people,
            feiten=tuple(facts),
            stappen=Stappen(overleg=self.secret("stappen"), gesprek=self.secret("stappen")),
            verteld=tuple(self.told()),
            omgeving=Omgeving(steun=self.secret("omgeving"), hulpverleners=self.secret("omgeving")),
            vraag=Vraag(gevraagd=self.secret("vraag"), overig=self.secret("vraag")),
        )
        return Family(self.seed, report, self.planted, self.harmless)


UNTOLD = ("ongeboren_kind", "ander_kind")


def family(seed: int) -> Family:
    """One family; the same for the same seed."""
    return _Maker(seed).family()


HIDDEN_CHANGES = ("feit", "persoon", "adres", "melder", "de rest")


def twin(made: Family) -> Report:
    """The report with one thing changed that no copy may show: which, turns with the seed."""
    chance = random.Random(made.seed + 1_000_000)
    report = made.report
    change = HIDDEN_CHANGES[made.seed % len(HIDDEN_CHANGES)]
    if change == "feit":
        return report.model_copy(update={"feiten": tuple(_with_fact(report, chance))})
    if change == "persoon":
        return report.model_copy(update={"mensen": tuple(_with_person(report, chance))})
    if change == "adres":
        return report.model_copy(update={"mensen": tuple(map(_moved, report.mensen))})
    if change == "melder" and report.hidden:
        known = report.melder
        new = known.model_copy(update={"naam": f"Xerxes {known.naam}", "kent_van": "Weg."})
        return report.model_copy(update={"melder": new})
    return report.model_copy(
        update={
            "stappen": Stappen(hulp="Er was hulp."),
            "omgeving": Omgeving(),
            "niet_bekend": ("zorgen.sinds",),
        }
    )


def _with_fact(report: Report, chance: random.Random) -> Iterator[Feit]:
    at = chance.randrange(len(report.feiten))
    for number, each in enumerate(report.feiten):
        if number == at:
            yield Feit(
                id="f9001", wat="Een zin die weg moet blijven.", herkomst="document", over=each.over
            )
        yield each


def _with_person(report: Report, chance: random.Random) -> Iterator[Persoon]:
    at = chance.randrange(len(report.mensen))
    for number, each in enumerate(report.mensen):
        if number == at:
            yield Persoon(
                id="p9001", rol="andere_betrokkene", naam="Xerxes Quadflieg", relatie="buurman"
            )
        yield each


def _moved(person: Persoon) -> Persoon:
    """Somebody with an address, a safe one too, and a number, where there was none."""
    new = {"adres": "Pimpernelkreek 7", "veilig_adres": "Quinoazoom 9", "telefoon": "0611112222"}
    lacking = {key: value for key, value in new.items() if not getattr(person, key)}
    return person.model_copy(update=lacking)
