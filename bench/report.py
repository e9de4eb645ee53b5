"""Results of the bench: figures beside their limits, kept as JSON and Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a scenario may take.

    Attributes:
        rounds: Number of measured rounds.
        is_quick: Whether it is only tried, at small sizes.
    """

    rounds: int
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured quantity, beside a limit of the same run.

    Attributes:
        name: What was measured; the same in every run.
        unit: Unit of the values.
        values: One value for each round; empty if it could not be measured.
        limit: What it is measured beside; empty for nothing.
        limit_values: The same quantity of the limit, one for each round.
        goal: Greatest ratio to the limit, or greatest value where there is none; None for no goal.
        is_rate: Whether more is better: then the goal is the least.
        note: Why there is no value, or what the reader must know.
    """

    name: str
    unit: str
    values: Sequence[float]
    limit: str = ""
    limit_values: Sequence[float] = ()
    goal: float | None = None
    is_rate: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Median as a share of the limit's; None without both."""
        if not self.values or not self.limit_values:
            return None
        least = median(self.limit_values)
        return median(self.values) / least if least else None

    @property
    def score(self) -> float | None:
        """What is compared with the goal and with other runs: ratio, else value.

        A quantity whose limit could not be measured has none.
        """
        if self.limit:
            return self.ratio
        return median(self.values) if self.values else None

    @property
    def meets_goal(self) -> bool | None:
        """Whether the goal is met; None without a goal or a value."""
        if self.goal is None or self.score is None:
            return None
        return self.score >= self.goal if self.is_rate else self.score <= self.goal


@dataclass(frozen=True, slots=True)
class Result:
    """Result of one scenario.

    Attributes:
        title: What was measured.
        text: How it was measured: what readers need to judge the figures.
        figures: What was measured.
        facts: When and where: name → value.
    """

    title: str
    text: str
    figures: Sequence[Figure]
    facts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the result as JSON, to be compared with later ones."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Result:
        """Return the result that was kept as JSON."""
        members: dict[str, Any] = json.loads(text)
        figures = [Figure(**each) for each in members.pop("figures")]
        return cls(figures=figures, **members)

    def to_markdown(self, kept: Result | None = None) -> str:
        """Return the result as Markdown.

        Args:
            kept: The last result, with which ratios are compared; None for none.
        """
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        scores = {figure.name: figure.score for figure in kept.figures} if kept else {}
        rows = [_build_row(figure, scores.get(figure.name)) for figure in self.figures]
        parts = [f"# {self.title}", f"{facts}.", self.text, _format_table(_HEADINGS, rows)]
        notes = [f"- *{figure.name}*: {figure.note}" for figure in self.figures if figure.note]
        return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])]) + "\n"


_HEADINGS = ("", "median (range)", "beside", "its median (range)", "ratio", "goal", "met", "since the last")


def format_spread(values: Sequence[float], unit: str) -> str:
    """Return median and range of values; a dash for none."""
    if not values:
        return "–"  # noqa: RUF001 - a dash stands for what was not measured
    low, high = min(values), max(values)
    spread = f" ({_format_number(low)} to {_format_number(high)})" if len(values) > 1 else ""
    return f"{_format_number(median(values))}{spread} {unit}".strip()


def format_change(score: float | None, former: float | None) -> str:
    """Return how much a score has changed, as a share of the former."""
    if score is None or not former:
        return ""
    return f"{score / former - 1:+.0%}"


def _build_row(figure: Figure, former: float | None) -> list[str]:
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    sign = "≥" if figure.is_rate else "≤"
    goal = "" if figure.goal is None else f"{sign} {figure.goal:g}{'' if figure.limit else f' {figure.unit}'}"
    met = {None: "", True: "yes", False: "**no**"}[figure.meets_goal]
    limit = format_spread(figure.limit_values, figure.unit) if figure.limit else ""
    return [
        figure.name,
        format_spread(figure.values, figure.unit),
        figure.limit,
        limit,
        ratio,
        goal,
        met,
        format_change(figure.score, former),
    ]


def _format_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * max(1, width - 1) + ":" for width in widths[1:])]
    return "\n".join(_format_row(cells, widths) for cells in (headings, rule, *rows))


def _format_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
    return f"| {' | '.join(padded)} |"


def _format_number(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 10 else f"{number:.2g}"
