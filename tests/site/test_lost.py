"""Nothing that was typed is lost: to the lock, to a colleague who was first, to a fault."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from meldcode.access import gate, log
from meldcode.access.models import Unlock
from meldcode.dossier import services
from meldcode.dossier.entries import Correctie, Entry, Signaal
from meldcode.dossier.models import Draft
from meldcode.ledger import services as ledger
from meldcode.ledger.models import Row
from tests.cast import ANNA
from tests.site.scene import AGREEMENT, CONTENT, LATER, SIGNAL, Scene
from tests.site.test_looks import CHECKED, SIGNAL_FORM, WEIGHED
from tests.site.visitors import (
    Answer,
    Line,
    browser_of,
    lock,
    locked_browser_of,
    new_lines,
    stranger,
)

TEXT_LIMIT = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
TYPED = "Een kanarie, <b>zei</b> hij.\nEn toen: 'niets'."


class Hidden(HTMLParser):
    """What the page that asks the passphrase carries along."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "textarea" and "hidden" in given:
            self._name = given["name"] or ""
            self.fields.append((self._name, ""))

    def handle_data(self, data: str) -> None:
        if self._name:
            name, text = self.fields.pop()
            self.fields.append((name, text + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._name = ""


def carried(response: Answer) -> dict[str, list[str]]:
    """The fields as a browser would send them: a newline after the tag is not part of it."""
    page = Hidden()
    page.feed(response.content.decode())
    found: dict[str, list[str]] = {}
    for name, text in page.fields:
        found.setdefault(name, []).append(_sent(text))
    return found


def _sent(text: str) -> str:
    return text.replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")


def url(scene: Scene, name: str, *args: object) -> str:
    return reverse(f"dossier:{name}", args=[scene.cases["annas"], *args])


def entries(scene: Scene) -> list[Entry]:
    file = services.read(scene.open("annas", "Anna"), LATER.date())
    return [each.entry for each in file.entered]


def signals(scene: Scene) -> list[str]:
    return [each.wat for each in entries(scene) if isinstance(each, Signaal)]


def page(response: Answer) -> str:
    text: str = response.content.decode()
    return text


def test_a_form_sent_while_locked_is_stored_after_the_passphrase(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    form = {**SIGNAL_FORM, "wat": TYPED, "over": ["p1", "p2"], "na": "13"}
    with new_lines() as lines:
        asked = client.post(url(scene, "toevoegen", "signaal"), form)
    assert (asked.status_code, lines) == (423, [])
    assert f'action="{url(scene, "toevoegen", "signaal")}"' in page(asked)
    again = carried(asked)
    assert again["over"] == ["p1", "p2"]
    stored = client.post(
        url(scene, "toevoegen", "signaal"), {**again, "slot-wachtzin": ANNA.wachtzin}
    )
    assert stored.status_code == 302
    assert stored["Location"].startswith(url(scene, "zaak"))
    last = entries(scene)[-1]
    assert isinstance(last, Signaal)
    assert (last.wat.replace("\r\n", "\n"), last.over) == (TYPED, ("p1", "p2"))
    assert client.get(stored["Location"]).status_code == 200


def test_a_wrong_passphrase_keeps_what_was_typed(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    form = {**SIGNAL_FORM, "wat": TYPED}
    first = client.post(url(scene, "toevoegen", "signaal"), form)
    wrong = {**carried(first), "slot-wachtzin": "iets anders dan zij koos"}
    second = client.post(url(scene, "toevoegen", "signaal"), wrong)
    assert second.status_code == 422
    assert "Je naam of je wachtzin klopt niet" in page(second)
    assert carried(second) == carried(first)
    assert "iets anders dan zij koos" not in page(second)
    right = {**carried(second), "slot-wachtzin": ANNA.wachtzin}
    assert client.post(url(scene, "toevoegen", "signaal"), right).status_code == 302
    assert [text.replace("\r\n", "\n") for text in signals(scene)[1:]] == [TYPED]


def test_a_form_with_a_mistake_sent_while_locked_goes_on_as_a_form(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    sent = {**SIGNAL_FORM, "wat": TYPED, "opgemerkt": "", "slot-wachtzin": ANNA.wachtzin}
    answer = client.post(url(scene, "toevoegen", "signaal"), sent)
    assert answer.status_code == 422
    assert "Een kanarie, &lt;b&gt;zei&lt;/b&gt; hij." in page(answer)
    assert client.get(url(scene, "zaak")).status_code == 200


def test_a_draft_does_not_take_the_name_of_a_page_that_was_kept(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    sent = {**SIGNAL_FORM, "wat": ""}
    answer = client.post(
        url(scene, "toevoegen", "signaal"), sent, headers={"Sec-Fetch-Mode": "navigate"}
    )
    kept = Draft.objects.get()
    assert answer["Location"].endswith(kept.form[len("antwoord:") :])
    for name in (kept.form, "antwoord:"):
        forged = {"concept": name, "pagina": "Getypt"}
        assert client.post(url(scene, "concept"), forged).status_code == 404
    assert bytes(Draft.objects.get().sealed) == bytes(kept.sealed)
    assert "Getypt" not in page(client.get(answer["Location"]))


def test_who_did_not_show_a_second_factor_yet_gets_to_it(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"], waiting=True)
    lock(client)
    with patch("meldcode.access.second_factor.asked_of", return_value=True):
        sent = {**SIGNAL_FORM, "slot-wachtzin": ANNA.wachtzin}
        answer = client.post(url(scene, "toevoegen", "signaal"), sent)
    assert (answer.status_code, answer["Location"]) == (302, reverse("access:tweede_stap"))
    assert client.get(url(scene, "zaak"))["Location"] == reverse("access:tweede_stap")
    assert [row.stage for row in Unlock.objects.all()] == [Unlock.WAITING]
    assert signals(scene) == [CONTENT]


def test_who_showed_a_second_factor_before_the_lock_loses_nothing(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    with patch("meldcode.access.second_factor.asked_of", return_value=True):
        sent = {**SIGNAL_FORM, "slot-wachtzin": ANNA.wachtzin}
        answer = client.post(url(scene, "toevoegen", "signaal"), sent)
    assert answer["Location"].startswith(url(scene, "zaak"))
    assert signals(scene) == [CONTENT, SIGNAL_FORM["wat"]]


def test_the_script_that_keeps_drafts_is_told_when_the_browser_is_locked(scene: Scene) -> None:
    client = locked_browser_of(scene.people["Anna"])
    sent = client.post(url(scene, "concept"), {"concept": "signaal", "wat": TYPED})
    assert sent.status_code == 423
    assert Draft.objects.count() == 0


DRAFTS = (
    ("toevoegen", ("signaal",), "signaal", {"wat": TYPED}),
    ("toevoegen", ("gesprek",), "gesprek", {"gehouden": "ja", "gezegd": TYPED}),
    ("verbeteren", (SIGNAL,), f"verbeteren-{SIGNAL}", {"wat": TYPED}),
    ("verbeteren", (AGREEMENT,), f"verbeteren-{AGREEMENT}", {"correctie-reden": TYPED}),
    ("controle", ("kindcheck",), "controle-kindcheck", {"toelichting": TYPED}),
    ("bijlage", (), "bijlage", {"titel": "Brief", "beschrijving": TYPED}),
    ("wegen", (), "wegen", {"a1": "ja", "r1": TYPED}),
)


@pytest.mark.parametrize(("name", "args", "draft", "form"), DRAFTS)
def test_a_draft_comes_back_after_the_lock_and_lies_sealed(
    scene: Scene, name: str, args: tuple[object, ...], draft: str, form: dict[str, str]
) -> None:
    client = browser_of(scene.people["Anna"])
    where = url(scene, name, *args)
    assert f'data-concept="{draft}"' in page(client.get(where))
    kept = client.post(url(scene, "concept"), {**form, "concept": draft, "na": "13"})
    assert kept.status_code == 204
    row = Draft.objects.get(form=draft)
    assert b"kanarie" not in bytes(row.sealed)
    lock(client)
    assert client.get(where)["Location"] == reverse("access:ontgrendelen")
    client.post(reverse("access:ontgrendelen"), {"wachtzin": ANNA.wachtzin})
    assert "Een kanarie" in page(client.get(where))


@pytest.mark.parametrize(("name", "args", "draft", "form"), DRAFTS[:6])
def test_a_draft_can_be_thrown_away(
    scene: Scene, name: str, args: tuple[object, ...], draft: str, form: dict[str, str]
) -> None:
    client = browser_of(scene.people["Anna"])
    client.post(url(scene, "concept"), {**form, "concept": draft})
    assert 'name="weg"' in page(client.get(url(scene, name, *args)))
    assert client.post(url(scene, name, *args), {"weg": "1"}).status_code == 302
    assert "kanarie" not in page(client.get(url(scene, name, *args)))


def test_a_draft_is_of_one_person_in_one_case(scene: Scene) -> None:
    browser_of(scene.people["Anna"]).post(
        url(scene, "concept"), {"concept": "signaal", "wat": TYPED}
    )
    form = url(scene, "toevoegen", "signaal")
    assert "kanarie" not in page(browser_of(scene.people["Emma"]).get(form))
    Draft.objects.update(reference=scene.people["Emma"].reference)
    assert "kanarie" not in page(browser_of(scene.people["Emma"]).get(form))


def test_what_is_stored_leaves_no_draft(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    client.post(url(scene, "concept"), {"concept": "signaal", "wat": TYPED})
    client.post(url(scene, "toevoegen", "signaal"), SIGNAL_FORM)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 41])
def test_a_draft_of_no_form_is_refused(scene: Scene, name: str) -> None:
    client = browser_of(scene.people["Anna"])
    sent = client.post(url(scene, "concept"), {"concept": name, "wat": TYPED})
    assert (sent.status_code, Draft.objects.count()) == (404, 0)


OLD_STATE = (
    ("toevoegen", ("signaal",), {**SIGNAL_FORM, "wat": TYPED}),
    ("verbeteren", (SIGNAL,), {**SIGNAL_FORM, "wat": TYPED, "correctie-reden": "Omdat."}),
    ("controle", ("kindcheck",), {**CHECKED, "toelichting": TYPED}),
    ("wegen", (), {**WEIGHED, "r1": TYPED}),
)


def last_number(scene: Scene) -> int:
    return scene.open("annas", "Anna").records[-1].number


def emma_adds(scene: Scene, client: Client | None = None) -> Answer:
    emma = client or browser_of(scene.people["Emma"])
    added: Answer = emma.post(url(scene, "toevoegen", "signaal"), SIGNAL_FORM)
    assert added.status_code == 302
    return added


@pytest.mark.parametrize(("name", "args", "form"), OLD_STATE)
def test_adding_to_an_old_state_stores_nothing_and_shows_who_was_first(
    scene: Scene, name: str, args: tuple[object, ...], form: dict[str, str]
) -> None:
    client, opened_on = browser_of(scene.people["Anna"]), last_number(scene)
    emma_adds(scene)
    before = Row.objects.count()
    answer = client.post(url(scene, name, *args), {**form, "na": str(opened_on)})
    text = page(answer)
    assert (answer.status_code, Row.objects.count()) == (200, before)
    assert "Emma legde vast: Signaal" in text
    assert "Een kanarie, &lt;b&gt;zei&lt;/b&gt; hij." in text
    assert f'name="na" value="{opened_on + 1}"' in text
    again = client.post(url(scene, name, *args), {**form, "na": str(opened_on + 1)})
    assert (again.status_code, Row.objects.count()) == (302, before + 1)


@pytest.mark.parametrize(("name", "args", "form"), OLD_STATE)
def test_who_is_first_between_opening_and_storing_is_shown_as_well(
    scene: Scene, name: str, args: tuple[object, ...], form: dict[str, str]
) -> None:
    client, opened_on = browser_of(scene.people["Anna"]), last_number(scene)
    real = gate.written

    def slower(request: HttpRequest) -> AbstractContextManager[None]:
        entry = entries(scene)[SIGNAL - 2]
        services.add(scene.open("annas", "Emma"), scene.people["Emma"], entry, LATER)
        return real(request)

    with patch.object(gate, "written", slower):
        answer = client.post(url(scene, name, *args), {**form, "na": str(opened_on)})
    assert answer.status_code == 200
    assert "Emma legde vast: Signaal" in page(answer)
    assert "Een kanarie, &lt;b&gt;zei&lt;/b&gt; hij." in page(answer)
    assert last_number(scene) == opened_on + 1
    again = client.post(url(scene, name, *args), {**form, "na": str(opened_on + 1)})
    assert again.status_code == 302


def test_a_correction_by_a_colleague_is_shown_too(scene: Scene) -> None:
    client, opened_on = browser_of(scene.people["Anna"]), last_number(scene)
    emma = browser_of(scene.people["Emma"])
    withdrawn = {"intrekken": "1", "correctie-reden": "Klopt niet."}
    assert emma.post(url(scene, "verbeteren", SIGNAL), withdrawn).status_code == 302
    answer = client.post(url(scene, "toevoegen", "signaal"), {**SIGNAL_FORM, "na": str(opened_on)})
    assert answer.status_code == 200
    assert "Emma legde vast: " in page(answer)
    assert isinstance(entries(scene)[-1], Correctie)


def test_sharing_the_case_meanwhile_is_nothing_to_read_again(scene: Scene) -> None:
    client, opened_on = browser_of(scene.people["Anna"]), last_number(scene)
    chris = scene.people["Chris"].reference
    client.post(url(scene, "wie"), {"wie": chris, "niveau": "lezen"})
    sent = {**SIGNAL_FORM, "na": str(opened_on)}
    assert client.post(url(scene, "toevoegen", "signaal"), sent).status_code == 302


@pytest.mark.parametrize("na", ["", "x", "-1", "9" * 5000, "²"])
def test_a_form_that_does_not_tell_what_it_was_opened_on_is_taken(scene: Scene, na: str) -> None:
    client = browser_of(scene.people["Anna"])
    sent = {**SIGNAL_FORM, "na": na}
    assert client.post(url(scene, "toevoegen", "signaal"), sent).status_code == 302


FAULTS = (
    OperationalError("database or disk is full"),
    OperationalError("attempt to write a readonly database"),
    DatabaseError("connection is gone"),
    OSError(28, "No space left on device"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_while_storing_is_told_in_dutch_and_keeps_the_draft(
    scene: Scene, fault: Exception
) -> None:
    client, before = browser_of(scene.people["Anna"]), last_number(scene)
    form = {**SIGNAL_FORM, "wat": TYPED}
    client.post(url(scene, "concept"), {**form, "concept": "signaal"})
    with patch.object(ledger, "append", side_effect=fault), new_lines() as lines:
        answer = client.post(url(scene, "toevoegen", "signaal"), form)
    assert answer.status_code == 500
    assert "Er ging iets mis" in page(answer)
    assert "kanarie" not in page(answer)
    assert (last_number(scene), lines) == (before, [])
    assert "Een kanarie" in page(client.get(url(scene, "toevoegen", "signaal")))


def test_a_fault_after_storing_takes_the_entry_back_and_keeps_the_draft(scene: Scene) -> None:
    client, before = browser_of(scene.people["Anna"]), last_number(scene)
    client.post(url(scene, "concept"), {"concept": "signaal", "wat": TYPED})
    with patch("meldcode.access.log.write", side_effect=OperationalError("vol")):
        answer = client.post(url(scene, "toevoegen", "signaal"), SIGNAL_FORM)
    assert (answer.status_code, last_number(scene)) == (500, before)
    assert Draft.objects.count() == 1


def test_one_damaged_case_leaves_the_others_to_their_owner(scene: Scene) -> None:
    client, zaak = browser_of(scene.people["Anna"]), scene.cases["annas"]
    damage(zaak)
    with new_lines() as lines:
        answer = client.get(url(scene, "zaak"))
    assert answer.status_code == 409
    assert "niet meer zoals je hem vastlegde" in page(answer)
    assert lines == [Line("Anna", "bekijken", zaak, "zegel", "beschadigd")]
    other = reverse("dossier:zaak", args=[scene.cases["chris'"]])
    assert client.get(other).status_code == 200
    assert client.get(reverse("dossier:zaken")).status_code == 200
    assert client.get(reverse("dossier:agenda")).status_code == 409


def damage(zaak: str) -> None:
    """Change one sealed entry, as somebody can who owns the database."""
    of_table = "" if connection.vendor == "sqlite" else " ON ledger_row"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_row_update{of_table}")
        row = Row.objects.filter(zaak=zaak, number=SIGNAL).get()
        body = bytes(row.body)
        cursor.execute(
            "update ledger_row set body = %s where id = %s",
            [body[:-1] + bytes([body[-1] ^ 1]), row.pk],
        )


def test_a_damaged_case_does_not_keep_its_owner_out(scene: Scene) -> None:
    damage(scene.cases["annas"])
    client = stranger()
    phrase = {"naam": ANNA.naam, "wachtzin": ANNA.wachtzin}
    assert client.post(reverse("access:inloggen"), phrase).status_code == 302
    assert client.get(reverse("dossier:zaken")).status_code == 200
    lock(client)
    sent = {**SIGNAL_FORM, "slot-wachtzin": ANNA.wachtzin}
    assert client.post(reverse("dossier:nieuw"), sent).status_code == 422


def test_unlocking_leads_back_to_the_page_that_was_open(scene: Scene) -> None:
    client, where = browser_of(scene.people["Anna"]), url(scene, "regel", SIGNAL)
    assert f'name="terug" value="{where}"' in page(client.get(where))
    client.post(reverse("access:slot"), {"terug": where})
    answer = client.post(reverse("access:ontgrendelen"), {"wachtzin": ANNA.wachtzin})
    assert answer["Location"] == where


@pytest.mark.parametrize("where", ["//elders.nl", "https://elders.nl/", "/", ""])
def test_unlocking_leads_nowhere_else(scene: Scene, where: str) -> None:
    client = browser_of(scene.people["Anna"])
    client.post(reverse("access:slot"), {"terug": where})
    answer = client.post(reverse("access:ontgrendelen"), {"wachtzin": ANNA.wachtzin})
    assert answer["Location"] == reverse("dossier:zaken")


def full_disk() -> OperationalError:
    """What Django raises of a SQLite that may not grow."""
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA max_page_count = 1")
    try:
        database.execute("CREATE TABLE vol (id)")
    except sqlite3.OperationalError as error:
        full = OperationalError(str(error))
        full.__cause__ = error
        return full
    finally:
        database.close()
    raise AssertionError("there was room")


def test_with_a_full_disk_what_was_typed_comes_back_and_nothing_of_the_case(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    with patch.object(log, "write", side_effect=full_disk()):
        sent = client.post(url(scene, "toevoegen", "signaal"), {**SIGNAL_FORM, "wat": TYPED})
        asked = client.get(url(scene, "zaak"))
        guide = client.get("/acuut")
    assert (sent.status_code, asked.status_code, guide.status_code) == (503, 503, 200)
    assert "De schijf is vol" in page(sent)
    assert "Een kanarie, &lt;b&gt;zei&lt;/b&gt; hij." in page(sent)
    assert "De schijf is vol" in page(asked)
    assert CONTENT not in page(sent) + page(asked)
    assert signals(scene) == [CONTENT]


def test_more_text_than_is_read_is_told_on_the_page_that_takes_files_too(scene: Scene) -> None:
    client = browser_of(scene.people["Anna"])
    answer = client.post(url(scene, "bijlage"), {"titel": "a" * (TEXT_LIMIT + 1)})
    assert answer.status_code == 413
    assert "Dit is te groot" in page(answer)


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/dossier/account", "/dossier/account"),
        ("/dossier/account?deel=2", "/dossier/account?deel=2"),
        ("/dossier/bestaat-niet", "/dossier/"),
        ("/dossier/..//elders.example", "/dossier/"),
        ("//elders.example", "/dossier/"),
        ("https://elders.example/dossier/", "/dossier/"),
    ],
)
def test_after_unlocking_one_comes_back_to_a_page_of_ours_alone(
    scene: Scene, back: str, leads: str
) -> None:
    client = browser_of(scene.people["Anna"])
    client.post(reverse("access:slot"), {"terug": back})
    answer = client.post(reverse("access:ontgrendelen"), {"wachtzin": ANNA.wachtzin})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads)
