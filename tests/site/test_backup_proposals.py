"""What waits for a second signature goes along in no back-up, and nothing is lost by that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import time_machine

from meldcode.access import people, two_hands
from meldcode.access.models import Proposal
from meldcode.access.two_hands import Waits
from meldcode.site import backup
from tests.cast import NOW, Cast, Member, let_in

EVA = Member("Eva", "hagedis stofzuiger beschuit maanlicht", ("eindverantwoordelijke",))


@contextmanager
def _no_snapshot() -> Iterator[None]:
    """A test stands in a transaction already, which sees one moment."""
    yield


def test_a_used_signature_is_not_put_back_and_is_asked_for_anew(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "snapshot", _no_snapshot)
    saved = tmp_path / "heel.jsonl.gz"
    with time_machine.travel(NOW):
        eva = let_in(cast.dina, EVA)
        with pytest.raises(Waits):
            people.new_recovery(cast.dina)
        two_hands.sign(eva, Proposal.objects.get().pk)
        backup.write(saved, NOW)
        people.new_recovery(cast.dina)
        tables = {line.get("tabel") for line in backup.lines_of(saved)}
        assert "access.Person" in tables
        assert "access.Proposal" not in tables
        # As after putting it back: the tables are made anew, and this one stays empty.
        Proposal.objects.all().delete()
        with pytest.raises(Waits, match="eerst tekent Eva"):
            people.new_recovery(cast.dina)
        two_hands.sign(eva, Proposal.objects.get().pk)
        assert people.new_recovery(cast.dina)
