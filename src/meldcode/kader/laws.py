"""What must hold for every framework, whatever its content says.

A law looks at one case: answers, a situation and the outcome of a framework. A law on duties looks
at one set of answers and tells the situations in which it is broken. Laws name considerations and
what is known of a situation, for they say what the professional norms ask; they compare and bound,
they are no second table of outcomes, so that a stricter framework passes too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, get_args

from meldcode.kader import schema
from meldcode.kader.advice import OPEN, Situation
from meldcode.kader.cases import RESTRAINED, STRICTNESS, Case
from meldcode.kader.seen import Seen
from meldcode.kader.space import ALL

MELDEN = get_args(schema.Melden)
HULP = get_args(schema.Hulp)
HELP = ("3", "4", "5")
# What 'hulp' says where something about help is answered with nee, and where nothing is.
HELP_FAILS = ("niet_door_jou", "niet_aanvaard", "onvoldoende", OPEN)
HELP_GOES_ON = ("mogelijk", "samen_met_veilig_thuis", OPEN)


class Law(NamedTuple):
    """One property: ``fault`` completes 'Bij 1 ja, 2 ja, …' for a case where it fails."""

    id: str
    sentence: str
    fault: str
    holds: Callable[[Case], bool]


class DutyLaw(NamedTuple):
    """One property of the duties; ``broken`` gives the situations in which it fails."""

    id: str
    sentence: str
    fault: str
    broken: Callable[[Seen], int]


def _one_outcome(case: Case) -> bool:
    outcome = case.outcome
    asked = (None, *case.ground.answers, *Situation._fields)
    return (
        outcome.melden in MELDEN
        and case.norms.issuperset(outcome.norm)
        and outcome.volgende in asked
        and (case.has_restraint or outcome.melden != "terughoudend")
    )


def _unsafe(case: Case) -> bool:
    if not case.says("2", "ja") or case.says("1", "nee"):
        return True
    return case.must_report and case.cites("1")


def _contradiction(case: Case) -> bool:
    if not (case.says("1", "nee") and case.says("2", "ja")):
        return True
    return case.outcome.melden in ("noodzakelijk", OPEN)


def _no_help(case: Case) -> bool:
    if not (case.says("1", "ja") and case.says("3", "nee")):
        return True
    return case.must_report and (not case.says("2", "nee") or case.cites("2"))


def _help_fails(case: Case) -> bool:
    if not (case.says("1", "ja") and (case.says("4", "nee") or case.says("5", "nee"))):
        return True
    known = case.says("2", "nee") and case.says("3", "ja") and case.says("4", "ja", "nee")
    return case.must_report and (not known or case.cites("3"))


def _no_suspicion(case: Case) -> bool:
    if not case.says("1", "nee") or case.says("2", "ja"):
        return True
    return case.outcome.melden != "noodzakelijk"


def _not_milder(case: Case) -> bool:
    if case.may_restrain:
        return True
    return STRICTNESS[case.outcome.melden] <= STRICTNESS[case.ground.common]


def _plain_not_milder(case: Case) -> bool:
    return STRICTNESS[case.ground.plain] <= STRICTNESS[case.ground.common]


def _walked_together(case: Case) -> bool:
    if not case.says("2", "ja") or case.says("1", "nee"):
        return True
    return case.ground.every.issuperset(HELP)


def _help_honest(case: Case) -> bool:
    walked = [key for key in HELP if key in case.ground.every]
    hulp = case.outcome.hulp
    if any(case.says(key, "nee") for key in walked):
        return hulp in HELP_FAILS
    if hulp == "afsluiten":
        return case.says("5", "ja")
    if not case.says("1", "ja") or not all(case.says(key, "ja", "open") for key in HELP):
        return True
    return case.says("5", "ja") or hulp in HELP_GOES_ON


def _restraint_bounded(case: Case) -> bool:
    melden, plain = case.outcome.melden, case.ground.plain
    if melden == plain:
        return True
    return case.may_restrain and plain == "noodzakelijk" and melden in RESTRAINED


def _danger_reported(case: Case) -> bool:
    situation = case.situation
    if situation.ernstig_gevaar != "ja" or situation.hulp_kan_afwenden != "nee":
        return True
    return case.ground.plain != "noodzakelijk" or case.outcome.melden == "noodzakelijk"


def _norm_named(case: Case) -> bool:
    known = all(case.says(number, "ja", "nee") for number in ("1", "2", "3", "4"))
    return case.outcome.melden != "noodzakelijk" or not known or bool(case.outcome.norm)


def _again(case: Case) -> bool:
    reported = case.outcome.melden == "noodzakelijk" and case.situation.gemeld == "ja"
    if case.outcome.opnieuw:
        return reported
    return not (reported and case.says("5", "nee") and "5" in case.ground.every)


def _leads_on(case: Case) -> bool:
    outcome, ground = case.outcome, case.ground
    if outcome.volgende is not None:
        return _is_open(case, outcome.volgende)
    waits = any(ground.answers[key] == OPEN for key in ground.some)
    return not waits and OPEN not in (outcome.melden, outcome.hulp)


def _is_open(case: Case, asked: str) -> bool:
    if asked in case.ground.answers:
        return case.says(asked, OPEN) or not case.ground.some
    return bool(getattr(case.situation, asked) == OPEN)


LAWS: tuple[Law, ...] = (
    Law(
        "een_uitkomst",
        "Elke combinatie van antwoorden en situatie geeft precies één uitkomst.",
        "geeft dit kader geen uitkomst",
        _one_outcome,
    ),
    Law(
        "twee_besluiten",
        "Elke uitkomst zegt iets over beide besluiten: melden en hulp.",
        "zegt dit kader niets over een van beide besluiten",
        lambda case: bool(case.outcome.melden) and case.outcome.hulp in HULP,
    ),
    Law(
        "norm_1",
        "Bij acute of structurele onveiligheid is melden altijd de norm.",
        "leidt dit kader niet tot melden volgens norm 1",
        _unsafe,
    ),
    Law(
        "tegenspraak",
        "Wie geen vermoeden heeft maar wel onveiligheid ziet, hoort nooit dat melden niet hoeft.",
        "zegt dit kader dat melden niet hoeft",
        _contradiction,
    ),
    Law(
        "norm_2",
        "Kun je bij een vermoeden zelf geen hulp bieden of regelen, dan is melden de norm.",
        "leidt dit kader niet tot melden volgens norm 2",
        _no_help,
    ),
    Law(
        "norm_3",
        "Wordt de hulp niet aanvaard of helpt die niet genoeg, dan is melden de norm.",
        "leidt dit kader niet tot melden volgens norm 3",
        _help_fails,
    ),
    Law(
        "norm_genoemd",
        "Is melden noodzakelijk en zijn 1 tot en met 4 beantwoord, dan staat de norm erbij.",
        "noemt dit kader geen norm bij de melding",
        _norm_named,
    ),
    Law(
        "zonder_vermoeden",
        "Zonder vermoeden (1 nee, en niet 2 ja) leidt geen kader tot melden.",
        "leidt dit kader toch tot melden",
        _no_suspicion,
    ),
    Law(
        "niet_milder",
        "Zonder terughoudendheid is geen kader milder dan het gemeenschappelijke.",
        "is dit kader milder dan het gemeenschappelijke",
        lambda case: _not_milder(case) and _plain_not_milder(case),
    ),
    Law(
        "samen_verder",
        "Na een melding om onveiligheid horen de afwegingen over hulp er altijd nog bij.",
        "slaat dit kader een afweging over hulp over",
        _walked_together,
    ),
    Law(
        "hulp_eerlijk",
        "Een nee over hulp heet nooit dat hulp doorgaat, en afsluiten kan alleen na een ja op 5.",
        "zegt dit kader iets over hulp wat niet bij de antwoorden past",
        _help_honest,
    ),
    Law(
        "terughoudendheid",
        "Terughoudendheid maakt alleen een noodzakelijke melding terughoudend of open, en "
        "alleen bij volwassenen die vrij weigeren.",
        "verandert terughoudendheid iets wat niet mag veranderen",
        _restraint_bounded,
    ),
    Law(
        "ernstig_gevaar",
        "Kan hulp ernstig gevaar niet wegnemen, dan blijft een noodzakelijke melding noodzakelijk.",
        "houdt terughoudendheid een noodzakelijke melding tegen",
        _danger_reported,
    ),
    Law(
        "opnieuw",
        "Opnieuw melden vraagt een kader na een eerdere melding, als de hulp niet genoeg helpt.",
        "klopt 'opnieuw melden' niet",
        _again,
    ),
    Law(
        "verder",
        "Zolang er iets open is dat meetelt, vraagt dit kader verder.",
        "loopt dit kader dood, of het vraagt iets wat al bekend is",
        _leads_on,
    ),
)


# The order of the contract; duties of a framework's own may stand anywhere in their group.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "gevaar": ("direct_gevaar", "gevaar_beoordelen"),
    "eerst": ("eigen_kader", "advies_vt_vragen", "advies_vt_nu"),
    "voor_melding": (
        *("advies_collega", "advies_vt_verplicht", "advies_vt_vooraf", "weigering_wegen"),
        *("weigering_advies_vt", "onvrij_vastleggen", "vertegenwoordiger", "slachtoffer_vragen"),
        *("vertellen_met_vt", "informeren", "bevoegd_gezag", "kind_betrekken", "ongeboren_kind"),
    ),
    "na_melding": (
        "afspraken_melding",
        "afspraken_veiligheid",
        "samen_met_vt",
        "betrokken_blijven",
    ),
    "overig": ("veilig_verder", "doelen_afspreken", "volgen", "andere_hulp", "vastleggen"),
}
ORDER = tuple(key for keys in GROUPS.values() for key in keys)
PARTS = get_args(schema.Part)
# Which duty is on whom: it stands only where that one is among the victims.
ON_WHOM = (
    ("kind_betrekken", "kind"),
    ("ongeboren_kind", "ongeboren"),
    ("slachtoffer_vragen", "volwassenen"),
    ("weigering_wegen", "volwassenen"),
)


def _acute(seen: Seen) -> int:
    """Danger that is said, or unsafety that is acute."""
    said = seen.where("gevaar_nu", "ja")
    return said | (seen.where("onveiligheid", "acuut", "beide") if seen.says("2", "ja") else 0)


def _telling_is_unsafe(seen: Seen) -> int:
    ticked = seen.where("vertel_teken", True) & seen.where("vertellen_onveilig", "open")
    return seen.where("vertellen_onveilig", "ja") | _acute(seen) | ticked


def _danger_not_first(seen: Seen) -> int:
    return _acute(seen) & ~seen.starts_with("direct_gevaar")


def _sign_passed_over(seen: Seen) -> int:
    """A ticked sign asks to look now, or to look again where somebody said there's no danger."""
    judged = seen.starts_with("direct_gevaar", "gevaar_beoordelen")
    denied = seen.where("gevaar_nu", "nee") & seen.contradictions.get("teken_zonder_gevaar", 0)
    return seen.where("gevaar_teken", True) & ~judged & ~denied


def _told_first(seen: Seen) -> int:
    wrong = seen.duty("informeren") | ~seen.duty("vertellen_met_vt")
    return seen.melden("noodzakelijk") & _telling_is_unsafe(seen) & wrong


def _told_by_nobody(seen: Seen) -> int:
    told = seen.duty("informeren", "vertellen_met_vt")
    return seen.melden("noodzakelijk") & ~told


def _on_nobody(seen: Seen) -> int:
    found = 0
    for duty, whom in ON_WHOM:
        found |= seen.duty(duty) & ~seen.where("slachtoffers", whom)
    return found


def _child_left_out(seen: Seen) -> int:
    if not seen.says("1", "ja"):
        return 0
    born = seen.where("slachtoffers", "kind") & ~seen.duty("kind_betrekken")
    return born | (seen.where("slachtoffers", "ongeboren") & ~seen.duty("ongeboren_kind"))


def _open_ends_in_writing(seen: Seen) -> int:
    """Answers that exclude each other are told so, and are to be looked at again."""
    if not seen.ways.runs:
        return 0
    return seen.melden(OPEN) & ~seen.others_than("vastleggen")


def in_order(parts: Mapping[str, schema.Part]) -> bool:
    """Whether duties stand in the order and the groups of the contract; ``parts`` in order."""
    known = [ORDER.index(key) for key in parts if key in ORDER]
    groups = [PARTS.index(part) for part in parts.values()]
    moved = [key for part, keys in GROUPS.items() for key in keys if parts.get(key, part) != part]
    return known == sorted(known) and groups == sorted(groups) and not moved


DUTY_LAWS: tuple[DutyLaw, ...] = (
    DutyLaw(
        "gevaar_eerst",
        "Is iemand nu in gevaar of is het acuut, dan staat altijd vooraan wat je nu doet.",
        "staat de plicht 'direct_gevaar' niet vooraan",
        _danger_not_first,
    ),
    DutyLaw(
        "teken_gezien",
        "Een aangekruist teken van gevaar vraagt altijd om nu te kijken.",
        "doet dit kader niets met het teken van gevaar",
        _sign_passed_over,
    ),
    DutyLaw(
        "niet_eerst_vertellen",
        "Bij gevaar, of als vertellen onveilig kan zijn, zegt geen melding dat je het eerst "
        "vertelt.",
        "laat dit kader het eerst vertellen",
        _told_first,
    ),
    DutyLaw(
        "informeren",
        "Bij elke noodzakelijke melding staat wie het hoort: vooraf, of later en veilig.",
        "ontbreken de plichten 'informeren' en 'vertellen_met_vt'",
        _told_by_nobody,
    ),
    DutyLaw(
        "om_wie_het_gaat",
        "Een plicht over een kind, een ongeboren kind of een volwassene staat er alleen als "
        "het om die persoon gaat.",
        "staat er een plicht over iemand om wie het niet gaat",
        _on_nobody,
    ),
    DutyLaw(
        "kind_telt",
        "Gaat het bij een vermoeden om een kind of een ongeboren kind, dan staat erbij wat je "
        "daarvoor doet.",
        "ontbreekt de plicht 'kind_betrekken' of 'ongeboren_kind'",
        _child_left_out,
    ),
    DutyLaw(
        "open_met_advies",
        "Is melden nog open, dan staat er altijd meer dan opschrijven.",
        "blijft het bij opschrijven",
        _open_ends_in_writing,
    ),
    DutyLaw(
        "vastleggen",
        "Bij elke uitkomst leg je je afwegingen vast.",
        "ontbreekt de plicht 'vastleggen'",
        lambda seen: ALL & ~seen.duty("vastleggen"),
    ),
    DutyLaw(
        "volgorde",
        "Wat je doet staat altijd in dezelfde volgorde: gevaar, eerst, voor de melding, na de "
        "melding, overig. Elke plicht van het contract staat in haar eigen groep.",
        "staan de plichten in een andere volgorde of groep",
        lambda seen: 0 if in_order(seen.parts()) else ALL,
    ),
)
