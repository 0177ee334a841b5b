"""Asking somebody something in the terminal; four words work at every question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from meldcode.kader.bezoek import MAX_TEXT

WORDS = "Overal kun je typen: uitleg, terug, stop, of 112 bij gevaar."


class Stop(Exception):
    """Somebody wants to stop: with a word, Ctrl+C or the end of the input."""


class Back(Exception):
    """Somebody wants to go one page back."""


class Choice(NamedTuple):
    """One answer that may be chosen, with a few words about it."""

    value: str
    label: str
    note: str = ""


def _nothing_to_explain() -> None:
    """Stands in for an explanation where a page has none."""


class Dialogue:
    """Questions on ``out`` and their answers from ``read``, which shows a prompt.

    Every question may raise :class:`Stop` or :class:`Back`. ``emergency`` and ``explain`` are
    shown when somebody asks for them, and then the question comes again.
    """

    def __init__(
        self, out: Console, emergency: Callable[[], None], read: Callable[[str], str] = input
    ) -> None:
        self.out = out
        self.emergency = emergency
        self.explain = _nothing_to_explain
        self._read = read

    def choose(self, choices: Sequence[Choice], current: str | None = None) -> str:
        """The value of one of ``choices``; an empty line keeps ``current``."""
        while True:
            for number, choice in enumerate(choices, 1):
                self._show(number, choice, choice.value == current)
            answer = self._line("Jouw keuze: ")
            if answer == "" and current is not None:
                return current
            found = _find(answer, choices) if answer else None
            if found is not None:
                return found
            if answer is not None:
                self.say(f"Kies een nummer van 1 tot en met {len(choices)}. {WORDS}")

    def tick(self, count: int, current: set[int]) -> set[int]:
        """Some of the numbers 1 to ``count``; an empty line keeps ``current``."""
        while True:
            answer = self._line("Nummers, met komma's ertussen (of: geen): ")
            if answer == "":
                return current
            if answer is not None and answer.casefold() == "geen":
                return set()
            words = (answer or "").replace(",", " ").split()
            numbers = {int(word) for word in words if word.isdecimal()}
            if words and all(word.isdecimal() for word in words) and numbers <= _up_to(count):
                return numbers
            if answer is not None:
                self.say(f"Typ nummers van 1 tot en met {count}, zoals: 1, 3. Of typ: geen.")

    def text(self, prompt: str, current: str = "") -> str:
        """A line in somebody's own words; an empty one keeps ``current``."""
        while (answer := self._line(f"{prompt} (niet verplicht): ")) is None:
            pass
        return answer[:MAX_TEXT] or current

    def say(self, text: str) -> None:
        """One paragraph."""
        self.out.print(Text(text))

    def _show(self, number: int, choice: Choice, chosen: bool) -> None:
        mark = " (nu gekozen: druk op enter)" if chosen else ""
        self.out.print(Text(f"{number:>3}  {choice.label}{mark}", style="bold"))
        if choice.note:
            self.out.print(Padding(Text(choice.note), (0, 0, 0, 5)))

    def _line(self, prompt: str) -> str | None:
        """What somebody typed; None where it was a word that asks to show something first."""
        try:
            answer = self._read(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            self.out.print()
            raise Stop from None
        match answer.casefold():
            case "stop":
                raise Stop
            case "terug":
                raise Back
            case "112":
                self.emergency()
            case "uitleg":
                self.explain()
            case _:
                return answer
        return None


def _up_to(count: int) -> set[int]:
    return set(range(1, count + 1))


def _find(answer: str, choices: Sequence[Choice]) -> str | None:
    """The choice by its number, its value, or the only label that begins like this."""
    if answer.isdecimal() and int(answer) in _up_to(len(choices)):
        return choices[int(answer) - 1].value
    word = answer.casefold()
    exact = [choice.value for choice in choices if word in (choice.value, choice.label.casefold())]
    alike = [choice.value for choice in choices if choice.label.casefold().startswith(word)]
    found = exact or alike
    return found[0] if len(found) == 1 else None
