"""The whole file taken out: everything is in it, and nothing of it outside its pages."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import page as page_validation
import pytest
from pypdf import PdfReader

from meldcode.dossier import export, schema, text
from meldcode.dossier.entries import (
    Correctie,
    Entered,
    Entry,
    Kaderwissel,
    Noodtoegang,
    Uitgegeven,
    to_bytes,
)
from meldcode.dossier.services import File
from meldcode.paper.typesetting import BOX
from tests.dossier import chain as c
from tests.dossier.filing import filed, filed_as

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HIDING = "Schuilplaats Zonnebloem 9"
EVERY_KIND: tuple[Entry, ...] = (
    c.person(veilig_adres=HIDING, adres="Dorpsstraat 5", geboren="2019-05"),
    c.person("p2", "ouder", naam="Karin Vos", relatie="moeder van Sanne"),
    c.step("1", "gedaan", reden="Alles nagelopen."),
    c.signal(over=("p1",), wat="Een blauwe plek op de linkerarm."),
    c.check(toelichting="Er is een jonger zusje."),
    c.advice(vraag="Wat kan ik doen?"),
    c.talk(met=("p2",), gezegd="Dat ik mij zorgen maak."),
    c.no_talk(grond_toelichting="Hij dreigde met een mes."),
    c.weigh("jjnnj", situatie={"onveiligheid": "acuut"}),
    c.decide("wel", reden="Het is niet veilig."),
    c.report(kenmerk="VT-2026-1"),
    c.agree_vt(),
    c.follow(13, toelichting="De school ziet het ook."),
    c.feedback(),
    c.question(),
    c.attachment(titel="Foto van de arm"),
    c.destroy("geweigerd", grond="belang_kind", toelichting="Het kind heeft het later nodig."),
    Noodtoegang(reden="De eigenaar is ziek.", tot=NOW),
    Uitgegeven(op=c.day(11, 3), vorm="dossier", bestand="pdf", sha256="a" * 64),
    c.close(),
    c.reopen(),
    c.correct(5, c.signal(over=("p1",), wat="Een blauwe plek op de rechterarm.")),
    c.correct(23, c.signal(over=("p1",), wat="Een blauwe plek op beide armen.")),
    c.correct(14, None),
    c.correct(2, c.person(naam="Sanne Jansen", veilig_adres=HIDING + " boven")),
    Kaderwissel(
        op=c.day(11, 21),
        kader="k",
        kader_versie="2",
        kader_hash="sha256:1",
        reden="Morgen wegen we opnieuw.",
    ),
)


@lru_cache(maxsize=1)
def whole() -> File:
    return filed(*EVERY_KIND)


def data_of(file: File, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(export.to_json(file, NOW, **options))
    return found


def reader(file: File, **options: Any) -> PdfReader:
    return PdfReader(io.BytesIO(export.to_pdf(file, NOW, **options)))


def words_of(file: File, **options: Any) -> str:
    return "".join("".join(p.extract_text().split()) for p in reader(file, **options).pages)


def spaceless(words: str) -> str:
    return "".join(words.split())


def test_the_file_of_this_test_has_every_kind_of_entry() -> None:
    kinds = {each.entry.soort for each in whole().entered}
    assert len(kinds) == 22


def test_the_data_tells_which_case_framework_and_moment() -> None:
    found = data_of(whole())
    assert found["versie"] == "1"
    assert found["gemaakt"] == "2026-11-22T09:30:00Z"
    assert (found["zaak"], found["codenaam"]) == ("z-7f3a", "Blauwe Zwaan")
    hash_ = whole().framework.words_hash
    kader = {"id": "k", "versie": "2", "hash": "sha256:1", "woorden_hash": hash_}
    assert found["kader"] == kader


def test_the_data_holds_every_field_of_every_entry_in_order() -> None:
    rows = data_of(whole(), with_safe_addresses=True)["regels"]
    assert [row["nummer"] for row in rows] == list(range(1, 28))
    for row, each in zip(rows, whole().entered, strict=True):
        assert row["inhoud"] == json.loads(to_bytes(each.entry))
        assert row["auteur"] == "Anna"
        assert datetime.fromisoformat(row["vastgelegd"]) == each.at


def test_the_data_reads_back_as_the_same_entries() -> None:
    back = schema.Dossier.model_validate_json(
        export.to_json(whole(), NOW, with_safe_addresses=True)
    )
    assert [row.inhoud for row in back.regels] == [each.entry for each in whole().entered]


@pytest.mark.parametrize(
    ("number", "counts"), [(3, True), (5, False), (14, False), (23, False), (2, False), (13, True)]
)
def test_the_data_tells_which_entries_count_as_they_were_written(number: int, counts: bool) -> None:
    assert data_of(whole())["regels"][number - 1]["geldt"] is counts


def test_the_published_schema_is_that_of_the_models() -> None:
    """Make it anew with `schema.PUBLISHED.write_text(schema.published())`."""
    assert schema.PUBLISHED.read_text(encoding="utf-8") == schema.published()


def test_the_published_schema_describes_every_kind_of_entry() -> None:
    shape = json.loads(schema.published())
    kinds = shape["$defs"]["Regel"]["properties"]["inhoud"]["discriminator"]["mapping"]
    assert set(kinds) == {each.entry.soort for each in whole().entered}


def test_safe_addresses_are_in_neither_unless_asked_for() -> None:
    without, told = export.to_json(whole(), NOW), words_of(whole())
    assert b"Zonnebloem" not in without
    assert "Zonnebloem" not in told
    assert data_of(whole())["veilige_adressen"] is False


def test_safe_addresses_are_in_both_when_asked_for() -> None:
    rows = data_of(whole(), with_safe_addresses=True)
    assert rows["regels"][1]["inhoud"]["veilig_adres"] == HIDING
    assert rows["regels"][25]["inhoud"]["wordt"]["veilig_adres"] == HIDING + " boven"
    assert rows["veilige_adressen"] is True
    assert words_of(whole(), with_safe_addresses=True).count(spaceless(HIDING)) == 2


def test_the_pdf_holds_what_every_entry_says_and_said() -> None:
    file, told = whole(), words_of(whole())
    missing = [
        value
        for each in file.entered
        for label, value in text.lines(each.entry, file.names, framework=file.framework)
        for line in value.splitlines()
        if spaceless(line) not in told and (each.entry.soort, label) not in {("correctie", "Wordt")}
    ]
    assert missing == []


def test_the_pdf_holds_steps_lacks_with_their_source_and_decisions() -> None:
    file = filed(*EVERY_KIND[:10])
    status, told = file.status, words_of(file)
    wanted = [each.sentence for each in status.steps]
    wanted += [each.sentence for each in status.lacking]
    wanted += [file.framework.stappen[each.step].naam for each in status.steps]
    wanted += [source for each in status.lacking for source in file.framework.cited(each.bron)]
    wanted += ["Besluit: wel melden", "Het is niet veilig.", "Dossier Blauwe Zwaan", "z-7f3a"]
    assert status.lacking
    assert [each for each in wanted if spaceless(each) not in told] == []


def test_a_corrected_entry_shows_its_last_reading_and_then_each_earlier_one() -> None:
    told = words_of(filed(*EVERY_KIND))
    last, first, second = (
        told.index(spaceless(f"Een blauwe plek op {which}"))
        for which in ("beide armen", "de linkerarm", "de rechterarm")
    )
    assert last < first < second
    assert told.count(spaceless("Verkeerd overgenomen.")) == 4


def test_a_withdrawn_entry_stays_readable() -> None:
    told = words_of(whole())
    assert spaceless(text.WITHDRAWN) in told
    assert spaceless("De school ziet het ook.") in told


def test_what_came_back_after_a_withdrawal_shows_all_three() -> None:
    file = filed(c.signal(wat="Eerst."), c.correct(2, None), c.correct(3, c.signal(wat="Toch.")))
    told = words_of(file)
    assert told.index("Toch.") < told.index("Eerst.") < told.index(spaceless(text.WITHDRAWN))


def test_entries_stand_in_the_order_of_the_day_they_are_about() -> None:
    told = words_of(
        filed(c.agree(op=c.day(9, 9), resultaat="Tweede."), c.feedback(op=c.day(9, 5), inhoud="1e"))
    )
    assert told.index("1e") < told.index("Tweede.")


@pytest.mark.parametrize("options", [{}, {"with_safe_addresses": True}])
def test_the_pdf_has_the_data_attached(options: dict[str, bool]) -> None:
    data = export.to_json(whole(), NOW, **options)
    assert reader(whole(), **options).attachments == {"dossier.json": [data]}


def test_the_same_file_at_the_same_moment_gives_the_same_bytes() -> None:
    again = filed(*EVERY_KIND)
    assert export.to_pdf(whole(), NOW) == export.to_pdf(again, NOW)
    assert export.to_json(whole(), NOW) == export.to_json(again, NOW)
    assert export.to_json(whole(), NOW) != export.to_json(again, NOW + timedelta(seconds=1))


ALLOWED = {"/Title", "/Creator", "/ModDate", "/CreationDate"}


def test_outside_its_pages_the_pdf_tells_nothing_of_the_case() -> None:
    file, other = reader(whole()), reader(filed())
    assert file.metadata is not None
    assert set(file.metadata) == ALLOWED
    assert file.metadata == other.metadata
    assert file.metadata.title == "Dossier"
    assert file.xmp_metadata is not None
    told = file.xmp_metadata.stream.get_data().decode()
    for secret in ("Zwaan", "Sanne", "Anna", "Karin", "artsen", "z-7f3a"):
        assert secret not in told


STRANGE = "漢😀\x00 e\u0301 \u200fעברית ع \u202eom\ud7ff " + "👩\u200d⚕\ufe0f" + "x" * 500


def long_file() -> File:
    """A text of 40,000 characters, longer than a form takes, beside every strange character."""
    entry = c.signal(wat="a").model_copy(update={"wat": ("woord " * 6666 + "slot")[:40_000]})
    unbroken = c.signal(wat="W" * 20_000, thuis="漢" * 20_000)
    return filed(entry, unbroken, c.person(naam=STRANGE[:300], toelichting=STRANGE))


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(whole(), id="whole"),
        pytest.param(filed(), id="empty"),
        pytest.param(long_file(), id="long and strange"),
    ],
)
@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_the_pdf_keeps_for_years_and_is_read_aloud(file: File, profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    report = page_validation.validate_pdf_bytes(export.to_pdf(file, NOW), profile=wanted)
    # The validator takes a stream's last byte for the line end where it happens to be a CR.
    known = "PDFA3A-STREAM-LENGTH-001"
    assert [each for each in report.failures if each.rule_id != known] == []


def test_a_very_long_text_is_there_to_its_last_word_and_stays_on_the_paper() -> None:
    pdf = reader(long_file())
    told = "\n".join(each.extract_text() for each in pdf.pages)
    assert told.count("woord") == 6666
    assert spaceless(told).count("W" * 100) >= 100
    assert max(len(part) for line in told.split("\n") for part in line.split()) <= 80


@pytest.mark.parametrize(
    ("typed", "note"), [("gewone tekst, één", False), ("emoji 😀", True), ("עברית", True)]
)
def test_that_characters_were_replaced_is_told(typed: str, note: bool) -> None:
    file = filed(c.signal(wat=typed))
    assert (spaceless(export.REPLACED) in words_of(file)) is note
    assert (BOX in words_of(file)) is note
    assert typed in export.to_json(file, NOW).decode()


def test_who_wrote_an_entry_and_when_stands_with_it_in_dutch_time() -> None:
    at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    begin = whole().entered[0]
    file = filed_as((begin, Entered(2, "Bram", at, c.feedback())))
    assert spaceless("Vastgelegd op 2 juli 2026, 00.30 uur door Bram") in words_of(file)


@pytest.mark.parametrize(
    "entry",
    [
        c.person(veilig_adres=HIDING),
        Correctie(op_nummer=1, reden="x", wordt=c.person(veilig_adres=HIDING)),
    ],
)
def test_only_the_safe_address_is_emptied(entry: Entry) -> None:
    before = to_bytes(entry).decode()
    assert to_bytes(export.without_safe_address(entry)).decode() == before.replace(HIDING, "")
