"""Forms of the case file: what was typed becomes an entry, or a sentence at each wrong field.

No Django: a form follows from the model of an entry and its words. Only what contradicts itself
or leaves the entry empty is refused; what else is missing is for the status of the case to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol, cast

from pydantic import BaseModel

from meldcode.dossier import typed
from meldcode.dossier.entries import Entry
from meldcode.dossier.typed import Wrong
from meldcode.dossier.words import Condition, FieldWords, FormWords, Kind, form_of

Values = Mapping[str, tuple[str, ...]]
ALL = frozenset({"*"})

# What other pages fill in; a form leaves it out, and `read` takes it from `fixed`.
ELSEWHERE: Mapping[str, frozenset[str]] = {
    "begin": ALL,
    "kaderwissel": ALL,
    "persoon": frozenset({"id"}),
    "controle": frozenset({"controle", "antwoorden", "uitkomst"}),
    "afweging": ALL,
    "bijlage": frozenset({"bestand"}),
    "noodtoegang": ALL,
    "uitgegeven": ALL,
    "correctie": frozenset({"op_nummer", "wordt"}),
}
# The dates that something is planned for. Every other one is of something that happened.
MAY_LIE_AHEAD = frozenset(
    {"uitgerekend", "alsnog_op", "termijn", "volgen_tot", "opnieuw_op", "einde_zorg"}
)
# The second date can't lie before the first.
IN_ORDER = (
    ("signaal", "gebeurd", "opgemerkt"),
    ("afspraak", "op", "termijn"),
    ("afspraak", "op", "volgen_tot"),
    ("opvolging", "op", "opnieuw_op"),
)


Form = str | FormWords


def words_of(form: Form) -> FormWords:
    """The words of a form: those given, or those of a kind of entry."""
    return form_of(form) if isinstance(form, str) else form


class Posted(Protocol):
    """What a browser sent, such as Django's QueryDict."""

    def getlist(self, key: str, /) -> Sequence[Any]:
        """Every value sent under `key`; none where nothing was."""
        ...


class FormError(NamedTuple):
    """What is wrong with a field: its name in the form, and a Dutch sentence."""

    field: str
    sentence: str

    @property
    def veld(self) -> str:
        """The id of the control, for the link in the summary of errors."""
        return field_id(self.field)

    @property
    def tekst(self) -> str:
        """The sentence, under the name that the page templates use."""
        return self.sentence


FormErrors = tuple[FormError, ...]


def field_id(name: str) -> str:
    """The id of a field's control. Never a bare name: `inhoud` is a place on every page."""
    return f"veld-{name}"


def field_names(soort: Form) -> tuple[str, ...]:
    """The fields that a form of this kind asks for, in order; none where it has no form."""
    return tuple(field.name for field in asked(words_of(soort)))


def values(soort: Form, source: Posted | BaseModel | Mapping[str, Any], prefix: str = "") -> Values:
    """What stands in the fields, as raw strings, to show a form again or keep a draft.

    `source` is what was sent (names with `prefix`), an entry, or earlier values (a draft: names
    without prefix, a string or a list of strings each). Empty fields are left out.
    """
    found = {field.name: _raw(source, field, prefix) for field in asked(words_of(soort))}
    return {name: given for name, given in found.items() if given}


def start(soort: Form) -> Values:
    """What stands in a new form: the answers that count where nothing is chosen."""
    return {field.name: (field.default,) for field in asked(words_of(soort)) if field.default}


def read(
    soort: str,
    data: Posted | Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    today: date,
    prefix: str = "",
    people: Collection[str] | None = None,
) -> Entry | FormErrors:
    """The entry that was typed, or what is wrong with it: see `fill_in`."""
    found = fill_in(soort, data, fixed, today=today, prefix=prefix, people=people)
    return cast(Entry | FormErrors, found)


def fill_in(
    soort: Form,
    data: Posted | Mapping[str, Any],
    fixed: Mapping[str, Any] | None = None,
    *,
    today: date,
    prefix: str = "",
    people: Collection[str] | None = None,
) -> BaseModel | FormErrors:
    """The value that was typed, or what is wrong with it, field by field in the form's order.

    `fixed` holds what the form does not ask (see ELSEWHERE) and goes before what was sent. With
    `people`, the ids of the persons in the case, others are refused. A date that something
    happened on may be `today` at the latest. Raises pydantic.ValidationError only where `fixed`
    is not right.
    """
    sheet = _Sheet(words_of(soort), values(soort, data, prefix), fixed or {}, today, people)
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field in sheet.fields:
        try:
            found[field.name] = sheet.checked(field)
        except Wrong as error:
            wrong[field.name] = str(error)
    wrong |= _out_of_order(sheet.form, found)
    if wrong:
        names = (name for name in field_names(soort) if name in wrong)
        return tuple(FormError(prefix + name, wrong[name]) for name in names)
    filled = {name: value for name, value in found.items() if value not in (None, "", ())}
    return sheet.form.model.model_validate(filled | dict(fixed or {}))


@dataclass(frozen=True)
class _Sheet:
    """A filled-in form while it is read."""

    form: FormWords
    given: Values
    fixed: Mapping[str, Any]
    today: date
    people: Collection[str] | None

    @property
    def fields(self) -> Iterable[FieldWords]:
        return (field for field in asked(self.form) if field.name not in self.fixed)

    def checked(self, field: FieldWords) -> Any:
        """The value of a field, None or empty where nothing stands in it."""
        given = self.given.get(field.name, ())
        if not given:
            if field.required or self._holds(field.required_when):
                raise Wrong(field.missing)
            return None
        self._refuse_what_contradicts(field)
        try:
            return self._value(field, given)
        except Wrong as error:
            raise Wrong(f"Bij ‘{field.label}’: {error}") from None

    def _answer(self, name: str) -> str:
        if name in self.fixed:
            return str(self.fixed[name])
        return "".join(self.given.get(name, ())) or self.form.field(name).default

    def _holds(self, condition: Condition | None) -> bool:
        return condition is not None and condition.holds(self._answer(condition.field))

    def _refuse_what_contradicts(self, field: FieldWords) -> None:
        when = field.shown_when
        # Without an answer there is nothing to contradict, and the answer is asked for already.
        if when is None or self._holds(when) or not self._answer(when.field):
            return
        other = self.form.field(when.field)
        raise Wrong(
            f"‘{field.label}’ past niet bij je antwoord op ‘{other.label}’. "
            "Maak dit veld leeg, of kies daar een ander antwoord."
        )

    def _value(self, field: FieldWords, given: tuple[str, ...]) -> Any:
        match field.kind:
            case Kind.LINE | Kind.TEXT:
                return typed.text(field, given[0])
            case Kind.DATE:
                return self._past(field, typed.day(given[0], self.today))
            case Kind.PARTIAL_DATE:
                partial = typed.partial_date(given[0], self.today)
                self._past(field, typed.earliest(partial))
                return partial
            case Kind.CHOICE:
                return typed.choice(field, given[0])
            case Kind.CHOICES:
                return tuple(dict.fromkeys(typed.choice(field, each) for each in given))
            case Kind.PEOPLE:
                return typed.persons(given, self.people)
            case Kind.NUMBER:
                return typed.number(given[0])
        raise TypeError(f"a form can't ask for {field.name}")

    def _past(self, field: FieldWords, day: date) -> date:
        if day > self.today and field.name not in MAY_LIE_AHEAD:
            raise Wrong(typed.NOT_YET)
        return day


def asked(form: FormWords) -> Iterable[FieldWords]:
    """The fields that a form of this kind asks for, in order."""
    elsewhere = ELSEWHERE.get(form.soort, frozenset())
    if elsewhere is ALL:
        return ()
    return tuple(field for field in form.fields if field.name not in elsewhere)


def _raw(source: Any, field: FieldWords, prefix: str) -> tuple[str, ...]:
    if hasattr(source, "getlist"):
        found = source.getlist(prefix + field.name)
    elif isinstance(source, Mapping):
        found = source.get(field.name, ())
    else:
        found = getattr(source, field.name)
    several = found if isinstance(found, (tuple, list)) else (found,)
    shown = (_shown(value, field) for value in several if value is not None)
    return tuple(value for value in shown if value)


def _shown(value: Any, field: FieldWords) -> str:
    """A value as its control holds it: a partial date the Dutch way round, plain line ends."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.kind is Kind.PARTIAL_DATE and re.fullmatch(r"\d{4}(-\d\d){1,2}", text, re.ASCII):
        return "-".join(reversed(text.split("-")))
    # A form in a rare encoding can hold half a character, which nothing can be kept with.
    return text.encode(errors="replace").decode()


def _out_of_order(form: FormWords, found: Mapping[str, Any]) -> dict[str, str]:
    """The dates that lie before the one they follow from."""
    wrong = {}
    for soort, first, second in IN_ORDER:
        before, after = found.get(first), found.get(second)
        if soort != form.soort or not before or not after:
            continue
        if after < (before if isinstance(before, date) else typed.earliest(before)):
            labels = f"‘{form.field(second).label}’ ligt vóór ‘{form.field(first).label}’"
            wrong[second] = f"De datum bij {labels}. Verbeter een van de twee."
    return wrong
