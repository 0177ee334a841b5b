"""The page of an outcome: what every visit that comes here is told, and what would change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from meldcode.guide.fixed import ANSWER_LABELS, safe
from meldcode.kader.advice import Reason
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps
from meldcode.site.static_edition.tree import Element, element, parse
from meldcode.site.static_edition.unasked import Unasked
from meldcode.site.static_edition.walk import Stop, asked_fields, deciding, not_asked

Row = tuple[tuple[str, frozenset[str]], ...]

ANSWERS = {value: label.lower() for value, label in ANSWER_LABELS.items()}
STEPS = "Heb je de stappen ervoor gedaan? Deze uitgave onthoudt dat niet. Kijk het na bij"
DECIDE = (
    "Je mag anders besluiten dan het advies. Schrijf in je eigen dossier wat je besluit, waarom, "
    "en met wie je overlegde."
)
LEFT_OUT = "Bewaren kan hier niet. Druk deze bladzijde af als je haar wilt meenemen."
OPEN_ANSWER = (
    "Staat er 'weet ik nog niet' bij? Beantwoord die vraag zodra je meer weet, en kijk dan opnieuw."
)


def outcome(framework: Framework, stop: Stop) -> Callable[[Element], None]:
    """Makes the page of the first visit into one that is true for every visit of this outcome."""

    def change(tree: Element) -> None:
        main = tree.one("main")
        # The page of a visit says of which day it is.
        main.one("p", class_="where").inside = [escape(framework.beroep)]
        folds = main.one("div", class_="folds")
        end = main.inside.index(folds)
        rest = parse("\n".join(_rest(framework, stop))).inside
        main.inside[end:] = [_kept_folds(folds), *rest]
        _undo_forms(tree, main)

    return change


def _kept_folds(folds: Element) -> Element:
    """What the two decisions mean, and sources of all but reasons, which bring their own."""
    means, given, *_, sources = folds.all("details")
    reasons = {each.text() for each in given.all("dt")}
    rows = sources.one("dl")
    rows.remove(*(each for each in rows.all("div") if each.one("dt").text() in reasons))
    return element("div", means, sources, class_="folds")


def _undo_forms(tree: Element, main: Element) -> None:
    todo = main.one("form")
    main.remove(*todo.all("div", class_="buttons"))
    for rows in todo.all("ul", class_="rows--tick"):
        rows.attributes["class"] = "rows not-yet" if rows.has("class", "not-yet") else "rows"
        for label in rows.all("label"):
            label.tag, label.inside = "h3", [label.one("b")]
    # The way to the steps stands in the text, and there are hundreds of these pages.
    tree.remove(tree.one("nav", class_="rail"))
    tree.one("div", class_="page").attributes["class"] = "page"
    main.unwrap(todo)


def _rest(framework: Framework, stop: Stop) -> Iterator[str]:
    yield '<h2 id="waarom">Waarom dit advies</h2>'
    rows = list(told_apart(framework, stop.visits, asked_fields(framework)))
    heading = "Deze uitkomst hoort bij deze antwoorden:"
    if len(rows) > 1:
        heading = "Deze uitkomst hoort bij elk van deze rijen antwoorden:"
    yield f"<p>{heading}</p><ul>{''.join(f'<li>{escape(row)}</li>' for row in rows)}</ul>"
    if any(ANSWERS["open"] in row for row in rows):
        yield f"<p>{OPEN_ANSWER}</p>"
    yield f'<dl class="pairs">{"".join(_reasons(framework, stop.visits))}</dl>'
    yield from _steps(framework)
    yield '<h2 id="anders">Wat het advies zou veranderen</h2>'
    changes = [*_flips(framework, stop.visits), *_not_asked(framework, stop.visit)]
    if changes:
        yield f'<dl class="pairs">{"".join(changes)}</dl>'
    yield "<p>Was een antwoord anders? Loop de vragen dan opnieuw.</p>"
    yield '<h2 id="besluit">Wat besluit jij?</h2>'
    yield f"<p>{DECIDE}</p><p>{LEFT_OUT}</p>"
    yield '<div class="buttons screen">'
    yield '<button type="button" class="button button--second" data-print hidden>Afdrukken</button>'
    yield '<a class="button button--second" href="/begin-weer">Loop de vragen opnieuw</a></div>'


def _steps(framework: Framework) -> Iterator[str]:
    links = [
        f'<a href="/stap/{number}">stap {escape(framework.stappen[number].nummer)}</a>'
        for number in walked_steps(framework)
    ]
    yield f"<p>{STEPS} {', '.join(links[:-1])} en {links[-1]}.</p>"


def told_apart(
    framework: Framework, visits: Sequence[Bezoek], asked: frozenset[str]
) -> Iterator[str]:
    """The answers that lead here, as few rows as is simple: '1 Vermoeden: ja; 2 …: nee'."""
    rows: list[Row] = list(dict.fromkeys(_row(framework, visit, asked) for visit in visits))
    for row in _joined(rows):
        yield "; ".join(f"{label}: {' of '.join(_sorted(values))}" for label, values in row)


def _row(framework: Framework, visit: Bezoek, asked: frozenset[str]) -> Row:
    cells = [
        (_label(framework, key), frozenset({ANSWERS[visit.afwegingen[key]]}))
        for key in framework.afwegingen
        if key in visit.afwegingen
    ]
    for question in framework.situatievragen.values():
        if question.id in visit.gevraagd and question.id in asked:
            words = _situated(framework, visit, question.id)
            cells.append((question.kort, frozenset({words})))
    return tuple(cells)


def _situated(framework: Framework, visit: Bezoek, name: str) -> str:
    value = getattr(visit.situatie, name)
    counting = deciding(framework, name)
    choices = framework.situatievragen[name].keuzes
    if value not in counting:
        return " en ".join(f"niet: {_lowered(c.label)}" for c in choices if c.waarde in counting)
    return next((_lowered(each.label) for each in choices if each.waarde == value), str(value))


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]


def _label(framework: Framework, key: str) -> str:
    item = framework.afwegingen[key]
    return f"{item.nummer.partition(' ')[0]} {item.kort}"


def _sorted(values: frozenset[str]) -> list[str]:
    order = list(ANSWERS.values())
    return sorted(values, key=lambda each: (order.index(each) if each in order else 9, each))


def _joined(rows: list[Row]) -> list[Row]:
    """Two rows that differ in one place alone become one, until there are no such two."""
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            both = _together(one, other)
            if both is not None:
                rest = [each for each in rows if each not in (one, other)]
                return _joined([*rest[:at], both, *rest[at:]])
    return rows


def _together(one: Row, other: Row) -> Row | None:
    if [label for label, _ in one] != [label for label, _ in other]:
        return None
    differ = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differ) != 1:
        return None
    at = differ[0]
    return (*one[:at], (one[at][0], one[at][1] | other[at][1]), *one[at + 1 :])


def _reasons(framework: Framework, visits: Sequence[Bezoek]) -> Iterator[str]:
    """Each answer that may lead here with what it does; the same words stand once."""
    found: dict[tuple[str, str], tuple[Reason, set[str]]] = {}
    for visit in visits:
        for reason in visit.advice(framework).redenen:
            place = (reason.afweging, reason.gevolg)
            found.setdefault(place, (reason, set()))[1].add(reason.antwoord)
    order = [*framework.afwegingen, *framework.situatievragen]
    for place in sorted(found, key=lambda each: order.index(each[0])):
        reason, given = found[place]
        yield _pair(
            _heading(framework, reason.afweging, given),
            safe(framework, reason.gevolg),
            framework.cited(reason.bron),
        )


def _heading(framework: Framework, key: str, given: set[str]) -> str:
    if key in framework.afwegingen:
        words = _sorted(frozenset(ANSWERS[each] for each in given))
        return f"{_label(framework, key)}: {' of '.join(words)}"
    return framework.situatievragen[key].kort


def _pair(heading: str, html: str, sources: Sequence[str] = ()) -> str:
    cited = escape("; ".join(sources))
    source = f'<p class="source">Bron: {cited}</p>' if cited else ""
    return f"<div><dt>{escape(heading)}</dt><dd>{html}{source}</dd></div>"


def _flips(framework: Framework, visits: Sequence[Bezoek]) -> Iterator[str]:
    """What the other answer to one question changes, as far as that is so for every visit."""
    first, *others = (visit.advice(framework).omslag for visit in visits)
    for flip in first:
        if all(flip in omslag for omslag in others):
            label = f"{_label(framework, flip.afweging)}: {flip.antwoord}"
            words = (
                _verdict(framework, "melden", flip.melden),
                _verdict(framework, "hulp", flip.hulp),
            )
            yield _pair(label, escape(" ".join(words)))


def _verdict(framework: Framework, kind: str, value: str) -> str:
    return f"{kind.capitalize()}: {framework.uitkomsten[f'{kind}.{value}'].titel}."


def _not_asked(framework: Framework, visit: Bezoek) -> Iterator[str]:
    for each in not_asked(framework, visit, asked_fields(framework)):
        yield _pair(if_answered(framework, each), escape(" ".join(changes(framework, each))))


def if_answered(framework: Framework, each: Unasked) -> str:
    """The question that was not asked with this answer, such as 'Al eerder gemeld: ja'."""
    if each.field in framework.afwegingen:
        return f"{_label(framework, each.field)}: {each.value}"
    question = framework.situatievragen[each.field]
    label = next(one.label for one in question.keuzes if one.waarde == each.value)
    return f"{question.kort}: {label[:1].lower()}{label[1:]}"


def changes(framework: Framework, each: Unasked) -> Iterator[str]:
    """What this answer would change, in sentences."""
    if each.melden:
        yield _verdict(framework, "melden", each.melden)
    if each.hulp:
        yield _verdict(framework, "hulp", each.hulp)
    if each.again:
        yield "Dan meld je opnieuw."
    for words, ids in (("Doe ook", each.more), ("Vervalt", each.less)):
        if ids:
            titles = "; ".join(framework.plain(framework.plichten[key].titel) for key in ids)
            yield f"{words}: {titles}."
