"""Where this user's data lie. Asked without Django, for commands that only read frameworks."""

import os
from pathlib import Path

from platformdirs import user_data_path

OWN_FRAMEWORKS = "eigen-kaders"


def data_folder() -> Path:
    """The folder named in MELDCODE_MAP, else the user's own for programs' data; may not exist."""
    named = os.environ.get("MELDCODE_MAP") or user_data_path("meldcode", appauthor=False)
    return Path(named).expanduser().absolute()


def own_frameworks(folder: Path) -> Path:
    """Where one's own frameworks lie in this data folder, each in a folder of its own."""
    return folder / OWN_FRAMEWORKS
