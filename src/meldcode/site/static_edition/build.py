"""The whole edition: the name of each file and what is in it; the same bytes every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path

from django.urls import reverse

from meldcode.guide import outcome as outcome_page
from meldcode.guide import pages, views
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.model import Framework
from meldcode.site.static_edition import paper, recast, walk
from meldcode.site.static_edition.lent import shown
from meldcode.site.static_edition.outcomes import outcome
from meldcode.site.static_edition.recast import onward_button
from meldcode.site.static_edition.tree import Element, element, parse
from meldcode.site.static_edition.walk import Stop

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
    common = {"index.html": _index(frameworks), "bronnen.html": _sources(frameworks)}
    common[recast.ABOUT] = _about(frameworks)
    files |= {name: text.encode() for name, text in common.items()}
    papers = paper.papers(frameworks)
    files |= {name: content for name, content in papers.files.items()}
    for framework in frameworks:
        own = _Folder(framework, papers.of[framework.id]).files()
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


def _hash(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def facts_hash(framework: Framework) -> str:
    """Hash of the facts that age, as they are shown in this edition."""
    facts = [each.model_dump(mode="json") for each in framework.facts.values()]
    return _hash(json.dumps(facts, sort_keys=True, ensure_ascii=False))


def short(digest: str) -> str:
    """The first twelve digits of a hash."""
    return digest.removeprefix("sha256:")[:12]


def foot_of(framework: Framework) -> str:
    """The framework with its version and the three hashes, each as short as in `kader lijst`."""
    return escape(
        f"Kader: {framework.naam}, versie {framework.versie}. "
        f"Beslissing {short(framework.hash)}, woorden {short(framework.words_hash)}, "
        f"feiten {short(facts_hash(framework))}. Meldcode {version('meldcode')}."
    )


def _common_foot(frameworks: Sequence[Framework]) -> str:
    each = "".join(f"{one.id} {one.hash} {one.words_hash}" for one in frameworks)
    return escape(
        f"Meldcode {version('meldcode')}. Kaders {_hash(each)}. "
        f"Feiten {facts_hash(frameworks[0])}."
    )


def _common_addresses(frameworks: Sequence[Framework]) -> dict[str, str]:
    """What the pages on top link to: looking something up is done with the first framework."""
    own = _Folder(frameworks[0]).addresses
    below = {url: f"{frameworks[0].id}/{name}" for url, name in own.items() if "/" not in name}
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
            "<h3>Vanuit welk beroep kijk je?</h3>"
            "<p class='help'>Sommige beroepen hebben eigen regels bij de stappen.</p>"
            f"<ul class='plain links'>{''.join(items)}</ul>"
        )
        tree.replace(door.one("form"), *chosen.inside)
        tree.one("head").inside.append(element("link", rel="manifest", href="gids.webmanifest"))

    visit = Bezoek(kader=frameworks[0].id)
    html = shown(views.begin, visit)
    return recast.page(
        html, _common_addresses(frameworks), "", _common_foot(frameworks), change
    ).replace("vast/gids.webmanifest", "gids.webmanifest")


def _sources(frameworks: Sequence[Framework]) -> str:
    return recast.page(
        shown(views.bronnen, Bezoek(kader=frameworks[0].id)),
        _common_addresses(frameworks),
        "",
        _common_foot(frameworks),
        recast.as_it_is,
    )


def _about(frameworks: Sequence[Framework]) -> str:
    """What this edition is, what it leaves out, and the versions in full."""
    rows = (
        f"<div><dt>{escape(each.naam)}</dt><dd class='hash'>Versie {escape(each.versie)}. "
        f"Beslissing {each.hash}. Woorden {each.words_hash}.</dd></div>"
        for each in frameworks
    )
    facts = frameworks[0].facts.values()
    told = ABOUT.format(
        gezien=f"{min(fact.gezien for fact in facts):%d-%m-%Y}",
        opnieuw=f"{min(fact.opnieuw for fact in facts):%d-%m-%Y}",
        versie=version("meldcode"),
        feiten=facts_hash(frameworks[0]),
        kaders="".join(rows),
    )

    def change(tree: Element) -> None:
        tree.one("main").inside = parse(told).inside
        tree.one("title").inside = ["Over deze uitgave · Meldcode"]

    html = shown(views.zoek, Bezoek(kader=frameworks[0].id))
    return recast.page(
        html, _common_addresses(frameworks), "", _common_foot(frameworks), change
    )


class _Folder:
    """The pages of one framework, which stand in one folder."""

    def __init__(self, framework: Framework, on_paper: str = "") -> None:
        self.framework = framework
        self.on_paper = on_paper
        self.visit = Bezoek(kader=framework.id)
        self.foot = foot_of(framework)
        self.addresses = self._addresses()

    def files(self) -> dict[str, bytes]:
        stops = walk.walk_of(self.framework, walk.asked_fields(self.framework))
        begin = next(iter(stops))
        self.addresses["/begin-weer"] = f"{begin}.html"
        texts = {
            **dict(self._lookups()),
            **dict(self._steps(begin)),
            **{f"{name}.html": self._stop(stop, stops) for name, stop in stops.items()},
        }
        made = {name: text.encode() for name, text in texts.items()}
        return made

    def _addresses(self) -> dict[str, str]:
        framework = self.framework
        fixed = {"acuut": "acuut", "zoek": "zoek", "begrippen": "begrippen", "verberg": "verberg"}
        found = {reverse(f"guide:{name}"): f"{file}.html" for name, file in fixed.items()}
        found[reverse("guide:begin")] = "../index.html"
        found[reverse("guide:bronnen")] = "../bronnen.html"
        for number in framework.stappen:
            found[pages.url_of("stap", number)] = f"stap-{number}.html"
        for topic in framework.onderwerpen:
            found[reverse("guide:onderwerp", args=[topic])] = f"zoek-{topic}.html"
        for item in framework.controles.values():
            found[pages.url_of("controle", item.id)] = f"{item.id}-{item.vragen[0].id}.html"
        return found

    def _page(self, html: str, change: recast.Change = recast.as_it_is) -> str:
        return recast.page(html, self.addresses, "../", self.foot, change)

    def _lookups(self) -> Iterator[tuple[str, str]]:
        """Everything to look up, which asks nothing."""
        visit = self.visit
        for view, name in ((views.acuut, "acuut"), (views.begrippen, "begrippen")):
            yield f"{name}.html", self._page(shown(view, visit))
        yield "zoek.html", self._page(shown(views.zoek, visit), self._offer)
        for topic in self.framework.onderwerpen:
            if topic != "acuut":
                yield f"zoek-{topic}.html", self._page(shown(views.onderwerp, visit, topic))
        back = {**self.addresses, reverse("guide:uitkomst"): "../index.html"}
        yield "verberg.html", recast.bare_page(shown(views.verberg, visit), back, "../")
        yield from self._checks()

    def _checks(self) -> Iterator[tuple[str, str]]:
        """The checks on their own, for whoever looks them up."""
        first = f"stap-{next(iter(self.framework.stappen))}.html"
        listed = {each["url"] for each in pages.topics(self.framework)}
        for item in self.framework.controles.values():
            if pages.url_of("controle", item.id) not in listed:
                continue
            for question in item.vragen:
                targets = {"ja": question.ja, "nee": question.nee}
                onward = {
                    value: f"{item.id}-{target.removeprefix('uitkomst:')}"
                    for value, target in targets.items()
                }
                onward["open"] = "zoek-advies"
                html = shown(views.controle_vraag, self.visit, item.id, question.id)
                change = recast.choice_links(onward)
                yield f"{item.id}-{question.id}.html", self._page(html, change)
            for end in item.uitkomsten:
                html = self._check_end(item.id, end.id)
                change = recast.check_end(first, "Naar stap 1")
                yield f"{item.id}-{end.id}.html", self._page(html, change)

    def _check_end(self, check_id: str, end: str) -> str:
        return shown(views.controle, walk.visit_with(self.framework, check_id, end), check_id)

    def _steps(self, begin: str) -> Iterator[tuple[str, str]]:
        framework = self.framework
        walked = walk.walked_steps(framework)
        for number, step in framework.stappen.items():
            after = walked[walked.index(number) + 1 :] if number in walked else ()
            if after:
                url = f"stap-{after[0]}.html"
                words = f"Verder naar {pages.label_of(framework, 'stap', after[0])}"
            else:
                first = next(iter(framework.afwegingen))
                url = f"{begin}.html"
                words = f"Begin bij {pages.label_of(framework, 'afweging', first)}"
            first_step = step is next(iter(framework.stappen.values()))
            change = onward_button(url, escape(words))
            html = shown(views.stap, self.visit, number)
            yield f"stap-{number}.html", self._page(html, self._both(change, first_step))

    def _both(self, change: recast.Change, offer: bool) -> recast.Change:
        def changed(tree: Element) -> None:
            for mark in tree.one("main").all("span", class_="soft"):
                tree.remove(mark)
            change(tree)
            if offer:
                self._offer(tree)

        return changed

    def _offer(self, tree: Element) -> None:
        """The paper twin, and the guide kept on this device."""
        box = f"gids-{self.framework.id}-{short(_hash(self.foot))}"
        tree.one("main").inside += parse(OFFER.format(papier=f"../{self.on_paper}", doos=box)).inside
        tree.one("head").inside.append(recast.classic("zonder-internet.js"))

    def _stop(self, stop: Stop, stops: Mapping[str, Stop]) -> str:
        html, change = self._shown(stop)

        def changed(tree: Element) -> None:
            change(tree)
            self._way_back(tree, stop, stops)

        return self._page(html, changed)

    def _shown(self, stop: Stop) -> tuple[str, recast.Change]:
        visit, framework = stop.visit, self.framework
        if stop.kind == walk.QUESTION:
            return shown(views.afweging, visit, stop.id), recast.choice_links(stop.onward)
        if stop.kind == walk.SITUATION:
            return shown(views.situatie, visit, stop.id), recast.choice_links(stop.onward)
        check_id, _, key = stop.id.partition(".")
        if stop.kind == walk.CHECK:
            html = shown(views.controle_vraag, visit, check_id, key)
            return html, recast.choice_links(stop.onward)
        if stop.kind == walk.CHECK_END:
            html = shown(views.controle, visit, check_id)
            return html, recast.check_end(f"{stop.onward['']}.html", "Verder met de vragen")
        return shown(views.uitkomst, visit), outcome(framework, stop)

    def _way_back(self, tree: Element, stop: Stop, stops: Mapping[str, Stop]) -> None:
        """The page before this one, where there is only one; else the browser's own way back."""
        last = walk.walked_steps(self.framework)[-1]
        before = sorted(stop.before) or [f"stap-{last}"]
        for link in tree.all("a", class_="back"):
            tree.remove(link)
        if len(before) == 1:
            link = element("a", "Terug", class_="back", href=f"{before[0]}.html")
            tree.one("main").inside.insert(0, link)


OFFER = """
<section class="screen"><h2>Neem de gids mee</h2>
<p>Liever op papier? <a href="{papier}">De vragen en uitkomsten op papier (pdf)</a></p>
<div data-zonder-internet="{doos}" hidden>
<p>Je kunt de gids op dit apparaat bewaren. Dan werkt hij ook zonder internet. Je antwoorden worden
niet bewaard. Wie dit apparaat gebruikt, kan wel zien dat de gids erop staat.</p>
<div class="buttons"><button type="button" class="button button--second">Bewaar de gids op dit
apparaat</button></div><p role="status"></p></div></section>
"""
ABOUT = """
<h1>Over deze uitgave</h1>
<p class="lead">Dit is de gids als een map met bladzijden. Hij werkt zonder server, zonder account en
zonder internet.</p>
<h2>Wat je antwoordt, blijft bij jou</h2>
<p>Je antwoord kiest alleen de bladzijde die daarna komt. Niets wordt verstuurd, en er zijn geen cookies.
Je browser onthoudt wel welke bladzijden je las. In hun adres staat een nummer, geen antwoord. Wie deze
map ook heeft, kan dat nummer opzoeken. Lees daarom in een privévenster als iemand meekijkt.</p>
<h2>Wat er niet in zit</h2>
<p>Wat een server nodig heeft, ontbreekt: antwoorden en redenen bewaren, een pdf van je eigen antwoorden,
een dossier, en een melding opstellen.</p>
<p>Sommige vragen over de situatie zijn hier geen bladzijde. De uitkomst zegt dan zelf wat een antwoord
zou veranderen. Kan een vraag geen van beide beslissingen meer veranderen, dan slaan we die over.</p>
<h2>Hoe vers het is</h2>
<p>De nummers en andere feiten zijn nagekeken op of na {gezien}. Gebruik na {opnieuw} een nieuwe uitgave.</p>
<h2>Versies</h2>
<dl class="pairs"><div><dt>Meldcode</dt><dd class="hash">Versie {versie}. Feiten {feiten}.</dd></div>
{kaders}</dl>
"""
