"""What somebody recognises a browser by."""

from __future__ import annotations

from django.http import HttpRequest

# What a browser calls itself, the most telling first: nearly all also name others.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def label(request: HttpRequest) -> str:
    """Such as 'Firefox op Windows', by what the browser says of itself."""
    said = request.META.get("HTTP_USER_AGENT", "")
    found = [
        next((name for mark, name in known if mark in said), "") for known in (_BROWSERS, _SYSTEMS)
    ]
    return " op ".join(filter(None, found)) or "een browser"
