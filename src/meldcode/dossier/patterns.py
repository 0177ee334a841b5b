"""What finds somebody in a text, and where a sentence opens: one of each, for all who read texts.

They read plain letters (`strangers.plain_letters`).
"""

from __future__ import annotations

import re

# What may stand between the figures of a number.
_GAP = r"[\s().+·/–—_-]"


def figures(count: int) -> str:
    """A pattern for a number of this many figures or more, whatever stands between them."""
    return rf"\d(?:{_GAP}{{0,4}}\d){{{count - 1},}}"


# Two small letters behind four figures are a postcode, unless they are a word or a measure.
_WORDS_OF_TWO = "en|is|op|ml|gr|kg|cm|mm|km|in|of|te|de|om|al|ik|na|nu|ze|er|we|je|zo"
POSTCODE = re.compile(
    rf"(?<![\w])[1-9]\d{{3}}(?:[\s-]?[A-Z]{{2}}|[A-Za-z]{{2}}|\s(?!{_WORDS_OF_TWO})[a-z]{{2}})(?!\w)"
)
_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_TIME = r"[0-2]?\d[.:][0-5]\d"
# A day in figures, a year, and the time of day: figures that find nobody, where no others are near.
_DAY_OR_TIME = re.compile(
    rf"(?<!\d)(?<!\d{_GAP})(?:(?:[0-3]?\d\s?[-/.]\s?{_MONTH}\s?[-/.]\s?(?:{_YEAR}|\d{{2}})"
    rf"|{_YEAR}-{_MONTH}-[0-3]?\d|{_YEAR})(?:\s{_TIME})?|{_TIME})(?!{_GAP}{{0,4}}\d)"
)
_LONG = re.compile(figures(6))
_ELSEWHERE = re.compile(
    r"@|https?:|www\.|\b(?:aantekening|regel|nummer|nr|bijlage|verbetering)\W*\d"
    # Letters and figures through each other, such as a number plate.
    r"|(?<!\w)(?=[\dA-Z-]*\d)(?=[\d-]*[A-Z])[\dA-Z]{1,3}-[\dA-Z]{2,3}-[\dA-Z]{1,2}(?!\w)",
    re.I,
)

# What a word opens with no other capital than that of its sentence.
# Behind a full stop a closing mark may stand: ‘Ik ga weg.’ Daarna …
_OPENS = re.compile(r"(?:^|[.!?…][”’»)\]]*|[:;\n(\[\"“‘'‚„«])[\s\"“‘'‚„«(\[•*–—-]*\Z")


def trace(seen: str) -> str:
    """The first piece of a text by which somebody, or a place elsewhere, is found; else empty.

    That is a number of six figures or more that is no day, a postcode, a number plate, an address
    on the net.
    """
    undated = _DAY_OR_TIME.sub(lambda found: "\x00" * len(found[0]), seen)
    found = _LONG.search(undated) or POSTCODE.search(seen) or _ELSEWHERE.search(seen)
    return found[0] if found else ""


def opens(before: str) -> bool:
    """Whether a sentence, a quotation or a line of a list opens after these characters."""
    return _OPENS.search(before) is not None
