"""What the tests of pages share: the time, and the house with its cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import Cast
from tests.site import scene as scenes


@pytest.fixture
def scene(cast: Cast) -> Iterator[scenes.Scene]:
    """Three cases among six people, a few hours after they were written."""
    with time_machine.travel(scenes.LATER):
        yield scenes.play(cast)
