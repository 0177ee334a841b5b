"""A copy for one person: nothing of another in it, and nothing that shows what was left out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import page as page_validation
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pypdf import PdfReader
from pypdf.generic import StreamObject

from meldcode.dossier import redact, words
from meldcode.dossier.entries import (
    Begin,
    Correctie,
    Entered,
    Entry,
    Kaderwissel,
    Noodtoegang,
    Opvolging,
    Plain,
    Uitgegeven,
)
from meldcode.dossier.redact import copy_pdf, copy_text, for_person
from tests.dossier import chain as c
from tests.dossier.filing import filed, filed_as

CANARY = "kanariegeel"
NOON = datetime(2026, 9, 3, 12, tzinfo=UTC)
LINA = c.person("p1", naam="Lina Bakker", geboren="2019-05", adres="Dorpsstraat 5, Zwolle")
KARIN = c.person("p2", "ouder", naam="Karin Vos")
OURS = ("p1",)
THEIRS: tuple[tuple[str, ...], ...] = ((), ("p2",), ("p1", "p2"))


def told(*entries: Entry, who: str = "p1") -> str:
    """The text of a copy for Lina, from a file with her, Karin and these entries."""
    return copy_text(for_person(filed(LINA, KARIN, *entries), who))


def own_signal(**given: Any) -> Plain:
    return c.signal(**{"over": OURS, "thuis": "", **given})


OPEN_REPORT = {"wie_geinformeerd": OURS, "reactie": "Zij vond het goed."}


@pytest.mark.parametrize(
    ("entry", "words_"),
    [
        (own_signal(wat="Een rode plek."), "Een rode plek."),
        (own_signal(herkomst="verteld", van_wie="Lina zelf", wat="Ik val vaak."), "Ik val vaak."),
        (c.talk(met=OURS, gezegd="Dat ik mij zorgen maak."), "Dat ik mij zorgen maak."),
        (c.report(**OPEN_REPORT), "Zij vond het goed."),
        (c.agree(wie="Lina", resultaat="Op tijd op school."), "Op tijd op school."),
        (c.attachment(over=OURS, titel="Foto van een arm"), "Foto van een arm"),
        (c.destroy(door=OURS), "Verzoek om te vernietigen"),
    ],
)
def test_what_is_about_one_person_alone_or_said_with_that_person_is_in_it(
    entry: Entry, words_: str
) -> None:
    assert words_ in told(entry)


NOTHING = told()


def test_a_copy_begins_with_who_it_is_for_and_their_own_data() -> None:
    assert NOTHING == (
        "Kopie voor Lina Bakker\n\n1. Persoon\nRol: Kind om wie het gaat\nNaam: Lina Bakker\n"
        "Geboortedatum: mei 2019\nAdres en woonplaats: Dorpsstraat 5, Zwolle\n"
    )


@pytest.mark.parametrize(
    "entry",
    [
        *(c.signal(over=over) for over in THEIRS),
        own_signal(wat="Karin sloeg."),
        own_signal(herkomst="verteld", van_wie="de buurvrouw"),
        own_signal(herkomst="verteld", van_wie="Lina en Karin"),
        own_signal(herkomst="verteld", van_wie=""),
        own_signal(herkomst="document", van_wie="Brief"),
        own_signal(van_wie="de juf"),
        *(c.talk(met=met) for met in THEIRS),
        c.no_talk(met=OURS),
        c.report(wie_geinformeerd=("p2",)),
        c.report(wie_geinformeerd=("p1", "p2")),
        c.report(**OPEN_REPORT, naam_verborgen="ja", naam_grond="bedreiging_professional"),
        c.report(**OPEN_REPORT, naam_reden="bang"),
        c.report(geinformeerd="nee", wie_geinformeerd=OURS, reden_niet="uit_beeld"),
        c.agree(wie="Ouders", resultaat="Op tijd."),
        c.agree_vt(wie="Lina", resultaat="Op tijd."),
        c.attachment(over=OURS, herkomst="de buurvrouw"),
        c.attachment(over=OURS, herkomst=""),
        *(c.attachment(over=over) for over in THEIRS),
        c.destroy(door=("p2",)),
        c.destroy(door=OURS, door_toelichting="een advocaat"),
        c.step("1", "gedaan"),
        c.check(),
        c.consult(),
        c.advice(),
        c.weigh("jjnnj"),
        c.decide(),
        c.follow(5),
        c.feedback(),
        c.question(),
        c.close(),
        c.reopen(),
        Noodtoegang(reden="Ziek.", tot=NOON),
        Uitgegeven(
            op=date(2026, 9, 3),
            vorm="kopie_betrokkene",
            bestand="pdf",
            voor=OURS,
            sha256="0" * 64,
        ),
        c.person("p3", "familie", naam="Noor"),
    ],
)
def test_what_is_not_decidedly_about_one_person_is_not_in_it(entry: Entry) -> None:
    assert told(entry) == NOTHING


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (own_signal(wat="Een plek."), "thuis"),
        (own_signal(wat="Een plek."), "akkoord_door"),
        (c.talk(met=OURS), "mening_kind"),
        (c.talk(met=OURS), "mening_gewogen"),
        (c.talk(met=OURS), "grond_toelichting"),
        (c.report(**OPEN_REPORT), "medewerker"),
        (c.report(**OPEN_REPORT), "kenmerk"),
        (c.agree(wie="Lina"), "vaststellen_hoe"),
        (c.agree(wie="Lina"), "vaststellen_door"),
        (c.destroy(door=OURS), "toelichting"),
        (c.person("p1", naam="Lina"), "relatie"),
        (c.person("p1", naam="Lina"), "veilig_adres"),
    ],
)
def test_a_field_that_tells_of_the_others_is_not_in_it(entry: Entry, field: str) -> None:
    spiked = entry.model_copy(update={field: "kanariegeel"})
    assert CANARY not in told(spiked)
    assert told(spiked) == told(entry.model_copy(update={field: ""}))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (c.talk(met=OURS, gezegd="Dat ik mij zorgen maak."), "gezegd"),
        (c.talk(met=OURS, gezegd="Dat ik mij zorgen maak."), "reactie"),
        (c.talk(met=OURS), "oplossingen"),
        (c.talk(met=OURS), "toestemming"),
        (c.report(**OPEN_REPORT), "reactie"),
        (own_signal(), "gebeurd_toelichting"),
        (c.attachment(over=OURS), "beschrijving"),
        (c.person("p1", naam="Lina"), "toelichting"),
    ],
)
@pytest.mark.parametrize("sentence", ["Alles ging goed. Karin was erbij.", "Vraag het papa."])
def test_a_text_that_may_tell_of_another_goes_as_a_whole_as_if_it_was_never_filled_in(
    entry: Entry, field: str, sentence: str
) -> None:
    emptied = entry.model_copy(update={field: ""})
    assert told(entry.model_copy(update={field: sentence})) == told(emptied)


def test_entries_are_numbered_anew_and_a_follow_up_points_to_its_agreement() -> None:
    copy = told(
        c.weigh("jjnnj"), c.agree(wie="Lina", resultaat="Op tijd."), c.signal(), c.follow(5)
    )
    assert [line for line in copy.splitlines() if line[:1].isdigit()] == [
        "1. Persoon",
        "2. Afspraak",
        "3. Afspraak gehaald",
    ]
    assert "Afspraak: nummer 2" in copy
    assert "aantekening" not in copy


def test_a_follow_up_of_what_is_not_in_it_is_not_either() -> None:
    assert told(c.agree(wie="Karin"), c.follow(4)) == NOTHING


def test_only_the_reading_of_today_is_in_it() -> None:
    copy = told(own_signal(wat="Een rode plek."), c.correct(4, own_signal(wat="Een gele plek.")))
    assert "Een gele plek." in copy
    assert "rode" not in copy
    assert "Verbeterd" not in copy
    assert "Verkeerd overgenomen" not in copy


@pytest.mark.parametrize("becomes", [None, c.signal(over=("p2",), wat="Een rode plek.")])
def test_what_was_withdrawn_or_turned_out_to_be_about_another_is_not_in_it(
    becomes: Plain | None,
) -> None:
    assert told(own_signal(wat="Een rode plek."), c.correct(4, becomes)) == NOTHING


def test_an_earlier_name_and_a_withdrawn_safe_address_still_hide_a_text() -> None:
    hidden = c.person("p2", "ouder", naam="Carina Vos", veilig_adres="Rozenhof 3")
    entries = (hidden, c.correct(4, c.person("p2", "ouder", naam="Karin Vos")))
    for sentence in ("Toen belde carina.", "Lina was in het rozenhof."):
        assert told(*entries, own_signal(wat=sentence)) == NOTHING


def test_no_writer_is_named() -> None:
    assert "Anna" not in told(own_signal(), c.talk(met=OURS))


def test_a_copy_for_another_is_another_copy() -> None:
    copy = told(c.talk(met=("p2",), gezegd="Dat ik help."), own_signal(wat="Een plek."), who="p2")
    assert copy.startswith("Kopie voor Karin Vos\n")
    assert "Dat ik help." in copy
    assert "Een plek." not in copy
    assert "Lina" not in copy


def test_there_is_no_copy_for_somebody_who_is_not_in_the_case() -> None:
    with pytest.raises(KeyError):
        for_person(filed(LINA), "p9")


def test_the_day_stands_on_a_copy_that_has_one() -> None:
    copy = for_person(filed(LINA), "p1", date(2026, 11, 22))
    assert copy_text(copy).startswith("Kopie voor Lina Bakker\nGemaakt op 22 november 2026\n")
    assert "22 november 2026" in pdf_words(copy_pdf(copy))


def test_every_field_of_a_rule_is_one_of_its_kind_and_can_be_told_from_the_others() -> None:
    for model, rule in redact._RULES.items():
        form = words.form_of(model.model_fields["soort"].default)
        kept = {*rule.fields, *rule.texts, *rule.own, *rule.sources}
        assert kept <= set(model.model_fields)
        assert set(rule.needed) <= kept
        kept_labels = {form.field(name).short for name in kept}
        assert not kept_labels & {each.short for each in form.fields if each.name not in kept}


def test_what_is_told_as_it_is_holds_nothing_that_was_typed_freely() -> None:
    typed = {words.Kind.LINE, words.Kind.TEXT, words.Kind.OTHER}
    for model, rule in redact._RULES.items():
        form = words.form_of(model.model_fields["soort"].default)
        free = {name for name in rule.fields if form.field(name).kind in typed}
        assert free <= {"naam"}, "a person's own name is the one exception"


# Files made at random: what is Lina's in plain words, and between it what is hidden, each text of
# which is a canary.
SENTENCES = ("Een rode plek.", "Lina was moe.", "Zij at niets; ze sliep.", "Te laat op school.")


def _spiked(entry: Entry) -> Entry:
    """The entry with a canary in every text that is typed freely."""
    return entry.model_copy(
        update={
            name: CANARY
            for name, info in type(entry).model_fields.items()
            if name not in ("soort", "id", "uitkomst", "sha256")
            and isinstance(getattr(entry, name), str)
            and not get_args(info.annotation)
            and words.form_of(entry.soort).field(name).kind in (words.Kind.LINE, words.Kind.TEXT)
        }
    )


def hidden_entries() -> list[Entry]:
    """One or more of every kind that concerns others, told by others, or is dangerous."""
    spiked: list[Entry] = [
        *(c.signal(over=over) for over in THEIRS),
        own_signal(herkomst="verteld"),
        own_signal(herkomst="document"),
        *(c.talk(met=met) for met in THEIRS),
        c.no_talk(met=OURS),
        c.report(wie_geinformeerd=("p2",)),
        c.report(**OPEN_REPORT, naam_verborgen="ja", naam_grond="bedreiging_gezin"),
        c.agree(),
        c.attachment(over=OURS),
        *(c.attachment(over=over) for over in THEIRS),
        c.destroy(door=("p2",)),
        c.destroy(door=OURS),
        c.step("2"),
        c.consult(),
        c.advice(),
        c.decide("wel"),
        c.feedback(),
        c.question(),
        c.close(),
        c.reopen(),
        Kaderwissel(op=NOON.date(), kader="k", kader_versie="2", kader_hash="h", reden="x"),
        Noodtoegang(reden="x", tot=NOON),
        Uitgegeven(op=NOON.date(), vorm="kopie_betrokkene", bestand="pdf", sha256="a" * 64),
    ]
    others = [c.person(f"p{number}", "familie", adres=CANARY) for number in (2, 3)]
    weighed = c.weigh("jjnnj", redenen={"1": CANARY}, situatie={"x": CANARY}, bon={"x": CANARY})
    return [*map(_spiked, [*spiked, *others]), weighed, c.check(uitkomst=CANARY)]


HIDDEN = hidden_entries()


def visible_entry() -> st.SearchStrategy[Entry]:
    text = st.sampled_from(SENTENCES)
    return st.one_of(
        text.map(lambda said: own_signal(wat=said).model_copy(update={"thuis": CANARY})),
        text.map(lambda said: own_signal(herkomst="verteld", van_wie="Lina", wat=said)),
        text.map(lambda said: c.talk(met=OURS, reactie=said, mening_gewogen=CANARY)),
        text.map(lambda said: c.report(**{**OPEN_REPORT, "reactie": said, "kenmerk": CANARY})),
        text.map(lambda said: c.agree(wie="Lina", resultaat=said, vaststellen_door=CANARY)),
        text.map(lambda said: c.attachment(over=OURS, titel=said).model_copy()),
    )


AGREEMENT = c.agree(wie="Lina", resultaat="Op tijd op school.")
FOLLOW = c.follow(1, toelichting=CANARY)


@st.composite
def mixed(draw: st.DrawFn) -> tuple[list[Entry], list[tuple[Entry, bool]]]:
    """The visible entries, and the same with hidden ones among them (True where hidden)."""
    seen = draw(st.lists(visible_entry(), max_size=5))
    if draw(st.booleans()):
        seen += [AGREEMENT, FOLLOW]
    every: list[tuple[Entry, bool]] = [(each, False) for each in seen]
    for entry in draw(st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=8)):
        every.insert(draw(st.integers(0, len(every))), (entry, True))
        if not isinstance(entry, Noodtoegang | Uitgegeven) and draw(st.booleans()):
            every.append((Correctie(op_nummer=1, reden=CANARY, wordt=None), True))
    return seen, every


def chained(entries: Sequence[tuple[Entry, bool]], authors: Sequence[str]) -> Any:
    """A file with Lina first; follow-ups and corrections point to what is really there."""
    begin = Begin(codenaam=CANARY, kader="k", kader_versie=CANARY, kader_hash=CANARY)
    every: list[tuple[Entry, bool]] = [(begin, True), (LINA, False), *entries]
    rows: list[Entered] = []
    hidden = agreed = 0
    for number, (entry, is_hidden) in enumerate(every, 1):
        if isinstance(entry, Correctie):
            entry = entry.model_copy(update={"op_nummer": hidden})
        elif isinstance(entry, Opvolging) and not is_hidden:
            entry = entry.model_copy(update={"afspraak": agreed})
        elif is_hidden:
            hidden = number
        elif entry is AGREEMENT:
            agreed = number
        author = authors[number % len(authors)]
        rows.append(Entered(number, author, NOON + timedelta(hours=number), entry))
    return filed_as(tuple(rows))


def pdf_words(pdf: bytes) -> str:
    return " ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)


def everything_in(pdf: bytes) -> bytes:
    """The file itself and every stream in it unpacked."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [pdf]
    for number in range(1, int(str(reader.trailer["/Size"]))):
        each = reader.get_object(number)
        if isinstance(each, StreamObject):
            found.append(each.get_data())
        found.append(repr(each).encode())
    return b"\n".join(found)


@settings(max_examples=200, deadline=None)
@given(given_=mixed())
def test_no_text_of_the_hidden_is_ever_in_a_copy(
    given_: tuple[list[Entry], list[tuple[Entry, bool]]],
) -> None:
    copy = copy_text(for_person(chained(given_[1], ["Anna", CANARY]), "p1"))
    assert CANARY not in copy.casefold()


@settings(max_examples=200, deadline=None)
@given(given_=mixed())
def test_a_hidden_entry_changes_nothing_of_a_copy(
    given_: tuple[list[Entry], list[tuple[Entry, bool]]],
) -> None:
    seen, every = given_
    with_hidden = for_person(chained(every, ["Anna", CANARY]), "p1")
    without = for_person(chained([(each, False) for each in seen], ["Anna"]), "p1")
    assert with_hidden == without
    assert len(without.rows) == len(seen) + 1, "all that is Lina's is in it"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_=mixed())
def test_a_hidden_entry_changes_no_byte_of_the_pdf_and_nothing_of_it_is_inside(
    given_: tuple[list[Entry], list[tuple[Entry, bool]]],
) -> None:
    seen, every = given_
    pdf = copy_pdf(for_person(chained(every, ["Anna", CANARY]), "p1"))
    assert pdf == copy_pdf(for_person(chained([(e, False) for e in seen], ["Bram"]), "p1"))
    assert CANARY not in pdf_words(pdf).casefold()
    assert CANARY.encode() not in everything_in(pdf).lower()
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_the_canaries_are_where_they_should_be() -> None:
    kinds = {type(each) for each in HIDDEN}
    assert len(kinds) == 19
    spiked = [each.model_dump_json() for each in HIDDEN]
    assert all(CANARY in each for each in spiked)


def test_a_canary_in_a_pdf_is_found_by_these_tests() -> None:
    row = redact.Row(1, CANARY, (("Reactie", CANARY),))
    pdf = copy_pdf(redact.Copy("Lina", (row,)))
    assert pdf_words(pdf).count(CANARY) == 2
    assert CANARY.encode() in everything_in(pdf), "a heading stands in the outline too"


def test_the_metadata_of_every_copy_is_the_same() -> None:
    one = PdfReader(io.BytesIO(copy_pdf(for_person(filed(LINA, KARIN), "p1"))))
    other = PdfReader(io.BytesIO(copy_pdf(for_person(filed(LINA, KARIN), "p2"))))
    assert one.metadata == other.metadata
    assert one.metadata is not None
    assert set(one.metadata) == {"/Title", "/Creator", "/ModDate", "/CreationDate"}
    assert one.metadata.title == "Kopie"


@pytest.mark.parametrize("profile", ["PDF_A_3A", "PDF_UA_1"])
def test_a_copy_keeps_for_years_and_is_read_aloud(profile: str) -> None:
    wanted = getattr(page_validation.ValidationProfile, profile)
    entries = [own_signal(wat="Een rode plek 😀."), c.talk(met=OURS), AGREEMENT]
    pdf = copy_pdf(for_person(filed(LINA, *entries), "p1"))
    report = page_validation.validate_pdf_bytes(pdf, profile=wanted)
    # The validator takes a stream's last byte for the line end where it happens to be a CR.
    known = "PDFA3A-STREAM-LENGTH-001"
    assert [each for each in report.failures if each.rule_id != known] == []
    assert redact.REPLACED.split()[-1] in pdf_words(pdf)


def test_a_kind_of_entry_without_a_rule_is_never_in_it() -> None:
    kinds: set[type[BaseModel]] = set(words.MODELS.values())
    assert {each.__name__ for each in kinds - set(redact._RULES)} == {
        *("Begin", "Kaderwissel", "Stap", "Controle", "Overleg", "Afweging", "Besluit"),
        *("Terugkoppeling",),
        *("Informatieverzoek", "Noodtoegang", "Uitgegeven", "Afsluiting", "Heropening"),
        "Correctie",
    }
