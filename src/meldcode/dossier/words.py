"""The words of the case file: what each kind of entry and each of its fields is called.

They stand in `inhoud/vormen.yaml`, are checked against the models of `entries.py` when they are
read, and are frozen. The order of the fields is that of the model.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

from meldcode.dossier import entries
from meldcode.kader.load import CONTENT, load_registers
from meldcode.kader.model import Registers
from meldcode.kader.reading import Place, only_keys, read_items, read_yaml

FORMS = Path(__file__).parent / "inhoud" / "vormen.yaml"

MODELS: Mapping[str, type[BaseModel]] = {
    model.model_fields["soort"].default: model for model in get_args(entries.Entry)
}


class Kind(Enum):
    """What may be put in a field, as its model says."""

    LINE = "regel"
    TEXT = "tekst"
    DATE = "datum"
    PARTIAL_DATE = "deeldatum"
    CHOICE = "keuze"
    CHOICES = "keuzes"
    PEOPLE = "personen"
    NUMBER = "nummer"
    OTHER = "anders"


# In these somebody writes what they want.
_FREE = (Kind.LINE, Kind.TEXT)


def _as_option(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


_FROZEN = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
_Text = Annotated[str, Field(min_length=1)]
_Condition = Annotated[dict[str, tuple[str, ...]], Field(min_length=1, max_length=1)]

# How a field is read while somebody writes in it: not at all, only for characters that can't be
# put on paper, also for wording that reads less like a fact, or as what somebody else said.
Reading = Literal["", "tekens", "woorden", "verteld"]


class _Option(BaseModel):
    model_config = _FROZEN

    label: _Text
    uitleg: str = ""


class _Field(BaseModel):
    model_config = _FROZEN

    label: _Text
    kort: str = ""
    hulp: str = ""
    opties: dict[str, Annotated[_Option, BeforeValidator(_as_option)]] = Field(default_factory=dict)
    toon_als: _Condition | None = None
    nodig_als: _Condition | None = None
    taal: Literal["woorden", "verteld"] | None = None
    verteld_als: _Condition | None = None
    mist: str = ""


class _Heading(BaseModel):
    model_config = _FROZEN

    als: _Condition
    tekst: _Text


class _Form(BaseModel):
    model_config = _FROZEN

    id: _Text
    titel: _Text
    kort: _Text
    knop: _Text
    uitleg: _Text
    bron: tuple[str, ...] = Field(min_length=1)
    koppen: tuple[_Heading, ...] = ()
    velden: dict[str, _Field]


@dataclass(frozen=True)
class Condition:
    """Holds where `field` of the same entry has one of `values`."""

    field: str
    values: tuple[str, ...]

    def holds(self, given: str) -> bool:
        """Whether this value of `field` is one of them."""
        return given in self.values


@dataclass(frozen=True)
class OptionWords:
    """One value that may be chosen, with what it is called and, where needed, explained."""

    value: str
    label: str
    explanation: str = ""


@dataclass(frozen=True)
class FieldWords:
    """A field of an entry.

    `label` is what a form asks and `short` what the field is called when read back. A field with
    `shown_when` only matters where that holds. `required`: never empty; `required_when`: not
    empty where that holds; `missing` is then the sentence that says what to do. `default` is the
    answer that counts where nothing was chosen. `reading` is how its wording is checked;
    `told_when` tells when somebody else said what stands in it.
    """

    name: str
    kind: Kind
    label: str
    short: str
    help: str
    options: tuple[OptionWords, ...]
    shown_when: Condition | None
    required: bool
    required_when: Condition | None
    missing: str
    default: str
    max_length: int | None
    reading: Reading
    told_when: Condition | None


@dataclass(frozen=True)
class HeadingWords:
    """What an entry is headed where `when` holds."""

    when: Condition
    text: str


@dataclass(frozen=True)
class FormWords:
    """A kind of entry (`soort`) in words; `sources` are references into `bronnen.yaml`.

    `model` is what its fields are read into.
    """

    soort: str
    model: type[BaseModel]
    title: str
    short: str
    button: str
    explanation: str
    sources: tuple[str, ...]
    headings: tuple[HeadingWords, ...]
    fields: tuple[FieldWords, ...]

    def field(self, name: str) -> FieldWords:
        """The words of one field. Raises KeyError where the model has no such field."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(name)


def form_of(soort: str) -> FormWords:
    """The words of a kind of entry. Raises KeyError for one that does not exist."""
    return forms()[soort]


def option_label(soort: str, field: str, value: str) -> str:
    """What a value is called. Raises KeyError for a value that can't be chosen."""
    for option in form_of(soort).field(field).options:
        if option.value == value:
            return option.label
    raise KeyError(value)


@lru_cache(maxsize=1)
def forms() -> Mapping[str, FormWords]:
    """The words of every kind of entry, by `soort`, in the order of the content."""
    return load(FORMS, MODELS, "dossier")


def load(path: Path, models: Mapping[str, type[BaseModel]], room: str) -> Mapping[str, FormWords]:
    """Read and check a file of words for these models, by their `soort`.

    Raises kader.reading.ContentError, in Dutch with file and line, at the first thing that is not
    right: a kind, field or option without words or without a model, or an unknown source.
    """
    label = f"{room}/{path.name}"
    data = read_yaml(path, label)
    only_keys(data, ("vormen",), label)
    registers = load_registers(CONTENT)
    found: dict[str, FormWords] = {}
    for form, place in read_items(data, "vormen", _Form, label):
        if form.id in found:
            raise place.error(f"Vorm '{form.id}' staat er twee keer in. Haal er een weg.")
        found[form.id] = _checked(form, models, registers, place)
    _same(models, found, Place(label, 1), "De vormen")
    return found


def _checked(
    form: _Form, models: Mapping[str, type[BaseModel]], registers: Registers, place: Place
) -> FormWords:
    what = f"Vorm '{form.id}'"
    if form.id not in models:
        raise place.error(f"{what}: deze soort bestaat niet. Kies uit: {', '.join(models)}.")
    for ref in form.bron:
        if ref.partition("#")[0] not in registers.sources:
            raise place.error(f"{what}, sleutel 'bron': '{ref}' staat niet in bronnen.yaml.")
    infos = {name: info for name, info in models[form.id].model_fields.items() if name != "soort"}
    _same(infos, form.velden, place, f"{what}, velden")
    for name, content in form.velden.items():
        _check_field(name, content, infos, place, what)
    for heading in form.koppen:
        _check_condition(heading.als, infos, place, f"{what}, koppen")
    return FormWords(
        soort=form.id,
        model=models[form.id],
        title=form.titel,
        short=form.kort,
        button=form.knop,
        explanation=form.uitleg,
        sources=form.bron,
        headings=tuple(HeadingWords(_condition(each.als), each.tekst) for each in form.koppen),
        fields=tuple(_field(name, form.velden[name], info) for name, info in infos.items()),
    )


def _same(wanted: Mapping[str, Any], given: Mapping[str, Any], place: Place, what: str) -> None:
    for name in given:
        if name not in wanted:
            raise place.error(f"{what}: '{name}' bestaat niet. Haal dit weg of verbeter de naam.")
    for name in wanted:
        if name not in given:
            raise place.error(f"{what}: '{name}' heeft nog geen woorden. Voeg ze toe.")


def _check_field(
    name: str, content: _Field, infos: Mapping[str, FieldInfo], place: Place, what: str
) -> None:
    what = f"{what}, veld '{name}'"
    _same(dict.fromkeys(_answers(infos[name])), content.opties, place, what)
    for condition in (content.toon_als, content.nodig_als, content.verteld_als):
        if condition is not None:
            _check_condition(condition, infos, place, what)
    must = infos[name].is_required() or content.nodig_als is not None
    if must != bool(content.mist):
        raise place.error(
            f"{what}: 'mist' hoort bij een veld dat ingevuld moet zijn, en bij geen ander."
        )
    if content.taal and _kind(infos[name]) not in _FREE:
        raise place.error(f"{what}: 'taal' hoort bij een veld waarin je vrij schrijft.")
    if content.verteld_als and content.taal != "woorden":
        raise place.error(f"{what}: 'verteld_als' hoort bij 'taal: woorden'.")


def _check_condition(
    condition: _Condition, infos: Mapping[str, FieldInfo], place: Place, what: str
) -> None:
    ((name, values),) = condition.items()
    allowed = _choices(infos[name]) if name in infos else ()
    for value in values:
        if value not in allowed:
            raise place.error(f"{what}: '{value}' is geen antwoord op een veld '{name}'.")


def _condition(content: _Condition) -> Condition:
    ((name, values),) = content.items()
    return Condition(name, values)


def _field(name: str, content: _Field, info: FieldInfo) -> FieldWords:
    return FieldWords(
        name=name,
        kind=_kind(info),
        label=content.label,
        short=content.kort or content.label,
        help=content.hulp,
        options=tuple(
            OptionWords(value, option.label, option.uitleg)
            for value, option in content.opties.items()
        ),
        shown_when=_condition(content.toon_als) if content.toon_als else None,
        required=info.is_required(),
        required_when=_condition(content.nodig_als) if content.nodig_als else None,
        missing=content.mist,
        default=_default(info, content),
        max_length=_max_length(info),
        reading=content.taal or ("tekens" if _kind(info) in _FREE else ""),
        told_when=_condition(content.verteld_als) if content.verteld_als else None,
    )


def _default(info: FieldInfo, content: _Field) -> str:
    chosen = isinstance(info.default, str) and info.default in content.opties
    return info.default if chosen else ""


def _bare(info: FieldInfo) -> Any:
    """The type of a field without `| None`."""
    if get_origin(info.annotation) in (Union, types.UnionType):
        return next(part for part in get_args(info.annotation) if part is not type(None))
    return info.annotation


def _choices(info: FieldInfo) -> tuple[str, ...]:
    """The values of a choice, of one or of several (`tuple[Literal[…], ...]`)."""
    bare = _bare(info)
    if get_origin(bare) is tuple:
        bare = get_args(bare)[0]
    return get_args(bare) if get_origin(bare) is Literal else ()


def _answers(info: FieldInfo) -> tuple[str, ...]:
    """The values that need words: those of a choice, or those in a table of answers."""
    if get_origin(info.annotation) is dict:
        inside = get_args(info.annotation)[1]
        return get_args(inside) if get_origin(inside) is Literal else ()
    return _choices(info)


def _max_length(info: FieldInfo) -> int | None:
    lengths = (getattr(each, "max_length", None) for each in info.metadata)
    return next((length for length in lengths if length is not None), None)


def _kind(info: FieldInfo) -> Kind:
    bare = _bare(info)
    if _choices(info):
        return Kind.CHOICES if get_origin(bare) is tuple else Kind.CHOICE
    if info.annotation == entries.PersonIds:
        return Kind.PEOPLE
    if any(isinstance(each, AfterValidator) for each in info.metadata):
        return Kind.PARTIAL_DATE
    if bare is str:
        return Kind.TEXT if _max_length(info) == entries.TEXT_LENGTH else Kind.LINE
    return {date: Kind.DATE, int: Kind.NUMBER}.get(bare, Kind.OTHER)
