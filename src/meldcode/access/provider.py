"""Who else may say who somebody is: the organisation's own sign-on, by OpenID Connect.

Pure, because the settings read it before there are any models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from meldcode.vault.sealing import Secret

PREFIX = "MELDCODE_OIDC_"
_NAMES = ("NAAM", "UITGEVER", "CLIENT", "GEHEIM")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class ProviderSettingError(ValueError):
    """The settings name no provider that can be used; the Dutch message says how to write them."""


@dataclass(frozen=True)
class Provider:
    """A provider as set: the name on the button, its issuer (an https address), and our client."""

    name: str
    issuer: str
    client_id: str
    secret: Secret

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Provider | None:
        """The provider that `MELDCODE_OIDC_…` names, None where they are not set.

        Raises ProviderSettingError where only some are, or the issuer can't be trusted.
        """
        given = {name: environment.get(PREFIX + name, "").strip() for name in _NAMES}
        if not any(given.values()):
            return None
        missing = [PREFIX + name for name, value in given.items() if not value]
        if missing:
            raise ProviderSettingError(f"Voor inloggen bij een ander ontbreekt {missing[0]}.")
        issuer = _checked(given["UITGEVER"])
        return cls(given["NAAM"], issuer, given["CLIENT"], Secret(given["GEHEIM"].encode()))

    @property
    def origin(self) -> str:
        """Scheme, host and port of the issuer, as a Content-Security-Policy names it."""
        return origin(self.issuer)


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _checked(issuer: str) -> str:
    """The address without a slash at its end. Raises ProviderSettingError."""
    parts = urlsplit(issuer)
    secure = parts.scheme == "https" or parts.hostname in _THIS_MACHINE
    if not (parts.hostname and secure) or parts.scheme not in ("http", "https"):
        raise ProviderSettingError(
            f"{PREFIX}UITGEVER is een adres dat begint met https://, zonder /.well-known."
        )
    return issuer.rstrip("/")
