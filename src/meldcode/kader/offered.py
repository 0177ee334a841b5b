"""Which own framework may be worked with: one that is nowhere milder than the common one.

The line is that of the proof: every law must hold, and every consideration be there. What is only
untidy (a duty that no answer leads to) keeps nothing from the guide; `kader controleer` tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meldcode.kader.laws import DUTY_LAWS, LAWS
from meldcode.kader.model import DECISION_FIELDS, Framework
from meldcode.kader.verify import BASE, COMPLETE, Proven, verify

MUST_HOLD = frozenset(
    [COMPLETE, *(law.id for law in LAWS), *(duty_law.id for duty_law in DUTY_LAWS)]
)
# What an outcome follows from. A duty or a reason comes beside it and never changes it.
_OUTCOME = (
    "afwegingen",
    "wegen",
    "overgangen",
    "tegenspraken",
    "terughoudendheid",
    "situatievragen",
)


def problem(framework: Framework, product: Mapping[str, Framework]) -> str | None:
    """Why `framework` may not be offered, as one Dutch line; None where it may.

    The proof takes seconds, so it is left out where it was given already: every outcome is that of
    a framework of the product, no duty of that is missing and none is added to those on danger.
    """
    if any(_decides_as(framework, each) for each in product.values()):
        return None
    try:
        failed = fails(framework, product[BASE])
    # Whatever goes wrong is a reason not to offer this one, and never one not to start.
    except Exception as error:
        return f"De regels zijn niet na te rekenen ({type(error).__name__})."
    if not failed:
        return None
    return " ".join(filter(None, (f"Geldt niet: {failed[0].sentence}", failed[0].counterexample)))


def fails(framework: Framework, common: Framework) -> list[Proven]:
    """The properties that keep `framework` from being offered."""
    return [
        each
        for each in verify(framework, common).properties
        if each.id in MUST_HOLD and not each.holds
    ]


def _decides_as(framework: Framework, other: Framework) -> bool:
    same = all(_layer(framework, name) == _layer(other, name) for name in _OUTCOME)
    duties = _layer(framework, "plichten")
    known = _layer(other, "plichten")
    urgent = [duty for duty in duties if duty["deel"] == "gevaar"]
    return same and all(duty in known for duty in urgent) and all(duty in duties for duty in known)


def _layer(framework: Framework, name: str) -> list[dict[str, Any]]:
    fields = set(DECISION_FIELDS[name])
    return [item.model_dump(include=fields) for item in framework.collections[name].values()]
