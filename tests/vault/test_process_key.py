"""The key of the running server: given by the environment, or made here."""

import base64
import os
import runpy

import pytest

from meldcode.vault import process_key
from meldcode.vault.process_key import ProcessKeyError
from meldcode.vault.sealing import Secret


def test_the_process_key_may_be_given_as_base64() -> None:
    given = process_key.from_environment(
        {"MELDCODE_PROCES_SLEUTEL": base64.b64encode(b"k" * 32).decode()}
    )
    assert given == Secret(b"k" * 32)


@pytest.mark.parametrize("environment", [{}, {"MELDCODE_PROCES_SLEUTEL": " "}])
def test_without_a_given_process_key_there_is_none(environment: dict[str, str]) -> None:
    assert process_key.from_environment(environment) is None


@pytest.mark.parametrize("wrong", ["geen base64!", base64.b64encode(b"k" * 31).decode(), "é"])
def test_a_wrong_process_key_is_refused_without_naming_it(wrong: str) -> None:
    with pytest.raises(ProcessKeyError) as refusal:
        process_key.from_environment({"MELDCODE_PROCES_SLEUTEL": wrong})
    assert str(refusal.value) == (
        "MELDCODE_PROCES_SLEUTEL moet 32 willekeurige bytes zijn, geschreven als base64. "
        "Maak er een met: openssl rand -base64 32"
    )


def test_a_key_that_was_not_given_is_new_each_start_and_of_this_process_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MELDCODE_PROCES_SLEUTEL", raising=False)
    first, second = runpy.run_path(process_key.__file__), runpy.run_path(process_key.__file__)
    assert first["PROCESS_KEY"] != second["PROCESS_KEY"]
    assert first["MADE_IN_PROCESS"] == os.getpid()


def test_a_given_key_is_used_and_belongs_to_no_single_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MELDCODE_PROCES_SLEUTEL", base64.b64encode(b"k" * 32).decode())
    started = runpy.run_path(process_key.__file__)
    assert started["PROCESS_KEY"] == Secret(b"k" * 32)
    assert started["MADE_IN_PROCESS"] is None
