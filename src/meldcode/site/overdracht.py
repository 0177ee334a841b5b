"""A visit to the guide becomes a case: the only place where the two meet.

What the guide knows without names goes along: how the steps stand, the checks, the weighing with
its receipt. The own decision comes as a draft, since the case asks more of it. The visit is wiped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from meldcode.access import gate
from meldcode.access.pages import read_or_post
from meldcode.dossier import services
from meldcode.dossier.entries import Afweging, Controle, Entry, Stap
from meldcode.dossier.views import ask_to_begin, begun
from meldcode.guide import visits
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.checks import check
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps

_DECISION = {"ja": "wel", "nee": "niet"}


@read_or_post
def uit_gids(request: HttpRequest) -> HttpResponse:
    """Start a case with what was answered in the guide."""
    who, now = gate.person(request), timezone.now()
    bezoek = visits.read(request)
    if bezoek.is_empty:
        return HttpResponseRedirect(reverse("dossier:nieuw"))
    kader = request.POST.get("kader", bezoek.kader)
    asked = ask_to_begin(request, kader, {"van_gids": True})
    if isinstance(asked, HttpResponse):
        return asked
    codenaam, framework = asked
    bezoek = bezoek.choose(framework.id)
    made = list(entries(bezoek, framework, timezone.localdate()))
    case = services.start(who, framework, codenaam, made, now, uit_gids=True)
    besluit = _draft(bezoek)
    if besluit:
        services.keep_draft(who, case.zaak, "besluit", besluit, now)
    response = begun(request, case)
    visits.wipe(request, response)
    return response


def entries(bezoek: Bezoek, framework: Framework, today: date) -> Iterator[Entry]:
    """What a visit says, as entries of a case."""
    for step in walked_steps(framework):
        state = bezoek.stappen.get(step)
        if state is not None and state.stand != "open":
            stand = "gedaan" if state.stand == "gedaan" else "niet"
            yield Stap.model_validate({"stap": step, "stand": stand, "reden": state.reden})
    for check_id, given in bezoek.controles.items():
        found = check(framework, check_id, given)
        if found.volgende is None:
            yield Controle.model_validate(
                {
                    "controle": check_id,
                    "op": today,
                    "antwoorden": {key: given[key] for key in found.gesteld},
                    "uitkomst": found.uitkomst,
                }
            )
    if bezoek.afwegingen:
        yield _weighing(bezoek, framework, today)


def _weighing(bezoek: Bezoek, framework: Framework, today: date) -> Afweging:
    advice = bezoek.advice(framework)
    return Afweging.model_validate(
        {
            "op": today,
            "ronde": 1,
            "antwoorden": dict(bezoek.afwegingen),
            "situatie": bezoek.known(framework)._asdict(),
            "hulpvragen": sorted(bezoek.hulpvragen),
            "redenen": dict(bezoek.redenen),
            "bon": advice.receipt(),
        }
    )


def _draft(bezoek: Bezoek) -> dict[str, list[str]]:
    """The own decision as far as the case asks the same."""
    own = bezoek.besluit
    found = {
        "melden": _DECISION.get(own.melden, ""),
        "hulp": "geen" if own.hulp == "nee" else "",
        "reden": own.reden,
        "geraadpleegd": own.overleg,
    }
    return {name: [text] for name, text in found.items() if text}
