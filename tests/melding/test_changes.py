"""What a change in a report makes of it, and what it makes forgotten."""

from __future__ import annotations

import pytest

from meldcode.dossier.entries import Persoon
from meldcode.melding import changes
from meldcode.melding.report import Feit, Report, Verteld

CHILD = Persoon(id="p1", rol="kind", naam="Sanne Vos")
MOTHER = Persoon(id="p2", rol="ouder", naam="Karin Vos")


def fact(id: str, **given: object) -> Feit:
    return Feit.model_validate({"id": id, "wat": id, "herkomst": "zelf_gezien", **given})


REPORT = Report(
    mensen=(CHILD, MOTHER),
    feiten=(fact("f1", over=("p1", "p2")), fact("f2", mee="nee"), fact("f3")),
    verteld=(Verteld(id="p2", verteld="ja"),),
    niet_bekend=("persoon.p2.adres", "feit.f3.gebeurd", "zorgen.sinds"),
    getypt={
        "mens/p2": {"naam": ("Karin",)},
        "verteld/p2": {"reactie": ("Boos",)},
        "feit/f3": {"wat": ("Half",)},
        "deel/melder": {"naam": ("An",)},
    },
)


def order(report: Report) -> list[tuple[str, str]]:
    return [(each.id, each.mee) for each in report.feiten]


def test_what_is_changed_stands_where_it_stood_and_what_is_new_at_the_end() -> None:
    again = fact("f2", wat="Anders.")
    assert [each.wat for each in changes.with_fact(REPORT, again).feiten] == ["f1", "Anders.", "f3"]
    assert order(changes.with_fact(REPORT, fact("f4")))[-1] == ("f4", "ja")
    renamed = changes.with_person(REPORT, CHILD.model_copy(update={"naam": "Sanne"}))
    assert list(renamed.names.values()) == ["Sanne", "Karin Vos"]
    told = changes.with_told(REPORT, Verteld(id="p2", verteld="nee"))
    assert [each.verteld for each in told.verteld] == ["nee"]


def test_who_is_taken_out_leaves_nothing_that_a_next_one_could_get() -> None:
    left = changes.without_person(REPORT, "p2")
    assert left.names == {"p1": "Sanne Vos"}
    assert left.feiten[0].over == ("p1",)
    assert left.verteld == ()
    assert left.niet_bekend == ("feit.f3.gebeurd", "zorgen.sinds")
    assert list(left.getypt) == ["feit/f3", "deel/melder"]


def test_a_fact_that_is_taken_out_leaves_nothing_that_a_next_one_could_get() -> None:
    left = changes.without_fact(REPORT, "f3")
    assert order(left) == [("f1", "ja"), ("f2", "nee")]
    assert left.niet_bekend == ("persoon.p2.adres", "zorgen.sinds")
    assert "feit/f3" not in left.getypt
    assert changes.next_fact(left) == "f3"


@pytest.mark.parametrize(
    ("up", "down", "expected"),
    [
        ("f2", "", ["f2", "f1", "f3"]),
        ("", "f2", ["f1", "f3", "f2"]),
        ("f1", "", ["f1", "f2", "f3"]),
        ("", "f3", ["f1", "f2", "f3"]),
        ("f9", "", ["f1", "f2", "f3"]),
        ("", "", ["f1", "f2", "f3"]),
    ],
)
def test_a_fact_moves_one_place_and_not_off_the_list(
    up: str, down: str, expected: list[str]
) -> None:
    moved = changes.arranged(REPORT, set(), set(), up=up, down=down)
    assert [each.id for each in moved.feiten] == expected


def test_only_facts_that_the_page_showed_lose_or_get_their_tick() -> None:
    found = changes.arranged(REPORT, {"f1", "f2"}, {"f2"})
    assert order(found) == [("f1", "nee"), ("f2", "ja"), ("f3", "ja")]


def test_a_question_is_answered_once_and_can_be_asked_again() -> None:
    once = changes.answered(REPORT, ["zorgen.sinds", "vraag.gevraagd"])
    assert once.niet_bekend[-2:] == ("zorgen.sinds", "vraag.gevraagd")
    assert changes.answered(once, [], "zorgen.sinds").niet_bekend[-1] == "vraag.gevraagd"


def test_of_half_filled_forms_the_newest_are_kept() -> None:
    report = Report()
    for number in range(changes.MOST_TYPED + 5):
        report = changes.typed(report, f"feit/f{number}", {"wat": (str(number),)})
    assert list(report.getypt) == [f"feit/f{number}" for number in range(5, 25)]
    assert "feit/f9" not in changes.typed(report, "feit/f9").getypt


def test_somebody_added_in_a_case_gets_an_id_that_the_case_does_not_give_out() -> None:
    assert changes.next_person(REPORT, in_case=False) == "p3"
    added = changes.next_person(REPORT, in_case=True)
    assert added == "p1001"
    more = changes.with_person(REPORT, MOTHER.model_copy(update={"id": added}))
    assert changes.next_person(more, in_case=True) == "p1002"
    assert changes.next_person(Report(), in_case=False) == "p1"
