"""The program that makes one PDF, for the process that started it, and ends.

Typst keeps what it made in memory, for the next time. What people typed must not stay anywhere
longer than needed, and the server must not grow with it; both are gone when this ends. It reads one
request from its input, writes the PDF to its output, and imports nothing of Meldcode.
"""

import json
import sys
from contextlib import suppress

import typst


def main() -> None:
    """Make the PDF. Ends with another code than 0, and says nothing, where it can't."""
    told = json.loads(sys.stdin.buffer.read())
    _bound(told["most_bytes"])
    compiler = typst.Compiler(
        told["template"].encode(),
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
        sys_inputs=told["inputs"],
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=told["timestamp"]
    )
    assert isinstance(made, bytes)  # a list only where pages are pictures
    sys.stdout.buffer.write(made)


def _bound(most_bytes: int) -> None:
    """Take no more memory than this, and leave none on the disk, also where it crashes."""
    with suppress(ImportError, OSError, ValueError):  # not every system has these
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    main()
