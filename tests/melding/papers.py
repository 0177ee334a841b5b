"""A report with something in every field, and what its documents say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from meldcode.dossier.entries import Persoon
from meldcode.melding.document import Document
from meldcode.melding.report import (
    Feit,
    Melder,
    Omgeving,
    Report,
    Stappen,
    Verteld,
    Vraag,
    Zorgen,
)

TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HIDING = "Schuilplaats Zonnebloem 9"

SANNE = Persoon(id="p1", rol="kind", naam="Sanne Vos", geboren="2019-05", toelichting="Groep 4.")
KARIN = Persoon(
    id="p2",
    rol="ouder",
    naam="Karin Vos",
    geboren="1990-02-03",
    relatie="moeder van Sanne",
    gezag="ja",
    adres="Dorpsstraat 5, Leiden",
    veilig_adres=HIDING,
    telefoon="06 0000 0001",
    toelichting="Woont tijdelijk elders.",
)
PIET = Persoon(id="p3", rol="ouder", naam="Piet Vos", relatie="vader van Sanne", gezag="onbekend")
OMA = Persoon(id="p4", rol="familie", naam="Riet Bakker", relatie="oma van Sanne")

SEEN = Feit(
    id="f1",
    wat="Sanne had drie blauwe plekken op haar linkerarm.",
    gebeurd="2026-11-03",
    gebeurd_toelichting="rond half elf, in de klas",
    herkomst="zelf_gezien",
    over=("p1",),
)
HEARD = Feit(
    id="f2",
    wat="Karin zegt dat Piet haar duwde.\nSanne stond in de deur.",
    gebeurd="2026-10",
    herkomst="verteld",
    van_wie="Karin Vos",
    over=("p1", "p2", "p3"),
)
READ = Feit(id="f3", wat="Sanne was zeven keer ziek.", herkomst="document", van_wie="verzuimlijst")
KEPT = Feit(id="f4", wat="De buurman vindt Piet vreemd.", herkomst="verteld", mee="nee")

REPORT = Report(
    melder=Melder(
        naam="Anna de Wit",
        functie="Leerkracht",
        organisatie="De Klimop",
        telefoon="06 0000 0009",
        bereikbaar="elke dag tot vijf uur",
        kent_van="Sanne zit sinds 2025 bij mij in de klas.",
    ),
    zorgen=Zorgen(
        gaat_over="kind",
        vormen=("lichamelijk", "getuige"),
        sinds="oktober 2026",
        acuut="onbekend",
        acuut_toelichting="Piet is vrijdag weer thuis.",
    ),
    mensen=(SANNE, KARIN, PIET, OMA),
    feiten=(SEEN, HEARD, READ, KEPT),
    stappen=Stappen(signalen="Sinds september.", overleg="Op 5 november met Veilig Thuis."),
    verteld=(
        Verteld(
            id="p2", verteld="ja", op=date(2026, 11, 20), reactie="Ze schrok.", instemming="ja"
        ),
        Verteld(
            id="p3",
            verteld="nee",
            grond="veiligheid_betrokkenen",
            grond_toelichting="Hij dreigde met een mes.",
            wanneer_wel="na overleg met Veilig Thuis",
        ),
    ),
    omgeving=Omgeving(steun="Riet past op.", hulpverleners="Wijkteam Noord"),
    vraag=Vraag(gevraagd="Kom snel langs.", zelf="Ik spreek Sanne elke dag.", overig="Geen tolk."),
)


def changed(report: Report = REPORT, /, **parts: dict[str, Any]) -> Report:
    """A report with some fields of some parts changed: `changed(melder={"naam": "X"})`."""
    new = {name: getattr(report, name).model_copy(update=with_) for name, with_ in parts.items()}
    return report.model_copy(update=new)


def told(document: Document) -> dict[str, list[list[str]]]:
    """Every section by its id: of each block its heading, if any, and its lines."""
    return {
        section.id: [
            [
                *filter(None, (block.heading,)),
                *(f"{each.label}: {each.text}" for each in block.lines),
            ]
            for block in section.blocks
        ]
        for section in document.sections
    }


def words_of(document: Document) -> str:
    """All that a document says."""
    head = (document.title, *document.under, *document.closing)
    return "\n".join((*head, str(told(document)), *(each.heading for each in document.sections)))


STRANGE = (
    "漢 😀 \x00 e\u0301 \u200fעברית ع ሰላም 王小明 \u202eom\ud7ff " + "👩\u200d⚕\ufe0f" + "x" * 500
)


def strange() -> Report:
    """Texts of 40,000 characters, longer than a form takes, and every strange character."""
    long = ("woord " * 6666 + "slot")[:40_000]
    return changed(
        REPORT.model_copy(
            update={
                "mensen": (SANNE.model_copy(update={"naam": STRANGE}), KARIN),
                "feiten": (
                    SEEN.model_copy(update={"wat": long, "van_wie": STRANGE}),
                    HEARD.model_copy(update={"wat": "W" * 20_000, "van_wie": "漢" * 20_000}),
                ),
            }
        ),
        vraag={"overig": STRANGE},
    )
