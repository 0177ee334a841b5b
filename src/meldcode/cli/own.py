"""The commands for one's own framework: kader nieuw, voorbeeld and schema."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.loading import left_out, load_every
from meldcode.cli.options import folder_of
from meldcode.cli.written import give
from meldcode.kader.load import BASE, ORDER
from meldcode.site.folder import own_frameworks
from meldcode.workshop.editor_schema import kader_schema
from meldcode.workshop.new import NewError, make


def new(name: str, op: str, map_: Path | None) -> None:
    """Make the folder of a new framework in the data folder and say where it is.

    Raises :class:`Failure` for a name or base that can't be, and where it can't be written.
    """
    if op != BASE:
        raise Failure(f"Op '{op}' kan een kader niet bouwen. Kies: --op {BASE}.")
    folder = folder_of(map_)
    every = load_every()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = make(name, own_frameworks(folder), every[BASE], {*every, *left_out()})
    except NewError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"In {folder} kan geen kader komen ({error.strerror}).") from None
    again = f" --map {map_}" if map_ else ""
    print(f"Gemaakt: {made}")
    print(f"Lees eerst {made / 'LEESMIJ.md'}.")
    print(f"Zie het in de gids terwijl je schrijft: meldcode kader voorbeeld {name}{again}")


def preview(name: str, map_: Path | None, port: int, open_browser: bool = True) -> None:
    """Show an own framework in the guide until Ctrl+C, anew whenever a file is saved.

    Raises :class:`Failure` where there is no such folder, SystemExit where it can't start.
    """
    folder = own_frameworks(folder_of(map_)) / name
    if name in ORDER:
        raise Failure(f"'{name}' is een kader van Meldcode. Kies een kader van jezelf.")
    if not _may_be_one(name) or not folder.is_dir():
        raise Failure(
            f"De map {folder} is er niet. Maak het kader met: meldcode kader nieuw {name}"
        )
    from meldcode.site.preview.serving import serve

    serve(folder, port, open_browser)


def write_schema(naar: Path | None) -> None:
    """The JSON Schema of a ``kader.yaml``, in a file or on standard output; UTF-8.

    Raises :class:`Failure` where the file can't be written.
    """
    give(kader_schema(load_every()[BASE]).encode(), naar)


def must_take_part(name: str, among: Container[str]) -> None:
    """Raises :class:`Failure`, with the reason, for an own framework that is not ``among`` these.

    Says nothing of a name that no folder has.
    """
    if name not in among and name in left_out():
        raise Failure(f"Het eigen kader '{name}' doet niet mee. {left_out()[name]}", BAD_CONTENT)


def _may_be_one(name: str) -> bool:
    return name == Path(name).name and not name.startswith((".", "_"))
