"""Default-deny: a route without a policy, or a policy without a route, is told by name."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from meldcode.access.models import ROLES
from meldcode.access.policy import CASES, Policy, Who, routes, without_policy
from meldcode.site.policies import TABLE


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


PATTERNS: list[URLPattern | URLResolver] = [
    path("", view, name="begin"),
    path("zonder-naam", view),
    path("zaak/", include(([path("een", view, name="een")], "dossier"))),
]
ALL = {"begin": Policy(Who.ANYONE), "dossier:een": Policy(Who.CASE_READ, "bekijken")}


def test_every_route_is_named_with_its_namespace() -> None:
    assert list(routes(PATTERNS)) == ["begin", "zonder-naam", "dossier:een"]


@pytest.mark.parametrize(
    ("table", "missing"),
    [
        ({**ALL, "zonder-naam": Policy(Who.ANYONE)}, ()),
        (ALL, ("zonder-naam",)),
        ({"begin": ALL["begin"]}, ("dossier:een", "zonder-naam")),
        ({**ALL, "zonder-naam": ALL["begin"], "oud": ALL["begin"]}, ("oud",)),
    ],
)
def test_what_has_no_counterpart_is_told(
    table: dict[str, Policy], missing: tuple[str, ...]
) -> None:
    assert without_policy(PATTERNS, table) == missing


def test_every_route_of_the_product_has_its_policy() -> None:
    assert without_policy(get_resolver().url_patterns, TABLE) == ()


@pytest.mark.parametrize("route", sorted(TABLE))
def test_a_policy_is_whole(route: str) -> None:
    policy = TABLE[route]
    assert policy.roles <= set(ROLES)
    assert bool(policy.roles) is (policy.who is Who.ROLE)
    if policy.who in CASES and route != "dossier:concept":
        assert policy.logged, "a look at a case writes a line"
