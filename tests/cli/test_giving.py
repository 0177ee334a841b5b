"""The command kader uitvoer: to a new file or standard output, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.cli import giving
from meldcode.cli.errors import BAD_CONTENT, BAD_INPUT, Failure
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.as_json import schema_text, to_json
from meldcode.workshop.dmn import to_dmn
from meldcode.workshop.fhir import to_fhir
from meldcode.workshop.mermaid import to_mermaid

ONE = frameworks()["onderwijs"]


@pytest.mark.parametrize(
    ("vorm", "expected"),
    [
        ("dmn", to_dmn(ONE)),
        ("fhir", to_fhir(ONE)),
        ("mermaid", to_mermaid(ONE)),
        ("json", to_json(ONE)),
        ("schema", schema_text()),
    ],
)
def test_a_form_comes_on_standard_output_or_in_a_file(
    vorm: str, expected: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    giving.give_out("onderwijs", vorm, None)
    assert capsysbinary.readouterr().out == expected.encode()
    giving.give_out("onderwijs", vorm, tmp_path / "uit")
    assert (tmp_path / "uit").read_bytes() == expected.encode()
    assert capsysbinary.readouterr().out == b""


@pytest.mark.parametrize(
    ("kader", "vorm", "message"),
    [
        ("tandartsen", "dmn", "Het kader 'tandartsen' bestaat niet. Kies uit: artsen, "),
        (
            "artsen",
            "bpmn",
            "De vorm 'bpmn' bestaat niet. Kies uit: dmn, fhir, mermaid, json, schem",
        ),
    ],
)
def test_a_wrong_name_is_refused_by_name(kader: str, vorm: str, message: str) -> None:
    with pytest.raises(Failure) as refused:
        giving.give_out(kader, vorm, None)
    assert str(refused.value).startswith(message)
    assert refused.value.exit_code == BAD_INPUT


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kader.json"
    path.write_text("van mij")
    with pytest.raises(Failure, match="bestaat al"):
        giving.give_out("artsen", "json", path)
    assert path.read_text() == "van mij"


def test_a_file_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="kan niet worden gemaakt: No such file"):
        giving.give_out("artsen", "json", tmp_path / "nergens" / "kader.json")


def test_a_framework_that_does_not_fit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Framework) -> str:
        raise ValueError("norm needs more than melden")

    monkeypatch.setattr(giving, "FORMS", {"dmn": refuse})
    with pytest.raises(Failure) as refused:
        giving.give_out("artsen", "dmn", None)
    assert str(refused.value) == "Dit kader past niet in de vorm 'dmn'."
    assert refused.value.exit_code == BAD_CONTENT
