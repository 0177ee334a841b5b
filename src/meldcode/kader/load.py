"""Reading frameworks from their content files, and refusing what is not right.

A folder is one framework. ``gemeenschappelijk`` is whole; another folder has a ``kader.yaml``
that names the one it builds on (``op``) and says how it differs, item by item, with ``vervang``,
``voeg_toe`` and ``laat_weg``. Every message is Dutch and names file, line and key.

Beside the product's stand those of the data folder (``use_own``). What is wrong with one of those
never keeps the product's from loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from meldcode.kader import offered
from meldcode.kader.folders import BASE, CASES_FILE, NO_ITEMS, Resolved, build, read_folder, resolve
from meldcode.kader.model import Framework, Registers
from meldcode.kader.reading import ContentError, Place
from meldcode.kader.references import check_references
from meldcode.kader.registers import REGISTER_FILES, load_registers, own_registers

CONTENT = Path(__file__).parent / "inhoud"
ORDER = (
    "artsen",
    "verpleegkundigen",
    "verloskundigen",
    "paramedici",
    "sociaal",
    "complementair",
    "onderwijs",
    "kinderopvang",
    "justitie",
    "gemeenschappelijk",
)


class _Loaded(NamedTuple):
    registers: Registers
    common: Resolved
    frameworks: dict[str, Framework]


class _Beside:
    """What stands beside the product's frameworks in this process."""

    folder: Path | None = None
    shown: Framework | None = None


_beside = _Beside()


@lru_cache(maxsize=1)
def frameworks() -> Mapping[str, Framework]:
    """What may be worked with, by id, in the order of the menu: the product's and one's own.

    An own framework that does not load, or is milder than the common one, is left out; `left_out`
    tells why. Raises :class:`ContentError` for the product's own content alone.
    """
    offered_ = {key: each for key, each in _own().items() if key not in left_out()}
    if _beside.shown:
        offered_[_beside.shown.id] = _beside.shown
    return _in_order(offered_)


def every() -> Mapping[str, Framework]:
    """As `frameworks`, with the own ones that load but are milder: for who writes them."""
    return _in_order(_own())


@lru_cache(maxsize=1)
def left_out() -> Mapping[str, str]:
    """Why an own framework is not offered, by the name of its folder: one Dutch line each."""
    faults = dict(broken())
    for key, each in _own().items():
        problem = offered.problem(each, _product().frameworks)
        if problem:
            faults[key] = problem
    return faults


def broken() -> Mapping[str, str]:
    """Why an own framework does not load at all, by the name of its folder."""
    return _read_own()[1]


def use_own(folder: Path | None) -> None:
    """Where one's own frameworks lie, each in a folder of its own; they are read once."""
    if folder != _beside.folder:
        _beside.folder = folder
        _forget()


def show(framework: Framework | None) -> None:
    """Offer this framework too, whether it is right or not: for its preview alone."""
    _beside.shown = framework
    frameworks.cache_clear()


def load_own(folder: Path) -> Framework:
    """One's own framework: its differences, with the sources and facts that it brings itself.

    Raises :class:`ContentError` at the first thing that is not right, and OSError.
    """
    product = _product()
    if folder.name in product.frameworks:
        raise Place(f"{folder.name}/kader.yaml", 1).error(
            f"'{folder.name}' is al een kader van Meldcode. Geef de map een andere naam."
        )
    read = read_folder(folder, (*NO_ITEMS, *REGISTER_FILES))
    items, places, origin = resolve(read, product.common)
    registers = product.registers.with_own(own_registers(folder, product.registers))
    framework = build(read.head, registers, items, origin)
    check_references(framework, places, read.place)
    return framework


def _forget() -> None:
    for cached in (_read_own, left_out, frameworks):
        cached.cache_clear()


def _in_order(own: Mapping[str, Framework]) -> dict[str, Framework]:
    """The common one comes last in the menu."""
    product = _product().frameworks
    return {**{k: f for k, f in product.items() if k != BASE}, **own, BASE: product[BASE]}


def _own() -> Mapping[str, Framework]:
    return _read_own()[0]


@lru_cache(maxsize=1)
def _read_own() -> tuple[dict[str, Framework], dict[str, str]]:
    """The own frameworks that load, and why others do not."""
    found: dict[str, Framework] = {}
    faults: dict[str, str] = {}
    for folder in _own_folders(faults):
        try:
            found[folder.name] = load_own(folder)
        except ContentError as error:
            faults[folder.name] = str(error)
        except OSError as error:
            faults[folder.name] = f"De map is niet te lezen ({error.strerror})."
    return found, faults


def _own_folders(faults: dict[str, str]) -> list[Path]:
    folder = _beside.folder
    if folder is None or not folder.exists():
        return []
    try:
        return sorted(each for each in folder.iterdir() if _may_hold_one(each))
    except OSError as error:
        faults[folder.name] = f"De map is niet te lezen ({error.strerror})."
        return []


def _may_hold_one(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "_"))


@lru_cache(maxsize=1)
def _product() -> _Loaded:
    return _load(CONTENT, ORDER)


def load_all(root: Path, order: tuple[str, ...]) -> dict[str, Framework]:
    """Every framework of ``root`` named in ``order``.

    Raises :class:`ContentError` at the first thing that is not right.
    """
    return _load(root, order).frameworks


def _load(root: Path, order: tuple[str, ...]) -> _Loaded:
    registers = load_registers(root)
    folders = {name: read_folder(root / name) for name in dict.fromkeys((BASE, *order))}
    common = resolve(folders[BASE], None)
    built = {}
    for name in order:
        folder = folders[name]
        items, places, origin = common if name == BASE else resolve(folder, common)
        built[name] = build(folder.head, registers, items, origin)
        check_references(built[name], places, folder.place)
    return _Loaded(registers, common, built)


__all__ = [
    "BASE",
    "CASES_FILE",
    "CONTENT",
    "ORDER",
    "ContentError",
    "Place",
    "broken",
    "every",
    "frameworks",
    "left_out",
    "load_all",
    "load_own",
    "load_registers",
    "show",
    "use_own",
]
