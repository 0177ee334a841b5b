"""A form of the case file: what was typed becomes an entry, or a sentence at each wrong field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from meldcode.dossier import entries, forms, typed
from meldcode.dossier.entries import Bijlage, Correctie, Gesprek, Heropening, Persoon, Signaal
from meldcode.dossier.forms import FormError
from meldcode.dossier.words import MODELS, Kind, form_of
from meldcode.paper.dates import MONTHS, dutch_date

TODAY = date(2026, 11, 22)
SHA = "0" * 64

# For each kind that has a form: the least that makes an entry, and what other pages fill in.
LEAST: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "persoon": ({"rol": "kind", "naam": "Lina"}, {"id": "p1"}),
    "stap": ({"stap": "3", "stand": "niet"}, {}),
    "signaal": (
        {
            "wat": "Natte jas",
            "opgemerkt": "2026-11-20",
            "herkomst": "zelf_gezien",
            "aard": "feit",
            "richting": "ondersteunt",
        },
        {},
    ),
    "controle": (
        {"op": "2026-11-20"},
        {"controle": "kindcheck", "antwoorden": {"1": "nee"}, "uitkomst": "geen_signalen"},
    ),
    "overleg": ({"met": "collega", "op": "2026-11-20"}, {}),
    "gesprek": ({"gehouden": "ja", "met": ["p1"], "op": "2026-11-20"}, {}),
    "besluit": (
        {"op": "2026-11-20", "melden": "wel", "hulp": "zelf", "door": "Anna", "volgt_advies": "ja"},
        {},
    ),
    "melding": ({"op": "2026-11-20", "hoe": "telefoon", "geinformeerd": "ja"}, {}),
    "afspraak": (
        {"op": "2026-11-20", "resultaat": "Slaapt thuis", "termijn": "2026-12-20", "wie": "moeder"},
        {},
    ),
    "opvolging": (
        {"op": "2026-11-20", "afspraak": "7", "resultaat": "deels", "veilig": "onbekend"},
        {},
    ),
    "terugkoppeling": (
        {"op": "2026-11-20", "op_tijd": "ja", "inhoud": "Start onderzoek", "eens": "ja"},
        {},
    ),
    "informatieverzoek": ({"op": "2026-11-20", "vraag": "Zijn er zorgen?"}, {}),
    "bijlage": (
        {"titel": "Foto", "aard": "foto", "op": "2026-11-20"},
        {"bestand": {"id": "b", "naam": "", "type": "image/png", "bytes": 1, "sha256": SHA}},
    ),
    "vernietigingsverzoek": ({"op": "2026-11-20", "besluit": "open"}, {}),
    "afsluiting": (
        {"op": "2026-11-20", "grond": "geen_vermoeden", "toelichting": "Andere verklaring"},
        {},
    ),
    "heropening": ({"op": "2026-11-20", "reden": "Nieuw signaal"}, {}),
    "correctie": ({"reden": "Verkeerde dag"}, {"op_nummer": 3}),
}


def read(soort: str, changes: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """Read the least of a kind with some fields otherwise; None leaves one out."""
    least, fixed = LEAST[soort]
    data = {
        name: value for name, value in (least | dict(changes or {})).items() if value is not None
    }
    return forms.read(soort, data, fixed, today=TODAY, **more)


def sentences(result: Any) -> dict[str, str]:
    assert isinstance(result, tuple), f"accepted: {result!r}"
    return {error.field: error.sentence for error in result}


def test_every_kind_that_has_a_form_stands_in_these_tests() -> None:
    kinds = {soort for soort in MODELS if forms.field_names(soort)}
    assert kinds == set(LEAST)
    elsewhere = {"begin", "kaderwissel", "afweging", "noodtoegang", "uitgegeven"}
    assert set(MODELS) - kinds == elsewhere


@pytest.mark.parametrize("soort", LEAST)
def test_the_least_makes_an_entry(soort: str) -> None:
    entry = read(soort)
    assert not isinstance(entry, tuple), entry
    assert entry.soort == soort
    assert entries.from_bytes(entries.to_bytes(entry)) == entry


@pytest.mark.parametrize("soort", LEAST)
def test_each_part_of_the_least_is_asked_for_in_its_own_words(soort: str) -> None:
    for name in LEAST[soort][0]:
        told = sentences(read(soort, {name: None}))
        assert told == {name: form_of(soort).field(name).missing}


@pytest.mark.parametrize("soort", LEAST)
def test_only_white_space_is_nothing(soort: str) -> None:
    blank = {name: "  \r\n\t " for name in LEAST[soort][0]}
    assert sentences(read(soort, blank)) == sentences(read(soort, dict.fromkeys(LEAST[soort][0])))


def test_what_a_browser_sends_is_read() -> None:
    sent = QueryDict(
        "wat=Zei:+%27au%27%0D%0Aen+huilde&opgemerkt=2026-11-20&herkomst=verteld&van_wie=buurvrouw"
        "&aard=feit&richting=ondersteunt&over=p2&over=p1&over=p2&csrfmiddlewaretoken=x&thuis="
    )
    assert forms.read("signaal", sent, today=TODAY) == Signaal(
        wat="Zei: 'au'\nen huilde",
        opgemerkt=date(2026, 11, 20),
        herkomst="verteld",
        van_wie="buurvrouw",
        aard="feit",
        richting="ondersteunt",
        over=("p2", "p1"),
    )


def test_a_line_has_no_line_ends() -> None:
    assert read("besluit", {"door": " Anna \n de  Wit "}).door == "Anna de Wit"


@pytest.mark.parametrize(
    "written", ["2026-11-02", "02-11-2026", "2-11-2026", "2/11/2026", "2.11.2026"]
)
def test_a_day_may_be_written_in_these_ways(written: str) -> None:
    assert read("heropening", {"op": written}).op == date(2026, 11, 2)


@pytest.mark.parametrize(
    "written",
    [
        "31-02-2026",
        "2026-13-01",
        "gisteren",
        "11-2026",
        "2026",
        "22-11-0026",
        "00-11-2026",
        "22-00-2026",
        "20261100",
        "22 ma 2026",
        "november 2026",
        "٢-11-2026",
    ],
)
def test_what_is_no_day_is_told(written: str) -> None:
    assert sentences(read("heropening", {"op": written})) == {
        "op": "Bij ‘Datum’: dit is geen bestaande dag. Schrijf dag-maand-jaar, zoals 22-11-2026."
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2019", "2019"),
        ("05-2019", "2019-05"),
        ("5-2019", "2019-05"),
        ("2019-05", "2019-05"),
        ("31-05-2019", "2019-05-31"),
        ("2019-05-31", "2019-05-31"),
        ("1-5-2019", "2019-05-01"),
        ("12 maart 2017", "2017-03-12"),
        ("12 MRT. 2017", "2017-03-12"),
        ("12-mrt-17", "2017-03-12"),
        ("maart 2017", "2017-03"),
        ("sept. 2017", "2017-09"),
        ("1-3-17", "2017-03-01"),
        ("1-3-26", "2026-03-01"),
        ("1-3-28", "1928-03-01"),
        ("20170312", "2017-03-12"),
        ("20170300", "2017-03"),
        ("20170000", "2017"),
        ("00-03-2017", "2017-03"),
        ("00-00-2017", "2017"),
    ],
)
def test_a_date_may_be_known_in_part(written: str, kept: str) -> None:
    assert read("persoon", {"geboren": written}).geboren == kept


@pytest.mark.parametrize(
    "written",
    [
        "13-2019",
        "31-02-2019",
        "19",
        "ma 2019",
        "jaar 2019",
        "12-00-2017",
        "00000000",
        "2019-5-31-1",
    ],
)
def test_what_is_no_date_in_part_is_told(written: str) -> None:
    assert sentences(read("persoon", {"geboren": written})) == {
        "geboren": "Bij ‘Geboortedatum’: dit is geen bestaande datum. "
        "Schrijf dag-maand-jaar, zoals 22-11-2026. "
        "Een maand of jaar alleen mag ook: 11-2026 of 2026."
    }


@pytest.mark.parametrize(
    ("soort", "field", "accepted", "refused"),
    [
        ("signaal", "opgemerkt", "22-11-2026", "23-11-2026"),
        ("signaal", "gebeurd", "11-2026", "12-2026"),
        ("persoon", "geboren", "2026", "2027"),
        ("heropening", "op", "22-11-2026", "23-11-2026"),
        ("stap", "op", "22-11-2026", "01-01-2030"),
    ],
)
def test_what_happened_did_not_happen_tomorrow(
    soort: str, field: str, accepted: str, refused: str
) -> None:
    others = {"opgemerkt": "2026-11-22"} if field == "gebeurd" else {}
    assert not isinstance(read(soort, {**others, field: accepted}), tuple)
    label = form_of(soort).field(field).label
    assert sentences(read(soort, {**others, field: refused}))[field] == (
        f"Bij ‘{label}’: deze dag is nog niet geweest. Kijk de datum na."
    )


def test_these_dates_are_plans_and_may_lie_ahead() -> None:
    dates = {
        field.name
        for soort in LEAST
        for field in forms.asked(form_of(soort))
        if field.kind in (Kind.DATE, Kind.PARTIAL_DATE)
    }
    assert dates - forms.MAY_LIE_AHEAD == {"op", "geboren", "gebeurd", "opgemerkt", "akkoord_op"}
    assert read("persoon", {"rol": "ongeboren_kind", "uitgerekend": "03-2027"}).uitgerekend
    assert read("afspraak", {"termijn": "2027-01-01", "volgen_tot": "2027-06-01"}).volgen_tot
    assert read("opvolging", {"opnieuw_op": "2027-01-01"}).opnieuw_op
    assert read("afsluiting", {"einde_zorg": "2027-01-01"}).einde_zorg


@pytest.mark.parametrize(
    ("soort", "changes", "field", "told"),
    [
        (
            "gesprek",
            {"met": None},
            "met",
            "Kruis aan met wie je sprak. Staat die persoon er nog niet bij? "
            "Leg die dan eerst vast.",
        ),
        ("gesprek", {"op": None}, "op", "Vul in wanneer het gesprek was."),
        (
            "gesprek",
            {"gehouden": "nee", "op": None},
            "grond",
            "Kies om welke reden er geen gesprek was. Schrijf hieronder op waar dat uit blijkt.",
        ),
        ("overleg", {"op": None}, "op", "Vul in wanneer je overlegde."),
        (
            "overleg",
            {"gehouden": "nee", "op": None},
            "reden_niet",
            "Schrijf op waarom er niet is overlegd.",
        ),
        (
            "signaal",
            {"herkomst": "verteld"},
            "van_wie",
            "Schrijf op wie je dit vertelde, en waar en wanneer.",
        ),
        (
            "besluit",
            {"volgt_advies": "nee"},
            "reden",
            "Het besluit wijkt af van het advies. Schrijf op waarom.",
        ),
        (
            "melding",
            {"geinformeerd": "nee"},
            "reden_niet",
            "Kies waarom de betrokkenen het nog niet weten.",
        ),
        (
            "melding",
            {"naam_verborgen": "ja"},
            "naam_grond",
            "Kies op welke grond je naam niet bij het gezin bekend wordt.",
        ),
        (
            "vernietigingsverzoek",
            {"besluit": "geweigerd"},
            "grond",
            "Kies waarom het dossier blijft.",
        ),
    ],
)
def test_an_answer_can_need_another(
    soort: str, changes: dict[str, Any], field: str, told: str
) -> None:
    assert sentences(read(soort, changes)) == {field: told}


@pytest.mark.parametrize(
    ("soort", "changes"),
    [
        ("gesprek", {"gehouden": "nee", "met": None, "op": None, "grond": "uit_beeld"}),
        ("overleg", {"gehouden": "nee", "op": None, "reden_niet": "Niemand bereikbaar"}),
        ("signaal", {"herkomst": "verteld", "van_wie": "buurvrouw"}),
        ("signaal", {"herkomst": "document"}),
        ("besluit", {"volgt_advies": "nee", "reden": "Nieuwe feiten"}),
        ("melding", {"geinformeerd": "nee", "reden_niet": "eigen_veiligheid"}),
        ("melding", {"naam_verborgen": "ja", "naam_grond": "vertrouwensrelatie"}),
        ("vernietigingsverzoek", {"besluit": "geweigerd", "grond": "belang_kind"}),
        ("afspraak", {"vaststellen_hoe": None, "volgen_tot": None}),
        ("terugkoppeling", {"eens": "nee"}),
        ("stap", {"stand": "niet", "reden": None}),
    ],
)
def test_what_the_file_still_lacks_does_not_stop_an_entry(
    soort: str, changes: dict[str, Any]
) -> None:
    assert not isinstance(read(soort, changes), tuple)


@pytest.mark.parametrize(
    ("soort", "changes", "field", "told"),
    [
        (
            "gesprek",
            {"grond": "uit_beeld"},
            "grond",
            "‘Waarom was er geen gesprek?’ past niet bij je antwoord op "
            "‘Is het gesprek er geweest?’. Maak dit veld leeg, of kies daar een ander antwoord.",
        ),
        (
            "overleg",
            {"reden_niet": "x"},
            "reden_niet",
            "‘Waarom is er niet overlegd?’ past niet bij je antwoord op "
            "‘Is het overleg er geweest?’. Maak dit veld leeg, of kies daar een ander antwoord.",
        ),
        (
            "melding",
            {"naam_grond": "bedreiging_gezin"},
            "naam_grond",
            "‘Op welke grond?’ past niet bij je antwoord op "
            "‘Vroeg je om je naam niet aan het gezin te vertellen?’. "
            "Maak dit veld leeg, of kies daar een ander antwoord.",
        ),
        (
            "afspraak",
            {"termijn": "2026-11-19"},
            "termijn",
            "De datum bij ‘Op welke dag moet dat zo zijn?’ ligt vóór "
            "‘Wanneer is dit afgesproken?’. Verbeter een van de twee.",
        ),
        (
            "signaal",
            {"gebeurd": "2026-11-21"},
            "opgemerkt",
            "De datum bij ‘Wanneer merkte je het, of hoorde je het?’ ligt vóór "
            "‘Wanneer gebeurde het?’. Verbeter een van de twee.",
        ),
    ],
)
def test_what_contradicts_itself_is_told(
    soort: str, changes: dict[str, Any], field: str, told: str
) -> None:
    assert sentences(read(soort, changes)) == {field: told}


@pytest.mark.parametrize(
    ("soort", "changes"),
    [
        ("afspraak", {"termijn": "2026-11-20"}),
        ("signaal", {"gebeurd": "2026-11-20"}),
        ("signaal", {"gebeurd": "11-2026", "opgemerkt": "2026-11-01"}),
        ("signaal", {"gebeurd": "2026", "opgemerkt": "2026-01-01"}),
    ],
)
def test_the_same_day_or_a_date_in_part_contradicts_nothing(
    soort: str, changes: dict[str, Any]
) -> None:
    assert not isinstance(read(soort, changes), tuple)


def test_without_the_first_answer_nothing_else_is_held_against_it() -> None:
    told = sentences(read("gesprek", {"gehouden": None, "reactie": "x", "grond": "uit_beeld"}))
    assert told == {"gehouden": "Kies of het gesprek er is geweest."}


@pytest.mark.parametrize(
    ("soort", "field", "value", "told"),
    [
        ("signaal", "aard", "roddel", "kies een van de antwoorden."),
        ("opvolging", "afspraak", "nul", "kies een van de antwoorden."),
        ("opvolging", "afspraak", "0", "kies een van de antwoorden."),
        ("signaal", "over", ["p9"], "deze persoon staat niet in dit dossier. Kies opnieuw."),
        ("signaal", "over", ["Lina"], "deze persoon staat niet in dit dossier. Kies opnieuw."),
        (
            "besluit",
            "door",
            "x" * 301,
            "dit is 1 teken te lang. Er passen 300 tekens in. Kort het in.",
        ),
        (
            "heropening",
            "reden",
            "x" * 20_003,
            "dit is 3 tekens te lang. Er passen 20000 tekens in. Kort het in.",
        ),
    ],
)
def test_a_value_that_can_not_be_is_told(soort: str, field: str, value: Any, told: str) -> None:
    label = form_of(soort).field(field).label
    assert sentences(read(soort, {field: value}, people={"p1"})) == {
        field: f"Bij ‘{label}’: {told}"
    }


def test_a_text_may_fill_its_field() -> None:
    assert len(read("heropening", {"reden": "x" * 20_000}).reden) == 20_000
    assert len(read("besluit", {"door": "x" * 300}).door) == 300


def test_errors_stand_in_the_order_of_the_form() -> None:
    errors = forms.read("besluit", {}, today=TODAY)
    assert isinstance(errors, tuple)
    assert [error.field for error in errors] == ["op", "melden", "hulp", "door", "volgt_advies"]


def test_what_another_page_fills_in_can_not_be_typed() -> None:
    sent = QueryDict("id=p9&rol=kind&naam=Lina")
    assert forms.read("persoon", sent, {"id": "p1"}, today=TODAY) == Persoon(
        id="p1", rol="kind", naam="Lina"
    )


def test_a_fixed_answer_goes_before_a_typed_one_and_counts_for_the_other_fields() -> None:
    sent = QueryDict("gehouden=ja&grond=uit_beeld")
    assert forms.read("gesprek", sent, {"gehouden": "nee"}, today=TODAY) == Gesprek(
        gehouden="nee", grond="uit_beeld"
    )


def test_two_forms_on_a_page_keep_apart_by_a_prefix() -> None:
    sent = QueryDict("reden=Verkeerde+dag&nieuw-reden=Nieuw+signaal&nieuw-op=2026-11-20")
    new = forms.read("heropening", sent, today=TODAY, prefix="nieuw-")
    assert new == Heropening(op=date(2026, 11, 20), reden="Nieuw signaal")
    assert forms.read("correctie", sent, {"op_nummer": 3, "wordt": new}, today=TODAY) == Correctie(
        op_nummer=3, reden="Verkeerde dag", wordt=new
    )
    errors = forms.read("heropening", QueryDict(), today=TODAY, prefix="nieuw-")
    assert isinstance(errors, tuple)
    assert [(error.field, error.veld) for error in errors] == [
        ("nieuw-op", "veld-nieuw-op"),
        ("nieuw-reden", "veld-nieuw-reden"),
    ]


def test_an_error_is_called_as_the_page_templates_do() -> None:
    error = FormError("op", "Vul in wanneer.")
    assert (error.veld, error.tekst) == ("veld-op", "Vul in wanneer.")


def test_nothing_that_was_typed_is_lost_while_it_is_wrong() -> None:
    sent = QueryDict("op=31-02-2026&reden=++Hij+zei:%0D%0A%27nee%27&over=p1&over=p2&vreemd=x")
    assert forms.values("heropening", sent) == {
        "op": ("31-02-2026",),
        "reden": ("Hij zei:\n'nee'",),
    }
    assert forms.values("signaal", sent)["over"] == ("p1", "p2")


def test_an_entry_shows_in_its_form_as_it_was_typed() -> None:
    entry = Persoon(id="p1", rol="kind", naam="Lina", geboren="2019-05", gezag=None)
    assert forms.values("persoon", entry) == {
        "rol": ("kind",),
        "naam": ("Lina",),
        "geboren": ("05-2019",),
    }


def test_a_draft_gives_the_same_as_what_was_sent() -> None:
    sent = QueryDict("op=22-11-2026&over=p1&over=p2&wat=x&gebeurd=2026-11")
    draft = forms.values("signaal", sent)
    assert forms.values("signaal", {name: list(value) for name, value in draft.items()}) == draft


@pytest.mark.parametrize("soort", LEAST)
def test_an_entry_that_is_opened_and_saved_again_is_the_same(soort: str) -> None:
    entry = read(soort)
    again = forms.read(soort, forms.values(soort, entry), LEAST[soort][1], today=TODAY)
    assert again == entry


def test_a_new_form_starts_with_the_answers_that_count_by_themselves() -> None:
    assert forms.start("overleg") == {"gehouden": ("ja",)}
    assert forms.start("melding") == {"naam_verborgen": ("nee",)}
    assert forms.start("signaal") == {}
    assert forms.start("begin") == {}


def test_half_a_character_can_always_be_kept() -> None:
    entry = read("heropening", {"reden": "half \ud800 teken"})
    assert entry.reden == "half ? teken"
    assert entries.from_bytes(entries.to_bytes(entry)) == entry


def test_a_file_comes_from_another_page() -> None:
    entry = read("bijlage", {"over": ["p1"]})
    assert isinstance(entry, Bijlage)
    assert entry.bestand.type == "image/png"


_TYPED = st.one_of(
    st.sampled_from(
        ["ja", "nee", "p1", "2026-11-20", "11-2026", "verteld", "kind", "7", "\x00", " "]
    ),
    st.text(max_size=30),
)


@given(st.sampled_from(sorted(LEAST)), st.data())
def test_whatever_is_sent_gives_an_entry_or_sentences(soort: str, data: st.DataObject) -> None:
    names = forms.field_names(soort)
    sent = data.draw(st.dictionaries(st.sampled_from(names), st.lists(_TYPED, max_size=3)))
    result = forms.read(soort, LEAST[soort][0] | sent, LEAST[soort][1], today=TODAY)
    if isinstance(result, tuple):
        assert {error.field for error in result} <= set(names)
        assert all(error.sentence.endswith(".") for error in result)
    else:
        assert entries.from_bytes(entries.to_bytes(result)) == result


def test_a_day_as_the_product_prints_it_can_be_typed() -> None:
    for day in (date(2000, 1, 1) + timedelta(days=31 * step) for step in range(300)):
        assert typed.day(dutch_date(day), day) == day
        assert typed.partial_date(f"{MONTHS[day.month - 1]} {day.year}", day) == f"{day:%Y-%m}"
