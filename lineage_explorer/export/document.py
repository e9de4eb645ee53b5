"""Document for reading and printing: parts with headings, made of plain blocks.

The page shows it, and files hold it: `report_html` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lineage_explorer.export.tables import Table


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentence or two.

    Attributes:
        tone: `lead` for an answer, `missing` for what is not there, `quiet` for a remark, or empty.
    """

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class FactList:
    """Pairs of a title and a text."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Table with its name among the files of a pack.

    Attributes:
        slug: Name of its CSV file, without the suffix.
        table: Its rows; only columns for readers are shown.
        caption: What it lists; may be empty.
    """

    slug: str
    table: Table
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """Picture.

    Attributes:
        svg: The drawing, safe to embed.
        caption: What it shows, also for those who cannot see it.
    """

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be copied, as it is."""

    text: str


Block: TypeAlias = Paragraph | FactList | Grid | Figure | Code


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a document.

    Attributes:
        slug: Its name for links and programs.
        title: Its heading.
        blocks: Its content.
        worst: Level of its worst finding, `error` or `warning`; empty if it has none.
    """

    slug: str
    title: str
    blocks: tuple[Block, ...]
    worst: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Document with a cover.

    Attributes:
        title: The question that it answers.
        sentence: The answer, in one sentence.
        warning: What readers must know first, as that names are hidden; may be empty.
        cover: Account, reader, time and completeness.
        parts: What follows.
    """

    title: str
    sentence: str
    warning: str
    cover: FactList
    parts: tuple[Part, ...]

    def list_grids(self) -> Iterator[Grid]:
        """Yield all tables."""
        for part in self.parts:
            yield from (block for block in part.blocks if isinstance(block, Grid))
