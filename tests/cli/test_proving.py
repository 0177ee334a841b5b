"""`meldcode kader controleer`: the proof, the cases, what they reach and what is hard to read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine

from meldcode.cli import proving
from meldcode.cli.errors import Failure
from meldcode.kader.advice import Situation
from meldcode.kader.load import BASE, CONTENT, frameworks
from meldcode.kader.verify import Breach, Proven, Report
from tests.cli.terminal import Terminal

TODAY = date(2026, 11, 22)
EVERY_YES = dict.fromkeys("12345", "ja")


def report(framework: str, holds: bool, same_as: str | None = None) -> Report:
    fault = "geeft dit kader geen uitkomst"
    breach = None if holds else Breach(EVERY_YES, Situation(onveiligheid="acuut"), fault)
    properties = (
        Proven("norm_1", "Bij onveiligheid is melden de norm.", holds, None, breach),
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

    monkeypatch.setattr(proving, "verify_all", verify_all)
    monkeypatch.setattr(proving, "verify", lambda framework, _: report(framework.id, True))
    return reports


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a framework of one's own, as somebody writes it."""
    folder = tmp_path / "bakkers"
    folder.mkdir()
    text = (CONTENT / "justitie" / "kader.yaml").read_text(encoding="utf-8")
    text = text.replace("id: justitie\n", "id: bakkers\n", 1)
    (folder / "kader.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_check_tells_for_each_framework_that_everything_holds(
    terminal: Terminal, proved: list[Report]
) -> None:
    said = terminal("kader controleer --datum 2026-11-22")
    assert said.code == 0
    assert "artsen: klopt, 2 van 2 regels (12 combinaties nagegaan)\n" in said.out
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
    assert (
        "Bij een vermoeden (afweging 1 ja), acute onveiligheid (afweging 2 ja), hulp die je zelf "
        "geeft of regelt (afweging 3 ja), betrokkenen die de hulp aanvaarden (afweging 4 ja) en "
        "hulp die tot veiligheid leidt (afweging 5 ja) geeft dit kader geen uitkomst."
    ) in unwrapped(said.out)
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


def test_one_framework_can_be_checked_alone(
    proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    assert proving.check(TODAY, "onderwijs")
    said = capsys.readouterr().out
    assert said.startswith("onderwijs: klopt, 2 van 2 regels (12 combinaties nagegaan)\n")
    assert "artsen:" not in said
    assert "Bewezen voor dit kader" in said


def test_a_name_that_is_no_framework_is_refused(proved: list[Report]) -> None:
    with pytest.raises(Failure, match="'slagers' is geen kader"):
        proving.check(TODAY, "slagers")


def test_the_cases_run_with_the_check(
    proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    assert proving.check(TODAY)
    assert capsys.readouterr().out.count(" voorbeeldgevallen: alle komen uit zoals verwacht") == 2


def test_a_case_that_comes_out_otherwise_is_named_with_its_line_and_what_differs(
    own: Path, proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "gevallen.yaml").write_text(
        'gevallen:\n  - id: brood\n    verhaal: Verzonnen.\n    antwoorden: {"1": nee}\n'
        "    verwacht: {melden: noodzakelijk}\n",
        encoding="utf-8",
    )
    assert not proving.check(TODAY, str(own))
    said = unwrapped(capsys.readouterr().out)
    assert "voorbeeldgevallen: 1 komt anders uit bakkers/gevallen.yaml:2: geval 'brood'" in said
    assert "'melden' is 'niet_noodzakelijk', en moet 'noodzakelijk' zijn." in said
    assert "laat_weg" not in said


def test_a_case_of_the_common_framework_that_comes_out_otherwise_may_be_left_out(
    own: Path, proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    text = (own / "kader.yaml").read_text(encoding="utf-8")
    text += "\nlaat_weg:\n  plichten: [volgen]\n"
    (own / "kader.yaml").write_text(text, encoding="utf-8")
    assert not proving.check(TODAY, str(own))
    said = unwrapped(capsys.readouterr().out)
    assert "geval 'een-half-jaar-veilig' De plicht 'volgen' ontbreekt." in said
    assert "Zet de id onder 'laat_weg' in je eigen gevallen.yaml." in said


def test_cases_that_cannot_be_read_are_told_with_their_place(
    own: Path, proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "gevallen.yaml").write_text("gevallen: brood\n", encoding="utf-8")
    assert not proving.check(TODAY, str(own))
    assert "De gevallen zijn niet te lezen. bakkers/gevallen.yaml:1:" in capsys.readouterr().out


def test_what_no_case_reaches_is_shown_when_asked(
    own: Path, proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "gevallen.yaml").write_text("laat_weg: [dementie-en-een-driftige-zoon]\n")
    assert proving.check(TODAY, str(own), reach=True)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["plichten", "20", "van", "21", "vertegenwoordiger"] in rows
    assert ["antwoorden", "op", "afwegingen", "15", "van", "15", "-"] in rows


def test_what_is_hard_to_read_is_shown_with_its_place_when_asked(
    own: Path, proved: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    text = (own / "kader.yaml").read_text(encoding="utf-8")
    line = text[: text.index("gaat voor")].count("\n") + 1
    (own / "kader.yaml").write_text(text.replace("gaat voor", "is ambtshalve", 1))
    # A register may be empty, as it is in a framework that was just begun.
    (own / "bronnen.yaml").write_text("# Nog geen bronnen.\n")
    assert proving.check(TODAY, str(own), reading=True)
    said = capsys.readouterr().out
    assert "Woorden en afkortingen om uit te leggen: 1" in said
    assert f"bakkers/kader.yaml:{line}: 'ambtshalve'" in said


def test_an_own_framework_that_does_not_load_is_named_and_fails_the_check(
    own: Path,
    proved: list[Report],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    why = {"bakkers": "bakkers/kader.yaml:1: De sleutel 'naam' ontbreekt."}
    monkeypatch.setattr(proving, "left_out", lambda: why)
    assert not proving.check(TODAY)
    assert "bakkers: klopt niet. bakkers/kader.yaml:1:" in capsys.readouterr().out


def test_an_own_framework_that_does_not_load_is_refused_by_its_name_with_the_reason(
    proved: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    why = {"bakkers": "bakkers/kader.yaml:1: De sleutel 'naam' ontbreekt."}
    monkeypatch.setattr(proving, "left_out", lambda: why)
    with pytest.raises(Failure, match=r"bakkers: klopt niet\. bakkers/kader\.yaml:1: De sleutel"):
        proving.check(TODAY, "bakkers")
