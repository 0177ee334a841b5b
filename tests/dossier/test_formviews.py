"""A form as the templates show it, and the templates themselves."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine

import meldcode.dossier
from meldcode.dossier import forms, formviews
from meldcode.dossier.forms import FormError
from meldcode.dossier.formviews import FieldView, OptionView, fields
from meldcode.dossier.words import MODELS

TEMPLATES = Engine(dirs=[str(Path(meldcode.dossier.__file__).parent / "templates")])
PEOPLE = [("p1", "Lina"), ("p2", "Sem & Noor")]
AGREEMENTS = [(7, "Slaapt thuis"), (9, "Op tijd op school")]
WITH_FORM = [soort for soort in MODELS if forms.field_names(soort)]
VOID = {"input", "br", "meta", "link"}


def one(views: tuple[FieldView, ...], name: str) -> FieldView:
    return next(view for view in views if view.name == name)


def render(template: str, **context: Any) -> str:
    return TEMPLATES.get_template(f"dossier/{template}").render(Context(context))


def form(soort: str, given: forms.Values | None = None, **more: Any) -> str:
    views = fields(soort, given or {}, people=PEOPLE, agreements=AGREEMENTS, **more)
    return render("_velden.html", velden=views, samenvatting=more.get("errors", ()))


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), and whether they are closed as they should."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]


@pytest.mark.parametrize(
    ("soort", "field", "widget"),
    [
        ("signaal", "wat", "tekst"),
        ("signaal", "van_wie", "regel"),
        ("signaal", "opgemerkt", "datum"),
        ("signaal", "gebeurd", "regel"),
        ("signaal", "herkomst", "keuze"),
        ("signaal", "over", "personen"),
        ("overleg", "met", "keuze"),
        ("persoon", "rol", "lijst"),
        ("opvolging", "afspraak", "lijst"),
    ],
)
def test_a_field_has_the_control_that_fits(soort: str, field: str, widget: str) -> None:
    assert one(fields(soort, {}), field).widget == widget


def test_a_choice_is_ticked_where_it_was_made() -> None:
    view = one(fields("signaal", {"aard": ("feit",)}), "aard")
    assert [(o.value, o.id, o.checked) for o in view.options] == [
        ("feit", "veld-aard", True),
        ("interpretatie", "veld-aard-1", False),
    ]
    assert view.options[0].explanation.startswith("Iets wat iemand zag of hoorde")


def test_a_choice_that_may_stay_open_can_be_undone() -> None:
    view = one(fields("overleg", {}), "zonder_namen")
    assert view.options[0] == OptionView("", "Niet ingevuld", "", "veld-zonder_namen", True)
    chosen = one(fields("overleg", {"zonder_namen": ("nee",)}), "zonder_namen")
    assert [o.checked for o in chosen.options] == [False, False, True]


def test_the_answer_that_counts_by_itself_is_ticked() -> None:
    assert [o.checked for o in one(fields("overleg", {}), "gehouden").options] == [True, False]
    assert not any(o.checked for o in one(fields("gesprek", {}), "gehouden").options)


def test_people_and_agreements_are_offered() -> None:
    over = one(fields("signaal", {"over": ("p2",)}, people=PEOPLE), "over")
    assert [(o.value, o.label, o.checked) for o in over.options] == [
        ("p1", "Lina", False),
        ("p2", "Sem & Noor", True),
    ]
    afspraak = one(fields("opvolging", {"afspraak": ("9",)}, agreements=AGREEMENTS), "afspraak")
    assert [(o.value, o.label, o.checked) for o in afspraak.options] == [
        ("", "Kies", False),
        ("7", "Slaapt thuis", False),
        ("9", "Op tijd op school", True),
    ]


def test_somebody_who_was_chosen_never_falls_out_of_the_list() -> None:
    over = one(fields("signaal", {"over": ("p9",)}, people=PEOPLE), "over")
    assert [(o.value, o.label, o.checked) for o in over.options][2] == (
        "p9",
        "Onbekend (p9)",
        True,
    )


@pytest.mark.parametrize(
    ("soort", "field", "optional"),
    [
        ("signaal", "wat", False),
        ("signaal", "thuis", True),
        ("signaal", "van_wie", False),
        ("overleg", "gehouden", False),
        ("overleg", "zonder_namen", True),
        ("gesprek", "op", False),
        ("gesprek", "reactie", True),
        ("besluit", "reden", False),
    ],
)
def test_what_may_stay_empty_says_so(soort: str, field: str, optional: bool) -> None:
    assert one(fields(soort, {}), field).optional is optional


def test_a_field_tells_when_it_matters() -> None:
    views = fields("signaal", {}, prefix="nieuw-")
    assert one(views, "nieuw-van_wie").show_when == "nieuw-herkomst=verteld|document"
    assert one(views, "nieuw-wat").show_when == ""


def test_a_field_with_an_error_stays_in_sight() -> None:
    error = FormError("reden_niet", "Schrijf op waarom.")
    view = one(fields("overleg", {}, [error]), "reden_niet")
    assert (view.error, view.show_when) == ("Schrijf op waarom.", "")
    assert view.described_by == "veld-reden_niet-fout"


@pytest.mark.parametrize(
    ("value", "shown_as_date"),
    [("", True), ("2026-11-22", True), ("2026-02-31", False), ("22-11-2026", False), ("x", False)],
)
def test_a_date_that_the_browser_would_drop_is_shown_as_text(
    value: str, shown_as_date: bool
) -> None:
    given = {"op": (value,)} if value else {}
    assert one(fields("heropening", given), "op").is_iso is shown_as_date
    control = next(a for a in Page(form("heropening", given)).of("input") if a["name"] == "op")
    assert (control["type"], control["value"]) == ("date" if shown_as_date else "text", value)


@pytest.mark.parametrize("soort", WITH_FORM)
def test_every_control_is_labelled_and_tells_the_browser_to_keep_nothing(soort: str) -> None:
    page = Page(form(soort, forms.start(soort)))
    labelled = {label.get("for") for label in page.of("label")}
    controls = page.of("input", "textarea", "select")
    assert controls
    for control in controls:
        assert control["autocomplete"] == "off"
        assert control["name"]
        assert control.get("type") in ("radio", "checkbox") or control["id"] in labelled
    names = {control["name"] for control in controls}
    assert names == set(forms.field_names(soort))


@pytest.mark.parametrize("soort", WITH_FORM)
def test_ids_are_unique_and_what_is_referred_to_exists(soort: str) -> None:
    errors = [FormError(name, f"Fout bij {name}.") for name in forms.field_names(soort)]
    page = Page(form(soort, errors=errors))
    ids = [attrs["id"] for _, attrs in page.elements if attrs.get("id")]
    assert len(set(ids)) == len(ids)
    assert "inhoud" not in ids, "that is the place of the page itself"
    for _, attrs in page.elements:
        assert set((attrs.get("aria-describedby") or "").split()) <= set(ids)
        if attrs.get("for"):
            assert attrs["for"] in ids
        if "href" in attrs:
            assert (attrs["href"] or "").removeprefix("#") in ids


@pytest.mark.parametrize("soort", WITH_FORM)
def test_a_group_of_answers_has_a_legend(soort: str) -> None:
    html = form(soort)
    groups = sum(view.is_group for view in fields(soort, {}))
    assert html.count("<fieldset") == html.count("<legend>") == groups
    assert "*" not in html


def test_errors_stand_on_top_and_at_the_field() -> None:
    errors = (FormError("op", "Vul in wanneer."), FormError("inhoud", "Schrijf op wat."))
    html = form("terugkoppeling", errors=errors)
    assert html.count("Vul in wanneer.") == 2
    assert '<a href="#veld-inhoud">Schrijf op wat.</a>' in html
    assert '<p class="error" id="veld-inhoud-fout">Schrijf op wat.</p>' in html
    assert 'aria-invalid="true"' in html
    assert 'class="errors"' not in form("terugkoppeling")


def test_what_was_typed_is_shown_as_text_never_as_markup() -> None:
    nasty = '"><script>alert(1)</script>&amp;'
    html = form("besluit", {"door": (nasty,), "reden": (f"\n{nasty}",)})
    assert "<script>" not in html
    page = Page(html)
    assert next(a for a in page.of("input") if a["name"] == "door")["value"] == nasty


def test_a_case_without_people_says_so() -> None:
    html = render("_velden.html", velden=fields("gesprek", {}))
    assert "Er staat nog niemand in dit dossier." in html
    Page(html)


def test_an_entry_is_read_as_pairs() -> None:
    html = render("_invoer.html", regels=[("Wat", "Eerst\nlaatst <b>"), ("Aard", "Feit")])
    assert re.findall(r"<dt>(.*?)</dt>", html) == ["Wat", "Aard"]
    assert "<p>Eerst<br>laatst &lt;b&gt;</p>" in html
    assert render("_invoer.html", regels=[]).strip() == ""


def test_no_form_asks_what_another_page_fills_in() -> None:
    assert formviews.fields("begin", {}) == ()
    assert "id" not in [view.name for view in fields("persoon", {})]
    assert [view.name for view in fields("controle", {})] == ["op", "toelichting"]


SIGNAL = {"wat": ("Vader is lui en komt vaak. ግ",), "van_wie": ("李",), "thuis": ("Hij is lui.",)}


def test_a_form_that_comes_back_tells_what_to_look_at_again() -> None:
    views = fields("signaal", SIGNAL, read=True)

    assert [each.words for each in one(views, "wat").remarks.phrases] == ["lui", "vaak"]
    assert one(views, "wat").remarks.characters == "ግ"
    assert one(views, "van_wie").remarks.characters == "李"
    assert not one(views, "thuis").remarks


def test_what_somebody_told_is_read_as_such() -> None:
    views = fields("signaal", {**SIGNAL, "herkomst": ("verteld",)}, read=True)

    assert [each.words for each in one(views, "wat").remarks.phrases] == ["vaak"]


def test_a_new_form_says_nothing_yet() -> None:
    assert not any(view.remarks for view in fields("signaal", SIGNAL))


@pytest.mark.parametrize(("kader", "expected"), [("artsen", 0), ("onderwijs", 1)])
def test_who_writes_decides_about_a_diagnosis(kader: str, expected: int) -> None:
    views = fields("signaal", {"wat": ("Hij heeft ADHD.",)}, profession=kader, read=True)

    assert len(one(views, "wat").remarks.phrases) == expected


@pytest.mark.parametrize(
    ("name", "reading", "told_when"),
    [
        ("wat", "woorden", "x-herkomst=verteld|document"),
        ("van_wie", "tekens", ""),
        ("opgemerkt", "", ""),
        ("herkomst", "", ""),
    ],
)
def test_a_field_tells_the_script_how_it_is_read(name: str, reading: str, told_when: str) -> None:
    view = one(fields("signaal", {}, prefix="x-"), f"x-{name}")

    assert (view.reading, view.told_when) == (reading, told_when)


def test_the_remarks_stand_under_their_field_as_text() -> None:
    views = fields("signaal", {"wat": ("Vader <b>liegt</b>. ግ",)}, profession="artsen", read=True)
    html = render("_velden.html", velden=views)

    notes = [attrs for attrs in Page(html).of("div") if attrs.get("data-taal")]
    first = next(attrs for attrs in notes if attrs["data-taal-van"] == "veld-wat")
    assert first["class"] == "taal taal--vol"
    assert first["data-taal-beroep"] == "artsen"
    assert first["data-taal-verteld-als"] == "herkomst=verteld|document"
    assert ">1 plek om nog eens te lezen</p>" in html
    assert "<li><div><strong>‘liegt’</strong>" in html
    assert "<bdi>ግ</bdi>" in html
    assert {attrs["data-taal-van"] for attrs in notes} <= {
        attrs["id"] for attrs in Page(html).of("textarea", "input")
    }
