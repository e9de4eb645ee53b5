"""Pages of the docs: links, tables, code blocks and code spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from tests.support.commands import ROOT

_FENCE = re.compile(r"^```([\w-]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class DocPage:
    """One Markdown file."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def prose(self) -> str:
        """The text without code blocks."""
        return _FENCE.sub("", self.text)

    @property
    def anchors(self) -> set[str]:
        """The anchors of the headings, as GitHub makes them."""
        titles = re.findall(r"^#+ (.+)$", self.prose, flags=re.MULTILINE)
        return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}

    @property
    def links(self) -> list[str]:
        return re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", self.prose)

    @property
    def pictures(self) -> list[Path]:
        found = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", self.prose)
        return [(self.path.parent / target).resolve() for target in found]

    @property
    def spans(self) -> list[str]:
        """The code spans outside code blocks."""
        return _SPAN.findall(self.prose)

    @property
    def bold(self) -> list[str]:
        return re.findall(r"\*\*([^*\n]+)\*\*", self.prose)

    def blocks(self, language: str) -> list[str]:
        """Return the code blocks of a language; the empty one is the shell's."""
        return [code for found, code in _FENCE.findall(self.text) if found == language]

    def rows(self, heading: str) -> Iterator[list[str]]:
        """Yield the rows of the first table below a heading, without its head."""
        after = self.text.split(f"\n{heading}\n", 1)[1].splitlines()
        start = next(number for number, line in enumerate(after) if line.startswith("|"))
        for line in list(takewhile(lambda line: line.startswith("|"), after[start:]))[2:]:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def list_pages() -> list[DocPage]:
    """Return all Markdown pages of the root and of `docs/`."""
    return [DocPage(path) for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])]


def read_page(name: str) -> DocPage:
    """Return the page at a path from the root."""
    return DocPage(ROOT / name)
