"""The bench runs and tells everything it should; how fast it is, no test says."""

import subprocess
import sys

import pytest

from bench import decision
from meldcode.kader.load import frameworks


def test_zen_and_every_framework_decide_the_same_on_all_answers() -> None:
    for framework in frameworks().values():
        decision.check_same(framework, decision.precompiled(decision.jdm(framework)))


def test_a_zen_table_that_decides_otherwise_is_refused() -> None:
    framework = frameworks()[decision.FRAMEWORK]
    model = decision.jdm(framework)
    rule = model["nodes"][1]["content"]["rules"][-1]
    rule["out-hulp"] = '"iets_anders"'

    with pytest.raises(decision.DifferentDecision, match="iets_anders"):
        decision.check_same(framework, decision.precompiled(model))


def test_it_prints_one_table_with_a_ratio_for_each_measurement() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"], capture_output=True, text=True, timeout=120
    )

    assert run.returncode == 0, run.stderr
    for what, target in (
        ("outcome alone ", "≤ 2×"),
        ("whole advice ", "≤ 10×"),
        ("outcome, with situations", "≤ 2×"),
        ("advice, with situations", "≤ 10×"),
        ("question page, ", "≤ 14×"),
        ("search, ", "≤ 2×"),
        ("pages a second, 8 clients", ""),
        ("p99 over p50, 8 clients", ""),
        ("start to first page", ""),
        ("guide, p99, beside 8 who log in", "≤ 3×"),
        ("my cases, people/cases", "≤ 1.3×"),
        ("logging in after the passphrase", "≤ 1.3×"),
        ("queries of my cases", "≤ 1×"),
        ("queries of logging in", "≤ 1×"),
        ("case page, entries", "≤ 4×"),
        ("adding an entry", "≤ 1.3×"),
        ("report of 3 pages", "≤ 2×"),
        ("report of 20 pages", "≤ 2×"),
    ):
        line = next(line for line in run.stdout.splitlines() if what in line)
        assert line.count("×") >= 1
        assert target in line
