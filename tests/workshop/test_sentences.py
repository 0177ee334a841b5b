"""What breaks a norm is told in the framework's own names, and no answer too many."""

from __future__ import annotations

import pytest

from meldcode.kader import verify as proof
from meldcode.kader.advice import Situation
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework
from meldcode.kader.verify import Proven, verify
from meldcode.workshop.sentences import told
from tests.kader.mutants import edit, lean, leave_out
from tests.kader.test_verify import (
    Edit,
    asks_a_sixth_question,
    changed,
    condition,
    no_way_and_no_word_about_it,
    step,
    without,
    without_five,
)

COMMON = lean(frameworks()["gemeenschappelijk"])
DOCTORS = lean(frameworks()["artsen"])
COMPLEMENTARY = lean(frameworks()["complementair"])


def sentence(base: Framework, mistake: Edit, law: str) -> str | None:
    framework = mistake(base)
    proven = {each.id: each for each in verify(framework, COMMON).properties}
    return told(framework, COMMON, proven[law])


def a_sixth_question_without_a_norm(framework: Framework) -> Framework:
    return edit(asks_a_sixth_question(framework), "overgangen", "zelf.6.nee", norm=None)


@pytest.mark.parametrize(
    ("law", "base", "mistake", "expected"),
    [
        (
            "norm_1",
            COMMON,
            step("zelf.2.ja", melden=None),
            "Bij een vermoeden (afweging 1 ja) en acute of structurele onveiligheid (afweging 2 "
            "ja) leidt dit kader niet tot melden volgens norm 1.",
        ),
        (
            "norm_2",
            COMPLEMENTARY,
            step("zelf.3.nee", melden="nu_niet"),
            "Bij een vermoeden (afweging 1 bij stap 4 ja), geen acute of structurele onveiligheid "
            "(afweging 2 bij stap 4 nee) en hulp die je niet kunt geven of regelen (afweging 1 "
            "bij stap 5 nee) leidt dit kader niet tot melden volgens norm 2.",
        ),
        (
            "niet_milder",
            COMMON,
            step("zelf.5.open", melden="niet_noodzakelijk"),
            "Bij een vermoeden (afweging 1 ja), geen acute of structurele onveiligheid (afweging "
            "2 nee), hulp die je zelf geeft of regelt (afweging 3 ja), betrokkenen die de hulp "
            "aanvaarden (afweging 4 ja) en hulp die nog loopt (afweging 5 nog open) is dit kader "
            "milder dan het gemeenschappelijke.",
        ),
        (
            "gevaar_eerst",
            COMMON,
            without("plichten", "direct_gevaar"),
            "Bij acute onveiligheid (afweging 2 ja) staat de plicht 'direct_gevaar' niet vooraan.",
        ),
        (
            "vastleggen",
            COMMON,
            without("plichten", "vastleggen"),
            "Bij elk antwoord ontbreekt de plicht 'vastleggen'.",
        ),
        (
            "opnieuw",
            COMMON,
            step("samen.5.nee", opnieuw=False),
            "Bij een vermoeden (afweging 1 ja), acute of structurele onveiligheid (afweging 2 ja) "
            "en hulp die niet tot veiligheid leidt (afweging 5 nee), in deze situatie (al eerder "
            "gemeld: 'ja'), klopt 'opnieuw melden' niet.",
        ),
        (
            "terughoudendheid",
            DOCTORS,
            changed("terughoudendheid", "volwassenen", als=condition(weigering=["vrij"])),
            "Bij een vermoeden (afweging 1 ja) en acute of structurele onveiligheid (afweging 2 "
            "ja), in deze situatie (wat het slachtoffer wil: 'het slachtoffer weigert vrij en "
            "bewust'), verandert terughoudendheid iets wat niet mag veranderen.",
        ),
        (
            "een_uitkomst",
            COMMON,
            no_way_and_no_word_about_it,
            "Bij een vermoeden (afweging 1 ja), hulp die je zelf geeft of regelt (afweging 3 ja) "
            "en 'Meewerken' (afweging 4 nog open) loopt het programma vast (RuntimeError).",
        ),
        ("alle_afwegingen", COMMON, without_five, "Afweging 5 ontbreekt."),
    ],
)
def test_what_breaks_a_law_is_told_in_the_frameworks_own_names(
    law: str, base: Framework, mistake: Edit, expected: str
) -> None:
    assert sentence(base, mistake, law) == expected


def test_an_own_consideration_is_called_by_its_own_name() -> None:
    said = sentence(COMMON, a_sixth_question_without_a_norm, "norm_genoemd")
    assert said is not None
    assert "'Resultaat' (afweging 5 nee) noemt dit kader geen norm bij de melding." in said


def test_what_holds_has_no_sentence() -> None:
    assert told(COMMON, COMMON, Proven("norm_1", "Altijd.", True, None)) is None


def test_the_sentence_holds_for_every_answer_that_it_does_not_name() -> None:
    framework = leave_out(COMMON, "plichten", "direct_gevaar")
    for first in ("ja", "nee", "open"):
        for last in ("ja", "nee", "open"):
            answers = {"1": first, "2": "ja", "3": "ja", "4": "open", "5": last}
            acute = Situation(onveiligheid="acuut")
            assert proof.breaks(framework, COMMON, "gevaar_eerst", answers, acute)
            assert not proof.breaks(COMMON, COMMON, "gevaar_eerst", answers, acute)
