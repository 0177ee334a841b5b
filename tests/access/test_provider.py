"""The settings of single sign-on: all of them or none, and an issuer that can be trusted."""

from __future__ import annotations

import pytest

from meldcode.access.provider import Provider, ProviderSettingError

SET = {
    "MELDCODE_OIDC_NAAM": "Schoolaccount",
    "MELDCODE_OIDC_UITGEVER": "https://inlog.school.example/realms/school/",
    "MELDCODE_OIDC_CLIENT": "meldcode",
    "MELDCODE_OIDC_GEHEIM": "zeer geheim",
}


def test_without_settings_there_is_no_provider() -> None:
    assert Provider.from_environment({"MELDCODE_MAP": "/srv"}) is None
    assert Provider.from_environment(dict.fromkeys(SET, " ")) is None


def test_a_provider_is_read_from_the_environment() -> None:
    found = Provider.from_environment(SET)
    assert found is not None
    assert (found.name, found.client_id) == ("Schoolaccount", "meldcode")
    assert found.issuer == "https://inlog.school.example/realms/school"
    assert found.origin == "https://inlog.school.example"
    assert found.secret.reveal() == b"zeer geheim"
    assert "zeer geheim" not in repr(found)


@pytest.mark.parametrize("name", SET)
def test_a_setting_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(ProviderSettingError, match=f"ontbreekt {name}"):
        Provider.from_environment({**SET, name: ""})


@pytest.mark.parametrize(
    ("issuer", "taken"),
    [
        ("https://inlog.example", True),
        ("http://localhost:9000", True),
        ("http://127.0.0.1:9000", True),
        ("http://inlog.example", False),
        ("ftp://localhost", False),
        ("inlog.example", False),
        ("https://", False),
    ],
)
def test_an_issuer_is_reached_over_tls_or_on_this_machine(issuer: str, taken: bool) -> None:
    environment = {**SET, "MELDCODE_OIDC_UITGEVER": issuer}
    if taken:
        assert Provider.from_environment(environment) is not None
        return
    with pytest.raises(ProviderSettingError, match="begint met https://"):
        Provider.from_environment(environment)
