"""The program that runs Argon2id, one run after another, for the process that started it.

A run in OpenSSL can't be stopped, and two at once in one process waited for each other for good;
a process can be ended. It reads runs from its input and writes keys to its output until the input
ends, and imports nothing of Meldcode, so that it starts quickly and holds nothing else.
"""

import signal
import struct
import sys
from contextlib import suppress

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

# Memory in KiB, passes, lanes, and how many bytes the salt, the passphrase and the key have.
REQUEST = struct.Struct("!6I")


def main() -> None:
    """Answer every run with its key, or with nothing but a length of 0 where it failed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _no_core_dump()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(REQUEST.size)) == REQUEST.size:
        memory, passes, lanes, salt_bytes, phrase_bytes, key_bytes = REQUEST.unpack(head)
        salt, phrase = source.read(salt_bytes), source.read(phrase_bytes)
        key = b""
        # What fails is told by its absence: an error of its own might hold the passphrase.
        with suppress(Exception):
            run = Argon2id(
                salt=salt, length=key_bytes, iterations=passes, lanes=lanes, memory_cost=memory
            )
            key = run.derive(phrase)
        target.write(struct.pack("!I", len(key)) + key)
        target.flush()


def _no_core_dump() -> None:
    """Keep what this process holds off the disk, also where it crashes."""
    with suppress(ImportError, OSError, ValueError):  # there is none on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
