"""The walk as pages: where somebody stands is the page itself, so nothing need be remembered.

Every visit that the questions allow is followed to its end. Pages that say the same and lead to the
same pages are one page, and so are outcomes that say the same; that leaves few enough to write
down. Which question follows comes from `guide.pages.following`, as on the server.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, product

from meldcode.guide import pages
from meldcode.kader import schema
from meldcode.kader.advice import OPEN
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.checks import check
from meldcode.kader.counted import waiting
from meldcode.kader.decide import opening_of
from meldcode.kader.input import ANSWERS
from meldcode.kader.model import Framework
from meldcode.kader.situation import Situation
from meldcode.kader.vervolg import road_to
from meldcode.site.static_edition.unasked import Unasked, counts, unasked
from meldcode.workshop.classes import fields_of

OUTCOME = "uitkomst"
QUESTION, SITUATION = "afweging", "situatie"
CHECK, CHECK_END = "controle_vraag", "controle"
NAMES = {QUESTION: "vraag", SITUATION: "situatie", CHECK: "check", CHECK_END: "check-klaar"}

Target = tuple[str, str]


@dataclass
class Stop:
    """One page of the walk.

    ``name`` is the file's name without ending. ``visits`` are all visits that end here (outcomes)
    or the first that comes here. ``onward`` maps each answer to the name of the page it leads to;
    at the end of a check that is one page under ''. ``before``: the pages that lead here.
    """

    name: str
    kind: str
    id: str
    visits: list[Bezoek]
    onward: Mapping[str, str]
    before: set[str] = field(default_factory=set)

    @property
    def visit(self) -> Bezoek:
        """A visit that comes here; what the page shows is the same for all that do."""
        return self.visits[0]


def walk_of(framework: Framework, asked: frozenset[str]) -> dict[str, Stop]:
    """Every page of the walk by name, from the first consideration on; ``asked``: `asked_fields`.

    Takes a few seconds where the rule of restraint is asked.
    """
    first = next(iter(framework.afwegingen))
    walker = _Walker(framework, asked)
    begin = walker.stop(Bezoek(kader=framework.id), (QUESTION, first))
    known, found = walker.stops(), {begin: None}
    order = [begin]
    for name in order:
        for following in known[name].onward.values():
            known[following].before.add(name)
            if following not in found:
                found[following] = None
                order.append(following)
    return {name: known[name] for name in order}


def beside_fields(framework: Framework) -> frozenset[str]:
    """What of the situation counts beside one answer: how near danger is."""
    return frozenset(each.id for each in framework.situatievragen.values() if each.telt_bij)


def asked_fields(framework: Framework) -> frozenset[str]:
    """What of the situation is asked: what changes a decision, and how near danger is.

    The rest only adds to what there is to do; an outcome tells what it would change (`unasked`).
    """
    return beside_fields(framework) | frozenset(fields_of(_restraining(framework)))


def _restraining(framework: Framework) -> list[schema.Condition]:
    """Every condition of the rule of restraint, those within another too."""
    rule = framework.terughoudendheid
    if rule is None:
        return []
    found = [rule.als, rule.blijft, rule.terughoudend, *(each.als for each in rule.vragen)]
    for each in found:
        found += each.een_van
    return found


class _Walker:
    """Follows every visit once and gives pages that are alike one name."""

    def __init__(self, framework: Framework, asked: frozenset[str]) -> None:
        self.framework = framework
        self.asked = asked
        self._known: dict[tuple[str, Target], str] = {}
        self._alike: dict[Hashable, Stop] = {}
        self._numbers: dict[str, Iterator[int]] = {}

    def stops(self) -> dict[str, Stop]:
        return {stop.name: stop for stop in self._alike.values()}

    def stop(self, visit: Bezoek, target: Target) -> str:
        """The name of the page ``target`` for this visit."""
        place = (visit.to_json(), target)
        if place not in self._known:
            self._known[place] = self._page(visit, target)
        return self._known[place]

    def _page(self, visit: Bezoek, target: Target) -> str:
        onward = {
            value: self.stop(*self._settled(after, following))
            for value, after, following in answers(self.framework, visit, target)
        }
        same: Hashable = (target, tuple(onward.items()), self._shown(visit, target))
        if same not in self._alike:
            self._alike[same] = Stop(self._name(target), *target, [], onward)
        stop = self._alike[same]
        if target[0] == OUTCOME or not stop.visits:
            stop.visits.append(visit)
        return stop.name

    def _settled(self, visit: Bezoek, target: Target) -> tuple[Bezoek, Target]:
        """Past what is not asked here: what could change neither decision any more."""
        while True:
            kind, key = target
            if kind == SITUATION and key not in self.asked:
                visit = replace(visit, gevraagd=visit.gevraagd | {key})
            elif kind != QUESTION or counts(self.framework, visit, key):
                return visit, target
            target = pages.following(self.framework, visit, target)

    def _shown(self, visit: Bezoek, target: Target) -> Hashable:
        kind, key = target
        if kind == OUTCOME:
            return said(self.framework, visit, self.asked)
        return road_to(self.framework, visit, key) if kind == QUESTION else None

    def _name(self, target: Target) -> str:
        """A name that tells no answer: what the page is about, and a number."""
        kind, key = target
        stem = f"vraag-{key}" if kind == QUESTION else NAMES.get(kind, OUTCOME)
        return f"{stem}-{next(self._numbers.setdefault(stem, count(1)))}"


def said(framework: Framework, visit: Bezoek, asked: frozenset[str]) -> Hashable:
    """What an outcome page says; where this is equal, two visits have one outcome."""
    advice = visit.advice(framework)
    return (
        advice.outcome._replace(volgende=None),
        opening_of(framework, visit.afwegingen, visit.known(framework)).id,
        tuple(duty.id for duty in advice.plichten),
        tuple(item.id for item in advice.tegenspraken),
        visit.situatie.ernstig_gevaar == "ja",
        not_asked(framework, visit, asked),
    )


def not_asked(framework: Framework, visit: Bezoek, asked: frozenset[str]) -> tuple[Unasked, ...]:
    """What of the situation the walk left out, as far as it would change this outcome.

    A question of which only the deciding value was asked is left out where it is not that.
    """
    lumped = {
        name for name in asked if getattr(visit.situatie, name) not in deciding(framework, name)
    }
    left_out = frozenset(framework.situatievragen) - asked
    return tuple(unasked(framework, visit, left_out | lumped))


def deciding(framework: Framework, name: str) -> frozenset[str]:
    """The values of a field that change a decision, or all of them where it counts beside one."""
    question = framework.situatievragen[name]
    every = frozenset(choice.waarde for choice in question.keuzes)
    found = {value for each in _restraining(framework) for value in getattr(each, name, ()) or ()}
    return every & frozenset(found) if found and not question.telt_bij else every


def answers(
    framework: Framework, visit: Bezoek, target: Target
) -> Iterator[tuple[str, Bezoek, Target]]:
    """For each answer the visit after it and the page that follows; nothing at an outcome."""
    kind, key = target
    if kind == QUESTION:
        for value in ANSWERS:
            after = visit.answer(key, value, (), (), "")
            yield value, after, pages.following(framework, after, target)
    elif kind == SITUATION:
        for choice in framework.situatievragen[key].keuzes:
            yield choice.waarde, *_situated(framework, visit, target, choice.waarde)
    elif kind == CHECK:
        for value in ANSWERS:
            yield value, *_checked(framework, visit, key, value)
    elif kind == CHECK_END:
        yield "", *_ended(framework, visit, key.partition(".")[0])


def _situated(
    framework: Framework, visit: Bezoek, target: Target, value: str
) -> tuple[Bezoek, Target]:
    name = target[1]
    # A value that decides nothing is not told apart; the outcome tells what it would add.
    default = Situation._field_defaults[name]
    kept = value if value in deciding(framework, name) else default
    after = visit.situation(name, kept)
    kind, key = pages.following(framework, after, target)
    if kind == CHECK_END:
        return after, (CHECK, f"{key}.{framework.controles[key].vragen[0].id}")
    return after, (kind, key)


def _ended(framework: Framework, visit: Bezoek, check_id: str) -> tuple[Bezoek, Target]:
    """After a check: what it did not bear out is as if it was not known."""
    after = visit
    given = check(framework, check_id, visit.controles.get(check_id, {})).uitkomst
    for name, _ in waiting(framework, visit.situatie, {check_id: given}):
        after = after.situation(name, Situation._field_defaults[name]).forget_check(check_id)
    return after, pages.following(framework, after, (CHECK_END, check_id))


def _checked(framework: Framework, visit: Bezoek, key: str, value: str) -> tuple[Bezoek, Target]:
    check_id, _, question = key.partition(".")
    after = visit.check(check_id, question, value)
    if value == OPEN:
        return _ended(framework, after, check_id)
    result = check(framework, check_id, after.controles[check_id])
    if result.volgende:
        return after, (CHECK, f"{check_id}.{result.volgende}")
    return after, (CHECK_END, f"{check_id}.{result.uitkomst}")


def visit_with(framework: Framework, check_id: str, end: str) -> Bezoek:
    """A visit in which a check ended this way. Raises LookupError where no answers do that."""
    questions = [each.id for each in framework.controles[check_id].vragen]
    for values in product(("ja", "nee"), repeat=len(questions)):
        given = dict(zip(questions, values, strict=True))
        if check(framework, check_id, given).uitkomst == end:
            visit = Bezoek(kader=framework.id)
            for question, value in given.items():
                visit = visit.check(check_id, question, value)
            return visit
    raise LookupError(end)
