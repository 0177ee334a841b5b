"""Somebody who writes a report in a browser, with a case or without, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from meldcode.access.people import Unlocked
from meldcode.dossier import services
from meldcode.melding import visits
from meldcode.melding.desk import DRAFT
from meldcode.melding.report import Report
from tests.site.visitors import Answer, browser_of, request_of, stranger

Form = Mapping[str, str | Sequence[str]]
# As a browser sends a form that goes to another page.
NAVIGATES = {"sec-fetch-mode": "navigate"}
FACT = {"wat": "Ik zag een blauwe plek.", "herkomst": "zelf_gezien", "mee": "ja", "afschrift": "ja"}
CHILD = {"rol": "kind", "naam": "Sanne Vos"}


@dataclass
class Writer:
    """A browser at a report without a case."""

    client: Client = field(default_factory=stranger)
    base: str = "/melding/"

    def get(self, page: str = "") -> Answer:
        return self.client.get(self.base + page)

    def post(self, page: str, form: Form | None = None, **headers: str) -> Answer:
        return self.client.post(self.base + page, form or {}, headers=headers)

    def text(self, page: str = "") -> str:
        """What stands on a page."""
        response = self.get(page)
        assert response.status_code == 200, (page, response.status_code)
        found: str = response.content.decode()
        return found

    def begin(self, beroep: str = "onderwijs") -> Writer:
        assert self.post("begin", {"beroep": beroep}).status_code == 302
        return self

    def add(self, page: str, form: Form) -> None:
        """Send a form that is right."""
        response = self.post(page, form)
        assert response.status_code == 302, response.content.decode()

    @property
    def report(self) -> Report:
        """What is kept now."""
        return visits.read(request_of(self.client))

    def expire(self) -> None:
        """As after two hours: the cookie leads to nothing any more."""
        from meldcode.melding.models import SealedReport

        SealedReport.objects.all().delete()


@dataclass
class CaseWriter(Writer):
    """A browser at the report of a case."""

    who: Unlocked | None = None
    zaak: str = ""

    @property
    def report(self) -> Report:
        assert self.who is not None
        draft = services.draft(self.who, self.zaak, DRAFT)
        assert draft is not None, "nothing is kept yet"
        return Report.model_validate_json(draft["melding"][0])


def in_case(who: Unlocked, zaak: str) -> CaseWriter:
    """Somebody at the report of this case, logged in."""
    base = reverse("zaakmelding:overzicht", args=[zaak])
    return CaseWriter(browser_of(who), base, who, zaak)
