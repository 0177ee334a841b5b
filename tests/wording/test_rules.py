"""The content of the check: what is not right is refused with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.kader.load import CONTENT as KADER_CONTENT
from meldcode.kader.load import load_registers
from meldcode.kader.reading import ContentError
from meldcode.wording.rules import CONTENT, load, rules

KINDS = {
    "impressie",
    "oordeel",
    "absoluut",
    "horen_zeggen",
    "buiten_vak",
    "vaag",
    "verborgen_dader",
}


def test_every_kind_has_a_rule() -> None:
    assert {rule.soort for rule in rules().rules} == KINDS


def test_every_rule_has_examples_of_both_sorts() -> None:
    assert [rule.id for rule in rules().rules if not rule.wel or not rule.niet] == []


def test_every_rule_has_a_source_that_exists() -> None:
    registers = load_registers(KADER_CONTENT)
    for rule in rules().rules:
        for ref in rule.bron:
            assert registers.cite(ref)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("regels:\n", "regel:\n", r"De sleutel 'regel' ken ik niet"),
        ("  - id: maanden\n", "  - id: manden\n", r"De groep 'maanden' ontbreekt"),
        ("soort: vaag", "soort: vaal", r"sleutel 'soort': mag alleen zijn"),
        ("bron: [rbcz#Feiten met hun bron]", "bron: [ergens]", r"'bron': 'ergens' ken ik niet"),
        ("  - id: naamloos\n", "  - id: gerucht\n", r"Regel 'gerucht': deze id bestaat al"),
        ("      via via\n", "      via …\n", r"'via …': begin en eindig met een woord"),
        ("tenzij: [gezegd]", "tenzij: [zomaar]", r"sleutel 'tenzij.0': mag alleen zijn"),
    ],
)
def test_content_that_is_not_right_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = CONTENT.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "regels.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=rf"^wording/regels.yaml:\d+: .*{message}"):
        load(broken)
