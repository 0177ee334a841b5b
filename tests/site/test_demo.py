"""The demo: its people, what its long case holds, and that nothing of it can be read on disk."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from meldcode.dossier.entries import Begin, Correctie, Noodtoegang, Plain, Uitgegeven
from meldcode.kader import kept
from meldcode.kader.load import frameworks
from meldcode.site.demo.story import stories
from tests import demo
from tests.demo import Demo, meldcode

LONG = "Koperen Reiger"


@pytest.fixture(scope="module")
def made() -> Demo:
    """The demo; nothing here changes it but its log."""
    return demo.original()


@pytest.fixture(scope="module")
def long(made: Demo) -> list[dict[str, Any]]:
    """The entries of the long case, as exported."""
    said = made.run("dossier", "export", "--alle", "--json", als="bram")
    assert said.code == 0, said.err
    (line,) = said.out.splitlines()
    found: list[dict[str, Any]] = json.loads(line)["regels"]
    return found


def test_it_prints_a_line_a_person(made: Demo) -> None:
    lines = made.said.splitlines()
    who = [line.split(":")[0] for line in lines]
    assert who == [
        "Dina (beheerder, eindverantwoordelijke)",
        "Anna (professional)",
        "Bram (professional, aandachtsfunctionaris)",
        "Chris (professional)",
        "Herstelcode",
    ]
    assert all(len(phrase.split()) == 6 for phrase in made.phrases.values())
    assert re.fullmatch(r"(\w{4}-){6}\w{4}", made.code)


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "iets").touch()
    said = meldcode("demo", "--map", tmp_path)
    told = f"De map {tmp_path} is niet leeg. Kies voor een demo een lege map met --map.\n"
    assert said == (2, "", told)
    assert [path.name for path in tmp_path.iterdir()] == ["iets"]


def test_each_sees_their_own_cases(made: Demo) -> None:
    assert set(made.cases("anna")) == {LONG, "Gevlochten Mand", "Zonnegele Tulp"}
    assert set(made.cases("bram")) == {LONG}
    for stranger in ("chris", "dina"):
        assert made.run("dossier", "lijst", als=stranger).out == "Je hebt nog geen zaken.\n"


def test_the_long_case_has_every_kind_of_entry(long: list[dict[str, Any]]) -> None:
    kinds = (Begin, *get_args(Plain), Noodtoegang, Uitgegeven, Correctie)
    found = {each["inhoud"]["soort"] for each in long}
    assert found == {k.model_fields["soort"].default for k in kinds}
    assert len(long) >= 60


def test_the_long_case_goes_over_eight_months_up_to_now(long: list[dict[str, Any]]) -> None:
    moments = [datetime.fromisoformat(each["vastgelegd"]) for each in long]
    assert moments == sorted(moments)
    assert moments[-1] - moments[0] > timedelta(days=240)
    assert timedelta() < datetime.now(UTC) - moments[-1] < timedelta(weeks=1)


def test_the_long_case_has_two_children_and_a_talk_not_held(long: list[dict[str, Any]]) -> None:
    told = [each["inhoud"] for each in long]
    assert {e["naam"] for e in told if e["soort"] == "persoon" and e["rol"] == "kind"} == {
        "Noortje Wildervank",
        "Teun Wildervank",
    }
    not_held = [e for e in told if e["soort"] == "gesprek" and e["gehouden"] == "nee"]
    assert [e["grond"] for e in not_held] == ["veiligheid_betrokkenen"]
    rounds = [e["antwoorden"]["5"] for e in told if e["soort"] == "afweging"]
    assert rounds == ["open", "open", "nee", "ja", "open"]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 17, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
        datetime(2031, 2, 28, 23, 59, tzinfo=UTC),
        datetime(2020, 1, 1, tzinfo=UTC),
    ],
)
def test_the_stories_end_in_the_week_before_and_keep_their_weekdays(now: datetime) -> None:
    told = stories(now)
    last = max(story.events[-1].at for story in told)
    assert timedelta() <= now - last < timedelta(weeks=1)
    assert last.strftime("%A %H:%M") == "Tuesday 16:40"


def test_a_birth_moves_with_the_story_so_that_ages_stay() -> None:
    later = stories(datetime(2028, 11, 21, 12, tzinfo=UTC))[0].events
    births = {e.fields["id"]: e.fields["geboren"] for e in later if e.fields.get("geboren")}
    assert births == {"p1": "1993-06", "p2": "1990", "p3": "2020-11-04", "p4": "2024-02-17"}


def canaries() -> set[str]:
    """Every name, birth date and sentence of the fictional cases."""
    found: set[str] = set()
    for story in stories(datetime.now(UTC)):
        found |= {story.codenaam, *(event.text for event in story.events if event.kind == "nood")}
        for event in story.events:
            found |= set(_texts(event.fields))
            found |= {str(event.fields[k]) for k in ("geboren",) if k in event.fields}
    # A framework is kept in the data folder, and has words such as 'beide ouders' too.
    public = kept.to_text(frameworks()["sociaal"])
    return {each for each in found if len(each) > 6 and each not in public}


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) and " " in value else []


def test_the_canaries_are_in_what_is_exported(made: Demo) -> None:
    said = made.run("dossier", "export", "--alle", "--json", als="anna")
    plain = " ".join(_texts([json.loads(line) for line in said.out.splitlines()]))
    assert len(canaries()) > 200
    assert len([each for each in canaries() if each in plain]) > 200


def test_nothing_of_a_case_can_be_read_in_the_data_folder(tmp_path: Path) -> None:
    copy = demo.copy(tmp_path)
    assert copy.run("back-up", copy.folder / "zelf.jsonl.gz").code == 0
    assert copy.ready().code == 0
    on_disk = copy.files()
    for path, body in list(on_disk.items()):
        if path.suffix == ".gz":
            on_disk[path.with_suffix(".uit")] = gzip.decompress(body)
    found = [
        (path.name, each)
        for path, body in on_disk.items()
        for each in canaries()
        if each.encode() in body or each.encode("utf-16-le") in body
    ]
    assert found == []
    assert {path.suffix for path in on_disk} >= {".sqlite3", ".gz", ".uit", ".json"}
