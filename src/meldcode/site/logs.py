"""The log's form: what went wrong and where in the code, never what somebody asked or wrote."""

import logging
import traceback
from collections.abc import Iterator

OWN = "meldcode"


class WithoutContent(logging.Formatter):
    """Prints time, level and logger; of an exception its type and its place in the code.

    Messages of other libraries and texts of exceptions are left out, because both quote input
    (`invalid literal for int(): '…'`). Messages of our own loggers are printed: they hold no
    content by agreement.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, and behind it the traceback without texts."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}"
        if record.name.partition(".")[0] == OWN:
            head += f": {record.getMessage()}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([head, *_places(error)]) if error else head


def _places(error: BaseException) -> Iterator[str]:
    """The exception and those it came from, newest first: type, then file and line of each call."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"  {type(current).__module__}.{type(current).__qualname__}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        current = current.__cause__ or current.__context__
