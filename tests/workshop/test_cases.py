"""Named cases: they are read and checked, and say what comes out otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from meldcode.kader.load import BASE, CONTENT, ContentError, frameworks
from meldcode.workshop.cases import NamedCase, differences, failing, load_cases
from tests.kader.mutants import edit, leave_out

FRAMEWORKS = frameworks()
COMMON = FRAMEWORKS[BASE]
CASE = """
gevallen:
  - id: brood
    verhaal: Verzonnen.
    antwoorden: {"1": ja}
    verwacht: {melden: open}
"""


def written(root: Path, text: str, name: str = "onderwijs") -> Path:
    """A folder with frameworks, where one has these cases and the common one has none."""
    for folder in (name, BASE):
        (root / folder).mkdir(exist_ok=True)
    (root / name / "gevallen.yaml").write_text(text, encoding="utf-8")
    return root


def case(**fields: object) -> NamedCase:
    return NamedCase.model_validate({"id": "x", "verhaal": "Verzonnen.", **fields})


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_every_case_comes_out_as_expected(kader: str) -> None:
    framework = FRAMEWORKS[kader]
    assert list(failing(framework, load_cases(framework))) == []


def test_the_common_framework_has_many_cases_and_every_other_a_few_of_its_own() -> None:
    for kader in FRAMEWORKS.values():
        own = [each for each in load_cases(kader) if each.place.file.startswith(f"{kader.id}/")]
        assert len(own) >= (12 if kader.id == BASE else 2), kader.id


def test_every_case_of_the_product_says_where_its_outcome_comes_from() -> None:
    for kader in FRAMEWORKS.values():
        assert [each.case.id for each in load_cases(kader) if not each.case.bron] == []


def test_the_cases_of_the_common_framework_hold_for_the_others_but_for_those_left_out() -> None:
    common = {each.case.id for each in load_cases(COMMON)}
    doctors = {each.case.id for each in load_cases(FRAMEWORKS["artsen"])}
    assert common - doctors == {
        "zij-wil-het-niet",
        "zij-wil-het-niet-maar-er-is-nu-gevaar",
        "zij-wil-het-niet-en-vannacht-komt-hij-terug",
        "hij-wil-het-niet-en-jij-kunt-niets-doen",
    }


def test_a_framework_without_a_file_has_the_cases_of_the_common_one(tmp_path: Path) -> None:
    written(tmp_path, CASE, BASE)
    found = load_cases(FRAMEWORKS["paramedici"], [tmp_path])
    assert [(each.case.id, each.place.line) for each in found] == [("brood", 3)]


def test_the_first_folder_of_the_name_counts(tmp_path: Path) -> None:
    written(tmp_path, CASE)
    found = load_cases(FRAMEWORKS["onderwijs"], [tmp_path, CONTENT])
    assert [each.case.id for each in found] == ["brood"]


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ({"melden": "open"}, "'melden' is 'noodzakelijk', en moet 'open' zijn."),
        ({"norm": [1]}, "'norm' is 1 en 3, en moet 1 zijn."),
        ({"norm": []}, "'norm' is 1 en 3, en moet leeg zijn."),
        ({"opnieuw": False}, "'opnieuw' is true, en moet false zijn."),
        ({"hulp": "afsluiten"}, "'hulp' is 'onvoldoende', en moet 'afsluiten' zijn."),
        ({"volgende": "5"}, "'volgende' is 'niets', en moet '5' zijn."),
        ({"weg": "zelf"}, "'weg' is 'samen', en moet 'zelf' zijn."),
        ({"plichten": ["volgen"]}, "De plicht 'volgen' ontbreekt."),
        (
            {"geen_plichten": ["vastleggen"]},
            "De plicht 'vastleggen' staat erbij, en hoort hier niet.",
        ),
        ({"tegenspraken": ["2_zonder_1"]}, "'tegenspraken' is leeg, en moet 2_zonder_1 zijn."),
    ],
)
def test_what_differs_is_told_in_a_sentence(expected: dict[str, object], sentence: str) -> None:
    answers = {"1": "ja", "2": "ja", "3": "ja", "4": "ja", "5": "nee"}
    one = case(antwoorden=answers, situatie={"gemeld": "ja"}, verwacht=expected)
    assert differences(COMMON, one) == [sentence]


def test_what_is_not_expected_is_not_looked_at() -> None:
    one = case(antwoorden={"1": "nee"}, verwacht={"hulp": "zo_nodig_andere_hulp"})
    assert differences(COMMON, one) == []


def test_the_road_is_not_known_while_ways_end_on_more_than_one() -> None:
    one = case(antwoorden={"1": "ja"}, verwacht={"weg": "zelf"})
    assert differences(COMMON, one) == ["'weg' is 'nog niet zeker', en moet 'zelf' zijn."]


def test_an_answer_that_leads_to_another_road_is_found_by_the_road_alone() -> None:
    answers = {"1": "ja", "2": "ja", "3": "ja", "4": "nee", "5": "ja"}
    one = case(antwoorden=answers, verwacht={"weg": "samen"})
    assert differences(COMMON, one) == []
    mistake = edit(COMMON, "overgangen", "samen.4.nee", naar_weg="zelf")
    assert differences(mistake, one) == ["'weg' is 'zelf', en moet 'samen' zijn."]


def test_a_framework_that_cannot_decide_is_told_and_nothing_crashes() -> None:
    broken = leave_out(COMMON, "overgangen", "zelf.2.ja")
    one = case(antwoorden={"1": "ja"}, verwacht={"melden": "open"})
    assert differences(broken, one) == ["Het programma loopt vast (KeyError)."]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '{"1": ja}',
            '{"1": misschien}',
            "onderwijs/gevallen.yaml:5: Verzameling 'gevallen', onderdeel 'brood', sleutel "
            "'antwoorden.1': mag alleen zijn: 'ja', 'nee' of 'open'.",
        ),
        (
            '{"1": ja}',
            '{"6": ja}',
            "onderwijs/gevallen.yaml:3: Geval 'brood', sleutel 'antwoorden': '6' bestaat niet. "
            "Kies uit: 1, 2, 3, 4, 5.",
        ),
        (
            "melden: open",
            "melden: ooit",
            "onderwijs/gevallen.yaml:6: Verzameling 'gevallen', onderdeel 'brood', sleutel "
            "'verwacht.melden': mag alleen zijn: 'noodzakelijk', 'open', 'terughoudend', "
            "'nu_niet' of 'niet_noodzakelijk'.",
        ),
        (
            "melden: open",
            "",
            "onderwijs/gevallen.yaml:3: Geval 'brood', sleutel 'verwacht': zeg wat eruit moet "
            "komen.",
        ),
        (
            "melden: open",
            "plichten: [bakken]",
            "onderwijs/gevallen.yaml:3: Geval 'brood', sleutel 'plichten': 'bakken' bestaat niet.…",
        ),
        (
            "melden: open",
            "norm: [9]",
            "onderwijs/gevallen.yaml:3: Geval 'brood', sleutel 'norm': '9' bestaat niet. "
            "Kies uit: 1, 2, 3.",
        ),
        (
            "verhaal: Verzonnen.",
            "verhaal: Verzonnen.\n    situatie: {gemeld: true}",
            "onderwijs/gevallen.yaml:3: Geval 'brood'. Sleutel 'situatie.gemeld': 'True' mag "
            "niet. Kies uit: ja, nee.",
        ),
        (
            "verhaal: Verzonnen.",
            "verhaal: Verzonnen.\n    bron: [bakkersboek#pagina 3]",
            "onderwijs/gevallen.yaml:3: Geval 'brood', sleutel 'bron': 'bakkersboek' bestaat "
            "niet.…",
        ),
        (
            "gevallen:",
            "laat_weg: [taart]\ngevallen:",
            "onderwijs/gevallen.yaml:2: Sleutel 'laat_weg': er is geen geval 'taart' om weg te "
            "laten.",
        ),
        (
            "gevallen:",
            "laat_weg: taart\ngevallen:",
            "onderwijs/gevallen.yaml:2: Sleutel 'laat_weg': maak er een lijst van id's van.",
        ),
        (
            "gevallen:",
            "plichten: []\ngevallen:",
            "onderwijs/gevallen.yaml:2: De sleutel 'plichten' ken ik niet. Kies uit: gevallen, "
            "laat_weg.",
        ),
    ],
)
def test_a_case_that_is_not_right_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    root = written(tmp_path, CASE.replace(old, new))
    with pytest.raises(ContentError) as refused:
        load_cases(FRAMEWORKS["onderwijs"], [root])
    if message.endswith("…"):
        assert str(refused.value).startswith(message.removesuffix("…"))
    else:
        assert str(refused.value) == message


def test_an_id_that_the_common_framework_has_is_refused(tmp_path: Path) -> None:
    written(tmp_path, CASE, BASE)
    written(tmp_path, CASE)
    with pytest.raises(ContentError, match="'brood' bestaat al"):
        load_cases(FRAMEWORKS["onderwijs"], [tmp_path])
