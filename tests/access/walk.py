"""A browser at the doors, without the browser: logging in and what a page asks."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from meldcode.access.models import LogLine
from tests.cast import Member

STEP, IN, ACCOUNT = "/dossier/tweede-stap", "/dossier/", "/dossier/account/factoren"


def browser() -> Client:
    """A browser that nobody knows yet."""
    return Client(headers={"host": "localhost"})


def log_in(client: Client, member: Member) -> str:
    """Give name and passphrase; gives the address that follows."""
    form = {"naam": member.naam, "wachtzin": member.wachtzin}
    response = client.post("/dossier/inloggen", form)
    assert response.status_code == 302, text(response)
    client.cookies["meldcode_sleutel"] = response.cookies["meldcode_sleutel"].value
    return end_of(client, response.headers["Location"])


def end_of(client: Client, path: str) -> str:
    """Where a browser that opens this address ends."""
    response = client.get(path)
    return end_of(client, response.headers["Location"]) if response.status_code == 302 else path


def text(response: object) -> str:
    """The page as it came."""
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def confirm(client: Client, member: Member, goal: str, code: str = "") -> None:
    """Give passphrase and code once more, before a second factor changes."""
    form = {"wachtzin": member.wachtzin, "code": code}
    response = client.post(f"{ACCOUNT}/bevestig/{goal}", form)
    assert response.status_code == 302, text(response)


def attribute(page: str, name: str) -> str:
    """The value of the first attribute of this name."""
    found = re.search(rf'{name}="([^"]*)"', page)
    assert found, f"no {name} on the page"
    return unescape(found[1])


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])


def code_at(secret: str, moment: datetime, steps: int = 0) -> str:
    """What an app shows at this moment, or so many steps of 30 s later."""
    counter = int(moment.timestamp()) // 30 + steps
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def lines(action: str) -> list[tuple[str, str]]:
    """Ground and result of every line in the log with this action, oldest first."""
    rows = LogLine.objects.filter(action=action).order_by("number")
    return list(rows.values_list("ground", "result"))
