"""The commands that show the frameworks: kader lijst and toon."""

from __future__ import annotations

from meldcode.kader.load import BASE, ORDER, frameworks
from tests.cli.terminal import Terminal


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
