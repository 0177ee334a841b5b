"""What a command makes: on standard output, or in a new file."""

from __future__ import annotations

import sys
from pathlib import Path

from meldcode.cli.errors import Failure


def give(data: bytes, naar: Path | None) -> None:
    """Write `data` to a new file, or to standard output where none is named.

    Raises Failure for a file that is there already or cannot be written.
    """
    if naar is None:
        sys.stdout.buffer.write(data)
        return
    try:
        with naar.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise Failure(f"Het bestand {naar} bestaat al. Kies een andere naam.") from None
    except OSError as error:
        raise Failure(f"Het bestand {naar} kan niet worden gemaakt: {error.strerror}.") from None
