"""For whom each page of the case file is, and what the log calls a look at it."""

from meldcode.access.models import FOCAL, PROFESSIONAL
from meldcode.access.policy import Policy, Table, Who

_STARTS = frozenset({PROFESSIONAL, FOCAL})
_FOCAL = frozenset({FOCAL})

POLICIES: Table = {
    "dossier:zaken": Policy(Who.PERSON, "zaken bekijken"),
    "dossier:nieuw": Policy(Who.ROLE, "zaak beginnen", _STARTS),
    "dossier:agenda": Policy(Who.PERSON, "agenda ophalen"),
    "dossier:nood": Policy(Who.ROLE, "noodtoegang vragen", _FOCAL),
    "dossier:zaak": Policy(Who.CASE_READ, "bekijken"),
    "dossier:regel": Policy(Who.CASE_READ, "bekijken"),
    "dossier:zoek": Policy(Who.CASE_READ, "zoeken"),
    "dossier:overdracht": Policy(Who.CASE_READ, "overzicht bekijken"),
    "dossier:adres": Policy(Who.CASE_READ, "veilig adres bekijken"),
    "dossier:kies": Policy(Who.CASE_WRITE, "bekijken"),
    "dossier:toevoegen": Policy(Who.CASE_WRITE, "bekijken"),
    "dossier:verbeteren": Policy(Who.CASE_WRITE, "bekijken"),
    "dossier:controle": Policy(Who.CASE_WRITE, "bekijken"),
    "dossier:bijlage": Policy(Who.CASE_WRITE, "bekijken", lasting=True),
    "dossier:bestand": Policy(Who.CASE_READ, "bijlage bekijken", lasting=True),
    # Stores what is typed and shows nothing, so it is no look; the draft is sealed to who typed it.
    "dossier:concept": Policy(Who.CASE_WRITE),
    "dossier:wegen": Policy(Who.CASE_WRITE, "bekijken"),
    "dossier:kader": Policy(Who.CASE_OWNER, "bekijken"),
    "dossier:afdruk": Policy(Who.CASE_READ, "afdrukken", leaves=True),
    "dossier:tekst": Policy(Who.CASE_READ, "tekst kopiëren", leaves=True),
    "dossier:uitvoer": Policy(Who.CASE_READ, "bekijken", leaves=True),
    "dossier:pdf": Policy(Who.CASE_READ, "uitvoeren", lasting=True, leaves=True),
    "dossier:json": Policy(Who.CASE_READ, "uitvoeren", lasting=True, leaves=True),
    "dossier:kopie": Policy(Who.CASE_READ, "kopie maken", lasting=True, leaves=True),
    "dossier:wie": Policy(Who.CASE_OWNER, "rechten bekijken"),
    "dossier:keek": Policy(Who.CASE_READ, "logboek bekijken"),
    "dossier:vernietigen": Policy(Who.CASE_OWNER, "vernietigen bekijken"),
}
