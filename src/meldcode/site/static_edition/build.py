"""The whole edition: the name of each file and what is in it; the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path

from django.template.loader import render_to_string
from django.urls import reverse

from meldcode.guide import views
from meldcode.kader.bezoek import BASE, Bezoek
from meldcode.kader.model import Framework
from meldcode.site.static_edition import paper, recast
from meldcode.site.static_edition.folder import Folder
from meldcode.site.static_edition.lent import shown
from meldcode.site.static_edition.tree import Element, element, parse
from meldcode.site.static_edition.versions import digest_of

GUIDE_FILES = Path(views.__file__).parent / "static" / "guide"
OWN_FILES = Path(__file__).parent / "vast"
SCRIPTS = {
    "verberg.js": GUIDE_FILES,
    "weging.js": GUIDE_FILES,
    "meenemen.js": GUIDE_FILES,
    "zonder-internet.js": OWN_FILES,
}


def edition(frameworks: Sequence[Framework]) -> dict[str, bytes]:
    """Every file of the edition by its path, in the order of the frameworks.

    Django must be set up. One framework takes a few seconds, more where it has the rule of
    restraint.
    """
    files = {f"vast/{name}": _classic(folder / name) for name, folder in SCRIPTS.items()}
    style = (GUIDE_FILES / "meldcode.css").read_bytes() + (OWN_FILES / "uitgave.css").read_bytes()
    files |= {"vast/meldcode.css": style}
    files |= {"vast/teken.svg": (GUIDE_FILES / "teken.svg").read_bytes()}
    files["werker.js"] = (OWN_FILES / "werker.js").read_bytes()
    files["gids.webmanifest"] = _manifest()
    papers = paper.papers(frameworks)
    common = {"index.html": _index(frameworks), "bronnen.html": _sources(frameworks)}
    common[recast.ABOUT] = _about(frameworks, papers.of)
    files |= {name: text.encode() for name, text in common.items()}
    files |= papers.files
    for framework in frameworks:
        own = Folder(framework, papers.of[framework.id]).files()
        shared = [name for name in files if "/" not in name and not name.endswith(".pdf")]
        shared += [papers.of[framework.id], *(f for f in files if f.startswith("vast/"))]
        own["lijst.json"] = _json([*shared, *(f"{framework.id}/{name}" for name in own)])
        files |= {f"{framework.id}/{name}": content for name, content in own.items()}
    return files


def _classic(script: Path) -> bytes:
    """A module as a script that loads from a disk too, its names its own."""
    return f"(() => {{\n{script.read_text()}}})();\n".encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode()


def _manifest() -> bytes:
    return _json(
        {
            "name": "Meldcode",
            "short_name": "Meldcode",
            "lang": "nl",
            "start_url": "index.html",
            "scope": "./",
            "display": "minimal-ui",
            "background_color": "#f8f4ef",
            "theme_color": "#0d5461",
            "icons": [{"src": "vast/teken.svg", "sizes": "any", "type": "image/svg+xml"}],
        }
    )


def _common_foot(frameworks: Sequence[Framework]) -> str:
    each = "".join(f"{one.id} {one.hash} {one.words_hash}" for one in frameworks)
    return escape(
        f"Meldcode {version('meldcode')}. Kaders {digest_of(each)}. "
        f"Feiten {frameworks[0].facts_hash}."
    )


def _common(frameworks: Sequence[Framework]) -> Framework:
    """The framework to look something up with while no profession is chosen."""
    return next((each for each in frameworks if each.id == BASE), frameworks[0])


def _common_addresses(frameworks: Sequence[Framework]) -> dict[str, str]:
    """What the pages on top link to."""
    common = _common(frameworks)
    own = Folder(common).addresses
    below = {url: f"{common.id}/{name}" for url, name in own.items() if "/" not in name}
    return {**below, reverse("guide:begin"): "index.html", reverse("guide:bronnen"): "bronnen.html"}


def _index(frameworks: Sequence[Framework]) -> str:
    def change(tree: Element) -> None:
        door = tree.one("section", class_="door--walk")
        items = (
            f'<li><a href="{each.id}/stap-{next(iter(each.stappen))}.html">'
            f"{escape(each.beroep)}</a></li>"
            for each in frameworks
        )
        chosen = parse(
            "<h2>Vanuit welk beroep kijk je?</h2>"
            "<p class='help'>Sommige beroepen hebben eigen regels bij de stappen.</p>"
            f"<ul class='plain links'>{''.join(items)}</ul>"
        )
        tree.replace(door.one("form"), *chosen.inside)
        tree.one("head").inside.append(element("link", rel="manifest", href="gids.webmanifest"))

    visit = Bezoek(kader=_common(frameworks).id)
    html = shown(views.begin, visit)
    return recast.page(
        html, _common_addresses(frameworks), "", _common_foot(frameworks), change
    ).replace("vast/gids.webmanifest", "gids.webmanifest")


def _sources(frameworks: Sequence[Framework]) -> str:
    return recast.page(
        shown(views.bronnen, Bezoek(kader=_common(frameworks).id)),
        _common_addresses(frameworks),
        "",
        _common_foot(frameworks),
        recast.as_it_is,
    )


def _about(frameworks: Sequence[Framework], papers: Mapping[str, str]) -> str:
    """What this edition is, what it leaves out, and the versions in full."""
    facts = frameworks[0].facts.values()
    context = {
        "gezien": min(fact.gezien for fact in facts),
        "opnieuw": min(fact.opnieuw for fact in facts),
        "papieren": [(each.naam, papers[each.id]) for each in frameworks],
        "versie": version("meldcode"),
        "feiten": frameworks[0].facts_hash,
        "kaders": frameworks,
    }
    told = parse(render_to_string("site/uitgave_over.html", context))

    def change(tree: Element) -> None:
        tree.one("main").inside = told.inside
        tree.one("title").inside = ["Over deze uitgave · Meldcode"]

    html = shown(views.zoek, Bezoek(kader=_common(frameworks).id))
    return recast.page(html, _common_addresses(frameworks), "", _common_foot(frameworks), change)
