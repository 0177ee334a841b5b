"""The words of the case file: all that a person reads of an entry, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from meldcode.dossier import entries, words
from meldcode.dossier.words import Condition, FieldWords, FormWords, Kind, form_of, option_label
from meldcode.kader.load import CONTENT, load_registers
from meldcode.kader.reading import ContentError

SOORTEN = tuple(model.model_fields["soort"].default for model in get_args(entries.Entry))
ALL = [(form, field) for form in words.forms().values() for field in form.fields]


def test_every_kind_of_entry_has_words_and_no_other() -> None:
    assert set(words.forms()) == set(SOORTEN)
    assert len(SOORTEN) == 22


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_field_has_words_in_the_order_of_the_model(soort: str) -> None:
    model = words.MODELS[soort]
    assert [field.name for field in form_of(soort).fields] == list(model.model_fields)[1:]


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_source_of_a_form_is_known(soort: str) -> None:
    registers = load_registers(CONTENT)
    for ref in form_of(soort).sources:
        assert str(registers.cite(ref))


def test_every_value_that_can_be_chosen_has_a_label() -> None:
    for model in words.MODELS.values():
        for name, values in _literals(model):
            labels = [option_label(model.model_fields["soort"].default, name, v) for v in values]
            assert all(labels)
            assert len(set(labels)) == len(labels), f"two answers to {name} look the same"


def _literals(model: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields with a fixed set of answers, read from the JSON schema of the model."""
    for name, shape in model.model_json_schema()["properties"].items():
        for part in (shape, *shape.get("anyOf", ())):
            if name != "soort" and "enum" in part:
                yield name, tuple(part["enum"])


def test_the_schema_and_the_words_agree_on_which_fields_are_choices() -> None:
    chosen = {
        (soort, name) for soort, model in words.MODELS.items() for name, _ in _literals(model)
    }
    assert chosen == {(form.soort, f.name) for form, f in ALL if f.kind is Kind.CHOICE}


@pytest.mark.parametrize(
    ("soort", "field", "kind", "length"),
    [
        ("signaal", "wat", Kind.TEXT, 20_000),
        ("signaal", "van_wie", Kind.LINE, 300),
        ("signaal", "gebeurd", Kind.PARTIAL_DATE, None),
        ("signaal", "opgemerkt", Kind.DATE, None),
        ("signaal", "akkoord_op", Kind.DATE, None),
        ("signaal", "herkomst", Kind.CHOICE, None),
        ("signaal", "over", Kind.PEOPLE, None),
        ("persoon", "gezag", Kind.CHOICE, None),
        ("opvolging", "afspraak", Kind.NUMBER, None),
        ("afweging", "bon", Kind.OTHER, None),
    ],
)
def test_the_kind_of_a_field_follows_from_its_model(
    soort: str, field: str, kind: Kind, length: int | None
) -> None:
    found = form_of(soort).field(field)
    assert (found.kind, found.max_length) == (kind, length)


def test_a_field_that_must_be_filled_in_says_what_to_do() -> None:
    for form, field in ALL:
        needed = field.required or field.required_when is not None
        assert needed == bool(field.missing), f"{form.soort}.{field.name}"
        assert not field.missing or field.missing.endswith("."), field.missing


def test_a_condition_names_another_field_and_answers_it_has() -> None:
    for form, field in ALL:
        for condition in filter(None, (field.shown_when, field.required_when)):
            assert condition.field != field.name
            known = {option.value for option in form.field(condition.field).options}
            assert set(condition.values) <= known
            assert set(condition.values) != known, "then it always holds"


def test_what_must_be_filled_in_is_in_sight_then() -> None:
    for form, field in ALL:
        if field.required_when and field.shown_when:
            assert field.required_when.field == field.shown_when.field
            assert set(field.required_when.values) <= set(field.shown_when.values), form.soort


def test_a_condition_holds_for_its_values_alone() -> None:
    condition = Condition("gehouden", ("ja", "open"))
    assert [condition.holds(value) for value in ("ja", "open", "nee", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("soort", "field", "default"),
    [
        ("overleg", "gehouden", "ja"),
        ("melding", "naam_verborgen", "nee"),
        ("afspraak", "met_veilig_thuis", "nee"),
        ("gesprek", "gehouden", ""),
        ("gesprek", "grond", ""),
        ("signaal", "wat", ""),
    ],
)
def test_an_answer_that_counts_by_itself_is_known(soort: str, field: str, default: str) -> None:
    assert form_of(soort).field(field).default == default


def test_a_label_reads_as_a_question_or_a_noun() -> None:
    for _, field in ALL:
        assert field.label[0].isupper()
        assert not field.label.endswith((".", ":"))
        assert not field.short.endswith((".", ":", "?"))
        assert not field.help or field.help.endswith((".", "?", "’."))


def test_within_an_entry_no_two_lines_are_called_the_same() -> None:
    for form in words.forms().values():
        names = [field.short for field in form.fields]
        assert len(set(names)) == len(names), form.soort


def test_no_sentence_calls_reporting_a_legal_duty() -> None:
    told = words.FORMS.read_text(encoding="utf-8").casefold()
    for phrase in ("verplicht te melden", "meldplicht", "moet je melden", "moet melden"):
        assert phrase not in told


def test_an_unknown_kind_field_or_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        form_of("roddel")
    with pytest.raises(KeyError):
        form_of("signaal").field("roddel")
    with pytest.raises(KeyError):
        option_label("signaal", "aard", "roddel")


def test_the_words_are_frozen() -> None:
    form: FormWords = form_of("signaal")
    field: FieldWords = form.fields[0]
    with pytest.raises(AttributeError):
        form.title = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        field.label = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  - id: heropening\n", "  - id: roddel\n", "deze soort bestaat niet"),
        ("  - id: heropening\n", "  - id: correctie\n", "velden: 'op' bestaat niet"),
        ("      toelichting: {label: Toelichting}\n", "", "'toelichting' heeft nog geen woorden"),
        (
            "      toelichting: {label: Toelichting}\n",
            "      toelichting: {label: Toelichting}\n      extra: {label: X}\n",
            "velden: 'extra' bestaat niet",
        ),
        ("nu_niet: {label: Nu niet", "ooit: {label: Nu niet", "'ooit' bestaat niet"),
        (
            "document: Ander document, anders: Iets anders}",
            "document: Ander document}",
            "'anders' heeft nog geen woorden",
        ),
        ("bron: [vvaa, handelingsprotocol, eigen]", "bron: [roddels]", "'roddels' staat niet"),
        ("bron: [vvaa, handelingsprotocol, eigen]", "bron: []", "leeg of te kort"),
        (
            "toon_als: {eens: [nee]}",
            "toon_als: {eens: [misschien]}",
            "'misschien' is geen antwoord",
        ),
        ("toon_als: {eens: [nee]}", "toon_als: {oneens: [nee]}", "is geen antwoord op een veld"),
        ("        mist: Schrijf op waarom je opnieuw begint.\n", "", "'mist' hoort bij een veld"),
        (
            "toelichting: {label: Toelichting}",
            "toelichting: {label: Toelichting, mist: X.}",
            "'mist' hoort bij een veld",
        ),
        (
            "op: {label: Datum, hulp: Wanneer",
            "op: {taal: woorden, label: Datum, hulp: Wanneer",
            "'taal' hoort bij een veld waarin je vrij schrijft",
        ),
        (
            "        verteld_als: {herkomst: [verteld, document]}\n",
            "        verteld_als: {herkomst: [roddel]}\n",
            "'roddel' is geen antwoord",
        ),
        (
            "        taal: woorden\n        verteld_als",
            "        verteld_als",
            "'verteld_als' hoort bij 'taal: woorden'",
        ),
        ("        taal: woorden\n", "        taal: streng\n", "wat.taal': mag alleen zijn"),
        ("vormen:\n", "vormpjes:\n", "De sleutel 'vormpjes' ken ik niet"),
        ("knop: Heropen\n", "knop: Heropen\n    kleur: rood\n", "'kleur': ken ik niet"),
    ],
)
def test_words_that_do_not_fit_the_models_are_refused(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = words.FORMS.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "vormen.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"^dossier/vormen\.yaml:\d+: ") as error:
        words.load(broken, words.MODELS, "dossier")
    assert told in str(error.value)


def test_a_kind_without_words_is_refused(tmp_path: Path) -> None:
    text = words.FORMS.read_text(encoding="utf-8")
    shorter = tmp_path / "vormen.yaml"
    shorter.write_text(text[: text.index("  - id: correctie")], encoding="utf-8")
    with pytest.raises(ContentError, match="'correctie' heeft nog geen woorden"):
        words.load(shorter, words.MODELS, "dossier")


def test_a_kind_that_stands_in_it_twice_is_refused(tmp_path: Path) -> None:
    text = words.FORMS.read_text(encoding="utf-8")
    longer = tmp_path / "vormen.yaml"
    longer.write_text(text + text[text.index("  - id: correctie") :], encoding="utf-8")
    with pytest.raises(ContentError, match="'correctie' staat er twee keer in"):
        words.load(longer, words.MODELS, "dossier")
