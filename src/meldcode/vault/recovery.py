"""Recovery codes: written down once, typed back when the passphrase is lost.

A code is 128 random bits in Crockford's base32 (crockford.com/base32.html), which leaves out
I, L, O and U, and two check characters: 28 characters in 7 groups of 4. The checks are those of
Reed and Solomon ('Polynomial codes over certain finite fields', 1960) over the 32 characters: two
wrong characters never go unnoticed, and of a single one it is clear where it stands.
"""

import base64
import itertools
import os
import re
import unicodedata
from collections.abc import Sequence

from meldcode.vault.sealing import SealBroken, Secret, derive_key, seal, unseal

CODE_BYTES = 16
CODE_LENGTH = 28
GROUP_LENGTH = 4
GROUPS = CODE_LENGTH // GROUP_LENGTH

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = 2
_LOOKALIKES = str.maketrans("OIL", "011")
_FORM = re.compile(r"1\.(\d{1,3})(?:-(\d{1,3}))?\.([A-Za-z0-9+/=]+)", re.ASCII)


class CodeError(ValueError):
    """What was typed is no recovery code; the Dutch message tells what is wrong with it."""


def new_code() -> str:
    """A new random recovery code, such as '1F7K-…' with seven groups in all."""
    return _write(os.urandom(CODE_BYTES))


def read_code(text: str) -> Secret:
    """The 16 bytes of a code as somebody typed it: small letters, O for 0, with or without dashes.

    Raises CodeError.
    """
    symbols = _symbols(_letters(text))
    if any(_remainders(symbols)):
        raise CodeError(_where(symbols))
    number = 0
    for symbol in symbols[:-_CHECKS]:
        number = number * 32 + symbol
    if number >= 1 << (8 * CODE_BYTES):
        raise CodeError("Deze code bestaat niet. Kijk of je de goede code hebt.")
    return Secret(number.to_bytes(CODE_BYTES, "big"))


def wrap(secret: Secret, codes: Sequence[Secret], context: bytes) -> tuple[str, ...]:
    """Seal `secret` under its recovery codes: one code opens alone, of more any two together.

    Each blob is a line of text: version, the places of its codes in `codes`, and sealed bytes in
    base64, dots between. Raises ValueError where there is no code, where one isn't 16 bytes, or
    where two are the same.
    """
    if not codes or any(len(code) != CODE_BYTES for code in codes):
        raise ValueError(f"wrapping needs codes of {CODE_BYTES} bytes")
    if any(one == other for one, other in itertools.combinations(codes, 2)):
        raise ValueError("two custodians with the same code")
    together = 1 if len(codes) == 1 else 2
    return tuple(
        _blob(secret, [codes[place] for place in places], _places(places), context)
        for places in itertools.combinations(range(len(codes)), together)
    )


def unwrap(blobs: Sequence[str], codes: Sequence[Secret], context: bytes) -> Secret:
    """Open one of the blobs with these codes, in whatever order they come.

    Raises SealBroken where none opens. A damaged blob doesn't keep another from opening.
    """
    for blob in blobs:
        match = _FORM.fullmatch(blob)
        if match is None:
            continue
        places = match[1] if match[2] is None else f"{match[1]}-{match[2]}"
        for some in itertools.combinations(codes, 1 if match[2] is None else 2):
            try:
                return _opened(match[3], some, _bound(places, context))
            except SealBroken:
                continue
    raise SealBroken


def _write(value: bytes) -> str:
    number = int.from_bytes(value, "big")
    data = [(number >> 5 * place) & 31 for place in reversed(range(CODE_LENGTH - _CHECKS))]
    pairs = itertools.product(range(32), repeat=_CHECKS)
    checks = next(pair for pair in pairs if not any(_remainders([*data, *pair])))
    letters = "".join(_ALPHABET[symbol] for symbol in (*data, *checks))
    return "-".join(
        letters[start : start + GROUP_LENGTH] for start in range(0, CODE_LENGTH, GROUP_LENGTH)
    )


def _letters(text: str) -> str:
    """What was typed without spaces, dashes and what can't be seen, in the code's own letters."""
    # A code is far shorter; what is longer is refused, and need not be looked at in full.
    composed = unicodedata.normalize("NFKC", text[:1000])
    return "".join(each for each in composed if not _is_separator(each)).upper()


def _is_separator(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "ZC" or category == "Pd" or character == "\N{MINUS SIGN}"


def _symbols(letters: str) -> list[int]:
    """The characters as numbers below 32. Raises CodeError for what no code has."""
    for place, letter in enumerate(letters.translate(_LOOKALIKES)):
        if letter not in _ALPHABET:
            raise CodeError(
                f"In groep {place // GROUP_LENGTH + 1} staat '{letters[place]}'. "
                "Dat teken komt in deze code niet voor."
            )
    if not letters:
        raise CodeError(f"Vul de code in: {CODE_LENGTH} tekens.")
    if len(letters) < CODE_LENGTH:
        raise CodeError(
            f"Je hebt {len(letters)} tekens ingevuld. De code heeft er {CODE_LENGTH}: "
            f"er {_missing(CODE_LENGTH - len(letters))}."
        )
    if len(letters) > CODE_LENGTH:
        raise CodeError(
            f"Je hebt meer dan {CODE_LENGTH} tekens ingevuld. De code heeft er {CODE_LENGTH}."
        )
    return [_ALPHABET.index(letter) for letter in letters.translate(_LOOKALIKES)]


def _missing(number: int) -> str:
    return "ontbreekt er nog 1" if number == 1 else f"ontbreken er nog {number}"


def _remainders(symbols: Sequence[int]) -> tuple[int, int]:
    """The code's value at 1 and at α in GF(32); both are 0 where nothing is wrong."""
    at_one = at_alpha = 0
    for symbol in symbols:
        at_one ^= symbol
        at_alpha = _times_alpha(at_alpha) ^ symbol
    return at_one, at_alpha


def _times_alpha(element: int) -> int:
    """Multiply by α, a root of x⁵ + x² + 1; its 31 powers differ, so each place has its own."""
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _where(symbols: list[int]) -> str:
    """The Dutch sentence that says where the mistake is, if one wrong character explains it."""
    for place in range(CODE_LENGTH):
        for symbol in range(32):
            if not any(_remainders([*symbols[:place], symbol, *symbols[place + 1 :]])):
                group = place // GROUP_LENGTH + 1
                return (
                    f"Er klopt een teken niet, waarschijnlijk in groep {group}. "
                    "Vergelijk die groep met wat je hebt opgeschreven."
                )
    return (
        "Er kloppen twee of meer tekens niet, of er zijn er twee verwisseld. "
        "Vergelijk elke groep met wat je hebt opgeschreven."
    )


def _blob(secret: Secret, codes: Sequence[Secret], places: str, context: bytes) -> str:
    sealed = seal(_key(codes), secret.reveal(), _bound(places, context))
    return f"1.{places}.{base64.b64encode(sealed).decode()}"


def _opened(text: str, codes: Sequence[Secret], bound: bytes) -> Secret:
    try:
        sealed = base64.b64decode(text, validate=True)
    except ValueError:
        raise SealBroken from None
    if base64.b64encode(sealed).decode() != text:
        raise SealBroken
    return Secret(unseal(_key(codes), sealed, bound))


def _key(codes: Sequence[Secret]) -> Secret:
    """The key of one code, or of two in either order; 128 random bits need no Argon2id."""
    return derive_key(*sorted(code.reveal() for code in codes), purpose=b"meldcode herstel 1")


def _places(places: Sequence[int]) -> str:
    return "-".join(map(str, places))


def _bound(places: str, context: bytes) -> bytes:
    return b"meldcode herstel 1\x00" + places.encode() + b"\x00" + context
