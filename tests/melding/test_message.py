"""A report as a message: what goes out, what never does, and what is refused when read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import BaseModel

from meldcode.dossier.entries import Persoon
from meldcode.melding import message
from meldcode.melding.message import MessageError
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

MADE = datetime(2026, 11, 22, 14, 5, 6, 789, tzinfo=UTC)


def _filled(model: type[BaseModel], where: str, **fixed: Any) -> dict[str, Any]:
    """Every free text of a part as its own place: `melder.naam`."""
    texts = (name for name, info in model.model_fields.items() if _is_text(info.annotation))
    return {name: f"<{where}.{name}>" for name in texts if name != "id"} | fixed


def _is_text(annotation: Any) -> bool:
    return annotation is str


def _person(number: int, **fixed: Any) -> Persoon:
    dates = {"geboren": "2019-03", "uitgerekend": "2027"}
    return Persoon(**_filled(Persoon, f"p{number}", id=f"p{number}", gezag="ja", **dates, **fixed))


def _fact(number: int, **fixed: Any) -> Feit:
    return Feit(
        **_filled(Feit, f"f{number}", id=f"f{number}", gebeurd="2026-11-03", regel=77, **fixed)
    )


def report(**changed: Any) -> Report:
    """A report in which everything is filled in, each text with its own place."""
    whole = Report(
        beroep="artsen",
        melder=Melder(
            **_filled(Melder, "melder", naam_verborgen="ja", naam_grond="bedreiging_gezin")
        ),
        zorgen=Zorgen(
            **_filled(Zorgen, "zorgen", gaat_over="kind", vormen=("getuige",), acuut="ja"),
            toestemming="onbekend",
        ),
        mensen=(
            _person(3, rol="client"),
            _person(4, rol="kind", veilig_adres=""),
            _person(9, rol="familie"),
        ),
        feiten=(
            _fact(2, herkomst="zelf_gezien", over=("p9", "p4")),
            _fact(5, herkomst="document", mee="nee"),
            _fact(8, herkomst="verteld", over=("p3",), nodig=""),
        ),
        stappen=Stappen(**_filled(Stappen, "stappen")),
        verteld=(
            Verteld(id="p9", **_filled(Verteld, "verteld9", verteld="nee", grond="uit_beeld")),
            Verteld(id="p3", **_filled(Verteld, "verteld3", verteld="ja", op=date(2026, 11, 20))),
            Verteld(id="p4"),
        ),
        omgeving=Omgeving(**_filled(Omgeving, "omgeving")),
        vraag=Vraag(**_filled(Vraag, "vraag")),
        niet_bekend=("zorgen.sinds", "persoon.p9.gezag", "feit.f8.over", "persoon.p1.adres"),
    )
    return whole.model_copy(update=changed)


def restrained(**changed: Any) -> Report:
    """The same on an adult who refused freely."""
    concerns = report().zorgen.model_copy(
        update={"gaat_over": "volwassene", "toestemming": "geweigerd_vrij"}
    )
    return report(zorgen=concerns, **changed)


def sent(whole: Report) -> dict[str, Any]:
    """The message as another program reads it."""
    found: dict[str, Any] = json.loads(message.to_json(whole, MADE))
    return found


def told(whole: Report) -> set[str]:
    """The places whose text stands in the message."""
    text = message.to_json(whole, MADE).decode()
    return {place for place in PLACES if place in text}


PLACES = {
    text
    for text in report().model_dump_json().replace("\\n", " ").split('"')
    if text.startswith("<") and text.endswith(">")
}
NEVER = {"<p3.veilig_adres>", "<p9.veilig_adres>"}
NOT_ALONG = {"<f5.wat>", "<f5.gebeurd_toelichting>", "<f5.van_wie>", "<f5.nodig>"}
# Of what one saw nobody told, and who was told of the report has no reason not to be.
NOT_ASKED = {
    "<f2.van_wie>",
    "<verteld3.grond_toelichting>",
    "<verteld3.wanneer_wel>",
    "<verteld9.reactie>",
}
WHEN_REFUSED = {"<zorgen.gevaar>", "<f2.nodig>"}


def test_all_of_a_report_is_told_but_what_may_not_go_out() -> None:
    assert told(report()) == PLACES - NEVER - NOT_ALONG - NOT_ASKED - WHEN_REFUSED
    assert len(PLACES) == 55


def test_a_restrained_report_tells_only_of_whom_the_facts_are_about() -> None:
    whole = restrained()
    assert [each["rol"] for each in sent(whole)["mensen"]] == ["client", "kind", "familie"]
    facts = (whole.feiten[0].model_copy(update={"over": ("p4",)}), *whole.feiten[1:])
    fewer = restrained(feiten=facts)
    assert [each["rol"] for each in sent(fewer)["mensen"]] == ["client", "kind"]
    gone = {place for place in PLACES if place.startswith(("<p9.", "<verteld9."))}
    notes = {"<p3.toelichting>", "<p4.toelichting>"}
    refused = {"<f8.wat>", "<f8.gebeurd_toelichting>", "<f8.van_wie>"}
    beside = {
        "<stappen.signalen>",
        "<stappen.hulp>",
        "<omgeving.steun>",
        "<omgeving.hulpverleners>",
    }
    left = PLACES - NEVER - NOT_ALONG - NOT_ASKED - gone - notes - refused - beside
    assert told(fewer) == left
    assert sent(fewer)["niet_bekend"] == ["zorgen.sinds"]


def test_signals_of_a_parent_tell_no_facts_about_children() -> None:
    concerns = report().zorgen.model_copy(update={"gaat_over": "oudersignalen"})
    found = sent(report(zorgen=concerns))
    assert [(each["nummer"], each["wat"]) for each in found["feiten"]] == [(1, "<f8.wat>")]
    notes = [each["toelichting"] for each in found["mensen"]]
    assert notes == ["<p3.toelichting>", "", "<p9.toelichting>"]


@pytest.mark.parametrize(
    ("about", "told"), [("kind", "nee"), ("oudersignalen", "nee"), ("volwassene", None)]
)
def test_whether_there_are_other_children_goes_along_where_it_was_asked(
    about: str, told: str | None
) -> None:
    asked = {"gaat_over": about, "andere_kinderen": "nee"}
    concerns = report().zorgen.model_copy(update=asked)
    assert sent(report(zorgen=concerns))["zorgen"]["andere_kinderen"] == told
    assert sent(report())["zorgen"]["andere_kinderen"] is None


def test_a_safe_address_in_a_text_is_taken_out_and_that_there_is_one_is_told() -> None:
    hiding = _person(3, rol="client").model_copy(update={"veilig_adres": "Rozenhof 3, Ede"})
    concerns = report().zorgen.model_copy(update={"sinds": "zij op rozen-\nhof 3 zit"})
    found = sent(report(mensen=(hiding,), zorgen=concerns, feiten=(), verteld=()))
    assert found["zorgen"]["sinds"] == "zij op (veilig adres, bekend bij de melder) zit"
    assert found["mensen"][0]["veilig_adres_bekend"] is True
    assert "hof" not in json.dumps(found)


def test_a_reporter_who_stays_unknown_leaves_nothing_behind() -> None:
    melder = report().melder.model_copy(update={"bij_vt": "onbekend"})
    unknown = report(melder=melder, niet_bekend=("melder.telefoon", "zorgen.sinds"))
    assert sent(unknown)["melder"] == {"onbekend": True}
    assert sent(unknown)["niet_bekend"] == ["zorgen.sinds"]
    assert {place for place in told(unknown) if place.startswith("<melder.")} == set()
    assert b"artsen" not in message.to_json(unknown, MADE)


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        ("ja", {"grond": "bedreiging_gezin", "reden": "<melder.naam_reden>"}),
        ("nee", None),
    ],
)
def test_a_name_kept_from_the_family_says_so_with_ground_and_reason(
    hidden: str, expected: object
) -> None:
    melder = report().melder.model_copy(update={"naam_verborgen": hidden})
    assert sent(report(melder=melder))["melder"]["naam_verborgen"] == expected


def test_people_and_facts_are_numbered_anew() -> None:
    found = sent(report())
    assert [(each["id"], each["naam"]) for each in found["mensen"]] == [
        ("p1", "<p3.naam>"),
        ("p2", "<p4.naam>"),
        ("p3", "<p9.naam>"),
    ]
    assert [(each["nummer"], each["over"]) for each in found["feiten"]] == [
        (1, ["p3", "p2"]),
        (2, ["p1"]),
    ]
    assert [each["persoon"] for each in found["verteld"]] == ["p1", "p3"]
    assert found["niet_bekend"] == ["zorgen.sinds", "persoon.p3.gezag", "feit.f2.over"]


def test_a_safe_address_only_says_that_there_is_one() -> None:
    assert [each["veilig_adres_bekend"] for each in sent(report())["mensen"]] == [True, False, True]


def test_consent_is_told_of_adults_alone() -> None:
    assert sent(report())["zorgen"]["toestemming"] is None
    assert sent(restrained())["zorgen"]["toestemming"] == "geweigerd_vrij"


@pytest.mark.parametrize("field", ["mee", "afschrift", "onherleidbaar", "regel", "soort", "zaak"])
def test_no_field_for_the_professional_alone_has_a_name_in_it(field: str) -> None:
    assert f'"{field}":'.encode() not in message.to_json(report(), MADE)


def test_a_question_whose_name_we_would_not_give_is_left_out() -> None:
    asked = ("zorgen.sinds", "Piet Jansen", "", "a.b.c.d.e", "andere_kinderen", "andere_kinderen")
    assert sent(report(niet_bekend=asked))["niet_bekend"] == ["zorgen.sinds", "andere_kinderen"]


@pytest.mark.parametrize(
    "made", [MADE, MADE.astimezone(timezone(timedelta(hours=1))), MADE.replace(microsecond=0)]
)
def test_the_moment_is_in_utc_and_whole_seconds(made: datetime) -> None:
    text = message.to_json(report(), made)
    assert json.loads(text)["gemaakt"] == "2026-11-22T14:05:06Z"
    assert text == message.to_json(report(), MADE)


@pytest.mark.parametrize("whole", [report(), restrained(), Report()])
def test_a_message_that_was_made_is_read_back_as_it_was(whole: Report) -> None:
    assert message.read(message.to_json(whole, MADE)) == message.of(whole, MADE)


GOOD = message.to_json(report(), MADE).decode()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"versie": 1', '"versie": 2', "versie die dit programma niet kent"),
        ('"versie": 1', '"versie": true', "versie die dit programma niet kent"),
        ('"versie": 1', '"versie": "1"', "versie die dit programma niet kent"),
        ("meldcode-melding", "meldcode-dossier", "Dit is geen bericht van een melding."),
        ('"versie": 1,', '"versie": 1, "versie": 1,', "of er staat een veld twee keer in"),
        ('"steun":', '"hulpverleners": "x", "steun":', "of er staat een veld twee keer in"),
        ('"steun": "<', '"GEHEIM": "", "steun": "<', "klopt niet, bij 'omgeving'."),
        ('"steun":', '"steunt":', "klopt niet, bij 'omgeving.steun'."),
        ('"rol": "kind"', '"rol": "GEHEIM"', "klopt niet, bij 'mensen.1.rol'."),
        ('"onbekend": false', '"onbekend": true', "klopt niet, bij 'melder'."),
        ('"2026-11-03"', '"3 november"', "klopt niet, bij 'feiten.0.gebeurd'."),
        ('"2026-11-03"', '"2026-02-30"', "klopt niet, bij 'feiten.0.gebeurd'."),
        ('"2026-11-20"', "20260", "klopt niet, bij 'verteld.0.op'."),
        ("14:05:06Z", "14:05:06+01:00", "klopt niet, bij 'gemaakt'."),
        ("14:05:06Z", "14:05:06+00:00", "klopt niet, bij 'gemaakt'."),
        ("14:05:06Z", "25:05:06Z", "klopt niet, bij 'gemaakt'."),
        ('"2026-11-22T14:05:06Z"', "1795356306", "klopt niet, bij 'gemaakt'."),
        ("14:05:06Z", "14:05:06.5Z", "klopt niet, bij 'gemaakt'."),
        ("14:05:06Z", "14:05:06", "klopt niet, bij 'gemaakt'."),
        ('"nummer": 2', '"nummer": 3', "Dit bericht klopt niet."),
        ('"id": "p2"', '"id": "p1"', "Dit bericht klopt niet."),
        ('"p3",\n        "p2"', '"p7"', "Dit bericht klopt niet."),
        ('"persoon": "p3"', '"persoon": "p4"', "Dit bericht klopt niet."),
        ('"nummer": 2', '"nummer": NaN', "Dit bericht is geen geldige JSON"),
    ],
)
def test_a_message_that_is_not_right_is_refused_without_repeating_it(
    old: str, new: str, why: str
) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(MessageError) as refused:
        message.read(GOOD.replace(old, new, 1).encode())
    assert why in str(refused.value)
    assert "GEHEIM" not in str(refused.value)
    assert "<" not in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe{}", b"[" * 100_000, GOOD.encode("utf-16"), GOOD.encode() * 2],
    ids=["nothing", "half", "no utf-8", "deep", "utf-16", "two"],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(MessageError, match="geen geldige JSON"):
        message.read(data)


@pytest.mark.parametrize("data", [b"[]", b"1", b'"meldcode-melding"', b"null", b"{}"])
def test_other_json_is_no_message(data: bytes) -> None:
    with pytest.raises(MessageError, match=r"^Dit is geen bericht van een melding\.$"):
        message.read(data)


def test_two_megabytes_are_read_and_a_byte_more_is_not() -> None:
    spaces = b" " * (message.MOST_BYTES - len(GOOD.encode()))
    assert message.read(GOOD.encode() + spaces).versie == 1
    with pytest.raises(MessageError, match=r"te groot \(meer dan 2 MB\)"):
        message.read(GOOD.encode() + spaces + b" ")


def test_a_report_that_could_not_be_read_back_is_not_made() -> None:
    facts = tuple(Feit(id=f"f{n}", wat="x" * 20_000, herkomst="zelf_gezien") for n in range(1, 102))
    with pytest.raises(MessageError, match="te groot voor een bericht"):
        message.to_json(report(feiten=facts), MADE)
    assert message.to_json(report(feiten=facts[:90]), MADE)


def test_names_in_any_script_and_odd_texts_come_back_as_they_were() -> None:
    odd = 'ሰላም 李小龍 🙂 "\\\n\t<b>\u202eabc\x00\u200b'
    people = (Persoon(id="p1", rol="kind", naam="ሰላም 李"),)
    whole = Report(mensen=people, stappen=Stappen(signalen=odd))
    back = message.read(message.to_json(whole, MADE))
    assert (back.mensen[0].naam, back.stappen.signalen) == ("ሰላም 李", odd)
