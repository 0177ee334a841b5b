"""One form for each name that people log in with, however it is typed."""

from __future__ import annotations

import unicodedata


def fold(naam: str) -> str:
    """The name as it counts: without capitals, and one way of writing each character and space.

    Empty for what is no name: nothing, or with characters that can't be seen.
    """
    one_way = unicodedata.normalize("NFKC", naam).strip(" ")
    if any(unicodedata.category(each)[0] == "C" for each in one_way):
        return ""
    # Taking the capitals off may undo the one way of writing; twice is always enough.
    for _ in range(2):
        one_way = unicodedata.normalize("NFKC", one_way.casefold())
    return " ".join(one_way.split())
