"""Frameworks with something changed: by hand, or every small mistake that content can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, get_args

from meldcode.kader import schema
from meldcode.kader.laws import in_order
from meldcode.kader.model import Framework

# The duties that the laws name, but those on whom nothing hangs here.
IN_LAWS = (
    *("direct_gevaar", "gevaar_beoordelen", "advies_vt_vragen", "vertellen_met_vt", "informeren"),
    *("kind_betrekken", "ongeboren_kind", "vastleggen"),
)
MELDEN = get_args(schema.Melden)
HULP = get_args(schema.Hulp)


def _with(framework: Framework, name: str, items: Mapping[str, Any]) -> Framework:
    return replace(framework, collections={**framework.collections, name: items})


def edit(framework: Framework, name: str, key: str, **changes: object) -> Framework:
    """``framework`` with one item changed; nothing is validated, so anything can be broken."""
    items = framework.collections[name]
    return _with(framework, name, {**items, key: items[key].model_copy(update=changes)})


def add(framework: Framework, name: str, item: schema.Item) -> Framework:
    """``framework`` with one item more, or with the item of that id replaced."""
    return _with(framework, name, {**framework.collections[name], item.id: item})


def leave_out(framework: Framework, name: str, *keys: str) -> Framework:
    """``framework`` without some items of a collection."""
    items = framework.collections[name]
    return _with(framework, name, {key: items[key] for key in items if key not in keys})


def mutants(framework: Framework) -> Iterator[tuple[str, Framework]]:
    """Every mutation of a transition, and everything else of the decision left out once."""
    yield from _swapped(framework)
    for step in framework.overgangen.values():
        for field, value in _changes(framework, step):
            name = f"{step.id}: {field} wordt {value}"
            yield name, edit(framework, "overgangen", step.id, **{field: value})
    for name in ("plichten", "tegenspraken", "terughoudendheid"):
        for key in framework.collections[name]:
            yield f"{name}: {key} weg", leave_out(framework, name, key)
    for duty in framework.plichten.values():
        for what, changes in _moved(framework, duty):
            changed = edit(framework, "plichten", duty.id, **changes)
            if not what.startswith("voor") or _order(changed) != _order(framework):
                yield f"plicht {duty.id}: {what}", changed
    for helper in framework.hulpvragen.values():
        for sign in helper.teken:
            others = tuple(each for each in helper.teken if each != sign)
            changed = edit(framework, "hulpvragen", helper.id, teken=others)
            yield f"vraag {helper.id}: teken zonder {sign}", changed


def _order(framework: Framework) -> list[str]:
    return [duty.id for duty, _ in framework.table.duties]


def _moved(framework: Framework, duty: schema.Duty) -> Iterator[tuple[str, dict[str, object]]]:
    """A duty in another group, elsewhere in its own, or without one of its other words."""
    for part in get_args(schema.Part):
        if part != duty.deel:
            yield f"deel wordt {part}", {"deel": part}
    if duty.voor:
        group = [each.id for each in framework.plichten.values() if each.deel == duty.deel]
        last = next(key for key in reversed(group) if key not in (duty.id, duty.voor))
        yield "voor weg", {"voor": None}
        yield f"voor wordt {last}", {"voor": last}
    for at in range(len(duty.anders)):
        yield f"anders zonder {at + 1}", {"anders": (*duty.anders[:at], *duty.anders[at + 1 :])}


def _swapped(framework: Framework) -> Iterator[tuple[str, Framework]]:
    steps = framework.overgangen.values()
    for one in steps:
        for other in steps:
            if (one.weg, one.afweging) == (other.weg, other.afweging) and one.id < other.id:
                changed = edit(framework, "overgangen", one.id, antwoord=other.antwoord)
                changed = edit(changed, "overgangen", other.id, antwoord=one.antwoord)
                yield f"{one.id} en {other.id} verwisseld", changed


def _changes(framework: Framework, step: schema.Transition) -> Iterator[tuple[str, object]]:
    order = list(framework.afwegingen)
    later = (*order[order.index(step.afweging) + 1 :], "einde")
    yield from (("naar", target) for target in later if target != step.naar)
    yield "opnieuw", not step.opnieuw
    if step.melden:
        yield from (("melden", value) for value in (None, *MELDEN) if value != step.melden)
    if step.norm:
        norms = (None, *framework.normen)
        yield from (("norm", value) for value in norms if value != step.norm)
    if step.hulp:
        yield from (("hulp", value) for value in (None, *HULP) if value != step.hulp)
    if step.naar != "einde":
        roads = (step.weg, *framework.wegen)
        yield from (("naar_weg", road) for road in roads if road != (step.naar_weg or step.weg))


def in_contract_order(framework: Framework) -> bool:
    """Whether all its duties stand in the order of the contract, also those `lean` leaves out.

    Which comes after which hangs on none of the answers: it is asked of all of them.
    """
    return in_order({duty.id: duty.deel for duty, _ in framework.table.duties})


def lean(framework: Framework) -> Framework:
    """``framework`` with the duties and contradictions that the laws speak of, and no others.

    It takes the same way.
    """
    for name, keys in (
        ("plichten", IN_LAWS),
        ("tegenspraken", ("2_zonder_1", "teken_zonder_gevaar")),
        ("situatieredenen", ()),
    ):
        others = [key for key in framework.collections[name] if key not in keys]
        framework = leave_out(framework, name, *others)
    return framework
