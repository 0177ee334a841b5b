"""``meldcode gids``: the walk through the Meldcode in the terminal. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from rich.console import Console

from meldcode.cli import screens, show
from meldcode.cli.dialogue import WORDS, Back, Choice, Dialogue, Stop
from meldcode.cli.loading import load
from meldcode.kader.bezoek import Besluit, Bezoek, StepState
from meldcode.kader.load import BASE
from meldcode.kader.model import Framework
from meldcode.kader.vervolg import (
    KINDCHECK,
    OUTCOME,
    next_page,
    situation_to_ask,
    walked_steps,
)

Page = tuple[str, str]
BEGIN: Page = ("begin", "")
STOP: Page = ("stop", "")
STATE_WORDS = {"gedaan": "gedaan", "overgeslagen": "overgeslagen", "open": "nog open"}


def start() -> None:
    """Walk with whoever sits at the terminal."""
    Walk(load(), show.console()).run()


class Walk:
    """One walk: the visit so far, and the pages to go back to."""

    def __init__(
        self,
        frameworks: Mapping[str, Framework],
        out: Console,
        read: Callable[[str], str] = input,
    ) -> None:
        self.frameworks = frameworks
        self.out = out
        self.talk = Dialogue(out, self._emergency, read)
        self.bezoek = Bezoek()

    @property
    def framework(self) -> Framework:
        """The chosen framework; the common one while no profession is chosen."""
        return self.frameworks[self.bezoek.kader or BASE]

    def run(self) -> None:
        """Go from page to page until somebody stops."""
        show.heading(self.out, "Meldcode, stap voor stap")
        show.body(self.out, f"Is er nu gevaar? Bel 112. Er wordt niets bewaard. {WORDS}")
        visited: list[Page] = []
        page = BEGIN
        try:
            while page != STOP:
                try:
                    following = self._visit(page)
                except Back:
                    page = visited.pop() if visited else BEGIN
                else:
                    visited.append(page)
                    page = following
        except (Stop, KeyboardInterrupt):
            pass
        self.talk.say("Je bent gestopt. Er is niets bewaard.")

    def _visit(self, page: Page) -> Page:
        """Show a page and give the one that follows."""
        kind, page_id = page
        if kind == "begin":
            return self._begin()
        if kind == "uitkomst":
            return self._outcome()
        screen = screens.SCREENS[kind]
        self.bezoek = screen(self.talk, self.framework, self.bezoek, page_id)
        following = next_page(self.framework, self.bezoek, page)
        # A check or one's own decision is reached from the outcome; open steps stay open then.
        from_outcome = kind == "besluit" or (kind == "controle" and following[0] == "stap")
        return OUTCOME if from_outcome else following

    def _begin(self) -> Page:
        show.heading(self.out, "Wat is je beroep?")
        choices = [Choice(each.id, each.beroep) for each in self.frameworks.values()]
        self.bezoek = self.bezoek.choose(self.talk.choose(choices, self.bezoek.kader or None))
        screens.notices(self.out, self.framework, "begin")
        return next_page(self.framework, self.bezoek)

    def _outcome(self) -> Page:
        """Both decisions and everything around them; then any page again, or the end."""
        show.advice(self.out, self.bezoek.advice(self.framework))
        self._own_words()
        show.heading(self.out, "Wat wil je nu?")
        pages = list(self._ways_on())
        choices = [Choice(str(n), self._label(*page)) for n, page in enumerate(pages, 1)]
        return pages[int(self.talk.choose(choices)) - 1]

    def _ways_on(self) -> Iterator[Page]:
        """What to look at next: first what still asks something."""
        framework, bezoek = self.framework, self.bezoek
        yield from (("situatie", name) for name in situation_to_ask(framework, bezoek))
        yield from (("afweging", key) for key in bezoek.advice(framework).possible)
        yield from (
            ("situatie", name) for name in framework.situatievragen if name in bezoek.gevraagd
        )
        yield from (("stap", number) for number in walked_steps(framework))
        yield from (("controle", check_id) for check_id in self._checks())
        yield from (("besluit", ""), BEGIN, STOP)

    def _checks(self) -> list[str]:
        """The checks that belong to the walk: the kindcheck, and those a page speaks of."""
        named = {block.controle for block in self.framework.blokken.values()}
        return [key for key in self.framework.controles if key == KINDCHECK or key in named]

    def _label(self, kind: str, key: str) -> str:
        framework = self.framework
        match kind:
            case "afweging":
                item = framework.afwegingen[key]
                answer = show.ANSWERS[self.bezoek.afwegingen.get(key, "open")]
                return f"Afweging {item.nummer}, {item.kort.lower()}: {answer}"
            case "situatie":
                return f"De vraag over: {framework.situatievragen[key].kort.lower()}"
            case "stap":
                state = self.bezoek.stappen.get(key, StepState()).stand
                return f"Stap {framework.stappen[key].nummer}: {STATE_WORDS[state]}"
            case "controle":
                return framework.controles[key].titel
        return {"besluit": "Je eigen besluit opschrijven", "begin": "Een ander beroep kiezen"}.get(
            kind, "Stoppen"
        )

    def _own_words(self) -> None:
        """What somebody wrote: why, which steps were left out, and the own decision."""
        framework, bezoek = self.framework, self.bezoek
        lines = [
            f"- Stap {framework.stappen[key].nummer} overgeslagen. {state.reden}"
            for key, state in bezoek.stappen.items()
            if state.stand == "overgeslagen"
        ]
        lines += [
            f"- Bij afweging {framework.afwegingen[key].nummer}: {reason}"
            for key, reason in bezoek.redenen.items()
        ]
        own = bezoek.besluit
        if own != Besluit():
            melden, hulp = show.ANSWERS[own.melden], show.ANSWERS[own.hulp]
            lines.append(f"- Jouw besluit. Melden: {melden}. Hulp: {hulp}. {own.reden}")
            lines += [f"- Overlegd met: {own.overleg}"] if own.overleg else []
        if lines:
            show.heading(self.out, "Wat je zelf opschreef")
            for line in lines:
                self.talk.say(line)

    def _emergency(self) -> None:
        screens.topic(self.out, self.framework, "acuut")
