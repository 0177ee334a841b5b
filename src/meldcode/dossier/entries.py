"""What a case file is made of: one frozen value for each kind of entry.

An entry says only what the professional put in. Who wrote it, when, and in which place of the
chain stands around it, in `Entered`. Dates are ISO (`2026-11-22`); a `PartialDate` may stop after
the year or the month, since a birth or an event is often known in part. An empty text means: not
filled in. The names are the terms of `docs/begrippen.md`; the words that people read stand in
`inhoud/vormen.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

TEXT_LENGTH = 20_000
LINE_LENGTH = 300


def _partial_date(text: str) -> str:
    if text:
        parts = text.split("-")
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        if len(text) not in (4, 7, 10):
            raise ValueError("not a year, a month or a day")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT_LENGTH)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE_LENGTH)]
Must = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LENGTH)
]
MustLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LENGTH)
]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
PersonIds = tuple[Annotated[str, StringConstraints(pattern=r"^p[1-9][0-9]{0,3}$")], ...]
JaNee = Literal["ja", "nee"]
Onbekend = Literal["ja", "nee", "onbekend"]

# The three grounds of step 3 on which a talk may be left out [bron: rbcz].
Gespreksgrond = Literal["veiligheid_betrokkenen", "uit_beeld", "eigen_veiligheid"]
# The three grounds on which a reporter's name is kept from the family [bron: uitvoeringsbesluit].
Naamgrond = Literal["bedreiging_gezin", "bedreiging_professional", "vertrouwensrelatie"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Begin(_Entry):
    """The first entry of a case: its code name and the framework it is pinned to."""

    soort: Literal["begin"] = "begin"
    codenaam: MustLine
    kader: str
    kader_versie: str
    kader_hash: str
    uit_gids: bool = False


class Kaderwissel(_Entry):
    """From here on the case follows another version of its framework; what was weighed stays.

    `kader_hash` is the decision hash, as in `Begin`.
    """

    soort: Literal["kaderwissel"] = "kaderwissel"
    op: date
    kader: str
    kader_versie: str
    kader_hash: str
    reden: Text = ""


class Persoon(_Entry):
    """Somebody in the case; `id` (p1, p2 …) is how other entries refer to this person."""

    soort: Literal["persoon"] = "persoon"
    id: Annotated[str, StringConstraints(pattern=r"^p[1-9][0-9]{0,3}$")]
    rol: Literal[
        "kind",
        "ongeboren_kind",
        "client",
        "ouder",
        "partner",
        "ex_partner",
        "familie",
        "ander_kind",
        "vertegenwoordiger",
        "andere_betrokkene",
        "professional",
    ]
    naam: MustLine
    geboren: PartialDate = ""
    uitgerekend: PartialDate = ""
    relatie: Line = ""
    gezag: Onbekend | None = None
    adres: Line = ""
    veilig_adres: Line = ""
    telefoon: Line = ""
    toelichting: Text = ""


class Stap(_Entry):
    """How one of the five steps stands, in the professional's own words."""

    soort: Literal["stap"] = "stap"
    stap: Literal["1", "2", "3", "4"]
    stand: Literal["gedaan", "niet"]
    reden: Text = ""
    op: date | None = None


class Signaal(_Entry):
    """One thing that supports or contradicts the suspicion, with where it comes from."""

    soort: Literal["signaal"] = "signaal"
    wat: Must
    gebeurd: PartialDate = ""
    gebeurd_toelichting: Line = ""
    opgemerkt: date
    herkomst: Literal["zelf_gezien", "verteld", "document"]
    van_wie: Line = ""
    aard: Literal["feit", "interpretatie"]
    richting: Literal["ondersteunt", "weerspreekt", "onduidelijk"]
    over: PersonIds = ()
    akkoord_door: Line = ""
    akkoord_op: date | None = None
    thuis: Text = ""


class Controle(_Entry):
    """A Kindcheck or mantelzorgverleningscheck, with its outcome; a negative one counts too."""

    soort: Literal["controle"] = "controle"
    controle: Literal["kindcheck", "mantelzorgcheck"]
    op: date
    antwoorden: dict[str, JaNee]
    uitkomst: str
    toelichting: Text = ""


class Overleg(_Entry):
    """Step 2: advice asked, or why it was not."""

    soort: Literal["overleg"] = "overleg"
    met: Literal[
        "collega", "veilig_thuis", "aandachtsfunctionaris", "letseldeskundige", "andere_deskundige"
    ]
    gehouden: JaNee = "ja"
    op: date | None = None
    wie: Line = ""
    zonder_namen: JaNee | None = None
    vraag: Text = ""
    advies: Text = ""
    reden_niet: Text = ""


class Gesprek(_Entry):
    """Step 3: a talk with those involved, or on which ground it was not held, and when it will."""

    soort: Literal["gesprek"] = "gesprek"
    gehouden: JaNee
    met: PersonIds = ()
    op: date | None = None
    gezegd: Text = ""
    reactie: Text = ""
    oplossingen: Text = ""
    toestemming: Text = ""
    mening_kind: Text = ""
    mening_gewogen: Text = ""
    grond: Gespreksgrond | None = None
    grond_toelichting: Text = ""
    wanneer_wel: Line = ""
    alsnog_op: date | None = None


class Afweging(_Entry):
    """One round of the five considerations, with the receipt of the advice it gave.

    `bon` is the advice as the contract prints it (`docs/advies.md`), so that it can be replayed.
    """

    soort: Literal["afweging"] = "afweging"
    op: date
    ronde: int = Field(ge=1)
    antwoorden: dict[str, Literal["ja", "nee", "open"]]
    situatie: dict[str, Any] = Field(default_factory=dict)
    hulpvragen: tuple[str, ...] = ()
    redenen: dict[str, Text] = Field(default_factory=dict)
    bon: dict[str, Any] = Field(default_factory=dict)


class Besluit(_Entry):
    """The two decisions, who took them, and where they leave the advice, why."""

    soort: Literal["besluit"] = "besluit"
    op: date
    melden: Literal["wel", "niet", "nu_niet"]
    hulp: Literal["zelf", "organiseren", "samen_veilig_thuis", "geen"]
    door: MustLine
    volgt_advies: JaNee
    reden: Text = ""
    geraadpleegd: Line = ""


class Melding(_Entry):
    """A report that was made: when, how, who was told, and whose name was kept back on what."""

    soort: Literal["melding"] = "melding"
    op: date
    hoe: Literal["telefoon", "formulier", "telefoon_en_formulier", "bestand", "anders"]
    medewerker: Line = ""
    kenmerk: Line = ""
    geinformeerd: JaNee
    wie_geinformeerd: PersonIds = ()
    reactie: Text = ""
    reden_niet: Gespreksgrond | None = None
    reden_toelichting: Text = ""
    wanneer_wel: Line = ""
    naam_verborgen: JaNee = "nee"
    naam_grond: Naamgrond | None = None
    naam_reden: Text = ""


class Afspraak(_Entry):
    """What was agreed: the result, by when, who does it; how and by whom it is established."""

    soort: Literal["afspraak"] = "afspraak"
    op: date
    resultaat: Must
    termijn: date
    wie: MustLine
    vaststellen_hoe: Text = ""
    vaststellen_door: Line = ""
    volgen_tot: date | None = None
    met_veilig_thuis: JaNee = "nee"


class Opvolging(_Entry):
    """What became of an agreement; `afspraak` is that entry's number in the case."""

    soort: Literal["opvolging"] = "opvolging"
    op: date
    afspraak: int = Field(ge=1)
    resultaat: Literal["gehaald", "deels", "niet_gehaald"]
    veilig: Onbekend
    toelichting: Text = ""
    opnieuw_op: date | None = None


class Terugkoppeling(_Entry):
    """What Veilig Thuis reported back, and what was said where the professional disagrees."""

    soort: Literal["terugkoppeling"] = "terugkoppeling"
    op: date
    op_tijd: JaNee
    van: Line = ""
    inhoud: Must
    eens: JaNee
    gezegd: Text = ""


class Informatieverzoek(_Entry):
    """Veilig Thuis asks for information: the seven guidelines [bron: rbcz], one by one."""

    soort: Literal["informatieverzoek"] = "informatieverzoek"
    op: date
    van: Line = ""
    vraag: Must
    teruggebeld: JaNee | None = None
    afgestemd: JaNee | None = None
    gezin_weet: Onbekend | None = None
    gezin_besluit: Text = ""
    antwoord: Text = ""
    bronnen_genoemd: JaNee | None = None
    verslag_akkoord: JaNee | None = None
    verslag_gezin: JaNee | None = None
    verslag_reden: Text = ""


class Bestand(_Entry):
    """The sealed original of an attachment: where it lies and what it was."""

    id: str
    naam: Line
    type: Literal["image/jpeg", "image/png", "application/pdf", "text/plain"]
    bytes: int = Field(ge=1, le=20 * 1024 * 1024)
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Bijlage(_Entry):
    """A photo, a letter: sealed as it came, shown as a copy without hidden data."""

    soort: Literal["bijlage"] = "bijlage"
    titel: MustLine
    aard: Literal["foto", "brief", "document", "anders"]
    op: date
    over: PersonIds = ()
    herkomst: Line = ""
    beschrijving: Text = ""
    bestand: Bestand


class Noodtoegang(_Entry):
    """Somebody used emergency access, why, and until when."""

    soort: Literal["noodtoegang"] = "noodtoegang"
    reden: Must
    tot: datetime


class Vernietigingsverzoek(_Entry):
    """A request to destroy the file, and what was decided on which ground."""

    soort: Literal["vernietigingsverzoek"] = "vernietigingsverzoek"
    op: date
    door: PersonIds = ()
    door_toelichting: Line = ""
    besluit: Literal["open", "ingewilligd", "geweigerd"]
    grond: Literal["belang_kind", "belang_ander", "wettelijke_plicht", "lopende_zaak"] | None = None
    toelichting: Text = ""


class Uitgegeven(_Entry):
    """What left the file: in which form, for whom, with the hash of the document."""

    soort: Literal["uitgegeven"] = "uitgegeven"
    op: date
    vorm: Literal["dossier", "kopie_betrokkene", "melding", "afschrift", "adviesvraag", "tekst"]
    bestand: Literal["pdf", "json", "tekst", "word", "verzegeld"]
    aan: Line = ""
    voor: PersonIds = ()
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Afsluiting(_Entry):
    """The code is closed, on a ground, with what was agreed on following safety."""

    soort: Literal["afsluiting"] = "afsluiting"
    op: date
    grond: Literal["geen_vermoeden", "veiligheid_hersteld", "overgedragen", "uit_zorg", "anders"]
    toelichting: Must
    volgen: Text = ""
    einde_zorg: date | None = None


class Heropening(_Entry):
    """The code starts again."""

    soort: Literal["heropening"] = "heropening"
    op: date
    reden: Must


class Correctie(_Entry):
    """Entry `op_nummer` reads otherwise from now on, or no longer counts; the old one stays."""

    soort: Literal["correctie"] = "correctie"
    op_nummer: int = Field(ge=1)
    reden: Must
    wordt: Annotated[Plain, Field(discriminator="soort")] | None = None


Plain = (
    Persoon
    | Stap
    | Signaal
    | Controle
    | Overleg
    | Gesprek
    | Afweging
    | Besluit
    | Melding
    | Afspraak
    | Opvolging
    | Terugkoppeling
    | Informatieverzoek
    | Bijlage
    | Vernietigingsverzoek
    | Afsluiting
    | Heropening
)
Correctie.model_rebuild()

Entry = Begin | Kaderwissel | Plain | Noodtoegang | Uitgegeven | Correctie

_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="soort")])


@dataclass(frozen=True)
class Entered:
    """An entry in its place: `number` in the case's chain, by whom (name) and when (aware, UTC).

    `entry` is as it was written. What counts today is `effective`.
    """

    number: int
    author: str
    at: datetime
    entry: Entry


def to_bytes(entry: Entry) -> bytes:
    """The entry as JSON in UTF-8, every field of it, so that later defaults change nothing."""
    return entry.model_dump_json().encode()


def from_bytes(data: bytes) -> Entry:
    """What `to_bytes` wrote. Raises ValueError where it is no entry."""
    return _ENTRY.validate_json(data)


def effective(entered: tuple[Entered, ...]) -> tuple[Entered, ...]:
    """The entries that count, in their own order and place: corrected ones read as corrected.

    A corrected entry keeps its number; one that was withdrawn is left out, and so are the
    corrections themselves. A correction of a correction follows the chain to the first entry, so
    that the last word counts: it also brings back what was withdrawn by mistake. A correction of
    what is not there does nothing.
    """
    written: dict[int, Entered] = {}
    now: dict[int, Entered | None] = {}
    origin: dict[int, int] = {}
    for each in entered:
        if not isinstance(each.entry, Correctie):
            written[each.number] = now[each.number] = each
            continue
        first = origin.get(each.entry.op_nummer, each.entry.op_nummer)
        origin[each.number] = first
        if first in written:
            now[first] = _corrected(written[first], each.entry)
    return tuple(each for each in now.values() if each is not None)


def _corrected(before: Entered, correction: Correctie) -> Entered | None:
    if correction.wordt is None:
        return None
    return Entered(before.number, before.author, before.at, correction.wordt)
