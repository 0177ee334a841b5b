"""The trial of the copies: a fixed tenth of it, and that it finds what it is there to find."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest

from meldcode.melding import reader, reader_checks
from meldcode.melding.report import TOLD_ROLES, Feit, Melder, Report, Verteld
from proef import afschriften
from proef.afschriften import Result, report, search, squeezed, try_all, try_copies, try_vt
from tests.melding.families import Family, family, twin

TENTH = range(afschriften.FAMILIES // 10)
DAY = dt.date(2026, 11, 22)


def quick(seed: int) -> Result:
    return try_copies(family(seed), paper=False)


@pytest.fixture(scope="module")
def tenth() -> Result:
    """A tenth of the families, one in twenty of them on paper too."""
    return try_all(TENTH, lambda seed: try_copies(family(seed), paper=seed % 20 == 0))


def test_nothing_that_must_stay_hidden_is_in_any_form_of_a_copy(tenth: Result) -> None:
    assert tenth.found == []
    assert tenth.copies > 350
    assert min(tenth.planted.values()) > 40


def test_what_is_hidden_changes_no_copy(tenth: Result) -> None:
    assert tenth.differing == []
    assert set(tenth.twins) == {"feit", "persoon", "adres", "melder", "de rest"}


def test_a_copy_holds_most_of_what_its_reader_may_know(tenth: Result) -> None:
    assert tenth.read / tenth.offered > 0.6


def test_no_safe_address_goes_to_veilig_thuis() -> None:
    assert try_all(TENTH[::5], lambda seed: try_vt(family(seed), paper=seed % 50 == 0)).at_vt == []


def _let_through(self: object, text: str) -> str:
    return ""


def _everybody(whole: Report, person: object) -> tuple[object, ...]:
    return (person, *(each for each in whole.mensen if each is not person))


WEAKER: dict[str, tuple[object, str, Callable[..., object], set[str]]] = {
    "no text is read": (
        reader_checks.Checks,
        "named",
        _let_through,
        {"naam van een ander", "iemand van buiten", "telefoonnummer", "veilig adres"},
    ),
    "what is said is not seen": (
        reader_checks.Checks,
        "unsaid",
        lambda self, text: self.named(text),
        {"kind zei"},
    ),
    "work is not seen": (reader_checks, "_at_work", lambda text: "", {"verborgen melder"}),
    "a hidden reporter is nobody": (
        reader_checks,
        "_as_people",
        lambda report: iter(()),
        {"verborgen melder"},
    ),
    "whoever told it may be read": (
        reader_checks.Checks,
        "is_reader",
        lambda self, source: True,
        {"verteld"},
    ),
    "everybody is in the circle": (reader, "_circle", _everybody, {"naam van een ander", "feit"}),
    "what was chosen does not count": (
        reader._Reader,
        "why_not",
        lambda self, fact: "" if set(fact.over) <= set(self.numbers) else "niet",
        {"gekozen", "verteld"},
    ),
}


@pytest.mark.parametrize("weaker", WEAKER)
def test_a_reader_that_is_weaker_is_found_out(weaker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, instead, kinds = WEAKER[weaker]
    monkeypatch.setattr(where, name, instead)
    missed = set(kinds)
    for seed in range(40):
        found = " ".join(quick(seed).found)
        missed = {each for each in missed if f": {each} in " not in found}
        if not missed:
            return
    assert missed == set()


def test_a_reader_that_tells_of_the_reporter_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader._Reader, "reporter", lambda self: self.whole.melder)
    assert "verborgen melder" in " ".join(try_all(range(10), quick).found)


def test_a_reader_that_tells_the_answers_of_others_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def all_answers(self: reader._Reader) -> tuple[Verteld, ...]:
        return (Verteld(id="p1", verteld="ja", reactie=self.whole.verteld[-1].reactie),)

    monkeypatch.setattr(reader._Reader, "answered", all_answers)
    assert "reactie van een ander" in " ".join(try_all(range(10), quick).found)


def test_a_gap_in_the_numbers_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered = reader._Reader.fact
    monkeypatch.setattr(
        reader._Reader, "fact", lambda self, fact, key: numbered(self, fact, fact.id)
    )
    monkeypatch.setattr(
        afschriften, "twin", lambda made: made.report.model_copy(update={"feiten": moved(made)})
    )
    assert try_all(range(5), quick).differing


def moved(made: Family) -> tuple[Feit, ...]:
    """The facts of a family with other ids, as a case with one more entry would give them."""
    facts = made.report.feiten
    return tuple(each.model_copy(update={"id": f"f{int(each.id[1:]) + 1}"}) for each in facts)


@pytest.mark.parametrize(
    "form", ["kanarie-geel", "Kana\u200briegeel", "KANARIE\nGEEL", "kánàriegeel"]
)
def test_a_secret_is_found_however_it_is_written(form: str) -> None:
    made = {"afschrift.txt": f"Er was een {form}.".encode()}
    assert list(search(made, {squeezed("kanariegeel"): "vogel"})) == ["vogel in afschrift.txt"]


def test_a_secret_is_found_in_paper_in_its_metadata_and_in_a_file_name() -> None:
    made = family(0)
    person = next(each.id for each in made.report.mensen if each.rol in TOLD_ROLES)
    forms = afschriften.copy_of(made.report, person, paper=True)
    title = {squeezed("Afschrift van een melding"): "titel"}
    places = {each.removeprefix("titel in ") for each in search(forms, title)}
    assert {"afschrift.pdf: tekst", "afschrift.pdf: gegevens"} <= places
    assert {"afschrift.docx: word/document.xml", "afschrift.docx: docProps/core.xml"} <= places
    named = {"karin.pdf.txt": b""}
    assert list(search(named, {"karin": "naam"})) == ["naam in bestandsnaam"]


def test_the_same_seed_gives_the_same_family_and_another_twin() -> None:
    assert family(5).report == family(5).report
    assert family(5).report != family(6).report
    for seed in range(5):
        assert twin(family(seed)) != family(seed).report


def test_some_families_have_a_reporter_who_is_hidden_and_names_in_every_script() -> None:
    made = [family(seed).report for seed in TENTH]
    hidden = sum(each.hidden for each in made)
    assert 25 < hidden < 60
    assert any(not name.isascii() for each in made for name in each.names.values())
    assert {len(each.mensen) for each in made} == set(range(2, 10))
    assert all(each.melder != Melder() for each in made)


def test_the_page_holds_the_counts_and_what_went_wrong() -> None:
    result = Result(
        copies=4321,
        on_paper=250,
        files=Counter({"PDF": 12}),
        planted=Counter({"veilig adres": 1500}),
        offered=100,
        read=73,
        twins=Counter({"feit": 9}),
        found=["gezin 1, p2: adres in afschrift.txt"],
        at_vt=["gezin 2, Veilig Thuis: veilig adres in melding.json"],
    )
    page = report(result, 1000, DAY, minutes=6.6)
    assert "Gedaan op 2026-11-22" in page
    assert "1.000 verzonnen gezinnen (zaden 0 tot en met 999)" in page
    assert "Afschriften: 4.321." in page
    assert "verzegeld bestand die van 250\ngezinnen" in page
    assert "Geheimen gevonden in een afschrift: **1**" in page
    assert "gaat: **1**" in page
    assert "| veilig adres | 1.500 |" in page
    assert "| feit | 9 |" in page
    assert "73 in (73%)" in page
    assert "- gezin 1, p2: adres in afschrift.txt" in page
    assert "- gezin 2, Veilig Thuis: veilig adres in melding.json" in page


def test_the_results_of_all_families_are_counted_together() -> None:
    one = Result(copies=1, files=Counter({"PDF": 1}), found=["iets"], differing=["dat"])
    total = try_all(range(3), lambda seed: one)
    assert (total.copies, total.files["PDF"], len(total.found), len(total.differing)) == (
        3,
        3,
        3,
        3,
    )
