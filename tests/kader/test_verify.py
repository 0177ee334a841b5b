"""The proof: it holds for the ten frameworks, and finds what is wrong with any other."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from meldcode.kader import schema, space
from meldcode.kader.advice import Situation
from meldcode.kader.decide import decide
from meldcode.kader.load import ContentError, Place, frameworks
from meldcode.kader.model import Framework
from meldcode.kader.references import check_references
from meldcode.kader.seen import Seen
from meldcode.kader.verify import Report, verify, verify_all
from meldcode.workshop.cases import failing, load_cases
from tests.kader import orakel
from tests.kader.mutants import add, edit, in_contract_order, lean, leave_out, mutants
from tests.kader.yardstick import CORNERS, SITUATIONS, VECTORS, judgement

FRAMEWORKS = frameworks()
COMMON = lean(FRAMEWORKS["gemeenschappelijk"])
DOCTORS = lean(FRAMEWORKS["artsen"])
DISTINCT = {framework.hash: framework for framework in FRAMEWORKS.values()}
Edit = Callable[[Framework], Framework]


def changed(name: str, key: str, **changes: object) -> Edit:
    return lambda framework: edit(framework, name, key, **changes)


def step(key: str, **changes: object) -> Edit:
    return changed("overgangen", key, **changes)


def without(name: str, key: str) -> Edit:
    return lambda framework: leave_out(framework, name, key)


def with_duty(**condition: object) -> Edit:
    duty = COMMON.plichten["vastleggen"]
    when = schema.Condition.model_validate(condition)
    return lambda framework: add(
        framework, "plichten", duty.model_copy(update={"id": "nieuw", "als": when})
    )


def condition(**fields: object) -> schema.Condition:
    return schema.Condition.model_validate(fields)


def without_five(framework: Framework) -> Framework:
    steps = framework.overgangen.values()
    framework = leave_out(framework, "overgangen", *(t.id for t in steps if t.afweging == "5"))
    for each in steps:
        if each.naar == "5":
            framework = edit(framework, "overgangen", each.id, naar="einde")
    return leave_out(framework, "afwegingen", "5")


def no_way_and_no_word_about_it(framework: Framework) -> Framework:
    """Two contradictions that together leave an open 4 no way, though neither holds."""
    first = framework.tegenspraken["2_zonder_1"]
    for answer in ("ja", "nee"):
        clash = condition(antwoord={"3": ["nee"], "4": [answer]})
        item = first.model_copy(update={"id": f"botst_{answer}", "als": clash})
        framework = add(framework, "tegenspraken", item)
    return framework


def counterexample(report: Report, law: str) -> str | None:
    return {proven.id: proven.counterexample for proven in report.properties}[law]


def test_every_law_holds_for_all_ten_frameworks() -> None:
    heard: list[str] = []
    reports = verify_all(FRAMEWORKS, lambda report: heard.append(report.framework))
    assert heard == [report.framework for report in reports] == list(FRAMEWORKS)
    failures = [
        f"{report.framework}, {proven.id}: {proven.counterexample}"
        for report in reports
        for proven in report.properties
        if not proven.holds
    ]
    assert failures == []
    assert all(report.holds for report in reports)


def test_frameworks_with_the_same_decision_are_proved_once() -> None:
    other = replace(edit(COMMON, "normen", "1", tekst="Andere woorden."), id="paramedici")
    same = {"gemeenschappelijk": COMMON, "paramedici": other}
    first, second = verify_all(same)
    assert (first.framework, first.same_as) == ("gemeenschappelijk", None)
    assert (second.framework, second.same_as) == ("paramedici", "gemeenschappelijk")
    assert second.properties == first.properties


def test_the_proof_counts_every_answer_in_every_situation() -> None:
    assert verify(COMMON, COMMON).cases == len(VECTORS) * len(SITUATIONS)


@pytest.mark.parametrize(
    ("law", "base", "mistake", "sentence"),
    [
        (
            "een_uitkomst",
            COMMON,
            no_way_and_no_word_about_it,
            "Bij 1 ja, 2 ja, 3 ja, 4 open en 5 ja loopt het programma vast (RuntimeError).",
        ),
        (
            "een_uitkomst",
            COMMON,
            without("normen", "2"),
            "Bij 1 ja, 2 nee, 3 nee, 4 ja en 5 ja geeft dit kader geen uitkomst.",
        ),
        (
            "twee_besluiten",
            COMMON,
            step("zelf.5.ja", hulp="misschien"),
            "Bij 1 ja, 2 nee, 3 ja, 4 ja en 5 ja zegt dit kader niets over een van beide "
            "besluiten.",
        ),
        (
            "norm_1",
            COMMON,
            step("zelf.2.ja", melden=None),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja leidt dit kader niet tot melden volgens norm 1.",
        ),
        (
            "norm_1",
            COMMON,
            step("zelf.2.ja", norm="2"),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja leidt dit kader niet tot melden volgens norm 1.",
        ),
        (
            "tegenspraak",
            COMMON,
            without("tegenspraken", "2_zonder_1"),
            "Bij 1 nee, 2 ja, 3 ja, 4 ja en 5 ja zegt dit kader dat melden niet hoeft.",
        ),
        (
            "norm_2",
            COMMON,
            step("zelf.3.nee", melden="nu_niet"),
            "Bij 1 ja, 2 nee, 3 nee, 4 ja en 5 ja leidt dit kader niet tot melden volgens norm 2.",
        ),
        (
            "norm_3",
            COMMON,
            step("zelf.5.nee", melden="nu_niet"),
            "Bij 1 ja, 2 nee, 3 ja, 4 ja en 5 nee leidt dit kader niet tot melden volgens norm 3.",
        ),
        (
            "norm_3",
            COMMON,
            step("zelf.4.nee", norm=None),
            "Bij 1 ja, 2 nee, 3 ja, 4 nee en 5 ja leidt dit kader niet tot melden volgens norm 3.",
        ),
        (
            "norm_genoemd",
            COMMON,
            step("zelf.5.ja", melden="noodzakelijk"),
            "Bij 1 ja, 2 nee, 3 ja, 4 ja en 5 ja noemt dit kader geen norm bij de melding.",
        ),
        (
            "zonder_vermoeden",
            COMMON,
            step("zelf.1.nee", melden="noodzakelijk"),
            "Bij 1 nee, 2 nee, 3 ja, 4 ja en 5 ja leidt dit kader toch tot melden.",
        ),
        (
            "niet_milder",
            COMMON,
            step("zelf.5.open", melden="niet_noodzakelijk"),
            "Bij 1 ja, 2 nee, 3 ja, 4 ja en 5 open is dit kader milder dan het gemeenschappelijke.",
        ),
        (
            "samen_verder",
            COMMON,
            step("samen.3.nee", naar="einde"),
            "Bij 1 ja, 2 ja, 3 nee, 4 ja en 5 ja slaat dit kader een afweging over hulp over.",
        ),
        (
            "hulp_eerlijk",
            COMMON,
            step("zelf.3.nee", hulp="mogelijk"),
            "Bij 1 ja, 2 nee, 3 nee, 4 ja en 5 ja zegt dit kader iets over hulp wat niet bij de "
            "antwoorden past.",
        ),
        (
            "hulp_eerlijk",
            COMMON,
            step("samen.5.open", hulp="afsluiten"),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 open zegt dit kader iets over hulp wat niet bij de "
            "antwoorden past.",
        ),
        (
            "terughoudendheid",
            DOCTORS,
            changed("terughoudendheid", "volwassenen", als=condition(weigering=["vrij"])),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja, met weigering vrij, verandert terughoudendheid "
            "iets wat niet mag veranderen.",
        ),
        (
            "ernstig_gevaar",
            DOCTORS,
            changed("terughoudendheid", "volwassenen", blijft=condition(ernstig_gevaar=["nee"])),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja, met slachtoffers volwassenen, weigering vrij, "
            "ernstig gevaar ja en hulp kan afwenden nee, houdt terughoudendheid een noodzakelijke "
            "melding tegen.",
        ),
        (
            "gevaar_eerst",
            COMMON,
            without("plichten", "direct_gevaar"),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja, met onveiligheid acuut, staat de plicht "
            "'direct_gevaar' niet vooraan.",
        ),
        (
            "vastleggen",
            COMMON,
            without("plichten", "vastleggen"),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja ontbreekt de plicht 'vastleggen'.",
        ),
        (
            "informeren",
            COMMON,
            changed(
                "plichten",
                "informeren",
                als=condition(melden=["noodzakelijk"], weigering=["niet_gevraagd", "vrij"]),
            ),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja, met weigering toestemming, ontbreken de plichten "
            "'informeren' en 'vertellen_met_vt'.",
        ),
        (
            "opnieuw",
            COMMON,
            step("samen.5.nee", opnieuw=False),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 nee, met gemeld ja, klopt 'opnieuw melden' niet.",
        ),
        (
            "verder",
            DOCTORS,
            changed("terughoudendheid", "volwassenen", vragen=()),
            "Bij 1 ja, 2 ja, 3 ja, 4 ja en 5 ja, met slachtoffers volwassenen en weigering vrij, "
            "loopt dit kader dood, of het vraagt iets wat al bekend is.",
        ),
        (
            "uitgelegd",
            COMMON,
            step("zelf.2.nee", waarom=""),
            "Bij 1 ja, 2 nee, 3 ja, 4 ja en 5 ja klopt de uitleg niet met de uitkomst.",
        ),
        (
            "alle_afwegingen",
            COMMON,
            without_five,
            "Afweging 5 ontbreekt.",
        ),
        (
            "alles_bereikt",
            COMMON,
            step("zelf.1.nee", opnieuw=True),
            "De overgang 'zelf.1.nee', of wat die instelt, komt nergens voor.",
        ),
        (
            "alles_bereikt",
            COMMON,
            step("zelf.1.nee", norm="3"),
            "De overgang 'zelf.1.nee', of wat die instelt, komt nergens voor.",
        ),
        (
            "alles_bereikt",
            COMMON,
            step("zelf.1.ja", naar_weg="samen", naar="3"),
            "De overgang 'zelf.2.ja', of wat die instelt, komt nergens voor.",
        ),
        (
            "alles_bereikt",
            COMMON,
            step("zelf.1.ja", hulp="mogelijk"),
            "De uitkomst 'hulp.niet_door_jou' komt nergens voor.",
        ),
        (
            "alles_bereikt",
            COMMON,
            with_duty(antwoord={"1": ["nee"]}, op_de_weg=["5"]),
            "'nieuw' uit 'plichten' komt nergens voor.",
        ),
        (
            "alles_bereikt",
            DOCTORS,
            changed(
                "terughoudendheid", "volwassenen", terughoudend=condition(weigering=["toestemming"])
            ),
            "De uitkomst 'melden.terughoudend' komt nergens voor.",
        ),
    ],
)
def test_a_mistake_is_found_and_told_by_an_example(
    law: str, base: Framework, mistake: Edit, sentence: str
) -> None:
    assert counterexample(verify(mistake(base), COMMON), law) == sentence


def telling_first_whatever_is_said(framework: Framework) -> Framework:
    return edit(framework, "plichten", "informeren", als=condition(melden=["noodzakelijk"]))


def a_child_for_everybody(framework: Framework) -> Framework:
    return edit(framework, "plichten", "kind_betrekken", als=condition(vast={"1": "ja"}))


def danger_after_the_rest(framework: Framework) -> Framework:
    return edit(framework, "plichten", "direct_gevaar", deel="overig")


@pytest.mark.parametrize(
    ("law", "mistake"),
    [
        ("gevaar_eerst", danger_after_the_rest),
        ("volgorde", danger_after_the_rest),
        ("teken_gezien", without("plichten", "gevaar_beoordelen")),
        ("teken_gezien", without("tegenspraken", "teken_zonder_gevaar")),
        ("niet_eerst_vertellen", telling_first_whatever_is_said),
        ("niet_eerst_vertellen", without("plichten", "vertellen_met_vt")),
        ("om_wie_het_gaat", a_child_for_everybody),
        ("kind_telt", without("plichten", "kind_betrekken")),
        ("kind_telt", without("plichten", "ongeboren_kind")),
        ("open_met_advies", without("plichten", "advies_vt_vragen")),
    ],
)
def test_a_mistake_in_the_duties_breaks_the_law_on_it(law: str, mistake: Edit) -> None:
    broken = [
        proven.id for proven in verify(mistake(COMMON), COMMON).properties if not proven.holds
    ]
    assert law in broken


def reports_on_every_suspicion(framework: Framework) -> Framework:
    own = framework.normen["1"].model_copy(update={"id": "eigen"})
    framework = add(framework, "normen", own)
    return edit(framework, "overgangen", "zelf.1.ja", melden="noodzakelijk", norm="eigen")


def reports_while_help_runs(framework: Framework) -> Framework:
    return edit(framework, "overgangen", "zelf.5.open", melden="noodzakelijk", norm="3")


def asks_a_sixth_question(framework: Framework) -> Framework:
    sixth = framework.afwegingen["5"].model_copy(update={"id": "6"})
    framework = add(framework, "afwegingen", sixth)
    for road, hulp in (("zelf", "mogelijk"), ("samen", "samen_met_veilig_thuis")):
        last = framework.overgangen[f"{road}.5.ja"]
        for answer, changes in (
            ("ja", {}),
            ("nee", {"melden": "noodzakelijk", "norm": "3", "hulp": hulp}),
        ):
            new = {"id": f"{road}.6.{answer}", "afweging": "6", "antwoord": answer}
            framework = add(framework, "overgangen", last.model_copy(update={**new, **changes}))
        leads_on = {"naar": "6", "melden": None, "hulp": None}
        framework = edit(framework, "overgangen", last.id, **leads_on)
    return framework


@pytest.mark.parametrize(
    "stricter", [reports_on_every_suspicion, reports_while_help_runs, asks_a_sixth_question]
)
def test_a_stricter_framework_passes(stricter: Edit) -> None:
    framework = stricter(COMMON)
    check_references(framework_whole(framework), {}, Place("kader.yaml", 1))
    assert verify(framework, COMMON).properties == verify(COMMON, COMMON).properties


def framework_whole(framework: Framework) -> Framework:
    """``framework`` with all duties and contradictions again, as the loader checks it."""
    whole = FRAMEWORKS["gemeenschappelijk"].collections
    names = ("plichten", "tegenspraken", "situatieredenen")
    return replace(
        framework, collections={**framework.collections, **{name: whole[name] for name in names}}
    )


@pytest.mark.parametrize("framework", DISTINCT.values(), ids=lambda framework: framework.id)
def test_what_the_proof_sees_of_all_situations_is_what_the_engine_decides_in_each(
    framework: Framework,
) -> None:
    draw = random.Random(framework.id)
    for vector in VECTORS:
        seen = Seen(framework.table, tuple(vector.values()))
        for chosen in draw.sample(SITUATIONS, 4):
            situation = Situation(**chosen)
            advice, at = decide(framework, vector, situation), space.only(situation)
            assert [outcome for part, outcome in seen.outcomes if part & at] == [advice.outcome]
            for found, listed in (
                (seen.duties, advice.plichten),
                (seen.contradictions, advice.tegenspraken),
            ):
                assert [key for key, there in found.items() if there & at] == [
                    each.id for each in listed
                ]


def test_the_first_situation_is_that_of_which_nothing_is_known() -> None:
    assert space.first(space.ALL) == Situation()
    assert len(SITUATIONS) == space.SIZE
    for chosen in random.Random(1).sample(SITUATIONS, 50):
        situation = Situation(**chosen)
        assert space.first(space.only(situation)) == situation


def test_there_is_no_first_of_no_situations() -> None:
    with pytest.raises(ValueError, match="empty"):
        space.first(0)


# Duties that the common content keeps for frameworks of the other kind, and so do nothing here.
FOR_OTHERS = {
    True: ("plichten: weigering_advies_vt weg",),
    False: ("plichten: advies_vt_nu weg", "plichten: veilig_verder weg"),
}


class Detector:
    """Who finds a mutant of one framework: the loader, the oracle, the proof or a case of its own.

    Words and order are of no decision: those are held by the cases alone.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.placed = load_cases(framework)
        self.cases = [
            (vector, Situation(**corner), orakel.oordeel(framework.id, vector, corner))
            for corner in CORNERS
            for vector in VECTORS
        ]

    def finder(self, mutant: Framework) -> str:
        try:
            if any(not self.agrees(mutant, *case) for case in self.cases):
                return "orakel"
        except KeyError:  # A walk that leads nowhere: content that the loader must refuse.
            pass
        try:
            check_references(mutant, {}, Place("kader.yaml", 1))
        except ContentError:
            return "lader"
        if not in_contract_order(mutant) or not verify(lean(mutant), COMMON).holds:
            return "bewijs"
        return "geval" if any(True for _ in failing(mutant, self.placed)) else "niemand"

    def agrees(
        self, mutant: Framework, vector: dict[str, str], situation: Situation, expected: object
    ) -> bool:
        advice = decide(mutant, vector, situation)
        return judgement(advice) == expected and (
            advice.melden == "open" or self.reasons(vector) <= {r.gevolg for r in advice.redenen}
        )

    def reasons(self, vector: dict[str, str]) -> set[str]:
        """The reasons that stand in the content for known answers: after 2 ja the joint road."""
        if vector["1"] != "ja" or vector["2"] not in ("ja", "nee"):
            return set()
        steps = self.framework.overgangen
        if vector["2"] == "nee":
            return {steps["zelf.2.nee"].waarom}
        return {
            steps[f"samen.{number}.{vector[number]}"].waarom
            for number in ("3", "4", "5")
            if vector[number] in ("ja", "nee") and "open" not in vector.values()
        }


# One in so many, from another start for each framework; `make proef ARGS=kaders` tries them all.
SAMPLE = 15


@pytest.mark.parametrize(("start", "framework"), list(enumerate(DISTINCT.values())))
def test_a_sample_of_the_mutations_of_the_content_is_found(
    start: int, framework: Framework
) -> None:
    detector = Detector(framework)
    found: Counter[str] = Counter()
    survivors = []
    for name, mutant in [*mutants(framework)][start::SAMPLE]:
        if name not in FOR_OTHERS[framework.terughoudendheid is not None]:
            finder = detector.finder(mutant)
            found[finder] += 1
            survivors += [name] if finder == "niemand" else []
    assert survivors == []
    assert found["orakel"] > 0
