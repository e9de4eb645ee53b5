"""Figures and tables of a benchmark report, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and range of a repeated measurement, in milliseconds unless stated otherwise."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def from_values(cls, values: Iterable[float]) -> Spread:
        """Summarize one or more values."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[0], ordered[-1], len(ordered))

    def __str__(self) -> str:
        return f"{_format_number(self.median)} ({_format_number(self.low)} to {_format_number(self.high)})"


@dataclass(frozen=True, slots=True)
class Table:
    """Table whose first column names the row."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def to_markdown(self) -> str:
        """Return the table as Markdown with aligned columns."""
        widths = [max(map(len, column)) for column in zip(self.headings, *self.rows, strict=True)]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        lines = [_format_row(cells, widths) for cells in (self.headings, rule, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines])


@dataclass(frozen=True, slots=True)
class Section:
    """Report of one scenario.

    Attributes:
        title: What was measured.
        text: How it was measured, in Markdown: what readers need to judge the figures.
        tables: Medians and ranges of all rounds.
    """

    title: str
    text: str
    tables: Sequence[Table]

    def to_markdown(self) -> str:
        """Return the section as Markdown."""
        return "\n\n".join([f"## {self.title}", self.text, *(table.to_markdown() for table in self.tables)])


def _format_number(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 10 else f"{number:.1f}"


def _format_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(padded)} |"
