"""`python -m meldcode.site.compile`: read all content once, so that the wheel brings it read."""

from __future__ import annotations

from pathlib import Path

from meldcode.kader.reading import read_yaml

_PRODUCT = Path(__file__).parent.parent


def main() -> None:
    """Read every content file; what is a template for others, and no content yet, is left."""
    for path in sorted(_PRODUCT.rglob("*.yaml")):
        if path.parent.name != "sjabloon":
            read_yaml(path, path.relative_to(_PRODUCT).as_posix())


if __name__ == "__main__":
    main()
