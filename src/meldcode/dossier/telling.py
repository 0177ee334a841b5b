"""What an entry says in one line; for a line of time, where opening it shows the rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from meldcode.dossier import text
from meldcode.dossier.entries import Afweging, Entry
from meldcode.dossier.words import form_of, option_label
from meldcode.kader.model import Framework

# The fields that tell the most, the first that is filled in before the others.
_GIST: Mapping[str, tuple[str, ...]] = {
    "kaderwissel": ("reden",),
    "persoon": ("naam",),
    "stap": ("reden",),
    "signaal": ("wat",),
    "controle": ("toelichting",),
    "overleg": ("advies", "reden_niet", "vraag"),
    "gesprek": ("grond_toelichting", "reactie", "gezegd", "mening_kind"),
    "besluit": ("reden",),
    "melding": ("reactie", "reden_toelichting"),
    "afspraak": ("resultaat",),
    "opvolging": ("toelichting",),
    "terugkoppeling": ("inhoud",),
    "informatieverzoek": ("vraag",),
    "bijlage": ("titel",),
    "noodtoegang": ("reden",),
    "vernietigingsverzoek": ("toelichting",),
    "afsluiting": ("toelichting",),
    "heropening": ("reden",),
}
# What stands under it in small type.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "kaderwissel": ("kader_versie",),
    "persoon": ("rol", "relatie"),
    "signaal": ("aard", "richting"),
    "controle": ("uitkomst",),
    "overleg": ("wie",),
    "gesprek": ("met", "grond"),
    "afweging": ("bon",),
    "besluit": ("hulp", "geraadpleegd"),
    "melding": ("hoe",),
    "afspraak": ("wie", "termijn"),
    "opvolging": ("veilig",),
    "bijlage": ("over",),
    "terugkoppeling": ("van",),
    "informatieverzoek": ("van",),
    "afsluiting": ("grond",),
}
# Of these the value alone says too little.
_WITH_LABEL = frozenset({"termijn", "veilig", "geraadpleegd", "over", "met", "bon", "kader_versie"})


def gist(entry: Entry, framework: Framework) -> str:
    """What the entry says most of all; empty where its heading says it."""
    if isinstance(entry, Afweging):
        return ", ".join(
            f"{item.nummer} {option_label('afweging', 'antwoorden', answer).lower()}"
            for key, item in framework.afwegingen.items()
            if (answer := entry.antwoorden.get(key, "open")) != "open"
        )
    texts = (str(getattr(entry, name) or "") for name in _GIST.get(entry.soort, ()))
    return next(filter(None, texts), "")


def beside(entry: Entry, people: Mapping[str, str], framework: Framework) -> str:
    """The few other things to know of it, in a line; `people` gives the name for an id."""
    names = _BESIDE.get(entry.soort, ())
    if not names:
        return ""
    alone = _alone(entry.soort)
    told = text.lines(entry, people, framework=framework, only=names)
    return " · ".join(value if label in alone else f"{label}: {value}" for label, value in told)


@lru_cache(maxsize=32)
def _alone(soort: str) -> frozenset[str]:
    """The labels that can be left out beside their value."""
    form = form_of(soort)
    names = _BESIDE.get(soort, ())
    return frozenset(form.field(name).short for name in names if name not in _WITH_LABEL)
