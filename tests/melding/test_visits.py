"""Reports without a case: their cookie, their table, an hour, at most 1 MB."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import HttpResponse
from pytest_django import Settings

from meldcode.dossier.entries import Persoon
from meldcode.guide import visits as guide
from meldcode.guide.models import SealedVisit
from meldcode.kader.bezoek import Bezoek
from meldcode.melding import visits
from meldcode.melding.models import SealedReport
from meldcode.melding.report import Feit, Melder, Report, Vraag, Zorgen
from tests.visit.visitor import Visitor

NINE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REPORT = Report(
    beroep="artsen",
    melder=Melder(naam="Anna Vuurtoren", naam_verborgen="ja", naam_grond="bedreiging_gezin"),
    zorgen=Zorgen(gaat_over="kind", vormen=("psychisch", "getuige")),
    mensen=(Persoon(id="p1", rol="kind", naam="Ömer Ó Cealláigh 😀", geboren="2019-03"),),
    feiten=(Feit(id="f1", wat="Ik zag\neen plek.", herkomst="zelf_gezien", over=("p1",)),),
    niet_bekend=("zorgen.sinds",),
)
TEXT = 20_000

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Visitor[Report]:
    """The one who reports."""
    return Visitor(visits)


def of_bytes(size: int) -> Report:
    """A report that is exactly so large as JSON."""

    def with_texts(texts: list[str]) -> Report:
        facts = [
            Feit(id=f"f{number}", wat=text, herkomst="document")
            for number, text in enumerate(texts, 1)
        ]
        return Report(feiten=tuple(facts))

    texts = ["x" * 19_000] * 54
    rest = size - len(with_texts([*texts, "x"]).model_dump_json()) + 1
    assert 0 < rest <= TEXT
    return with_texts([*texts, "x" * rest])


def test_somebody_new_has_an_empty_report_and_no_row(anna: Visitor[Report]) -> None:
    assert anna.reads() == Report()
    assert not visits.exists(anna.request())
    assert visits.ends_at(anna.request()) is None
    assert not SealedReport.objects.exists()


def test_what_is_kept_is_read_again_to_the_letter(anna: Visitor[Report]) -> None:
    anna.keeps(REPORT)
    assert anna.reads() == REPORT
    assert visits.exists(anna.request())


def test_dates_and_answers_come_back_as_they_were(anna: Visitor[Report]) -> None:
    told = {"id": "p1", "verteld": "ja", "op": date(2026, 11, 20), "instemming": "nee"}
    report = Report.model_validate({"verteld": [told], "vraag": Vraag(gevraagd="Onderzoek")})
    anna.keeps(report)
    assert anna.reads() == report


def test_a_row_holds_no_name(anna: Visitor[Report]) -> None:
    anna.keeps(REPORT)
    sealed = bytes(SealedReport.objects.get().sealed)
    assert not [word for word in (b"Vuurtoren", b"artsen", b"plek") if word in sealed]


def test_the_cookie_goes_along_to_the_pages_of_the_report_alone(anna: Visitor[Report]) -> None:
    cookie = anna.keeps(REPORT)
    assert (cookie.key, cookie["path"]) == ("meldcode_melding", "/")
    assert (cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("Strict", True, "")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    gone = anna.wipes()
    assert (gone.value, gone["max-age"], gone["path"]) == ("", 0, "/")


def test_over_tls_the_cookie_belongs_to_this_host_alone(
    anna: Visitor[Report], settings: Settings
) -> None:
    settings.SECURE = True
    cookie = anna.keeps(REPORT)
    # A browser takes a `__Host-` cookie only with this path.
    assert (cookie.key, cookie["path"]) == ("__Host-meldcode_melding", "/")
    assert cookie["secure"] is True
    assert visits.cookie_name() == "__Host-meldcode_melding"
    assert anna.reads() == REPORT


@pytest.mark.parametrize(
    ("seconds", "expected"), [(3599, REPORT), (3600, Report()), (3601, Report())]
)
def test_a_report_ends_after_an_hour_without_use(
    anna: Visitor[Report], seconds: int, expected: Report
) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(REPORT)
        assert visits.ends_at(anna.request()) == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
        clock.shift(seconds)
        assert anna.reads() == expected


def test_what_has_ended_is_thrown_away(anna: Visitor[Report]) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        anna.keeps(REPORT)
        clock.shift(3599)
        visits.purge_expired()
        assert SealedReport.objects.count() == 1
        clock.shift(1)
        visits.purge_expired()
    assert not SealedReport.objects.exists()


@pytest.mark.parametrize(
    "text", ['{"versie": 2}', '{"zorgen": {"sinds": 3}}', '{"nieuw": "deel"}', "[]", ""]
)
def test_a_report_that_this_version_cannot_read_is_an_empty_one(
    anna: Visitor[Report], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Report, "model_dump_json", lambda self: text)
        anna.keeps(REPORT)
    assert anna.reads() == Report()
    assert not visits.exists(anna.request())


@pytest.mark.parametrize("size", [2**20 - 1, 2**20])
def test_a_report_of_a_megabyte_is_kept(anna: Visitor[Report], size: int) -> None:
    large = of_bytes(size)
    anna.keeps(large)
    assert anna.reads() == large


def test_a_larger_report_is_refused_and_the_one_before_stays(anna: Visitor[Report]) -> None:
    anna.keeps(REPORT)
    with pytest.raises(visits.TooLarge):
        visits.keep(anna.request(), HttpResponse(), of_bytes(2**20 + 1))
    assert anna.reads() == REPORT


def test_guide_and_report_share_no_table_and_no_cookie(anna: Visitor[Report]) -> None:
    walker: Visitor[Bezoek] = Visitor(guide)
    anna.keeps(REPORT)
    walker.keeps(Bezoek(kader="artsen"))
    assert (SealedReport.objects.count(), SealedVisit.objects.count()) == (1, 1)
    assert SealedReport._meta.db_table == "melding_sealedreport"
    anna.wipes()
    assert walker.reads() == Bezoek(kader="artsen")


def test_one_request_may_have_a_visit_to_both(anna: Visitor[Report]) -> None:
    walker: Visitor[Bezoek] = Visitor(guide)
    walker.keeps(Bezoek(kader="onderwijs"))
    anna.keeps(REPORT)
    anna.cookies.update(walker.cookies)
    request = anna.request()
    assert (guide.read(request), visits.read(request)) == (Bezoek(kader="onderwijs"), REPORT)


def test_the_token_of_the_guide_opens_no_report(anna: Visitor[Report]) -> None:
    walker: Visitor[Bezoek] = Visitor(guide)
    token = walker.keeps(Bezoek(kader="artsen")).value
    row = SealedVisit.objects.get()
    SealedReport.objects.create(lookup=row.lookup, sealed=row.sealed, expires_at=row.expires_at)
    anna.cookies["meldcode_melding"] = token
    assert not visits.exists(anna.request())
