"""Data of every earlier version opens under this one, and a start that is killed hurts nothing."""

from __future__ import annotations

import json
import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from tests.demo import python

VERSIONS = {
    path.name.split(".")[0]: path
    for path in sorted((Path(__file__).parent / "versies").glob("*.tar.xz"))
}
# Before people's rows and keys stood in the log.
UNTOLD = ("20261122-0931-8f8caef", "20261122-0944-c298019")
ONLY_GUIDE = "20261122-0828-03b9fef"
# The first start: making tables, noting that they are made, and what guards them.
STEPS = (
    'CREATE TABLE "guide_sealedvisit"',
    'CREATE INDEX "by_subject"',
    "CREATE TRIGGER access_logline_delete",
)
# SHA-256 of each migration as it landed: what was made with it can't be made again. Add a line for
# a new one; never change a line that is here.
LANDED = {
    "access/0001_initial.py": "56d1a6c6ea4c1b9194f8d02080e306d2fbd7bb5ffa732761343a98729a45bbaa",
    "access/0002_passed.py": "aaa99d69ea54c2dae575a7c9dce9dcfb902d254cda333f7eb384b9420d425fe1",
    "access/0003_signed_end.py": "ccb2a94ba741cb304e88f214f52578c50810ed614a313ea036e7947e30cbcce7",
    "access/0004_waits_and_places.py": (
        "14c554de45d2d3a8e3156c8fbbe1dc0d6c0ef98c1977925f89839dff9b1c6897"
    ),
    "access/0005_two_hands.py": "9b11904079a1573f7b2ac410ba00bb9a59fff29c3399434077caedcbde82a9c3",
    "access/0006_by_moment.py": "f4c47690386d332a33cc02732c536f2a6abe9a062d2d647a12e2dfcb08957f6f",
    "access/0007_signed_factors.py": (
        "b0066667aa2e7742c7f055a52a5a7b61772a76b66fe7e60be52dc93d4d995c1e"
    ),
    "dossier/0001_initial.py": "851fd6bf3e76def05c7cf3f94fc3c5d1142c8c5f2b423bcdabc85330c3ef9473",
    "dossier/0002_kept_pages.py": (
        "b52d119782203bab79ce65d2c6905a2f91c5dd30ac50fbb8577677d3278fb720"
    ),
    "guide/0001_initial.py": "590e457643a3272fdc5e8f9a606330fe97b21933b2451d2e70c4ca77f5fa315f",
    "ledger/0001_initial.py": "316cd37b738e105c14a8e68c2e53ba052c2cb00eca7000698c245a08a09cce13",
    "ledger/0002_own_cases.py": "de552886795b7f118be1e79064dd803e236f457a01d703dfaeedfae209542718",
    "ledger/0003_proof.py": "3594d195acfcab3a17ff71d01fda2b6b6623a729aaff1b53af0cae98f783ecc6",
    "ledger/0004_term.py": "5a6dc19daf294cc7d72a20b72ba83cea549a1c1302255c3c7409194d7deb2a1a",
    "melding/0001_initial.py": "7b9f0bad8a9142908b6b6f22d7eba3fdaed76dd4681d419e8d78dc133f566c54",
}


def _program(*arguments: str | Path) -> dict[str, Any]:
    said = python(Path(__file__).with_name("old_versions.py"), *arguments, env=_HERE)
    assert said.code == 0, said.err
    told: dict[str, Any] = json.loads(said.out)
    return told


_HERE = {"PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen in each folder, by the name of its version."""
    above = tmp_path_factory.mktemp("versies")
    for name, path in VERSIONS.items():
        with tarfile.open(path) as archive:
            archive.extractall(above / name, filter="data")
    return _program("openen", *(above / name for name in VERSIONS))


@pytest.mark.parametrize("name", [name for name in VERSIONS if name != ONLY_GUIDE])
def test_a_case_of_an_earlier_version_opens_under_this_one(
    opened: dict[str, Any], name: str
) -> None:
    seen = opened[name]
    assert seen["into"] == "/dossier/"
    assert seen["pages"] == [200, 200, 200, 200]
    assert seen["named"]


@pytest.mark.parametrize("name", [name for name in VERSIONS if name not in (ONLY_GUIDE, *UNTOLD)])
def test_everything_in_an_earlier_version_is_right(opened: dict[str, Any], name: str) -> None:
    assert opened[name]["faults"] == []


@pytest.mark.parametrize("name", UNTOLD)
def test_of_the_oldest_only_what_their_log_did_not_tell_yet_is_named(
    opened: dict[str, Any], name: str
) -> None:
    faults = opened[name]["faults"]
    assert len(faults) == 5
    assert all(fault.endswith("niet die van de laatste keer in het logboek") for fault in faults)


def test_a_guide_of_an_earlier_version_goes_on(opened: dict[str, Any]) -> None:
    assert opened[ONLY_GUIDE]["pages"] == [200, 200]


def test_no_migration_was_changed_after_it_landed() -> None:
    migrations = {
        f"{config.label}/{path.name}": sha256(path.read_bytes()).hexdigest()
        for config in apps.get_app_configs()
        if config.name.startswith("meldcode.")
        for path in (Path(config.path) / "migrations").glob("0*.py")
    }
    assert migrations == LANDED


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of a first start that was killed, by the step at which it was."""
    return _program("breken", tmp_path_factory.mktemp("gebroken"), *STEPS)


@pytest.mark.parametrize("step", STEPS)
def test_a_first_start_that_was_killed_begins_anew_by_itself(
    broken: dict[str, Any], step: str
) -> None:
    assert broken[step] == {"first": None, "tables": [], "second": {"pages": [200, 200]}}


# What an earlier version, which took a transaction for each migration, could leave.
LEFT = (
    "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
    "SELECT 'DELETE FROM django_migrations WHERE app = ''ledger'''",
)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of a start on such a rest."""
    return _program("resten", tmp_path_factory.mktemp("resten"), *LEFT)


@pytest.mark.parametrize("rest", LEFT)
def test_what_an_earlier_version_left_of_a_first_start_is_finished(
    left: dict[str, Any], rest: str
) -> None:
    assert left[rest] == {"pages": [200, 200]}
