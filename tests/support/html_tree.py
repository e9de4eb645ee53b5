"""HTML as a tree, for tests that read what a page says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass
class Element:
    """One element; its parts are texts and elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[str | Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words, as they are read."""
        return " ".join(
            part.strip() if isinstance(part, str) else part.text for part in self.parts if part
        ).strip()

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """Yield it and all elements within, in their order."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.walk()

    def find_all(self, choose: str | Callable[[Element], bool]) -> list[Element]:
        """Return the elements of a tag, a `.class` or a `#id` within."""
        return [one for one in self.walk() if (choose(one) if callable(choose) else _fits(one, choose))]

    def find(self, choose: str | Callable[[Element], bool]) -> Element:
        """Return the first of these elements; an empty one if there is none."""
        return next(iter(self.find_all(choose)), Element(""))


def _fits(element: Element, choose: str) -> bool:
    if choose.startswith("."):
        return choose[1:] in element.classes
    if choose.startswith("#"):
        return element.attributes.get("id") == choose[1:]
    return element.tag == choose


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._open[-1].parts.append(data)


def parse_html(text: str) -> Element:
    """Return the tree of a page or a part of one."""
    parser = _Parser()
    parser.feed(text)
    return parser.root
