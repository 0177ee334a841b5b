"""Single sign-on by OpenID Connect: a provider says who somebody is, and opens nothing.

allauth does the protocol (discovery, state, PKCE, code, token, its signature). What it would do
next, making accounts, is left out: the claims lead to a person who is here already, and that
person's keys still ask for the passphrase.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import jwt  # allauth asks for it too, to read tokens
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from requests import RequestException

from meldcode.access import people
from meldcode.access.models import Person
from meldcode.access.provider import Provider

Claims = Mapping[str, Any]
# How allauth names that somebody stopped at the provider, or that it said something else.
_SAID = frozenset({"unknown", "cancelled", "denied"})

_log = logging.getLogger("meldcode.sso")

# Seconds that the clocks of two computers may be apart. Without it one second ahead at the provider
# keeps everybody out; RFC 7519, section 4.1.4, allows "some small leeway, usually no more than a
# few minutes". A token is for once, and works within seconds, so a minute gives nobody anything.
CLOCK_LEEWAY = 60
# Signed with a key of which all have the public half; never by a secret that both sides know.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})

# What a provider that is down, or answers something else, comes to.
_FAULTS = (OAuth2Error, RequestException, PermissionDenied, ValueError, KeyError, TypeError)


class SsoError(Exception):
    """The provider did not say who this is; the Dutch message says what to do."""


class _Refused(OAuth2Error):  # type: ignore[misc]
    """The answer does not hold; the text is one of ours, so that the log may have it."""


class _Told(Exception):
    """The provider said who this is: the way out of allauth before it makes accounts."""

    def __init__(self, claims: Claims) -> None:
        super().__init__()
        self.claims = claims


def provider() -> Provider | None:
    """The provider of this installation, if any."""
    found: Provider | None = settings.OIDC
    return found


def start(request: HttpRequest) -> str:
    """The provider's address to send the browser to. Raises SsoError where it can't be reached."""
    request.session.clear_expired()
    try:
        return str(_ours(request).redirect(request, process="login").url)
    except _FAULTS as fault:
        _fail(fault)


def claims(request: HttpRequest) -> Claims:
    """What the provider says, with the request that it sent the browser back with.

    Raises SsoError where it says nothing, or something that does not belong to what was asked.
    """
    try:
        OAuth2CallbackView.adapter_view(_Endpoint(request, _ours(request).sub_id))(request)
    except _Told as told:
        request.session.flush()
        return told.claims
    except _FAULTS as fault:
        _fail(fault)
    _fail(_Refused("no answer"))


def person(told: Claims) -> Person | None:
    """Who is meant: the name at the provider, or a verified e-mail address, is the name here."""
    names = [told.get("preferred_username")]
    if told.get("email_verified") is True:
        names.append(told.get("email"))
    found = (people.find(name) for name in names if isinstance(name, str) and name.strip())
    return next((each for each in found if each is not None and each.is_active), None)


def _fail(fault: BaseException | None) -> NoReturn:
    _log.warning("sign-on failed: %s", " < ".join(_kinds(fault)) or "refused")
    there = provider()
    name = there.name if there else "de aanmelddienst"
    raise SsoError(
        f"Inloggen met {name} lukte niet. Probeer het nog een keer, of log in met je naam en "
        "wachtzin."
    ) from None


def _kinds(fault: BaseException | None) -> Iterator[str]:
    """What went wrong, for who runs it: the kind of fault and of what it came from.

    Of its text only what we wrote ourselves, and the number of an answer by HTTP: the rest may
    quote what the provider said of somebody.
    """
    while fault is not None:
        answer = getattr(fault, "response", None)
        more = str(fault) if isinstance(fault, _Refused) else getattr(answer, "status_code", "")
        yield f"{type(fault).__name__.lstrip('_')} {more}".strip()
        fault = fault.__cause__ or fault.__context__


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks of a product: here what to do where the provider gives an error."""

    def on_authentication_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Leave allauth's way, which has a page of its own. Raises SsoError."""
        said = kwargs.get("error")
        fault = kwargs.get("exception")
        _fail(fault or _Refused(said if said in _SAID else "no answer that was asked for"))


class _Endpoint(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One exchange with the provider, that ends in what it says of somebody."""

    def get_provider(self) -> _Ours:
        return _ours(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("access:sso_terug"))

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it is another's."""
        config: dict[str, Any] = super().openid_config
        there = provider()
        # OpenID Connect Discovery 1.0, section 4.3: exactly the issuer that was asked.
        if there is None or str(config["issuer"]).rstrip("/") != there.issuer:
            raise _Refused("another issuer")
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> NoReturn:
        """Raises _Told with the claims, OAuth2Error where they don't hold."""
        told = self._decode_id_token(app, kwargs["response"]["id_token"])
        if not told.get("sub") or "exp" not in told:
            raise _Refused("a claim is missing")
        if not told.get("preferred_username"):
            told = {**self._more(token, told["sub"]), **told}
        raise _Told(told)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The claims, with signature, issuer, audience and times checked.

        allauth trusts the connection and skips the signature, and allows clocks no second. Raises
        OAuth2Error, and what it came from with it.
        """
        try:
            keys = self.openid_config["jwks_uri"]
            algorithm, key = jwtkit.fetch_key(id_token, keys, jwtkit.lookup_kid_jwk)
            if algorithm not in _ALGORITHMS:
                raise _Refused("signed in another way")
            told: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=[algorithm],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=CLOCK_LEEWAY,
            )
        except jwt.PyJWTError as fault:
            raise OAuth2Error from fault
        jwtkit.verify_jti(told)
        return told

    def _more(self, token: SocialToken, subject: str) -> dict[str, Any]:
        """What only the userinfo endpoint tells; it must be about the same person."""
        more: dict[str, Any] = self._fetch_user_info(token.token)
        # OpenID Connect Core 1.0, section 5.3.2.
        if more.get("sub") != subject:
            raise _Refused("userinfo of somebody else")
        return more


class _Ours(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = _Endpoint


def _ours(request: HttpRequest) -> _Ours:
    """The provider as allauth wants it; it lies in no table."""
    there = provider()
    assert there is not None, "only asked for where a provider is set"
    app = SocialApp(
        provider="openid_connect",
        provider_id="sso",
        name=there.name,
        client_id=there.client_id,
        secret=there.secret.reveal().decode(),
        settings={"server_url": there.issuer, "oauth_pkce_enabled": True},
    )
    return _Ours(request, app=app)
