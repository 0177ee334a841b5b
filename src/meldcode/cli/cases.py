"""Case files in the terminal: list, show, export. Each look is logged as on the pages."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeVar

from django.db import transaction

from meldcode.access import known, log, people
from meldcode.access.people import Unlocked
from meldcode.access.policy import ReadingOnly
from meldcode.cli import keys, place
from meldcode.cli.errors import BAD_CONTENT, Failure, one_line
from meldcode.dossier import export as documents
from meldcode.dossier import services, text
from meldcode.dossier.entries import Uitgegeven
from meldcode.dossier.services import File
from meldcode.ledger import services as ledger
from meldcode.ledger.rights import NoAccess, Tampered
from meldcode.ledger.services import Behind, OpenCase
from meldcode.ledger.verify import must_stand
from meldcode.paper.process import NoPaperError

T = TypeVar("T")
Form = Literal["json", "pdf"]
_NOT_THERE = "Deze zaak bestaat niet, of je mag haar niet zien. Zie 'meldcode dossier lijst'."

_READING_ONLY = "Met noodtoegang lees je deze zaak alleen op haar pagina's. Er gaat niets uit."


def show_list(als: str, phrase: Path | None) -> None:
    """The cases of `als`: reference, code name, how it stands, and the first day that is coming."""
    with place.opened():
        who = keys.unlock(als, phrase)
        with transaction.atomic():
            held = services.held(who, place.now())
            log.write(who.keyring, log.Look("zaken bekijken", ground="zelf"), place.now())
    for each in held.cases:
        due = each.due.isoformat() if each.due else "geen dag"
        print(f"{each.zaak}  {each.status:<8}  {due:<10}  {one_line(each.codenaam)}")
    for zaak in held.closed:
        print(f"{zaak}  niet te openen: het recht is voorbij, of de zaak is beschadigd")
    if not held.cases and not held.closed:
        print("Je hebt nog geen zaken.")


def show_case(als: str, phrase: Path | None, zaak: str) -> None:
    """A whole case as plain text, a safe address left out as on the page."""

    def told(file: File) -> str:
        entered, names = file.facts.entered, file.names
        return text.whole(
            entered, names, file.codenaam, framework_at=file.framework_at, garbled=file.garbled
        )

    with place.opened():
        shown = look(keys.unlock(als, phrase), zaak, "tekst kopiëren", told)
    print(_safe(shown), end="")


def _safe(shown: str) -> str:
    """The text without characters that steer a terminal."""
    return "\n".join(
        "".join(c if c.isprintable() else "\ufffd" for c in line) for line in shown.split("\n")
    )


def export(als: str, phrase: Path | None, zaak: str, form: Form, to: Path | None) -> None:
    """One case as JSON or PDF, to standard output or a new file."""
    if form == "pdf" and to is None:
        raise Failure("Zeg met --bestand waar de PDF komt.")
    if to is not None and to.exists():
        raise Failure(f"Het bestand {to} bestaat al. Kies een andere naam.")
    with place.opened():
        who = keys.unlock(als, phrase)
        body = _exported(who, zaak, form)
    if to is None:
        print(body.decode())
    else:
        _write(to, body)
        print(f"Het dossier staat in {to}. Het is niet versleuteld: bewaar het veilig.")


def export_all(als: str, phrase: Path | None) -> bool:
    """Every case of `als` as a line of JSON; whether all of them could be read."""
    whole = True
    with place.opened():
        who = keys.unlock(als, phrase)
        for zaak in ledger.held_by(who.reference):
            try:
                print(_exported(who, zaak, "json").decode())
            except Failure as problem:
                print(f"Zaak {zaak}: {problem}", file=sys.stderr)
                whole = False
    return whole


def _exported(who: Unlocked, zaak: str, form: Form) -> bytes:
    """The document; that it was made is written down in the case, as the page does."""

    def made(file: File) -> bytes:
        must_stand(file.case, people.signing_keys())
        if file.garbled:
            print(f"Zaak {zaak}: {text.not_whole(file.garbled)}", file=sys.stderr)
        return _document(file, form)

    def kept(file: File, body: bytes) -> OpenCase:
        if not file.case.may_write:
            return file.case
        entry = Uitgegeven(op=place.today(), vorm="dossier", bestand=form, sha256=_hash(body))
        return services.add(file.case, who, entry, place.now())

    return look(who, zaak, "uitvoeren", made, kept)


def _document(file: File, form: Form) -> bytes:
    if form == "pdf":
        try:
            return documents.to_pdf(file, place.now())
        except NoPaperError as problem:
            raise Failure(str(problem), BAD_CONTENT) from None
    data = json.loads(documents.to_json(file, place.now()))
    # On one line, so that a line is a case.
    return json.dumps(data, ensure_ascii=False).encode()


def _hash(body: bytes) -> str:
    return sha256(body).hexdigest()


def _unchanged(file: File, _: object) -> OpenCase:
    return file.case


def look(
    who: Unlocked,
    zaak: str,
    action: str,
    use: Callable[[File], T],
    keep: Callable[[File, T], OpenCase] = _unchanged,
) -> T:
    """What `use` makes of the case; what `keep` stores of it comes with the line in the log.

    Only `keep` runs in a transaction, in which who writes waits; where somebody added to the case
    meanwhile it comes behind that. Raises Failure where this person may not see it or it is
    damaged, which is logged as well.
    """
    line, now = log.Look(action, zaak), place.now()
    try:
        file = _file(who, zaak, now)
        line = replace(line, ground=log.ground_of(file.case), head=file.case.head)
        made = use(file)
        while True:
            with suppress(Behind), transaction.atomic():
                head = keep(file, made).head
                log.write(who.keyring, replace(line, head=head), now)
                return made
            file = _file(who, zaak, now)
    except (ledger.Gone, NoAccess):
        log.write(who.keyring, replace(line, ground="geen", result=log.REFUSED), now)
        raise Failure(_NOT_THERE) from None
    except ReadingOnly:
        log.write(who.keyring, replace(line, ground="noodtoegang", result=log.REFUSED), now)
        raise Failure(_READING_ONLY) from None
    except Tampered as broken:
        log.write(who.keyring, replace(line, ground="zegel", result="beschadigd"), now)
        raise Failure(f"Deze zaak is beschadigd. {broken}", BAD_CONTENT) from None


def _file(who: Unlocked, zaak: str, now: datetime) -> File:
    case = known.opened(zaak, who, now)
    if case.right.until:
        # By an emergency a case is read on the screen; nothing of it leaves.
        raise ReadingOnly
    return services.read(case, place.today())


def _write(path: Path, body: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(body)
    except OSError as error:
        raise Failure(f"{path} is niet te schrijven ({error.strerror}).", BAD_CONTENT) from None
