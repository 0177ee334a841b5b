"""Reading JSON without guessing: nothing twice, no numbers that JSON does not know."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from meldcode.kader.input import InputError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_json(source: bytes) -> object:
    """The value that ``source`` holds. Raises :class:`InputError` for anything but one value."""
    try:
        text = source.removeprefix(BYTE_ORDER_MARK).decode("utf-8").rstrip()
    except UnicodeDecodeError as error:
        raise InputError(f"De invoer is geen UTF-8 (byte {error.start + 1}).") from None
    if not text:
        raise InputError("De invoer is leeg. Geef een object in JSON.")
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        line = f"regel {error.lineno}, " if "\n" in text else ""
        raise InputError(f"De invoer is geen geldige JSON ({line}teken {error.colno}).") from None
    except RecursionError:
        raise InputError("De invoer is te diep genest.") from None
    except InputError:
        raise
    except ValueError:
        # Python refuses to read a whole number of more than 4300 digits.
        raise InputError("De invoer bevat een getal dat te lang is.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"Sleutel '{double[:40]}' staat er twee keer.")
    return found


def _no_number(name: str) -> NoReturn:
    raise InputError(f"De invoer bevat '{name}'. Dat is geen geldige JSON.")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
