"""Who may open what: every route of the product with its policy, in one table."""

from __future__ import annotations

from django.conf import settings

from meldcode.access.models import FOCAL, PROFESSIONAL
from meldcode.access.policies import POLICIES as ACCESS
from meldcode.access.policy import Policy, Table, Who
from meldcode.dossier.policies import POLICIES as DOSSIER
from meldcode.guide import urls as guide
from meldcode.melding.policies import POLICIES as MELDING

_GUIDE = {f"guide:{pattern.name}": Policy(Who.ANYONE) for pattern in guide.urlpatterns}

_HAND_OVER = {"uit_gids": Policy(Who.ROLE, "zaak beginnen", frozenset({PROFESSIONAL, FOCAL}))}

_ALL: Table = {**_GUIDE, **ACCESS, **DOSSIER, **MELDING, **_HAND_OVER}

TABLE: Table = _GUIDE if settings.ONLY_GUIDE else _ALL
