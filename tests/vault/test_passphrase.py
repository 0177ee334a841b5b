"""Passphrases: published vectors, what opens and what doesn't, the bounds, the advice."""

import base64
import unicodedata

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

from meldcode.vault import argon2
from meldcode.vault.passphrase import Parameters, advice, lock, normalise, unlock
from meldcode.vault.sealing import SealBroken, Secret

QUICK = Parameters(memory_kib=8, passes=1, lanes=1)
PHRASE = "vier natte honden fluiten"
CONTEXT = b"meldcode 1 anna"
SECRET = Secret(b"alleen voor Anna")
LOCKED = lock(SECRET, PHRASE, CONTEXT, QUICK)


def test_argon2id_gives_the_published_output() -> None:
    # RFC 9106, 5.3
    argon2 = Argon2id(
        salt=bytes([2]) * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        secret=bytes([3]) * 8,
        ad=bytes([4]) * 12,
    )
    assert argon2.derive(bytes([1]) * 32).hex() == (
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )


def test_the_standard_is_64_mib_three_passes_and_four_lanes() -> None:
    locked = lock(SECRET, PHRASE, CONTEXT)
    assert locked.startswith("1.65536.3.4.")
    assert unlock(locked, PHRASE, CONTEXT) == SECRET


@given(secret=st.binary(max_size=300), words=st.text(min_size=1, max_size=40))
def test_what_is_locked_opens_with_the_same_passphrase(secret: bytes, words: str) -> None:
    phrase = f"x{words}x"
    locked = lock(Secret(secret), phrase, CONTEXT, QUICK)
    assert unlock(locked, phrase, CONTEXT) == Secret(secret)


@pytest.mark.parametrize(
    "typed",
    [
        f"  {PHRASE}\n",
        PHRASE.replace(" ", "\N{NO-BREAK SPACE}"),
        PHRASE.replace("ff", "\N{LATIN SMALL LIGATURE FF}"),
        PHRASE.replace("v", "\N{FULLWIDTH LATIN SMALL LETTER V}"),
    ],
)
def test_another_keyboard_makes_no_difference(typed: str) -> None:
    assert unlock(LOCKED, typed, CONTEXT) == SECRET


def test_accents_count_the_same_however_they_were_typed() -> None:
    apart = unicodedata.normalize("NFD", "één gekke koe ziet alles")
    locked = lock(SECRET, "één gekke koe ziet alles", CONTEXT, QUICK)
    assert unlock(locked, apart, CONTEXT) == SECRET


@pytest.mark.parametrize(
    "wrong",
    ["", "   ", PHRASE[:-1], PHRASE.upper(), PHRASE.replace(" ", ""), "x" * 1001, "\udc80", "\x00"],
)
def test_another_passphrase_opens_nothing(wrong: str) -> None:
    with pytest.raises(SealBroken):
        unlock(LOCKED, wrong, CONTEXT)


@pytest.mark.parametrize("context", [b"", b"meldcode 1 bram", CONTEXT + b" "])
def test_a_lock_moved_to_another_place_stays_closed(context: bytes) -> None:
    with pytest.raises(SealBroken):
        unlock(LOCKED, PHRASE, context)


@settings(max_examples=300)
@given(place=st.integers(0, len(LOCKED) - 1), bit=st.integers(0, 6))
def test_one_changed_bit_anywhere_keeps_it_closed(place: int, bit: int) -> None:
    changed = bytearray(LOCKED.encode())
    changed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        unlock(changed.decode(), PHRASE, CONTEXT)


@given(kept=st.integers(0, len(LOCKED) - 1))
def test_a_shortened_lock_stays_closed(kept: int) -> None:
    with pytest.raises(SealBroken):
        unlock(LOCKED[:kept], PHRASE, CONTEXT)


@given(text=st.text(alphabet="0123456789.ABC=+/é ", max_size=60))
def test_other_text_stays_closed(text: str) -> None:
    with pytest.raises(SealBroken):
        unlock(text, PHRASE, CONTEXT)


SALT, SEALED = LOCKED.split(".")[4:]


@pytest.mark.parametrize(
    "header",
    [
        "1.262145.1.1",  # one KiB over
        "1.100000000.1.1",  # 100 GB
        "1.999999999.999999999.999999999",
        "1.8.11.1",
        "1.8.0.1",
        "1.72.1.9",
        "1.8.1.0",
        "1.7.1.1",
        "1.15.1.2",
        "2.8.1.1",
        "1.08.1.1",
        "1.-8.1.1",
    ],
)
def test_a_lock_that_asks_too_much_is_refused_before_it_costs_anything(
    monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    monkeypatch.setattr(argon2, "derive", None)
    with pytest.raises(SealBroken):
        unlock(f"{header}.{SALT}.{SEALED}", PHRASE, CONTEXT)


@pytest.mark.parametrize("salt", [base64.b64encode(bytes(15)).decode(), "AAA", "===="])
def test_a_salt_of_another_length_is_refused(salt: str) -> None:
    with pytest.raises(SealBroken):
        unlock(f"1.8.1.1.{salt}.{SEALED}", PHRASE, CONTEXT)


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(8, 1, 1), (64, 10, 8), (256 * 1024, 10, 8), (256 * 1024, 1, 1)],
)
def test_parameters_up_to_their_bounds_are_allowed(
    memory_kib: int, passes: int, lanes: int
) -> None:
    assert Parameters(memory_kib, passes, lanes).memory_kib == memory_kib


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(7, 1, 1), (63, 1, 8), (256 * 1024 + 1, 1, 1), (8, 0, 1), (8, 11, 1), (8, 1, 0), (72, 1, 9)],
)
def test_parameters_outside_their_bounds_are_refused(
    memory_kib: int, passes: int, lanes: int
) -> None:
    with pytest.raises(ValueError, match=r"^Argon2id parameters outside their bounds$"):
        Parameters(memory_kib, passes, lanes)


@pytest.mark.parametrize("phrase", ["", " \n", "x" * 1001, "x" * 10_001])
def test_nothing_is_locked_under_no_or_an_endless_passphrase(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"^a passphrase has 1 to 1000 characters$"):
        lock(SECRET, phrase, CONTEXT, QUICK)


def test_a_thousand_characters_are_still_a_passphrase() -> None:
    assert unlock(lock(SECRET, "x" * 1000, CONTEXT, QUICK), "x" * 1000, CONTEXT) == SECRET


def test_the_same_passphrase_locks_differently_each_time() -> None:
    again = lock(SECRET, PHRASE, CONTEXT, QUICK)
    assert again.split(".")[4:] != [SALT, SEALED]
    assert again.split(".")[4] != SALT


def test_what_is_kept_holds_neither_secret_nor_passphrase() -> None:
    kept = LOCKED.encode() + base64.b64decode(SALT) + base64.b64decode(SEALED)
    assert SECRET.reveal() not in kept
    assert not any(word.encode() in kept for word in PHRASE.split())


@pytest.mark.parametrize("phrase", ["geheime\udc80zin", "geheime zin"])
def test_no_error_tells_the_passphrase(phrase: str) -> None:
    with pytest.raises(SealBroken) as refusal:
        unlock(LOCKED, phrase, CONTEXT)
    told: BaseException | None = refusal.value
    while told is not None:
        assert "geheime" not in f"{told} {told.args}"
        told = told.__context__


def test_very_long_text_is_left_as_it_is() -> None:
    assert normalise(" " * 10_001) == " " * 10_001


LOOSE = "kies vier of meer losse woorden die niets met elkaar te maken hebben."
REPEATS = f"In je wachtzin komt steeds hetzelfde terug: {LOOSE}"
ROW = f"Je wachtzin is vooral een vaste rij, zoals 1234 of qwerty: {LOOSE}"
NAME = f"Je wachtzin is vooral een naam of woord dat anderen raden: {LOOSE}"


@pytest.mark.parametrize(
    "phrase",
    [
        PHRASE,
        "lampfietskaaswolk",
        "vier losse woorden achter elkaar",
        "de kat en de hond en de muis",
        "zondag kaas fiets drie",  # one day and one number are words like any other
        "Wie A zegt, moet ook b zeggen",
        "élke één is er één te veel",
        "kaas-anna-lantaarn-zolder",
        "Meldcode lees ik elke maandag",
        "9f8c1e77-0b3d-4a52",
    ],
)
def test_a_good_passphrase_needs_no_advice(phrase: str) -> None:
    assert advice(phrase, ["Anna de Vries", "anna@praktijk.example"]) is None


@pytest.mark.parametrize(
    ("phrase", "length"),
    [("", 0), ("   ", 0), ("korte!Zin9", 10), ("kaas maan boom", 14), ("a ..... - ,, b", 3)],
)
def test_length_counts_and_symbols_do_not(phrase: str, length: int) -> None:
    assert advice(phrase) == (
        f"Je wachtzin is te kort ({length} van ten minste 15 tekens): "
        "kies vier of meer losse woorden, dat is sterk en goed te onthouden."
    )


def test_fifteen_characters_are_enough() -> None:
    assert advice("kaas maan boomX") is None


def test_a_passphrase_may_be_too_long() -> None:
    assert advice("x" * 1001) == "Je wachtzin is te lang: gebruik ten hoogste 1000 tekens."


@pytest.mark.parametrize(
    "phrase",
    [
        "aaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "geheimpje geheimpje",
        "Geheimpje-geheimpje.GEHEIMPJE",
        "geheimpjegeheimpje",
        "lampfietslampfietsla",
        "koe koe koe koe koe koe",
        "huis boom huis boom huis",
        "hallooooooooooooooo",
        "0101010111010101",
        "💙" * 20,
    ],
)
def test_what_repeats_itself_is_not_long(phrase: str) -> None:
    assert advice(phrase) == REPEATS


@pytest.mark.parametrize(
    "phrase",
    [
        "qwertyuiopasdfghjkl",
        "QwErTyUiOp zxcvbnm",
        "123456789012345",
        "9876543210987654",
        "1 2 3 4 5 6 7 8 9 0 1 2",
        "abcdefghijklmnop",
        "1qaz2wsx3edc4rfv",
        "!@#$%^&*()qwerty",
        "een twee drie vier vijf",
        "maandag dinsdag woensdag",
        "wolk 1234567890123",
        "78901 9012 koewit",
    ],
)
def test_a_row_is_what_is_tried_first(phrase: str) -> None:
    assert advice(phrase) == ROW


@pytest.mark.parametrize(
    "phrase",
    [
        "Anna de Vries 1987",
        "annadevries annadv",
        "Ànna-Vríes Anna, ja!",
        "meldcode veilig thuis",
        "Wachtwoord123456",
        "welkom meldcode 2026",
        "praktijk anna vries",
    ],
)
def test_a_name_that_others_know_is_no_passphrase(phrase: str) -> None:
    assert advice(phrase, ["Anna de Vries", "anna@praktijk.example"]) == NAME


def test_a_name_of_one_or_two_letters_spoils_nothing() -> None:
    assert advice("de loden de deur de weg", ["De Wit", "", "-"]) is None
