"""A report as a message: the documented form in which another program takes it.

See `messageform` for its fields and docs/bericht.md for what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from meldcode.dossier.entries import Persoon
from meldcode.dossier.words import form_of
from meldcode.kader.input import InputError
from meldcode.kader.strict_json import read_json
from meldcode.melding import messageform as form
from meldcode.melding import words
from meldcode.melding.asked import kept
from meldcode.melding.messageform import FORMAT, VERSION
from meldcode.melding.messageform import Message as Message
from meldcode.melding.report import Report
from meldcode.melding.safe import without_safe_addresses

MOST_BYTES = 2_000_000

M = TypeVar("M", bound=BaseModel)
_ID = re.compile(r"[pf][1-9][0-9]{0,3}")


class MessageError(ValueError):
    """No message can be made of this, or read from it; the Dutch sentence says why.

    It never repeats what stands in the message.
    """


def of(report: Report, made: datetime) -> Message:
    """The message that goes to Veilig Thuis; `made` is aware.

    People and facts are those of `people_given` and `given`, numbered anew, so that a number tells
    neither the place in a case nor how much was left out.
    """
    report = without_safe_addresses(report)
    new = dict(_numbered(report))
    return Message(
        formaat=FORMAT,
        versie=VERSION,
        gemaakt=made.astimezone(UTC).replace(microsecond=0),
        melder=_reporter(report),
        zorgen=_same(form.Zorgen, kept(report.zorgen, words.part("zorgen"))),
        mensen=tuple(_person(each, new[each.id]) for each in report.people_given),
        feiten=tuple(_facts(report, new)),
        stappen=_same(form.Stappen, report.steps_given),
        verteld=tuple(_told(report, new)),
        omgeving=_same(form.Omgeving, report.around_given),
        vraag=_same(form.Vraag, report.vraag),
        niet_bekend=tuple(_unknown(report, new)),
    )


def to_json(report: Report, made: datetime) -> bytes:
    """The message as JSON in UTF-8, the same bytes for the same report and moment.

    Raises MessageError where it becomes larger than `read` takes.
    """
    data = of(report, made).model_dump_json(indent=2).encode() + b"\n"
    if len(data) > MOST_BYTES:
        raise MessageError(
            "Deze melding is te groot voor een bericht (meer dan 2 MB). Maak haar korter, of geef "
            "haar op papier."
        )
    return data


def read(data: bytes) -> Message:
    """The message in these bytes. Raises MessageError for all but one whole message that we know.

    What a sender typed is not made milder: a key that stands twice, an unknown field or a person
    who isn't there refuses the whole message.
    """
    if len(data) > MOST_BYTES:
        raise MessageError("Dit bericht is te groot (meer dan 2 MB).")
    _check_version(_parsed(data))
    try:
        return Message.model_validate_json(data)
    except ValidationError as error:
        raise MessageError(f"Dit bericht klopt niet{_where(error)}.") from None


def _numbered(report: Report) -> Iterator[tuple[str, str]]:
    """The number in the message for each id of a person or fact that goes along."""
    yield from ((each.id, f"p{n}") for n, each in enumerate(report.people_given, 1))
    yield from ((each.id, f"f{n}") for n, each in enumerate(report.given, 1))


def _same(model: type[M], part: BaseModel) -> M:
    """What a part of the report has under the same names."""
    return model.model_validate({name: getattr(part, name) for name in model.model_fields})


def _reporter(report: Report) -> form.OnbekendeMelder | form.BekendeMelder:
    melder = report.melder
    if melder.bij_vt == "onbekend":
        return form.OnbekendeMelder(onbekend=True)
    hidden = form.NaamVerborgen(grond=melder.naam_grond, reden=melder.naam_reden)
    return form.BekendeMelder(
        onbekend=False,
        beroep=report.beroep,
        naam=melder.naam,
        functie=melder.functie,
        organisatie=melder.organisatie,
        telefoon=melder.telefoon,
        bereikbaar=melder.bereikbaar,
        kent_van=melder.kent_van,
        naam_verborgen=hidden if melder.naam_verborgen == "ja" else None,
    )


def _person(person: Persoon, number: str) -> form.Mens:
    known = kept(person, form_of("persoon"))
    told = known.model_dump(exclude={"soort", "id", "veilig_adres"})
    return form.Mens(id=number, veilig_adres_bekend=bool(person.veilig_adres), **told)


def _facts(report: Report, new: Mapping[str, str]) -> Iterator[form.Feit]:
    for number, each in enumerate(report.given, 1):
        fact = kept(each, words.part("feit"))
        yield form.Feit(
            nummer=number,
            wat=fact.wat,
            gebeurd=fact.gebeurd,
            gebeurd_toelichting=fact.gebeurd_toelichting,
            herkomst=fact.herkomst,
            van_wie=fact.van_wie,
            over=tuple(new[person] for person in fact.over if person in new),
            nodig=fact.nodig if report.restrained else "",
        )


def _told(report: Report, new: Mapping[str, str]) -> Iterator[form.Verteld]:
    """What was told to whom, in the order of the people; nothing where that wasn't filled in."""
    for person in report.people_given:
        told = kept(report.told(person.id), words.part("verteld"))
        if told.verteld is not None:
            answers = told.model_dump(exclude={"soort", "id"})
            yield form.Verteld(persoon=new[person.id], **answers)


def _unknown(report: Report, new: Mapping[str, str]) -> Iterator[str]:
    """What was answered with 'niet bekend', but not on who or what does not go along."""
    for each in dict.fromkeys(report.niet_bekend):
        words = each.split(".")
        absent = any(_ID.fullmatch(word) and word not in new for word in words)
        silent = words[0] == "melder" and report.melder.bij_vt == "onbekend"
        told = ".".join(new.get(word, word) for word in words)
        if not absent and not silent and form.QUESTION.fullmatch(told):
            yield told


def _parsed(data: bytes) -> object:
    try:
        return read_json(data)
    except InputError:
        # That message names a key, which in a message is the sender's.
        raise MessageError(
            "Dit bericht is geen geldige JSON, of er staat een veld twee keer in."
        ) from None


def _check_version(found: object) -> None:
    if not isinstance(found, dict) or found.get("formaat") != FORMAT:
        raise MessageError("Dit is geen bericht van een melding.")
    version = found.get("versie")
    if version is True or version != VERSION:
        raise MessageError(
            "Dit bericht heeft een versie die dit programma niet kent. Werk Meldcode bij."
        )


def _where(error: ValidationError) -> str:
    """The first place that is not right, in names that we know: nothing that a sender chose."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    # Of a reporter the place also holds the name of the model, in capitals.
    named = [str(each) for each in place if not str(each)[:1].isupper()]
    return f", bij '{'.'.join(named)}'" if named else ""
