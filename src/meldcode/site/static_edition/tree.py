"""A page as a tree of elements: enough of HTML to change the pages that our own templates make.

The templates write every element in full, so nothing is guessed of what a browser would repair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))
EMPTY = frozenset(("path", "circle"))  # of SVG, which closes them in one go


@dataclass(eq=False)
class Element:
    """An element with its attributes and what stands in it: elements, and text as it is written."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Every element in this one, from above."""
        todo = self._elements()
        while todo:
            each = todo.pop()
            yield each
            todo += each._elements()

    def _elements(self) -> list[Element]:
        """The elements right in this one, the last first."""
        return [each for each in reversed(self.inside) if isinstance(each, Element)]

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements in this one with this name and these attributes; ``class_`` names one."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            each
            for each in self.walk()
            if tag in ("", each.tag) and all(each.has(*pair) for pair in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The first of `all`. Raises ValueError where there is none."""
        for each in self.all(tag, **attributes):
            return each
        raise ValueError(f"no {tag} {attributes} in {self.tag}")

    def has(self, name: str, value: str) -> bool:
        """Whether this attribute has this value; a class may be one of several."""
        own = self.attributes.get(name) or ""
        return value in own.split() if name == "class" else own == value

    def replace(self, old: Element, *new: Element | str) -> None:
        """Put ``new`` in the place of ``old``, wherever in this element that is."""
        self._put({old: new})

    def remove(self, *old: Element) -> None:
        """Take elements out, with all that is in them."""
        self._put({each: () for each in old})

    def unwrap(self, *old: Element) -> None:
        """Put what is in an element in its place; none of these may stand in another."""
        self._put({each: each.inside for each in old})

    def _put(self, new: Mapping[Element, Iterable[Element | str]]) -> None:
        """Several at once: to look through a page costs more than anything else here."""
        for holder in (self, *self.walk()) if new else ():
            if any(each in new for each in holder.inside if isinstance(each, Element)):
                holder.inside = [
                    kept
                    for each in holder.inside
                    for kept in (new.get(each, (each,)) if isinstance(each, Element) else (each,))
                ]

    def text(self) -> str:
        """The text in this element, as it is written."""
        return "".join(each if isinstance(each, str) else each.text() for each in self.inside)

    def html(self) -> str:
        """The element as it is written in a page; white space between elements is made short."""
        inside = "".join(
            _short(each) if isinstance(each, str) else each.html() for each in self.inside
        )
        if not self.tag:
            return inside
        start = f"<{self.tag}{''.join(map(_attribute, self.attributes.items()))}"
        if self.tag in EMPTY:
            return f"{start}/>"
        return f"{start}>" if self.tag in VOID else f"{start}>{inside}</{self.tag}>"


def element(tag: str, *inside: Element | str, **attributes: str) -> Element:
    """A new element; text in it must be safe already, and ``class_`` stands for ``class``."""
    return Element(tag, {k.rstrip("_"): v for k, v in attributes.items()}, list(inside))


def parse(page: str) -> Element:
    """A whole page or a part of one, in an element without a name."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.root


def _short(text: str) -> str:
    if text.strip():
        return text
    return "\n" if "\n" in text else text


def _attribute(pair: tuple[str, str | None]) -> str:
    name, value = pair
    return f" {name}" if value is None else f' {name}="{escape(value)}"'


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Element("")
        self._open = [self.root]

    def handle_decl(self, decl: str) -> None:
        self._open[-1].inside.append(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {_case(name): value for name, value in attrs})
        self._open[-1].inside.append(new)
        if tag not in VOID:
            self._open.append(new)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, {_case(name): value for name, value in attrs})
        self._open[-1].inside.append(new)

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _case(name: str) -> str:
    """The parser makes names small; SVG has two that aren't."""
    return {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}.get(name, name)
