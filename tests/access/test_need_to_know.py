"""Nobody in: whatever is shared, ended, handed over or opened in an emergency, in any order.

A small model of who may see what runs beside the real thing. After every step everybody tries to
open every case and to read it, and must get what the model says, no more and no less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from meldcode.access import log, people, sharing
from meldcode.access.models import Person
from meldcode.access.people import PeopleError, Unlocked
from meldcode.ledger import services as ledger
from meldcode.ledger import verify
from meldcode.ledger.rights import NoAccess, rights
from tests.cast import NOW, Cast, Member, install, let_in, opened, quick_passphrases
from tests.undone import undone

EVA = Member("Eva", "hagedis stofzuiger beschuit maanlicht", ("aandachtsfunctionaris",))
NAMES = ("Anna", "Bram", "Chris", "Dina", "Eva")
SHARERS = ("Anna", "Bram", "Chris", "Eva")
Level = Literal["eigenaar", "schrijven", "lezen", "nood"]
# What happens most stands here more than once.
ACTIONS = (
    "start", "share", "share", "share", "end", "end", "hand_over", "write", "write", "emergency",
    "emergency", "time_passes", "leave_or_return", "arrange_emergencies", "log_in",
)  # fmt: skip
LEVELS: tuple[Literal["eigenaar", "schrijven", "lezen"], ...] = ("eigenaar", "schrijven", "lezen")


@dataclass
class Known:
    """What the model knows of one case: everybody's level, when emergencies end, its contents."""

    levels: dict[str, Level]
    until: dict[str, int] = field(default_factory=dict)
    texts: list[bytes] = field(default_factory=list)

    def level(self, naam: str, minute: int) -> Level | None:
        found = self.levels.get(naam)
        if found == "nood" and self.until[naam] <= minute:
            return None
        return found

    def owners(self) -> list[str]:
        return [naam for naam, level in self.levels.items() if level == "eigenaar"]


class NeedToKnow(RuleBasedStateMachine):
    """The product beside the model; each example in a transaction that is rolled back."""

    @initialize(arranged=st.booleans())
    def begin(self, arranged: bool) -> None:
        self.minute = 0
        self.cases: dict[str, Known] = {}
        self.away: set[str] = set()
        self.emergencies = False
        cast: Cast = install()
        eva = let_in(cast.dina, EVA)
        self.who: dict[str, Unlocked] = dict(zip(NAMES, (*cast.everybody, eva), strict=True))
        if arranged:
            self.arrange_emergencies()
        self.start_as("Anna")

    @property
    def now(self) -> datetime:
        return NOW + timedelta(minutes=self.minute)

    def here(self, data: st.DataObject, names: tuple[str, ...] = SHARERS) -> str | None:
        present = [naam for naam in names if naam not in self.away]
        return data.draw(st.sampled_from(present)) if present else None

    def a_case(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(list(self.cases)))

    def an_owner(self, data: st.DataObject, zaak: str) -> str | None:
        owners = [each for each in self.cases[zaak].owners() if each not in self.away]
        return data.draw(st.sampled_from(owners)) if owners else None

    def open(self, zaak: str, naam: str) -> ledger.OpenCase:
        return opened(zaak, self.who[naam], self.now)

    def person(self, naam: str) -> Person:
        return Person.objects.get(naam=naam)

    @rule(data=st.data(), name=st.sampled_from(ACTIONS))
    def something_happens(self, data: st.DataObject, name: str) -> None:
        """One of the actions; as one rule, since Hypothesis leaves out rules by turns."""
        getattr(self, name)(data)

    def start(self, data: st.DataObject) -> None:
        naam = self.here(data)
        if naam is not None and len(self.cases) < 3:
            self.start_as(naam)

    def start_as(self, naam: str) -> None:
        case = sharing.start_case(self.who[naam], "artsen", "x", self.now)
        case = ledger.append(case, self.who[naam].keyring, b"begin", self.now)
        self.cases[case.zaak] = Known({naam: "eigenaar"}, texts=[b"begin"])

    def share(self, data: st.DataObject) -> None:
        zaak, to = self.a_case(data), data.draw(st.sampled_from(NAMES))
        level = data.draw(st.sampled_from(LEVELS))
        by = self.an_owner(data, zaak)
        if by is None:
            return
        known = self.cases[zaak]
        refused = to in self.away or to == "Dina"
        refused = refused or (set(known.owners()) - self.away <= {to} and level != "eigenaar")
        try:
            sharing.share(self.open(zaak, by), self.who[by], self.person(to), level, self.now)
        except PeopleError:
            assert refused
        else:
            assert not refused
            known.levels[to] = level

    def end(self, data: st.DataObject) -> None:
        zaak, of = self.a_case(data), data.draw(st.sampled_from(SHARERS))
        by = self.an_owner(data, zaak)
        if by is None:
            return
        known = self.cases[zaak]
        case = self.open(zaak, by)
        try:
            sharing.end_share(case, self.who[by], self.who[of].reference, self.now)
        except PeopleError:
            assert set(known.owners()) - self.away <= {of}
        else:
            assert not set(known.owners()) - self.away <= {of}
            known.levels.pop(of, None)
            self.new_round(known)

    def hand_over(self, data: st.DataObject) -> None:
        zaak, to = self.a_case(data), data.draw(st.sampled_from(NAMES))
        by = self.an_owner(data, zaak)
        if by is None:
            return
        refused = to in self.away or to == "Dina"
        try:
            sharing.hand_over(self.open(zaak, by), self.who[by], self.person(to), self.now)
        except PeopleError:
            assert refused
        else:
            assert not refused
            self.cases[zaak].levels[to] = "eigenaar"

    def write(self, data: st.DataObject) -> None:
        zaak, text = self.a_case(data), b"%d" % data.draw(st.integers(0, 9))
        known = self.cases[zaak]
        for naam in data.draw(st.permutations(SHARERS)):
            if known.level(naam, self.minute) in ("eigenaar", "schrijven"):
                ledger.append(self.open(zaak, naam), self.who[naam].keyring, text, self.now)
                known.texts.append(text)
                return

    def leave_or_return(self, data: st.DataObject) -> None:
        naam = data.draw(st.sampled_from(SHARERS))
        back = naam in self.away
        people.set_active(self.person(naam), back, self.who["Dina"])
        self.away ^= {naam}

    def arrange_emergencies(self, data: st.DataObject | None = None) -> None:
        if "Eva" in self.away:
            return
        sharing.switch_emergency(self.who["Dina"], [self.person("Eva")])
        self.emergencies = True
        self.log_in()

    def log_in(self, data: st.DataObject | None = None) -> None:
        """Owners seal their cases to the keys of today; that ends emergencies that ran."""
        for naam in SHARERS:
            if naam in self.away:
                continue
            before = {zaak: ledger.load(zaak)[-1].round for zaak in self.cases}
            sharing.keep_up(self.who[naam], self.now)
            for zaak, known in self.cases.items():
                if ledger.load(zaak)[-1].round > before[zaak]:
                    self.new_round(known)
                owned = known.levels.get(naam) == "eigenaar"
                assert not (owned and self.away & known.levels.keys())

    def new_round(self, known: Known) -> None:
        """It is for who works here and has a right without an end: emergencies are over with it."""
        known.levels = {
            naam: level
            for naam, level in known.levels.items()
            if level != "nood" and naam not in self.away
        }

    def emergency(self, data: st.DataObject) -> None:
        zaak, naam = self.a_case(data), data.draw(st.sampled_from(("Eva", "Eva", "Chris")))
        known = self.cases[zaak]
        may = naam == "Eva" and self.emergencies and known.level(naam, self.minute) is None
        keyed = any(right.level == "nood" for right in rights(ledger.load(zaak)).values())
        try:
            sharing.emergency(zaak, self.who[naam], self.now)
        except PeopleError:
            assert not (may and keyed)
        else:
            assert may
            known.levels[naam], known.until[naam] = "nood", self.minute + 60

    def time_passes(self, data: st.DataObject) -> None:
        self.minute += data.draw(st.sampled_from((1, 59, 60)))

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        for zaak, known in getattr(self, "cases", {}).items():
            for naam in NAMES:
                self._compare(zaak, known, naam)

    def _compare(self, zaak: str, known: Known, naam: str) -> None:
        level = known.level(naam, self.minute)
        try:
            case = self.open(zaak, naam)
        except NoAccess:
            assert level is None, f"{naam} should see {zaak} as {level}"
            assert ledger.peek(zaak, self.who[naam].keyring, self.now) is None
            return
        assert level is not None, f"{naam} sees {zaak} and should not"
        assert [plain for _, plain in case.contents] == known.texts
        assert case.is_owner is (level == "eigenaar")
        assert case.may_write is (level in ("eigenaar", "schrijven"))

    def teardown(self) -> None:
        """An hour later every emergency is over; and everything that was written holds."""
        if not hasattr(self, "who"):
            return
        self.minute += 60
        self.everybody_sees_what_the_model_says()
        keys = people.signing_keys()
        found = [*people.faults(), *log.faults(keys)]
        found += verify.faults(keys, self.who["Anna"].keyring)
        assert [str(fault) for fault in found] == []


class Undone(NeedToKnow):
    """Each example begins with an empty installation."""

    def __init__(self) -> None:
        super().__init__()
        self._undone = undone()
        self._undone.__enter__()

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            self._undone.__exit__(None, None, None)


@pytest.mark.django_db
def test_whoever_may_see_a_case_sees_it_and_nobody_else_does() -> None:
    with quick_passphrases():
        run_state_machine_as_test(
            Undone,
            settings=settings(
                max_examples=15,
                stateful_step_count=25,
                deadline=None,
                database=None,
                derandomize=True,
                # A shorter example would take minutes to find, and says little more.
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            ),
        )
