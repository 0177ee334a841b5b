"""The commands about the frameworks: kader lijst, toon and controleer."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine

from meldcode.cli import content
from meldcode.kader.load import BASE, ORDER, frameworks
from meldcode.kader.verify import Proven, Report
from tests.cli.terminal import Terminal


def report(framework: str, holds: bool, same_as: str | None = None) -> Report:
    example = None if holds else "Bij 1 ja en 2 ja leidt dit niet tot melden."
    properties = (
        Proven("norm_1", "Bij onveiligheid is melden de norm.", holds, example),
        Proven("vastleggen", "Bij elke uitkomst leg je vast.", True, None),
    )
    return Report(framework, properties, 12, same_as)


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """What the proof finds; the real one takes its time and has tests of its own."""
    reports = [report("artsen", True), report("onderwijs", True, "artsen")]

    def verify_all(_: object, progress: object) -> list[Report]:
        assert callable(progress)
        for each in reports:
            progress(each)
        return reports

    monkeypatch.setattr(content, "verify_all", verify_all)
    return reports


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_the_list_has_every_framework_in_the_order_of_the_menu(terminal: Terminal) -> None:
    said = terminal("kader lijst")
    # A line that goes on from the one above it has no name.
    named = [line.split()[0] for line in said.out.splitlines() if line[1:2].isalpha()]
    assert said.code == 0
    assert [name for name in named if name in ORDER] == list(ORDER)


def test_frameworks_that_decide_the_same_show_the_same_hash(terminal: Terminal) -> None:
    shown = terminal("kader lijst").out
    for framework in frameworks().values():
        assert framework.hash[:19].removeprefix("sha256:") in shown


def test_a_framework_is_shown_whole(terminal: Terminal) -> None:
    said = terminal("kader toon artsen")
    framework = frameworks()["artsen"]
    shown = unwrapped(said.out)
    assert said.code == 0
    assert framework.hash in said.out
    for items in framework.collections.values():
        for item in items.values():
            assert f"\n{item.id}\n" in said.out
    for block in framework.blokken.values():
        assert unwrapped(framework.plain(block.tekst)) in shown
    for check in framework.controles.values():
        for question in check.vragen:
            assert unwrapped(framework.plain(question.vraag)) in shown


def test_a_framework_shows_from_which_one_each_part_comes(terminal: Terminal) -> None:
    shown = [line.strip() for line in terminal("kader toon artsen").out.splitlines()]
    origins = list(frameworks()["artsen"].origin.values())
    assert shown.count("Komt uit: artsen") == origins.count("artsen") > 0
    assert shown.count(f"Komt uit: {BASE}") > 0


def test_a_framework_shows_its_sources_and_no_reference_as_an_author_writes_it(
    terminal: Terminal,
) -> None:
    shown = terminal("kader toon onderwijs").out
    assert "Bron: Afwegingskader RBCZ, stap 1" in shown
    assert "{feit:" not in shown


def test_an_unknown_framework_is_named_with_those_there_are(terminal: Terminal) -> None:
    assert terminal("kader toon bakkers") == (
        2,
        "",
        f"Het kader 'bakkers' bestaat niet. Kies uit: {', '.join(ORDER)}.\n",
    )


def test_the_check_tells_for_each_framework_that_everything_holds(
    terminal: Terminal, proved: list[Report]
) -> None:
    said = terminal("kader controleer --datum 2026-11-22")
    assert said.code == 0
    assert "artsen: klopt, 2 van 2 regels (12 gevallen nagegaan)\n" in said.out
    assert "onderwijs: klopt, 2 van 2 regels (beslist hetzelfde als artsen)\n" in said.out
    assert "• Bij onveiligheid is melden de norm." in said.out


def test_the_check_fails_with_an_example_where_a_property_does_not_hold(
    terminal: Terminal, proved: list[Report]
) -> None:
    proved[0] = report("artsen", False)
    said = terminal("kader controleer --datum 2026-11-22")
    assert said.code == 1
    assert "artsen: klopt niet, 1 van 2 regels" in said.out
    assert "  Geldt niet: Bij onveiligheid is melden de norm." in said.out
    assert "    Bij 1 ja en 2 ja leidt dit niet tot melden." in said.out
    assert "• Bij onveiligheid is melden de norm." not in said.out


def test_an_old_fact_is_a_warning_that_leaves_the_exit_code_alone(
    terminal: Terminal, proved: list[Report]
) -> None:
    fact = frameworks()[BASE].facts["vt_telefoon"]
    before = terminal(f"kader controleer --datum {fact.opnieuw - timedelta(days=1)}")
    after = terminal(f"kader controleer --datum {fact.opnieuw}")
    assert (before.code, after.code) == (0, 0)
    assert "(feit 'vt_telefoon')" not in unwrapped(before.out)
    assert "Let op, kijk deze feiten opnieuw na" in after.out
    assert f"Gezien op {fact.gezien} (feit 'vt_telefoon')." in unwrapped(after.out)


def test_where_no_fact_is_old_the_check_says_so(terminal: Terminal, proved: list[Report]) -> None:
    earliest = min(fact.gezien for fact in frameworks()[BASE].facts.values())
    assert "Alle feiten zijn actueel" in terminal(f"kader controleer --datum {earliest}").out


def test_without_a_date_the_check_looks_at_today(terminal: Terminal, proved: list[Report]) -> None:
    fact = frameworks()[BASE].facts["vt_telefoon"]
    with time_machine.travel(datetime.combine(fact.opnieuw, time(12)), tick=False):
        assert "(feit 'vt_telefoon')" in unwrapped(terminal("kader controleer").out)
    with time_machine.travel(datetime.combine(fact.gezien, time(12)), tick=False):
        assert "(feit 'vt_telefoon')" not in unwrapped(terminal("kader controleer").out)
