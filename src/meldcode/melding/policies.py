"""For whom the report is: without a case for anyone, in a case for who writes in it."""

from meldcode.access.policy import Policy, Table, Who
from meldcode.melding.desk import IN_CASE
from meldcode.melding.urls import urlpatterns

_NAMES = [pattern.name for pattern in urlpatterns if pattern.name]
# What makes a document: nobody who writes waits for that.
_LASTING = ("geven", "maak", "maak_voor", "verzegeld")


def _in_case(name: str) -> Policy:
    return Policy(Who.CASE_WRITE, "melding opstellen", lasting=name in _LASTING)


POLICIES: Table = {
    **{f"melding:{name}": Policy(Who.ANYONE) for name in _NAMES},
    **{f"{IN_CASE}:{name}": _in_case(name) for name in _NAMES},
    # The wording check of one text: it opens nothing and keeps nothing.
    "taal": Policy(Who.ANYONE),
}
