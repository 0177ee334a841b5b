"""The one door to case files: starting, reading, adding, the list, drafts, destroying."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from meldcode.access import sharing
from meldcode.access.people import Unlocked
from meldcode.dossier import services
from meldcode.dossier.entries import (
    Afsluiting,
    Afspraak,
    Bestand,
    Bijlage,
    Correctie,
    Entry,
    Heropening,
    Signaal,
)
from meldcode.dossier.models import Draft
from meldcode.kader.load import frameworks
from meldcode.ledger import services as ledger
from meldcode.ledger.models import Attachment, Row, Tombstone, Zaak
from meldcode.ledger.rights import NoAccess, Tampered
from tests.cast import CODENAAM, NOW, Cast, case, opened, some_entries

TODAY = NOW.date()


def read(cast: Cast, zaak: str) -> services.File:
    return services.read(opened(zaak, cast.anna), TODAY)


def agreement(**given: object) -> Afspraak:
    filled = {"op": TODAY, "resultaat": "Rust.", "termijn": date(2026, 12, 1), "wie": "Moeder"}
    return Afspraak.model_validate({**filled, **given})


def test_a_case_begins_with_its_code_name_and_its_framework(cast: Cast) -> None:
    file = read(cast, case(cast).zaak)
    framework = frameworks()["artsen"]
    assert file.codenaam == CODENAAM
    assert (file.begin.kader, file.begin.kader_hash) == ("artsen", framework.hash)
    assert [each.entry for each in file.entered[1:]] == list(some_entries())
    assert {each.author for each in file.entered} == {"Anna"}


def test_numbers_are_the_places_in_the_chain(cast: Cast) -> None:
    file = read(cast, case(cast).zaak)
    # The first record gives the keys out, the last one lets Bram in.
    assert [each.number for each in file.entered] == [2, 3, 4, 5, 6]
    assert file.last == 7
    assert file.at(5) == file.entered[3]
    assert file.at(1) is None


def test_an_entry_that_is_added_is_there(cast: Cast) -> None:
    zaak = case(cast).zaak
    services.add(opened(zaak, cast.anna), cast.anna, agreement(), NOW)
    assert read(cast, zaak).entered[-1].entry == agreement()


def test_who_adds_to_an_old_state_stores_nothing(cast: Cast) -> None:
    zaak = case(cast).zaak
    old = opened(zaak, cast.anna)
    services.add(old, cast.anna, agreement(), NOW)
    before, file = Row.objects.count(), ledger.sealed_file(old, b"een bijlage")
    with pytest.raises(ledger.Behind) as told:
        services.add(old, cast.anna, agreement(resultaat="Iets anders."), NOW, file)
    assert [each.number for each in told.value.since] == [8]
    assert (Row.objects.count(), Attachment.objects.count()) == (before, 0)


def test_a_correction_changes_what_counts_and_not_what_was_written(cast: Cast) -> None:
    zaak = case(cast).zaak
    before = read(cast, zaak).at(5)
    assert before is not None
    assert isinstance(before.entry, Signaal)
    other = before.entry.model_copy(update={"wat": "Twee blauwe plekken."})
    correction = Correctie(op_nummer=5, reden="Beter gekeken.", wordt=other)
    services.add(opened(zaak, cast.anna), cast.anna, correction, NOW)
    file = read(cast, zaak)
    assert file.at(5) == before
    assert file.now[5] == other
    assert file.corrections[5].entry == correction


def attachment(data: bytes) -> Bijlage:
    file = Bestand(
        id="-",
        naam="a.txt",
        type="text/plain",
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
    )
    return Bijlage(titel="Brief", aard="brief", op=TODAY, bestand=file)


def attach(zaak: str, who: Unlocked, data: bytes) -> ledger.OpenCase:
    case = opened(zaak, who)
    return services.add(case, who, attachment(data), NOW, ledger.sealed_file(case, data))


def test_an_attachment_is_sealed_and_its_entry_tells_where(cast: Cast) -> None:
    data = b"Wat er in de brief stond. " * 40
    zaak = case(cast).zaak
    added = attach(zaak, cast.anna, data)
    row = Attachment.objects.get()
    entry = read(cast, zaak).entered[-1].entry
    assert isinstance(entry, Bijlage)
    assert entry.bestand.id == row.sha256 == added.records[-1].attached
    assert entry.bestand.sha256 == sha256(data).hexdigest()
    assert data[:20] not in bytes(row.sealed)
    assert ledger.attached(added, added.records[-1]).original == data


LISTED: tuple[tuple[tuple[Entry, ...], str, date | None], ...] = (
    ((), "lopend", None),
    ((agreement(),), "lopend", date(2026, 12, 1)),
    ((Afsluiting(op=TODAY, grond="anders", toelichting="Klaar."),), "gesloten", None),
    (
        (
            Afsluiting(op=TODAY, grond="anders", toelichting="Klaar."),
            Heropening(op=TODAY, reden="Weer iets."),
        ),
        "lopend",
        None,
    ),
)


@pytest.mark.parametrize(("entries", "status", "due"), LISTED)
def test_the_list_tells_how_a_case_stands_and_its_next_day(
    cast: Cast, entries: tuple[Entry, ...], status: str, due: date | None
) -> None:
    started = services.start(cast.anna, frameworks()["artsen"], CODENAAM, entries, NOW)
    (listed,) = services.cases(cast.anna, NOW)
    assert (listed.zaak, listed.codenaam, listed.kader) == (started.zaak, CODENAAM, "artsen")
    assert listed.status == status
    if due:
        assert listed.due == due


def test_running_cases_come_first_and_the_earliest_day_on_top(cast: Cast) -> None:
    closing = Afsluiting(op=TODAY, grond="anders", toelichting="Klaar.")
    later = agreement(termijn=date(2026, 12, 20))
    for name, entry in (("Dicht", closing), ("Later", later), ("Eerst", agreement())):
        services.start(cast.anna, frameworks()["onderwijs"], name, [entry], NOW)
    assert [each.codenaam for each in services.cases(cast.anna, NOW)] == ["Eerst", "Later", "Dicht"]


def test_a_case_is_in_the_list_of_who_may_see_it_alone(cast: Cast) -> None:
    zaak = case(cast).zaak
    assert [c.zaak for c in services.cases(cast.bram, NOW)] == [zaak]
    assert services.cases(cast.chris, NOW) == services.cases(cast.dina, NOW) == []
    sharing.end_share(opened(zaak, cast.anna), cast.anna, cast.bram.reference, NOW)
    assert services.cases(cast.bram, NOW) == []


def test_the_table_for_lists_tells_neither_who_nor_what(cast: Cast) -> None:
    case(cast, [*some_entries(), agreement()])
    row: dict[str, Any] = {**Zaak.objects.values().get()}
    sealed, round_ = bytes(row.pop("term")), row.pop("term_round")
    assert set(row) == {"reference", "kader", "kader_hash", "status", "due"}
    assert "Veldhoen" not in str(row)
    assert round_ == 1
    assert b"since" not in sealed


def test_a_record_that_is_no_entry_is_named_and_the_rest_is_read(cast: Cast) -> None:
    started = case(cast)
    anna = opened(started.zaak, cast.anna)
    ledger.append(anna, cast.anna.keyring, b'{"soort": "onzin"}', NOW)
    file = read(cast, started.zaak)
    assert file.garbled == (8,)
    named = [f"zaak {started.zaak}, regel 8: deze regel is geen aantekening"]
    assert [str(each) for each in services.garbled_faults(file)] == named
    with pytest.raises(services.Garbled, match="regel 8"):
        services.must_be_whole(file)


def test_a_case_without_its_begin_is_named(cast: Cast) -> None:
    framework = frameworks()["artsen"]
    started = sharing.start_case(cast.anna, framework.id, framework.hash, NOW)
    with pytest.raises(Tampered, match="het begin van dit dossier ontbreekt"):
        services.read(started, TODAY)


def test_the_id_of_a_withdrawn_person_is_never_used_again(cast: Cast) -> None:
    zaak = case(cast).zaak
    assert services.next_person(read(cast, zaak)) == "p3"
    withdrawn = Correctie(op_nummer=4, reden="Was er niet bij.")
    services.add(opened(zaak, cast.anna), cast.anna, withdrawn, NOW)
    file = read(cast, zaak)
    assert list(file.names) == ["p1"]
    assert services.next_person(file) == "p3"


def test_a_proposed_name_is_one_this_person_does_not_use(cast: Cast) -> None:
    for number in range(5):
        name = services.propose_name(cast.anna, NOW)
        assert name not in [each.codenaam for each in services.cases(cast.anna, NOW)]
        services.start(cast.anna, frameworks()["artsen"], name, [], NOW + timedelta(hours=number))


VALUES = {"wat": ["Half geschreven."], "over": ["p1", "p2"]}


def test_a_draft_comes_back_to_who_typed_it(cast: Cast) -> None:
    services.keep_draft(cast.anna, "abc", "signaal", VALUES, NOW)
    assert services.draft(cast.anna, "abc", "signaal") == VALUES
    assert services.draft(cast.anna, "abc", "gesprek") is None
    assert services.draft(cast.anna, "abd", "signaal") is None
    assert services.draft(cast.bram, "abc", "signaal") is None
    assert b"Half" not in bytes(Draft.objects.get().sealed)


def test_a_newer_draft_takes_the_place_of_the_older(cast: Cast) -> None:
    services.keep_draft(cast.anna, "abc", "signaal", VALUES, NOW)
    services.keep_draft(cast.anna, "abc", "signaal", {"wat": ["Heel."]}, NOW)
    assert services.draft(cast.anna, "abc", "signaal") == {"wat": ["Heel."]}
    assert Draft.objects.count() == 1


def test_an_emptied_form_leaves_no_draft(cast: Cast) -> None:
    services.keep_draft(cast.anna, "abc", "signaal", VALUES, NOW)
    services.keep_draft(cast.anna, "abc", "signaal", {"wat": ["  "], "over": []}, NOW)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("moved", [{"zaak": "abd"}, {"form": "gesprek"}])
def test_a_draft_that_was_moved_does_not_open(cast: Cast, moved: dict[str, str]) -> None:
    services.keep_draft(cast.anna, "abc", "signaal", VALUES, NOW)
    Draft.objects.update(**moved)
    where = {"zaak": "abc", "form": "signaal", **moved}
    assert services.draft(cast.anna, where["zaak"], where["form"]) is None


def test_a_destroyed_case_is_gone_with_its_drafts_and_leaves_a_stone(
    cast: Cast, tmp_path: Path
) -> None:
    data = b"Een brief."
    zaak, other = case(cast).zaak, case(cast).zaak
    attach(zaak, cast.anna, data)
    for each in (zaak, other):
        services.keep_draft(cast.anna, each, "signaal", VALUES, NOW)
    services.destroy(opened(zaak, cast.anna), cast.anna, "vergissing", NOW)
    for model in (Row, Attachment):
        assert not model._default_manager.filter(zaak=zaak).exists()
    assert [each.zaak for each in services.cases(cast.anna, NOW)] == [other]
    assert list(Draft.objects.values_list("zaak", flat=True)) == [other]
    stone = Tombstone.objects.get()
    assert (stone.zaak, stone.ground) == (zaak, "vergissing")
    ledger.write_stones(tmp_path)
    assert zaak in (tmp_path / ledger.STONES_FILE).read_text()
    with pytest.raises(ledger.Gone):
        opened(zaak, cast.anna)


def test_a_reader_and_a_writer_destroy_nothing(cast: Cast) -> None:
    zaak = case(cast).zaak
    with pytest.raises(NoAccess):
        services.destroy(opened(zaak, cast.bram), cast.bram, "vergissing", NOW)
    assert opened(zaak, cast.anna).is_owner
