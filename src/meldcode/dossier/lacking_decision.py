"""The rules on what a file lacks from the weighing on: decision, report, agreements, closing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meldcode.dossier.due import heard_back, judging_ends
from meldcode.dossier.entries import (
    Afspraak,
    Informatieverzoek,
    Melding,
    Terugkoppeling,
    Vernietigingsverzoek,
)
from meldcode.dossier.look import Found, Look, each_of, when
from meldcode.dossier.rounds import result_consideration
from meldcode.kader.advice import OPEN


def _weighing_open(look: Look) -> Found | None:
    return when(look.acted and look.round is not None and look.round.verdict.melden == OPEN)


def _contradiction(look: Look) -> Found | None:
    found = look.round
    return Found((found.number,)) if found and found.verdict.contradictions else None


def _unreasoned(look: Look) -> Found | None:
    found = look.round
    return Found((found.number,), found.unreasoned) if found and found.unreasoned else None


def _outdated(look: Look) -> Found | None:
    """Weighed again since the decision, with another advice, or for the first time."""
    then, now, last = look.decision.round, look.round, look.decision.last
    if last is None or now is None or now is then:
        return None
    same = then is not None and (
        (then.verdict.melden, then.verdict.hulp) == (now.verdict.melden, now.verdict.hulp)
    )
    return None if same else Found((last.number,))


def _deviation(look: Look, field: str) -> Found | None:
    last = look.decision.last
    if last is None or not look.decision.deviates or getattr(last.entry, field):
        return None
    return Found((last.number,))


def _deviation_unsaid(look: Look) -> Found | None:
    last = look.decision.last
    if last is None or last.entry.volgt_advies == "nee" or not look.decision.deviates:
        return None
    return Found((last.number,))


def _not_told(look: Look, field: str) -> Found | None:
    return each_of(
        look.case.all(Melding), lambda each: each.geinformeerd == "nee" and not getattr(each, field)
    )


def _told_without(look: Look, field: str) -> Found | None:
    return each_of(
        look.case.all(Melding), lambda each: each.geinformeerd == "ja" and not getattr(each, field)
    )


def _name_kept_back(look: Look) -> Found | None:
    return each_of(
        look.case.all(Melding),
        lambda each: each.naam_verborgen == "ja" and not (each.naam_grond and each.naam_reden),
    )


def _no_agreements_with_vt(look: Look) -> Found | None:
    agreed = any(each.entry.met_veilig_thuis == "ja" for each in look.run.all(Afspraak))
    return when(look.reported and not agreed)


def _not_heard_back(look: Look) -> Found | None:
    late = tuple(
        each.number
        for each in look.run.all(Melding)
        if not heard_back(look.case, each) and judging_ends(look.framework, each) < look.today
    )
    return Found(late) if late else None


def _record_not_approved(look: Look) -> Found | None:
    return each_of(
        look.case.all(Informatieverzoek),
        lambda each: each.antwoord and each.verslag_akkoord != "ja",
    )


def _record_not_sent(look: Look) -> Found | None:
    return each_of(
        look.case.all(Informatieverzoek),
        lambda each: each.antwoord and each.verslag_gezin != "ja" and not each.verslag_reden,
    )


def _no_goals(look: Look) -> Found | None:
    """Goals are asked where help goes on and its result is not known (knmg, afweging 5)."""
    last = look.decision.last
    helped = last is not None and last.entry.hulp != "geen"
    made = bool(look.run.all(Afspraak)) or any(
        each.state in ("open", "te_laat") for each in look.agreements
    )
    return when(helped and look.duty("doelen_afspreken") and not made)


def _goal_without(look: Look, field: str) -> Found | None:
    """Only while the agreement still runs: afterwards there is nothing left to establish."""
    if not look.duty("doelen_afspreken"):
        return None
    lacking = tuple(
        each.number
        for each in look.agreements
        if each.state != "gehaald" and not getattr(each.entry, field)
    )
    return Found(lacking) if lacking else None


def _no_day_to_look(look: Look) -> Found | None:
    """Not reached, and neither a day to look again nor a new agreement since."""
    if look.decision.closed:
        return None
    newest = max((each.number for each in look.agreements), default=0)
    lacking = tuple(
        each.number
        for each in look.agreements
        if each.state in ("deels", "niet_gehaald")
        and each.last is not None
        and not each.last.entry.opnieuw_op
        and newest < each.last.number
    )
    return Found(lacking) if lacking else None


def _closed_as_safe(look: Look) -> int | None:
    closing = look.case.closing
    if closing is None or closing.entry.grond != "veiligheid_hersteld":
        return None
    return closing.number


def _closed_without_following(look: Look) -> Found | None:
    closing, number = look.case.closing, _closed_as_safe(look)
    if closing is None or number is None or closing.entry.volgen:
        return None
    return Found((number,))


def _closed_without_weighing(look: Look) -> Found | None:
    number, key = _closed_as_safe(look), result_consideration(look.framework)
    answered = look.round is not None and look.round.answers[key] == "ja"
    if number is None or answered:
        return None
    return Found((number,), (key,))


def _closed_with_open_agreements(look: Look) -> Found | None:
    if not look.decision.closed:
        return None
    running = tuple(each.number for each in look.agreements if not each.follow_ups)
    return Found(running) if running else None


def _destruction(look: Look, besluit: str) -> Found | None:
    """Only the newest request counts: it tells how the ones before it ended."""
    last = look.case.last(Vernietigingsverzoek)
    if last is None or last.entry.besluit != besluit or last.entry.grond:
        return None
    return Found((last.number,))


RULES: Mapping[str, Callable[[Look], Found | None]] = {
    "geen_afweging": lambda look: when(look.acted and not look.rounds),
    "afweging_open": _weighing_open,
    "tegenspraak": _contradiction,
    "afweging_zonder_redenen": _unreasoned,
    "geen_besluit": lambda look: when(look.reported and not look.decided),
    "besluit_verouderd": _outdated,
    "afwijking_zonder_reden": lambda look: _deviation(look, "reden"),
    "afwijking_zonder_overleg": lambda look: _deviation(look, "geraadpleegd"),
    "afwijking_niet_genoemd": _deviation_unsaid,
    "geen_melding": lambda look: when(look.report_pending),
    "melding_zonder_wie": lambda look: _told_without(look, "wie_geinformeerd"),
    "melding_zonder_reactie": lambda look: _told_without(look, "reactie"),
    "niet_verteld_zonder_reden": lambda look: _not_told(look, "reden_niet"),
    "niet_verteld_zonder_moment": lambda look: _not_told(look, "wanneer_wel"),
    "naam_verborgen_zonder_reden": _name_kept_back,
    "geen_afspraken_veilig_thuis": _no_agreements_with_vt,
    "geen_terugkoppeling": _not_heard_back,
    "niet_eens_zonder_wat_gezegd": lambda look: each_of(
        look.case.all(Terugkoppeling), lambda each: each.eens == "nee" and not each.gezegd
    ),
    "verzoek_zonder_antwoord": lambda look: each_of(
        look.case.all(Informatieverzoek), lambda each: not each.antwoord
    ),
    "verslag_niet_goedgekeurd": _record_not_approved,
    "verslag_niet_naar_gezin": _record_not_sent,
    "geen_afspraken": _no_goals,
    "afspraak_zonder_hoe": lambda look: _goal_without(look, "vaststellen_hoe"),
    "afspraak_zonder_door": lambda look: _goal_without(look, "vaststellen_door"),
    "afspraak_zonder_tot": lambda look: _goal_without(look, "volgen_tot"),
    "opvolging_zonder_dag": _no_day_to_look,
    "afsluiting_zonder_volgen": _closed_without_following,
    "afsluiting_zonder_weging": _closed_without_weighing,
    "afsluiting_met_open_afspraken": _closed_with_open_agreements,
    "vernietigingsverzoek_open": lambda look: _destruction(look, "open"),
    "weigering_zonder_grond": lambda look: _destruction(look, "geweigerd"),
}
