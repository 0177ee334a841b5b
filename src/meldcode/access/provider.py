"""Who else may say who somebody is: the organisation's own sign-on, by OpenID Connect.

Pure, because the settings read it before there are any models.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from meldcode.vault.problem import SettingError
from meldcode.vault.sealing import Secret

NAME = "MELDCODE_OIDC_NAAM"
ISSUER = "MELDCODE_OIDC_UITGEVER"
CLIENT = "MELDCODE_OIDC_CLIENT"
SECRET = "MELDCODE_OIDC_GEHEIM"  # the name of the setting, not the secret
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class ProviderSettingError(SettingError):
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
        """The provider that the four settings name, None where they are not set.

        Raises ProviderSettingError where only some are, or the issuer can't be trusted.
        """
        given = {key: environment.get(key, "").strip() for key in (NAME, ISSUER, CLIENT, SECRET)}
        if not any(given.values()):
            return None
        missing = [key for key, value in given.items() if not value]
        if missing:
            raise ProviderSettingError(f"Voor inloggen bij een ander ontbreekt {missing[0]}.")
        secret = Secret(given[SECRET].encode())
        return cls(given[NAME], _checked(given[ISSUER]), given[CLIENT], secret)

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
            f"{ISSUER} is een adres dat begint met https://, zonder /.well-known."
        )
    return issuer.rstrip("/")
