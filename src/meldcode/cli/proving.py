"""`meldcode kader controleer`: what holds for a framework, and what not, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from meldcode.cli import reading_frameworks, show
from meldcode.cli.errors import BAD_CONTENT, Failure
from meldcode.cli.loading import left_out, load, load_every
from meldcode.kader.load import BASE, CONTENT, ContentError
from meldcode.kader.model import Framework
from meldcode.kader.verify import Report, verify, verify_all
from meldcode.site.folder import data_folder, own_frameworks
from meldcode.workshop.cases import Placed, failing, load_cases
from meldcode.workshop.coverage import Reach, coverage
from meldcode.workshop.reading_aid import KINDS, Remark, remarks
from meldcode.workshop.sentences import told

# What the table of coverage calls each kind of thing.
PARTS = {
    "antwoord": "antwoorden op afwegingen",
    "situatie": "waarden van de situatie",
    "plicht": "plichten",
    "tegenspraak": "tegenspraken",
    "reden": "redenen uit de situatie",
    "melden": "uitkomsten van melden",
    "hulp": "uitkomsten van hulp",
    "norm": "normen",
}

FROM_BELOW = (
    f"Gevallen uit '{BASE}' gelden ook voor jouw kader. Hoort er een bij jou anders uit te komen? "
    "Zet de id onder 'laat_weg' in je eigen gevallen.yaml."
)


def check(
    today: date, named: str | None = None, reach: bool = False, reading: bool = False
) -> bool:
    """Prove every property of every framework, or of the one ``named``, and run its cases.

    ``reach`` adds what no case reaches, ``reading`` what may be hard to read. Ends with the facts
    to look at again on ``today``. False where a property fails, a case comes out otherwise or a
    framework does not load; all the rest warns only. Raises
    :class:`~meldcode.cli.errors.Failure` for a name that does not exist.
    """
    frameworks = load_every() if named is None else _named(named)
    work = _Check(show.console(), load()[BASE], frameworks, _roots(named), today, reach, reading)
    if named is None:
        work.not_loaded()
        reports = verify_all(frameworks, work.tell)
    else:
        reports = [verify(each, work.common) for each in frameworks.values()]
        work.tell(reports[0])
    _held(work.out, reports)
    _facts(work.out, frameworks.values(), today)
    return work.right


@dataclass
class _Check:
    """One run of the check; ``right`` turns False at the first thing that is not right."""

    out: Console
    common: Framework
    frameworks: Mapping[str, Framework]
    roots: tuple[Path, ...]
    today: date
    reach: bool
    reading: bool
    right: bool = True

    def not_loaded(self) -> None:
        """Name one's own frameworks that do not load."""
        for name, why in left_out().items():
            if name not in self.frameworks:
                self._wrong(f"{name}: klopt niet. {why}", indent=0)

    def tell(self, report: Report) -> None:
        """Everything about one framework, as soon as it is proved."""
        framework = self.frameworks[report.framework]
        self._properties(framework, report)
        try:
            cases = load_cases(framework, self.roots)
        except ContentError as error:
            self._wrong(f"De gevallen zijn niet te lezen. {error}")
            return
        self._cases(framework, cases)
        if self.reach:
            _coverage(self.out, coverage(framework, cases))
        if self.reading:
            _remarks(self.out, remarks(framework, cases, self.today, self.roots))

    def _properties(self, framework: Framework, report: Report) -> None:
        failed = [each for each in report.properties if not each.holds]
        count = len(report.properties)
        proof = f"{report.cases} combinaties nagegaan"
        if report.same_as:
            proof = f"beslist hetzelfde als {report.same_as}"
        mark = "klopt niet" if failed else "klopt"
        held = f"{count - len(failed)} van {count} regels"
        self.out.print(f"{framework.id}: {mark}, {held} ({proof})", soft_wrap=True)
        for each in failed:
            self._wrong(f"Geldt niet: {each.sentence}", bold=True)
            why = told(framework, self.common, each)
            if why:
                self._wrong(why, indent=4)

    def _cases(self, framework: Framework, cases: tuple[Placed, ...]) -> None:
        wrong = list(failing(framework, cases))
        comes = "komt" if len(wrong) == 1 else "komen"
        ending = f"{len(wrong)} {comes} anders uit" if wrong else "alle komen uit zoals verwacht"
        self.out.print(f"  {len(cases)} voorbeeldgevallen: {ending}")
        for (case, place), found in wrong:
            self._wrong(f"{place.file}:{place.line}: geval '{case.id}'", bold=True)
            for each in found:
                self._wrong(each, indent=4)
        if not all(placed.place.file.startswith(f"{framework.id}/") for placed, _ in wrong):
            self._wrong(FROM_BELOW)

    def _wrong(self, line: str, indent: int = 2, bold: bool = False) -> None:
        self.right = False
        text = Text(line, style="bold" if bold else "")
        self.out.print(Padding(text, (0, 0, 0, indent)))


def _named(named: str) -> dict[str, Framework]:
    """The framework of this name, or from this folder or file. Raises Failure, with the reason."""
    if named not in load_every() and named in left_out():
        raise Failure(f"{named}: klopt niet. {left_out()[named]}", BAD_CONTENT)
    framework = reading_frameworks.framework(named)
    return {framework.id: framework}


def _roots(named: str | None) -> tuple[Path, ...]:
    """Where folders of frameworks lie: beside a folder that is named, the product's, one's own."""
    beside = [Path(named).resolve().parent] if named and _is_folder(named) else []
    return (*beside, CONTENT, own_frameworks(data_folder()))


def _is_folder(named: str) -> bool:
    return named not in load_every() and Path(named).is_dir()


def _coverage(out: Console, reached: list[Reach]) -> None:
    """What the cases reach, a row for each kind of thing."""
    table = Table("Wat", "Bereikt", "Door geen enkel geval", box=None, padding=(0, 2, 0, 2))
    for part, name in PARTS.items():
        things = [each for each in reached if each.part == part]
        missed = [each.name for each in things if not each.cases]
        count = f"{len(things) - len(missed)} van {len(things)}"
        if things:
            table.add_row(name, count, ", ".join(missed) or "-")
    out.print(table)


def _remarks(out: Console, found: list[Remark]) -> None:
    """What may be hard to read, under a heading for each kind."""
    for kind, title in KINDS.items():
        these = [each for each in found if each.kind == kind]
        if these:
            out.print(Padding(Text(f"{title}: {len(these)}", style="bold"), (0, 0, 0, 2)))
        for each in these:
            line = f"{each.place.file}:{each.place.line}: {each.what}"
            out.print(Padding(Text(line), (0, 0, 0, 4)))


def _held(out: Console, reports: Iterable[Report]) -> None:
    """The sentences that hold for all of these frameworks."""
    held = [{each.sentence: None for each in r.properties if each.holds} for r in reports]
    everywhere = [sentence for sentence in held[0] if all(sentence in each for each in held)]
    which = "alle kaders" if len(held) > 1 else "dit kader"
    show.heading(out, f"Bewezen voor {which}, bij alle antwoorden en situaties")
    show.body(out, "\n".join(f"- {sentence}" for sentence in everywhere))


def _facts(out: Console, frameworks: Iterable[Framework], today: date) -> None:
    facts = {key: fact for each in frameworks for key, fact in each.facts.items()}
    old = [fact for fact in facts.values() if fact.opnieuw <= today]
    heading = "Let op, kijk deze feiten opnieuw na" if old else "Alle feiten zijn actueel"
    show.heading(out, heading)
    lines = (
        f"- {fact.wat.rstrip('.')}: {fact.waarde}. Gezien op {fact.gezien} (feit '{fact.id}')."
        for fact in old
    )
    show.body(out, "\n".join(lines))
