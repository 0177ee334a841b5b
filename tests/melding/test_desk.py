"""A report in a case: proposed from it, kept with the drafts of who writes, brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from meldcode.access import sharing
from meldcode.dossier import services
from meldcode.dossier.entries import Signaal
from meldcode.dossier.models import Draft
from meldcode.melding.desk import DRAFT
from tests import cast as casts
from tests.cast import Cast, opened
from tests.melding.writing import CHILD, FACT, CaseWriter, in_case
from tests.site.scene import LATER
from tests.site.visitors import browser_of, lock

BRUISE = "Sanne heeft een blauwe plek op haar bovenarm."
NEWS = "In het dossier kwam iets bij sinds je aan deze melding begon."


@pytest.fixture
def anna(cast: Cast) -> Iterator[CaseWriter]:
    """Anna at the report of her case, of which Bram may read the file."""
    with time_machine.travel(LATER):
        case = casts.case(cast)
        yield in_case(cast.anna, case.zaak)


def signal(wat: str) -> Signaal:
    return Signaal(
        wat=wat,
        opgemerkt=date(2026, 11, 14),
        herkomst="zelf_gezien",
        aard="feit",
        richting="ondersteunt",
    )


def test_an_untouched_report_is_a_proposal_from_the_case_and_nothing_is_kept(
    anna: CaseWriter,
) -> None:
    assert "Dit is een voorstel uit je dossier." in anna.text()
    assert 'value="Anna"' in anna.text("deel/melder")
    assert "Sanne Veldhoen" in anna.text("mensen")
    assert BRUISE in anna.text("feiten")
    assert "aantekening 5." in anna.text("feiten")
    assert not Draft.objects.filter(form=DRAFT).exists()


def test_what_was_changed_is_kept_and_the_case_stays_as_it_is(anna: CaseWriter) -> None:
    assert anna.who is not None
    head = opened(anna.zaak, anna.who, LATER).head
    anna.add("deel/vraag", {"gevraagd": "Kijk hoe het gaat."})
    assert anna.report.vraag.gevraagd == "Kijk hoe het gaat."
    assert [each.wat for each in anna.report.feiten] == [BRUISE]
    assert "Dit is een voorstel" not in anna.text()
    assert opened(anna.zaak, anna.who, LATER).head == head


def test_a_draft_of_the_report_can_not_be_read_in_the_database(anna: CaseWriter) -> None:
    anna.add("deel/vraag", {"gevraagd": "Kanariegeel."})
    (row,) = Draft.objects.filter(form=DRAFT)
    assert b"Kanariegeel" not in bytes(row.sealed)


def test_somebody_else_who_writes_in_the_case_has_a_report_of_their_own(
    cast: Cast, anna: CaseWriter
) -> None:
    anna.add("deel/vraag", {"gevraagd": "Alleen van Anna."})
    case = opened(anna.zaak, cast.anna, LATER)
    sharing.share(case, cast.anna, cast.chris.person, "schrijven", LATER)
    chris = in_case(cast.chris, anna.zaak)
    assert "Alleen van Anna." not in chris.text("stukken")
    assert 'value="Chris"' in chris.text("deel/melder")


def test_who_may_only_read_the_case_has_no_report(cast: Cast, anna: CaseWriter) -> None:
    assert browser_of(cast.bram).get(anna.base).status_code == 404


def test_what_came_into_the_case_later_is_offered_and_does_not_go_along_by_itself(
    anna: CaseWriter,
) -> None:
    assert anna.who is not None
    anna.add("deel/vraag", {"gevraagd": "Kijk hoe het gaat."})
    assert NEWS not in anna.text()
    services.add(opened(anna.zaak, anna.who, LATER), anna.who, signal("Een tweede plek."), LATER)
    assert NEWS in anna.text()
    assert anna.post("bijwerken")["Location"] == f"{anna.base}feiten"
    assert [(each.wat, each.mee) for each in anna.report.feiten] == [
        (BRUISE, "ja"),
        ("Een tweede plek.", "nee"),
    ]
    assert anna.report.vraag.gevraagd == "Kijk hoe het gaat."
    assert NEWS not in anna.text()


def test_who_is_added_to_the_report_is_nobody_of_the_case(anna: CaseWriter) -> None:
    anna.add("mens/nieuw", {**CHILD, "naam": "Teun Veldhoen"})
    assert list(anna.report.names) == ["p1", "p2", "p1001"]
    assert "Teun Veldhoen" in anna.text("mensen")
    anna.add("verteld/p1001", {"verteld": "ja"})
    anna.add("mens/p1001", {"weg": "1"})
    assert list(anna.report.names) == ["p1", "p2"]


def test_a_report_that_is_thrown_away_leaves_the_case_and_proposes_anew(anna: CaseWriter) -> None:
    anna.add("deel/vraag", {"gevraagd": "Kijk hoe het gaat."})
    assert "Het dossier blijft." in anna.text()
    assert anna.post("weg")["Location"] == f"/dossier/zaak/{anna.zaak}/"
    assert not Draft.objects.filter(form=DRAFT).exists()
    assert "Kijk hoe het gaat." not in anna.text("deel/vraag")
    assert BRUISE in anna.text("feiten")


def test_a_draft_that_can_not_be_read_any_more_gives_the_proposal(anna: CaseWriter) -> None:
    assert anna.who is not None
    broken = {"melding": ['{"versie": 99}']}
    services.keep_draft(anna.who, anna.zaak, DRAFT, broken, LATER)
    assert BRUISE in anna.text("feiten")


def test_beginning_is_only_for_a_report_without_a_case(anna: CaseWriter) -> None:
    assert anna.post("begin", {"beroep": "onderwijs"})["Location"] == anna.base
    assert not Draft.objects.filter(form=DRAFT).exists()


def test_the_page_of_the_case_shows_no_draft_of_a_report_as_a_form_to_go_on_with(
    anna: CaseWriter,
) -> None:
    before = anna.client.get(f"/dossier/zaak/{anna.zaak}/").content.decode()
    anna.add("deel/vraag", {"gevraagd": "Kijk hoe het gaat."})
    after = anna.client.get(f"/dossier/zaak/{anna.zaak}/").content.decode()
    assert DRAFT not in after
    assert after.count("concept") == before.count("concept")


def test_a_form_that_comes_while_the_browser_is_locked_is_not_lost(anna: CaseWriter) -> None:
    lock(anna.client)
    response = anna.post("deel/vraag", {"gevraagd": "Getypt op slot."})
    assert response.status_code == 423
    assert "Getypt op slot." in response.content.decode()
    phrase = {"slot-wachtzin": casts.ANNA.wachtzin}
    assert anna.post("deel/vraag", {"gevraagd": "Getypt op slot.", **phrase}).status_code == 302
    assert anna.report.vraag.gevraagd == "Getypt op slot."


@pytest.mark.parametrize("page", ["feit/f9", "mens/p9", "verteld/p9", "afschrift/p9"])
def test_what_the_report_does_not_have_is_as_if_the_case_were_not_there(
    anna: CaseWriter, page: str
) -> None:
    assert anna.get(page).status_code == 404


def test_a_large_report_of_a_case_is_kept_whole(anna: CaseWriter) -> None:
    for number in range(60):
        anna.add("feit/nieuw", {**FACT, "wat": f"{number} " + "a" * 19_000})
    assert len(anna.report.feiten) == 61
