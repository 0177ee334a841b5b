"""A framework by its id, from a folder with content, or from a kept or exported JSON file."""

from __future__ import annotations

from pathlib import Path

from meldcode.cli.errors import Failure
from meldcode.cli.loading import load, load_every
from meldcode.kader import kept
from meldcode.kader.load import BASE, ContentError, load_all, load_own
from meldcode.kader.model import Framework


def framework(named: str) -> Framework:
    """The framework that ``named`` is: an id, else a folder or a file that is there.

    Raises :class:`Failure` where it is none of these, or is not right.
    """
    known = load_every()
    if named in known:
        return known[named]
    path = Path(named)
    if path.is_dir():
        return _from_folder(path.resolve())
    if path.is_file():
        return from_file(path)
    raise Failure(
        f"'{named}' is geen kader, geen map en geen bestand. Kies uit: {', '.join(known)}; of geef "
        "een map of een JSON-bestand."
    )


def from_file(path: Path) -> Framework:
    """A framework that was kept or exported as JSON, with today's facts. Raises Failure."""
    try:
        return kept.from_text(path.read_text(encoding="utf-8-sig"), load()[BASE].registers)
    except OSError as error:
        raise Failure(f"Het bestand {path} is niet te lezen ({error.strerror}).") from None
    except ValueError:
        raise Failure(f"In het bestand {path} staat geen kader dat deze versie kent.") from None


def _from_folder(folder: Path) -> Framework:
    """A folder among others, as the product has them, or one's own framework by itself."""
    try:
        if (folder.parent / "bronnen.yaml").is_file():
            return load_all(folder.parent, (folder.name,))[folder.name]
        return load_own(folder)
    except ContentError as error:
        raise Failure(f"Het kader in de map {folder} klopt niet. {error}") from None
    except OSError as error:
        raise Failure(f"De map {folder} is niet te lezen ({error.strerror}).") from None
