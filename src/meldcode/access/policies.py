"""For whom each page of `access` is."""

from meldcode.access.models import ADMIN, REVIEWER
from meldcode.access.policy import Policy, Table, Who

_ADMIN = frozenset({ADMIN})
_REVIEWER = frozenset({REVIEWER})

POLICIES: Table = {
    "access:begin": Policy(Who.NOBODY_YET),
    "access:inloggen": Policy(Who.STRANGER),
    "access:herstel": Policy(Who.STRANGER),
    "access:uitnodiging": Policy(Who.STRANGER),
    "access:tweede_stap": Policy(Who.WAITING),
    "access:ontgrendelen": Policy(Who.LOCKED),
    "access:uit": Policy(Who.ANYONE),
    "access:slot": Policy(Who.PERSON),
    "access:wakker": Policy(Who.PERSON),
    "access:account": Policy(Who.PERSON, lasting=True),
    "access:factoren": Policy(Who.PERSON),
    "access:factor_bevestig": Policy(Who.PERSON, lasting=True),
    "access:factor_code": Policy(Who.PERSON),
    "access:factor_passkey": Policy(Who.PERSON),
    "access:sso": Policy(Who.STRANGER),
    "access:sso_terug": Policy(Who.STRANGER),
    "access:herstelcode": Policy(Who.ROLE, "herstelcode", _ADMIN),
    "access:mensen": Policy(Who.ROLE, "mensen", _ADMIN),
    "access:uitnodigen": Policy(Who.ROLE, "uitnodigen", _ADMIN),
    "access:mens": Policy(Who.ROLE, "mensen", _ADMIN),
    "access:instellingen": Policy(Who.ROLE, "instellingen", _ADMIN),
    "access:voorstellen": Policy(Who.ROLE, "samen tekenen", _ADMIN | _REVIEWER),
    "access:herstelsleutel": Policy(Who.PERSON, "herstelsleutel"),
    "access:gezien": Policy(Who.PERSON),
    "access:logboek": Policy(Who.ROLE, "logboek", _REVIEWER),
}
