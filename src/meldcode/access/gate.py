"""The gate: what every request passes before its page, and the line in the log with it.

Default-deny: a route is opened by its policy alone. What changes something runs in the transaction
that also writes its line. A page that is only looked at takes no write lock until its line; when
the line can't be written, nothing is shown either way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from meldcode.access import known, log, login, people, unlock
from meldcode.access.log import Look
from meldcode.access.models import Installation, Unlock
from meldcode.access.pages import show
from meldcode.access.people import PeopleError, Unlocked
from meldcode.access.policy import CASES, Policy, ReadingOnly, Table, Who
from meldcode.ledger.chain import Fault
from meldcode.ledger.rights import NoAccess, Tampered
from meldcode.ledger.services import Gone, OpenCase

_log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

_VISIT = "_meldcode_pass"
_INSTALLED = "_meldcode_installed"
_FORBIDDEN = 403


@dataclass
class Pass:
    """What the gate found for this request; the view may say more exactly what it did."""

    look: Look
    who: Unlocked | None = None
    case: OpenCase | None = None
    together: list[Callable[[], object]] = field(default_factory=list)
    # What is done when all of this is stored.
    behind: list[Callable[[], object]] = field(default_factory=list)


def table() -> Table:
    """The policies of all routes, as settings.POLICIES names them."""
    module, _, attribute = settings.POLICIES.rpartition(".")
    found: Table = getattr(import_module(module), attribute)
    return found


def person(request: HttpRequest) -> Unlocked:
    """Who is looking, with open keys. Only for routes that ask for somebody."""
    who = _pass(request).who
    assert who is not None, "this route's policy lets in who has no keys"
    return who


def case(request: HttpRequest) -> OpenCase:
    """The case of this route, opened. Only for routes of a case."""
    found = _pass(request).case
    assert found is not None, "this route's policy opens no case"
    return found


def installation(request: HttpRequest) -> Installation:
    """The installation's row as the gate found it. Only for routes that ask for somebody."""
    found = vars(request).get(_INSTALLED)
    assert isinstance(found, Installation), "this route's policy needs no installation"
    return found


def did(request: HttpRequest, action: str, case_: OpenCase | None = None) -> None:
    """Say what the line in the log is to call this, and how the case stands after it."""
    visit = _pass(request)
    visit.look = replace(visit.look, action=action)
    if case_ is not None:
        visit.case = case_
        visit.look = replace(visit.look, zaak=case_.zaak, head=case_.head)


@contextmanager
def kept(request: HttpRequest, action: str) -> Iterator[None]:
    """Change something together with its line in the log, on a page that asks a passphrase."""
    visit = _pass(request)
    with transaction.atomic():
        log.hold()
        yield
        assert visit.who is not None
        log.write(visit.who.keyring, replace(visit.look, action=action), timezone.now())


@contextmanager
def written(request: HttpRequest) -> Iterator[None]:
    """Change something together with the line of this look, now; no other line follows.

    For a page that works long (`Policy.lasting`) and must know that what it made still holds. What
    is raised within undoes all of it, line included, and then the look has its line as always.
    """
    visit = _pass(request)
    before = visit.look
    try:
        with transaction.atomic():
            yield
            assert visit.who is not None
            log.write(visit.who.keyring, visit.look, timezone.now())
    except BaseException:
        visit.look = before
        raise
    visit.look = replace(visit.look, action="")


def refused(request: HttpRequest, action: str, zaak: str) -> None:
    """Say in the log that this was not allowed, though the page is shown again."""
    visit = _pass(request)
    visit.look = replace(visit.look, action=action, zaak=zaak, ground="geen", result=log.REFUSED)


def led_on(request: HttpRequest) -> None:
    """Say that this request shows nothing: the page it leads to is the look.

    What was refused keeps its line, for the page that follows only says so once more.
    """
    visit = _pass(request)
    if visit.look.result == log.DONE:
        visit.look = replace(visit.look, action="")


def leaves(request: HttpRequest) -> None:
    """Something of the case leaves. Raises ReadingOnly for who has it open in an emergency."""
    _stays(case(request))


def namesake(request: HttpRequest) -> None:
    """Say in the log that whoever looks is called like somebody in the case.

    The reviewer looks for who opens a relative's case; the log holds no names to find that by.
    """
    visit = _pass(request)
    visit.look = replace(visit.look, ground=f"{visit.look.ground}{log.NAMESAKE}")


def with_the_line(request: HttpRequest, change: Callable[[], object]) -> None:
    """Make `change` in the transaction that writes the line of this look, or not at all.

    It comes before the line, so it may still say with `did` how the case stands after it.
    """
    _pass(request).together.append(change)


def once_stored(request: HttpRequest, deed: Callable[[], object]) -> None:
    """Do this after the transaction of a page that opens no case; it may wait for a case.

    Only what comes right by itself where it can't be done now, such as at the next login.
    """
    _pass(request).behind.append(deed)


class Gate:
    """Middleware that applies the policy of the route that was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on to the view; Django calls `process_view` before it."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The page, or where to go first; None leaves an open page to Django as it is."""
        match = request.resolver_match
        policy = table().get(match.view_name if match else "")
        if policy is None:
            raise Http404
        if policy.who is Who.ANYONE:
            return None
        fresh: HttpResponse | None = None
        if request.method == "POST" and unlock.state(request).stage == Unlock.LOCKED:
            fresh = _unlock_in_passing(request, policy)
            if fresh is not None and (fresh.content or fresh.has_header("Location")):
                return fresh
        first = _elsewhere(request, policy)
        if first is not None:
            return first
        if fresh is not None:
            page = self._go_on(request, policy, view, args, kwargs)
            page.cookies.update(fresh.cookies)
            return page
        return self._go_on(request, policy, view, args, kwargs)

    def _go_on(
        self,
        request: HttpRequest,
        policy: Policy,
        view: View,
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse:
        if policy.who in (Who.NOBODY_YET, Who.STRANGER, Who.WAITING, Who.LOCKED):
            vars(request)[_VISIT] = Pass(Look(policy.action), unlock.state(request).who)
            return view(request, *args, **kwargs)
        try:
            return _guarded(request, policy, view, kwargs)
        except Exception as problem:
            # Django asks this itself only of the views that it calls itself.
            page: HttpResponse | None = import_string(settings.FAULT_PAGE)(request, problem)
            if page is None:
                raise
            return page


def _pass(request: HttpRequest) -> Pass:
    found = vars(request).get(_VISIT)
    assert isinstance(found, Pass), "the gate did not see this request"
    return found


_PASSING = "slot-wachtzin"
_NOT_CARRIED = ("csrfmiddlewaretoken", _PASSING)


def _unlock_in_passing(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    """A form that comes while the browser is locked: ask the passphrase, and lose nothing typed.

    The page that asks carries the form's fields; sent with the passphrase, the form goes on as if
    the lock had not been there. Gives the page, or an empty response with the new cookies; None
    for pages that a locked browser may have anyway.
    """
    if policy.who not in CASES | {Who.PERSON, Who.ROLE} or request.path in _LOCK_ITSELF:
        return None
    found = unlock.state(request)
    naam = found.person.naam if found.person else ""
    error = {}
    if _PASSING in request.POST:
        try:
            who = login.attempt(request, naam, request.POST[_PASSING])
        except login.LoginError as problem:
            error = {"wachtzin": str(problem)}
        else:
            # After a second factor the form comes back by itself, with the draft that was kept.
            unlock.lock(request, request.path)
            response = HttpResponse()
            login.enter(request, response, who)
            if unlock.state(request).stage == Unlock.OPEN:
                return response
            further = _go("access:tweede_stap")
            further.cookies.update(response.cookies)
            return further
    carried = [
        (name, text)
        for name in request.POST
        if name not in _NOT_CARRIED
        for text in request.POST.getlist(name)
    ]
    context = {"naam": naam, "meegenomen": carried, "veldnaam": _PASSING}
    # Not a success: the script that keeps drafts must not take it for one.
    return show(request, "access/ontgrendelen.html", context, error, status=_LOCKED)


_LOCKED = 423  # RFC 4918, section 11.3
_LOCK_ITSELF = ("/dossier/slot", "/dossier/wakker", "/dossier/uit")


def _elsewhere(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    """Where somebody must go before this page, if anywhere."""
    stage = unlock.state(request).stage
    installed = vars(request)[_INSTALLED] = people.installation()
    if policy.who is Who.NOBODY_YET:
        return _go("access:inloggen") if installed else None
    if installed is None:
        return _go("access:begin")
    if policy.who is Who.STRANGER:
        return None
    wanted = {Who.WAITING: Unlock.WAITING, Who.LOCKED: Unlock.LOCKED}.get(policy.who, Unlock.OPEN)
    if stage == wanted:
        return None if wanted != Unlock.OPEN else _unconfirmed(request, installed)
    if stage == Unlock.LOCKED and policy.who is not Who.WAITING:
        if request.method == "GET":
            unlock.lock(request, request.get_full_path())
        return _go("access:ontgrendelen")
    pages = {Unlock.WAITING: "access:tweede_stap", Unlock.OPEN: "dossier:zaken"}
    return _go(pages.get(stage, "access:inloggen"))


def _unconfirmed(request: HttpRequest, row: Installation) -> HttpResponse | None:
    """The first person types the recovery code back before anything else."""
    match = request.resolver_match
    here = match.view_name if match else ""
    if row.recovery_confirmed or here in ("access:herstelcode", "access:uit"):
        return None
    who = unlock.state(request).who
    return _go("access:herstelcode") if who and who.person.has_role("beheerder") else None


def _go(route: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(route))


def _guarded(
    request: HttpRequest, policy: Policy, view: View, kwargs: dict[str, Any]
) -> HttpResponse:
    who = unlock.state(request).who
    assert who is not None
    if policy.roles and not who.person.has_role(*policy.roles):
        return _refuse(request, who, Look(policy.action or "pagina", kwargs.get("zaak", "")))
    if policy.who in CASES:
        return _in_case(request, policy, who, view, kwargs)
    look = Look(policy.action, ground="zelf")
    try:
        with _undivided(request, policy):
            visit = Pass(look, who)
            vars(request)[_VISIT] = visit
            response = view(request, **kwargs)
            _write_down(visit, response, timezone.now())
        _finish(visit)
        return response
    except Http404:
        return _refuse(request, who, look)
    except Tampered as broken:
        return _broken(request, who, look, broken)
    except PeopleError as problem:
        return _broken(request, who, look, Tampered(Fault("mensen en sleutels", str(problem))))


def _finish(visit: Pass) -> None:
    """What was stored stands, so its page is shown whatever comes of the rest."""
    for deed in visit.behind:
        try:
            deed()
        except DatabaseError:
            _log.exception("what comes after this page was not done")


def _in_case(
    request: HttpRequest, policy: Policy, who: Unlocked, view: View, kwargs: dict[str, Any]
) -> HttpResponse:
    zaak = kwargs.pop("zaak")
    look = Look(policy.action, zaak)
    now = timezone.now()
    try:
        with _undivided(request, policy):
            opened = _opened(request, zaak, who, now)
            _allow(policy, opened)
            look = replace(look, ground=log.ground_of(opened), head=opened.head)
            visit = Pass(look, who, opened)
            vars(request)[_VISIT] = visit
            response = view(request, **kwargs)
            _write_down(visit, response, now)
        return response
    except (Gone, NoAccess, Http404):
        # Also where the case has no such part: what exists is nobody's guess.
        return _refuse(request, who, look)
    except ReadingOnly:
        told = replace(look, ground="noodtoegang", result=log.REFUSED)
        log.write(who.keyring, told, timezone.now())
        return show(request, "access/alleen_lezen.html", {"zaak": zaak}, status=_FORBIDDEN)
    except Tampered as broken:
        return _broken(request, who, look, broken)
    except PeopleError as problem:
        return _broken(request, who, look, Tampered(Fault("mensen en sleutels", str(problem))))


@contextmanager
def _undivided(request: HttpRequest, policy: Policy) -> Iterator[None]:
    """One transaction around what changes something; looking takes none, so it holds up nobody."""
    if request.method in ("GET", "HEAD") or policy.lasting:
        yield
    else:
        with transaction.atomic():
            if policy.who not in CASES:
                log.hold()
            yield


def _opened(request: HttpRequest, zaak: str, who: Unlocked, now: datetime) -> OpenCase:
    browser, seconds = unlock.browser(request), unlock.idle_left(request)
    # Whoever adds something is shown the whole case next, and that compares all of it.
    whole = request.method != "POST"
    return known.opened(zaak, who, now, browser, seconds, whole=whole)


def _write_down(visit: Pass, response: HttpResponse, now: datetime) -> None:
    """The line of this look; a page that does not exist for this method shows nothing."""
    if visit.look.action and not isinstance(response, HttpResponseNotAllowed):
        assert visit.who is not None
        with transaction.atomic():
            for change in visit.together:
                change()
            log.write(visit.who.keyring, visit.look, now)


def _allow(policy: Policy, opened: OpenCase) -> None:
    if policy.who is Who.CASE_WRITE and not opened.may_write:
        raise NoAccess
    if policy.who is Who.CASE_OWNER and not opened.is_owner:
        raise NoAccess
    if policy.leaves:
        _stays(opened)


def _stays(opened: OpenCase) -> None:
    if opened.right.until:
        raise ReadingOnly


def _refuse(request: HttpRequest, who: Unlocked, look: Look) -> HttpResponse:
    """One line, and the page that says there is nothing here."""
    refused = replace(look, ground="geen", result=log.REFUSED, action=look.action or "pagina")
    log.write(who.keyring, refused, timezone.now())
    raise Http404


def _broken(request: HttpRequest, who: Unlocked, look: Look, broken: Tampered) -> HttpResponse:
    from meldcode.access.views import damaged

    told = replace(look, ground="zegel", result="beschadigd")
    log.write(who.keyring, told, timezone.now())
    return damaged(request, broken)
