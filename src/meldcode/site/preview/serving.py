"""Serving a preview: the guide alone, on a data folder that is thrown away afterwards."""

import os
import tempfile
from pathlib import Path

from meldcode.site import server
from meldcode.site.preview import followed

OF_AN_INSTALLATION = ("MELDCODE_DATABASE", "MELDCODE_ADRES", "MELDCODE_OIDC_NAAM")


def serve(folder: Path, port: int, open_browser: bool = True) -> None:
    """Show the framework in `folder` until Ctrl+C; port 0 takes a free one.

    Raises SystemExit with a Dutch message where it can't start.
    """
    for name in OF_AN_INSTALLATION:
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.preview.settings"
    os.environ["MELDCODE_ALLEEN_GIDS"] = "1"
    followed.folder = folder
    with tempfile.TemporaryDirectory(
        prefix="meldcode-voorbeeld-", ignore_cleanup_errors=True
    ) as place:
        server.serve(port, open_browser=open_browser, map=place)
