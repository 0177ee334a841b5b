"""kader verschil and kader naspelen: where frameworks come from, and what is said."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from meldcode.cli import changing, place
from meldcode.cli.errors import BAD_INPUT, Failure
from meldcode.dossier import pinned, services
from meldcode.dossier.entries import Afsluiting, Entry
from meldcode.kader import kept
from meldcode.kader.advice import NOTHING_KNOWN
from meldcode.kader.decide import decide
from meldcode.kader.load import CONTENT, frameworks
from meldcode.kader.model import Framework
from meldcode.workshop.as_json import to_json
from tests.cast import NOW, Cast
from tests.workshop.versions import milder, reworded

OLD = frameworks()["artsen"]
NEW = milder(OLD)
ANSWERS = {"1": "ja", "2": "nee", "3": "nee"}


def file(folder: Path, framework: Framework, text: str = "") -> str:
    path = folder / "kader.json"
    path.write_text(text or kept.to_text(framework), encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, as running text."""
    return " ".join(capsys.readouterr().out.split())


def test_a_framework_is_the_same_by_its_id_its_folder_and_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = tmp_path / "uit.json"
    exported.write_text(to_json(OLD), encoding="utf-8")
    for other in (str(CONTENT / "artsen"), file(tmp_path, OLD), str(exported)):
        assert changing.show_difference("artsen", other)
        assert said(capsys).endswith("Er is geen verschil.")


def test_two_versions_of_an_own_framework_are_compared_by_their_folders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "id: tandartsen\nnaam: Tandartsen\nkort: tandartsen\nberoep: Tandarts\n"
    folders = [tmp_path / version / "tandartsen" for version in ("oud", "nieuw")]
    for folder, version in zip(folders, ("1", "2"), strict=True):
        folder.mkdir(parents=True)
        rest = f"op: gemeenschappelijk\nversie: '{version}'\nbron: [eigen]\n"
        (folder / "kader.yaml").write_text(head + rest, encoding="utf-8")
    assert not changing.show_difference(str(folders[0]), str(folders[1]))
    assert said(capsys).endswith("Woorden Kader tandartsen, versie - 1 + 2")


def test_a_difference_is_told_in_decision_rules_and_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not changing.show_difference("artsen", file(tmp_path, NEW))
    told = said(capsys)
    for part in (
        f"Van artsen, versie {OLD.versie} (beslissing {OLD.hash[7:19]}, woorden ",
        "naar artsen, versie 2027-01 (beslissing ",
        "Melden? Was: Ja, meld bij Veilig Thuis. Wordt: ",
        "Dat kan bij 1 van de 243 manieren om te antwoorden, en is zo bij: - afweging 1 ja",
        "Regels Overgang zelf.3.nee, naar - einde + 4",
        "Woorden Kader artsen, versie",
    ):
        assert part in told


def test_other_words_leave_the_decision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not changing.show_difference("artsen", file(tmp_path, reworded(OLD)))
    told = said(capsys)
    assert "Beslissing Gelijk: de vingerafdruk van de beslissing is dezelfde." in told
    assert told.endswith(f"Afweging 1, vraag - {OLD.afwegingen['1'].vraag} + Denk je aan geweld?")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("tandartsen", "'tandartsen' is geen kader, geen map en geen bestand. Kies uit: artsen, "),
        ("leeg", "Het kader in de map "),
        ("kapot.json", "In het bestand "),
        ("tekst.json", "In het bestand "),
    ],
)
def test_what_is_no_framework_is_refused(
    named: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leeg").mkdir()
    (tmp_path / "kapot.json").write_text("{", encoding="utf-8")
    (tmp_path / "tekst.json").write_text('{"vorm": 1}', encoding="utf-8")
    with pytest.raises(Failure) as refused:
        changing.show_difference("artsen", named)
    assert str(refused.value).startswith(message)
    assert refused.value.exit_code == BAD_INPUT


# With an installation.


@contextmanager
def here(folder: Path) -> Iterator[Path]:
    yield folder


def begun(cast: Cast, framework: Framework, *entries: Entry) -> None:
    services.start(cast.anna, framework, "Blauwe Zwaan", entries, NOW)


def test_cases_are_counted_by_the_version_they_began_with(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = Afsluiting(op=date(2026, 11, 16), grond="anders", toelichting="Klaar.")
    begun(cast, OLD)
    begun(cast, OLD, closed)
    with patch.object(pinned, "frameworks", lambda: {**frameworks(), "artsen": NEW}):
        begun(cast, NEW)
    assert [(each.total, each.running) for each in pinned.counts("artsen")] in (
        [(2, 1), (1, 1)],
        [(1, 1), (2, 1)],
    )
    other = file(tmp_path, NEW)
    with patch.object(place, "opened", lambda: here(tmp_path)):
        changing.show_difference("artsen", other, zaken=True)
    told = said(capsys).partition(" Zaken ")[2]
    assert told.startswith("Met het eerste kader begonnen: 2 zaken, waarvan er 1 nog loopt.")
    assert "Overgang zelf.3.nee, naar: 2 na een overstap door de professional" in told
    assert "Met een andere versie van 'artsen' begonnen: 1." in told
    assert "Zwaan" not in told


def test_new_words_concern_every_case_at_once(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(cast, OLD)
    other = file(tmp_path, reworded(OLD))
    with patch.object(place, "opened", lambda: here(tmp_path)):
        changing.show_difference("artsen", other, zaken=True)
    told = said(capsys)
    assert "Woorden (1 keer anders): 1 meteen bij een nieuwe versie" in told


# Receipts.


def bon(folder: Path, framework: Framework = OLD, **changed: Any) -> str:
    advice = decide(framework, ANSWERS, NOTHING_KNOWN).as_dict()
    data = {"vraag": {"afwegingen": ANSWERS}, "advies": {**advice, **changed}}
    path = folder / "bon.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_receipt_of_today_is_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert changing.replay_receipts(bon(tmp_path), None, tmp_path)
    assert said(capsys) == (
        f"artsen, versie {OLD.versie}, beslissing {OLD.hash[7:19]} "
        "Hetzelfde. Dit kader geeft met deze antwoorden nog precies dit advies."
    )


def test_a_receipt_comes_from_standard_input_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO(Path(bon(tmp_path)).read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(raw))
    assert changing.replay_receipts("-", None, tmp_path)


def test_an_old_version_is_found_where_a_case_kept_it_or_in_the_file_that_is_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = bon(tmp_path, NEW)
    assert not changing.replay_receipts(receipt, None, tmp_path)
    assert f"Versie {OLD.versie} beslist anders: - Melden? In de bon: " in said(capsys)
    given = tmp_path / "oud.json"
    given.write_text(kept.to_text(NEW), encoding="utf-8")
    assert changing.replay_receipts(receipt, given, tmp_path)
    told = said(capsys)
    assert "Hetzelfde." in told
    assert f"De versie van nu ({OLD.versie}) geeft een ander advies. - Melden? In de bon: " in told
    (tmp_path / "kaders").mkdir()
    name = f"artsen-{NEW.hash.removeprefix('sha256:')}.json"
    given.rename(tmp_path / "kaders" / name)
    assert changing.replay_receipts(receipt, None, tmp_path)


def test_a_receipt_that_was_changed_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = bon(tmp_path, melden="niet_noodzakelijk", plichten=[{"id": "volgen"}])
    assert not changing.replay_receipts(changed, None, tmp_path)
    told = said(capsys)
    assert "De bon klopt niet." in told
    assert f"Nu: {OLD.uitkomsten['melden.noodzakelijk'].titel}." in told
    assert "Plichten. Alleen in de bon: volgen. Alleen nu: " in told


def test_the_texts_of_then_are_told_to_have_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = bon(tmp_path, woorden="sha256:" + "0" * 64)
    assert changing.replay_receipts(changed, None, tmp_path)
    assert "in andere woorden. De teksten van het kader zijn veranderd." in said(capsys)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "De invoer is leeg. Geef een object in JSON."),
        ("[]", "Dit is geen bon: geef een object in JSON."),
        (
            json.dumps(
                {"antwoorden": {}, "bon": {"kader": {"id": "x", "hash": "sha256:" + "0" * 64}}}
            ),
            "Het kader 'x' is hier niet. Geef het bestand ervan met --kader.",
        ),
    ],
)
def test_what_is_no_receipt_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bon.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Failure) as refused:
        changing.replay_receipts(str(path), None, tmp_path)
    assert (str(refused.value), refused.value.exit_code) == (message, BAD_INPUT)


def test_a_receipt_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="is niet te lezen"):
        changing.replay_receipts(str(tmp_path / "nergens"), None, tmp_path)
