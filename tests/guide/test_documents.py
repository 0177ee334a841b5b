"""What is taken along: the plain text and the PDF, with every character that somebody may type."""

from __future__ import annotations

import datetime as dt
import io
import random
import re

import page as page_validation
import pytest
from pypdf import PdfReader

from meldcode.guide.documents import BOX, UNDRAWABLE, drawable, to_pdf, to_text
from meldcode.guide.summary import Lack, Line, Summary, summarise
from meldcode.kader.advice import Situation
from meldcode.kader.bezoek import MAX_TEXT, Besluit, Bezoek
from meldcode.kader.load import frameworks
from meldcode.paper.dates import dutch_date
from tests.kader.yardstick import SITUATIONS, VECTORS

FRAMEWORKS = frameworks()
TODAY = dt.date(2026, 3, 2)
FOOTER = re.compile(r"Zonder namen gemaakt met Meldcode, .*? \d+ van \d+")


def filled(kader: str = "artsen") -> Bezoek:
    """A visit with something in every part of the outcome."""
    return (
        Bezoek(kader=kader)
        .step("1", "gedaan")
        .step("2", "overgeslagen", "Niemand bereikbaar op zondag.")
        .answer("1", "ja", (), (), "Blauwe plekken op de rug.")
        .answer("2", "ja", ["structureel.2", "acuut.1"], (), "Het duurt al maanden.")
        .answer("3", "nee", ["kunnen.1"], (), "")
        .answer("5", "ja", ["resultaat.1"], (), "")
        .situation("onveiligheid", "beide")
        .situation("ernstig_gevaar", "nee")
        .tick(["vastleggen"])
        .decide(Besluit("nee", "open", "Eerst overleg.", "aandachtsfunctionaris"))
    )


def reasoned(reason: str) -> Bezoek:
    return Bezoek(kader="onderwijs").answer("1", "ja", (), (), reason)


def summary(bezoek: Bezoek, today: dt.date = TODAY) -> Summary:
    return summarise(FRAMEWORKS[bezoek.kader], bezoek, today)


def reader(bezoek: Bezoek) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(summary(bezoek))))


def words_of(bezoek: Bezoek) -> str:
    """All that the PDF says, without its footers, each white space one space."""
    text = " ".join(" ".join(each.extract_text().split()) for each in reader(bezoek).pages)
    return " ".join(FOOTER.sub("", text).split())


def spaceless(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def sentences(shown: Summary) -> list[str]:
    """What an outcome may not leave out, as it is on the page."""
    plain = shown.kader.plain
    lines: list[Line | Lack] = [*shown.stappen, *shown.situatie, *shown.omslag, *shown.open]
    return [
        shown.melden.titel,
        shown.hulp.titel,
        *(plain(norm) for norm in shown.normen),
        *(todo.titel for _, _, part in shown.delen for todo in part),
        *(plain(why.tekst) for why in shown.redenen),
        *(source for why in shown.redenen for source in why.bronnen),
        *(side for why in shown.redenen for side in (*why.voor, *why.tegen)),
        *(plain(clash.tekst) for clash in shown.tegenspraken),
        *(words for line in lines for words in (line.kop, line.tekst)),
        shown.kader.naam,
        shown.kader.hash,
        "Blauwe plekken op de rug.",
        "Het duurt al maanden.",
        "Eerst overleg.",
        "aandachtsfunctionaris",
        "Ik meld niet",
        "Dit is anders dan het advies",
        "2 maart 2026",
    ]


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_the_plain_text_holds_everything_of_the_outcome(kader: str) -> None:
    shown = summary(filled(kader))
    text = to_text(shown)
    assert [each for each in sentences(shown) if each not in text] == []
    assert "[x] Leg je afwegingen vast" in text


@pytest.mark.parametrize("kader", FRAMEWORKS)
def test_the_pdf_holds_everything_of_the_outcome(kader: str) -> None:
    shown = summary(filled(kader))
    pdf = spaceless(words_of(filled(kader)))
    wanted = [*sentences(shown), "met de functie van wie besliste (gedaan)"]
    wanted += [shown.kader.plain(todo.tekst) for _, _, part in shown.delen for todo in part]
    assert [each for each in wanted if long_dashes(spaceless(each)) not in long_dashes(pdf)] == []


def long_dashes(text: str) -> str:
    """The dash before an item of a list is longer in the PDF."""
    return text.replace("-", "–")


@pytest.mark.parametrize("kader", ["artsen", "justitie"])
def test_neither_document_asks_for_names_or_leaves_a_place_for_them(kader: str) -> None:
    for text in (to_text(summary(filled(kader))), words_of(filled(kader))):
        assert "@" not in text
        assert not re.search(r"(?i)\b(naam|e-mail|telefoonnummer|geboortedatum|bsn)\b *:", text)
        numbers = set(re.findall(r"\b0\d[\d-]{6,}\b", text))
        assert numbers <= {fact.waarde for fact in FRAMEWORKS[kader].facts.values()}


def test_the_plain_text_begins_with_the_short_of_it() -> None:
    lines = to_text(summary(filled())).split("\n")
    assert lines[0] == "Meldcode, artsen (Arts), 2 maart 2026"
    assert lines[2].startswith("Bel nu")
    assert lines[3] == "Bel: 112 (Noodnummer); 0800-2000 (Veilig Thuis)."
    assert lines[4].startswith("Zeg dit eerst: 'Ik bel voor mijn werk")
    assert lines[6:8] == [
        "Advies over melden: Ja, meld bij Veilig Thuis.",
        "Advies over hulp: Ja, maar niet door jou.",
    ]


def test_what_is_taken_along_holds_every_duty_whole() -> None:
    shown = summary(filled())
    for text in (" ".join(to_text(shown).split()), " ".join(words_of(filled()).split())):
        for _, _, todos in shown.delen:
            for todo in todos:
                assert todo.titel in text
                for line in shown.kader.plain(todo.tekst).splitlines():
                    assert " ".join(line.removeprefix("- ").split()) in text


def test_without_a_decision_of_ones_own_there_is_no_part_for_it() -> None:
    bezoek = reasoned("Gehoord.")
    assert "Mijn besluit" not in to_text(summary(bezoek))
    assert "Mijn besluit" not in words_of(bezoek)


def test_an_empty_visit_has_an_outcome_on_paper_too() -> None:
    empty = Bezoek(kader="gemeenschappelijk")
    assert words_of(empty).count("Dat is nog open") == 2
    assert to_text(summary(empty)).count("Dat is nog open") == 2


def test_the_same_outcome_gives_the_same_bytes() -> None:
    assert to_pdf(summary(filled())) == to_pdf(summary(filled()))
    assert to_pdf(summary(filled())) != to_pdf(summary(filled(), TODAY + dt.timedelta(days=1)))


def test_every_page_is_numbered() -> None:
    pages = [each.extract_text() for each in reader(filled()).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert f"{number} van {len(pages)}" in text


def test_a_pdf_tells_nothing_of_the_answers_outside_its_pages() -> None:
    file, other = reader(filled()), reader(reasoned("Iets heel anders."))
    assert file.metadata == other.metadata
    assert file.metadata is not None
    assert file.metadata.title == "Meldcode: uitkomst"
    assert file.metadata.author is None
    assert dict(file.attachments) == {}
    xmp = file.xmp_metadata
    assert xmp is not None
    told = xmp.stream.get_data().decode()
    assert "Meldcode: uitkomst" in told
    for secret in ("Blauwe", "maanden", "artsen", "Artsen", "noodzakelijk", "Veilig Thuis"):
        assert secret not in told


@pytest.mark.parametrize(
    "bezoek",
    [
        pytest.param(filled(), id="filled"),
        pytest.param(Bezoek(kader="gemeenschappelijk"), id="empty"),
        pytest.param(reasoned("漢😀\x00 e\u0301 \u200f" + "x" * 3000), id="strange"),
    ],
)
@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_a_pdf_keeps_for_years_and_is_read_aloud(bezoek: Bezoek, profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    pdf = to_pdf(summary(bezoek))
    report = page_validation.validate_pdf_bytes(pdf, profile=wanted)
    # The validator takes a stream's last byte for the line end where it happens to be a CR.
    known = "PDFA3A-STREAM-LENGTH-001"
    assert [
        failure
        for failure in report.failures
        if not (failure.rule_id == known and lengths_match(pdf))
    ] == []


def test_the_check_of_the_pdf_sees_what_is_wrong() -> None:
    broken = (
        to_pdf(summary(filled())).replace(b"/Lang", b"/Gnal").replace(b"/MarkInfo", b"/MarkNone")
    )
    wanted = page_validation.ValidationProfile.PDF_UA_1
    assert not page_validation.validate_pdf_bytes(broken, profile=wanted).is_compliant


STRANGE = {
    "emoji": "😀",
    "emoji of several": "👩\u200d⚕\ufe0f",
    "chinese": "漢字",
    "ethiopic": "ሀለ",
    "arabic": "عربي",
    "hebrew": "עברית",
    "greek": "Ωμέγα",
    "combining alone": "\u0301\u0302",
    "combining without a letter for it": "x\u0301",
    "nul": "\x00",
    "control": "\x01\x07\x1b\x7f\x85",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "direction": "\u200e\u202e\u2066",
    "private use": "\ue000\U000f0000",
    "not a character": "\uffff\U0010ffff",
    "half a character": "\ud800",
    "line separators": "\u2028\u2029\x0b\x0c\r",
    "tags": "\U000e0041",
    "mathematics": "𝔐ℝ∑",
    "variation": "\ufe0f",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_a_character_that_cannot_be_drawn_shows_as_a_box(text: str) -> None:
    shown = "".join(character if character == "x" else BOX for character in drawable(text))
    assert BOX in shown
    assert f"voor 1{shown}1 na" in words_of(reasoned(f"voor 1{text}1 na"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("e\u0301e\u0301n, cre\u0300me, gei\u0308nd", "één, crème, geïnd"),
        ("een\ttab", "een tab"),
        ("€ 5, ‘zo’ en “zus” – of … —", "€ 5, ‘zo’ en “zus” – of … —"),
        ("Šárka, Łukasz, Åsa, Müller, ĳs", "Šárka, Łukasz, Åsa, Müller, ĳs"),
    ],
)
def test_what_can_be_drawn_is_drawn_as_it_is(typed: str, shown: str) -> None:
    assert drawable(typed) == shown
    assert shown in words_of(reasoned(typed))


def test_every_character_that_is_let_through_has_a_shape() -> None:
    every = [chr(code) for code in range(0x110000)]
    passing = [each for each in every if not UNDRAWABLE.match(each) and each != "\n"]
    assert len(passing) > 300
    text = spaceless(words_of(reasoned(" ".join([*passing, BOX]))))
    # A soft hyphen is drawn only where a line ends in it.
    lost = [
        each for each in passing if each != "\u00ad" and not each.isspace() and each not in text
    ]
    assert lost == []


def test_all_the_texts_of_the_frameworks_can_be_drawn() -> None:
    for framework in FRAMEWORKS.values():
        for group in framework.collections.values():
            for item in group.values():
                text = framework.plain(item.model_dump_json())
                assert BOX not in drawable(text), item.id


MARKS = '#panic("x") $x^2$ *vet* _schuin_ `code` <label> @bron \\ // weg /* weg */ ~ -- "a" \'b\''


@pytest.mark.parametrize(
    "line",
    [MARKS, "= kop", "== kop", "- punt", "+ punt", "/ woord: uitleg", "#import", "]", "[", "#"],
)
def test_what_somebody_wrote_is_never_read_as_markup(line: str) -> None:
    bezoek = (
        Bezoek(kader="artsen")
        .answer("1", "ja", (), (), f"Eerst\n{line}\nlaatst")
        .step("1", "overgeslagen", line)
        .decide(Besluit("nee", "nee", line, line))
    )
    text = spaceless(words_of(bezoek))
    assert text.count(spaceless(line)) >= 4
    assert spaceless(f"Eerst {line} laatst") in text
    assert to_text(summary(bezoek)).count(line) >= 4


def test_lines_of_a_reason_stay_lines() -> None:
    text = "\n".join(each.extract_text() for each in reader(reasoned("Een\n\nTwee\nDrie")).pages)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    start = lines.index("Een")
    assert lines[start : start + 3] == ["Een", "Twee", "Drie"]


@pytest.mark.parametrize("character", ["m", "漢", "W", "😀"])
def test_the_longest_reason_without_a_space_stays_on_the_paper(character: str) -> None:
    text = character * MAX_TEXT
    file = reader(reasoned(text))
    shown = spaceless("".join(each.extract_text() for each in file.pages))
    assert drawable(character) * 30 in shown
    runs = [
        part
        for each in file.pages
        for line in each.extract_text().split("\n")
        for part in line.split()
        if set(part) == {drawable(character)}
    ]
    assert sum(map(len, runs)) == MAX_TEXT
    assert max(map(len, runs)) <= 60  # the narrowest of these takes 7 points, a line 470


@pytest.mark.parametrize("kader", ["artsen", "onderwijs"])
def test_every_drawn_outcome_has_a_pdf(kader: str) -> None:
    chance = random.Random(2026)
    for vector in chance.sample(VECTORS, 60):
        situation = chance.choice(SITUATIONS)
        bezoek = Bezoek(
            kader=kader,
            afwegingen=vector,
            situatie=Situation(**situation),
            gevraagd=frozenset(situation),
        )
        shown = summary(bezoek)
        pdf = PdfReader(io.BytesIO(to_pdf(shown)))
        first = spaceless(pdf.pages[0].extract_text())
        assert spaceless(shown.melden.titel) in first
        assert spaceless(shown.hulp.titel) in first


def test_a_date_is_written_in_dutch() -> None:
    assert dutch_date(dt.date(2026, 12, 1)) == "1 december 2026"


def lengths_match(pdf: bytes) -> bool:
    """Whether every stream is as long as it says: its end mark follows right after."""
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\n", pdf))
    assert len(streams) == pdf.count(b"\nendstream")
    return all(pdf[found.end() + int(found[1]) :].startswith(b"\nendstream") for found in streams)
