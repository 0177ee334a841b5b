"""No route without a policy: the server does not start, and a page asked for is not there."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from meldcode.access.policy import Policy, Who, without_policy
from meldcode.site import policies, server, urls
from tests.site.visitors import stranger


def secret_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("iets vertrouwelijks")


EXTRA = path("dossier/vergeten", secret_page, name="vergeten")


class WithExtra:
    """The product's addresses with one that somebody forgot to give a policy."""

    handler404 = urls.handler404
    urlpatterns = [*urls.urlpatterns, EXTRA]


def test_every_route_has_a_policy_and_every_policy_a_route() -> None:
    assert without_policy(urls.urlpatterns, policies.TABLE) == ()


def test_a_route_without_policy_is_named() -> None:
    assert without_policy(WithExtra.urlpatterns, policies.TABLE) == ("vergeten",)


def test_a_route_without_a_name_is_named_by_its_path() -> None:
    nameless = [*urls.urlpatterns, path("dossier/naamloos", secret_page)]
    assert without_policy(nameless, policies.TABLE) == ("dossier/naamloos",)


def test_a_policy_for_a_route_that_is_gone_is_named() -> None:
    table = {**policies.TABLE, "dossier:weg": Policy(Who.PERSON)}
    assert without_policy(urls.urlpatterns, table) == ("dossier:weg",)


@pytest.mark.django_db
def test_a_page_without_policy_is_not_there() -> None:
    with override_settings(ROOT_URLCONF=WithExtra):
        response = stranger().get("/dossier/vergeten")
    assert response.status_code == 404
    assert "vertrouwelijks" not in response.content.decode()


def test_the_server_does_not_start_with_a_route_without_policy() -> None:
    with override_settings(ROOT_URLCONF=WithExtra), pytest.raises(server.StartError) as told:
        server._check_policies()
    assert "voor vergeten is niet geregeld wie er mag komen" in str(told.value)
    server._check_policies()


ROLES = {
    "dossier:nieuw": {"professional", "aandachtsfunctionaris"},
    "dossier:nood": {"aandachtsfunctionaris"},
    "uit_gids": {"professional", "aandachtsfunctionaris"},
    "access:herstelcode": {"beheerder"},
    "access:mensen": {"beheerder"},
    "access:uitnodigen": {"beheerder"},
    "access:mens": {"beheerder"},
    "access:instellingen": {"beheerder"},
    "access:logboek": {"eindverantwoordelijke"},
    "access:voorstellen": {"beheerder", "eindverantwoordelijke"},
}


def test_what_asks_for_a_role_and_which() -> None:
    asked = {name: set(p.roles) for name, p in policies.TABLE.items() if p.who is Who.ROLE}
    assert asked == ROLES


def test_only_a_role_page_names_roles() -> None:
    assert [n for n, p in policies.TABLE.items() if p.roles and p.who is not Who.ROLE] == []


def test_every_look_at_a_case_is_written_down_but_the_draft() -> None:
    silent = {name for name, p in policies.TABLE.items() if "zaak" in p.who.value and not p.logged}
    assert silent == {"dossier:concept"}


def test_no_name_in_the_log_is_longer_than_its_column() -> None:
    assert [p.action for p in policies.TABLE.values() if len(p.action) > 24] == []
