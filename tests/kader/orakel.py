"""An independent second implementation of the decision contract, version 2 (``docs/advies.md``).

It is the yardstick for the engine of the product, so it is written straight from the text, one
table or paragraph after the other, and shares no code with ``src/``. Clarity goes before speed.
A comment '(contract, X)' tells in own words which line under the heading X is done there. The
words that people read are not its business: duties and contradictions are ids, and of ``redenen``
only which answers are disregarded is told (``genegeerd``).

Where the text leaves room, this is how it is read here. The choice is the safest one; the code
points back with LEZING and the number.

1.  Beside 1 nee a given 2 nee is passed by no way ('1 nee ends'), so it is disregarded.
2.  On the contradiction of 1 and 2 the walk is 1 alone, so 2, 3, 4 and 5 are disregarded by it.
    The duties and contradictions that ask for '2 ja' do still see the ja, as given.
3.  'Read each way as if its 2 were nee' stands under ``hulp`` only. Restraint changes the walk
    for nothing else.
4.  The two questions on danger in ``volgende`` don't ask for ``noodzakelijk``: they come with 2
    nee as well, and ``ernstig_gevaar`` is asked also where ``hulp_kan_afwenden`` ja has settled
    the outcome.
5.  '2 ja' is the given answer, also while 1 is nee or open. With 2 open or nee, ``onveiligheid``
    is as if it were ``open``: in *acute* and everywhere else.
6.  *Acute* is an 'or'. ``gevaar_nu`` nee does not take away an acute unsafety beside 2 ja, so
    ``direct_gevaar`` stands; and ``gevaar_nu`` ja is acute whatever was answered to 1-5.
7.  ``gevaar_beoordelen``: 'not acute' and '``gevaar_nu`` open' hold for both branches behind the
    colon. With a ticked sign and ``gevaar_nu`` nee the contradiction ``teken_zonder_gevaar`` asks
    to look again instead.
8.  'As the row above' (``weigering_advies_vt``) is the whole condition of that row; no
    ``noodzakelijk`` is asked.
9.  ``onvrij_vastleggen`` and ``vertegenwoordiger`` hold whoever the victims are: 'the column
    "when" is the whole condition'.
10. '4 ja and 5 open on the walk': both lie on the walk (each way to 5 passes 4).
11. Duties come in the order of the table. No order is told for contradictions: sorted by id here.
12. Input: ``afwegingen`` and ``situatie`` may be left out, as all that they hold may; ``kader``
    may not. A value that is null, or a word where true or false is asked, or 1 where true is, is
    an error. ``alleen_volwassenen`` is no key any more: the reading of version 1 is for what was
    kept, not for what is asked now.
13. Route: it is asked for a framework. Where only ``meldcode`` exists that is the outcome, also
    while ``wie`` is open, and ``medewerker`` or ``onderling`` is a value that isn't allowed there:
    to answer it with ``meldcode`` would be guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any, TypeVar

# --- The input --------------------------------------------------------------------------------

KADERS: tuple[str, ...] = (
    "gemeenschappelijk",
    "artsen",
    "complementair",
    "verpleegkundigen",
    "paramedici",
    "sociaal",
    "verloskundigen",
    "onderwijs",
    "kinderopvang",
    "justitie",
)

# The rule of restraint belongs to the doctors and to the complementary therapists (contract,
# Restraint).
MET_REGEL: set[str] = {"artsen", "complementair"}

# Schools and childcare first ask whom the worry is about; no other framework has that fork
# (contract, Checks).
MET_ROUTE: set[str] = {"onderwijs", "kinderopvang"}

# The keys are the canonical numbers, whatever a profession calls them (contract, Input).
AFWEGINGEN: tuple[str, ...] = ("1", "2", "3", "4", "5")

ANTWOORDEN: tuple[str, ...] = ("ja", "nee", "open")

ROUTES: tuple[str, ...] = ("thuis", "medewerker", "onderling", "open")

# The fields of the situation with what each may hold (contract, Input).
SITUATIE_WAARDEN: dict[str, tuple[str | bool, ...]] = {
    "slachtoffers": ("kind", "ongeboren", "volwassenen", "open"),
    "gevaar_nu": ("ja", "nee", "open"),
    "vertellen_onveilig": ("ja", "nee", "open"),
    "gevaar_teken": (True, False),
    "vertel_teken": (True, False),
    "onveiligheid": ("acuut", "structureel", "beide", "open"),
    "gemeld": ("ja", "nee"),
    "weigering": ("niet_gevraagd", "toestemming", "vrij", "onder_druk", "wilsonbekwaam"),
    "ernstig_gevaar": ("ja", "nee", "open"),
    "hulp_kan_afwenden": ("ja", "nee", "open"),
}

# What a field is when it is left out (contract, Input).
SITUATIE_STANDAARD: dict[str, str | bool] = {
    "slachtoffers": "open",
    "gevaar_nu": "open",
    "vertellen_onveilig": "open",
    "gevaar_teken": False,
    "vertel_teken": False,
    "onveiligheid": "open",
    "gemeld": "nee",
    "weigering": "niet_gevraagd",
    "ernstig_gevaar": "open",
    "hulp_kan_afwenden": "open",
}

Antwoorden = dict[str, str]
Situatie = dict[str, Any]


def alle_vectoren() -> Iterator[Antwoorden]:
    """All 3^5 = 243 combinations of answers."""
    for antwoorden in product(ANTWOORDEN, repeat=5):
        yield dict(zip(AFWEGINGEN, antwoorden, strict=True))


def alle_situaties() -> Iterator[Situatie]:
    """All 4 x 3 x 3 x 2 x 2 x 4 x 2 x 5 x 3 x 3 = 51 840 situations."""
    for waarden in product(*SITUATIE_WAARDEN.values()):
        yield dict(zip(SITUATIE_WAARDEN, waarden, strict=True))


class InvoerFout(ValueError):
    """Input that the contract does not allow.

    ``sleutel`` is the key that is wrong, missing or unknown (empty when the input as a whole is
    no object), ``toegestaan`` the values allowed there; the keys allowed when the key is unknown.
    """

    def __init__(self, sleutel: str, toegestaan: tuple[str | bool, ...]) -> None:
        super().__init__(f"{sleutel!r}: kies uit {', '.join(map(str, toegestaan))}")
        self.sleutel = sleutel
        self.toegestaan = toegestaan


def _controleer_object(gegeven: object, naam: str, sleutels: tuple[str, ...]) -> dict[str, Any]:
    """An unknown key is an error that names it and the keys allowed (contract, Input)."""
    if not isinstance(gegeven, Mapping):
        raise InvoerFout(naam, sleutels)
    for sleutel in gegeven:
        if sleutel not in sleutels:
            raise InvoerFout(str(sleutel), sleutels)
    return dict(gegeven)


def _controleer_waarde(gegeven: object, sleutel: str, toegestaan: tuple[str | bool, ...]) -> None:
    """An unknown value is an error that names its key and the values allowed (contract, Input)."""
    # LEZING 12: 1 is not true, though Python thinks them equal.
    if not any(type(gegeven) is type(waarde) and gegeven == waarde for waarde in toegestaan):
        raise InvoerFout(sleutel, toegestaan)


def _volledige_antwoorden(gegeven: object, naam: str, nummers: tuple[str, ...]) -> Antwoorden:
    """ja, nee or open for each number; one that is left out is open (contract, Input)."""
    antwoorden = _controleer_object(gegeven, naam, nummers)
    for nr, antwoord in antwoorden.items():
        _controleer_waarde(antwoord, nr, ANTWOORDEN)
    return {nr: antwoorden.get(nr, "open") for nr in nummers}


def _volledige_situatie(gegeven: object) -> Situatie:
    """Each field as given, or else its default (contract, Input)."""
    situatie = _controleer_object(gegeven, "situatie", tuple(SITUATIE_WAARDEN))
    for veld, waarde in situatie.items():
        _controleer_waarde(waarde, veld, SITUATIE_WAARDEN[veld])
    return {**SITUATIE_STANDAARD, **situatie}


def uit_versie_1(situatie: Mapping[str, Any]) -> Situatie:
    """A situation kept under version 1, as version 2 reads it (contract, Versions).

    Adults only stays so; what was not adults only may be a child or anybody, so it is open. The
    new fields have their defaults.

    >>> uit_versie_1({"alleen_volwassenen": True, "gemeld": "ja"})["slachtoffers"]
    'volwassenen'
    >>> uit_versie_1({"alleen_volwassenen": False}) == uit_versie_1({}) == SITUATIE_STANDAARD
    True
    """
    rest = {veld: waarde for veld, waarde in situatie.items() if veld != "alleen_volwassenen"}
    alleen = situatie.get("alleen_volwassenen", False)
    _controleer_waarde(alleen, "alleen_volwassenen", (True, False))
    return _volledige_situatie({"slachtoffers": "volwassenen" if alleen else "open", **rest})


T = TypeVar("T")


def _onthoud(functie: Callable[[Antwoorden], T]) -> Callable[[Antwoorden], T]:
    """Remember what a function of the five answers alone gave (243 at most), so that a test can
    run through everything. Nobody changes what comes out."""
    gezien: dict[tuple[str, ...], T] = {}

    def met_geheugen(a: Antwoorden) -> T:
        sleutel = tuple(a[nr] for nr in AFWEGINGEN)
        if sleutel not in gezien:
            gezien[sleutel] = functie(a)
        return gezien[sleutel]

    return met_geheugen


# --- The walk ---------------------------------------------------------------------------------


def _is_tegenspraak(a: Antwoorden) -> bool:
    """1 nee and 2 ja are both given (contract, The walk)."""
    return a["1"] == "nee" and a["2"] == "ja"


@_onthoud
def _wegen(a: Antwoorden) -> list[Antwoorden]:
    """All ways; none on the contradiction of 1 and 2.

    A way fills in each open answer to 1-4; 5 open is an answer and stays. A way with 1 nee and 2
    ja is no way, by which 1 is ja beside 2 ja and 2 is nee beside 1 nee (contract, The walk).
    """
    mogelijk = [("ja", "nee") if a[nr] == "open" else (a[nr],) for nr in ("1", "2", "3", "4")]
    wegen: list[Antwoorden] = []
    for een, twee, drie, vier in product(*mogelijk):
        weg = {"1": een, "2": twee, "3": drie, "4": vier, "5": a["5"]}
        if not _is_tegenspraak(weg):
            wegen.append(weg)
    return wegen


@_onthoud
def _pad(weg: Antwoorden) -> list[str]:
    """The considerations that one way passes (1-4 are known in it)."""
    # A nee on 1 ends the walk (contract, The walk). LEZING 1.
    if weg["1"] == "nee":
        return ["1"]
    # After a ja on 2 all of 3, 4 and 5 are walked, with Veilig Thuis, whatever is answered on the
    # way (contract, The walk).
    if weg["2"] == "ja":
        return ["1", "2", "3", "4", "5"]
    # After a nee on 2: 3, then 4 on a ja, then 5 on a ja; a nee on 3 or 4 ends it (contract, The
    # walk).
    if weg["3"] == "nee":
        return ["1", "2", "3"]
    if weg["4"] == "nee":
        return ["1", "2", "3", "4"]
    return ["1", "2", "3", "4", "5"]


@_onthoud
def _wandeling(a: Antwoorden) -> list[str]:
    """What every way passes lies on the walk (contract, The walk). LEZING 3."""
    # Without a way the walk is 1 alone (contract, The walk).
    if _is_tegenspraak(a):
        return ["1"]
    return [nr for nr in AFWEGINGEN if all(nr in _pad(weg) for weg in _wegen(a))]


@_onthoud
def _ooit_gepasseerd(a: Antwoorden) -> list[str]:
    """The considerations that some way passes."""
    if _is_tegenspraak(a):
        return ["1"]  # LEZING 2
    return [nr for nr in AFWEGINGEN if any(nr in _pad(weg) for weg in _wegen(a))]


def _genegeerd(a: Antwoorden) -> list[str]:
    """An answer that no way passes is disregarded; one that some ways pass is not (contract, The
    walk)."""
    return [nr for nr in AFWEGINGEN if a[nr] != "open" and nr not in _ooit_gepasseerd(a)]


# --- melden and norm --------------------------------------------------------------------------

# The table for known 1-4; '' is an empty cell: any answer (contract, melden and norm).
MELDEN_TABEL: tuple[tuple[str, str, str, str, str, str, tuple[int, ...]], ...] = (
    ("nee", "nee", "", "", "", "niet_noodzakelijk", ()),
    ("nee", "ja", "", "", "", "open", ()),
    ("ja", "ja", "", "", "nee", "noodzakelijk", (1, 3)),
    ("ja", "ja", "", "", "ja", "noodzakelijk", (1,)),
    ("ja", "ja", "", "", "open", "noodzakelijk", (1,)),
    ("ja", "nee", "nee", "", "", "noodzakelijk", (2,)),
    ("ja", "nee", "ja", "nee", "", "noodzakelijk", (3,)),
    ("ja", "nee", "ja", "ja", "nee", "noodzakelijk", (3,)),
    ("ja", "nee", "ja", "ja", "open", "nu_niet", ()),
    ("ja", "nee", "ja", "ja", "ja", "niet_noodzakelijk", ()),
)


def _melden_van_weg(weg: Antwoorden) -> tuple[str, set[int]]:
    """Look one way (1-4 known) up in the table: `melden` and the norms."""
    for een, twee, drie, vier, vijf, melden, norm in MELDEN_TABEL:
        rij = {"1": een, "2": twee, "3": drie, "4": vier, "5": vijf}
        if all(rij[nr] in ("", weg[nr]) for nr in AFWEGINGEN):
            return melden, set(norm)
    raise AssertionError(f"de tabel mist een rij voor {weg}")


def _eens(waarden: list[str]) -> str:
    """What all agree on, else open (contract, melden and norm)."""
    return waarden[0] if len(set(waarden)) == 1 else "open"


@_onthoud
def _melden_zonder_terughoudendheid(a: Antwoorden) -> tuple[str, set[int]]:
    if _is_tegenspraak(a):
        return _melden_van_weg(a)
    uitkomsten = [_melden_van_weg(weg) for weg in _wegen(a)]
    melden = _eens([melden for melden, _ in uitkomsten])
    # With answers open, the norms that all ways have in common (contract, melden and norm).
    norm = set.intersection(*[norm for _, norm in uitkomsten])
    return melden, norm


# --- Restraint --------------------------------------------------------------------------------


def _regel_kan_gelden(kader: str, s: Situatie) -> bool:
    """A framework with the rule, all victims adults, and a refusal considered and free; every other
    refusal leaves the outcome as it is (contract, Restraint)."""
    return kader in MET_REGEL and s["slachtoffers"] == "volwassenen" and s["weigering"] == "vrij"


def _regel_werkt(kader: str, a: Antwoorden, s: Situatie) -> bool:
    """... and without the rule a report would be necessary (contract, Restraint)."""
    zonder, _ = _melden_zonder_terughoudendheid(a)
    return _regel_kan_gelden(kader, s) and zonder == "noodzakelijk"


def _melden_en_norm(kader: str, a: Antwoorden, s: Situatie) -> tuple[str, list[int]]:
    melden, norm = _melden_zonder_terughoudendheid(a)
    if _regel_werkt(kader, a, s):
        # Serious danger that no help can avert: it stays necessary (contract, Restraint).
        if s["ernstig_gevaar"] == "ja" and s["hulp_kan_afwenden"] == "nee":
            melden = "noodzakelijk"
        # No serious danger, or help can avert it: restraint (contract, Restraint).
        elif s["ernstig_gevaar"] == "nee" or s["hulp_kan_afwenden"] == "ja":
            melden = "terughoudend"
        # Not known yet (contract, Restraint).
        else:
            melden = "open"
    # The norm stays when a report is necessary or restrained, and is empty otherwise (contract,
    # Restraint).
    if melden not in ("noodzakelijk", "terughoudend"):
        norm = set()
    return melden, sorted(norm)


# --- opnieuw ----------------------------------------------------------------------------------


def _opnieuw(kader: str, a: Antwoorden, s: Situatie) -> bool:
    """Again: necessary, 5 nee on the walk, and reported before (contract, opnieuw)."""
    melden, _ = _melden_en_norm(kader, a, s)
    vijf_nee = a["5"] == "nee" and "5" in _wandeling(a)
    return melden == "noodzakelijk" and vijf_nee and s["gemeld"] == "ja"


# --- hulp -------------------------------------------------------------------------------------


@_onthoud
def _hulp_van_weg(weg: Antwoorden) -> str:
    """The second decision for known 1-4 (contract, hulp)."""
    # No suspicion: other help if needed; with 2 ja it is open (contract, hulp).
    if weg["1"] == "nee" and weg["2"] == "nee":
        return "zo_nodig_andere_hulp"
    if weg["1"] == "nee" and weg["2"] == "ja":
        return "open"
    # The first nee on the walk among 3, 4 and 5 tells (contract, hulp).
    for nr, hulp in (("3", "niet_door_jou"), ("4", "niet_aanvaard"), ("5", "onvoldoende")):
        if nr in _pad(weg) and weg[nr] == "nee":
            return hulp
    # No nee: 5 ja closes; with 5 open help runs, with Veilig Thuis after 2 ja (contract, hulp).
    if weg["5"] == "ja":
        return "afsluiten"
    return "samen_met_veilig_thuis" if weg["2"] == "ja" else "mogelijk"


def _hulp(kader: str, a: Antwoorden, s: Situatie) -> str:
    """With answers open: what every way agrees on, else open (contract, hulp)."""
    if _is_tegenspraak(a):
        return _hulp_van_weg(a)
    zoals_gegeven = [_hulp_van_weg(weg) for weg in _wegen(a)]
    # Under restraint each way is read as if its 2 were nee: help without Veilig Thuis, which a nee
    # on 3 or 4 ends (contract, hulp).
    alsof_2_nee = [_hulp_van_weg({**weg, "2": "nee"}) for weg in _wegen(a)]
    melden, _ = _melden_en_norm(kader, a, s)
    if melden == "terughoudend":
        return _eens(alsof_2_nee)
    # Restraint not yet known: what both readings agree on, else open (contract, hulp).
    if _regel_werkt(kader, a, s) and melden == "open":
        return _eens([_eens(zoals_gegeven), _eens(alsof_2_nee)])
    return _eens(zoals_gegeven)


# --- volgende ---------------------------------------------------------------------------------


def _volgende(kader: str, a: Antwoorden, s: Situatie) -> str | None:
    # On the contradiction of 1 and 2: 1 again (contract, volgende).
    if _is_tegenspraak(a):
        return "1"
    # Where restraint may come, 1 is given ja and 2 is known: first the serious danger, and when
    # there is any, whether help can avert it (contract, volgende). LEZING 4.
    if _regel_kan_gelden(kader, s) and a["1"] == "ja" and a["2"] in ("ja", "nee"):
        if s["ernstig_gevaar"] == "open":
            return "ernstig_gevaar"
        if s["ernstig_gevaar"] == "ja" and s["hulp_kan_afwenden"] == "open":
            return "hulp_kan_afwenden"
    # Else the first open one of 1-4 on the walk, an open 1 beside 2 ja too; then 5 if it lies on
    # the walk and is open; else nothing (contract, volgende).
    for nr in AFWEGINGEN:
        if nr in _wandeling(a) and a[nr] == "open":
            return nr
    return None


# --- omslag -----------------------------------------------------------------------------------


def _omslag(kader: str, a: Antwoorden, s: Situatie) -> list[dict[str, str]]:
    """For each answered consideration on the walk: both decisions, made again with the other
    answer, where that changes one of them (contract, omslag). `antwoord` is that other answer."""
    nu = (_melden_en_norm(kader, a, s)[0], _hulp(kader, a, s))
    lijst: list[dict[str, str]] = []
    for nr in _wandeling(a):
        if a[nr] == "open":
            continue
        ander = "nee" if a[nr] == "ja" else "ja"
        b = {**a, nr: ander}
        dan = (_melden_en_norm(kader, b, s)[0], _hulp(kader, b, s))
        if dan != nu:
            lijst.append({"afweging": nr, "antwoord": ander, "melden": dan[0], "hulp": dan[1]})
    return lijst


# --- tegenspraken -----------------------------------------------------------------------------


def _acuut_bij_2_ja(a: Antwoorden, s: Situatie) -> bool:
    """`onveiligheid` counts only beside 2 ja (contract, Input). LEZING 5."""
    return a["2"] == "ja" and s["onveiligheid"] in ("acuut", "beide")


def _tegenspraken(a: Antwoorden, s: Situatie) -> list[str]:
    """From the answers as given, in every framework, also under restraint (contract, The walk).
    LEZING 11."""
    wandeling = _wandeling(a)
    een_ja_twee_nee = a["1"] == "ja" and a["2"] == "nee"
    nee_op_wandeling = any(nr in wandeling and a[nr] == "nee" for nr in ("3", "4", "5"))
    rijen = {
        # Unsafety without a suspicion (contract, tegenspraken).
        "2_zonder_1": _is_tegenspraak(a),
        # Serious danger, yet a suspicion without unsafety (contract, tegenspraken).
        "gevaar_zonder_onveiligheid": s["ernstig_gevaar"] == "ja" and een_ja_twee_nee,
        # Acute unsafety, yet no serious danger (contract, tegenspraken).
        "acuut_zonder_gevaar": _acuut_bij_2_ja(a, s) and s["ernstig_gevaar"] == "nee",
        # Help could avert the danger, yet help falls short on the walk (contract, tegenspraken).
        "hulp_schiet_tekort": s["hulp_kan_afwenden"] == "ja" and nee_op_wandeling,
        # Danger now, yet a suspicion without unsafety (contract, tegenspraken).
        "gevaar_nu_zonder_onveiligheid": s["gevaar_nu"] == "ja" and een_ja_twee_nee,
        # A ticked sign of danger now, yet nobody in danger now (contract, tegenspraken).
        "teken_zonder_gevaar": s["gevaar_teken"] and s["gevaar_nu"] == "nee",
    }
    return sorted(tegenspraak for tegenspraak, waar in rijen.items() if waar)


# --- plichten ---------------------------------------------------------------------------------


def _acuut(a: Antwoorden, s: Situatie) -> bool:
    """Acute: somebody is in danger now, or 2 ja with acute unsafety, whatever 1 is (contract,
    plichten). LEZING 6."""
    return s["gevaar_nu"] == "ja" or _acuut_bij_2_ja(a, s)


def _vermoeden(a: Antwoorden) -> bool:
    """The star in the table: 1 ja, or 1 open beside 2 ja (contract, plichten)."""
    return a["1"] == "ja" or (a["1"] == "open" and a["2"] == "ja")


def _plichten(kader: str, a: Antwoorden, s: Situatie) -> list[str]:
    """The table of duties, row by row, in its order: the column 'when' is the whole condition,
    on the answers as given (contract, plichten)."""
    melden, _ = _melden_en_norm(kader, a, s)
    wandeling, ooit = _wandeling(a), _ooit_gepasseerd(a)
    noodzakelijk = melden == "noodzakelijk"
    terughoudend = melden == "terughoudend"
    twee_ja = a["2"] == "ja"
    acuut = _acuut(a, s)
    vermoeden = _vermoeden(a)
    volwassenen = s["slachtoffers"] == "volwassenen"
    vrije_weigering = s["weigering"] == "vrij" and volwassenen and vermoeden
    nog_met_vt = noodzakelijk and (
        s["vertellen_onveilig"] == "ja"
        or acuut
        or (s["vertel_teken"] and s["vertellen_onveilig"] == "open")
    )

    rijen: list[tuple[str, bool]] = [
        # Acute, and nothing else asked (contract, plichten).
        ("direct_gevaar", acuut),
        # Not acute, and whether there's danger now isn't known, while 2 is ja without the kind of
        # unsafety, or a sign of danger was ticked (contract, plichten). LEZING 7.
        (
            "gevaar_beoordelen",
            not acuut
            and s["gevaar_nu"] == "open"
            and ((twee_ja and s["onveiligheid"] == "open") or s["gevaar_teken"]),
        ),
        # Justice, always (contract, plichten).
        ("eigen_kader", kader == "justitie"),
        # The first decision is open and 1 is not nee, open restraint included (contract,
        # plichten).
        ("advies_vt_vragen", melden == "open" and a["1"] != "nee"),
        # Restraint, and a nee on 3 or 4 that some way passes (contract, plichten).
        (
            "advies_vt_nu",
            terughoudend and any(nr in ooit and a[nr] == "nee" for nr in ("3", "4")),
        ),
        # Doctors with a suspicion (contract, plichten).
        ("advies_collega", kader == "artsen" and vermoeden),
        # Paramedics with a suspicion, unless acute (contract, plichten).
        ("advies_vt_verplicht", kader == "paramedici" and vermoeden and not acuut),
        # Doctors who report, unless acute (contract, plichten).
        ("advies_vt_vooraf", kader == "artsen" and noodzakelijk and not acuut),
        # A free refusal of adults, with a suspicion (contract, plichten).
        ("weigering_wegen", vrije_weigering),
        # The same in a framework without the rule of restraint, unless acute (contract,
        # plichten). LEZING 8.
        ("weigering_advies_vt", vrije_weigering and kader not in MET_REGEL and not acuut),
        # A refusal under pressure, with a suspicion (contract, plichten). LEZING 9.
        ("onvrij_vastleggen", s["weigering"] == "onder_druk" and vermoeden),
        # A victim who can't decide on it, with a suspicion (contract, plichten). LEZING 9.
        ("vertegenwoordiger", s["weigering"] == "wilsonbekwaam" and vermoeden),
        # A report on adults who were not asked yet (contract, plichten).
        (
            "slachtoffer_vragen",
            noodzakelijk and volwassenen and s["weigering"] == "niet_gevraagd",
        ),
        # A report, and telling is unsafe, or it's acute, or a sign that telling may be unsafe was
        # ticked and whether it is isn't known (contract, plichten).
        ("vertellen_met_vt", nog_met_vt),
        # Every other report (contract, plichten).
        ("informeren", noodzakelijk and not nog_met_vt),
        # Schools with a suspicion (contract, plichten).
        ("bevoegd_gezag", kader == "onderwijs" and vermoeden),
        # A suspicion and a born minor as victim or witness (contract, plichten).
        ("kind_betrekken", vermoeden and s["slachtoffers"] == "kind"),
        # A suspicion, a pregnancy and no born minor (contract, plichten).
        ("ongeboren_kind", vermoeden and s["slachtoffers"] == "ongeboren"),
        # Every report; with 2 ja also safety and the walk with Veilig Thuis (contract, plichten).
        ("afspraken_melding", noodzakelijk),
        ("afspraken_veiligheid", noodzakelijk and twee_ja),
        ("samen_met_vt", noodzakelijk and twee_ja),
        ("betrokken_blijven", noodzakelijk),
        # Restraint (contract, plichten).
        ("veilig_verder", terughoudend),
        # 4 ja and 5 open, both on the walk (contract, plichten). LEZING 10.
        (
            "doelen_afspreken",
            {"4", "5"} <= set(wandeling) and a["4"] == "ja" and a["5"] == "open",
        ),
        # 5 ja on the walk (contract, plichten).
        ("volgen", "5" in wandeling and a["5"] == "ja"),
        # 1 nee and 2 not ja (contract, plichten).
        ("andere_hulp", a["1"] == "nee" and not twee_ja),
        # Always (contract, plichten).
        ("vastleggen", True),
    ]
    return [plicht for plicht, wanneer in rijen if wanneer]


# --- The whole judgement ----------------------------------------------------------------------


def oordeel(
    kader: str, afwegingen: Mapping[str, str], situatie: Mapping[str, Any]
) -> dict[str, Any]:
    """What `decide` must answer, without wording and sources.

    Raises InvoerFout for an unknown framework, key or value.
    """
    _controleer_waarde(kader, "kader", KADERS)
    a = _volledige_antwoorden(afwegingen, "afwegingen", AFWEGINGEN)
    s = _volledige_situatie(situatie)
    melden, norm = _melden_en_norm(kader, a, s)
    return {
        "melden": melden,
        "norm": norm,
        "opnieuw": _opnieuw(kader, a, s),
        "hulp": _hulp(kader, a, s),
        "volgende": _volgende(kader, a, s),
        "plichten": _plichten(kader, a, s),
        "omslag": _omslag(kader, a, s),
        "tegenspraken": _tegenspraken(a, s),
        "genegeerd": _genegeerd(a),
    }


def antwoord(vraag: object) -> dict[str, Any]:
    """The judgement on a question as it comes from outside, parsed from JSON (contract, Input).

    Raises InvoerFout for all that the contract doesn't allow. LEZING 12.
    """
    delen = _controleer_object(vraag, "", ("kader", "afwegingen", "situatie"))
    if "kader" not in delen:
        raise InvoerFout("kader", KADERS)
    return oordeel(delen["kader"], delen.get("afwegingen", {}), delen.get("situatie", {}))


# --- Checks -----------------------------------------------------------------------------------


def kindcheck(antwoorden: Mapping[str, str]) -> str:
    """The table of the Kindcheck; `open` as soon as the next answer that is needed is open or
    missing (contract, Checks). Raises InvoerFout for an unknown key or value.

    >>> kindcheck({}), kindcheck({"2": "nee"}), kindcheck({"1": "nee", "2": "ja"})
    ('open', 'open', 'geen_signalen')
    >>> kindcheck({"1": "ja"}), kindcheck({"1": "ja", "2": "nee", "3": "ja"})
    ('open', 'geen_zorg_voor_kinderen')
    >>> kindcheck({"1": "ja", "2": "ja"}), kindcheck({"1": "ja", "2": "open", "3": "ja"})
    ('open', 'open')
    >>> kindcheck({"1": "ja", "2": "ja", "3": "ja"}), kindcheck({"1": "ja", "2": "ja", "3": "nee"})
    ('advies_veilig_thuis', 'volg_meldcode')
    """
    een, twee, drie = _volledige_antwoorden(antwoorden, "antwoorden", ("1", "2", "3")).values()
    if een == "nee":
        return "geen_signalen"
    if een == "ja" and twee == "nee":
        return "geen_zorg_voor_kinderen"
    if een == "ja" and twee == "ja" and drie == "ja":
        return "advies_veilig_thuis"
    if een == "ja" and twee == "ja" and drie == "nee":
        return "volg_meldcode"
    return "open"


def mantelzorgcheck(antwoorden: Mapping[str, str]) -> str:
    """1: is somebody dependent on the client's care? 2: may the situation endanger that person?
    (contract, Checks). Raises InvoerFout for an unknown key or value.

    >>> mantelzorgcheck({}), mantelzorgcheck({"2": "nee"}), mantelzorgcheck({"1": "ja"})
    ('open', 'open', 'open')
    >>> mantelzorgcheck({"1": "nee", "2": "ja"}), mantelzorgcheck({"1": "ja", "2": "nee"})
    ('niemand_afhankelijk', 'geen_gevaar')
    >>> mantelzorgcheck({"1": "ja", "2": "ja"})
    'volg_meldcode'
    """
    een, twee = _volledige_antwoorden(antwoorden, "antwoorden", ("1", "2")).values()
    if een == "nee":
        return "niemand_afhankelijk"
    if een == "ja" and twee == "nee":
        return "geen_gevaar"
    if een == "ja" and twee == "ja":
        return "volg_meldcode"
    return "open"


def route(kader: str, antwoorden: Mapping[str, str]) -> str:
    """Before step 1: which road, by whom the worry is about (contract, Checks).

    Raises InvoerFout for an unknown framework, key or value.

    >>> [route("kinderopvang", {"wie": wie}) for wie in ROUTES]
    ['meldcode', 'medewerker', 'onderling', 'open']
    >>> route("onderwijs", {}), route("artsen", {}), route("artsen", {"wie": "thuis"})
    ('open', 'meldcode', 'meldcode')
    """
    _controleer_waarde(kader, "kader", KADERS)
    gegeven = _controleer_object(antwoorden, "antwoorden", ("wie",))
    wie = gegeven.get("wie", "open")
    # The other frameworks have the first outcome only (contract, Checks). LEZING 13.
    if kader not in MET_ROUTE:
        _controleer_waarde(wie, "wie", ("thuis", "open"))
        return "meldcode"
    _controleer_waarde(wie, "wie", ROUTES)
    uitkomsten = {"thuis": "meldcode", "medewerker": "medewerker", "onderling": "onderling"}
    return uitkomsten.get(wie, "open")


# --- Worked cases -----------------------------------------------------------------------------


def _gegeven(kader: str, antwoorden: str, **situatie: str | bool) -> dict[str, Any]:
    """Input in the form of the contract; `antwoorden` is five words for 1-5 ('-' is left out)."""
    afwegingen = {
        nr: antwoord
        for nr, antwoord in zip(AFWEGINGEN, antwoorden.split(), strict=True)
        if antwoord != "-"
    }
    return {"kader": kader, "afwegingen": afwegingen, "situatie": dict(situatie)}


def _verwacht(
    melden: str,
    norm: list[int],
    hulp: str,
    volgende: str | None,
    plichten: str,
    omslag: tuple[str, ...] = (),
    tegenspraken: tuple[str, ...] = (),
    genegeerd: tuple[str, ...] = (),
    opnieuw: bool = False,
) -> dict[str, Any]:
    """The whole expected judgement; `plichten` in the order of the contract, `omslag` lines of
    'afweging antwoord melden hulp'."""
    velden = ("afweging", "antwoord", "melden", "hulp")
    return {
        "melden": melden,
        "norm": norm,
        "opnieuw": opnieuw,
        "hulp": hulp,
        "volgende": volgende,
        "plichten": plichten.split(),
        "omslag": [dict(zip(velden, regel.split(), strict=True)) for regel in omslag],
        "tegenspraken": list(tegenspraken),
        "genegeerd": list(genegeerd),
    }


# The duties from the report on, and those with the ones that are added when it is for 2 ja.
_MELDING = "afspraken_melding betrokken_blijven "
_MELDING_OM_2 = "afspraken_melding afspraken_veiligheid samen_met_vt betrokken_blijven "

# (input, expected), worked out by hand from the text.
VOORBEELDEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (  # The example in the contract itself.
        _gegeven("artsen", "ja nee nee open open", slachtoffers="volwassenen"),
        _verwacht(
            "noodzakelijk",
            [2],
            "niet_door_jou",
            None,
            "advies_collega advies_vt_vooraf slachtoffer_vragen informeren "
            + _MELDING
            + "vastleggen",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp", "3 ja open open"),
        ),
    ),
    (  # Nothing answered: Veilig Thuis can be asked.
        _gegeven("gemeenschappelijk", "- - - - -"),
        _verwacht("open", [], "open", "1", "advies_vt_vragen vastleggen"),
    ),
    (  # The contradiction: the walk is 1 alone, danger is still seen; 1 is nee, so no advice.
        _gegeven("sociaal", "nee ja - - -", onveiligheid="acuut"),
        _verwacht(
            "open",
            [],
            "open",
            "1",
            "direct_gevaar vastleggen",
            ("1 ja noodzakelijk open",),
            ("2_zonder_1",),
            ("2",),
        ),
    ),
    (  # Beside 1 nee an open 2 counts as nee; 3 is disregarded. A ticked sign asks all the same.
        _gegeven("gemeenschappelijk", "nee open ja - -", gevaar_teken=True),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "zo_nodig_andere_hulp",
            None,
            "gevaar_beoordelen andere_hulp vastleggen",
            ("1 ja open open",),
            (),
            ("3",),
        ),
    ),
    (  # 1 nee ends: all else is disregarded; pressure asks for nothing without 1 ja. Danger does.
        _gegeven(
            "onderwijs",
            "nee nee nee nee ja",
            weigering="onder_druk",
            slachtoffers="kind",
            gevaar_nu="ja",
        ),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "zo_nodig_andere_hulp",
            None,
            "direct_gevaar andere_hulp vastleggen",
            ("1 ja noodzakelijk niet_door_jou",),
            (),
            ("2", "3", "4", "5"),
        ),
    ),
    (  # 1 open beside 2 ja counts as ja and is asked first; 5 nee after an earlier report.
        _gegeven(
            "verpleegkundigen", "open ja open open nee", gemeld="ja", slachtoffers="ongeboren"
        ),
        _verwacht(
            "noodzakelijk",
            [1, 3],
            "open",
            "1",
            "gevaar_beoordelen informeren ongeboren_kind " + _MELDING_OM_2 + "vastleggen",
            ("2 nee open open",),
            opnieuw=True,
        ),
    ),
    (  # Necessary whatever 2 turns out to be, norm 1 or 2. A sign is ticked: don't tell yet.
        _gegeven("paramedici", "ja open nee open open", slachtoffers="kind", vertel_teken=True),
        _verwacht(
            "noodzakelijk",
            [],
            "niet_door_jou",
            "2",
            "advies_vt_verplicht vertellen_met_vt kind_betrekken " + _MELDING + "vastleggen",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp", "3 ja open open"),
        ),
    ),
    (  # Help is running; it isn't known who is a victim, so no child is named yet.
        _gegeven("kinderopvang", "ja nee ja ja open"),
        _verwacht(
            "nu_niet",
            [],
            "mogelijk",
            "5",
            "doelen_afspreken vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja noodzakelijk samen_met_veilig_thuis",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
            ),
        ),
    ),
    (  # Help did its work.
        _gegeven("verloskundigen", "ja nee ja ja ja", slachtoffers="ongeboren"),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "afsluiten",
            None,
            "ongeboren_kind volgen vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja noodzakelijk afsluiten",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
                "5 nee noodzakelijk onvoldoende",
            ),
        ),
    ),
    (  # Report after all: not reported before. Telling is unsafe.
        _gegeven("onderwijs", "ja nee ja ja nee", slachtoffers="kind", vertellen_onveilig="ja"),
        _verwacht(
            "noodzakelijk",
            [3],
            "onvoldoende",
            None,
            "vertellen_met_vt bevoegd_gezag kind_betrekken " + _MELDING + "vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
                "5 ja niet_noodzakelijk afsluiten",
            ),
        ),
    ),
    (  # After 2 ja all of 3-5 are walked, also past a nee on 3.
        _gegeven("justitie", "ja ja nee ja ja", onveiligheid="structureel", slachtoffers="kind"),
        _verwacht(
            "noodzakelijk",
            [1],
            "niet_door_jou",
            None,
            "eigen_kader informeren kind_betrekken " + _MELDING_OM_2 + "volgen vastleggen",
            ("1 nee open open", "3 ja noodzakelijk afsluiten"),
        ),
    ),
    (  # 2 open, 5 nee: norm 3 is in both ways, and 5 lies on the walk.
        _gegeven("gemeenschappelijk", "ja open ja ja nee", gemeld="ja"),
        _verwacht(
            "noodzakelijk",
            [3],
            "onvoldoende",
            "2",
            "informeren " + _MELDING + "vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
                "5 ja open afsluiten",
            ),
            opnieuw=True,
        ),
    ),
    (  # 4 and 5 are passed by the way with 2 ja only: not on the walk, not disregarded either.
        _gegeven("gemeenschappelijk", "open open nee ja nee", hulp_kan_afwenden="ja", gemeld="ja"),
        _verwacht("open", [], "open", "1", "advies_vt_vragen vastleggen"),
    ),
    (  # With 2 nee no way passes 4; and 2 itself isn't on the walk while 1 is open.
        _gegeven("gemeenschappelijk", "open nee nee ja open"),
        _verwacht("open", [], "open", "1", "advies_vt_vragen vastleggen", (), (), ("4",)),
    ),
    (  # Restraint: no serious danger. The walk stays as given, so 5 ja still asks to follow.
        _gegeven(
            "artsen",
            "ja ja nee ja ja",
            slachtoffers="volwassenen",
            weigering="vrij",
            ernstig_gevaar="nee",
        ),
        _verwacht(
            "terughoudend",
            [1],
            "niet_door_jou",
            None,
            "gevaar_beoordelen advies_vt_nu advies_collega weigering_wegen "
            "veilig_verder volgen vastleggen",
            ("1 nee open open", "3 ja terughoudend afsluiten"),
        ),
    ),
    (  # Restraint undecided: both readings differ (with VT, without VT).
        _gegeven("complementair", "ja ja ja ja open", slachtoffers="volwassenen", weigering="vrij"),
        _verwacht(
            "open",
            [],
            "open",
            "ernstig_gevaar",
            "gevaar_beoordelen advies_vt_vragen weigering_wegen doelen_afspreken vastleggen",
            ("2 nee nu_niet mogelijk", "3 nee open niet_door_jou", "4 nee open niet_aanvaard"),
        ),
    ),
    (  # Restraint undecided: both readings agree. A known nee on danger now: nothing to judge.
        _gegeven(
            "complementair",
            "ja ja ja ja ja",
            slachtoffers="volwassenen",
            weigering="vrij",
            ernstig_gevaar="ja",
            gevaar_nu="nee",
        ),
        _verwacht(
            "open",
            [],
            "afsluiten",
            "hulp_kan_afwenden",
            "advies_vt_vragen weigering_wegen volgen vastleggen",
            (
                "1 nee open open",
                "2 nee niet_noodzakelijk afsluiten",
                "3 nee open niet_door_jou",
                "4 nee open niet_aanvaard",
                "5 nee open onvoldoende",
            ),
        ),
    ),
    (  # Serious danger that help cannot avert: it stays necessary; acute, so no advice first, and
        # who is told what goes by Veilig Thuis.
        _gegeven(
            "artsen",
            "ja ja - - -",
            onveiligheid="acuut",
            slachtoffers="volwassenen",
            weigering="vrij",
            ernstig_gevaar="ja",
            hulp_kan_afwenden="nee",
        ),
        _verwacht(
            "noodzakelijk",
            [1],
            "open",
            "3",
            "direct_gevaar advies_collega weigering_wegen vertellen_met_vt "
            + _MELDING_OM_2
            + "vastleggen",
            ("1 nee open open", "2 nee open open"),
        ),
    ),
    (  # A framework without the rule; 'acuut' is disregarded beside 2 nee.
        _gegeven(
            "sociaal",
            "ja nee ja nee -",
            onveiligheid="acuut",
            slachtoffers="volwassenen",
            weigering="vrij",
            hulp_kan_afwenden="ja",
        ),
        _verwacht(
            "noodzakelijk",
            [3],
            "niet_aanvaard",
            None,
            "weigering_wegen weigering_advies_vt informeren " + _MELDING + "vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "3 nee noodzakelijk niet_door_jou",
                "4 ja nu_niet mogelijk",
            ),
            ("hulp_schiet_tekort",),
        ),
    ),
    (  # Serious danger beside 2 nee; with 2 ja restraint would hold, with help without VT.
        _gegeven(
            "artsen",
            "ja nee ja ja open",
            slachtoffers="volwassenen",
            weigering="vrij",
            ernstig_gevaar="ja",
            hulp_kan_afwenden="ja",
            gevaar_nu="ja",
        ),
        _verwacht(
            "nu_niet",
            [],
            "mogelijk",
            "5",
            "direct_gevaar advies_collega weigering_wegen doelen_afspreken vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja terughoudend mogelijk",
                "3 nee terughoudend niet_door_jou",
                "4 nee terughoudend niet_aanvaard",
            ),
            ("gevaar_nu_zonder_onveiligheid", "gevaar_zonder_onveiligheid"),
        ),
    ),
    (  # 4 nee is passed by some ways, not by all: `advies_vt_nu` holds, `hulp_schiet_tekort` not.
        _gegeven(
            "complementair",
            "ja open open nee open",
            slachtoffers="volwassenen",
            weigering="vrij",
            hulp_kan_afwenden="ja",
            gevaar_teken=True,
            gevaar_nu="nee",
        ),
        _verwacht(
            "terughoudend",
            [],
            "open",
            "2",
            "advies_vt_nu weigering_wegen veilig_verder vastleggen",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp",),
            ("teken_zonder_gevaar",),
        ),
    ),
    (  # Restraint counts an open 1 beside 2 ja as ja, but asks 1 before the danger.
        _gegeven("artsen", "open ja ja nee open", slachtoffers="volwassenen", weigering="vrij"),
        _verwacht(
            "open",
            [],
            "niet_aanvaard",
            "1",
            "gevaar_beoordelen advies_vt_vragen advies_collega weigering_wegen vastleggen",
            # 2 nee: 1 nee is a way again, so open and open. 3 nee: both readings agree.
            # 4 ja: with VT or without, so open.
            ("2 nee open open", "3 nee open niet_door_jou", "4 ja open open"),
        ),
    ),
    (  # A refusal under pressure is no free refusal; 4 and 5 are disregarded after 3 nee.
        _gegeven(
            "artsen",
            "ja nee nee nee ja",
            slachtoffers="volwassenen",
            weigering="onder_druk",
            ernstig_gevaar="nee",
            vertellen_onveilig="nee",
            vertel_teken=True,
        ),
        _verwacht(
            "noodzakelijk",
            [2],
            "niet_door_jou",
            None,
            "advies_collega advies_vt_vooraf onvrij_vastleggen informeren "
            + _MELDING
            + "vastleggen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "3 ja noodzakelijk niet_aanvaard",
            ),
            (),
            ("4", "5"),
        ),
    ),
    (  # A free refusal with a minor involved restrains nothing; two contradictions.
        _gegeven(
            "artsen",
            "ja ja ja nee open",
            slachtoffers="kind",
            onveiligheid="beide",
            weigering="vrij",
            ernstig_gevaar="nee",
            hulp_kan_afwenden="ja",
        ),
        _verwacht(
            "noodzakelijk",
            [1],
            "niet_aanvaard",
            "5",
            "direct_gevaar advies_collega vertellen_met_vt kind_betrekken "
            + _MELDING_OM_2
            + "vastleggen",
            (
                "1 nee open open",
                "3 nee noodzakelijk niet_door_jou",
                "4 ja noodzakelijk samen_met_veilig_thuis",
            ),
            ("acuut_zonder_gevaar", "hulp_schiet_tekort"),
        ),
    ),
    (  # An incompetent victim in a family with children; 5 open lies on the walk beside 2 ja.
        _gegeven(
            "gemeenschappelijk", "ja ja nee ja open", weigering="wilsonbekwaam", slachtoffers="kind"
        ),
        _verwacht(
            "noodzakelijk",
            [1],
            "niet_door_jou",
            "5",
            "gevaar_beoordelen vertegenwoordiger informeren kind_betrekken "
            + _MELDING_OM_2
            + "doelen_afspreken vastleggen",
            ("1 nee open open", "3 ja noodzakelijk samen_met_veilig_thuis"),
        ),
    ),
]
