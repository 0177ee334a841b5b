"""A PDF from data: what people typed stays text, and a character without a shape stays visible.

The PDF is PDF/A-3a and PDF/UA-1 at once, has no fonts but those inside Typst, and is the same, byte
for byte, for the same data.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from meldcode.paper import process

# What the fonts inside Typst have for certain; anything else would fail the whole document under
# PDF/A, so it becomes a visible box instead.
UNDRAWABLE = re.compile(
    r"[^\n\u0020-\u007e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u20ac]"
)
BOX = "\u25a1"
# What somebody typed without a space would run off the page; 25 of the widest letters fit the
# narrowest column that holds words of one's own.
_UNBROKEN = re.compile(r"\S{25}")
_MAY_BREAK = "\u200b"


def to_pdf(
    template: Path, data: Mapping[str, Any], when: datetime, attached: bytes | None = None
) -> bytes:
    """Fill in a template: it finds `data` as JSON in `sys.inputs.gegevens`, never as mark-up.

    `when` (aware) becomes the date in the metadata, which PDF/A asks for. `attached` is UTF-8, for
    a template that attaches `sys.inputs.bijlage`. Raises `process.NoPaperError`.
    """
    shown = _each_text(lambda text: _UNBROKEN.sub(_breaking, _drawn(text)), data)
    inputs = {"gegevens": json.dumps(shown, ensure_ascii=False)}
    if attached is not None:
        inputs["bijlage"] = attached.decode()
    return process.make(_read(template), inputs, int(when.timestamp()))


@lru_cache(maxsize=8)
def _read(template: Path) -> str:
    return template.read_text(encoding="utf-8")


def drawable(value: Any) -> Any:
    """`value` with every character that cannot be drawn replaced by a box, all the way down."""
    return _each_text(_drawn, value)


def undrawn(text: str) -> tuple[str, ...]:
    """The characters of a text that will be shown as a box, each once, in their order."""
    return tuple(dict.fromkeys(UNDRAWABLE.findall(_composed(text.replace("\r\n", "\n")))))


def _drawn(text: str) -> str:
    return UNDRAWABLE.sub(BOX, _composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\t", " ")


def _breaking(run: re.Match[str]) -> str:
    return run[0] + _MAY_BREAK


def _each_text(change: Callable[[str], str], value: Any) -> Any:
    """`value` with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(change, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(change, each) for each in value]
    return value


def replaces(value: Any) -> bool:
    """Whether something in `value` will be shown as a box."""
    return BOX in json.dumps(drawable(value), ensure_ascii=False)
