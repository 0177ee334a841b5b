"""The guide's pages made into files: forms become links, addresses relative, scripts classic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from meldcode.site.static_edition.tree import Element, element, parse

Onward = Mapping[str, str]
Change = Callable[[Element], None]

NO_STORE = "Deze uitgave onthoudt niets en geeft advies. Het besluit is aan jou."
NO_SEARCH = "Zoeken op een woord kan in Meldcode zelf, niet in deze uitgave. Hieronder staat alles."
ABOUT = "over.html"


def page(html: str, files: Mapping[str, str], top: str, foot: str, change: Change) -> str:
    """One page of the edition.

    ``files`` maps an address of the guide to the file that this page names; ``top`` is the way to
    the folder of the edition ('' or '../'). ``foot`` stands at the bottom, ``change`` does what
    this kind of page needs.
    """
    tree = parse(html)
    change(tree)
    _head(tree, top)
    for bar in tree.all("nav", class_="acts"):
        _danger_link(bar)
        for each in bar.all("a"):
            each.attributes.pop("data-terug", None)
    tree.remove(*tree.all("input", type="hidden"), *tree.all("form"))
    for note in tree.all("p", class_="find-note"):
        note.inside = [NO_SEARCH]
    # A button that leads to one question of the walk; here that has no place of its own.
    tree.unwrap(*tree.all("cite"), *tree.all("button", form="naar"))
    for mark in tree.one(class_="brand").all("svg"):
        image = Element("img", {"src": f"{top}vast/teken.svg", "alt": ""})
        tree.replace(mark, image)
    tree.one("footer").inside = [_foot(foot, top)]
    _rail(tree)
    _links(tree, files)
    return tree.html().strip() + "\n"


def bare_page(html: str, files: Mapping[str, str], top: str) -> str:
    """A page without bar and foot."""
    tree = parse(html)
    _head(tree, top)
    _links(tree, files)
    return tree.html().strip() + "\n"


def as_it_is(tree: Element) -> None:
    """A page that asks nothing."""


def choice_links(onward: Onward) -> Change:
    """A question: each answer becomes a link to the page it leads to."""

    def change(tree: Element) -> None:
        form = tree.one("main").one("form")
        if form.has("class", "weigh"):
            _weighed(form, onward)
        else:
            _asked(tree, form, onward)
        for tick in tree.all("input", type="checkbox"):
            # What is ticked is for whoever ticks it; it goes nowhere and needs no name.
            for name in ("name", "value", "data-t"):
                tick.attributes.pop(name, None)

    return change


def _weighed(form: Element, onward: Onward) -> None:
    """A consideration: its answers stand where they stood, and what only a form needs goes."""
    answers, leads = form.one("div", class_="answers"), form.one("ul", class_="leads")
    answers.attributes = {"class": "answers"}
    answers.inside = [
        element("a", label.one("b"), class_="choice", href=_to(label, onward))
        for label in answers.all("label")
    ]
    del form.inside[form.inside.index(leads) + 1 :]
    # The words beside what is ticked are shown by the style of this class.
    form.tag, form.attributes = "div", {"class": "weigh"}


def _asked(tree: Element, form: Element, onward: Onward) -> None:
    """A question of the situation or of a check."""
    fieldset = form.one("fieldset")
    labels = fieldset.one(class_="choices").all("label")
    links = [
        element("li", element("a", each.one("span"), class_="choice", href=_to(each, onward)))
        for each in labels
    ]
    section = element(
        "section",
        element("h2", "Jouw antwoord", id="antwoord"),
        element("ul", *links, class_="choices plain"),
        aria_labelledby="antwoord",
    )
    tree.replace(fieldset, _dashed(section))
    tree.unwrap(form)


def onward_button(url: str, words: str) -> Change:
    """A page that only goes on: its form, or its last button, becomes one link."""

    def change(tree: Element) -> None:
        main = tree.one("main")
        forms = main.all("form")
        old = forms[0] if forms else main.all(class_="buttons")[-1]
        tree.replace(old, button(url, words))

    return change


def check_end(url: str, words: str) -> Change:
    """What a check ended in: without the answers, which nothing remembers."""

    def change(tree: Element) -> None:
        main = tree.one("main")
        del main.inside[main.inside.index(main.one("h2")) :]
        main.inside.append(button(url, words))

    return change


def button(url: str, words: str) -> Element:
    """A link that looks like the button of a form."""
    return element("div", element("a", words, class_="button", href=url), class_="buttons")


def _danger_link(bar: Element) -> None:
    """The way to what to do in danger; on a page with a form it belongs to that form."""
    for each in bar.all("button", form="formulier"):
        if each.has("class", "act--alarm"):
            link = element("a", "Acuut gevaar", class_="act act--alarm", href="/acuut")
            bar.replace(each, link)
        else:
            bar.remove(each)


def _to(label: Element, onward: Onward) -> str:
    return f"{onward[label.one('input').attributes['value'] or '']}.html"


def _dashed(made: Element) -> Element:
    """A keyword can't hold a dash; ARIA's names do."""
    made.attributes = {
        name.replace("aria_", "aria-"): value for name, value in made.attributes.items()
    }
    return made


def _head(tree: Element, top: str) -> None:
    scripts = [each.attributes.get("src") or "" for each in tree.all("script")]
    # The style says the colour scheme too.
    tree.remove(*tree.all("script"), *tree.all("meta", name="color-scheme"))
    for each in tree.all("link"):
        each.attributes["href"] = f"{top}vast/{_last(each.attributes.get('href') or '')}"
    head = tree.one("head")
    names = dict.fromkeys(_last(each) for each in scripts)
    head.inside += [classic(f"{top}vast/{name}") for name in names]


def classic(url: str) -> Element:
    """A script that is no module, since those don't load from a disk."""
    return Element("script", {"src": url, "defer": None})


def _last(url: str) -> str:
    return url.rpartition("/")[2]


def _foot(words: str, top: str) -> Element:
    sources = element("a", "Bronnen en datums", href=f"{top}bronnen.html")
    about = element("a", "Over deze uitgave", href=f"{top}{ABOUT}")
    first = element("p", f"{NO_STORE} ", sources, " · ", about)
    return element("div", first, element("p", words, class_="soft hash"))


def _rail(tree: Element) -> None:
    """The line of steps without what it says of a visit: nothing here knows what was answered."""
    for rail in tree.all("nav", class_="rail"):
        rail.remove(*rail.all("ol", class_="sub"), *rail.all("span", class_="step-state"))
        for each in rail.all(class_="step"):
            if not each.has("class", "step--now"):
                each.attributes["class"] = "step step--open"
        foot = rail.one(class_="rail-foot")
        foot.inside = [each for each in foot.inside[:2] if each]


def _links(tree: Element, files: Mapping[str, str]) -> None:
    """Links to what is in the edition; of other links only the words stay, in a list nothing."""
    for find in tree.all("section", class_="door--find"):
        find.remove(*(each for each in find.all("li") if not _is_here(each, files)))
    for link in tree.all("a"):
        url = link.attributes.get("href") or ""
        if not url.startswith("/"):
            continue
        parts = urlsplit(url)
        name = files.get(parts.path)
        if name is None and link.has("class", "back"):
            tree.remove(link)
        elif name is None:
            tree.unwrap(link)
        else:
            link.attributes["href"] = f"{name}#{parts.fragment}" if parts.fragment else name


def _is_here(item: Element, files: Mapping[str, str]) -> bool:
    urls = [urlsplit(link.attributes.get("href") or "") for link in item.all("a")]
    return all(url.path in files for url in urls)
