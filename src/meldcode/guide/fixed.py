"""What is the same for everybody on a page, rendered once: explanations, helper questions, topics.

Nothing of a visit may enter here; the caches live as long as the server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from meldcode.kader import schema
from meldcode.kader.load import frameworks
from meldcode.kader.model import Framework

ANSWER_LABELS = {"ja": "Ja", "nee": "Nee", "open": "Weet ik nog niet"}
PARTS = {
    "uitleg": "Uitleg",
    "begrip": "Wat we bedoelen",
    "wat": "Wat je doet",
    "hoe": "Hoe je dat doet",
    "dossier": "Wat je vastlegt",
    "overslaan": "Mag je dit overslaan?",
    "let_op": "Let op",
}


def safe(framework: Framework, text: str) -> SafeString:
    """A content text as HTML: content is ours and its Markdown passes no HTML."""
    return mark_safe(framework.html(text))  # noqa: S308


def shown_block(framework: Framework, block: schema.Block) -> dict[str, Any]:
    """A block as the templates take it."""
    check = framework.controles[block.controle] if block.controle else None
    return {
        "kop": block.kop and framework.plain(block.kop),
        "html": safe(framework, block.tekst),
        "deel": block.deel,
        "bronnen": framework.cited(block.bron),
        "link": check
        and {
            "url": reverse("guide:onderwerp", args=[check.id]),
            "tekst": f"Naar de {check.titel.lower()}",
        },
    }


def parts(framework: Framework, bij: str) -> list[dict[str, Any]]:
    """The blocks of a page under the headings of their parts."""
    blocks = framework.blocks(bij)
    return [
        {
            "deel": part,
            "kop": heading,
            "blokken": [shown_block(framework, block) for block in blocks if block.deel == part],
        }
        for part, heading in PARTS.items()
        if any(block.deel == part for block in blocks)
    ]


def notices(framework: Framework, waar: str) -> list[SafeString]:
    """What a framework says of itself on a page."""
    return [safe(framework, notice.tekst) for notice in framework.notices(waar)]


@lru_cache(maxsize=256)
def step_html(framework_id: str, number: str) -> SafeString:
    """The explanation of a step."""
    framework = frameworks()[framework_id]
    context = {
        "stap": framework.stappen[number],
        "delen": parts(framework, f"stap.{number}"),
        "aandacht": notices(framework, f"stap.{number}"),
        "bronnen": framework.cited(framework.stappen[number].bron),
    }
    return render_to_string("guide/_stap_vast.html", context)


@lru_cache(maxsize=256)
def _consideration_html(framework_id: str, number: str) -> str:
    framework = frameworks()[framework_id]
    signs = danger_signs(framework, number)
    context = {
        "a": framework.afwegingen[number],
        "aandacht": notices(framework, f"afweging.{number}"),
        "tekens": signs,
        "noodnummer": framework.facts["noodnummer"],
        "vt": framework.facts["vt_telefoon"],
        "teken": {
            key: {"titel": words.titel, "html": safe(framework, words.tekst)}
            for key, words in framework.tekens.items()
        },
        "groepen": [
            _shown_group(framework, group, [each for each in helpers if each not in signs])
            for group, helpers in framework.helpers(number)
            if any(each not in signs for each in helpers)
        ],
    }
    return render_to_string("guide/_afweging_vast.html", context)


def danger_signs(framework: Framework, number: str) -> list[schema.Helper]:
    """The helper questions of a consideration that content marks as a sign of danger now."""
    return [
        helper
        for _, helpers in framework.helpers(number)
        for helper in helpers
        if "gevaar" in helper.teken
    ]


def _shown_group(
    framework: Framework, group: schema.HelperGroup, helpers: list[schema.Helper]
) -> dict[str, Any]:
    """A fold of helper questions; what they plead for is said once where it is one thing."""
    sides = {helper.pleit for helper in helpers}
    return {
        "id": group.id,
        "kop": group.kop,
        "inleiding": group.inleiding,
        "bronnen": framework.cited(group.bron),
        "vragen": helpers,
        "gemengd": len(sides) > 1,
        "pleit": next(iter(sides)) if sides in ({"ja"}, {"nee"}) else None,
    }


def consideration_html(framework_id: str, number: str, ticked: Iterable[str]) -> SafeString:
    """The helper questions of a consideration, with `ticked` ones checked and told per fold."""
    html = _consideration_html(framework_id, number)
    framework = frameworks()[framework_id]
    signs = danger_signs(framework, number)
    folded: list[str] = []
    for helper in ticked:
        mark = f'data-t="{helper}"'
        html = html.replace(mark, f"{mark} checked", 1)
        if framework.hulpvragen[helper] not in signs:
            folded.append(framework.hulpvragen[helper].groep)
    for group, count in Counter(folded).items():
        mark = f'data-n="{group}">'
        html = html.replace(mark, f"{mark}{count} aangekruist", 1)
    return mark_safe(html)  # noqa: S308


@lru_cache(maxsize=256)
def explanation_html(framework_id: str, number: str) -> SafeString:
    """The explanation of a consideration, in folds below its question."""
    framework = frameworks()[framework_id]
    context = {
        "delen": parts(framework, f"afweging.{number}"),
        "voorbeelden": [
            {"titel": each.titel, "html": safe(framework, each.tekst)}
            for each in framework.examples(number)
        ],
    }
    return render_to_string("guide/_afweging_uitleg.html", context)


@lru_cache(maxsize=1024)
def choices_html(
    framework_id: str, number: str, road: str, chosen: str | None, wrong: bool = False
) -> SafeString:
    """The answers to a consideration, each with what it leads to on this road."""
    framework = frameworks()[framework_id]
    shown = []
    for value, label in ANSWER_LABELS.items():
        step = framework.table.transitions.get((road, number, value))
        text = framework.afwegingen[number].weet_niet
        if step is not None and value != "open":
            text = step.bij_antwoord
        shown.append(
            {
                "waarde": value,
                "label": label,
                "uitleg": framework.plain(text),
                "checked": value == chosen,
            }
        )
    return render_to_string("guide/_antwoorden.html", {"keuzes": shown, "mis": wrong})


@lru_cache(maxsize=64)
def margin_html(framework_id: str, number: str) -> SafeString:
    """What stands beside a consideration: whom to ask, and where its questions come from."""
    framework = frameworks()[framework_id]
    signs = danger_signs(framework, number)
    context = {
        "vt": framework.facts["vt_telefoon"],
        "bronnen": framework.cited(framework.afwegingen[number].bron),
        "tekenbronnen": framework.cited([ref for sign in signs for ref in sign.bron]),
        "herkomst": notices(framework, f"vragen.{number}"),
    }
    return render_to_string("guide/_afweging_marge.html", context)


@lru_cache(maxsize=1)
def reason_note() -> SafeString:
    """The question for a reason where the ticks speak against the answer."""
    return render_to_string("guide/_noot.html")


@lru_cache(maxsize=1)
def gone_note() -> SafeString:
    """That a visit is gone, and how to begin again."""
    return render_to_string("guide/_verlopen.html")


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """The addresses of the static files, and of the case files where this server has them."""
    files = {
        "stijl": "meldcode.css",
        "teken": "teken.svg",
        "verberg": "verberg.js",
        "weging": "weging.js",
        "meenemen": "meenemen.js",
    }
    found = {name: static(f"guide/{file}") for name, file in files.items()}
    return {**found, "dossier": "" if settings.ONLY_GUIDE else "/dossier/"}


@lru_cache(maxsize=64)
def topic_blocks(framework_id: str, topic_id: str) -> list[dict[str, Any]]:
    """The blocks of a topic as the templates take them."""
    framework = frameworks()[framework_id]
    return [shown_block(framework, block) for block in framework.blocks(f"onderwerp.{topic_id}")]
