"""A document as plain text: what is pasted in a form, and the whole."""

from __future__ import annotations

from meldcode.melding import documents, plain
from meldcode.melding.document import Block, Document, Line, Section
from tests.melding.papers import REPORT, TODAY

DOCUMENT = Document(
    kind="melding",
    title="Melding",
    under=("Gemaakt vandaag",),
    sections=(
        Section(
            "mensen",
            "Wie",
            (
                Block("Sanne", (Line("Rol", "Kind"), Line("Gezag", "Nee"))),
                Block("", (Line("Steun", "Oma.\n\nOok opa."),)),
            ),
        ),
        Section("vraag", "De vraag", (Block("Alleen een kop", ()),)),
    ),
    closing=("Slot.",),
)


def test_a_section_is_pasted_as_labels_with_an_empty_line_between_blocks() -> None:
    assert plain.sections(DOCUMENT) == (
        plain.Pasted(
            "mensen", "Wie", "Sanne\nRol: Kind\nGezag: Nee\n\nSteun:\n  Oma.\n\n  Ook opa."
        ),
        plain.Pasted("vraag", "De vraag", "Alleen een kop"),
    )


def test_the_whole_has_its_title_headings_and_closing() -> None:
    assert plain.to_text(DOCUMENT) == (
        "Melding\n=======\nGemaakt vandaag\n\n"
        "Wie\n---\nSanne\nRol: Kind\nGezag: Nee\n\nSteun:\n  Oma.\n\n  Ook opa.\n\n"
        "De vraag\n--------\nAlleen een kop\n\n"
        "Slot.\n"
    )


def test_an_empty_document_is_its_title_and_what_stands_under_it() -> None:
    bare = Document(kind="melding", title="Melding", under=("Vandaag",), sections=())
    assert plain.to_text(bare) == "Melding\n=======\nVandaag\n"


def test_every_section_of_a_report_can_be_pasted() -> None:
    document = documents.for_vt(REPORT, TODAY)
    pasted = plain.sections(document)
    assert [each.id for each in pasted] == [each.id for each in document.sections]
    assert pasted[2].text == (
        "Het gaat om: Signalen bij of over een kind\n"
        "Vorm van geweld: Lichamelijk geweld; Getuige zijn van geweld\n"
        "Sinds: oktober 2026\n"
        "Direct gevaar nu: Weet ik niet\n"
        "Het gevaar nu: Piet is vrijdag weer thuis."
    )
