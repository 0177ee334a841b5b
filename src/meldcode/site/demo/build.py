"""A fresh installation with fictional people and cases, made through the doors pages use too.

Every line in the log stands at the moment at which the story has it happen.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, get_args

from django.db import transaction
from PIL import Image, ImageDraw, ImageFilter
from pydantic import BaseModel

from meldcode.access import dating, log, people, sharing
from meldcode.access.log import Look
from meldcode.access.models import ADMIN, FOCAL, PROFESSIONAL, REVIEWER
from meldcode.access.people import Unlocked
from meldcode.dossier import codenames, services
from meldcode.dossier.entries import Correctie as Correction
from meldcode.dossier.entries import Entry, Noodtoegang, Plain, Uitgegeven, from_bytes
from meldcode.kader.advice import Situation
from meldcode.kader.checks import check
from meldcode.kader.counted import counted
from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.ledger import services as ledger
from meldcode.ledger.services import OpenCase
from meldcode.site.demo.story import OWNER, Event, Story, stories
from meldcode.vault import passphrase

FIRST = "Dina"
ROLES: Mapping[str, tuple[str, ...]] = {
    FIRST: (ADMIN, REVIEWER),
    OWNER: (PROFESSIONAL,),
    "Bram": (PROFESSIONAL, FOCAL),
    "Chris": (PROFESSIONAL,),
}
WORD_PAIRS = 3
_SETTING_UP = timedelta(days=3)
_KINDS: Mapping[str, type[BaseModel]] = {
    kind.model_fields["soort"].default: kind for kind in (*get_args(Plain), Uitgegeven, Correction)
}


@dataclass(frozen=True)
class Login:
    """What somebody logs in with."""

    naam: str
    roles: tuple[str, ...]
    wachtzin: str


@dataclass(frozen=True)
class Demo:
    """What was made: who can log in, and the recovery code."""

    logins: tuple[Login, ...]
    code: str


def build(now: datetime) -> Demo:
    """Fill an empty installation. Raises PeopleError where there is somebody already."""
    told = stories(now)
    start = min(story.events[0].at for story in told) - _SETTING_UP
    logins = tuple(Login(naam, roles, _new_phrase(naam)) for naam, roles in ROLES.items())
    with transaction.atomic():
        with dating.at(start):
            cast, code = _people(logins, start)
        tellers = [_Teller(story, cast) for story in told]
        steps = [(event.at, place, event) for place, t in enumerate(tellers) for event in t.events]
        for _, place, event in sorted(steps, key=lambda step: step[:2]):
            tellers[place].tell(event)
    return Demo(logins, code)


def _new_phrase(naam: str) -> str:
    """Loose words, other ones each time: what stands in a public file protects nothing."""
    source = random.SystemRandom()
    while True:
        phrase = " ".join(codenames.propose(source).lower() for _ in range(WORD_PAIRS))
        if passphrase.advice(phrase, [naam]) is None:
            return phrase


def _people(logins: tuple[Login, ...], at: datetime) -> tuple[dict[str, Unlocked], str]:
    first, *others = logins
    admin, codes = people.set_up(first.naam, first.wachtzin, roles=first.roles)
    people.confirm_recovery(codes)
    log.write(admin.keyring, Look("herstelcode bevestigd", ground="zelf"), at)
    cast = {first.naam: admin}
    for login in others:
        code = people.invite(admin, login.naam, login.roles, at)
        log.write(admin.keyring, Look("uitgenodigd", ground="zelf"), at)
        cast[login.naam] = people.accept(login.naam, code, login.wachtzin, at)
    focal = [who.person for who in cast.values() if who.person.has_role(FOCAL)]
    sharing.switch_emergency(admin, focal)
    log.write(admin.keyring, Look("noodtoegang gewijzigd", ground="zelf"), at)
    return cast, codes[0]


@dataclass
class _Teller:
    """Carries out one story."""

    story: Story
    cast: Mapping[str, Unlocked]
    zaak: str = ""
    case: OpenCase | None = None
    rounds: int = 0
    marks: dict[str, int] = field(default_factory=dict)

    @property
    def events(self) -> tuple[Event, ...]:
        return self.story.events

    @property
    def framework(self) -> Framework:
        return frameworks()[self.story.kader]

    def tell(self, event: Event) -> None:
        who = self.cast[event.who]
        action, ground = "toevoegen", "eigen zaak"
        match event.kind:
            case "begin":
                action = "zaak begonnen"
                self.case = services.start(who, self.framework, self.story.codenaam, [], event.at)
                self.zaak = self.case.zaak
            case "nood":
                action, ground = "noodtoegang", "zelf"
                case, until = sharing.emergency(self.zaak, who, event.at)
                entry = Noodtoegang(reden=event.text, tot=datetime.fromisoformat(until))
                self.case = services.add(case, who, entry, event.at)
            case "deel":
                action = "gedeeld"
                other = self.cast[event.text].person
                self.case = sharing.share(self._opened(event), who, other, "lezen", event.at)
            case _:
                self.case = self._add(event, who)
        log.write(who.keyring, Look(action, self.zaak, ground, head=self.case.head), event.at)

    def _opened(self, event: Event) -> OpenCase:
        """The case as the one who acts has it open; nothing came in between of their own."""
        who = self.cast[event.who]
        if self.case is None or self.case.reader != who.reference:
            self.case = ledger.open_case(self.zaak, who.keyring, people.signing_keys(), event.at)
        return self.case

    def _add(self, event: Event, who: Unlocked) -> OpenCase:
        case = self._opened(event)
        fields = dict(event.fields)
        mark = fields.pop("merk", "")
        original = _drawing(len(case.records)) if fields["soort"] == "bijlage" else None
        entry = self._entry(fields, original)
        file = ledger.sealed_file(case, original) if original else None
        added = services.add(case, who, entry, event.at, file)
        if mark:
            self.marks[mark] = added.records[-1].number
        return added

    def _entry(self, fields: dict[str, Any], original: bytes | None) -> Entry:
        """The entry with what follows from the rest filled in: its day, numbers, outcomes."""
        today, soort = fields.pop("vandaag"), fields["soort"]
        for name in ("afspraak", "op_nummer"):
            if name in fields:
                fields[name] = self.marks[fields[name]]
        day = "opgemerkt" if soort == "signaal" else "op"
        if day in _KINDS[soort].model_fields and fields.get("gehouden") != "nee":
            fields.setdefault(day, today)
        follows = dict(self._follows(soort, fields, original))
        return from_bytes(json.dumps({**fields, **follows}).encode())

    def _follows(
        self, soort: str, fields: Mapping[str, Any], original: bytes | None
    ) -> Iterator[tuple[str, Any]]:
        if soort == "controle":
            yield "uitkomst", check(self.framework, fields["controle"], fields["antwoorden"])[0]
        if soort == "afweging":
            self.rounds += 1
            said = Situation(**fields.get("situatie", {}))
            situation = counted(self.framework, said, {}, fields.get("hulpvragen", ()))
            advice = decide(self.framework, fields["antwoorden"], situation)
            yield "ronde", self.rounds
            yield "situatie", situation._asdict()
            yield "bon", advice.receipt()
        if soort == "uitgegeven":
            # No document was made in the story, so this is the hash of a stand-in.
            yield "sha256", sha256(json.dumps(fields).encode()).hexdigest()
        if original is not None:
            yield (
                "bestand",
                {
                    "id": "",
                    "naam": "foto.jpg",
                    "type": "image/jpeg",
                    "bytes": len(original),
                    "sha256": sha256(original).hexdigest(),
                },
            )


def _drawing(seed: int) -> bytes:
    """A small picture that shows nothing in particular: blurred spots (JPEG)."""
    chance = random.Random(seed)
    image = Image.new("RGB", (480, 360), (222, 184, 160))
    draw = ImageDraw.Draw(image)
    for _ in range(5):
        x, y, size = chance.randrange(400), chance.randrange(280), chance.randrange(30, 90)
        shade = (chance.randrange(120, 190), chance.randrange(90, 150), chance.randrange(110, 170))
        draw.ellipse((x, y, x + size, y + size), fill=shade)
    made = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(9)).save(made, "JPEG", quality=80)
    return made.getvalue()
