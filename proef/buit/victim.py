"""The house: an installation with something of everything in it, and a browser that is open.

``python -m proef.buit.victim FOLDER TMP`` fills it, prints what a thief must not learn as JSON on
one line, and stays open until its standard input ends.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from django.utils import timezone
from pydantic import BaseModel

if TYPE_CHECKING:
    from django.test import Client

    from meldcode.access.people import Unlocked
    from meldcode.dossier.entries import Entry
    from meldcode.ledger.services import OpenCase

NAME = "Anna"
_SHORT, _LONG = 300, 20_000  # the lengths of what a professional types, see dossier.entries


@dataclass
class Secrets:
    """All that must stay in the house: words that were typed, and keys (hex)."""

    phrase: str
    code: str = ""
    words: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)
    process_key: str = ""
    zaak: str = ""
    entries: int = 0

    def word(self, place: str) -> str:
        """A word that stands in this place and nowhere else."""
        # Some hex in the middle: else a name of a field would do as a word.
        made = f"kanarie {secrets.token_hex(8)} {place}"
        self.words.append(made)
        return made


def new_phrase() -> str:
    """A passphrase that the product takes."""
    return " ".join(f"w{secrets.token_hex(3)}" for _ in range(5))


def birth_date() -> date:
    """A day that is no other day in the house."""
    return date(1931, 1, 1) + timedelta(days=secrets.randbelow(9000))


def fill(told: Secrets) -> Client:
    """Fill the house through services and pages; gives the browser that stays open."""
    from meldcode.access import people
    from meldcode.dossier import services
    from meldcode.kader.load import frameworks
    from meldcode.ledger import services as ledger
    from meldcode.vault.process_key import PROCESS_KEY

    anna, codes = people.set_up(NAME, told.phrase)
    people.confirm_recovery(codes)
    told.code = codes[0]
    framework, now = frameworks()["artsen"], timezone.now()
    case = services.start(anna, framework, told.word("codenaam")[:60], [], now)
    for entry, original in entries(told):
        file = ledger.sealed_file(case, original) if original else None
        case = services.add(case, anna, entry, now, file)
    form = {name: [told.word(f"concept {name}")] for name in ("wat", "thuis", "van_wie")}
    services.keep_draft(anna, case.zaak, "signaal", form, now)
    services.keep_draft(anna, case.zaak, "meldstuk", {"melding": [_report(told)]}, now)
    browser = look_around(told, case)
    case = ledger.open_case(case.zaak, anna.keyring, people.signing_keys(), timezone.now())
    told.zaak, told.entries = case.zaak, len(case.contents)
    told.keys = list(_keys(anna, case))
    told.process_key = PROCESS_KEY.reveal().hex()
    return browser


def _report(told: Secrets) -> str:
    """A report that is being composed, with a word in what is typed most."""
    from meldcode.melding.report import Melder, Report, Stappen

    return Report(
        melder=Melder(naam=told.word("melder"), organisatie=told.word("organisatie")),
        stappen=Stappen(gesprek=told.word("gesprek in de melding")),
    ).model_dump_json()


def _keys(anna: Unlocked, case: OpenCase) -> Iterator[str]:
    secret = anna.keyring.to_secret().reveal()[1:]
    yield from (secret[start : start + 32].hex() for start in range(0, len(secret), 32))
    yield case.keys.newest.reveal().hex()
    yield anna.keyring.own(b"concept").reveal().hex()


def entries(told: Secrets) -> Iterator[tuple[Entry, bytes | None]]:
    """An entry of every kind with a word in every field that is typed; with it, its file."""
    from meldcode.dossier.entries import Begin, Correctie, Entry

    for model in get_args(Entry):
        if model is Begin:
            continue
        values = filled(told, model)
        original = None
        if "bestand" in values and isinstance(values["bestand"], dict):
            original = told.word("inhoud van de bijlage").encode() * 3
            values["bestand"] |= _file(told, original)
        if model is Correctie:
            values["wordt"] = {"soort": "signaal", **filled(told, _model("signaal"))}
        yield model.model_validate(values), original


def _model(soort: str) -> type[BaseModel]:
    from meldcode.dossier.words import MODELS

    found: type[BaseModel] = MODELS[soort]
    return found


def _file(told: Secrets, data: bytes) -> Mapping[str, Any]:
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    told.keys.append(digest)  # a thief may know the photo; this would tell that it lies here
    return {"sha256": digest, "naam": told.word("bestandsnaam"), "bytes": len(data)}


def filled(told: Secrets, model: type[BaseModel]) -> dict[str, Any]:
    """A word for every field of a model that somebody types; the least for the others."""
    soort = str(model.model_fields["soort"].default)
    typed: dict[str, Any] = {name: told.word(f"{soort} {name}") for name in _typed(model)}
    if soort == "kaderwissel":
        typed |= _version()
    if soort == "afweging":
        typed["redenen"] = {key: told.word(f"reden {key}") for key in "12345"}
    return {**_LEAST.get(soort, {}), **typed, **_dates(told, soort)}


def _version() -> dict[str, str]:
    """The framework that the case goes on with: the one it has, for nothing else must change."""
    from meldcode.kader.load import frameworks

    framework = frameworks()["artsen"]
    return {
        "kader": framework.id,
        "kader_versie": framework.versie,
        "kader_hash": framework.hash,
    }


def _typed(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        lengths = {getattr(each, "max_length", None) for each in info.metadata}
        if lengths & {_SHORT, _LONG}:
            yield name


def _dates(told: Secrets, soort: str) -> dict[str, str]:
    if soort not in ("persoon", "signaal"):
        return {}
    day = birth_date().isoformat()
    told.words.append(day)
    return {"geboren": day} if soort == "persoon" else {"gebeurd": day}


_DAY = "2026-11-13"
_FILE = {"id": "-", "type": "text/plain"}
_LEAST: Mapping[str, dict[str, Any]] = {
    "kaderwissel": {"op": _DAY},
    "persoon": {"id": "p1", "rol": "kind"},
    "stap": {"stap": "1", "stand": "gedaan"},
    "signaal": {
        "opgemerkt": _DAY,
        "herkomst": "verteld",
        "aard": "feit",
        "richting": "ondersteunt",
    },
    "controle": {
        "controle": "kindcheck",
        "op": _DAY,
        "antwoorden": {"1": "ja"},
        "uitkomst": "geen_zorg_voor_kinderen",
    },
    "overleg": {"met": "collega", "op": _DAY},
    "gesprek": {"gehouden": "ja", "op": _DAY},
    "afweging": {
        "op": _DAY,
        "ronde": 1,
        "antwoorden": {str(number): "ja" for number in range(1, 6)},
    },
    "besluit": {"op": _DAY, "melden": "wel", "hulp": "zelf", "volgt_advies": "ja"},
    "melding": {"op": _DAY, "hoe": "telefoon", "geinformeerd": "ja"},
    "afspraak": {"op": _DAY, "termijn": "2026-12-13"},
    "opvolging": {"op": _DAY, "afspraak": 10, "resultaat": "deels", "veilig": "onbekend"},
    "terugkoppeling": {"op": _DAY, "op_tijd": "ja", "eens": "nee"},
    "informatieverzoek": {"op": _DAY},
    "bijlage": {"op": _DAY, "aard": "brief", "bestand": _FILE},
    "noodtoegang": {"tot": "2026-11-13T12:00:00Z"},
    "vernietigingsverzoek": {"op": _DAY, "besluit": "open"},
    "uitgegeven": {"op": _DAY, "vorm": "dossier", "bestand": "pdf", "sha256": "0" * 64},
    "afsluiting": {"op": _DAY, "grond": "anders"},
    "heropening": {"op": _DAY},
    "correctie": {"op_nummer": 4},
}


def look_around(told: Secrets, case: OpenCase) -> Client:
    """Log in, read, search, add a letter and a draft through the pages; stay logged in."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.post("/dossier/inloggen", {"naam": NAME, "wachtzin": told.phrase})
    where = f"/dossier/zaak/{case.zaak}/"
    for page in ("", "overdracht", "tekst", "afdruk", "toevoegen/signaal", "regel/4"):
        assert client.get(where + page).status_code == 200, page
    client.post(where + "zoek", {"zoek": told.word("gezocht")})
    draft = {"concept": "overleg", "advies": told.word("concept overleg")}
    assert client.post(where + "concept", draft).status_code == 204
    letter = told.word("brief").encode() * 100
    form = {"titel": told.word("titel"), "aard": "brief", "op": _DAY}
    file = SimpleUploadedFile(f"{told.word('naam')}.txt", letter, "text/plain")
    assert client.post(where + "bijlage", {**form, "bestand": file}).status_code == 302
    assert client.post(where + "uitvoer.json").status_code == 200
    assert client.post(where + "uitvoer.pdf").status_code == 200
    told.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return client


def main(folder: Path, temporary: Path, quick: bool = False) -> None:
    """Fill the house, tell what is secret in it, and stay until the caller is done."""
    for variable in ("MELDCODE_DATABASE", "MELDCODE_PROCES_SLEUTEL"):
        os.environ.pop(variable, None)
    os.environ.update(MELDCODE_MAP=str(folder), TMPDIR=str(temporary))
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldcode.site.settings"
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    from tests.cast import quick_passphrases

    told = Secrets(new_phrase())
    with quick_passphrases() if quick else nullcontext():
        fill(told)
    print(json.dumps(asdict(told)), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--vlug" in sys.argv)
