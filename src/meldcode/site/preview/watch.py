"""Following the files of one framework: what they say now, or what is wrong with them."""

from __future__ import annotations

import threading
from pathlib import Path

from meldcode.guide import visits
from meldcode.guide.renewal import forget_pages
from meldcode.kader import load, offered
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.model import Framework
from meldcode.kader.reading import ContentError

Stamps = tuple[tuple[str, int, int], ...]


class Watch:
    """One folder, looked at again on every request.

    `stand` changes whenever pages do. `fault` is why the newest files are not shown, `milder` why
    the guide would not offer what is shown; both are Dutch, and empty where nothing is wrong.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stand = 0
        self.fault = ""
        self.milder = ""
        self.shown: Framework | None = None
        self._stamps: Stamps | None = None
        self._lock = threading.Lock()

    def look(self) -> None:
        """Read the files again where one was saved since; what is wrong keeps the last version."""
        with self._lock:
            stamps = _stamps(self.folder)
            if stamps != self._stamps:
                self._stamps = stamps
                self._read()
                self.stand += 1

    def _read(self) -> None:
        try:
            framework = load.load_own(self.folder)
        except ContentError as error:
            self.fault = str(error)
        except OSError as error:
            self.fault = f"{self.folder.name}: de map is niet te lezen ({error.strerror})."
        else:
            self._show(framework)

    def _show(self, framework: Framework) -> None:
        self.fault = ""
        known = self.shown is not None and self.shown.hash == framework.hash
        self.shown = framework
        load.show(framework)
        visits.begin_with(Bezoek(kader=framework.id))
        forget_pages()
        if not known:
            self.milder = ""
            # Proving may take seconds, and pages don't wait for it.
            threading.Thread(target=self._prove, args=(framework,), daemon=True).start()

    def _prove(self, framework: Framework) -> None:
        milder = offered.problem(framework, load.every()) or ""
        with self._lock:
            current = self.shown is not None and self.shown.hash == framework.hash
            if current and milder != self.milder:
                self.milder = milder
                self.stand += 1


def _stamps(folder: Path) -> Stamps:
    """Name, time and size of each file; a file that goes away meanwhile is as if never there."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((path.name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)
