"""One line in the log for every look at a case, and no look without it; no content in any line."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from meldcode.access import log
from meldcode.access.models import LogLine
from meldcode.dossier.models import Draft
from meldcode.ledger.models import Row
from meldcode.ledger.services import load
from meldcode.site.logs import WithoutContent
from tests.site.scene import ADDRESS, CONTENT, LETTER, SIGNAL, Scene
from tests.site.test_everyone import ROUTES, Route, ask
from tests.site.visitors import Answer, Line, browser_of, new_lines, stranger

NO_LINE = ""
COMPOSING = "melding opstellen"
# The report of a case. What its forms store is a draft: the look is the page that follows.
REPORT = {
    "overzicht": (COMPOSING, NO_LINE),
    "mensen": (COMPOSING, NO_LINE),
    "verteld": (COMPOSING, NO_LINE),
    "stukken": (COMPOSING, NO_LINE),
    "afschrift": (COMPOSING, NO_LINE),
    "adviesvraag": (COMPOSING, NO_LINE),
    "deel": (COMPOSING, NO_LINE),
    "mens": (COMPOSING, COMPOSING),
    "feiten": (COMPOSING, NO_LINE),
    "feit": (COMPOSING, COMPOSING),
    "verteld_aan": (COMPOSING, NO_LINE),
    "controle": (COMPOSING, NO_LINE),
    "geven": (COMPOSING, NO_LINE),
    "verzegeld": (COMPOSING, COMPOSING),
    "maak": (NO_LINE, "melding uitvoeren"),
    "maak_voor": (NO_LINE, "melding uitvoeren"),
    "begin": (NO_LINE, NO_LINE),
    "bijwerken": (NO_LINE, NO_LINE),
    "weg": (NO_LINE, NO_LINE),
}
# What the log calls a look: by GET, by POST with what the table of routes sends.
ACTIONS = {
    "zaak": ("bekijken", NO_LINE),
    "regel": ("bekijken", NO_LINE),
    "zoek": ("zoeken", "zoeken"),
    "overdracht": ("overzicht bekijken", NO_LINE),
    "adres": ("bekijken", "veilig adres bekijken"),
    "kies": ("bekijken", NO_LINE),
    "toevoegen": ("bekijken", "bekijken"),
    "verbeteren": ("bekijken", "bekijken"),
    "controle": ("bekijken", "bekijken"),
    "bijlage": ("bekijken", "bekijken"),
    "bestand": ("bijlage bekijken", "origineel opslaan"),
    "concept": (NO_LINE, NO_LINE),
    "wegen": ("bekijken", "bekijken"),
    "afdruk": ("afdrukken", NO_LINE),
    "tekst": ("tekst kopiëren", NO_LINE),
    "uitvoer": ("bekijken", NO_LINE),
    "pdf": (NO_LINE, "uitvoeren"),
    "json": (NO_LINE, "uitvoeren"),
    "kopie": ("bekijken", "kopie maken"),
    "wie": ("rechten bekijken", "rechten bekijken"),
    "kader": ("bekijken", "bekijken"),
    "keek": ("logboek bekijken", NO_LINE),
    "vernietigen": ("vernietigen bekijken", "vernietigen bekijken"),
    **{f"zaakmelding:{name}": actions for name, actions in REPORT.items()},
}
# Words that stand in the cases of the scene and nowhere else.
WORDS = re.compile(r"hagedis|veldhoen|bovenarm|verwegen|school", re.IGNORECASE)

SIGNAL_FORM = {
    "wat": "De hagedis kwam terug.",
    "opgemerkt": "2026-11-14",
    "herkomst": "zelf_gezien",
    "aard": "feit",
    "richting": "ondersteunt",
}
WEIGHED = {"a1": "ja", "a2": "ja", "a3": "nee", "r1": "Door de hagedis.", "bewaar": "1"}
CHECKED = {"v1": "ja", "v2": "nee", "toelichting": "Geen hagedis in huis."}
# What is done by a form that is filled in: the route, its arguments, the form, the action.
DEEDS: tuple[tuple[str, tuple[object, ...], dict[str, str], str], ...] = (
    ("toevoegen", ("signaal",), SIGNAL_FORM, "toevoegen"),
    ("verbeteren", (SIGNAL,), {**SIGNAL_FORM, "correctie-reden": "Hagedis"}, "verbeteren"),
    ("verbeteren", (SIGNAL,), {"intrekken": "1", "correctie-reden": "Hagedis"}, "verbeteren"),
    ("controle", ("kindcheck",), CHECKED, "toevoegen"),
    ("wegen", (), WEIGHED, "toevoegen"),
    ("kopie", (), {"wie": "p1"}, "kopie maken"),
    ("kopie", (), {"wie": "p1", "maak": "1"}, "kopie maken"),
    ("wie", (), {"wie": "CHRIS", "niveau": "lezen"}, "gedeeld"),
    ("wie", (), {"wie": "CHRIS", "overdragen": "1"}, "overgedragen"),
    ("wie", (), {"wie": "BRAM", "stop": "1"}, "delen gestopt"),
    ("vernietigen", (), {"grond": "vergissing", "codenaam": "Blauwe Hagedis"}, "vernietigd"),
)


def do(client: Client, scene: Scene, name: str, args: object, form: dict[str, str]) -> Answer:
    assert isinstance(args, tuple)
    people = {who.upper(): unlocked.reference for who, unlocked in scene.people.items()}
    sent = {key: people.get(text, text) for key, text in form.items()}
    url = reverse(f"dossier:{name}", args=[scene.cases["annas"], *args])
    done: Answer = client.post(url, sent)
    return done


def test_every_route_of_a_case_has_its_actions_here() -> None:
    assert set(ACTIONS) == {route.name for route in ROUTES}


@pytest.mark.parametrize(
    ("naam", "case", "ground"),
    [("Anna", "annas", "eigen zaak"), ("Emma", "annas", "gedeeld"), ("Anna", "chris'", "gedeeld")],
)
def test_a_look_writes_one_line_with_who_what_which_case_and_why(
    scene: Scene, naam: str, case: str, ground: str
) -> None:
    client, zaak = browser_of(scene.people[naam]), scene.cases[case]
    for route, method, action in looks():
        with new_lines() as lines:
            response = ask(client, route, zaak, method)
        if response.status_code == 404:
            refused = Line(naam, refused_action(route), zaak, "geen", "geweigerd")
            assert lines == [refused], (route.name, method)
            continue
        expected = [Line(naam, action, zaak, ground, "gelukt")] if action else []
        assert lines == expected, (route.name, method)


def looks() -> Iterator[tuple[Route, str, str]]:
    """Every route, by every method, with what the log calls it."""
    for route in ROUTES:
        for method, action in zip(("GET", "POST"), ACTIONS[route.name], strict=True):
            yield route, method, action


def refused_action(route: Route) -> str:
    """Somebody who was refused did not get further than the name of the page."""
    first = {"adres": "veilig adres bekijken", "kopie": "kopie maken", "concept": "pagina"}
    first |= {f"zaakmelding:{name}": COMPOSING for name in REPORT}
    return first.get(route.name) or ACTIONS[route.name][0] or ACTIONS[route.name][1]


@pytest.mark.parametrize(("name", "args", "form", "action"), DEEDS)
def test_what_was_done_is_called_by_its_name(
    scene: Scene, name: str, args: object, form: dict[str, str], action: str
) -> None:
    zaak = scene.cases["annas"]
    with new_lines() as lines:
        done = do(browser_of(scene.people["Anna"]), scene, name, args, form)
    assert done.status_code in (200, 302)
    assert lines == [Line("Anna", action, zaak, "eigen zaak", "gelukt")]


def test_starting_a_case_is_a_line_of_that_case(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    with new_lines() as lines:
        form = {"codenaam": "Zilveren Hagedis", "kader": "artsen"}
        started = client.post(reverse("dossier:nieuw"), form)
    zaak = started["Location"].rstrip("/").rpartition("/")[2]
    assert lines == [Line("Anna", "zaak begonnen", zaak, "zelf", "gelukt")]


LISTS = (
    ("dossier:zaken", "Anna", "zaken bekijken"),
    ("dossier:nieuw", "Anna", "zaak beginnen"),
    ("dossier:agenda", "Anna", "agenda ophalen"),
    ("access:mensen", "Dina", "mensen"),
    ("access:instellingen", "Dina", "instellingen"),
)


@pytest.mark.parametrize(("name", "naam", "action"), LISTS)
def test_a_list_is_a_look_too(scene: Scene, name: str, naam: str, action: str) -> None:
    with new_lines() as lines:
        assert browser_of(scene.people[naam]).get(reverse(name)).status_code == 200
    assert lines == [Line(naam, action, "", "zelf", "gelukt")]


REFUSED = (
    ("access:mensen", "Anna", "mensen"),
    ("access:logboek", "Dina", "logboek"),
    ("access:herstelcode", "Anna", "herstelcode"),
    ("dossier:nieuw", "Dina", "zaak beginnen"),
    ("dossier:nood", "Anna", "noodtoegang vragen"),
)


@pytest.mark.parametrize(("name", "naam", "action"), REFUSED)
def test_a_page_for_another_role_is_refused_and_written_down(
    scene: Scene, name: str, naam: str, action: str
) -> None:
    client = browser_of(scene.people[naam])
    for method in (client.get, client.post):
        with new_lines() as lines:
            assert method(reverse(name)).status_code == 404
        assert lines == [Line(naam, action, "", "geen", "geweigerd")]


def test_a_person_that_does_not_exist_is_not_there_and_that_is_written_down(scene: Scene) -> None:
    with new_lines() as lines:
        url = reverse("access:mens", args=["0" * 64])
        assert browser_of(scene.people["Dina"]).get(url).status_code == 404
    assert lines == [Line("Dina", "mensen", "", "geen", "geweigerd")]


def shown(response: Answer) -> str:
    text: str = response.content.decode(errors="replace")
    return text


def test_no_page_is_shown_and_nothing_stored_where_its_line_can_not_be_written(
    scene: Scene,
) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    rows = Row.objects.count()
    for route, method in ((route, method) for route, method, action in looks() if action):
        with patch.object(log, "write", side_effect=DatabaseError("vol")):
            response = ask(client, route, zaak, method)
        assert response.status_code == 500, (route.name, method)
        assert "Er ging iets mis" in shown(response)
        assert WORDS.search(shown(response)) is None, (route.name, method)
        assert Row.objects.count() == rows, (route.name, method)


@pytest.mark.parametrize(("name", "args", "form", "action"), DEEDS)
def test_no_deed_is_done_where_its_line_can_not_be_written(
    scene: Scene, name: str, args: object, form: dict[str, str], action: str
) -> None:
    before = load(scene.cases["annas"])
    with patch.object(log, "write", side_effect=DatabaseError("vol")):
        done = do(browser_of(scene.people["Anna"]), scene, name, args, form)
    assert done.status_code == 500
    assert load(scene.cases["annas"]) == before


def test_not_even_a_refusal_is_told_where_its_line_can_not_be_written(scene: Scene) -> None:
    client = browser_of(scene.people["Chris"])
    with patch.object(log, "write", side_effect=DatabaseError("vol")):
        for zaak in (scene.cases["annas"], "zzzzzzzzzz"):
            assert client.get(reverse("dossier:zaak", args=[zaak])).status_code == 500


@contextmanager
def written_to_stderr() -> Iterator[list[str]]:
    """Every line that the product's own form of the log prints meanwhile, at any level."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    handler = Keep(logging.WARNING)
    handler.setFormatter(WithoutContent())
    loggers = [logging.getLogger(name) for name in ("", "django", "waitress")]
    for logger in loggers:
        logger.addHandler(handler)
    yield found
    for logger in loggers:
        logger.removeHandler(handler)


def test_no_word_of_a_case_stands_in_logs_addresses_titles_or_cookies(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    responses = []
    with written_to_stderr() as stderr:
        for name, args, form, _ in DEEDS:
            with patch.object(log, "write", side_effect=DatabaseError(CONTENT)):
                responses.append(do(client, scene, name, args, form))
        for route in ROUTES:
            responses += [ask(client, route, zaak, method) for method in ("GET", "POST")]
        for name, args, form, _ in DEEDS:
            responses.append(do(client, scene, name, args, form))
        responses.append(client.get(reverse("dossier:zaken")))
    assert any(CONTENT in shown(each) for each in responses), "the case was shown at all"
    assert len(stderr) >= len(DEEDS)
    titles = [re.findall(r"<title>(.*?)</title>", shown(each), re.S) for each in responses]
    told = [
        *stderr,
        *(text for each in responses for text in each.headers.values()),
        *(title for found in titles for title in found),
        *(morsel.OutputString() for each in responses for morsel in each.cookies.values()),
        *(f"{line}" for line in LogLine.objects.values_list()),
        *(f"{line}" for line in Draft.objects.values_list("form", "zaak")),
    ]
    assert [text for text in told if WORDS.search(text)] == []


def test_these_words_are_the_words_of_the_case() -> None:
    for content in (CONTENT, ADDRESS, LETTER, "Blauwe Hagedis", "Moeder Veldhoen"):
        assert WORDS.search(content)


def test_logging_in_is_a_line_and_the_chain_of_lines_holds(scene: Scene) -> None:
    client = stranger()
    with new_lines() as lines:
        client.post(
            reverse("access:inloggen"),
            {"naam": "Anna", "wachtzin": "paardenbloem kachel wollen trompet"},
        )
    assert lines == [Line("Anna", "inloggen", "", "wachtzin", "gelukt")]
    assert (
        list(log.faults({p.reference: p.person.keys.signing for p in scene.people.values()})) == []
    )
