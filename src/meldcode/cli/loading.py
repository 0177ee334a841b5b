"""The frameworks, for a command."""

from __future__ import annotations

from collections.abc import Mapping

from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.kader.load import ContentError, frameworks
from meldcode.kader.model import Framework


def load() -> Mapping[str, Framework]:
    """Every framework by id. Raises :class:`Failure` where the content is not right."""
    try:
        return frameworks()
    except ContentError as error:
        raise Failure(f"De inhoud van een kader klopt niet. {error}", BAD_CONTENT) from None
