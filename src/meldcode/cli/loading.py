"""The frameworks, for a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.kader import load as reading
from meldcode.kader.load import ContentError, frameworks
from meldcode.kader.model import Framework
from meldcode.site.folder import data_folder, own_frameworks

T = TypeVar("T")


def load() -> Mapping[str, Framework]:
    """What may be worked with, by id. Raises :class:`Failure` where the content is not right."""
    return _read(frameworks)


def load_every() -> Mapping[str, Framework]:
    """As `load`, with own frameworks that are milder: for who writes them. Raises Failure."""
    return _read(reading.every)


def known(kader_id: str, among: Mapping[str, Framework]) -> Framework:
    """The framework with this id. Raises Failure, with the ids there are, where there is none."""
    if kader_id not in among:
        raise Failure(f"Het kader '{kader_id}' bestaat niet. Kies uit: {', '.join(among)}.")
    return among[kader_id]


def left_out() -> Mapping[str, str]:
    """Why an own framework is not offered, by the name of its folder. Raises Failure."""
    return _read(reading.left_out)


def broken() -> Mapping[str, str]:
    """Why an own framework does not load at all, by the name of its folder. Raises Failure."""
    return _read(reading.broken)


def _read(what: Callable[[], T]) -> T:
    reading.use_own(own_frameworks(data_folder()))
    try:
        return what()
    except ContentError as error:
        raise Failure(f"De inhoud van een kader klopt niet. {error}", BAD_CONTENT) from None
