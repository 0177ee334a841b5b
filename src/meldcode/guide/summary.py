"""The outcome as one value: everything that the page, the PDF and the plain text show.

Pure: no Django. What guides comes from the framework's content; only headings stand here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meldcode.guide import today as today_
from meldcode.guide.matters import matters
from meldcode.guide.today import MOST_TODAY, Opening, Otherwise, Sign
from meldcode.kader.advice import Advice
from meldcode.kader.bezoek import Besluit, Bezoek, StepState
from meldcode.kader.checks import check
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps

ANSWERS = {"ja": "ja", "nee": "nee", "open": "nog open"}
PARTS = {
    "gevaar": "Eerst: loopt iemand gevaar?",
    "eerst": "Doe dit eerst",
    "voor_melding": "Voordat je meldt",
    "na_melding": "Na je melding",
    "overig": "In elk geval",
}
BEFORE_WITHOUT_REPORT = "Nu"
MATTERS = "Je antwoord kan de uitkomst nog veranderen."
MATTERS_NOT = "Wat je ook antwoordt, het verandert de twee beslissingen niet."
# A decision of one's own that goes the other way than the advice; 'open' never does.
AGAINST = {
    "noodzakelijk": "nee",
    "terughoudend": "ja",
    "nu_niet": "ja",
    "niet_noodzakelijk": "ja",
    "mogelijk": "nee",
    "samen_met_veilig_thuis": "nee",
    "niet_door_jou": "ja",
}
WISH = "Dat heb je nog niet gevraagd. Vraag het als dat veilig is. Het kan de uitkomst veranderen."
AGAIN = "Je meldde al eerder. Meld nu opnieuw."
Words = tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """One of the two decisions, in words."""

    waarde: str
    titel: str
    tekst: str
    bronnen: tuple[str, ...]


@dataclass(frozen=True)
class Todo:
    """Something to do, numbered through the whole list."""

    id: str
    nr: int
    titel: str
    tekst: str
    bronnen: tuple[str, ...]
    gedaan: bool
    onderwerp: str | None
    urgent: bool
    nog_niet: bool


@dataclass(frozen=True)
class Weighed:
    """What somebody put beside an answer: an own reason, and what was ticked, as statements."""

    eigen: str
    voor: tuple[str, ...]
    tegen: tuple[str, ...]
    neutraal: tuple[str, ...]


@dataclass(frozen=True)
class Why(Weighed):
    """One answer: what it does and where that comes from."""

    afweging: str | None
    kop: str
    tekst: str
    bronnen: tuple[str, ...]


@dataclass(frozen=True)
class Lack(Weighed):
    """Something still open; ``maakt_uit``: an answer could change a decision."""

    soort: str
    id: str
    kop: str
    tekst: str
    maakt_uit: bool


@dataclass(frozen=True)
class Line:
    """A heading with a sentence."""

    soort: str
    id: str
    kop: str
    tekst: str


@dataclass(frozen=True)
class Clash:
    """Answers that do not go together, and where to look again (kind and id of a page)."""

    titel: str
    tekst: str
    kijk_terug: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Summary:
    """The whole outcome of one visit on one day."""

    kader: Framework
    datum: dt.date
    opening: Opening
    melden: Decision
    hulp: Decision
    normen: tuple[str, ...]
    aandacht: tuple[str, ...]
    delen: tuple[tuple[str, str, tuple[Todo, ...]], ...]
    redenen: tuple[Why, ...]
    open: tuple[Lack, ...]
    stappen: tuple[Line, ...]
    omslag: tuple[Line, ...]
    tegenspraken: tuple[Clash, ...]
    situatie: tuple[Line, ...]
    controles: tuple[Line, ...]
    besluit: Besluit
    wijkt_af: bool
    opnieuw: bool
    tekens: tuple[Sign, ...]
    elders: tuple[Otherwise, ...]

    @property
    def vandaag(self) -> tuple[Todo, ...]:
        """The first things to do, in the order of the contract."""
        return self._to_do()[:MOST_TODAY]

    @property
    def nog_niet(self) -> tuple[Todo, ...]:
        """What not to do yet, and when it can be done."""
        return tuple(todo for _, _, todos in self.delen for todo in todos if todo.nog_niet)

    @property
    def daarna(self) -> tuple[Todo, ...]:
        """The rest, in the order of the contract."""
        return self._to_do()[MOST_TODAY:]

    def _to_do(self) -> tuple[Todo, ...]:
        return tuple(todo for _, _, todos in self.delen for todo in todos if not todo.nog_niet)


def summarise(
    framework: Framework, bezoek: Bezoek, today: dt.date, others: Iterable[Framework] = ()
) -> Summary:
    """Everything there is to show of ``bezoek`` under ``framework``, beside ``others``."""
    advice = bezoek.advice(framework)
    return Summary(
        kader=framework,
        datum=today,
        opening=today_.opening(framework, bezoek),
        melden=_decision(framework, "melden", advice.melden, AGAIN if advice.opnieuw else ""),
        hulp=_decision(framework, "hulp", advice.hulp),
        normen=tuple(framework.normen[norm].tekst for norm in advice.norm),
        aandacht=tuple(notice.tekst for notice in framework.notices("uitkomst")),
        delen=tuple(_todo(framework, bezoek, advice)),
        redenen=tuple(_reasons(framework, bezoek, advice)),
        open=tuple(_lacks(framework, bezoek, advice)),
        stappen=tuple(_steps(framework, bezoek)),
        omslag=tuple(_flips(framework, advice)),
        tegenspraken=tuple(_clashes(advice)),
        situatie=tuple(_situation(framework, bezoek)),
        controles=tuple(_checks(framework, bezoek)),
        besluit=bezoek.besluit,
        wijkt_af=deviates(advice, bezoek.besluit),
        opnieuw=advice.opnieuw,
        tekens=today_.signs(framework, bezoek),
        elders=today_.otherwise(framework, bezoek, others),
    )


def deviates(advice: Advice, besluit: Besluit) -> bool:
    """Whether one's own decision goes another way than the advice."""
    return AGAINST.get(advice.melden) == besluit.melden or AGAINST.get(advice.hulp) == besluit.hulp


def _decision(framework: Framework, kind: str, value: str, more: str = "") -> Decision:
    verdict = framework.uitkomsten[f"{kind}.{value}"]
    text = f"{verdict.tekst} {more}".strip()
    return Decision(value, verdict.titel, text, framework.cited(verdict.bron))


def _todo(
    framework: Framework, bezoek: Bezoek, advice: Advice
) -> Iterator[tuple[str, str, tuple[Todo, ...]]]:
    numbers = {duty.id: number for number, duty in enumerate(advice.plichten, start=1)}
    for part, heading in PARTS.items():
        found = tuple(
            Todo(
                id=duty.id,
                nr=numbers[duty.id],
                titel=framework.plain(duty.titel),
                tekst=duty.tekst,
                bronnen=framework.cited(duty.bron),
                gedaan=duty.id in bezoek.gedaan,
                onderwerp=duty.onderwerp,
                urgent=part == "gevaar",
                nog_niet=duty.nog_niet,
            )
            for duty in advice.plichten
            if duty.deel == part
        )
        if found:
            reports = advice.melden == "noodzakelijk"
            yield (
                part,
                BEFORE_WITHOUT_REPORT if part == "voor_melding" and not reports else heading,
                found,
            )


def _heading(framework: Framework, number: str, answer: str) -> str:
    item = framework.afwegingen[number]
    return f"{item.nummer.partition(' ')[0]} {item.kort}: {ANSWERS[answer]}"


def _reasons(framework: Framework, bezoek: Bezoek, advice: Advice) -> Iterator[Why]:
    for reason in advice.redenen:
        sources = framework.cited(reason.bron)
        if reason.afweging not in framework.afwegingen:
            label = framework.situatievragen[reason.afweging].kort
            yield Why("", (), (), (), None, label, reason.gevolg, sources)
            continue
        heading = _heading(framework, reason.afweging, reason.antwoord)
        own = _weighed(framework, bezoek, reason.afweging)
        yield Why(*own, reason.afweging, heading, reason.gevolg, sources)


def _weighed(framework: Framework, bezoek: Bezoek, number: str) -> tuple[str, Words, Words, Words]:
    """The fields of ``Weighed`` for one consideration."""
    sides: dict[str, Words] = {"ja": (), "nee": (), "neutraal": ()}
    for _, helpers in framework.helpers(number):
        for helper in helpers:
            if helper.id in bezoek.hulpvragen:
                sides[helper.pleit] += (helper.kort,)
    return bezoek.redenen.get(number, ""), sides["ja"], sides["nee"], sides["neutraal"]


def _lacks(framework: Framework, bezoek: Bezoek, advice: Advice) -> Iterator[Lack]:
    for number in walked_steps(framework):
        if bezoek.stappen.get(number, StepState()).stand == "open":
            step = framework.stappen[number]
            text = "Nog niet gedaan. Dat mag later."
            heading = f"Stap {step.nummer}, {step.kort.lower()}"
            yield Lack("", (), (), (), "stap", number, heading, text, False)
    for number, item in framework.afwegingen.items():
        if bezoek.afwegingen.get(number, "open") != "open" or number not in advice.possible:
            continue
        heading = f"Afweging {item.nummer}, {item.kort.lower()}"
        yield _unanswered(framework, bezoek, "afweging", number, heading)
    if advice.volgende in framework.situatievragen:
        question = framework.situatievragen[str(advice.volgende)]
        yield _unanswered(framework, bezoek, "situatie", question.id, question.kort)
    yield from _wish_not_asked(framework, bezoek, advice)


def _wish_not_asked(framework: Framework, bezoek: Bezoek, advice: Advice) -> Iterator[Lack]:
    """What the victim wants decides under restraint, so that nobody asked is still open."""
    situation = bezoek.known(framework)
    decides = framework.terughoudendheid is not None and advice.melden == "noodzakelijk"
    if (
        decides
        and situation.slachtoffers == "volwassenen"
        and (situation.weigering == "niet_gevraagd")
    ):
        heading = framework.situatievragen["weigering"].kort
        yield Lack("", (), (), (), "situatie", "weigering", heading, WISH, True)


def _unanswered(framework: Framework, bezoek: Bezoek, kind: str, key: str, heading: str) -> Lack:
    counts = matters(framework, bezoek, key)
    own = _weighed(framework, bezoek, key)
    return Lack(*own, kind, key, heading, MATTERS if counts else MATTERS_NOT, counts)


def _steps(framework: Framework, bezoek: Bezoek) -> Iterator[Line]:
    for number in walked_steps(framework):
        state = bezoek.stappen.get(number, StepState())
        step = framework.stappen[number]
        text = {"gedaan": "Gedaan.", "open": "Nog niet gedaan."}.get(state.stand, "Overgeslagen.")
        if state.reden:
            text += f" {state.reden}"
        elif state.stand == "overgeslagen":
            text += " Er staat geen reden bij."
        yield Line("stap", number, f"Stap {step.nummer}, {step.kort.lower()}", text)


def _flips(framework: Framework, advice: Advice) -> Iterator[Line]:
    for flip in advice.omslag:
        item = framework.afwegingen[flip.afweging]
        melden = framework.uitkomsten[f"melden.{flip.melden}"].titel
        hulp = framework.uitkomsten[f"hulp.{flip.hulp}"].titel
        heading = f"Als je op afweging {item.nummer} ({item.kort.lower()}) {flip.antwoord} zegt"
        yield Line("afweging", flip.afweging, heading, f"Melden: {melden}. Hulp: {hulp}.")


def _clashes(advice: Advice) -> Iterator[Clash]:
    for item in advice.tegenspraken:
        targets = [target.partition(".") for target in item.kijk_terug]
        yield Clash(item.titel, item.tekst, tuple((kind, key) for kind, _, key in targets))


def _situation(framework: Framework, bezoek: Bezoek) -> Iterator[Line]:
    for question in framework.situatievragen.values():
        if question.id not in bezoek.gevraagd:
            continue
        value = getattr(bezoek.situatie, question.id)
        label = next((each.label for each in question.keuzes if each.waarde == value), value)
        beside = question.telt_bij.items()
        counts = all(bezoek.afwegingen.get(key) == answer for key, answer in beside)
        counts = counts and value == getattr(bezoek.known(framework), question.id)
        words = label if counts else f"{label} (telt nu niet mee)"
        yield Line("situatie", question.id, question.kort, words)


def _checks(framework: Framework, bezoek: Bezoek) -> Iterator[Line]:
    """The checks that were begun, each with what it ended in; a negative one is recorded too."""
    for check_id, answers in bezoek.controles.items():
        item = framework.controles[check_id]
        ended = check(framework, check_id, answers).uitkomst
        titles = {outcome.id: outcome.titel for outcome in item.uitkomsten}
        yield Line("controle", check_id, item.titel, titles.get(ended, "Nog niet af"))
