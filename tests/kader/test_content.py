"""What the content must hold and what it must never say."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

import meldcode
from meldcode.kader import schema
from meldcode.kader.checker import strings
from meldcode.kader.load import CONTENT, frameworks
from meldcode.kader.model import Framework

FRAMEWORKS = frameworks()
COMMON = FRAMEWORKS["gemeenschappelijk"]
OVERLAP = Path(__file__).parents[3] / "shared" / "tools" / "overlap"
NOT_WORDS = ("id", "bron")
# What guides somebody says where it comes from; a road is only the start of a sentence.
WITHOUT_SOURCE = ("wegen",)
PARTS = {"wat", "hoe", "dossier", "overslaan"}
# Of the doctors' own step 4 the sources tell no more than what it is.
IN_ONE_SENTENCE = {("artsen", "4")}
TEXTS: dict[str, str] = {
    value: f"{kader.origin[name, item.id]}, {name}, {item.id}, {field}"
    for kader in FRAMEWORKS.values()
    for name, items in kader.collections.items()
    for item in items.values()
    for field, value in strings(item)
    if field not in NOT_WORDS
}
TEMPLATES = sorted(Path(meldcode.__file__).parent.rglob("*.html"))


def found(pattern: str, texts: dict[str, str] = TEXTS) -> list[str]:
    """Where a text matches, with the sentence around it."""
    return [
        f"{where}: {match[0].strip()}"
        for text, where in texts.items()
        for match in re.finditer(rf"[^.!?\n]*(?:{pattern})[^.!?\n]*", text, re.IGNORECASE)
    ]


def test_every_guiding_item_has_a_source_that_is_shown_by_its_name() -> None:
    for kader in FRAMEWORKS.values():
        for name, items in kader.collections.items():
            for item in items.values():
                refs = [value for field, value in strings(item) if field == "bron"]
                assert refs or name in WITHOUT_SOURCE, (kader.id, name, item.id)
                assert all(kader.cite(ref).kort for ref in refs)


@pytest.mark.parametrize(
    ("group", "afweging", "count", "polarity"),
    [
        ("acuut", "2", 21, {"ja": 21}),
        ("onthulling", "2", 5, {"ja": 4, "neutraal": 1}),
        ("structureel", "2", 19, {"ja": 19}),
        ("kunnen", "3", 5, {"ja": 5}),
        ("meewerken", "4", 6, {"ja": 6}),
        ("resultaat", "5", 5, {"nee": 5}),
    ],
)
def test_no_helper_question_of_the_sources_is_missing(
    group: str, afweging: str, count: int, polarity: dict[str, int]
) -> None:
    for kader in FRAMEWORKS.values():
        under = {heading.id: helpers for heading, helpers in kader.helpers(afweging)}
        assert len(under[group]) == count
        assert Counter(helper.pleit for helper in under[group]) == polarity


def test_what_the_contract_calls_a_sign_is_one_in_every_framework() -> None:
    """Danger now, and what makes telling unsafe: by hand, from the contract (docs/advies.md)."""
    danger = {1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 18, 21}
    telling = {5, 10, 11, 12, 13, 17, 18, 20, 21}
    signs = {
        "gevaar": {*(f"acuut.{number}" for number in danger), "onthulling.3"},
        "vertellen": {
            *(f"acuut.{number}" for number in telling),
            *("onthulling.1", "onthulling.5", "structureel.8", "structureel.9", "structureel.19"),
        },
    }
    for kader in FRAMEWORKS.values():
        for sign, expected in signs.items():
            helpers = kader.hulpvragen.values()
            assert {helper.id for helper in helpers if sign in helper.teken} == expected


def test_choking_is_asked_apart_from_a_weapon() -> None:
    asked = [helper.vraag.lower() for helper in COMMON.hulpvragen.values()]
    assert [text for text in asked if "wurging" in text and "wapen" in text] == []
    assert sum("wurging" in text for text in asked) == sum("wapen" in text for text in asked) == 1


def test_who_decides_is_asked_in_every_framework_by_function() -> None:
    for kader in FRAMEWORKS.values():
        asked = [b for b in kader.blokken.values() if b.kop and b.kop.startswith("Wie beslist")]
        assert {each.bij for each in asked} >= {"stap.5"}
        assert all("functie" in each.tekst for each in asked)


def test_the_kindcheck_has_three_questions_and_seven_helper_questions() -> None:
    for kader in FRAMEWORKS.values():
        counts = [len(question.hulpvragen) for question in kader.controles["kindcheck"].vragen]
        assert counts == [0, 7, 0]


def test_every_fact_was_seen_on_a_day_and_is_to_be_looked_at_again_later() -> None:
    for fact in COMMON.facts.values():
        assert fact.gezien < fact.opnieuw
        assert dt.date(2010, 1, 1) <= fact.gezien <= dt.date(2026, 11, 30)
        assert fact.opnieuw > dt.date(2026, 11, 30)


def test_numbers_to_call_stand_in_the_register_of_facts_alone() -> None:
    for path in CONTENT.rglob("*.yaml"):
        if path.name != "feiten.yaml":
            text = path.read_text(encoding="utf-8")
            assert not re.findall(r"0800|0900|\b112\b|\b0\d{2,3}[ -]?\d{5,}", text), path.name
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"0800|0900|\b112\b", text), path.name


def test_no_text_calls_reporting_a_legal_duty() -> None:
    texts = TEXTS | {path.read_text(encoding="utf-8"): path.name for path in TEMPLATES}
    assert found(r"\bmeldplicht\w*", texts) == []
    assert found(r"\bverplicht om te melden|\bmelden is verplicht|\bwettelijke plicht", texts) == []
    assert found(r"\bmoet(?:en)? (?:je |jij |u )?(?:altijd )?melden|\bje moet melden", texts) == []
    # 'Verplicht' may be said of the code, the framework and the kindcheck, never of a report.
    about_reports = r"\b(?:ver)?plicht\w*[^.!?\n]*\b(?:melden|melding)\b"
    assert found(about_reports, texts) == []
    assert found(r"\b(?:melden|melding)\b[^.!?\n]*\bverplicht\w*", texts) == []


def test_what_the_law_does_compel_is_called_compulsory() -> None:
    assert any("Meldcode" in each for each in found("verplicht"))


def test_no_sentence_is_longer_than_thirty_words() -> None:
    too_long = [
        f"{where}: {sentence}"
        for text, where in TEXTS.items()
        for sentence in re.split(r"(?<=[.!?:;])\s+|\n\s*- |\n\n", text)
        if len(sentence.split()) > 30
    ]
    assert too_long == []


def test_texts_speak_to_je_and_spell_out_veilig_thuis() -> None:
    assert found(r"\bVT\b") == []
    # A title is as it is, and a sentence to say may speak to a parent as politely as one does.
    own = {
        re.sub(r"‘[^’]*’|“[^”]*”", "", text): where
        for text, where in TEXTS.items()
        if not where.endswith(", zeg")
    }
    assert found(r"\b(?:uw|u)\b", own) == []


def test_texts_hold_no_html() -> None:
    assert found(r"</?[a-z]") == []


@pytest.mark.parametrize("topic", COMMON.onderwerpen)
def test_every_topic_has_a_text(topic: str) -> None:
    for kader in FRAMEWORKS.values():
        assert kader.blocks(f"onderwerp.{topic}")


def test_the_topics_of_the_guide_are_all_there() -> None:
    wanted = {"acuut", "bellen", "gesprek", "advies", "melding", "informeren", "afspraken"}
    assert set(COMMON.onderwerpen) >= wanted | {"informatieverzoek"}


@pytest.mark.parametrize("kader", FRAMEWORKS.values(), ids=lambda kader: kader.id)
def test_every_step_tells_what_how_for_the_file_and_when_to_leave_it_out(
    kader: Framework,
) -> None:
    for step in kader.stappen:
        parts = {block.deel for block in kader.blocks(f"stap.{step}")}
        told = {"wat"} if (kader.id, step) in IN_ONE_SENTENCE else PARTS
        assert parts >= told, step


def test_every_consideration_has_an_explanation_a_definition_and_examples() -> None:
    for number in COMMON.afwegingen:
        parts = {block.deel for block in COMMON.blocks(f"afweging.{number}")}
        assert parts >= {"uitleg", "begrip"}
        assert COMMON.examples(number)


def test_every_value_of_the_situation_can_be_chosen() -> None:
    offered = {
        question.id: {choice.waarde for choice in question.keuzes}
        for question in COMMON.situatievragen.values()
    }
    assert offered == {
        "onveiligheid": set(get_args(schema.Onveiligheid)),
        "gemeld": {"ja", "nee"},
        "slachtoffers": set(get_args(schema.Slachtoffers)),
        "gevaar_nu": set(get_args(schema.Answer)),
        "vertellen_onveilig": set(get_args(schema.Answer)),
        "weigering": set(get_args(schema.Weigering)),
        "ernstig_gevaar": set(get_args(schema.Answer)),
        "hulp_kan_afwenden": set(get_args(schema.Answer)),
    }


class TestWhatIsParticularToAGroup:
    """The table of professional groups in the digest of the sources."""

    def test_doctors_make_all_considerations_in_step_five_on_steps_one_to_four(self) -> None:
        for item in FRAMEWORKS["artsen"].afwegingen.values():
            assert (item.stap, item.rust_op) == ("5", ("1", "2", "3", "4"))
            assert item.nummer == item.id

    def test_complementary_therapists_count_anew_in_step_five(self) -> None:
        numbered = [
            (item.nummer, item.stap, item.rust_op)
            for item in FRAMEWORKS["complementair"].afwegingen.values()
        ]
        assert numbered == [
            ("1 bij stap 4", "4", ("1", "2", "3")),
            ("2 bij stap 4", "4", ("1", "2", "3")),
            ("1 bij stap 5", "5", ("1", "2", "3", "4")),
            ("2 bij stap 5", "5", ("1", "2", "3", "4")),
            ("3 bij stap 5", "5", ("1", "2", "3", "4")),
        ]

    def test_for_the_others_the_first_rests_on_three_steps_and_the_second_on_four(self) -> None:
        for name in FRAMEWORKS.keys() - {"artsen", "complementair"}:
            first, second, *_ = FRAMEWORKS[name].afwegingen.values()
            assert (first.stap, first.rust_op) == ("4", ("1", "2", "3"))
            assert (second.stap, second.rust_op) == ("4", ("1", "2", "3", "4"))

    def test_two_frameworks_have_the_rule_of_restraint(self) -> None:
        having = {name for name, kader in FRAMEWORKS.items() if kader.terughoudendheid}
        assert having == {"artsen", "complementair"}

    def test_the_threshold_of_complementary_therapists_is_borrowed_and_says_so(self) -> None:
        rule = FRAMEWORKS["complementair"].terughoudendheid
        assert rule is not None
        for reason in (rule.reden_blijft, rule.reden_terughoudend, rule.reden_open):
            assert "artsen" in reason

    @pytest.mark.parametrize(
        ("duty", "names"),
        [
            ("eigen_kader", {"justitie"}),
            ("bevoegd_gezag", {"onderwijs"}),
            ("advies_vt_vooraf", {"artsen"}),
        ],
    )
    def test_a_duty_of_one_group_is_in_its_framework_alone(
        self, duty: str, names: set[str]
    ) -> None:
        assert {name for name, kader in FRAMEWORKS.items() if duty in kader.plichten} == names

    def test_the_mantelzorgcheck_is_shown_in_step_one_to_doctors_alone(self) -> None:
        shown = {
            name
            for name, kader in FRAMEWORKS.items()
            if any(block.controle == "mantelzorgcheck" for block in kader.blocks("stap.1"))
        }
        assert shown == {"artsen"}

    def test_the_kindcheck_is_shown_in_step_one_to_everybody(self) -> None:
        for kader in FRAMEWORKS.values():
            assert any(block.controle == "kindcheck" for block in kader.blocks("stap.1"))

    def test_schools_tell_the_bevoegd_gezag_in_step_one(self) -> None:
        headings = [block.kop for block in FRAMEWORKS["onderwijs"].blocks("stap.1")]
        assert "Licht het bevoegd gezag in" in headings

    @pytest.mark.parametrize(
        ("name", "where", "words"),
        [
            ("artsen", "vragen.2", "RBCZ"),
            ("sociaal", "vragen.2", "eigen hulpvragen"),
            ("justitie", "uitkomst", "gaat voor"),
            ("onderwijs", "begin", "RBCZ"),
        ],
    )
    def test_a_page_says_where_its_questions_come_from(
        self, name: str, where: str, words: str
    ) -> None:
        assert any(words in notice.tekst for notice in FRAMEWORKS[name].notices(where))


def test_no_sentence_is_taken_over_from_the_sources() -> None:
    if not OVERLAP.exists():
        pytest.skip(
            "The source documents and the tool that compares with them are not in this repository."
        )
    run = subprocess.run(
        [sys.executable, OVERLAP, *CONTENT.rglob("*.yaml"), *TEMPLATES],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.stdout, run.returncode) == ("", 0)


@pytest.mark.parametrize(
    "words",
    [
        *("uitdrukkelijk", "niet samengaan", "mijn cliënt", "gevaar keren", "geen bijzonderheden"),
        *("die wij niet hebben", "noteert niets", "gelden andere regels", "raak je hen"),
    ],
)
def test_what_readers_stumbled_over_stands_nowhere_any_more(words: str) -> None:
    for kader in FRAMEWORKS.values():
        for name, items in kader.collections.items():
            for item in items.values():
                texts = [value for field, value in strings(item) if field != "zoekwoorden"]
                assert not [text for text in texts if words in text], (kader.id, name, item.id)


def test_a_duty_never_speaks_of_those_involved_but_says_whom_it_means() -> None:
    for kader in FRAMEWORKS.values():
        for duty in kader.plichten.values():
            shown = " ".join(value for _, value in strings(duty)).lower()
            assert "betrokkenen" not in shown, (kader.id, duty.id)
