"""The receiving side without a server: making a receiver's keys, and opening what was sealed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from meldcode.cli import unseen
from meldcode.cli.errors import BAD_CONTENT, Failure, one_line
from meldcode.melding import message, received, sealed
from meldcode.melding.message import Message, MessageError
from meldcode.melding.sealed import Key, Opened, SealedError
from meldcode.vault import passphrase
from meldcode.vault.passphrase import Busy

PRIVATE = ".sleutel"
PUBLIC = ".ontvanger"
# What a sender put beside the message; its name says that nobody here made it.
AS_SENT = "melding-zoals-verzonden.pdf"


def make(name: str, folder: Path) -> None:
    """Write a receiver's two files, after asking for a passphrase. Raises Failure."""
    try:
        key = Key.generate(name)
    except SealedError as error:
        raise Failure(str(error)) from None
    private, public = (folder / f"{key.receiver.name}{kind}" for kind in (PRIVATE, PUBLIC))
    _check_free(private, public)
    try:
        locked = key.lock(_new_passphrase(key.receiver.name))
    except Busy as busy:
        raise Failure(str(busy)) from None
    _write({private: locked.encode(), public: key.receiver.to_text().encode()})
    print(f"De sleutel staat in {private}. Geef dat bestand aan niemand, en bewaar een kopie.")
    print("Zonder dit bestand en je wachtzin gaat geen melding meer open.")
    print(f"Voor wie meldt: {public}. Geef dat bestand aan iedereen die je een melding stuurt.")
    print("Laat hen bellen en dit nummer vergelijken voor ze het gebruiken:")
    print(key.receiver.fingerprint)


def open_file(path: Path, key_path: Path, folder: Path, phrase_file: Path | None) -> None:
    """Open a sealed report into `folder`. Raises Failure; then nothing was written."""
    data = _read(path, sealed.MOST_BYTES)
    told, paper, sent = (folder / name for name in ("melding.json", "melding.pdf", AS_SENT))
    _check_free(told, paper, sent)
    key = _key(key_path, phrase_file)
    opened, read = _opened(data, key)
    made = received.to_pdf(read, opened.message)
    _write({told: opened.message, paper: made, sent: opened.pdf})
    print(f"Deze melding is voor {one_line(key.receiver.name)}.")
    print(f"Geschreven: {told} en {paper}. De inhoud is nu niet meer verzegeld.")
    print(f"{paper} is hier gemaakt, uit het bericht. Werk daarmee.")
    print(f"Wat de afzender als pdf meestuurde, staat apart in {sent}.")
    for warning in _warnings(read, made == opened.pdf):
        print(warning)
    print("Wie dit bestand maakte, is niet bewezen. Bel de melder op een nummer dat je al kent.")


def _warnings(read: Message, same: bool) -> Iterator[str]:
    if not same:
        yield (
            "Let op: de pdf van de afzender is niet gelijk aan die uit het bericht. Er kan iets "
            "anders in staan, ook over een ander gezin. Of de afzender heeft een andere versie "
            "van Meldcode. Vraag het de melder voordat je die pdf gebruikt."
        )
    if not received.tells_all(read):
        yield (
            "Let op: in melding.json staat meer dan op papier komt. Een ander programma maakte "
            "het. Bekijk ook dat bestand."
        )


def _opened(data: bytes, key: Key) -> tuple[Opened, Message]:
    """What was sealed, if it is a message that we know and a PDF, and the message as it is read."""
    try:
        opened = sealed.open_sealed(data, key)
        read = message.read(opened.message)
    except (SealedError, MessageError) as error:
        raise Failure(str(error), BAD_CONTENT) from None
    if not opened.pdf.startswith(b"%PDF-"):
        raise Failure("In dit bestand zit geen PDF. Vraag de melder om een nieuw.", BAD_CONTENT)
    return opened, read


def _key(path: Path, phrase_file: Path | None) -> Key:
    try:
        text = _read(path, sealed.MOST_BYTES).decode()
        return Key.unlock(text, unseen.passphrase("Wachtzin van deze sleutel: ", phrase_file))
    except UnicodeDecodeError:
        raise Failure(f"{path} is geen bestand met een sleutel.", BAD_CONTENT) from None
    except (SealedError, Busy) as error:
        raise Failure(str(error), BAD_CONTENT) from None


def _new_passphrase(name: str) -> str:
    phrase = unseen.typed("Nieuwe wachtzin: ")
    advice = passphrase.advice(phrase, (name,))
    if advice is not None:
        raise Failure(advice)
    if unseen.typed("Nog een keer: ") != phrase:
        raise Failure("De twee wachtzinnen zijn niet gelijk. Begin opnieuw.")
    return phrase


def _check_free(*paths: Path) -> None:
    """Before somebody types a passphrase for nothing; `_write` looks once more."""
    for path in paths:
        if path.exists():
            raise Failure(f"{path} bestaat al. Kies een andere map, of zet het eerst weg.")
        if not path.parent.is_dir():
            raise Failure(f"De map {path.parent} bestaat niet. Maak hem eerst.")


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            # One more than is taken, so that what is too large shows as too large.
            return file.read(most + 1)
    except OSError as error:
        raise Failure(f"{path} is niet te lezen ({error.strerror}).", BAD_CONTENT) from None


def _write(files: Mapping[Path, bytes]) -> None:
    """All of them, or none: half a report must not be taken for a whole one."""
    written: list[Path] = []
    for path, body in files.items():
        try:
            written.append(_create(path, body))
        except OSError as error:
            for each in written:
                each.unlink(missing_ok=True)
            raise Failure(f"{path} is niet te schrijven ({error.strerror}).", BAD_CONTENT) from None


def _create(path: Path, body: bytes) -> Path:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    return path
