"""A report proposed from a case: facts with their source, and what was done in which step.

It proposes and never decides: the professional chooses, orders and completes. What the case does
not know stays empty, so that `gaps` asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, NamedTuple

from meldcode.dossier import text
from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.checked import ended_checks
from meldcode.dossier.due import postponed_talks
from meldcode.dossier.entries import (
    Afweging,
    Besluit,
    Gesprek,
    Melding,
    Persoon,
    Signaal,
)
from meldcode.dossier.services import File
from meldcode.kader.counted import bears_out
from meldcode.melding import done, facts
from meldcode.melding.report import (
    MOST_FACTS,
    MOST_PEOPLE,
    TOLD_ROLES,
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
    Zorgen,
)
from meldcode.paper.dates import dutch_date

# An answer about danger 'now' is proposed from a weighing for this long; later it is asked anew.
STILL_NOW = timedelta(days=7)
SINCE = "in elk geval sinds {day}"

# What the weighing calls the victim's will, and what the report calls it.
_CONSENT: Mapping[str, Literal["ja", "geweigerd_vrij", "geweigerd_onvrij", "wilsonbekwaam"]] = {
    "toestemming": "ja",
    "vrij": "geweigerd_vrij",
    "onder_druk": "geweigerd_onvrij",
    "wilsonbekwaam": "wilsonbekwaam",
}


class Refreshed(NamedTuple):
    """A report with what came into its case since: `added` and `changed` hold ids of facts.

    `changed` are those whose entry was corrected or withdrawn, and that do not say what it says
    now. They are kept as they are, also where the professional worded them anew.
    """

    report: Report
    added: tuple[str, ...]
    changed: tuple[str, ...]


def propose(file: File, today: date) -> Report:
    """A report of what counts in the case today.

    Every fact is in it, also what contradicts the suspicion; of more than `MOST_FACTS` the oldest
    that do not go along are left out first, of more than `MOST_PEOPLE` the last people. Of steps
    and helpers a restrained report gets nothing: only what averts the danger may be given
    [bron: knmg].
    """
    case = file.facts
    people = tuple(case.people.values())[:MOST_PEOPLE]
    report = Report(
        beroep=file.framework.id,
        melder=_reporter(case),
        zorgen=_worries(file, today),
        mensen=people,
        feiten=facts.numbered(facts.fitting(facts.of_case(case))),
        verteld=tuple(_told(case, people)),
    )
    since = report.zorgen.model_copy(update={"sinds": _since(report, case)})
    return report.model_copy(
        update={
            "zorgen": since,
            "stappen": Stappen() if report.restrained else done.steps(file),
            "omgeving": Omgeving() if report.restrained else _around(people),
        }
    )


def refresh(report: Report, file: File, today: date) -> Refreshed:
    """The report with the facts and people that came into the case after its newest fact.

    Those facts stand at the end and go along only when the professional says so. What was taken
    out of the report stays out.
    """
    now = facts.of_case(file.facts)
    newest = max((each.regel or 0 for each in report.feiten), default=0)
    came = {each.entry.id: each.entry for each in file.facts.all(Persoon) if each.number > newest}
    new = [each for key, each in came.items() if key not in report.names]
    people = (*report.mensen, *new)[:MOST_PEOPLE]
    known = frozenset(each.id for each in people if _same(each, file.facts.people.get(each.id)))
    fresh = [_not_along(each, known) for each in now if (each.regel or 0) > newest]
    after = 1 + max((int(each.id[1:]) for each in report.feiten), default=0)
    added = facts.numbered(facts.fitting(fresh, MOST_FACTS - len(report.feiten)), after)
    return Refreshed(
        report.model_copy(update={"feiten": (*report.feiten, *added), "mensen": people}),
        tuple(each.id for each in added),
        tuple(_outdated(report, file, now)),
    )


def _not_along(fact: Feit, known: frozenset[str]) -> Feit:
    about = tuple(who for who in fact.over if who in known)
    return fact.model_copy(update={"mee": "nee", "over": about})


def _same(one: Persoon, other: Persoon | None) -> bool:
    """Whether an id is the same person's here and there: people are added to a report too."""
    return other is not None and (one.naam, one.rol) == (other.naam, other.rol)


def _outdated(report: Report, file: File, now: Iterable[Feit]) -> Iterator[str]:
    said = {(each.regel, facts.says(each)) for each in now}
    for each in report.feiten:
        corrected = each.regel is not None and each.regel in file.corrections
        if corrected and (each.regel, facts.says(each)) not in said:
            yield each.id


# What it is about.


def _worries(file: File, today: date) -> Zorgen:
    about = _about(file)
    weighed = file.facts.run.last(Afweging)
    if weighed is None:
        return Zorgen(gaat_over=about)
    consent = _CONSENT.get(str(weighed.entry.situatie.get("weigering")))
    return Zorgen(
        gaat_over=about,
        acuut="ja" if _is_acute(file, weighed.entry, today) else None,
        toestemming=consent if about == "volwassene" else None,
    )


def _about(file: File) -> Literal["kind", "oudersignalen", "volwassene"] | None:
    """Whose signals these are. Children whom nobody tells of make them a parent's [bron: rbcz]."""
    case = file.facts
    if not case.people.keys() - case.professionals:
        return None
    told_of = {who for each in case.all(Signaal) for who in each.entry.over}
    met = {
        who for each in case.all(Gesprek) if each.entry.gehouden == "ja" for who in each.entry.met
    }
    if case.children & (told_of | met):
        return "kind"
    return "oudersignalen" if case.children or _cares_for_children(file) else "volwassene"


def _cares_for_children(file: File) -> bool:
    """Whether a check that could rule children out ended otherwise."""
    ended = ended_checks(file.facts)
    rules_out = {key: bears_out(file.framework, key) for key in ended}
    return any(ends and ended[key] not in ends for key, ends in rules_out.items())


def _is_acute(file: File, weighed: Afweging, today: date) -> bool:
    """Whether the weighing, not long ago, found acute danger; that answer counts beside others."""
    beside = file.framework.situatievragen["onveiligheid"].telt_bij
    counts = all(weighed.antwoorden.get(key) == answer for key, answer in beside.items())
    acute = weighed.situatie.get("onveiligheid") in ("acuut", "beide")
    return acute and counts and today - weighed.op <= STILL_NOW


def _since(report: Report, case: CaseFile) -> str:
    """The month of the first thing that is reported and that supports the suspicion."""
    supports = {each.number for each in case.all(Signaal) if each.entry.richting == "ondersteunt"}
    days = [each.gebeurd for each in report.given if each.regel in supports]
    return SINCE.format(day=text.partial_date(min(days)[:7])) if days else ""


# Who is told, who reports, who stands around.


def _reporter(case: CaseFile) -> Melder:
    """Empty, but for a name that was kept back before: so it is again, until somebody says no."""
    last = case.last(Melding)
    if last is None or last.entry.naam_verborgen == "nee":
        return Melder()
    entry = last.entry
    return Melder(naam_verborgen="ja", naam_grond=entry.naam_grond, naam_reden=entry.naam_reden)


def _told(case: CaseFile, people: Iterable[Persoon]) -> Iterator[Verteld]:
    """Of everybody whom it concerns, whether they know of this report."""
    made, put_off = _this_report(case), [each.entry for each in postponed_talks(case)]
    for person in people:
        if person.rol in TOLD_ROLES:
            talks = (each for each in put_off if not each.met or person.id in each.met)
            yield _told_one(person.id, made, next(talks, None))


def _this_report(case: CaseFile) -> Melding | None:
    """The report as it was made already; one before the last decision was an earlier report."""
    made, decided = case.run.last(Melding), case.run.last(Besluit)
    if made is None or (decided and decided.entry.op > made.entry.op):
        return None
    return made.entry


def _told_one(person: str, made: Melding | None, put_off: Gesprek | None) -> Verteld:
    if made and person in made.wie_geinformeerd:
        # A reaction of several together can't be told apart.
        alone = made.wie_geinformeerd == (person,)
        return Verteld(id=person, verteld="ja", reactie=made.reactie if alone else "")
    if made and made.geinformeerd == "nee":
        return Verteld(
            id=person,
            verteld="nee",
            grond=made.reden_niet,
            grond_toelichting=made.reden_toelichting,
            wanneer_wel=made.wanneer_wel,
        )
    if put_off:
        day = dutch_date(put_off.alsnog_op) if put_off.alsnog_op else ""
        return Verteld(
            id=person,
            verteld="nee",
            grond=put_off.grond,
            grond_toelichting=put_off.grond_toelichting,
            wanneer_wel=put_off.wanneer_wel or day,
        )
    return Verteld(id=person)


def _around(people: Iterable[Persoon]) -> Omgeving:
    helpers = (each for each in people if each.rol == "professional")
    lines = (", ".join(filter(None, (h.naam, h.relatie, h.telefoon))) for h in helpers)
    return Omgeving(hulpverleners=done.fitting(lines, "\n"))
