"""Frameworks as a later version of the product might have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from meldcode.kader import schema
from meldcode.kader.model import Framework

Items = dict[str, Any]


def with_items(framework: Framework, **changed: Callable[[Items], Items]) -> Framework:
    """The framework with some collections changed."""
    collections: dict[str, Mapping[str, Any]] = {
        **framework.collections,
        **{name: change(dict(framework.collections[name])) for name, change in changed.items()},
    }
    return replace(framework, collections=collections)


def edited(key: str, **fields: Any) -> Callable[[Items], Items]:
    """One item with other fields."""
    return lambda items: {**items, key: items[key].model_copy(update=fields)}


def milder(framework: Framework) -> Framework:
    """A nee on 3 without danger asks on in place of leading to a report."""
    goes_on = edited("zelf.3.nee", naar="4", melden=None, norm=None)
    return replace(with_items(framework, overgangen=goes_on), versie="2027-01")


def reworded(framework: Framework) -> Framework:
    """The question of 1 asked in other words."""
    return with_items(framework, afwegingen=edited("1", vraag="Denk je aan geweld?"))


def without_the_fourth(framework: Framework) -> Framework:
    """Consideration 4 is gone: 3 leads to 5, and no rule speaks of 4."""

    def transitions(items: Items) -> Items:
        kept = {key: item for key, item in items.items() if item.afweging != "4"}
        return {
            key: item.model_copy(update={"naar": "5"}) if item.naar == "4" else item
            for key, item in kept.items()
        }

    def rules(items: Items) -> Items:
        return {key: item for key, item in items.items() if not _speaks_of(item.als, "4")}

    changed = with_items(
        framework,
        afwegingen=lambda items: {key: item for key, item in items.items() if key != "4"},
        overgangen=transitions,
        plichten=rules,
        tegenspraken=rules,
    )
    return replace(changed, versie="2027-04")


def with_a_sixth(framework: Framework) -> Framework:
    """A sixth consideration comes after 5 ja, on both roads."""

    def transitions(items: Items) -> Items:
        added = {}
        for key, item in items.items():
            if item.afweging == "5":
                other = key.replace(".5.", ".6.")
                added[other] = item.model_copy(
                    update={"id": other, "afweging": "6", "opnieuw": False}
                )
        asks_on = {
            key: item.model_copy(update={"naar": "6", "melden": None, "hulp": None})
            for key, item in items.items()
            if item.afweging == "5" and item.antwoord == "ja"
        }
        return {**items, **asks_on, **added}

    def considerations(items: Items) -> Items:
        fields = {"id": "6", "nummer": "6", "kort": "Blijft het veilig?"}
        return {**items, "6": items["5"].model_copy(update=fields)}

    changed = with_items(framework, afwegingen=considerations, overgangen=transitions)
    return replace(changed, versie="2027-06")


def _speaks_of(condition: schema.Condition, key: str) -> bool:
    named = {*condition.antwoord, *condition.vast, *condition.op_de_weg}
    named |= set(condition.misschien_op_de_weg)
    return key in named or any(_speaks_of(each, key) for each in condition.een_van)
