"""The wording check: how often it is right on sentences it never saw, and how quick it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

from bench.rounds import Row, interleaved
from meldcode.wording import check
from meldcode.wording.rules import rules

YARDSTICKS = Path(__file__).parent.parent / "tests" / "wording"
UNTOUCHED, PRACTICE = "zinnen_toets.yaml", "zinnen_oefen.yaml"
GOAL = 0.9
TEXT_LENGTH = 10_000
# The plain scan of the same words took 48 ms where the check took 22 ms, on a busy machine.
SCAN_TARGET = 1


class Judged(NamedTuple):
    """One sentence of a yardstick and what the check said of it."""

    id: str
    careful: bool
    kinds: tuple[str, ...]
    text: str
    rules: tuple[str, ...]


class Score(NamedTuple):
    """Counts of sentences: marked and careless, marked though careful, missed."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float:
        """Of the sentences with a mark, the share that is careless."""
        return self.hits / (self.hits + self.false_alarms or 1)

    @property
    def recall(self) -> float:
        """Of the careless sentences, the share that has a mark."""
        return self.hits / (self.hits + self.misses or 1)


def judged(name: str) -> list[Judged]:
    """Every sentence of the yardstick file with that name, checked on its own."""
    data = YAML(typ="safe").load(YARDSTICKS / name)
    return [
        Judged(
            row["id"],
            row["zorgvuldig"],
            tuple(row["soort"]),
            row["tekst"],
            tuple(mark.rule for mark in check(row["tekst"])),
        )
        for row in data["zinnen"]
    ]


def score(sentences: Sequence[Judged]) -> Score:
    """How often a mark is right."""
    careless = [each for each in sentences if not each.careful]
    return Score(
        sum(bool(each.rules) for each in careless),
        sum(bool(each.rules) for each in sentences if each.careful),
        sum(not each.rules for each in careless),
    )


def measure(rounds: int) -> list[Row]:
    """Precision, recall and time. A share is beside its goal, so at most 1× is within it."""
    result = score(judged(UNTOUCHED))
    text = _long_text()
    scan = re.compile(r"\b(?:" + "|".join(_plain_words()) + r")\b", re.IGNORECASE)
    seconds = interleaved(
        {"check": lambda: check(text), "scan": lambda: scan.findall(text)}, rounds
    )
    own, beside = (f"{seconds[name] * 1e3:.1f} ms" for name in ("check", "scan"))
    return [
        _share("wording, precision", result.precision),
        _share("wording, recall", result.recall),
        Row(
            "wording, 10 kB",
            own,
            f"re {beside}",
            seconds["check"] / seconds["scan"],
            SCAN_TARGET,
        ),
    ]


def note() -> str:
    """Hits and false alarms of each rule on the untouched half, for under the table."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    sentences = judged(UNTOUCHED)
    for each in sentences:
        (wrong if each.careful else right).update(set(each.rules))
    told = ", ".join(f"{rule.id} {right[rule.id]}/{wrong[rule.id]}" for rule in rules().rules)
    result = score(sentences)
    missed = Counter(
        kind for each in sentences if not each.careful and not each.rules for kind in each.kinds
    )
    return (
        f"Wording, untouched half: {result.hits} hits, {result.false_alarms} false alarms, "
        f"{result.misses} missed {dict(missed)}; hits/false alarms of each rule: {told}."
    )


def _share(what: str, value: float) -> Row:
    return Row(what, f"{value:.3f}", f"goal {GOAL}", GOAL / (value or 1e-9), 1)


def _long_text() -> str:
    text = " ".join(
        each["tekst"] for each in YAML(typ="safe").load(YARDSTICKS / PRACTICE)["zinnen"]
    )
    return str(text)[:TEXT_LENGTH]


def _plain_words() -> list[str]:
    """The single words of all rules, as a plain scan would have them."""
    words = sorted({word for rule in rules().rules for word in rule.woorden.split()})
    return [re.escape(word).replace(r"\*", r"\w*") for word in words]


def main() -> None:
    """Print what goes wrong on the practice half: `python -m bench.wording`."""
    sentences = judged(PRACTICE)
    for each in sentences:
        if each.careful == bool(each.rules):
            print(each.id, *each.kinds, each.rules, each.text)
    result = score(sentences)
    print(f"practice: precision {result.precision:.3f}, recall {result.recall:.3f}")


if __name__ == "__main__":
    main()
