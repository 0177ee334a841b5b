"""What a receiver reads of a message: the report in it, on paper that the receiver made itself.

What a sender put beside the message as PDF may be of another report. So the PDF that people decide
on is made anew, from the message alone.
"""

from __future__ import annotations

from datetime import UTC
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from meldcode.dossier.entries import Persoon
from meldcode.melding import documents, message, pdf
from meldcode.melding import messageform as form
from meldcode.melding.message import Message
from meldcode.melding.report import (
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
    Vraag,
    Zorgen,
)
from meldcode.melding.words import say

# The day on a report is that of the Netherlands, wherever the receiver's computer thinks it is.
_HERE = ZoneInfo("Europe/Amsterdam")

M = TypeVar("M", bound=BaseModel)


def report_of(told: Message) -> Report:
    """The report that a message tells; of a safe address only that there is one."""
    return Report(
        beroep=told.melder.beroep if isinstance(told.melder, form.BekendeMelder) else "",
        melder=_reporter(told.melder),
        zorgen=_same(Zorgen, told.zorgen),
        mensen=tuple(map(_person, told.mensen)),
        feiten=tuple(map(_fact, told.feiten)),
        stappen=_same(Stappen, told.stappen),
        verteld=tuple(map(_told, told.verteld)),
        omgeving=_same(Omgeving, told.omgeving),
        vraag=_same(Vraag, told.vraag),
        niet_bekend=told.niet_bekend,
    )


def tells_all(told: Message) -> bool:
    """Whether nothing in the message is left out of its report, as our own messages hold nothing
    that goes nowhere. Another program's may."""
    return message.of(report_of(told), told.gemaakt) == told


def to_pdf(told: Message, data: bytes) -> bytes:
    """The report on paper; `data` are the bytes that `told` was read from, to be attached.

    Of a message that this version of Meldcode made these are the bytes of the sender's own PDF.
    """
    day = told.gemaakt.astimezone(_HERE).date()
    document = documents.for_vt(report_of(told), day)
    return pdf.to_pdf(document, told.gemaakt.astimezone(UTC), data)


def _same(model: type[M], part: BaseModel) -> M:
    return model.model_validate(part.model_dump())


def _reporter(told: form.OnbekendeMelder | form.BekendeMelder) -> Melder:
    if isinstance(told, form.OnbekendeMelder):
        return Melder(bij_vt="onbekend")
    hidden = told.naam_verborgen
    return Melder(
        naam=told.naam,
        functie=told.functie,
        organisatie=told.organisatie,
        telefoon=told.telefoon,
        bereikbaar=told.bereikbaar,
        kent_van=told.kent_van,
        naam_verborgen="ja" if hidden else "nee",
        naam_grond=hidden.grond if hidden else None,
        naam_reden=hidden.reden if hidden else "",
    )


def _person(told: form.Mens) -> Persoon:
    known = told.model_dump(exclude={"veilig_adres_bekend"})
    return Persoon(**known, veilig_adres=say("veilig_adres") if told.veilig_adres_bekend else "")


def _fact(told: form.Feit) -> Feit:
    return Feit(id=f"f{told.nummer}", **told.model_dump(exclude={"nummer"}))


def _told(told: form.Verteld) -> Verteld:
    return Verteld(id=told.persoon, **told.model_dump(exclude={"persoon"}))
