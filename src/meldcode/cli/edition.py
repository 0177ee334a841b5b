"""`meldcode uitgave`: the guide as a folder of plain files, to hand out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from meldcode.cli import show
from meldcode.cli.errors import Failure
from meldcode.cli.loading import load
from meldcode.cli.own import must_take_part
from meldcode.kader.model import Framework


def give(folder: Path, kaders: Sequence[str] = ()) -> None:
    """Write the static edition into a new or empty folder: of these frameworks, else of all.

    Raises :class:`Failure` for a name that does not exist, or a folder that can't be used.
    """
    found = load()
    unknown = [name for name in kaders if name not in found]
    if unknown:
        must_take_part(unknown[0], found)
        raise Failure(f"Het kader '{unknown[0]}' bestaat niet. Kies uit: {', '.join(found)}.")
    _must_be_empty(folder)
    files = _files([found[name] for name in dict.fromkeys(kaders or found)])
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise Failure(f"De map {folder} kan niet worden gevuld ({error.strerror}).") from None
    size = sum(map(len, files.values())) / 1_000_000
    words = f"{len(files)} bestanden, {size:.1f} MB, in {folder}. Begin bij index.html."
    show.body(show.console(), words)


def _files(frameworks: Sequence[Framework]) -> dict[str, bytes]:
    # Django reads its settings on import, so only once there is something to make.
    from meldcode.site.server import set_up

    set_up()
    from meldcode.site.static_edition.build import edition

    return edition(frameworks)


def _must_be_empty(folder: Path) -> None:
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Failure(f"In de map {folder} staat al iets. Kies een nieuwe of lege map.")
    except OSError as error:
        raise Failure(
            f"De map {folder} is geen map om in te schrijven ({error.strerror})."
        ) from None
