"""What is said to whoever chose another profession halfway: what stays, what counts no more."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from meldcode.kader.bezoek import Bezoek
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps


def note(bezoek: Bezoek, before: str) -> SafeString:
    """What became of the answers that were given from the framework ``before``."""
    now, then = frameworks()[bezoek.kader], frameworks()[before]
    first, last = (_verdict(bezoek, each) for each in (then, now))
    context = {
        "beroep": now.beroep,
        "vervalt": list(_dropped(bezoek, then, now)),
        "eerst": first,
        "nu": last if first != last else None,
    }
    return render_to_string("guide/_gewisseld.html", context)


def _verdict(bezoek: Bezoek, framework: Framework) -> str:
    return framework.uitkomsten[f"melden.{bezoek.advice(framework).melden}"].titel


def _dropped(bezoek: Bezoek, then: Framework, now: Framework) -> Iterator[str]:
    """What was answered and has no place in the framework of now, in a few words each."""
    for key, question in then.situatievragen.items():
        if key in bezoek.gevraagd and key not in now.situatievragen:
            yield question.kort.lower()
    for number in walked_steps(then):
        if number in bezoek.stappen and number not in walked_steps(now):
            yield f"stap {then.stappen[number].nummer} ({then.stappen[number].kort.lower()})"
    ticked = bezoek.hulpvragen & {*then.hulpvragen} - {*now.hulpvragen}
    if ticked:
        yield "1 aangekruiste vraag" if len(ticked) == 1 else f"{len(ticked)} aangekruiste vragen"
