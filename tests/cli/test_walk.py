"""The walk in the terminal, as somebody types it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from meldcode.cli.walk import Walk
from meldcode.kader.load import frameworks
from tests.cli.terminal import Terminal

BYE = "Je bent gestopt. Er is niets bewaard.\n"
TEACHER = ("Onderwijs of leerplicht", "nee", "gedaan", "gedaan", "gedaan")
DOCTOR = ("Arts", "nee", "gedaan", "gedaan", "gedaan", "gedaan")
SUSPICION = ("ja", "")
UNSAFE = ("geen", "ja", "")
NO_CHILDREN = ("ja", "nee")


def walk(*typed: str | type[BaseException]) -> tuple[Walk, str]:
    """The walk after ``typed``, and what it showed on lines without end.

    An exception stands for a key such as Ctrl+C; after the last line the input ends.
    """
    left = list(typed)

    def read(prompt: str) -> str:
        out.print(prompt)
        line = left.pop(0) if left else EOFError
        if isinstance(line, str):
            return line
        raise line

    screen = io.StringIO()
    out = Console(file=screen, width=5000, markup=False, highlight=False, emoji=False)
    walked = Walk(frameworks(), out, read)
    walked.run()
    assert left == []
    return walked, "\n".join(line.rstrip() for line in screen.getvalue().split("\n"))


def headings(shown: str) -> list[str]:
    """The subject of each page, in the order they came."""
    subjects = {"Wat is je beroep?": "beroep", "Kindcheck": "kindcheck", "Wat wil je nu?": "einde"}
    for item in frameworks()["artsen"].situatievragen.values():
        subjects[item.vraag] = item.id
    found = []
    for line in shown.splitlines():
        first = line.partition(":")[0]
        if first.startswith(("Stap ", "Afweging ")) and first[-1].isdigit() and "," not in first:
            found.append(first)
        elif line in subjects:
            found.append(subjects[line])
    return found


def test_a_teacher_walks_from_a_worry_to_both_decisions() -> None:
    walked, shown = walk(
        *TEACHER, "ja", "hij vertelde het zelf", *("1, 9", "ja", ""), "acuut", "kind",
        *("geen", "nee", "wij kunnen dit niet"), *("geen", "open", ""), *("geen", "open", ""),
    )  # fmt: skip
    assert headings(shown) == [
        "beroep", "gevaar_nu", "Stap 1", "Stap 2", "Stap 3", "Afweging 1", "Afweging 2",
        "onveiligheid",
        "slachtoffers", "Afweging 3", "Afweging 4", "Afweging 5", "einde",
    ]  # fmt: skip
    advice = walked.bezoek.advice(walked.framework)
    assert (advice.melden, advice.hulp) == ("noodzakelijk", "niet_door_jou")
    for words in (
        "Ja, meld bij Veilig Thuis",
        "Ja, maar niet door jou",
        "Wat je nu doet",
        " 1. Bel nu 112, en Veilig Thuis zodra dat kan (0800-2000)",
        "Afweging 2, veiligheid: ja",
        "Norm van je beroep: Bij acute of structurele onveiligheid is melden altijd de norm",
        "Bron: Stappenplan per beroepsgroep, afweging 2",
        "- Bij afweging 1: hij vertelde het zelf",
        "- Bij afweging 3: wij kunnen dit niet",
    ):
        assert words in shown
    assert shown.endswith(BYE)


def test_a_doctor_is_asked_about_danger_where_an_adult_refuses() -> None:
    walked, shown = walk(
        *DOCTOR, *SUSPICION, *UNSAFE, "structureel", "volwassenen", *NO_CHILDREN, "nee", "vrij",
        "nee", "stop",
    )  # fmt: skip
    asked = ["slachtoffers", "kindcheck", "vertellen_onveilig", "weigering", "ernstig_gevaar"]
    assert headings(shown)[-6:] == [*asked, "Afweging 3"]
    assert walked.bezoek.advice(walked.framework).melden == "terughoudend"


def test_whether_there_was_a_report_is_asked_where_help_does_not_work() -> None:
    _, shown = walk(
        *TEACHER, *SUSPICION, *("geen", "nee", ""), *("geen", "ja", ""), *("geen", "ja", ""),
        *("geen", "nee", ""), "kind", "nee", "ja",
    )  # fmt: skip
    assert headings(shown)[-5:] == [
        "Afweging 5", "slachtoffers", "vertellen_onveilig", "gemeld", "einde",
    ]  # fmt: skip
    assert "Je meldde al eerder. Meld nu opnieuw." in shown


def test_without_a_suspicion_the_walk_ends_at_once() -> None:
    _, shown = walk(*TEACHER, "nee", "het was een val")
    assert headings(shown)[-2:] == ["Afweging 1", "einde"]
    assert "Nee, melden is nu niet nodig" in shown


def test_a_changed_answer_shows_what_it_does() -> None:
    walked, shown = walk(*TEACHER, "nee", "", "Afweging 1", "ja", "", "stop")
    assert walked.bezoek.afwegingen == {"1": "ja"}
    assert headings(shown)[-3:] == ["einde", "Afweging 1", "Afweging 2"]


def test_helper_questions_are_shown_for_and_against_and_never_decide() -> None:
    walked, shown = walk(*TEACHER, *SUSPICION, "2", "open", "", "stop")
    helper = frameworks()["onderwijs"].helpers("2")[0][1][1]
    assert f"  spreekt voor ja: {helper.kort}" in shown
    assert walked.bezoek.hulpvragen == {helper.id}
    assert walked.bezoek.afwegingen["2"] == "open"


def test_a_reason_is_asked_where_what_was_ticked_does_not_fit() -> None:
    question = "Wat je aankruiste, wijst een andere kant op. Waarom kies je dit? (niet verplicht):"
    assert question in walk(*TEACHER, *SUSPICION, "2", "nee", "", "stop")[1]
    assert question not in walk(*TEACHER, *SUSPICION, "2", "ja", "", "stop")[1]


def test_going_back_keeps_what_was_answered_and_enter_chooses_it_again() -> None:
    walked, shown = walk(
        *TEACHER, "ja", "een reden", *("1, 2", "ja", ""), "terug", "", "", "", "stop"
    )  # fmt: skip
    assert headings(shown)[-3:] == ["onveiligheid", "Afweging 2", "onveiligheid"]
    assert "  1  Ja (nu gekozen: druk op enter)" in shown
    assert len(walked.bezoek.hulpvragen) == 2
    assert walked.bezoek.afwegingen["2"] == "ja"


def test_back_from_the_first_page_asks_for_the_profession_again() -> None:
    assert headings(walk("terug", "terug", "stop")[1]) == ["beroep"] * 3


def test_a_step_that_is_left_out_is_named_with_its_reason() -> None:
    walked, shown = walk(
        "7", "nee", "overgeslagen", "geen collega bereikbaar", "2", "", "3", "nee", ""
    )
    assert [state.stand for state in walked.bezoek.stappen.values()] == [
        "overgeslagen",
        "overgeslagen",
        "open",
    ]
    assert "- Stap 1 overgeslagen. geen collega bereikbaar" in shown


def test_the_own_decision_is_shown_beside_the_advice() -> None:
    walked, shown = walk(
        *TEACHER, "nee", "", "Je eigen", "ja", "nee", "ik vertrouw het niet", "een vertrouwensarts"
    )  # fmt: skip
    assert walked.bezoek.besluit.melden == "ja"
    assert "- Jouw besluit. Melden: ja. Hulp: nee. ik vertrouw het niet" in shown
    assert "- Overlegd met: een vertrouwensarts" in shown
    assert headings(shown)[-1] == "einde"


def test_another_profession_keeps_the_answers() -> None:
    walked, shown = walk(*TEACHER, "nee", "", "Een ander", "Medewerker bij justitie")
    assert walked.bezoek.kader == "justitie"
    assert headings(shown)[-3:] == ["einde", "beroep", "einde"]


def test_an_answer_that_is_not_there_gets_the_choices_again() -> None:
    _, shown = walk("99", "bakker", "m", "stop")
    assert shown.count("Kies een nummer van 1 tot en met 10.") == 3


@pytest.mark.parametrize("typed", ["0", "1, x", "{more}", "1,,{more}"])
def test_a_helper_question_that_is_not_there_is_asked_again(typed: str) -> None:
    last = sum(len(asked) for _, asked in frameworks()["onderwijs"].helpers("2"))
    wrong = typed.format(more=last + 1)
    walked, shown = walk(*TEACHER, *SUSPICION, wrong, "geen", "stop")
    assert f"Typ nummers van 1 tot en met {last}, zoals: 1, 3. Of typ: geen." in shown
    assert not walked.bezoek.hulpvragen


PROMPTS = {
    "at the profession": (),
    "at a step": ("7", "nee"),
    "at a reason": (*TEACHER, "ja"),
    "at the helper questions": (*TEACHER, *SUSPICION),
    "at a consideration": (*TEACHER, *SUSPICION, "geen"),
    "at the situation": (*TEACHER, *SUSPICION, *UNSAFE),
    "at a check": (*TEACHER, *SUSPICION, *UNSAFE, "acuut", "volwassenen"),
    "at the outcome": (*TEACHER, "nee", ""),
}


@pytest.mark.parametrize("before", PROMPTS.values(), ids=PROMPTS)
def test_what_to_do_in_danger_is_one_word_away_everywhere(before: tuple[str, ...]) -> None:
    _, shown = walk(*before, "112", "stop")
    assert "Bel het noodnummer" in shown
    assert shown.endswith(BYE)


@pytest.mark.parametrize("before", PROMPTS.values(), ids=PROMPTS)
@pytest.mark.parametrize("leave", ["stop", "STOP", KeyboardInterrupt, EOFError])
def test_somebody_may_leave_everywhere(
    before: tuple[str, ...], leave: str | type[BaseException]
) -> None:
    assert walk(*before, leave)[1].endswith(BYE)


def test_the_explanation_of_a_page_is_one_word_away() -> None:
    block = frameworks()["onderwijs"].blocks("stap.1")[0]
    assert block.kop
    assert block.kop in walk("7", "nee", "uitleg", "stop")[1]
    example = frameworks()["onderwijs"].examples("1")[0]
    assert f"Voorbeeld: {example.titel}" in walk(*TEACHER, "uitleg", "stop")[1]


def test_ctrl_c_while_a_page_is_shown_leaves_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("meldcode.cli.screens.notices", interrupted)
    assert walk("7")[1].endswith(BYE)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["1", "2", "3", "4", "7", "9", "14", "16", "ja", "nee", "", "geen", "terug", "112"]
        ),
        max_size=60,
    )
)
def test_whatever_is_typed_the_walk_ends_in_words(typed: list[str]) -> None:
    left = iter([*typed, "stop"])
    screen = io.StringIO()
    walked = Walk(frameworks(), Console(file=screen, width=80), lambda _: next(left, "stop"))
    walked.run()
    assert screen.getvalue().endswith(BYE)


def test_the_command_walks_and_leaves_nothing_behind(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("builtins.input", lambda _: "stop")
    said = terminal("gids")
    assert said.code == 0
    assert said.out.endswith(BYE)
    assert list(tmp_path.rglob("*")) == []
