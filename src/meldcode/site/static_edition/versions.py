"""Which content an edition is made of: the hashes that stand at the foot of each page."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from meldcode.kader.model import Framework


def digest_of(text: str) -> str:
    """The SHA-256 of a text, as the frameworks write theirs."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def short(digest: str) -> str:
    """The first twelve digits of a hash."""
    return digest.removeprefix("sha256:")[:12]


def foot_of(framework: Framework) -> str:
    """The framework with its version and the three hashes, each as short as in `kader lijst`."""
    return (
        f"Kader: {framework.naam}, versie {framework.versie}. "
        f"Beslissing {short(framework.hash)}, woorden {short(framework.words_hash)}, "
        f"feiten {short(framework.facts_hash)}. Meldcode {version('meldcode')}."
    )
