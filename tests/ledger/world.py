"""A small world for the ledger: people who are nothing but their keys, and a case of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from meldcode.ledger import services as ledger
from meldcode.ledger.chain import Level
from meldcode.ledger.rights import Recipient
from meldcode.ledger.services import OpenCase
from meldcode.vault.keys import Keyring

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
KADER = ("artsen", "sha256:" + "ab" * 32)


@dataclass(frozen=True)
class Holder:
    """Somebody, or a key, with its keyring."""

    keyring: Keyring = field(default_factory=Keyring.generate)

    @property
    def reference(self) -> str:
        return self.keyring.public.reference

    def to(self, level: Level) -> Recipient:
        """This holder as somebody to seal to."""
        return Recipient(self.reference, self.keyring.public.sealing, level)

    def opens(self, zaak: str, now: datetime = NOW) -> OpenCase:
        """The case as this holder opens it; everybody below is known."""
        return ledger.open_case(zaak, self.keyring, SIGNING, now)


ANNA, BRAM, CHRIS, RECOVERY, EMERGENCY = (Holder() for _ in range(5))
PERSONS = (ANNA, BRAM, CHRIS)
SIGNING = {each.reference: each.keyring.public.signing for each in PERSONS}


def started(*texts: bytes, others: Sequence[Recipient] = ()) -> OpenCase:
    """Anna's case with these contents, sealed to `others` too."""
    case = ledger.start(ANNA.keyring, [ANNA.to("eigenaar"), *others], *KADER, NOW)
    for text in texts:
        case = ledger.append(case, ANNA.keyring, text, NOW)
    return case


def texts(case: OpenCase) -> list[bytes]:
    """What the contents of the case say."""
    return [plain for _, plain in case.contents]
