"""The process that makes a PDF: bounded, told nothing it needn't know, and its faults in words."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack

import pytest

from meldcode.paper import process
from meldcode.paper.process import BUSY, TOO_LARGE, NoPaperError

TEMPLATE = '#set document(title: "Proef", date: auto)\n#set text(lang: "nl")\n#par("Een regel")'


def _make() -> bytes:
    return process.make(TEMPLATE, {}, 0)


def test_a_template_becomes_a_pdf() -> None:
    assert _make().startswith(b"%PDF-")


def test_a_document_that_takes_too_much_memory_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(process, "MOST_BYTES", 16 * 1024**2)
    with pytest.raises(NoPaperError, match=TOO_LARGE[:30]):
        _make()
    assert "the process that makes a PDF ended with" in caplog.text


def test_a_document_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(process, "RUN_SECONDS", 0.001)
    with pytest.raises(NoPaperError, match=TOO_LARGE[:30]):
        _make()
    assert "was ended" in caplog.text


def test_whoever_finds_the_line_full_hears_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lane = process._Lane(at_once=1, places=1)
    monkeypatch.setattr(process, "_small", lane)
    with lane.turn(), pytest.raises(NoPaperError) as told:
        _make()
    assert str(told.value) == BUSY
    assert _make()


def test_a_large_file_stands_in_the_way_of_no_small_one() -> None:
    with ExitStack() as stack:
        stack.enter_context(process._large.turn())
        assert _make()


def test_who_waits_too_long_hears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WAIT_SECONDS", 0.001)
    lane = process._Lane(at_once=1, places=2)
    monkeypatch.setattr(process, "_small", lane)
    with lane.turn(), pytest.raises(NoPaperError, match=BUSY[:20]):
        _make()


def test_the_process_is_told_nothing_of_the_servers_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MELDCODE_PROCES_SLEUTEL", "geheim")
    assert "geheim" not in json.dumps(process._environment())


def test_two_at_once_are_both_made() -> None:
    made: list[bytes] = []
    both = [threading.Thread(target=lambda: made.append(_make())) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [pdf[:5] for pdf in made] == [b"%PDF-"] * 2
