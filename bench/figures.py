"""Figures and tables as the report and the terminal show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """What several rounds of one measurement gave, in milliseconds unless said otherwise."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Sum up values; at least one is needed."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[0], ordered[-1], len(ordered))

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.low)} to {_short(self.high)})"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their headings; the first column names the row."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the table as Markdown, readable as plain text too."""
        widths = [max(map(len, column)) for column in zip(self.headings, *self.rows, strict=True)]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines = [_line(cells, widths) for cells in (self.headings, rule, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines])


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark has to say.

    Attributes:
        title: What was measured.
        text: How, in Markdown: what a reader must know to trust the figures or to doubt them.
        tables: Medians of all rounds.
        raw: What each round gave, as plain JSON.
        pictures: Charts as SVG, by name.
    """

    title: str
    text: str
    tables: Sequence[Table]
    raw: Any
    pictures: Mapping[str, str] = field(default_factory=dict)

    def markdown(self, prefix: str = "") -> str:
        """Return the section as Markdown, whose pictures are files whose names begin with `prefix`."""
        tables = (table.markdown() for table in self.tables)
        pictures = (f"![{name}]({prefix}{name}.svg)" for name in self.pictures)
        return "\n\n".join([f"## {self.title}", self.text, *tables, *pictures])


def _short(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 10 else f"{number:.1f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(padded)} |"
