"""The random key that lives only in the memory of the running server.

It is made when this module is first imported. A server with several workers imports it before it
forks, so that they share it; several machines share it through MELDCODE_PROCES_SLEUTEL, and then
whoever can read that machine's environment has it too. A restart makes a new one and so locks
what was open: visits of the guide and unlocked keys.
"""

import base64
import os
from collections.abc import Mapping

from meldcode.vault.problem import SettingError
from meldcode.vault.sealing import KEY_BYTES, Secret

VARIABLE = "MELDCODE_PROCES_SLEUTEL"


class ProcessKeyError(SettingError):
    """The environment gives no usable key; the Dutch message says so without the value."""


def from_environment(environment: Mapping[str, str]) -> Secret | None:
    """The key that the environment gives, or None where it gives none.

    Raises ProcessKeyError where it isn't 32 bytes of base64.
    """
    text = environment.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:  # characters that base64 doesn't have, or too few of them
        value = b""
    if len(value) != KEY_BYTES:
        raise ProcessKeyError(
            f"{VARIABLE} moet {KEY_BYTES} willekeurige bytes zijn, geschreven als base64. "
            "Maak er een met: openssl rand -base64 32"
        )
    return Secret(value)


_given = from_environment(os.environ)

PROCESS_KEY = _given or Secret(os.urandom(KEY_BYTES))
# The process that made the key by itself; None where it was given and so is the same everywhere.
MADE_IN_PROCESS = None if _given else os.getpid()
