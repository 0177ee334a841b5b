"""An independent second implementation of the decision contract (``domain/advies.md``).

It is the yardstick for the engine of the product, so it is written straight from the text, one
table or paragraph after the other, and shares no code with ``src/``. Clarity goes before speed.
Input is taken to be valid; what a wrong key or value must answer is not tested here.

Where the text leaves room, a comment marked LEZING (reading) quotes the phrase and tells how it
is read here.
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

# "Where the framework has the rule (`artsen`; `complementair`, ...)"
MET_REGEL: set[str] = {"artsen", "complementair"}

AFWEGINGEN: tuple[str, ...] = ("1", "2", "3", "4", "5")

ANTWOORDEN: tuple[str, ...] = ("ja", "nee", "open")

SITUATIE_WAARDEN: dict[str, tuple[str | bool, ...]] = {
    "onveiligheid": ("acuut", "structureel", "beide", "open"),
    "gemeld": ("ja", "nee"),
    "alleen_volwassenen": (True, False),
    "weigering": ("niet_gevraagd", "toestemming", "vrij", "onder_druk", "wilsonbekwaam"),
    "ernstig_gevaar": ("ja", "nee", "open"),
    "hulp_kan_afwenden": ("ja", "nee", "open"),
}

SITUATIE_STANDAARD: dict[str, str | bool] = {
    "onveiligheid": "open",
    "gemeld": "nee",
    "alleen_volwassenen": False,
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
    """All 4 x 2 x 2 x 5 x 3 x 3 = 720 situations."""
    for waarden in product(*SITUATIE_WAARDEN.values()):
        yield dict(zip(SITUATIE_WAARDEN, waarden, strict=True))


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


def _volledige_afwegingen(gegeven: Mapping[str, str]) -> Antwoorden:
    """'A missing one is `open`.'"""
    return {nr: gegeven.get(nr, "open") for nr in AFWEGINGEN}


def _volledige_situatie(gegeven: Mapping[str, Any]) -> Situatie:
    return {**SITUATIE_STANDAARD, **gegeven}


# --- The walk ---------------------------------------------------------------------------------


def _is_tegenspraak(a: Antwoorden) -> bool:
    """1 nee and 2 ja are both given."""
    return a["1"] == "nee" and a["2"] == "ja"


@_onthoud
def _wegen(a: Antwoorden) -> list[Antwoorden]:
    """All ways: the fillings-in of the open answers to 1-4; 5 stays as it was given.

    'a way that contradicts itself (1 nee with 2 ja) is no way'. Empty on a contradiction.
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
    # '1 nee ends.'
    # LEZING: so beside 1 nee a given 2 nee is passed by no way, and is disregarded.
    if weg["1"] == "nee":
        return ["1"]
    # '2 ja -> report, and 3, 4 and 5 are all walked with VT, whatever is answered on the way'
    if weg["2"] == "ja":
        return ["1", "2", "3", "4", "5"]
    # '2 nee -> 3; 3 ja -> 4; 4 ja -> 5; with 2 nee a nee on 3 or 4 ends it.'
    if weg["3"] == "nee":
        return ["1", "2", "3"]
    if weg["4"] == "nee":
        return ["1", "2", "3", "4"]
    return ["1", "2", "3", "4", "5"]


@_onthoud
def _wandeling(a: Antwoorden) -> list[str]:
    """'A consideration lies on the walk when every way passes it.'

    Always of the answers as given. LEZING: 'read each way as if its 2 were nee' stands under
    `hulp` only, so restraint changes the walk for nothing else (`volgende`, `omslag`, `plichten`,
    `tegenspraken`, disregarded answers).
    """
    # 'Where 1 nee and 2 ja are both given there is no way: the walk is 1 alone.'
    if _is_tegenspraak(a):
        return ["1"]
    return [nr for nr in AFWEGINGEN if all(nr in _pad(weg) for weg in _wegen(a))]


@_onthoud
def _ooit_gepasseerd(a: Antwoorden) -> list[str]:
    """The considerations that some way passes."""
    # LEZING: 'there is no way: the walk is 1 alone'. So on a contradiction 1 counts as passed and
    # 2 (the ja that contradicts it), 3, 4 and 5 as passed by no way, hence disregarded. The duties
    # and contradictions that ask for '2 ja' do still see it ('from the answers as given').
    if _is_tegenspraak(a):
        return ["1"]
    return [nr for nr in AFWEGINGEN if any(nr in _pad(weg) for weg in _wegen(a))]


def _genegeerd(a: Antwoorden) -> list[str]:
    """'An answer that no way passes is disregarded.'"""
    return [nr for nr in AFWEGINGEN if a[nr] != "open" and nr not in _ooit_gepasseerd(a)]


# --- melden and norm --------------------------------------------------------------------------

# The table for known 1-4. '' is an empty cell: any answer.
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
    """'the value on which every way agrees, else `open`'"""
    return waarden[0] if len(set(waarden)) == 1 else "open"


@_onthoud
def _melden_zonder_terughoudendheid(a: Antwoorden) -> tuple[str, set[int]]:
    if _is_tegenspraak(a):
        return _melden_van_weg(a)
    uitkomsten = [_melden_van_weg(weg) for weg in _wegen(a)]
    melden = _eens([melden for melden, _ in uitkomsten])
    # '`norm` then holds what all of them have'
    norm = set.intersection(*[norm for _, norm in uitkomsten])
    return melden, norm


# --- Restraint --------------------------------------------------------------------------------


def _regel_kan_gelden(kader: str, s: Situatie) -> bool:
    """The framework has the rule, adults only, and a considered and free refusal."""
    return kader in MET_REGEL and s["alleen_volwassenen"] is True and s["weigering"] == "vrij"


def _regel_werkt(kader: str, a: Antwoorden, s: Situatie) -> bool:
    """'... and the above gives `noodzakelijk`'"""
    zonder, _ = _melden_zonder_terughoudendheid(a)
    return _regel_kan_gelden(kader, s) and zonder == "noodzakelijk"


def _melden_en_norm(kader: str, a: Antwoorden, s: Situatie) -> tuple[str, list[int]]:
    melden, norm = _melden_zonder_terughoudendheid(a)
    if _regel_werkt(kader, a, s):
        if s["ernstig_gevaar"] == "ja" and s["hulp_kan_afwenden"] == "nee":
            melden = "noodzakelijk"
        elif s["ernstig_gevaar"] == "nee" or s["hulp_kan_afwenden"] == "ja":
            melden = "terughoudend"
        else:
            melden = "open"
    # '`norm` stays as it was under `noodzakelijk` and `terughoudend`, and is empty otherwise.'
    if melden not in ("noodzakelijk", "terughoudend"):
        norm = set()
    return melden, sorted(norm)


# --- opnieuw ----------------------------------------------------------------------------------


def _opnieuw(kader: str, a: Antwoorden, s: Situatie) -> bool:
    melden, _ = _melden_en_norm(kader, a, s)
    vijf_nee = a["5"] == "nee" and "5" in _wandeling(a)
    return melden == "noodzakelijk" and vijf_nee and s["gemeld"] == "ja"


# --- hulp -------------------------------------------------------------------------------------


@_onthoud
def _hulp_van_weg(weg: Antwoorden) -> str:
    """The second decision for known 1-4."""
    if weg["1"] == "nee" and weg["2"] == "nee":
        return "zo_nodig_andere_hulp"
    if weg["1"] == "nee" and weg["2"] == "ja":
        return "open"
    # 'the first nee on the walk among 3, 4, 5 tells'
    for nr, hulp in (("3", "niet_door_jou"), ("4", "niet_aanvaard"), ("5", "onvoldoende")):
        if nr in _pad(weg) and weg[nr] == "nee":
            return hulp
    # 'no nee'
    if weg["5"] == "ja":
        return "afsluiten"
    return "samen_met_veilig_thuis" if weg["2"] == "ja" else "mogelijk"


def _hulp(kader: str, a: Antwoorden, s: Situatie) -> str:
    if _is_tegenspraak(a):
        return _hulp_van_weg(a)
    zoals_gegeven = [_hulp_van_weg(weg) for weg in _wegen(a)]
    alsof_2_nee = [_hulp_van_weg({**weg, "2": "nee"}) for weg in _wegen(a)]
    melden, _ = _melden_en_norm(kader, a, s)
    if melden == "terughoudend":
        return _eens(alsof_2_nee)
    # 'when restraint leaves `melden` `open`: what both readings agree on, else `open`'
    if _regel_werkt(kader, a, s) and melden == "open":
        return _eens([_eens(zoals_gegeven), _eens(alsof_2_nee)])
    return _eens(zoals_gegeven)


# --- volgende ---------------------------------------------------------------------------------


def _volgende(kader: str, a: Antwoorden, s: Situatie) -> str | None:
    # 'On a contradiction of 1 and 2: "1".'
    if _is_tegenspraak(a):
        return "1"
    # 'first "ernstig_gevaar" while open, then, when that is ja, "hulp_kan_afwenden" while open'
    # LEZING: nothing here asks for `noodzakelijk`, so also with 2 nee and with an outcome that
    # restraint does not touch ('danger is weighed first and all the time'); and "ernstig_gevaar"
    # is asked too where `hulp_kan_afwenden` ja already gave `terughoudend`.
    if _regel_kan_gelden(kader, s) and a["1"] == "ja" and a["2"] in ("ja", "nee"):
        if s["ernstig_gevaar"] == "open":
            return "ernstig_gevaar"
        if s["ernstig_gevaar"] == "ja" and s["hulp_kan_afwenden"] == "open":
            return "hulp_kan_afwenden"
    # 'the first open consideration among 1-4 on the walk; then 5 if it's on the walk and open'
    for nr in AFWEGINGEN:
        if nr in _wandeling(a) and a[nr] == "open":
            return nr
    return None


# --- omslag -----------------------------------------------------------------------------------


def _omslag(kader: str, a: Antwoorden, s: Situatie) -> list[dict[str, str]]:
    """'for each answered consideration on the walk, what `melden` and `hulp` would be with the
    other answer, where that changes either'; `antwoord` is that other answer."""
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


def _tegenspraken(a: Antwoorden, s: Situatie) -> list[str]:
    """From the answers as given, in every framework."""
    wandeling = _wandeling(a)
    ids: set[str] = set()
    if a["2"] == "ja" and a["1"] == "nee":
        ids.add("2_zonder_1")
    if s["ernstig_gevaar"] == "ja" and a["1"] == "ja" and a["2"] == "nee":
        ids.add("gevaar_zonder_onveiligheid")
    # LEZING: '2 ja' is the given answer, so also while 1 is nee or open.
    if a["2"] == "ja" and s["onveiligheid"] in ("acuut", "beide") and s["ernstig_gevaar"] == "nee":
        ids.add("acuut_zonder_gevaar")
    nee_op_wandeling = any(nr in wandeling and a[nr] == "nee" for nr in ("3", "4", "5"))
    if s["hulp_kan_afwenden"] == "ja" and nee_op_wandeling:
        ids.add("hulp_schiet_tekort")
    return sorted(ids)


# --- plichten ---------------------------------------------------------------------------------


def _plichten(kader: str, a: Antwoorden, s: Situatie) -> list[str]:
    """The table of duties, row by row. 'The column "when" is the whole condition.'"""
    melden, _ = _melden_en_norm(kader, a, s)
    wandeling = _wandeling(a)
    noodzakelijk = melden == "noodzakelijk"
    twee_ja = a["2"] == "ja"
    # '*1 ja, or 1 open beside 2 ja.'
    een_ja_ster = a["1"] == "ja" or (a["1"] == "open" and twee_ja)
    # '`onveiligheid` counts only beside 2 ja; elsewhere it's disregarded.'
    # LEZING: disregarded means: as if it were its default, `open`; and 'beside 2 ja' is the given
    # answer (with 2 open, 'acuut' doesn't count). So 'not acuut or beide' holds unless 2 is ja.
    acuut = twee_ja and s["onveiligheid"] in ("acuut", "beide")
    vrije_weigering = s["weigering"] == "vrij" and s["alleen_volwassenen"] is True

    ids: set[str] = set()
    if acuut:
        ids.add("direct_gevaar")
    if twee_ja and s["onveiligheid"] == "open":
        ids.add("gevaar_beoordelen")
    ids.add("vastleggen")
    if kader == "justitie":
        ids.add("eigen_kader")
    if kader == "onderwijs" and een_ja_ster:
        ids.add("bevoegd_gezag")
    if een_ja_ster and not s["alleen_volwassenen"]:
        ids.add("kind_betrekken")
    if a["1"] == "nee" and not twee_ja:
        ids.add("andere_hulp")
    if noodzakelijk:
        ids.add("informeren")
    if kader == "artsen" and noodzakelijk and not acuut:
        ids.add("advies_vt_vooraf")
    if noodzakelijk:
        ids.add("afspraken_melding")
    if noodzakelijk and twee_ja:
        ids.add("afspraken_veiligheid")
    if noodzakelijk and twee_ja:
        ids.add("samen_met_vt")
    if noodzakelijk:
        ids.add("betrokken_blijven")
    # LEZING: '4 ja and 5 open on the walk': both lie on the walk (every way to 5 passes 4).
    if "4" in wandeling and a["4"] == "ja" and "5" in wandeling and a["5"] == "open":
        ids.add("doelen_afspreken")
    if "5" in wandeling and a["5"] == "ja":
        ids.add("volgen")
    if vrije_weigering and een_ja_ster:
        ids.add("weigering_wegen")
    # LEZING: 'as the row above' is that row's condition; no `noodzakelijk` is asked.
    if vrije_weigering and een_ja_ster and kader not in MET_REGEL and not acuut:
        ids.add("weigering_advies_vt")
    # LEZING: 'the whole condition': these two also where a minor is involved.
    if s["weigering"] == "onder_druk" and een_ja_ster:
        ids.add("onvrij_vastleggen")
    if s["weigering"] == "wilsonbekwaam" and een_ja_ster:
        ids.add("vertegenwoordiger")
    if melden == "terughoudend":
        ooit = _ooit_gepasseerd(a)
        if any(nr in ooit and a[nr] == "nee" for nr in ("3", "4")):
            ids.add("advies_vt_nu")
    return sorted(ids)


# --- The whole judgement ----------------------------------------------------------------------


def oordeel(kader: str, afwegingen: dict[str, str], situatie: dict[str, Any]) -> dict[str, Any]:
    """What `decide` must answer, without wording, sources and order on screen."""
    a = _volledige_afwegingen(afwegingen)
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


# --- Checks -----------------------------------------------------------------------------------


def kindcheck(antwoorden: dict[str, str]) -> str:
    """`open` as soon as the next answer that is needed is open or missing.

    >>> kindcheck({}), kindcheck({"2": "nee"}), kindcheck({"1": "nee", "2": "ja"})
    ('open', 'open', 'geen_signalen')
    >>> kindcheck({"1": "ja"}), kindcheck({"1": "ja", "2": "nee", "3": "ja"})
    ('open', 'geen_zorg_voor_kinderen')
    >>> kindcheck({"1": "ja", "2": "ja"}), kindcheck({"1": "ja", "2": "open", "3": "ja"})
    ('open', 'open')
    >>> kindcheck({"1": "ja", "2": "ja", "3": "ja"}), kindcheck({"1": "ja", "2": "ja", "3": "nee"})
    ('advies_veilig_thuis', 'volg_meldcode')
    """
    een = antwoorden.get("1", "open")
    twee = antwoorden.get("2", "open")
    drie = antwoorden.get("3", "open")
    if een == "nee":
        return "geen_signalen"
    if een == "ja" and twee == "nee":
        return "geen_zorg_voor_kinderen"
    if een == "ja" and twee == "ja" and drie == "ja":
        return "advies_veilig_thuis"
    if een == "ja" and twee == "ja" and drie == "nee":
        return "volg_meldcode"
    return "open"


def mantelzorgcheck(antwoorden: dict[str, str]) -> str:
    """1: is somebody dependent on the client's care? 2: may the situation endanger that person?

    >>> mantelzorgcheck({}), mantelzorgcheck({"2": "nee"}), mantelzorgcheck({"1": "ja"})
    ('open', 'open', 'open')
    >>> mantelzorgcheck({"1": "nee", "2": "ja"}), mantelzorgcheck({"1": "ja", "2": "nee"})
    ('niemand_afhankelijk', 'geen_gevaar')
    >>> mantelzorgcheck({"1": "ja", "2": "ja"})
    'volg_meldcode'
    """
    een = antwoorden.get("1", "open")
    twee = antwoorden.get("2", "open")
    if een == "nee":
        return "niemand_afhankelijk"
    if een == "ja" and twee == "nee":
        return "geen_gevaar"
    if een == "ja" and twee == "ja":
        return "volg_meldcode"
    return "open"


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
    """The whole expected judgement; `omslag` is lines of 'afweging antwoord melden hulp'."""
    velden = ("afweging", "antwoord", "melden", "hulp")
    return {
        "melden": melden,
        "norm": norm,
        "opnieuw": opnieuw,
        "hulp": hulp,
        "volgende": volgende,
        "plichten": sorted(plichten.split()),
        "omslag": [dict(zip(velden, regel.split(), strict=True)) for regel in omslag],
        "tegenspraken": list(tegenspraken),
        "genegeerd": list(genegeerd),
    }


# The duties that come with every report, and those added when it is for 2 ja.
_BIJ_MELDING = "vastleggen informeren afspraken_melding betrokken_blijven"
_BIJ_MELDING_OM_2 = _BIJ_MELDING + " afspraken_veiligheid samen_met_vt"

# (input, expected), worked out by hand from the text.
VOORBEELDEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (  # The example in the contract itself.
        _gegeven("artsen", "ja nee nee open open", alleen_volwassenen=True),
        _verwacht(
            "noodzakelijk",
            [2],
            "niet_door_jou",
            None,
            _BIJ_MELDING + " advies_vt_vooraf",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp", "3 ja open open"),
        ),
    ),
    (  # Nothing answered.
        _gegeven("gemeenschappelijk", "- - - - -"),
        _verwacht("open", [], "open", "1", "vastleggen"),
    ),
    (  # The contradiction: the walk is 1 alone, danger is still seen.
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
    (  # Beside 1 nee an open 2 counts as nee; 3 is disregarded.
        _gegeven("gemeenschappelijk", "nee open ja - -"),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "zo_nodig_andere_hulp",
            None,
            "andere_hulp vastleggen",
            ("1 ja open open",),
            (),
            ("3",),
        ),
    ),
    (  # 1 nee ends: all else is disregarded; pressure asks for nothing without 1 ja.
        _gegeven("onderwijs", "nee nee nee nee ja", weigering="onder_druk"),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "zo_nodig_andere_hulp",
            None,
            "andere_hulp vastleggen",
            ("1 ja noodzakelijk niet_door_jou",),
            (),
            ("2", "3", "4", "5"),
        ),
    ),
    (  # 1 open beside 2 ja counts as ja and is asked first; 5 nee after an earlier report.
        _gegeven("verpleegkundigen", "open ja open open nee", gemeld="ja"),
        _verwacht(
            "noodzakelijk",
            [1, 3],
            "open",
            "1",
            _BIJ_MELDING_OM_2 + " gevaar_beoordelen kind_betrekken",
            ("2 nee open open",),
            opnieuw=True,
        ),
    ),
    (  # Necessary whatever 2 turns out to be, norm 1 or 2.
        _gegeven("paramedici", "ja open nee open open"),
        _verwacht(
            "noodzakelijk",
            [],
            "niet_door_jou",
            "2",
            _BIJ_MELDING + " kind_betrekken",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp", "3 ja open open"),
        ),
    ),
    (  # Help is running.
        _gegeven("kinderopvang", "ja nee ja ja open"),
        _verwacht(
            "nu_niet",
            [],
            "mogelijk",
            "5",
            "vastleggen kind_betrekken doelen_afspreken",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja noodzakelijk samen_met_veilig_thuis",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
            ),
        ),
    ),
    (  # Help did its work.
        _gegeven("verloskundigen", "ja nee ja ja ja"),
        _verwacht(
            "niet_noodzakelijk",
            [],
            "afsluiten",
            None,
            "vastleggen kind_betrekken volgen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja noodzakelijk afsluiten",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
                "5 nee noodzakelijk onvoldoende",
            ),
        ),
    ),
    (  # Report after all: not reported before.
        _gegeven("onderwijs", "ja nee ja ja nee"),
        _verwacht(
            "noodzakelijk",
            [3],
            "onvoldoende",
            None,
            _BIJ_MELDING + " bevoegd_gezag kind_betrekken",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "3 nee noodzakelijk niet_door_jou",
                "4 nee noodzakelijk niet_aanvaard",
                "5 ja niet_noodzakelijk afsluiten",
            ),
        ),
    ),
    (  # After 2 ja all of 3-5 are walked, also past a nee on 3.
        _gegeven("justitie", "ja ja nee ja ja", onveiligheid="structureel"),
        _verwacht(
            "noodzakelijk",
            [1],
            "niet_door_jou",
            None,
            _BIJ_MELDING_OM_2 + " eigen_kader kind_betrekken volgen",
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
            _BIJ_MELDING + " kind_betrekken",
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
        _verwacht("open", [], "open", "1", "vastleggen"),
    ),
    (  # With 2 nee no way passes 4; and 2 itself isn't on the walk while 1 is open.
        _gegeven("gemeenschappelijk", "open nee nee ja open"),
        _verwacht("open", [], "open", "1", "vastleggen", (), (), ("4",)),
    ),
    (  # Restraint: no serious danger. The walk stays as given, so 5 ja still asks to follow.
        _gegeven(
            "artsen",
            "ja ja nee ja ja",
            alleen_volwassenen=True,
            weigering="vrij",
            ernstig_gevaar="nee",
        ),
        _verwacht(
            "terughoudend",
            [1],
            "niet_door_jou",
            None,
            "gevaar_beoordelen vastleggen volgen weigering_wegen advies_vt_nu",
            ("1 nee open open", "3 ja terughoudend afsluiten"),
        ),
    ),
    (  # Restraint undecided: both readings differ (with VT, without VT).
        _gegeven("complementair", "ja ja ja ja open", alleen_volwassenen=True, weigering="vrij"),
        _verwacht(
            "open",
            [],
            "open",
            "ernstig_gevaar",
            "gevaar_beoordelen vastleggen doelen_afspreken weigering_wegen",
            ("2 nee nu_niet mogelijk", "3 nee open niet_door_jou", "4 nee open niet_aanvaard"),
        ),
    ),
    (  # Restraint undecided: both readings agree.
        _gegeven(
            "complementair",
            "ja ja ja ja ja",
            alleen_volwassenen=True,
            weigering="vrij",
            ernstig_gevaar="ja",
        ),
        _verwacht(
            "open",
            [],
            "afsluiten",
            "hulp_kan_afwenden",
            "gevaar_beoordelen vastleggen volgen weigering_wegen",
            (
                "1 nee open open",
                "2 nee niet_noodzakelijk afsluiten",
                "3 nee open niet_door_jou",
                "4 nee open niet_aanvaard",
                "5 nee open onvoldoende",
            ),
        ),
    ),
    (  # Serious danger that help cannot avert: it stays necessary; acute, so no advice first.
        _gegeven(
            "artsen",
            "ja ja - - -",
            onveiligheid="acuut",
            alleen_volwassenen=True,
            weigering="vrij",
            ernstig_gevaar="ja",
            hulp_kan_afwenden="nee",
        ),
        _verwacht(
            "noodzakelijk",
            [1],
            "open",
            "3",
            _BIJ_MELDING_OM_2 + " direct_gevaar weigering_wegen",
            ("1 nee open open", "2 nee open open"),
        ),
    ),
    (  # A framework without the rule; 'acuut' is disregarded beside 2 nee.
        _gegeven(
            "sociaal",
            "ja nee ja nee -",
            onveiligheid="acuut",
            alleen_volwassenen=True,
            weigering="vrij",
            hulp_kan_afwenden="ja",
        ),
        _verwacht(
            "noodzakelijk",
            [3],
            "niet_aanvaard",
            None,
            _BIJ_MELDING + " weigering_wegen weigering_advies_vt",
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
            alleen_volwassenen=True,
            weigering="vrij",
            ernstig_gevaar="ja",
            hulp_kan_afwenden="ja",
        ),
        _verwacht(
            "nu_niet",
            [],
            "mogelijk",
            "5",
            "vastleggen doelen_afspreken weigering_wegen",
            (
                "1 nee niet_noodzakelijk zo_nodig_andere_hulp",
                "2 ja terughoudend mogelijk",
                "3 nee terughoudend niet_door_jou",
                "4 nee terughoudend niet_aanvaard",
            ),
            ("gevaar_zonder_onveiligheid",),
        ),
    ),
    (  # 4 nee is passed by some ways, not by all: `advies_vt_nu` holds, `hulp_schiet_tekort` not.
        _gegeven(
            "complementair",
            "ja open open nee open",
            alleen_volwassenen=True,
            weigering="vrij",
            hulp_kan_afwenden="ja",
        ),
        _verwacht(
            "terughoudend",
            [],
            "open",
            "2",
            "vastleggen weigering_wegen advies_vt_nu",
            ("1 nee niet_noodzakelijk zo_nodig_andere_hulp",),
        ),
    ),
    (  # Restraint counts an open 1 beside 2 ja as ja, but asks 1 before the danger.
        _gegeven("artsen", "open ja ja nee open", alleen_volwassenen=True, weigering="vrij"),
        _verwacht(
            "open",
            [],
            "niet_aanvaard",
            "1",
            "gevaar_beoordelen vastleggen weigering_wegen",
            # 2 nee: 1 nee is a way again, so open and open. 3 nee: both readings agree.
            # 4 ja: with VT or without, so open.
            ("2 nee open open", "3 nee open niet_door_jou", "4 ja open open"),
        ),
    ),
    (  # A refusal under pressure is no free refusal; 4 and 5 are disregarded after 3 nee.
        _gegeven(
            "artsen",
            "ja nee nee nee ja",
            alleen_volwassenen=True,
            weigering="onder_druk",
            ernstig_gevaar="nee",
        ),
        _verwacht(
            "noodzakelijk",
            [2],
            "niet_door_jou",
            None,
            _BIJ_MELDING + " advies_vt_vooraf onvrij_vastleggen",
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
            _BIJ_MELDING_OM_2 + " direct_gevaar kind_betrekken",
            (
                "1 nee open open",
                "3 nee noodzakelijk niet_door_jou",
                "4 ja noodzakelijk samen_met_veilig_thuis",
            ),
            ("acuut_zonder_gevaar", "hulp_schiet_tekort"),
        ),
    ),
    (  # An incompetent victim in a family with children; 5 open lies on the walk beside 2 ja.
        _gegeven("gemeenschappelijk", "ja ja nee ja open", weigering="wilsonbekwaam"),
        _verwacht(
            "noodzakelijk",
            [1],
            "niet_door_jou",
            "5",
            _BIJ_MELDING_OM_2
            + " gevaar_beoordelen kind_betrekken doelen_afspreken vertegenwoordiger",
            ("1 nee open open", "3 ja noodzakelijk samen_met_veilig_thuis"),
        ),
    ),
]
