"""`meldcode herstel`: back in with the recovery code and a new passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import demo
from tests.demo import Demo

NEW = "gele tractor fluit zachtjes door de mist"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A demo that these tests recover in."""
    return demo.copy(tmp_path_factory.mktemp("herstel"))


def test_the_code_gives_a_new_passphrase_and_the_old_one_ends(made: Demo, tmp_path: Path) -> None:
    said = made.run("herstel", stdin=f"anna\n{made.code.lower()}\n{NEW}\n{NEW}\n")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("Je nieuwe wachtzin werkt. Je bent overal uitgelogd.\n")
    assert made.run("dossier", "lijst", als="anna").code == 2
    assert "Koperen Reiger" in made.run("dossier", "lijst", "--als", "anna", stdin=NEW + "\n").out
    assert made.run("controleer").code == 0


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("bram\n{code}\neen goede zin met woorden\niets anders\n", "zijn niet gelijk"),
        ("bram\n0000-0000-0000-0000-0000-0000-0000\n{new}\n{new}\n", "hoort niet bij"),
        ("bram\nABC\n{new}\n{new}\n", "De code heeft er 28"),
        ("niemand\n{code}\n{new}\n{new}\n", "Er is hier niemand met deze naam."),
        ("bram\n{code}\nkort\nkort\n", "wachtzin"),
        ("\n", "Er is geen naam ingevuld."),
    ],
)
def test_what_is_not_right_is_told_and_changes_nothing(made: Demo, typed: str, told: str) -> None:
    said = made.run("herstel", stdin=typed.format(code=made.code, new=NEW))
    assert said.code == 2
    assert told in said.err
    assert said.err.count("\n") == 1
