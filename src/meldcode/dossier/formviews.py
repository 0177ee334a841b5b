"""A form as the templates show it: its controls, what stands in them and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from meldcode.dossier import phrasing
from meldcode.dossier.forms import Form, FormError, Values, asked, field_id, words_of
from meldcode.dossier.phrasing import Remarks
from meldcode.dossier.words import Condition, FieldWords, Kind, Reading

NOT_FILLED_IN = "Niet ingevuld"
RADIOS = 6  # With more than these to choose from, a list is calmer.


@dataclass(frozen=True)
class OptionView:
    """One answer to tick or choose."""

    value: str
    label: str
    explanation: str
    id: str
    checked: bool


@dataclass(frozen=True)
class FieldView:
    """A field as the templates show it.

    `widget`: regel, tekst, datum, keuze (radios), lijst (select), personen or keuzes (checkboxes).
    `show_when` (`gehouden=ja|open`) names the control and the answers with which it matters; it is
    empty where the field always matters, and where it must stay in sight. `reading` is how its
    words are read while somebody writes, `told_when` (as `show_when`) when somebody else said
    them, `profession` who writes, and `remarks` what there is to say of a form that comes back.
    """

    name: str
    id: str
    widget: str
    label: str
    help: str
    optional: bool
    value: str
    options: tuple[OptionView, ...]
    error: str
    show_when: str
    reading: Reading
    told_when: str
    profession: str
    remarks: Remarks

    @property
    def described_by(self) -> str:
        """The ids of the help and the error, for `aria-describedby`."""
        parts = ((self.help, "hulp"), (self.error, "fout"))
        return " ".join(f"{self.id}-{name}" for text, name in parts if text)

    @property
    def is_iso(self) -> bool:
        """Whether a date control of the browser can show the value; else it would drop it."""
        if not self.value:
            return True
        try:
            return date.fromisoformat(self.value).isoformat() == self.value
        except ValueError:
            return False

    @property
    def is_group(self) -> bool:
        """Whether it is several controls, which need a fieldset with a legend."""
        return self.widget in ("keuze", "personen", "keuzes")

    @property
    def ticks(self) -> bool:
        """Whether more than one answer may be ticked."""
        return self.widget in ("personen", "keuzes")


def fields(
    soort: Form,
    given: Values,
    errors: Iterable[FormError] = (),
    *,
    people: Sequence[tuple[str, str]] = (),
    agreements: Sequence[tuple[int, str]] = (),
    prefix: str = "",
    profession: str = "",
    read: bool = False,
) -> tuple[FieldView, ...]:
    """The fields of a form with what stands in them and what is wrong with them.

    `people`: id and name of each person in the case; `agreements`: number and text of each
    agreement. `given` comes from `values` or `start`. `profession`: the framework of who writes.
    `read`: whether what stands in the fields is read for its wording, as in a form that was sent.
    """
    wrong = {error.field: error.sentence for error in errors}
    numbers = [(str(number), text) for number, text in agreements]
    return tuple(
        _view(
            field,
            given.get(field.name, ()),
            wrong.get(prefix + field.name, ""),
            prefix,
            _choices(field, given.get(field.name, ()), people, numbers),
            profession,
            _remarks(field, given, profession) if read else Remarks(),
        )
        for field in asked(words_of(soort))
    )


def _remarks(field: FieldWords, given: Values, profession: str) -> Remarks:
    deciding = given.get(field.told_when.field, ()) if field.told_when else ()
    reading = phrasing.reading_of(field, "".join(deciding))
    return phrasing.remarks("".join(given.get(field.name, ())), reading, profession)


def _view(
    field: FieldWords,
    given: tuple[str, ...],
    error: str,
    prefix: str,
    choices: Sequence[tuple[str, str, str]],
    profession: str,
    remarks: Remarks,
) -> FieldView:
    name = prefix + field.name
    chosen = given or (field.default,)
    return FieldView(
        name=name,
        id=field_id(name),
        widget=_widget(field),
        label=field.label,
        help=field.help,
        optional=not (field.required or field.required_when or field.default),
        value=given[0] if given else "",
        options=tuple(
            # The first one carries the id of the field, so that an error can lead there.
            OptionView(
                *choice, field_id(name) + (f"-{place}" if place else ""), choice[0] in chosen
            )
            for place, choice in enumerate(choices)
        ),
        error=error,
        show_when="" if error else _written(field.shown_when, prefix),
        reading=field.reading,
        told_when=_written(field.told_when, prefix),
        profession=profession,
        remarks=remarks,
    )


def _written(condition: Condition | None, prefix: str) -> str:
    """A condition as the scripts read it: `gehouden=ja|open`."""
    return f"{prefix}{condition.field}={'|'.join(condition.values)}" if condition else ""


def _widget(field: FieldWords) -> str:
    if field.kind is Kind.CHOICES:
        return "keuzes"
    if field.kind is Kind.NUMBER or len(field.options) > RADIOS:
        return "lijst"
    return "regel" if field.kind is Kind.PARTIAL_DATE else field.kind.value


def _choices(
    field: FieldWords,
    given: tuple[str, ...],
    people: Sequence[tuple[str, str]],
    agreements: Sequence[tuple[str, str]],
) -> Sequence[tuple[str, str, str]]:
    """Value, label and explanation of all that can be chosen; what was chosen never falls out."""
    if field.kind is Kind.CHOICES:
        return [(each.value, each.label, each.explanation) for each in field.options]
    if field.kind is Kind.CHOICE:
        empty = [] if field.required or field.default else [("", NOT_FILLED_IN, "")]
        if len(field.options) > RADIOS:
            empty = [("", "Kies", "")]
        return empty + [(each.value, each.label, each.explanation) for each in field.options]
    listed = {Kind.PEOPLE: people, Kind.NUMBER: agreements}.get(field.kind)
    if listed is None:
        return ()
    known = dict(listed) | {value: f"Onbekend ({value})" for value in given} | dict(listed)
    empty = [("", "Kies", "")] if field.kind is Kind.NUMBER else []
    return empty + [(value, label, "") for value, label in known.items()]
