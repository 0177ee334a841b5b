"""Rounds of weighing, and what opens the next one."""

from __future__ import annotations

from datetime import date
from typing import Any

from meldcode.dossier.casefile import CaseFile
from meldcode.dossier.entries import Afweging, Kaderwissel
from meldcode.dossier.rounds import reopening_of, rounds_of
from meldcode.kader.load import frameworks
from tests.dossier.chain import chain


def test_a_situation_that_cannot_be_read_any_more_is_weighed_again_after_a_move() -> None:
    day, answers = date(2026, 9, 7), {"1": "ja", "2": "ja"}
    given: dict[str, Any] = {"antwoorden": answers, "situatie": {"vroeger": "ja"}}
    weighed = Afweging(op=day, ronde=1, bon={"melden": "noodzakelijk", "hulp": "open"}, **given)
    other = "sha256:" + "0" * 64
    moved = Kaderwissel(op=day, kader="artsen", kader_versie="2027", kader_hash=other)
    framework = frameworks()["artsen"]
    alone, after = CaseFile.of(chain(weighed)), CaseFile.of(chain(weighed, moved))
    assert reopening_of(alone, framework, rounds_of(alone, framework)) is None
    assert reopening_of(after, framework, rounds_of(after, framework)) is not None
