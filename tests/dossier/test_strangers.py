"""Whether a text may tell of another: rows of sentences, for a copy that is for Lina Bakker."""

from __future__ import annotations

import pytest

from meldcode.dossier.strangers import Sign, Strangers, plain_letters, signs
from tests.dossier.chain import person

LINA = person("p1", naam="Lina Bakker", adres="Dorpsstraat 5, Zwolle", relatie="")
KARIN = person(
    "p2",
    "ouder",
    naam="Karin van der Vliet-Bakker",
    adres="Dorpsstraat 5, Zwolle",
    telefoon="06-12 34 56 78",
)
JAN = person("p3", "ex_partner", naam="Jan Öztürk", adres="Havenkade 12, Deventer")
BO = person("p4", "familie", naam="Bo", veilig_adres="Rozenhof 3, tst 4417")
OTHERS = [KARIN, JAN, BO]
STRANGERS = Strangers(LINA, OTHERS)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Een blauwe plek op de linkerarm, van drie centimeter.",
        "Lina Bakker had geen jas aan. Lina was nat.",
        "lina zei: ‘Ik heb honger.’",
        "Op maandag 9 november was Lina moe.\n- Ze sliep in de les.\n- Ze at niets.",
        "Zij huilde (heel lang) en zei niets meer…",
        "Lina sliep bij ons op school, en zo ja: hoe laat?",
        "Drie keer te laat; op 3, 4 en 12 oktober 2026.",
        "“Waarom?” vroeg ik. “Daarom.”",
    ],
)
def test_what_is_about_this_person_alone_may_be_told(sentence: str) -> None:
    assert not STRANGERS.may_be_in(sentence)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("a name", "Karin was erbij."),
        ("in small letters", "gisteren was karin erbij."),
        ("in capitals", "KARIN WAS ERBIJ."),
        ("of somebody", "Karins jas lag er."),
        ("of somebody, with a mark", "De jas van haar is karin's jas."),
        ("smaller", "Jantje was erbij."),
        ("with another accent", "Kárin was erbij."),
        ("accent left out", "Meneer belde: ozturk."),
        ("with an invisible character", "Kar\u200bin was erbij."),
        ("with a soft hyphen", "Ka\u00adrin was erbij."),
        ("in wide letters", "Ｋａｒｉｎ was erbij."),
        ("shortened", "Kar was erbij."),
        ("a letter too many", "Karrin was erbij."),
        ("a letter wrong", "Karen was erbij."),
        ("two swapped", "Kairn was erbij."),
        ("a part of the surname", "De vliet was erbij."),
        ("a shared surname alone", "Bakker was erbij."),
        ("with a hyphen", "Vliet-Lina was erbij."),
        ("stuck together", "karinvliet belde."),
        ("a very short name", "Bo was erbij."),
        ("a very short name of somebody", "Bos jas."),
        ("initials", "Toen kwam k.v. binnen."),
        ("initials of the first and the last", "Toen kwam k. b. binnen."),
        ("initials with the small words", "Toen kwam k.v.d.v. binnen."),
        ("initials in capitals", "JO was erbij."),
        ("an abbreviation of capitals", "GGZ belde."),
        ("another script", "Карин was erbij."),
        ("a letter of another script", "Kаrin was erbij."),
        ("an unknown name", "De plek zag Ria ook."),
        ("an unknown name after a title", "Gisteren belde dhr. Smit."),
        ("a title alone", "mevrouw belde."),
        ("a letter as a name", "Toen zei K. dat."),
        ("a relative", "De moeder was erbij."),
        ("a relative with something before", "Haar stiefvaders jas."),
        ("a small relative", "Het zusje huilde."),
        ("the neighbours", "De buurvrouw zag het."),
        ("a professional", "De wijkagent belde."),
        ("a child of another", "Er zijn meer kinderen."),
        ("a shelter", "Lina zit in de opvang."),
        ("a hiding place", "Het rozenhof is veilig."),
        ("a number of a hiding place", "Bel 4417."),
        ("a street of another", "Lina liep op de havenkade."),
        ("a town of another", "Zij ging naar deventer."),
        ("a telephone number", "Bel 06 98 76 54 32."),
        ("a postcode", "Zij woont op 7411 AB."),
        ("an address on the net", "Schrijf naar lina@voorbeeld.nl."),
        ("the police", "Er is aangifte gedaan."),
        ("a report", "Dit is gemeld."),
        ("a report, over two lines", "Ik belde veilig\nthuis."),
        ("another entry", "Zie ook aantekening 12."),
        ("a name broken by a line", "Toen kwam ka\nrin binnen."),
        ("a name broken by a line and a hyphen", "Toen kwam ka-\nrin binnen."),
        ("a name letter by letter", "Toen kwam k a r i n binnen."),
        ("a name with its small words stuck to it", "Toen kwam vandervliet binnen."),
        ("a hiding place misspelt", "Het rozenhoff is veilig."),
        ("a hiding place with more behind it", "Het rozenhofje is veilig."),
        ("a hiding place broken by a line", "Het rozen-\nhof is veilig."),
        ("a telephone number with dashes", "Bel 06–98–76–54–32."),
        ("somebody who helps", "De logopedist was erbij."),
        ("a grandmother with something before", "Haar peettante was erbij."),
    ],
)
def test_what_may_be_about_another_is_seen(why: str, sentence: str) -> None:
    assert STRANGERS.may_be_in(sentence), why


def test_of_a_report_that_was_told_the_word_may_be_used() -> None:
    sentence = "Lina vond de melding bij Veilig Thuis goed."
    assert STRANGERS.may_be_in(sentence)
    assert not STRANGERS.may_be_in(sentence, of_a_report=True)
    assert STRANGERS.may_be_in("Karin vond de melding goed.", of_a_report=True)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("Dorpsstraat 5, Zwolle", False),
        ("Stationsweg 8, 8011 AB Zwolle", False),
        ("06-98765432", False),
        ("bij Karin, Stationsweg 8", True),
        ("Rozenhof 8, Zwolle", True),
        ("bij oma", True),
        ("opvang", True),
    ],
)
def test_a_persons_own_address_is_told_unless_it_places_another(address: str, told: bool) -> None:
    assert STRANGERS.may_be_placed(address) is told


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ("Lina", True),
        ("Lina zelf, op school, 12-10-2026", True),
        ("Lina Bakker", True),
        ("", False),
        ("zelf", False),
        ("Bakker", False),
        ("Lina en Karin", False),
        ("de moeder van Lina", False),
        ("de juf", False),
        ("Lina, via een klasgenoot", False),
    ],
)
def test_a_source_is_this_person_only_where_nothing_else_is_said(source: str, alone: bool) -> None:
    assert STRANGERS.is_person(source) is alone


def test_a_persons_own_surname_may_be_told_when_nobody_else_bears_it() -> None:
    alone = Strangers(LINA, [JAN])
    assert not alone.may_be_in("Bakker was moe.")
    assert STRANGERS.may_be_in("Bakker was moe.")


def test_who_has_the_same_name_as_another_is_not_told_apart() -> None:
    twins = Strangers(LINA, [person("p2", naam="Lina Bakker")])
    assert twins.may_be_in("Lina Bakker was moe.")
    assert not twins.may_be_in("Zij was moe.")


@pytest.mark.parametrize("name", ["van de", "王", "?", "Карин"])
def test_beside_somebody_who_can_not_be_recognised_no_text_is_told(name: str) -> None:
    unknown = Strangers(LINA, [person("p2", naam=name)])
    assert unknown.may_be_in("Zij was moe.")
    assert unknown.may_be_placed("Dorpsstraat 5")
    assert not unknown.may_be_in("")


@pytest.mark.parametrize(
    ("relation", "others", "sentence", "told"),
    [
        ("moeder van Noor", [], "Moeder was moe.", False),
        ("moeder van Noor", ["moeder van Karin"], "Moeder was moe.", True),
        ("moeder van Noor", ["oma, moeder van moeder"], "Moeder was moe.", True),
        ("moeder van Noor", ["zus van moeder"], "Moeder was moe.", False),
        ("moeder van Noor", ["vriend van de moeder"], "Moeder was moe.", False),
        ("moeder van Noor", [], "Vader was moe.", True),
        ("", [], "Moeder was moe.", True),
    ],
)
def test_the_word_for_a_relative_may_be_told_when_it_means_this_person(
    relation: str, others: list[str], sentence: str, told: bool
) -> None:
    mother = person("p1", "ouder", naam="Lina Bakker", relatie=relation)
    beside = [person(f"p{i}", "familie", naam="Jan", relatie=r) for i, r in enumerate(others, 2)]
    assert Strangers(mother, beside).may_be_in(sentence) is told


@pytest.mark.parametrize(
    ("rol", "told"), [("ouder", False), ("ander_kind", True), ("ongeboren_kind", True)]
)
def test_the_child_is_this_person_while_it_is_the_only_one(rol: str, told: bool) -> None:
    other = person("p2", rol, naam="Noor")
    assert Strangers(LINA, [other]).may_be_in("Het kind was moe.") is told


def test_even_ones_own_safe_address_is_in_no_text() -> None:
    hidden = person("p1", naam="Lina Bakker", veilig_adres="Rozenhof 3")
    assert Strangers(hidden, []).may_be_in("Ik bracht Lina naar het rozenhof.")


MOTHER = person("p2", "ouder", naam="Karin Vos", relatie="moeder van Lina")
FATHER = person("p3", "ouder", naam="Jan Bakker", relatie="vader van Lina")
WITH_LINA = Strangers(MOTHER, [FATHER], [LINA])


@pytest.mark.parametrize(
    "sentence",
    [
        "Karin haalde Lina op.",
        "Lina Bakker was moe.",
        "Moeder haalde het kind op. Haar dochter was moe.",
        "Zij heeft één kind.",
    ],
)
def test_a_companion_may_be_named_too(sentence: str) -> None:
    assert not WITH_LINA.may_be_in(sentence)
    assert not WITH_LINA.opening(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Jan haalde Lina op.",
        "Bakker haalde Lina op.",
        "Vader haalde Lina op.",
        "Het kleinkind was moe.",
        "Lina woont aan de dorpsstraat.",
    ],
)
def test_beside_a_companion_the_others_and_every_address_stay_hidden(sentence: str) -> None:
    assert WITH_LINA.may_be_in(sentence)


def test_a_child_that_is_no_companion_may_be_the_one_that_is_meant() -> None:
    other = person("p4", naam="Sem")
    assert Strangers(MOTHER, [FATHER, other], [LINA]).may_be_in("Haar kind was moe.")


@pytest.mark.parametrize(
    ("source", "by_relation", "alone"),
    [
        ("Karin", False, True),
        ("Lina", False, False),
        ("Karin en Lina", False, False),
        ("moeder", False, False),
        ("moeder", True, True),
        ("de moeder, op school", True, True),
        ("de moeder van Lina", True, False),
        ("vader", True, False),
    ],
)
def test_a_companion_is_no_source(source: str, by_relation: bool, alone: bool) -> None:
    assert WITH_LINA.is_person(source, by_relation=by_relation) is alone


@pytest.mark.parametrize("relation", ["", "moeder van Sem"])
def test_moeder_is_no_source_where_another_may_be_one(relation: str) -> None:
    other = FATHER.model_copy(update={"relatie": relation})
    assert not Strangers(MOTHER, [other], [LINA]).is_person("moeder", by_relation=True)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Lina was moe. Zij sliep.", None),
        ("Ria was moe.", "Ria"),
        ("Lina was moe.\nStorm ook.", "Storm"),
        ("Het was laat. ‘Ria was moe.’", "Ria"),
        ("Blauwe plekken zag ik.", None),
    ],
)
def test_a_sentence_opens_with_a_word_that_is_no_name(sentence: str, found: str | None) -> None:
    assert STRANGERS.opening(sentence) == (Sign("begin", found) if found else None)


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("Lina was moe.", None),
        ("", None),
        ("Gisteren was Karin erbij.", Sign("naam", "Karin")),
        ("De buurvrouw was erbij.", Sign("naaste", "buurvrouw")),
        ("Lina is gevlucht.", Sign("gevaar", "vlucht")),
        ("Lina was op het rozenhof.", Sign("plek")),
        ("Lina was in deventer.", Sign("plek")),
        ("Dit is gemeld.", Sign("melding", "meld")),
        ("Zie aantekening 12.", Sign("spoor", "aantekening 1")),
        ("Карин was erbij.", Sign("schrift")),
    ],
)
def test_it_is_told_by_which_words_another_is_seen(sentence: str, sign: Sign | None) -> None:
    assert STRANGERS.sign(sentence) == sign


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Karin Jansen, huisarts", False),
        ("Kinderopvang De Hummels", False),
        ("Stichting Vrouwenopvang", True),
        ("Wijkteam Rozenhof", True),
        ("Praktijk 4417", True),
    ],
)
def test_the_words_of_a_reporter_may_name_but_not_place(words: str, where: bool) -> None:
    assert STRANGERS.may_be_where(words) is where


def test_plain_letters_keep_what_is_written() -> None:
    assert plain_letters("Éénøł ﬁjn\u200b") == "Eenol fijn"


def test_the_words_are_written_without_capitals_and_accents() -> None:
    for name, words in signs():
        for word in words:
            assert word == plain_letters(word).casefold(), name
