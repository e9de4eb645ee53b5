"""Types of a layout: positions, headings and measures.

Lengths are layout units: pixels at zoom 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from lineage_explorer.graph.model import Arn, Ends
from lineage_explorer.query.view_options import Orientation

ASPECT = 1.6
"""Width over height of the canvas that a layout fills."""

LocalPoint: TypeAlias = tuple[float, float]
"""Local x and y, before a component has its final position."""


class Point(NamedTuple):
    """Position in a layout; x grows right, y grows down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class StageHeading:
    """Heading over a stage, or over a rank of one stage.

    Attributes:
        x: The center of the stage or rank.
        title: A short heading, such as "Train"; it may join two stages.
        left, right: Sides of the stage's band; equal where it has none.
        members: The vertices of the stage.
    """

    x: float
    title: str
    left: float = 0.0
    right: float = 0.0
    members: tuple[Arn, ...] = ()


@dataclass(frozen=True, slots=True)
class Connector:
    """Line between two cards of one column.

    Attributes:
        source, target: Where it leaves and arrives, relative to the centers of the cards.
        points: Its corners.
    """

    source: tuple[float, float]
    target: tuple[float, float]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Layout of a graph: positions of cards and bends of lines.

    Attributes:
        points: The center of each vertex's card.
        headings: Headings over ranks, from left to right.
        bends: Bend points, from source to destination, of associations that pass other cards: a line from
            center to center along them runs behind no card but its own. It leaves to the right and enters
            from the left, unless a cycle makes it lead back.
        width, height: Everything lies within left ≤ x ≤ left + width, top ≤ y ≤ top + height, cards included.
        left, top: 0, unless the layout continues a previous one: nodes that stay keep their coordinates.
        generation: Number of previous layouts that it continues, one after the other.
        orientation: Direction of time on the screen; in the layout itself time always grows with x.
        widths: Width of each card; empty where all are alike.
        connectors: Lines between two cards of one column.
    """

    points: Mapping[Arn, Point]
    headings: tuple[StageHeading, ...]
    bends: Mapping[Ends, tuple[Point, ...]]
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    generation: int = 0
    orientation: Orientation = Orientation.RIGHT
    widths: Mapping[Arn, float] = field(default_factory=lambda: MappingProxyType({}))
    connectors: Mapping[Ends, Connector] = field(default_factory=lambda: MappingProxyType({}))

    def agrees_with(self, other: Layout) -> bool:
        """Return whether vertices in both layouts have equal positions and widths."""
        common = self.points.keys() & other.points.keys()
        return all(
            other.points[arn] == self.points[arn] and other.widths.get(arn) == self.widths.get(arn)
            for arn in common
        )


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes and distances of one layout.

    Attributes:
        card_width, card_height: Size of a vertex's card.
        row_gap: Free height between two cards of a column.
        rank_gap: Least free width between two ranks; links cross here.
        column_gap: Free width between two columns of one rank.
        link_gap: Distance of two parallel links.
        component_gap: Free space around a component.
        aspect: Width over height of the canvas to fill.
    """

    card_width: float
    card_height: float
    row_gap: float = 20
    rank_gap: float = 44
    column_gap: float = 32
    link_gap: float = 12
    component_gap: float = 64
    aspect: float = ASPECT

    @property
    def row_pitch(self) -> float:
        """Distance between the centers of two cards of a column."""
        return self.card_height + self.row_gap

    @property
    def rank_pitch(self) -> float:
        """Least distance between the centers of two adjacent ranks."""
        return self.card_width + self.rank_gap

    @property
    def column_pitch(self) -> float:
        """Distance between the centers of two columns of one rank."""
        return self.card_width + self.column_gap
