"""The pages of one framework, which stand in one folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse

from meldcode.guide import pages, views, views_questions
from meldcode.kader.bezoek import Bezoek
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import walked_steps
from meldcode.site.static_edition import recast, walk
from meldcode.site.static_edition.lent import shown
from meldcode.site.static_edition.outcomes import outcome
from meldcode.site.static_edition.recast import onward_button
from meldcode.site.static_edition.tree import Element, element, parse
from meldcode.site.static_edition.versions import digest_of, foot_of, short
from meldcode.site.static_edition.walk import Stop


class Folder:
    """The pages of one framework, which stand in one folder."""

    def __init__(self, framework: Framework, on_paper: str = "") -> None:
        self.framework = framework
        self.on_paper = on_paper
        self.visit = Bezoek(kader=framework.id)
        self.foot = escape(foot_of(framework))
        self.addresses = self._addresses()

    def files(self) -> dict[str, bytes]:
        stops = walk.walk_of(self.framework, walk.asked_fields(self.framework))
        begin = next(iter(stops))
        self.addresses["/begin-weer"] = f"{begin}.html"
        first = next(iter(self.framework.afwegingen))
        self.addresses[pages.url_of("afweging", first)] = f"{begin}.html"
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
            looked_up = reverse("guide:onderwerp", args=[item.id])
            found[looked_up] = f"{item.id}-{item.vragen[0].id}.html"
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
        back = {**self.addresses, reverse("guide:terug"): "../index.html"}
        yield "verberg.html", recast.bare_page(shown(views.verberg, visit), back, "../")
        yield from self._checks()

    def _checks(self) -> Iterator[tuple[str, str]]:
        """The checks on their own, for whoever looks them up."""
        first = f"stap-{next(iter(self.framework.stappen))}.html"
        listed = {each["url"] for each in pages.topics(self.framework)}
        for item in self.framework.controles.values():
            if reverse("guide:onderwerp", args=[item.id]) not in listed:
                continue
            for question in item.vragen:
                targets = {"ja": question.ja, "nee": question.nee}
                onward = {
                    value: f"{item.id}-{target.removeprefix('uitkomst:')}"
                    for value, target in targets.items()
                }
                onward["open"] = "zoek-advies"
                html = shown(views_questions.show_check, self.visit, item.id, question.id)
                change = recast.choice_links(onward)
                yield f"{item.id}-{question.id}.html", self._page(html, change)
            for end in item.uitkomsten:
                html = self._check_end(item.id, end.id)
                change = recast.check_end(first, "Naar stap 1")
                yield f"{item.id}-{end.id}.html", self._page(html, change)

    def _check_end(self, check_id: str, end: str) -> str:
        visit = walk.visit_with(self.framework, check_id, end)
        return shown(views_questions.show_check, visit, check_id)

    def _steps(self, begin: str) -> Iterator[tuple[str, str]]:
        framework = self.framework
        walked = walked_steps(framework)
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
            tree.remove(*tree.one("main").all("span", class_="soft"))
            change(tree)
            if offer:
                self._offer(tree)

        return changed

    def _offer(self, tree: Element) -> None:
        """The paper twin, and the guide kept on this device."""
        box = f"gids-{self.framework.id}-{short(digest_of(self.foot))}"
        context = {"papier": f"../{self.on_paper}", "doos": box}
        tree.one("main").inside += parse(render_to_string("site/uitgave_mee.html", context)).inside
        tree.one("head").inside.append(recast.classic("../vast/zonder-internet.js"))

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
            html = shown(views_questions.show_situation, visit, stop.id)
            return html, recast.choice_links(stop.onward)
        check_id, _, key = stop.id.partition(".")
        if stop.kind == walk.CHECK:
            html = shown(views_questions.show_check, visit, check_id, key)
            return html, recast.choice_links(stop.onward)
        if stop.kind == walk.CHECK_END:
            html = shown(views_questions.show_check, visit, check_id)
            return html, recast.check_end(f"{stop.onward['']}.html", "Verder met de vragen")
        return shown(views.uitkomst, visit), outcome(framework, stop)

    def _way_back(self, tree: Element, stop: Stop, stops: Mapping[str, Stop]) -> None:
        """The page before this one, where there is only one; else the browser's own way back."""
        last = walked_steps(self.framework)[-1]
        before = sorted(stop.before) or [f"stap-{last}"]
        tree.remove(*tree.all("a", class_="back"))
        if len(before) == 1:
            link = element("a", "Terug", class_="back", href=f"{before[0]}.html")
            tree.one("main").inside.insert(0, link)
