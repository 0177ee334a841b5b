"""Somebody with a browser, of which only the cookies matter here."""

from __future__ import annotations

from http.cookies import Morsel
from typing import Generic, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

T = TypeVar("T")


class Door(Protocol[T]):
    """Where visits are kept: a store, or the module of a room that has one."""

    def read(self, request: HttpRequest, /) -> T:
        """The visit of this request."""

    def keep(self, request: HttpRequest, response: HttpResponse, value: T, /) -> None:
        """Store the visit."""

    def wipe(self, request: HttpRequest, response: HttpResponse, /) -> None:
        """Remove the visit."""


class Visitor(Generic[T]):
    """A browser that visits one door."""

    def __init__(self, door: Door[T]) -> None:
        self.door = door
        self.cookies: dict[str, str] = {}

    def request(self) -> HttpRequest:
        """A new request with the cookies so far."""
        request = RequestFactory().get("/")
        request.COOKIES = dict(self.cookies)
        return request

    def reads(self) -> T:
        """Open a page."""
        return self.door.read(self.request())

    def keeps(self, value: T) -> Morsel[str]:
        """Give an answer; returns the cookie as the server set it."""
        response = HttpResponse()
        self.door.keep(self.request(), response, value)
        return self.gets(response)

    def gets(self, response: HttpResponse) -> Morsel[str]:
        """Take over the one cookie of a response, and return it."""
        (cookie,) = response.cookies.values()
        self.cookies[cookie.key] = cookie.value
        return cookie

    def wipes(self) -> Morsel[str]:
        """Press 'Wis alles'; returns the cookie as the server took it away."""
        response = HttpResponse()
        self.door.wipe(self.request(), response)
        self.cookies.clear()
        (cookie,) = response.cookies.values()
        return cookie
