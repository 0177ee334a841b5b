"""For whom the report is: without a case for anyone, in a case for who writes in it."""

from meldcode.access.policy import Policy, Table, Who
from meldcode.melding.desk import IN_CASE
from meldcode.melding.urls import urlpatterns

_NAMES = [pattern.name for pattern in urlpatterns]

POLICIES: Table = {
    **{f"melding:{name}": Policy(Who.ANYONE) for name in _NAMES},
    **{f"{IN_CASE}:{name}": Policy(Who.CASE_WRITE, "melding opstellen") for name in _NAMES},
    # The wording check of one text: it opens nothing and keeps nothing.
    "taal": Policy(Who.ANYONE),
}
