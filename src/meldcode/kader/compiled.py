"""Content files as they were read before, so that a start does not parse them all again.

In the product's folder `.gelezen` lies what was read from each of its content files, under the
hash of its bytes and of what reads it: another file is another name, so nothing stale is ever
taken. One's own frameworks, in a data folder, are read anew each time. Where nothing can be
written nothing is kept. The wheel brings it along. JSON and no pickle: reading it runs nothing.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from meldcode.kader.marked import Entries, Keys

_PRODUCT = Path(__file__).parent.parent
FOLDER = _PRODUCT / ".gelezen"


def tree(path: Path, source: bytes) -> Keys | None:
    """What was read before from a file with these bytes, or None."""
    if not path.is_relative_to(_PRODUCT):
        return None
    try:
        found = _read(json.loads(_place(path, source).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, Keys) else None


def keep(path: Path, source: bytes, data: Keys) -> None:
    """Keep what was read, whole or not at all, instead of what was kept of this file before."""
    if not path.is_relative_to(_PRODUCT):
        return
    place = _place(path, source)
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError, TypeError):
        text = json.dumps(_written(data), ensure_ascii=False, separators=(",", ":"))
        FOLDER.mkdir(exist_ok=True)
        before = list(FOLDER.glob(f"{_name(path)}.*"))
        part.write_bytes(text.encode())
        part.replace(place)
        for each in before:
            if each != place:
                each.unlink(missing_ok=True)


def _place(path: Path, source: bytes) -> Path:
    return FOLDER / f"{_name(path)}.{sha256(_reader() + source).hexdigest()[:20]}"


def _name(path: Path) -> str:
    return ".".join(path.relative_to(_PRODUCT).parts)


@lru_cache(maxsize=1)
def _reader() -> bytes:
    """What else decides what is read: the modules that do it, and Python itself."""
    here = Path(__file__).parent
    sources = [(here / f"{name}.py").read_bytes() for name in ("parsing", "marked", "compiled")]
    return sha256(repr(sys.version_info[:2]).encode() + b"".join(sources)).digest()


def _written(value: Any) -> Any:
    """A value for JSON. Raises TypeError for what has no place in content."""
    if isinstance(value, Keys):
        parts = [[_written(key), value.lines.get(key), _written(value[key])] for key in value]
        return {"keys": parts, "line": value.line}
    if isinstance(value, Entries):
        parts = [[line, _written(each)] for line, each in zip(value.lines, value, strict=True)]
        return {"entries": parts, "line": value.line}
    if type(value) is date:
        return {"date": value.isoformat()}
    if value is None or type(value) in (str, int, float, bool):
        return value
    raise TypeError(type(value))


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "keys" in value:
        parts = [(_read(key), line, each) for key, line, each in value["keys"]]
        keys = Keys({key: _read(each) for key, _, each in parts})
        keys.line = value["line"]
        keys.lines = {key: line for key, line, _ in parts if line is not None}
        return keys
    if "entries" in value:
        entries = Entries(_read(each) for _, each in value["entries"])
        entries.line = value["line"]
        entries.lines = [line for line, _ in value["entries"]]
        return entries
    return date.fromisoformat(value["date"])
