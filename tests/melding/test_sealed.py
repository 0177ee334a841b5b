"""A report sealed for a receiver: only that receiver opens it, and nobody changes it unseen."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import random
from typing import Any

import pytest

from meldcode.melding import sealed
from meldcode.melding.sealed import Key, Receiver, SealedError, open_sealed, seal_for
from meldcode.vault.keys import Keyring, seal_to
from meldcode.vault.sealing import Secret
from tests.melding import outsider

PHRASE = "gele tractor fluit zachtjes door de mist"
KEY = Key.generate("Veilig Thuis Proefstad")
RECEIVER = KEY.receiver
OTHER = Key.generate("Veilig Thuis Elders")
MESSAGE, PDF = b'{"formaat": "meldcode-melding"}', b"%PDF-1.7 " + bytes(range(256)) * 40
SEALED = seal_for(RECEIVER, MESSAGE, PDF)
LOCKED = KEY.lock(PHRASE)
PUBLIC = RECEIVER.to_text()


def test_the_receiver_opens_what_was_sealed() -> None:
    opened = open_sealed(SEALED, KEY)
    assert (opened.message, opened.pdf) == (MESSAGE, PDF)


@pytest.mark.parametrize(("message", "pdf"), [(b"", b""), (b"x", b""), (b"", b"\x00" * 3)])
def test_empty_parts_and_zeros_at_the_end_come_back(message: bytes, pdf: bytes) -> None:
    opened = open_sealed(seal_for(RECEIVER, message, pdf), KEY)
    assert (opened.message, opened.pdf) == (message, pdf)


def test_nothing_of_the_report_or_the_receiver_stands_in_the_file() -> None:
    for text in (b"meldcode-melding", b"%PDF", b"Proefstad", bytes(range(32))):
        assert text not in SEALED


def test_the_same_report_gives_another_file_every_time() -> None:
    assert seal_for(RECEIVER, MESSAGE, PDF) != SEALED


@pytest.mark.parametrize(
    ("size", "steps"),
    [(0, 1), (100_000, 1), (262_144 - 8, 1), (262_144 - 7, 2), (524_288 - 8, 2), (524_288 - 7, 3)],
)
def test_the_size_only_tells_in_which_step_it_falls(size: int, steps: int) -> None:
    # Header, version of the box, both encapsulated keys, the tag.
    beside = 41 + 1 + 1088 + 32 + 16
    assert len(seal_for(RECEIVER, b"", bytes(size))) == steps * 262_144 + beside
    assert len(seal_for(RECEIVER, bytes(size), b"")) == steps * 262_144 + beside


def test_every_changed_or_shortened_file_is_refused() -> None:
    chance = random.Random(20261122)
    places = [*range(60), *(chance.randrange(len(SEALED)) for _ in range(240))]
    for place in places:
        changed = bytearray(SEALED)
        changed[place] ^= chance.randrange(1, 256)
        with pytest.raises(SealedError):
            open_sealed(bytes(changed), KEY)
    for kept in [*range(60), *(chance.randrange(len(SEALED)) for _ in range(140))]:
        with pytest.raises(SealedError):
            open_sealed(SEALED[:kept], KEY)
    with pytest.raises(SealedError):
        open_sealed(SEALED + b"\x00", KEY)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Dit is geen verzegelde melding."),
        (b"%PDF-1.7", "Dit is geen verzegelde melding."),
        (b"MELDCODE", "Dit bestand is niet heel. Vraag de melder om het opnieuw te geven."),
        (
            SEALED[:8] + b"\x02" + SEALED[9:],
            "Dit bestand heeft een versie die dit programma niet kent. Werk Meldcode bij.",
        ),
        (
            seal_for(OTHER.receiver, MESSAGE, PDF),
            "Dit bestand is voor een andere ontvanger. Deze sleutel is van Veilig Thuis Proefstad.",
        ),
        (
            SEALED[:-1],
            "Dit bestand is veranderd of niet heel. Vraag de melder om het opnieuw te geven.",
        ),
        (b"MELDCODE" + bytes(32 * 1024**2), "Dit bestand is te groot (meer dan 32 MB)."),
    ],
    ids=["nothing", "pdf", "begin", "version", "other", "cut", "large"],
)
def test_what_does_not_open_is_told_in_one_dutch_sentence(data: bytes, why: str) -> None:
    with pytest.raises(SealedError) as refused:
        open_sealed(data, KEY)
    assert str(refused.value) == why


def test_a_file_relabelled_for_another_receiver_stays_closed_to_both() -> None:
    relabelled = SEALED[:9] + OTHER.receiver.id + SEALED[41:]
    for key in (KEY, OTHER):
        with pytest.raises(SealedError):
            open_sealed(relabelled, key)


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        bytes(7),
        b"\x00\x00\x00\x01",
        b"\xff\xff\xff\xff" + bytes(262_140),
        bytes(4) + b"\x00\x03\xff\xf9" + bytes(262_136),
        bytes(262_143) + b"\x01",
        bytes(262_145),
        bytes(524_288),
    ],
)
def test_what_another_program_packed_wrongly_is_refused(inside: bytes) -> None:
    header = SEALED[:41]
    box = seal_to(RECEIVER.key, Secret(inside), b"meldcode verzegelde melding\x00" + header)
    with pytest.raises(SealedError):
        open_sealed(header + box, KEY)


def test_another_program_opens_it_with_what_the_documentation_tells() -> None:
    assert outsider.open_file(SEALED, LOCKED, PHRASE) == (MESSAGE, PDF)


def test_a_report_that_could_not_be_opened_is_not_sealed() -> None:
    with pytest.raises(SealedError, match=r"te groot om te verzegelen \(meer dan 32 MB\)"):
        seal_for(RECEIVER, MESSAGE, bytes(32 * 1024**2))


def test_a_key_comes_back_with_its_passphrase() -> None:
    key = Key.unlock(LOCKED, PHRASE)
    assert key.receiver == RECEIVER
    assert open_sealed(SEALED, key).message == MESSAGE


def _changed(text: str, **changed: Any) -> str:
    fields = {**json.loads(text), **changed}
    return json.dumps({name: value for name, value in fields.items() if value is not None})


@pytest.mark.parametrize(
    "text",
    [
        _changed(LOCKED, naam="Veilig Thuis Elders"),
        _changed(LOCKED, vingerafdruk=OTHER.receiver.fingerprint),
        _changed(LOCKED, slot=json.loads(LOCKED)["slot"][:-8]),
        _changed(LOCKED, slot=""),
    ],
    ids=["name", "fingerprint", "cut", "empty"],
)
def test_a_changed_key_stays_closed(text: str) -> None:
    with pytest.raises(SealedError, match="de wachtzin is een andere, of het bestand is veranderd"):
        Key.unlock(text, PHRASE)


@pytest.mark.parametrize("phrase", ["", PHRASE + "t", PHRASE.upper(), "x" * 2000])
def test_another_passphrase_opens_no_key(phrase: str) -> None:
    with pytest.raises(SealedError, match="de wachtzin is een andere"):
        Key.unlock(LOCKED, phrase)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Dit is geen bestand met een sleutel."),
        ("nee", "Dit is geen bestand met een sleutel."),
        ("[]", "Dit is geen bestand met een sleutel."),
        ("\ud800", "Dit is geen bestand met een sleutel."),
        (PUBLIC, "Dit is geen bestand met een sleutel."),
        (_changed(LOCKED, versie=2), "een sleutel heeft een versie die dit programma niet kent."),
        (_changed(LOCKED, slot=None), "is niet volledig, of er staat te veel in."),
        (_changed(LOCKED, slot=1), "is niet volledig, of er staat te veel in."),
        (_changed(LOCKED, meer="x"), "is niet volledig, of er staat te veel in."),
    ],
)
def test_what_is_no_key_is_told(text: str, why: str) -> None:
    with pytest.raises(SealedError) as refused:
        Key.unlock(text, PHRASE)
    assert str(refused.value).endswith(why)


def test_the_private_key_stands_nowhere_in_the_clear() -> None:
    secret = KEY._keyring.to_secret().reveal()
    for part in (secret, secret[1:65], secret[65:97]):
        for written in (part.hex(), base64.b64encode(part).decode()[:40]):
            assert written not in LOCKED + PUBLIC


def test_a_key_is_not_shown_copied_or_pickled() -> None:
    assert repr(KEY) == "Key(…)"
    assert "formaat" not in repr(open_sealed(SEALED, KEY))
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            copied(KEY)


def test_a_receiver_is_read_back_as_it_was_written() -> None:
    assert Receiver.parse(PUBLIC) == RECEIVER
    assert Receiver.parse("\n" + PUBLIC.replace("\n", "\r\n")) == RECEIVER


def test_the_fingerprint_is_forty_digits_that_follow_from_the_key() -> None:
    assert Receiver("A", bytes(1216)).fingerprint == (
        "97101 46637 53614 22111 92002 95992 18881 72697"
    )
    assert Receiver("B", bytes(1216)).fingerprint == Receiver("A", bytes(1216)).fingerprint
    assert RECEIVER.fingerprint != OTHER.receiver.fingerprint


def _key_of(data: bytes) -> str:
    """A public file with these bytes for a key, and the fingerprint that goes with them."""
    text = base64.b64encode(data).decode()
    return _changed(PUBLIC, sleutel=text, vingerafdruk=Receiver("x", data).fingerprint)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Dit is geen bestand van een ontvanger."),
        (LOCKED, "Dit is geen bestand van een ontvanger."),
        (PUBLIC + PUBLIC, "Dit is geen bestand van een ontvanger."),
        (PUBLIC + " " * 10_000, "Dit is geen bestand van een ontvanger."),
        (_changed(PUBLIC, versie=2), "heeft een versie die dit programma niet kent."),
        (_changed(PUBLIC, naam=None), "is niet volledig, of er staat te veel in."),
        (_changed(PUBLIC, suite="ROT13"), "een versleuteling die Meldcode niet kent."),
        (_changed(PUBLIC, naam="../../etc/passwd"), "Deze naam kan niet."),
        (
            _changed(PUBLIC, sleutel="nee"),
            "De sleutel in dit bestand van een ontvanger klopt niet.",
        ),
        (_key_of(RECEIVER.key[:-1]), "De sleutel in dit bestand van een ontvanger klopt niet."),
        (_key_of(b"\xff" * 1216), "De sleutel in dit bestand van een ontvanger klopt niet."),
        (
            _key_of(RECEIVER.key[:1184] + bytes(32)),
            "De sleutel in dit bestand van een ontvanger klopt niet.",
        ),
        (
            _changed(PUBLIC, vingerafdruk=OTHER.receiver.fingerprint),
            "De vingerafdruk hoort niet bij de sleutel. Vraag om een nieuw bestand.",
        ),
        (
            _changed(PUBLIC, sleutel=base64.b64encode(OTHER.receiver.key).decode()),
            "De vingerafdruk hoort niet bij de sleutel. Vraag om een nieuw bestand.",
        ),
    ],
)
def test_what_can_not_be_sealed_to_is_told(text: str, why: str) -> None:
    with pytest.raises(SealedError) as refused:
        Receiver.parse(text)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        "Veilig Thuis Gelderland-Zuid",
        "VT",
        "Ge'ez & Zn. (balie 2)",
        "'s-Hertogenbosch",
        "é",
        "x" * 80,
    ],
)
def test_a_name_may_be_an_ordinary_one(name: str) -> None:
    assert Key(sealed.checked_name(f" {name} "), Keyring.generate()).receiver.name == name


@pytest.mark.parametrize(
    "name", ["", " ", "'", "a/b", "a\\b", "..", "a.", "a\nb", "a\x00", "x" * 81]
)
def test_a_name_that_makes_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(SealedError, match=r"^Deze naam kan niet\."):
        Key.generate(name)
