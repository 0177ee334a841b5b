"""Exercises: stories whose expected answers lead where they say, and answers beside them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from meldcode.kader.decide import decide
from meldcode.kader.load import frameworks
from meldcode.kader.reading import ContentError
from meldcode.workshop import practice
from meldcode.workshop.practice import Age, Exercise, Form, View, compare, exercises, match

EXERCISES = tuple(exercises().values())
OVERLAP = Path(__file__).parents[3] / "shared" / "tools" / "overlap"
SENTENCE = re.compile(r"[.?!]['’]?(?=\s|$)")
DOUBT = View(
    verwacht="nee", ook_verdedigbaar=("open",), overwegen="x", onbekend="y", bron=("eigen",)
)

every = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)

STORY = """\
oefeningen:
  - id: proef
    nummer: 1
    kader: gemeenschappelijk
    titel: Een proef
    leeftijd: [kind]
    vormen: [geen]
    verhaal: Er is niets.
    afwegingen:
      "1": {verwacht: nee, overwegen: Niets., bron: [eigen]}
    uitkomst: {melden: niet_noodzakelijk, hulp: zo_nodig_andere_hulp}
"""


def texts(exercise: Exercise) -> list[str]:
    views = exercise.afwegingen.values()
    said = [text for view in views for text in (view.overwegen, view.onbekend) if text]
    return [exercise.titel, exercise.verhaal, *said]


def test_there_are_at_least_24_and_every_profession_has_more_than_one() -> None:
    assert len(EXERCISES) >= 24
    professions = [each.kader for each in EXERCISES]
    assert {kader for kader in frameworks() if professions.count(kader) < 2} == set()


def test_every_age_and_every_form_of_violence_occurs() -> None:
    assert {age for each in EXERCISES for age in each.leeftijd} == set(get_args(Age))
    assert {form for each in EXERCISES for form in each.vormen} == set(get_args(Form))


def test_some_are_clear_and_some_can_be_weighed_otherwise() -> None:
    doubtful = [
        any(view.ook_verdedigbaar for view in each.afwegingen.values()) for each in EXERCISES
    ]
    assert doubtful.count(True) >= 8
    assert doubtful.count(False) >= 2


def test_every_outcome_of_a_report_occurs() -> None:
    found = {each.outcome(each.expected).melden for each in EXERCISES}
    assert found == {"noodzakelijk", "terughoudend", "nu_niet", "niet_noodzakelijk", "open"}


@every
def test_the_expected_answers_lead_where_the_exercise_says(exercise: Exercise) -> None:
    advice = decide(frameworks()[exercise.kader], exercise.expected, exercise.situation)
    wanted = exercise.uitkomst
    assert (advice.melden, advice.hulp) == (wanted.melden, wanted.hulp)
    assert wanted.norm in (None, advice.norm)
    assert wanted.volgende in (None, advice.volgende)
    assert set(wanted.plichten) <= {duty.id for duty in advice.plichten}
    assert advice.tegenspraken == ()


@every
def test_every_answer_that_can_be_defended_fits_the_framework_too(exercise: Exercise) -> None:
    for key, view in exercise.afwegingen.items():
        for answer in view.ook_verdedigbaar:
            answers = {**exercise.expected, key: answer}
            # What comes after an answer that ends the walk falls away; nothing contradicts it.
            answers = {k: a for k, a in answers.items() if int(k) <= int(key)}
            advice = decide(exercise.framework, answers, exercise.situation)
            assert advice.tegenspraken == (), f"{key} {answer}"


@every
def test_a_story_has_six_to_ten_sentences_and_every_place_in_a_text_is_filled(
    exercise: Exercise,
) -> None:
    assert 6 <= len(SENTENCE.findall(exercise.verhaal)) <= 10
    for text in texts(exercise):
        assert "{" not in exercise.framework.plain(text)


def test_no_text_calls_a_report_a_legal_duty_or_counts_points() -> None:
    wrong = re.compile(r"wettelijk verplicht|meldplicht|moet je melden|punten|score|cijfer", re.I)
    assert [(e.id, t) for e in EXERCISES for t in texts(e) if wrong.search(t)] == []


@pytest.mark.skipif(not OVERLAP.exists(), reason="the source documents are not here")
def test_no_story_takes_words_over_from_the_sources() -> None:
    files = sorted(map(str, practice.CONTENT.glob("*.yaml")))
    found = subprocess.run(
        [sys.executable, OVERLAP, *files], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize(
    ("answer", "found"),
    [("nee", "gelijk"), ("open", "verdedigbaar"), ("ja", "anders"), ("", "leeg")],
)
def test_an_answer_stands_in_one_of_four_ways_to_ours(answer: str, found: str) -> None:
    assert match(DOUBT, answer) == found


def test_where_the_story_does_not_come_nothing_is_compared() -> None:
    assert match(None, "ja") == "leeg"


def test_all_considerations_are_compared_in_order_and_a_missing_answer_stays_empty() -> None:
    exercise = exercises()["de-weegschaal"]
    rows = compare(exercise, {"1": "ja", "2": "ja", "4": "open"})
    assert [(row.id, row.own, row.match) for row in rows] == [
        ("1", "ja", "gelijk"),
        ("2", "ja", "verdedigbaar"),
        ("3", "", "leeg"),
        ("4", "open", "anders"),
        ("5", "", "leeg"),
    ]
    assert rows[4].view is None


def test_a_defensible_answer_that_leads_elsewhere_says_where() -> None:
    [row] = [row for row in compare(exercises()["dezelfde-trui"], {}) if row.id == "1"]
    [(answer, outcome)] = row.elsewhere
    assert (answer, outcome.melden, outcome.volgende) == ("ja", "open", "2")


def test_a_defensible_answer_with_the_same_decisions_says_nothing() -> None:
    [row] = [row for row in compare(exercises()["de-gesloten-agenda"], {}) if row.id == "1"]
    assert row.elsewhere == ()


def read(folder: Path, content: str) -> dict[str, Exercise]:
    (folder / "proef.yaml").write_text(content, encoding="utf-8")
    return practice.read_exercises(folder)


def test_a_right_file_is_read(tmp_path: Path) -> None:
    assert list(read(tmp_path, STORY)) == ["proef"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kader: gemeenschappelijk", "kader: tandartsen", "'tandartsen' bestaat niet."),
        ("bron: [eigen]", "bron: [boek]", "'boek' staat niet in bronnen.yaml."),
        ("melden: niet_noodzakelijk", "melden: open", "'melden' is 'niet_noodzakelijk', en moet"),
        ("{verwacht: nee", "{verwacht: ja", "afweging '2' ontbreekt."),
        ('"1": {', '"2": {', "volg de weg (1"),
        ("bron: [eigen]}", "ook_verdedigbaar: [ja], bron: [eigen]}", "zeg wat de twijfel zou"),
        (
            "bron: [eigen]}",
            "ook_verdedigbaar: [nee], onbekend: Veel., bron: [eigen]}",
            "'ook_verdedigbaar' is een ander antwoord dan 'verwacht'.",
        ),
        ("    verhaal:", "    situatie: {gemeld: soms}\n    verhaal:", "Sleutel 'situatie.gemeld'"),
        ("nummer: 1", "nummer: 100", "sleutel 'nummer'"),
        ("oefeningen:", "gevallen:", "De sleutel 'gevallen' ken ik niet."),
        ("{melden: niet_noodzakelijk, hulp: zo_nodig_andere_hulp}", "{}", "zeg wat eruit moet"),
    ],
)
def test_what_is_not_right_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(ContentError, match=r"^[\w-]+/proef\.yaml:\d+: ") as refused:
        read(tmp_path, STORY.replace(old, new, 1))
    assert said in str(refused.value)


def test_a_number_stands_for_one_exercise(tmp_path: Path) -> None:
    second = STORY.removeprefix("oefeningen:\n").replace("id: proef", "id: ander")
    with pytest.raises(ContentError, match="de id '1' bestaat al"):
        read(tmp_path, STORY + second)


def test_a_file_without_exercises_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="De sleutel 'oefeningen' ontbreekt"):
        read(tmp_path, "{}\n")
