"""When a question of `inhoud/vragen.yaml` is asked: one rule for each, by its id.

A rule gives the ids of the people or facts that it asks about; an empty one is the report itself.
Only what would go to Veilig Thuis is looked at, so that nothing more is asked than is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from meldcode.dossier.entries import Persoon
from meldcode.dossier.strangers import plain_letters
from meldcode.melding.report import TOLD_ROLES, Feit, Report, Stappen, Verteld
from meldcode.melding.safe import told_of

Rule = Callable[[Report, date], Iterator[str]]

CAME_OF_AGE = 18  # Jeugdwet 1.1: a minor.
_PHONE = 8  # Figures at the end of a telephone number, however it begins.

# Of whom Veilig Thuis is told where they live and when they were born: the child, the other
# children and the parents [bron: rbcz], and for adults the same of victim and partner.
_FOUND_BY = frozenset({"kind", "ander_kind", "client", "ouder", "partner", "ex_partner"})
_BORN_CHILDREN = frozenset({"kind", "ander_kind"})


def _report(lacks: Callable[[Report], object]) -> Rule:
    """A question about the report as a whole."""

    def rule(report: Report, today: date) -> Iterator[str]:
        if lacks(report):
            yield ""

    return rule


def _person(asks: Callable[[Report, Persoon], object]) -> Rule:
    def rule(report: Report, today: date) -> Iterator[str]:
        return (each.id for each in report.people_given if asks(report, each))

    return rule


def _fact(asks: Callable[[Report, Feit], object]) -> Rule:
    """A question about each fact that goes to Veilig Thuis."""

    def rule(report: Report, today: date) -> Iterator[str]:
        return (each.id for each in report.given if asks(report, each))

    return rule


def _kept_out(asks: Callable[[Report, Feit], object]) -> Rule:
    """A question about each fact that was chosen to go along and yet does not."""

    def rule(report: Report, today: date) -> Iterator[str]:
        given = {each.id for each in report.given}
        chosen = (each for each in report.feiten if each.mee == "ja" and each.id not in given)
        return (each.id for each in chosen if asks(report, each))

    return rule


def _told(asks: Callable[[Verteld], object]) -> Rule:
    """A question about each person who is told of a report."""
    return _person(lambda report, who: who.rol in TOLD_ROLES and asks(report.told(who.id)))


# Who reports.


def _is_known(report: Report) -> bool:
    return report.melder.bij_vt == "bekend"


def _sought(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, plain_letters(name).split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.I)


def _tells_who(report: Report) -> bool:
    """Whether a text that goes along has the name, workplace or number of who stays unknown."""
    if _is_known(report):
        return False
    known = report.melder
    named = [_sought(each) for each in (known.naam, known.organisatie) if each]
    called = re.sub(r"\D", "", known.telefoon)[-8:]
    parts = (report.zorgen, report.steps_given, report.around_given, report.vraag)
    told = [*parts, *report.given, *(report.told(each.id) for each in report.people_given)]
    for text in (text for part in told for text in dict(part).values() if isinstance(text, str)):
        if any(each.search(plain_letters(text)) for each in named):
            return True
        if len(called) == _PHONE and called in re.sub(r"\D", "", text):
            return True
    return False


def _keeps_name(report: Report) -> bool:
    return _is_known(report) and report.melder.naam_verborgen == "ja"


# Who it is about.


def _anybody(report: Report) -> bool:
    return any(each.rol != "professional" for each in report.mensen)


def _on_children(report: Report) -> bool:
    """Whether children are at stake: as was said, or as long as nothing was said and one is in."""
    about = report.zorgen.gaat_over
    return about in ("kind", "oudersignalen") or (about is None and bool(report.children))


def _asks_for_more(report: Report) -> bool:
    """Whether the form asks for other children, and no more than one stands in the report."""
    asked = report.zorgen.gaat_over in ("kind", "oudersignalen")
    return asked and _anybody(report) and len(report.children) < 2


def _is_parent(report: Report, person: Persoon) -> bool:
    """Of a parent's signals the client is the parent."""
    signals = report.zorgen.gaat_over == "oudersignalen"
    return person.rol == "ouder" or (signals and person.rol == "client")


def _lacks_parent(report: Report) -> bool:
    parents = (each for each in report.mensen if _is_parent(report, each))
    return _anybody(report) and _on_children(report) and not any(parents)


def _adults_only(report: Report) -> bool:
    return report.zorgen.gaat_over == "volwassene"


def _lacks_representative(report: Report) -> bool:
    """Who can't decide has somebody who is asked for a reaction instead [bron: knmg]."""
    unable = _adults_only(report) and report.zorgen.toestemming == "wilsonbekwaam"
    return unable and not any(each.rol == "vertegenwoordiger" for each in report.mensen)


def _grown_up(report: Report, today: date) -> Iterator[str]:
    """Children who are adults for certain, whatever was the day of a birth known in part."""
    for each in report.people_given:
        if each.rol in _BORN_CHILDREN and each.geboren:
            year = int(each.geboren[:4]) + CAME_OF_AGE
            latest = each.geboren[4:] + "-12-31"[len(each.geboren) - 4 :]
            if f"{year}{latest}" <= today.isoformat():
                yield each.id


def _told_address(report: Report, today: date) -> Iterator[str]:
    """Whose safe address stands in something that is read."""
    read = report.model_copy(update={"mensen": report.people_given, "feiten": report.given})
    told = told_of(read)
    return (each.id for each in read.mensen if each.id in told)


# The facts.


def _about_nobody(report: Report, fact: Feit) -> bool:
    return _anybody(report) and not report.names.keys() & set(fact.over)


def _on_a_child(report: Report, fact: Feit) -> bool:
    on_parent = report.zorgen.gaat_over == "oudersignalen"
    return on_parent and bool(report.children & set(fact.over))


def _to_come(report: Report, today: date) -> Iterator[str]:
    for each in report.given:
        if each.gebeurd > today.isoformat()[: len(each.gebeurd)]:
            yield each.id


RULES: Mapping[str, Rule] = {
    "melder.naam": _report(lambda r: _is_known(r) and not r.melder.naam),
    "melder.functie": _report(lambda r: _is_known(r) and not r.melder.functie),
    "melder.telefoon": _report(lambda r: _is_known(r) and not r.melder.telefoon),
    "melder.kent_van": _report(lambda r: _is_known(r) and not r.melder.kent_van),
    "melder.naam_grond": _report(lambda r: _keeps_name(r) and not r.melder.naam_grond),
    "melder.naam_reden": _report(lambda r: _keeps_name(r) and not r.melder.naam_reden),
    "melder.bij_vt": _report(_tells_who),
    "geen_mensen": _report(lambda r: not _anybody(r)),
    "geen_kind": _report(lambda r: _anybody(r) and _on_children(r) and not r.children),
    "andere_kinderen": _report(lambda r: _asks_for_more(r) and r.zorgen.andere_kinderen == "ja"),
    "geen_ouder": _report(_lacks_parent),
    "kinderen": _report(lambda r: _anybody(r) and _adults_only(r) and not r.children),
    "volwassene_met_kind": _report(lambda r: _adults_only(r) and r.children),
    "vertegenwoordiger": _report(_lacks_representative),
    "persoon.adres": _person(
        lambda r, who: who.rol in _FOUND_BY and not who.adres and not who.veilig_adres
    ),
    "persoon.geboren": _person(lambda r, who: who.rol in _FOUND_BY and not who.geboren),
    "persoon.uitgerekend": _person(
        lambda r, who: who.rol == "ongeboren_kind" and not who.uitgerekend
    ),
    "persoon.gezag": _person(
        lambda r, who: _on_children(r) and _is_parent(r, who) and who.gezag is None
    ),
    "persoon.achttien": _grown_up,
    "persoon.veilig_adres": _told_address,
    "zorgen.gaat_over": _report(lambda r: r.zorgen.gaat_over is None),
    "zorgen.andere_kinderen": _report(
        lambda r: _asks_for_more(r) and r.zorgen.andere_kinderen is None
    ),
    "zorgen.vormen": _report(lambda r: not r.zorgen.vormen),
    "zorgen.vorm_anders": _report(
        lambda r: "anders" in r.zorgen.vormen and not r.zorgen.vorm_anders
    ),
    "zorgen.sinds": _report(lambda r: not r.zorgen.sinds),
    "zorgen.acuut": _report(lambda r: r.zorgen.acuut is None),
    "zorgen.acuut_toelichting": _report(
        lambda r: r.zorgen.acuut == "ja" and not r.zorgen.acuut_toelichting
    ),
    "zorgen.toestemming": _report(lambda r: _adults_only(r) and r.zorgen.toestemming is None),
    "zorgen.gevaar": _report(lambda r: r.restrained and not r.zorgen.gevaar),
    "geen_feit": _report(lambda r: not r.given),
    "feit.gebeurd": _fact(lambda r, fact: not fact.gebeurd),
    "feit.toekomst": _to_come,
    "feit.van_wie": _fact(lambda r, fact: fact.herkomst != "zelf_gezien" and not fact.van_wie),
    "feit.over": _fact(_about_nobody),
    "feit.nodig": _kept_out(lambda r, fact: r.restrained),
    "feit.oudersignalen": _kept_out(_on_a_child),
    "stappen.overleg": _report(lambda r: not r.restrained and not r.stappen.overleg),
    "stappen.gesprek": _report(lambda r: not r.restrained and not r.stappen.gesprek),
    "terughoudend": _report(lambda r: r.restrained and r.stappen != Stappen()),
    "verteld.verteld": _told(lambda told: told.verteld is None),
    "verteld.reactie": _told(lambda told: told.verteld == "ja" and not told.reactie),
    "verteld.grond": _told(lambda told: told.verteld == "nee" and not told.grond),
    "verteld.wanneer_wel": _told(lambda told: told.verteld == "nee" and not told.wanneer_wel),
    "omgeving.steun": _report(lambda r: not r.restrained and not r.omgeving.steun),
    "omgeving.hulpverleners": _report(lambda r: not r.restrained and not r.omgeving.hulpverleners),
    "vraag.gevraagd": _report(lambda r: not r.vraag.gevraagd),
}
