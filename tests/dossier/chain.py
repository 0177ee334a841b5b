"""Cases built by hand: each entry of the tests with its shortest careful filling-in."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from meldcode.dossier.entries import (
    Afsluiting,
    Afspraak,
    Afweging,
    Begin,
    Besluit,
    Bestand,
    Bijlage,
    Controle,
    Correctie,
    Entered,
    Entry,
    Gesprek,
    Heropening,
    Informatieverzoek,
    Melding,
    Opvolging,
    Overleg,
    Persoon,
    Plain,
    Signaal,
    Stap,
    Terugkoppeling,
    Vernietigingsverzoek,
)

# Thursday 3 September 2026: the day on which these cases begin.
BEGIN = date(2026, 9, 3)
REASONS = {key: "omdat" for key in "12345"}


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def chain(*entries: Entry, since: date = BEGIN) -> tuple[Entered, ...]:
    """A chain of these entries after its begin: begin is number 1, one entry a day at noon."""
    began = datetime(since.year, since.month, since.day, 12, tzinfo=UTC)
    begin = Begin(codenaam="Blauwe Zwaan", kader="k", kader_versie="1", kader_hash="sha256:0")
    return tuple(
        Entered(number, "Anna", began + timedelta(days=number - 1), entry)
        for number, entry in enumerate((begin, *entries), start=1)
    )


def person(key: str = "p1", rol: str = "kind", **given: Any) -> Persoon:
    return Persoon.model_validate({"id": key, "rol": rol, "naam": "Sanne Jansen", **given})


def step(number: str, stand: str = "niet", **given: Any) -> Stap:
    return Stap.model_validate({"stap": number, "stand": stand, **given})


def signal(**given: Any) -> Signaal:
    filled = {
        "wat": "Een blauwe plek op de arm.",
        "opgemerkt": BEGIN,
        "herkomst": "zelf_gezien",
        "aard": "feit",
        "richting": "ondersteunt",
        "thuis": "Gezien op maandagen, na het weekend thuis.",
    }
    return Signaal.model_validate({**filled, **given})


def check(**given: Any) -> Controle:
    filled = {
        "controle": "kindcheck",
        "op": BEGIN,
        "antwoorden": {"1": "ja", "2": "nee"},
        "uitkomst": "geen_zorg_voor_kinderen",
    }
    return Controle.model_validate({**filled, **given})


def consult(**given: Any) -> Overleg:
    filled = {"met": "collega", "op": day(9, 4), "advies": "Praat eerst met de ouders."}
    return Overleg.model_validate({**filled, **given})


def advice(**given: Any) -> Overleg:
    """Advice of Veilig Thuis."""
    return consult(**{"met": "veilig_thuis", "wie": "M. de Wit", **given})


def talk(**given: Any) -> Gesprek:
    filled = {
        "gehouden": "ja",
        "op": day(9, 5),
        "reactie": "Zij schrok.",
        "mening_kind": "Bang voor ruzie.",
        "mening_gewogen": "Telt mee bij de afspraken.",
    }
    return Gesprek.model_validate({**filled, **given})


def no_talk(**given: Any) -> Gesprek:
    filled = {"gehouden": "nee", "grond": "eigen_veiligheid", "wanneer_wel": "Na de zomer."}
    return Gesprek.model_validate({**filled, **given})


def weigh(answers: str, **given: Any) -> Afweging:
    """A round: 'jnj--' answers 1 to 3 and leaves 4 and 5 open."""
    words = {"j": "ja", "n": "nee", "-": "open"}
    given_answers = {str(key): words[each] for key, each in enumerate(answers, start=1)}
    filled = {"op": day(9, 7), "ronde": 1, "antwoorden": given_answers, "redenen": REASONS}
    return Afweging.model_validate({**filled, **given})


def decide(melden: str = "nu_niet", **given: Any) -> Besluit:
    filled = {
        "op": day(9, 8),
        "melden": melden,
        "hulp": "zelf",
        "door": "Anna",
        "volgt_advies": "ja",
    }
    return Besluit.model_validate({**filled, **given})


def report(**given: Any) -> Melding:
    filled = {
        "op": day(9, 9),
        "hoe": "telefoon",
        "geinformeerd": "ja",
        "wie_geinformeerd": ("p1",),
        "reactie": "Zij begreep het.",
    }
    return Melding.model_validate({**filled, **given})


def agree(**given: Any) -> Afspraak:
    filled = {
        "op": day(9, 10),
        "resultaat": "Geen ruzie meer waar de kinderen bij zijn.",
        "termijn": day(10, 12),
        "wie": "Ouders",
        "vaststellen_hoe": "Elke week een gesprek.",
        "vaststellen_door": "Anna",
        "volgen_tot": day(12, 14),
    }
    return Afspraak.model_validate({**filled, **given})


def agree_vt(**given: Any) -> Afspraak:
    """An agreement with Veilig Thuis."""
    return agree(**{"met_veilig_thuis": "ja", **given})


def follow(number: int, resultaat: str = "gehaald", **given: Any) -> Opvolging:
    filled = {"op": day(10, 12), "afspraak": number, "resultaat": resultaat, "veilig": "ja"}
    return Opvolging.model_validate({**filled, **given})


def feedback(**given: Any) -> Terugkoppeling:
    filled = {"op": day(9, 15), "op_tijd": "ja", "inhoud": "Er komt een gesprek.", "eens": "ja"}
    return Terugkoppeling.model_validate({**filled, **given})


def question(**given: Any) -> Informatieverzoek:
    filled = {
        "op": day(9, 20),
        "vraag": "Wat zag je zelf?",
        "antwoord": "Een blauwe plek.",
        "verslag_akkoord": "ja",
        "verslag_gezin": "ja",
    }
    return Informatieverzoek.model_validate({**filled, **given})


def attachment(**given: Any) -> Bijlage:
    file = Bestand(id="b1", naam="a.jpg", type="image/jpeg", bytes=1, sha256="0" * 64)
    filled = {"titel": "Foto", "aard": "foto", "op": BEGIN, "herkomst": "Zelf", "bestand": file}
    return Bijlage.model_validate({**filled, **given})


def destroy(besluit: str = "open", **given: Any) -> Vernietigingsverzoek:
    return Vernietigingsverzoek.model_validate({"op": day(11, 1), "besluit": besluit, **given})


def close(grond: str = "veiligheid_hersteld", **given: Any) -> Afsluiting:
    filled = {
        "op": day(11, 2),
        "grond": grond,
        "toelichting": "Het is veilig.",
        "volgen": "Bellen.",
    }
    return Afsluiting.model_validate({**filled, **given})


def reopen(**given: Any) -> Heropening:
    return Heropening.model_validate({"op": day(11, 20), "reden": "Een nieuw signaal.", **given})


def correct(number: int, becomes: Plain | None) -> Correctie:
    return Correctie(op_nummer=number, reden="Verkeerd overgenomen.", wordt=becomes)
