"""The rules on what a file lacks at the steps before the weighing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meldcode.dossier.due import postponed_talks
from meldcode.dossier.entries import Bijlage, Gesprek, Melding, Overleg, Signaal, Stap
from meldcode.dossier.filling import filled_by
from meldcode.dossier.look import Found, Look, each_of, when

VEILIG_THUIS = "veilig_thuis"


def _passed_over(look: Look, filling: str) -> Found | None:
    """The step that is filled so was passed over; a framework without such a step lacks none."""
    return when(look.skipped(filled_by(look.framework, filling)))


def _step_without_reason(look: Look, filling: str) -> Found | None:
    """'Not done' without why; where a decision followed, the step itself is what is lacking."""
    step = filled_by(look.framework, filling)
    said = [each for each in look.run.all(Stap) if each.entry.stap == step]
    is_open = any(each.step == step and each.state == "open" for each in look.steps)
    return when(bool(said) and said[-1].entry.stand == "niet" and is_open)


def _no_source(look: Look) -> Found | None:
    return each_of(
        look.case.all(Signaal), lambda each: each.herkomst != "zelf_gezien" and not each.van_wie
    )


def _not_approved(look: Look) -> Found | None:
    return each_of(
        look.case.all(Signaal), lambda each: each.herkomst == "verteld" and not each.akkoord_door
    )


def _no_link_home(look: Look) -> Found | None:
    return each_of(
        look.case.all(Signaal), lambda each: each.richting == "ondersteunt" and not each.thuis
    )


def _no_facts(look: Look) -> Found | None:
    kinds = {each.entry.aard for each in look.case.all(Signaal)}
    return when(kinds == {"interpretatie"})


def _no_kindcheck(look: Look) -> Found | None:
    """'Only adults' counts after a negative kindcheck alone; content says so (``telt_na``)."""
    return when(look.awaits_check)


def _asked_veilig_thuis(look: Look, *, before_report: bool) -> bool:
    report = look.run.last(Melding) if before_report else None
    for each in look.run.all(Overleg):
        entry = each.entry
        if entry.met != VEILIG_THUIS:
            continue
        if entry.gehouden == "nee" and entry.reden_niet:
            return True
        in_time = report is None or entry.op is None or entry.op <= report.entry.op
        if entry.gehouden == "ja" and in_time:
            return True
    return False


def _no_advice_before(look: Look) -> Found | None:
    asked = look.will_report and look.duty_at_report("advies_vt_vooraf")
    return when(asked and not _asked_veilig_thuis(look, before_report=True))


def _no_advice_on_refusal(look: Look) -> Found | None:
    asked = look.decided and look.duty("weigering_advies_vt", "advies_vt_nu")
    return when(asked and not _asked_veilig_thuis(look, before_report=False))


def _no_outcome(look: Look) -> Found | None:
    return each_of(look.case.all(Overleg), lambda each: each.gehouden == "ja" and not each.advies)


def _no_day(look: Look) -> Found | None:
    return each_of(look.case.all(Overleg), lambda each: each.gehouden == "ja" and not each.op)


def _no_worker(look: Look) -> Found | None:
    return each_of(
        look.case.all(Overleg),
        lambda each: each.gehouden == "ja" and each.met == VEILIG_THUIS and not each.wie,
    )


def _no_ground(look: Look) -> Found | None:
    return each_of(look.case.all(Gesprek), lambda each: each.gehouden == "nee" and not each.grond)


def _no_moment(look: Look) -> Found | None:
    return each_of(
        postponed_talks(look.case), lambda each: not each.wanneer_wel and not each.alsnog_op
    )


def _moment_passed(look: Look) -> Found | None:
    return each_of(
        postponed_talks(look.case), lambda each: each.alsnog_op and each.alsnog_op < look.today
    )


def _no_reaction(look: Look) -> Found | None:
    return each_of(look.case.all(Gesprek), lambda each: each.gehouden == "ja" and not each.reactie)


def _child_not_heard(look: Look) -> Found | None:
    heard = any(_heard(look, each.entry) for each in look.run.all(Gesprek))
    return when(look.acted and look.duty("kind_betrekken") and not heard)


def _heard(look: Look, talk: Gesprek) -> bool:
    """Heard, or a talk with the child (or with everybody) put off on one of the three grounds."""
    if talk.gehouden == "ja":
        return bool(talk.mening_kind)
    about_child = not talk.met or not look.case.children.isdisjoint(talk.met)
    return about_child and talk.grond is not None


def _view_not_weighed(look: Look) -> Found | None:
    if not look.acted:
        return None
    return each_of(look.run.all(Gesprek), lambda each: each.mening_kind and not each.mening_gewogen)


RULES: Mapping[str, Callable[[Look], Found | None]] = {
    "geen_signaal": lambda look: _passed_over(look, "signaal"),
    "stap_1_zonder_reden": lambda look: _step_without_reason(look, "signaal"),
    "signaal_zonder_herkomst": _no_source,
    "signaal_niet_goedgekeurd": _not_approved,
    "signaal_zonder_thuis": _no_link_home,
    "alleen_interpretatie": _no_facts,
    "geen_kindcheck": _no_kindcheck,
    "bijlage_zonder_herkomst": lambda look: each_of(
        look.case.all(Bijlage), lambda each: not each.herkomst
    ),
    "geen_overleg": lambda look: _passed_over(look, "overleg"),
    "stap_2_zonder_reden": lambda look: _step_without_reason(look, "overleg"),
    "overleg_zonder_uitkomst": _no_outcome,
    "overleg_zonder_dag": _no_day,
    "advies_zonder_medewerker": _no_worker,
    "geen_advies_vooraf": _no_advice_before,
    "geen_advies_bij_weigering": _no_advice_on_refusal,
    "geen_gesprek": lambda look: _passed_over(look, "gesprek"),
    "stap_3_zonder_reden": lambda look: _step_without_reason(look, "gesprek"),
    "gesprek_zonder_grond": _no_ground,
    "gesprek_zonder_moment": _no_moment,
    "gesprek_alsnog": _moment_passed,
    "gesprek_zonder_reactie": _no_reaction,
    "kind_niet_gehoord": _child_not_heard,
    "mening_kind_niet_gewogen": _view_not_weighed,
    "geen_afstemming": lambda look: _passed_over(look, "afstemming"),
}
