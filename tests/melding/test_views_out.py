"""What goes out: each document in each form, what the case keeps of it, and the sealed file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.http import HttpResponse

from meldcode.access.people import Unlocked
from meldcode.dossier import services
from meldcode.dossier.entries import Uitgegeven
from meldcode.melding import documents, message, sealed, visits
from meldcode.melding.report import Report
from meldcode.melding.sealed import Key
from tests import cast as casts
from tests.cast import Cast, opened
from tests.melding.papers import HIDING, REPORT
from tests.melding.test_desk import signal
from tests.melding.writing import CaseWriter, Writer, in_case
from tests.site.scene import LATER
from tests.site.visitors import Answer, browser_of, new_lines, request_of

pytestmark = pytest.mark.django_db

TYPES = {
    "pdf": ("application/pdf", "pdf"),
    "word": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "tekst": ("text/plain; charset=utf-8", "txt"),
}
SEEN = "Sanne had drie blauwe plekken op haar linkerarm."


@pytest.fixture
def writer() -> Writer:
    """Somebody without a case whose report has something in every field."""
    writer = Writer()
    keep(writer, REPORT)
    return writer


def keep(writer: Writer, report: Report) -> None:
    """As if this report was typed."""
    writer.begin()
    visits.keep(request_of(writer.client), HttpResponse(), report)


@pytest.fixture
def anna(cast: Cast) -> Iterator[CaseWriter]:
    """Anna at the report of her case."""
    with time_machine.travel(LATER):
        case = casts.case(cast)
        yield in_case(cast.anna, case.zaak)


@pytest.fixture(scope="module")
def receiver() -> Key:
    return Key.generate("Veilig Thuis Demo")


def writer_of(anna: CaseWriter) -> Unlocked:
    assert anna.who is not None
    return anna.who


def entries_out(anna: CaseWriter) -> list[Uitgegeven]:
    assert anna.who is not None
    file = services.read(opened(anna.zaak, anna.who, LATER), LATER.date())
    return [each.entry for each in file.entered if isinstance(each.entry, Uitgegeven)]


def text_of(response: Answer) -> str:
    """What stands in a document in Word or as text."""
    if "word" in response["Content-Type"]:
        with zipfile.ZipFile(io.BytesIO(response.content)) as file:
            xml = "".join(file.read(name).decode() for name in file.namelist() if ".xml" in name)
        return re.sub(r"<[^>]+>", "", xml)
    found: str = response.content.decode()
    return found


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("which", ["melding", "afschrift", "adviesvraag"])
def test_a_document_is_saved_under_a_name_that_tells_nothing(
    writer: Writer, which: str, form: str
) -> None:
    address = f"maak/{which}/{form}" + ("/p2" if which == "afschrift" else "")
    response = writer.post(address)
    kind, ending = TYPES[form]
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="{which}.{ending}"'
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("form", ["word", "tekst"])
def test_each_document_holds_what_its_reader_may_see_and_no_more(writer: Writer, form: str) -> None:
    report = text_of(writer.post(f"maak/melding/{form}"))
    copy = text_of(writer.post(f"maak/afschrift/{form}/p2"))
    asked = text_of(writer.post(f"maak/adviesvraag/{form}"))
    assert SEEN in report
    assert "Karin Vos" in report
    assert "Riet Bakker" in report
    assert "Dorpsstraat 5" in report
    for text in (report, copy, asked):
        assert HIDING not in text
        assert "De buurman vindt" not in text
    assert "Karin Vos" in copy
    for hidden in ("Riet Bakker", "Dorpsstraat", "06 0000", "Piet"):
        assert hidden not in copy
    for name in ("Sanne", "Karin", "Piet", "Bakker", "Dorpsstraat"):
        assert name not in asked


@pytest.mark.parametrize("page", ["stukken", "afschrift/p2", "adviesvraag", "geven"])
def test_a_page_shows_a_document_as_it_will_be_and_no_safe_address(
    writer: Writer, page: str
) -> None:
    text = writer.text(page)
    assert HIDING not in text
    assert "De buurman vindt" not in text


def test_a_page_that_is_opened_by_its_address_alone_saves_nothing(anna: CaseWriter) -> None:
    assert anna.get("maak/melding/pdf")["Location"] == f"{anna.base}stukken"
    assert entries_out(anna) == []


OUT = (
    ("melding", "pdf", "", "Veilig Thuis"),
    ("melding", "word", "", "Veilig Thuis"),
    ("afschrift", "tekst", "p2", "Moeder Veldhoen"),
    ("adviesvraag", "pdf", "", ""),
)


@pytest.mark.parametrize(("which", "form", "whose", "to"), OUT)
def test_the_case_holds_of_each_document_the_hash_of_the_very_bytes(
    anna: CaseWriter, which: str, form: str, whose: str, to: str
) -> None:
    with new_lines() as lines:
        response = anna.post("/".join(filter(None, ("maak", which, form, whose))))
    (entry,) = entries_out(anna)
    assert entry.sha256 == sha256(response.content).hexdigest()
    assert (entry.vorm, entry.bestand, entry.aan) == (which, form, to)
    assert entry.voor == ((whose,) if whose else ())
    assert [line.action for line in lines] == ["melding uitvoeren"]


def test_the_copy_for_somebody_whom_the_case_does_not_know_names_nobody_of_the_case(
    anna: CaseWriter,
) -> None:
    anna.add("mens/nieuw", {"rol": "ouder", "naam": "Vader Veldhoen"})
    anna.post("maak/afschrift/tekst/p1001")
    (entry,) = entries_out(anna)
    assert (entry.aan, entry.voor) == ("Vader Veldhoen", ())


def meanwhile(monkeypatch: pytest.MonkeyPatch, *changes: Callable[[], object]) -> None:
    """Each of `changes` happens while a document is made, one after another."""
    left, real = list(changes), documents.for_vt

    def for_vt(*told: Any) -> Any:
        made = real(*told)
        if left:
            left.pop(0)()
        return made

    monkeypatch.setattr(documents, "for_vt", for_vt)


def test_what_changed_while_a_document_was_made_stands_in_it(
    anna: CaseWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = partial(anna.add, "mens/nieuw", {"rol": "ouder", "naam": "Vader Veldhoen"})
    case = opened(anna.zaak, writer_of(anna), LATER)
    told = partial(services.add, case, writer_of(anna), signal("Een tweede plek."), LATER)
    meanwhile(monkeypatch, typed, told)
    with new_lines() as lines:
        response = anna.post("maak/melding/tekst")
    assert "Vader Veldhoen" in text_of(response)
    (entry,) = entries_out(anna)
    assert entry.sha256 == sha256(response.content).hexdigest()
    assert [each.action for each in lines if each.action == "melding uitvoeren"] == [
        "melding uitvoeren"
    ]


def test_a_document_of_what_never_stands_still_is_not_given(
    anna: CaseWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (f"Tante {name} Veldhoen" for name in ("Rie", "Bep", "Cor"))
    forms = [{"rol": "ouder", "naam": name} for name in names]
    meanwhile(monkeypatch, *(partial(anna.add, "mens/nieuw", form) for form in forms))
    response = anna.post("maak/melding/tekst")
    assert response.status_code == 409
    assert "Dit stuk is niet gemaakt" in response.content.decode()
    assert entries_out(anna) == []


def test_no_document_is_given_where_the_entry_can_not_be_written(anna: CaseWriter) -> None:
    with patch.object(services, "add", side_effect=RuntimeError):
        response = anna.post("maak/melding/tekst")
    assert response.status_code == 500
    assert "Veldhoen" not in response.content.decode()


def test_a_report_too_large_to_go_as_data_still_goes_on_paper(writer: Writer) -> None:
    with patch.object(message, "MOST_BYTES", 100):
        response = writer.post("maak/melding/pdf")
    assert response.content.startswith(b"%PDF-")
    assert b"melding.json" not in response.content
    assert b"melding.json" in writer.post("maak/melding/pdf").content


def test_what_gives_somebody_away_in_an_advice_request_is_said_once(writer: Writer) -> None:
    twice = "Meester Wiersma zei het. Meester Wiersma zag het."
    writer.add("deel/stappen", {"overleg": twice})
    page = writer.text("adviesvraag")
    assert page.count("<strong>‘") == len(set(re.findall(r"<li><strong>‘.*?</li>", page)))
    assert '/melding/deel/stappen">Verander' in page


def test_the_copy_tells_the_professional_alone_what_is_not_in_it(writer: Writer) -> None:
    page = writer.text("afschrift/p2")
    aside, _, paper = page.partition('<article class="blad"')
    assert "Wat er niet in staat, en waarom" in aside
    assert "Wat er niet in staat" not in paper
    assert "Wat er niet in staat" not in text_of(writer.post("maak/afschrift/tekst/p2"))


def test_each_person_it_concerns_may_get_a_copy(writer: Writer) -> None:
    page = writer.text("stukken")
    for name in ("Sanne Vos", "Karin Vos", "Piet Vos", "Riet Bakker"):
        assert f"Afschrift voor {name}" in page
    assert "Er staat nog niemand" in Writer().begin().text("stukken")


def test_the_page_for_giving_has_the_numbers_and_each_section_to_paste(writer: Writer) -> None:
    page = writer.text("geven")
    assert 'href="tel:112"' in page
    assert 'href="tel:08002000"' in page
    assert "Er is een veilig adres." in page
    assert page.count("data-kopie=") == page.count("<textarea") >= 5
    assert "Leg het vast in het dossier" not in page


def test_without_a_case_there_is_nothing_to_record(writer: Writer) -> None:
    assert writer.post("geven", {"hoe": "telefoon"}).status_code == 200


def test_how_one_reported_is_asked_before_it_is_recorded(anna: CaseWriter) -> None:
    for form in ({}, {"hoe": "onzin"}):
        response = anna.post("geven", form)
        assert response.status_code == 422
        assert "Kies hoe je hebt gemeld." in response.content.decode()
    assert entries_out(anna) == []


TOLD = {"verteld": "ja", "reactie": "Ze wil hulp."}


def test_the_entry_of_the_report_is_prepared_with_what_is_known(anna: CaseWriter) -> None:
    anna.add("verteld/p2", TOLD)
    response = anna.post("geven", {"hoe": "telefoon"})
    assert response["Location"] == f"/dossier/zaak/{anna.zaak}/toevoegen/melding"
    form = anna.client.get(response["Location"]).content.decode()
    assert "Ze wil hulp." in form
    assert re.search(r'name="hoe"[^>]* value="telefoon"[^>]* checked', form)
    assert re.search(r'name="wie_geinformeerd"[^>]* value="p2"[^>]* checked', form)
    assert re.search(r'name="geinformeerd"[^>]* value="ja"[^>]* checked', form)
    assert entries_out(anna) == []


def test_what_was_typed_in_that_entry_before_is_not_written_over(anna: CaseWriter) -> None:
    assert anna.who is not None
    typed = {"medewerker": ["Loes"], "reactie": ["Eerder getypt."], "hoe": ["anders"]}
    services.keep_draft(anna.who, anna.zaak, "melding", typed, LATER)
    anna.add("verteld/p2", TOLD)
    anna.add("geven", {"hoe": "telefoon"})
    draft = services.draft(anna.who, anna.zaak, "melding")
    assert draft is not None
    assert draft["medewerker"] == ["Loes"]
    assert draft["reactie"] == ["Eerder getypt."]
    assert draft["hoe"] == ["telefoon"]


def test_why_nobody_was_told_goes_along_to_the_entry(anna: CaseWriter) -> None:
    anna.add("verteld/p2", {"verteld": "nee", "grond": "uit_beeld", "wanneer_wel": "Na de melding"})
    anna.add("geven", {"hoe": "anders"})
    assert anna.who is not None
    draft = services.draft(anna.who, anna.zaak, "melding")
    assert draft is not None
    assert draft["geinformeerd"] == ["nee"]
    assert draft["reden_niet"] == ["uit_beeld"]
    assert draft["wanneer_wel"] == ["Na de melding"]


def test_who_filled_in_the_form_of_veilig_thuis_gave_the_text(anna: CaseWriter) -> None:
    anna.add("geven", {"hoe": "telefoon_en_formulier"})
    (entry,) = entries_out(anna)
    text = anna.post("maak/melding/tekst").content
    assert (entry.vorm, entry.bestand, entry.aan) == ("melding", "tekst", "Veilig Thuis")
    assert entry.sha256 == sha256(text).hexdigest()


def test_whose_key_it_is_is_asked_before_anything_is_sealed(writer: Writer, receiver: Key) -> None:
    public = receiver.receiver.to_text()
    response = writer.post("verzegeld", {"ontvanger": public})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Veilig Thuis Demo" in page
    assert receiver.receiver.fingerprint in page


def test_a_sealed_file_opens_for_its_receiver_and_holds_the_message_and_the_pdf(
    writer: Writer, receiver: Key
) -> None:
    sent = {"ontvanger": receiver.receiver.to_text().replace("\n", "\r\n"), "klopt": "1"}
    response = writer.post("verzegeld", sent)
    assert response["Content-Disposition"] == 'attachment; filename="melding.meldcode"'
    assert b"Sanne" not in response.content
    found = sealed.open_sealed(response.content, receiver)
    told = message.read(found.message)
    assert told.feiten[0].wat == SEEN
    assert HIDING.encode() not in found.message
    assert found.pdf.startswith(b"%PDF-")


def test_the_key_may_come_as_a_file(writer: Writer, receiver: Key) -> None:
    file = io.BytesIO(receiver.receiver.to_text().encode())
    file.name = "balie.ontvanger"
    response = writer.client.post("/melding/verzegeld", {"bestand": file})
    assert receiver.receiver.fingerprint in response.content.decode()


def test_a_sealed_file_of_a_case_is_an_entry_with_its_hash(anna: CaseWriter, receiver: Key) -> None:
    sent = {"ontvanger": receiver.receiver.to_text(), "klopt": "1"}
    response = anna.post("verzegeld", sent)
    (entry,) = entries_out(anna)
    assert (entry.vorm, entry.bestand) == ("melding", "verzegeld")
    assert entry.sha256 == sha256(response.content).hexdigest()


NO_KEYS = ("", "geen sleutel", "{}", "\x00", "😀" * 5000, "{" * 20_000)


@pytest.mark.parametrize("typed", NO_KEYS, ids=range(len(NO_KEYS)))
def test_what_is_no_key_is_refused_in_dutch(writer: Writer, typed: str) -> None:
    for form in ({"ontvanger": typed}, {"ontvanger": typed, "klopt": "1"}):
        response = writer.post("verzegeld", form)
        assert response.status_code == 422
        assert "bestand van een ontvanger" in response.content.decode()


@pytest.mark.parametrize(
    ("module", "sentence"),
    [(message, "te groot voor een bericht"), (sealed, "te groot om te verzegelen")],
)
def test_a_report_too_large_to_seal_says_so_on_the_page(
    writer: Writer, receiver: Key, module: object, sentence: str
) -> None:
    sent = {"ontvanger": receiver.receiver.to_text(), "klopt": "1"}
    with patch.object(module, "MOST_BYTES", 100):
        response = writer.post("verzegeld", sent)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_stranger_to_the_case_gets_no_document(cast: Cast, anna: CaseWriter) -> None:
    for who in (cast.bram, cast.chris, cast.dina):
        response = browser_of(who).post(f"{anna.base}maak/melding/tekst")
        assert response.status_code == 404
    assert entries_out(anna) == []
