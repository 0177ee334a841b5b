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

import typst

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
    a template that attaches `sys.inputs.bijlage`.
    """
    shown = _each_text(lambda text: _UNBROKEN.sub(_breaking, _drawn(text)), data)
    inputs = {"gegevens": json.dumps(shown, ensure_ascii=False)}
    if attached is not None:
        inputs["bijlage"] = attached.decode()
    compiler = typst.Compiler(
        _read(template), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=int(when.timestamp())
    )
    assert isinstance(made, bytes)  # A list only where pages are pictures.
    return made


@lru_cache(maxsize=8)
def _read(template: Path) -> bytes:
    return template.read_bytes()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts inside Typst, read once: that costs as much as a page (`make bench`)."""
    return typst.Fonts(include_system_fonts=False)


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
