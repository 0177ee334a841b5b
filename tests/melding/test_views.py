"""The pages on which a report is composed: what is stored, asked, shown again and refused."""

from __future__ import annotations

import re

import pytest

from meldcode.dossier.entries import TEXT_LENGTH
from meldcode.melding.report import MOST_FACTS, MOST_PEOPLE, Feit, Report
from tests.melding.writing import CHILD, FACT, NAVIGATES, Writer

pytestmark = pytest.mark.django_db

GEEZ = "ትርሓስ ገብረ"
NONSENSE = "<script>alert('x')</script> & \" 😀 " + GEEZ


@pytest.fixture
def writer() -> Writer:
    """Somebody who began a report without a case."""
    return Writer().begin()


def test_an_empty_start_asks_the_profession_and_shows_no_parts() -> None:
    page = Writer().text()
    assert "Wat is je beroep?" in page
    assert "Er komen namen in" in page
    assert "De delen" not in page


@pytest.mark.parametrize(
    ("sent", "kept"), [("artsen", "artsen"), ("", ""), ("onzin", ""), ("../artsen", "")]
)
def test_a_report_begins_with_a_profession_that_there_is_or_none(sent: str, kept: str) -> None:
    writer = Writer().begin(sent)
    assert writer.report.beroep == kept
    page = writer.text()
    assert "De delen" in page
    assert ("Wat is je beroep?" in page) == (not kept)


PARTS: dict[str, dict[str, str | list[str]]] = {
    "melder": {
        "naam": "Anna",
        "functie": "leerkracht",
        "bij_vt": "bekend",
        "naam_verborgen": "nee",
    },
    "zorgen": {"gaat_over": "kind", "vormen": ["psychisch", "getuige"], "sinds": "mei"},
    "stappen": {"signalen": "Ik hoorde het.", "gesprek": "Op 3 mei."},
    "omgeving": {"steun": "Oma."},
    "vraag": {"gevraagd": "Kijk hoe het gaat."},
}
NEXT = {
    "melder": "mensen",
    "zorgen": "feiten",
    "stappen": "verteld",
    "omgeving": "deel/vraag",
    "vraag": "controle",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_stored_shown_again_and_leads_to_the_next(writer: Writer, part: str) -> None:
    response = writer.post(f"deel/{part}", PARTS[part])
    assert response["Location"] == f"/melding/{NEXT[part]}"
    told = {name: value for name, value in getattr(writer.report, part) if name in PARTS[part]}
    assert told == {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in PARTS[part].items()
    }
    page = writer.text(f"deel/{part}")
    for value in PARTS[part].values():
        for each in [value] if isinstance(value, str) else value:
            assert each in page


@pytest.mark.parametrize(
    "page",
    [
        *("deel/feit", "deel/onzin", "mens/p1", "mens/onzin", "feit/f1", "feit/0", "verteld/p1"),
        *("verteld/nieuw", "maak/melding/exe", "maak/onzin/pdf", "maak/afschrift/pdf/p1"),
        *("maak/melding/pdf/p1", "afschrift/p1", "afschrift/nieuw", "onzin", "mens/p1/onzin"),
    ],
)
def test_what_is_not_in_the_report_is_not_there(writer: Writer, page: str) -> None:
    send = writer.post if page.startswith("maak") else writer.get
    assert send(page).status_code == 404


def test_a_person_is_added_changed_and_taken_out(writer: Writer) -> None:
    writer.add("mens/nieuw", CHILD)
    writer.add("mens/nieuw", {**CHILD, "naam": "Teun Vos"})
    assert writer.report.names == {"p1": "Sanne Vos", "p2": "Teun Vos"}
    writer.add("mens/p1", {**CHILD, "naam": "Sanne de Vos"})
    assert "Sanne de Vos" in writer.text("mensen")
    writer.add("mens/p2", {"weg": "1"})
    assert writer.report.names == {"p1": "Sanne de Vos"}


def test_a_fact_is_added_changed_and_taken_out(writer: Writer) -> None:
    writer.add("mens/nieuw", CHILD)
    writer.add("feit/nieuw", {**FACT, "over": "p1", "gebeurd": "11-2026"})
    fact = Feit(id="f1", wat=FACT["wat"], gebeurd="2026-11", herkomst="zelf_gezien", over=("p1",))
    assert list(writer.report.feiten) == [fact]
    assert "November 2026, zelf gezien of gehoord." in writer.text("feiten")
    response = writer.post("feit/f1", {**FACT, "wat": "Een rode plek."})
    assert response["Location"] == "/melding/feiten#f1"
    assert "Een rode plek." in writer.text("feiten")
    writer.add("feit/f1", {"weg": "1"})
    assert list(writer.report.feiten) == []
    assert "Er staan nog geen feiten" in writer.text("feiten")


def test_a_form_speaks_of_the_report_and_not_of_a_case_file(writer: Writer) -> None:
    assert "Er staat nog niemand in deze melding." in writer.text("feit/nieuw")
    person = writer.text("mens/nieuw")
    assert "Het komt in geen enkel stuk." in person
    assert "komt alleen in beeld als je erom vraagt" not in person


SOURCES = (
    ("zelf_gezien", "", "Zelf gezien of gehoord."),
    ("verteld", "oma", "Verteld door oma."),
    ("verteld", "", "Verteld, van wie is niet ingevuld."),
    ("document", "verzuimlijst", "Uit een document: verzuimlijst."),
    ("document", "", "Uit een document."),
)


@pytest.mark.parametrize(("herkomst", "van_wie", "told"), SOURCES)
def test_the_list_tells_where_a_fact_comes_from(
    writer: Writer, herkomst: str, van_wie: str, told: str
) -> None:
    writer.add("feit/nieuw", {**FACT, "herkomst": herkomst, "van_wie": van_wie})
    assert told in writer.text("feiten")


def test_a_form_with_an_error_shows_what_was_typed_and_stores_nothing(writer: Writer) -> None:
    response = writer.post("feit/nieuw", {"van_wie": NONSENSE})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Schrijf op wat er is gezien, gehoord of gezegd." in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert GEEZ in page
    assert writer.report.feiten == ()


def test_a_browser_gets_the_errors_by_a_redirect_that_says_nothing(writer: Writer) -> None:
    response = writer.post("feit/nieuw", {"van_wie": "Tante"}, **NAVIGATES)
    assert response.status_code == 302
    assert re.fullmatch(r"/melding/feit/nieuw\?antwoord=[\w-]{22}", response["Location"])
    page = writer.client.get(response["Location"]).content.decode()
    assert "Tante" in page
    assert "Er klopt nog iets niet" in page
    again = writer.client.get(response["Location"]).content.decode()
    assert "Tante" not in again


@pytest.mark.parametrize(
    ("text", "status"),
    [("a" * TEXT_LENGTH, 302), ("a" * (TEXT_LENGTH + 1), 422), ("😀" * TEXT_LENGTH, 302)],
)
def test_a_text_of_twenty_thousand_characters_fits_and_one_more_does_not(
    writer: Writer, text: str, status: int
) -> None:
    response = writer.post("deel/vraag", {"overig": text})
    assert response.status_code == status
    if status == 422:
        assert text in response.content.decode()
        assert re.search(r"20\.?000", response.content.decode())
    else:
        assert writer.report.vraag.overig == text


def test_names_in_any_script_are_kept_as_they_were_typed(writer: Writer) -> None:
    writer.add("mens/nieuw", {**CHILD, "naam": NONSENSE})
    assert writer.report.mensen[0].naam == NONSENSE
    for page in ("mensen", "mens/p1", "verteld", "stukken", "afschrift/p1", "adviesvraag", "geven"):
        assert "<script>alert" not in writer.text(page), page


def test_facts_are_chosen_and_ordered_and_the_page_comes_back_to_what_moved(
    writer: Writer,
) -> None:
    for number in (1, 2, 3):
        writer.add("feit/nieuw", {**FACT, "wat": f"Feit nummer {number}."})
    shown = {"getoond": ["f1", "f2", "f3"], "mee": ["f1", "f3"]}
    response = writer.post("feiten", {**shown, "op": "f3"})
    assert response["Location"] == "/melding/feiten#f3"
    assert [(each.id, each.mee) for each in writer.report.feiten] == [
        ("f1", "ja"),
        ("f3", "ja"),
        ("f2", "nee"),
    ]
    assert writer.post("feiten", {**shown, "op": "f9"})["Location"] == "/melding/deel/stappen"
    assert writer.post("feiten", {**shown, "erbij": "1"})["Location"] == "/melding/feit/nieuw"
    page = writer.text("stukken")
    assert page.index("Feit nummer 1.") < page.index("Feit nummer 3.")
    assert "Feit nummer 2." not in page


def test_enter_at_a_tick_of_a_fact_does_not_move_one(writer: Writer) -> None:
    for number in (1, 2):
        writer.add("feit/nieuw", {**FACT, "wat": f"Feit nummer {number}."})
    form = writer.text("feiten").split("<form")[-1]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert "name=" not in first[0]


def test_an_older_page_in_another_tab_unticks_no_fact_that_it_did_not_show(writer: Writer) -> None:
    writer.add("feit/nieuw", FACT)
    older = {"getoond": ["f1"], "mee": ["f1"]}
    writer.add("feit/nieuw", {**FACT, "wat": "Later erbij."})
    writer.add("feiten", older)
    assert [each.mee for each in writer.report.feiten] == ["ja", "ja"]


def test_two_tabs_with_a_new_fact_give_two_facts(writer: Writer) -> None:
    for words in ("In het ene tabblad.", "In het andere tabblad."):
        assert writer.get("feit/nieuw").status_code == 200
        assert writer.post("feit/nieuw", {"wat": words, "concept": "ja"}).status_code == 204
    writer.add("feit/nieuw", {**FACT, "wat": "In het ene tabblad."})
    writer.add("feit/nieuw", {**FACT, "wat": "In het andere tabblad."})
    assert [each.wat for each in writer.report.feiten] == [
        "In het ene tabblad.",
        "In het andere tabblad.",
    ]


def test_what_is_sent_for_a_fact_that_another_tab_took_out_is_shown_to_copy(
    writer: Writer,
) -> None:
    writer.add("feit/nieuw", FACT)
    writer.add("feit/f1", {"weg": "1"})
    response = writer.post("feit/f1", {**FACT, "wat": "Wat ik lang typte."})
    page = response.content.decode()
    assert response.status_code == 410
    assert "Dit staat niet meer in de melding" in page
    assert "Wat ik lang typte." in page
    assert writer.report.feiten == ()


def test_what_is_typed_is_kept_half_filled_in_and_shown_again(writer: Writer) -> None:
    half = {"van_wie": "De juf", "concept": "ja"}
    assert writer.post("feit/nieuw", half).status_code == 204
    assert writer.report.getypt == {"feit/nieuw": {"van_wie": ("De juf",)}}
    page = writer.text("feit/nieuw")
    assert "Dit had je al getypt" in page
    assert 'value="De juf"' in page
    for elsewhere in ("", "controle", "stukken"):
        assert "Nog niet in de melding, want je vulde het half in" in writer.text(elsewhere)
        assert '/melding/feit/nieuw">een nieuw feit</a>' in writer.text(elsewhere)
    assert "De juf" not in writer.text("stukken")


def test_what_was_typed_is_forgotten_when_stored_or_thrown_away(writer: Writer) -> None:
    half = {"van_wie": "De juf", "concept": "ja"}
    writer.post("feit/nieuw", half)
    writer.add("feit/nieuw", {"vergeet": "1"})
    assert writer.report.getypt == {}
    writer.post("feit/nieuw", half)
    writer.add("feit/nieuw", FACT)
    assert writer.report.getypt == {}
    assert "Dit had je al getypt" not in writer.text("feit/nieuw")


def test_a_new_fact_comes_into_the_report_with_the_button_alone(writer: Writer) -> None:
    assert writer.post("feit/nieuw", {**FACT, "concept": "ja"}).status_code == 204
    assert writer.report.feiten == ()
    assert FACT["wat"] in writer.text("feit/nieuw")


def test_a_part_that_can_be_read_is_kept_in_its_place_while_somebody_types(writer: Writer) -> None:
    assert writer.post("deel/vraag", {"gevraagd": "Kijk.", "concept": "ja"}).status_code == 204
    assert writer.report.vraag.gevraagd == "Kijk."
    assert writer.report.getypt == {}


def test_throwing_away_comes_before_enter_in_no_form(writer: Writer) -> None:
    writer.post("feit/nieuw", {"van_wie": "De juf", "concept": "ja"})
    page = writer.text("feit/nieuw")
    forms = re.findall(r"<form.*?</form>", page, re.S)
    assert [("vergeet" in form, "bewaar" in form) for form in forms[1:]] == [
        (True, False),
        (False, True),
    ]
    assert 'form="invoer"' not in page


def test_lists_that_are_full_take_no_more(writer: Writer) -> None:
    for number in range(MOST_PEOPLE):
        writer.add("mens/nieuw", {**CHILD, "naam": f"Kind {number}"})
    assert "Voeg iemand toe" not in writer.text("mensen")
    assert "Er passen niet meer mensen" in writer.text("mensen")
    response = writer.post("mens/nieuw", CHILD)
    assert response.status_code == 410
    assert "Sanne Vos" in response.content.decode()
    assert len(writer.report.mensen) == MOST_PEOPLE < MOST_FACTS


def test_who_is_told_is_asked_of_those_it_concerns_alone(writer: Writer) -> None:
    writer.add("mens/nieuw", {"rol": "ouder", "naam": "Karin Vos"})
    writer.add("mens/nieuw", {"rol": "professional", "naam": "Loes Arts"})
    page = writer.text("verteld")
    assert "Karin Vos" in page
    assert "Loes Arts" not in page.partition("<main")[2]
    assert writer.get("verteld/p2").status_code == 404
    writer.add("verteld/p1", {"verteld": "ja", "reactie": "Ze was boos."})
    assert writer.report.told("p1").reactie == "Ze was boos."
    assert "weet het" in writer.text("verteld")


@pytest.mark.parametrize("page", ["melder", "zorgen"])
def test_a_note_stands_beside_an_answer_that_has_consequences(writer: Writer, page: str) -> None:
    assert "Bron: " not in writer.text(f"deel/{page}")
    form = {"melder": {"bij_vt": "onbekend"}, "zorgen": {"gaat_over": "oudersignalen"}}[page]
    writer.add(f"deel/{page}", form)
    assert "Bron: " in writer.text(f"deel/{page}")


def test_of_parents_signals_no_fact_on_a_child_goes_along_and_the_list_says_so(
    writer: Writer,
) -> None:
    writer.add("mens/nieuw", CHILD)
    writer.add("deel/zorgen", {"gaat_over": "oudersignalen"})
    writer.add("feit/nieuw", {**FACT, "over": "p1"})
    assert "Dit gaat toch niet mee." in writer.text("feiten")
    assert FACT["wat"] not in writer.text("stukken")


def test_a_question_is_answered_with_not_known_and_asked_again(writer: Writer) -> None:
    asked = "Sinds wanneer speelt dit?"
    assert asked in writer.text("controle")
    writer.add("controle", {"niet_bekend": "zorgen.sinds"})
    assert list(writer.report.niet_bekend) == ["zorgen.sinds"]
    before = writer.text("controle")
    assert before.index("Wat je niet weet") < before.index(asked)
    writer.add("controle", {"toch": "zorgen.sinds"})
    assert list(writer.report.niet_bekend) == []


@pytest.mark.parametrize("id", ["onzin", "geen_feit.f1", "melder", "x" * 5000])
def test_what_was_not_asked_is_not_answered(writer: Writer, id: str) -> None:
    writer.add("controle", {"niet_bekend": id})
    assert writer.report.niet_bekend == ()


def test_the_check_tells_the_same_reason_once_with_all_its_words(writer: Writer) -> None:
    writer.add("feit/nieuw", {**FACT, "wat": "Hij komt vaak en soms te laat. Hij komt vaak."})
    page = writer.text("controle")
    assert "‘vaak’, ‘soms’</strong>" in page
    assert '<a href="/melding/feit/f1">Feit 1</a>' in page


def test_a_report_that_is_whole_and_careful_says_so(writer: Writer) -> None:
    writer.add("feit/nieuw", FACT)
    assert "We zien geen woorden die beter feitelijk kunnen." in writer.text("controle")


def test_all_that_is_gone_is_said_after_wiping(writer: Writer) -> None:
    writer.add("deel/melder", {"naam": "Anna Vuurtoren"})
    response = writer.post("weg")
    assert response["Location"] == "/melding/?gewist=1"
    page = writer.client.get(response["Location"]).content.decode()
    assert "Je melding is gewist." in page
    assert "Anna Vuurtoren" not in page
    assert writer.report == Report()
    assert "gewist" not in writer.begin().text("?gewist=1").partition("<main")[2]
