"""A page that is rendered once, with places left open; to show it is to fill the places.

The explanation of a consideration is long and the same for everybody. Rendering it for each
request took most of the time of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

# Neither content nor a template holds this character, so a place is never mistaken.
_PLACE = "\x00{}\x00"
_PLACES = re.compile("\x00([a-z_]+)\x00")


class Frozen:
    """A rendered page with named places."""

    def __init__(self, template: str, context: Mapping[str, Any], places: Iterable[str]) -> None:
        marked = {name: mark_safe(_PLACE.format(name)) for name in places}  # noqa: S308
        self._parts = _PLACES.split(render_to_string(template, {**context, **marked}))

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with ``values`` in its places; what is not marked safe is escaped.

        Raises KeyError for a place without a value.
        """
        parts = self._parts.copy()
        parts[1::2] = [str(conditional_escape(values[name])) for name in parts[1::2]]
        return "".join(parts)
