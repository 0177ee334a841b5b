"""What a resolved framework must hold together: every name it mentions exists, every way ends.

The loader calls this after the differences are laid over the common framework, so a reference
that a difference breaks is found too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from meldcode.kader import schema
from meldcode.kader.checker import Checker, check_texts
from meldcode.kader.model import Framework
from meldcode.kader.reading import Place
from meldcode.kader.situation import ASKED, SIGNS, VALUES

SENTENCES = ("telt_niet_mee", "telt_misschien")


def check_references(
    framework: Framework, places: Mapping[tuple[str, str], Place], head: Place
) -> None:
    """Raise ``ContentError`` at the first thing that does not hold together."""
    checker = Checker(framework, places, head)
    check_texts(checker)
    _structure(checker)
    _ways(checker)
    _conditions(checker)
    _openings(checker)
    _checks(checker)
    _complete(checker)


def _structure(checker: Checker) -> None:
    kader = checker.framework
    for consideration in kader.afwegingen.values():
        checker.known("afwegingen", consideration.id, "stap", consideration.stap, kader.stappen)
        for step in consideration.rust_op:
            checker.known("afwegingen", consideration.id, "rust_op", step, kader.stappen)
    for group in kader.hulpvraaggroepen.values():
        checker.known("hulpvraaggroepen", group.id, "afweging", group.afweging, kader.afwegingen)
    for helper in kader.hulpvragen.values():
        checker.known("hulpvragen", helper.id, "groep", helper.groep, kader.hulpvraaggroepen)
    for example in kader.voorbeelden.values():
        checker.known("voorbeelden", example.id, "afweging", example.afweging, kader.afwegingen)
    for topic in kader.onderwerpen.values():
        for number in topic.bel:
            named = [key for key, fact in kader.facts.items() if fact.bel and fact.naam]
            checker.known("onderwerpen", topic.id, "bel", number, named)
    for duty in kader.plichten.values():
        if duty.onderwerp:
            checker.known("plichten", duty.id, "onderwerp", duty.onderwerp, kader.onderwerpen)
    for block in kader.blokken.values():
        checker.known("blokken", block.id, "bij", block.bij, _pages(kader))
        if block.controle:
            checker.known("blokken", block.id, "controle", block.controle, kader.controles)
    for notice in kader.aandachtspunten.values():
        for where in notice.waar:
            questions = (f"vragen.{number}" for number in kader.afwegingen)
            among = ("begin", "uitkomst", *_pages(kader), *questions)
            checker.known("aandachtspunten", notice.id, "waar", where, among)


def _openings(checker: Checker) -> None:
    kader = checker.framework
    callable_facts = [key for key, fact in kader.facts.items() if fact.bel]
    for item in kader.vandaag.values():
        for number in item.bel:
            checker.known("vandaag", item.id, "bel", number, callable_facts)
    if not kader.vandaag or list(kader.vandaag.values())[-1].als != schema.Condition():
        raise checker.head.error(
            "Verzameling 'vandaag': de laatste rij heeft geen 'als', zodat er altijd één geldt."
        )


def _pages(kader: Framework) -> list[str]:
    return [
        *(f"stap.{key}" for key in kader.stappen),
        *(f"afweging.{key}" for key in kader.afwegingen),
        *(f"onderwerp.{key}" for key in kader.onderwerpen),
    ]


def _ways(checker: Checker) -> None:
    kader = checker.framework
    if [bool(road.begin) for road in kader.wegen.values()].count(True) != 1:
        raise checker.head.error("Verzameling 'wegen': precies één weg heeft de sleutel 'begin'.")
    order = list(kader.afwegingen)
    seen: set[tuple[str, str, str]] = set()
    for step in kader.overgangen.values():
        checker.known("overgangen", step.id, "weg", step.weg, kader.wegen)
        checker.known("overgangen", step.id, "afweging", step.afweging, order)
        later = order[order.index(step.afweging) + 1 :]
        checker.known("overgangen", step.id, "naar", step.naar, [*later, "einde"])
        if step.naar_weg:
            checker.known("overgangen", step.id, "naar_weg", step.naar_weg, kader.wegen)
        if step.norm:
            checker.known("overgangen", step.id, "norm", step.norm, kader.normen)
        where = (step.weg, step.afweging, step.antwoord)
        if where in seen:
            raise checker.fail(
                "overgangen", step.id, "antwoord", "dit antwoord heeft op deze weg al een overgang."
            )
        seen.add(where)
    _every_answer_leads_on(checker, seen)


def _every_answer_leads_on(checker: Checker, seen: set[tuple[str, str, str]]) -> None:
    kader = checker.framework
    own_open = {afweging for _, afweging, answer in seen if answer == "open"}
    begin = next(road for road in kader.wegen.values() if road.begin)
    checker.known("wegen", begin.id, "begin", str(begin.begin), kader.afwegingen)
    todo, reached = [(begin.id, str(begin.begin))], set()
    while todo:
        at = todo.pop()
        if at in reached or at[1] == "einde":
            continue
        reached.add(at)
        for answer in ("ja", "nee", *(["open"] if at[1] in own_open else [])):
            if (*at, answer) not in seen:
                raise checker.head.error(
                    f"Verzameling 'overgangen': op weg '{at[0]}' ontbreekt afweging '{at[1]}' "
                    f"met antwoord '{answer}'."
                )
            step = next(
                t
                for t in kader.overgangen.values()
                if (t.weg, t.afweging, t.antwoord) == (*at, answer)
            )
            todo.append((step.naar_weg or at[0], step.naar))
    for step in kader.overgangen.values():
        if (step.weg, step.afweging) not in reached:
            raise checker.fail(
                "overgangen", step.id, "afweging", "geen enkele weg komt hier. Haal dit weg."
            )


def _conditions(checker: Checker) -> None:
    kader = checker.framework
    for duty in kader.plichten.values():
        _condition(checker, "plichten", duty.id, "als", duty.als)
        for words in duty.anders:
            _condition(checker, "plichten", duty.id, "anders", words.als)
        if duty.voor:
            group = [e.id for e in kader.plichten.values() if e.deel == duty.deel and e != duty]
            checker.known("plichten", duty.id, "voor", duty.voor, group)
    for opening in kader.vandaag.values():
        _condition(checker, "vandaag", opening.id, "als", opening.als)
    for item in kader.tegenspraken.values():
        _condition(checker, "tegenspraken", item.id, "als", item.als)
        targets = [*_pages(kader), *(f"situatie.{key}" for key in kader.situatievragen)]
        for target in item.kijk_terug:
            checker.known("tegenspraken", item.id, "kijk_terug", target, targets)
        if item.geen_weg and not (
            item.kijk_terug[0].startswith("afweging.")
            and set(item.als.model_fields_set) == {"antwoord"}
        ):
            raise checker.fail(
                "tegenspraken",
                item.id,
                "geen_weg",
                "dan staan in 'als' alleen antwoorden, en begint 'kijk_terug' met een afweging.",
            )
    for reason in kader.situatieredenen.values():
        _condition(checker, "situatieredenen", reason.id, "als", reason.als)
        checker.known("situatieredenen", reason.id, "veld", reason.veld, VALUES)
    if len(kader.collections["terughoudendheid"]) > 1:
        raise checker.head.error("Verzameling 'terughoudendheid': een kader heeft er hooguit één.")
    rule = kader.terughoudendheid
    if rule:
        for key in ("als", "blijft", "terughoudend"):
            _condition(checker, "terughoudendheid", rule.id, key, getattr(rule, key))
        for question in rule.vragen:
            checker.known("terughoudendheid", rule.id, "vragen", question.veld, ASKED)
            _condition(checker, "terughoudendheid", rule.id, "vragen", question.als)
        for afweging in rule.hulp_gelezen_als:
            checker.known(
                "terughoudendheid", rule.id, "hulp_gelezen_als", afweging, kader.afwegingen
            )
    for vraag in kader.situatievragen.values():
        _situation_question(checker, vraag)


def _situation_question(checker: Checker, vraag: schema.SituationQuestion) -> None:
    name = "situatievragen"
    checker.known(name, vraag.id, "id", vraag.id, ASKED)
    for keuze in vraag.keuzes:
        checker.known(name, vraag.id, "keuzes", keuze.waarde, ASKED[vraag.id])
    checker.unique(name, vraag.id, "keuzes", [keuze.waarde for keuze in vraag.keuzes])
    for afweging in vraag.telt_bij:
        checker.known(name, vraag.id, "telt_bij", afweging, checker.framework.afwegingen)
    _condition(checker, name, vraag.id, "als", vraag.als)
    for keuze in vraag.keuzes:
        for check, ends in keuze.telt_na.items():
            checker.known(name, vraag.id, "telt_na", check, checker.framework.controles)
            known = [end.id for end in checker.framework.controles[check].uitkomsten]
            for end in ends:
                checker.known(name, vraag.id, "telt_na", end, known)


def _condition(
    checker: Checker, name: str, item_id: str, key: str, condition: schema.Condition
) -> None:
    mentioned = (
        *condition.antwoord,
        *condition.vast,
        *condition.op_de_weg,
        *condition.misschien_op_de_weg,
    )
    for afweging in mentioned:
        checker.known(name, item_id, key, afweging, checker.framework.afwegingen)
    for each in condition.een_van:
        _condition(checker, name, item_id, key, each)


def _checks(checker: Checker) -> None:
    for check in checker.framework.controles.values():
        order = [question.id for question in check.vragen]
        outcomes = [f"uitkomst:{outcome.id}" for outcome in check.uitkomsten]
        checker.unique("controles", check.id, "vragen", order)
        checker.unique("controles", check.id, "uitkomsten", outcomes)
        reached = {order[0]}
        for question in check.vragen:
            later = order[order.index(question.id) + 1 :]
            for answer in (question.ja, question.nee):
                checker.known("controles", check.id, "vragen", answer, [*later, *outcomes])
                reached.add(answer)
        for target in (*order, *outcomes):
            if target not in reached:
                raise checker.fail("controles", check.id, "vragen", f"niets leidt naar '{target}'.")


def _complete(checker: Checker) -> None:
    kader = checker.framework
    wanted = {
        "uitkomsten": [
            *(f"melden.{value}" for value in get_args(schema.Melden)),
            *(f"hulp.{value}" for value in get_args(schema.Hulp)),
        ],
        "zinnen": SENTENCES,
        "situatievragen": ASKED,
        "tekens": SIGNS,
    }
    for name, keys in wanted.items():
        for key in keys:
            if key not in kader.collections[name]:
                raise checker.head.error(f"Verzameling '{name}': '{key}' ontbreekt.")
