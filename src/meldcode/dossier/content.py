"""The sentences about a case that people read, from `inhoud/`, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import StringConstraints

from meldcode.kader import schema
from meldcode.kader.load import CONTENT as KADER_CONTENT
from meldcode.kader.load import load_registers
from meldcode.kader.model import Registers
from meldcode.kader.reading import Place, only_keys, read_items, read_yaml

I = TypeVar("I", bound=schema.Item)  # noqa: E741

CONTENT = Path(__file__).parent / "inhoud"


class Shortfall(schema.Item):
    """Something a file may lack: `bij` is `stap.N` or `afweging.N`, `voeg_toe` what adds it.

    `meer` replaces `tekst` where more than one entry lacks it; `{aantal}` is how many.
    """

    bij: Annotated[str, StringConstraints(pattern=r"^(stap|afweging)\.[1-9]$")]
    voeg_toe: schema.Id
    tekst: schema.Text
    meer: schema.Text | None = None
    bron: schema.Refs


class KeepingRule(schema.Item):
    """By which rule files of these frameworks are kept."""

    naam: schema.Text
    kaders: tuple[schema.Id, ...]
    bron: schema.Refs


@dataclass(frozen=True)
class Keeping:
    """What is known of keeping files: the rules, their words, the grounds to refuse destruction."""

    rules: Mapping[str, KeepingRule]
    sentences: Mapping[str, schema.Sentence]
    refusals: Mapping[str, schema.Sentence]


@lru_cache(maxsize=1)
def shortfalls() -> Mapping[str, Shortfall]:
    """Everything a file may lack, by id, in the order in which it is shown.

    Raises `ContentError` where the content is not right.
    """
    return _collection("tekorten.yaml", "tekorten", Shortfall, ("tekorten",))


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, schema.Sentence]:
    """The words for the state of a case. Raises `ContentError` where they are not right."""
    return _collection("stand.yaml", "zinnen", schema.Sentence, ("zinnen",))


@lru_cache(maxsize=1)
def keeping() -> Keeping:
    """The rules on keeping a file. Raises `ContentError` where they are not right."""
    names = ("regels", "zinnen", "weigeren")
    return Keeping(
        _collection("bewaren.yaml", "regels", KeepingRule, names),
        _collection("bewaren.yaml", "zinnen", schema.Sentence, names),
        _collection("bewaren.yaml", "weigeren", schema.Sentence, names),
    )


def say(key: str, **words: object) -> str:
    """The sentence `key` with its places filled in."""
    return sentences()[key].tekst.format(**words)


@lru_cache(maxsize=1)
def _registers() -> Registers:
    return load_registers(KADER_CONTENT)


def _collection(file: str, name: str, model: type[I], names: tuple[str, ...]) -> Mapping[str, I]:
    return collection(CONTENT / file, "dossier", name, model, names=names)


def collection(
    path: Path,
    room: str,
    name: str,
    model: type[I],
    *,
    names: tuple[str, ...] = (),
    check: Callable[[I, Place], None] = lambda item, place: None,
) -> Mapping[str, I]:
    """The items of the list `name` in a file of content, by id, in the order of the file.

    `room` and the name of the file tell in a message where it stands. `names` are the keys that the
    file may have; without them `name` alone. `check` refuses an item for reasons of its own.

    Raises `ContentError`, in Dutch with file and line, at the first thing that is not right:
    another key, an item that is no `model`, an id that stands there twice, an unknown source.
    """
    label = f"{room}/{path.name}"
    data = read_yaml(path, label)
    only_keys(data, names or (name,), label)
    found: dict[str, I] = {}
    for item, place in read_items(data, name, model, label):
        if item.id in found:
            raise place.error(f"Verzameling '{name}': de id '{item.id}' bestaat al.")
        _check_sources(getattr(item, "bron", ()), place)
        check(item, place)
        found[item.id] = item
    return found


def _check_sources(refs: Iterable[str], place: Place) -> None:
    registers = _registers()
    for ref in refs:
        try:
            registers.cite(ref)
        except KeyError:
            raise place.error(f"Sleutel 'bron': '{ref}' ken ik niet.") from None
