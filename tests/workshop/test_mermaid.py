"""Mermaid: every line is one that Mermaid knows, and the picture holds what the framework says."""

from __future__ import annotations

import html
import re

import pytest

from meldcode.kader.load import frameworks
from meldcode.workshop.mermaid import escaped, to_mermaid

EVERY = tuple(frameworks())
NODE = re.compile(
    r"(n_[a-z0-9_]+)(\[/|\[\[|\[|\(\[|\{\{)\"([^\"\[\]{}|<>`]+)\"(/\]|\]\]|\]\)|\]|\}\})"
)
EDGE = re.compile(r"(n_[a-z0-9_]+) (?:-->|-\.->)(?:\|([a-z ]+)\|)? (n_[a-z0-9_]+)")
OTHER = re.compile(
    r"flowchart TD|end|%% [^{}]+|acc(Title|Descr): [^#;]+|subgraph n_[a-z0-9_]+\[\"[^\"]+\"\]"
)


def edges(text: str) -> list[tuple[str, str | None, str]]:
    """From, label and to, of lines that draw a node at the same time too."""
    found = []
    for line in text.splitlines():
        plain = NODE.sub(r"\1", line.strip())
        if match := EDGE.fullmatch(plain):
            found.append((match[1], match[2], match[3]))
    return found


@pytest.mark.parametrize("kader", EVERY)
def test_every_line_is_one_that_mermaid_knows(kader: str) -> None:
    for line in to_mermaid(frameworks()[kader]).splitlines():
        plain = NODE.sub(r"\1", line.strip())
        known = (EDGE, OTHER, re.compile(r"n_[a-z0-9_]+"))
        assert any(pattern.fullmatch(each) for pattern in known for each in (plain, line)), line


@pytest.mark.parametrize("kader", EVERY)
def test_every_line_in_the_picture_ends_at_a_node_with_a_text(kader: str) -> None:
    text = to_mermaid(frameworks()[kader])
    drawn = [match[1] for match in NODE.finditer(re.sub(r"subgraph .*", "", text))]
    assert len(drawn) == len(set(drawn))
    assert {end for start, _, stop in edges(text) for end in (start, stop)} == set(drawn)


@pytest.mark.parametrize("kader", EVERY)
def test_every_answer_leads_where_the_framework_says(kader: str) -> None:
    framework = frameworks()[kader]
    drawn = edges(to_mermaid(framework))
    for step in framework.overgangen.values():
        label = {"ja": "ja", "nee": "nee", "open": "weet ik nog niet"}[step.antwoord]
        start = f"n_{step.weg}_{step.afweging}"
        [stop] = [to for begin, said, to in drawn if (begin, said) == (start, label)]
        follows = f"n_{step.naar_weg or step.weg}_{step.naar}"
        beyond = {to for begin, _, to in drawn if begin == stop}
        assert (follows in {stop, *beyond}) is (step.naar != "einde")
        assert (f"n_norm_{step.norm}" in beyond) is (step.norm is not None)


@pytest.mark.parametrize(
    ("kader", "expected"), [("artsen", True), ("complementair", True), ("onderwijs", False)]
)
def test_restraint_is_drawn_where_the_framework_has_it(kader: str, expected: bool) -> None:
    assert ("n_terughoudendheid_" in to_mermaid(frameworks()[kader])) is expected


@pytest.mark.parametrize("kader", EVERY)
def test_a_picture_shows_questions_norms_and_what_it_rests_on(kader: str) -> None:
    framework = frameworks()[kader]
    text = to_mermaid(framework)
    shown = html.unescape(re.sub(r"#(\d+);", r"&#\1;", text))
    for item in framework.afwegingen.values():
        assert framework.plain(item.vraag) in shown
    for norm in framework.normen.values():
        assert framework.plain(norm.tekst) in shown
    assert text.count("%% Bron: ") > len(framework.overgangen)
    assert framework.hash in text
    assert framework.words_hash in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is het veilig, of 'nee'?", "Is het veilig, of 'nee'?"),
        ("één patiënt", "één patiënt"),
        ('zei "stop"', "zei #34;stop#34;"),
        ("#1; [x] {y} <b> `z` | & %%", None),
        ("een\n  regel", "een regel"),
    ],
)
def test_a_text_can_not_end_its_own_place(text: str, written: str | None) -> None:
    made = escaped(text)
    assert written is None or made == written
    assert not re.search(r"[\"\[\]{}<>`|&%]", made)
    assert html.unescape(re.sub(r"#(\d+);", r"&#\1;", made)) == " ".join(text.split())


def test_the_same_framework_gives_the_same_text() -> None:
    assert to_mermaid(frameworks()["artsen"]) == to_mermaid(frameworks()["artsen"])
