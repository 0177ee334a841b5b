"""A framework as a Mermaid flowchart: steps, considerations, what answers lead to, norms.

Mermaid draws it wherever Markdown is shown (https://mermaid.js.org/syntax/flowchart.html).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from meldcode.kader import schema
from meldcode.kader.model import Framework
from meldcode.kader.table import END

ANSWERS = {"ja": "ja", "nee": "nee", "open": "weet ik nog niet"}
SAFE = re.compile(r"[^\w .,?!()':/+-]")


def to_mermaid(framework: Framework) -> str:
    """The flowchart as text, the same for the same content."""
    name = f"{framework.naam}, versie {framework.versie}"
    lines = [
        "flowchart TD",
        f"accTitle: {_line(framework, name)}",
        f"accDescr: {_line(framework, 'Stappen, afwegingen, en waar elk antwoord toe leidt')}",
        f"%% beslissing {framework.hash}",
        f"%% woorden {framework.words_hash}",
        *_steps(framework),
    ]
    for road in framework.wegen:
        lines += _road(framework, road)
    for step in framework.overgangen.values():
        lines += _transition(framework, step)
    return "\n".join([*lines, *_norms(framework), *_restraint(framework)]) + "\n"


def escaped(text: str) -> str:
    """A text that Mermaid shows as it stands: other characters by number, lines as spaces."""
    return SAFE.sub(lambda found: f"#{ord(found[0])};", " ".join(text.split()))


def _label(framework: Framework, text: str) -> str:
    return f'"{escaped(framework.plain(text))}"'


def _line(framework: Framework, text: str) -> str:
    # A title for screen readers is read as it stands: no character may end or open anything.
    return SAFE.sub(" ", " ".join(framework.plain(text).split()))


def _steps(framework: Framework) -> Iterator[str]:
    """The steps one after the other, up to the first that holds a consideration, which begins."""
    weighed = {item.stap for item in framework.afwegingen.values()}
    names = []
    for step in framework.stappen.values():
        names.append(_node("stap", step.id))
        yield _source(framework, step.bron)
        yield f"{names[-1]}[{_label(framework, f'Stap {step.nummer}. {step.naam}')}]"
        if step.id in weighed:
            break
    yield from (f"{one} --> {other}" for one, other in itertools.pairwise(names))
    for road in framework.wegen.values():
        if road.begin:
            yield f"{names[-1]} --> {_node(road.id, road.begin)}"


def _road(framework: Framework, road: str) -> Iterator[str]:
    """The considerations that lie on a road; one that answers lead to stands in a frame."""
    passed = {step.afweging for step in framework.overgangen.values() if step.weg == road}
    framed = framework.wegen[road].begin is None
    if framed:
        yield f"subgraph {_node('weg', road)}[{_label(framework, framework.wegen[road].als)}]"
    for item in framework.afwegingen.values():
        if item.id in passed:
            where = f"Stap {framework.stappen[item.stap].nummer}, afweging {item.nummer}."
            text = f"{where} {item.naam}: {item.vraag}"
            yield _source(framework, item.bron)
            yield f"{_node(road, item.id)}{{{{{_label(framework, text)}}}}}"
    if framed:
        yield "end"


def _transition(framework: Framework, step: schema.Transition) -> Iterator[str]:
    """An answer: straight to what follows, or by way of what it leads to."""
    start = f"{_node(step.weg, step.afweging)} -->|{ANSWERS[step.antwoord]}|"
    follows = "" if step.naar == END else _node(step.naar_weg or step.weg, step.naar)
    effects = list(_effects(framework, step))
    yield _source(framework, step.bron)
    if not effects and follows:
        yield f"{start} {follows}"
        return
    node = _node("gevolg", step.id)
    text = _label(framework, " ".join(effects or [step.bij_antwoord]))
    yield f"{start} {node}" + (f"[{text}]" if follows else f"([{text}])")
    if follows:
        yield f"{node} --> {follows}"
    if step.norm:
        yield f"{node} -.-> {_node('norm', step.norm)}"


def _effects(framework: Framework, step: schema.Transition) -> Iterator[str]:
    """What a transition sets, in the words of the outcomes."""
    if step.melden:
        yield f"Melden: {_title(framework, f'melden.{step.melden}')}"
    if step.hulp:
        yield f"Hulp: {_title(framework, f'hulp.{step.hulp}')}"
    if step.norm and not step.melden and not step.hulp:
        yield step.bij_antwoord


def _title(framework: Framework, verdict: str) -> str:
    return f"{framework.uitkomsten[verdict].titel.rstrip('.')}."


def _norms(framework: Framework) -> Iterator[str]:
    for norm in framework.normen.values():
        yield _source(framework, norm.bron)
        yield f"{_node('norm', norm.id)}[/{_label(framework, f'Norm {norm.id}. {norm.tekst}')}/]"


def _restraint(framework: Framework) -> Iterator[str]:
    """What may be restrained, with a dotted line to when."""
    rule = framework.terughoudendheid
    if rule is None:
        return
    node = _node("terughoudendheid", rule.id)
    verdict = framework.uitkomsten["melden.terughoudend"]
    text = _label(framework, f"{_title(framework, verdict.id)} {verdict.tekst}")
    yield _source(framework, rule.bron)
    yield f"{node}[[{text}]]"
    for step in framework.overgangen.values():
        if step.melden in rule.bij:
            yield f"{_node('gevolg', step.id)} -.-> {node}"


def _source(framework: Framework, refs: Iterable[str]) -> str:
    """A comment on what the next lines rest on; in the picture it would crowd out the rest."""
    return f"%% Bron: {escaped('; '.join(framework.cited(refs)))}"


def _node(*parts: str) -> str:
    """A name for a node; the prefix keeps it from being a word of Mermaid itself."""
    return "n_" + re.sub(r"[^a-z0-9]", "_", "_".join(parts))
