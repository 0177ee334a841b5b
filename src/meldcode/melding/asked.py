"""Which answers of a part still matter: those that its form would ask for, given the others."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from meldcode.dossier.words import FieldWords, FormWords

P = TypeVar("P", bound=BaseModel)


def matters(form: FormWords, field: FieldWords, value: BaseModel) -> bool:
    """Whether the form would ask for this field, given the other answers in `value`."""
    condition = field.shown_when
    if condition is None:
        return True
    asked = form.field(condition.field)
    return condition.holds(getattr(value, asked.name)) and matters(form, asked, value)


def kept(value: P, form: FormWords) -> P:
    """The same part, with what no longer matters emptied: an answer from before another changed."""
    stale = (field.name for field in form.fields if not matters(form, field, value))
    empty = {name: type(value).model_fields[name].get_default() for name in stale}
    return value.model_copy(update=empty)
